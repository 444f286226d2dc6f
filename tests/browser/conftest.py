"""What the browser tests ask for beside Chromium itself: people at a meeting, and its desk."""

import pytest
from playwright.sync_api import expect

from meetings.models import State
from tests import builders
from tests.browser.people import WORDS, Desk


@pytest.fixture(autouse=True, scope="session")
def _patience():
    """A machine that runs many tests at once is slow, and slow is not wrong."""
    expect.set_options(timeout=15_000)


@pytest.fixture
def cast(transactional_db):
    return builders.world()


@pytest.fixture
def meeting(cast):
    return builders.meeting_in(State.ONGOING, cast.group)


@pytest.fixture
def item(meeting):
    item = meeting.items.get(heading="Budget och verksamhetsplan")
    item.meeting = meeting
    return item


@pytest.fixture
def row(item, cast):
    return builders.add_row(item, WORDS, by=cast.sara)


@pytest.fixture
def at_the_desk(open_browser, row):
    """at_the_desk(user) gives Skriv with the row's item chosen."""

    def sit_down(user):
        page = open_browser(user)
        page.goto(f"/moten/{row.meeting.pk}/skriv/?punkt={row.item_id}")
        return Desk(page)

    return sit_down
