"""Kontroll beside the text: a slip is told a moment after it was saved, and mended by one click."""

import pytest
from playwright.sync_api import expect

from meetings.models import State
from tests import builders
from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_wrong_weekday_is_told_and_mended_with_one_click(open_browser):
    world = builders.world()
    meeting = builders.meeting_in(State.ONGOING, world.group)
    item = meeting.items.first()
    row = builders.add_row(item, "Vi ses snart.", by=world.sara)
    page = open_browser(world.sara)
    page.goto(f"/moten/{meeting.pk}/skriv/?punkt={item.pk}")
    kontroll = page.locator("#kontroll")
    expect(kontroll).to_contain_text("Inget att titta på.")

    page.locator(f"#stycke-{row.ref}").click()
    area = page.locator(f"textarea[data-ref='{row.ref}']")
    area.fill("Vi ses torsdagen den 15 mars 2022.")
    scrolled = page.evaluate("scrollY")
    expect(kontroll).to_contain_text("Punkt 1: 15 mars 2022 är en tisdag", timeout=5_000)
    expect(area).to_be_focused()
    assert page.evaluate("scrollY") == scrolled
    expect(page.get_by_role("link", name="1 att titta på")).to_be_visible()
    expect(page.locator(".rail a .w").first).to_be_visible()
    assert axe.complaints(page) == []

    kontroll.get_by_role("button", name="Skriv tisdag").click()
    expect(page.locator(f"#stycke-{row.ref}")).to_contain_text("tisdagen den 15 mars 2022")
    expect(kontroll).to_contain_text("Inget att titta på.", timeout=5_000)
    expect(page.locator(".rail a .w").first).to_be_hidden()
