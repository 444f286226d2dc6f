"""Snabbraden: what a typed line becomes. Whatever is typed, every character is kept or told."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.shorthand import AS_TEXT, Context, Party, Person, read, short_title
from meetings.workdays import When
from tests.samples import FOLDER, document_from, sample

PARTIES = (
    Party("ag", "Ekbacka kommun", ("AG",), is_employer=True),
    Party("ssr", "Akademikerförbundet SSR", ("SSR",)),
    Party("sl", "Sveriges Lärare", ("Sv. Lärare", "SL", "Lärarna")),
    Party("vision", "Vision"),
    Party("saco", "SACO"),
    Party("kommunal", "Kommunal"),
)
PEOPLE = (
    Person("Linda Palo"),
    Person("Jonas Öberg"),
    Person("Kim Berg"),
    Person("Kim Alm"),
    Person("Anna Holm"),
    Person("Anna Ek", is_present=False),
    Person("Mira Åkesson", is_present=False),
)
MARCH = date(2024, 3, 15)
CONTEXT = Context(date(2024, 2, 13), PARTIES, PEOPLE, next_meeting=date(2024, 3, 12))


def told(typed, chosen=None, context=CONTEXT):
    """What was read, without what was not said."""
    reading = read(typed, context, chosen)
    names = ("kind", "speaks", "concurs", "proposes", "responsible", "due", "legal_basis",
             "problem", "unread")  # fmt: skip
    said = {name: getattr(reading, name) for name in names}
    return {
        "text": reading.text,
        **{name: value for name, value in said.items() if value and value != When()},
        **({"asks": [ask.words for ask in reading.asks]} if reading.asks else {}),
    }


def text(words, **more):
    return {"text": words, **more}


# --- Kind ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("f. Vad gäller?", "question"),
        ("s. Vad gäller?", "answer"),
        ("b. Vad gäller?", "decision"),
        ("å. Vad gäller?", "action"),
        ("a\u030a. Vad gäller?", "action"),
        ("o. Vad gäller?", "disagreement"),
        ("  f.  Vad gäller?", "question"),
        ("f.\nVad gäller?", "question"),
    ],
)
def test_a_prefix_tells_the_kind_and_is_no_word(typed, kind):
    assert told(typed) == text("Vad gäller?", kind=kind)


@pytest.mark.parametrize(
    "words",
    [
        "Obs: lokalen är bytt.",
        "kl. 13:00 börjar mötet.",
        "Kl. 13: lunch",
        "Dnr: 2024/17",
        "f.Vad gäller?",
        "f. d. chefen hälsar.",
        "s. k. samverkan",
        "o. s. v. gäller.",
        "f",
        "f.",
        "Fråga: vad gäller?",
        "c. något",
        "ff. 12",
        "x: y",
        "SACO:s förslag är klart.",
        "ssr:s ordförande",
        "ssr, okänd: hej",
        ": hej",
        "Vision",
        "vision är viktigt",
        "Visions fråga",
        "Vision.",
        "Visionen är klar.",
        "i. sl: men menar att det är bråttom.",
        "i. okänd",
        "i. ",
        "3 < 4 och 5 << 6",
        "Ett << två",
        "Läs a<<+linda",
        "Länk << https://ekbacka.se",
        "<<",
        "Text <<",
        "",
        "   ",
        "--",
        "- ett\n- två",
    ],
)
def test_what_is_not_known_stays_text(words):
    reading = read(words, CONTEXT)
    assert reading.text == words.strip()
    said = (reading.kind, reading.speaks, reading.concurs, reading.proposes, reading.responsible)
    assert said == ("", (), (), (), "")
    assert (reading.due, reading.legal_basis, reading.asks) == (When(), "", ())


# --- Senders -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ssr: Hej", text("Hej", speaks=("ssr",))),
        ("SSR: Hej", text("Hej", speaks=("ssr",))),
        ("akademikerförbundet  ssr: Hej", text("Hej", speaks=("ssr",))),
        ("sv. lärare: Hej", text("Hej", speaks=("sl",))),
        ("ag: Hej", text("Hej", speaks=("ag",))),
        ("arbetsgivaren: Hej", text("Hej", speaks=("ag",))),
        ("Ekbacka kommun: Hej", text("Hej", speaks=("ag",))),
        ("vision, ssr: Hej", text("Hej", speaks=("vision", "ssr"))),
        ("vision,ssr, vision: Hej", text("Hej", speaks=("vision", "ssr"))),
        ("f. saco: Hej", text("Hej", kind="question", speaks=("saco",))),
        ("saco: f. Hej", text("Hej", kind="question", speaks=("saco",))),
        ("ssr: Obs: hej", text("Obs: hej", speaks=("ssr",))),
        ("ssr: vision: hej", text("vision: hej", speaks=("ssr",))),
        ("ssr: -", text("-", speaks=("ssr",))),
        ("ssr:\n- ett\n- två", text("- ett\n- två", speaks=("ssr",))),
        ("ssr:", text("", speaks=("ssr",))),
    ],
)
def test_senders_stand_first_before_a_colon(typed, expected):
    assert told(typed) == expected


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("Vision har frågat.", ("vision",)),
        ("SSR undrar", ("ssr",)),
        ("Arbetsgivaren informerar", ("ag",)),
        ("Ekbacka kommun informerar", ("ag",)),
        ("Sveriges Lärare och Kommunal menar", ("sl", "kommunal")),
        ("Vision, SACO samt Kommunal menar", ("vision", "saco", "kommunal")),
        ("Vision och målen", ("vision",)),
        ("Vision, som var sist", ()),
    ],
)
def test_a_sentence_that_begins_with_a_name_only_proposes_it(typed, proposed):
    reading = read(typed, CONTEXT)
    assert (reading.proposes, reading.speaks, reading.text) == (proposed, (), typed)


def test_a_prefix_and_a_proposal_go_together():
    assert told("f. Vision undrar när.") == text(
        "Vision undrar när.", kind="question", proposes=("vision",)
    )


@pytest.mark.parametrize("typed", ["i. sl", "i. sl:", " I. SL ", "i. Sveriges Lärare"])
def test_concurring_is_no_row_of_its_own(typed):
    assert told(typed) == text("", concurs=("sl",))


def test_several_may_concur():
    assert told("i. sl, vision") == text("", concurs=("sl", "vision"))


# --- Behind << -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("+linda", {"responsible": "Linda Palo"}),
        ("+Linda palo", {"responsible": "Linda Palo"}),
        ("+lin", {"responsible": "Linda Palo"}),
        ("+anna", {"responsible": "Anna Holm"}),
        ("+mira", {"responsible": "Mira Åkesson"}),
        ("+Vaktmästaren", {"responsible": "Vaktmästaren"}),
        ("+ssr", {"responsible": "Akademikerförbundet SSR"}),
        ("+linda +jonas", {"responsible": "Linda Palo och Jonas Öberg"}),
        ("15.3", {"due": When(MARCH)}),
        ("15 mars", {"due": When(MARCH)}),
        ("fre 15 mars", {"due": When(MARCH)}),
        ("15.1", {"due": When(date(2025, 1, 15))}),
        ("nästa möte", {"due": When(date(2024, 3, 12), "nästa möte")}),
        ("§11", {"legal_basis": "MBL 11"}),
        ("§ 19 mbl", {"legal_basis": "MBL 19"}),
        ("+linda 15.3", {"responsible": "Linda Palo", "due": When(MARCH)}),
        ("+linda, 15 mars", {"responsible": "Linda Palo", "due": When(MARCH)}),
        (
            "+linda palo nästa möte §11",
            {
                "responsible": "Linda Palo",
                "due": When(date(2024, 3, 12), "nästa möte"),
                "legal_basis": "MBL 11",
            },
        ),
        ("15.3 +linda", {"responsible": "Linda Palo", "due": When(MARCH)}),
        ("§11 15.3", {"legal_basis": "MBL 11", "due": When(MARCH)}),
    ],
)
def test_tokens_stand_last(tokens, expected):
    assert told(f"Byt låset << {tokens}") == text("Byt låset", **expected)
    assert told(f"å. << {tokens}") == text("", kind="action", **expected)


@pytest.mark.parametrize(
    ("tokens", "unread"),
    [
        ("okänt", "okänt"),
        ("+linda okänt 15.3", None),  # a name of three words: free text
        ("+linda 15.3 okänt", "+linda 15.3 okänt"),
        ("+linda2", "+linda2"),
        ("15.3 16.3", "15.3 16.3"),
        ("§x", "§x"),
        ("§11 §19", "§19"),
        ("+", "+"),
    ],
)
def test_one_unknown_token_makes_all_of_it_text(tokens, unread):
    reading = read(f"Byt låset << {tokens}", CONTEXT)
    assert reading.unread == (unread or "")
    if unread:
        assert reading.text == f"Byt låset << {tokens}"
        assert (reading.responsible, reading.due, reading.asks) == ("", When(), ())


def test_only_the_last_mark_counts_and_only_on_the_last_line():
    assert told("a << b << §11") == text("a << b", legal_basis="MBL 11")
    assert told("a << §11\nb")["text"] == "a << §11\nb"


def test_a_long_text_is_no_row_of_tokens():
    line = "Text << " + "+a " * 5000
    assert read(line, CONTEXT).text == line.strip()


@pytest.mark.parametrize(
    ("tokens", "problem"),
    [
        ("31.2", "Februari 2024 har 29 dagar, du skrev 31.2."),
        ("+linda 31.2", "Februari 2024 har 29 dagar, du skrev 31.2."),
        ("mån 15 mars", "15 mars är en fredag, du skrev måndag."),
    ],
)
def test_a_day_that_does_not_exist_is_told(tokens, problem):
    assert told(f"Byt låset << {tokens}")["problem"] == problem


def test_the_next_meeting_is_words_while_nobody_knows_its_day():
    context = Context(CONTEXT.since)
    assert told("Byt << nästa möte", context=context)["due"] == When(None, "nästa möte")


# --- What may mean two things --------------------------------------------------------------------

TWINS = Context(
    CONTEXT.since,
    (Party("1", "Saco-S", ("saco",)), Party("2", "SACO-P", ("saco",)), Party("3", "Vision")),
    PEOPLE,
)


@pytest.mark.parametrize("typed", ["saco: Hej", "vision, saco: Hej", "f. saco: Hej", "i. saco"])
def test_two_parties_of_one_name_are_asked_about(typed):
    assert told(typed, context=TWINS)["asks"] == ["Menar du Saco-S eller SACO-P?"]


def test_the_chosen_party_is_the_sender_in_its_order():
    reading = told("saco, vision: Hej", {"saco": "2"}, TWINS)
    assert reading == text("Hej", speaks=("2", "3"))
    assert told("i. saco", {"i. saco": "1"}, TWINS) == text("", concurs=("1",))


def test_senders_may_be_left_as_text():
    assert told("saco, vision: Hej", {"saco": AS_TEXT}, TWINS) == text("saco, vision: Hej")


def test_a_shared_name_first_in_a_sentence_proposes_nobody():
    assert told("Saco har frågat.", context=TWINS) == text("Saco har frågat.")


def test_two_people_of_one_name_are_asked_about():
    assert told("Byt << +kim")["asks"] == ["Menar du Kim Berg eller Kim Alm?"]
    assert told("Byt << +kim", {"+kim": "Kim Alm"}) == text("Byt", responsible="Kim Alm")
    assert told("Byt << +kim", {"+kim": AS_TEXT}) == text("Byt", responsible="kim")


def test_an_answer_to_another_question_or_with_another_choice_is_none():
    assert "asks" in told("Byt << +kim", {"+linda": "Kim Alm"})
    assert "asks" in told("Byt << +kim", {"+kim": "Anna Holm"})


@pytest.mark.parametrize(
    ("typed", "token", "kind"),
    [("s. 14 i rapporten", "s.", "answer"), ("F. Lundberg hälsar.", "F.", "question")],
)
def test_a_page_or_an_initial_is_asked_about(typed, token, kind):
    assert len(told(typed)["asks"]) == 1
    assert told(typed, {token: AS_TEXT}) == text(typed)
    assert told(typed, {token: kind}) == text(typed[3:], kind=kind)


def test_questions_about_words_that_are_text_are_not_asked():
    assert "asks" not in told("Byt << +kim okänd2")
    assert "asks" not in told("saco, okänd: Hej", context=TWINS)


# --- A lone “-” ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["-", " - ", "–", "ssr: -"])
def test_a_lone_dash_is_nothing_to_bring_up(typed):
    assert read(typed, CONTEXT).is_nothing


# --- A short title -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Vad gäller?", "Vad gäller?"),
        ("Vi har läst. Kan det spridas över tid? Tack.", "Kan det spridas över tid?"),
        ("Vi undrar om schemat.", "Vi undrar om schemat."),
        (
            "Kan enheternas verksamhetsplaner spridas över flera veckor nästa år, så alla hinner?",
            "Kan enheternas verksamhetsplaner spridas över flera veckor nästa år, …",
        ),
    ],
)
def test_a_question_is_called_by_its_own_words(words, title):
    assert short_title(words) == title


# --- No character is lost ------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("f. ", "s. ", "å. ", "F. ", "ssr: ", "SACO", "saco: ", "vision, ssr: ", "i. sl"),
        *("Obs: ", " << ", "<<", "+linda", "+kim", "+", "15.3", "31.2", "nästa möte", "§11", "§"),
        *("Vision", "-", "\n", " ", "\t", ",", ":", "."),
    ]
)
LINES = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join)
CONTEXTS = st.sampled_from([CONTEXT, TWINS, Context(CONTEXT.since)])
CHOSEN = st.dictionaries(
    st.sampled_from(["saco", "+kim", "s.", "f.", "i. saco"]),
    st.sampled_from(["1", "2", "Kim Alm", "answer", "question", AS_TEXT]),
)


@given(LINES, CONTEXTS, CHOSEN)
@example("f. << 15.3", CONTEXT, {})
@example("ssr: << +linda", CONTEXT, {})
def test_head_text_and_tail_are_what_was_typed(typed, context, chosen):
    reading = read(typed, context, chosen)
    assert reading.head + reading.text + reading.tail == typed
    assert reading.text == reading.text.strip()


@given(LINES, CONTEXTS, CHOSEN)
def test_a_head_or_a_tail_is_never_taken_for_nothing(typed, context, chosen):
    reading = read(typed, context, chosen)
    if reading.head.strip():
        assert reading.kind or reading.speaks or reading.concurs or reading.asks
    if reading.tail.strip():
        said = (reading.responsible, reading.due.words, reading.due.day, reading.legal_basis)
        assert any(said) or reading.asks or reading.problem


@given(st.text(alphabet=st.characters(blacklist_characters=":<.-–—", codec="utf-8"), max_size=200))
def test_words_without_signs_are_words(typed):
    assert read(typed, CONTEXT).text == typed.strip()


# --- Real minutes --------------------------------------------------------------------------------


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no samples in {FOLDER}")
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_real_minutes_are_words_and_their_senders_are_proposed(number):
    document = document_from(sample(number))
    rows = [entry for item in document.items() for entry in item.entries]
    named = {party.name: party for row in rows for party in (*document.parties, *row.parties)}
    parties = tuple(Party(p.name, p.name, (p.chip,), p.employer) for p in named.values())
    people = tuple(Person(a.name, a.took_part) for a in document.attendees)
    context = Context(document.date, parties, people)
    for row in rows:
        reading = read(row.text, context)
        assert (reading.text, reading.kind, reading.asks) == (row.text.strip(), "", ())
        assert set(reading.proposes) <= {party.name for party in row.parties}
