"""The settings of the tests: the house's own in the environment `test`, whatever the shell says."""

import os

OURS = (
    "DEBUG BASE_URL ALLOWED_HOSTS SECRET_KEY AUTHORITY_NAME EMAIL_URL DEFAULT_FROM_EMAIL "
    "STORAGE_DIR SEAL_KEY_FILE SEAL_KEY_PASSWORD CA_KEY_FILE CA_KEY_PASSWORD CA_CERT_FILE "
    "TSA_URL TSA_CERT_FILE TRUSTED_PROXY STATEMENT_TIMEOUT"
)
for name in OURS.split():
    os.environ.pop(name, None)
os.environ["SAMVERKAN_ENV"] = "test"
# Playwright's event loop makes Django think that it runs asynchronously; it does not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from samverkan.settings import *  # noqa: E402, F403

# Each test client would otherwise read every static file anew; a browser asks for a few.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
