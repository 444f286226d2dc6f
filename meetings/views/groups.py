"""A group's own page, and its whole year planned at once."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from .. import clock, words
from ..forms.meetings import YearPlan
from ..models import Group, Meeting
from ..models.year_plan import plan_of
from .access import group_for
from .htmx import see_other
from .paging import newest

NEXT_YEAR_FROM = 9  # from September on one plans the year to come


@require_safe
def show(request, slug):
    group = group_for(request, slug)
    year = _year(request) or clock.today().year
    earlier, last = newest(group.meetings.not_coming().with_signers(), request)
    coming = group.meetings.coming().soonest_first()
    return render(
        request,
        "groups/show.html",
        {
            "group": group,
            "next": coming.with_size().first(),
            "coming": coming[1:12],
            "earlier": earlier,
            "last": last,
            "year": year,
            "months": _months(group, year),
            "parties": members(group),
            "secretaries": group.secretaries.active().select_related("user"),
        },
    )


def _months(group, year):
    """The annual wheel: each month's name, themes and meetings."""
    themes, held = defaultdict(list), defaultdict(list)
    for theme in group.themes.all():
        themes[theme.month].append(theme)
    for meeting in group.meetings.standing().in_year(year).soonest_first():
        held[meeting.day.month].append(meeting)
    return [
        {"name": name, "themes": themes[number], "meetings": held[number]}
        for number, name in enumerate(words.MONTHS, 1)
    ]


def members(group):
    """Each party of the group in its order, with those who hold a mandate for it today."""
    people = defaultdict(list)
    mandates = group.representatives.active().with_people().order_by("-chairs", "kind", "pk")
    for mandate in mandates:
        people[mandate.party_id].append(mandate)
    rows = group.party_rows.select_related("party").order_by("-party__is_employer", "order")
    return [(row.party, people[row.party_id]) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_year(request, slug):
    """Step 1 reads the dates and shows what they would become, step 2 adds the meetings."""
    group = group_for(request, slug, writes=True)
    if request.method != "POST":
        year = _year(request) or clock.today().year + (clock.today().month >= NEXT_YEAR_FROM)
        form = YearPlan(initial=YearPlan.from_group(group, year))
        return _planning(request, group, form)
    form = YearPlan(request.POST)
    if not form.is_valid():
        return _planning(request, group, form, status=422)
    if "flytta" in request.POST:
        form = form.moved(request.POST["flytta"])
    given = form.cleaned_data
    plan = plan_of(group, form.read, given["starts"], given["ends"])
    if "skapa" not in request.POST:
        return _planning(request, group, form, plan=plan)
    if plan.has_unread:
        return _planning(request, group, form, plan=plan, status=422)
    return _add(request, group, plan, given)


def _planning(request, group, form, *, plan=None, status=200):
    year = int(form["year"].value() or clock.today().year)
    context = {
        "group": group,
        "form": form,
        "plan": plan,
        "year": year,
        "hint": f"Ett per rad eller med mellanrum. Utan år gäller {year}.",
        "people": group.representatives.active().values("user").distinct().count(),
        "others": Group.objects.written_by(request.user).with_planned(year).exclude(pk=group.pk),
    }
    return render(request, "groups/plan_year.html", context, status=status)


def _add(request, group, plan, given):
    made = Meeting.plan_many(
        group,
        by=request.user,
        days=plan.days,
        starts=given["starts"],
        ends=given["ends"],
        place=given["place"],
    )
    if made:
        messages.success(request, f"{words.count(len(made), 'möte,möten')} är inlagda.")
    else:
        messages.info(request, "Mötena ligger redan i kalendern.")
    return see_other(group)


def _year(request):
    """The year asked for with `?ar=`, or None."""
    asked = request.GET.get("ar", "")
    return int(asked) if len(asked) == 4 and asked.isdecimal() else None
