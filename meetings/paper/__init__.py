"""The paper room: (Document, Imprint) -> PDF bytes. The only room that knows the PDF engine."""

from .imprint import Attached, Disclosure, Imprint, Signed, Unsigned, Variant
from .protocol import render, render_apart

__all__ = [
    "Attached",
    "Disclosure",
    "Imprint",
    "Signed",
    "Unsigned",
    "Variant",
    "render",
    "render_apart",
]
