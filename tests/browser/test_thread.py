"""One real meeting all the way through the pages: from the group to a file that anybody checks."""

import pytest
from playwright.sync_api import expect

from meetings import clock
from meetings.marks import words
from meetings.models import AgendaItem, Entry, Group, Meeting, User
from tests import real_minutes
from tests.browser import people
from tests.browser.people import Desk
from tests.pdf_text import in_order, squeezed, text_of
from tests.samples import FOLDER, document_from, sample

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thread,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no samples in {FOLDER}"),
]

KINDS = {"concluded": "agreed", "deferred": "moved"}


@pytest.fixture
def said():
    return document_from(sample("003"))


@pytest.fixture
def group(transactional_db, said):
    return real_minutes.group_from(said, who_adjusts=Group.WhoAdjusts.EACH_PARTY)


def test_a_real_meeting_goes_from_the_group_to_a_file_that_anybody_checks(
    open_browser, keys, group, said, tmp_path
):
    page = open_browser()
    people.sign_in(page, group.secretaries.get().user)
    people.plan_meeting(page, group, clock.today(), place=said.place)
    meeting = Meeting.objects.get()
    attend(page, meeting, said)
    write_all(Desk(page), said)
    people.finish(page)
    people.send_for_signing(page)
    people.let_the_worker_work()

    for adjuster in said.adjusters:
        sign(open_browser, meeting, adjuster)
    people.let_the_worker_work()

    page.goto(f"/protokoll/{meeting.pk}/")
    pdf = people.download(page, page.get_by_role("link", name="Ladda ner pdf"))
    check_paper(pdf, page, said)
    check_validation(open_browser(), pdf, said, tmp_path)


def attend(page, meeting, said):
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Markera närvaro").click()
    page.get_by_role("button", name="Markera alla som här").click()
    for guest in said.attendees:
        if guest.is_guest:
            people.add_guest(page, guest.name, guest.organisation)
    people.choose_adjusters(page, [adjuster.name for adjuster in said.adjusters])
    page.get_by_role("button", name="Starta mötet").click()


def write_all(desk, said):
    for item in said.items():
        for child in item.children:
            desk.go_to(item.number)
            desk.add_below(child.heading)
        desk.go_to(item.number)
        write_item(desk, item)


def write_item(desk, item):
    titles = {entry.ref: entry.title for entry in item.entries}
    for entry in item.entries:
        desk.write(
            entry.text,
            Entry.Kind(entry.kind).label,
            parties=[party.name for party in entry.parties],
            title=entry.title[:160],
            answers=[titles[ref] for ref in entry.answers],
            actions=[(action.responsible, action.due_words) for action in entry.actions],
        )
    if item.outcome:
        kind = KINDS.get(item.outcome.kind, item.outcome.kind)
        desk.set_outcome(AgendaItem.OutcomeKind(kind).label)


def sign(open_browser, meeting, adjuster):
    """Signed in on a telephone, the protocol read, Ja and the password again."""
    user = User.objects.get(name=adjuster.name)
    phone = open_browser(viewport=people.PHONE)
    people.sign_in(phone, user)
    phone.get_by_role("link", name="Justera").first.click()
    expect(phone.get_by_text(f"Du justerar för {adjuster.party.in_sentence}")).to_be_visible()
    people.say_yes(phone)
    expect(phone.get_by_role("heading", name="Du har justerat protokollet")).to_be_visible()
    expect(phone.get_by_role("main")).to_contain_text(adjuster.party.name)
    phone.context.close()


def check_paper(pdf, page, said):
    """Every word is printed in its order, and page and paper say the same of each item."""
    paper = squeezed(text_of(pdf))
    for item in said.items():
        wanted = [squeezed(word) for row in item.entries for word in words(row.text)]
        assert in_order([squeezed(item.heading), *wanted], paper) is None, item.heading
    for words_on_page in people.fields_of(page):
        assert squeezed(words_on_page) in paper
    signing_page = text_of(pdf).rpartition("Justerare")[2]
    kommunal = next(a for a in said.adjusters if a.party.name == "Kommunal")
    after = " ".join(signing_page.partition(kommunal.name)[2].split())
    assert "Oenighet under punkt 17, föranmälda frågor" in after


def check_validation(page, pdf, said, folder):
    """Signed out: the file is genuine and names its signers; one changed byte is told."""
    people.validate(page, pdf, folder / "protokoll.pdf")
    expect(page.get_by_role("heading", name="Filen är äkta.")).to_be_visible()
    names = page.get_by_role("list", name="Underskrifter")
    for adjuster in said.adjusters:
        expect(names).to_contain_text(adjuster.name)
    middle = len(pdf) // 2
    changed = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    people.validate(page, changed, folder / "andrad.pdf")
    expect(page.get_by_role("heading", name="Filen är ändrad efter justeringen.")).to_be_visible()
    expect(names).to_have_count(0)
