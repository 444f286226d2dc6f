"""Extracts wait for the worker, who prints them and lays the authority's seal on them."""

from django.conf import settings

from .. import clock
from ..models import Extract, SealedFile
from ..paper import render
from ..signing import pades, report
from ..signing.authority import SealKey, roots
from ..signing.pades import SEAL_FIELD
from ..signing.verify import earlier
from . import imprints


def waiting():
    """Extracts that have been certified and are not sealed yet."""
    return Extract.objects.filter(protocol__files__isnull=True)


def seal_waiting(meeting, once) -> None:
    """Seal what waits in this meeting. `once` stores it, unless another worker was first."""
    for made in waiting().filter(original__meeting=meeting).select_related("protocol", "original"):
        printed = render(made.protocol.document(), imprints.extract(made))
        now = clock.now()
        key = SealKey.load(settings.SEAL_KEY_FILE, password=settings.SEAL_KEY_PASSWORD)
        sealed = pades.seal(printed, key=key, at=now, timestamp_url=settings.TSA_URL)
        trusted = roots(settings.CA_CERT_FILE, *filter(None, [settings.TSA_CERT_FILE]))
        expected = report.Expected(fields=[SEAL_FIELD], roots=trusted, at=now, prefix=printed)
        once(meeting.extract_sealed, made.protocol, _stored(made.protocol, sealed, expected))


def _stored(protocol, sealed, expected):
    found = report.check_own_work(sealed, expected)
    told = {"prefixes": earlier(sealed), "report": found}
    return lambda: SealedFile.store(protocol, SealedFile.Kind.SEALED, sealed, **told)
