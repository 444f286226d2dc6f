"""Items with scripts: moved by keyboard with the focus, and an utfall with its sentence."""

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem
from tests import builders

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_browser, cast, item):
    page = open_browser(cast.sara)
    page.goto(f"/moten/{item.meeting_id}/skriv/?punkt={item.pk}")
    return page


def test_rows_and_items_move_by_keyboard_and_keep_the_focus(page, cast, item):
    for text in ("Det första.", "Det andra."):
        builders.add_row(item, text, by=cast.sara)
    page.reload()
    page.get_by_role("textbox", name="Nytt stycke").fill("Ännu inte tillagt")
    row = page.get_by_role("link", name="Ändra stycket: Det första.")
    row.focus()
    page.keyboard.press("Alt+ArrowDown")
    texts = page.locator(f"#punkt-{item.pk} [data-row] .tx")
    expect(texts.first).to_contain_text("Det andra.")
    expect(row).to_be_focused()

    section = page.locator(f"#punkt-{item.pk}")
    section.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(section.locator(".no").first).to_have_text("6")
    expect(section).to_be_focused()
    expect(page.locator("[data-number]")).to_have_text("6")
    expect(page.get_by_role("textbox", name="Nytt stycke")).to_have_value("Ännu inte tillagt")
    assert [i.heading for i in item.meeting.document().top_items()][5] == item.heading


def test_an_utfall_proposes_its_sentence_and_asks_about_another(page, item):
    page.locator(f"#punkt-{item.pk} > header").get_by_role("link", name="Sätt utfall").click()
    page.get_by_label("Utfall").select_option(label="Samverkan avslutad, parterna är eniga")
    sentence = page.get_by_label("Mening")
    expect(sentence).to_have_value("Budget och verksamhetsplan samverkades.")
    sentence.fill("Parterna är oeniga.")
    page.get_by_role("button", name="Spara utfallet").click()
    expect(page.get_by_text("Meningen talar om oenighet").first).to_be_visible()
    expect(sentence).to_have_value("Parterna är oeniga.")
    assert AgendaItem.objects.get(pk=item.pk).outcome == ""


def test_a_phrase_goes_into_the_line_where_the_cursor_was(page, cast):
    cast.group.phrases.create(words="{organisation} har inget att invända mot {rubrik}.")
    page.reload()
    line = page.get_by_role("textbox", name="Nytt stycke")
    line.fill("Först.")
    page.locator("form[data-line] summary").click()
    page.locator("form[data-line]").get_by_label("Från").select_option(label="Vision")
    page.locator("form[data-line]").get_by_label("Fras").fill(
        "[organisation] har inget att invända mot budget och verksamhetsplan."
    )
    expect(line).to_have_value(
        "Först. Vision har inget att invända mot budget och verksamhetsplan."
    )
    expect(line).to_be_focused()
