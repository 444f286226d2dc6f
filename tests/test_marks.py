import os
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.marks import Emphasis, Link, List, Paragraph, Strong, parse, to_html, to_text, words

SAMPLES = Path(__file__).parents[1] / os.environ.get("SAMVERKAN_SAMPLES", "../shared/samples")

# Text made of what the marks are made of, which plain random text hardly ever hits.
PIECES = st.sampled_from(
    [
        *("*", "**", "***", "[", "]", "(", ")", "- ", "* ", "• ", "\n", "\n\n", " ", "  ", "\t"),
        *("https://a.se/b", "http://", "](https://a.se)", "<", ">", "&", '"', "'", ".", "!", "_"),
        *("ord", "Å", "3,1", "2024.", "–", "-", "<b>", "<script>", "&amp;", "\r\n", "\u2028"),
    ]
)
TYPED = st.lists(PIECES, max_size=25).map("".join) | st.text()


class Links(HTMLParser):
    """Where the links of a page lead, in order."""

    def __init__(self, html):
        super().__init__()
        self.addresses = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.addresses.append(dict(attributes)["href"])


# --- Blocks ------------------------------------------------------------------------------------


def test_an_empty_line_parts_paragraphs_and_other_line_breaks_are_kept():
    assert to_html("Ett\nTvå\n\nTre") == "<p>Ett<br>Två</p>\n<p>Tre</p>"
    assert to_html("Ett\r\nTvå\r\n \r\nTre") == to_html("Ett\nTvå\n\nTre")


@pytest.mark.parametrize("bullet", ["* ", "• ", "•", "•\t", "- ", "  • ", " - "])
def test_a_line_with_a_bullet_is_an_item(bullet):
    assert parse(f"Följande:\n{bullet}Vision\n{bullet}SACO\nSlut") == (
        Paragraph((("Följande:",),)),
        List(((("Vision",),), (("SACO",),))),
        Paragraph((("Slut",),)),
    )


@pytest.mark.parametrize(
    "line",
    [
        "2024. Nästa möte är i mars",
        "1. Mötets öppnande",
        "- 3,1 mnkr",
        "-3,1 mnkr",
        "- (3,1) mnkr",
        "-",
        "–",
        "- ",
        "•",
        "* * *",
        "***",
        "---",
        ".....",
        "– Vem tar den frågan?",
        "-ingen bock",
        "# Rubrik",
        "## 12. Verksamhet",
        "> citat",
        "`kod`",
        "| a | b |",
        "    indraget",
        "+ plus",
        "§134",
        "X Allvarliga brister",
    ],
)
def test_a_line_that_only_looks_like_a_mark_stays_as_typed(line):
    assert parse(line) == (Paragraph(((line.strip(),),)),)


def test_a_list_survives_empty_lines_between_its_items():
    assert to_html("• Ett\n\n• Två") == "<ul><li>Ett</li><li>Två</li></ul>"


def test_an_indented_line_continues_its_item():
    assert to_html("• Ett\n  som fortsätter\n• Två\nSlut") == (
        "<ul><li>Ett<br>som fortsätter</li><li>Två</li></ul>\n<p>Slut</p>"
    )


def test_no_text_is_no_blocks():
    assert (parse(""), to_html(" \n\n"), to_text("\t"), words("")) == ((), "", "", ())


