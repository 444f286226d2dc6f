"""Who may do what: one table, read from the left. Views ask it through `views/access.py`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is to one meeting. A person may be several things at once."""

    SECRETARY = "secretary"  # writes for the group
    REPRESENTATIVE = "representative"  # holds a mandate in the group today
    ADJUSTER = "adjuster"  # chosen for this meeting; keeps this one protocol when a mandate ends
    HR = "hr"  # follows all groups


class Right(StrEnum):
    SEE = "see"  # that the meeting exists: day, place, agenda, state
    FOLLOW = "follow"  # the text while it is written, if the group has chosen so
    REVIEW = "review"  # the text while it is out for synpunkter
    READ = "read"  # the text, once it has been frozen
    SPEAK = "speak"  # for the own party: its protokollsanteckning
    WRITE = "write"  # plan, attendance, text, sending
    CERTIFY = "certify"  # make extracts of the locked text, and masked copies of it
    SIGN = "sign"  # answer “Stämmer protokollet?”


READER = frozenset({Right.SEE, Right.FOLLOW, Right.REVIEW, Right.READ})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.SECRETARY: READER | {Right.WRITE, Right.CERTIFY},
    Role.REPRESENTATIVE: READER | {Right.SPEAK},
    Role.ADJUSTER: frozenset({Right.SEE, Right.REVIEW, Right.READ, Right.SIGN}),
    Role.HR: frozenset({Right.SEE, Right.READ, Right.CERTIFY}),
}


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    return frozenset().union(*(RIGHTS[role] for role in roles))
