"""From “Ja, jag justerar” to the signature by every way there is, also those that come later."""

import json
import logging
import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.urls import reverse

from meetings import clock, notifications, tasks
from meetings.models import Delivery, Event, Signature, SigningAttempt
from meetings.signing import methods
from meetings.signing.methods import Method, NotYet, Refused, Step, Strength
from tests import builders
from tests.signing.device import Device

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEPS = re.compile(r'<script id="nyckelfraga" type="application/json">(.*?)</script>')


def page_of(meeting):
    return reverse("sign", args=[meeting.pk])


def yes(meeting, **given):
    return {"answer": "ja", "kontrollkod": meeting.protocol.fingerprint, **given}


def step_of(attempt, name="signing_step"):
    return reverse(name, args=[attempt.nonce])


def give_app(user):
    return TOTP.activate(user, SECRET)


def current_code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def give_key(user):
    device = Device()
    challenge = b"0" * 32
    credential = json.loads(device.register({"challenge": challenge}))
    kind = Authenticator.Type.WEBAUTHN
    Authenticator.objects.create(
        user=user, type=kind, data={"name": "Telefonen", "credential": credential}
    )
    return device


def demand(meeting, strength):
    meeting.group.signing_level = strength
    meeting.group.save()


# --- Code app ------------------------------------------------------------------------------------


def test_the_password_and_a_code_sign(signed_in, mira, signing):
    give_app(mira)
    given = yes(signing, method="totp", password=builders.PASSWORD, code=current_code())
    answer = signed_in(mira).post(page_of(signing), given)
    signature = Signature.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("receipt", args=[signing.pk]))
    assert (signature.method, signature.level) == ("totp", "enklare underskrift, två steg")


def test_a_code_is_used_once(signed_in, world, signing):
    """What somebody has seen over a shoulder is worth nothing, though it is still its minute."""
    app, code = give_app(world.mira), current_code()
    assert app.validate_code(code)
    given = yes(signing, method="totp", password=builders.PASSWORD, code=code, note="Kvar")
    answer = signed_in(world.mira).post(page_of(signing), given)
    page = answer.content.decode()
    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert "Koden stämmer inte eller är redan använd" in page
    assert 'value="Kvar"' in page
    assert code not in page.replace(f'value="{code}"', "")


def test_codes_may_not_be_guessed(signed_in, mira, signing):
    give_app(mira)
    given = yes(signing, method="totp", password=builders.PASSWORD, code="000000")
    client = signed_in(mira)
    for _ in range(5):
        client.post(page_of(signing), given)
    answer = client.post(page_of(signing), given | {"code": current_code()})
    assert "Det har blivit för många försök" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_the_secret_of_the_app_is_not_in_the_clear(mira):
    give_app(mira)
    assert SECRET not in json.dumps(Authenticator.objects.get().data)


# --- A group that demands more -------------------------------------------------------------------


def test_a_password_alone_does_not_do_where_the_group_demands_more(signed_in, mira, signing):
    demand(signing, Strength.TWO_STEPS)
    client = signed_in(mira)
    page = client.get(page_of(signing)).content.decode()
    assert ("Gruppen kräver mer än ett lösenord" in page, "Justera protokollet" in page) == (
        True,
        False,
    )
    answer = client.post(page_of(signing), yes(signing, password=builders.PASSWORD))
    assert (answer.status_code, Signature.objects.count()) == (422, 0)


def test_the_mail_says_what_the_group_demands(mira, signing):
    words = "Gruppen kräver en nyckel för att skriva under."
    assert words not in notifications.compose("signing", signing, mira)[1]
    demand(signing, Strength.BOUND)
    assert words in notifications.compose("signing", signing, mira)[1]


def test_who_lacks_what_is_demanded_may_still_say_no(signed_in, mira, signing):
    demand(signing, Strength.BOUND)
    item = next(signing.protocol.document().items())
    given = yes(signing, answer="nej", item=item.ref, reason="Fel belopp.")
    assert signed_in(mira).post(page_of(signing), given).status_code == 303


def test_a_weaker_way_is_neither_offered_nor_taken(signed_in, mira, signing):
    give_app(mira)
    demand(signing, Strength.BOUND)
    given = yes(signing, method="totp", password=builders.PASSWORD, code=current_code())
    answer = signed_in(mira).post(page_of(signing), given)
    assert (answer.status_code, Signature.objects.count()) == (422, 0)


