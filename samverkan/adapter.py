"""What allauth asks the house about accounts, and about what people sign with."""

import base64
import hashlib
import io
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the authority, in the admin; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "E-postadressen eller lösenordet stämmer inte.",
        "enter_current_password": "Lösenordet stämmer inte.",
        "incorrect_password": "Lösenordet stämmer inte.",
        "too_many_login_attempts": "Det har blivit för många försök. Vänta fem minuter.",
        "rate_limited": "Det har blivit för många försök. Vänta en stund.",
    }

    def is_open_for_signup(self, request):
        return False

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """The worker sends it, again and again until it has gone."""
        from meetings import tasks
        from meetings.models import AccountNotice

        AccountNotice.plan(user, template_prefix, email or user.email)
        tasks.deliver_soon()

    def get_login_stages(self):
        """Keys and codes are for signing. Who has lost hers still signs in, to read and write."""
        return [stage for stage in super().get_login_stages() if "mfa" not in stage]

    def get_reauthentication_methods(self, user):
        """By password: the one thing that everybody has."""
        by_password = {
            "id": "reauthenticate",
            "description": "Lösenord",
            "url": reverse("account_reauthenticate"),
        }
        return [by_password] if user.is_authenticated else []


class KeyAdapter(DefaultMFAAdapter):
    """Code apps and keys: they belong to our own address; no secret of them is in the clear."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Koden stämmer inte. Vänta på nästa kod och försök igen.",
    }

    def get_public_key_credential_rp_entity(self):
        return {"id": urlsplit(settings.BASE_URL).hostname, "name": settings.AUTHORITY_NAME}

    def generate_authenticator_name(self, user, type):
        return "Min nyckel"

    def build_totp_svg(self, url):
        drawn = io.BytesIO()
        segno.make_qr(url).save(drawn, kind="svg", scale=5, light="#fff")
        return drawn.getvalue().decode()

    def encrypt(self, text):
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault():
    """Whoever reads the database alone cannot make codes: the key is in the settings."""
    from cryptography.fernet import Fernet, MultiFernet  # only where a code is made or asked

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"code apps " + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
