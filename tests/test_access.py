"""Every address is closed to the signed-out and to outsiders; the list comes from the URL table.

An address that is not in RULES fails the first test: whoever adds one says here whom it is for.
"""

import uuid
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse

from meetings import clock
from meetings.justering import technical
from meetings.justering.verification import Judgement
from meetings.models import Comment, Entry, Event, Happening, Meeting, Revision, State, User
from tests import builders

pytestmark = pytest.mark.slow

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")

# Whom each address is for, and by which methods. The rights are those of permissions.py.
RULES = {
    # Open to anybody on the net.
    "validate": ("open", BOTH),
    "validate_code": ("open", GET),
    "validation_report": ("open", GET),  # whoever holds the ticket that the check gave
    "theme": ("open", POST),
    "help": ("open", GET),
    "accessibility": ("open", GET),
    "privacy": ("open", GET),
    "account_login": ("open", BOTH),
    "account_signup": ("open", BOTH),  # says that it is closed
    "account_inactive": ("open", GET),
    "account_reset_password": ("open", BOTH),
    "account_reset_password_done": ("open", GET),
    "account_reset_password_from_key": ("open", BOTH),
    "account_reset_password_from_key_done": ("open", GET),
    # Whoever has signed in, about herself.
    "account_logout": ("signed in", BOTH),
    "account_reauthenticate": ("signed in", BOTH),
    "account_change_password": ("signed in", BOTH),
    "account_set_password": ("signed in", BOTH),
    "mfa_index": ("signed in", GET),
    "mfa_activate_totp": ("signed in", BOTH),
    "mfa_deactivate_totp": ("signed in", BOTH),
    "mfa_add_webauthn": ("signed in", BOTH),
    "mfa_remove_webauthn": ("signed in", BOTH),
    "home": ("signed in", GET),
    "meetings": ("signed in", GET),
    "session": ("signed in", BOTH),
    # A group.
    "group": ("group", GET),
    "new_meeting": ("group writer", BOTH),
    "plan_year": ("group writer", BOTH),
    # A meeting.
    "meeting": ("see", GET),
    "summons": ("write", GET),
    "send_summons": ("write", POST),
    "send_summons_again": ("write", POST),
    "cancel_meeting": ("write", BOTH),
    "attendance": ("write", BOTH),
    "mark_all_present": ("write", POST),
    "add_guest": ("write", POST),
    "choose_adjusters": ("write", POST),
    "mark_attendee": ("write", POST),
    "take_away_guest": ("write", POST),
    "press_attendance": ("write", POST),
    "note_away": ("write", BOTH),
    "edit_happening": ("write", BOTH),
    "remove_happening": ("write", POST),
    "put_back_happening": ("write", POST),
    "adjourn_meeting": ("write", BOTH),
    "resume_meeting": ("write", POST),
    "start_meeting": ("write", POST),
    "finish_meeting": ("write", BOTH),
    "make_done": ("write", BOTH),
    "write": ("write", GET),
    "undo": ("write", POST),
    "draft_pdf": ("write", GET),
    "checks": ("write", GET),
    "mend_check": ("write", POST),
    "mute_check": ("write", POST),
    "show_check": ("write", POST),
    "screen": ("follow", GET),
    "add_item": ("write", POST),
    "edit_item": ("write", BOTH),
    "writing_here": ("write", POST),
    "private_note": ("write", BOTH),
    "move_item": ("write", POST),
    "take_off_item": ("write", POST),
    "put_back_item": ("write", POST),
    "set_outcome": ("write", BOTH),
    "open_round": ("write", POST),
    "accept_late_item": ("write", POST),
    "item_phrases": ("write", BOTH),
    "insert_phrase": ("write", POST),
    "take_up_item": ("write", POST),
    "add_entry": ("write", POST),
    "preview_entry": ("write", POST),
    "edit_entry": ("write", BOTH),
    "save_entry": ("write", POST),
    "move_entry": ("write", POST),
    "delete_entry": ("write", POST),
    "restore_entry": ("write", POST),
    "cut_text": ("write", BOTH),
    "store_cut_text": ("write", POST),
    "attachments": ("write", GET),
    "add_attachment": ("write", POST),
    "promise_attachment": ("write", POST),
    "attachment": ("file", GET),  # see views/test_attachments.py
    "earlier_file": ("write", GET),
    "edit_attachment": ("write", BOTH),
    "take_away_attachment": ("write", POST),
    "put_back_attachment": ("write", POST),
    "split_entry": ("write", POST),
    "merge_entry": ("write", POST),
    "add_instead": ("write", POST),
    "entry_history": ("write", GET),
    # A party's own text. That drafts are their party's alone: see views/test_statements.py.
    "statements": ("follow", GET),
    "new_statement": ("speak", BOTH),
    "edit_statement": ("draft", BOTH),
    "throw_away_statement": ("draft", POST),
    "place_statement": ("write", POST),
    "take_back_statement": ("own statement", POST),
    "event_log": ("read", GET),
    # The text while it is out for synpunkter: for whoever writes or speaks for a party, not HR.
    "review": ("review", GET),
    "review_pdf": ("review", GET),
    "send_for_comments": ("write", BOTH),
    "show_chair": ("write", POST),
    "show_changes": ("write", POST),
    "finish_reading": ("review", POST),
    "keep_place": ("review", POST),
    "leave_comment": ("review", POST),
    "withdraw_comment": ("comment", POST),  # the author's; see models/test_review.py
    # Justering and what comes of it.
    "follow_signing": ("read", GET),
    "send_for_signing": ("write", BOTH),
    "remind_adjuster": ("write", POST),
    "remind_all_adjusters": ("write", POST),
    "reopen_text": ("write", BOTH),
    "replace_adjuster": ("own adjuster", BOTH),  # see views/test_replacing.py
    "reach_adjuster": ("own adjuster", POST),
    "send_round_again": ("write", POST),
    "close_without": ("write", BOTH),
    "give_notice": ("write", POST),
    "tell_why": ("own adjuster", BOTH),
    "sign_on_paper": ("write", BOTH),
    "upload_signed": ("write", BOTH),
    "signed_elsewhere": ("own file", GET),
    "sign": ("sign", BOTH),
    # That each is her own is the rule of whose texts are listed: see views/test_several.py.
    "sign_several": ("signed in", BOTH),
    "signed_several": ("signed in", GET),
    "send_part": ("write", BOTH),
    # Of a part or a rättelse, where there is one: who may is in views/test_side_rounds.py.
    "side_round": ("side", GET),
    "remind_in_side_round": ("side", POST),
    "take_back_side_round": ("side", POST),
    "sign_side_round": ("side", BOTH),
    "side_receipt": ("side", GET),
    "side_receipt_file": ("side", GET),
    "side_round_pdf": ("side", GET),
    "side_round_copy": ("side", GET),
    "keep_signing_place": ("sign", POST),
    "signing_step": ("own attempt", BOTH),
    "signing_wait": ("own attempt", POST),
    "cancel_signing": ("own attempt", POST),
    "sign_again": ("own attempt", POST),
    "signing_returned": ("open", BOTH),  # from an e-ID; says nothing, and leads to signing_step
    "receipt": ("sign", GET),
    "receipt_file": ("sign", GET),
    "stance": ("write", GET),
    "take_stance": ("write", POST),
    "ask_secretary": ("read", BOTH),
    "answer_inquiry": ("write", POST),
    "protocol": ("read", GET),
    "corrections": ("read", GET),
    "correct": ("write", BOTH),
    "tell_fault": ("read", BOTH),
    "protocol_pdf": ("read", GET),
    "protocol_copy": ("read", GET),
    "extracts": ("read", GET),
    "certify_extract": ("certify", POST),
    "extract_pdf": ("read", GET),
    "disclosure": ("certify", BOTH),
    "disclosure_pdf": ("certify", GET),
}
OUTSIDE = ("open", "signed in")
NOBODYS = uuid.UUID(int=0)


