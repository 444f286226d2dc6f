"""What waits for a person, first thing first: the rows of her start page, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from .. import clock, words
from ..models import Group, State
from . import rounds

AT_THE_DOOR = timedelta(minutes=60)  # before a meeting, opening it comes before everything else
SUMMONS_AHEAD = timedelta(days=7)
READING_SPEED = 1.05  # minutes an item, from the samples' minutes read aloud

# Rows are ordered by these, then by their moment.
NOW, LATE, DUE = range(3)


@dataclass(frozen=True)
class Waiting:
    """One thing to do: a heading, a button, and what stands between them."""

    title: str
    button: str
    url: str
    moment: datetime
    rank: int = DUE
    due: str = ""
    urgency: str = ""  # soon, late or nothing
    facts: tuple[str, ...] = ()
    party: object = None  # whom the person does it for, told when she has several mandates


def waiting_for(user, meetings, inquiries=(), texts=()) -> list[Waiting]:
    """From meetings of `concerning(user)` with signers and size: what is the user's move.

    `inquiries` are questions to her as secretary, also about texts that were closed long ago.
    """
    rows = [_answer(inquiry) for inquiry in inquiries]
    for meeting in meetings:
        if meeting.is_written:
            rows += _of_secretary(meeting)
            rows += _to_place(meeting)
        if meeting.is_represented or meeting.is_adjusted:
            rows += _of_reader(meeting)
        if meeting.is_adjusted and meeting.state == State.SIGNING:
            rows += _of_adjuster(meeting, user)
    rows += [_beside(text) for text in texts if text.round.round_key]
    return sorted(rows, key=lambda row: (row.rank, row.moment))


# --- The secretary -------------------------------------------------------------------------------


def _of_secretary(meeting):
    if meeting.state in (State.PLANNED, State.CALLED):
        return _before(meeting)
    if meeting.state == State.ONGOING:
        return [_ongoing(meeting)]
    if meeting.state == State.DRAFTED:
        return [_drafted(meeting)]
    if meeting.state == State.REVIEW:
        return _in_review(meeting)
    if meeting.state == State.SIGNING and meeting.is_late:
        return [_remind(meeting)]
    return []


def _to_place(meeting):
    """A party's own text that has no place yet: nothing is sent for signing without it."""
    if not (meeting.unplaced_of and meeting.is_writable):
        return []
    whose = words.genitive(meeting.unplaced_of)
    return [
        Waiting(
            title=f"Placera {whose} protokollsanteckning",
            button="Placera",
            url=reverse("statements", args=[meeting.pk]),
            moment=meeting.begins,
            facts=(str(meeting),),
        )
    ]


def _before(meeting):
    if meeting.begins - clock.now() <= AT_THE_DOOR:
        return [_at_the_door(meeting)]
    if meeting.state == State.PLANNED and meeting.summons_by - clock.today() <= SUMMONS_AHEAD:
        return [_summons(meeting)]
    return []


def _at_the_door(meeting):
    minutes = round((meeting.begins - clock.now()).total_seconds() / 60)
    begins = words.count(minutes, "minut,minuter")
    if meeting.day < clock.today():
        title = "Mötet har inte öppnats"
    elif minutes < 0:
        title = f"Mötet skulle ha börjat kl. {words.clock_time(meeting.starts)}"
    else:
        title = f"Mötet börjar om {begins}" if minutes else "Mötet börjar nu"
    return Waiting(
        title=title,
        button="Öppna mötet",
        url=reverse("attendance", args=[meeting.pk]),
        moment=meeting.begins,
        rank=LATE if meeting.day < clock.today() else NOW,
        facts=(str(meeting), meeting.place),
    )


def _ongoing(meeting):
    return Waiting(
        title=f"Möte pågår: {meeting.group}",
        button="Öppna mötet",
        url=reverse("write", args=[meeting.pk]),
        moment=meeting.began_at,
        rank=NOW,
        facts=(f"Sedan {words.since(meeting.began_at, clock.now())}", _items(meeting)),
    )


def _drafted(meeting):
    text = "anteckningarna" if meeting.is_notes else "protokollet"
    if meeting.sent_back_by:
        return Waiting(
            title=f"{meeting.sent_back_by} har skickat tillbaka {text}",
            button="Läs varför",
            url=meeting.get_absolute_url(),
            moment=meeting.begins,
            rank=LATE,
            facts=(str(meeting),),
        )
    return Waiting(
        title=f"Skriv klart {text}",
        button="Skriv klart",
        url=reverse("write", args=[meeting.pk]),
        moment=meeting.begins,
        facts=(str(meeting), _items(meeting)),
    )


def _in_review(meeting):
    if meeting.new_comments:
        asked = words.count(meeting.new_comments, "synpunkt,synpunkter")
        yield Waiting(
            title=f"Ta ställning till {asked}",
            button="Ta ställning",
            url=reverse("stance", args=[meeting.pk]),
            moment=meeting.comments_by,
            due=_until_comments(meeting),
            facts=(str(meeting),),
        )
    elif meeting.is_past_comments:
        yield Waiting(
            title=f"Skicka {_text(meeting)} till justering",
            button="Granska och skicka",
            url=reverse("send_for_signing", args=[meeting.pk]),
            moment=meeting.comments_by,
            due=_until_comments(meeting),
            facts=(str(meeting),),
        )


