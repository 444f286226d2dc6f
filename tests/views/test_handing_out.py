"""Extracts of a sealed protocol, and masked copies of it for handing out."""

import io
import json

import pikepdf
import pytest
from django.urls import reverse

from meetings import document, extract
from meetings.justering import chain, verification, work
from meetings.justering.destruction import destroy
from meetings.models import DisclosureCopy, Extract, Meeting, Protocol, SealedFile, State
from tests import builders
from tests.paper.pdfcheck import problems
from tests.pdf_text import text_of

SECRET = "Folke Ax är sjukskriven."


@pytest.fixture
def sealed(group, sara):
    """Sealed with made-up bytes; its second item has a decision, its third names Folke."""
    meeting = builders.meeting_in(State.ONGOING, group)
    first, second, third = meeting.items.standing()[:3]
    builders.add_row(first, "Jonas Öberg öppnade mötet.", by=sara)
    decided = {"kind": "decision", "decided_by": "employer"}
    builders.add_row(second, "Mira Åkesson frågade om bemanningen.", by=sara)
    builders.add_row(second, "Bemanningen ökar med två tjänster.", by=sara, **decided)
    builders.add_row(third, SECRET, by=sara)
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    builders.printed(meeting)
    builders.sign_all(meeting)
    builders.sealed(meeting)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def refs(sealed):
    return [item.ref for item in sealed.protocol.document().items()]


def at(name, meeting, *more):
    return reverse(name, args=[meeting.pk, *more])


def certify(client, meeting, refs):
    told = {"concerns": "SN 2024-267", "sent_to": "Förvaltningsdirektör\nEnhetschefer"}
    told |= {"punkt": refs, "title": "sekreterare"}
    return client.post(at("certify_extract", meeting), told)


def hand_out(client, meeting, **given):
    told = {"decided_by": "Hanna Ek, HR-chef", "ground": "39 kap. 2 § OSL"}
    return client.post(at("disclosure", meeting), told | given)


# --- Extracts ------------------------------------------------------------------------------------


def test_the_chosen_items_are_shown_before_they_are_certified(signed_in, sara, sealed, refs):
    page = signed_in(sara).get(at("extracts", sealed), {"valda": 1, "punkt": [refs[1]]})
    preview = page.context["preview"].document
    assert [item.ref for item in preview.items()] == [refs[1]]
    told = page.content.decode()
    assert "Bemanningen ökar med två tjänster." in told
    assert SECRET not in told
    assert "Skapa utdraget" in told


def test_nothing_chosen_is_said_beside_the_items(signed_in, sara, sealed):
    page = signed_in(sara).get(at("extracts", sealed), {"valda": 1}).content.decode()
    assert "Välj minst en punkt." in page
    answer = certify(signed_in(sara), sealed, [])
    assert answer.status_code == 422
    assert "SN 2024-267" in answer.content.decode()  # what was typed is kept
    assert Extract.objects.count() == 0


def test_an_extract_is_numbered_and_certified_by_whoever_made_it(signed_in, sara, sealed, refs):
    for number, ref in enumerate(refs[:2], 1):
        assert certify(signed_in(sara), sealed, [ref]).status_code == 303
        made = Extract.objects.get(number=number).said()
        assert made.certificate.number.endswith(f"utdrag {number}")
    assert made.certificate.certified_by == "Sara Lind"
    assert made.certificate.sent_to == ("Förvaltningsdirektör", "Enhetschefer")
    assert [someone.name for someone in made.document.attendees] == ["Mira Åkesson"]
    assert made.original == sealed.protocol.fingerprint
    assert Meeting.objects.get(pk=sealed.pk).protocol == sealed.protocol


def test_an_extract_that_is_sent_twice_is_one(signed_in, world, sealed, refs):
    for user in (world.sara, world.sara, world.hanna, world.hanna):
        assert certify(signed_in(user), sealed, [refs[1]]).status_code == 303
    assert list(Extract.objects.values_list("number", "certified_by__name")) == [
        (1, "Sara Lind"),
        (2, world.hanna.name),
    ]


def test_who_may_make_one_and_who_may_read_it(signed_in, world, sealed, refs):
    for user, status in ((world.mira, 403), (world.olle, 404), (world.hanna, 303)):
        assert certify(signed_in(user), sealed, [refs[0]]).status_code == status
    assert Extract.objects.get().certified_by == world.hanna
    page = signed_in(world.mira).get(at("extracts", sealed)).content.decode()
    assert "Skapa utdraget" not in page
    assert signed_in(world.mira).get(at("extract_pdf", sealed, 1)).status_code == 404  # not made


def test_an_open_meeting_has_neither_extracts_nor_copies(signed_in, sara, signing):
    for name in ("extracts", "disclosure"):
        assert signed_in(sara).get(at(name, signing)).status_code == 404


