"""Skriv with each of its forms, panels and dialogs open: axe-core has nothing to say of any."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from meetings.models import Entry, State
from tests import builders
from tests.browser import axe
from tests.browser.people import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASTED = "1. Budget 2027 Dnr KS 2026/12\n2. Lokaler\n3. Schema\n4. Friskvård"


@pytest.fixture
def meeting(transactional_db):
    world = builders.world()
    meeting = builders.meeting_in(State.ONGOING, world.group)
    builders.write_rows(meeting, items=3, rows=8, by=world.sara)
    builders.attach(meeting, by=world.sara, item=meeting.items.first(), title="Underlag")
    meeting.cast = world
    return meeting


def follow(name):
    return lambda desk: desk.item.get_by_role("link", name=name).first.click()


def press(selector):
    return lambda desk: desk.page.locator(selector).first.click()


def open_row(desk):
    desk.item.locator("a[data-open]").first.click()
    expect(desk.opened).to_be_visible()


def shut(desk):
    form = desk.page.locator("form[data-opened]")
    form.get_by_role("link", name="Stäng").click()
    expect(form).to_have_count(0)


def meet_another(desk):
    """Somebody else's words in the row that stands open."""
    area = desk.opened.get_by_label("Text", exact=True)
    row = Entry.objects.get(ref=area.get_attribute("data-ref"))
    row.rewrite("Någon annans ord.", base=row.version, save_id=uuid4(), by=desk.other)
    area.fill("Det här skrev jag.")


def paste(desk):
    desk.line.locator("textarea[name=text]").fill(PASTED)
    desk.show_more()
    desk.line.get_by_role("button", name="Dela upp texten").click()


# What is opened, how, what of the page it is, and how it is closed.
OPENED = {
    "the line with Fler val": (Desk.show_more, "#snabb", press("details.sn-more > summary")),
    "utfall": (follow("Sätt utfall"), "form[data-opened]", shut),
    "the item's facts": (follow("Ändra punkten"), "form[data-opened]", shut),
    "a sub-item": (follow("Lägg till underpunkt"), "form[data-opened]", shut),
    "a new item": (press(".newitem > summary"), ".newitem", press(".newitem > summary")),
    "present now": (press("#narvaro-nu > summary"), "#narvaro-nu", None),
    "a new file": (press("#bilagor details > summary"), "#bilagor", None),
    "a pause": (press("[data-dialog=ajournera]"), "#ajournera", "Escape"),
    "another day": (press("[data-dialog=annan-dag]"), "#annan-dag", "Escape"),
    "the keys": (lambda desk: desk.page.keyboard.press("F1"), "#kortkommandon", "Escape"),
    "the end": (press("[data-dialog=avsluta]"), "#avsluta", "Escape"),
    "what is pasted": (paste, "#dela-upp", "Escape"),
    "a row": (open_row, "form[data-editing]", None),
    "a conflict": (meet_another, "[data-conflict]", None),
}


def test_each_thing_that_opens_is_for_everybody_and_the_focus_is_somewhere_after(
    open_browser, meeting
):
    page = open_browser(meeting.cast.sara, viewport=axe.TABLE)
    page.goto(f"/moten/{meeting.pk}/skriv/?punkt={meeting.items.first().pk}")
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(axe.RULES)
    desk = Desk(page)
    desk.other = meeting.cast.hanna
    found = {}
    for name, (opens, part, closes) in OPENED.items():
        opens(desk)
        expect(page.locator(part).first).to_be_visible()
        found[name] = axe.complaints_of(page, part)
        if closes == "Escape":
            page.keyboard.press("Escape")
        elif closes:
            closes(desk)
        expect(page.locator("body :focus")).to_be_attached()  # not lost
    assert {name: said for name, said in found.items() if said} == {}


def test_a_row_that_is_closed_on_a_phone_stays_in_sight(open_browser, meeting):
    """Its form was two screens high; what stood below must not be what one looks at then."""
    first, *_ = meeting.items.all()
    page = open_browser(meeting.cast.sara, viewport=axe.PHONE)
    page.goto(f"/moten/{meeting.pk}/skriv/?punkt={first.pk}")
    desk = Desk(page)
    open_row(desk)
    ref = desk.opened.locator("textarea[data-ref]").first.get_attribute("data-ref")

    desk.opened.get_by_role("link", name="Stäng", exact=True).click()

    expect(desk.opened).to_have_count(0)
    expect(page.locator(f"#stycke-{ref}")).to_be_in_viewport()
