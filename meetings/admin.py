"""The registers of an installation: people, parties, groups, mandates, standing items.

Nothing that belongs to a meeting is registered here, and nothing with a history can be removed: a
mandate is ended, a user is made inactive. Texts are on the house's own pages, protocols are locked.
"""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.db.models import Q

from . import clock
from .models import (
    Group,
    GroupParty,
    GroupSection,
    MonthTheme,
    Party,
    Phrase,
    Representative,
    Secretary,
    StandingItem,
    User,
)
from .sentences import PLACEHOLDERS
from .words import MONTHS, canonical_legal

admin.site.site_header = "Samverkan, inställningar"
admin.site.site_title = "Samverkan"
admin.site.index_title = "Inställningar"

PEOPLE_ARE_NOT_REMOVED = "Någon som har slutat görs inaktiv, så att äldre protokoll stämmer."


class Register:
    """Whoever is staff keeps the registers. What has a history is ended, never deleted."""

    view_on_site = False  # staff need not be members, and would only meet a 404

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False


class RegisterForm(forms.ModelForm):
    """Says whose a name or a code already is: `taken` maps a field to the sentence."""

    taken: dict[str, str] = {}

    def clean(self):
        cleaned = super().clean()
        for name, sentence in self.taken.items():
            value = self.cleaned_data.get(name)
            others = self._meta.model.objects.exclude(pk=self.instance.pk)
            other = others.filter(**{f"{name}__iexact": value}).first() if value else None
            if other:
                self.add_error(name, sentence.format(value=value, other=other))
        return cleaned


# --- People ------------------------------------------------------------------------------------


class EmailIsOnePersons(RegisterForm):
    taken = {"email": "Adressen {value} används redan av {other}."}

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()


class PersonForm(EmailIsOnePersons, UserChangeForm):
    pass


class NewPersonForm(EmailIsOnePersons):
    """Nobody else needs to know the password: the person chooses it."""

    class Meta:
        model = User
        fields = ("name", "email")
        help_texts = {
            "email": "Personen väljer själv lösenord med Jag har glömt mitt lösenord där man "
            "loggar in."
        }

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class PasswordForm(AdminPasswordChangeForm):
    """Without the choice of no password at all, which means nothing where all have one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


@admin.register(User)
class PersonAdmin(Register, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = PasswordForm
    list_display = ("name", "email", "is_hr", "is_staff", "is_active")
    list_filter = ("is_active", "is_hr", "is_staff", "mandates__group", "mandates__party")
    search_fields = ("name", "email")
    ordering = ("name",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("name", "email", "password")}),
        (
            "Får göra",
            {
                "fields": ("is_hr", "is_staff", "is_active"),
                "description": PEOPLE_ARE_NOT_REMOVED,
            },
        ),
        ("Inloggning", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("name", "email")}),)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        told = {
            "is_staff": ("Administratör", "Sköter registren här. Ger ingen rätt att läsa möten."),
            "is_active": ("Aktiv", "Den som inte är aktiv kan inte logga in."),
        }
        if db_field.name in told:
            field.label, field.help_text = told[db_field.name]
        return field

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        # allauth remembers addresses that got a mail; an address that was replaced is no sign-in.
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()
        before = form.initial.get("email") if change else None
        if before and before.lower() != obj.email.lower():
            # Whoever reads the new one can choose a password and sign: both are told.
            for address in (before, obj.email):
                get_adapter(request).send_notification_mail(
                    "account/email/email_changed", obj, email=address
                )

    def user_change_password(self, request, id, form_url=""):
        """A password chosen by somebody else is told to its owner: with it one can sign."""
        person = self.get_object(request, id)
        response = super().user_change_password(request, id, form_url)
        if person and User.objects.get(pk=person.pk).password != person.password:
            get_adapter(request).send_notification_mail(
                "account/email/password_changed", person, email=person.email
            )
        return response


# --- Parties -----------------------------------------------------------------------------------


class PartyForm(RegisterForm):
    taken = {
        "name": "{other} finns redan.",
        "chip": "Det korta namnet {value} används redan av {other}.",
    }
    aliases = forms.CharField(
        label="Andra namn",
        required=False,
        help_text="Så som namnet skrivs i löpande text, med komma mellan: SSR, Akademikerförbundet",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["aliases"] = ", ".join(self.instance.aliases)

    def clean_aliases(self):
        return [name.strip() for name in self.cleaned_data["aliases"].split(",") if name.strip()]


@admin.register(Party)
class PartyAdmin(Register, admin.ModelAdmin):
    form = PartyForm
    list_display = ("name", "chip", "is_employer", "order")
    search_fields = ("name", "chip", "aliases")


# --- Groups ------------------------------------------------------------------------------------


class GroupForm(RegisterForm):
    taken = {
        "name": "En grupp heter redan {other}.",
        "code": "Koden {value} används redan av {other}.",
        "slug": "Adressen {value} används redan av {other}.",
    }

    def clean_code(self):
        """A code that stands in numbers is the group's for good: they are looked up by it."""
        code = self.cleaned_data["code"]
        group = self.instance
        if group.pk and code != self.initial["code"] and group.number_series.exists():
            raise forms.ValidationError(
                f"Koden {self.initial['code']} står redan i mötens nummer och kan inte bytas."
            )
        return code

    def clean_parent(self):
        """No circle: a group is not above the group that is above it."""
        parent = above = self.cleaned_data["parent"]
        while above is not None:
            if above == self.instance:
                raise forms.ValidationError(f"{parent} ligger under den här gruppen.")
            above = above.parent
        return parent


