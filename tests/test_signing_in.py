"""Signing in and choosing a new password: in Swedish, and silent about who has an account."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from meetings import notifications
from meetings.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "fyra gula kajor sjunger"


@pytest.fixture
def sara():
    return User.objects.create_user("sara@ekbacka.example", "Sara Sand", PASSWORD)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def ask_for_link(client, email):
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def test_the_right_password_leads_in(client, sara):
    response = sign_in(client, sara.email, PASSWORD)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(sara.pk)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, sara):
    wrong = text_of(sign_in(client, sara.email, "fel lösenord här"))
    unknown = text_of(sign_in(client, "olle@annan.example", "fel lösenord här"))

    assert "E-postadressen eller lösenordet stämmer inte." in wrong
    assert wrong == unknown


def test_a_failed_try_keeps_the_address_and_says_so_in_the_title(client, sara):
    page = sign_in(client, sara.email, "fel lösenord här").content.decode()

    assert f'value="{sara.email}"' in page
    assert "<title>Fel: Logga in – Samverkan</title>" in page


def test_the_answer_to_a_forgotten_password_does_not_tell_who_has_an_account(client, sara):
    known = text_of(ask_for_link(client, sara.email))
    unknown = text_of(ask_for_link(client, "olle@annan.example"))

    assert "Om adressen finns hos oss har vi skickat en länk. Den gäller i 15 minuter." in known
    assert known == unknown
    assert [message.to for message in mail.outbox] == [[sara.email]]


def test_the_link_in_the_mail_lets_one_choose_a_new_password_once(client, sara):
    ask_for_link(client, sara.email)
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]

    form = client.get(link, follow=True)
    new = {"password1": "sju röda kor råmar", "password2": "sju röda kor råmar"}
    client.post(form.redirect_chain[-1][0], new)

    sara.refresh_from_db()
    assert sara.check_password("sju röda kor råmar")
    notifications.send_due()
    assert mail.outbox[-1].subject == "Ditt lösenord är bytt"
    assert "Länken gäller inte längre" in text_of(client.get(link, follow=True))


def test_a_changed_password_is_mailed_to_its_owner(client, sara):
    client.force_login(sara)

    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "sju röda kor råmar",
            "password2": "sju röda kor råmar",
        },
    )

    notifications.send_due()
    assert [message.subject for message in mail.outbox] == ["Ditt lösenord är bytt"]
    assert "Var det inte du? Kontakta oss genast." in mail.outbox[0].body


def test_nobody_makes_an_account_for_themselves(client):
    page = text_of(client.get(reverse("account_signup")))

    assert "Det går inte att skapa ett konto själv" in page


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive"],
)
def test_no_page_of_the_sign_in_speaks_english(client, name):
    page = text_of(client.get(reverse(name)))

    assert not re.search(r"\b(sign|password|your|please|email)\b", page, re.IGNORECASE)


def test_the_page_to_sign_out_asks_first(client, sara):
    client.force_login(sara)

    assert "Det du har sparat finns kvar." in text_of(client.get(reverse("account_logout")))
