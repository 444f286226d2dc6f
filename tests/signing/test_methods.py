import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from meetings.signing import methods
from meetings.signing.methods import Answer, Method, NotYet, Refused, RequestFacts, Step
from tests.signing.world import FINGERPRINT, SIGNED

RIGHT = "korrekt häst batteri"


@dataclass(frozen=True)
class Attempt:
    nonce: str = "9f2c"
    fingerprint: str = FINGERPRINT
    pdf_sha256: str = "ab" * 32
    expires_at: datetime = SIGNED + timedelta(minutes=15)
    outside: dict = field(default_factory=dict)


def answer(password=RIGHT, at=SIGNED):
    return Answer({"password": password}, at=at, check=lambda given: given == RIGHT)


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
    late = Answer({"password": RIGHT}, at=SIGNED + timedelta(minutes=15), check=pytest.fail)
    with pytest.raises(Refused, match="Det tog för lång tid"):
        methods.get("password").complete(Attempt(), late)


def test_a_forgotten_check_lets_nobody_in():
    with pytest.raises(TypeError):
        methods.get("password").complete(Attempt(), Answer({"password": RIGHT}, at=SIGNED))


def test_an_unknown_method_is_a_key_error():
    with pytest.raises(KeyError):
        methods.get("fingeravtryck")


class Elsewhere(Method):
    """Sends the person away; back comes what we asked to have remembered."""

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
