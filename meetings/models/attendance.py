"""Who is called to a meeting: everybody with a mandate on its day, by the name they have then.

A further day of the meeting has attendees of its own, gathered when it begins.
"""

from .attendee import Attendee

# What mandate and user say; presence and hours are what the secretary marked, and stay.
AS_OF_THE_DAY = (
    *("representative", "user", "party", "name", "title"),
    *("chairs", "writes", "is_substitute", "order"),
)


def gather(meeting) -> None:
    """Make the attendees what the mandates on the meeting's day say now. The caller holds the row.

    A year is planned at once, so the list is gathered again when the kallelse goes out and when the
    meeting starts and ends: whoever is new is added, names and titles are those of the day, and
    whoever has left is taken away, unless that person was marked or chosen already.
    """
    sitting = meeting.sitting_now()
    left = list(meeting.in_room().filter(user__isnull=False))
    new, changed, chairs = [], [], []
    # Whoever signs a part is found by her place among those who were chosen when it was locked.
    keeps_order = meeting.side_rounds.open().exists()
    for row in _wanted(meeting, sitting):
        old = _same(row, left)
        if old is None:
            new.append(row)
        else:
            left.remove(old)
            row.pk = old.pk
            if keeps_order:
                row.order = old.order
            if row.chairs:
                chairs.append(row.pk)
            if _as_of_the_day(row) != _as_of_the_day(old):
                changed.append(row)
    _take_away(left)
    # The old chair is let go before another is set: there may be only one.
    former = meeting.attendees.filter(chairs=True, sitting=sitting).exclude(pk__in=chairs)
    former.update(chairs=False)
    Attendee.objects.bulk_update(changed, AS_OF_THE_DAY)
    Attendee.objects.bulk_create(new)


def _as_of_the_day(row):
    """Its values as columns: keys, not rows, so that nothing is fetched to compare them."""
    fields = [Attendee._meta.get_field(name) for name in AS_OF_THE_DAY]
    return [getattr(row, field.attname) for field in fields]


def _same(row, rows):
    """The person's row as it was: by the mandate, or by the party when the mandate was renewed.

    A secretary without a mandate has no party, and may have been given one since.
    """
    by_mandate = (old for old in rows if old.representative_id == row.representative_id)
    by_party = (old for old in rows if old.party_id in (row.party_id, None))
    same = (old for old in (*by_mandate, *by_party) if old.user_id == row.user_id)
    return next(same, None)


def _take_away(rows):
    unused = Attendee.objects.filter(
        pk__in=[row.pk for row in rows],
        presence="",
        adjuster_rows__isnull=True,
        serves_for__isnull=True,
        served_by__isnull=True,
        happenings__isnull=True,
        later_changes__isnull=True,
    )
    Attendee.objects.filter(pk__in=list(unused.values_list("pk", flat=True))).delete()


def _wanted(meeting, sitting):
    day = sitting.day if sitting else meeting.day
    mandates = list(
        meeting.group.representatives.active(day)
        .with_people()
        .order_by("-party__is_employer", "party__order", "-chairs", "kind", "pk")
    )
    secretaries = meeting.group.secretaries.active(day).select_related("user")
    writers = {secretary.user_id: secretary for secretary in secretaries}
    # A group with two registered chairs meets under the first of them.
    chair = next((mandate for mandate in mandates if mandate.chairs), None)
    rows = [
        Attendee(
            meeting=meeting,
            sitting=sitting,
            representative=mandate,
            user=mandate.user,
            party=mandate.party,
            name=mandate.user.name,
            title=mandate.title,
            chairs=mandate == chair,
            writes=mandate.user_id in writers,
            is_substitute=mandate.kind == mandate.Kind.SUBSTITUTE,
            order=place,
        )
        for place, mandate in enumerate(mandates)
    ]
    members = {row.user_id for row in rows}
    return rows + [
        Attendee(
            meeting=meeting,
            sitting=sitting,
            user=writer.user,
            name=writer.user.name,
            title=writer.title,
            writes=True,
            order=len(rows) + place,
        )
        for place, writer in enumerate(writers.values())
        if writer.user_id not in members
    ]
