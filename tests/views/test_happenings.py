"""Attendance in motion through the web: one press, with and without scripts."""

import re
from datetime import time, timedelta

import pytest

from meetings import clock, words
from meetings.models import Delivery, Happening, State
from meetings.workdays import add_working_days
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def room(ongoing):
    return {someone.name.split()[0]: someone for someone in ongoing.attendees.all()}


def desk_of(meeting):
    return f"/moten/{meeting.pk}/skriv/"


def item(meeting, number):
    return meeting.items.standing()[number - 1]


def press(client, meeting, verb, someone, number, hour="14.30", **headers):
    posted = {verb: someone.pk, "tid": hour, "visad": "", "punkt": item(meeting, number).pk}
    return client.post(f"/moten/{meeting.pk}/narvaro/nu/", posted, **headers)


def sentences(meeting):
    document = meeting.document()
    return [e.text for i in document.items() for e in i.entries if e.kind == "happening"]


# --- One press -----------------------------------------------------------------------------------


def test_without_scripts_a_press_leads_back_to_the_panel(sara_writes, ongoing, room):
    answer = press(sara_writes, ongoing, "gick", room["Kim"], 3)
    assert answer.status_code == 303
    assert answer["Location"].endswith("narvaro=1#narvaro-nu")
    page = sara_writes.get(answer["Location"]).text
    assert '<details class="panel in-room" id="narvaro-nu" open>' in page
    assert "Kim Berg lämnade mötet kl. 14.30." in page
    assert "gick 14.30" in page


def test_the_answer_is_the_item_and_who_is_there(sara_writes, ongoing, room):
    told = press(sara_writes, ongoing, "gick", room["Kim"], 3, **HTMX)
    assert told["HX-Retarget"] == f"#punkt-{item(ongoing, 3).pk}"
    assert "Kim Berg lämnade mötet kl. 14.30." in told.text
    assert 'id="i-rummet" hx-swap-oob="true"' in told.text
    assert ">4 närvarande<" in told.text


def test_an_hour_that_nobody_touched_is_the_one_it_is_now(sara_writes, ongoing, room):
    page = sara_writes.get(desk_of(ongoing)).text
    shown = re.search(r'name="visad" value="([\d.]+)"', page)[1]
    now = builders.moment(ongoing.day, 16, 5)
    with clock.at(now):
        posted = {"gick": room["Kim"].pk, "tid": shown, "visad": shown}
        posted["punkt"] = item(ongoing, 3).pk
        sara_writes.post(f"/moten/{ongoing.pk}/narvaro/nu/", posted)
    room["Kim"].refresh_from_db()
    assert room["Kim"].left == time(16, 5)


def test_a_wrong_hour_comes_back_as_it_was_typed(sara_writes, ongoing, room):
    for headers in ({}, HTMX):
        answer = press(sara_writes, ongoing, "gick", room["Kim"], 3, "halv tre", **headers)
        assert answer.status_code == 422
        assert "Skriv klockslaget som 13.00." in answer.text
        assert 'value="halv tre"' in answer.text
    assert sentences(ongoing) == []


def test_away_in_one_item_and_back_in_another(sara_writes, ongoing, room):
    press(sara_writes, ongoing, "borta", room["Mira"], 4)
    told = press(sara_writes, ongoing, "tillbaka", room["Mira"], 7, **HTMX)
    assert "Mira Åkesson deltog inte i punkt 4–7." in told.text  # the item where it stands
    assert f'id="punkt-{item(ongoing, 7).pk}"' in told.text


def test_a_press_is_undone_where_it_is_told(sara_writes, ongoing, room):
    told = press(sara_writes, ongoing, "gick", room["Kim"], 3, **HTMX).text
    key = re.search(r'/angra/".*?name="save_id" value="([^"]+)"', told, re.DOTALL)[1]
    sara_writes.post(f"/moten/{ongoing.pk}/angra/", {"save_id": key}, **HTMX)
    assert sentences(ongoing) == []


def test_nobody_of_another_meeting_is_pressed(sara_writes, ongoing, room, group):
    other = builders.meeting_in(State.ONGOING, group)
    stranger = other.attendees.first()
    assert press(sara_writes, ongoing, "gick", stranger, 3).status_code == 404
    assert sentences(other) == []