# --- A key ---------------------------------------------------------------------------------------


def begin(client, meeting, **given):
    """Ja with the key: the attempt, and what the browser is to ask the key."""
    answer = client.post(page_of(meeting), yes(meeting, method="passkey", **given))
    attempt = SigningAttempt.objects.last()
    assert (answer.status_code, answer.url) == (303, step_of(attempt))
    page = client.get(answer.url).content.decode()
    return attempt, json.loads(STEPS.search(page)[1])


def test_a_key_signs_the_frozen_text(signed_in, mira, signing):
    device, client = give_key(mira), signed_in(mira)
    attempt, asked = begin(client, signing, note="Enligt bilaga 3.")
    assert Signature.objects.count() == 0
    answer = client.post(step_of(attempt), {"credential": device.sign(asked)})
    signature = Signature.objects.get()
    assert answer.url == reverse("receipt", args=[signing.pk])
    assert (signature.method, signature.note) == ("passkey", "Enligt bilaga 3.")
    assert methods.get("passkey").still_proves(signature.evidence, signature.attempt)
    Authenticator.objects.all().delete()  # she lost the telephone
    signature.refresh_from_db()
    assert methods.get("passkey").still_proves(signature.evidence, signature.attempt)
    assert client.get(step_of(attempt)).url == reverse("receipt", args=[signing.pk])


def test_a_key_that_answers_wrong_signs_nothing_and_the_words_are_kept(signed_in, mira, signing):
    device, client = give_key(mira), signed_in(mira)
    attempt, asked = begin(client, signing, note="Enligt bilaga 3.")
    wrong = client.post(step_of(attempt), {"credential": Device().sign(asked)})
    assert (wrong.status_code, Signature.objects.count()) == (422, 0)
    late = client.post(step_of(attempt), {"credential": device.sign(asked)})
    assert (late.status_code, Signature.objects.count()) == (422, 0)  # each attempt is used once
    again = client.post(step_of(attempt, "sign_again"))
    second = SigningAttempt.objects.last()
    assert (again.url, second.note) == (step_of(second), "Enligt bilaga 3.")
    asked = json.loads(STEPS.search(client.get(again.url).content.decode())[1])
    client.post(step_of(second), {"credential": device.sign(asked)})
    assert Signature.objects.get().attempt == second


def test_who_gives_up_the_key_finds_her_words_in_the_form(signed_in, mira, signing):
    give_key(mira)
    client = signed_in(mira)
    attempt, _asked = begin(client, signing, note="Enligt bilaga 3.")
    answer = client.post(step_of(attempt, "cancel_signing"))
    assert answer.url == page_of(signing)
    page = client.get(answer.url).content.decode()
    assert 'value="Enligt bilaga 3."' in page
    assert "data-answer" in page
    assert 'value="ja" id="id_answer_0" data-answer="ja" checked' not in page


def test_a_key_does_not_sign_a_text_that_was_sent_back_meanwhile(signed_in, kim, mira, signing):
    device, client = give_key(mira), signed_in(mira)
    attempt, asked = begin(client, signing)
    builders.send_back(signing, kim)
    answer = client.post(step_of(attempt), {"credential": device.sign(asked)})
    assert (answer.status_code, Signature.objects.count()) == (422, 0)


def test_an_attempt_is_hers_alone(signed_in, mira, kim, signing):
    give_key(mira)
    attempt, _asked = begin(signed_in(mira), signing)
    other = signed_in(kim)
    for name in ("signing_step", "signing_wait", "cancel_signing", "sign_again"):
        assert other.post(step_of(attempt, name)).status_code == 404, name
    assert SigningAttempt.objects.get().is_live


# --- Those that come later: test methods in their place ------------------------------------------


class JobAccount(Method):
    """OpenID Connect or SAML: away and back, with an answer in the query or in a form."""

    key, label, strength = "jobbkonto", "Jobbkonto", Strength.TWO_STEPS
    level, plain = "enklare underskrift", "bekräftad med jobbkonto"

    def begin(self, attempt, request_facts):
        where = f"https://idp.exempel.se/?state={attempt.nonce}&back={request_facts.return_to}"
        return Step(go_to=where, keep={"state": attempt.nonce[:8]})

    def prove(self, attempt, answer):
        if answer.given.get("state") != attempt.outside["state"]:
            raise Refused("Svaret hör inte hit. Inget är underskrivet.")
        return {"issuer": "https://idp.exempel.se", "subject": answer.given["sub"]}


