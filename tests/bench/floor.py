"""The plainest autosave there can be: one conditional UPDATE, one INSERT, in a transaction.

Its addresses stand beside the house's own, so that both are asked through the same middleware, by
somebody who is signed in.
"""

import uuid

from django.db import transaction
from django.http import JsonResponse
from django.urls import path

from meetings import clock
from meetings.models import Entry, Revision
from samverkan.urls import urlpatterns as of_the_house


def save(request, pk, meeting_pk):
    base, text = int(request.POST["base"]), request.POST["text"]
    with transaction.atomic():
        stored = Entry.objects.filter(pk=pk, version=base, deleted_at__isnull=True)
        if not stored.update(text=text, version=base + 1):
            return JsonResponse({"error": "conflict"}, status=409)
        save_id = uuid.UUID(request.POST["save_id"])
        Revision.objects.create(
            meeting_id=meeting_pk,
            entry_id=pk,
            kind="rewritten",
            at=clock.now(),
            by=request.user,
            after=text,
            version=base + 1,
            save_id=save_id,
            act=save_id,
        )
    return JsonResponse({"version": base + 1})


urlpatterns = [path("golv/<int:meeting_pk>/<int:pk>/", save, name="floor"), *of_the_house]
