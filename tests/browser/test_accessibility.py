"""Every page in every role: axe-core has nothing to say, and nothing scrolls sideways at 320."""

from datetime import time, timedelta
from functools import cached_property
from uuid import uuid4

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import expect

from meetings import clock
from meetings.justering import acts, keys
from meetings.models import AgendaItem, Attachment, Comment, Group, State
from tests import builders
from tests.browser import axe
from tests.test_access import RULES
from tests.views.test_signing_methods import give_app, give_key

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG_WORD = "arbetsmiljösamordningsfunktionsbeskrivningsunderlaget" * 2
LONG_ADDRESS = "https://ekbacka.example/" + "protokoll/2024/samverkan/" * 6
CODE = "0" * 64
TYPED = "input[type=text], input:not([type]), textarea"
NOWHERE = "/finns-inte/"

# --- A town with something of everything ---------------------------------------------------------


class Town:
    """The usual cast with meetings in every state, each made when it is first asked for."""

    def __init__(self):
        self.cast = builders.world(who_adjusts=Group.WhoAdjusts.EACH_PARTY)
        self.sara = self.cast.sara
        self._meetings = {}

    def __getattr__(self, name):
        """A meeting of the usual group: town.planned, town.signing …"""
        if name.upper() not in State.names:
            raise AttributeError(name)
        state = State[name.upper()]
        if state not in self._meetings:
            self._meetings[state] = self.meeting(state, self.cast.group)
        return self._meetings[state]

    def meeting(self, state, group, **options):
        meeting = builders.meeting_in(State.PLANNED, group, day=builders._usual_day(state))
        self.fill(meeting)
        return builders.bring(meeting, state, by=self.sara, **options)

    def fill(self, meeting):
        """Rows of every kind, words that are too long, a sub-item, a guest."""
        builders.write_rows(meeting, items=3, rows=14, by=self.sara)
        item, *_ = meeting.items.standing()
        below = meeting.add_item(f"Underpunkt om {LONG_WORD}", parent=item)
        builders.add_row(below, f"Se {LONG_ADDRESS}", by=self.sara, speaks=[self.cast.vision])
        builders.add_row(
            item,
            "Kommunal är oenigt om bemanningen.",
            by=self.sara,
            kind="disagreement",
            speaks=[self.cast.kommunal],
            concurs=[self.cast.vision],
            actions=[{"responsible": "Jonas Öberg", "due_words": "nästa möte"}],
        )
        item.set_outcome(AgendaItem.OutcomeKind.AGREED, by=self.sara)
        meeting.add_guest(name="Vera Gäst", organisation="Företagshälsan", by=self.sara)
        self.attach(meeting, item)

    def attach(self, meeting, item):
        """A file that was replaced, one that was promised, one that was taken away."""
        one = builders.attach(meeting, by=self.sara, item=item, title=LONG_WORD, with_summons=True)
        one.bring(builders.arrived(b"%PDF-1.7 newer", name=f"{LONG_WORD}.pdf"), by=self.sara)
        Attachment.promise(meeting, title="Bilder", promised_by="Mette Sund", by=self.sara)
        builders.attach(meeting, by=self.sara, title="Fel fil").take_away(by=self.sara)

    @cached_property
    def sent_back(self):
        meeting = self.meeting(State.SIGNING, self.cast.group)
        builders.sign(meeting, self.cast.jonas)
        builders.send_back(meeting, self.cast.kim, reason=f"Det ska stå {LONG_WORD}.")
        meeting.refresh_from_db()
        return meeting

    @cached_property
    def corrected(self):
        meeting = self.meeting(State.SEALED, self.cast.group)
        item = next(meeting.protocol.document().items())
        told = {"old": "Rum A", "new": LONG_WORD, "reason": LONG_ADDRESS, "by": self.sara}
        meeting.correct(**told, item=item)
        meeting.correct(**told)
        meeting.ask(f"Fel ord: {LONG_WORD}", by=self.cast.kim, item=item, is_fault=True)
        return meeting

    @cached_property
    def in_parts(self):
        """An item out for omedelbar justering, another signed in it by Kim."""
        meeting = self.meeting(State.ONGOING, self.cast.group)
        part = builders.send_part(meeting, by=self.sara)
        builders.printed(part)
        builders.sign(part, self.cast.kim, note="Läst")
        return part

    @cached_property
    def stated(self):
        """With a party's own text in its place, one that waits for its, and one taken back."""
        meeting, cast = self.meeting(State.DRAFTED, self.cast.group), self.cast
        for text in ("Vi ser en risk.", LONG_WORD, "Fel text."):
            one = builders.hand_in(meeting, cast.employer, text, by=cast.jonas)
        one.take_back(by=cast.jonas)
        meeting.statements.first().place(meeting.items.first(), by=self.sara)
        return meeting

    @cached_property
    def own_draft(self):
        return builders.statement_draft(
            self.stated, self.cast.kommunal, LONG_WORD, by=self.cast.kim
        )

    @cached_property
    def with_key(self):
        """Kim has a key and a code app, and is about to sign with the key."""
        kim = self.cast.kim
        give_app(kim), give_key(kim)
        adjuster = self.signing.adjuster_for(kim)
        begun = acts.begin(adjuster, user=kim, method="passkey", note=LONG_WORD[:100])
        acts.start([begun], own=keys.own(kim))
        return begun

    @cached_property
    def in_review(self):
        """With a proposal, a remark, a party that has read to the end, and a change since."""
        meeting = self.meeting(State.REVIEW, self.cast.group)
        row = first_row(meeting)
        builders.comment(meeting, self.cast.mira, f"Det ska stå {LONG_WORD}.", row=row)
        builders.comment(meeting, self.cast.kim, "Nej.", row=row, proposes=True)
        builders.finish_reading(meeting, self.cast.kim)
        row.item.meeting = meeting
        row.rewrite("Något annat.", base=row.version, save_id=uuid4(), by=self.sara)
        meeting.show_changes(by=self.sara)
        return meeting

    @cached_property
    def stuck(self):
        """Another signs for Vision, and Kommunal has been told that the text may be closed."""
        meeting = self.meeting(State.SIGNING, self.cast.group)
        vision = meeting.adjuster_for(self.cast.mira)
        meeting.replace_adjuster(vision, self.cast.nils, by=self.sara, because=LONG_WORD)
        with clock.at(meeting.sign_by + timedelta(hours=1)):
            notice = meeting.give_notice(meeting.adjuster_for(self.cast.kim), by=self.sara)
            meeting.tell_why(notice, LONG_ADDRESS, by=self.cast.kim)
        return meeting

    @cached_property
    def half_signed(self):
        meeting = self.meeting(State.SIGNING, self.cast.group)
        builders.sign(meeting, self.cast.kim, note="Läst", annex=f"Vi vill säga {LONG_WORD}.")
        builders.on_paper(meeting, self.cast.lena, by=self.sara)
        meeting.ask(f"Ska det stå {LONG_WORD}?", by=self.cast.mira)
        meeting.ask("Vem sa det?", by=self.cast.kim).reply(LONG_ADDRESS, by=self.sara)
        return meeting

    @cached_property
    def small_group(self):
        return builders.small_group(self.cast)

    @cached_property
    def table_group(self):
        group = builders.group_with(
            (self.cast.employer, self.cast.kommunal),
            name="Lokala gruppen på Björkskolan",
            code="BJ",
            layout=Group.Layout.TABLE,
        )
        builders.people(group, self.cast)
        return group