def _until_comments(meeting):
    by = words.due(meeting.comments_by, clock.now())
    return (
        f"Tiden för synpunkter gick ut {by}"
        if meeting.is_past_comments
        else f"Synpunkter till {by}"
    )


def _text(meeting):
    return "anteckningarna" if meeting.is_notes else "protokollet"


def _summons(meeting):
    late = meeting.summons_by < clock.today()
    by = clock.swedish(meeting.summons_by, 23, 59)
    soon = by - clock.now() < timedelta(days=2)
    due = meeting.late_words if late else f"Senast {words.day_weekday(meeting.summons_by)}"
    return Waiting(
        title=f"Skicka kallelse till {meeting.group.in_sentence}",
        button="Granska och skicka",
        url=reverse("summons", args=[meeting.pk]),
        moment=by,
        rank=LATE if late else DUE,
        due=due,
        urgency="late" if late else "soon" if soon else "",
        facts=(f"Möte {words.day(meeting.day)}", _items(meeting)),
    )


def _remind(meeting):
    late = [adjuster for adjuster in meeting.signers if not adjuster.has_signed]
    whom = words.and_list(dict.fromkeys(a.party.value().in_sentence for a in late))
    signed = len(meeting.signers) - len(late)
    return Waiting(
        title=f"Påminn {whom} om justering",
        button="Påminn",
        url=reverse("follow_signing", args=[meeting.pk]),
        moment=meeting.sign_by,
        rank=LATE,
        due=meeting.late_words,
        urgency="late",
        facts=(str(meeting), f"{signed} av {len(meeting.signers)} har justerat"),
    )


def _answer(inquiry):
    meeting = inquiry.meeting
    return Waiting(
        title=f"Svara {inquiry.by.name} om {inquiry.place}",
        button="Läs och svara",
        url=f"{reverse('ask_secretary', args=[meeting.pk])}#fraga-{inquiry.pk}",
        moment=inquiry.asked_at,
        facts=(str(meeting), f"Frågat {words.deadline(clock.local(inquiry.asked_at))}"),
    )


# --- A reader ------------------------------------------------------------------------------------


def _of_reader(meeting):
    if meeting.state == State.DRAFTED and meeting.is_for_chair:
        yield Waiting(
            title=f"Läs {_text(meeting)} innan det går ut för synpunkter",
            button="Läs och lämna synpunkter",
            url=reverse("review", args=[meeting.pk]),
            moment=meeting.begins,
            facts=(str(meeting), _items(meeting)),
        )
    is_over = meeting.is_past_comments and meeting.silence == Group.Silence.CONSENT
    if meeting.state == State.REVIEW and meeting.is_unread and not is_over:
        left, late = meeting.comments_by - clock.now(), meeting.is_past_comments
        due = words.due(meeting.comments_by, clock.now())
        yield Waiting(
            title=f"Läs {_text(meeting)} från {meeting.group.in_sentence} {words.day(meeting.day)}",
            button="Läs och lämna synpunkter",
            url=reverse("review", args=[meeting.pk]),
            moment=meeting.comments_by,
            rank=LATE if late else DUE,
            due=f"Tiden gick ut {due}" if late else f"Senast {due}",
            urgency="late" if late else "soon" if left.days < 2 else "",
            facts=(f"{_items(meeting)}, cirka {_minutes(meeting)} minuter",),
        )


# --- An adjuster ---------------------------------------------------------------------------------


def _of_adjuster(meeting, user):
    text = "anteckningarna" if meeting.is_notes else "protokollet"
    left = meeting.sign_by - clock.now()
    due = words.due(meeting.sign_by, clock.now())
    for adjuster in meeting.signers:
        if adjuster.attendee.user_id == user.pk and not adjuster.has_signed:
            yield Waiting(
                title=f"Justera {text} från {meeting.group.in_sentence} {words.day(meeting.day)}",
                button="Läs och justera",
                url=reverse("sign", args=[meeting.pk]),
                moment=meeting.sign_by,
                rank=LATE if meeting.is_late else DUE,
                due=f"Skulle ha justerats {due}" if meeting.is_late else f"Senast {due}",
                urgency="late" if meeting.is_late else "soon" if left.days < 2 else "",
                facts=(f"{_items(meeting)}, cirka {_minutes(meeting)} minuter",),
                party=adjuster.party,
            )


def _beside(text):
    """A part that is signed at once, or a signed rättelse."""
    of, meeting = text.round, text.protocol.meeting
    due = words.due(of.sign_by, clock.now())
    soon = of.sign_by - clock.now() < timedelta(days=2)
    return Waiting(
        title=f"Justera {of.what} från {meeting.group.in_sentence} {words.day(meeting.day)}",
        button="Läs och justera",
        url=rounds.address(of, "sign"),
        moment=of.sign_by,
        rank=LATE if of.is_late else DUE,
        due=f"Skulle ha justerats {due}" if of.is_late else f"Senast {due}",
        urgency="late" if of.is_late else "soon" if soon else "",
        facts=("Omedelbar justering" if of.is_part else "",),
        party=text.adjuster.party,
    )


def _items(meeting):
    return words.count(meeting.item_count, "punkt,punkter")


def _minutes(meeting):
    """Time to read, in whole fives."""
    return 5 * max(1, round(meeting.item_count * READING_SPEED / 5))
