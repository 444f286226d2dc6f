"""Fråga sekreteraren: who asks, who is told, and that nothing else happens."""

import pytest

from meetings.errors import DomainError, WrongState
from meetings.models import Delivery, Inquiry, State
from tests import builders


def told(kind):
    rows = Delivery.objects.filter(kind=kind).with_event()
    return [(row.event.meeting_id, row.recipient.name) for row in rows]


def test_a_question_stops_nothing_and_voids_nothing(signing, kim, jonas):
    builders.sign(signing, jonas)
    before = signing.state, signing.sign_by, signing.protocol
    item = next(signing.protocol.document().items())
    asked = signing.ask(" Vem sa det? ", by=kim, item=item)
    signing.refresh_from_db()
    assert (signing.state, signing.sign_by, signing.protocol) == before
    assert signing.protocol.signatures.count() == 1
    assert (asked.text, asked.place, asked.party.name) == ("Vem sa det?", "punkt 1", "Kommunal")


def test_the_secretary_is_told_and_then_whoever_asked(signing, kim, sara):
    asked = signing.ask("Vem sa det?", by=kim)
    assert told("inquiry") == [(signing.pk, "Sara Lind")]
    asked.reply("Jonas.", by=sara)
    assert told("inquiry_answer") == [(signing.pk, "Kim Berg")]
    assert (asked.answer, asked.answered_by, asked.is_answered) == ("Jonas.", sara, True)


def test_the_log_tells_of_a_question_without_its_words(signing, kim, sara):
    signing.ask("Är Aina sjukskriven?", by=kim).reply("Aina är det.", by=sara)
    verbs = list(signing.events.order_by("seq").values_list("verb", flat=True))[-2:]
    assert verbs == ["asked_secretary", "inquiry_answered"]
    assert "Aina" not in repr(list(signing.events.values_list("facts", flat=True)))
    assert "Aina" not in str(Inquiry.objects.get())


def test_the_same_question_sent_twice_is_one(signing, kim):
    assert signing.ask("Vem?", by=kim) == signing.ask("Vem? ", by=kim)
    assert told("inquiry") == [(signing.pk, "Sara Lind")]


@pytest.mark.parametrize("words", ["", "  \n "])
def test_a_question_and_an_answer_have_words(signing, kim, sara, words):
    asked = signing.ask("Vem?", by=kim)
    for verb in (lambda: signing.ask(words, by=kim), lambda: asked.reply(words, by=sara)):
        with pytest.raises(DomainError) as no:
            verb()
        assert no.value.field == "text"


def test_the_first_answer_stands(signing, kim, sara, hanna):
    asked = signing.ask("Vem?", by=kim)
    late = Inquiry.objects.get(pk=asked.pk)
    asked.reply("Jonas.", by=sara)
    with pytest.raises(DomainError, match="Sara Lind har redan svarat"):
        late.reply("Mira.", by=hanna)
    late.refresh_from_db()
    assert late.answer == "Jonas."


def test_a_text_that_is_open_is_not_asked_about_but_an_old_question_is_answered(
    signing, kim, mira, sara
):
    asked = signing.ask("Vem?", by=kim)
    builders.send_back(signing, mira)
    with pytest.raises(WrongState):
        signing.ask("Och när?", by=kim)
    asked.reply("Jonas.", by=sara)
    assert asked.is_answered


def test_a_sealed_text_can_be_asked_about(small_group, kim):
    meeting = builders.meeting_in(State.SEALED, small_group)
    assert str(meeting.ask("Stämmer talet?", by=kim)) == "Fråga om anteckningarna"