def at(meeting, name, **query):
    """An address of the meeting; `query` is what follows the question mark."""
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(name, args=[meeting.pk]) + (f"?{asked}" if asked else "")


def of_adjuster(meeting, name, user):
    return reverse(name, args=[meeting.pk, meeting.adjuster_for(user).pk])


def first_row(meeting):
    return meeting.items.standing()[0].entries.first()


# --- The walks -----------------------------------------------------------------------------------


def strangers_walk(town):
    return [
        reverse("validate"),
        reverse("validate_code", args=[town.sealed.protocol.fingerprint]),
        reverse("validate_code", args=[town.signing.protocol.fingerprint]),
        reverse("validate_code", args=[CODE]),
        reverse("help"),
        reverse("accessibility"),
        reverse("privacy"),
        NOWHERE,
    ]


def account_walk(town):
    key = {"uidb36": "1", "key": "set-password"}
    return [
        reverse("account_login"),
        reverse("account_signup"),
        reverse("account_inactive"),
        reverse("account_reset_password"),
        reverse("account_reset_password_done"),
        reverse("account_reset_password_from_key", kwargs=key),
        reverse("account_reset_password_from_key_done"),
    ]


def own_account_walk(town):
    return [
        reverse("account_change_password"),
        reverse("account_set_password"),
        reverse("account_reauthenticate"),
        reverse("mfa_index"),
        reverse("account_logout"),
        at(town.sealed, "write"),
        reverse("home"),
    ]


