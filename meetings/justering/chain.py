"""Is the log of a meeting whole? Changed, removed, reordered and cut-off links are told apart."""

import re

from ..models import Correction, MissingSignature, Protocol, Refusal, SealedFile, Signature
from ..models.elsewhere import VERBS

# As `Imprint.token` writes it, uncompressed, in what the seal covers.
HEAD = re.compile(rb"kedja-([0-9a-f]{64})(?![0-9a-f])")


def faults(meeting, *, head: str = "") -> list[str]:
    """What is wrong with the meeting's chain of events, in words; empty when it is whole.

    A chain that was cut off at its end is whole in itself. That is seen by what the locked rows
    know to have happened, by the state that the meeting is in, by the heads that its sealed files
    print, and by `head`: a link's hash that somebody has kept elsewhere.
    """
    found, before = [], None
    events = list(meeting.events.order_by("seq"))
    for event in events:
        if event.seq != (before.seq + 1 if before else 1):
            found.append(f"Händelse {event.seq}: det saknas händelser före den")
        if event.prev_hash != (before.hash if before else ""):
            found.append(f"Händelse {event.seq} hör inte ihop med den före")
        if event.hash != event.digest():
            found.append(f"Händelse {event.seq} är ändrad")
        before = event
    found += _cut_off(meeting, events)
    links = {event.hash for event in events}
    if head and head not in links:
        found.append("Den sparade koden finns inte i loggen")
    if not all(printed in links for printed in sealed_heads(meeting)):
        found.append("Koden i den låsta filen finns inte i loggen")
    return found


def sealed_heads(meeting):
    """The head of the chain that each sealed file of the meeting prints, read from its bytes."""
    files = SealedFile.objects.filter(protocol__meeting=meeting, kind=SealedFile.Kind.SEALED)
    for content in files.values_list("content", flat=True).iterator(chunk_size=1):
        printed = HEAD.search(bytes(content))
        if printed:
            yield printed[1].decode()


def _cut_off(meeting, events):
    """What must have been told, and is not."""
    told = {(event.verb, key, value) for event in events for key, value in _facts(event)}
    for verb, key, value in _happened(meeting):
        if (verb, key, value) not in told:
            yield f"Ingen händelse berättar om {verb} {value}"
    states = [event.facts["became"] for event in events if "became" in event.facts]
    if states and states[-1] != meeting.state:
        yield f"Loggen slutar vid {states[-1]} men mötet är {meeting.state}"


def _facts(event):
    return [(key, value) for key, value in event.facts.items() if isinstance(value, (str, int))]


def _happened(meeting):
    """What the locked rows say must stand in the chain: (verb, name of the fact, its value)."""
    of = {"protocol__meeting": meeting}
    for code in Protocol.objects.filter(meeting=meeting).values_list("fingerprint", flat=True):
        yield "frozen", "fingerprint", code
    for pk, method in Signature.objects.filter(**of).values_list("pk", "method"):
        yield VERBS.get(method, "signed"), "signature", pk
    for pk, adjuster in Refusal.objects.filter(**of).values_list("pk", "adjuster"):
        yield "sent_back" if adjuster else "reopened", "refusal", pk
    for pk in MissingSignature.objects.filter(**of).values_list("pk", flat=True):
        yield "not_signed", "missing", pk
    for pk in meeting.statements.values_list("pk", flat=True):
        yield "statement_handed_in", "statement", pk
    for pk in Correction.objects.filter(**of).values_list("pk", flat=True):
        yield "corrected", "correction", pk
    kinds = {
        SealedFile.Kind.FROZEN: "printed",
        SealedFile.Kind.SEALED: "sealed",
        SealedFile.Kind.RENEWAL: "renewed",
    }
    for kind, sha in SealedFile.objects.filter(**of, kind__in=kinds).values_list("kind", "sha256"):
        yield kinds[kind], "sha256", sha
    for pk in meeting.destructions.values_list("pk", flat=True):
        yield "destroyed", "destruction", pk