def test_the_panel_costs_the_same_for_few_and_many(same_queries, sara_writes, ongoing, sara):
    def more():
        guest = ongoing.add_guest(name="Gäst", by=sara)
        guest.leaves(time(14), by=sara, item=item(ongoing, 2))

    same_queries(lambda: sara_writes.get(desk_of(ongoing)), more, at_most=20)
    same_queries(lambda: sara_writes.get(f"/moten/{ongoing.pk}/narvaro/"), more)


# --- 11 § ----------------------------------------------------------------------------------------


def test_a_party_whose_last_person_leaves_is_remarked_until_the_item_ends(
    sara_writes, ongoing, room, sara
):
    remark = (
        f"Kommunal har ingen kvar. Punkt 5 gäller {words.legal('MBL 11')} och har inget utfall."
    )
    assert remark not in sara_writes.get(desk_of(ongoing)).text
    assert remark in press(sara_writes, ongoing, "gick", room["Kim"], 3, **HTMX).text
    assert remark in sara_writes.get(desk_of(ongoing)).text
    assert remark in sara_writes.get(f"/moten/{ongoing.pk}/narvaro/").text
    item(ongoing, 5).set_outcome("agreed", by=sara)
    assert remark not in sara_writes.get(desk_of(ongoing)).text


def test_whoever_is_back_takes_the_remark_away(sara_writes, ongoing, room):
    press(sara_writes, ongoing, "gick", room["Kim"], 3, "14.00")
    told = press(sara_writes, ongoing, "kom", room["Kim"], 3, "14.20", **HTMX)
    assert "ingen kvar" not in told.text


# --- Corrected -----------------------------------------------------------------------------------


@pytest.fixture
def left(ongoing, room, sara):
    return room["Kim"].leaves(time(14, 30), by=sara, item=item(ongoing, 3))


def address(happening, verb=""):
    return f"/moten/{happening.meeting.pk}/handelser/{happening.ref}/{verb}"


def test_the_hour_and_the_item_are_corrected_on_a_page(sara_writes, ongoing, left):
    assert address(left) in sara_writes.get(desk_of(ongoing)).text
    assert 'value="14.30"' in sara_writes.get(address(left)).text
    sara_writes.post(address(left), {"at": "14.10", "item": item(ongoing, 2).pk})
    assert sentences(ongoing) == ["Kim Berg lämnade mötet kl. 14.10."]
    assert ongoing.document().entry(str(left.ref)) in list(ongoing.document().items())[1].entries


def test_a_happening_is_removed_and_brought_back_from_the_list(sara_writes, ongoing, left):
    sara_writes.post(address(left, "ta-bort/"))
    assert sentences(ongoing) == []
    assert address(left, "ta-tillbaka/") in sara_writes.get(desk_of(ongoing)).text
    sara_writes.post(address(left, "ta-tillbaka/"))
    assert sentences(ongoing) == ["Kim Berg lämnade mötet kl. 14.30."]


def test_its_sentence_is_not_edited_as_text(sara_writes, ongoing, left):
    row = f"/moten/{ongoing.pk}/stycken/{left.ref}/"
    assert sara_writes.get(row).status_code == 403
    assert sara_writes.post(f"{row}spara/", {"text": "Annat."}).status_code == 403
    assert sara_writes.post(f"{row}ta-bort/").status_code == 403


def test_away_is_told_afterwards(sara_writes, ongoing, room):
    url = f"/moten/{ongoing.pk}/narvaro/{room['Mira'].pk}/borta/"
    posted = {"item": item(ongoing, 2).pk, "until": item(ongoing, 4).pk}
    assert sara_writes.post(url, {"until": posted["until"]}).status_code == 422
    assert sara_writes.post(url, posted).status_code == 303
    assert sentences(ongoing) == ["Mira Åkesson deltog inte i punkt 2–4."]
    assert "Från punkten" in sara_writes.get(f"/moten/{ongoing.pk}/narvaro/").text


def test_a_mark_is_taken_away(sara_writes, ongoing, room):
    url = f"/moten/{ongoing.pk}/narvaro/{room['Kim'].pk}/"
    sara_writes.post(url, {"omarkera": "1", f"d{room['Kim'].pk}-presence": "present"})
    room["Kim"].refresh_from_db()
    assert room["Kim"].presence == ""
    answer = sara_writes.post(
        f"/moten/{ongoing.pk}/narvaro/{room['Jonas'].pk}/", {"omarkera": "1"}, **HTMX
    )
    assert f'id="deltagare-{room["Jonas"].pk}"' in answer.text


# --- Ajournering ---------------------------------------------------------------------------------


