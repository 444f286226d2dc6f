"""Händelseloggen on its page: every verb has its words, and what was tampered with is said."""

import ast

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from meetings.models import Delivery, Event, Protocol, State, locks
from meetings.models.event_words import SENTENCES, history_of
from tests import builders


def page_of(user, meeting):
    client = Client()
    client.force_login(user)
    return client.get(reverse("event_log", args=[meeting.pk])).text


def sentences(meeting):
    return [told.sentence for told in history_of(meeting)]


# --- Words ---------------------------------------------------------------------------------------

RECORDING = ("record", "_enter", "_freeze", "_tell", "_tell_of", "_tell_shown")


def verbs_in(path):
    """Every verb that the file writes down in the log."""
    for call in ast.walk(ast.parse(path.read_text())):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", "")
        on = getattr(getattr(call.func, "value", None), "id", "")
        if name in RECORDING and (name != "record" or on in ("Event", "cls")):
            texts = [one.value for one in call.args[:2] if isinstance(one, ast.Constant)]
            yield from texts[:1]


def test_every_verb_that_the_code_writes_down_has_its_words():
    found = {
        verb
        for path in (settings.BASE_DIR / "meetings").rglob("*.py")
        if path.parts[-2] != "migrations"
        for verb in verbs_in(path)
        if isinstance(verb, str) and " " not in verb
    }
    assert len(found) > 25
    assert found - set(SENTENCES) == set()


def test_a_meeting_tells_its_life(sealed, world):
    assert sentences(sealed)[1:] == [
        "Kallelsen skickades. Mötet fick numret FG 1/2026.",
        "Mötet började.",
        "Mötet avslutades. Texten renskrivs.",
        "Justerare valdes: Jonas Öberg, Kim Berg, Lena Palm och Mira Åkesson.",
        "Texten skickades till justering.",
        f"Texten låstes och fick kontrollkoden {sealed.protocol.fingerprint[:8]} "
        f"{sealed.protocol.fingerprint[8:16]}.",
        "Den låsta texten skrevs ut. Justerarna fick ett mejl.",
        "Jonas Öberg justerade för arbetsgivaren.",
        "Kim Berg justerade för Kommunal.",
        "Lena Palm justerade för Sveriges Lärare.",
        "Mira Åkesson justerade för Vision.",
        "Alla hade justerat texten.",
        "Filen låstes med elektroniskt sigill.",
    ]


def test_what_was_sent_back_says_where_and_why(signing, world):
    builders.send_back(signing, world.mira, reason="Frågan saknas.")
    last = history_of(signing)[-1]
    assert last.sentence == "Vision skickade tillbaka texten: punkt 1."
    assert (last.reason, last.who, last.is_turn) == ("Frågan saknas.", "Mira Åkesson", True)


def test_a_rattelse_with_a_round_of_its_own_says_so(sealed, world):
    told = {"old": "Rum Linden", "new": "Rum Asken", "reason": "Fel rum.", "by": world.sara}
    sealed.correct(**told, signed=True)
    a_round = sealed.side_rounds.get()
    builders.printed(a_round)
    builders.sign(a_round, world.kim)
    code = a_round.protocol.fingerprint
    assert sentences(sealed)[-4:] == [
        f"Rättelsen låstes och fick kontrollkoden {code[:8]} {code[8:16]}.",
        "En rättelse gjordes.",
        "Rättelsen skrevs ut. Justerarna fick ett mejl.",
        "Kim Berg justerade rättelsen för Kommunal.",
    ]


def test_an_extract_says_so(sealed, world):
    first = next(sealed.protocol.document().items())
    sealed.certify_extract({first.ref}, by=world.sara)
    certified, frozen = sentences(sealed)[-2:]
    assert certified == "Ett utdrag bestyrktes."
    assert frozen.startswith("Utdraget låstes och fick kontrollkoden ")


def test_nobody_is_told_who_had_read(drafted, world):
    Event.record(drafted, "read", by=world.kim, party=world.kommunal.pk, version=1)
    told = history_of(drafted)[-1]
    assert (told.sentence, told.who) == ("Kommunal hade läst klart.", "")


def test_a_statement_is_told_without_its_words(drafted, world):
    one = builders.hand_in(drafted, world.kommunal, "KANARIEFÅGEL", by=world.kim)
    one.place(drafted.items.first(), by=world.sara)
    one.take_back(by=world.kim)
    assert sentences(drafted)[-3:] == [
        "Kommunal lämnade in en protokollsanteckning.",
        "Kommunals protokollsanteckning fick sin plats i texten.",
        "Kommunal tog tillbaka en protokollsanteckning.",
    ]
    assert "KANARIEFÅGEL" not in page_of(world.hanna, drafted)


def test_a_verb_without_words_is_shown_as_it_is(drafted):
    Event.record(drafted, "something_new")
    assert sentences(drafted)[-1] == "something_new"


# --- The page ------------------------------------------------------------------------------------


def test_the_page_tells_when_the_text_became_what(sealed, world):
    page = page_of(world.mira, sealed)
    assert "Loggen är hel" in page
    for word in ("Arbetsutkast", "Låst text", "Justerat"):
        assert f"<dt>{word}</dt>" in page
    assert "Inte än" not in page_of(world.hanna, sealed)


def test_the_page_says_when_something_was_changed(sealed, world):
    with locks.lifted():
        Delivery.objects.filter(event__meeting=sealed).delete()
        sealed.events.filter(verb="called").update(facts={"number": 9})
    page = page_of(world.hanna, sealed)
    assert "Loggen är inte hel" in page
    assert "Händelse 2 är ändrad." in page


def test_the_page_costs_the_same_with_one_and_three(signing, world, same_queries):
    client = Client()
    client.force_login(world.sara)

    def more():
        protocol = Protocol.objects.get(meeting=signing)
        Event.record(signing, "reminded", by=world.sara, adjuster=signing.adjusters.first().pk)
        Event.record(signing, "frozen", by=world.sara, fingerprint=protocol.fingerprint)

    same_queries(lambda: client.get(reverse("event_log", args=[signing.pk])), more)


@pytest.mark.parametrize("state", [State.PLANNED, State.CANCELLED])
def test_a_meeting_without_a_text_has_its_history_too(group, world, state):
    meeting = builders.meeting_in(state, group)
    assert sentences(meeting)[0].startswith("Mötet lades in till ")
    page = page_of(world.sara, meeting)
    assert "Inte än" in page
    assert "Filen är låst" not in page
