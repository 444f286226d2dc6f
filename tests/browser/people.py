"""What people do in the pages. The same steps work with and without scripts unless they say so."""

import re
from concurrent.futures import ThreadPoolExecutor

from django.core.management import call_command
from django.db import connections
from playwright.sync_api import expect

from tests import builders

PHONE = {"width": 390, "height": 844}
NO_SCRIPTS = {"java_script_enabled": False}
WORDS = "Ramen är 11 mnkr."  # a row that stands already


def sign_in(page, user):
    page.goto("/konto/logga-in/")
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord", exact=True).fill(builders.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", level=1, name="Min sida")).to_be_visible()


def let_the_worker_work():
    """Its own thread, as it is a process of its own: Playwright's event loop runs in this one."""
    with ThreadPoolExecutor(1) as worker:
        worker.submit(_work).result()


def _work():
    try:
        call_command("worker", once=True)
    finally:
        connections.close_all()


# --- The secretary -------------------------------------------------------------------------------


def plan_meeting(page, group, day, *, starts="13.00", place="Rum Linden"):
    """Nytt möte, from the group's own page."""
    page.goto(group.get_absolute_url())
    page.get_by_role("link", name="Nytt möte").first.click()
    page.get_by_label("Dag", exact=True).fill(f"{day:%Y-%m-%d}")
    page.get_by_label("Börjar").fill(starts)
    page.get_by_label("Slutar").fill("")
    page.get_by_label("Plats").fill(place)
    page.get_by_role("button", name="Skapa mötet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(day.year))


def mark(page, name, word="Här"):
    """Närvaro: one person's row."""
    row = page.get_by_role("group", name=name, exact=True)
    row.locator("label", has_text=re.compile(f"^{word}$")).click()


def choose_adjusters(page, names):
    panel = page.locator("#justerare")
    for box in panel.get_by_role("checkbox").all():
        box.uncheck()
    for name in names:
        panel.get_by_role("checkbox", name=name).check()
    panel.get_by_role("button").click()
    expect(panel.get_by_role("button", name="Ändra justerare")).to_be_visible()


def add_guest(page, name, organisation):
    panel = page.locator("section", has=page.get_by_role("heading", name="Lägg till gäst"))
    panel.get_by_label("Namn").fill(name)
    panel.get_by_label("Organisation").fill(organisation)
    panel.get_by_role("button", name="Lägg till gästen").click()
    expect(page.get_by_role("group", name=name, exact=True)).to_be_visible()


def finish(page):
    """Avsluta mötet: with scripts a dialog asks first, without them a page."""
    page.get_by_role("link", name="Avsluta mötet").click()
    page.get_by_role("button", name="Avsluta mötet").click()
    expect(page.get_by_role("link", name="Skicka till justering").first).to_be_visible()


def make_done(page):
    """Gör klart, where nobody adjusts: a dialog asks first, without scripts a page."""
    page.get_by_role("link", name="Gör klart").click()
    page.get_by_role("button", name="Gör klart").click()
    expect(page.get_by_role("button", name="Gör klart")).to_have_count(0)


def send_for_signing(page):
    page.get_by_role("link", name="Skicka till justering").first.click()
    page.get_by_role("button", name="Skicka till justering").click()
    expect(page.get_by_role("heading", name="Protokollet förbereds för justering")).to_be_visible()


def download(page, link) -> bytes:
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()


class Desk:
    """Skriv, as the secretary works in it."""

    def __init__(self, page):
        self.page = page
        self.line = page.get_by_role("form", name="Nytt stycke")

    def go_to(self, number):
        """Choose the item in the outline."""
        own = self.page.locator(".n", has_text=re.compile(f"^{re.escape(number)}$"))
        rail = self.page.get_by_role("navigation", name="Dagordning")
        rail.get_by_role("link").filter(has=own).click()
        expect(self.line.locator("[data-number]")).to_have_text(number)

    @property
    def item(self):
        """The item that is being written in, with what stands below it."""
        return self.page.locator("[data-place].now")

    def write(self, text, kind="Anteckning", *, parties=(), title="", answers=(),
              result="Besvarad", actions=()):  # fmt: skip
        """A new row, last in the item, through the line at the bottom."""
        self.choose_kind(kind)
        if parties or title:
            self.show_more()
        if parties:
            self.line.get_by_label("Från", exact=True).select_option(parties[0])
        if title:
            self.line.get_by_label("Kort titel").fill(title)
        if answers:
            self.forget_proposal()
        for question in answers:
            self.line.get_by_role("checkbox", name=question).check()
            self.line.get_by_label("Resultat").select_option(result)
        for responsible, due in actions[:1]:
            self.show_more()
            promise = self.line.get_by_role("group", name="Åtgärd")
            promise.get_by_label("Ansvarig").fill(responsible)
            promise.get_by_label("Klart senast").fill(due)
        self.line.locator("textarea[name=text]").fill(text)
        used = self.ref
        self.line.get_by_role("button", name="Lägg till").click()
        expect(self.line.locator("[name=ref]")).not_to_have_value(used)

    @property
    def ref(self):
        return self.line.locator("[name=ref]").input_value()

    def choose_kind(self, kind):
        radio = self.line.get_by_role("radio", name=kind, exact=True)
        if not radio.is_visible():
            self.show_more()
        radio.locator("..").click()

    def forget_proposal(self):
        """Of the questions to answer, have none chosen and all in sight."""
        elsewhere = self.line.locator("details.elsewhere:not([open]) > summary")
        if elsewhere.count():
            elsewhere.click()
        for box in self.line.locator("[name=answers]:checked").all():
            box.uncheck()

    def show_more(self):
        more = self.line.locator("details.sn-more")
        if more.get_attribute("open") is None:
            more.locator("summary").click()

    def add_below(self, heading):
        """A sub-item of the item that is being written in; afterwards it is written in itself."""
        self.item.get_by_role("link", name="Lägg till underpunkt").click()
        self.page.get_by_label("Underpunktens rubrik").fill(heading)
        self.page.get_by_role("button", name="Lägg till underpunkten").click()
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    def set_outcome(self, words):
        self.item.get_by_role("link", name="Sätt utfall").click()
        self.page.get_by_label("Utfall", exact=True).select_option(words)
        self.page.get_by_role("button", name="Spara utfallet").click()
        expect(self.page.get_by_role("button", name="Spara utfallet")).to_have_count(0)
        expect(self.item.locator(".utf")).to_contain_text(words)

    def row(self, text):
        """The row that is read with this text."""
        return self.page.locator("[data-row]:not([data-editing])").filter(has_text=text)

    def open(self, text):
        """Open the row for change; what is given back is its form."""
        self.row(text).get_by_role("link", name="Ändra stycket").click()
        expect(self.opened).to_be_visible()
        return self.opened

    @property
    def opened(self):
        return self.page.locator("form[data-editing]")

    def change(self, text, to):
        self.open(text).get_by_label("Text", exact=True).fill(to)
        self.opened.get_by_role("button", name="Spara och stäng").click()
        expect(self.row(to)).to_be_visible()
        expect(self.opened).to_have_count(0)

    def move(self, text, button):
        self.open(text).get_by_role("button", name=button).click()
        expect(self.opened).to_have_count(0)

    def delete(self, text):
        self.open(text).get_by_role("button", name="Ta bort").click()
        expect(self.opened).to_have_count(0)
        expect(self.row(text)).to_have_count(0)

    def undo(self):
        """Ångra, beside the news of what was taken away."""
        self.page.get_by_role("button", name="Ångra").first.click()

    def fill_round(self, party, text):
        """A party's own field of a runda."""
        field = self.item.get_by_role("textbox", name=party, exact=True)
        field.fill(text)
        store = field.locator("xpath=ancestor::form").get_by_role("button", name="Spara")
        if store.is_visible():
            store.click()
        else:
            field.blur()
            expect(self.page.locator("#sparat")).to_contain_text("Sparat")
        expect(self.item.get_by_role("textbox", name=party, exact=True)).to_have_value(text)

    @property
    def rows(self):
        """The words of the rows in the item, for expect(…).to_have_text([…])."""
        return self.item.locator("[data-row] .tx > p:not(.title, .meta)")


# --- Adjusters, and anybody ----------------------------------------------------------------------


def say_yes(page, note=""):
    """Ja, jag justerar, on the page of signing."""
    page.get_by_role("radio", name="Ja, jag justerar").check()
    if note:
        page.get_by_text("Lägg till en egen rad").click()
        page.get_by_label("Egen rad vid underskriften").fill(note)
    page.get_by_label("lösenord").fill(builders.PASSWORD)
    page.get_by_role("button", name="Justera protokollet").click()


def say_no(page, item, reason):
    page.get_by_role("radio", name="Nej, texten stämmer inte").check()
    page.get_by_label("Vilken punkt gäller det?").select_option(label=item)
    page.get_by_label("Vad stämmer inte?").fill(reason)
    page.get_by_role("button", name="Skicka tillbaka protokollet").click()


def fields_of(page) -> list[str]:
    """What the reading page says, field by field."""
    said = ":is(h2, h3, h4, .tx > p:not(.meta), .tx li, p.meta > *, p.sub > *)"
    fields = page.locator(f".paper .item {said}").all_inner_texts()
    return [text for text in fields if text.strip()]


def validate(page, content, path):
    """/validera/ with a file of this content."""
    path.write_bytes(content)
    page.goto("/validera/")
    page.get_by_label("pdf").set_input_files(path)
    page.get_by_role("button", name="Kontrollera", exact=True).click()
