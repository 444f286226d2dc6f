import dataclasses
import hashlib
import os
import re
import subprocess
import sys
import time

import pytest
from django.template.loader import render_to_string

from meetings import document as minutes
from meetings.document import Entry, Item, Section
from meetings.paper import render
from tests.paper.minutes import (
    HOW,
    KOMMUNAL,
    SIGNED_ORIGINAL,
    everything,
    imprint,
    notes,
    page_text,
    pages_of,
    said,
    squeezed,
    text_of,
)
from tests.paper.pdfcheck import problems

LAYOUTS = ["numbered", "sectioned", "table"]
VARIANTS = ["draft", "frozen", "sealed", "copy"]


def pages_said(pdf):
    """“SID 2(3)” for each page that says so, and the other words in its place."""
    return [re.findall(r"SID \d+\(\d+\)|Underskriftssida|Sista sidan", p) for p in pages_of(pdf)]


# --- Both standards, the same bytes ------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", [*LAYOUTS, "notes"])
def test_every_print_keeps_both_standards(printed, kind, variant):
    assert problems(printed(kind, variant)) == []


def test_the_same_minutes_and_imprint_give_the_same_bytes(printed):
    document = everything()
    assert render(document, imprint(document, "sealed")) == printed("numbered", "sealed")


@pytest.mark.slow
def test_another_process_prints_the_same_bytes(printed):
    program = (
        "import django, hashlib; django.setup();"
        "from meetings.paper import render; from tests.paper.minutes import *;"
        "print(hashlib.sha256(render(everything(), imprint(everything(), 'sealed'))).hexdigest())"
    )
    seeded = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    there = subprocess.run([sys.executable, "-c", program], env=seeded, capture_output=True)
    here = hashlib.sha256(printed("numbered", "sealed")).hexdigest()
    assert there.stdout.decode().strip() == here


def test_another_moment_gives_other_bytes(printed):
    document = everything()
    later = imprint(document, "sealed", made=imprint(document, "sealed").made.replace(year=2032))
    assert render(document, later) != printed("numbered", "sealed")


# --- The variants ------------------------------------------------------------------------------


def test_a_draft_says_so_on_every_page_and_can_be_found_by_nobody(printed):
    draft = printed("numbered", "draft")
    assert all("UTKAST, arbetsmaterial, ej justerat" in page for page in pages_of(draft))
    assert b"samverkan-" not in draft
    assert b"EmbeddedFile" not in draft


def test_a_frozen_print_says_that_the_text_is_locked_and_has_no_signatures(printed):
    frozen = printed("numbered", "frozen")
    assert all("Låst text, ännu inte justerad" in page for page in pages_of(frozen))
    assert HOW not in text_of(frozen)
    assert "Ada Ros, regionombud (Vision, deltog inte i mötet)" in text_of(frozen).replace(
        "\n", " "
    )


def test_the_signature_page_adds_nothing_to_the_count_of_pages(printed):
    frozen = pages_said(printed("numbered", "frozen"))
    sealed = pages_said(printed("numbered", "sealed"))
    n = len(frozen)
    assert frozen == [[f"SID {page}({n})"] for page in range(1, n + 1)]
    assert sealed == [*frozen, ["Underskriftssida"]]


def test_locking_moves_no_word_of_the_text(printed):
    frozen = _pdf_pages(printed("numbered", "frozen"))
    sealed = _pdf_pages(printed("numbered", "sealed"))
    assert sealed[: len(frozen)] == frozen


def _pdf_pages(pdf):
    return text_of(pdf).split("\f")[:-1]


def test_the_last_page_tells_who_signed_for_whom_when_and_how(printed):
    last = " ".join(pages_of(printed("numbered", "sealed"))[-1].split())
    for words in (
        "Protokollet återger mötet på ett riktigt sätt.",
        "Underskrivet, svensk tid",
        "Mira Holm, klubbordförande för Kommunal 2031-03-14 kl. 10.30",
        "Oenighet under punkt 2.1, nya kameror i entrén",
        "Deltog inte i mötet",
        "Så är underskrifterna gjorda: inloggning och lösenord.",
        "Nivå: enkel elektronisk underskrift.",
        "Vid protokollet: Sara Lund, nämndsekreterare",
        "Justerat. Texten låstes 2031-03-14 kl. 13.30 svensk tid.",
        "samverkan.exempel.se/validera",
        "Hör till FG 2/2031",
    ):
        assert words in last


