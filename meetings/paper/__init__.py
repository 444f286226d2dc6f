"""The paper room: (Document, Imprint) -> PDF bytes. The only room that knows the PDF engine."""

from .imprint import Attached, Imprint, Signed, Unsigned, Variant
from .protocol import render, render_apart

__all__ = ["Attached", "Imprint", "Signed", "Unsigned", "Variant", "render", "render_apart"]
