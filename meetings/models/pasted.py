"""What was pasted and cut (see `pasting`), written as one act: all of it or nothing, once.

The `ref` is made in the form and is the act as well, so that one Ångra takes all of it back.
"""

import uuid

from django.db import transaction

from ..pasting import Row, SubItem


@transaction.atomic
def add_rows(item, rows: list[Row], *, by, ref, after=None, asked_by=(), kind="note", **facts):
    """A row for each, last or after another one; those that ask are questions of `asked_by`.

    `kind` and `facts` (source and page of a quote) are those of the other rows. Returns the rows.
    """
    item.meeting.require_writable(item)
    made = []
    for number, row in enumerate(rows):
        told = {"kind": "question", "speaks": list(asked_by)} if row.asks else {"kind": kind}
        own = {} if row.asks else facts
        entry = item.add_entry(
            row.text,
            by=by,
            ref=uuid.uuid5(ref, f"row {number}"),
            act=ref,
            after=after,
            **told,
            **own,
        )
        made.append(entry)
        after = entry if after else None
    return made


@transaction.atomic
def add_sub_items(item, lines: list[SubItem | Row], *, by, ref, legal_basis=""):
    """Sub-items in order; a Row among them stays text of the item they stand under.

    Beside a sub-item the new ones come under the same item. Returns that item.
    """
    item.meeting.require_writable(item)
    parent = item.parent or item
    for number, line in enumerate(lines):
        # Other lines in a form sent again are matters of their own.
        own = uuid.uuid5(ref, f"item {line} {lines[:number].count(line)}")
        if isinstance(line, Row):
            parent.add_entry(line.text, by=by, ref=own, act=ref)
        elif not item.meeting.items.filter(ref=own).exists():
            _add_sub_item(parent, line, by=by, act=ref, ref=own, legal_basis=legal_basis)
    return parent


def _add_sub_item(parent, line, *, by, act, ref, legal_basis):
    made = parent.meeting.add_item(
        line.heading,
        by=by,
        parent=parent,
        act=act,
        ref=ref,
        case_number=line.case_number[:60],
        legal_basis=legal_basis,
    )
    made.meeting = parent.meeting
    if line.rest:
        made.add_entry(line.rest, by=by, ref=uuid.uuid5(ref, "rest"), act=act)
