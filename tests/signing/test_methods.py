import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from meetings.signing import methods
from meetings.signing.methods import (
    Answer,
    Method,
    NotYet,
    Own,
    Refused,
    RequestFacts,
    Step,
    Strength,
)
from tests.signing.world import FINGERPRINT, SIGNED

RIGHT = "korrekt häst batteri"


@dataclass(frozen=True)
class Attempt:
    nonce: str = "9f2c"
    fingerprint: str = FINGERPRINT
    pdf_sha256: str = "ab" * 32
    expires_at: datetime = SIGNED + timedelta(minutes=15)
    outside: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)


def answer(password=RIGHT, at=SIGNED):
    return Answer({"password": password}, at=at, own=Own(check_password=RIGHT.__eq__))


def test_a_password_is_asked_for_in_the_form():
    step = methods.get("password").begin(Attempt(), RequestFacts())
    assert step == Step(ask=("password",))


def test_the_right_password_gives_evidence_over_what_was_signed():
    evidence = methods.get("password").complete(Attempt(), answer())
    assert json.loads(json.dumps(evidence)) == {
        "method": "password",
        "level": "enklare underskrift",
        "plain": "bekräftad med inloggning och lösenord",
        "at": "2024-02-16T09:30:00+00:00",
        "nonce": "9f2c",
        "digests": {"document": FINGERPRINT, "pdf": "ab" * 32},
    }


def test_the_evidence_never_holds_the_password():
    assert RIGHT not in json.dumps(methods.get("password").complete(Attempt(), answer()))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("fel", "Lösenordet stämmer inte. Inget är underskrivet."),
        (RIGHT + " ", "Lösenordet stämmer inte. Inget är underskrivet."),
        ("", "Skriv ditt lösenord. Inget är underskrivet."),
    ],
)
def test_a_wrong_password_is_refused_beside_its_field(given, sentence):
    with pytest.raises(Refused) as refused:
        methods.get("password").complete(Attempt(), answer(given))
    assert refused.value.message == sentence
    assert refused.value.field == "password"


def test_an_attempt_that_took_too_long_is_refused_before_the_password_is_tried():
    own = Own(check_password=pytest.fail)
    late = Answer({"password": RIGHT}, at=SIGNED + timedelta(minutes=15), own=own)
    with pytest.raises(Refused, match="Det tog för lång tid"):
        methods.get("password").complete(Attempt(), late)


def test_a_forgotten_check_lets_nobody_in():
    with pytest.raises(TypeError):
        methods.get("password").complete(Attempt(), Answer({"password": RIGHT}, at=SIGNED))


def test_an_unknown_method_is_a_key_error():
    with pytest.raises(KeyError):
        methods.get("fingeravtryck")


def code(code, password=RIGHT):
    own = Own(check_password=RIGHT.__eq__, check_code=lambda typed: typed == "123456")
    answer = Answer({"password": password, "code": code}, at=SIGNED, own=own)
    return methods.get("totp").complete(Attempt(), answer)


def test_a_code_is_a_second_step_after_the_password():
    evidence = code(" 123 456 ")
    assert evidence["level"] == "enklare underskrift, två steg"
    assert "123" not in json.dumps(evidence)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"code": "654321"}, "code", "Koden stämmer inte"),
        ({"code": ""}, "code", "Skriv koden"),
        ({"code": "123456", "password": "fel"}, "password", "Lösenordet stämmer inte"),
    ],
)
def test_both_steps_are_needed(typed, field, words):
    with pytest.raises(Refused, match=words) as refused:
        code(**typed)
    assert refused.value.field == field


def test_a_wrong_password_does_not_spend_the_code():
    own = Own(check_password=RIGHT.__eq__, check_code=pytest.fail)
    with pytest.raises(Refused):
        methods.get("totp").complete(
            Attempt(), Answer({"password": "fel", "code": "123456"}, at=SIGNED, own=own)
        )


def test_nobody_without_a_code_app_signs_with_a_code():
    own = Own(check_password=RIGHT.__eq__)
    with pytest.raises(Refused, match="ingen kodapp"):
        methods.get("totp").complete(
            Attempt(), Answer({"password": RIGHT, "code": "123456"}, at=SIGNED, own=own)
        )


def test_each_is_offered_to_whom_it_fits_the_strongest_first():
    has_all = Own(check_code=bool, keys=(b"key",))
    offered = {demand: [m.key for m in methods.offered(has_all, demand)] for demand in (1, 2, 3)}
    assert offered == {
        1: ["passkey", "totp", "password"],
        2: ["passkey", "totp"],
        3: ["passkey"],
    }
    assert [m.key for m in methods.offered(Own())] == ["password"]
    assert methods.offered(Own(), 2) == []


def test_no_way_is_called_an_advanced_signature():
    assert not any("avancerad" in m.level + m.about for m in methods.METHODS.values())
    assert {m.level.partition(",")[0] for m in methods.METHODS.values()} == {"enklare underskrift"}


class Elsewhere(Method):
    """Sends the person away; back comes what we asked to have remembered."""

    strength = Strength.ONE_STEP
    key, label, level, plain = "elsewhere", "Jobbkonto", "enklare underskrift", "via jobbkontot"

    def begin(self, attempt, request_facts):
        address = f"https://idp.exempel.se/?state={attempt.nonce}&back={request_facts.return_to}"
        return Step(go_to=address, keep={"state": attempt.nonce})

    def prove(self, attempt, answer):
        if answer.given.get("state") != attempt.outside["state"]:
            raise Refused("Svaret hör inte hit. Inget är underskrivet.")
        return {"issuer": "https://idp.exempel.se"}


class Phone(Method):
    """Waits until the person has answered on a phone."""

    strength = Strength.BOUND
    key, label, level, plain = "phone", "E-legitimation", "avancerad", "med e-legitimation"

    def begin(self, attempt, request_facts):
        return Step(poll_after=2.0, show="qr", keep={"order": "131"})

    def prove(self, attempt, answer):
        if answer.given.get("status") != "complete":
            raise NotYet(Step(poll_after=2.0, show="nästa qr"))
        return {"order": attempt.outside["order"]}


def test_the_same_plug_fits_a_redirect():
    step = Elsewhere().begin(Attempt(), RequestFacts(return_to="https://s.exempel.se/klar"))
    attempt = Attempt(outside=step.keep)
    evidence = Elsewhere().complete(attempt, Answer({"state": "9f2c"}, at=SIGNED))
    assert evidence["proof"] == {"issuer": "https://idp.exempel.se"}
    with pytest.raises(Refused):
        Elsewhere().complete(attempt, Answer({"state": "annan"}, at=SIGNED))


def test_the_same_plug_fits_waiting_for_a_phone():
    attempt = Attempt(outside=Phone().begin(Attempt(), RequestFacts()).keep)
    with pytest.raises(NotYet) as waiting:
        Phone().complete(attempt, Answer({"status": "pending"}, at=SIGNED))
    assert waiting.value.step.poll_after == 2.0
    evidence = Phone().complete(attempt, Answer({"status": "complete"}, at=SIGNED))
    assert evidence["proof"] == {"order": "131"}
