"""Files and pasted text in Skriv, with scripts, as the secretary meets them."""

import pytest
from playwright.sync_api import expect

from meetings.models import Attachment, Entry
from tests import builders
from tests.browser.axe import TABLE, complaints
from tests.browser.people import Desk

pytestmark = pytest.mark.browser

# As Word puts it on the clipboard: its own lists, its own bold, and styles nobody asked for.
WORD = """<html><head><style>p.MsoNormal{font-size:11pt}</style></head><body><!--StartFragment-->
<p class=MsoNormal>SACO undrar över sid 76. <b>Vad avses?</b></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;
</span>Lokaler</p>
<p class=MsoNormal>2024. Nästa möte</p><!--EndFragment--></body></html>"""
PLAIN = "SACO undrar över sid 76. Vad avses?\r\n·\tLokaler\r\n2024. Nästa möte\r\n"

# The event, and then what the browser itself does next.
PASTE = """(area, [plain, html]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", plain);
  if (html) clipboardData.setData("text/html", html);
  area.focus();
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  if (area.dispatchEvent(paste)) document.execCommand("insertText", false, plain);
}"""


@pytest.fixture
def desk(open_browser, meeting, item):
    page = open_browser(meeting.group.secretaries.get().user)
    page.goto(f"/moten/{meeting.pk}/skriv/?punkt={item.pk}")
    return Desk(page)


def line_of(desk):
    return desk.line.locator("textarea[name=text]")


def paste(area, plain, html=""):
    area.evaluate(PASTE, [plain, html])


def kinds_and_texts(item):
    return [(row.kind, row.text) for row in item.entries.standing()]


# --- Files ---------------------------------------------------------------------------------------


def test_a_file_comes_up_while_somebody_writes_and_is_referred_to(desk, item, tmp_path):
    page, panel = desk.page, desk.page.locator("#bilagor")
    file = tmp_path / "budget.pdf"
    file.write_bytes(builders.PDF + b"x" * 3_000_000)
    line_of(desk).fill("Jag skriver medan filen")
    panel.get_by_text("Lägg till bilaga", exact=True).click()
    panel.get_by_label("Fil", exact=True).set_input_files(file)
    panel.get_by_label("Namn", exact=True).fill("Budget 2025")
    page.evaluate(
        "document.addEventListener('htmx:xhr:progress', () => {"
        " window.seen = document.querySelector('#bilagor progress:not([hidden])')?.value ?? 0; })"
    )
    panel.get_by_role("button", name="Lägg till bilagan").click()
    expect(panel.get_by_role("link", name="Bilaga 1: Budget 2025")).to_be_visible()
    assert page.evaluate("window.seen") > 0
    expect(page.locator(f"#bilagor-{item.pk}")).to_contain_text("Budget 2025")
    expect(line_of(desk)).to_have_value("Jag skriver medan filen")

    panel.get_by_role("button", name="Se bilaga 1").click()
    expect(line_of(desk)).to_have_value("Jag skriver medan filen Se bilaga 1.")
    expect(line_of(desk)).to_be_focused()
    assert Attachment.objects.get().item == item


def test_a_wrong_file_is_refused_where_it_was_chosen(desk, tmp_path):
    panel = desk.page.locator("#bilagor")
    file = tmp_path / "faktura.pdf"
    file.write_bytes(b"MZ\x90\x00")
    panel.get_by_text("Lägg till bilaga", exact=True).click()
    panel.get_by_label("Fil", exact=True).set_input_files(file)
    panel.get_by_role("button", name="Lägg till bilagan").click()
    expect(panel.get_by_text("innehållet är något annat").last).to_be_visible()
    assert not Attachment.objects.exists()


# --- Pasted --------------------------------------------------------------------------------------


def test_what_comes_from_word_is_asked_about_once_and_becomes_rows(desk, item):
    page, dialog = desk.page, desk.page.get_by_role("dialog")
    paste(line_of(desk), PLAIN, WORD)
    expect(dialog.get_by_role("heading", name="Du har klistrat in 3 rader")).to_be_visible()
    dialog.get_by_text("Ett stycke per rad").click()
    expect(dialog.get_by_role("checkbox", name="Vad avses?")).to_be_checked()
    assert complaints(page) == []
    page.set_viewport_size(TABLE)
    dialog.get_by_role("button", name="Lägg till styckena").click()
    expect(dialog).to_have_count(0)
    expect(desk.row("2024. Nästa möte")).to_be_visible()
    assert kinds_and_texts(item) == [
        ("note", "SACO undrar över sid 76."),
        ("question", "Vad avses?"),
        ("note", "Lokaler"),
        ("note", "2024. Nästa möte"),
    ]
    expect(line_of(desk)).to_have_value("")
    expect(line_of(desk)).to_be_focused()
    page.locator("#toast-angra").get_by_role("button", name="Ångra").click()
    expect(desk.row("2024. Nästa möte")).to_have_count(0)


def test_escape_leaves_the_words_in_the_line_as_they_were_pasted(desk, item):
    line_of(desk).fill("Före ")
    line_of(desk).press("End")
    paste(line_of(desk), PLAIN, WORD)
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(line_of(desk)).to_have_value("Före " + PLAIN.replace("\r\n", "\n"))
    expect(line_of(desk)).to_be_focused()
    assert kinds_and_texts(item) == []


def test_what_is_pasted_into_a_row_comes_after_it_and_stands_nowhere_twice(desk, item, meeting):
    sara = meeting.group.secretaries.get().user
    row = builders.add_row(item, "Kommunal frågade:", by=sara)
    desk.page.reload()
    area = desk.open("Kommunal frågade:").get_by_label("Text", exact=True)
    paste(area, "Varför då?\nVad kostar det?")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_text("Ett stycke per rad").click()
    expect(dialog.get_by_role("checkbox", name="Varför då?")).to_be_checked()
    dialog.get_by_role("button", name="Lägg till styckena").click()
    expect(desk.row("Vad kostar det?")).to_be_visible()
    assert kinds_and_texts(item) == [
        ("note", "Kommunal frågade:"),
        ("question", "Varför då?"),
        ("question", "Vad kostar det?"),
    ]
    assert Entry.objects.get(pk=row.pk).text == "Kommunal frågade:"


def test_one_line_is_only_text(desk):
    paste(line_of(desk), "En enda rad.", "<p>En <b>enda</b> rad.</p>")
    expect(line_of(desk)).to_have_value("En enda rad.")
    desk.page.wait_for_timeout(200)
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
