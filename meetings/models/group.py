"""A samverkansgrupp: who takes part, who adjusts, its days and its words."""

from datetime import time

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from .. import clock, document
from ..policy import Rule, rule_of
from ..signing.methods import Strength
from .user import User

# A group's name is a common noun when it says what it is, and a proper name otherwise.
COMMON_BEGINNINGS = ("centrala", "lokala", "gemensamma", "förstärkta")


class GroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Groups where the user writes or holds a mandate today; HR sees all."""
        if user.is_hr:
            return self
        return self.filter(
            Q(pk__in=user.secretary_of.active().values("group"))
            | Q(pk__in=user.mandates.active().values("group"))
        )

    def written_by(self, user):
        """Groups whose minutes the user writes."""
        return self.filter(pk__in=user.secretary_of.active().values("group"))

    def and_who_writes(self, user):
        """`is_written` tells where the user is secretary."""
        return self.annotate(
            is_written=models.Exists(user.secretary_of.active().filter(group=models.OuterRef("pk")))
        )

    def with_planned(self, year):
        """`planned_count`: the group's meetings in the year."""
        planned = models.Q(meetings__day__year=year) & ~models.Q(meetings__state="cancelled")
        return self.annotate(planned_count=models.Count("meetings", filter=planned))


class Group(models.Model):
    class Level(models.TextChoices):
        CENTRAL = "central", "Central samverkansgrupp"
        DEPARTMENT = "department", "Förvaltningsgrupp"
        LOCAL = "local", "Lokal samverkansgrupp"

    class DocumentName(models.TextChoices):
        PROTOCOL = "Protokoll", "Protokoll"
        NOTES = "Minnesanteckningar", "Minnesanteckningar"

    class WhoAdjusts(models.TextChoices):
        NOBODY = "nobody", "Ingen justerar"
        EACH_PARTY = "each_party", "Arbetsgivaren och varje närvarande organisation"
        EACH_UNION = "each_union", "Varje närvarande organisation, inte arbetsgivaren"
        BOTH = "both", "Arbetsgivaren och ett antal organisationer"
        UNIONS = "unions", "Ett antal organisationer"
        CHAIR = "chair", "Ordföranden och en facklig organisation"
        EMPLOYER = "employer", "Bara arbetsgivaren"
        CHOSEN = "chosen", "De som gruppen väljer"

    class Silence(models.TextChoices):
        CONSENT = "consent", "Den som är tyst anses ha läst utan synpunkter"
        REMIND = "remind", "Den som är tyst får en påminnelse"

    class StandIn(models.TextChoices):
        PRESENT = "present", "Bara någon som var på mötet för samma part"
        NAMED = "named", "Den som parten utser, också någon som inte var på mötet"

    class Layout(models.TextChoices):
        NUMBERED = "numbered", "Numrerade punkter"
        SECTIONED = "sectioned", "Gruppens egna rubriker"
        TABLE = "table", "Tabell med Ansvarig"

    class LegalStyle(models.TextChoices):
        SECTION_FIRST = "section", "11 § MBL"
        LAW_FIRST = "law", "MBL § 11"

    name = models.CharField("namn", max_length=120, unique=True)
    slug = models.SlugField("adress", max_length=80, unique=True)
    code = models.CharField("kod", max_length=12, unique=True, help_text="FG i FG 2/2024.")
    level = models.CharField("nivå", max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="grupp ovanför",
    )
    unit = models.CharField("förvaltning eller enhet", max_length=120, blank=True)
    document_name = models.CharField(
        "dokumentet heter",
        max_length=20,
        choices=DocumentName.choices,
        default=DocumentName.PROTOCOL,
    )
    who_adjusts = models.CharField(
        "vem justerar", max_length=12, choices=WhoAdjusts.choices, default=WhoAdjusts.EACH_PARTY
    )
    adjusting_unions = models.PositiveSmallIntegerField(
        "antal organisationer som justerar",
        default=2,
        validators=[MinValueValidator(1)],
        help_text="Där gruppens regel är ett antal organisationer.",
    )
    stand_in = models.CharField(
        "när en justerare inte kan",
        max_length=8,
        choices=StandIn.choices,
        default=StandIn.NAMED,
    )
    layout = models.CharField(
        "utseende", max_length=12, choices=Layout.choices, default=Layout.NUMBERED
    )
    legal_style = models.CharField(
        "lagrum skrivs", max_length=8, choices=LegalStyle.choices, default=LegalStyle.SECTION_FIRST
    )
    empty_words = models.CharField("ord för en tom punkt", max_length=60, default="–")
    place = models.CharField("plats", max_length=120, blank=True)
    starts = models.TimeField("börjar", null=True, blank=True)
    ends = models.TimeField("slutar", null=True, blank=True)
    summons_days = models.PositiveSmallIntegerField("kallelse, arbetsdagar före mötet", default=5)
    questions_days = models.PositiveSmallIntegerField(
        "frågor anmäls, arbetsdagar före mötet", default=3
    )
    comments_days = models.PositiveSmallIntegerField(
        "synpunkter, arbetsdagar efter utskick",
        default=5,
        help_text="0: gruppen skickar inte ut texten för synpunkter.",
    )
    # Silence may mean consent to the draft; never to signing, and never an answer to a question.
    silence = models.CharField(
        "när tiden för synpunkter är ute",
        max_length=7,
        choices=Silence.choices,
        default=Silence.REMIND,
    )
    signing_days = models.PositiveSmallIntegerField(
        "justering, arbetsdagar efter utskick", default=3
    )
    due_at = models.TimeField("klockslag för tider", default=time(16))
    # Asked for in the moment of signing, so that it counts for what is out already.
    signing_level = models.PositiveSmallIntegerField(
        "underskrift kräver",
        choices=[(strength.value, strength.demand) for strength in Strength],
        default=Strength.ONE_STEP.value,
        help_text="Den som saknar kodapp eller nyckel lägger till det på sin sida Din underskrift.",
    )
    # Never copied to meetings: turned off, it closes what is open at once.
    members_follow = models.BooleanField(
        "medlemmarna får följa texten på egna enheter medan mötet pågår",
        default=False,
        help_text="De ser den text som skrivs, med orden Utkast, arbetsmaterial. Ändringen gäller "
        "genast, också för möten som pågår.",
    )
    order = models.PositiveSmallIntegerField("ordning", default=0)
    parties = models.ManyToManyField(
        "meetings.Party", through="GroupParty", related_name="groups", verbose_name="parter"
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "samverkansgrupp"
        verbose_name_plural = "samverkansgrupper"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(questions_days__lt=models.F("summons_days")),
                name="group_questions_after_summons",
                violation_error_message="Sista dag att anmäla frågor ligger före kallelsen.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="group_not_its_own_parent",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("group", args=[self.slug])

    @property
    def in_sentence(self):
        """The name inside a sentence: “förvaltningsgruppen”, but “Solrosens förskola”."""
        first = self.name.partition(" ")[0].lower()
        is_common = "grupp" in first or first in COMMON_BEGINNINGS
        return document.in_sentence(self.name) if is_common else self.name

    @property
    def has_adjusters(self):
        return self.who_adjusts != self.WhoAdjusts.NOBODY

    @property
    def signing_rule(self) -> Rule:
        return rule_of(self.who_adjusts, self.adjusting_unions)

    @property
    def signing_needs(self) -> str:
        """What whoever signs must have besides her password: “en kodapp eller en nyckel”."""
        return Strength(self.signing_level).needs

    def meets_at(self, day, starts) -> bool:
        """Whether a meeting of the group begins at that moment already."""
        return self.meetings.standing().filter(day=day, starts=starts).exists()

    def parties_in_order(self):
        """The employer first, then the organisations in the group's registered order."""
        rows = self.party_rows.select_related("party").order_by("-party__is_employer", "order")
        return [row.party for row in rows]

    @transaction.atomic
    def take_number(self, year: int) -> int:
        """The next number in the year. Two summonses at once get two numbers: the row is locked."""
        NumberSeries.objects.get_or_create(group=self, year=year)
        series = NumberSeries.objects.select_for_update().get(group=self, year=year)
        series.last += 1
        series.save(update_fields=["last"])
        return series.last


class GroupParty(models.Model):
    """A party of the group, in the group's registered order."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="party_rows")
    party = models.ForeignKey(
        "meetings.Party", models.PROTECT, related_name="group_rows", verbose_name="part"
    )
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "part i gruppen"
        verbose_name_plural = "parter i gruppen"
        ordering = ["order", "party__order"]
        constraints = [
            models.UniqueConstraint(fields=["group", "party"], name="group_party_once"),
        ]

    def __str__(self):
        return f"{self.party} i {self.group}"


class GroupSection(models.Model):
    """The group's own heading over items: Information, Dialog, Beslut – or none at all."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="sections")
    heading = models.CharField("rubrik", max_length=80)
    empty_words = models.CharField("när den är tom", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "rubrik"
        verbose_name_plural = "rubriker"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "heading"], name="group_section_once"),
        ]

    def __str__(self):
        return self.heading


