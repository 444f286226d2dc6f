"""Secret words and personnummer stay where they were written.

Each canary is a word that stands nowhere else; the places where it must not turn up are all read.
"""

import io
import logging
import uuid

import pikepdf
import pytest
from django.core import mail
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader

from meetings import tasks
from meetings.models import Event, Meeting, SealedFile, State
from tests import builders

NUMBER = "19640823-3234"
TEXT = f"KANARIETEXT {NUMBER}"  # stands in the minutes
DRAFT = "KANARIEUTKAST 8112189876"  # was written, and changed or taken away again
NOTE = "KANARIERAD 640823-3234"  # the signer's own line
REASON = "KANARIESKÄL 811218-9876"  # why the text was sent back
CANARIES = ("KANARIE", "640823", "811218")


@pytest.fixture
def told(group, world, keys, caplog, settings):
    """A meeting with every canary in it, sent back once and then sealed, all by the real worker."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    caplog.set_level(logging.INFO)
    meeting = builders.meeting_in(State.ONGOING, group)
    item, sara = meeting.items.first(), world.sara
    builders.add_row(item, TEXT, by=sara)
    builders.add_row(item, DRAFT, by=sara).delete_row(by=sara, save_id=uuid.uuid4())
    row = builders.add_row(item, DRAFT, by=sara)
    row.rewrite("Alla är eniga.", base=1, save_id=uuid.uuid4(), by=sara)
    meeting.finish(by=sara)
    send(meeting, sara)
    builders.send_back(meeting, world.mira, reason=REASON)
    meeting.refresh_from_db()
    send(meeting, sara)
    for user in (world.jonas, world.mira, world.kim, world.lena):
        builders.sign(meeting, user, note=NOTE)
    tasks.sweep()
    meeting.refresh_from_db()
    assert meeting.state == State.SEALED
    return meeting


def send(meeting, sara):
    builders.send(meeting, by=sara)
    tasks.sweep()
    meeting.refresh_from_db()
    assert meeting.state == State.SIGNING


def clean(text, *more):
    return [canary for canary in (*CANARIES, *more) if canary in text]


@pytest.mark.slow
def test_no_canary_flies(told, world, signed_in, client, caplog):
    """One world for all places: it takes seconds to print and sign."""
    assert_mails_are_clean()
    assert_log_is_clean(caplog, world)
    assert_events_are_clean(told)
    assert_only_the_final_text_is_frozen(told, world)
    for file in SealedFile.objects.filter(protocol__meeting=told):
        assert_the_rest_of_the_file_is_clean(bytes(file.content))
    assert_file_names_are_clean(told, signed_in(world.mira))
    client.logout()
    assert_strangers_see_nothing(told, client)


def assert_mails_are_clean():
    letters = [
        letter.message().as_string() + letter.subject + letter.body for letter in mail.outbox
    ]
    assert len(letters) > 20
    assert clean("\n".join(letters)) == []


def assert_log_is_clean(caplog, world):
    people = [world.jonas.email, world.mira.email, "Mira", "Åkesson", "Öberg"]
    assert clean(caplog.text, *people) == []


def assert_events_are_clean(meeting):
    facts = [str(event.facts) for event in Event.objects.filter(meeting=meeting)]
    assert clean("\n".join(facts), "Mira", "@") == []


def assert_only_the_final_text_is_frozen(meeting, world):
    for protocol in meeting.protocols.all():
        frozen = bytes(protocol.content).decode()
        assert TEXT in frozen
        assert [word for word in (DRAFT, NOTE, REASON, "@ekbacka") if word in frozen] == []


def assert_the_rest_of_the_file_is_clean(content):
    """Title, subject, keywords, XMP, bookmarks, names of attachments, certificates."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        info = str(dict(pdf.docinfo.items())) if pdf.docinfo else ""
        xmp = bytes(pdf.Root.Metadata.read_bytes()).decode()
        with pdf.open_outline() as outline:
            marks = str([item.title for item in outline.root])
        names = str(list(pdf.attachments))
    assert clean(info + xmp + marks + names, "@ekbacka") == []
    for signature in PdfFileReader(io.BytesIO(content)).embedded_signatures:
        container = signature.signed_data.dump()
        assert [word for word in (*CANARIES, "@ekbacka") if word.encode() in container] == []


def assert_file_names_are_clean(meeting, client):
    for name in ("protocol_pdf", "protocol_copy", "receipt_file"):
        response = client.get(reverse(name, args=[meeting.pk]))
        assert response.status_code == 200
        assert clean(response["Content-Disposition"], "Mira", "kesson") == []


def assert_strangers_see_nothing(meeting, client):
    """The kontrollkod tells who signed; it does not tell what was said, nor anybody's line."""
    protocol = Meeting.objects.get(pk=meeting.pk).protocol
    response = client.get(reverse("validate_code", args=[protocol.fingerprint]))
    page = response.content.decode()
    assert "Mira Åkesson" in page
    assert clean(page, "@ekbacka") == []
