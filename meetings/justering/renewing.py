"""A fresh archive timestamp on a sealed file, before the proof in the old one grows weak.

The sealed bytes are the unchanged beginning of the renewed file, which is stored beside them.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from .. import clock
from ..models import Event, SealedFile
from ..signing import pades, report
from ..signing.authority import roots
from ..signing.pades import SEAL_FIELD
from ..signing.verify import earlier


def due(*, before: datetime) -> list[SealedFile]:
    """The newest file of each locked protocol, where it was made before this moment."""
    return list(SealedFile.objects.newest_sealed().filter(made_at__lt=before).with_protocol())


def renew(file: SealedFile) -> SealedFile | None:
    """Stamp the file anew, check it, and store it; None when another was first."""
    trusted = roots(settings.CA_CERT_FILE, settings.TSA_CERT_FILE)
    before = bytes(file.content)
    content = pades.renew(before, trusted=trusted, timestamp_url=settings.TSA_URL)
    expected = report.Expected(fields=[SEAL_FIELD], roots=trusted, at=clock.now(), prefix=before)
    return _store(file, content, report.check_own_work(content, expected))


@transaction.atomic
def _store(file, content, found):
    protocol, meeting = file.protocol, file.protocol.meeting
    meeting.require(meeting.state)
    if protocol.newest_sealed.pk != file.pk:
        return None
    kind, prefixes = SealedFile.Kind.RENEWAL, earlier(content)
    renewed = SealedFile.store(protocol, kind, content, prefixes=prefixes, report=found)
    Event.record(meeting, "renewed", protocol=protocol.pk, sha256=renewed.sha256)
    return renewed
