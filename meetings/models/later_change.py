"""What was changed after the meeting: an adjuster certifies what was said there (JO 3339-2013)."""

from django.db import models

from .. import clock, words


class LaterChangeQuerySet(models.QuerySet):
    def with_who(self):
        return self.select_related("by")


class LaterChange(models.Model):
    """A change of utfall, positions, attendance or adjusters that was made after the meeting.

    It is told beside the thing and to the adjusters, and is no part of the minutes themselves.
    Ordinary text is not marked: that is what renskrivning is for.
    """

    class Subject(models.TextChoices):
        OUTCOME = "outcome", "Utfall"
        POSITION = "position", "Oenighet"
        ATTENDANCE = "attendance", "Närvaro"
        ADJUSTERS = "adjusters", "Justerare"

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="later_changes")
    subject = models.CharField(max_length=10, choices=Subject.choices)
    item = models.ForeignKey(
        "meetings.AgendaItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="later_changes",
    )
    attendee = models.ForeignKey(
        "meetings.Attendee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="later_changes",
    )
    about = models.CharField(max_length=200, blank=True)  # the item's or the person's name then
    before = models.TextField()
    after = models.TextField()
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LaterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "ändring efter mötet"
        verbose_name_plural = "ändringar efter mötet"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.before} → {self.after}"

    @classmethod
    def note(cls, meeting, subject, *, by, before, after, item=None, attendee=None) -> None:
        """Write down a change, if the meeting has ended and something is said in other words.

        `before` and `after` are said in Swedish and never empty: “Inget utfall”. The verb that
        changes calls this inside its transaction, when it holds the meeting's row.
        """
        if meeting.ended_at is None or before == after:
            return
        cls.objects.create(
            meeting=meeting,
            subject=subject,
            item=item,
            attendee=attendee,
            about=str(item or attendee or ""),
            before=before,
            after=after,
            by=by,
            at=clock.now(),
        )

    @property
    def what(self) -> str:
        """“Utfall, Budget 2025”."""
        return (
            f"{self.get_subject_display()}, {self.about}"
            if self.about
            else self.get_subject_display()
        )

    @property
    def told(self) -> str:
        """“Ändrat efter mötet 15 feb kl. 09.12 av Sara Lind: Eniga → Oeniga: Kommunal”."""
        when = f"{words.day_short(self.at)} kl. {words.clock_time(self.at)}"
        return f"Ändrat efter mötet {when} av {self.by.name}: {self}"
