"""Real minutes through the verbs, all the way to the sealed file and back through verification."""

import pytest

from meetings import clock
from meetings.justering import acts, verification, work
from meetings.marks import words
from meetings.models import Group, SealedFile, State
from tests import builders, real_minutes
from tests.pdf_text import in_order, squeezed, text_of
from tests.samples import FOLDER, document_from, sample

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no samples in {FOLDER}"),
]


def said_in(number):
    return document_from(sample(number))


@pytest.fixture
def held(db, keys, request):
    number, who_adjusts = request.param
    said = said_in(number)
    group = real_minutes.group_from(said, who_adjusts=who_adjusts)
    return said, real_minutes.hold(group, said)


def close(meeting):
    """Freeze, print, sign as everybody, seal."""
    by = meeting.group.secretaries.get().user
    if meeting.has_adjusters:
        meeting.send_for_signing(by=by)
    else:
        meeting.make_done(by=by)
    work.advance(meeting.pk)
    meeting.refresh_from_db()
    for adjuster in meeting.serving_adjusters() if meeting.has_adjusters else []:
        attempt = acts.begin(adjuster, user=adjuster.user)
        acts.complete(attempt, {"password": builders.PASSWORD}, check=adjuster.user.check_password)
    work.advance(meeting.pk)
    meeting.refresh_from_db()
    return meeting


def spoken(said):
    """Who has the word in each row, by name."""
    return [[p.name for p in entry.parties] for item in said.items() for entry in item.entries]


LAYOUTS = {"003": "numbered", "001": "sectioned", "002": "sectioned", "000": "table"}
EACH = Group.WhoAdjusts.EACH_PARTY


@pytest.mark.parametrize(
    "held", [("003", EACH), ("001", None), ("002", None), ("000", None)], indirect=True
)
def test_real_minutes_go_all_the_way_and_every_word_is_on_paper_in_order(held):
    said, meeting = held
    assert meeting.document().layout in LAYOUTS.values()

    close(meeting)

    assert meeting.state == State.SEALED
    assert meeting.state_words == ("Justerat" if said.adjusted else "Klart")
    sealed = bytes(meeting.protocol.file(SealedFile.Kind.SEALED).content)
    assert verification.judge(sealed).kind == "genuine"
    # The head of a table is printed again on each page, in the middle of a divided word.
    text = squeezed(text_of(sealed)).replace("NrÄrendeAnsvarig", "")
    for item in said.items():
        wanted = [squeezed(word) for row in item.entries for word in words(row.text)]
        assert in_order([squeezed(item.heading), *wanted], text) is None, item.heading


@pytest.mark.parametrize("held", [("003", EACH)], indirect=True)
def test_kommunals_disagreement_stands_at_its_signature(held):
    _said, meeting = held

    close(meeting)

    sealed = bytes(meeting.protocol.file(SealedFile.Kind.SEALED).content)
    signing_page = text_of(sealed).rpartition("Justerare")[2]
    kommunal = meeting.protocol.signatures.get(party__name="Kommunal")
    assert kommunal.notes == ["Oenighet under punkt 17, föranmälda frågor"]
    after = signing_page.partition(kommunal.name)[2]
    assert "Oenighet under punkt 17, föranmälda frågor" in " ".join(after.split())


@pytest.mark.parametrize("held", [("003", EACH)], indirect=True)
def test_the_meeting_reads_back_as_the_sample_says(held):
    said, meeting = held

    read = meeting.document()

    assert [item.heading for item in read.items()] == [item.heading for item in said.items()]
    assert [entry.text for item in read.items() for entry in item.entries] == [
        entry.text for item in said.items() for entry in item.entries
    ]
    assert {a.name for a in read.adjusters} == {a.name for a in said.adjusters}
    assert [p.name for p in read.unrepresented] == [p.name for p in said.unrepresented]
    assert spoken(read) == spoken(said)


def test_the_day_of_the_sample_is_a_working_day_then():
    with clock.at(clock.swedish(said_in("003").date, 12)):
        assert clock.today() == said_in("003").date
