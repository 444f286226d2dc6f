import pytest
from django.urls import reverse

from meetings import notifications
from meetings.models import Delivery, State
from tests import builders


@pytest.fixture
def page(signed_in, sara):
    return lambda meeting: signed_in(sara).get(reverse("summons", args=[meeting.pk]))


def test_the_preview_is_the_mail(page, planned, kim):
    subject, body = notifications.compose("summons", planned, kim)
    response = page(planned)
    assert response.context["subject"] == subject
    assert "\n\n".join(response.context["paragraphs"]) == body.strip()
    assert "Inte skickad" in response.text


def test_recipients_stand_by_organisation_with_substitutes(page, planned):
    text = page(planned).text
    assert "Nils Frost, ersättare för Mira Åkesson" in text
    assert "Skicka kallelsen till 6 personer" in text


def test_a_party_without_anybody_is_told(page, group, world):
    group.party_rows.create(party=builders.party("Vårdförbundet", order=4), order=4)
    planned = builders.meeting_in(State.PLANNED, group)
    assert "Vårdförbundet har ingen anmäld ledamot." in page(planned).text


def test_sending_takes_the_number_and_plans_the_mail(signed_in, sara, planned):
    response = signed_in(sara).post(reverse("send_summons", args=[planned.pk]))
    planned.refresh_from_db()
    assert response.status_code == 303
    assert (planned.state, planned.number) == (State.CALLED, 1)
    assert Delivery.objects.filter(kind="summons").count() == 6


def test_the_page_says_when_it_was_sent(page, called):
    text = page(called).text
    assert "Skickad" in text
    assert "Skicka kallelsen" not in text


def test_a_second_click_is_refused_in_words(signed_in, sara, called):
    response = signed_in(sara).post(reverse("send_summons", args=[called.pk]))
    assert response.status_code == 409
    assert "Mötet har gått vidare" in response.text


def test_mail_that_did_not_arrive_is_listed_and_tried_again(page, signed_in, sara, called):
    Delivery.objects.filter(recipient__name="Kim Berg").update(status="failed", attempts=5)
    assert "1 mejl kom inte fram" in page(called).text
    signed_in(sara).post(reverse("send_summons_again", args=[called.pk]))
    assert Delivery.objects.get(recipient__name="Kim Berg").status == Delivery.Status.DUE


def test_only_the_secretary_sees_and_sends(signed_in, kim, olle, planned):
    for user, status in ((kim, 403), (olle, 404)):
        client = signed_in(user)
        assert client.get(reverse("summons", args=[planned.pk])).status_code == status
        assert client.post(reverse("send_summons", args=[planned.pk])).status_code == status


def test_more_people_cost_no_more_queries(page, planned, group, world, same_queries):
    def more():
        number = group.representatives.count()
        someone = builders.person("Ny Ledamot", f"ny{number}@ekbacka.test")
        builders.mandate(group, someone, world.kommunal)

    same_queries(lambda: page(planned), more)
