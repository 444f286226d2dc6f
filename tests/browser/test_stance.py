"""Ta ställning: by keyboard alone on a phone, and in a browser without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import State
from tests import builders
from tests.browser import axe, people

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READ = "Tiden räcker inte till att då ansvara för fler."
BETTER = "Tiden räcker inte till för att ansvara för fler."


@pytest.fixture
def rows(transactional_db):
    """Two rows with a proposal each, of a meeting that is out for synpunkter."""
    cast = builders.world()
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    items = list(meeting.items.standing())[:2]
    for item in items:
        item.meeting = meeting
    rows = [builders.add_row(item, READ, by=cast.sara) for item in items]
    meeting.finish(by=cast.sara)
    builders.settle(meeting, by=cast.sara)
    meeting.send_for_comments(by=cast.sara)
    for row, user in zip(rows, (cast.kim, cast.mira), strict=True):
        row.item.meeting = meeting
        builders.comment(meeting, user, BETTER, row=row, proposes=True)
    return rows


@pytest.fixture
def page(open_browser, rows):
    def opened(**options):
        meeting = rows[0].item.meeting
        page = open_browser(meeting.group.secretaries.first().user, **options)
        page.goto(reverse("stance", args=[meeting.pk]))
        return page

    return opened


def test_by_keyboard_on_a_phone_the_focus_goes_from_one_to_the_next(page, rows):
    page = page(viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Använd den nya texten").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 av 2 klara")).to_be_visible()
    expect(page.get_by_role("heading", name="Val av justerare")).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text(
        "Synpunkten är införd. Kim Berg får ett mejl."
    )
    page.get_by_role("link", name="Behåll texten").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Varför?")).to_be_focused()
    page.get_by_role("button", name="Behåll texten").click()
    expect(page.get_by_text("Skriv varför texten behålls.").first).to_be_visible()
    assert axe.complaints(page) == []
    page.get_by_label("Varför?").fill("Så sa hon.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 av 2 klara")).to_be_visible()
    expect(page.get_by_text("Alla synpunkter är klara", exact=True)).to_be_visible()
    for row in rows:
        row.refresh_from_db()
    assert [row.text for row in rows] == [BETTER, READ]


def test_without_scripts_every_answer_works(page, rows):
    page = page(**people.NO_SCRIPTS)
    page.get_by_role("link", name="Skriv på ett annat sätt").first.click()
    page.get_by_label("Stycket").fill("Tiden räcker inte.")
    page.get_by_role("button", name="Spara texten").click()
    expect(page.get_by_text("Synpunkten är delvis införd.")).to_be_visible()
    page.get_by_text("Fler svar").click()
    page.get_by_role("link", name="Låt båda lydelserna stå").click()
    page.get_by_role("button", name="Låt båda lydelserna stå").click()
    expect(page.get_by_text("2 av 2 klara")).to_be_visible()
    rows[0].refresh_from_db()
    assert rows[0].text == "Tiden räcker inte."
    assert [row.text for row in rows[1].item.entries.standing()] == [READ, BETTER]


def test_words_that_are_not_saved_stay_when_another_answer_is_chosen(page, rows):
    page = page()
    page.get_by_role("link", name="Behåll texten").first.click()
    page.get_by_label("Varför?").fill("Så sa hon på mötet.")
    page.get_by_role("button", name="Använd den nya texten").last.click()
    expect(page.get_by_text("Spara eller avbryt det du skriver här först.")).to_be_visible()
    expect(page.get_by_label("Varför?")).to_have_value("Så sa hon på mötet.")
    expect(page.get_by_label("Varför?")).to_be_focused()
    page.get_by_role("button", name="Behåll texten").click()
    expect(page.get_by_text("1 av 2 klara")).to_be_visible()
    page.get_by_role("button", name="Använd den nya texten").click()
    expect(page.get_by_text("2 av 2 klara")).to_be_visible()
