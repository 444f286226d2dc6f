"""What signing and sealing add to a print must not cost it the two standards."""

from datetime import timedelta

import pytest

from meetings.signing import authority, pades
from tests.paper.minutes import MADE
from tests.paper.pdfcheck import problems

PASSWORD = "lösenord för prov"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    authority.create(folder, name="Lindåkra kommun", password=PASSWORD, at=MADE)
    return folder


def test_a_print_that_three_have_signed_keeps_both_standards(printed, keys):
    ca = authority.Authority.load(keys / authority.CA_KEY, password=PASSWORD)
    pdf = printed("numbered", "frozen")
    for number, name in enumerate(("Folke Ax", "Mira Holm", "Ada Ros"), start=1):
        at = MADE + timedelta(minutes=number)
        signer = ca.issue(name, "Vision", at=at)
        pdf = pades.add_signature(pdf, signer=signer, number=number, reason="Justering", at=at)
    assert problems(pdf) == []


def test_a_sealed_print_keeps_both_standards(printed, keys):
    seal_key = authority.SealKey.load(keys / authority.SEAL_KEY, password=PASSWORD)
    assert problems(pades.seal(printed("table", "sealed"), key=seal_key, at=MADE)) == []
