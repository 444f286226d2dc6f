"""Give sealed files a fresh archive timestamp: once a year, where there is a service for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings import clock
from meetings.justering import renewing

YEARS = 5


class Command(BaseCommand):
    help = "Förnyar tidsstämpeln i låsta filer. De gamla filerna finns kvar som de är."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--years", type=float, default=YEARS, help="äldre än så många år (%(default)s)"
        )

    def handle(self, *args: Any, years: float, **options: Any) -> None:
        if not settings.TSA_URL:
            raise CommandError("TSA_URL saknas: utan tidsstämpeltjänst finns inget att förnya med.")
        files = renewing.due(before=clock.now() - timedelta(days=365 * years))
        renewed = [file for file in files if renewing.renew(file)]
        self.stdout.write(f"{len(renewed)} av {len(files)} filer är förnyade.")
