"""What the tests of rows say often."""

import uuid

from meetings.models import Entry


def new():
    return uuid.uuid4()


def again(row):
    """The row as another writer's page fetched it."""
    return Entry.objects.select_related("item__meeting__group").get(pk=row.pk)


def texts(item):
    return list(item.entries.standing().values_list("text", flat=True))
