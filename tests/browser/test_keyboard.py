"""With the keyboard alone: everything is reached, what has focus is seen, and Skriv works."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import State
from tests import builders
from tests.browser import axe
from tests.browser.people import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "Ramen är 11 mnkr."
MOST_STEPS = 250

# What has focus: its words, how it is marked, and whether something lies over it.
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const own = one.closest('label') ?? document.querySelector(`label[for="${one.id}"]`);
  const around = [one, own, one.closest('.seg'), one.parentElement].filter(Boolean);
  const marked = (it) => {
    const style = getComputedStyle(it);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const clipped = (it) => { const box = it.getBoundingClientRect(); return box.width < 3; };
  const seen = clipped(one) || getComputedStyle(one).opacity === '0' ? own ?? one : one;
  const box = seen.getBoundingClientRect();
  const covered = [box.top + 2, box.top + box.height / 2, box.bottom - 2].every((y) => {
    const over = document.elementFromPoint(box.left + box.width / 2, y);
    return !over || !(seen.contains(over) || over.contains(seen));
  });
  return {
    what: one.outerHTML.slice(0, 160),
    marked: around.some(marked),
    covered,
  };
}"""


@pytest.fixture
def cast(transactional_db):
    return builders.world()


@pytest.fixture
def meeting(cast):
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    builders.write_rows(meeting, items=5, rows=10, by=cast.sara)
    return meeting


def steps(page):
    """What has focus, one Tab after another, until the page has been gone through."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return
        yield stop


def badly_focused(page):
    return [stop for stop in steps(page) if not stop["marked"] or stop["covered"]]


@pytest.mark.parametrize("size", [axe.TABLE, axe.PHONE], ids=["table", "phone"])
@pytest.mark.parametrize("name", ["home", "attendance", "write", "sign"])
def test_what_has_focus_is_marked_and_not_hidden(open_browser, cast, meeting, size, name):
    if name == "sign":
        meeting = builders.meeting_in(State.SIGNING, cast.group)
    page = open_browser(cast.kim if name == "sign" else cast.sara, viewport=size)
    page.goto(reverse(name, args=[meeting.pk] if name != "home" else []))
    page.emulate_media(reduced_motion="reduce")
    assert badly_focused(page) == []


def test_a_row_is_added_changed_taken_away_and_brought_back(open_browser, cast, meeting):
    page = open_browser(cast.sara, viewport=axe.TABLE)
    page.goto(reverse("write", args=[meeting.pk]))
    desk, keys = Desk(page), page.keyboard

    keys.press("F2")
    keys.type(WORDS)
    keys.press("Enter")
    expect(desk.row(WORDS)).to_be_visible()

    back_to(page, f"Ändra stycket: {WORDS}")
    keys.press("Enter")
    expect(desk.opened.get_by_label("Text", exact=True)).to_be_focused()
    keys.press("End")
    keys.type(" Den ökar.")
    keys.press("Control+Enter")
    expect(desk.row(f"{WORDS} Den ökar.")).to_be_visible()

    back_to(page, f"Ändra stycket: {WORDS} Den ökar")
    keys.press("Enter")
    expect(desk.opened.get_by_label("Text", exact=True)).to_be_focused()
    on_to(page, "Ta bort")
    keys.press("Enter")
    expect(desk.row(WORDS)).to_have_count(0)

    on_to(page, "Ångra")
    keys.press("Enter")
    expect(desk.row(f"{WORDS} Den ökar.")).to_be_visible()


LINES = {  # what is typed in the items; the others have nothing to bring up
    1: "Jonas öppnar mötet och hälsar alla välkomna.",
    2: "b. Kim Berg väljs till justerare.",
    3: "ag: Protokollet läggs till handlingarna.",
    7: "f. kommunal: Hur många söker tjänsterna? << +jonas nästa möte",
    8: "vision: Vi saknar en riskbedömning << §11",
    12: "å. Låset i entrén byts << +jonas 15 mars",
    17: "o. kommunal: Vi är oeniga om rutinen.",
    19: "Jonas avslutar mötet.",
}


def test_a_meeting_of_nineteen_items_is_written_and_ended_by_keys_alone(open_browser, cast):
    agenda = [{"heading": f"Ärende {number}"} for number in range(1, 20)]
    group = builders.group_with(
        [cast.employer, cast.kommunal, cast.vision], name="Stora gruppen", code="ST", agenda=agenda
    )
    builders.people(group, cast)
    meeting = builders.meeting_in(State.ONGOING, group)
    page = open_browser(cast.sara, viewport=axe.TABLE)
    page.goto(reverse("write", args=[meeting.pk]))
    keys, line = page.keyboard, page.locator("form[data-line]")

    keys.press("F2")
    for number in range(1, 20):
        expect(line.locator("[data-number]")).to_have_text(str(number))
        if number == 9:
            go_round(page)
        else:
            keys.type(LINES.get(number, "-"))
            keys.press("Enter")
        if number == 7:
            expect(line.get_by_role("checkbox", name="Hur många söker")).to_be_checked()
            keys.type("Det får vi veta i mars.")
            keys.press("Enter")
        keys.press("F8")
    expect(page.locator("#punkt-" + str(meeting.items.last().pk))).to_contain_text("avslutar")
    back_to(page, "Avsluta mötet")
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Avsluta mötet")).to_be_visible()
    on_to(page, "Avsluta mötet")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Skicka till justering").first).to_be_visible()

    said = {item.number: item for item in meeting.document().items()}
    assert [len(said[str(number)].entries) for number in range(1, 20)] == [
        {7: 2, 9: 4}.get(number, 1) for number in range(1, 20)
    ]
    question, answer = said["7"].entries
    assert (question.asked_of, answer.answers) == ("Jonas Öberg", (question.ref,))
    assert said["8"].legal_basis == ("11\u00a0§ MBL",)
    assert [row.text for row in said["9"].entries] == ["Ekonomin.", "Schemat.", "Lönerna.", ""]


def go_round(page):
    """A runda by its key: everybody's field in turn, and back to the line."""
    page.keyboard.press("Shift+F2")
    fields = page.locator(".now .round textarea[data-save]")
    expect(fields.first).to_be_focused()
    for place, text in enumerate(("Ekonomin.", "Schemat.", "Lönerna.")):
        expect(fields.nth(place)).to_be_focused()
        page.keyboard.type(text)
        if place < 2:
            page.keyboard.press("Tab")
    page.keyboard.press("Escape")


def on_to(page, name, key="Tab"):
    """Press Tab until something with this name has focus."""
    for _step in range(MOST_STEPS):
        page.keyboard.press(key)
        said = page.evaluate("document.activeElement.textContent.replace(/\\\\s+/g, ' ').trim()")
        if said.startswith(name):
            return
    pytest.fail(f"no way to {name} with {key}")


def back_to(page, name):
    on_to(page, name, key="Shift+Tab")
