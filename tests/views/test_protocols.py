import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import words
from meetings.justering.destruction import destroy
from meetings.models import Protocol, SealedFile, State
from tests import builders


def at(name, meeting):
    return reverse(name, args=[meeting.pk])


@pytest.fixture
def notes(small_group):
    return builders.meeting_in(State.SEALED, small_group, called=False)


# --- The reading page ----------------------------------------------------------------------------


def test_the_sealed_protocol_tells_who_signed_and_when(signed_in, mira, sealed):
    page = signed_in(mira).get(at("protocol", sealed)).content.decode()
    assert f"Justerat {words.day_year(sealed.sealed_at)}" in page
    assert [name in page for name in ("Mira Åkesson", "för Vision")] == [True, True]
    assert words.kontrollkod(sealed.protocol.fingerprint) in page
    assert 'id="p7"' in page


def test_it_is_read_from_its_own_bytes_whatever_happens_to_the_rows(signed_in, mira, sealed):
    sealed.items.update(heading="Något helt annat")
    page = signed_in(mira).get(at("protocol", sealed)).content.decode()
    assert ("Något helt annat" in page, "Mötets öppnande" in page) == (False, True)


def test_notes_have_sentences_of_their_own(signed_in, kim, notes):
    page = signed_in(kim).get(at("protocol", notes)).content.decode()
    assert "Anteckningarna är klara." in page
    assert "Gruppen har inga justerare." in page
    assert ("justerat" in page.lower(), "Protokollet" in page) == (False, False)


def test_while_it_is_signed_members_read_the_frozen_text(signed_in, hanna, mira, signing):
    assert "Läs och justera" in signed_in(mira).get(at("protocol", signing)).content.decode()
    page = signed_in(hanna).get(at("protocol", signing)).content.decode()
    assert ("Läs och justera" in page, "0 av 4 har justerat" in page) == (False, True)


@pytest.mark.parametrize("state", [State.DRAFTED, State.PRINTING])
def test_what_is_not_frozen_and_printed_cannot_be_read(signed_in, mira, group, state):
    meeting = builders.meeting_in(state, group)
    for name in ("protocol", "protocol_pdf", "protocol_copy"):
        assert signed_in(mira).get(at(name, meeting)).status_code == 404


