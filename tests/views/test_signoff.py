import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import clock, words
from meetings.models import Delivery, Event, Signature, State
from meetings.views import limits, signing_methods, signoff
from tests import builders

pytestmark = pytest.mark.slow


def at(name, meeting, *more):
    return reverse(name, args=[meeting.pk, *more])


def reply(meeting, **given):
    """What the page of signing sends: the kontrollkod of the text that stood on it, and answers."""
    return {"kontrollkod": meeting.protocol.fingerprint, **given}


def yes(meeting, password=builders.PASSWORD, **given):
    return reply(meeting, answer="ja", password=password, **given)


def no(meeting, **given):
    item = next(meeting.protocol.document().items())
    return reply(meeting, **{"answer": "nej", "item": item.ref, "reason": "Fel belopp.", **given})


@pytest.fixture
def ready(drafted, sara):
    """Written up, with adjusters chosen and every utfall set."""
    builders.settle(drafted, by=sara)
    return drafted


# --- Skicka till justering -----------------------------------------------------------------------


def test_the_secretary_reads_what_happens_before_she_sends(signed_in, sara, ready):
    page = signed_in(sara).get(at("send_for_signing", ready))
    due = ready.due_if_sent_now()
    assert page.status_code == 200
    assert f"senast {signoff.words.deadline(due)}" in page.content.decode()


def test_sending_locks_the_text_and_leads_to_the_list(signed_in, sara, ready):
    answer = signed_in(sara).post(at("send_for_signing", ready))
    ready.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, at("follow_signing", ready))
    assert ready.state == State.PRINTING


def test_what_stops_the_sending_is_said_with_a_link_to_the_place(signed_in, sara, drafted):
    drafted.choose_adjusters(drafted.proposed_adjusters()[:3], by=sara)
    answer = signed_in(sara).post(at("send_for_signing", drafted))
    page = answer.content.decode()
    assert (answer.status_code, drafted.protocols.count()) == (422, 0)
    assert "Vision ska justera enligt gruppens regel men har ingen justerare." in page
    item = drafted.items.standing()[4]
    assert f"{at('write', drafted)}?punkt={item.pk}#punkt-{item.pk}" in page
    assert f"{at('attendance', drafted)}#justerare" in page


def test_a_meeting_that_goes_on_is_not_sent(signed_in, sara, ongoing):
    assert (
        "Mötet är inte avslutat"
        in signed_in(sara).get(at("send_for_signing", ongoing)).content.decode()
    )
    assert signed_in(sara).post(at("send_for_signing", ongoing)).status_code == 409


@pytest.mark.parametrize("name", ["mira", "hanna"])
def test_only_the_secretary_sends(request, signed_in, ready, name):
    user = request.getfixturevalue(name)
    assert signed_in(user).post(at("send_for_signing", ready)).status_code == 403


# --- Följ justeringen ----------------------------------------------------------------------------


def test_the_list_tells_who_has_signed_and_who_is_waited_for(signed_in, sara, jonas, signing):
    builders.sign(signing, jonas, note="Enligt bilaga.")
    page = signed_in(sara).get(at("follow_signing", signing)).content.decode()
    assert "1 av 4 har justerat" in page
    assert (page.count("Justerat</span>"), page.count("Påminn<span")) == (1, 3)
    assert "Enligt bilaga." in page


def test_htmx_hears_nothing_until_something_has_happened(signed_in, sara, jonas, signing):
    client = signed_in(sara)
    url = at("follow_signing", signing)
    asked = {"HTTP_HX_REQUEST": "true"}
    (seen,) = re.findall(r"\?sett=[0-9a-f]+", client.get(url).content.decode())
    assert client.get(url + seen, **asked).status_code == 204
    builders.sign(signing, jonas)
    news = client.get(url + seen, **asked)
    assert 'data-announce="1 av 4 har justerat"' in news.content.decode()


def test_the_list_stops_asking_when_the_protocol_is_sealed(signed_in, sara, sealed):
    page = signed_in(sara).get(at("follow_signing", sealed)).content.decode()
    assert "Protokollet är justerat" in page
    assert "hx-trigger" not in page


def test_the_last_signature_says_that_the_protocol_is_being_locked(signed_in, sara, signing):
    builders.sign_all(signing)
    last = Signature.objects.last().at
    page = signed_in(sara).get(at("follow_signing", signing)).content.decode()
    assert f"Sista underskriften kom {signoff.words.clock_time(last)}" in page
    assert "Protokollet låses …" in page


