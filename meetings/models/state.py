"""The states of a meeting's life, in order, and what each allows."""

from django.db import models


class State(models.TextChoices):
    PLANNED = "planned", "Förbereds"
    CALLED = "called", "Kallelse skickad"
    ONGOING = "ongoing", "Möte pågår"
    DRAFTED = "drafted", "Renskrivs"
    REVIEW = "review", "Ute för synpunkter"
    PRINTING = "printing", "Förbereds för justering"
    SIGNING = "signing", "Under justering"
    SEALING = "sealing", "Låses"
    SEALED = "sealed", "Justerat"
    CANCELLED = "cancelled", "Inställt"


PREPARING = (State.PLANNED, State.CALLED)
WRITABLE = (State.PLANNED, State.CALLED, State.ONGOING, State.DRAFTED, State.REVIEW)
FROZEN = (State.PRINTING, State.SIGNING, State.SEALING, State.SEALED)
READABLE = (State.SIGNING, State.SEALING, State.SEALED)
OPEN = (*WRITABLE, State.PRINTING, State.SIGNING, State.SEALING)