def found(patterns=None, spaces=()):
    """(name with its namespaces, names of its arguments) of every address there is."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or str(pattern.pattern)]), pattern
        else:
            inner = [*spaces, pattern.namespace] if pattern.namespace else spaces
            yield from found(pattern.url_patterns, inner)


def names(*kinds):
    return [name for name, (kind, _methods) in RULES.items() if kind in kinds]


def test_every_address_has_its_rule():
    ours = {name for name, _pattern in found() if not name.startswith("admin:")}
    assert ours == set(RULES)


# --- Real things behind the addresses ------------------------------------------------------------


@dataclass
class Place:
    """A meeting with something of everything, so that nothing is 404 for want of a thing."""

    meeting: Meeting
    row: Entry

    @property
    def arguments(self):
        meeting = self.meeting
        protocol = meeting.protocols.first()
        return {
            "pk": meeting.pk,
            "item_pk": self.row.item_id,
            "ref": self.row.ref,
            "attendee_pk": meeting.attendees.last().pk,
            "happening_ref": Happening.objects.of(meeting).get().ref,
            "adjuster_pk": getattr(meeting.adjusters.first(), "pk", 1),
            "attachment_ref": meeting.attachments.get().ref,
            "file_pk": meeting.attachments.get().file_id,
            "inquiry_pk": meeting.inquiries.get().pk,
            "statement_ref": meeting.statements.get().ref,
            "comment_ref": getattr(Comment.objects.of(meeting).first(), "ref", NOBODYS),
            "slug": meeting.group.slug,
            "code": protocol.fingerprint if protocol else "0" * 64,
            "nonce": self.nonce,
            "ticket": technical.ticket(Judgement("code", protocol)) if protocol else "none",
            "number": 1,
            "round_pk": getattr(meeting.side_rounds.first(), "pk", 1),
            "batch": "0" * 64,
            "uidb36": "1",
            "key": "set-password",
            "how": "behall",
        }

    @property
    def nonce(self):
        """Of what an adjuster has begun, where there is something to sign."""
        if self.meeting.state != State.SIGNING:
            return "0" * 64
        adjuster = self.meeting.waiting_adjusters()[0]
        begun = adjuster.attempts.first() or builders.attempt(self.meeting, adjuster.user)
        return begun.nonce

    def address(self, name):
        wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
        return reverse(name, kwargs={key: self.arguments[key] for key in wanted})


def place_in(state, group):
    sara = group.secretaries.first().user
    meeting = builders.meeting_in(State.PLANNED, group, day=builders._usual_day(state))
    row = builders.add_row(meeting.items.first(), "Ett stycke.", by=sara)
    meeting.add_guest(name="Vera Gäst", organisation="Hälsan", by=sara)
    builders.attach(meeting, by=sara, item=row.item)
    builders.comes(meeting.attendees.first(), item=row.item, by=sara)
    # Of an earlier round: a question outlives the text that it was about.
    meeting.inquiries.create(by=sara, text="Vem sa det?", asked_at=clock.now())
    builders.answered_comment(meeting, by=sara)
    of = group.parties.get(is_employer=True)
    said = builders.hand_in(meeting, of, "Vi ser en risk.", by=builders.somebody_of(group, of))
    said.place(row.item, by=sara)
    return Place(builders.bring(meeting, state, by=sara), row)


# Who may do what is asked in every state, and on PostgreSQL in two: the rights know no difference.
@pytest.fixture(
    params=[
        pytest.param(State.CALLED, marks=pytest.mark.embedded),
        State.ONGOING,
        pytest.param(State.SIGNING, marks=pytest.mark.embedded),
        State.SEALED,
    ]
)
def place(request, group):
    return place_in(request.param, group)


def ask(client, name, method, place):
    return client.generic(method, place.address(name))


def answers(client, place, chosen):
    """{(name, method): status} for every allowed method of the chosen addresses."""
    return {
        (name, method): ask(client, name, method, place).status_code
        for name in chosen
        for method in RULES[name][1]
    }


def everything_that_happened():
    return [
        Event.objects.count(),
        Revision.objects.count(),
        list(Meeting.objects.order_by("pk").values()),
        list(Entry.objects.order_by("pk").values()),
    ]


# --- Closed --------------------------------------------------------------------------------------


# The door stands before anything knows of a state: open to write in, and locked, say it all.
@pytest.mark.parametrize("place", [State.ONGOING, State.SEALED], indirect=True)
def test_the_signed_out_come_to_the_sign_in_and_nowhere_else(place, client):
    before = everything_that_happened()
    login = reverse(settings.LOGIN_URL)
    for name, (kind, methods) in RULES.items():
        for method in (*methods, "GET"):
            response = ask(client, name, method, place)
            if kind == "open":
                assert response.status_code in (200, 303, 302, 405, 422), (name, method)
                assert "Location" not in response or login not in response["Location"]
            else:
                assert response.status_code == 302, (name, method)
                assert response["Location"].startswith(login) or name == "account_logout"
    assert everything_that_happened() == before


def test_outsiders_find_nothing_there(place, signed_in, olle):
    before = everything_that_happened()
    inside = [name for name in RULES if RULES[name][0] not in OUTSIDE]
    assert set(answers(signed_in(olle), place, inside).values()) == {404}
    assert everything_that_happened() == before


def test_a_mandate_that_has_ended_opens_nothing(place, signed_in, world):
    """Nils was a substitute until yesterday, and adjusts nothing."""
    world.nils.mandates.update(ends=builders.LONG_AGO)
    inside = [name for name in RULES if RULES[name][0] not in OUTSIDE]
    assert set(answers(signed_in(world.nils), place, inside).values()) == {404}


def test_members_do_not_write(place, signed_in, mira):
    before = everything_that_happened()
    told = answers(signed_in(mira), place, names("write", "group writer"))
    assert {key for key, status in told.items() if status != 403} == set()
    assert everything_that_happened() == before


def test_hr_reads_and_neither_writes_nor_signs(place, signed_in, hanna):
    before = everything_that_happened()
    told = answers(signed_in(hanna), place, names("write", "review", "sign", "group writer"))
    assert {key for key, status in told.items() if status != 403} == set()
    told = answers(signed_in(hanna), place, names("see", "group"))
    assert set(told.values()) <= {200, 302}  # a sealed meeting shows its protocol
    assert everything_that_happened() == before


def test_only_an_adjuster_signs(signed_in, group, world):
    place = place_in(State.SIGNING, group)
    for user in (world.sara, world.nils, world.hanna):
        told = answers(signed_in(user), place, names("sign"))
        assert set(told.values()) == {403}, user
    assert answers(signed_in(world.mira), place, ["sign"])["sign", "GET"] == 200


def test_hr_reads_no_text_that_is_out_for_comments(in_review, signed_in, hanna):
    assert signed_in(hanna).get(reverse("review", args=[in_review.pk])).status_code == 403


def test_things_of_another_meeting_are_not_reached_through_ones_own(signed_in, group, world):
    """The numbers in an address belong together, or nothing is there."""
    mine, other = (place_in(State.ONGOING, group) for _ in range(2))
    client, before = signed_in(world.sara), everything_that_happened()
    mixed = mine.arguments | {
        key: value for key, value in other.arguments.items() if key.endswith(("_pk", "ref"))
    }
    for name, pattern in found():
        wanted = set(pattern.pattern.converters)
        if {"pk"} < wanted:
            address = reverse(name, kwargs={key: mixed[key] for key in wanted})
            for method in RULES[name][1]:
                assert client.generic(method, address).status_code == 404, (name, method)
    assert everything_that_happened() == before


def test_a_group_writer_of_another_group_is_an_outsider(place, signed_in, world):
    other = builders.group_with((world.employer,), name="Annan grupp", code="AN")
    builders.secretary(other, world.olle)
    inside = [name for name in RULES if RULES[name][0] not in OUTSIDE]
    assert set(answers(signed_in(world.olle), place, inside).values()) == {404}


# --- Methods -------------------------------------------------------------------------------------


def test_what_changes_something_is_not_done_by_a_link(group, signed_in, sara):
    place = place_in(State.ONGOING, group)
    before = everything_that_happened()
    for name, (_kind, methods) in RULES.items():
        if "GET" not in methods:
            assert ask(signed_in(sara), name, "GET", place).status_code == 405, name
    assert everything_that_happened() == before


def test_what_is_only_read_takes_no_form(group, signed_in, sara):
    place = place_in(State.ONGOING, group)
    for name, (kind, methods) in RULES.items():
        if "POST" not in methods and not name.startswith("account_") and kind != "sign":
            status = ask(signed_in(sara), name, "POST", place).status_code
            assert status == 405, (name, status)


@pytest.mark.parametrize("state", [State.ONGOING, State.SIGNING])
def test_looking_at_everything_changes_nothing(state, group, signed_in, world):
    place = place_in(state, group)
    before = everything_that_happened()
    for user in (world.sara, world.mira):
        client = signed_in(user)
        for name, (_kind, methods) in RULES.items():
            if "GET" in methods and name != "account_logout":
                assert ask(client, name, "GET", place).status_code < 500, name
    assert everything_that_happened() == before


def test_a_form_without_its_token_is_refused(group, client, sara):
    place = place_in(State.ONGOING, group)
    client.handler.enforce_csrf_checks = True
    client.force_login(sara)
    before = everything_that_happened()
    for name, (_kind, methods) in RULES.items():
        if "POST" in methods and name != "signing_returned":  # another site has no token of ours
            assert ask(client, name, "POST", place).status_code == 403, name
    assert everything_that_happened() == before


# --- Admin ---------------------------------------------------------------------------------------


def admin_addresses():
    for name, pattern in found():
        if name.startswith("admin:") and pattern.name:
            wanted = {*pattern.pattern.converters, *pattern.pattern.regex.groupindex}
            yield reverse(name, kwargs={key: "meetings" if "app" in key else "1" for key in wanted})


def test_admin_is_closed_to_all_but_its_staff(client, world):
    login = reverse(settings.LOGIN_URL)
    addresses = list(admin_addresses())
    assert len(addresses) > 5
    for address in addresses:
        last = client.get(address, follow=True)
        assert last.request["PATH_INFO"] == login or last.status_code == 404, address
    for user in (world.sara, world.hanna):
        client.force_login(user)
        for address in addresses:
            last = client.get(address, follow=True)
            own = reverse("account_change_password")  # where the admin's own page of it leads
            assert last.status_code in (403, 404) or last.request["PATH_INFO"] == own, address


def test_admin_has_no_sign_in_of_its_own(client, db):
    """Ours counts wrong passwords; Django's would let somebody guess for ever."""
    address = reverse("admin:login")
    User.objects.create_superuser("it@ekbacka.test", "Ines Teknik", builders.PASSWORD)
    told = {"username": "it@ekbacka.test", "password": builders.PASSWORD}
    assert client.post(address, told).status_code == 302
    assert "_auth_user_id" not in client.session
