"""What signing and sealing add to a print must not cost it the two standards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meetings.paper import render
from meetings.signing import authority, pades
from tests.paper.minutes import MADE, everything, imprint, text_of
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


def test_words_left_at_signing_and_papers_keep_both_standards():
    """The last pages with everything that a signature may carry."""
    said = everything()
    made = imprint(said, "sealed")
    first, second, *rest = made.signatures
    first = replace(
        first,
        notes=("Läst", "Avvikande mening om lydelsen i punkt 1: Det ska stå\navveckling."),
        party="Kommunal",
        annex="Vi vill framhålla att …\n\nOch att " + "mycket " * 900,
    )
    where = "Justerat på papper 2031-03-14, registrerat av Karin Ek"
    second = replace(second, where=where, digest="ab" * 32)
    made = replace(made, signatures=(first, second, *rest), sent="Karin Ek 2031-03-13 kl. 09.00")
    pdf = render(said, made)
    assert problems(pdf) == []
    text = " ".join(text_of(pdf).split())
    assert "Lämnad vid justeringen av Kommunal. De andra justerarna har inte skrivit" in text
    assert where in text
    assert "skickades till justering av Karin Ek 2031-03-13 kl. 09.00" in text
    assert text.index("Kontrollkod") < text.index("Vi vill framhålla")
