"""What it is answered when words are saved: they are stored, or somebody else was first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Saved:
    """The row's text is stored; `version` is the one to send with the next change."""

    version: int
    at: object


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the row first. Both texts are here; neither was thrown away.

    `base` is the text that mine was made from, or None for a version that never was.
    """

    mine: str
    theirs: str
    version: int
    by: str
    deleted: bool = False
    base: str | None = None
