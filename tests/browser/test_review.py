"""Synpunkter in a real browser: on a phone, on another device, by keyboard, without scripts."""

import uuid

import pytest
from playwright.sync_api import expect

from meetings.models import Comment, Reading, ReadingPlace, State
from tests import builders
from tests.browser import people

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WRONG = "Vision tog upp om att det är trångt."
RIGHT = "Vision tog upp att det är trångt."


@pytest.fixture
def cast(transactional_db):
    return builders.world()


@pytest.fixture
def review(cast):
    """Out for synpunkter: long enough to scroll, with a row that is not right."""
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    builders.write_rows(meeting, items=7, rows=30, by=cast.sara)
    item = meeting.items.standing()[2]
    item.meeting = meeting
    meeting.row = builders.add_row(item, WRONG, by=cast.sara, speaks=[cast.vision])
    meeting.choose_adjusters(meeting.proposed_adjusters(), by=cast.sara)
    meeting.finish(by=cast.sara)
    meeting.send_for_comments(by=cast.sara)
    return meeting


def opened(page, meeting):
    page.goto(f"/moten/{meeting.pk}/synpunkter/")
    return page.locator(f"#stycke-{meeting.row.ref}")


def propose(page, row, text):
    row.get_by_role("link", name="Lämna synpunkt på stycket").click()
    field = row.get_by_label("Så vill du att det ska stå")
    expect(field).to_have_value(WRONG)
    field.fill(text)
    row.get_by_role("button", name="Lämna synpunkten").click()


def test_a_new_wording_is_proposed_on_a_phone_without_leaving_the_row(open_browser, review, cast):
    page = open_browser(cast.mira, viewport=people.PHONE)
    row = opened(page, review)
    propose(page, row, WRONG)
    expect(row.get_by_text("Texten är oförändrad.")).to_be_visible()
    row.get_by_label("Så vill du att det ska stå").fill(RIGHT)
    row.get_by_role("button", name="Lämna synpunkten").click()
    expect(row.get_by_role("link", name="Synpunkt 1")).to_be_visible()
    expect(row.get_by_role("link", name="Lämna synpunkt på stycket")).to_be_focused()
    expect(page.get_by_role("article", name="Synpunkt 1").locator("del")).to_contain_text("om")
    assert (Comment.objects.get().text, page.url.count("stycke")) == (RIGHT, 0)
    page.get_by_role("button", name="Jag har läst klart").click()
    expect(page.get_by_text("Vision har läst klart.")).to_be_visible()
    assert Reading.objects.get().by == cast.mira


def test_she_goes_on_where_she_was_on_another_device(open_browser, review, cast):
    page = open_browser(cast.mira, viewport=people.PHONE)
    opened(page, review)
    with page.expect_response("**/synpunkter/hit/"):
        page.locator("#p6").scroll_into_view_if_needed()
        page.evaluate("document.getElementById('p6').scrollIntoView()")
    other = open_browser(cast.mira)
    opened(other, review)
    other.get_by_role("link", name="Fortsätt läsa från punkt 6").click()
    expect(other).to_have_url(f"{other.url.partition('#')[0]}#p6")
    assert ReadingPlace.objects.count() == 1


def test_the_changes_are_gone_through_by_keyboard(open_browser, review, cast):
    builders.finish_reading(review, cast.mira)
    last = review.items.standing()[6]
    last.meeting = review
    builders.add_row(last, "Nytt stycke.", by=cast.sara)
    review.row.rewrite(RIGHT, base=1, save_id=uuid.uuid4(), by=cast.sara)
    review.show_changes(by=cast.sara)
    page = open_browser(cast.mira)
    row = opened(page, review)
    expect(page.get_by_text("2 ändringar sedan texten")).to_be_visible()
    following = page.get_by_role("link", name="Nästa ändring")
    following.press("Enter")
    expect(row).to_be_focused()
    following.press("Enter")
    expect(page.locator(".blk:focus")).to_contain_text("Nytt stycke.")
    page.get_by_role("link", name="Ren text").click()
    expect(page.locator("ins")).to_have_count(0)


def test_it_works_without_scripts(open_browser, review, cast):
    page = open_browser(cast.mira, **people.NO_SCRIPTS)
    row = opened(page, review)
    propose(page, row, RIGHT)
    expect(page.get_by_role("article", name="Synpunkt 1")).to_be_visible()
    page.get_by_role("button", name="Jag har läst klart").click()
    expect(page.get_by_text("Vision har läst klart.")).to_be_visible()


COVERED = """() => [...document.querySelectorAll(".paper .addcmt")].filter((icon) => {
  const mine = icon.getBoundingClientRect();
  const row = icon.closest(".blk, header, td");
  const words = document.createRange();
  words.selectNodeContents(row.querySelector(".tx, h2, h3, h4"));
  return [...words.getClientRects()].some((line) => line.width > 1 && line.right > mine.left + 4
    && line.left < mine.right && line.bottom > mine.top && line.top < mine.bottom);
}).length"""
NARROW_WORDS = """() => [...document.querySelectorAll(".paper .chip")]
  .filter((chip) => chip.getBoundingClientRect().height > 40).length"""


@pytest.mark.parametrize("layout", ["numbered", "table", "sectioned"])
def test_the_way_to_a_synpunkt_covers_no_word_in_any_look(open_browser, cast, layout):
    cast.group.layout = layout
    cast.group.save()
    meeting = builders.meeting_in(State.ONGOING, cast.group)
    builders.write_rows(meeting, items=3, rows=8, by=cast.sara)
    meeting.finish(by=cast.sara)
    meeting.send_for_comments(by=cast.sara)
    page = open_browser(cast.mira)
    for size in (people.PHONE, {"width": 1440, "height": 900}):
        page.set_viewport_size(size)
        page.goto(f"/moten/{meeting.pk}/synpunkter/")
        assert (page.evaluate(COVERED), page.evaluate(NARROW_WORDS)) == (0, 0), size
