"""A whole meeting of nineteen items, written by somebody who never touches the mouse."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import StandingItem, State
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADINGS = (
    "Mötets öppnande, Dagordningen, Val av justerare, Föregående protokoll, Balanslista, "
    "Besök från HR, Kvarvarande frågor, Information från arbetsgivaren, "
    "De fackliga organisationerna, Ärenden till nämnden, Månadens tema, Verksamhet och kvalitet, "
    "Kompetensförsörjning, Ekonomi och budget, Riktlinjer och rutiner, Skyddskommitté, "
    "Föranmälda frågor, Övriga frågor, Mötet avslutas"
).split(", ")

# What is typed in the line of each item; the last of them is typed in a row of its own.
TYPED = {
    1: ["Jonas Öberg öppnade mötet."],
    2: ["Dagordningen godkändes."],
    4: ["Protokollet lades till handlingarna."],
    5: ["-"],
    6: ["Vision har fått ett svar om friskvården."],
    8: ["ag: Ramen för 2027 är 11 mnkr.",
        "f. kommunal: När blir schemat klart? << +jonas nästa möte", "s. ag: Vi återkommer."],
    10: ["b. Nämnden får förslaget i december. << §11", "å. Skicka underlaget << +jonas 15.12"],
    11: ["-"],
    14: ["kommunal, vision: Vi vill se siffrorna per enhet.", "i. sveriges lärare"],
    17: ["f. vision: Vem ringer den som är sjuk?", "s. ag: Närmaste chef.",
         "o. kommunal: Vi är oeniga om rutinen."],
    19: ["Ordföranden tackade och avslutade."],
}  # fmt: skip


@pytest.fixture
def meeting(transactional_db):
    cast = builders.world()
    cast.group.standing_items.all().delete()
    StandingItem.objects.bulk_create(
        StandingItem(group=cast.group, heading=heading, order=order, is_round=heading[:2] == "De")
        for order, heading in enumerate(HEADINGS)
    )
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    meeting.cast = cast
    return meeting


class Keyboard:
    """What hands without a mouse can do."""

    def __init__(self, page):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type

    def tab_to(self, name, *, most=120, backwards=False):
        """Tab until this has the focus."""
        for _step in range(most):
            self.press("Shift+Tab" if backwards else "Tab")
            if name in self.focused:
                return
        raise AssertionError(f"{name} is not reached with Tab; last was {self.focused}")

    @property
    def focused(self):
        return self.page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return '';
              const label = one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent;
              return `${label ?? ''} ${one.textContent}`.replace(/\\s+/g, ' ').trim();
            }"""
        )


def test_a_meeting_of_nineteen_items(open_browser, meeting):
    page = open_browser()
    hands = Keyboard(page)
    sign_in(page, hands, meeting.cast.sara)
    page.goto(f"/moten/{meeting.pk}/skriv/")
    write_all(page, hands)
    correct_a_row(page, hands)
    set_an_outcome(page, hands)
    finish(page, hands)
    assert said(meeting) == EXPECTED
    items = {item.number: item for item in meeting.document().items()}
    question, answer = items["8"].entries[1:]
    assert (question.asked_of, answer.answers) == ("Jonas Öberg", (question.ref,))
    assert items["10"].legal_basis == ("11\u00a0§ MBL",)
    assert [party.name for party in items["14"].entries[0].concurs] == ["Sveriges Lärare"]


def sign_in(page, hands, user):
    page.goto("/konto/logga-in/")
    hands.tab_to("E-post")
    hands.type(user.email)
    hands.tab_to("Lösenord")
    hands.type(builders.PASSWORD)
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Min sida")).to_be_visible()


def write_all(page, hands):
    line = page.locator("form[data-line]")
    for number in range(1, len(HEADINGS) + 1):
        if number > 1:
            hands.press("F8")
        expect(line.locator("[data-number]")).to_have_text(str(number))
        if number == 9:
            write_round(page, hands)
        hands.press("F2")
        for words in TYPED.get(number, ()):
            if words.startswith("s."):  # whoever answers sees first which question it is
                expect(line.locator("[name=answers]:checked")).to_have_count(1)
            hands.type(words)
            hands.press("Enter")
    rows = sum(len(rows) for rows in TYPED.values()) - 1  # who concurs makes no row
    expect(page.locator("[data-row]:not(:has(textarea))")).to_have_count(rows)


def write_round(page, hands):
    """The parties' fields stand one after another."""
    fields = page.locator("[data-place='9'] textarea[data-save]")
    expect(fields).to_have_count(4)
    hands.press("Shift+F2")
    expect(fields.first).to_be_focused()
    hands.type("Vi har inget nytt.")
    hands.press("Tab")
    hands.type("Schemat är för tätt.")
    hands.press("Tab")
    expect(page.locator("#sparat")).to_contain_text("Sparat")


