"""Which files may be attached, told by what they begin with and never by their name alone.

A short list on purpose: what a meeting shows and what an archive can still open. Pages and drawings
that run scripts, programs, archives and office files with macros are not on it.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_NAME = 120
_MOST_ENTRIES = 20_000  # of an office file: a package with more is no document
_MOST_OF_A_PART = 2_000_000  # bytes read of one part, however much it unpacks to

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": f"{OPEN}.text",
    "ods": f"{OPEN}.spreadsheet",
    "odp": f"{OPEN}.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
}
ALLOWED = "pdf, docx, xlsx, pptx, odt, ods, odp, png, jpg och txt"

# What a browser shows by itself without running anything of the file's.
SHOWN = ("application/pdf", "image/png", "image/jpeg")

_MAIN_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets|activex|(^|/)(basic|scripts)/", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|svg|\?xml)", re.I)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


class Refused(ValueError):
    """The file may not be attached; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Kind:
    extension: str
    media_type: str


def kind_of(name: str, file: BinaryIO) -> Kind:
    """What the file is, if its name and its content say the same; else raises Refused."""
    extension = extension_of(name)
    if extension not in MEDIA_TYPES:
        raise Refused(f"Filen kan inte bifogas. Välj en fil av något av slagen {ALLOWED}.")
    if not _is(extension, file):
        raise Refused(f"Filen heter .{extension} men innehållet är något annat. Spara om den.")
    return Kind(extension, MEDIA_TYPES[extension])


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def safe_name(name: str) -> str:
    """The file's own name without folders and signs that mislead, cut before its extension."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Turned writing (U+202E) makes “fdp.exe” out of “exe.pdf”; controls end a header.
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r'[<>:"|?*]', "-", plain).strip().rstrip(".")
    stem, dot, extension = plain.rpartition(".")
    if not dot or len(extension) > 8:  # no extension of ours is that long
        return plain[:LONGEST_NAME].strip() or "fil"
    return f"{stem[: LONGEST_NAME - len(extension) - 1].strip(' .') or 'fil'}.{extension.lower()}"


# --- What a file begins with -------------------------------------------------------------------


def _is(extension: str, file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(8)
    if extension == "pdf":
        return head.startswith(b"%PDF-")
    if extension == "png":
        return head == b"\x89PNG\r\n\x1a\n"
    if extension in ("jpg", "jpeg"):
        return head.startswith(b"\xff\xd8\xff")
    if extension == "txt":
        return _is_text(file)
    return head.startswith(b"PK\x03\x04") and _is_office(extension, file)


def _is_text(file: BinaryIO) -> bool:
    """Words in UTF-8 or in the older Windows letters; a page under another name is no text."""
    file.seek(0)
    words = file.read()
    if _MARKUP.match(words[:512]) or _CONTROLS.search(words):
        return False
    return not words.startswith((b"%PDF-", b"MZ", b"{\\rtf", b"PK\x03\x04"))


def _is_office(extension: str, file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
            if len(names) > _MOST_ENTRIES or any(_MACROS.search(name) for name in names):
                return False
            if extension in _MAIN_PART:
                return _is_microsoft(extension, package, names)
            said = _part(package, "mimetype")
            return said.decode("ascii", "replace").strip() == MEDIA_TYPES[extension]
    except (zipfile.BadZipFile, KeyError, NotImplementedError, OSError, RuntimeError, ValueError):
        return False


def _is_microsoft(extension: str, package: zipfile.ZipFile, names: list[str]) -> bool:
    types = _part(package, "[Content_Types].xml")
    is_this = MEDIA_TYPES[extension].encode() in types
    return is_this and _MAIN_PART[extension] in names and b"macroenabled" not in types.lower()


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(_MOST_OF_A_PART)
