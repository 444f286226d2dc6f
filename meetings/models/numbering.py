"""The numbers of items: 1, 2, 3 … through the whole meeting, 2.1 below 2."""

from .agenda import AgendaItem


def numbers_in(meetings) -> dict[int, str]:
    """{key of a standing item: its number} in these meetings (their keys); one query.

    The same numbers as in the Document, which follows the meeting's headings.
    """
    rows = (
        AgendaItem.objects.standing()
        .filter(meeting__in=meetings)
        .order_by("meeting", "section__order", "section_id", "order", "pk")
        .values_list("pk", "meeting", "parent", "section")
    )
    # Without a heading first, on every database.
    rows = sorted(rows, key=lambda row: (row[1], row[3] is not None))
    numbers: dict[int, str] = {}
    counted: dict[tuple, int] = {}
    for pk, meeting, parent, _section in rows:
        if parent is None:
            counted[meeting, None] = counted.get((meeting, None), 0) + 1
            numbers[pk] = str(counted[meeting, None])
    for pk, meeting, parent, _section in rows:
        if parent in numbers:
            counted[meeting, parent] = counted.get((meeting, parent), 0) + 1
            numbers[pk] = f"{numbers[parent]}.{counted[meeting, parent]}"
    return numbers
