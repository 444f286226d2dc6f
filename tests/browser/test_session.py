"""The session ends while somebody writes: no word of the line is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import Entry, State
from tests import builders
from tests.browser import people

pytestmark = pytest.mark.browser


def test_the_line_keeps_its_words_until_they_can_be_sent(open_browser, transactional_db):
    cast = builders.world()
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    page = open_browser(cast.sara)
    page.goto(f"/moten/{meeting.pk}/skriv/")
    field = page.locator("form[data-line] textarea[name=text]")
    Session.objects.all().delete()

    field.fill("Ramen är 12 mnkr.")
    field.press("Enter")

    waiting = page.locator("[data-waiting]")
    expect(waiting).to_contain_text("Ramen är 12 mnkr.")
    expect(waiting).to_contain_text("Inte skickat än")
    people.sign_in(page.context.new_page(), cast.sara)
    # The sign-in made the page's token old. The new one is fetched when the page is looked at.
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(waiting).to_have_count(0)
    expect(page.locator("#punkt-" + str(meeting.items.first().pk))).to_contain_text("12 mnkr")
    assert Entry.objects.filter(text="Ramen är 12 mnkr.").count() == 1
