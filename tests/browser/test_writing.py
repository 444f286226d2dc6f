"""Skriv with scripts: text saves itself, and no typed word is ever lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import Entry
from tests import builders
from tests.browser import people
from tests.browser.people import WORDS

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^\s*Sparat \d\d\.\d\d")


def saved(desk):
    return expect(desk.page.locator("#sparat")).to_have_text(SAVED)


def stored(row):
    return Entry.objects.get(pk=row.pk)


def test_what_is_typed_saves_itself_and_is_there_after_a_reload(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)

    desk.open(WORDS).get_by_label("Text", exact=True).press_sequentially(" Den ökar.")

    saved(desk)
    assert stored(row).text == f"{WORDS} Den ökar."
    desk.page.reload()
    expect(desk.row(f"{WORDS} Den ökar.")).to_be_visible()


def test_two_who_write_in_the_same_row_get_both_texts(at_the_desk, cast, row):
    builders.secretary(cast.group, cast.hanna)
    sara, hanna = at_the_desk(cast.sara), at_the_desk(cast.hanna)
    mine, hers = "Ramen är 11,5 mnkr.", "Ramen är 12 mnkr."
    for desk in (sara, hanna):
        desk.open(WORDS)

    hanna.opened.get_by_label("Text", exact=True).fill(hers)
    saved(hanna)
    sara.opened.get_by_label("Text", exact=True).fill(mine)

    expect(sara.page.get_by_text("Två har ändrat samma stycke").first).to_be_visible()
    expect(sara.page.get_by_label("Din text")).to_have_value(mine)
    expect(sara.page.locator("[data-conflict]")).to_contain_text(hers)
    assert stored(row).text == hers
    sara.page.get_by_role("button", name="Använd min").click()
    expect(sara.row(mine)).to_be_visible()
    assert stored(row).text == mine


def test_a_session_that_has_ended_is_told_and_the_words_are_saved_later(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)
    text = desk.open(WORDS).get_by_label("Text", exact=True)
    Session.objects.all().delete()

    text.fill("Ramen är 12 mnkr.")

    status = desk.page.locator("#sparat")
    expect(status).to_contain_text("Inte sparat, du är utloggad")
    expect(text).to_have_value("Ramen är 12 mnkr.")
    assert stored(row).text == WORDS
    people.sign_in(desk.page.context.new_page(), cast.sara)
    expect(status).to_have_text(SAVED, timeout=15_000)
    assert stored(row).text == "Ramen är 12 mnkr."


def test_a_row_that_was_taken_away_comes_back(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)

    desk.delete(WORDS)
    desk.undo()

    expect(desk.row(WORDS)).to_be_visible()
    assert stored(row).deleted_at is None


def test_enter_adds_a_row_and_shift_enter_breaks_the_line(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)
    field = desk.line.locator("textarea[name=text]")

    field.press_sequentially("Första raden")
    field.press("Shift+Enter")
    field.press_sequentially("andra raden")
    field.press("Enter")

    expect(desk.rows).to_have_text([WORDS, re.compile("Första raden\\s*andra raden")])
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_text_in_an_open_row_is_stored_before_another_button_acts(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)
    desk.open(WORDS).get_by_label("Text", exact=True).fill("Ramen är 12 mnkr.")

    desk.write("Nästa stycke.")

    expect(desk.row("Nästa stycke.")).to_be_visible()
    assert stored(row).text == "Ramen är 12 mnkr."


def test_the_party_of_a_runda_writes_in_its_own_field(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)
    desk.go_to("6")

    desk.fill_round("Kommunal", "Semesterlistan ska anslås.")

    saved(desk)
    assert Entry.objects.filter(text="Semesterlistan ska anslås.").count() == 1


def test_an_answer_right_after_its_question_answers_it_and_both_stay_in_sight(
    at_the_desk, cast, row
):
    desk = at_the_desk(cast.sara)
    field = desk.line.locator("textarea[name=text]")
    desk.choose_kind("Fråga")

    for text in ("När börjar vi?", "I maj."):
        field.fill(text)
        field.press("Enter")
        expect(desk.row(text)).to_be_in_viewport()
        if text == "När börjar vi?":
            expect(desk.line.get_by_role("checkbox", name=text)).to_be_checked()

    expect(desk.page.locator("#om-punkten")).to_contain_text("1 fråga, alla besvarade")
    expect(desk.line.get_by_role("radio", name="Anteckning")).to_be_checked()
