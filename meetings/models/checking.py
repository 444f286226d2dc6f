"""Kontroll of a meeting: what the rules have to know of it, and how a remedy is done."""

from functools import singledispatch

from django.db import transaction

from .. import checks, clock
from ..errors import DomainError
from .agenda import AgendaItem
from .entry import Entry
from .muted_check import MutedCheck
from .party import Party
from .representative import Representative
from .revision import Revision
from .saving import Conflict
from .state import State
from .statement import Statement

CHANGED = "Stycket har ändrats sedan dess. Titta igen."


def findings_of(meeting, document=None, *, is_over=None) -> tuple[checks.Finding, ...]:
    """What there is to look at, the heaviest first, in a fixed number of queries.

    `is_over`: whether what is not written yet counts as missing; otherwise the state says.
    """
    document = document or meeting.document()
    return checks.check(document, context_of(meeting, document, is_over=is_over))


def context_of(meeting, document, *, is_over=None) -> checks.Context:
    mandates = Representative.objects.filter(group=meeting.group_id).active(meeting.day)
    mandates = tuple(
        checks.Mandate(one.user.name, one.party.name, one.ends) for one in mandates.with_people()
    )
    return checks.Context(
        today=clock.today(),
        organisations=tuple(
            checks.Organisation(party.value(), tuple(party.aliases))
            for party in Party.objects.all()
        ),
        mandates=mandates,
        people=tuple(mandate.name for mandate in mandates),
        who_signs=meeting.signing_rule,
        handed_in=tuple(
            checks.HandedIn(str(one.ref), one.party.name)
            for one in Statement.objects.of(meeting).standing().with_places()
        ),
        is_over=meeting.state != State.ONGOING if is_over is None else is_over,
        muted=frozenset(
            MutedCheck.objects.filter(group=meeting.group_id).values_list("rule", flat=True)
        ),
    )


def stamp(meeting) -> str:
    """The same as long as nothing was written, marked, chosen or muted since."""
    chosen = meeting.adjusters.serving().order_by("pk").values_list("pk", flat=True)
    muted = MutedCheck.objects.filter(group=meeting.group_id).order_by("pk")
    parts = (meeting.changes, *chosen, "-", *muted.values_list("pk", flat=True), clock.today())
    return checks.short_digest(*map(str, parts))


# --- Remedies ------------------------------------------------------------------------------------


@transaction.atomic
def mend(meeting, key: str, choice: int, *, by, save_id) -> checks.Fix | None:
    """Do what a finding proposes, if it is still there; None when it was done already.

    The finding is looked for in the text as it is now: what somebody else wrote meanwhile is never
    overwritten. Raises DomainError when the text has changed so that it no longer holds.
    """
    if Revision.objects.filter(meeting=meeting, save_id=save_id).exists():
        return None
    meeting.require_writable()
    document = meeting.document()
    found = findings_of(meeting, document, is_over=True)
    fixes = next((one.fixes for one in found if one.key == key), ())
    if choice not in range(len(fixes)):
        raise DomainError(CHANGED)
    fix = fixes[choice]
    _do(fix, meeting, document, by=by, save_id=save_id)
    return fix


@singledispatch
def _do(fix, meeting, document, *, by, save_id):
    raise TypeError(fix)


@_do.register
def _(fix: checks.Replace, meeting, document, *, by, save_id):
    row = _row(meeting, fix.entry)
    text = document.entry(fix.entry).text
    if row.text != text:
        raise DomainError(CHANGED)
    text = f"{text[: fix.start]}{fix.new}{text[fix.stop :]}"
    stored = row.rewrite(text.strip(), base=row.version, save_id=save_id, by=by)
    if isinstance(stored, Conflict):
        raise DomainError(CHANGED)


@_do.register
def _(fix: checks.NameSender, meeting, document, *, by, save_id):
    parties = list(Party.objects.filter(name__in=fix.parties))
    _row(meeting, fix.entry).describe(by=by, save_id=save_id, speaks=parties)


@_do.register
def _(fix: checks.AddRow, meeting, document, *, by, save_id):
    _item(meeting, fix.item).add_entry(fix.text, by=by, save_id=save_id)


@_do.register
def _(fix: checks.SetItem, meeting, document, *, by, save_id):
    _item(meeting, fix.item).describe(by=by, save_id=save_id, **{fix.fact: fix.value})


@_do.register
def _(fix: checks.Disagreed, meeting, document, *, by, save_id):
    item = _item(meeting, fix.item)
    item.set_outcome(
        AgendaItem.OutcomeKind.DISAGREED,
        by=by,
        concluded=item.concluded,
        disagreeing=list(Party.objects.filter(name__in=fix.parties)),
        save_id=save_id,
    )


@_do.register
def _(fix: checks.AcceptLate, meeting, document, *, by, save_id):
    _item(meeting, fix.item).describe(by=by, save_id=save_id, late_accepted=True)


@_do.register
def _(fix: checks.AddAdjuster, meeting, document, *, by, save_id):
    people = meeting.attendees.filter(name=fix.name, party__name=fix.party)
    chosen = [adjuster.attendee for adjuster in meeting.serving_adjusters()]
    meeting.choose_adjusters([*chosen, *people[:1]], by=by)


def item_of(meeting, fix: checks.Fix) -> AgendaItem | None:
    """The item in which the remedy changes something."""
    if isinstance(fix, checks.RowFix):
        return _row(meeting, fix.entry).item
    return _item(meeting, fix.item) if isinstance(fix, checks.ItemFix) else None


def _row(meeting, ref):
    row = Entry.objects.standing().select_related("item").get(ref=ref, item__meeting=meeting)
    row.item.meeting = meeting
    return row


def _item(meeting, ref):
    item = meeting.items.standing().get(ref=ref)
    item.meeting = meeting
    return item