def test_the_last_page_has_the_whole_kontrollkod_and_the_head_of_the_chain(printed):
    last = squeezed(pages_of(printed("numbered", "sealed"))[-1])
    assert everything().fingerprint in last
    assert "c0ffee00" * 8 in last


def test_two_ways_of_signing_are_told_at_each_signature():
    document = everything()
    stamped = imprint(document, "sealed")
    first, *others = stamped.signatures
    paper = dataclasses.replace(first, how="namnteckning på papper", level="")
    stamped = dataclasses.replace(stamped, signatures=(paper, *others))
    last = " ".join(text_of(render(document, stamped)).split())
    assert "Namnteckning på papper" in last
    assert last.count("Inloggning och lösenord, enkel elektronisk underskrift") == 2


def test_a_copy_carries_nothing_and_never_says_that_it_is_sealed(printed):
    copy = printed("numbered", "copy")
    text = " ".join(text_of(copy).split())
    assert all("Kopia utan bilagor" in page for page in pages_of(copy)[:-1])
    assert "Den har inget elektroniskt sigill" in text
    assert "Filen är låst" not in text
    assert b"EmbeddedFile" not in copy


def test_notes_without_adjusters_have_their_own_sentences(printed):
    pages = pages_of(printed("notes", "sealed"))
    last = " ".join(pages[-1].split())
    assert "MINNESANTECKNINGAR SAMVERKANSGRUPP" in pages[0]
    assert "Anteckningarna är klara" in last
    assert "Därför har ingen skrivit under anteckningarna." in last
    assert "Filen är låst med elektroniskt sigill för Lindåkra kommun." in last
    assert not re.search("[Pp]rotokollet|Justering|justerat", last)


def test_notes_end_with_their_actions_in_a_table(printed):
    text = " ".join(text_of(printed("notes", "frozen")).split())
    table = text[text.index("Ansvarig Vad Klart") :]
    assert "Ylva Rot Risklistan 1 april Skyddsombuden" in table
    assert table.index("Skyddsombuden") < table.index("Bilagor")


def test_the_files_stand_last_with_size_pages_and_checksum(printed):
    text = " ".join(text_of(printed("numbered", "frozen")).split())
    files = text[text.rindex("Bilagor") :]
    assert "De här filerna fanns när texten låstes, om inget annat sägs." in files
    assert (
        "Bilaga 1 Kamerornas placering placering.pdf, 12 sidor, 340 kB"
        " Utlovad av Ylva Rot, senast 11 mars" in files
    )
    assert " ".join(["ab12ab12"] * 8) in files
    assert "Utlovad av Tage Berg, före sommaren. Filen fanns inte när texten låstes" in files


def test_a_draft_says_only_that_a_promised_file_has_not_come(printed):
    text = " ".join(text_of(printed("numbered", "draft")).split())
    assert "Filen har inte kommit än" in text
    assert "när texten låstes" not in text


def test_an_ending_that_not_all_signed_stands_on_the_first_page():
    document = everything()
    ended = imprint(document, "sealed", outcome="Avslutat, ej justerat av Kommunal")
    assert "Avslutat, ej justerat av Kommunal" in pages_of(render(document, ended))[0]


# --- Every word --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*LAYOUTS, "notes"])
def test_paper_says_every_field_of_the_document(printed, kind):
    document = notes() if kind == "notes" else everything(kind)
    paper = squeezed(text_of(printed(kind, "frozen")) + pages_of(printed(kind, "frozen"))[0])
    assert [words for words in said(document) if squeezed(words) not in paper] == []


@pytest.mark.parametrize("kind", [*LAYOUTS, "notes"])
def test_the_reading_page_says_every_field_too(kind):
    document = notes() if kind == "notes" else everything(kind)
    html = render_to_string("documents/_document.html", {"document": document})
    page = squeezed(page_text(html))
    in_the_pages_own_head = {document.title, document.name, document.kind_of_group}
    missing = [words for words in said(document) if squeezed(words) not in page]
    assert set(missing) <= in_the_pages_own_head


