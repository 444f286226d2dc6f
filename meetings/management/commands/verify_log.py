"""Check that nothing in the log was changed, removed, reordered or cut off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings.justering import chain
from meetings.models import Meeting


class Command(BaseCommand):
    help = (
        "Kontrollerar händelseloggen för alla möten, eller för ett. Slutar med fel om något är "
        "ändrat, borttaget, omflyttat eller avklippt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--meeting", type=int, help="mötets nummer i adressen")
        parser.add_argument(
            "--save",
            type=Path,
            help="skriv varje loggs sista kod till en fil, att förvara utanför systemet",
        )
        parser.add_argument(
            "--against", type=Path, help="jämför med en fil som --save skrev tidigare"
        )

    def handle(
        self,
        *args: Any,
        meeting: int | None,
        save: Path | None,
        against: Path | None,
        **options: Any,
    ) -> None:
        kept = _read(against) if against else {}
        meetings = Meeting.objects.select_related("group").order_by("pk")
        if meeting is not None:
            meetings = meetings.filter(pk=meeting)
            kept = {pk: head for pk, head in kept.items() if pk == str(meeting)}
        heads, wrong, events = {}, 0, 0
        for one in meetings.iterator(chunk_size=100):
            found = chain.faults(one, head=kept.pop(str(one.pk), ""))
            wrong += bool(found)
            for fault in found:
                self.stdout.write(f"Möte {one.pk}, {one.number_words or one}: {fault}.")
            last = one.events.order_by("seq").last()
            events += last.seq if last else 0
            heads[str(one.pk)] = last.hash if last else ""
        for pk in kept:
            self.stdout.write(f"Möte {pk} finns i filen men inte här.")
        if meeting is not None and not heads:
            raise CommandError(f"Möte {meeting} finns inte.")
        if wrong or kept:
            raise CommandError("Loggen är inte hel.")
        if save:
            save.write_text(json.dumps(heads, indent=1, sort_keys=True) + "\n")
        self.stdout.write(f"Loggen är hel. Möten: {len(heads)}. Händelser: {events}.")


def _read(path: Path) -> dict[str, str]:
    try:
        told = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"Filen {path} går inte att läsa.") from error
    return {str(pk): str(head) for pk, head in told.items() if head}
