"""Not written yet."""

from django.http import Http404


def show(request, **kwargs):
    raise Http404


def mark_all(request, **kwargs):
    raise Http404


def add_guest(request, **kwargs):
    raise Http404


def choose(request, **kwargs):
    raise Http404


def mark(request, **kwargs):
    raise Http404


def take_away(request, **kwargs):
    raise Http404