@pytest.mark.embedded
def test_the_worker_makes_a_sealed_file_that_proves_itself(signed_in, world, keys, sealed, refs):
    certify(signed_in(world.sara), sealed, [refs[1]])
    assert work.left_behind() == [sealed.pk]
    for _again in range(2):
        work.advance(sealed.pk)
    assert work.left_behind() == []
    made = Extract.objects.get()
    file = made.protocol.files.get()
    assert file.kind == SealedFile.Kind.SEALED
    content = bytes(file.content)
    assert problems(content) == []
    assert verification.judge(content).protocol == made.protocol
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (data,) = (f.get_file().read_bytes() for f in pdf.attachments.values())
    assert extract.is_proven(data)
    assert document.read(bytes(sealed.protocol.content)).fingerprint in data.decode()
    said = " ".join(text_of(content).split())
    for line in (
        "Det här är ett utdrag. Det innehåller punkt 2.",
        "Utdragets riktighet bestyrks",
        "Sara Lind, sekreterare",
        "Skickas till",
        "Beslut Bemanningen ökar med två tjänster.",
        "Utdraget gäller SN 2024-267",
    ):
        assert line in said
    assert "Folke" not in said
    assert SECRET.encode() not in content
    answer = signed_in(world.mira).get(at("extract_pdf", sealed, 1))
    assert answer.content == content
    assert chain.faults(sealed) == []


def test_an_extract_goes_with_the_protocol_that_is_destroyed(signed_in, world, sealed, refs):
    certify(signed_in(world.sara), sealed, [refs[1]])
    hand_out(signed_in(world.hanna), sealed)
    destroy(sealed.protocol, by=world.hanna, ground="Plan 2024:7")
    assert [m.objects.count() for m in (Extract, DisclosureCopy, Protocol)] == [0, 0, 0]
    assert chain.faults(sealed) == []


# --- Copies for handing out ----------------------------------------------------------------------


def row_of(meeting, text):
    rows = (entry for item in meeting.protocol.document().items() for entry in item.entries)
    return next(entry.ref for entry in rows if text in entry.text)


def test_a_copy_holds_nothing_of_what_is_masked(signed_in, hanna, sealed):
    row = row_of(sealed, "Folke")
    told = {f"ord_{row}": "är sjukskriven", "everywhere": "Folke Ax\nMira Åkesson"}
    assert hand_out(signed_in(hanna), sealed, **told).status_code == 303
    copy = DisclosureCopy.objects.get()
    content = bytes(copy.content)
    assert problems(content) == []
    said = " ".join(text_of(content).split())
    assert "Det här är en kopia för utlämnande." in said
    assert "Beslutat av Hanna Ek, HR-chef" in said
    assert "[maskerat: 39 kap. 2 § OSL]" in said
    for gone in ("Folke", "sjukskriven", "Mira Åkesson"):
        assert gone not in said
    for sign in ("Justerat", "kontrollkod", "Underskriftssida", "sigill för"):
        assert sign not in said
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert list(pdf.attachments) == []
        assert "/AcroForm" not in pdf.Root
    assert "Folke" not in json.dumps(copy.masks)
    assert [mask["places"] for mask in copy.masks] == [2, 1]


def test_a_whole_row_is_masked_with_a_ground_of_its_own(signed_in, sara, sealed):
    row = row_of(sealed, "Folke")
    own = {f"hel_{row}": "on", f"grund_{row}": "25 kap. 1 § OSL", "ground": ""}
    assert hand_out(signed_in(sara), sealed, **own).status_code == 303
    said = " ".join(text_of(bytes(DisclosureCopy.objects.get().content)).split())
    assert "[maskerat: 25 kap. 1 § OSL]" in said
    assert "Folke" not in said


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"decided_by": ""}, "Skriv vem som har beslutat om utlämnandet."),
        ({"ground": "", "everywhere": "Folke"}, "Skriv med vilken grund det maskeras."),
        ({"everywhere": "Kurt Olsson"}, "Orden ”Kurt Olsson” finns inte i protokollet."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_handed_out(
    signed_in, hanna, sealed, given, message
):
    answer = hand_out(signed_in(hanna), sealed, **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert all(value in page for value in given.values())
    assert DisclosureCopy.objects.count() == 0


def test_members_hand_out_nothing(signed_in, world, sealed):
    hand_out(signed_in(world.hanna), sealed)
    for user, status in ((world.mira, 403), (world.olle, 404)):
        client = signed_in(user)
        assert client.get(at("disclosure", sealed)).status_code == status
        assert hand_out(client, sealed).status_code == status
        assert client.get(at("disclosure_pdf", sealed, 1)).status_code == status
    told = sealed.events.get(verb="copy_handed_out")
    assert (told.by, told.facts["masked"]) == (world.hanna, 0)
    assert signed_in(world.sara).get(at("disclosure_pdf", sealed, 1)).status_code == 200
