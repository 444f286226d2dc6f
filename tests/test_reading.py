from datetime import date, time

import pytest

from meetings.document import Action, Attendee, Document, Entry, Item, Party
from meetings.templatetags import reading

EMPLOYER = Party("Arbetsgivaren", "AG", employer=True)
VISION, KOMMUNAL = Party("Vision"), Party("Kommunal")


def meeting(*attendees, **changes):
    values = {"name": "Protokoll", "title": "P", "group": "G", "date": date(2031, 3, 12)}
    parties = (EMPLOYER, KOMMUNAL, VISION)
    return Document(**values, parties=parties, attendees=attendees, **changes)


def headings(document):
    return [gathering.heading for gathering in reading.attendance(document)]


def test_unions_stand_in_the_groups_order_whoever_was_marked_first():
    document = meeting(
        Attendee("Jonas Wik", "present", party=VISION),
        Attendee("Mira Holm", "present", party=KOMMUNAL),
    )
    (unions,) = reading.attendance(document)
    assert [row.name for row in unions.rows] == ["Mira Holm", "Jonas Wik"]


def test_those_who_were_missing_come_last():
    document = meeting(
        Attendee("Ylva Rot", "absent", party=EMPLOYER),
        Attendee("Tage Berg", "excused", party=VISION),
        Attendee("Disa Ek", "present", party=EMPLOYER),
        unrepresented=(KOMMUNAL,),
    )
    assert headings(document) == [
        "Arbetsgivaren",
        "Förhinder",
        "Frånvarande",
        "Utan företrädare på mötet",
    ]


def test_a_guest_stands_with_an_organisation_and_no_party():
    (guests,) = reading.attendance(
        meeting(Attendee("Gro", "remote", "utredare", organisation="PAS"))
    )
    assert guests == reading.Gathering(
        "Gäster", (reading.Row("Gro", "PAS, utredare", "På distans"),)
    )


def test_what_a_person_did_stands_together():
    someone = Attendee(
        "Jonas",
        "remote",
        party=VISION,
        adjusts=True,
        serves_for="Tage Berg",
        came=time(13, 20),
        left=time(14, 5),
    )
    ((row,),) = [gathering.rows for gathering in reading.attendance(meeting(someone))]
    assert row.role == "Vision, ersätter Tage Berg"
    assert row.task == "Vald till justerare, på distans, kom 13.20, gick 14.05"


def test_a_title_that_says_the_task_is_not_said_twice():
    chair = Attendee("Disa", "present", "mötesordförande", EMPLOYER, chairs=True)
    ((row,),) = [gathering.rows for gathering in reading.attendance(meeting(chair))]
    assert row.role == "mötesordförande"


def test_attendance_in_short():
    document = meeting(
        Attendee("Disa", "present", party=EMPLOYER),
        Attendee("Mira", "remote", party=KOMMUNAL),
        Attendee("Tage", "excused", party=VISION),
        unrepresented=(VISION,),
    )
    assert reading.attendance_in_short(document) == (
        "1 för arbetsgivaren, 1 för de fackliga organisationerna. Förhinder: Tage. "
        "Ingen på plats för Vision."
    )


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action("Ylva", "Låset", date(2031, 3, 1)), "Låset: Ylva, 1 mars"),
        (Action("Ylva", due_words="nästa möte"), "Ylva, nästa möte"),
        (Action(what="Låset"), "Låset"),
    ],
)
def test_an_action_says_what_who_and_when(action, words):
    assert reading.action_words(action) == words


def test_a_lone_question_has_no_number():
    item = Item("i", "1", "P", entries=(Entry("a", "question", "Vad?"),))
    assert reading.kind_words(None, item, item.entries[0]) == "Fråga"


def test_a_row_alone_says_its_kind():
    assert reading.kind_words(None, None, Entry("a", "answer", "Ja.", answers=("b",))) == "Svar"


def test_a_title_that_the_text_begins_with_is_not_printed():
    assert not reading.shows_title(
        Entry("a", "question", "Vem läser bilderna och när?", title="Vem läser…")
    )
    assert reading.shows_title(Entry("a", "question", "Vem läser?", title="Bilderna"))


def test_only_a_named_link_gets_its_address():
    html = '<a href="https://a.se" rel="noreferrer">A</a> <a href="https://b.se" rel="x">https://b.se</a>'
    assert reading.with_addresses(html).count("(https://") == 1


def test_a_date_is_not_parted():
    assert reading.whole_dates("den 12 mars 2031") == "den 12\u00a0mars\u00a02031"
