"""Synpunkter on the page: sending out, reading, leaving a synpunkt, “Jag har läst klart”."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import clock
from meetings.models import Comment, Reading, ReadingPlace, State, Version
from tests import builders, pdf_text


@pytest.fixture
def written(group, sara):
    """A meeting that has ended, with a row under the third item."""
    meeting = builders.meeting_in(State.ONGOING, group)
    item = meeting.items.standing()[2]
    item.meeting = meeting
    meeting.row = builders.add_row(item, "Vision tog upp om att det är trångt.", by=sara)
    meeting.choose_adjusters(meeting.proposed_adjusters(), by=sara)
    meeting.finish(by=sara)
    return meeting


@pytest.fixture
def review(written, sara):
    written.send_for_comments(by=sara)
    return written


def page(meeting, name="review", **query):
    return reverse(name, args=[meeting.pk], query=query or None)


def text_of(response):
    return " ".join(response.content.decode().split())


def given(meeting, **typed):
    version = Version.objects.of(meeting).last()
    item = next(i for i in version.document().items() if i.number == "3")
    return {
        "text": version.pk,
        "punkt": item.ref,
        "stycke": str(meeting.row.ref),
        "kind": "wording",
        "wording": "Vision tog upp att det är trångt.",
        "remark": "",
        "party": meeting.group.parties.get(name="Vision").pk,
        "ref": str(uuid.uuid4()),
        **typed,
    }


def leave(client, meeting, *, htmx=False, **typed):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(page(meeting, "leave_comment"), given(meeting, **typed), headers=headers)


# --- Sent ----------------------------------------------------------------------------------------


def test_the_page_before_says_what_happens_and_until_when(signed_in, sara, written):
    shown = text_of(signed_in(sara).get(page(written, "send_for_comments")))
    assert "5 personer får ett mejl med en länk" in shown
    assert "5 arbetsdagar från i dag" in shown


def test_sending_leads_to_the_text_that_is_out(signed_in, sara, written):
    response = signed_in(sara).post(page(written, "send_for_comments"))
    assert (response.status_code, response["Location"]) == (303, page(written))
    assert Version.objects.get().audience == "review"


def test_whoever_sends_on_too_early_is_told_whom_it_leaves_out(signed_in, sara, kim, review):
    builders.finish_reading(review, kim)
    shown = text_of(signed_in(sara).get(page(review, "send_for_signing")))
    assert "Arbetsgivaren, Sveriges Lärare och Vision har tills" in shown


def test_the_meetings_page_leads_the_reader_to_the_text(signed_in, kim, review):
    shown = text_of(signed_in(kim).get(review.get_absolute_url()))
    assert f'href="{page(review)}">Läs och lämna synpunkter</a>' in shown


def test_a_text_that_is_not_out_is_shown_to_nobody(signed_in, kim, written):
    response = signed_in(kim).get(page(written))
    assert (response.status_code, response["Location"]) == (302, written.get_absolute_url())


def test_the_chair_reads_before_the_others(signed_in, sara, jonas, kim, written):
    signed_in(sara).post(page(written, "show_chair"))
    assert "trångt" not in text_of(signed_in(kim).get(page(written), follow=True))
    shown = text_of(signed_in(jonas).get(page(written)))
    assert "Ordförandens läsning" in shown
    assert "trångt" in shown


# --- Read ----------------------------------------------------------------------------------------


def test_a_reader_meets_what_concerns_her_organisation_first(signed_in, mira, review, sara):
    vision = review.group.parties.get(name="Vision")
    builders.add_row(review.items.standing()[4], "Hur blir det?", by=sara, speaks=[vision])
    review.show_changes(by=sara)
    shown = text_of(signed_in(mira).get(page(review)))
    assert "Det här rör Vision" in shown
    assert shown.index("Det här rör Vision") < shown.index('<article class="paper"')
    assert "Utkast, arbetsmaterial" in shown


def test_nobody_is_shown_who_has_opened_the_text(signed_in, mira, kim, review):
    client = signed_in(mira)
    client.get(page(review))
    client.post(page(review, "keep_place"), {"text": Version.objects.get().pk, "punkt": "x"})
    assert ReadingPlace.objects.get().user == mira
    assert "Mira" not in text_of(signed_in(kim).get(page(review))).split("Närvaro")[0]


def test_she_goes_on_where_she_was(signed_in, mira, review):
    client = signed_in(mira)
    item = given(review)["punkt"]
    client.post(page(review, "keep_place"), {"text": Version.objects.get().pk, "punkt": item})
    assert "Fortsätt läsa från punkt 3" in text_of(client.get(page(review)))


def test_what_was_changed_is_marked_and_can_be_read_clean(signed_in, mira, review, sara):
    client = signed_in(mira)
    client.post(page(review, "keep_place"), {"text": Version.objects.get().pk, "punkt": ""})
    row = review.row
    row.rewrite("Vision tog upp att det är trångt.", base=1, save_id=uuid.uuid4(), by=sara)
    review.show_changes(by=sara)
    shown = text_of(client.get(page(review)))
    assert "<b>1 ändring</b> sedan texten" in shown
    assert '<del><span class="sr">Borttaget: </span>' in shown
    assert "<del>" not in text_of(client.get(page(review, andringar=0)))


# --- Commented -----------------------------------------------------------------------------------


def test_without_scripts_the_icon_opens_the_form_in_its_place(signed_in, mira, review):
    shown = text_of(signed_in(mira).get(page(review, stycke=str(review.row.ref))))
    assert "Så vill du att det ska stå" in shown
    assert shown.count("Vision tog upp om att det är trångt.") == 2  # the row, and in the field


def test_a_synpunkt_is_left_and_seen_by_all(signed_in, mira, kim, review):
    response = leave(signed_in(mira), review)
    assert response["Location"] == f"{page(review)}#stycke-{review.row.ref}"
    shown = text_of(signed_in(kim).get(page(review)))
    assert "Mira Åkesson" in shown
    assert "förslag på ny text" in shown


def test_htmx_gets_the_place_and_the_list(signed_in, mira, review):
    response = leave(signed_in(mira), review, htmx=True, kind="remark", remark="Stryk om.")
    shown = text_of(response)
    assert shown.startswith(f'<div class="beside" id="vid-{review.row.ref}">')
    assert 'id="synpunkter"' in shown
    assert 'data-announce="Synpunkten är lämnad."' in shown
    assert "1 synpunkt från dig" in shown


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("typed", "no"),
    [
        ({"kind": "remark", "remark": " "}, "Skriv din synpunkt."),
        (
            {"wording": "Vision tog upp om att det är trångt."},
            "Texten är oförändrad. Ändra den eller välj Kommentera.",
        ),
        ({"kind": ""}, "Välj Föreslå ny text eller Kommentera."),
    ],
)
def test_the_no_stands_beside_the_field_and_what_was_typed_is_kept(
    signed_in, mira, review, htmx, typed, no
):
    typed = {"remark": "Mina ord", **typed} if typed.get("kind") != "remark" else typed
    response = leave(signed_in(mira), review, htmx=htmx, **typed)
    assert response.status_code == 422
    assert no in text_of(response)
    assert Comment.objects.count() == 0


def test_what_was_typed_is_shown_when_the_text_has_gone_on(signed_in, mira, sara, review):
    typed = given(review, kind="remark", remark="Mina ord")
    builders.send(review, by=sara)
    response = signed_in(mira).post(page(review, "leave_comment"), typed)
    assert response.status_code == 409
    assert "Mina ord" in text_of(response)


def test_nobody_else_leaves_one_in_her_name(signed_in, kim, review):
    response = leave(signed_in(kim), review)
    assert response.status_code == 422
    assert Comment.objects.count() == 0


def test_she_takes_it_back(signed_in, mira, kim, review):
    comment = builders.comment(review, mira)
    url = reverse("withdraw_comment", args=[review.pk, comment.ref])
    assert signed_in(kim).post(url).status_code in (403, 409)
    assert signed_in(mira).post(url).status_code == 303
    assert "Inga synpunkter än." in text_of(signed_in(kim).get(page(review)))


def test_the_chairs_remarks_stay_with_the_chair_and_the_secretary(
    signed_in, sara, jonas, kim, written
):
    written.show_chair(by=sara)
    builders.comment(written, jonas, "HEMLIGT")
    assert "HEMLIGT" in text_of(signed_in(sara).get(page(written)))
    written.send_for_comments(by=sara)
    assert "HEMLIGT" not in text_of(signed_in(kim).get(page(written)))


# --- Read to the end -----------------------------------------------------------------------------


def test_the_answer_is_about_the_text_she_read(signed_in, mira, review):
    client = signed_in(mira)
    vision = review.group.parties.get(name="Vision")
    asked = {"text": Version.objects.get().pk, "part": vision.pk}
    response = client.post(page(review, "finish_reading"), asked)
    assert response["Location"] == page(review) + "#last-klart"
    shown = text_of(client.get(page(review)))
    assert "Vision har läst klart." in shown
    assert "inga synpunkter" in shown


def test_a_text_that_was_changed_meanwhile_is_not_read_to_the_end(signed_in, mira, sara, review):
    vision = review.group.parties.get(name="Vision")
    asked = {"text": Version.objects.get().pk, "part": vision.pk}
    review.row.rewrite("Annat.", base=1, save_id=uuid.uuid4(), by=sara)
    review.show_changes(by=sara)
    response = signed_in(mira).post(page(review, "finish_reading"), asked)
    assert response.status_code == 409
    assert "Läs ändringarna först" in text_of(response)
    assert Reading.objects.count() == 0


def test_a_party_that_had_read_is_told_how_much_was_changed_since(signed_in, kim, sara, review):
    builders.finish_reading(review, kim)
    review.row.rewrite("Annat.", base=1, save_id=uuid.uuid4(), by=sara)
    review.show_changes(by=sara)
    shown = text_of(signed_in(sara).get(page(review)))
    assert "inga synpunkter, 1 ändring sedan dess" in shown
    assert "Har inte svarat:</b> Arbetsgivaren, Sveriges Lärare och Vision." in shown


def test_only_who_writes_is_told_who_is_silent(signed_in, mira, review):
    assert "Har inte svarat" not in text_of(signed_in(mira).get(page(review)))


def test_what_silence_means_is_told_to_those_it_binds(signed_in, mira, review):
    assert "Gruppens regel" not in text_of(signed_in(mira).get(page(review)))
    review.silence = "consent"
    review.save()
    assert "anses ha läst utan synpunkter" in text_of(signed_in(mira).get(page(review)))


# --- How much it asks ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["mira", "sara"])
def test_many_synpunkter_cost_no_more_than_one(
    signed_in, world, review, django_assert_num_queries, who
):
    client = signed_in(getattr(world, who))
    builders.comment(review, world.mira, row=review.row)
    with CaptureQueriesContext(connection) as one:
        client.get(page(review))
    builders.comment(review, world.kim)
    builders.comment(review, world.lena, row=review.row, proposes=True)
    with django_assert_num_queries(len(one)):
        client.get(page(review))


@pytest.mark.embedded  # the press is the same whatever the database
def test_the_draft_on_paper_is_the_text_that_is_out(signed_in, mira, review, sara):
    review.row.rewrite("Annat.", base=1, save_id=uuid.uuid4(), by=sara)
    printed = pdf_text.text_of(signed_in(mira).get(page(review, "review_pdf")).content)
    assert "att det är trångt" in printed
    assert "Annat." not in printed


def test_an_adjuster_whose_mandate_has_ended_reads_and_answers(signed_in, group, sara, mira):
    """Her party has nobody else who may say that it has read to the end."""
    meeting = builders.meeting_in(State.DRAFTED, group)
    builders.settle(meeting, by=sara)
    meeting.send_for_comments(by=sara)
    mira.mandates.update(ends=meeting.day)
    with clock.at(clock.now() + timedelta(days=2)):
        assert mira in meeting.readers()
        client = signed_in(mira)
        assert client.get(reverse("review", args=[meeting.pk])).status_code == 200
        (party,) = meeting.spoken_for_by(mira)
        told = {"text": meeting.version_for(mira).pk, "part": party.pk}
        assert client.post(reverse("finish_reading", args=[meeting.pk]), told).status_code == 303
    assert meeting.silent_parties() != meeting.asked_parties()
