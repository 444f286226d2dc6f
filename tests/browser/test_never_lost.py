"""No typed word is lost: server killed, network lost, session ended, page reloaded, tab closed."""

import itertools
import re
import time
import uuid

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import Entry, Revision
from tests import builders
from tests.browser.people import WORDS, Desk
from tests.browser.serving import Server
from tests.justering.processes import environment

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^\s*Sparat \d\d\.\d\d")
NO_CONTACT = "Inte sparat, ingen kontakt med servern"
MORE = "Ramen är 12 mnkr, och den räcker."


@pytest.fixture
def desk(at_the_desk, cast):
    return at_the_desk(cast.sara)


@pytest.fixture
def server(row, tmp_path):
    server = Server(environment(tmp_path / "storage", mail_port=1))
    server.start()
    yield server
    server.kill()


def at_the_desk_of(server, open_browser, user, row):
    page = open_browser(user)
    page.goto(f"{server.url}/moten/{row.meeting.pk}/skriv/?punkt={row.item_id}")
    return Desk(page)


def status(desk):
    return expect(desk.page.locator("#sparat"))


def field_of(desk):
    return desk.opened.get_by_label("Text", exact=True)


def line_of(desk):
    return desk.line.locator("textarea[name=text]")


def add(desk, text):
    line_of(desk).fill(text)
    line_of(desk).press("Enter")


def waiting(desk):
    return expect(desk.page.locator("[data-waiting]"))


def stored(row):
    return Entry.objects.get(pk=row.pk).text


def is_stored(page, row, text):
    """Sooner or later."""
    for _ in range(200):
        if stored(row) == text:
            return True
        page.wait_for_timeout(50)
    return False


def keeps(page, count):
    """So many texts lie in the browser's store, sooner or later."""
    keys = "Object.keys(localStorage).filter((key) => key.startsWith('samverkan|')).length"
    for _ in range(100):
        if page.evaluate(keys) == count:
            return True
        page.wait_for_timeout(50)
    return False


def grew_in_order(row):
    """Each save of the row begins with what the save before it had, and is there once."""
    saves = list(Revision.objects.filter(entry=row, kind="rewritten").order_by("version"))
    texts = [row.revisions.first().before, *(save.after for save in saves)]
    pairs = itertools.pairwise(texts)
    return all(later.startswith(earlier) and later != earlier for earlier, later in pairs)


# --- The server is away --------------------------------------------------------------------------


def test_typing_goes_on_while_the_server_is_killed_and_every_character_is_stored_once_in_order(
    open_browser, server, meeting, row, cast
):
    desk = at_the_desk_of(server, open_browser, cast.sara, row)
    desk.go_to("6")
    names = ("Kommunal", "Sveriges Lärare", "Vision")
    fields = [desk.item.get_by_role("textbox", name=name, exact=True) for name in names]
    typed = ["", "", ""]

    def type_in(number, words):
        fields[number].press_sequentially(words, delay=15)
        typed[number] += words

    for number in range(3):
        type_in(number, f"{names[number]} inleder. ")
    status(desk).to_have_text(SAVED)
    type_in(0, "Mitt i en mening")
    server.kill()
    began, turn = time.monotonic(), 0
    while time.monotonic() - began < 10:
        type_in(turn % 3, f"Mening {turn} om tåget. ")
        if turn in (4, 8):
            add(desk, f"Rad {turn} från raden.")
        turn += 1
    status(desk).to_contain_text(NO_CONTACT)
    expect(desk.page.get_by_text("Fortsätt skriva. Texten finns i den här")).to_be_visible()
    waiting(desk).to_have_count(2)
    server.start()

    status(desk).to_have_text(SAVED, timeout=40_000)
    waiting(desk).to_have_count(0)
    expect(desk.page.locator("#utan-kontakt")).to_be_hidden()
    rows = [meeting_row(meeting, name) for name in names]
    assert [one.text for one in rows] == typed
    assert all(grew_in_order(one) for one in rows)
    added = Entry.objects.filter(text__startswith="Rad ").order_by("order")
    assert [one.text for one in added] == ["Rad 4 från raden.", "Rad 8 från raden."]
    assert keeps(desk.page, 0)


def meeting_row(meeting, name):
    return Entry.objects.get(item__meeting=meeting, item__is_round=True, voices__party__name=name)


