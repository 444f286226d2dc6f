"""Protokollsanteckningar on the pages: whose they are, and who never sees a word of a draft."""

import re
import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, State, Statement, StatementDraft
from tests import builders
from tests.pdf_text import text_of

SECRET = "KANARIEFÅGEL Kommunal anser att risken är underskattad."


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def draft(drafted, world):
    return builders.statement_draft(drafted, world.kommunal, SECRET, by=world.kim)


@pytest.fixture
def handed_in(draft, kim):
    return draft.hand_in(by=kim)


def at(meeting, name, *more):
    return reverse(name, args=[meeting.pk, *more])


def fields(page):
    """What a browser would send back of the page's big form."""
    form = page[page.index('<form class="panel stack"') :]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    text = re.search(r"<textarea[^>]*>\s?\n?(.*?)</textarea>", form, re.DOTALL)[1]
    chosen = re.search(r'<option value="([^"]*)" selected', form)
    return hidden | {"text": text, "item": chosen[1] if chosen else ""}


# --- Written -------------------------------------------------------------------------------------


def test_a_party_writes_saves_and_hands_in(drafted, world):
    client = client_of(world.kim)
    assert "Skriv en egen text" in client.get(at(drafted, "statements")).text
    item = drafted.items.first()
    page = client.get(f"{at(drafted, 'new_statement')}?punkt={item.ref}").text
    told = fields(page) | {"text": SECRET, "gor": "spara"}
    assert told["item"] == str(item.ref)
    saved = client.post(at(drafted, "new_statement"), told)
    assert saved.status_code == 303
    page = client.get(saved.url).text
    assert fields(page)["text"] == SECRET
    done = client.post(saved.url, fields(page) | {"text": SECRET + " Mer.", "gor": "lamna-in"})
    assert (done.status_code, done.url) == (303, at(drafted, "statements"))
    statement = Statement.objects.get()
    assert (statement.text, statement.item, statement.party) == (
        SECRET + " Mer.",
        item,
        world.kommunal,
    )
    assert "Inlämnad" in client.get(done.url).text


def test_it_is_handed_in_at_once(drafted, kim):
    client = client_of(kim)
    told = fields(client.get(at(drafted, "new_statement")).text)
    client.post(at(drafted, "new_statement"), told | {"text": SECRET, "gor": "lamna-in"})
    assert Statement.objects.get().text == SECRET


@pytest.mark.parametrize(
    ("text", "no"),
    [(" \n", "Skriv er text."), ("x" * 2001, "Texten får ha högst 2000 tecken. Nu har den 2001.")],
)
def test_a_no_keeps_what_was_typed(drafted, kim, text, no):
    client = client_of(kim)
    told = fields(client.get(at(drafted, "new_statement")).text)
    answer = client.post(at(drafted, "new_statement"), told | {"text": text, "gor": "lamna-in"})
    assert answer.status_code == 422
    assert no in answer.text
    assert text.strip() in answer.text
    assert not StatementDraft.objects.exists()


def test_a_text_that_was_locked_meanwhile_keeps_what_was_typed(draft, drafted, world):
    client = client_of(world.kim)
    address = at(drafted, "edit_statement", draft.ref)
    told = fields(client.get(address).text)
    builders.send(drafted, by=world.sara)
    answer = client.post(address, told | {"text": "Vi menar mer.", "gor": "lamna-in"})
    assert answer.status_code == 422
    assert "Texten är låst och kan inte ändras." in answer.text
    assert "Vi menar mer." in answer.text
    assert not Statement.objects.exists()


def test_two_of_a_party_at_once_see_both_texts(draft, drafted, world):
    other = builders.person("Ida Kommunalare")
    builders.mandate(drafted.group, other, world.kommunal)
    address = at(drafted, "edit_statement", draft.ref)
    first, second = client_of(world.kim), client_of(other)
    told, later = fields(first.get(address).text), fields(second.get(address).text)
    first.post(address, told | {"text": "I det ena", "gor": "spara"})
    both = second.post(address, later | {"text": "I det andra", "gor": "spara"})
    assert both.status_code == 409
    assert "Kim Berg har ändrat utkastet" in both.text
    assert "I det ena" in both.text
    assert fields(both.text)["text"] == "I det andra"
    second.post(address, fields(both.text) | {"text": "Båda", "gor": "spara"})
    assert StatementDraft.objects.get().text == "Båda"


def test_a_draft_is_thrown_away(draft, drafted, kim):
    client_of(kim).post(at(drafted, "throw_away_statement", draft.ref))
    assert not StatementDraft.objects.exists()


# --- Whose it is ---------------------------------------------------------------------------------


def test_a_draft_is_not_there_for_anybody_else(draft, drafted, world):
    for user in (world.sara, world.jonas, world.mira, world.hanna, world.olle):
        client = client_of(user)
        for name in ("edit_statement", "throw_away_statement"):
            address = at(drafted, name, draft.ref)
            told = {"text": "Vi är nöjda.", "gor": "lamna-in"}
            assert client.post(address, told).status_code == 404, (name, user)
        assert client.get(at(drafted, "edit_statement", draft.ref)).status_code == 404
    assert StatementDraft.objects.get().text == SECRET


