"""A key signs the very text: what it gave proves it for ever, and nothing else."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from meetings.signing import methods
from meetings.signing.methods import Answer, Own, Refused, RequestFacts
from tests.signing.device import Device
from tests.signing.test_methods import Attempt
from tests.signing.world import SIGNED

passkey = methods.get("passkey")
WORDS = {"note": "Enligt bilaga 3."}


@pytest.fixture(scope="module")
def device():
    return Device()


def own(*devices):
    return Own(keys=tuple(one.credential for one in devices), site="localhost")


def begun(device, *together, **facts):
    """An attempt that has taken its first step, and what the browser is to ask the key."""
    attempt = Attempt(**facts)
    step = passkey.begin(attempt, RequestFacts(own=own(device), together=together))
    return replace(attempt, outside=json.loads(json.dumps(step.keep))), step.public_key


def proved(attempt, credential, device):
    given = {"credential": credential}
    return passkey.complete(attempt, Answer(given, at=SIGNED, own=own(device)))


def stored(evidence):
    return json.loads(json.dumps(evidence))


def test_the_key_signs_the_digests_and_its_proof_holds_without_us(device):
    attempt, options = begun(device, words=WORDS)
    evidence = stored(proved(attempt, device.sign(options), device))
    assert evidence["level"] == "enklare underskrift, bunden till texten"
    assert passkey.still_proves(evidence, attempt)


@pytest.mark.parametrize(
    "other",
    [
        {"pdf_sha256": "cd" * 32},
        {"fingerprint": "0" * 64},
        {"nonce": "0000"},
        {"words": {"note": "Enligt bilaga 4."}},
    ],
)
def test_the_proof_is_about_that_text_and_those_words_alone(device, other):
    attempt, options = begun(device, words=WORDS)
    evidence = stored(proved(attempt, device.sign(options), device))
    assert not passkey.still_proves(evidence, replace(attempt, **other))
    with pytest.raises(Refused):
        proved(replace(attempt, **other), device.sign(options), device)


@pytest.mark.parametrize(
    "name", ["client_data", "authenticator_data", "signature", "public_key", "site", "bound"]
)
def test_a_changed_proof_does_not_hold(device, name):
    attempt, options = begun(device)
    evidence = stored(proved(attempt, device.sign(options), device))
    proof = evidence["proof"]
    if name == "bound":
        proof["bound"].append(proof["bound"][0] | {"nonce": "till"})
    elif name == "public_key":
        other, asked = begun(Device())
        elsewhere = Device()
        other, asked = begun(elsewhere)
        proof["public_key"] = proved(other, elsewhere.sign(asked), elsewhere)["proof"]["public_key"]
    else:
        proof[name] = ("B" if proof[name][20:21] == "A" else "A").join(
            [proof[name][:20], proof[name][21:]]
        )
    assert not passkey.still_proves(evidence, attempt)


def test_evidence_of_a_password_proves_nothing_about_a_key(device):
    attempt = Attempt()
    own = Own(check_password=lambda _typed: True)
    evidence = methods.get("password").complete(
        attempt, Answer({"password": "x"}, at=SIGNED, own=own)
    )
    assert methods.get("password").still_proves(evidence, attempt)
    assert not passkey.still_proves(evidence, attempt)


def test_one_use_of_the_key_may_sign_many_texts_and_each_proves_itself(device):
    first, second = Attempt(nonce="a"), Attempt(nonce="b", pdf_sha256="cd" * 32)
    step = passkey.begin(first, RequestFacts(own=own(device), together=(second,)))
    credential = device.sign(step.public_key)
    for attempt in (first, second):
        evidence = stored(proved(replace(attempt, outside=step.keep), credential, device))
        assert passkey.still_proves(evidence, attempt)
    third = replace(first, nonce="c", outside=step.keep)
    with pytest.raises(Refused):
        proved(third, credential, device)


def test_a_key_that_did_not_ask_who_holds_it_is_refused():
    device = Device()
    device.verifies = False
    attempt, options = begun(device)
    with pytest.raises(Refused, match="Inget är underskrivet"):
        proved(attempt, device.sign(options), device)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://ekbacka.example"},
        {"origin": "http://localhost.ekbacka.example"},
        {"challenge": b"0" * 32},
    ],
)
def test_an_answer_to_another_question_or_site_is_refused(device, wrong):
    attempt, options = begun(device)
    with pytest.raises(Refused):
        proved(attempt, device.sign(options, **wrong), device)


def test_somebody_elses_key_is_refused(device):
    attempt, options = begun(device)
    with pytest.raises(Refused):
        proved(attempt, Device().sign(options), device)


@pytest.mark.parametrize(
    "nonsense",
    ["", "null", "[]", "{}", '{"response": 1}', '{"rawId": "AA", "response": {}}', "å" * 99,
     '{"rawId": "AA", "response": {"clientDataJSON": "?",'
     ' "authenticatorData": "", "signature": ""}}'],
)  # fmt: skip
def test_what_is_no_answer_of_a_key_is_refused(device, nonsense):
    attempt, _options = begun(device)
    with pytest.raises(Refused):
        proved(attempt, nonsense, device)


def test_an_answer_that_came_too_late_is_refused(device):
    attempt, options = begun(device)
    given = {"credential": device.sign(options)}
    with pytest.raises(Refused, match="Det tog för lång tid"):
        passkey.complete(attempt, Answer(given, at=SIGNED + timedelta(minutes=15), own=own(device)))


def test_the_browser_is_told_which_keys_and_to_ask_for_the_person(device):
    _attempt, options = begun(device)
    assert options["userVerification"] == "required"
    assert options["rpId"] == "localhost"
    assert len(options["allowCredentials"]) == 1