def test_a_lost_network_only_makes_the_words_wait(desk, row):
    desk.open(WORDS)
    desk.page.context.set_offline(True)

    field_of(desk).fill(MORE)
    status(desk).to_contain_text(NO_CONTACT)
    expect(desk.opened).to_contain_text("Inte sparat än")
    for text in ("Första.", "Andra.", "Tredje."):
        add(desk, text)
    waiting(desk).to_have_count(3)
    waiting(desk).to_contain_text(["Första.", "Andra.", "Tredje."])
    desk.page.context.set_offline(False)

    status(desk).to_have_text(SAVED)
    waiting(desk).to_have_count(0)
    expect(desk.opened).not_to_contain_text("Inte sparat än")
    added = Entry.objects.filter(item=row.item).order_by("order")
    assert [one.text for one in added] == [MORE, "Första.", "Andra.", "Tredje."]
    expect(field_of(desk)).to_have_value(MORE)


@pytest.mark.parametrize("broken", [500, 502, 503, 429])
def test_an_error_of_the_server_makes_the_words_wait(desk, row, broken):
    desk.open(WORDS)
    posted = re.compile(r"/(spara|stycken)/$")
    desk.page.route(posted, lambda route: route.fulfill(status=broken, body="<h1>Fel</h1>"))

    field_of(desk).fill(MORE)
    add(desk, "En rad till.")
    status(desk).to_contain_text(NO_CONTACT)
    waiting(desk).to_contain_text("Inte skickat än")
    desk.page.unroute(posted)

    waiting(desk).to_have_count(0)
    status(desk).to_have_text(SAVED)
    assert stored(row) == MORE
    assert Entry.objects.filter(text="En rad till.").count() == 1


@pytest.mark.parametrize(
    "dies", ["meetings.models.Entry.rewrite", "meetings.models.AgendaItem.add_entry"]
)
def test_a_restart_between_save_and_answer_stores_it_once(open_browser, server, row, cast, dies):
    server.kill()
    server.start(dies, "after", 1)
    desk = at_the_desk_of(server, open_browser, cast.sara, row)

    if dies.endswith("rewrite"):
        desk.open(WORDS)
        field_of(desk).fill(MORE)
    else:
        add(desk, "En rad till.")
    assert server.has_died()
    if dies.endswith("rewrite"):
        field_of(desk).press_sequentially(" Mer.")
    status(desk).to_contain_text(NO_CONTACT)
    server.start()

    status(desk).to_have_text(SAVED)
    waiting(desk).to_have_count(0)
    if dies.endswith("rewrite"):
        saves = Revision.objects.filter(entry=row, kind="rewritten").order_by("version")
        assert [save.after for save in saves] == [MORE, f"{MORE} Mer."]
    else:
        assert Entry.objects.filter(text="En rad till.").count() == 1
    assert keeps(desk.page, 0)


# --- What is no proof ----------------------------------------------------------------------------

NO_PROOF = {
    "a sign-in page": {"status": 200, "content_type": "text/html", "body": "<h1>Logga in</h1>"},
    "a proxy's page": {"status": 200, "content_type": "text/html", "body": "Blocked"},
    "nothing": {"status": 204, "body": ""},
    "a way to somewhere else": {"status": 302, "headers": {"Location": "/hjalp/"}},
    "json of another row": {
        "status": 200,
        "content_type": "application/json",
        "body": '{"ref": "00000000-0000-4000-8000-000000000000", "version": 9, "at": "14.26"}',
    },
}


@pytest.mark.parametrize("answer", NO_PROOF.values(), ids=NO_PROOF)
def test_only_an_answer_that_names_the_save_counts_as_saved(desk, row, answer):
    desk.open(WORDS)
    posted = re.compile(r"/(spara|stycken)/$")
    desk.page.route(posted, lambda route: route.fulfill(**answer))

    field_of(desk).fill(MORE)
    status(desk).to_contain_text(NO_CONTACT)
    add(desk, "En rad till.")
    waiting(desk).to_contain_text("En rad till.")

    status(desk).to_contain_text(NO_CONTACT)
    expect(field_of(desk)).to_have_value(MORE)
    assert keeps(desk.page, 2)
    assert stored(row) == WORDS


# --- The session ---------------------------------------------------------------------------------


def test_an_ended_session_is_signed_into_in_place(desk, row, cast):
    desk.open(WORDS)
    Session.objects.all().delete()
    field_of(desk).fill(MORE)
    field_of(desk).evaluate("(area) => area.setSelectionRange(5, 9)")

    dialog = desk.page.get_by_role("dialog", name="Logga in igen, din text finns kvar")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("E-post")).to_have_value(cast.sara.email)
    status(desk).to_contain_text("Inte sparat, du är utloggad")
    sign_in_again(dialog, "fel lösenord")
    expect(dialog).to_contain_text("lösenordet stämmer inte")
    sign_in_again(dialog, builders.PASSWORD)

    expect(dialog).to_be_hidden()
    status(desk).to_have_text(SAVED)
    assert stored(row) == MORE
    expect(field_of(desk)).to_be_focused()
    assert field_of(desk).evaluate("(area) => [area.selectionStart, area.selectionEnd]") == [5, 9]
    desk.write("En rad till.")  # with the new token
    expect(desk.row("En rad till.")).to_be_visible()


