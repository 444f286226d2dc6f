"""Din underskrift: adding and taking away what one signs with; the owner is always told."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from meetings import clock, notifications
from meetings.justering import keys
from meetings.models import AccountNotice
from meetings.models.outgoing import RETRY_AFTER
from tests import builders
from tests.signing.device import Device
from tests.views.test_signing_methods import give_app, give_key

CONFIRM = reverse("account_reauthenticate")


@pytest.fixture
def mira_in(signed_in, mira):
    """Mira, who has just written her password once more."""
    client = signed_in(mira)
    client.post(CONFIRM, {"password": builders.PASSWORD})
    return client


def add_key(client, device, name="Telefonen"):
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    asked = re.search(r'<script id="nyckelfraga" type="application/json">(.*?)</script>', page)[1]
    credential = device.register(json.loads(asked)["publicKey"])
    return client.post(reverse("mfa_add_webauthn"), {"name": name, "credential": credential})


def told(user):
    notifications.send_due()
    return [letter.subject for letter in mail.outbox if letter.to == [user.email]]


def test_the_page_says_what_each_way_proves_and_nothing_grander(signed_in, mira):
    page = signed_in(mira).get(reverse("mfa_index")).content.decode()
    assert "Enklare underskrift." in page
    assert "Det går att kontrollera i efterhand utan oss." in page
    assert "avancerad" not in page.lower()


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_nothing_is_added_without_the_password_once_more(signed_in, mira, name):
    client = signed_in(mira)
    for answer in (client.get(reverse(name)), client.post(reverse(name))):
        assert answer.url.startswith(CONFIRM)
    assert Authenticator.objects.count() == 0


def test_a_key_is_added_and_its_owner_told(mira_in, mira):
    device = Device()
    assert add_key(mira_in, device).url == reverse("mfa_index")
    assert keys.own(mira).keys == (device.credential,)
    assert told(mira) == ["En nyckel är tillagd"]
    assert "Var det inte du? Kontakta oss genast." in mail.outbox[0].body
    assert "Telefonen" in mira_in.get(reverse("mfa_index")).content.decode()


def test_a_key_that_does_not_ask_who_holds_it_is_not_added(mira_in):
    device = Device()
    device.verifies = False
    assert add_key(mira_in, device).status_code == 200
    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize("credential", ["", "{}", "nej", '{"id": "x"}'])
def test_an_answer_that_is_no_key_says_so(mira_in, credential):
    mira_in.get(reverse("mfa_add_webauthn"))
    answer = mira_in.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
    assert "Fel: Lägg till en nyckel" in answer.content.decode()
    assert Authenticator.objects.count() == 0


@pytest.mark.django_db(transaction=True)  # the mail is planned when it is committed
def test_a_code_app_is_added_with_a_code_and_its_owner_told(mira_in, mira):
    page = mira_in.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"[A-Z2-7]{32}", page)[0]
    wrong = mira_in.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Koden stämmer inte" in wrong.content.decode()
    assert secret in wrong.content.decode()  # the app has it already
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    mira_in.post(reverse("mfa_activate_totp"), {"code": code})
    assert keys.own(mira).check_code is not None
    assert told(mira) == ["En kodapp är tillagd"]


def test_what_is_taken_away_is_told_and_others_cannot_do_it(mira_in, mira, kim, signed_in):
    give_app(mira), give_key(mira)
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    mira_in.post(reverse("mfa_deactivate_totp"))
    mira_in.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert told(mira) == ["Kodappen är borttagen", "En nyckel är borttagen"]
    assert Authenticator.objects.count() == 0
    give_key(mira)
    key = Authenticator.objects.get()
    other = signed_in(kim)
    other.post(CONFIRM, {"password": builders.PASSWORD})
    assert other.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404


def test_signing_in_takes_neither_code_nor_key(client, mira):
    give_app(mira), give_key(mira)
    given = {"login": mira.email, "password": builders.PASSWORD}
    assert client.post(reverse("account_login"), given).url == reverse("home")
    assert client.session["_auth_user_id"] == str(mira.pk)


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp"]
)
def test_no_page_speaks_english(mira_in, mira, name):
    give_key(mira)
    if name == "mfa_deactivate_totp":
        give_app(mira)
    page = mira_in.get(reverse(name)).content.decode()
    said = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\b(key|code|password|your|please|remove|add)\b", said, re.IGNORECASE)


class Away:
    def __init__(self, **options):
        pass

    def open(self):
        raise TimeoutError("timed out")

    def close(self):
        pass


def test_a_mail_server_that_is_away_hides_no_new_key_from_its_owner(mira_in, mira, settings):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.views.test_keys.Away"
    assert add_key(mira_in, Device()).status_code == 302
    notifications.send_due()
    settings.EMAIL_BACKEND = backend
    assert told(mira) == []
    with clock.at(clock.now() + RETRY_AFTER[0]):
        assert told(mira) == ["En nyckel är tillagd"]


def test_a_mail_that_never_arrived_is_told_on_the_page(mira_in, mira, kim, signed_in):
    AccountNotice.plan(mira, "account/email/password_reset")
    AccountNotice.objects.update(status="failed")
    words = "Ett mejl till dig kom inte fram"
    assert words in mira_in.get(reverse("mfa_index")).content.decode()
    assert words not in signed_in(kim).get(reverse("mfa_index")).content.decode()