def planning_walk(town):
    group = [town.cast.group.slug]
    town.planned, town.called, town.cancelled, town.sent_back, town.sealed  # noqa: B018
    return [
        reverse("home"),
        reverse("meetings"),
        reverse("group", args=group),
        reverse("new_meeting", args=group),
        reverse("plan_year", args=group),
        at(town.planned, "meeting"),
        at(town.called, "meeting"),
        at(town.cancelled, "meeting"),
        at(town.planned, "summons"),
        at(town.called, "summons"),
        at(town.planned, "cancel_meeting"),
    ]


def writing_walk(town):
    meeting, item = town.ongoing, town.ongoing.items.standing()[0]
    gone = builders.add_row(item, "Ett stycke för mycket.", by=town.sara)
    gone.delete_row(by=town.sara, save_id=uuid4())
    here = meeting.attendees.get(name="Kim Berg")
    left = here.leaves(time(14, 10), by=town.sara, item=item)
    return [
        at(meeting, "meeting"),
        at(meeting, "attendance"),
        at(meeting, "write"),
        at(meeting, "write", punkt=item.pk, stycke=first_row(meeting).ref),
        at(meeting, "write", punkt=item.pk, gor="utfall"),
        at(meeting, "write", punkt=item.pk, gor="fakta"),
        at(meeting, "write", punkt=item.pk, gor="underpunkt"),
        at(meeting, "write", punkt=item.pk, borttaget=gone.ref),
        at(meeting, "attachments"),
        reverse("edit_attachment", args=[meeting.pk, meeting.attachments.first().ref]),
        reverse("cut_text", args=[meeting.pk, item.pk]),
        reverse("entry_history", args=[meeting.pk, first_row(meeting).ref]),
        reverse("note_away", args=[meeting.pk, here.pk]),
        reverse("edit_happening", args=[meeting.pk, left.ref]),
        at(meeting, "adjourn_meeting"),
        at(meeting, "screen"),
        at(meeting, "finish_meeting"),
    ]


def other_looks_walk(town):
    table = town.meeting(State.ONGOING, town.table_group)
    sections = town.meeting(State.ONGOING, town.small_group)
    done = town.meeting(State.SEALED, town.small_group)
    return [
        at(table, "write"),
        at(town.meeting(State.SIGNING, town.table_group), "protocol"),
        at(sections, "write"),
        at(sections, "make_done"),
        at(sections, "meeting"),
        at(done, "protocol"),
        at(done, "meeting"),
        reverse("group", args=[town.small_group.slug]),
        reverse("validate_code", args=[done.protocol.fingerprint]),
    ]


