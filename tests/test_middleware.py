"""Whoever is signed out is sent to sign in, but never with words in their hands."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from meetings import clock
from tests import builders

pytestmark = pytest.mark.django_db


def add(client, meeting, text, **headers):
    item = meeting.items.first()
    return client.post(f"/moten/{meeting.pk}/punkter/{item.pk}/stycken/", {"text": text}, **headers)


def test_a_script_of_a_signed_out_page_gets_no_sign_in_page_for_an_answer(client, ongoing):
    answer = add(client, ongoing, "Ramen är 12 mnkr.", HTTP_HX_REQUEST="true")
    assert answer.status_code == 401
    assert "Logga in i en annan flik" in answer.content.decode()


def test_a_form_sent_after_the_session_ended_shows_what_was_typed(client, ongoing):
    answer = add(client, ongoing, "Ramen <b>är</b> 12 mnkr.")
    assert answer.status_code == 401
    assert "Ramen &lt;b&gt;är&lt;/b&gt; 12 mnkr." in answer.content.decode()


def test_a_password_is_never_shown_again(client, signing):
    typed = {"reason": "Fel belopp i punkten.", "password": builders.PASSWORD}
    page = client.post(f"/moten/{signing.pk}/justera/", typed).content.decode()
    assert "Fel belopp i punkten." in page
    assert builders.PASSWORD not in page


def test_a_plain_button_leads_to_the_sign_in(client, ongoing):
    answer = client.post(f"/moten/{ongoing.pk}/avsluta/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/logga-in/")


def test_a_single_word_of_a_row_is_shown_again_too(client, ongoing):
    assert ">\nNej.</textarea>" in add(client, ongoing, "Nej.").content.decode()


def test_a_form_from_before_the_last_sign_in_shows_what_was_typed(ongoing, sara):
    client = Client(enforce_csrf_checks=True)
    client.force_login(sara)
    answer = add(client, ongoing, "Ramen är 12 mnkr.")
    assert answer.status_code == 403
    assert "Ramen är 12 mnkr." in answer.content.decode()


def test_a_script_learns_who_is_signed_in_and_for_how_long(client, sara):
    client.force_login(sara)
    told = client.get("/konto/session/").json()
    assert told["user"] == sara.pk
    assert 0 < told["left"] <= 8 * 60 * 60


def test_going_on_begins_the_eight_hours_anew(client, sara):
    client.force_login(sara)
    Session.objects.update(expire_date=clock.now() + timedelta(minutes=4))
    assert client.get("/konto/session/").json()["left"] <= 240
    client.post("/konto/session/")
    assert client.get("/konto/session/").json()["left"] > 7 * 60 * 60


def test_the_session_of_the_signed_out_is_nobodys(client):
    answer = client.get("/konto/session/", HTTP_ACCEPT="application/json")
    assert answer.status_code == 401
