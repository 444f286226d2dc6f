"""Fråga sekreteraren, from the page that asks to the page that answers."""

import pytest
from django.urls import reverse

from meetings.models import Inquiry
from tests import builders

HTMX = {"HX-Request": "true"}


def place(meeting, name="ask_secretary"):
    return reverse(name, args=[meeting.pk])


def reply_to(inquiry):
    return reverse("answer_inquiry", args=[inquiry.meeting_id, inquiry.pk])


def ref_of(meeting, number):
    items = meeting.protocol.document().items()
    return next(item.ref for item in items if item.number == number)


def test_a_question_is_sent_from_the_text_that_is_signed(signing, signed_in, kim):
    client = signed_in(kim)
    assert f'action="{place(signing)}"' in client.get(place(signing, "sign")).text
    answer = client.post(place(signing), {"text": "Vem sa det?", "item": ref_of(signing, "3")})
    assert (answer.status_code, answer["Location"]) == (303, place(signing))
    asked = Inquiry.objects.get()
    assert (asked.by, asked.text, asked.item_number) == (kim, "Vem sa det?", "3")
    page = client.get(place(signing))
    assert "Din fråga är skickad" in page.text
    assert "Väntar på svar" in page.text


def test_with_htmx_the_panel_comes_back_and_the_text_stays(signing, signed_in, kim):
    answer = signed_in(kim).post(place(signing), {"text": "Vem?"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="fraga-sekreteraren"' in answer.text
    assert "<html" not in answer.text
    assert "Din fråga om protokollet" in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_question_keeps_what_was_typed(signing, signed_in, kim, headers):
    told = {"text": "å" * 2001, "item": "finns-inte"}
    answer = signed_in(kim).post(place(signing), told, headers=headers)
    assert answer.status_code == 422
    assert "Texten får ha högst 2000 tecken. Nu har den 2001." in answer.text
    assert "å" * 2001 in answer.text
    assert not Inquiry.objects.exists()


def test_words_about_a_text_that_was_opened_meanwhile_are_not_lost(signing, signed_in, kim, mira):
    builders.send_back(signing, mira)
    answer = signed_in(kim).post(place(signing), {"text": "Vem sa det?"})
    assert answer.status_code == 422
    assert "Texten är inte låst längre" in answer.text
    assert "Vem sa det?" in answer.text


def test_one_reads_ones_own_questions_and_the_secretary_reads_all(
    signing, signed_in, kim, mira, sara
):
    signing.ask("Kims fråga?", by=kim).reply("Till Kim.", by=sara)
    signing.ask("Miras fråga?", by=mira)
    page = signed_in(kim).get(place(signing)).text
    assert ("Kims fråga?" in page, "Till Kim." in page, "Miras" in page) == (True, True, False)
    page = signed_in(sara).get(place(signing)).text
    assert page.index("Miras fråga?") < page.index("Kims fråga?")  # what waits stands first
    assert "Svara Mira Åkesson" in page
    assert "Svara Kim Berg" not in page


def test_the_secretary_answers(signing, signed_in, kim, sara):
    asked = signing.ask("Vem?", by=kim)
    assert "1 fråga till dig" in signed_in(sara).get(place(signing, "follow_signing")).text
    answer = signed_in(sara).post(reply_to(asked), {"text": "Jonas."})
    assert (answer.status_code, answer["Location"]) == (303, place(signing))
    assert "Sara Lind svarade" in signed_in(kim).get(place(signing, "sign")).text
    assert "fråga till dig" not in signed_in(sara).get(place(signing, "follow_signing")).text


def test_an_answer_that_comes_second_is_shown_with_its_words(signing, signed_in, kim, sara):
    asked = signing.ask("Vem?", by=kim)
    asked.reply("Jonas.", by=sara)
    answer = signed_in(sara).post(reply_to(asked), {"text": "Det var Mira."})
    assert answer.status_code == 422
    assert "Sara Lind har redan svarat" in answer.text
    assert "Det var Mira." in answer.text


def test_min_sida_tells_the_secretary_whom_to_answer(signing, signed_in, kim, sara):
    item = list(signing.protocol.document().items())[2]
    asked = signing.ask("Vem?", by=kim, item=item)
    page = signed_in(sara).get(reverse("home"))
    assert "Svara Kim Berg om punkt 3" in [row.title for row in page.context["waiting"]]
    asked.reply("Jonas.", by=sara)
    page = signed_in(sara).get(reverse("home"))
    assert [row for row in page.context["waiting"] if row.title.startswith("Svara")] == []


def test_the_pages_cost_the_same_for_more_questions(signing, signed_in, kim, sara, same_queries):
    def more():
        signing.ask(f"Fråga {signing.inquiries.count()}?", by=kim)

    same_queries(lambda: signed_in(sara).get(place(signing)), more, at_most=20)
    same_queries(lambda: signed_in(sara).get(reverse("home")), more)
    same_queries(lambda: signed_in(kim).get(place(signing, "sign")), more)
