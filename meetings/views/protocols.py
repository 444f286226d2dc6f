"""Not written yet."""

from django.http import Http404


def show(request, **kwargs):
    raise Http404


def pdf(request, **kwargs):
    raise Http404


def copy(request, **kwargs):
    raise Http404
