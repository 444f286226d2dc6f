"""A meeting's text from draft to seal, with every verb tried by everybody, in any order.

Each comes through the same door as a request does, so a verb is tried by those who may and turned
away from those who may not. What must hold after every step is said by `invariants`.
"""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from meetings import clock, document, extract
from meetings.errors import DomainError
from meetings.justering import acts, chain, verification, work
from meetings.models import Comment, Meeting, SealedFile, State
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
    # Set by the test, with the keys of two meetings: one is printed once for all the runs.
    world = drafted = signing = pk = None

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
        self.pk = self.drafted if signed < 0 else self.signing
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

    # --- Synpunkter -------------------------------------------------------------------------

    @rule(who=WRITER, chair=st.booleans())
    def show(self, who, chair):
        def act(meeting, user):
            meeting.show_chair(by=user) if chair else meeting.send_for_comments(by=user)

        self.go(who, Right.WRITE, act)

    @rule(who=SIGNER, number=NUMBER, words=st.booleans())
    def comment(self, who, number, words):
        def act(meeting, user):
            version, party = self.before_her(meeting, user)
            rows = [(i.ref, e) for i in version.document().items() for e in i.entries if e.text]
            if not rows:
                return
            item, entry = rows[number % len(rows)]
            kind = Comment.Kind.WORDING if words else Comment.Kind.REMARK
            told = {"version": version, "party": party, "item": item, "entry": entry.ref}
            text = f"{entry.text} Så var det." if words else "Så sade vi inte."
            meeting.comment(text, by=user, kind=kind, ref=uuid.uuid4(), **told)

        self.go(who, Right.REVIEW, act)

    @rule(who=SIGNER)
    def has_read(self, who):
        def act(meeting, user):
            version, party = self.before_her(meeting, user)
            meeting.finish_reading(version, party=party, by=user)

        self.go(who, Right.REVIEW, act)

    def before_her(self, meeting, user):
        version, parties = meeting.version_for(user), meeting.spoken_for_by(user)
        if version is None or not parties:
            raise Http404
        return version, parties[0]

    @rule(who=WRITER, how=st.sampled_from(("use", "keep", "both", "disagree")))
    def take_a_stance(self, who, how):
        def act(meeting, user):
            comment = meeting.comments_to_answer().first()
            if comment is None:
                return
            verbs = {
                "use": lambda: meeting.use_wording(comment, by=user),
                "keep": lambda: meeting.keep_text(comment, "Så sades det.", by=user),
                "both": lambda: meeting.keep_both(comment, by=user),
                "disagree": lambda: meeting.record_disagreement(comment, "Vi är oeniga.", by=user),
            }
            verbs[how]()

        self.go(who, Right.WRITE, act)

    @rule(who=SIGNER, number=NUMBER)
    def state(self, who, number):
        """A protokollsanteckning is handed in, and the secretary places it."""

        def act(meeting, user):
            parties = meeting.spoken_for_by(user)
            if parties:
                builders.hand_in(meeting, parties[0], "Vi ser en risk.", by=user)

        def place(meeting, user):
            for statement in meeting.statements.all():
                statement.meeting = meeting
                statement.place(list(meeting.items.standing())[number], by=user)

        self.go(who, Right.SPEAK, act)
        self.go("sara", Right.WRITE, place)

    # --- Justering --------------------------------------------------------------------------

    @rule(who=WRITER)
    def send(self, who):
        self.go(who, Right.WRITE, lambda meeting, user: meeting.send_for_signing(by=user))

    @rule(who=WRITER, numbers=st.sets(NUMBER, min_size=1, max_size=2))
    def send_part(self, who, numbers):
        """Omedelbar justering of a few items."""

        def act(meeting, user):
            items = (
                [item for n, item in enumerate(meeting.items_for_part()) if n in numbers]
                if hasattr(meeting, "send_part")
                else []
            )
            if items:
                meeting.send_part(items, by=user)

        self.go(who, Right.WRITE, act)

    @rule()
    def worker(self):
        with clock.at(self.now):
            work.advance(self.pk)

    @rule(who=SIGNER, note=st.sampled_from(("", "Med tvekan.")))
    def sign(self, who, note):
        """All that lies before her: the whole text, and chosen items of it."""
        for place in self.rounds():
            self.answer(who, place, lambda adjuster, a_round: say_yes(adjuster, a_round, note))

    @rule(who=SIGNER, number=NUMBER)
    def refuse(self, who, number):
        for place in self.rounds():
            self.answer(who, place, lambda adjuster, a_round: say_no(adjuster, a_round, number))

    def rounds(self):
        return range(1 + self.meeting.side_rounds.count())

    def answer(self, who, place, answer):
        def act(meeting, user):
            adjuster, a_round = meeting.adjuster_for(user), [meeting, *sides_of(meeting)][place]
            if adjuster is not None and a_round.protocol is not None:
                adjuster.meeting = meeting
                answer(adjuster, a_round)

        self.go(who, Right.SIGN, act)

    @rule(who=WRITER, number=NUMBER)
    def remind(self, who, number):
        def act(meeting, user):
            waiting = meeting.waiting_adjusters()
            meeting.remind(waiting[number % len(waiting)], by=user)

        if self.meeting.waiting_adjusters():
            self.go(who, Right.WRITE, act)

    @rule(who=SIGNER)
    def ask(self, who):
        self.go(who, Right.READ, lambda meeting, user: meeting.ask("Vem sade det?", by=user))

    @rule(who=WRITER, number=NUMBER)
    def register_a_paper(self, who, number):
        def act(meeting, user):
            waiting = meeting.waiting_adjusters()
            if waiting:
                adjuster, day = waiting[number % len(waiting)], clock.today()
                meeting.register_paper(adjuster, builders.PDF, signed_on=day, by=user)

        self.go(who, Right.WRITE, act)

    # --- Who does not sign ------------------------------------------------------------------

    @rule(who=WRITER, place=st.integers(0, 2))
    def reopen(self, who, place):
        def act(meeting, user):
            rounds = [meeting, *sides_of(meeting)]
            rounds[place % len(rounds)].reopen(by=user, reason="Fel ordförande.")

        self.go(who, Right.WRITE, act)

    @rule(who=WRITER, number=NUMBER, other=NUMBER)
    def replace(self, who, number, other):
        def act(meeting, user):
            serving = meeting.serving_adjusters()
            adjuster = serving[number % len(serving)]
            there = meeting.stand_ins(adjuster)
            if there:
                named = there[other % len(there)].user
                meeting.replace_adjuster(adjuster, named, by=user)

        if self.meeting.serving_adjusters():
            self.go(who, Right.WRITE, act)

    @rule(who=WRITER, mandate=st.sampled_from(("mira", "kim", "lena")))
    def a_mandate_ends(self, who, mandate):
        """She who was there may sign all the same."""
        ends = clock.local(self.now).date() - timedelta(days=1)
        getattr(self.world, mandate).mandates.update(ends=ends)

    @rule(who=WRITER)
    def notice_all(self, who):
        def act(meeting, user):
            for adjuster in meeting.waiting_adjusters():
                meeting.give_notice(adjuster, by=user)

        self.go(who, Right.WRITE, act)

    @rule(who=WRITER)
    def close_without(self, who):
        self.go(who, Right.WRITE, lambda meeting, user: meeting.close_without(by=user))

    @rule(who=st.sampled_from(("sara", "hanna", "mira", "olle")), number=NUMBER)
    def certify_an_extract(self, who, number):
        def act(meeting, user):
            if meeting.protocol:
                items = list(meeting.protocol.document().items())
                meeting.certify_extract([items[number].ref], by=user)

        self.go(who, Right.CERTIFY, act)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.now += timedelta(days=days)

    # --- What holds after every step --------------------------------------------------------

    @invariant()
    def holds(self):
        meeting = self.meeting
        self.what_was_signed_never_changes_or_goes()
        a_scope_has_one_open_round(meeting)
        whoever_is_waited_for_can_act(meeting)
        whoever_signed_has_signed(meeting)
        every_sealed_file_verifies(meeting)

    def what_was_signed_never_changes_or_goes(self):
        now = {(name, row["id"]): row for name, rows in contents().items() for row in rows}
        assert {key: now.get(key) for key in self.locked} == self.locked
        self.locked = now


