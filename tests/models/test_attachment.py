import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import storage
from meetings.errors import DomainError, WrongState
from meetings.justering.destruction import destroy
from meetings.models import AttachedFile, Attachment, State, StoredFile, stored_file
from tests import builders
from tests.justering.processes import database_url

pytestmark = pytest.mark.slow


def disk(settings):
    return sorted(path.name for path in settings.STORAGE_DIR.rglob("*") if path.is_file())


def numbers(meeting):
    return [one.number for one, _item in meeting.document().all_attachments()]


def about_to_be(state, group):
    """A meeting that `builders.bring` takes to the state; until then files can be added."""
    return builders.meeting_in(State.PLANNED, group, day=builders._usual_day(state))


def item_of(meeting, heading="Övriga frågor"):
    return meeting.items.get(heading=heading)


# --- Numbers -------------------------------------------------------------------------------------


def test_a_number_is_given_once_and_never_again(ongoing, sara):
    first, second = (builders.attach(ongoing, by=sara, title=name) for name in ("A", "B"))
    second.take_away(by=sara)
    third = builders.attach(ongoing, by=sara, title="C")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert numbers(ongoing) == [1, 3]
    second.put_back(by=sara)
    assert numbers(ongoing) == [1, 2, 3]


def test_the_same_form_sent_twice_is_one_attachment(ongoing, sara):
    ref = builders.uuid.uuid4()
    one = builders.attach(ongoing, by=sara, ref=ref)
    assert builders.attach(ongoing, by=sara, ref=ref) == one
    other = builders.attach(ongoing, by=sara, ref=ref, content=b"%PDF-1.7 another")
    assert other != one
    assert numbers(ongoing) == [1, 2]


# --- Promised, come, replaced --------------------------------------------------------------------


def test_a_promised_attachment_has_its_number_before_it_comes(ongoing, sara):
    item = item_of(ongoing)
    promised = Attachment.promise(
        ongoing, title="Riskbedömning", promised_by="Mette Sund", by=sara, item=item
    )
    ((said, of),) = ongoing.document().all_attachments()
    assert (said.number, said.is_missing, said.promised_by) == (1, True, "Mette Sund")
    assert of.heading == "Övriga frågor"

    promised.bring(builders.arrived(), by=sara)
    ((said, _item),) = ongoing.document().all_attachments()
    assert (said.is_missing, said.file_name, said.promised_by) == (
        False,
        "underlag.pdf",
        "Mette Sund",
    )


def test_a_promise_sent_again_is_one_and_with_other_words_another(ongoing, group, sara):
    told = {"promised_by": "Karin", "by": sara, "ref": builders.uuid.uuid4()}
    titles = ("Underlag", "Underlag", "Underlag och kalkyl")
    made = [Attachment.promise(ongoing, title=title, **told) for title in titles]
    assert [one.title for one in made] == list(titles)
    assert made[0] == made[1] != made[2]
    elsewhere = builders.meeting_in(State.PLANNED, group)
    assert Attachment.promise(elsewhere, title="Underlag", **told).meeting == elsewhere


@pytest.mark.parametrize("facts", [{"title": " "}, {"promised_by": ""}])
def test_a_promise_has_a_name_and_somebody_who_gave_it(ongoing, sara, facts):
    with pytest.raises(DomainError):
        Attachment.promise(ongoing, by=sara, **{"title": "A", "promised_by": "B", **facts})


def test_a_newer_file_keeps_the_older_with_its_date(ongoing, sara):
    one = builders.attach(ongoing, by=sara)
    newer = builders.arrived(b"%PDF-1.7 newer", name="ny.pdf")
    one.bring(newer, by=sara)
    assert [file.name for file in one.files.all()] == ["ny.pdf", "underlag.pdf"]
    ((said, _item),) = ongoing.document().all_attachments()
    assert said.sha256 == newer.bytes.sha256


def test_the_same_bytes_again_change_nothing(ongoing, sara):
    one = builders.attach(ongoing, by=sara)
    one.bring(builders.arrived(), by=sara)
    assert one.files.count() == 1


def test_files_of_one_meeting_have_a_limit_together(ongoing, sara, settings):
    settings.ATTACHMENTS_OF_A_MEETING = len(builders.PDF) + 10
    builders.attach(ongoing, by=sara)
    with pytest.raises(DomainError) as no:
        builders.attach(ongoing, by=sara, content=b"%PDF-1.7 another one")
    assert no.value.field == "file"
    assert Attachment.objects.count() == 1


# --- In the Document -----------------------------------------------------------------------------


def test_what_is_frozen_names_its_files_by_digest_and_nothing_of_them_can_change(group, sara):
    meeting = about_to_be(State.SIGNING, group)
    item = item_of(meeting)
    one = builders.attach(meeting, by=sara, item=item)
    builders.bring(meeting, State.SIGNING, by=sara)
    ((said, of),) = meeting.protocol.document().all_attachments()
    assert said.sha256 == one.file.stored.sha256
    assert of.ref == str(item.ref)
    for change in (
        lambda: builders.attach(meeting, by=sara),
        lambda: Attachment.promise(meeting, title="A", promised_by="B", by=sara),
        lambda: one.bring(builders.arrived(b"%PDF-1.7 x"), by=sara),
        lambda: one.describe(by=sara, title="Annat"),
        lambda: one.take_away(by=sara),
        lambda: one.put_back(by=sara),
    ):
        with pytest.raises(WrongState):
            change()


