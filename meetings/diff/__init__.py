"""What changed: between two texts word by word, and between two Documents row by row."""

from .text import Run, changes, together

__all__ = ["Run", "changes", "together"]