def test_a_pause_and_back_again(sara_writes, ongoing, world):
    url = f"/moten/{ongoing.pk}/ajournera/"
    posted = {"at": "14.10", "party": world.kommunal.pk, "punkt": item(ongoing, 2).pk}
    assert sara_writes.post(url, posted | {"party": ""}).status_code == 422
    sara_writes.post(url, posted)
    page = sara_writes.get(desk_of(ongoing)).text
    assert "Mötet ajournerades kl. 14.10 på begäran av Kommunal." in page
    assert "Ajournerat sedan 14.10." in page
    sara_writes.post(f"/moten/{ongoing.pk}/ateruppta/")
    assert "Ajournerat sedan" not in sara_writes.get(desk_of(ongoing)).text


def adjourn(client, meeting, **changes):
    day = add_working_days(meeting.day, 2)
    posted = {"till": "dag", "at": "14.10", "party": "ordforande", "day": words.day_year(day)}
    posted |= {"starts": "13", "ends": "15", "punkt": item(meeting, 2).pk, **changes}
    return client.post(f"/moten/{meeting.pk}/ajournera/", posted)


def test_another_day_is_said_wherever_the_meeting_is(sara_writes, ongoing):
    assert adjourn(sara_writes, ongoing).status_code == 303
    ongoing.refresh_from_db()
    day = words.deadline(ongoing.resumes_at)
    assert f"Ajournerat till {day}" in sara_writes.get(desk_of(ongoing)).text
    assert "Ajournerat till" in sara_writes.get("/moten/").text
    assert Delivery.objects.filter(kind="sitting").exists()


def test_a_day_that_has_been_is_asked_about(sara_writes, ongoing):
    answer = adjourn(sara_writes, ongoing, day=words.day_year(ongoing.day), place="Rum Eken")
    assert answer.status_code == 422
    assert "Välj en dag efter" in answer.text
    assert 'value="Rum Eken"' in answer.text


def test_the_second_day_is_marked_anew_and_the_first_can_still_be_mended(
    sara_writes, ongoing, world
):
    adjourn(sara_writes, ongoing)
    page = f"/moten/{ongoing.pk}/narvaro/"
    with clock.at(builders.moment(add_working_days(ongoing.day, 2), 13)):
        assert sara_writes.post(f"/moten/{ongoing.pk}/ateruppta/")["Location"] == page
        assert "0 av 5 markerade" in sara_writes.get(page).text
        sara_writes.post(f"{page}alla/")
        assert "5 av 5 markerade" in sara_writes.get(page).text
        first = ongoing.attendees.get(user=world.kim, sitting=None)
        field = {f"d{first.pk}-presence": "excused"}
        sara_writes.post(f"{page}{first.pk}/", field, **HTMX)
    assert "Förhinder" in sara_writes.get(f"{page}?dag=forsta").text
    assert ongoing.attendees.get(user=world.kim, sitting=None).presence == "excused"
    assert ongoing.in_room().get(user=world.kim).presence == "present"


# --- After the meeting ---------------------------------------------------------------------------


def test_what_was_changed_after_the_meeting_is_said_beside_it(sara_writes, drafted, world, sara):
    changed = item(drafted, 5)
    with clock.at(drafted.ended_at + timedelta(hours=2)):
        changed.set_outcome("disagreed", by=sara, disagreeing=[world.kommunal])
        drafted.attendees.get(user=world.kim).mark("remote", by=sara)
    desk = sara_writes.get(desk_of(drafted)).text
    assert "Inget utfall → Samverkan avslutad, oeniga: Kommunal" in desk
    assert "Här → På distans" in sara_writes.get(f"/moten/{drafted.pk}/narvaro/").text
    before = sara_writes.get(f"/moten/{drafted.pk}/justering/skicka/").text
    assert "Ändrat efter mötet" in before
    assert "Närvaro, Kim Berg" in before


def test_the_adjuster_reads_what_was_changed(signed_in, signing, mira):
    page = signed_in(mira).get(f"/moten/{signing.pk}/justera/").text
    assert "Ändrat efter mötet" in page  # the utfall was set when the meeting had ended
    assert "Inget utfall → Samverkan avslutad, parterna är eniga" in page
    assert "Ändrat efter mötet" not in signing.protocol.content.decode()


def test_nothing_is_said_where_nothing_was_changed(sara_writes, drafted):
    page = sara_writes.get(f"/moten/{drafted.pk}/justering/skicka/").text
    assert "Ändrat efter mötet" not in page
    assert Happening.objects.count() == 0