class Phone(Method):
    """BankID: start, QR that changes, collect, cancel."""

    key, label, strength = "telefon", "E-legitimation", Strength.BOUND
    level, plain = "enklare underskrift", "bekräftad med e-legitimation"
    answers, cancelled = {}, []

    def begin(self, attempt, request_facts):
        keep = {"order": attempt.nonce[:8], "count": 0}
        return Step(poll_after=2, show="bankid.0", go_to="bankid:///?autostarttoken=a", keep=keep)

    def prove(self, attempt, answer):
        order, count = attempt.outside["order"], attempt.outside["count"] + 1
        said = self.answers.get(order, "pending")
        if said == "pending":
            keep = {"order": order, "count": count}
            raise NotYet(Step(poll_after=1, show=f"bankid.{count}", keep=keep))
        if said != "complete":
            raise Refused("Du avbröt i appen. Inget är underskrivet.")
        return {"order": order}

    def cancel(self, attempt):
        self.cancelled.append(attempt.outside["order"])


@pytest.fixture
def later(monkeypatch):
    for one in (JobAccount(), Phone()):
        monkeypatch.setitem(methods.METHODS, one.key, one)
    monkeypatch.setattr(Phone, "answers", {})
    monkeypatch.setattr(Phone, "cancelled", [])


def began(client, meeting, method):
    answer = client.post(page_of(meeting), yes(meeting, method=method, note="Läst"))
    attempt = SigningAttempt.objects.last()
    assert answer.url == step_of(attempt)
    return attempt


@pytest.mark.parametrize("form", [False, True])
def test_away_and_back_signs_when_she_says_so(later, client, signed_in, mira, signing, form):
    attempt = began(signed_in(mira), signing, "jobbkonto")
    page = client.get(step_of(attempt)).content.decode()
    back = settings.BASE_URL + step_of(attempt, "signing_returned")
    assert f"back={back}" in page
    client.logout()  # a form from another site brings no cookie
    client.handler.enforce_csrf_checks = True
    said = {"state": attempt.nonce[:8], "sub": "7f3a"}
    come = client.post if form else client.get
    assert come(step_of(attempt, "signing_returned"), said).url == step_of(attempt)
    assert Signature.objects.count() == 0
    client.handler.enforce_csrf_checks = False
    client.force_login(mira)
    assert "Du är tillbaka" in client.get(step_of(attempt)).content.decode()
    assert client.post(step_of(attempt)).url == reverse("receipt", args=[signing.pk])
    signature = Signature.objects.get()
    assert (signature.evidence["proof"]["subject"], signature.note) == ("7f3a", "Läst")


def test_an_answer_that_belongs_elsewhere_signs_nothing(later, signed_in, mira, signing):
    client = signed_in(mira)
    attempt = began(client, signing, "jobbkonto")
    client.get(step_of(attempt, "signing_returned"), {"state": "annan", "sub": "7f3a"})
    answer = client.post(step_of(attempt))
    assert (answer.status_code, "Svaret hör inte hit" in answer.content.decode()) == (422, True)


def test_nobody_learns_from_the_return_address_what_attempts_there_are(client, db):
    for nonce in ("0" * 64, "f" * 64):
        answer = client.get(reverse("signing_returned", args=[nonce]), {"state": "x"})
        assert answer.url == reverse("signing_step", args=[nonce])


def test_she_is_waited_for_until_the_phone_has_answered(later, signed_in, mira, signing):
    client, htmx = signed_in(mira), {"HTTP_HX_REQUEST": "true"}
    attempt = began(client, signing, "telefon")
    first = client.get(step_of(attempt)).content.decode()
    assert ("every 2s" in first, "data:image/svg" in first, "bankid:///" in first) == (True,) * 3
    second = client.post(step_of(attempt, "signing_wait"), **htmx)
    assert ("every 1s" in second.content.decode(), Signature.objects.count()) == (True, 0)
    attempt.refresh_from_db()
    assert (attempt.step["show"], attempt.outside["count"]) == ("bankid.1", 1)
    Phone.answers[attempt.nonce[:8]] = "complete"
    done = client.post(step_of(attempt, "signing_wait"), **htmx)
    assert done["HX-Redirect"] == reverse("receipt", args=[signing.pk])
    assert Signature.objects.get().evidence["proof"] == {"order": attempt.nonce[:8]}


