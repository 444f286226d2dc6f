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
