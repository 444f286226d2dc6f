"""The settings, all of them, from the environment. A bad or missing value stops the start.

SAMVERKAN_ENV says where we are: `production` takes nothing for granted, `demo` fills in what one
machine needs, `test` is demo with quick passwords. README.md has the table of the variables.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environ import Env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

HOUR = 60 * 60
YEAR = 365 * 24 * HOUR

# --- Reading the environment ---------------------------------------------------------------------

problems = []


def read(name, demo="", *, required=False, secret=False):
    """The text in the variable `name`; outside production an empty one means `demo`.

    A secret that in production equals its demo value is a problem like one that is missing."""
    value = os.environ.get(name, "").strip()
    if not PRODUCTION:
        return value or str(demo)
    if required and not value:
        problems.append(f"{name} saknas.")
    if secret and value and value == str(demo):
        problems.append(f"{name} har demons värde. Välj ett eget.")
    return value


def read_number(name, default):
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        problems.append(f"{name} ska vara ett heltal, noll eller mer, men är ”{value}”.")
        return default
    return int(value)


def read_file(name, demo):
    """A path, or None. Whether the file is there is asked by the process that opens it."""
    value = read(name, demo)
    return Path(value) if value else None


def check_web_address(name, value, schemes):
    """Note a problem unless `value` is scheme://host[:port] with nothing after it."""
    try:
        url = urlsplit(value)
        host = url.hostname and (url.port or True)
    except ValueError:
        host = None
    more = host and (url.username or url.path.strip("/") or url.query or url.fragment)
    if not host or more or url.scheme not in ("http", "https"):
        problems.append(f"{name} ska vara en webbadress, till exempel https://exempel.se.")
    elif url.scheme not in schemes:
        problems.append(f"{name} ska börja med https:// i produktion.")


ENVIRONMENT = os.environ.get("SAMVERKAN_ENV", "").strip()
if ENVIRONMENT not in ("production", "demo", "test"):
    raise SystemExit(
        "Samverkan startar inte: SAMVERKAN_ENV ska vara production, demo eller test"
        + (f", men är ”{ENVIRONMENT}”." if ENVIRONMENT else ".")
    )
PRODUCTION = ENVIRONMENT == "production"
TEST = ENVIRONMENT == "test"

DEBUG = os.environ.get("DEBUG", "").strip() not in ("", "0")
if DEBUG and PRODUCTION:
    problems.append("DEBUG får inte vara på i produktion.")

# --- Who we are ----------------------------------------------------------------------------------

AUTHORITY_NAME = read("AUTHORITY_NAME", "Ekbacka kommun", required=True)

BASE_URL = read("BASE_URL", "http://localhost:8000", required=True).rstrip("/")
if BASE_URL:
    check_web_address("BASE_URL", BASE_URL, ("https",) if PRODUCTION else ("http", "https"))

ALLOWED_HOSTS = [
    host.strip()
    for host in read("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", required=True).split(",")
    if host.strip()
]
if PRODUCTION and any(host.startswith(("*", ".")) for host in ALLOWED_HOSTS):
    problems.append("ALLOWED_HOSTS ska räkna upp värdnamnen, utan jokertecken.")
for host in ALLOWED_HOSTS:
    if not re.fullmatch(r"[*.]?[\w.-]+|\*|\[[0-9a-f:]+\]", host, re.IGNORECASE):
        problems.append(f"ALLOWED_HOSTS: ”{host}” är inget värdnamn.")

if PRODUCTION and not problems and urlsplit(BASE_URL).hostname not in ALLOWED_HOSTS:
    problems.append("BASE_URL har ett värdnamn som inte finns i ALLOWED_HOSTS.")

CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

# --- Secrets and keys ----------------------------------------------------------------------------

SECRET_KEY = read(
    "SECRET_KEY",
    "demo: the same on every machine, so it protects nothing and production refuses it",
    required=True,
    secret=True,
)
if PRODUCTION and SECRET_KEY and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    problems.append("SECRET_KEY ska vara minst 50 slumpade tecken.")

