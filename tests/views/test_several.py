"""Several texts waiting for one person are read one by one and signed in one go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Signature, State
from meetings.models.texts_to_sign import texts_to_sign
from tests import builders

SEVERAL = "sign_several"


@pytest.fixture
def waiting(world):
    """Two groups' protocols and a part of a third meeting wait for Mira."""
    parties = (world.employer, world.kommunal, world.teachers, world.vision)
    other = builders.group_with(parties, name="Skolgruppen", code="SG")
    builders.people(other, world)
    meetings = [builders.meeting_in(State.SIGNING, group) for group in (world.group, other)]
    ongoing = builders.meeting_in(State.ONGOING, world.group)
    part = builders.send_part(ongoing, by=world.sara)
    builders.printed(part)
    return [*meetings, part]


def address(of):
    if of.round_key:
        return reverse("sign_side_round", args=[of.meeting_id, of.pk])
    return reverse("sign", args=[of.pk])


def read(client, of, **words):
    """Ja, and signed together with the others."""
    given = {"kontrollkod": of.protocol.fingerprint, "answer": "ja", "pressed": "samla"}
    return client.post(address(of), given | words)


def text(response):
    return " ".join(response.content.decode().split())


def test_the_list_holds_every_text_that_waits_and_min_sida_leads_there(waiting, mira, signed_in):
    client = signed_in(mira)
    shown = text(client.get(reverse(SEVERAL)))
    assert all(address(of) in shown for of in waiting)
    assert shown.count("Inte läst") == 3
    assert reverse(SEVERAL) in text(client.get(reverse("home")))


def test_three_texts_are_signed_by_one_password_with_evidence_for_each(waiting, mira, signed_in):
    client = signed_in(mira)
    for number, of in enumerate(waiting):
        assert read(client, of, note=f"Rad {number}").url == reverse(SEVERAL)
    assert Signature.objects.filter(user=mira).count() == 0
    response = client.post(reverse(SEVERAL), {"password": builders.PASSWORD})
    signatures = list(Signature.objects.filter(user=mira).order_by("pk"))
    assert len(signatures) == 3
    assert {s.protocol for s in signatures} == {of.protocol for of in waiting}
    assert {s.note for s in signatures} == {"Rad 0", "Rad 1", "Rad 2"}
    assert len({s.attempt.nonce for s in signatures}) == 3
    assert len({s.attempt.batch for s in signatures}) == 1
    for signature in signatures:
        assert signature.evidence["digests"]["document"] == signature.protocol.fingerprint
        assert signature.evidence["nonce"] == signature.attempt.nonce
    shown = text(client.get(response.url))
    assert "Du har justerat 3 texter" in shown
    assert texts_to_sign(mira) == []


def test_only_what_she_has_read_is_signed(waiting, mira, signed_in):
    client = signed_in(mira)
    read(client, waiting[0])
    shown = text(client.get(reverse(SEVERAL)))
    assert (shown.count("Du svarar Ja"), shown.count('class="note')) == (1, 0)
    client.post(reverse(SEVERAL), {"password": builders.PASSWORD})
    assert Signature.objects.get(user=mira).protocol == waiting[0].protocol
    assert len(texts_to_sign(mira)) == 2


def test_nothing_is_signed_before_anything_is_read(waiting, mira, signed_in):
    response = signed_in(mira).post(reverse(SEVERAL), {"password": builders.PASSWORD})
    assert response.status_code == 422
    assert not Signature.objects.filter(user=mira).exists()


def test_a_wrong_password_signs_none_and_keeps_what_was_read(waiting, mira, signed_in):
    client = signed_in(mira)
    for of in waiting:
        read(client, of)
    response = client.post(reverse(SEVERAL), {"password": "fel"})
    assert response.status_code == 422
    assert "Lösenordet stämmer inte." in text(response)
    assert text(response).count("Du svarar Ja") == 3
    assert not Signature.objects.filter(user=mira).exists()


def test_a_text_that_was_put_in_its_place_must_be_read_again(waiting, mira, sara, signed_in):
    client = signed_in(mira)
    for of in waiting:
        read(client, of)
    meeting = waiting[0]
    meeting.reopen(by=sara, reason="Fel datum.")
    builders.send(meeting, by=sara)
    builders.printed(meeting)
    assert text(client.get(reverse(SEVERAL))).count("Du svarar Ja") == 2
    client.post(reverse(SEVERAL), {"password": builders.PASSWORD})
    assert not Signature.objects.filter(user=mira, protocol=meeting.protocol).exists()
    assert Signature.objects.filter(user=mira).count() == 2


def test_a_text_that_is_sent_back_meanwhile_does_not_stop_the_others(waiting, mira, kim, signed_in):
    client = signed_in(mira)
    for of in waiting:
        read(client, of)
    builders.send_back(waiting[1], kim)
    client.post(reverse(SEVERAL), {"password": builders.PASSWORD})
    assert Signature.objects.filter(user=mira).count() == 2


def test_the_group_that_asks_for_most_decides_how_she_shows_who_she_is(waiting, mira, signed_in):
    client = signed_in(mira)
    for of in waiting:
        read(client, of)
    group = waiting[1].group
    group.signing_level = 2
    group.save()
    response = client.post(reverse(SEVERAL), {"password": builders.PASSWORD})
    assert response.status_code == 422
    assert not Signature.objects.filter(user=mira).exists()


def test_what_another_has_signed_is_nobodys_business(waiting, mira, kim, signed_in):
    client = signed_in(mira)
    for of in waiting:
        read(client, of)
    url = client.post(reverse(SEVERAL), {"password": builders.PASSWORD}).url
    assert signed_in(kim).get(url).url == reverse("home")


def test_the_list_costs_the_same_for_one_and_three(waiting, mira, signed_in):
    client = signed_in(mira)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(SEVERAL))
    for of in waiting[1:]:
        builders.sign(of, mira)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(SEVERAL))
    assert len(one) == len(three)