def test_a_file_that_is_not_made_in_time_is_told(signed_in, sara, signing):
    builders.sign_all(signing)
    with clock.at(clock.now() + timedelta(minutes=5)):
        page = signed_in(sara).get(at("follow_signing", signing)).content.decode()
    assert "Underskrifterna är sparade men pdf:en kunde inte skapas. Vi försöker igen." in page


def test_a_reminder_is_sent_once_a_day(signed_in, sara, mira, signing):
    client = signed_in(sara)
    url = at("remind_adjuster", signing, signing.adjuster_for(mira).pk)
    assert client.post(url).status_code == 303
    assert client.post(url).status_code == 409
    assert Delivery.objects.filter(kind="reminder", recipient=mira).count() == 1
    page = client.get(at("follow_signing", signing)).content.decode()
    assert f"påmind {signoff.words.day_short(clock.today())}" in page


def test_htmx_gets_the_list_back_after_a_reminder(signed_in, sara, mira, signing):
    url = at("remind_adjuster", signing, signing.adjuster_for(mira).pk)
    answer = signed_in(sara).post(url, HTTP_HX_REQUEST="true")
    assert (answer.status_code, "Mira Åkesson får en påminnelse" in answer.content.decode()) == (
        200,
        True,
    )


def test_an_adjuster_of_another_meeting_is_not_reminded(signed_in, sara, mira, signing):
    other = builders.meeting_in(State.SIGNING, signing.group)
    url = at("remind_adjuster", signing, other.adjuster_for(mira).pk)
    assert signed_in(sara).post(url).status_code == 404


def test_who_sent_back_and_why_stays_on_record(signed_in, sara, jonas, mira, signing):
    builders.sign(signing, jonas)
    builders.send_back(signing, mira, reason="Visions fråga saknas.")
    page = signed_in(sara).get(at("follow_signing", signing)).content.decode()
    assert "Vision har skickat tillbaka protokollet: punkt 1" in page
    assert "Visions fråga saknas." in page
    assert "Underskrifterna från den omgången gäller inte längre." in page


def test_the_next_round_keeps_the_one_before_it_as_history(signed_in, sara, jonas, mira, signing):
    builders.sign(signing, jonas)
    builders.send_back(signing, mira)
    signing.refresh_from_db()
    builders.send(signing, by=sara)
    builders.printed(signing)
    page = signed_in(sara).get(at("follow_signing", signing)).content.decode()
    assert "0 av 4 har justerat" in page
    assert (page.count("Gäller inte"), "Tidigare omgångar" in page) == (1, True)


def test_mail_that_never_arrived_is_told_to_the_secretary_only(signed_in, sara, mira, signing):
    Delivery.objects.filter(recipient=mira, kind="signing").update(status="failed")
    url = at("follow_signing", signing)
    assert "Ett mejl kom inte fram" in signed_in(sara).get(url).content.decode()
    assert "Ett mejl kom inte fram" not in signed_in(mira).get(url).content.decode()


def test_members_see_the_list_without_buttons(signed_in, mira, signing):
    page = signed_in(mira).get(at("follow_signing", signing)).content.decode()
    assert ("Påminn<span" in page, page.count("Väntar</span>")) == (False, 4)


def test_the_list_costs_the_same_for_one_answer_and_for_three(signed_in, sara, world, signing):
    client = signed_in(sara)
    url = at("follow_signing", signing)
    client.get(url)
    costs = []
    for people in ([world.jonas], [world.mira, world.kim]):
        for person in people:
            builders.sign(signing, person)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_group_without_adjusters_has_no_justering_to_follow(signed_in, sara, small_group):
    meeting = builders.meeting_in(State.SEALING, small_group, called=False)
    assert signed_in(sara).get(at("follow_signing", meeting)).url == meeting.get_absolute_url()


# --- Justera -------------------------------------------------------------------------------------


def test_nothing_is_chosen_beforehand(signed_in, mira, signing):
    page = signed_in(mira).get(at("sign", signing))
    assert page.status_code == 200
    assert " checked" not in page.content.decode()


def test_the_recorded_disagreements_stand_by_the_button(signed_in, kim, sara, world, drafted):
    item = drafted.items.standing().last()
    builders.add_row(item, "Kommunal är oenig.", by=sara, kind="disagreement",
                     speaks=[world.kommunal])  # fmt: skip
    builders.send(drafted, by=sara)
    builders.printed(drafted)
    page = signed_in(kim).get(at("sign", drafted)).content.decode()
    assert "Oenighet under punkt 7, övriga frågor" in page
    assert "Det här rör Kommunal" in page