# --- Bold and emphasis -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("**fet**", "<strong>fet</strong>"),
        ("*kursiv*", "<em>kursiv</em>"),
        ("***båda***", "<strong><em>båda</em></strong>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("**fet* och *fet**", "<strong>fet* och *fet</strong>"),
        ("**a *b***", "<strong>a <em>b</em></strong>"),
        ("**Fråga:** svar", "<strong>Fråga:</strong> svar"),
        ("Se (**sid 20**).", "Se (<strong>sid 20</strong>)."),
        ("”**Citat**”, **”citat”**", "”<strong>Citat</strong>”, <strong>”citat”</strong>"),
        ("**a**/**b**", "<strong>a</strong>/<strong>b</strong>"),
        ("*11 § MBL*", "<em>11 § MBL</em>"),
        ("**§ 11**", "<strong>§ 11</strong>"),
    ],
)
def test_a_mark_hugs_its_words(typed, html):
    assert to_html(typed) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "typed",
    [
        "5 * 3 * 2",
        "5*3*2 = 30",
        "Vision* och SACO* deltog",
        "Vision* deltog på distans\n*) via telefon",
        "*Gäller från mars",
        "** fet **",
        "**fet\nfortsätter**",
        "**fet* och *fet",
        "****fet****",
        "”*” betyder att frågan är öppen, liksom ”*”",
        "(*) och (*)",
        "snake_case_namn och _understruket_",
        "a*b*c",
        "**Ob**servera",
    ],
)
def test_a_mark_that_is_not_clear_stays_as_typed(typed):
    assert to_text(typed) == typed
    assert "<em>" not in to_html(typed)
    assert "<strong>" not in to_html(typed)


def test_the_nearest_star_is_the_one_that_was_meant():
    assert parse("*Gäller inte helg. Detta är *viktigt*.") == (
        Paragraph((("*Gäller inte helg. Detta är ", Emphasis(("viktigt",)), "."),)),
    )
    assert parse("**a *b** c*") == (Paragraph(((Strong(("a *b",)), " c*"),)),)


def test_a_bullet_may_stand_before_a_mark():
    assert parse("- *Tillsätta ledningsstöd*") == (
        List((((Emphasis(("Tillsätta ledningsstöd",)),),),)),
    )
    assert to_html("* **Fet**") == "<ul><li><strong>Fet</strong></li></ul>"


# --- Links -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Se https://a.se/b.", "https://a.se/b"),
        ("(https://a.se/b)", "https://a.se/b"),
        (
            "https://sv.wikipedia.org/wiki/MBL_(lag), se även",
            "https://sv.wikipedia.org/wiki/MBL_(lag)",
        ),
        ("<https://a.se/validera>", "https://a.se/validera"),
        ("”http://a.se”", "http://a.se"),
        ("**https://a.se**", "https://a.se"),
        ("https://a.se/?a=1&b=2!", "https://a.se/?a=1&b=2"),
        ("https://a.se/snake_case_namn_", "https://a.se/snake_case_namn_"),
        ("https://a.se/a*b*c", "https://a.se/a*b*c"),
        ("HTTPS://A.SE", "HTTPS://A.SE"),
    ],
)
def test_an_address_ends_before_the_sentences_punctuation(typed, address):
    assert Links(to_html(typed)).addresses == [address]
    assert to_text(typed) == typed.replace("**", "")


def test_a_named_link_shows_its_name_and_in_plain_text_its_address():
    typed = "Läs [**underlaget**](https://a.se/x_(1)) först"
    link = Link((Strong(("underlaget",)),), "https://a.se/x_(1)")
    assert parse(typed) == (Paragraph((("Läs ", link, " först"),)),)
    assert to_text(typed) == "Läs underlaget (https://a.se/x_(1)) först"
    assert words(typed) == ("Läs", "underlaget", "först")


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](/moten/7/)",
        "[x](ftp://a.se)",
        "[ ](x)",
        "[x] (nej)",
        "https://",
        "http://...",
        "xhttps://a.se",
        "www.a.se",
    ],
)
def test_what_leads_nowhere_safe_is_no_link(typed):
    assert "<a" not in to_html(typed)
    assert to_text(typed) == typed


def test_an_address_cannot_hide_another_address():
    html = to_html("[https://a.se](https://b.se)")
    assert Links(html).addresses == ["https://a.se", "https://b.se"]


