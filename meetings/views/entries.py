"""Not written yet."""

from django.http import Http404


def add(request, **kwargs):
    raise Http404


def edit(request, **kwargs):
    raise Http404


def save(request, **kwargs):
    raise Http404


def move(request, **kwargs):
    raise Http404


def delete(request, **kwargs):
    raise Http404


def restore(request, **kwargs):
    raise Http404
