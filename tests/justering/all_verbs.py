"""A meeting's text from draft to seal, with every verb tried by everybody, in any order.

Each comes through the same door as a request does, so a verb is tried by those who may and turned
away from those who may not. What must hold after every step is said by `invariants`.
"""

from datetime import timedelta
from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from meetings import clock, document
from meetings.errors import DomainError
from meetings.justering import acts, chain, verification, work
from meetings.models import Meeting, SealedFile, State
from meetings.models.state import FROZEN, WRITABLE
from meetings.permissions import Right
from meetings.views import access
from tests import builders
from tests.models.locked import contents

ACTORS = ("sara", "jonas", "mira", "kim", "lena", "nils", "hanna", "olle")
WHO = st.sampled_from(ACTORS)
WRITER = st.sampled_from(("sara",) * 8 + ("kim", "hanna", "olle"))
SIGNER = st.sampled_from(("jonas", "mira", "kim", "lena") * 3 + ("nils", "sara", "olle"))
NUMBER = st.integers(0, 5)
TURNED_AWAY = (Http404, PermissionDenied, DomainError)


class Life(RuleBasedStateMachine):
    world = None  # set by the test, with the key of a drafted meeting
    pk = None

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = clock.now()
        self.locked = {}

    def teardown(self):
        try:
            self.worker()
            self.holds()
            what_is_frozen_is_what_its_kontrollkod_says(self.meeting)
            nothing_waits_for_the_worker(self.meeting)
            assert chain.faults(self.meeting) == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @initialize(signed=st.integers(-2, 3))
    def begin(self, signed):
        """Some runs begin while it is written, most of them with so many signatures already."""
        builders.settle(self.meeting, by=self.world.sara)
        if signed < 0:
            return
        self.send("sara")
        self.worker()
        for who in ("jonas", "mira", "kim")[:signed]:
            self.sign(who, "")

    @property
    def meeting(self):
        return Meeting.objects.get(pk=self.pk)

    def go(self, who, right, act):
        """As a request would: through the door, and a “no” leaves nothing behind."""
        user = getattr(self.world, who)
        try:
            meeting = access.meeting_for(SimpleNamespace(user=user), self.pk, right)
            with clock.at(self.now), transaction.atomic():
                act(meeting, user)
        except TURNED_AWAY:
            pass

    # --- While it is written ----------------------------------------------------------------

    @rule(who=WRITER, number=NUMBER)
    def write(self, who, number):
        def act(meeting, user):
            item = list(meeting.items.standing())[number]
            item.meeting = meeting
            builders.add_row(item, f"Skrivet {self.now:%H.%M}.", by=user)

        self.go(who, Right.WRITE, act)

    @rule(who=WRITER, numbers=st.sets(NUMBER, min_size=1, max_size=4))
    def choose(self, who, numbers):
        def act(meeting, user):
            able = [one for one in meeting.attendees.all() if one.party_id and one.took_part]
            meeting.choose_adjusters([able[n] for n in numbers if n < len(able)], by=user)

        self.go(who, Right.WRITE, act)

    # --- Justering --------------------------------------------------------------------------

    @rule(who=WRITER)
    def send(self, who):
        self.go(who, Right.WRITE, lambda meeting, user: meeting.send_for_signing(by=user))

    @rule()
    def worker(self):
        with clock.at(self.now):
            work.advance(self.pk)

    @rule(who=SIGNER, note=st.sampled_from(("", "Med tvekan.")))
    def sign(self, who, note):
        def act(meeting, user):
            adjuster = self.adjuster(meeting, user)
            attempt = acts.begin(adjuster, user=user, note=note)
            acts.complete(attempt, {"password": "x"}, check=lambda password: True)

        self.go(who, Right.SIGN, act)

    @rule(who=SIGNER, number=NUMBER)
    def refuse(self, who, number):
        def act(meeting, user):
            adjuster = self.adjuster(meeting, user)
            item = list(meeting.protocol.document().items())[number]
            meeting.send_back(adjuster, by=user, item=item, reason="Så sade vi inte.")

        self.go(who, Right.SIGN, act)

    @rule(who=WRITER, number=NUMBER)
    def remind(self, who, number):
        def act(meeting, user):
            waiting = meeting.waiting_adjusters()
            meeting.remind(waiting[number % len(waiting)], by=user)

        if self.meeting.waiting_adjusters():
            self.go(who, Right.WRITE, act)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.now += timedelta(days=days)

    def adjuster(self, meeting, user):
        adjuster = meeting.adjuster_for(user)
        if adjuster is None or meeting.protocol is None:
            raise Http404
        adjuster.meeting = meeting
        return adjuster

    # --- What holds after every step --------------------------------------------------------

    @invariant()
    def holds(self):
        meeting = self.meeting
        self.what_was_signed_never_changes_or_goes()
        a_scope_has_one_open_round(meeting)
        whoever_is_waited_for_can_act(meeting)
        whoever_signed_has_signed(meeting)
        if meeting.state == State.SEALED:
            a_sealed_file_verifies(meeting)

    def what_was_signed_never_changes_or_goes(self):
        now = {(name, row["id"]): row for name, rows in contents().items() for row in rows}
        assert {key: now.get(key) for key in self.locked} == self.locked
        self.locked = now


def what_is_frozen_is_what_its_kontrollkod_says(meeting):
    for protocol in meeting.protocols.all():
        assert document.fingerprint_of(bytes(protocol.content)) == protocol.fingerprint


def a_scope_has_one_open_round(meeting):
    standing = meeting.protocols.whole().standing().count()
    assert standing == (1 if meeting.state in FROZEN else 0), meeting.state
    assert meeting.state in (*FROZEN, *WRITABLE)


def whoever_is_waited_for_can_act(meeting):
    if meeting.state != State.SIGNING:
        return
    waiting = meeting.waiting_adjusters()
    assert waiting
    for adjuster in waiting:
        assert adjuster.user.is_active
        access.meeting_for(SimpleNamespace(user=adjuster.user), meeting.pk, Right.SIGN)


def whoever_signed_has_signed(meeting):
    if meeting.state not in (State.SEALING, State.SEALED):
        return
    assert meeting.waiting_adjusters() == []
    for signature in meeting.protocol.signatures.all():
        assert signature.fingerprint == meeting.protocol.fingerprint


def a_sealed_file_verifies(meeting):
    file = meeting.protocol.file(SealedFile.Kind.SEALED)
    judged = verification.judge(bytes(file.content))
    assert (judged.kind, judged.protocol) == ("genuine", meeting.protocol)


def nothing_waits_for_the_worker(meeting):
    assert meeting.state not in (State.PRINTING, State.SEALING)
    assert work.left_behind() == []
