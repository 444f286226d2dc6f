"""What happened in the room, and both days of an adjourned meeting, as the paper says them."""

from datetime import time

import pytest

from meetings import clock, paper, words
from meetings.models import State
from meetings.workdays import add_working_days
from tests import builders
from tests.paper.test_protocol import imprint
from tests.pdf_text import in_order, squeezed, text_of


@pytest.fixture
def meeting(group, world, sara):
    """Kim goes during item 2, Mira is away from item 3 to 5, and item 4 is held on another day."""
    meeting = builders.meeting_in(State.ONGOING, group)
    items = list(meeting.items.standing())
    for item in items:
        item.meeting = meeting
    people = {someone.name.split()[0]: someone for someone in meeting.attendees.all()}
    builders.add_row(items[1], "Före.", by=sara)
    people["Kim"].leaves(time(14, 30), by=sara, item=items[1])
    builders.add_row(items[1], "Efter.", by=sara)
    people["Mira"].was_away(items[2], items[4], by=sara)
    where = {"item": items[3], "at": time(15), "party": world.vision}
    meeting.adjourn_to(add_working_days(meeting.day, 1), time(9), by=sara, **where)
    with clock.at(builders.moment(add_working_days(meeting.day, 1), 9)):
        meeting.resume(by=sara)
    meeting.mark_all_present(by=sara)
    return meeting


def test_the_sentences_stand_in_their_place_and_both_days_are_listed(meeting):
    document = meeting.document()
    text = squeezed(text_of(paper.render(document, imprint(document, "frozen"))))
    first, second = (words.day_long(day.date) for day in document.sittings)
    told = [
        f"{first[:1].upper()}{first[1:]} kl. 13.00–15.00",
        "Kim Berg",
        "Gick 14.30",
        "Mira Åkesson",
        "Ej punkt 3–5",
        f"{second[:1].upper()}{second[1:]} kl. 09.00",
        "Kim Berg",
        "Före.",
        "Kim Berg lämnade mötet kl. 14.30.",
        "Efter.",
        "Mira Åkesson deltog inte i punkt 3–5.",
        f"Mötet ajournerades kl. 15.00 till {words.deadline(meeting.sittings.get().begins)}"
        " på begäran av Vision.",
    ]
    assert in_order([squeezed(part) for part in told], text) is None
