"""Not written yet."""

from django.http import Http404


def add(request, **kwargs):
    raise Http404


def edit(request, **kwargs):
    raise Http404


def move(request, **kwargs):
    raise Http404


def take_off(request, **kwargs):
    raise Http404


def put_back(request, **kwargs):
    raise Http404


def outcome(request, **kwargs):
    raise Http404


def open_round(request, **kwargs):
    raise Http404