def test_no_page_pdf_log_mail_or_admin_has_a_word_of_a_draft(draft, drafted, world, caplog):
    it = builders.person("Ines Teknik", is_hr=True, is_staff=True, is_superuser=True)
    names = ("statements", "meeting", "write", "checks", "attendance", "draft_pdf", "screen")
    seen = []
    for user in (world.sara, world.jonas, world.mira, world.hanna, it):
        client = client_of(user)
        addresses = [*(at(drafted, name) for name in names), reverse("home"), reverse("meetings")]
        for address in addresses:
            answer = client.get(address)
            is_pdf = answer.headers["Content-Type"] == "application/pdf"
            seen.append(text_of(answer.content) if is_pdf else answer.text)
        seen.append(client.get("/installningar/").text)
    call_command("check")
    assert "KANARIEFÅGEL" not in "".join(seen) + caplog.text
    own = client_of(world.kim).get(at(drafted, "statements")).text
    assert "KANARIEFÅGEL" in own


def test_only_the_own_party_takes_it_back(handed_in, drafted, world):
    address = at(drafted, "take_back_statement", handed_in.ref)
    for user in (world.mira, world.sara, world.hanna):
        assert client_of(user).post(address).status_code == 404
    assert client_of(world.kim).post(address).status_code == 303
    assert "Återtagen" in client_of(world.sara).get(at(drafted, "statements")).text


# --- Placed and answered -------------------------------------------------------------------------


def test_the_secretary_reads_and_places_it(handed_in, drafted, world):
    client = client_of(world.sara)
    page = client.get(at(drafted, "statements")).text
    assert SECRET in page
    item = drafted.items.last()
    told = {f"{handed_in.ref}-item": str(item.ref)}
    assert client.post(at(drafted, "place_statement", handed_in.ref), told).status_code == 303
    assert "Placerad i punkt 7" in client.get(at(drafted, "statements")).text
    assert SECRET in client.get(f"{at(drafted, 'write')}?punkt={item.pk}").text


def test_placing_nowhere_says_so_at_its_own_form(handed_in, drafted, sara):
    address = at(drafted, "place_statement", handed_in.ref)
    answer = client_of(sara).post(address, {f"{handed_in.ref}-item": ""})
    assert answer.status_code == 422
    assert "Välj en punkt." in answer.text


def test_another_party_answers_with_its_own(handed_in, drafted, world):
    client = client_of(world.jonas)
    assert SECRET in client.get(at(drafted, "statements")).text
    page = client.get(f"{at(drafted, 'new_statement')}?svar={handed_in.ref}").text
    assert SECRET in page
    told = fields(page) | {"text": "Arbetsgivaren ser det inte så.", "gor": "lamna-in"}
    client.post(at(drafted, "new_statement"), told)
    assert Statement.objects.get(party=world.employer).answers == handed_in


def test_the_page_that_sends_leads_to_the_one_that_has_no_place(handed_in, drafted, world):
    builders.settle(drafted, by=world.sara)
    client = client_of(world.sara)
    page = client.get(at(drafted, "send_for_signing")).text
    words = "Kommunals protokollsanteckning är inte placerad i texten."
    assert f'<a href="{at(drafted, "statements")}">{words}</a>' in page
    assert client.post(at(drafted, "send_for_signing")).status_code == 422
    handed_in.place(drafted.items.first(), by=world.sara)
    assert client.post(at(drafted, "send_for_signing")).status_code == 303


def test_it_stands_in_the_locked_text_with_whose_it_answers(handed_in, drafted, world):
    answer = builders.hand_in(
        drafted, world.employer, "Vi ser det inte så.", by=world.jonas, answers=handed_in
    )
    for one in (handed_in, answer):
        one.place(drafted.items.first(), by=world.sara)
    builders.send(drafted, by=world.sara)
    builders.printed(drafted)
    page = client_of(world.mira).get(at(drafted, "protocol")).text
    assert SECRET in page
    assert "svar på Kommunals" in page.replace("\u00ad", "")
    locked = client_of(world.kim).get(at(drafted, "statements")).text
    assert "Texten är låst" in locked
    assert "Ta tillbaka" not in locked


def test_a_small_group_is_told_before_it_makes_its_notes_done(small_group, world):
    meeting = builders.meeting_in(State.DRAFTED, small_group)
    builders.hand_in(meeting, world.kommunal, SECRET, by=world.kim)
    page = client_of(world.sara).get(at(meeting, "make_done")).text
    assert "Kommunals protokollsanteckning är inte placerad" in page
    assert client_of(world.sara).post(at(meeting, "make_done")).status_code == 409
    assert Meeting.objects.get(pk=meeting.pk).state == State.DRAFTED


def test_the_page_costs_the_same_with_one_and_three(drafted, world, same_queries):
    def more():
        builders.statement_draft(drafted, world.kommunal, SECRET, by=world.kim)
        one = builders.hand_in(drafted, world.kommunal, SECRET, by=world.kim)
        one.place(drafted.items.first(), by=world.sara)

    for user in (world.kim, world.sara):
        client = client_of(user)
        same_queries(lambda: client.get(at(drafted, "statements")), more)  # noqa: B023


def test_an_unknown_answered_ref_is_nothing(drafted, kim):
    for ref in ("x", uuid.uuid4()):
        address = f"{at(drafted, 'new_statement')}?svar={ref}"
        assert client_of(kim).get(address).status_code == 200


def test_min_sida_tells_the_secretary_what_has_no_place(drafted, world):
    words = "Placera Kommunals protokollsanteckning"
    one = builders.hand_in(drafted, world.kommunal, SECRET, by=world.kim)
    page = client_of(world.sara).get(reverse("home")).text
    assert words in page
    assert SECRET not in page
    assert words not in client_of(world.mira).get(reverse("home")).text
    one.place(drafted.items.first(), by=world.sara)
    assert words not in client_of(world.sara).get(reverse("home")).text
