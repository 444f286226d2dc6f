"""One round of each race. `test_races.py` runs a few of them, `tests/soak` very many.

Every act fetches its own rows, as a request of its own would.
"""

import uuid
from dataclasses import replace
from itertools import pairwise

from meetings import notifications
from meetings.errors import DomainError, WrongState
from meetings.justering import work
from meetings.justering.chain import faults
from meetings.models import (
    AgendaItem,
    Attendee,
    Conflict,
    Delivery,
    Entry,
    Meeting,
    Revision,
    Saved,
    SigningAttempt,
    State,
)
from tests import builders
from tests.justering.at_once import at_once, refusals


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def verbs(meeting):
    return list(meeting.events.order_by("seq").values_list("verb", flat=True))


def said(document):
    """What a document says, whatever salts it has."""
    return document.salted(lambda: "salt")


def sign(attempt):
    attempt = SigningAttempt.objects.get(pk=attempt.pk)
    meeting = Meeting.objects.get(pk=attempt.protocol.meeting_id)
    return meeting.sign(attempt, evidence={"method": "password"}, level="enklare underskrift")


# --- Justering -----------------------------------------------------------------------------------


def two_last_adjusters(group):
    """Exactly one of them is the last, and exactly one file is sealed."""
    meeting = builders.meeting_in(State.SIGNING, group)
    *first, one, other = meeting.waiting_adjusters()
    for adjuster in first:
        builders.sign(meeting, adjuster.user)
    attempts = [builders.attempt(meeting, adjuster.user) for adjuster in (one, other)]
    answers = at_once(*[lambda a=a: sign(a) for a in attempts])
    assert refusals(answers) == []
    assert fresh(meeting).state == State.SEALING
    assert verbs(meeting).count("all_signed") == 1
    answers = at_once(*[lambda: seal_made_up_bytes(meeting)] * 2)
    assert len(refusals(answers)) == 1
    assert_sealed_once(meeting, revisions=0)


def seal_made_up_bytes(meeting):
    builders.sealed(Meeting.objects.get(pk=meeting.pk))


def one_adjuster_twice(group):
    """Two windows, or a double click: one signature."""
    meeting = builders.meeting_in(State.SIGNING, group)
    adjuster = meeting.waiting_adjusters()[0]
    attempts = [builders.attempt(meeting, adjuster.user) for _ in range(2)]
    answers = at_once(*[lambda a=a: sign(a) for a in (*attempts, attempts[0])])
    assert len(refusals(answers)) == 2
    assert meeting.protocol.signatures.count() == verbs(meeting).count("signed") == 1
    assert faults(fresh(meeting)) == []


def signing_against_sending_back(group):
    """The last one signs while another sends back: sealed or drafted, never both."""
    meeting = builders.meeting_in(State.SIGNING, group)
    *first, other, last = meeting.waiting_adjusters()
    for adjuster in first:
        builders.sign(meeting, adjuster.user)
    attempt = builders.attempt(meeting, last.user)
    item = first_item(meeting)
    answers = at_once(
        lambda: sign(attempt),
        lambda: builders.send_back(fresh(meeting), other.user, item=item),
    )
    meeting = fresh(meeting)
    protocol = meeting.protocols.get()
    assert meeting.state == State.DRAFTED  # `other` had not signed, so nothing was complete
    assert protocol.is_void
    assert protocol.signatures.count() == len(first) + 1 - len(refusals(answers))
    assert faults(fresh(meeting)) == []


def first_item(meeting):
    return next(iter(meeting.protocol.document().items()))


def two_send_back(group):
    meeting = builders.meeting_in(State.SIGNING, group)
    one, other, *_rest = [adjuster.user for adjuster in meeting.waiting_adjusters()]
    item = first_item(meeting)
    answers = at_once(
        lambda: builders.send_back(fresh(meeting), one, item=item),
        lambda: builders.send_back(fresh(meeting), other, item=item),
    )
    assert [type(no) for no in refusals(answers)] == [WrongState]
    assert verbs(meeting).count("sent_back") == 1


def two_reminders(group):
    meeting = builders.meeting_in(State.SIGNING, group)
    adjuster = meeting.waiting_adjusters()[0]
    sara = group.secretaries.first().user
    answers = at_once(*[lambda: fresh(meeting).remind(fresh(adjuster), by=sara)] * 2)
    assert len(refusals(answers)) == 1
    assert Delivery.objects.filter(kind="reminder", event__meeting=meeting).count() == 1


