"""Signing with a key in a real browser, and with a code app in one that runs no scripts."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from meetings.models import Signature, State
from meetings.signing import methods
from meetings.signing.methods import Strength
from tests import builders
from tests.browser import axe, people

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def meeting(transactional_db):
    cast = builders.world(signing_level=Strength.TWO_STEPS)
    return builders.meeting_in(State.SIGNING, cast.group)


@pytest.fixture
def mira(meeting):
    return meeting.adjusters.get(attendee__name="Mira Åkesson").user


def confirm(page):
    page.get_by_label("Ditt lösenord").fill(builders.PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()


def test_a_key_is_added_signs_the_text_and_says_when_it_does_not_answer(
    open_browser, meeting, mira
):
    page = open_browser(mira, viewport=people.PHONE)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(f"/moten/{meeting.pk}/justera/")
    page.get_by_role("link", name="Din underskrift").last.click()
    page.get_by_role("link", name="Lägg till en nyckel").click()
    confirm(page)
    page.get_by_label("Namn på nyckeln").fill("Telefonen")
    assert axe.complaints(page) == []
    page.get_by_role("button", name="Lägg till nyckeln").click()
    expect(page.get_by_role("listitem").filter(has_text="Telefonen")).to_be_visible()

    page.goto(f"/moten/{meeting.pk}/justera/")
    page.get_by_role("radio", name="Ja, jag justerar").check()
    page.get_by_text("Lägg till en egen rad").click()
    page.get_by_label("Egen rad vid underskriften").fill("Enligt bilaga 3.")
    page.get_by_role("button", name="Justera protokollet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ett steg kvar")

    verified = {"authenticatorId": made["authenticatorId"], "isUserVerified": False}
    device.send("WebAuthn.setUserVerified", verified)
    page.get_by_role("button", name="Justera protokollet").click()
    expect(page.get_by_text("Nyckeln svarade inte. Inget är underskrivet.")).to_be_visible()
    expect(page.get_by_role("button", name="Justera protokollet")).to_be_focused()
    device.send("WebAuthn.setUserVerified", verified | {"isUserVerified": True})
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har justerat protokollet")
    signature = Signature.objects.get()
    assert signature.note == "Enligt bilaga 3."
    assert methods.get("passkey").still_proves(signature.evidence, signature.attempt)

    page.goto("/konto/underskrift/")
    page.get_by_role("link", name="Ta bort Telefonen").click()
    assert axe.complaints(page) == []
    page.get_by_role("button", name="Ta bort nyckeln").click()
    expect(page.get_by_role("link", name="Ta bort Telefonen")).to_have_count(0)


def test_a_code_app_is_added_and_signs_without_scripts(open_browser, meeting, mira):
    page = open_browser(mira, viewport=people.PHONE, **people.NO_SCRIPTS)
    page.goto("/konto/underskrift/")
    page.get_by_role("link", name="Lägg till en kodapp").click()
    confirm(page)
    secret = re.search(r"[A-Z2-7]{32}", page.get_by_role("main").inner_text())[0]
    page.get_by_label("Koden som appen visar").fill(code_of(secret))
    page.get_by_role("button", name="Lägg till kodappen").click()
    expect(page.get_by_role("link", name="Ta bort kodappen")).to_be_visible()

    page.goto(f"/moten/{meeting.pk}/justera/")
    page.get_by_role("radio", name="Ja, jag justerar").check()
    page.get_by_label("Ditt lösenord").fill(builders.PASSWORD)
    page.get_by_label("Koden i din kodapp").fill(code_of(secret))
    page.get_by_role("button", name="Justera protokollet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har justerat protokollet")
    assert Signature.objects.get().method == "totp"


def test_the_pages_of_the_code_app_are_for_everybody(open_browser, mira):
    page = open_browser(mira)
    page.goto("/konto/underskrift/kodapp/")
    confirm(page)
    page.get_by_role("button", name="Lägg till kodappen").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert axe.complaints(page) == []
    expect(page.get_by_role("img", name="Qr-kod för kodappen")).to_be_visible()
    secret = re.search(r"[A-Z2-7]{32}", page.get_by_role("main").inner_text())[0]
    page.get_by_label("Koden som appen visar").fill(code_of(secret))
    page.get_by_role("button", name="Lägg till kodappen").click()
    page.get_by_role("link", name="Ta bort kodappen").click()
    assert axe.complaints(page) == []


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
