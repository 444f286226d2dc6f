"""A Document on screen with what changed in it."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from meetings.diff import compare
from meetings.document import Document, Entry, Item, Section
from tests.paper.minutes import everything, page_text, said, squeezed

LAYOUTS = ("numbered", "sectioned", "table")


def html_of(before: Document, after: Document) -> str:
    found = {"document": after, "comparison": compare(before, after)}
    return render_to_string("documents/_document.html", found)


def one(*rows: Entry, **told) -> Document:
    (section,) = everything().sections[:1]
    item = Item("i", "4", "Budget", entries=rows, **told)
    return replace(everything(), sections=(replace(section, heading="", items=(item,)),))


def row(ref, text, kind="note"):
    return Entry(ref, kind, text)


def read(html):
    return " ".join(page_text(html).split())


def test_words_that_changed_are_marked_for_the_eye_and_the_ear():
    html = html_of(one(row("a", "Ramen är 11 mnkr.")), one(row("a", "Ramen är 12 mnkr.")))

    assert '<del><span class="sr">Borttaget: </span>11</del>' in html
    assert '<ins><span class="sr">Tillagt: </span>12</ins>' in html
    assert "Ramen är Borttaget: 11 Tillagt: 12 mnkr." in read(html)


def test_what_was_removed_stands_where_it_stood_and_cannot_be_taken_for_text():
    before = one(row("a", "Ett."), row("gone", "Två."), row("b", "Tre."))
    html = html_of(before, one(row("a", "Ett."), row("b", "Tre.")))

    assert re.search(r'<del class="whole">.*?Två\..*?</del>', html, re.DOTALL)
    assert "Ett. Borttaget: Två. Tre." in read(html)


def test_a_removed_item_says_so_and_a_later_one_says_its_number():
    before = everything()
    (section,) = before.sections
    first, *rest = section.items
    rest = [replace(item, number=f"{n}") for n, item in enumerate(rest, 1)]
    words = read(html_of(before, replace(before, sections=(replace(section, items=tuple(rest)),))))

    assert words.index(first.heading) < words.index("Borttagen punkt") < words.index("Förut")
    assert "Förut punkt 2" in words
    assert "Ändrade uppgifter om mötet" not in words


def test_a_moved_row_says_where_it_stood():
    here, there = one(row("a", "Ett."), row("b", "Två.")), one(row("b", "Två."), row("a", "Ett."))

    assert "Flyttat inom punkten" in read(html_of(here, there))


def test_who_was_there_is_told_above_the_text():
    before = one()
    gone = replace(before.attendees[0], presence="excused")
    after = replace(before, attendees=(gone, *before.attendees[1:]))

    assert "Ändrade uppgifter om mötet Disa Ek: Förut: på plats" in read(html_of(before, after))


def test_an_unsafe_text_is_no_markup_in_any_kind_of_change():
    bad = "<script>alert(1)</script>"
    before = one(row("a", "Ja."), row("gone", bad), responsible=bad)
    html = html_of(before, one(row("a", bad), row("new", bad, "subheading")))

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_the_text_is_missing_when_all_of_it_is_new(layout):
    """The comparison shows the whole text, not only what changed in it."""
    document = everything(layout)
    empty = replace(document, sections=(), attachments=())
    plain = render_to_string("documents/_document.html", {"document": document})
    page = squeezed(page_text(html_of(empty, document)))

    missing = [words for words in said(document) if squeezed(words) not in page]
    assert missing == [w for w in said(document) if squeezed(w) not in squeezed(page_text(plain))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_change_can_be_jumped_to_and_no_id_stands_twice(layout):
    after = everything(layout)
    items = after.sections[-1].items
    before = replace(after, sections=(*after.sections[:-1], Section("", "", items[::-1][:-1])))
    html = html_of(before, after)
    back = html_of(after, before)

    for page, (old, new) in ((html, (before, after)), (back, (after, before))):
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert {place.anchor for place in compare(old, new).places} <= set(ids)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_compared_with_itself_looks_like_itself(layout):
    document = everything(layout)
    plain = render_to_string("documents/_document.html", {"document": document})

    assert squeezed(html_of(document, document)) == squeezed(plain)