def two_workers(group):
    """Two workers at every step of the same meeting, with real files."""
    meeting = builders.meeting_in(State.PRINTING, group)
    workers = [lambda: work.advance(meeting.pk)] * 2
    at_once(*workers)
    assert fresh(meeting).state == State.SIGNING
    assert meeting.protocol.files.count() == 1
    first, *rest = meeting.waiting_adjusters()
    builders.sign(fresh(meeting), first.user)
    at_once(*workers)
    for adjuster in rest:
        builders.sign(fresh(meeting), adjuster.user)
    at_once(*workers)
    assert_sealed_once(meeting, revisions=1 + len(rest))


def assert_sealed_once(meeting, *, revisions):
    """Whatever happened on the way: each thing once, and the frozen bytes before every revision."""
    meeting = fresh(meeting)
    assert meeting.state == State.SEALED
    kinds = list(meeting.protocol.files.order_by("seq").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind != "copy"] == ["frozen", *["revision"] * revisions,
                                                          "sealed"]  # fmt: skip
    told = verbs(meeting)
    for verb in ("frozen", "printed", "all_signed", "sealed"):
        assert told.count(verb) == (1 if verb != "all_signed" or meeting.has_adjusters else 0)
    assert_revisions_grow(meeting.protocol)
    assert faults(fresh(meeting)) == []
    assert_told_once(meeting)


def assert_revisions_grow(protocol):
    chain = protocol.files.filter(kind__in=("frozen", "revision")).order_by("seq")
    for before, after in pairwise(chain):
        assert bytes(after.content).startswith(bytes(before.content))
    signed = [file.signature_id for file in chain if file.signature_id]
    assert signed == sorted(signed)


def assert_told_once(meeting):
    """One mail row for each person about each event."""
    rows = Delivery.objects.filter(event__meeting=meeting)
    told = list(rows.values_list("event__verb", "kind", "recipient"))
    assert len(told) == len(set(told))


# --- Freezing ------------------------------------------------------------------------------------


def writers(meeting, row, by):
    """Everything that can change what the minutes say, each with rows of its own."""
    item = row.item

    def fetched():
        return Entry.objects.select_related("item__meeting").get(pk=row.pk)

    def new():
        return {"by": by, "save_id": uuid.uuid4()}

    return [
        lambda: fetched().rewrite("Ett ord till.", base=row.version, **new()),
        lambda: fetched().describe(speaker="Kim Berg", **new()),
        lambda: fetched().delete_row(**new()),
        lambda: AgendaItem.objects.get(pk=item.pk).add_entry("Sist.", by=by, ref=uuid.uuid4()),
        lambda: AgendaItem.objects.get(pk=item.pk).set_outcome("filed", by=by),
        lambda: AgendaItem.objects.get(pk=item.pk).describe(by=by, heading="Ny rubrik"),
        lambda: AgendaItem.objects.get(pk=item.pk).take_off(by=by),
        lambda: AgendaItem.objects.get(pk=item.pk).move(by=by, up=False),
        lambda: fresh(meeting).add_item("En punkt till"),
        lambda: fresh(meeting).add_guest(name="Vera Gäst", by=by),
        lambda: Attendee.objects.filter(meeting=meeting).last().mark("excused", by=by),
    ]


def freezing_against_a_writer(group, which):
    """A word is either in the frozen text or refused; there is no third place for it."""
    sara = group.secretaries.first().user
    meeting = builders.meeting_in(State.DRAFTED, group)
    row = builders.add_row(meeting.items.first(), "Först.", by=sara)
    builders.settle(meeting, by=sara)
    before = said(meeting.document())
    write = writers(meeting, row, sara)[which]
    refused, frozen = at_once(write, lambda: fresh(meeting).send_for_signing(by=sara))
    assert not isinstance(frozen, DomainError), frozen
    meeting = fresh(meeting)
    after = said(frozen.document())
    assert after == said(meeting.document())
    assert isinstance(refused, WrongState) == (without_deadline(after) == without_deadline(before))


def without_deadline(document):
    return replace(document, signing_due=None)


# --- Numbers and words ---------------------------------------------------------------------------


def summonses_at_once(group, *, number):
    """Each kallelse gets a number of its own, without a gap."""
    meetings = [builders.meeting_in(State.PLANNED, group) for _ in range(3)]
    sara = group.secretaries.first().user
    answers = at_once(*[lambda m=m: fresh(m).call(by=sara) for m in meetings])
    assert refusals(answers) == []
    assert sorted(fresh(m).number for m in meetings) == [number, number + 1, number + 2]


def one_meeting_called_twice(group):
    meeting = builders.meeting_in(State.PLANNED, group)
    sara = group.secretaries.first().user
    answers = at_once(*[lambda: fresh(meeting).call(by=sara)] * 2)
    assert len(refusals(answers)) == 1
    rows = Delivery.objects.filter(event__meeting=meeting, kind="summons")
    assert rows.count() == meeting.people().count()


