"""Ändringar i stycket: everything that happened to a row, and an earlier text brought back."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import history
from . import entries


@require_safe
def show(request, pk, ref):
    """Also of a row that was taken away."""
    entry = entries.row_for(request, pk, ref)
    context = {
        "meeting": entry.meeting,
        "entry": entry,
        "back": entries.place_of(entry),
        "steps": history.of(entry),
    }
    return render(request, "writing/history.html", context)