def test_a_yes_with_the_password_signs(signed_in, mira, signing):
    answer = signed_in(mira).post(at("sign", signing), yes(signing, note="Med en kommentar."))
    signature = Signature.objects.get()
    assert (answer.status_code, answer.url) == (303, at("receipt", signing))
    assert (signature.user, signature.note) == (mira, "Med en kommentar.")


def test_a_wrong_password_signs_nothing_and_keeps_the_words(signed_in, mira, signing):
    given = yes(signing, password="fel", note="Med en kommentar.")
    answer = signed_in(mira).post(at("sign", signing), given)
    page = answer.content.decode()
    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert "Lösenordet stämmer inte. Inget är underskrivet." in page
    assert ('value="Med en kommentar."' in page, 'value="fel"' in page) == (True, False)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Välj ja eller nej."),
        ({"answer": "kanske"}, "Välj ja eller nej."),
        ({"answer": "ja"}, "Skriv ditt lösenord. Inget är underskrivet."),
        ({"answer": "ja", "note": "x" * 121}, "Raden får ha högst 120 tecken. Nu har den 121."),
        ({"answer": "nej"}, "Skriv vad som inte stämmer."),
        ({"answer": "nej", "reason": "Fel."}, "Välj vilken punkt det gäller."),
        ({"answer": "nej", "reason": "Fel.", "item": "ingen"}, "Välj vilken punkt det gäller."),
        ({"answer": "ja", "pressed": "nej"}, "Svaret och knappen säger olika saker."),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why_and_signs_nothing(
    signed_in, mira, signing, given, words
):
    answer = signed_in(mira).post(at("sign", signing), reply(signing, **given))
    signing.refresh_from_db()
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert (Signature.objects.count(), signing.state) == (0, State.SIGNING)


def test_what_was_wrong_survives_an_error(signed_in, mira, signing):
    answer = signed_in(mira).post(at("sign", signing), no(signing, item="", reason="Fel belopp."))
    assert "Fel belopp.</textarea>" in answer.content.decode()


def test_a_no_sends_the_text_back_and_tells_everybody(signed_in, mira, signing):
    answer = signed_in(mira).post(at("sign", signing), no(signing), follow=True)
    signing.refresh_from_db()
    assert signing.state == State.DRAFTED
    assert "Du har skickat tillbaka protokollet" in answer.content.decode()
    assert Delivery.objects.filter(kind="sent_back").count() == signing.people().count()


def test_nobody_signs_a_text_that_was_put_in_place_of_the_one_she_read(
    signed_in, sara, kim, mira, signing
):
    read = yes(signing)
    builders.send_back(signing, kim)
    signing.refresh_from_db()
    builders.add_row(signing.items.standing()[2], "Ett nytt stycke.", by=sara)
    builders.send(signing, by=sara)
    builders.printed(signing)
    answer = signed_in(mira).post(at("sign", signing), read)
    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert (
        "Texten ändrades medan du läste. Läs ändringen i punkt 3 innan du justerar."
        in answer.content.decode()
    )


def test_who_signs_again_is_told_who_sent_back_and_what(signed_in, sara, kim, mira, signing):
    first = signed_in(mira).get(at("sign", signing)).content.decode()
    builders.send_back(signing, kim)
    signing.refresh_from_db()
    before_sending = signed_in(sara).get(at("send_for_signing", signing)).content.decode()
    builders.send(signing, by=sara)
    builders.printed(signing)
    again = signed_in(mira).get(at("sign", signing)).content.decode()
    told = "Kommunal skickade tillbaka förra texten"
    assert (told in first, told in again) == (False, True)
    assert "Texten är inte ändrad sedan dess." in again
    assert "Kommunals fråga saknas." in before_sending


def test_a_last_day_that_has_passed_is_not_asked_for(signed_in, mira, signing):
    with clock.at(signing.sign_by + timedelta(days=3)):
        page = signed_in(mira).get(at("sign", signing)).content.decode()
    assert f"Skulle ha justerats {words.deadline(signing.sign_by)}" in page


def test_words_typed_too_late_are_shown_to_be_copied(signed_in, kim, mira, signing):
    given = no(signing, reason="Vision sa tvärtom.")
    builders.send_back(signing, kim)
    answer = signed_in(mira).post(at("sign", signing), given)
    assert answer.status_code == 409
    assert "Vision sa tvärtom.</textarea>" in answer.content.decode()


def test_the_same_answer_sent_twice_is_one_signature(signed_in, mira, signing):
    client = signed_in(mira)
    given = yes(signing)
    client.post(at("sign", signing), given)
    again = client.post(at("sign", signing), given)
    assert (again.status_code, again.url) == (303, at("receipt", signing))
    assert Signature.objects.count() == 1