def test_waiting_works_without_scripts(later, signed_in, mira, signing):
    client = signed_in(mira)
    attempt = began(client, signing, "telefon")
    assert client.post(step_of(attempt)).url == step_of(attempt)
    Phone.answers[attempt.nonce[:8]] = "complete"
    assert client.post(step_of(attempt)).url == reverse("receipt", args=[signing.pk])


def test_what_was_stopped_in_the_phone_signs_nothing(later, signed_in, mira, signing):
    client = signed_in(mira)
    attempt = began(client, signing, "telefon")
    Phone.answers[attempt.nonce[:8]] = "userCancel"
    answer = client.post(step_of(attempt, "signing_wait"), HTTP_HX_REQUEST="true")
    assert "Du avbröt i appen. Inget är underskrivet." in answer.content.decode()
    assert not SigningAttempt.objects.get().is_live


def test_giving_up_tells_whoever_was_asked(later, signed_in, mira, signing):
    client = signed_in(mira)
    attempt = began(client, signing, "telefon")
    client.post(step_of(attempt, "cancel_signing"))
    assert Phone.cancelled == [attempt.nonce[:8]]


def test_an_attempt_has_its_time(later, signed_in, mira, signing):
    client = signed_in(mira)
    attempt = began(client, signing, "telefon")
    Phone.answers[attempt.nonce[:8]] = "complete"
    with clock.at(attempt.expires_at):
        answer = client.post(step_of(attempt))
    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert "gäller inte längre" in answer.content.decode()


# --- Nobody's personnummer -----------------------------------------------------------------------

NUMBER = "196408233234"


class Revealing(JobAccount):
    """What comes back names the person by number, and this method takes it along."""

    key = "avslojande"

    def prove(self, attempt, answer):
        return {"claims": {"ssn": answer.given["ssn"]}}


def everything_kept(meeting):
    rows = [SigningAttempt, Signature, Event, Delivery]
    return json.dumps([list(model.objects.values()) for model in rows], default=str)


def test_what_an_e_id_says_is_forgotten_when_it_has_been_used(
    later, signed_in, mira, signing, caplog
):
    caplog.set_level(logging.DEBUG)
    client = signed_in(mira)
    attempt = began(client, signing, "jobbkonto")
    said = {"state": attempt.nonce[:8], "sub": "7f3a", "ssn": NUMBER}
    client.post(step_of(attempt, "signing_returned"), said)
    assert NUMBER in everything_kept(signing)  # it has to wait somewhere until she goes on
    client.post(step_of(attempt))
    notifications.send_due()
    assert Signature.objects.count() == 1
    letters = "".join(letter.subject + letter.body for letter in mail.outbox)
    assert "Underskriften är en enklare underskrift" in letters
    assert [one for one in (everything_kept(signing), letters, caplog.text) if NUMBER in one] == []


def test_what_nobody_came_back_for_is_forgotten_too(later, signed_in, mira, signing):
    client = signed_in(mira)
    attempt = began(client, signing, "jobbkonto")
    client.post(step_of(attempt, "signing_returned"), {"ssn": NUMBER})
    tasks.tidy()
    assert NUMBER in everything_kept(signing)
    with clock.at(attempt.expires_at + timedelta(seconds=1)):
        tasks.tidy()
    assert NUMBER not in everything_kept(signing)


def test_a_refused_answer_is_forgotten(later, signed_in, mira, signing):
    client = signed_in(mira)
    attempt = began(client, signing, "jobbkonto")
    client.post(step_of(attempt, "signing_returned"), {"state": "annan", "ssn": NUMBER})
    assert client.post(step_of(attempt)).status_code == 422
    assert NUMBER not in everything_kept(signing)


@pytest.mark.parametrize("number", [NUMBER, "640823-3234", "19640823-3234"])
def test_a_method_that_would_keep_a_personnummer_signs_nothing(
    monkeypatch, signed_in, mira, signing, number
):
    monkeypatch.setitem(methods.METHODS, Revealing.key, Revealing())
    client = signed_in(mira)
    attempt = began(client, signing, Revealing.key)
    client.get(step_of(attempt, "signing_returned"), {"ssn": number})
    with pytest.raises(ValueError, match="personnummer"):
        client.post(step_of(attempt))
    assert Signature.objects.count() == 0
