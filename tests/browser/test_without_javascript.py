"""The whole thread once more, in a browser that runs no scripts."""

import pytest
from playwright.sync_api import expect

from meetings import clock
from meetings.models import Group, Meeting, User
from tests import builders
from tests.browser import people
from tests.browser.people import Desk
from tests.pdf_text import in_order, squeezed, text_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AGENDA = (
    {"heading": "Mötets öppnande"},
    {"heading": "Budget", "legal_basis": "MBL 11"},
    {"heading": "Runda", "is_round": True},
)
ROWS = ["Ramen är 12 mnkr.", "Hur blir det i höst?", "Det får vi veta i mars."]
ADJUSTERS = ("Jonas Öberg", "Kim Berg", "Mira Åkesson")


@pytest.fixture
def cast(transactional_db, keys):
    return builders.world(agenda=AGENDA, who_adjusts=Group.WhoAdjusts.EACH_PARTY)


def test_the_whole_thread_works_without_scripts(open_browser, cast, tmp_path):
    page = open_browser(**people.NO_SCRIPTS)
    people.sign_in(page, cast.sara)
    people.plan_meeting(page, cast.group, clock.today())
    meeting = Meeting.objects.get()
    attend(page)
    write(Desk(page))
    people.finish(page)
    people.send_for_signing(page)
    people.let_the_worker_work()
    for name in ADJUSTERS:
        sign(open_browser, meeting, name)
    people.let_the_worker_work()

    page.goto(f"/protokoll/{meeting.pk}/")
    pdf = people.download(page, page.get_by_role("link", name="Ladda ner pdf"))
    assert in_order(map(squeezed, ROWS), squeezed(text_of(pdf))) is None
    stranger = open_browser(**people.NO_SCRIPTS)
    people.validate(stranger, pdf, tmp_path / "protokoll.pdf")
    expect(stranger.get_by_role("heading", name="Filen är äkta.")).to_be_visible()
    expect(stranger.get_by_role("list", name="Underskrifter")).to_contain_text("Mira Åkesson")


def attend(page):
    page.get_by_role("link", name="Markera närvaro").click()
    for name in ADJUSTERS:
        people.mark(page, name)
    people.mark(page, "Lena Palm", "Förhinder")
    page.get_by_role("button", name="Spara närvaron").click()
    expect(page.get_by_text("Sveriges Lärare: ingen här.")).to_be_visible()
    people.choose_adjusters(page, ADJUSTERS)
    page.get_by_role("button", name="Starta mötet").click()


def write(desk):
    desk.go_to("1")
    desk.write("Jonas Öberg öppnar mötet.")
    desk.go_to("2")
    desk.write("Det får vi veta i mars.")
    desk.write("Hur blir det i höst?", "Fråga", parties=["Kommunal"], title="Hösten")
    desk.write("Ramen är 11 mnkr.")
    desk.change("Ramen är 11 mnkr.", "Ramen är 12 mnkr.")
    desk.move("Ramen är 12 mnkr.", "Flytta upp")
    desk.move("Ramen är 12 mnkr.", "Flytta upp")
    desk.move("Det får vi veta i mars.", "Flytta ner")
    desk.delete("Det får vi veta i mars.")
    desk.undo()
    expect(desk.rows).to_have_text(ROWS)
    desk.set_outcome("Samverkan avslutad, parterna är eniga")
    desk.go_to("3")
    desk.fill_round("Kommunal", "Semesterlistan ska anslås.")


def sign(open_browser, meeting, name):
    page = open_browser(viewport=people.PHONE, **people.NO_SCRIPTS)
    people.sign_in(page, User.objects.get(name=name))
    page.get_by_role("link", name="Justera").first.click()
    people.say_yes(page, note="Läst på telefonen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har justerat protokollet")
    expect(page.get_by_role("main")).to_contain_text("Läst på telefonen")
