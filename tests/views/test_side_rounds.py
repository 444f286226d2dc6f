"""The pages of omedelbar justering: chosen, read, answered, taken back, and told on Skriv."""

import pytest
from django.urls import reverse

from meetings import notifications
from meetings.justering import work
from meetings.models import Delivery, SideRound
from tests import builders


@pytest.fixture
def part(ongoing, sara):
    a_round = builders.send_part(ongoing, by=sara)
    builders.printed(a_round)
    return a_round


def page(of, name="side_round"):
    return reverse(name, args=[of.meeting_id, of.pk])


def text(response):
    return " ".join(response.content.decode().split())


def test_the_secretary_chooses_items_and_sends_them(ongoing, sara, signed_in):
    builders.settle(ongoing, by=sara)
    client, url = signed_in(sara), reverse("send_part", args=[ongoing.pk])
    assert url in text(client.get(ongoing.get_absolute_url()))
    first, third = ongoing.items.all()[0], ongoing.items.all()[2]
    response = client.post(url, {"items": [first.pk, third.pk]})
    a_round = SideRound.objects.get()
    assert (response.status_code, response.url) == (303, page(a_round))
    assert [item.number for item in a_round.protocol.document().items()] == ["1", "3"]
    assert "Omedelbar justering av punkt 1 och 3" in text(client.get(page(a_round)))


def test_no_choice_is_told_beside_the_items(ongoing, sara, signed_in):
    response = signed_in(sara).post(reverse("send_part", args=[ongoing.pk]), {})
    assert response.status_code == 422
    assert "Välj minst en punkt." in text(response)


def test_what_stops_it_is_told_and_the_choice_stands(ongoing, sara, signed_in):
    ongoing.choose_adjusters(ongoing.proposed_adjusters(), by=sara)
    fifth = ongoing.items.all()[4]
    response = signed_in(sara).post(reverse("send_part", args=[ongoing.pk]), {"items": [fifth.pk]})
    assert response.status_code == 422
    assert f'value="{fifth.pk}" id="id_items_4" checked' in text(response)


def test_an_adjuster_reads_signs_and_gets_her_receipt(part, mira, signed_in):
    client = signed_in(mira)
    assert page(part, "sign_side_round") in text(client.get(reverse("home")))
    shown = text(client.get(page(part, "sign_side_round")))
    assert "Justera punkt 1</button>" in shown
    given = {
        "kontrollkod": part.protocol.fingerprint,
        "answer": "ja",
        "password": builders.PASSWORD,
        "note": "Fort och bra.",
    }
    response = client.post(page(part, "sign_side_round"), given)
    assert (response.status_code, response.url) == (303, page(part, "side_receipt"))
    assert "Du har justerat punkt 1" in text(client.get(response.url))
    assert "punkt 1" in client.get(page(part, "side_receipt_file")).content.decode()
    assert part.protocol.signatures.get().note == "Fort och bra."
    assert client.get(page(part, "sign_side_round")).url == page(part, "side_receipt")


def test_a_no_ends_the_part_and_tells_why(part, mira, sara, signed_in):
    given = {
        "kontrollkod": part.protocol.fingerprint,
        "answer": "nej",
        "item": next(part.protocol.document().items()).ref,
        "reason": "Det var två vagnar.",
    }
    response = signed_in(mira).post(page(part, "sign_side_round"), given)
    assert response.url == page(part, "side_receipt")
    shown = text(signed_in(sara).get(page(part)))
    assert "Det var två vagnar." in shown
    assert "Gäller inte" in shown


def test_the_secretary_reminds_and_takes_back(part, mira, sara, signed_in):
    client, adjuster = signed_in(sara), part.adjuster_for(mira)
    reminding = reverse("remind_in_side_round", args=[part.meeting_id, part.pk, adjuster.pk])
    assert client.post(reminding).url == page(part)
    assert f'action="{reminding}"' not in text(client.get(page(part)))
    back = page(part, "take_back_side_round")
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "Fel punkt."}).url == page(part)
    part.refresh_from_db()
    assert part.state == "ended"