def closing_walk(town):
    mira = town.half_signed.adjuster_for(town.cast.mira)
    return [
        at(town.drafted, "meeting"),
        at(town.drafted, "checks"),
        at(town.in_parts.meeting, "send_part"),
        at(town.in_parts.meeting, "meeting"),
        at(town.in_parts.meeting, "write"),
        of_side(town.in_parts, "side_round"),
        at(town.drafted, "send_for_comments"),
        at(town.in_review, "review"),
        at(town.in_review, "meeting"),
        *stances(town),
        at(town.drafted, "send_for_signing"),
        at(town.ongoing, "send_for_signing"),
        at(town.drafted, "follow_signing"),
        at(town.printing, "follow_signing"),
        at(town.half_signed, "follow_signing"),
        reverse("sign_on_paper", args=[town.half_signed.pk, mira.pk]),
        reverse("upload_signed", args=[town.half_signed.pk, mira.pk]),
        at(town.half_signed, "ask_secretary"),
        at(town.sealing, "follow_signing"),
        at(town.stated, "statements"),
        at(town.sent_back, "follow_signing"),
        at(town.sent_back, "write"),
        at(town.stuck, "follow_signing"),
        at(town.stuck, "reopen_text"),
        at(town.stuck, "close_without"),
        of_adjuster(town.stuck, "replace_adjuster", town.cast.nils),
        at(town.sealed, "follow_signing"),
        at(town.corrected, "protocol"),
        at(town.corrected, "corrections"),
        at(town.corrected, "correct"),
        at(town.corrected, "correct", stalle="mote"),
        at(town.corrected, "ask_secretary"),
        at(town.sealed, "protocol"),
        at(town.sealed, "extracts"),
        at(town.sealed, "extracts", valda=1, punkt=first_ref(town.sealed)),
        at(town.sealed, "disclosure"),
    ]


def stances(town):
    """With an answered synpunkt, and the form of other words."""
    meeting = town.in_review
    first, second = Comment.objects.of(meeting).order_by("pk")
    if first.is_new:
        meeting.keep_text(first, f"Det står {LONG_WORD}.", by=town.sara)
    return [
        at(meeting, "stance"),
        at(meeting, "stance", synpunkt=second.pk, hur="skriv"),
        at(town.drafted, "stance"),
    ]


def reviewers_walk(town):
    meeting = town.in_review
    return [
        reverse("home"),
        at(meeting, "meeting"),
        at(meeting, "review"),
        at(meeting, "review", andringar=0, stycke=first_row(meeting).ref),
    ]


def first_ref(meeting):
    return next(meeting.protocol.document().items()).ref


def of_side(a_round, name):
    return reverse(name, args=[a_round.meeting_id, a_round.pk])


def signed_together(town):
    """The page after several were signed in one go."""
    meeting = town.meeting(State.SIGNING, town.cast.group)
    builders.sign(meeting, town.cast.kim, batch="f" * 64)
    return reverse("signed_several", args=["f" * 64])


def adjusters_walk(town):
    town.signing, town.sealed  # noqa: B018
    again = builders.send_part(town.meeting(State.ONGOING, town.cast.group), by=town.sara)
    builders.printed(again)
    return [
        reverse("sign_several"),
        signed_together(town),
        of_side(again, "sign_side_round"),
        of_side(town.in_parts, "side_receipt"),
        reverse("home"),
        reverse("group", args=[town.cast.group.slug]),
        at(town.signing, "meeting"),
        at(town.signing, "sign"),
        reverse("signing_step", args=[town.with_key.nonce]),
        at(town.signing, "protocol"),
        at(town.half_signed, "ask_secretary"),
        at(town.corrected, "tell_fault"),
        at(town.stated, "statements"),
        at(town.stated, "new_statement", svar=town.stated.statements.first().ref),
        reverse("edit_statement", args=[town.stated.pk, town.own_draft.ref]),
        at(town.half_signed, "receipt"),
        at(town.half_signed, "follow_signing"),
        at(town.sent_back, "event_log"),
        of_adjuster(town.stuck, "replace_adjuster", town.cast.kim),
        of_adjuster(town.stuck, "tell_why", town.cast.kim),
        at(town.sent_back, "receipt"),
        at(town.sent_back, "meeting"),
        at(town.sealed, "protocol"),
        at(town.sealed, "write"),
    ]


def readers_walk(town):
    town.planned, town.signing  # noqa: B018
    return [
        reverse("home"),
        reverse("meetings"),
        reverse("group", args=[town.cast.group.slug]),
        at(town.planned, "meeting"),
        at(town.ongoing, "meeting"),
        at(town.sealed, "event_log"),
        at(town.sealed, "protocol"),
    ]


def outsiders_walk(town):
    return [reverse("home"), reverse("meetings"), at(town.sealed, "protocol")]