def sign_in_again(dialog, password):
    dialog.get_by_label("Lösenord").fill(password)
    dialog.get_by_role("button", name="Logga in").click()


def test_who_puts_the_sign_in_off_writes_on_and_signs_in_later(desk, row, cast):
    Session.objects.all().delete()
    add(desk, "En rad till.")
    dialog = desk.page.get_by_role("dialog", name="Logga in igen, din text finns kvar")
    dialog.get_by_role("button", name="Fortsätt skriva").click()

    add(desk, "Ännu en rad.")
    waiting(desk).to_contain_text(["En rad till.", "Ännu en rad."])
    desk.page.get_by_role("button", name="Logga in igen").click()
    sign_in_again(dialog, builders.PASSWORD)

    waiting(desk).to_have_count(0)
    assert list(row.item.entries.order_by("order").values_list("text", flat=True)) == [
        *(WORDS, "En rad till.", "Ännu en rad.")
    ]


def test_when_somebody_else_signs_in_nothing_of_the_first_ones_is_sent_or_shown(desk, row, cast):
    builders.secretary(cast.group, cast.hanna)
    Session.objects.all().delete()
    add(desk, "Saras rad.")
    waiting(desk).to_have_count(1)
    desk.page.on("dialog", lambda asked: asked.accept())

    become(desk.page, cast.hanna)

    expect(desk.page.locator(".who").first).to_contain_text("Hanna")
    waiting(desk).to_have_count(0)
    expect(desk.page.get_by_text("Saras rad.")).to_have_count(0)
    assert not Entry.objects.filter(text="Saras rad.").exists()
    become(desk.page, cast.sara)
    desk.page.reload()
    expect(desk.row("Saras rad.")).to_be_visible()  # it waited for her


def become(page, user):
    """Sign in in another tab of the same browser."""
    page.context.clear_cookies()
    tab = page.context.new_page()
    tab.goto(page.url.partition("/moten/")[0] + "/konto/logga-in/")
    tab.get_by_label("E-post").fill(user.email)
    tab.get_by_label("Lösenord", exact=True).fill(builders.PASSWORD)
    tab.get_by_role("button", name="Logga in").click()
    expect(tab.get_by_role("heading", level=1, name="Min sida")).to_be_visible()
    tab.close()


def test_signing_out_leaves_no_words_behind_and_asks_first(desk, row, cast):
    desk.open(WORDS)
    desk.page.context.set_offline(True)
    field_of(desk).fill(MORE)
    status(desk).to_contain_text(NO_CONTACT)

    desk.page.context.route(re.compile(r"/spara/$"), lambda route: route.abort())
    desk.page.context.set_offline(False)
    sign_out(desk.page)
    asked = desk.page.get_by_role("dialog", name="Du har text som inte är sparad")
    expect(asked).to_be_visible()
    assert keeps(desk.page, 1)
    asked.get_by_role("button", name="Släng texten och logga ut").click()

    expect(desk.page.get_by_role("heading", level=1, name="Logga in")).to_be_visible()
    assert keeps(desk.page, 0)


def sign_out(page):
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Logga ut").click()


def test_signing_out_stores_what_can_be_stored(desk, row):
    desk.open(WORDS)
    field_of(desk).fill(MORE)

    sign_out(desk.page)

    expect(desk.page.get_by_role("heading", level=1, name="Logga in")).to_be_visible()
    assert stored(row) == MORE