class PartyRows(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            party = form.instance.party
            if self.instance.representatives.active().filter(party=party).exists():
                raise forms.ValidationError(
                    f"{party} har företrädare i gruppen. Avsluta deras mandat först."
                )


class PartyRow(Register, admin.TabularInline):
    model = GroupParty
    formset = PartyRows
    extra = 0
    verbose_name_plural = "Parter, i gruppens ordning"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("party", "group")

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)  # frozen protocols say who took part themselves


class SectionRow(Register, admin.TabularInline):
    model = GroupSection
    extra = 0
    verbose_name_plural = "Egna rubriker, om gruppen har några"


class ThemeForm(forms.ModelForm):
    month = forms.TypedChoiceField(
        label="Månad", coerce=int, choices=[(n, name) for n, name in enumerate(MONTHS, 1)]
    )


class ThemeRow(Register, admin.TabularInline):
    model = MonthTheme
    form = ThemeForm
    extra = 0
    verbose_name_plural = "Årshjul"

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)  # meetings have their own copy


class PhraseForm(forms.ModelForm):
    words = forms.CharField(
        label="Fras",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Fylls i av sig själv: " + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
    )


class PhraseRow(Register, admin.TabularInline):
    model = Phrase
    form = PhraseForm
    extra = 0
    verbose_name_plural = "Fraser, som kan läggas in i texten eller föreslås för ett utfall"

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)  # minutes have their own words