def correct_a_row(page, hands):
    """Open, change, close; then think again."""
    row = page.locator("[data-row]", has_text="Ordföranden tackade")
    row.get_by_role("link", name=re.compile("^Ändra stycket")).focus()
    hands.press("Enter")
    expect(page.locator("form[data-editing] textarea.edit")).to_be_focused()
    hands.type(" Klockan var tre.")
    hands.press("Control+Enter")
    expect(
        page.locator("[data-row]:not([data-editing])", has_text="Klockan var tre.")
    ).to_be_visible()
    expect(page.locator("form[data-editing]")).to_have_count(0)
    hands.press("Control+z")
    expect(page.locator("[data-row]", has_text="Klockan var tre.")).to_have_count(0)
    hands.press("Control+y")
    expect(page.locator("[data-row]", has_text="Klockan var tre.")).to_have_count(1)


def set_an_outcome(page, hands):
    item = page.locator("[data-place='10']")
    item.focus()
    hands.tab_to("Sätt utfall", most=12)
    hands.press("Enter")
    expect(page.get_by_label("Utfall", exact=True)).to_be_focused()
    hands.type("Samverkan avslutad, parterna")
    hands.tab_to("Spara utfallet", most=12)
    hands.press("Enter")
    expect(item.locator(".utf")).to_contain_text("Samverkan avslutad, parterna är eniga")
    expect(page.locator("form[data-line] textarea[name=text]")).to_be_focused()


def finish(page, hands):
    hands.tab_to("Avsluta mötet", most=200, backwards=True)
    hands.press("Enter")
    expect(page.get_by_role("dialog", name="Avsluta mötet")).to_be_visible()
    hands.tab_to("Avsluta mötet", most=8)
    hands.press("Enter")
    expect(page.get_by_role("link", name="Skicka till justering").first).to_be_visible()


def said(meeting):
    meeting.refresh_from_db()
    return [
        (item.number, entry.kind, ", ".join(p.name for p in entry.parties), entry.text)
        for item in meeting.document().items()
        for entry in item.entries
        if entry.text
    ]


EXPECTED = [
    ("1", "note", "", "Jonas Öberg öppnade mötet."),
    ("2", "note", "", "Dagordningen godkändes."),
    ("4", "note", "", "Protokollet lades till handlingarna."),
    ("5", "note", "", "Inget att ta upp"),
    ("6", "note", "", "Vision har fått ett svar om friskvården."),
    ("8", "note", "Arbetsgivaren", "Ramen för 2027 är 11 mnkr."),
    ("8", "question", "Kommunal", "När blir schemat klart?"),
    ("8", "answer", "Arbetsgivaren", "Vi återkommer."),
    ("9", "note", "Arbetsgivaren", "Vi har inget nytt."),
    ("9", "note", "Kommunal", "Schemat är för tätt."),
    ("10", "decision", "", "Nämnden får förslaget i december."),
    ("10", "action", "", "Skicka underlaget"),
    ("11", "note", "", "Inget att ta upp"),
    ("14", "note", "Kommunal, Vision", "Vi vill se siffrorna per enhet."),
    ("17", "question", "Vision", "Vem ringer den som är sjuk?"),
    ("17", "answer", "Arbetsgivaren", "Närmaste chef."),
    ("17", "disagreement", "Kommunal", "Vi är oeniga om rutinen."),
    ("19", "note", "", "Ordföranden tackade och avslutade. Klockan var tre."),
]


def test_an_answer_typed_before_the_question_is_stored_waits_on_the_paper(open_browser, meeting):
    page = open_browser(meeting.cast.sara)
    page.goto(f"/moten/{meeting.pk}/skriv/?punkt={meeting.items.first().pk}")
    hands = Keyboard(page)
    hands.press("F2")
    page.context.set_offline(True)
    for words in ("f. vision: När börjar vi?", "s. ag: I maj."):
        hands.type(words)
        hands.press("Enter")
    hands.type("Det som skrivs sedan")
    page.context.set_offline(False)
    asks = page.get_by_role("button", name="Svara i raden")
    expect(asks).to_be_visible()
    expect(page.locator("form[data-line] textarea[name=text]")).to_have_value(
        "Det som skrivs sedan"
    )
    expect(page.locator("[data-waiting]")).to_contain_text("I maj.")
    hands.press("Enter")
    expect(page.locator("[data-row]", has_text="Det som skrivs sedan")).to_be_visible()
    hands.tab_to("Svara i raden", backwards=True)
    hands.press("Enter")
    expect(page.locator("form[data-line] textarea[name=text]")).to_be_focused()
    expect(page.locator("form[data-line] [name=answers]:checked")).to_have_count(1)
    hands.press("Enter")
    expect(asks).to_have_count(0)
    expect(page.locator("#om-punkten")).to_contain_text("1 fråga, alla besvarade")
    assert [text for _number, _kind, _who, text in said(meeting)] == [
        "När börjar vi?",
        "Det som skrivs sedan",
        "I maj.",
    ]
