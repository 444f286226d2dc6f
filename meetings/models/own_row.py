"""The row that a secretary is writing in, fetched the quick way.

A word is saved every few seconds by everybody who writes, and half the time of it went to putting
together the query that tells all that she is to the meeting. This one asks only whether she writes
for its group today.
"""

from django.db import connection

from .. import clock
from .agenda import AgendaItem
from .entry import Entry
from .meeting import Meeting

OWN_ROW = """
    SELECT row.id, row.kind, row.text, row.version, row.item_id
    FROM meetings_entry row
    JOIN meetings_agendaitem item ON item.id = row.item_id
    JOIN meetings_meeting meeting ON meeting.id = item.meeting_id
    JOIN meetings_secretary secretary ON secretary.group_id = meeting.group_id
    WHERE row.ref = %s AND meeting.id = %s AND secretary.user_id = %s
    AND secretary.starts <= %s AND (secretary.ends IS NULL OR secretary.ends >= %s)
    LIMIT 1
"""


def own_row(user, meeting_pk, ref) -> Entry | None:
    """Enough of the row to `rewrite` it, or None for what is not there or not hers to write."""
    day = connection.ops.adapt_datefield_value(clock.today())
    ref_value = Entry._meta.get_field("ref").get_db_prep_value(ref, connection)
    with connection.cursor() as cursor:
        cursor.execute(OWN_ROW, [ref_value, meeting_pk, user.pk, day, day])
        found = cursor.fetchone()
    if found is None:
        return None
    pk, kind, text, version, item_pk = found
    item = AgendaItem(pk=item_pk, meeting=Meeting(pk=meeting_pk))
    return Entry(pk=pk, ref=ref, kind=kind, text=text, version=version, item=item)