# The worker's alone; samverkan/wsgi.py refuses to start with them in production.
SEAL_KEY_FILE = read_file("SEAL_KEY_FILE", VAR_DIR / "keys" / "seal.p12")
SEAL_KEY_PASSWORD = read("SEAL_KEY_PASSWORD", "demo", secret=True)
CA_KEY_FILE = read_file("CA_KEY_FILE", VAR_DIR / "keys" / "ca.p12")
CA_KEY_PASSWORD = read("CA_KEY_PASSWORD", "demo", secret=True)
CA_CERT_FILE = read_file("CA_CERT_FILE", VAR_DIR / "keys" / "ca.pem")
for key, password in (("SEAL_KEY", SEAL_KEY_PASSWORD), ("CA_KEY", CA_KEY_PASSWORD)):
    if PRODUCTION and os.environ.get(f"{key}_FILE") and not password:
        problems.append(f"{key}_PASSWORD saknas.")

TSA_URL = read("TSA_URL")
TSA_CERT_FILE = read_file("TSA_CERT_FILE", "")
if TSA_URL and not re.match(r"https?://[\w\[]", TSA_URL):
    problems.append("TSA_URL ska vara en webbadress.")
elif TSA_URL and not TSA_CERT_FILE:
    problems.append("TSA_CERT_FILE saknas: tidsstämpeltjänstens rotcertifikat.")

# --- Where things are kept -----------------------------------------------------------------------

DATABASE_URL = read("DATABASE_URL", f"sqlite:///{VAR_DIR}/samverkan.sqlite3", required=True)
STATEMENT_TIMEOUT = read_number("STATEMENT_TIMEOUT", 30)  # seconds, PostgreSQL; 0 is none

