"""A group without adjusters: from a meeting that goes on to Klart, in one step."""

import pytest
from playwright.sync_api import expect

from meetings.models import State
from tests import builders
from tests.browser import people
from tests.browser.people import Desk
from tests.pdf_text import squeezed, text_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "Schemat för påsken är klart."


def test_a_small_group_goes_its_short_way_to_klart(open_browser, transactional_db, keys, tmp_path):
    cast = builders.world()
    meeting = builders.meeting_in(State.ONGOING, builders.small_group(cast))
    page = open_browser(cast.sara)
    page.goto(f"/moten/{meeting.pk}/skriv/")
    Desk(page).write(WORDS)

    people.make_done(page)
    people.let_the_worker_work()

    page.goto(f"/moten/{meeting.pk}/")
    expect(page.get_by_role("main")).not_to_contain_text("underskrift")
    page.goto(f"/protokoll/{meeting.pk}/")
    expect(page.get_by_role("heading", name="Klart")).to_be_visible()
    expect(page.get_by_role("complementary", name="Underskrifter")).to_have_count(0)
    pdf = people.download(page, page.get_by_role("link", name="Ladda ner pdf"))
    assert squeezed(WORDS) in squeezed(text_of(pdf))
    stranger = open_browser()
    people.validate(stranger, pdf, tmp_path / "anteckningar.pdf")
    expect(stranger.get_by_role("heading", name="Filen är äkta.")).to_be_visible()
