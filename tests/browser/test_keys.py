"""Skriv at speed: the keys, the line at the bottom, and what happens when one runs ahead."""

import pytest
from playwright.sync_api import expect

from meetings.models import State
from tests import builders

pytestmark = pytest.mark.browser


@pytest.fixture
def world(transactional_db):
    return builders.world()


@pytest.fixture
def meeting(world):
    meeting = builders.meeting_in(State.ONGOING, world.group)
    builders.add_row(meeting.items.first(), "Jonas öppnar mötet.", by=world.sara)
    return meeting


@pytest.fixture
def desk(open_browser, world, meeting):
    """A page with Skriv open, signed in as Sara."""

    def open_desk(**options):
        page = open_browser(world.sara, **options)
        page.goto(f"/moten/{meeting.pk}/skriv/")
        return page

    return open_desk


def item(page, number):
    return page.locator(f'[data-place="{number}"]')


def line(page):
    return page.locator("form[data-line] textarea")


def open_row(page, text):
    page.locator("[data-row] .tx", has_text=text).click()
    area = page.locator("form[data-editing] textarea.edit")
    expect(area).to_be_focused()
    return area


def saved(page):
    expect(page.locator("#sparat")).to_contain_text("Sparat ")


def test_a_fast_writer_loses_nothing_and_keeps_the_order(desk):
    page = desk()
    page.keyboard.press("F2")
    for number in range(1, 6):
        page.keyboard.type(f"Rad {number}.")
        page.keyboard.press("Enter")
    page.keyboard.type("Inte klar än")
    expect(item(page, 1).locator("[data-row]")).to_have_count(6)
    texts = item(page, 1).locator(".tx").all_inner_texts()
    assert [text.strip() for text in texts[1:]] == [f"Rad {number}." for number in range(1, 6)]
    expect(line(page)).to_have_value("Inte klar än")


def test_a_row_that_could_not_be_sent_stands_on_the_paper_until_it_is(desk):
    page = desk()
    page.context.set_offline(True)
    line(page).fill("Utan nät.")
    page.keyboard.press("Enter")
    expect(item(page, 1).locator("[data-waiting]")).to_contain_text("Utan nät.")
    expect(line(page)).to_have_value("")
    page.context.set_offline(False)
    expect(item(page, 1).locator("[data-waiting]")).to_have_count(0)
    expect(item(page, 1)).to_contain_text("Utan nät.")


def test_f8_goes_to_the_next_item_and_the_line_follows(desk, meeting):
    page = desk()
    page.keyboard.press("F8")
    page.keyboard.press("F8")
    page.keyboard.press("Shift+F8")
    page.keyboard.press("F2")
    page.keyboard.type("I punkt två.")
    page.keyboard.press("Enter")
    expect(item(page, 2)).to_contain_text("I punkt två.")
    expect(page.locator("#om-punkten h2").first).to_have_text("I punkt 2")


def test_esc_leads_back_to_the_line_and_the_words_are_stored(desk):
    page = desk()
    open_row(page, "Jonas öppnar")
    page.keyboard.type(" Kort.")
    page.keyboard.press("Escape")
    expect(line(page)).to_be_focused()
    saved(page)


def test_what_is_typed_in_a_runda_is_kept_when_a_row_is_added_beside_it(desk):
    page = desk()
    field = item(page, 6).get_by_label("Kommunal")
    field.fill("Schemat är klart.")
    line(page).fill("En rad till i rundan.")
    page.keyboard.press("Enter")
    expect(item(page, 6)).to_contain_text("En rad till i rundan.")
    expect(field).to_have_value("Schemat är klart.")


def test_a_question_just_asked_can_be_answered(desk):
    page = desk()
    form = page.get_by_role("form", name="Nytt stycke")
    form.locator("label", has_text="Fråga").first.click()
    form.locator("summary", has_text="Fler val").click()
    form.get_by_label("Kort titel").fill("När börjar vi?")
    line(page).fill("Kommunal undrar när vi börjar.")
    page.keyboard.press("Enter")
    expect(item(page, 1)).to_contain_text("Kommunal undrar")
    form.locator("label", has_text="Svar").first.click()
    form.get_by_role("checkbox", name="När börjar vi?").check()
    line(page).fill("I maj.")
    page.keyboard.press("Enter")
    expect(item(page, 1)).to_contain_text("I maj.")
    expect(page.locator("#om-punkten")).to_contain_text("1 fråga, alla besvarade")


def test_without_contact_the_words_stay_and_are_saved_later(desk):
    page = desk()
    area = open_row(page, "Jonas öppnar")
    page.context.set_offline(True)
    page.keyboard.type(" Utan nät.")
    expect(page.locator("#sparat")).to_contain_text("ingen kontakt med servern")
    page.context.set_offline(False)
    saved(page)
    expect(area).to_have_value("Jonas öppnar mötet. Utan nät.")


def test_without_scripts_a_row_is_opened_changed_and_stored(desk):
    page = desk(java_script_enabled=False)
    page.get_by_role("link", name="Ändra stycket").first.click()
    page.locator("form[data-editing] textarea.edit").fill("Ändrat utan skript.")
    page.get_by_role("button", name="Spara och stäng").click()
    expect(item(page, 1)).to_contain_text("Ändrat utan skript.")
    page.locator("form[data-line] textarea").fill("Ny rad utan skript.")
    page.get_by_role("button", name="Lägg till", exact=False).first.click()
    expect(item(page, 1)).to_contain_text("Ny rad utan skript.")


def test_on_a_phone_the_steps_go_from_item_to_item(desk):
    page = desk(viewport={"width": 390, "height": 844})
    stepper = page.get_by_role("navigation", name="Byt punkt")
    stepper.get_by_role("link", name="Punkt 2").click()
    expect(stepper).to_contain_text("Punkt 2 av 7")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
