"""Mail from Events: what is due is sent, and how it went is written down.

A mail carries titles, dates and one link; never the text and never a file.
"""

import logging
import textwrap
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from . import clock
from .models import AccountNotice, Adjuster, ClosingNotice, Correction, Delivery
from .models.text_before import text_before

logger = logging.getLogger(__name__)

# Whoever claims a row has this long to send it; a worker that was killed lets it go again.
CLAIM = timedelta(minutes=5)
AT_A_TIME = 50

# Where the one link of each mail leads.
LINKS = {
    "chair": "review",
    "comments": "review",
    "comments_late": "review",
    "changes": "review",
    "stance": "review",
    "signing": "sign",
    "named": "sign",
    "closing": "follow_signing",
    "reopened": "follow_signing",
    "reminder": "sign",
    "closed": "protocol",
    "annex": "follow_signing",
    "corrected": "corrections",
    "inquiry": "ask_secretary",
    "inquiry_answer": "ask_secretary",
    "statement": "statements",
    "statement_back": "statements",
}


def compose(kind: str, meeting, recipient, event=None) -> tuple[str, str]:
    """Subject (at most 60 characters) and plain text of a mail; the preview shows the same."""
    side = _side_round(meeting, event)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "recipient": recipient,
        "link": settings.BASE_URL + _address(kind, meeting, side),
        "side": side,
        "authority": settings.AUTHORITY_NAME,
        **_about(kind, meeting, event, recipient),
    }
    folder = "mail/sides" if side else "mail"
    text = render_to_string(f"{folder}/{kind}.txt", context)
    subject, _, body = text.strip().partition("\n")
    subject = textwrap.shorten(subject.removeprefix("Ämne: "), 60, placeholder=" …")
    return subject, body.strip() + "\n"


def _side_round(meeting, event):
    """The round of a part or of a rättelse, when the mail is about that and not the whole."""
    key = event and event.facts.get("round")
    return meeting.side_rounds.select_related("protocol").get(pk=key) if key else None


def _address(kind, meeting, side):
    if side is None:
        return reverse(LINKS.get(kind, "meeting"), args=[meeting.pk])
    page = "sign_side_round" if kind in ("signing", "reminder") else "side_round"
    return reverse(page, args=[meeting.pk, side.pk])


def _about(kind, meeting, event, recipient):
    if kind in ("receipt", "registered", "annex"):
        return {"signature": _signature(event)}
    if kind == "signing" and event:
        return _to_sign(meeting, event, recipient)
    if kind in ("sent_back", "reopened"):
        return {"refusal": _refusal(event)}
    if kind == "stance":
        return {"comment": _comment(event)}
    if kind == "corrected":
        return {"correction": Correction.objects.with_people().get(pk=event.facts["correction"])}
    if kind in ("inquiry", "inquiry_answer"):
        return {"inquiry": meeting.inquiries.with_people().get(pk=event.facts["inquiry"])}
    if kind in ("named", "replaced", "address", "closing"):
        return _adjusting(kind, event)
    if kind in ("statement", "statement_back"):
        statements = meeting.statements.with_places()
        return {"statement": statements.get(pk=event.facts["statement"])}
    if kind in ("sitting", "sitting_off"):
        return {"sitting": meeting.sittings.get(pk=event.facts["sitting"])}
    if kind == "summons":
        items = list(meeting.items.standing().filter(parent__isnull=True))
        return {"items": items, "asks": clock.now() < meeting.questions_by}
    return {}


def _to_sign(meeting, event, recipient):
    """How much there is to read for whoever is to sign: counts only, never the text."""
    adjuster = meeting.adjuster_for(recipient)
    protocol = meeting.protocols.standing().filter(pk=event.facts.get("protocol")).first()
    if adjuster is None or protocol is None:  # handed over, or sent back, before the mail went
        return {}
    said = protocol.document()
    party = protocol.round.as_frozen(adjuster, said).party
    before = text_before(protocol, recipient)
    return {
        "party": party,
        "about": len(said.items_about(party.name)),
        "changed": before.compared.count if before else 0,
    }


def _signature(event):
    from .models import Signature

    return Signature.objects.select_related("party", "protocol", "registered_by").get(
        pk=event.facts["signature"]
    )


def _refusal(event):
    from .models import Refusal

    return Refusal.objects.select_related("adjuster__attendee__party").get(
        pk=event.facts["refusal"]
    )


def _adjusting(kind, event):
    """Whose justering it is about: who took over from whom, or whom it is closed without."""
    adjusters = Adjuster.objects.with_people().select_related("replaces__attendee")
    told = {"adjuster": adjusters.get(pk=event.facts.get("new", event.facts["adjuster"]))}
    if kind == "closing":
        notices = ClosingNotice.objects.filter(adjuster=told["adjuster"], at__lte=event.at)
        told["notice"] = notices.order_by("pk").last()
    return told | {"new": told["adjuster"], "before": told["adjuster"].predecessor}


def _comment(event):
    from .models import Comment

    return Comment.objects.with_people().get(pk=event.facts["comment"])


def send_due() -> int:
    """Send what is due, a few at a time; returns how many were tried.

    A row is claimed just before it is sent: a server that answers slowly must not use up the time
    of those who wait behind.
    """
    due = [
        *AccountNotice.objects.due().select_related("recipient")[:AT_A_TIME],
        *Delivery.objects.due().with_event()[:AT_A_TIME],
    ]
    if not due:
        return 0
    connection = get_connection()
    away = _away(connection)
    tried = 0
    for delivery in due:
        if delivery.claim(CLAIM):
            tried += 1
            if away:
                _failed(delivery, away)
            else:
                _send(delivery, connection)
    connection.close()
    return tried


def _away(connection):
    """The error if the server cannot be reached: asked once, not once for every mail."""
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        return error
    return None


def _send(delivery, connection):
    try:
        connection.open()  # again, if the last mail broke the line
        _mail(delivery, connection).send()
    except Exception as error:
        # Whatever is wrong with one mail, those behind it go out.
        _failed(delivery, error)
        connection.close()
    else:
        delivery.went()


def _mail(delivery, connection):
    subject, body = _words(delivery)
    mail = EmailMultiAlternatives(
        subject, body, settings.DEFAULT_FROM_EMAIL, [delivery.address], connection=connection
    )
    mail.extra_headers["Date"] = _date(clock.now())
    paragraphs = [part.split("\n") for part in body.strip().split("\n\n")]
    html = render_to_string("mail/mail.html", {"subject": subject, "paragraphs": paragraphs})
    mail.attach_alternative(html, "text/html")
    return mail


def _words(row):
    if isinstance(row, AccountNotice):
        context = {"timestamp": row.at, "user": row.recipient}
        subject = render_to_string(f"{row.kind}_subject.txt", context).strip()
        return subject, render_to_string(f"{row.kind}_message.txt", context)
    return compose(row.kind, row.event.meeting, row.recipient, row.event)


def _failed(delivery, error):
    # The class and the server's code only: an error text may quote an address.
    name = type(error).__name__
    delivery.failed(f"{name} {getattr(error, 'smtp_code', '')}".strip())
    logger.warning("%s %s failed: %s", delivery._meta.model_name, delivery.pk, name)


def _date(moment):
    from email.utils import format_datetime

    return format_datetime(moment)
