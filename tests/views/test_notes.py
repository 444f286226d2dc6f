"""“Bara för mig” on the page, and nowhere else: a word that must never be found is looked for."""

import re
import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from meetings.justering import imprints
from meetings.models import Meeting, PrivateNote, State, User, Writer
from meetings.paper import render
from tests import builders
from tests.pdf_text import text_of

SECRET = "KANARIEFÅGEL"


@pytest.fixture
def noted(item, sara):
    PrivateNote.keep(item, f"{SECRET} ring Kim", base=0, save_id=uuid.uuid4(), by=sara)
    return item


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def keep(client, item, text="Ring Kim", *, base=0, save_id=None, script=True):
    where = f"/moten/{item.meeting_id}/punkter/{item.pk}/bara-for-mig/"
    told = {"text": text, "base": base, "save_id": save_id or uuid.uuid4()}
    return client.post(where, told, headers={"Accept": "application/json"} if script else {})


def desk(client, item):
    return client.get(f"/moten/{item.meeting_id}/skriv/?punkt={item.pk}").text


# --- On her own page -----------------------------------------------------------------------------


def test_she_finds_it_again_at_its_item_alone(noted, ongoing, sara):
    client = client_of(sara)
    assert f"{SECRET} ring Kim" in desk(client, noted)
    assert SECRET not in desk(client, ongoing.items.last())


def test_it_follows_when_she_goes_to_another_item(noted, sara):
    where = f"/moten/{noted.meeting_id}/punkter/{noted.pk}/bara-for-mig/"
    assert SECRET in client_of(sara).get(where, headers={"HX-Request": "true"}).text
    assert client_of(sara).get(where).url.startswith(f"/moten/{noted.meeting_id}/skriv/")


def test_the_answer_proves_what_was_stored(item, sara):
    save_id = uuid.uuid4()
    told = keep(client_of(sara), item, save_id=save_id).json()
    assert (told["ref"], told["save_id"], told["version"]) == (str(item.ref), str(save_id), 1)
    assert re.fullmatch(r"\d\d\.\d\d", told["at"])


def test_without_scripts_it_is_an_ordinary_form(item, sara):
    response = keep(client_of(sara), item, script=False)
    assert response.status_code == 303
    assert PrivateNote.objects.get().text == "Ring Kim"


@pytest.mark.parametrize("script", [True, False])
def test_two_windows_get_both_texts(noted, sara, script):
    response = keep(client_of(sara), noted, "Mitt nya", script=script)
    assert response.status_code == 409
    assert "Mitt nya" in response.text
    assert f"{SECRET} ring Kim" in response.text


def test_a_locked_text_says_no_and_keeps_the_words(group, sara):
    meeting = builders.meeting_in(State.SIGNING, group)
    told = keep(client_of(sara), meeting.items.first(), script=False)
    assert told.status_code == 422
    assert "Texten är låst" in told.text
    assert "Ring Kim" in told.text


# --- And nowhere else ----------------------------------------------------------------------------


def test_no_other_secretary_sees_it(noted, hanna):
    builders.secretary(noted.meeting.group, hanna)
    client = client_of(hanna)
    assert SECRET not in desk(client, noted)
    where = reverse("writing_here", args=[noted.meeting_id, noted.pk])
    told = client.post(where, {"changes": 0}, headers={"HX-Request": "true"})
    assert told.status_code == 200
    assert SECRET not in told.text
    where = reverse("private_note", args=[noted.meeting_id, noted.pk])
    assert SECRET not in client.get(where, headers={"HX-Request": "true"}).text


def test_no_page_of_the_meeting_shows_it_to_anybody_else(noted, world):
    meeting = noted.meeting
    meeting.group.members_follow = True
    meeting.group.save()
    Writer.note(noted, by=world.sara, is_typing=True)
    admin = User.objects.create_superuser("it@ekbacka.test", "Ines Teknik", builders.PASSWORD)
    for user in (world.mira, world.hanna, world.jonas, admin):
        for name in ("meeting", "screen", "write"):
            assert SECRET not in client_of(user).get(reverse(name, args=[meeting.pk])).text
    assert noted.heading in client_of(world.sara).get(reverse("screen", args=[meeting.pk])).text
    assert SECRET not in client_of(world.sara).get(reverse("screen", args=[meeting.pk])).text


def test_the_document_does_not_know_it(noted):
    assert SECRET.encode() not in noted.meeting.document().to_json()


def test_the_draft_on_paper_does_not_know_it(noted, sara):
    builders.add_row(noted, "Det som sades.", by=sara)
    pdf = client_of(sara).get(reverse("draft_pdf", args=[noted.meeting_id])).content
    assert "Det som sades." in text_of(pdf)
    assert SECRET not in text_of(pdf)


def test_what_is_frozen_does_not_know_it(noted, sara):
    meeting = noted.meeting
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    protocol = Meeting.objects.get(pk=meeting.pk).protocol
    assert SECRET.encode() not in bytes(protocol.content)
    assert SECRET not in text_of(render(protocol.document(), imprints.frozen(protocol)))


def test_the_register_does_not_know_it(noted, client):
    admin = User.objects.create_superuser("it@ekbacka.test", "Ines Teknik", builders.PASSWORD)
    client.force_login(admin)
    index = client.get(reverse("admin:index"))
    assert index.status_code == 200
    assert "privatenote" not in index.text
    assert "writer" not in index.text


def test_nothing_is_logged_about_it(item, sara, caplog, capsys):
    with caplog.at_level("DEBUG", logger="meetings"), caplog.at_level("DEBUG", logger="django"):
        keep(client_of(sara), item, SECRET)
        keep(client_of(sara), item, f"{SECRET} igen")
        call_command("check")
    logged = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    assert SECRET not in "".join(logged)
    assert SECRET not in "".join(capsys.readouterr())
    assert not item.meeting.events.filter(facts__icontains=SECRET).exists()
