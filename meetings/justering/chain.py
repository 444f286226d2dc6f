"""Is the log of a meeting whole? Changed, removed, reordered and cut-off links are told apart."""

from ..models import MissingSignature, Protocol, Refusal, SealedFile, Signature


def faults(meeting, *, head: str = "") -> list[str]:
    """What is wrong with the meeting's chain of events, link by link; empty when it is whole.

    A chain that was cut off at its end is whole in itself. That is seen by what the locked rows
    know to have happened, and by `head`: a link's hash as it stands in a sealed file.
    """
    found, before = [], None
    events = list(meeting.events.order_by("seq"))
    for event in events:
        if event.seq != (before.seq + 1 if before else 1):
            found.append(f"{event.seq}: links are missing before it")
        if event.prev_hash != (before.hash if before else ""):
            found.append(f"{event.seq}: does not follow the link before it")
        if event.hash != event.digest():
            found.append(f"{event.seq}: has been changed")
        before = event
    told = {(event.verb, key, value) for event in events for key, value in _facts(event)}
    found += [f"no link tells of {verb} {value}" for verb, key, value in _happened(meeting)
              if (verb, key, value) not in told]  # fmt: skip
    if head and head not in {event.hash for event in events}:
        found.append("the head in the sealed file is no link of it")
    return found


def _facts(event):
    return [(key, value) for key, value in event.facts.items() if isinstance(value, (str, int))]


def _happened(meeting):
    """What the locked rows say must stand in the chain: (verb, name of the fact, its value)."""
    of = {"protocol__meeting": meeting}
    for code in Protocol.objects.filter(meeting=meeting).values_list("fingerprint", flat=True):
        yield "frozen", "fingerprint", code
    for pk in Signature.objects.filter(**of).values_list("pk", flat=True):
        yield "signed", "signature", pk
    for pk, adjuster in Refusal.objects.filter(**of).values_list("pk", "adjuster"):
        yield "sent_back" if adjuster else "reopened", "refusal", pk
    for pk in MissingSignature.objects.filter(**of).values_list("pk", flat=True):
        yield "not_signed", "missing", pk
    kinds = {SealedFile.Kind.FROZEN: "printed", SealedFile.Kind.SEALED: "sealed"}
    for kind, sha in SealedFile.objects.filter(**of, kind__in=kinds).values_list("kind", "sha256"):
        yield kinds[kind], "sha256", sha
    for pk in meeting.destructions.values_list("pk", flat=True):
        yield "destroyed", "destruction", pk
