"""How the mail of a round went: each recipient's outcome, and another try for what was lost."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.views.decorators.http import require_POST

from .. import tasks, words
from ..models import Delivery
from ..permissions import Right
from . import access
from .htmx import see_other

KINDS = {
    "signing": "Justera protokollet",
    "named": "Justera i någons ställe",
    "replaced": "Någon annan justerar",
    "reminder": "Påminnelse",
    "receipt": "Kvitto på underskrift",
    "registered": "Underskrift som sekreteraren har registrerat",
    "annex": "Bilaga eller avvikande mening",
    "sent_back": "Skickat tillbaka",
    "reopened": "Texten öppnad igen",
    "closing": "Innan avslut utan underskrift",
    "address": "Ny adress",
    "inquiry": "Fråga till sekreteraren",
    "inquiry_answer": "Svar på fråga",
    "closed": "Klart",
    "chair": "Ordföranden läser först",
    "comments": "Läs och lämna synpunkter",
    "comments_late": "Påminnelse om synpunkter",
    "changes": "Ändrat sedan du läste",
    "stance": "Svar på synpunkt",
    "statement": "Protokollsanteckning inlämnad",
    "statement_back": "Protokollsanteckning återtagen",
    "corrected": "Rättelse",
}


@dataclass
class Batch:
    """All mail of one kind, the newest first."""

    kind: str
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def title(self):
        return KINDS.get(self.kind, "Mejl")

    @property
    def outcome(self):
        """“5 skickade, 1 kom inte fram”."""
        statuses = [one.status for one in self.deliveries]
        told = (
            (Delivery.Status.SENT, "skickat,skickade"),
            (Delivery.Status.DUE, "väntar,väntar"),
            (Delivery.Status.FAILED, "kom inte fram,kom inte fram"),
        )
        return ", ".join(
            words.count(statuses.count(status), forms)
            for status, forms in told
            if status in statuses
        )


def batches(meeting) -> list[Batch]:
    """The mail of the round that goes on or went on last, newest first; one query."""
    found = {}
    if meeting.sent_at:
        for delivery in Delivery.objects.of_round(meeting):
            found.setdefault(delivery.kind, Batch(delivery.kind)).deliveries.append(delivery)
    return list(found.values())


@require_POST
def send_again(request, pk):
    """Try once more to reach those whose mail did not arrive."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    lost = list(Delivery.objects.lost(meeting)) if meeting.sent_at else []
    for delivery in lost:
        delivery.try_again()
    tasks.nudge(meeting)
    if lost:
        messages.success(request, f"{words.count(len(lost), 'mejl,mejl')} skickas en gång till.")
    return see_other("follow_signing", meeting.pk)
