"""Not written yet."""

from django.http import Http404


def show(request, **kwargs):
    raise Http404


def by_code(request, **kwargs):
    raise Http404
