"""Snabbraden in the browser: what a typed line will become is seen before Enter, and done after."""

import pytest
from playwright.sync_api import expect

from meetings.models import Entry, Party, State
from tests import builders
from tests.browser import axe
from tests.browser.people import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def world(transactional_db):
    world = builders.world()
    for party in (world.kommunal, world.vision):
        Party.objects.filter(pk=party.pk).update(aliases=["Facket"])
    return world


@pytest.fixture
def meeting(world):
    meeting = builders.meeting_in(State.ONGOING, world.group)
    builders.write_rows(meeting, items=7, rows=14, by=world.sara)
    return meeting


@pytest.fixture
def desk(open_browser, world, meeting):
    """Skriv with the third item chosen, for Sara."""

    def open_desk(**options):
        page = open_browser(world.sara, **options)
        page.goto(f"/moten/{meeting.pk}/skriv/?punkt={meeting.items.all()[2].pk}")
        return Desk(page)

    return open_desk


def words(desk):
    return desk.line.locator("textarea[name=text]")


def becomes(desk):
    return desk.page.locator("#blir")


def test_a_question_with_sender_person_and_day_is_typed_in_one_line(desk, meeting):
    desk = desk()
    desk.page.keyboard.press("F2")
    before = desk.page.evaluate("scrollY")

    desk.page.keyboard.type("f. vision: Hur går det? << +jonas 15 mars")

    expect(becomes(desk)).to_contain_text("till Jonas Öberg svar 15 mars")
    expect(becomes(desk)).to_contain_text("Kort titel: Hur går det?")
    expect(desk.line.get_by_role("radio", name="Fråga")).to_be_checked()
    assert desk.page.evaluate("scrollY") == before
    desk.page.keyboard.press("Enter")
    expect(desk.row("Hur går det?")).to_be_visible()
    expect(becomes(desk)).to_be_empty()
    expect(desk.line.get_by_role("radio", name="Svar")).to_be_checked()
    row = Entry.objects.get(text="Hur går det?")
    assert (row.kind, row.question.asked_of) == ("question", "Jonas Öberg")
    assert [voice.party.name for voice in row.voices.all()] == ["Vision"]


def test_what_may_mean_two_things_is_asked_and_a_proposal_is_one_key(desk):
    desk = desk()
    keys = desk.page.keyboard
    keys.press("F2")
    keys.type("facket: Vi vill vänta.")
    keys.press("Enter")  # faster than the question
    choice = becomes(desk).get_by_role("radio", name="Vision")
    expect(choice).to_be_visible()
    expect(words(desk)).to_have_value("facket: Vi vill vänta.")
    choice.check()
    words(desk).press("Enter")
    expect(desk.row("Vi vill vänta.").locator(".chip")).to_have_text("Vision")

    keys.type("Kommunal har frågat om schemat.")
    expect(becomes(desk).get_by_role("checkbox", name="Från Kommunal")).not_to_be_checked()
    keys.press("F4")
    expect(becomes(desk).locator(".tag + .chip")).to_have_text("Kommunal")
    keys.press("Enter")
    expect(desk.row("Kommunal har frågat").locator(".chip")).to_have_text("Kommunal")


def test_keys_lead_between_items_to_the_list_of_keys_and_into_a_runda(desk):
    desk = desk()
    keys, number = desk.page.keyboard, desk.line.locator("[data-number]")
    keys.press("Control+Alt+ArrowRight")
    expect(number).to_have_text("4")
    keys.press("Control+Alt+ArrowLeft")
    expect(number).to_have_text("3")
    keys.press("Control+Alt+ArrowUp")
    expect(words(desk)).to_be_focused()
    keys.press("F1")
    expect(desk.page.get_by_role("dialog", name="Kortkommandon")).to_be_visible()
    keys.press("Escape")
    expect(words(desk)).to_be_focused()

    keys.press("Shift+F2")
    fields = desk.item.locator(".round textarea[data-save]")
    expect(fields).to_have_count(2)  # Sveriges Lärare and Kommunal have rows there already
    expect(fields.first).to_be_focused()
    with desk.page.expect_response("**/spara/"):
        keys.type("Läget är gott.")
        keys.press("Tab")
    expect(fields.nth(1)).to_be_focused()
    expect(desk.page.locator("#sparat")).to_contain_text("Sparat ")
    assert Entry.objects.filter(text="Läget är gott.").count() == 1
    keys.press("Shift+F2")
    expect(fields).to_have_count(2)


def test_chosen_answers_stay_chosen_when_another_row_changes(desk):
    desk = desk()
    desk.choose_kind("Svar")
    desk.line.get_by_role("checkbox", name="Stycke 2").check()

    desk.change("Stycke 10", "Stycke 10, ändrat.")

    expect(desk.line.get_by_role("checkbox", name="Stycke 2")).to_be_checked()
    desk.go_to("4")
    expect(desk.line.get_by_role("checkbox", name="Stycke 2")).not_to_be_checked()


def test_at_rest_the_line_leaves_a_small_screen_to_the_paper(desk):
    desk = desk(viewport={"width": 320, "height": 640})
    assert desk.line.bounding_box()["height"] < 640 / 3
    words(desk).focus()
    expect(desk.line.get_by_text("Fler val")).to_be_visible()


@pytest.mark.slow
def test_what_the_line_asks_and_the_list_of_keys_are_for_everybody(desk):
    desk = desk()
    words(desk).fill("facket: Vi undrar << +kim 15 mars §11")
    expect(becomes(desk).get_by_role("group", name="Menar du Kommunal")).to_be_visible()
    assert axe.complaints(desk.page) == []
    words(desk).fill("f. Vision har frågat << okänt5")
    expect(becomes(desk)).to_contain_text("är ingen genväg")
    desk.page.keyboard.press("F1")
    expect(desk.page.get_by_role("dialog", name="Kortkommandon")).to_be_visible()
    assert axe.complaints(desk.page) == []


def test_who_types_on_when_a_row_comes_back_writes_the_next_row(desk, world, meeting):
    """An answer that does not say to what comes back into the line; what is typed on is not it."""
    item = meeting.items.all()[2]
    for asked in ("Varför?", "När?"):
        builders.add_row(item, asked, by=world.sara, kind="question", speaks=[world.vision])
    desk = desk()
    desk.page.keyboard.press("F2")
    words(desk).fill("s. Vi återkommer.")
    words(desk).press("Enter")
    expect(words(desk)).to_have_value("s. Vi återkommer.")
    desk.page.keyboard.type("b. Mötet flyttas.")
    expect(words(desk)).to_have_value("b. Mötet flyttas.")
    expect(desk.page.locator("form[data-line] [data-errors]")).to_have_count(0)
    expect(desk.page.locator("[data-waiting]")).to_contain_text("Vi återkommer.")
    words(desk).press("Enter")
    expect(desk.page.locator("[data-row]", has_text="Mötet flyttas.")).to_be_visible()
    desk.page.get_by_role("button", name="Svara i raden").click()
    expect(words(desk)).to_have_value("s. Vi återkommer.")
