"""A setting that is missing or wrong stops the start, and says so in a sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent

PRODUCTION = {
    "SAMVERKAN_ENV": "production",
    "SECRET_KEY": "k3Jx9-vQm2LpZr7TwYb5NcHd8FsGa4EuRiOo6KyXe1WqVtBzMnPjUh",
    "DATABASE_URL": "postgres://samverkan:hemligt@databas/samverkan",
    "ALLOWED_HOSTS": "samverkan.exempel.se",
    "BASE_URL": "https://samverkan.exempel.se",
    "AUTHORITY_NAME": "Exempels kommun",
    "EMAIL_URL": "smtp+tls://post.exempel.se:587",
    "DEFAULT_FROM_EMAIL": "Samverkan <samverkan@exempel.se>",
    "STORAGE_DIR": "/srv/samverkan",
}


def start(code="", **environment):
    """Import the settings in a process of its own, with this environment and no other."""
    return subprocess.run(
        [sys.executable, "-c", f"import json\nfrom samverkan import settings\n{code}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def value_of(name, **environment):
    done = start(f"print(json.dumps(settings.{name}))", **environment)
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_production_starts_when_every_value_is_right():
    done = start(**PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "SAMVERKAN_ENV"])
def test_a_missing_value_stops_production_by_name(name):
    done = start(**PRODUCTION | {name: ""})
    assert (done.returncode, done.stderr) == (1, f"Samverkan startar inte:\n  {name} saknas.\n")


@pytest.mark.parametrize("environment", ["", "prod", "PRODUCTION"])
def test_nothing_starts_without_knowing_where_it_is(environment):
    done = start(SAMVERKAN_ENV=environment)
    assert done.returncode == 1
    assert "SAMVERKAN_ENV ska vara production, demo eller test" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "kort"),
        ("SECRET_KEY", "a" * 60),
        ("DEBUG", "1"),
        ("BASE_URL", "http://samverkan.exempel.se"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "samverkan.exempel.se"),
        ("BASE_URL", "https://samverkan.exempel.se:åtta"),
        ("BASE_URL", "https://samverkan.exempel.se/samverkan"),
        ("BASE_URL", "https://annan.exempel.se"),
        ("BASE_URL", "https://["),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ".exempel.se"),
        ("ALLOWED_HOSTS", "https://samverkan.exempel.se"),
        ("DATABASE_URL", "mysql://localhost/samverkan"),
        ("DATABASE_URL", "samverkan.sqlite3"),
        ("DATABASE_URL", "sqlite:///samverkan.sqlite3"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "postgres://databas:åtta/samverkan"),
        ("DATABASE_URL", "postgres://databas"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "filemail:///tmp/post"),
        ("EMAIL_URL", "post.exempel.se"),
        ("EMAIL_URL", "smtp://"),
        ("DEFAULT_FROM_EMAIL", "Samverkan"),
        ("STORAGE_DIR", "storage"),
        ("TSA_URL", "tidsstämpel"),
        ("TRUSTED_PROXY", "ja"),
        ("TRUSTED_PROXY", "-1"),
        ("STATEMENT_TIMEOUT", "30 s"),
        ("CA_KEY_PASSWORD", "demo"),
        ("SEAL_KEY_PASSWORD", "demo"),
    ],
)
def test_a_bad_value_stops_production_by_name(name, value):
    done = start(**PRODUCTION | {name: value})
    assert done.returncode == 1
    complaints = done.stderr.splitlines()[1:]
    assert [line.split()[0].rstrip(":") for line in complaints] == [name]


def test_a_timestamp_service_is_trusted_by_its_certificate():
    done = start(**PRODUCTION | {"TSA_URL": "https://tid.exempel.se"})
    assert "TSA_CERT_FILE saknas" in done.stderr


def test_production_refuses_the_secret_that_every_demo_shares():
    secret = value_of("SECRET_KEY", SAMVERKAN_ENV="demo")
    done = start(**PRODUCTION | {"SECRET_KEY": secret})
    assert "SECRET_KEY har demons värde" in done.stderr


def test_a_key_without_its_password_stops_production():
    done = start(**PRODUCTION | {"CA_KEY_FILE": "/srv/keys/ca.p12"})
    assert done.stderr == "Samverkan startar inte:\n  CA_KEY_PASSWORD saknas.\n"


def test_all_that_is_wrong_is_said_at_once():
    done = start(SAMVERKAN_ENV="production")
    assert len(done.stderr.splitlines()) == len(PRODUCTION)


def test_production_may_keep_its_data_in_sqlite():
    database = value_of("DATABASES", **PRODUCTION | {"DATABASE_URL": "sqlite:////srv/s.sqlite3"})
    assert database["default"]["NAME"] == "/srv/s.sqlite3"
    assert database["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_gives_up_on_a_statement_that_never_ends():
    options = value_of("DATABASES", **PRODUCTION | {"STATEMENT_TIMEOUT": "7"})["default"]["OPTIONS"]
    assert options == {"options": "-c statement_timeout=7s"}


def test_the_web_process_refuses_to_hold_the_keys_that_sign():
    keys = {"CA_KEY_FILE": "/srv/keys/ca.p12", "CA_KEY_PASSWORD": "långt och eget"}
    done = start("import samverkan.wsgi", **PRODUCTION | keys)
    assert done.returncode == 1
    assert "ska bara finnas hos arbetsprocessen" in done.stderr


def test_the_demo_needs_nothing_but_its_name():
    assert value_of("BASE_URL", SAMVERKAN_ENV="demo") == "http://localhost:8000"


def test_a_proxy_is_believed_only_when_there_is_one():
    assert start("settings.SECURE_PROXY_SSL_HEADER", **PRODUCTION).returncode == 1
    header = value_of("SECURE_PROXY_SSL_HEADER", **PRODUCTION | {"TRUSTED_PROXY": "1"})
    assert header == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_every_page_forbids_all_that_does_not_come_from_us(db):
    response = Client().get("/konto/logga-in/")
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_nobody_signs_up(db, django_user_model):
    form = {"email": "ny@exempel.se", "password1": "ett långt lösenord"}
    Client().post("/konto/registrera/", form)
    assert django_user_model.objects.count() == 0


def test_sign_in_stops_listening_to_the_one_who_guesses(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    form = {"login": "sara@exempel.se", "password": "fel"}
    answers = [Client().post("/konto/logga-in/", form) for _ in range(4)]
    assert "för många försök" in answers[-1].content.decode()
    assert "för många försök" not in answers[0].content.decode()