def test_a_locked_item_is_only_read_on_skriv(part, sara, signed_in):
    item = part.protocol.locked_items.get()
    shown = text(signed_in(sara).get(reverse("write", args=[part.meeting_id])))
    assert "Ute för omedelbar justering" in shown
    assert reverse("set_outcome", args=[part.meeting_id, item.pk]) not in shown
    other = part.meeting.items.all()[1]
    assert f"{part.meeting.get_absolute_url()}punkter/{other.pk}/" in shown


def test_the_sealed_part_is_read_and_downloaded_by_the_group(part, kim, hanna, signed_in):
    builders.sign_all(part)
    builders.sealed(part)
    for user in (kim, hanna):
        client = signed_in(user)
        assert page(part) in text(client.get(part.meeting.get_absolute_url()))
        assert "Justerat" in text(client.get(page(part)))
        assert client.get(page(part, "side_round_pdf"))["Content-Disposition"].endswith(
            'punkt-1.pdf"'
        )


def test_who_may_do_what_with_a_part(part, world, signed_in):
    """Read: everybody in the group and HR. Sign: the adjusters. Remind, take back: who writes."""
    builders.sign(part, world.mira)
    adjuster = part.adjuster_for(world.kim).pk
    gets = ("side_round", "side_round_pdf", "sign_side_round", "side_receipt", "side_receipt_file")
    may = {
        "sara": (200, 200, 403, 403, 403),
        "mira": (200, 200, 302, 200, 200),
        "kim": (200, 200, 200, 404, 404),
        "nils": (200, 200, 403, 403, 403),
        "hanna": (200, 200, 403, 403, 403),
        "olle": (404, 404, 404, 404, 404),
    }
    for who, expected in may.items():
        client = signed_in(getattr(world, who))
        assert tuple(client.get(page(part, name)).status_code for name in gets) == expected, who
        reminding = reverse("remind_in_side_round", args=[part.meeting_id, part.pk, adjuster])
        writes = [client.post(page(part, "take_back_side_round"), {}).status_code]
        writes.append(client.post(reminding).status_code)
        assert writes == {"sara": [422, 303], "olle": [404, 404]}.get(who, [403, 403]), who


def test_a_part_of_another_meeting_is_not_found(part, group, sara, signed_in):
    other = builders.meeting_in("ongoing", group)
    assert signed_in(sara).get(reverse("side_round", args=[other.pk, part.pk])).status_code == 404


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_pages_cost_the_same_however_many_parts_there_are(
    ongoing, sara, signed_in, django_assert_max_num_queries, meetings
):
    for _ in range(meetings):
        part = builders.send_part(ongoing, by=sara)
        builders.printed(part)
        builders.sign_all(part)
        builders.sealed(part)
    client = signed_in(sara)
    client.get(page(part))
    with django_assert_max_num_queries(26):
        client.get(ongoing.get_absolute_url())


def test_its_letters_lead_to_its_own_pages_and_say_no_word_of_it(part, mira, sara):
    part.remind(part.adjuster_for(mira), by=sara)
    builders.sign(part, part.serving_adjusters()[0].user, annex="Längre ord.")
    builders.send_back(part, mira)
    again = builders.send_part(part.meeting, by=sara)
    builders.printed(again)
    again.reopen(by=sara, reason="Fel punkt.")
    last = builders.send_part(part.meeting, by=sara)
    builders.printed(last)
    builders.sign_all(last)
    builders.sealed(last)
    mails = Delivery.objects.filter(event__facts__has_key="round").with_event()
    kinds = {"signing", "reminder", "receipt", "annex", "sent_back", "reopened", "closed"}
    assert {mail.kind for mail in mails} == kinds
    for mail in mails:
        meeting = mail.event.meeting
        subject, body = notifications.compose(mail.kind, meeting, mail.recipient, mail.event)
        of = meeting.side_rounds.get(pk=mail.event.facts["round"])
        name = "sign_side_round" if mail.kind in ("signing", "reminder") else "side_round"
        assert page(of, name) in body
        assert "punkt 1" in (subject + body).lower()
        assert "Längre ord" not in body
        assert "Fel punkt" not in body


def test_the_worker_knows_of_a_part_that_was_left(part):
    builders.sign(part, part.serving_adjusters()[0].user)
    assert work.left_behind() == [part.meeting_id]
