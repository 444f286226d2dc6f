"""Thirty adjusters: every signature stays valid under those that come after it."""

import pytest

from meetings.justering import verification
from meetings.models import Meeting, SealedFile, State
from tests import builders
from tests.pdf_text import text_of

pytestmark = [pytest.mark.slow, pytest.mark.embedded]


def test_thirty_adjusters_sign_one_file(world, keys):
    meeting = builders.signed_by_many(world, 30)
    builders.sign_all(meeting)
    builders.finish_work(meeting)
    assert meeting.state == State.SEALED
    protocol = Meeting.objects.get(pk=meeting.pk).protocol
    sealed = protocol.file(SealedFile.Kind.SEALED)
    judged = sealed.report["original"]["signatures"]
    assert len(judged) == 30
    assert all(one["intact"] and one["valid"] and one["trusted"] for one in judged)
    assert len({one["signer"] for one in judged}) == 30
    content = bytes(sealed.content)
    assert verification.judge(content).kind == "genuine"
    said = text_of(content)
    names = protocol.signatures.values_list("name", flat=True)
    assert len(names) == 30
    assert [name for name in names if name not in said] == []
