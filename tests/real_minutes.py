"""Real minutes walked through the product: a sample's Document becomes a group, a meeting, rows."""

from datetime import time

from meetings import clock
from meetings.models import Attendee, Group, Meeting, Party, StandingItem
from tests import builders

WHO_ADJUSTS = {False: Group.WhoAdjusts.NOBODY, True: Group.WhoAdjusts.CHOSEN}


def group_from(said, *, who_adjusts=None) -> Group:
    """The group that would have written this Document, with its people and its agenda."""
    parties = {
        party.name: builders.party(
            party.name, party.chip[:16], employer=party.employer, order=order
        )
        for order, party in enumerate([*said.parties, *said.unrepresented, *_heard(said)])
    }
    group = builders.group_with(
        parties.values(),
        name=said.group[:1].upper() + said.group[1:],
        code="FG",
        agenda=(),
        sections=[(section.heading, section.empty_words) for section in _headed(said)],
        themes={},
        unit=said.unit,
        document_name=said.name,
        layout=said.layout,
        who_adjusts=who_adjusts or WHO_ADJUSTS[said.adjusted],
        empty_words="–",
    )
    builders.secretary(group, builders.person("Karin Ek"))
    headings = {section.heading: section for section in group.sections.all()}
    for order, (section, item) in enumerate(_tops(said)):
        StandingItem.objects.create(
            group=group,
            section=headings.get(section.heading),
            heading=item.heading[:200],
            responsible=item.responsible,
            legal_basis=", ".join(item.legal_basis),
            order=order,
        )
    for number, someone in enumerate(_people(said)):
        user = builders.person(someone.name, f"person{number}@ekbacka.test")
        builders.mandate(
            group, user, parties[someone.party.name], title=someone.title, chairs=someone.chairs
        )
    return group


def _heard(said):
    """Parties that have the word without being in the attendance list."""
    return [p for item in said.items() for entry in item.entries for p in entry.parties]


def _headed(said):
    return [section for section in said.sections if section.heading]


def _tops(said):
    return [(section, item) for section in said.sections for item in section.items]


def _people(said):
    """Everybody with a party, and adjusters that the attendance list forgot."""
    listed = [someone for someone in said.attendees if someone.party]
    named = {someone.name for someone in listed}
    return [*listed, *(adjuster for adjuster in said.adjusters if adjuster.name not in named)]


def hold(group, said) -> Meeting:
    """The meeting as it was held and written up, through the same verbs as the pages use."""
    by = group.secretaries.get().user
    with clock.at(clock.swedish(said.date, 8)):
        meeting = Meeting.plan(
            group, by=by, day=said.date, starts=said.starts or time(13), place=said.place
        )
    with clock.at(clock.swedish(said.date, 13)):
        _attend(meeting, said, by)
        meeting.start(by=by)
        _write(meeting, said, by)
    with clock.at(clock.swedish(said.date, 15)):
        meeting.finish(by=by)
    return meeting


def _attend(meeting, said, by):
    present = {someone.name for someone in said.present} | {a.name for a in said.adjusters}
    for attendee in meeting.attendees.all():
        if attendee.name in present:
            attendee.mark(Attendee.Presence.PRESENT, by=by)
    for guest in said.present:
        if guest.is_guest:
            meeting.add_guest(name=guest.name, organisation=guest.organisation, by=by)
    chosen = {adjuster.name for adjuster in said.adjusters}
    meeting.choose_adjusters(meeting.attendees.filter(name__in=chosen), by=by)


def _write(meeting, said, by):
    rows = {}
    for (_section, item), row in zip(_tops(said), meeting.items.standing(), strict=True):
        _write_item(row, item, by, rows)
        for child in item.children:
            below = meeting.add_item(
                child.heading, parent=row, legal_basis=", ".join(child.legal_basis)
            )
            _write_item(below, child, by, rows)


def _write_item(row, item, by, rows):
    for entry in item.entries:
        facts = {
            "speaks": [Party.objects.get(name=party.name) for party in entry.parties],
            "actions": [
                {"responsible": action.responsible, "due_words": action.due_words}
                for action in entry.actions
            ],
        }
        if entry.kind == "question":
            facts["title"] = entry.title[:160]
        if entry.kind == "answer":
            facts["answers"] = [rows[ref].question for ref in entry.answers]
        rows[entry.ref] = row.add_entry(entry.text, by=by, kind=entry.kind, **facts)
    if item.outcome:
        concluded = "agreed" if item.outcome.kind == "concluded" else item.outcome.kind
        row.set_outcome({"deferred": "moved"}.get(concluded, concluded), by=by)
