"""Not written yet."""

from django.http import Http404


def index(request, **kwargs):
    raise Http404


def new(request, **kwargs):
    raise Http404


def show(request, **kwargs):
    raise Http404


def cancel(request, **kwargs):
    raise Http404


def start(request, **kwargs):
    raise Http404


def finish(request, **kwargs):
    raise Http404


def make_done(request, **kwargs):
    raise Http404