WALKS = {
    "the signed out": ("", strangers_walk),
    "on the way in": ("", account_walk),
    "the own account": ("mira", own_account_walk),
    "the secretary plans": ("sara", planning_walk),
    "the secretary writes": ("sara", writing_walk),
    "the secretary in other looks": ("sara", other_looks_walk),
    "the secretary closes": ("sara", closing_walk),
    "a reader": ("kim", reviewers_walk),
    "an adjuster": ("kim", adjusters_walk),
    "HR": ("hanna", readers_walk),
    "an outsider": ("olle", outsiders_walk),
}

# What a browser is given to keep, or what only answers htmx or leads on to another page.
NO_PAGES = {
    "draft_pdf",
    "review_pdf",
    "protocol_pdf",
    "protocol_copy",
    "extract_pdf",
    "disclosure_pdf",
    "receipt_file",
    "side_receipt_file",
    "side_round_pdf",
    "side_round_copy",
    "validation_report",
    "attachment",
    "earlier_file",
    "signed_elsewhere",
    "session",
    "item_phrases",
    "signing_returned",
}
# Behind the password once more: see test_signing_keys.py.
CONFIRMED = {"mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"}
LEADS_ON = {"edit_item", "set_outcome", "edit_entry", "private_note"}


@pytest.fixture
def town(transactional_db):
    return Town()


@pytest.mark.parametrize("walk", WALKS)
def test_axe_finds_nothing_and_nothing_is_wider_than_320(open_browser, town, walk):
    who, addresses = WALKS[walk]
    page = open_browser(getattr(town.cast, who) if who else None)
    found = {}
    for address in addresses(town):
        page.set_viewport_size(axe.TABLE)
        page.goto(address)
        found[address] = axe.complaints(page)
    assert {address: said for address, said in found.items() if said} == {}


# Forms sent with nothing or too little in them: (who, address, its button).
REFUSED = {
    "sign in": ("", lambda town: reverse("account_login"), "Logga in"),
    "new meeting": (
        "sara",
        lambda town: reverse("new_meeting", args=[town.cast.group.slug]),
        "Skapa mötet",
    ),
    "plan the year": (
        "sara",
        lambda town: reverse("plan_year", args=[town.cast.group.slug]),
        "Visa förslag",
    ),
    "cancel": ("sara", lambda town: at(town.planned, "cancel_meeting"), "Ställ in mötet"),
    "guest": ("sara", lambda town: at(town.planned, "attendance"), "Lägg till gästen"),
    "row": (
        "sara",
        lambda town: at(town.ongoing, "write", stycke=first_row(town.ongoing).ref),
        "Spara och stäng",
    ),
    "send": ("sara", lambda town: at(town.drafted, "send_for_signing"), "Skicka till justering"),
    "open again": ("sara", lambda town: at(town.signing, "reopen_text"), "Öppna texten igen"),
    "paper": (
        "sara",
        lambda town: reverse(
            "sign_on_paper",
            args=[town.signing.pk, town.signing.adjuster_for(town.cast.kim).pk],
        ),
        "Registrera underskriften",
    ),
    "question": ("kim", lambda town: at(town.signing, "ask_secretary"), "Skicka frågan"),
    "reply": ("sara", lambda town: at(town.half_signed, "ask_secretary"), "Svara Mira Åkesson"),
    "answer": ("kim", lambda town: at(town.signing, "sign"), "Justera protokollet"),
    "validate": ("", lambda town: reverse("validate"), "Kontrollera"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_a_form_that_says_no_is_for_everybody_too(open_browser, town, form):
    who, address, button = REFUSED[form]
    page = open_browser(getattr(town.cast, who) if who else None, viewport=axe.TABLE)
    page.goto(address(town))
    for field in page.get_by_role("main").locator(TYPED).all():
        if field.is_visible():
            field.fill("")
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert axe.complaints(page) == []


def test_every_page_is_on_a_walk(town):
    walked = {
        resolve(address.partition("?")[0]).url_name
        for _who, addresses in WALKS.values()
        for address in addresses(town)
        if address != NOWHERE
    }
    answer_get = {name for name, (_whom, methods) in RULES.items() if "GET" in methods}
    assert answer_get - NO_PAGES - LEADS_ON - CONFIRMED == walked