class MonthTheme(models.Model):
    """The annual wheel: what a month is about in this group."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="themes")
    month = models.PositiveSmallIntegerField("månad")
    theme = models.CharField("tema", max_length=160)
    responsible = models.CharField("ansvarig", max_length=120, blank=True)

    class Meta:
        verbose_name = "tema i årshjulet"
        verbose_name_plural = "årshjul"
        ordering = ["month", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="theme_month_exists"
            ),
            models.UniqueConstraint(fields=["group", "month", "theme"], name="theme_once"),
        ]

    def __str__(self):
        return self.theme


class SecretaryQuerySet(models.QuerySet):
    def active(self, day=None):
        day = day or clock.today()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)


class Secretary(models.Model):
    """Who writes for a group, from one day to another. A secretary need not be a member."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="secretaries")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="secretary_of", verbose_name="användare"
    )
    title = models.CharField("titel", max_length=120, blank=True, default="sekreterare")
    starts = models.DateField("från och med")
    ends = models.DateField("till och med", null=True, blank=True)

    objects = SecretaryQuerySet.as_manager()

    class Meta:
        verbose_name = "sekreterare"
        verbose_name_plural = "sekreterare"
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user", "starts"], name="secretary_once"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="secretary_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.user} skriver för {self.group}"


class NumberSeries(models.Model):
    """The last meeting number taken by a group in a year."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="number_series")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "year"], name="number_series_once"),
        ]

    def __str__(self):
        return f"{self.group.code} {self.last}/{self.year}"
