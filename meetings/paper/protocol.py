"""One template, every print of the minutes: draft, frozen text, sealed file and plain copy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import segno
from django.template.loader import render_to_string

from meetings.document import Document

from . import press
from .imprint import Attached, Imprint

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 50  # seconds; a web process is given up after sixty


def render(document: Document, imprint: Imprint) -> bytes:
    """The minutes as PDF/A-3a and PDF/UA-1; the same (document, imprint) gives the same bytes.

    Takes about 50 ms a page and waits its turn: call it from the worker, outside any transaction.
    """
    return press.print_pdf(
        page(document, imprint), made=imprint.made, files=_files(document, imprint)
    )


def render_apart(document: Document, imprint: Imprint) -> bytes:
    """As `render`, in a process of its own and without attachments: for drafts from the web.

    The engine takes some 70 MB and holds the interpreter while it draws; a web process that printed
    once would keep the one and let everybody wait for the other.
    """
    done = subprocess.run(  # noqa: S603  (our own interpreter, our own module)
        [sys.executable, "-m", "meetings.paper", imprint.made.isoformat()],
        input=page(document, imprint).encode(),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        timeout=LONGEST,
        check=True,
    )
    return done.stdout


def page(document: Document, imprint: Imprint) -> str:
    """The HTML that the press prints."""
    template = "paper/extract.html" if imprint.extract else "paper/protocol.html"
    code = segno.make(imprint.check_address, error="m") if imprint.check_address else None
    return render_to_string(
        template,
        {
            "document": document,
            "imprint": imprint,
            "paper": True,
            "qr": code and _Square(code),
            "made": imprint.made.isoformat(timespec="seconds"),
            "says": _words(document, imprint),
        },
    )


class _Square:
    """A QR code as the numbers of an SVG path; the template draws it and gives it its title."""

    def __init__(self, code: segno.QRCode):
        rows = [[bool(module) for module in row] for row in code.matrix]
        self.size = len(rows)
        self.path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )


def _words(document: Document, imprint: Imprint) -> dict[str, str]:
    """The words round the text. Who adjusts decides them, not what the document is called."""
    if document.adjusted:
        states = {
            "draft": "UTKAST, arbetsmaterial, ej justerat",
            "frozen": "Låst text, ännu inte justerad",
        }
    else:
        states = {
            "draft": "UTKAST, arbetsmaterial, inte klart",
            "frozen": "Låst text, ännu inte förseglad",
        }
    states |= {"copy": "Kopia utan bilagor", "disclosure": "Kopia för utlämnande"}
    kind = document.kind_of_group or document.group
    header = f"{document.name} {kind}".strip()
    return {
        "header": (f"Utdrag ur {header}" if imprint.extract else header).upper(),
        "named": _named(document, imprint),
        "state": states.get(imprint.variant, ""),
        "last": "Underskriftssida" if document.adjusted else "Sista sidan",
    }


def _named(document: Document, imprint: Imprint) -> str:
    named = document.number or document.title
    return imprint.extract.certificate.number if imprint.extract else named


def _files(document: Document, imprint: Imprint) -> tuple[Attached, ...]:
    """The minutes as data first. A copy carries nothing, and a draft is not to be built upon."""
    if imprint.is_bare:
        return ()
    is_extract = imprint.extract is not None
    source = Attached(
        name="utdrag.json" if is_extract else "protokoll.json",
        content=imprint.frozen or document.to_json(),
        description="Punkterna som data, med beviset för att de hör till protokollet"
        if is_extract
        else "Texten som data, grunden för kontrollkoden",
        relationship="Source",
        media_type="application/json",
    )
    return (source, *imprint.attachments)
