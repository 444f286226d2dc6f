"""Make the certificate authority, its revocation list and the seal of a new installation."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings import clock
from meetings.signing import authority


class Command(BaseCommand):
    help = "Skapar utfärdarens rot, spärrlista och elektronisk stämpel för en ny installation."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", required=True, help="mapp för nycklarna, skapas vid behov")
        parser.add_argument(
            "--name",
            default=settings.AUTHORITY_NAME,
            help="myndighetens namn, så som det ska stå i certifikaten",
        )
        parser.add_argument(
            "--from",
            dest="start",
            type=datetime.fromisoformat,
            help="giltiga från (t.ex. 2024-01-01), om äldre protokoll ska skrivas under",
        )

    def handle(self, *args: Any, folder: str, name: str, **options: Any) -> None:
        if not name:
            raise CommandError("Ange --name: myndighetens namn.")
        ca_password = settings.CA_KEY_PASSWORD or secrets.token_urlsafe(24)
        seal_password = settings.SEAL_KEY_PASSWORD or secrets.token_urlsafe(24)
        try:
            authority.create(
                folder,
                name=name,
                password=ca_password,
                seal_password=seal_password,
                at=self._start(options["start"]),
            )
        except FileExistsError as error:
            raise CommandError(
                f"{error.args[0]} finns redan. Nycklar skrivs aldrig över, så inget är ändrat."
            ) from error
        self._tell(Path(folder).resolve(), ca_password, seal_password)

    def _start(self, start: datetime | None) -> datetime:
        if start is None:
            return clock.now()
        return start if start.tzinfo else start.replace(tzinfo=clock.SWEDISH)

    def _tell(self, folder: Path, ca_password: str, seal_password: str) -> None:
        self.stderr.write(
            f"Nycklarna ligger i {folder}; de fyra filerna ska ligga kvar tillsammans.\n"
            "Sätt detta i miljön, CA_CERT_FILE för alla och resten bara för arbetsprocessen.\n"
            "Lösenorden visas bara här."
        )
        for variable, value in (
            ("CA_CERT_FILE", folder / authority.CA_CERTIFICATE),
            ("CA_KEY_FILE", folder / authority.CA_KEY),
            ("CA_KEY_PASSWORD", ca_password),
            ("SEAL_KEY_FILE", folder / authority.SEAL_KEY),
            ("SEAL_KEY_PASSWORD", seal_password),
        ):
            self.stdout.write(f"{variable}={value}")
