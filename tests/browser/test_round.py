"""A real protocol goes its whole round: six adjusters on phones, the secretary at her desk."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import Entry
from tests import real_minutes
from tests.browser import people
from tests.browser.people import Desk
from tests.pdf_text import squeezed, text_of
from tests.samples import FOLDER, document_from, sample

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no samples in {FOLDER}"),
]

# Words of the sample, and those that somebody wants instead.
TIME = ("tiden räcker inte till att då ansvara för fler", "tiden räcker inte till fler enheter")
SIZE = ("vikten av maximalt antal medarbetare", "vikten av högst 25 medarbetare")
MINGLE = ("mingel med föreläsning", "mingel och föreläsning")
HOUSE = ("från och med nästa möte", "från och med nästa husmöte")
REMARK = "Minglet och föreläsningen är var för sig."
KEPT = "Ingen nämnde ett antal på mötet."
CHANGED = "Nu står det så."
REASON = "Det är nästa husmöte som spelas in, inte vårt nästa möte."
NOTE = "Oenighet under punkt 17, föranmälda frågor"

TEACHERS, SACO, VISION = "Susann Stjärnfeldt", "Carl Korch", "Mimmi Petrini"
KOMMUNAL = "Charlotte Andersson"
SENDS_BACK = "Liselotte Näslund"  # the fifth, when four have signed


@pytest.fixture
def said():
    return document_from(sample("003"))


@pytest.fixture
def meeting(transactional_db, keys, said):
    """As it was written up at the meeting, six adjusters chosen and nothing sent yet."""
    return real_minutes.hold(real_minutes.group_from(said), said)


@pytest.fixture
def desk(open_browser, meeting):
    page = open_browser(meeting.group.secretaries.get().user)
    page.goto(f"/moten/{meeting.pk}/")
    return page


@pytest.fixture
def phones(open_browser, meeting):
    """{name of the adjuster: her own phone}"""
    return {
        one.user.name: open_browser(one.user, viewport=people.PHONE)
        for one in meeting.serving_adjusters()
    }


def test_the_round_of_a_real_protocol_from_draft_to_sealed_file(
    open_browser, desk, phones, meeting, said, tmp_path
):
    assert set(phones) == {adjuster.name for adjuster in said.adjusters}
    send_for_comments(desk)
    give_synpunkter(phones)
    take_stances(desk)
    read_the_answers(phones, meeting)

    send_for_signing(desk)
    four = [name for name in phones if name not in (SENDS_BACK, SACO)]
    for name in four:
        sign(phones[name], name)
    send_back(phones[SENDS_BACK], meeting)
    everybody_is_told(desk, phones, four, meeting)
    mend(desk)

    send_for_signing(desk)
    for name in [*four, SACO, SENDS_BACK]:
        sign(phones[name], name, see_what_changed)
    people.let_the_worker_work()

    page = phones[KOMMUNAL]
    page.goto(f"/protokoll/{meeting.pk}/")
    expect(page.get_by_role("heading", name="Justerat", exact=True)).to_be_visible()
    pdf = people.download(page, page.get_by_role("link", name="Ladda ner pdf"))
    check_paper(pdf, said)
    check_validation(open_browser(viewport=people.PHONE), pdf, said, tmp_path)


# --- Synpunkter ----------------------------------------------------------------------------------


def send_for_comments(desk):
    desk.get_by_role("link", name="Skicka ut för synpunkter").click()
    desk.get_by_role("button", name="Skicka ut för synpunkter").click()
    expect(desk.get_by_role("link", name="Ta ställning till synpunkter")).to_be_visible()


def give_synpunkter(phones):
    """Three have something to say, and all say when they have read to the end."""
    for name, page in phones.items():
        page.goto("/")
        page.get_by_role("link", name="Läs och lämna synpunkter").first.click()
        if name == TEACHERS:
            propose(page, *TIME)
        if name == SACO:
            propose(page, *SIZE)
        if name == VISION:
            remark(page, MINGLE[0])
        page.get_by_role("button", name="Jag har läst klart").click()
        expect(page.locator("#last-klart")).to_contain_text("har läst klart")


def place_of(page, words):
    """The row with these words, its form for a synpunkt opened."""
    row = page.locator(f"#stycke-{Entry.objects.get(text__contains=words).ref}")
    row.get_by_role("link", name="Lämna synpunkt på stycket").click()
    return row


def propose(page, words, instead):
    row = place_of(page, words)
    field = row.get_by_label("Så vill du att det ska stå")
    field.fill(field.input_value().replace(words, instead))
    leave(page, row)


def remark(page, words):
    row = place_of(page, words)
    row.get_by_text("Kommentera", exact=True).click()
    row.get_by_label("Kommentar").fill(REMARK)
    leave(page, row)


def leave(page, row):
    row.get_by_role("button", name="Lämna synpunkten").click()
    expect(row.get_by_role("link", name=re.compile(r"^Synpunkt \d"))).to_be_visible()


def take_stances(desk):
    """One is used, one is kept out with a reason, and the remark is written in by the secretary."""
    desk.goto("/")
    desk.get_by_role("link", name="Ta ställning till 3 synpunkter", exact=True).click()
    expect(desk.get_by_text("0 av 3 klara")).to_be_visible()
    card(desk, "Besök från Cesam").get_by_role("button", name="Använd den nya texten").click()
    expect(desk.get_by_text("1 av 3 klara")).to_be_visible()
    kept = card(desk, "Övergripande information från arbetsgivaren")
    kept.get_by_role("link", name="Behåll texten").click()
    kept.get_by_label("Varför?").fill(KEPT)
    kept.get_by_role("button", name="Behåll texten").click()
    expect(desk.get_by_text("2 av 3 klara")).to_be_visible()
    changed = card(desk, "Övergripande information från de fackliga organisationerna")
    changed.get_by_role("link", name="Ändra stycket").click()
    words = changed.get_by_label("Stycket")
    words.fill(words.input_value().replace(*MINGLE))
    changed.get_by_label("Svar, om du vill").fill(CHANGED)
    changed.get_by_role("button", name="Spara texten").click()
    expect(desk.get_by_text("Alla synpunkter är klara", exact=True)).to_be_visible()


def card(desk, heading):
    return desk.get_by_role("article", name=heading, exact=True)


def read_the_answers(phones, meeting):
    for name, state, answer in (
        (TEACHERS, "Införd", ""),
        (SACO, "Inte införd", KEPT),
        (VISION, "Införd", CHANGED),
    ):
        page = phones[name]
        page.goto(f"/moten/{meeting.pk}/synpunkter/")
        mine = page.get_by_role("article", name="Synpunkt").filter(has=page.get_by_text("Du"))
        expect(mine.get_by_text(state, exact=True)).to_be_visible()
        expect(mine).to_contain_text(answer)


# --- Justering -----------------------------------------------------------------------------------


def send_for_signing(desk):
    people.send_for_signing(desk)
    people.let_the_worker_work()


def sign(page, name, read=None):
    """From Min sida. What Kommunal disagreed on stands at its signature without being typed."""
    page.goto("/")
    page.get_by_role("link", name="Justera").first.click()
    if read:
        read(page)
    beside = page.get_by_role("region", name="Det här står vid din underskrift")
    expect(beside.get_by_text(NOTE)).to_have_count(1 if name == KOMMUNAL else 0)
    people.say_yes(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har justerat protokollet")
    expect(page.get_by_role("main").get_by_text(NOTE)).to_have_count(1 if name == KOMMUNAL else 0)


def send_back(page, meeting):
    page.goto(f"/moten/{meeting.pk}/justera/")
    people.say_no(page, "18 Övriga frågor", REASON)
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har skickat tillbaka protokollet")


def everybody_is_told(desk, phones, signed, meeting):
    for page in phones.values():
        page.goto(f"/moten/{meeting.pk}/")
        expect(page.get_by_role("main")).to_contain_text(REASON)
    desk.goto(f"/moten/{meeting.pk}/justering/")
    void = desk.get_by_role("listitem").filter(has=desk.get_by_text("Gäller inte", exact=True))
    expect(void).to_have_count(len(signed))
    for name in signed:
        expect(void.filter(has_text=name)).to_have_count(1)


def mend(desk):
    desk.get_by_role("link", name="Rätta punkt 18").click()
    opened = Desk(desk).opened
    if not opened.count():
        opened = Desk(desk).open(HOUSE[0])
    words = opened.get_by_label("Text", exact=True)
    words.fill(words.input_value().replace(*HOUSE))
    opened.get_by_role("button", name="Spara och stäng").click()
    expect(opened).to_have_count(0)
    expect(Desk(desk).row(HOUSE[1])).to_be_visible()


def see_what_changed(page):
    """Who sent it back and where, and the changed words in the text itself."""
    told = "Akademikerförbundet SSR skickade tillbaka förra texten"
    expect(page.get_by_role("heading", name=told)).to_be_visible()
    changes = page.get_by_role("region", name="1 ändring sedan")
    expect(changes.get_by_role("listitem")).to_have_count(1)
    expect(changes).to_contain_text("Övriga frågor")
    expect(page.locator(".paper ins")).to_have_count(1)
    expect(page.locator(".paper ins")).to_contain_text("husmöte")


# --- The file ------------------------------------------------------------------------------------


def check_paper(pdf, said):
    """All words as they were agreed, six signers, and Kommunal's note at Kommunal's name alone."""
    text = text_of(pdf)
    paper = squeezed(text)
    for stands, gone in (reversed(TIME), SIZE, reversed(MINGLE), reversed(HOUSE)):
        assert squeezed(stands) in paper
        assert squeezed(gone) not in paper
    signed = squeezed(text.rpartition("Underskrivet, svensk tid")[2])
    places = {one: signed.find(squeezed(one.name)) for one in said.adjusters}
    assert min(places.values()) >= 0, places
    rows = [*sorted(places.values()), len(signed)]
    for adjuster, start in places.items():
        row = signed[start : rows[rows.index(start) + 1]]
        assert squeezed(f"för {adjuster.party.in_sentence}") in row
        assert (squeezed(NOTE) in row) == (adjuster.name == KOMMUNAL)


def check_validation(page, pdf, said, folder):
    people.validate(page, pdf, folder / "protokoll.pdf")
    expect(page.get_by_role("heading", name="Filen är äkta.")).to_be_visible()
    signers = page.get_by_role("list", name="Underskrifter").get_by_role("listitem")
    expect(signers).to_have_count(len(said.adjusters))
    for adjuster in said.adjusters:
        expect(signers.filter(has_text=adjuster.name)).to_have_count(1)
    expect(signers.filter(has_text=NOTE)).to_contain_text(KOMMUNAL)
