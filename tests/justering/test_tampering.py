"""At least 25 kinds of tampering, and /validera/ has the right sentence for each."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings import clock
from meetings.justering import imprints, verification
from meetings.models import SealedFile, State
from meetings.paper import render
from meetings.signing import authority
from tests import builders
from tests.justering.attacks import ATTACKS, Files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.embedded,
    pytest.mark.filterwarnings("ignore:This document has"),  # pikepdf, of fields on moved pages
]

GENUINE = "Filen är äkta. Fyra personer har skrivit under."
NAMES = ("Jonas Öberg", "Mira Åkesson", "Kim Berg", "Lena Palm")


@pytest.fixture
def says(client):
    """says(bytes) -> the page; each question comes from an address of its own."""
    asked = iter(range(1, 250))

    def ask(data):
        file = SimpleUploadedFile("protokoll.pdf", data, "application/pdf")
        answer = client.post("/validera/", {"file": file}, REMOTE_ADDR=f"192.0.2.{next(asked)}")
        return answer.content.decode()

    return ask


def head(page):
    return re.search(r'<h2 id="svar">(.*?)</h2>', page)[1]


@pytest.fixture
def stranger(tmp_path):
    """An authority that calls itself ours."""
    folder = tmp_path / "stranger"
    authority.create(folder, name="Ekbacka kommun", password="x", at=clock.now())
    return authority.Authority.load(folder / authority.CA_KEY, password="x")


@pytest.fixture
def files(keys, group, small_group, stranger):
    meeting = builders.meeting_in(State.SEALED, group, real=True)
    notes = builders.meeting_in(State.SEALED, small_group, called=False, real=True)
    protocol = meeting.protocol
    item = next(protocol.document().items())
    made = meeting.certify_extract([item.ref], by=meeting.group.secretaries.get().user)
    builders.finish_work(meeting)
    revisions = protocol.files.filter(kind=SealedFile.Kind.REVISION).order_by("seq")
    whole = {kind: bytes(protocol.file(kind).content) for kind in ("sealed", "frozen", "copy")}
    return Files(
        **whole,
        signed=bytes(revisions.last().content),
        first=bytes(revisions.first().content),
        extract=bytes(made.protocol.file(SealedFile.Kind.SEALED).content),
        made=made,
        disclosure=handed_out(meeting),
        other=bytes(notes.protocol.file(SealedFile.Kind.SEALED).content),
        protocol=protocol,
        imprint=imprints.closed(protocol, variant="sealed"),
        stranger=stranger,
    )


def handed_out(meeting):
    told = {"decided_by": "Hanna Ek", "grounds": ()}
    imprint = imprints.disclosure(meeting.protocol, **told)
    content = render(meeting.protocol.document(), imprint)
    sha256 = hashlib.sha256(content).hexdigest()
    sara = meeting.group.secretaries.get().user
    meeting.hand_out(content, by=sara, decided_by="Hanna Ek", masks=[], sha256=sha256)
    return content


def test_every_kind_of_tampering_is_told_in_the_right_words(files, says):
    assert len(ATTACKS) >= 25
    assert head(says(files.sealed)) == head(says(files.signed)) == GENUINE
    assert head(says(files.copy)) == "Filen är en äkta kopia. Fyra personer har skrivit under."
    assert head(says(files.extract)) == "Filen är ett äkta utdrag."
    assert head(says(files.disclosure)) == "Filen är en äkta kopia för utlämnande."
    pages = {name: says(done(files)) for name, (_words, done) in ATTACKS.items()}
    said = {name: head(page) for name, page in pages.items()}
    assert said == {name: words for name, (words, _done) in ATTACKS.items()}
    assert "Slutet av filen saknas. Hämta den igen" in pages["half_a_download"]
    told = {name for name, page in pages.items() if any(person in page for person in NAMES)}
    assert told == set()
    claimed = ATTACKS["the_kontrollkod_of_another_protocol"][1](files)
    assert verification.judge(claimed).protocol.fingerprint.encode() in files.other
