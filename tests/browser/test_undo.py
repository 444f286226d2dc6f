"""Ctrl+Z after what was done on the desk; two texts put together; a row split where one writes."""

import pytest
from playwright.sync_api import expect

from meetings.models import Entry
from tests import builders

pytestmark = pytest.mark.browser

WORDS = "Ramen är 11 mnkr. Den ökar."


@pytest.fixture
def row(item, cast):
    return builders.add_row(item, WORDS, by=cast.sara)


def test_ctrl_z_undoes_a_deletion_and_an_added_row_but_never_typed_words(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)
    page, field = desk.page, desk.line.locator("textarea[name=text]")
    angra = page.locator("#angra")

    desk.delete(WORDS)
    expect(angra).to_contain_text("Ångra: stycket borttaget")
    page.keyboard.press("Control+z")
    expect(desk.row(WORDS)).to_be_visible()
    expect(angra).to_contain_text("Gör om: stycket borttaget")
    page.keyboard.press("Control+y")
    expect(desk.row(WORDS)).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(desk.row(WORDS)).to_be_visible()

    desk.write("Ett stycke till.")
    expect(desk.row("Ett stycke till.")).to_be_visible()
    expect(field).to_be_focused()
    field.press_sequentially("ord")
    page.keyboard.press("Control+z")  # the browser's own: these words were never sent
    expect(desk.row("Ett stycke till.")).to_be_visible()
    field.fill("")
    page.keyboard.press("Control+z")
    expect(desk.row("Ett stycke till.")).to_have_count(0)
    expect(field).to_be_focused()


def test_what_saved_itself_is_undone_after_a_reload_too(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)
    desk.change(WORDS, "Ramen är 12 mnkr.")
    desk.page.reload()
    desk.page.locator("#angra").get_by_role("button", name="Ångra: texten ändrad").click()
    expect(desk.row(WORDS)).to_be_visible()
    assert Entry.objects.get(pk=row.pk).text == WORDS


def test_two_texts_with_their_differences_are_written_together(at_the_desk, cast, row):
    builders.secretary(cast.group, cast.hanna)
    sara, hanna = at_the_desk(cast.sara), at_the_desk(cast.hanna)
    for desk in (sara, hanna):
        desk.open(WORDS)
    hanna.opened.get_by_label("Text", exact=True).fill(WORDS.replace("11", "12"))
    expect(hanna.page.locator("#sparat")).to_contain_text("Sparat ")

    sara.opened.get_by_label("Text", exact=True).fill(WORDS.replace("ökar", "minskar"))
    both = sara.page.locator("[data-conflict]")
    expect(both.locator("ins")).to_have_text(["Tillagt: minskar", "Tillagt: 12"])
    expect(both.locator("del")).to_have_text(["Borttaget: ökar", "Borttaget: 11"])
    together = "Ramen är 12 mnkr. Den minskar."
    expect(both.get_by_label("Båda ändringarna i en text.")).to_have_value(together)
    both.get_by_role("button", name="Spara den ihopskrivna texten").click()

    expect(sara.row(together)).to_be_visible()
    assert Entry.objects.get(pk=row.pk).text == together


def test_a_row_is_divided_where_the_cursor_stands(at_the_desk, cast, row):
    desk = at_the_desk(cast.sara)
    text = desk.open(WORDS).get_by_label("Text", exact=True)
    text.fill("😀 Ramen ökar. Det är bra.")
    text.evaluate("(area) => area.setSelectionRange(15, 15)")
    desk.opened.get_by_role("button", name="Dela").click()
    expect(desk.rows).to_have_text(["😀 Ramen ökar.", "Det är bra."])
    desk.page.locator("#angra").get_by_role("button", name="Ångra: stycket delat").click()
    expect(desk.rows).to_have_text(["😀 Ramen ökar. Det är bra."])
