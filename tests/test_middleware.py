"""Whoever is signed out is sent to sign in, but never with words in their hands."""

import pytest

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
