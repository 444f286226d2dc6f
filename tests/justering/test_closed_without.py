"""A file that is sealed without a signature says so on its first page, on its last and to all."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings import clock, notifications
from meetings.models import Meeting, SealedFile, State
from tests import builders
from tests.paper.pdfcheck import problems
from tests.pdf_text import text_of

# The same files whatever database they lie in.
pytestmark = pytest.mark.embedded

WHY = "Punkt 5 saknar vår oenighet."
OUTCOME = "Avslutat, ej justerat av Kommunal"


@pytest.fixture
def closed(group, world, keys):
    """Nils signed in Mira's place, Lena and Jonas themselves; Kommunal told why it did not."""
    meeting = builders.meeting_in(State.SIGNING, group, real=True)
    meeting.replace_adjuster(meeting.adjuster_for(world.mira), world.nils, by=world.sara)
    for user in (world.jonas, world.lena, world.nils):
        builders.sign(meeting, user)
    with clock.at(meeting.sign_by + timedelta(hours=1)):
        notice = meeting.give_notice(meeting.adjuster_for(world.kim), by=world.sara)
        meeting.tell_why(notice, WHY, by=world.kim)
    with clock.at(notice.closes_at):
        meeting.close_without(by=world.sara)
        builders.finish_work(meeting)
    return meeting


def test_what_is_closed_without_a_signature_is_never_called_justerat(closed, client, world):
    sealed = bytes(closed.protocol.file(SealedFile.Kind.SEALED).content)
    assert problems(sealed) == []
    text = " ".join(text_of(sealed).split())
    first, _, last = text.partition("1 Mötets öppnande")
    assert OUTCOME in first
    assert f"Kommunals skäl: ”{WHY}”" in first
    assert "Inte justerat av Kim Berg, Kommunal" in last
    assert WHY in last
    assert "Nils Frost Deltog inte i mötet I stället för Mira Åkesson" in last
    assert "Justerat." not in text

    answer = client.post(reverse("validate"), {"file": SimpleUploadedFile("p.pdf", sealed)})
    page = answer.content.decode()
    assert ("Tre personer har skrivit under." in page, OUTCOME in page, WHY in page) == (
        True,
        True,
        True,
    )

    client.force_login(world.hanna)
    for name in ("protocol", "follow_signing"):
        page = client.get(reverse(name, args=[closed.pk])).content.decode()
        assert (OUTCOME in page, WHY in page, "Protokollet är justerat" in page) == (
            True,
            True,
            False,
        )
    assert "Avslutade utan underskrift" in client.get(reverse("home")).content.decode()
    assert OUTCOME in client.get(reverse("meetings")).content.decode()
    assert notifications.compose("closed", closed, world.kim)[0].endswith("är avslutat")
    assert [stop.word for stop in closed.stops()][-1] == "Avslutat"
    assert list(Meeting.objects.closed_without()) == [closed]
