"""What changed: between two texts word by word, and between two Documents row by row."""

from .comparing import compare
from .facts import Fact
from .minutes import Comparison, ItemChange, Place, RowChange, SectionChange
from .text import Run, changes, together

__all__ = [
    "Comparison",
    "Fact",
    "ItemChange",
    "Place",
    "RowChange",
    "Run",
    "SectionChange",
    "changes",
    "compare",
    "together",
]