def calling_against_cancelling(group):
    meeting = builders.meeting_in(State.PLANNED, group)
    sara = group.secretaries.first().user
    at_once(
        lambda: fresh(meeting).call(by=sara),
        lambda: fresh(meeting).cancel(by=sara, because="Ingen kan."),
    )
    assert fresh(meeting).state == State.CANCELLED
    told = Delivery.objects.filter(event__meeting=meeting, kind="cancelled").exists()
    assert told == ("called" in verbs(meeting))  # whoever was called is told
    assert faults(fresh(meeting)) == []


def one_row_posted_twice(meeting):
    item, ref = meeting.items.first(), uuid.uuid4()
    sara = meeting.group.secretaries.first().user
    post = [lambda: fresh(item).add_entry("En gång.", by=sara, ref=ref)] * 3
    assert len({row.pk for row in at_once(*post)}) == 1
    assert Revision.objects.filter(entry__ref=ref).count() == 1


def one_save_sent_twice(meeting):
    sara = meeting.group.secretaries.first().user
    row = builders.add_row(meeting.items.first(), "Först.", by=sara)
    save_id = uuid.uuid4()
    save = [lambda: fresh(row).rewrite("Sedan.", base=1, save_id=save_id, by=sara)] * 3
    answers = at_once(*save)
    assert [(type(answer), answer.version) for answer in answers] == [(Saved, 2)] * 3
    assert row.revisions.count() == 2


def two_write_in_one_row(meeting):
    sara = meeting.group.secretaries.first().user
    row = builders.add_row(meeting.items.first(), "Först.", by=sara)
    texts = ("Sara skrev detta.", "Jonas skrev detta.")
    answers = at_once(
        *[lambda t=t: fresh(row).rewrite(t, base=1, save_id=uuid.uuid4(), by=sara) for t in texts]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Saved"]
    lost = next(answer for answer in answers if isinstance(answer, Conflict))
    assert {lost.mine, lost.theirs} == set(texts)
    assert fresh(row).text == lost.theirs


def row_of(row):
    return Entry.objects.select_related("item__meeting").get(pk=row.pk)


def splitting_against_writing(meeting):
    """Whoever comes second is told, and has all her words."""
    sara = meeting.group.secretaries.first().user
    row = builders.add_row(meeting.items.first(), "Ett två. Tre fyra.", by=sara)
    new = [{"base": 1, "save_id": uuid.uuid4(), "by": sara} for _act in range(2)]
    answers = at_once(
        lambda: row_of(row).rewrite("Ett två. Tre fyra. Fem.", **new[0]),
        lambda: row_of(row).split(8, **new[1]),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Saved"]
    standing = " ".join(row.item.entries.standing().values_list("text", flat=True))
    shown = answers[0].mine if isinstance(answers[0], Conflict) else ""
    assert "Fem." in standing + shown
    assert "Tre fyra." in standing


def merging_against_writing(meeting):
    """Words typed above or below are in the merged row, or shown to whoever typed them."""
    sara = meeting.group.secretaries.first().user
    above, below = (builders.add_row(meeting.items.first(), t, by=sara) for t in ("Ett.", "Två."))
    new = [{"base": 1, "save_id": uuid.uuid4(), "by": sara} for _act in range(3)]
    answers = at_once(
        lambda: row_of(above).rewrite("Ett. Tre.", **new[0]),
        lambda: row_of(below).rewrite("Två. Fyra.", **new[1]),
        lambda: row_of(below).merge_up(**new[2]),
    )
    standing = " ".join(above.item.entries.standing().values_list("text", flat=True))
    shown = " ".join(answer.mine for answer in answers if isinstance(answer, Conflict))
    assert all(word in standing + shown for word in ("Ett.", "Två.", "Tre.", "Fyra."))
    assert [type(answer) for answer in answers[1:]].count(Conflict) == 1


# --- Mail ----------------------------------------------------------------------------------------


def two_postmen(group, outbox):
    """Two workers send what is due: nobody gets a mail twice."""
    meeting = builders.meeting_in(State.CALLED, group)
    outbox.clear()
    due = Delivery.objects.due().count()
    at_once(*[notifications.send_due] * 3)
    assert Delivery.objects.due().count() == 0
    assert len(outbox) == due
    addresses = [address for mail in outbox for address in mail.to]
    assert len(addresses) == len(set(addresses))
    assert not Delivery.objects.filter(event__meeting=meeting).exclude(attempts=1).exists()


def every_chain_is_whole():
    assert [faults(meeting) for meeting in Meeting.objects.all() if faults(meeting)] == []