def test_an_unchanged_page_is_not_sent_again(signed_in, mira, kim, signing):
    client = signed_in(mira)
    client.get(at("protocol", signing))  # gets the cookie of the forms
    first = client.get(at("protocol", signing))
    again = client.get(at("protocol", signing), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    builders.sign(signing, kim)
    news = client.get(at("protocol", signing), headers={"If-None-Match": first["ETag"]})
    assert news.status_code == 200


def test_nobody_is_answered_with_the_page_of_another(signed_in, mira, kim, sealed):
    first = signed_in(mira).get(at("protocol", sealed))
    other = signed_in(kim).get(at("protocol", sealed), headers={"If-None-Match": first["ETag"]})
    assert (other.status_code, "no-cache" in first["Cache-Control"]) == (200, True)


def test_the_page_costs_the_same_for_one_signature_and_for_three(signed_in, world, signing):
    client = signed_in(world.mira)
    client.get(at("protocol", signing))
    costs = []
    for people in ([world.jonas], [world.lena, world.kim]):
        for person in people:
            builders.sign(signing, person)
        with CaptureQueriesContext(connection) as queries:
            client.get(at("protocol", signing))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 14


def test_one_matter_is_linked_both_ways_for_those_who_may_see_both(
    signed_in, mira, kim, sealed, notes, sara
):
    """Kim is in both groups; Mira sees only the first meeting and what its own text says."""
    old, new = sealed.items.first(), notes.items.first()
    type(new).objects.filter(pk=new.pk).update(continues=old)
    first, second = (at("protocol", meeting) for meeting in (sealed, notes))
    assert f'href="{second}#p1"' in signed_in(kim).get(first).content.decode()
    assert f'href="{first}#p1"' in signed_in(kim).get(second).content.decode()
    page = signed_in(mira).get(first).content.decode()
    assert ("Fortsätter" in page, second in page) == (False, False)


def test_a_link_that_comes_later_changes_the_page(signed_in, mira, sealed, group):
    tag = signed_in(mira).get(at("protocol", sealed))["ETag"]
    coming = builders.meeting_in(State.PLANNED, group)
    coming.items.filter(pk=coming.items.first().pk).update(continues=sealed.items.first())
    page = signed_in(mira).get(at("protocol", sealed), headers={"if-none-match": tag})
    assert page.status_code == 200
    assert f'href="{coming.get_absolute_url()}"' in page.content.decode()


# --- The files -----------------------------------------------------------------------------------


def test_the_sealed_file_is_sent_byte_for_byte(signed_in, mira, sealed):
    stored = sealed.protocol.file(SealedFile.Kind.SEALED)
    file = signed_in(mira).get(at("protocol_pdf", sealed))
    assert hashlib.sha256(file.content).hexdigest() == stored.sha256
    assert (file["Content-Type"], file["ETag"]) == ("application/pdf", f'"{stored.sha256}"')


def test_its_name_says_which_protocol_and_no_person(signed_in, mira, sealed):
    file = signed_in(mira).get(at("protocol_pdf", sealed))
    name = f"protokoll-FG-{sealed.number}-{sealed.year}.pdf"
    assert file["Content-Disposition"] == f'attachment; filename="{name}"'


def test_while_it_is_signed_the_file_is_the_frozen_text_and_says_so(signed_in, mira, signing):
    file = signed_in(mira).get(at("protocol_pdf", signing))
    assert file.content == bytes(signing.protocol.file(SealedFile.Kind.FROZEN).content)
    assert "-ej-justerat.pdf" in file["Content-Disposition"]


def test_an_unchanged_file_is_not_read_from_the_database(signed_in, mira, sealed):
    client = signed_in(mira)
    etag = client.get(at("protocol_pdf", sealed))["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(at("protocol_pdf", sealed), headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert not [q for q in queries if '"meetings_sealedfile"."content"' in q["sql"]]


def test_a_copy_that_was_never_made_is_not_there(signed_in, mira, sealed):
    assert signed_in(mira).get(at("protocol_copy", sealed)).status_code == 404
    page = signed_in(mira).get(at("protocol", sealed)).content.decode()
    assert at("protocol_copy", sealed) not in page


# --- Who may read --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["protocol", "protocol_pdf", "protocol_copy"])
def test_outsiders_and_the_signed_out_see_nothing(client, signed_in, olle, sealed, name):
    url = at(name, sealed)
    assert client.get(url).status_code == 302
    assert signed_in(olle).get(url).status_code == 404


def test_an_adjuster_keeps_the_protocol_when_her_mandate_has_ended(signed_in, mira, sealed):
    mira.mandates.update(ends=builders.LONG_AGO)
    assert signed_in(mira).get(at("protocol", sealed)).status_code == 200


# --- What has changed ----------------------------------------------------------------------------


def test_a_new_round_points_at_the_items_that_say_something_new(sara, kim, signing):
    builders.send_back(signing, kim)
    signing.refresh_from_db()
    builders.add_row(signing.items.standing()[1], "Ett nytt stycke.", by=sara)
    builders.send(signing, by=sara)
    first, second = Protocol.objects.all()
    assert [item.number for item in second.items_changed_since(first)] == ["2"]
    assert (second.earlier(), first.earlier()) == (first, None)


def test_the_outline_counts_the_questions_of_sub_items_with_their_item(
    signed_in, sara, mira, drafted
):
    item = drafted.items.standing()[3]
    below = drafted.add_item("Underpunkt", parent=item)
    for place in (item, below, below):
        builders.add_row(place, "Hur går det?", by=sara, kind="question")
    builders.send(drafted, by=sara)
    builders.printed(drafted)
    page = signed_in(mira).get(at("protocol", drafted))
    entrances = page.context["contents"][0][1]
    assert [entrance["questions"] for entrance in entrances] == [0, 0, 0, 3, 0, 0, 0]


def test_a_protocol_that_was_destroyed_is_read_by_nobody(signed_in, sara, sealed):
    destroy(sealed.protocol, by=sara, ground="Gallringsbeslut 2026:1")
    assert signed_in(sara).get(at("protocol", sealed)).status_code == 404
    assert signed_in(sara).get(at("protocol_pdf", sealed)).status_code == 404
