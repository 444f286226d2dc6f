"""A follow-up question, from asked to answered, and what was answered to it."""

from django.db import models
from django.db.models import Exists, OuterRef


class QuestionQuerySet(models.QuerySet):
    def named(self, refs, meeting):
        """Those of the meeting's questions whose rows have these refs."""
        return self.filter(entry__ref__in=refs, entry__item__meeting=meeting).order_by("entry__pk")

    def standing_in(self, meeting):
        """The meeting's questions that have not been taken away, each with `is_answered`."""
        answers = Answer.objects.filter(
            question=OuterRef("pk"),
            result=Answer.Result.ANSWERED,
            entry__deleted_at__isnull=True,
            entry__item__deleted_at__isnull=True,
        )
        return (
            self.filter(
                entry__item__meeting=meeting,
                entry__kind="question",
                entry__deleted_at__isnull=True,
                entry__item__deleted_at__isnull=True,
            )
            .annotate(is_answered=Exists(answers))
            .select_related("entry__item")
            .order_by("entry__pk")
        )


class Question(models.Model):
    """A question from when it is asked until it is answered, across meetings."""

    FACTS = ("title", "asked_of", "answer_due", "answer_due_words")

    entry = models.OneToOneField("meetings.Entry", models.PROTECT, related_name="question")
    title = models.CharField("kort titel", max_length=160, blank=True)
    asked_of = models.CharField("till vem", max_length=120, blank=True)
    answer_due = models.DateField("svar senast", null=True, blank=True)
    answer_due_words = models.CharField("eller", max_length=60, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "fråga"
        verbose_name_plural = "frågor"

    def __str__(self):
        return self.title or str(self.entry)


class Answer(models.Model):
    """One row may answer several questions; only *besvarad* closes them."""

    class Result(models.TextChoices):
        ANSWERED = "answered", "Besvarad"
        PARTLY = "partly", "Delvis besvarad"
        RETURNS = "returns", "Arbetsgivaren återkommer"

    entry = models.ForeignKey("meetings.Entry", models.PROTECT, related_name="given_answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    result = models.CharField(max_length=8, choices=Result.choices, default=Result.ANSWERED)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "question"], name="answer_once"),
        ]

    def __str__(self):
        return self.get_result_display()