def sides_of(meeting):
    return list(meeting.side_rounds.with_meeting().order_by("pk"))


def say_yes(adjuster, a_round, note):
    attempt = acts.begin(adjuster, user=adjuster.user, protocol=a_round.protocol, note=note)
    acts.complete(attempt, {"password": "x"}, check=lambda password: True)


def say_no(adjuster, a_round, number):
    items = list(a_round.protocol.document().items())
    told = {"item": items[number % len(items)], "reason": "Så sade vi inte."}
    a_round.send_back(adjuster, by=adjuster.user, **told)


def what_is_frozen_is_what_its_kontrollkod_says(meeting):
    for protocol in meeting.protocols.all():
        content = bytes(protocol.content)
        is_extract = protocol.scope == protocol.Scope.EXTRACT
        code_of = extract.fingerprint_of if is_extract else document.fingerprint_of
        assert code_of(content) == protocol.fingerprint
        assert not is_extract or extract.is_proven(content)


def a_scope_has_one_open_round(meeting):
    standing = meeting.protocols.whole().standing().count()
    assert standing == (1 if meeting.state in FROZEN else 0), meeting.state
    assert meeting.state in (*FROZEN, *WRITABLE)


def whoever_is_waited_for_can_act(meeting):
    for a_round in (meeting, *sides_of(meeting)):
        if a_round.state == State.SIGNING:
            waiting = a_round.waiting_adjusters()
            assert waiting
            for adjuster in waiting:
                assert adjuster.user.is_active
                access.meeting_for(SimpleNamespace(user=adjuster.user), meeting.pk, Right.SIGN)


def whoever_signed_has_signed(meeting):
    if meeting.state not in (State.SEALING, State.SEALED):
        return
    without = set(meeting.protocol.missing_signatures.values_list("adjuster", flat=True))
    assert {adjuster.pk for adjuster in meeting.waiting_adjusters()} == without
    for signature in meeting.protocol.signatures.all():
        assert signature.fingerprint == meeting.protocol.fingerprint


def every_sealed_file_verifies(meeting):
    files = SealedFile.objects.filter(protocol__meeting=meeting, kind=SealedFile.Kind.SEALED)
    assert meeting.state != State.SEALED or files.filter(protocol=meeting.protocol).exists()
    for file in files:
        judged = verification.judge(bytes(file.content))
        assert judged.protocol == file.protocol
        assert judged.kind == "genuine"


def nothing_waits_for_the_worker(meeting):
    assert meeting.state not in (State.PRINTING, State.SEALING)
    assert work.left_behind() == []