SQLITE_OPTIONS = {
    # A transaction that will write takes the lock when it begins; one that upgrades halfway
    # fails at once instead of waiting its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(url):
    scheme = url.partition("://")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        problems.append("DATABASE_URL ska börja med sqlite:/// eller postgres://.")
        return {}
    try:
        config = Env.db_url_config(url)
    except ValueError:
        problems.append("DATABASE_URL går inte att läsa.")
        return {}
    if scheme == "sqlite":
        if not Path(config["NAME"]).is_absolute():
            problems.append("DATABASE_URL ska ha hela sökvägen: sqlite:////mapp/fil.sqlite3.")
        return config | {"OPTIONS": SQLITE_OPTIONS}
    if not config["NAME"]:
        problems.append("DATABASE_URL ska namnge databasen: postgres://…/namn.")
    options = dict(config.get("OPTIONS", {}))
    if STATEMENT_TIMEOUT:
        options["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT}s"
    return config | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database(DATABASE_URL)} if DATABASE_URL else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORAGE_DIR = Path(read("STORAGE_DIR", VAR_DIR / "storage", required=True) or VAR_DIR)
if not STORAGE_DIR.is_absolute():
    problems.append("STORAGE_DIR ska vara en hel sökväg.")

CACHES = {
    # Shared by all processes: rate limits that each process counts for itself limit nothing.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Of one process: what many readers ask for at once, by a key that changes with what it says.
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Real minutes to try the house on; tests skip what needs them when they are not there.
SAMPLES_DIR = Path(os.environ.get("SAMVERKAN_SAMPLES") or BASE_DIR.parent / "shared" / "samples")

# --- Mail ----------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = read(
    "DEFAULT_FROM_EMAIL", "Samverkan <samverkan@ekbacka.example>", required=True
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if DEFAULT_FROM_EMAIL and not re.fullmatch(
    r"[^@<>]+@[^@<>\s]+|[^<>]*<[^@<>\s]+@[^@<>\s]+>", DEFAULT_FROM_EMAIL
):
    problems.append("DEFAULT_FROM_EMAIL ska vara en e-postadress.")


def mail(url):
    scheme = url.partition("://")[0]
    real = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
    if scheme not in (*real, "consolemail", "filemail", "memorymail"):
        problems.append("EMAIL_URL ska börja med smtp://, smtps:// eller smtp+tls://.")
        return {}
    if PRODUCTION and scheme not in real:
        problems.append("EMAIL_URL ska peka på en e-postserver i produktion.")
    try:
        config = Env.email_url_config(url)
    except ValueError:
        problems.append("EMAIL_URL går inte att läsa.")
        return {}
    if scheme in real and not config.get("EMAIL_HOST"):
        problems.append("EMAIL_URL ska namnge e-postservern: smtp+tls://server:587.")
    return config


EMAIL_URL = read("EMAIL_URL", f"filemail:///{VAR_DIR}/mail", required=True)
globals().update(mail(EMAIL_URL) if EMAIL_URL else {})
EMAIL_TIMEOUT = 20

# --- The web -------------------------------------------------------------------------------------

ROOT_URLCONF = "samverkan.urls"
WSGI_APPLICATION = "samverkan.wsgi.application"
AUTH_USER_MODEL = "meetings.User"

INSTALLED_APPS = [
    "meetings",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "meetings.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "meetings.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
HASHED_FILES = not (TEST or DEBUG)  # names with the content's hash need collectstatic first
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STORAGE_DIR, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": f"samverkan.staticfiles.{'BundledFiles' if HASHED_FILES else 'LooseFiles'}"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_FILES
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "svenska")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Signing in ----------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

PASSWORD_HASHERS = [
    # Hundreds of users are made in the tests; nothing there is worth a slow hash.
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TEST
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "samverkan.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the authority wrote the address down itself
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https") else "http"
ACCOUNT_SESSION_REMEMBER = False  # the browser forgets when it closes; shared desks are common
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Every test comes from the same address; the tests of the limits set their own.
ACCOUNT_RATE_LIMITS = (
    False
    if TEST
    else {
        "login": "60/m/ip",  # a whole municipality may share one address
        "login_failed": "20/m/ip,5/5m/key",
        "reset_password": "20/m/ip,3/10m/key",
        "reset_password_from_key": "20/m/ip",
        "change_password": "5/m/user",
        "reauthenticate": "10/m/user",
    }
)

PASSWORD_RESET_TIMEOUT = 15 * 60  # said in the mail and on the page
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is mailed to its owner

# What people sign with beside a password: a code app, and keys. Signing in is as it was.
MFA_ADAPTER = "samverkan.adapter.KeyAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_FORMS = {
    "activate_totp": "meetings.forms.keys.CodeAppForm",
    "add_webauthn": "meetings.forms.keys.NewKeyForm",
}
MFA_TOTP_ISSUER = "Samverkan"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a fingerprint or a PIN, or it is no signature

SESSION_COOKIE_AGE = 8 * HOUR  # a working day

# --- Hard outer shell ----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
CSRF_FAILURE_VIEW = "meetings.views.session.token_is_old"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = YEAR if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Preloading binds the whole domain of the authority for ever: not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# How many proxies of our own stand in front. With none, the headers below are anybody's words.
TRUSTED_PROXY = read_number("TRUSTED_PROXY", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
VALIDATE_LARGEST_FILE = read_number("VALIDATE_LARGEST_MB", 30) * 1024 * 1024  # held in memory
ATTACHMENT_LARGEST = read_number("ATTACHMENT_LARGEST_MB", 25) * 1000 * 1000
ATTACHMENTS_OF_A_MEETING = read_number("ATTACHMENTS_MEETING_MB", 250) * 1000 * 1000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # attendance of a large group is one form

# --- Log -----------------------------------------------------------------------------------------

LOGGING = {
    # To stdout, and nothing about persons: no addresses, no names, no texts, no queries.
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.db.backends": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # any robot can fill a disk
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # A file that somebody has tampered with makes tens of kilobytes of tracebacks.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "fido2": {"level": "WARNING"},  # it tells which key somebody used
    },
}

# --- Stop here when something is wrong -----------------------------------------------------------

if problems:
    raise SystemExit("Samverkan startar inte:\n" + "\n".join(f"  {line}" for line in problems))
if not PRODUCTION:
    VAR_DIR.mkdir(exist_ok=True)
