"""The press: HTML and our own style sheet in, PDF bytes out, one print at a time."""

from __future__ import annotations

import functools
import os
import re
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .imprint import Attached

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

STATIC = Path(__file__).resolve().parents[2] / "static"
SHEET = STATIC / "css" / "paper.css"
FONTS = STATIC / "fonts"

# Measured: two threads with one font configuration end in a segmentation fault or hang.
_one_at_a_time = threading.Lock()


def print_pdf(html: str, *, made: datetime, files: tuple[Attached, ...] = ()) -> bytes:
    """PDF/A-3a and PDF/UA-1 in one file. The renderer can fetch nothing but our sheet and fonts."""
    with _one_at_a_time:
        engine, fonts, sheet = _engine()
        from . import conformance, fetching  # they stand on the engine, so not before it

        nothing = fetching.Nothing()
        moment = made.astimezone(UTC)
        printable = _unhyphenated(_printable(html))
        return engine.HTML(string=printable, base_url=None, url_fetcher=nothing).write_pdf(
            pdf_variant="pdf/a-3a",
            stylesheets=[sheet],
            font_config=fonts,
            attachments=[
                engine.Attachment(
                    string=file.content,
                    name=file.name,
                    description=file.description,
                    relationship=file.relationship,
                    created=moment,
                    modified=moment,
                    url_fetcher=nothing,
                )
                for file in files
            ],
            finisher=functools.partial(conformance.finish, files=files),
        )


@functools.cache
def _engine() -> tuple[Any, FontConfiguration, CSS]:
    """The engine, its fonts and the parsed sheet. A web worker that never prints loads none of it.

    Fontconfig is pointed at our own folder before it starts: with the machine's fonts in sight the
    same minutes would print differently on another machine.
    """
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from . import fetching

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(filename=SHEET, font_config=fonts, url_fetcher=fetching.Fonts())
    return weasyprint, fonts, sheet


# Not in cells of tables, where the fields are short and the engine makes more cells of the mark.
TEXT = re.compile(r"<(?!t[dh]\b)[^>]*>[^<]{100,}")
LONG_WORD = re.compile(r"(?:[^\s<&]|&#?\w+;){100,}")


def _unhyphenated(html: str) -> str:
    """The page with words too long to be words marked, so that the engine breaks them anywhere.

    Measured: hyphenation costs with the cube of a word's length. One of 2000 signs, no more than
    an address that somebody pasted, took 53 seconds, and the worker prints one thing at a time.
    """
    marked = r'<span class="endless">\g<0></span>'
    return TEXT.sub(lambda text: _behind_its_tag(text[0], marked), html)


def _behind_its_tag(text: str, marked: str) -> str:
    tag, end, words = text.partition(">")
    return tag + end + LONG_WORD.sub(marked, words)


@functools.cache
def _drawn() -> frozenset[int]:
    """Every character that some font of ours can draw."""
    from fontTools.ttLib import TTFont

    fallback = FONTS / "dejavu-sans-400-normal.woff2"
    faces = [fallback, *FONTS.glob("source-serif-4-latin*-400-normal.woff2")]
    return frozenset().union(*(TTFont(face, lazy=True).getBestCmap() for face in faces))


def _printable(html: str) -> str:
    """The page with a visible code, “[U+1F44D]”, for each sign that no font of ours can draw.

    A box without a name would break PDF/A and tell the reader nothing. The attached data keeps
    the sign as it was typed.
    """
    strange = {ord(sign) for sign in set(html)} - _drawn() - {0x09, 0x0A, 0x0C, 0x0D}
    return html.translate({sign: f"[U+{sign:04X}]" if sign > 0x9F else "" for sign in strange})