def test_the_invented_minutes_fill_every_field():
    """So that a new field of the Document cannot be forgotten by the two tests above."""
    filled = set()

    def look(value):
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if held not in (None, "", (), False):
                filled.add((type(value), field.name))
            for part in held if isinstance(held, tuple) else (held,):
                if dataclasses.is_dataclass(part):
                    look(part)

    look(everything())
    look(everything("sectioned"))
    kinds = [kind for kind in vars(minutes).values() if dataclasses.is_dataclass(kind)]
    assert {(k, f.name) for k in kinds for f in dataclasses.fields(k)} - filled == set()


def test_the_items_stand_in_order_with_their_numbers():
    document = everything()
    text = squeezed(text_of(render(document, imprint(document, "frozen"))))
    places = [text.index(squeezed(i.number + i.heading)) for i in document.items()]
    assert places == sorted(places)


def test_questions_are_numbered_where_an_item_has_several(printed):
    text = " ".join(text_of(printed("numbered", "frozen")).split())
    assert (
        "Fråga 1 Kommunal till Disa Ek Vision Akademikerförbundet SSR instämmer Kamerornas tid"
        in (text.replace("Akademiker- förbundet", "Akademikerförbundet"))
    )
    assert "Svar på fråga 1 och 2 Arbetsgivaren Två vägar prövas." in text
    assert "Svar på fråga 1 i punkt 2.1 Arbetsgivaren Svaret gavs" in text


def test_an_answer_that_does_not_close_its_question_says_so(printed):
    text = " ".join(text_of(printed("numbered", "frozen")).split())
    assert "Arbetsgivaren återkommer · Frågan är öppen till nästa möte, 9 april" in text
    assert "Delvis besvarad · Frågan är öppen Svar" in text


def test_nothing_stands_where_a_round_had_nothing_to_say(printed):
    text = " ".join(text_of(printed("numbered", "frozen")).split())
    assert "Vision har årsmöte. Kommunal Inget att ta upp" in text


# --- What the file carries ---------------------------------------------------------------------


def test_the_file_carries_the_minutes_as_data_and_the_signed_original(attached_of):
    document = everything()
    stamped = imprint(document, "sealed", attachments=(SIGNED_ORIGINAL,))
    sealed = render(document, stamped)
    assert problems(sealed) == []
    assert attached_of(sealed) == {
        "protokoll.json": ("/Source", "/application/json", document.to_json()),
        "underskrivet.pdf": ("/Alternative", "/application/pdf", SIGNED_ORIGINAL.content),
    }


def test_frozen_bytes_are_attached_as_they_were_stored(attached_of):
    document, stored = everything(), b'{"schema":0,"old":true}'
    pdf = render(document, imprint(document, "frozen", frozen=stored))
    assert attached_of(pdf)["protokoll.json"][2] == stored


def test_two_equal_files_keep_their_own_names_and_relations(attached_of):
    document = everything()
    twins = (
        dataclasses.replace(SIGNED_ORIGINAL, name="ett.pdf"),
        dataclasses.replace(SIGNED_ORIGINAL, name="två.pdf", relationship="Data"),
    )
    found = attached_of(render(document, imprint(document, "sealed", attachments=twins)))
    assert (found["ett.pdf"][0], found["två.pdf"][0]) == ("/Alternative", "/Data")


@pytest.mark.parametrize("variant", ["frozen", "sealed", "copy"])
def test_the_kontrollkod_is_found_without_a_parser(printed, variant):
    assert b"samverkan-" + everything().fingerprint.encode() in printed("numbered", variant)


def test_the_file_names_the_minutes_and_no_machine(printed):
    sealed = printed("numbered", "sealed")
    assert b"/work" not in sealed
    assert b"/tmp" not in sealed


def test_no_address_and_no_number_of_a_person_is_printed(printed):
    sealed = printed("numbered", "sealed")
    assert "@" not in "".join(pages_of(sealed))
    assert not re.search(r"\b(19|20)?\d{6}[-+]\d{4}\b", "".join(pages_of(sealed)))


# --- Odd input ---------------------------------------------------------------------------------