# --- The tab -------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["reload", "closed"])
def test_a_page_that_is_gone_gives_its_words_back(desk, row, how):
    desk.open(WORDS)
    page = away(desk)
    field_of(desk).fill(MORE)
    status(desk).to_contain_text(NO_CONTACT)
    field_of(desk).fill(f"{MORE} Och mer.")
    add(desk, "En rad till.")
    waiting(desk).to_have_count(1)
    line_of(desk).press_sequentially("En påbörjad rad")
    assert keeps(page, 3)

    if how == "reload":
        page.on("dialog", lambda asked: asked.accept())
        page.reload()
    else:
        address, page = page.url, page.context.new_page()
        desk.page.close()
        page.goto(address)
    page.context.unroute(POSTED)
    desk = Desk(page)

    expect(desk.row("En rad till.")).to_be_visible()
    offers = page.locator("[data-offer]")
    expect(offers).to_have_count(2)
    expect(offers.first).to_contain_text("Du hade börjat skriva något")
    offers.filter(has_text="Och mer.").get_by_role("button", name="Hämta tillbaka").click()
    expect(field_of(desk)).to_have_value(f"{MORE} Och mer.")
    offers.filter(has_text="påbörjad").get_by_role("button", name="Hämta tillbaka").click()
    expect(line_of(desk)).to_have_value("En påbörjad rad")
    assert is_stored(page, row, f"{MORE} Och mer.")
    assert Entry.objects.filter(text="En rad till.").count() == 1
    line_of(desk).press("Enter")
    expect(desk.row("En påbörjad rad")).to_be_visible()
    assert keeps(page, 0)


POSTED = re.compile(r"/(spara|stycken)/$")


def away(desk):
    """Nothing that is posted reaches the server, but pages do."""
    desk.page.context.route(POSTED, lambda route: route.abort())
    return desk.page


def test_what_is_thrown_away_is_not_offered_again(desk, row):
    page = away(desk)
    page.on("dialog", lambda asked: asked.accept())
    line_of(desk).press_sequentially("En påbörjad rad")
    page.reload()

    page.get_by_role("button", name="Släng").click()
    page.reload()

    expect(line_of(desk)).to_be_visible()
    expect(page.locator("[data-offer]")).to_have_count(0)
    assert keeps(page, 0)


def test_words_given_back_to_a_row_that_was_changed_since_show_both_texts(desk, row, cast):
    desk.open(WORDS)
    page = away(desk)
    page.on("dialog", lambda asked: asked.accept())
    field_of(desk).fill(MORE)
    status(desk).to_contain_text(NO_CONTACT)
    field_of(desk).fill(f"{MORE} Mer.")
    row.rewrite("Ramen är 13 mnkr.", base=1, save_id=uuid.uuid4(), by=cast.hanna)
    page.reload()
    page.context.unroute(POSTED)

    page.get_by_role("button", name="Hämta tillbaka").click()

    expect(page.get_by_text("Två har ändrat samma stycke").first).to_be_visible()
    expect(page.locator("[data-mine]")).to_have_value(f"{MORE} Mer.")
    expect(page.locator("[data-conflict]")).to_contain_text("13 mnkr")
    assert stored(row) == "Ramen är 13 mnkr."


# --- The page changes under the writer -----------------------------------------------------------


def test_a_row_whose_item_is_replaced_keeps_text_cursor_and_focus(desk, row):
    desk.open(WORDS)
    away(desk)
    field_of(desk).fill(MORE)
    field_of(desk).evaluate("(area) => area.setSelectionRange(5, 9)")

    url = f"/moten/{row.meeting.pk}/stycken/{row.ref}/?stang"
    desk.page.evaluate(
        "([url, item]) => htmx.ajax('GET', url, { target: item, swap: 'outerHTML' })",
        [url, f"#punkt-{row.item_id}"],
    )

    expect(field_of(desk)).to_have_value(MORE)
    expect(field_of(desk)).to_be_focused()
    assert field_of(desk).evaluate("(area) => [area.selectionStart, area.selectionEnd]") == [5, 9]
    desk.page.context.unroute(POSTED)
    field_of(desk).press_sequentially("!")
    status(desk).to_have_text(SAVED)
    assert stored(row) == f"{MORE[:5]}!{MORE[9:]}"


def test_a_row_added_beside_an_open_one_leaves_it_open(desk, row):
    desk.open(WORDS)
    desk.opened.get_by_role("radio", name="Beslut").locator("..").click()
    desk.opened.get_by_label("Text", exact=True).fill(MORE)

    add(desk, "En rad till.")

    expect(desk.row("En rad till.")).to_be_visible()
    expect(field_of(desk)).to_have_value(MORE)
    expect(desk.opened.get_by_role("radio", name="Beslut")).to_be_checked()
    desk.opened.get_by_role("button", name="Spara och stäng").click()
    expect(desk.opened).to_have_count(0)
    assert Entry.objects.get(pk=row.pk).kind == "decision"


def test_leaving_the_page_with_unsaved_words_asks(desk, row):
    away(desk)
    desk.open(WORDS)
    field_of(desk).fill(MORE)
    status(desk).to_contain_text(NO_CONTACT)
    asked = []
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    desk.page.get_by_role("link", name="Min sida").first.click()

    expect(field_of(desk)).to_have_value(MORE)
    assert asked == ["beforeunload"]
