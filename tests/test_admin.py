"""The registers: who reaches them, what they say no to, and what they never show."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import clock, notifications, sentences
from meetings.models import (
    Group,
    GroupParty,
    GroupSection,
    Party,
    Representative,
    StandingItem,
    User,
)
from tests import builders

pytestmark = pytest.mark.slow

REGISTERS = {"User", "Party", "Group", "Representative", "StandingItem"}


@pytest.fixture
def ines(db):
    return builders.person("Ines Teknik", is_staff=True)


@pytest.fixture
def registers(client, ines):
    client.force_login(ines)
    return client


def address(model, page="changelist", *args):
    return reverse(f"admin:meetings_{model.lower()}_{page}", args=args)


def filled(client, url, **changes):
    """What the form at the address would send, with these changes."""
    form = client.get(url).context["adminform"].form
    told = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in told.items()} | changes


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


# --- Who, and what -------------------------------------------------------------------------------


def test_the_registers_are_five_and_no_others():
    assert {model.__name__ for model in admin.site._registry} == REGISTERS


@pytest.mark.parametrize("model", sorted(REGISTERS))
def test_staff_reach_every_register_and_its_forms(registers, group, model):
    assert registers.get(address(model)).status_code == 200
    assert registers.get(address(model, "add")).status_code == 200


@pytest.mark.parametrize("name", ["sara", "jonas", "hanna", "olle"])
def test_secretary_employer_hr_and_outsider_do_not(client, world, name):
    client.force_login(getattr(world, name))
    for model in REGISTERS:
        assert client.get(address(model), follow=True).status_code == 403


def test_being_staff_gives_no_right_to_read_meetings(registers, sealed):
    assert registers.get(reverse("meeting", args=[sealed.pk])).status_code == 404


@pytest.mark.parametrize("model", ["User", "Party", "Group", "Representative"])
def test_nothing_with_a_history_is_deleted(registers, sealed, world, model):
    row = {
        "User": world.mira,
        "Party": world.vision,
        "Group": world.group,
        "Representative": world.mira.mandates.get(),
    }[model]
    assert registers.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    told = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    registers.post(address(model), told)
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", sorted(REGISTERS))
def test_a_list_costs_the_same_however_long_it_is(registers, world, model):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            registers.get(address(model))
        return len(asked)

    before = queries()
    builders.small_group(world)
    builders.party("Ledarna")
    assert queries() == before


# --- People --------------------------------------------------------------------------------------


def test_a_new_person_chooses_the_password_herself(registers):
    told = {"name": "Lo Ny", "email": " Lo.Ny@Ekbacka.TEST "}
    assert registers.post(address("User", "add"), told).status_code == 302
    lo = User.objects.get(name="Lo Ny")
    assert lo.email == "lo.ny@ekbacka.test"
    assert not lo.has_usable_password()


def test_a_person_with_no_password_gets_a_link_for_one(registers, client):
    registers.post(address("User", "add"), {"name": "Lo Ny", "email": "lo@ekbacka.test"})
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "lo@ekbacka.test"})
    assert [sent.to for sent in mail.outbox] == [["lo@ekbacka.test"]]


def test_an_address_that_is_taken_says_by_whom(registers, world):
    response = registers.post(
        address("User", "add"), {"name": "Mira Ny", "email": "MIRA@ekbacka.test"}
    )
    assert errors(response) == {
        "email": ["Adressen mira@ekbacka.test används redan av Mira Åkesson."]
    }


def test_the_form_never_shows_a_password(registers, world):
    page = registers.get(address("User", "change", world.mira.pk)).content.decode()
    assert world.mira.password not in page
    assert not re.search(r'name="password"', page)


def test_hr_and_staff_are_given_by_a_tick(registers, world):
    url = address("User", "change", world.olle.pk)
    told = filled(registers, url, is_hr="on")
    assert registers.post(url, told).status_code == 302
    world.olle.refresh_from_db()
    assert (world.olle.is_hr, world.olle.is_staff) == (True, False)


def test_staff_cannot_make_anybody_superuser(registers, world):
    url = address("User", "change", world.olle.pk)
    registers.post(url, filled(registers, url, is_staff="on", is_superuser="on"))
    world.olle.refresh_from_db()
    assert (world.olle.is_staff, world.olle.is_superuser) == (True, False)


def test_a_password_set_by_somebody_else_is_told_to_its_owner(registers, world):
    url = reverse("admin:auth_user_password_change", args=[world.mira.pk])
    new = "ett helt nytt lösenord"
    registers.post(url, {"password1": new, "password2": new})
    world.mira.refresh_from_db()
    assert world.mira.check_password(new)
    notifications.send_due()
    assert [sent.to for sent in mail.outbox] == [[world.mira.email]]


def change_address(registers, person, email):
    told = {"name": person.name, "email": email, "is_active": "on"}
    assert registers.post(address("User", "change", person.pk), told).status_code == 302


def test_a_new_address_is_told_to_the_old_one_too(registers, world):
    """With it somebody else could choose a password, and sign in her name."""
    change_address(registers, world.mira, "mira.ny@ekbacka.test")
    notifications.send_due()
    told = [sent.to for sent in mail.outbox]
    assert told == [["mira@ekbacka.test"], ["mira.ny@ekbacka.test"]]
    assert {sent.subject for sent in mail.outbox} == {"Din e-postadress är ändrad"}
    change_address(registers, world.mira, "Mira.Ny@ekbacka.test")
    notifications.send_due()
    assert len(mail.outbox) == 2


def test_a_password_that_was_not_changed_is_not_told(registers, world):
    url = reverse("admin:auth_user_password_change", args=[world.mira.pk])
    registers.post(url, {"password1": "kort", "password2": "kort"})
    notifications.send_due()
    assert mail.outbox == []


def test_an_address_that_was_replaced_signs_nobody_in(registers, world, client):
    client.post(reverse("account_reset_password"), {"email": world.mira.email})
    url = address("User", "change", world.mira.pk)
    registers.post(url, filled(registers, url, email="mira.ny@ekbacka.test"))
    client.logout()
    told = {"login": "mira@ekbacka.test", "password": builders.PASSWORD}
    client.post(reverse("account_login"), told)
    assert "_auth_user_id" not in client.session


# --- Groups --------------------------------------------------------------------------------------


def inlines(client, url):
    """The management forms of the inlines, with the rows as they are."""
    told = {}
    for formset in client.get(url).context["inline_admin_formsets"]:
        for name, field in formset.formset.management_form.initial.items():
            told[f"{formset.formset.prefix}-{name}"] = field
        for form in formset.formset.initial_forms:
            for field in form:
                told[field.html_name] = "" if field.value() is None else field.value()
    return told


def test_a_code_that_is_taken_says_by_which_group(registers, world):
    url = address("Group", "change", builders.small_group(world).pk)
    response = registers.post(url, filled(registers, url, code="fg") | inlines(registers, url))
    assert errors(response) == {"code": ["Koden fg används redan av Förvaltningsgruppen."]}


def test_a_code_that_stands_in_numbers_is_kept(registers, called):
    url = address("Group", "change", called.group.pk)
    sent = filled(registers, url, code="FÖRV") | inlines(registers, url)
    assert "Koden FG står redan i mötens nummer" in str(errors(registers.post(url, sent)))


def test_a_group_is_not_above_the_one_above_it(registers, world):
    small = builders.small_group(world, parent=world.group)
    url = address("Group", "change", world.group.pk)
    told = filled(registers, url, parent=small.pk) | inlines(registers, url)
    assert errors(registers.post(url, told)) == {
        "parent": [f"{small} ligger under den här gruppen."]
    }


def test_a_party_with_people_stays_in_the_group(registers, world):
    url = address("Group", "change", world.group.pk)
    told = filled(registers, url) | inlines(registers, url)
    row = next(
        name
        for name, value in told.items()
        if name.startswith("party_rows") and name.endswith("-party") and value == world.vision.pk
    )
    told[row.removesuffix("party") + "DELETE"] = "on"
    response = registers.post(url, told)
    assert "Vision har företrädare i gruppen." in response.content.decode()
    assert GroupParty.objects.filter(group=world.group, party=world.vision).exists()


def test_a_theme_of_the_year_is_added_and_removed(registers, world):
    url = address("Group", "change", world.group.pk)
    told = filled(registers, url) | inlines(registers, url)
    told |= {"themes-TOTAL_FORMS": int(told["themes-TOTAL_FORMS"]) + 1, "themes-0-DELETE": "on"}
    last = int(told["themes-TOTAL_FORMS"]) - 1
    told |= {f"themes-{last}-month": "6", f"themes-{last}-theme": "Semester"}
    assert registers.post(url, told).status_code == 302
    assert sorted(world.group.themes.values_list("month", flat=True)) == [2, 3, 5, 6]


def test_a_new_group_starts_with_phrases_of_its_own(registers, world):
    url = address("Group", "add")
    told = filled(registers, url, name="Ny grupp", code="NY", slug="ny", level="local")
    assert registers.post(url, told | inlines(registers, url)).status_code == 302
    group = Group.objects.get(code="NY")
    assert group.phrases.for_rows().count() == len(sentences.ROW_PHRASES)
    assert group.phrases.filter(outcome="agreed").get().words == "{rubrik} samverkades."


def test_a_phrase_says_which_places_are_filled(registers, world):
    url = address("Group", "change", world.group.pk)
    told = filled(registers, url) | inlines(registers, url) | {"phrases-TOTAL_FORMS": 1}
    response = registers.post(url, told | {"phrases-0-words": "{mötet} är slut."})
    assert "{mötet} finns inte. Skriv {rubrik}" in response.content.decode()
    assert not world.group.phrases.exists()


# --- Mandates, parties, standing items -----------------------------------------------------------


def mandate(world, **changes):
    told = {
        "user": world.olle.pk,
        "party": world.vision.pk,
        "group": world.group.pk,
        "kind": "member",
        "title": "",
        "starts": "2024-01-01",
    }
    return told | changes


def test_a_mandate_begins_today_unless_another_day_is_written(registers, world):
    asked = filled(registers, address("Representative", "add"), user=world.olle.pk)
    assert asked["starts"] == clock.today()
    secretaries = registers.get(address("Group", "add")).context["inline_admin_formsets"][1]
    assert secretaries.formset.empty_form["starts"].value() == clock.today()


def test_a_mandate_is_ended_by_a_last_day(registers, world):
    mira = world.mira.mandates.get()
    url = address("Representative", "change", mira.pk)
    registers.post(url, filled(registers, url, ends="2024-06-30"))
    mira.refresh_from_db()
    assert mira.ends == date(2024, 6, 30)


def test_a_mandate_that_ends_before_it_begins_is_refused(registers, world):
    response = registers.post(address("Representative", "add"), mandate(world, ends="2023-01-01"))
    assert "Mandatet slutar före det börjar." in response.content.decode()


def test_a_party_that_is_not_in_the_group_has_no_mandates_there(registers, world):
    ledarna = builders.party("Ledarna")
    response = registers.post(address("Representative", "add"), mandate(world, party=ledarna.pk))
    assert errors(response) == {
        "party": ["Ledarna är inte part i Förvaltningsgruppen. Lägg till parten där först."]
    }


def test_a_substitute_is_of_the_same_party(registers, world):
    kim = world.kim.mandates.get()
    told = mandate(world, kind="substitute", substitutes_for=kim.pk)
    response = registers.post(address("Representative", "add"), told)
    assert errors(response) == {"substitutes_for": ["Kim Berg har sitt mandat någon annanstans."]}


def test_only_a_substitute_serves_for_somebody(registers, world):
    told = mandate(world, substitutes_for=world.mira.mandates.get().pk)
    response = registers.post(address("Representative", "add"), told)
    assert errors(response) == {"kind": ["Bara en ersättare kan ersätta någon."]}


def test_ended_mandates_are_found_by_the_filter(registers, world):
    Representative.objects.filter(user=world.kim).update(ends=date(2024, 1, 31))
    page = registers.get(address("Representative") + "?galler=avslutade")
    assert [row.user for row in page.context["cl"].result_list] == [world.kim]


def test_other_names_of_a_party_are_typed_with_commas(registers, world):
    url = address("Party", "change", world.teachers.pk)
    registers.post(url, filled(registers, url, aliases="SL, Lärarna ,"))
    assert Party.objects.get(pk=world.teachers.pk).aliases == ["SL", "Lärarna"]


def test_the_months_of_a_standing_item_are_ticked(registers, world):
    url = address("StandingItem", "add")
    told = {"group": world.group.pk, "heading": "Semester", "months": ["2", "8"], "order": 9}
    assert registers.post(url, told).status_code == 302
    assert StandingItem.objects.get(heading="Semester").months == [2, 8]


def test_a_standing_item_stands_under_a_heading_of_its_own_group(registers, world):
    small = builders.small_group(world)
    section = GroupSection.objects.filter(group=small).first()
    told = {"group": world.group.pk, "heading": "X", "section": section.pk, "order": 1}
    response = registers.post(address("StandingItem", "add"), told)
    assert errors(response) == {"section": [f"Rubriken hör till {small}."]}


# --- In the browser ------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_registers_work_under_the_strict_policy(open_browser):
    """A break of the content security policy fails the test: see `open_browser`."""
    world = builders.world()
    page = open_browser(builders.person("Ines Teknik", is_staff=True))
    for model in sorted(REGISTERS):
        page.goto(address(model))
        page.goto(address(model, "add"))
    page.goto(address("Representative", "add"))
    page.click(".field-user .select2-selection")
    page.fill(".select2-search__field", "Olle")
    page.click(".select2-results__option >> text=Olle Ny")
    page.select_option("[name=party]", str(world.vision.pk))
    page.select_option("[name=group]", str(world.group.pk))
    page.fill("[name=starts]", "2024-01-01")
    page.click("[name=_save]")
    page.wait_for_url("**" + address("Representative"))
    assert world.olle.mandates.get().party == world.vision
