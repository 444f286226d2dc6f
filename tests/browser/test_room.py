"""Several in the room: the screen follows the writer, and writers see each other."""

import pytest
from playwright.sync_api import expect

from meetings.models import Entry, PrivateNote, State
from tests import builders
from tests.browser.people import PHONE, Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db):
    return builders.world(members_follow=True)


@pytest.fixture
def meeting(cast):
    builders.secretary(cast.group, cast.hanna)
    return builders.meeting_in(State.ONGOING, cast.group)


@pytest.fixture
def desk_of(open_browser, meeting):
    """desk_of(user, 5) gives Skriv with the fifth item chosen."""

    def sit_down(user, number):
        page = open_browser(user)
        item = meeting.items.all()[number - 1]
        page.goto(f"/moten/{meeting.pk}/skriv/?punkt={item.pk}")
        return Desk(page)

    return sit_down


def test_the_room_and_a_member_follow_the_writer(open_browser, desk_of, cast, meeting):
    desk = desk_of(cast.sara, 2)
    mira = open_browser(cast.mira, viewport=PHONE)
    mira.goto(f"/moten/{meeting.pk}/")
    mira.get_by_role("link", name="Följ texten").click()
    expect(mira.get_by_role("heading", name="Val av justerare")).to_be_visible()

    desk.write("Mira väljs.")
    expect(mira.get_by_text("Mira väljs.")).to_be_visible(timeout=3_000)
    desk.go_to("5")
    expect(mira.get_by_role("heading", name="Budget")).to_be_visible(timeout=3_500)

    with desk.page.expect_popup() as opened:
        desk.page.get_by_role("link", name="Visa på skärmen").click()
    expect(opened.value.get_by_role("heading", name="Budget")).to_be_visible()
    meeting.refresh_from_db()
    meeting.finish(by=cast.sara)
    expect(mira.get_by_text("Texten skrivs inte längre")).to_be_visible()


def test_it_asks_within_three_seconds_and_never_while_nobody_looks(open_browser, cast, meeting):
    page = open_browser(cast.sara)
    page.clock.install()
    page.goto(f"/moten/{meeting.pk}/visa/")
    for _ in range(3):
        with page.expect_response(lambda answer: answer.status == 304):
            page.clock.run_for(2_900)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(20_000)

    assert asked == []


def test_writers_see_where_the_other_writes_and_what(desk_of, cast, meeting):
    sara, hanna = desk_of(cast.sara, 5), desk_of(cast.hanna, 2)
    line = hanna.line.locator("textarea[name=text]")
    line.press_sequentially("Hanna skriver ")

    sara.line.locator("textarea[name=text]").press_sequentially("Ramen är 11")
    rail = hanna.page.get_by_role("navigation", name="Dagordning")
    expect(rail.get_by_text("Sara skriver här")).to_be_visible(timeout=5_500)
    expect(hanna.page.locator("#papper").get_by_text("Sara skriver här")).to_have_count(1)
    line.press_sequentially("vidare")
    sara.write("Ramen är 11 mnkr.")

    expect(hanna.row("Ramen är 11 mnkr.")).to_have_count(1)
    expect(line).to_be_focused()
    expect(line).to_have_value("Hanna skriver vidare")
    expect(hanna.item).to_contain_text("Val av justerare")
    expect(rail.get_by_text("Sara skriver här")).to_have_count(0, timeout=20_000)


def test_what_somebody_works_in_is_left_in_peace(desk_of, cast, meeting):
    item = meeting.items.all()[4]
    row = builders.add_row(item, "Ramen är 11 mnkr.", by=cast.sara)
    hanna = desk_of(cast.hanna, 5)
    text = hanna.open("Ramen").get_by_label("Text", exact=True)
    text.fill("Ramen är 11 mnkr, skriver Hanna.")

    builders.add_row(item, "Saras eget.", by=cast.sara)
    builders.add_row(meeting.items.all()[2], "Saras i en annan punkt.", by=cast.sara)

    expect(hanna.row("Saras i en annan punkt.")).to_have_count(1)
    expect(hanna.row("Saras eget.")).to_have_count(0)
    expect(text).to_have_value("Ramen är 11 mnkr, skriver Hanna.")
    hanna.opened.get_by_role("button", name="Spara och stäng").click()
    expect(hanna.row("Saras eget.")).to_have_count(1)
    assert Entry.objects.get(pk=row.pk).text == "Ramen är 11 mnkr, skriver Hanna."


def test_an_item_that_another_adds_stands_on_the_paper(desk_of, cast, meeting):
    hanna = desk_of(cast.hanna, 5)
    top = hanna.item.bounding_box()["y"]

    meeting.add_item("Sent inkommen fråga", after=meeting.items.first())

    late = hanna.page.get_by_role("heading", name="Sent inkommen fråga")
    expect(late).to_have_count(1)
    expect(hanna.item).to_contain_text("Budget")
    assert hanna.item.bounding_box()["y"] == pytest.approx(top, abs=2)


def test_a_private_note_saves_itself_and_follows_its_item(desk_of, cast, meeting):
    desk = desk_of(cast.sara, 5)
    note = desk.page.get_by_label("Egna ord om ”Budget")
    note.fill("Ring Kim efteråt.")
    desk.go_to("2")
    expect(desk.page.get_by_label("Egna ord om ”Val av")).to_have_value("")
    desk.go_to("5")
    expect(desk.page.get_by_label("Egna ord om ”Budget")).to_have_value("Ring Kim efteråt.")
    assert PrivateNote.objects.get().text == "Ring Kim efteråt."


def test_a_private_note_in_two_windows_keeps_both_texts(desk_of, cast, meeting):
    one, other = desk_of(cast.sara, 5), desk_of(cast.sara, 5)
    for desk, words in ((one, "I det ena."), (other, "I det andra.")):
        desk.page.get_by_label("Egna ord om ”Budget").fill(words)
        desk.page.get_by_label("Egna ord om ”Budget").blur()
        expect(desk.page.locator("#sparat")).to_contain_text("parat")  # Sparat or Inte sparat
    asks = other.page.locator("[data-conflict]")
    expect(asks).to_contain_text("I det ena.")
    expect(asks.get_by_label("Texten här")).to_have_value("I det andra.")
    asks.get_by_label("Texten här").fill("I båda.")
    asks.get_by_role("button", name="Spara").click()
    expect(other.page.get_by_label("Egna ord om ”Budget")).to_have_value("I båda.")
