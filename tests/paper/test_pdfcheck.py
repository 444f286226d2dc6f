"""The checker must see what is wrong: each fault is planted in a good file."""

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.paper.pdfcheck import problems


@pytest.fixture
def after(printed):
    """after(change) -> what the checker says of a good print that `change` has been at."""

    def broken(change) -> list[str]:
        with pikepdf.open(io.BytesIO(printed("numbered", "sealed"))) as pdf:
            change(pdf)
            out = io.BytesIO()
            pdf.save(out, static_id=True)
        return problems(out.getvalue())

    return broken


def elements(pdf, kind):
    return [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/S") == Name("/" + kind)]


def fonts(pdf, kind):
    return [
        o
        for o in pdf.objects
        if isinstance(o, Dictionary) and o.get("/Subtype") == Name("/" + kind)
    ]


def specs(pdf):
    return list(pdf.Root.AF)


def in_xmp(old, new):
    def change(pdf):
        xmp = pdf.Root.Metadata.read_bytes()
        assert old in xmp
        pdf.Root.Metadata = pdf.make_indirect(
            Stream(pdf, xmp.replace(old, new, 1), Type=Name.Metadata, Subtype=Name.XML)
        )

    return change


def on_page(old, new):
    def change(pdf):
        stream = pdf.pages[0].Contents
        before = stream.read_bytes()
        after = re.sub(old, new, before, count=1)
        assert before != after
        stream.write(after)

    return change


def test_a_good_print_saved_again_is_still_good(after):
    assert after(lambda pdf: None) == []


def drop(*path):
    def change(pdf):
        thing = pdf.Root
        for name in path[:-1]:
            thing = thing[name]
        del thing[path[-1]]

    return change


def mend(find, **values):
    def change(pdf):
        thing = find(pdf)
        for name, value in values.items():
            if value is None:
                del thing["/" + name]
            else:
                thing["/" + name] = value

    return change


def note(**values):
    """An annotation on the first page."""

    def change(pdf):
        given = {"Type": Name.Annot, "Rect": Array([0, 0, 50, 50]), "F": 4, **values}
        made = pdf.make_indirect(Dictionary(**given))
        pdf.pages[0]["/Annots"] = Array([made])

    return change


def image(pdf):
    pdf.make_indirect(Stream(pdf, b"\0", Type=Name.XObject, Subtype=Name.Image, Interpolate=True))
    pdf.Root["/Kept"] = pdf.objects[-1]


def second_heading_is_third(pdf):
    elements(pdf, "H2")[0].S = Name.H3


def a_page_is_appended(pdf):
    pdf.add_blank_page()
    pdf.pages[-1].Contents = Stream(pdf, b"BT /F0 9 Tf (x) Tj ET")


def a_heading_leaves_the_tree(pdf):
    heading = elements(pdf, "H1")[0]
    parent = heading.P
    parent.K = Array([kid for kid in parent.K if kid.objgen != heading.objgen])


FAULTS = {
    "no language": (drop("/Lang"), "UA 7.2 no language"),
    "no marks": (drop("/MarkInfo"), "A 6.7.2 not marked"),
    "no shown title": (drop("/ViewerPreferences"), "UA 7.1 window shows no title"),
    "no profile": (drop("/OutputIntents"), "A 6.2.3 no output intent with a profile"),
    "no tree": (drop("/StructTreeRoot"), "A 6.7.3 no structure tree"),
    "no XMP": (drop("/Metadata"), "A 6.6.2 not exactly one rdf:RDF"),
    "level B": (in_xmp(b'conformance="A"', b'conformance="B"'), "A 6.6.4 pdfaid:conformance"),
    "PDF/A-2": (in_xmp(b'pdfaid:part="3"', b'pdfaid:part="2"'), "A 6.6.4 pdfaid:part"),
    "no UA claim": (in_xmp(b'pdfuaid:part="1"', b""), "UA 5 pdfuaid:part"),
    "two RDF": (
        in_xmp(b"</rdf:RDF>", b"</rdf:RDF><rdf:RDF xmlns:rdf='http://x/'/>"),
        "A 6.6.2 not exactly one rdf:RDF",
    ),
    "claim without schema": (
        in_xmp(
            b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua", b"<pdfaSchema:namespaceURI>x"
        ),
        "A 6.6.2.3 pdfuaid has no extension schema",
    ),
    "another title": (
        mend(lambda pdf: pdf.docinfo, Title=String("Annat")),
        "A 6.6.2.1 title in Info and XMP differ",
    ),
    "script": (
        mend(lambda pdf: pdf.Root.Names, JavaScript=Dictionary()),
        "A 6.5 scripts or extra actions",
    ),
    "launching": (
        mend(lambda pdf: pdf.Root, OpenAction=Dictionary(Type=Name.Action, S=Name.Launch)),
        "A 6.5.1 action /Launch",
    ),
    "blurred image": (image, "A 6.2.8 interpolated image"),
    "font left out": (
        mend(lambda pdf: fonts(pdf, "CIDFontType2")[0].FontDescriptor, FontFile2=None),
        "is not embedded",
    ),
    "font without words": (
        mend(lambda pdf: fonts(pdf, "Type0")[0], ToUnicode=None),
        "A 6.2.11.7 no ToUnicode",
    ),
    "file without relation": (
        mend(lambda pdf: specs(pdf)[0], AFRelationship=None),
        "A 6.8 no AFRelationship of protokoll.json",
    ),
    "file without type": (
        mend(lambda pdf: specs(pdf)[0].EF.F, Subtype=None),
        "A 6.8 no media type of protokoll.json",
    ),
    "file not associated": (drop("/AF"), "A 6.8 protokoll.json is not associated"),
    "file twice": (
        lambda pdf: pdf.Root.AF.append(pdf.Root.AF[0]),
        "A 6.8 a file is associated twice",
    ),
    "figure without words": (
        mend(lambda pdf: elements(pdf, "Figure")[0], Alt=None),
        "UA 7.3 figure without a text",
    ),
    "heading too deep": (second_heading_is_third, "UA 7.4.2 heading jumps from H1 to H3"),
    "table without headings": (
        lambda pdf: [setattr(th, "S", Name.TD) for th in elements(pdf, "TH")],
        "UA 7.5 table without TH",
    ),
    "paragraph in a row": (
        mend(lambda pdf: elements(pdf, "TD")[0], S=Name.P),
        "UA 7.2 TR holds P",
    ),
    "row too short": (
        lambda pdf: elements(pdf, "TR")[-1].K.pop(),
        "UA 7.2 table rows of different widths",
    ),
    "unknown type": (
        mend(lambda pdf: elements(pdf, "Art")[0], S=Name.Article),
        "A 6.7.3.4 unknown type Article",
    ),
    "text outside marks": (
        on_page(rb"^", b"BT /F0 9 Tf (x) Tj ET "),
        "UA 7.1 text outside all marks, page 1",
    ),
    "drawing outside marks": (
        on_page(rb"^", b"0 0 9 9 re f "),
        "UA 7.1 drawing outside all marks, page 1",
    ),
    "a mark left open": (on_page(rb"EMC", b""), "A 6.2.2 a mark that never ends, page 1"),
    "content of nobody": (
        on_page(rb"/MCID \d+", b"/MCID 999"),
        "UA 7.1 content that no structure reaches, page 1",
    ),
    "a heading out of the tree": (
        a_heading_leaves_the_tree,
        "UA 7.1 content that no structure reaches, page 1",
    ),
    "a page appended": (a_page_is_appended, "is not in the parent tree"),
    "a header for the reader": (
        on_page(rb"/Artifact\s*<</Type /Pagination>>\s*BDC", b"/Span <</MCID 998>> BDC"),
        "UA 7.1 content that no structure reaches, page 1",
    ),
    "no parent tree": (drop("/StructTreeRoot", "/ParentTree"), "is not in the parent tree"),
    "hidden note": (
        note(Subtype=Name.Text, F=2),
        "A 6.3.2 flags of an annotation, page 1",
    ),
    "note outside the tree": (
        note(Subtype=Name.Text),
        "UA 7.18 annotation outside the structure, page 1",
    ),
    "link without words": (
        note(Subtype=Name.Link),
        "UA 7.18.5 link without a description, page 1",
    ),
    "visible signature field": (
        note(Subtype=Name.Widget, FT=Name.Sig),
        "UA 7.18.4 field without a name, page 1",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(after, fault):
    change, said = FAULTS[fault]
    found = after(change)
    assert [problem for problem in found if said in problem], found


def test_a_field_that_shows_nothing_is_no_fault(after):
    change = note(Subtype=Name.Widget, FT=Name.Sig, F=132, Rect=Array([0, 0, 0, 0]))
    assert after(change) == []


def test_an_encrypted_file_is_found(printed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed("numbered", "sealed"))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "A 6.1.3 encrypted" in problems(out.getvalue())