def minutes_with(*entries, **changes):
    items = (Item("x", "1", "Punkt ett", entries=entries),)
    return everything(sections=(Section(items=items),), **changes)


def printed_text(document):
    pdf = render(document, imprint(document, "frozen"))
    assert problems(pdf) == []
    return text_of(pdf)


def test_minutes_with_nothing_in_them_print():
    bare = minutes.Document(name="Protokoll", title="P", group="", date=everything().date)
    text = printed_text(bare)
    assert "Ingen närvaro är antecknad." in text


def test_a_very_long_word_is_broken_and_not_cut():
    word = "ärendehanteringsprocess" * 30
    assert word in squeezed(printed_text(minutes_with(Entry("a", "note", word))))


def test_a_name_without_end_stays_on_the_page():
    long = "x" * 400
    document = minutes_with(Entry("a", "question", "Vad?", parties=(KOMMUNAL,), speaker=long))
    assert long in squeezed(printed_text(dataclasses.replace(document, place=long, unit="U")))


def test_letters_of_other_languages_print_as_typed():
    text = "Łukasz Çelik, Đorđe, Ångström, Ελλάδα, Привет, ✓ ☐ → ≠ ½ … – ” ’ 😀"
    assert squeezed(text) in squeezed(printed_text(minutes_with(Entry("a", "note", text))))


@pytest.mark.parametrize(("sign", "code"), [("👍", "1F44D"), ("会", "4F1A"), ("\ue000", "E000")])
def test_a_sign_that_no_font_has_prints_as_its_code(sign, code):
    assert f"Bra [U+{code}] sagt" in printed_text(
        minutes_with(Entry("a", "note", f"Bra {sign} sagt"))
    )


def test_control_characters_leave_no_mark():
    text = "Före\x00\x07\x1b\u200befter 👩\u200d🔧\ufe0f slut"
    assert "Före" in printed_text(minutes_with(Entry("a", "note", text)))


def test_tags_in_the_text_are_text():
    text = "<img src='file:///etc/passwd'> & <b>fet</b> </p>"
    assert squeezed(text) in squeezed(printed_text(minutes_with(Entry("a", "note", text))))


def test_a_link_keeps_its_address_on_paper():
    text = "Se [policyn](https://exempel.se/policy) och https://exempel.se."
    said_on_paper = printed_text(minutes_with(Entry("a", "note", text)))
    assert "policyn (https://exempel.se/policy) och https://exempel.se." in said_on_paper


def test_an_item_over_many_pages_keeps_every_row():
    rows = [
        Entry(str(n), "note", f"Rad nummer {n}. " + "Många ord i rad. " * 40) for n in range(90)
    ]
    disagreement = Entry("d", "disagreement", "Kommunal är oenig. " * 300, parties=(KOMMUNAL,))
    text = printed_text(minutes_with(*rows, disagreement, layout="table"))
    assert [n for n in range(90) if f"Rad nummer {n}." not in text.replace("\n", " ")] == []
    assert squeezed(text).count("oenig") == 300


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["sectioned", "table"])
def test_sixty_pages_keep_both_standards(layout):
    pdf = render(long := long_minutes(layout), imprint(long, "sealed"))
    assert len(pages_of(pdf)) >= 60
    assert problems(pdf) == []


def long_minutes(layout):
    prose = " ".join(f"Mening {n} handlar om bemanningen i sommar." for n in range(30))
    rows = tuple(Entry(f"n{n}", "note", prose) for n in range(6))
    items = tuple(Item(f"i{n}", str(n), f"Ärende {n}", entries=rows) for n in range(1, 29))
    return everything(layout, sections=(Section("Allt", items=items),))


# --- Figures -----------------------------------------------------------------------------------


@pytest.mark.bench
def test_printing():
    document = long_minutes("numbered")
    stamped = imprint(document, "sealed")
    render(everything(), imprint(everything(), "draft"))  # the engine and its fonts are loaded
    start = time.process_time()
    pages = len(pages_of(render(document, stamped)))
    taken = (time.process_time() - start) * 1000
    print(f"\n  {'print, per page':<42}{taken / pages:8.2f} ms   of {pages} pages")
