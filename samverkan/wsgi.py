"""The web process. In production it must not be able to sign anything."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverkan.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (after the settings are chosen)

if settings.PRODUCTION and (settings.SEAL_KEY_FILE or settings.CA_KEY_FILE):
    # The process that strangers talk to never holds a key: only the worker signs and seals.
    raise SystemExit(
        "SEAL_KEY_FILE och CA_KEY_FILE ska bara finnas hos arbetsprocessen (manage.py worker), "
        "inte hos webbprocessen."
    )
