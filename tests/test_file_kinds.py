"""What may be attached, told by content: real small files, and files that lie about themselves."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import file_kinds
from meetings.file_kinds import OFFICE, OPEN, Refused, kind_of, safe_name

PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 20
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"


def package(**parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return kept.getvalue()


def office(kind="wordprocessingml.document", main="word/document.xml", **more):
    types = f'<Types><Override ContentType="{OFFICE}.{kind}.main+xml"/></Types>'
    return package(**{"[Content_Types].xml": types, main: "<x/>", **more})


def open_office(kind="text", **more):
    return package(mimetype=f"{OPEN}.{kind}", **{"content.xml": "<x/>", **more})


RIGHT = {
    "a.pdf": PDF,
    "a.PDF": PDF,
    "a.png": PNG,
    "a.jpg": JPG,
    "a.jpeg": JPG,
    "a.txt": "Räksmörgås – 3,1 mnkr\r\n".encode(),
    "gammal.txt": "Räksmörgås".encode("cp1252"),
    "a.docx": office(),
    "a.xlsx": office("spreadsheetml.sheet", "xl/workbook.xml"),
    "a.pptx": office("presentationml.presentation", "ppt/presentation.xml"),
    "a.odt": open_office(),
    "a.ods": open_office("spreadsheet"),
    "a.odp": open_office("presentation"),
}
WRONG = {
    "a page": ("a.html", PAGE),
    "a drawing": ("a.svg", DRAWING),
    "a program": ("a.exe", PROGRAM),
    "no extension": ("protokoll", PDF),
    "a mail": ("a.eml", b"From: a@b.se\n\nHej"),
    "an archive": ("a.zip", package(a="b")),
    "a page as text": ("a.txt", PAGE),
    "a page as text behind spaces": ("a.txt", b"\xef\xbb\xbf \n" + PAGE),
    "a drawing as picture": ("a.png", DRAWING),
    "a drawing as text": ("a.txt", DRAWING),
    "a program as PDF": ("a.pdf", PROGRAM),
    "a program as text": ("a.txt", b"MZ not a word"),
    "a PDF as text": ("a.txt", PDF),
    "a text as PDF": ("a.pdf", b"hej"),
    "a picture of the other kind": ("a.png", JPG),
    "an archive as document": ("a.docx", package(a="b")),
    "a sheet as document": ("a.docx", office("spreadsheetml.sheet", "xl/workbook.xml")),
    "a document as open document": ("a.odt", office()),
    "macros": ("a.docx", office(**{"word/vbaProject.bin": "x"})),
    "macros of the old sheets": (
        "a.xlsx",
        office("spreadsheetml.sheet", "xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "x"}),
    ),
    "macros under the wrong name": (
        "a.docx",
        package(
            **{
                "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml",
                "word/document.xml": "x",
            }
        ),
    ),
    "the macro name itself": ("a.docm", office()),
    "macros in an open document": ("a.odt", open_office(**{"Basic/Standard/a.xml": "x"})),
    "a broken package": ("a.docx", office()[:40]),
    "nothing": ("a.pdf", b""),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_of_the_list_is_known_by_name_and_content(name):
    kind = kind_of(name, io.BytesIO(RIGHT[name]))
    assert kind.media_type == file_kinds.MEDIA_TYPES[kind.extension]


@pytest.mark.parametrize("lie", WRONG)
def test_everything_else_is_refused_in_words(lie):
    name, content = WRONG[lie]
    with pytest.raises(Refused) as no:
        kind_of(name, io.BytesIO(content))
    assert str(no.value).endswith(".")


def test_a_package_that_swells_is_never_unpacked_whole():
    """The part that says what it is may be a hundred megabytes of nothing."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", b"\0" * 50_000_000)
        zipped.writestr("word/document.xml", "x")
    with pytest.raises(Refused):
        kind_of("a.docx", kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Budget 2024.PDF", "Budget 2024.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\sara\bilaga.docx", "bilaga.docx"),
        ('a"b\r\nSet-Cookie: x.pdf', "a-bSet-Cookie- x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        (".pdf", "fil.pdf"),
        ("...", "fil"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_the_name_is_kept_without_what_leads_elsewhere(typed, kept):
    assert safe_name(typed) == kept


@given(st.text(max_size=200))
def test_no_name_at_all_leads_elsewhere(name):
    kept = safe_name(name)
    assert kept
    assert len(kept) <= 125
    assert not set(kept) & set('/\\<>:"|?*\r\n\0')
    assert kept not in (".", "..")
