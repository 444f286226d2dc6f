"""Where a worker may die, and what must be true when another has taken over."""

from datetime import timedelta

from meetings import clock, notifications, tasks
from meetings.justering import verification, work
from meetings.models import Delivery, Meeting, SealedFile, State
from tests import builders
from tests.justering import races
from tests.justering.processes import worker

PRINTING = {
    "in the middle of the press": ("meetings.paper.conformance.finish", "before", 1),
    "printed, not stored": ("meetings.justering.work.render", "after", 1),
    "stored, not committed": ("meetings.models.SealedFile.store", "after", 1),
    "committed": ("meetings.models.Meeting.printed", "after", 1),
}
SEALING = {
    "before the first revision": ("meetings.signing.pades.add_signature", "before", 1),
    "a revision made, not stored": ("meetings.signing.pades.add_signature", "after", 2),
    "a revision stored, not committed": ("meetings.models.SealedFile.store", "after", 2),
    "between two revisions": ("meetings.justering.work._store_revision", "after", 1),
    "all revisions made": ("meetings.justering.work._store_revision", "after", 4),
    "rendered, not sealed": ("meetings.justering.work.render", "after", 2),
    "sealed, not stored": ("meetings.signing.pades.seal", "after", 1),
    "the copy stored, not the seal": ("meetings.models.SealedFile.store", "after", 5),
    "all stored, not committed": ("meetings.models.SealedFile.store", "after", 6),
    "closed": ("meetings.models.Meeting.close", "after", 1),
}
# … and how many mails the post office had taken in by then, how many of them unrecorded.
MAIL = {
    "before the first mail": (("meetings.notifications._send", "before", 1), 0, 1),
    "a mail sent and written down": (("meetings.models.Delivery.went", "after", 1), 1, 0),
    "a mail sent, not written down": (("meetings.models.Delivery.went", "before", 2), 2, 1),
}


def die(place, folder, post):
    ended, said = worker(folder, post.port, *place)
    assert ended == -9, said


def take_over(folder, post, *, process):
    """Another worker: a process of its own, or (quicker) ourselves."""
    if process:
        ended, said = worker(folder, post.port)
        assert ended == 0, said
        assert "Traceback" not in said
    else:
        tasks.sweep()


def killed_while_printing(place, group, folder, post, *, process=False):
    meeting = builders.meeting_in(State.PRINTING, group)
    tasks.nudge(meeting)
    die(place, folder, post)
    take_over(folder, post, process=process)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.state == State.SIGNING
    assert [file.kind for file in meeting.protocol.files.all()] == ["frozen"]
    assert races.verbs(meeting).count("printed") == 1
    assert work.left_behind() == []
    assert_everybody_told(post, again=0)


def killed_while_sealing(place, group, folder, post, *, process=False):
    """All have signed; no revision is made yet."""
    meeting = signed_by_all(group)
    tasks.nudge(meeting)
    die(place, folder, post)
    take_over(folder, post, process=process)
    races.assert_sealed_once(meeting, revisions=4)
    protocol = Meeting.objects.get(pk=meeting.pk).protocol
    file = protocol.file(SealedFile.Kind.SEALED)
    assert verification.judge(bytes(file.content)).kind == "genuine"
    assert work.left_behind() == []
    assert_everybody_told(post, again=0)


def signed_by_all(group):
    meeting = builders.meeting_in(State.PRINTING, group)
    builders.finish_work(meeting)
    builders.sign_all(meeting)
    return meeting


def killed_while_mailing(place, sent, unrecorded, group, folder, post, *, process=False):
    """At least once: a mail that was sent but not written down is sent again, no other is."""
    builders.meeting_in(State.CALLED, group)
    die(place, folder, post)
    assert len(post.letters) == sent
    take_over(folder, post, process=process)  # the claim of the dead worker has not run out
    assert Delivery.objects.exclude(status="sent").count() == unrecorded
    with clock.at(clock.now() + notifications.CLAIM + timedelta(seconds=1)):
        notifications.send_due()
    assert_everybody_told(post, again=unrecorded if sent else 0)


def assert_everybody_told(post, *, again):
    """Every mail once, but for so many of them that were sent and not written down."""
    rows = Delivery.objects.all()
    assert set(rows.values_list("status", flat=True)) == {"sent"}
    assert len(post.letters) == rows.count() + again
