"""The Swedish “no” that a user reads."""

from __future__ import annotations


class DomainError(Exception):
    """The act may not happen now. The message is shown to the user as it is written.

    `field` names the form field that the answer belongs beside, when it belongs to one.
    """

    def __init__(self, message: str, *, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


class WrongState(DomainError):
    """The meeting has moved on (or back) since the page was shown."""


class NotAllowed(DomainError):
    """The person may see the thing but not do this with it."""
