"""Närvaro just nu, on a phone: one press tells who left, where it happened."""

import pytest
from playwright.sync_api import expect

from meetings.models import State
from tests import builders
from tests.browser import axe, people

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(cast):
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    builders.add_row(meeting.items.all()[1], "Valet är gjort.", by=cast.sara)
    return meeting


def test_one_press_tells_who_left_and_one_takes_it_back(open_browser, cast, meeting):
    page = open_browser(cast.sara, viewport=people.PHONE)
    first, third = meeting.items.all()[0], meeting.items.all()[2]
    page.goto(f"/moten/{meeting.pk}/skriv/?punkt={first.pk}")
    page.locator(f"#punkt-{third.pk}").get_by_role("heading").first.click()
    page.get_by_text("Närvaro just nu").click()
    panel = page.locator("#narvaro-nu")

    panel.get_by_label("Klockslag").fill("14.10")
    leave = panel.get_by_role("button", name="Gick 14.10 Kim Berg")
    expect(leave).to_be_visible()
    leave.click()

    where = page.locator(f"#punkt-{third.pk}")
    expect(where).to_contain_text("Kim Berg lämnade mötet kl. 14.10.")
    expect(panel).to_contain_text("gick 14.10")
    expect(page.locator("#ingen-kvar")).to_contain_text("Kommunal har ingen kvar.")
    expect(page.locator("#antal-har")).to_have_text("4 närvarande")
    expect(panel.get_by_label("Klockslag")).not_to_have_value("14.10")  # the next press is now

    page.get_by_role("button", name="Ångra").first.click()
    expect(where).not_to_contain_text("Kim Berg")
    expect(page.locator("#ingen-kvar")).to_be_empty()
    assert axe.complaints(page) == []
