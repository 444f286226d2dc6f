"""Figures of the justering, for a usual group and for the largest: `make bench` prints them."""

from statistics import median

import pytest
from django.urls import reverse

from meetings.justering import verification, work
from meetings.models import Meeting, SealedFile
from tests import builders
from tests.bench.figures import figure, queries, timed

pytestmark = pytest.mark.bench


@pytest.mark.parametrize("count", [6, 30])
def test_justering(count, world, signed_in, keys):
    meeting = builders.signed_by_many(world, count)
    print(f"\nJustering by {count}, {sum(1 for _ in meeting.document().items())} items")
    asked, made = [], []
    for adjuster in meeting.waiting_adjusters():
        asked.append(sign_request(signed_in(adjuster.user), meeting))
        if meeting.waiting_adjusters():
            made.append(timed(lambda: work.advance(meeting.pk)))
    told("the request that signs", asked)
    told("its revision by the worker", made)
    last = timed(lambda: work.advance(meeting.pk))
    print(f"  {'last revision, checked, printed, sealed':<46}{last:9.2f} ms")
    protocol = Meeting.objects.get(pk=meeting.pk).protocol
    file = protocol.file(SealedFile.Kind.SEALED)
    sealed = bytes(file.content)
    assert verification.judge(sealed).kind == "genuine"
    print(f"  {'the sealed file':<46}{len(sealed) / 1024:9.0f} kB")
    figure("a genuine file judged", lambda: verification.judge(sealed))
    figure("an added-to file judged", lambda: verification.judge(sealed + b"x"))
    figure("a changed file judged", lambda: verification.judge(sealed[:-9] + b"x" + sealed[-8:]))
    client = signed_in(world.sara)
    followed = reverse("follow_signing", args=[meeting.pk])
    asks = queries(lambda: client.get(followed))
    figure(f"Följ justeringen: {asks} queries", lambda: client.get(followed))


def sign_request(client, meeting):
    """Milliseconds for the POST of the form, password and all."""
    where = reverse("sign", args=[meeting.pk])
    form = {
        "answer": "ja",
        "kontrollkod": meeting.protocol.fingerprint,
        "password": builders.PASSWORD,
    }
    answers = []
    spent = timed(lambda: answers.append(client.post(where, form)))
    assert answers[0].status_code == 303
    return spent


def told(name, spent):
    print(f"  {name + ', median':<46}{median(spent):9.2f} ms   worst {max(spent):.2f} ms")