def test_a_no_after_the_own_yes_is_refused_with_its_words(signed_in, mira, signing):
    builders.sign(signing, mira)
    answer = signed_in(mira).post(at("sign", signing), no(signing, reason="Jag ångrar mig."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Du har redan justerat protokollet." in page
    assert "Jag ångrar mig.</textarea>" in page


def test_passwords_may_not_be_guessed(signed_in, mira, signing):
    client = signed_in(mira)
    for _ in range(signing_methods.TRIES):
        client.post(at("sign", signing), yes(signing, password="fel"))
    answer = client.post(at("sign", signing), yes(signing, note="Kvar."))
    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert signing_methods.TOO_MANY in answer.content.decode()
    assert 'value="Kvar."' in answer.content.decode()


def test_a_right_password_does_not_count_as_a_guess(signed_in, mira, signing):
    signed_in(mira).post(at("sign", signing), yes(signing))
    claimed = [
        limits.claim(
            "justera", str(mira.pk), amount=signing_methods.TRIES, seconds=signing_methods.WINDOW
        )
        for _ in range(signing_methods.TRIES + 1)
    ]
    assert [bool(one) for one in claimed] == [True] * signing_methods.TRIES + [False]


def test_whoever_has_signed_is_shown_the_receipt(signed_in, mira, signing):
    builders.sign(signing, mira)
    assert signed_in(mira).get(at("sign", signing)).url == at("receipt", signing)


def test_before_the_text_is_printed_there_is_nothing_to_sign(signed_in, mira, printing):
    assert signed_in(mira).get(at("sign", printing)).url == at("follow_signing", printing)


def test_how_many_must_sign_again_is_said_at_the_no(signed_in, world, signing):
    builders.sign(signing, world.jonas)
    builders.sign(signing, world.kim)
    page = signed_in(world.mira).get(at("sign", signing)).content.decode()
    assert "De 2 som redan har justerat får göra om det." in page


@pytest.mark.parametrize(("name", "status"), [("sara", 403), ("hanna", 403), ("olle", 404)])
def test_only_adjusters_sign(request, signed_in, signing, name, status):
    user = request.getfixturevalue(name)
    for url in (at("sign", signing), at("receipt", signing), at("receipt_file", signing)):
        assert signed_in(user).get(url).status_code == status
    assert signed_in(user).post(at("sign", signing), yes(signing)).status_code == status


def test_the_page_of_signing_costs_the_same_for_one_answer_and_for_three(signed_in, world, signing):
    client = signed_in(world.mira)
    client.get(at("sign", signing))
    costs = []
    for people in ([world.jonas], [world.lena, world.kim]):
        for person in people:
            builders.sign(signing, person)
        with CaptureQueriesContext(connection) as queries:
            client.get(at("sign", signing))
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- Kvitto --------------------------------------------------------------------------------------


def test_the_receipt_says_what_was_signed_and_what_happens_next(signed_in, mira, signing):
    builders.sign(signing, mira)
    page = signed_in(mira).get(at("receipt", signing)).content.decode()
    assert "Du har justerat protokollet" in page
    assert "1 av 4 har justerat. När alla är klara låses protokollet" in page
    assert signoff.words.kontrollkod(signing.protocol.fingerprint) in page


def test_the_receipt_can_be_kept_as_a_file(signed_in, mira, signing):
    builders.sign(signing, mira, note="Egen rad & tecken.")
    file = signed_in(mira).get(at("receipt_file", signing))
    assert file["Content-Disposition"] == (f'attachment; filename="kvitto-{signing.file_name}.txt"')
    text = file.content.decode()
    assert ("Egen rad & tecken." in text, "Mira Åkesson" in text) == (True, True)


def test_a_receipt_tells_when_the_signature_no_longer_holds(signed_in, kim, mira, signing):
    builders.sign(signing, mira)
    builders.send_back(signing, kim)
    page = signed_in(mira).get(at("receipt", signing)).content.decode()
    assert "Din underskrift gäller inte längre" in page


def test_there_is_no_receipt_before_an_answer(signed_in, mira, signing):
    assert signed_in(mira).get(at("receipt", signing)).status_code == 404


def test_no_event_carries_what_was_typed(signed_in, mira, signing):
    signed_in(mira).post(at("sign", signing), no(signing, reason="Hemligheten."))
    assert "Hemligheten" not in repr(list(Event.objects.values_list("facts", flat=True)))
