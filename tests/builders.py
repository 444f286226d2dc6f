"""Makes worlds for the tests: people, groups and meetings, every state through the real verbs.

Days are told from `clock.now()`: a world built inside `clock.at(…)` lives at that time.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from meetings import clock, storage
from meetings.justering import work
from meetings.models import (
    AgendaItem,
    Arrived,
    Attachment,
    Comment,
    Entry,
    Group,
    GroupParty,
    GroupSection,
    Meeting,
    MonthTheme,
    Party,
    Protocol,
    Representative,
    SealedFile,
    Secretary,
    SideRound,
    SigningAttempt,
    StandingItem,
    State,
    Statement,
    StatementDraft,
    User,
    Version,
)
from meetings.models.signature import ATTEMPT_LASTS
from meetings.workdays import add_working_days

PASSWORD = "samverkan i Ekbacka"
LONG_AGO = date(2020, 1, 1)

AGENDA = (
    {"heading": "Mötets öppnande"},
    {"heading": "Val av justerare"},
    {"heading": "Föregående protokoll"},
    {"heading": "Månadens tema", "is_theme": True, "responsible": "Jonas Öberg"},
    {"heading": "Budget och verksamhetsplan", "legal_basis": "MBL 11"},
    {"heading": "Runda", "is_round": True},
    {"heading": "Övriga frågor"},
)
THEMES = {1: "Arbetsmiljöåret", 2: "Årsredovisning", 3: "Lönerevision", 5: "Tertialrapport"}
SECTIONS = (
    ("Information", "Ingen information"),
    ("Dialog", "Ingen dialog"),
    ("Beslut", "Inga beslut"),
)


# --- People, parties, groups ---------------------------------------------------------------------


def person(name, email=None, **fields) -> User:
    email = email or f"{name.split()[0].lower()}@ekbacka.test"
    return User.objects.create_user(email, name, PASSWORD, **fields)


def party(name, chip="", *, employer=False, order=0) -> Party:
    return Party.objects.get_or_create(
        name=name, defaults={"chip": chip or name[:16], "is_employer": employer, "order": order}
    )[0]


def mandate(group, user, of, *, starts=LONG_AGO, **fields) -> Representative:
    """A mandate for the party `of`, which becomes a party of the group."""
    group.party_rows.get_or_create(party=of, defaults={"order": of.order})
    return Representative.objects.create(group=group, user=user, party=of, starts=starts, **fields)


def secretary(group, user, **fields) -> Secretary:
    return Secretary.objects.create(group=group, user=user, **{"starts": LONG_AGO, **fields})


def group_with(parties=(), *, name="Förvaltningsgruppen", code="FG", agenda=AGENDA, sections=(),
               themes=THEMES, **rules) -> Group:  # fmt: skip
    """A group with an agenda and an annual wheel. `sections`: (heading, sentence when empty)."""
    rules = {
        "slug": code.lower(),
        "level": Group.Level.DEPARTMENT,
        "unit": "Utbildningsförvaltningen",
        "place": "Rum Linden",
        "starts": time(13),
        "ends": time(15),
        **rules,
    }
    group = Group.objects.create(name=name, code=code, **rules)
    for order, one in enumerate(parties):
        GroupParty.objects.create(group=group, party=one, order=order)
    for order, (heading, empty) in enumerate(sections):
        GroupSection.objects.create(group=group, heading=heading, empty_words=empty, order=order)
    headings = list(group.sections.all())
    for order, item in enumerate(agenda):
        under = headings[order % len(headings)] if headings else None
        StandingItem.objects.create(group=group, order=order, section=under, **item)
    for month, theme in themes.items():
        MonthTheme.objects.create(group=group, month=month, theme=theme)
    return group


@dataclass
class World:
    """Sara writes, Jonas is the employer and chairs, the others speak for their unions.

    Hanna is HR without a mandate, Olle has nothing to do with any of it. Nils is Mira's substitute.
    """

    sara: User
    jonas: User
    mira: User
    kim: User
    lena: User
    nils: User
    hanna: User
    olle: User
    employer: Party
    vision: Party
    kommunal: Party
    teachers: Party
    group: Group


def world(**rules) -> World:
    """The usual cast with one group; `rules` are fields of the group or arguments of group_with."""
    employer = party("Arbetsgivaren", "AG", employer=True)
    kommunal = party("Kommunal", order=1)
    teachers = party("Sveriges Lärare", "Sv. Lärare", order=2)
    vision = party("Vision", order=3)
    parties = (employer, kommunal, teachers, vision)
    cast = World(
        sara=person("Sara Lind"),
        jonas=person("Jonas Öberg"),
        mira=person("Mira Åkesson"),
        kim=person("Kim Berg"),
        lena=person("Lena Palm"),
        nils=person("Nils Frost"),
        hanna=person("Hanna Ek", is_hr=True),
        olle=person("Olle Ny"),
        employer=employer,
        vision=vision,
        kommunal=kommunal,
        teachers=teachers,
        group=group_with(parties, **rules),
    )
    people(cast.group, cast)
    return cast


def people(group, cast) -> None:
    """Give the cast its roles in a group."""
    secretary(group, cast.sara)
    mandate(group, cast.jonas, cast.employer, title="förvaltningschef", chairs=True)
    mandate(group, cast.kim, cast.kommunal)
    mandate(group, cast.lena, cast.teachers)
    mira = mandate(group, cast.mira, cast.vision, title="huvudskyddsombud")
    substitute = Representative.Kind.SUBSTITUTE
    mandate(group, cast.nils, cast.vision, kind=substitute, substitutes_for=mira)


def small_group(cast, **rules) -> Group:
    """A group without adjusters that writes minnesanteckningar under its own headings."""
    rules = {
        "name": "Samverkansgruppen på Solrosens förskola",
        "code": "SOL",
        "level": Group.Level.LOCAL,
        "document_name": Group.DocumentName.NOTES,
        "who_adjusts": Group.WhoAdjusts.NOBODY,
        "layout": Group.Layout.SECTIONED,
        "sections": SECTIONS,
        "agenda": AGENDA[2:6],
        **rules,
    }
    group = group_with((cast.employer, cast.kommunal), **rules)
    secretary(group, cast.sara)
    mandate(group, cast.jonas, cast.employer, title="rektor", chairs=True)
    mandate(group, cast.kim, cast.kommunal)
    return group


# --- A meeting in any state ----------------------------------------------------------------------

COMING = (State.PLANNED, State.CALLED, State.CANCELLED)


def meeting_in(
    state,
    group,
    *,
    day=None,
    by=None,
    starts=None,
    ends=time(15),
    place="",
    called=True,
    real=False,
) -> Meeting:
    """A meeting of the group in this state, everything done at its right time by its secretary.

    Without `day` it is three weeks ahead until it is held, today while it goes on, and the last
    working day after that; without `starts` at one o'clock, or when the group is free that day.
    With `called=False` no kallelse was sent. The files are made-up bytes; with `real=True` the
    worker's own steps make them, which takes seconds and wants the fixture `keys`.
    """
    by = by or group.secretaries.select_related("user").first().user
    day = day or _usual_day(state)
    starts = starts or _free_time(group, day)
    with _then(day - timedelta(days=30), 9):
        meeting = Meeting.plan(group, by=by, day=day, starts=starts, ends=ends, place=place)
    return bring(meeting, state, by=by, called=called, real=real)


def bring(meeting, state, *, by, called=True, real=False) -> Meeting:
    """Take a planned meeting on to the state; nothing but verbs, each at its right time."""
    if state != State.PLANNED:
        _prepare(meeting, state, by, called)
    if state not in (State.PLANNED, State.CALLED, State.CANCELLED):
        _hold(meeting, state, by)
    if state == State.REVIEW:
        with _then(meeting.day, 17, 20):
            meeting.send_for_comments(by=by)
    if state in (State.PRINTING, State.SIGNING, State.SEALING, State.SEALED):
        _freeze(meeting, state, by, real)
    meeting.refresh_from_db()
    assert meeting.state == state, f"{meeting.state} != {state}"
    return meeting


def _prepare(meeting, state, by, called):
    if called:
        with _then(meeting.day - timedelta(days=8), 10, 2):
            meeting.call(by=by)
    if state == State.CANCELLED:
        meeting.cancel(by=by, because="För få kan komma.")


def _hold(meeting, state, by):
    with _then(meeting.day, meeting.starts.hour, meeting.starts.minute):
        meeting.mark_all_present(by=by)
        meeting.start(by=by)
    if state != State.ONGOING:
        with _then(meeting.day, 15):
            meeting.finish(by=by)


def _freeze(meeting, state, by, real):
    with _then(meeting.day + timedelta(days=1), 10):
        send(meeting, by=by)
        if state != State.PRINTING:
            finish_work(meeting) if real else printed(meeting)
    if meeting.has_adjusters and state in (State.SEALING, State.SEALED):
        with _then(meeting.day + timedelta(days=2), 9, 26):
            sign_all(meeting)
    if state == State.SEALED and not (real and not meeting.has_adjusters):
        with _then(meeting.day + timedelta(days=2), 9, 27):
            finish_work(meeting) if real else sealed(meeting)


def finish_work(meeting) -> None:
    """Everything that the worker would do now for this meeting. Wants the fixture `keys`."""
    work.advance(meeting.pk)
    meeting.refresh_from_db()


def _free_time(group, day):
    """One o'clock, or the first minute from eight when the group does not begin another meeting."""
    taken = set(group.meetings.filter(day=day).values_list("starts", flat=True))
    minutes = [time(13), *(time(8 + n // 60, n % 60) for n in range(7 * 60))]
    return next(one for one in minutes if one not in taken)


def _usual_day(state):
    today = clock.today()
    if state in COMING:
        return add_working_days(today, 15)
    return today if state == State.ONGOING else add_working_days(today, -1)


def _then(day, hour, minute=0):
    """That moment, or now when it has not come yet."""
    moment = clock.swedish(day, hour, minute)
    return clock.at(min(moment, clock.now()))


def settle(meeting, *, by) -> None:
    """What stops the text from being sent is put right: adjusters chosen, every utfall set."""
    meeting.choose_adjusters(meeting.proposed_adjusters(), by=by)
    for item in meeting.items.standing():
        if item.legal_basis and not item.outcome:
            item.set_outcome(AgendaItem.OutcomeKind.AGREED, by=by)


def send(meeting, *, by) -> Protocol:
    """Freeze the text: to signing, or to be sealed where nobody adjusts."""
    if not meeting.has_adjusters:
        return meeting.make_done(by=by)
    settle(meeting, by=by)
    return meeting.send_for_signing(by=by)


def printed(meeting, protocol=None) -> None:
    """As the worker does it, with bytes that are no PDF."""
    protocol = protocol or meeting.protocol
    content = b"%PDF-1.7 " + protocol.fingerprint.encode()
    meeting.printed(protocol, lambda: SealedFile.store(protocol, SealedFile.Kind.FROZEN, content))


def send_part(meeting, *items, by) -> SideRound:
    """Omedelbar justering of these items, or of the first."""
    settle(meeting, by=by)
    return meeting.send_part(items or [meeting.items_for_part()[0]], by=by)


def comment(meeting, user, text="Stryk om.", *, row=None, proposes=False):
    """A synpunkt by the user on the row (an Entry), or on the first item; `proposes` rewords it."""
    version = meeting.version_for(user)
    said = version.document()
    items = list(said.items())
    item = next(i for i in items if not row or str(row.ref) in {e.ref for e in i.entries})
    return meeting.comment(
        text,
        version=version,
        party=meeting.spoken_for_by(user)[0],
        by=user,
        kind=Comment.Kind.WORDING if proposes else Comment.Kind.REMARK,
        item=item.ref,
        entry=str(row.ref) if row else "",
        ref=uuid.uuid4(),
    )


def answered_comment(meeting, *, by) -> Comment:
    """A synpunkt of an earlier round, with its answer."""
    version = Version.store(meeting, Version.Audience.REVIEW, by=by)
    now = clock.now()
    return Comment.objects.create(
        version=version,
        party=meeting.group.parties.first(),
        by=by,
        at=now,
        kind=Comment.Kind.REMARK,
        text="Stryk om.",
        state=Comment.State.KEPT,
        answer="Så sa hon.",
        answered_by=by,
        answered_at=now,
    )


def finish_reading(meeting, user):
    """“Jag har läst klart”, of the text that is shown to her now."""
    party = meeting.spoken_for_by(user)[0]
    return meeting.finish_reading(meeting.version_for(user), party=party, by=user)


def attempt(meeting, user, **words) -> SigningAttempt:
    protocol = meeting.protocol
    return SigningAttempt.objects.create(
        adjuster=meeting.adjuster_for(user),
        protocol=protocol,
        user=user,
        method="password",
        fingerprint=protocol.fingerprint,
        pdf_sha256=protocol.file(SealedFile.Kind.FROZEN).sha256,
        **words,
        started_at=clock.now(),
        expires_at=clock.now() + ATTEMPT_LASTS,
    )


def sign(meeting, user, **words):
    """“Ja, jag justerar”. `words`: note, annex, opinion and opinion_item."""
    return meeting.sign(
        attempt(meeting, user, **words),
        evidence={"method": "password", "at": clock.now().isoformat()},
        level="enklare underskrift",
    )


def sign_all(meeting) -> None:
    for adjuster in meeting.waiting_adjusters():
        sign(meeting, adjuster.user)


def signed_by_many(world, count) -> Meeting:
    """Under justering, with so many adjusters spread over the parties. Wants the fixture `keys`."""
    parties = list(world.group.parties.order_by("pk"))
    for number in range(world.group.representatives.count() + 1, count + 3):
        user = person(f"Person{number} Namnsson")
        mandate(world.group, user, parties[number % len(parties)], title="ledamot")
    meeting = meeting_in(State.DRAFTED, world.group)
    settle(meeting, by=world.sara)
    signers = [one for one in meeting.attendees.all() if one.took_part and one.party_id]
    meeting.choose_adjusters(signers[:count], by=world.sara)
    meeting.send_for_signing(by=world.sara)
    finish_work(meeting)
    assert len(meeting.waiting_adjusters()) == count
    return meeting


def send_back(meeting, user, *, reason="Kommunals fråga saknas.", item=None):
    """“Nej, texten stämmer inte”, about the first item when none is told."""
    item = item or next(iter(meeting.protocol.document().items()))
    return meeting.send_back(meeting.adjuster_for(user), by=user, item=item, reason=reason)


def sealed(meeting) -> None:
    """As the worker does it, with bytes that are no PDF."""
    protocol = meeting.protocol
    content = b"%PDF-1.7 sealed " + protocol.fingerprint.encode()
    meeting.close(protocol, lambda: SealedFile.store(protocol, SealedFile.Kind.SEALED, content))


def moment(day, hour, minute=0) -> datetime:
    return clock.swedish(day, hour, minute)


def comes(attendee, *, item, by, at=time(13, 20)):
    """She came late; told in the item."""
    return attendee.comes(at, by=by, item=item)


# --- What is written -----------------------------------------------------------------------------


def add_row(item, text, *, by, **facts):
    """A row with a ref of its own; `facts` as in Entry.describe."""
    return item.add_entry(text, by=by, ref=uuid.uuid4(), **facts)


def statement_draft(meeting, of, text, *, by, **facts) -> StatementDraft:
    """What a party writes for the minutes, before it hands it in."""
    return StatementDraft.begin(meeting, of, text, ref=uuid.uuid4(), by=by, **facts)


def somebody_of(group, of) -> User:
    """Who speaks for the party in the group."""
    return group.representatives.active().filter(party=of).first().user


def hand_in(meeting, of, text, *, by, **facts) -> Statement:
    return statement_draft(meeting, of, text, by=by, **facts).hand_in(by=by)


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"


def arrived(content=PDF, name="underlag.pdf", media_type="application/pdf", pages=0) -> Arrived:
    """A file that has come in and been looked at."""
    return Arrived(storage.Arriving.of(content), name, media_type, pages)


def attach(meeting, *, by, content=PDF, title="Underlag", **facts) -> Attachment:
    return Attachment.add(meeting, arrived(content), title=title, by=by, **facts)


READ = "Ramen är 11 mnkr och tiden räcker inte."


def row_in_review(group, *, by) -> Entry:
    """A row of a meeting whose text is out for synpunkter; it says READ."""
    meeting = meeting_in(State.ONGOING, group)
    item = meeting.items.standing()[2]
    item.meeting = meeting
    row = add_row(item, READ, by=by)
    meeting.finish(by=by)
    settle(meeting, by=by)
    meeting.send_for_comments(by=by)
    row.item.meeting = meeting
    return row


def write_rows(meeting, *, items=3, rows=6, by) -> list:
    """So many items on the agenda and so many rows of all kinds spread over them."""
    for number in range(meeting.items.standing().count(), items):
        meeting.add_item(f"Ärende {number + 1}", responsible="Jonas Öberg")
    places = list(meeting.items.standing())[:items]
    voices = list(meeting.group.parties.order_by("-is_employer", "order"))
    kinds = ("note", "question", "answer", "decision", "action", "quote", "subheading")
    return [
        add_row(
            places[number % len(places)],
            f"Stycke {number + 1}: gruppen går igenom läget.",
            by=by,
            kind=kinds[number % len(kinds)],
            speaks=[voices[number % len(voices)]],
        )
        for number in range(rows)
    ]


def on_paper(meeting, user, *, by, note=""):
    """“Justerat på papper”, signed and registered today."""
    adjuster = meeting.adjuster_for(user)
    return meeting.register_paper(adjuster, PDF, signed_on=clock.today(), by=by, note=note)
