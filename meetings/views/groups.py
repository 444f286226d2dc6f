"""Not written yet."""

from django.http import Http404


def show(request, **kwargs):
    raise Http404


def plan_year(request, **kwargs):
    raise Http404