def test_a_link_tells_nobody_where_it_stood_and_cannot_break_out():
    assert to_html('https://a.se/"onclick="x') == (
        '<p><a href="https://a.se/" rel="noreferrer">https://a.se/</a>"onclick="x</p>'
    )
    assert to_html("https://a.se/?a&b'c") == (
        '<p><a href="https://a.se/?a&amp;b&#x27;c" rel="noreferrer">'
        "https://a.se/?a&amp;b'c</a></p>"
    )


# --- What must hold for any text ---------------------------------------------------------------

MARKS_AND_SPACE = re.compile(r"[\s\x1c-\x1f*•\-\[\]()]")


@given(TYPED)
@example("[ord](https://a.se)")
def test_every_word_typed_can_be_read_in_order(typed):
    def letters(text):
        return re.findall(r"[^\W_]+", text)

    assert letters(to_text(typed)) == letters(typed)


@given(TYPED)
def test_no_character_but_marks_and_space_is_lost_or_added(typed):
    assert MARKS_AND_SPACE.sub("", to_text(typed)) == MARKS_AND_SPACE.sub("", typed)


@given(TYPED)
def test_nothing_but_our_own_tags_comes_out(typed):
    html = to_html(typed)
    ours = re.compile(
        r'</?(?:p|ul|li|strong|em)>|<br>|</a>|<a href="https?://[^"<>]+" rel="noreferrer">', re.I
    )
    bare = ours.sub("", html)
    assert "<" not in bare
    assert ">" not in bare
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt|quot|#x27);)*", bare)


@given(TYPED)
def test_tags_are_nested_and_closed(typed):
    waiting = []
    for close, tag in re.findall(r"<(/?)(p|ul|li|strong|em|a)\b", to_html(typed)):
        if close:
            assert waiting.pop() == tag
        else:
            assert tag not in waiting
            waiting.append(tag)
    assert waiting == []


@given(TYPED.filter(lambda typed: "\0" not in typed))
def test_the_page_and_the_words_say_the_same(typed):
    assert tuple(unescape_text(to_html(typed)).split()) == words(typed)


def unescape_text(html):
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"<(?:br|p|li)>", "\n", html)))


@given(TYPED)
def test_text_without_marks_is_read_as_it_was_typed(typed):
    plain = re.sub(r"[*•\-\[]", "", typed)
    assert to_text(plain).split() == plain.split()


@pytest.mark.parametrize(
    "typed", ["*a " * 20_000, "[" * 50_000, "https://a" + ")" * 50_000, "• a\n" * 20_000]
)
def test_long_and_hostile_text_is_read_in_reasonable_time(typed):
    begun = perf_counter()
    assert to_html(typed)
    assert perf_counter() - begun < 5


# --- Real minutes ------------------------------------------------------------------------------

needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"no sample minutes in {SAMPLES}; set SAMVERKAN_SAMPLES"
)


def sample_lines():
    return [
        pytest.param(line.strip(), id=f"{path.name[:3]}:{number}")
        for path in sorted(SAMPLES.glob("*.txt"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.strip()
    ]


def read_by_eye(line):
    """What stands on paper when one of the sample lines is typed."""
    without_bullet = re.sub(r"^(?:•|-(?= \*))\s*", "", line)
    return re.sub(r"(?<!\S)\*{1,2}(?=[\wÅÄÖ])|(?<=[\w.?!,:])\*{1,2}(?!\w)", "", without_bullet)


@needs_samples
@pytest.mark.parametrize("line", sample_lines() if SAMPLES.is_dir() else [""])
def test_every_line_of_real_minutes_prints_as_typed(line):
    (block,) = parse(line)
    assert isinstance(block, List) == line.startswith(("•", "- *"))
    assert " ".join(words(line)) == " ".join(read_by_eye(line).split())


@needs_samples
def test_whole_minutes_keep_every_word():
    for path in sorted(SAMPLES.glob("*.txt")):
        typed = path.read_text()
        assert re.findall(r"\w+", to_text(typed)) == re.findall(r"\w+", typed)