class FromTodayForm(forms.ModelForm):
    """Most mandates begin when they are written down."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = clock.today


class SecretaryRow(Register, admin.TabularInline):
    model = Secretary
    form = FromTodayForm
    extra = 0
    autocomplete_fields = ("user",)
    verbose_name_plural = "Sekreterare"


@admin.register(Group)
class GroupAdmin(Register, admin.ModelAdmin):
    form = GroupForm
    list_display = ("name", "code", "level", "parent", "document_name", "who_adjusts")
    list_filter = ("level", "document_name", "who_adjusts", "layout")
    list_select_related = ("parent",)
    search_fields = ("name", "code", "unit")
    prepopulated_fields = {"slug": ("code",)}
    inlines = (PartyRow, SecretaryRow, SectionRow, ThemeRow, PhraseRow)
    fieldsets = (
        (None, {"fields": ("name", "code", "slug", "level", "parent", "unit", "order")}),
        (
            "Dokumentet",
            {"fields": ("document_name", "layout", "legal_style", "empty_words")},
        ),
        (
            "Justeringen",
            {
                "fields": ("who_adjusts", "adjusting_unions", "stand_in"),
                "description": "Ändringar gäller möten som planeras från och med nu.",
            },
        ),
        ("Underskriften", {"fields": ("signing_level",)}),
        ("Mötena", {"fields": ("place", ("starts", "ends"), "members_follow")}),
        (
            "Tider",
            {
                "fields": (
                    ("summons_days", "questions_days"),
                    ("comments_days", "silence", "signing_days"),
                    "due_at",
                ),
                "description": "Ändringar gäller möten som planeras från och med nu.",
            },
        ),
    )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change and not form.instance.phrases.exists():
            Phrase.objects.give_defaults(form.instance)


# --- Mandates ----------------------------------------------------------------------------------


class HoldsToday(admin.SimpleListFilter):
    title = "gäller"
    parameter_name = "galler"

    def lookups(self, request, model_admin):
        return (("nu", "I dag"), ("avslutade", "Avslutade"), ("kommande", "Kommande"))

    def queryset(self, request, queryset):
        today = clock.today()
        asked = {
            "nu": Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today)),
            "avslutade": Q(ends__lt=today),
            "kommande": Q(starts__gt=today),
        }
        return queryset.filter(asked.get(self.value(), Q()))


class MandateForm(FromTodayForm):
    def clean(self):
        cleaned = super().clean()
        group, party = cleaned.get("group"), cleaned.get("party")
        if group and party and not group.party_rows.filter(party=party).exists():
            self.add_error("party", f"{party} är inte part i {group}. Lägg till parten där först.")
        regular = cleaned.get("substitutes_for")
        if regular and (regular.group, regular.party) != (group, party):
            self.add_error("substitutes_for", f"{regular.user} har sitt mandat någon annanstans.")
        if regular and cleaned.get("kind") != Representative.Kind.SUBSTITUTE:
            self.add_error("kind", "Bara en ersättare kan ersätta någon.")
        return cleaned


@admin.register(Representative)
class MandateAdmin(Register, admin.ModelAdmin):
    form = MandateForm
    list_display = ("user", "party", "group", "kind", "substitutes_for", "starts", "ends")
    list_filter = (HoldsToday, "group", "party", "kind")
    list_select_related = (
        *("user", "party", "group"),
        *("substitutes_for__user", "substitutes_for__party", "substitutes_for__group"),
    )
    search_fields = ("user__name", "user__email", "party__name", "group__name")
    autocomplete_fields = ("user", "substitutes_for")
    fieldsets = (
        (None, {"fields": ("user", "party", "group")}),
        ("Uppdraget", {"fields": ("kind", "substitutes_for", "title", "chairs")}),
        (
            "Tid",
            {
                "fields": (("starts", "ends"),),
                "description": "Avsluta mandatet med en sista dag. Det tas aldrig bort.",
            },
        ),
    )


# --- The agenda that stands --------------------------------------------------------------------


class StandingItemForm(forms.ModelForm):
    months = forms.TypedMultipleChoiceField(
        label="Månader",
        required=False,
        coerce=int,
        choices=[(n, name) for n, name in enumerate(MONTHS, 1)],
        widget=forms.CheckboxSelectMultiple,
        help_text="Utan någon månad står punkten på varje möte.",
    )

    def clean_legal_basis(self):
        return canonical_legal(self.cleaned_data["legal_basis"])

    def clean(self):
        cleaned = super().clean()
        section, group = cleaned.get("section"), cleaned.get("group")
        if section and section.group != group:
            self.add_error("section", f"Rubriken hör till {section.group}.")
        return cleaned


@admin.register(StandingItem)
class StandingItemAdmin(Register, admin.ModelAdmin):
    form = StandingItemForm
    list_display = (
        *("heading", "group", "section", "responsible", "legal_basis"),
        *("month_words", "is_round", "is_theme", "order"),
    )
    list_filter = ("group", "is_round", "is_theme")
    list_select_related = ("group", "section")
    list_editable = ("order",)
    search_fields = ("heading", "responsible", "group__name")
    ordering = ("group", "order", "pk")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "section":
            field.queryset = GroupSection.objects.select_related("group").order_by("group", "order")
            field.label_from_instance = lambda section: f"{section.group}: {section}"
        return field

    @admin.display(description="månader")
    def month_words(self, item):
        return ", ".join(MONTHS[month - 1][:3] for month in item.months) or "alla"

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)  # meetings have their own copy
