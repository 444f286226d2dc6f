"""One adjuster says no: everybody is told, the text is mended, and all sign anew."""

import pytest
from playwright.sync_api import expect

from meetings.models import State
from tests import builders
from tests.browser import people
from tests.browser.people import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WRONG = "Nämnden har beslutat om ramen."
RIGHT = "Nämnden beslutar om ramen den 12 mars."
REASON = "Nämnden har inte beslutat än."


@pytest.fixture
def meeting(transactional_db, keys):
    """A meeting that goes on, with one row that is not right."""
    cast = builders.world()
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    builders.settle(meeting, by=cast.sara)
    item = meeting.items.get(heading="Budget och verksamhetsplan")
    builders.add_row(item, WRONG, by=cast.sara)
    return meeting


def test_a_no_is_told_to_all_mended_and_signed_anew_by_all(open_browser, meeting):
    users = [adjuster.user for adjuster in meeting.serving_adjusters()]
    assert len(users) == 4
    secretary = open_browser(meeting.group.secretaries.get().user)
    pages = {user: open_browser(user, viewport=people.PHONE) for user in users}
    secretary.goto(f"/moten/{meeting.pk}/skriv/")
    people.finish(secretary)
    send(secretary)
    first, second, *_others = users

    sign(pages[first], meeting)
    pages[second].goto(f"/moten/{meeting.pk}/justera/")
    people.say_no(pages[second], "5 Budget och verksamhetsplan", REASON)

    expect(pages[second].get_by_role("heading", level=1)).to_have_text(
        "Du har skickat tillbaka protokollet"
    )
    everybody_is_told(secretary, pages.values(), meeting, by=meeting.adjuster_for(second).party)
    mend(secretary, meeting)
    send(secretary)
    for page in pages.values():
        sign(page, meeting)
    people.let_the_worker_work()
    pages[second].goto(f"/protokoll/{meeting.pk}/")
    expect(pages[second].get_by_role("article")).to_contain_text(RIGHT)
    expect(pages[second].get_by_role("heading", name="Justerat")).to_be_visible()


def send(page):
    people.send_for_signing(page)
    people.let_the_worker_work()


def sign(page, meeting):
    page.goto(f"/moten/{meeting.pk}/justera/")
    people.say_yes(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har justerat protokollet")


def everybody_is_told(secretary, others, meeting, *, by):
    for page in others:
        page.goto("/")
        expect(page.get_by_role("main")).to_contain_text(f"{by} skickade tillbaka")
        page.goto(f"/moten/{meeting.pk}/")
        expect(page.get_by_role("main")).to_contain_text(REASON)
    secretary.goto("/")
    told = secretary.get_by_role("link", name=f"{by} har skickat tillbaka protokollet", exact=True)
    told.click()
    expect(secretary.get_by_role("main")).to_contain_text(REASON)


def mend(page, meeting):
    page.get_by_role("link", name="Skriv klart").first.click()
    expect(page.get_by_role("main")).to_contain_text(REASON)
    page.get_by_role("link", name="Gå till punkt 5").click()
    Desk(page).change(WRONG, RIGHT)