def test_an_item_that_is_taken_off_takes_its_files_along(ongoing, sara):
    item = item_of(ongoing)
    builders.attach(ongoing, by=sara, item=item)
    item.take_off(by=sara)
    assert numbers(ongoing) == []
    item.put_back(by=sara)
    assert numbers(ongoing) == [1]


def test_an_item_with_a_file_is_not_empty(ongoing, sara):
    builders.attach(ongoing, by=sara, item=item_of(ongoing))
    (item,) = [one for one in ongoing.document().items() if one.attachments]
    assert not item.is_empty


def test_attachments_cost_the_document_no_query_each(ongoing, sara):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            ongoing.document()
        return len(asked)

    builders.attach(ongoing, by=sara)
    queries()  # the meeting now knows its group
    one = queries()
    for number in range(3):
        builders.attach(ongoing, by=sara, title=str(number))
    assert queries() == one


# --- Bytes that nobody refers to -----------------------------------------------------------------


def an_old_file(settings, content=b"%PDF-1.7 orphan"):
    arriving = storage.Arriving.of(content)
    arriving.keep()
    for path in settings.STORAGE_DIR.rglob(arriving.sha256):
        os.utime(path, (1, 1))
    return arriving.sha256


def test_the_sweep_takes_what_nobody_refers_to_and_nothing_else(ongoing, sara, settings):
    one = builders.attach(ongoing, by=sara)
    for path in settings.STORAGE_DIR.rglob(one.file.stored.sha256):
        os.utime(path, (1, 1))
    an_old_file(settings)
    storage.Arriving.of(b"%PDF-1.7 just now").keep()
    stored_file.sweep()
    assert len(disk(settings)) == 2
    assert one.file.stored.sha256 in disk(settings)
    stored_file.sweep()
    assert StoredFile.objects.count() == 1


def test_a_file_that_an_attachment_has_had_stays(ongoing, sara, settings):
    one = builders.attach(ongoing, by=sara)
    one.bring(builders.arrived(b"%PDF-1.7 newer"), by=sara)
    one.take_away(by=sara)
    for path in settings.STORAGE_DIR.rglob("*"):
        os.utime(path, (1, 1))
    stored_file.sweep()
    assert len(disk(settings)) == 2


DYING = """
import os, signal, django
django.setup()
from meetings import storage
from meetings.models import Attachment, Meeting, User
from tests import builders
keep = storage.Arriving.keep
def dies(arriving):
    keep(arriving)
    os.kill(os.getpid(), signal.SIGKILL)
storage.Arriving.keep = dies
builders.attach(Meeting.objects.get(), by=User.objects.get(name="Sara Lind"))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_crash_between_file_and_row_leaves_no_attachment_and_nothing_for_good(group, settings):
    meeting = builders.meeting_in(State.ONGOING, group)
    connection.close()
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "samverkan.settings",
        "STORAGE_DIR": str(settings.STORAGE_DIR),
        "DATABASE_URL": database_url(),
    }
    done = subprocess.run([sys.executable, "-c", DYING], env=surroundings, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert len(disk(settings)) == 1
    assert not meeting.attachments.exists()

    stored_file.sweep()
    assert len(disk(settings)) == 1  # somebody might be about to refer to it
    for path in settings.STORAGE_DIR.rglob("*"):
        os.utime(path, (1, 1))
    stored_file.sweep()
    assert disk(settings) == []
    assert not StoredFile.objects.exists()
    assert builders.attach(meeting, by=group.secretaries.get().user).number == 1


# --- Gallring ------------------------------------------------------------------------------------


@pytest.fixture
def sealed_with_files(group, sara):
    meeting = about_to_be(State.SEALED, group)
    one = builders.attach(meeting, by=sara)
    one.bring(builders.arrived(b"%PDF-1.7 newer"), by=sara)
    return builders.bring(meeting, State.SEALED, by=sara)


def destroyed(meeting, by, on_commit):
    with on_commit(execute=True):
        destroy(meeting.protocol, by=by, ground="Plan 2024:7")


def test_destruction_takes_the_files_and_their_names(
    sealed_with_files, hanna, settings, django_capture_on_commit_callbacks
):
    destroyed(sealed_with_files, hanna, django_capture_on_commit_callbacks)
    assert disk(settings) == []
    assert not Attachment.objects.exists()
    assert not AttachedFile.objects.exists()
    assert not StoredFile.objects.exists()


def test_bytes_that_another_meeting_refers_to_stay(
    sealed_with_files, group, sara, hanna, settings, django_capture_on_commit_callbacks
):
    other = builders.meeting_in(State.PLANNED, group)
    kept = builders.attach(other, by=sara)
    destroyed(sealed_with_files, hanna, django_capture_on_commit_callbacks)
    assert disk(settings) == [kept.file.stored.sha256]
    assert list(Attachment.objects.all()) == [kept]


def test_destroying_a_text_that_was_sent_back_leaves_the_files_to_the_new_one(
    group, sara, mira, hanna, settings, django_capture_on_commit_callbacks
):
    meeting = about_to_be(State.SIGNING, group)
    builders.attach(meeting, by=sara)
    builders.bring(meeting, State.SIGNING, by=sara)
    builders.send_back(meeting, mira)
    meeting.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        destroy(meeting.protocols.get(), by=hanna, ground="Plan 2024:7")
    assert len(disk(settings)) == 1
    assert numbers(meeting) == [1]
