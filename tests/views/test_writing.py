"""Skriv as a page: what stands on it, what it costs, and who may open it."""

from datetime import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import AgendaItem, State
from tests import builders


def address(meeting, query=""):
    return f"/moten/{meeting.pk}/skriv/{query}"


def queries(client, url):
    client.get(url)  # the session is warm
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200
    return len(asked)


def test_every_row_stands_on_the_paper_with_its_sender(sara_writes, world, ongoing):
    item = ongoing.items.first()
    builders.add_row(item, "Vi vill **veta** mer.", by=world.sara, speaks=[world.kommunal])
    page = sara_writes.get(address(ongoing)).content.decode()
    assert "Vi vill <strong>veta</strong> mer." in page
    assert '<span class="chip">Kommunal</span>' in page


def test_the_page_says_how_long_the_meeting_has_been_going_on(sara_writes, ongoing):
    page = sara_writes.get(address(ongoing)).content.decode()
    assert "Möte pågår sedan" in page
    assert "5 närvarande" in page
    assert "Avsluta mötet" in page


def test_a_group_without_adjusters_ends_with_gor_klart(sara_writes, world, small_group):
    meeting = builders.meeting_in(State.ONGOING, small_group)
    page = sara_writes.get(address(meeting)).content.decode()
    assert "Gör klart" in page
    assert "Avsluta mötet" not in page


def test_headings_without_items_say_their_sentence(sara_writes, small_group):
    meeting = builders.meeting_in(State.ONGOING, small_group)
    section = meeting.sections.get(heading="Beslut")
    for item in meeting.items.filter(section=section):
        item.take_off(by=small_group.secretaries.get().user)
    assert "Inga beslut" in sara_writes.get(address(meeting)).content.decode()


def test_after_the_meeting_the_text_can_be_sent(sara_writes, drafted):
    page = sara_writes.get(address(drafted)).content.decode()
    assert f'href="/moten/{drafted.pk}/justering/skicka/"' in page


def test_who_sent_it_back_and_why_stands_on_top(sara_writes, world, signing):
    builders.send_back(signing, world.mira, reason="Frågan om scheman saknas.")
    page = sara_writes.get(address(signing)).content.decode()
    assert "Vision har skickat tillbaka protokollet: punkt 1" in page
    assert "Frågan om scheman saknas." in page


def test_a_locked_text_is_read_not_written(sara_writes, signing):
    assert sara_writes.get(address(signing)).url == f"/moten/{signing.pk}/"


def test_the_outline_counts_open_questions(sara_writes, world, ongoing):
    item = ongoing.items.first()
    asked = [
        builders.add_row(item, text, by=world.sara, kind="question") for text in ("När?", "Hur?")
    ]
    builders.add_row(
        item, "I maj.", by=world.sara, kind="answer", answers=[asked[0].question], result="answered"
    )
    assert "<b>1</b> ?" in sara_writes.get(address(ongoing)).content.decode()


def test_the_outline_tells_what_is_written_from_what_had_nothing(sara_writes, world, ongoing):
    written, nothing, bare = ongoing.items.all()[:3]
    builders.add_row(written, "Vi vill veta mer.", by=world.sara)
    builders.add_row(nothing, "Inget att ta upp", by=world.sara)
    page = sara_writes.get(address(ongoing)).content.decode()
    outline = page.partition('id="dagordning"')[2].partition("</nav>")[0].split("<li")
    marks = {
        item.pk: next(part for part in outline if f"#punkt-{item.pk}" in part).count
        for item in (written, nothing, bare)
    }
    told = {pk: (count("skriven"), count("inget att ta upp")) for pk, count in marks.items()}
    assert told == {written.pk: (1, 0), nothing.pk: (0, 1), bare.pk: (0, 0)}


def test_a_runda_has_a_field_for_each_party_that_is_there(sara_writes, ongoing):
    page = sara_writes.get(address(ongoing)).content.decode()
    fields = [f'aria-label="{name}"' in page for name in ("Arbetsgivaren", "Kommunal", "Vision")]
    assert fields == [True, True, True]


def test_without_scripts_a_row_is_opened_by_its_link(sara_writes, world, ongoing):
    entry = builders.add_row(ongoing.items.first(), "Mötet öppnas.", by=world.sara)
    page = sara_writes.get(address(ongoing, f"?stycke={entry.ref}")).content.decode()
    assert "Spara och stäng" in page
    assert f'value="{entry.version}"' in page


def test_an_oenighet_without_organisation_is_warned_of(sara_writes, world, ongoing):
    builders.add_row(ongoing.items.first(), "Ej överens.", by=world.sara, kind="disagreement")
    assert "Oenigheten saknar organisation." in sara_writes.get(address(ongoing)).content.decode()


def test_the_page_costs_at_most_sixteen_queries(sara_writes, world, ongoing):
    for number in range(40):
        ongoing.add_guest(name=f"Gäst {number}", by=world.sara)
    builders.write_rows(ongoing, items=20, rows=60, by=world.sara)
    item = ongoing.items.get(heading="Övriga frågor")
    item.set_outcome(
        AgendaItem.OutcomeKind.DISAGREED, by=world.sara, disagreeing=[world.vision, world.kommunal]
    )
    moved = ongoing.items.exclude(pk=item.pk).first()
    told = {"group_id": None, "meeting_id": None, "words": "socialnämnden", "day": None}
    moved.set_outcome(AgendaItem.OutcomeKind.MOVED, by=world.sara, targets=[told])
    ongoing.group.phrases.create(words="{rubrik} noteras.")
    ongoing.attendees.first().comes(time(13, 20), by=world.sara)
    assert queries(sara_writes, address(ongoing)) <= 16


def test_the_page_costs_the_same_for_one_row_and_three(sara_writes, world, ongoing):
    builders.write_rows(ongoing, rows=1, by=world.sara)
    one = queries(sara_writes, address(ongoing))
    builders.write_rows(ongoing, rows=3, by=world.sara)
    assert queries(sara_writes, address(ongoing)) == one


def test_representatives_and_outsiders_do_not_write(signed_in, world, ongoing):
    assert signed_in(world.mira).get(address(ongoing)).status_code == 403
    assert signed_in(world.hanna).get(address(ongoing)).status_code == 403
    assert signed_in(world.olle).get(address(ongoing)).status_code == 404


def test_the_draft_is_a_pdf(sara_writes, ongoing):
    answer = sara_writes.get(f"/moten/{ongoing.pk}/utkast.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
