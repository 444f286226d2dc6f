"""A mail to somebody about her own account: what one signs in her name with has changed."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from .. import clock
from .outgoing import Outgoing

KEPT = timedelta(days=90)


class AccountNoticeQuerySet(models.QuerySet):
    def due(self):
        return self.filter(status=AccountNotice.Status.DUE, next_try__lte=clock.now())

    def lost(self):
        return self.filter(status=AccountNotice.Status.FAILED)

    def long_gone(self):
        return self.filter(at__lt=clock.now() - KEPT)


class AccountNotice(Outgoing):
    """Stored with the change itself: a mail server that is away hides no change from its owner."""

    recipient = models.ForeignKey("meetings.User", models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)  # the template's name, without _message.txt
    at = models.DateTimeField()

    objects = AccountNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(status="due"), name="account_notice_due"),
        ]

    def __str__(self):
        return f"{self.kind} till {self.recipient}"

    @classmethod
    def plan(cls, user, kind: str, address: str = "") -> None:
        now = clock.now()
        cls.objects.create(
            recipient=user, kind=kind, address=address or user.email, at=now, next_try=now
        )
