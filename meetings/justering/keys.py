"""What a user has to prove herself with: her password, her code app and her keys."""

from functools import cache
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings

from ..signing.methods import Own


def own(user) -> Own:
    """As plain values, for a method. Each answer is given once: a code cannot be used again."""
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    app = next((one.wrap() for one in found if one.type == Authenticator.Type.TOTP), None)
    return Own(
        check_password=cache(user.check_password),
        check_code=app and cache(app.validate_code),
        keys=tuple(
            bytes(one.wrap().authenticator_data.credential_data)
            for one in found
            if one.type == Authenticator.Type.WEBAUTHN
        ),
        site=urlsplit(settings.BASE_URL).hostname or "",
    )
