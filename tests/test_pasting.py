"""What is pasted stays word for word, however it is cut. Real lists come from the samples."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import marks, pasting
from tests import samples

SIGNS = "•·▪◦●‣■○∙*–—-"
pasted = st.text(
    st.sampled_from('aÅ ö?.!:;,\n\n\r\t0 19-–•·*§()"”/\x0b\u2028“Dnr '), max_size=200
) | st.text(max_size=200)


def bare(text):
    """What must be the same before and after: every sign but spaces, bullets and bold marks."""
    return re.sub(rf"[\s{re.escape(SIGNS)}]", "", text)


def ticks(text):
    return {
        (number, place)
        for number, line in enumerate(pasting.lines(text))
        for place, _piece in enumerate(pasting.pieces(line))
    }


# --- Nothing lost --------------------------------------------------------------------------------


@given(pasted)
def test_a_list_says_what_was_pasted(text):
    assert bare(pasting.as_list(text)) == bare(text)


@given(pasted, st.booleans())
def test_rows_say_what_was_pasted_in_order_whatever_is_ticked(text, everything):
    rows = pasting.rows(text, ticks(text) if everything else ())
    assert bare("".join(row.text for row in rows)) == bare(text)
    assert all(row.text.strip() for row in rows)


@given(pasted)
def test_pieces_joined_are_the_line(text):
    for line in pasting.lines(text):
        assert "".join(piece.text for piece in pasting.pieces(line)) == line


@given(pasted)
def test_a_sub_item_keeps_every_word_of_its_line(text):
    for line in pasting.lines(text):
        made = pasting.sub_item(line)
        kept = " ".join([made.heading, made.rest, made.case_number])
        said = re.sub(r"(?i)\b(?:dnr|diarienummer|diarienr)\b", "", line)
        assert sorted(re.findall(r"\w", said)) == sorted(
            re.findall(r"\w", re.sub(r"(?i)\b(?:dnr|diarienummer|diarienr)\b", "", kept))
        )
        assert made.heading.strip()
        assert len(made.heading) <= pasting.LONGEST_HEADING


@given(st.text(st.sampled_from("-−– 0123456789.)aå"), min_size=1, max_size=12))
def test_a_minus_or_a_number_first_never_becomes_an_item(line):
    if re.match(r"\s*(?:[-−–]\s*\d|\d+\s*[.)])", line):
        for text in (line, f"• annat\n{line}", f"annat\n{line}"):
            kept = pasting.as_list(text).split("\n")[-1]
            assert kept == line.strip()
            (block,) = marks.parse(kept)
            assert isinstance(block, marks.Paragraph)


# --- As a list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Vi gick igenom:\n·\tbudget\n·\tlokaler", "Vi gick igenom:\n• budget\n• lokaler"),
        ("Vi gick igenom:\nbudget\nlokaler", "Vi gick igenom:\n• budget\n• lokaler"),
        ("Ett\r\n\r\n\r\n\r\nTvå", "• Ett\n\n• Två"),
        ("- budget\n- 3,1 mnkr", "• budget\n- 3,1 mnkr"),
        ("2024. Nästa möte\nLokaler", "2024. Nästa möte\n• Lokaler"),
    ],
)
def test_bullets_of_other_programs_are_ours(text, listed):
    assert pasting.as_list(text) == listed


# --- Questions -----------------------------------------------------------------------------------


def test_a_bold_sentence_is_a_question_with_its_words_unchanged():
    line = "Se sid 76. **Vad avses?** Mer finns i bilagan."
    assert pasting.proposed(line) == [1]
    assert pasting.rows(line, {(0, 1)}) == [
        pasting.Row("Se sid 76."),
        pasting.Row("Vad avses?", asks=True),
        pasting.Row("Mer finns i bilagan."),
    ]


def test_nothing_is_a_question_by_itself():
    assert pasting.rows("Vad avses?\n**Rubrik**") == [
        pasting.Row("Vad avses?"),
        pasting.Row("**Rubrik**"),
    ]
    assert pasting.proposed("**Rubrik**") == []


def test_a_sentence_that_does_not_ask_cannot_be_ticked():
    assert pasting.rows("Mötet öppnas.", {(0, 0)}) == [pasting.Row("Mötet öppnas.")]


# --- Sub-items -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "heading", "number"),
    [
        ("Hundrastgård i Fruängen, Dnr HÅ 2023/776", "Hundrastgård i Fruängen", "HÅ 2023/776"),
        ("Båtfärja (dnr: SN 2024-267)", "Båtfärja", "SN 2024-267"),
        ("Dnr 2024/123-1.2.1 Remiss om bad", "Remiss om bad", "2024/123-1.2.1"),
        ("Årsrapport Januari 2024 Dnr: HÅ 2023/776", "Årsrapport Januari 2024", "HÅ 2023/776"),
        ("Nya kameror, SOC 2031/17", "Nya kameror", "SOC 2031/17"),
        ("Ansökan (KS 2024/12)", "Ansökan", "KS 2024/12"),
        ("• Bygga ut bryggor", "Bygga ut bryggor", ""),
        ("Bokslut 2023/2024", "Bokslut 2023/2024", ""),
        ("Covid-19 2024", "Covid-19 2024", ""),
    ],
)
def test_a_diary_number_goes_to_its_field(line, heading, number):
    assert pasting.sub_item(line) == pasting.SubItem(heading, number)


@pytest.mark.parametrize(
    ("line", "basis"),
    [
        ("*Information avser samverkan som motsvarar MBL § 19*", "MBL 19"),
        ("Samverkan enligt 11 § MBL:", "MBL 11"),
        ("Ärenden till nämnden:", ""),
    ],
)
def test_a_line_that_leads_in_is_known_with_its_basis(line, basis):
    assert pasting.leads_in(line)
    assert pasting.basis_in(line) == basis
    assert not pasting.leads_in("Hundrastgård i Fruängen, svar på medborgarförslag")


# --- Real lists ----------------------------------------------------------------------------------


def between(number, start, end):
    """A part of a real sample as somebody would have pasted it; skips where there are none."""
    try:
        path = samples.sample(number).with_suffix(".txt")
    except FileNotFoundError as gone:
        pytest.skip(f"Exempelprotokollen finns inte här: {gone}")
    text = path.read_text()
    return text[text.index(start) : text.index(end, text.index(start))]


def test_the_real_question_list_becomes_questions_in_their_places():
    text = between("003", "Det rådande världsläget", "*Information avser samverkan")
    found = pasting.lines(text)
    proposed = {(n, place) for n, line in enumerate(found) for place in pasting.proposed(line)}
    rows = pasting.rows(text, proposed)
    asked = [row.text for row in rows if row.asks]
    # All that stands out but a bold heading and a bold line by itself.
    assert len(asked) == text.count("**") // 2 - 2
    assert "Får SACO ta del av den?" in asked
    assert "Vad har revideringen bestått av?" in asked
    assert not any("**" in question for question in asked)
    assert bare("".join(row.text for row in rows)) == bare(text)


def test_the_real_list_of_matters_becomes_sub_items_under_its_basis():
    text = between("003", "*Information avser samverkan", "## **11.")
    first, *matters = pasting.lines(text)
    assert pasting.leads_in(first)
    assert pasting.basis_in(first) == "MBL 19"
    assert not any(pasting.leads_in(line) for line in matters)
    assert [pasting.sub_item(line).heading for line in matters] == matters
    assert len(matters) == 7


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [
        ("000", "3.  SOCN/ÄLN", "4.  Information"),
        ("000", "6.  Personalfrågor", "7."),
        ("004", "Dnr SN 2024-267", "## Bilaga"),
    ],
)
def test_other_real_texts_lose_no_word(number, start, end):
    text = between(number, start, end)
    assert bare(pasting.as_list(text)) == bare(text)
    assert bare("".join(row.text for row in pasting.rows(text, ticks(text)))) == bare(text)
    for line in pasting.lines(text):
        assert pasting.sub_item(line).heading
