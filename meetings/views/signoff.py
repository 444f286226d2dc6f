"""Not written yet."""

from django.http import Http404


def follow(request, **kwargs):
    raise Http404


def send(request, **kwargs):
    raise Http404


def remind(request, **kwargs):
    raise Http404


def sign(request, **kwargs):
    raise Http404


def receipt(request, **kwargs):
    raise Http404
