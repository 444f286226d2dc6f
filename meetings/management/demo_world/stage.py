"""Plays a meeting through the real verbs, each at its own moment of the demo's year."""

import random
import re
import uuid
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from meetings import clock, storage, words
from meetings.justering import acts, work
from meetings.models import (
    AgendaItem,
    Arrived,
    Attachment,
    Attendee,
    Comment,
    Delivery,
    Group,
    Meeting,
    StatementDraft,
    User,
)
from meetings.models.happening import place_at
from meetings.models.target import targets_read
from meetings.workdays import add_working_days

from . import minutes as texts

SEED = 1976  # the year of medbestämmandelagen: the same world every time

Presence = Attendee.Presence
Outcome = AgendaItem.OutcomeKind

OUTCOMES = {
    "eniga": Outcome.AGREED,
    "oeniga": Outcome.DISAGREED,
    "flyttas": Outcome.MOVED,
    "annan nivå": Outcome.OTHER_LEVEL,
    "handlingarna": Outcome.FILED,
}
RESULTS = {"besvarad": "answered", "delvis": "partly", "återkommer": "returns"}
ACTION = re.compile(r"(?:(?P<who>[^:]+): )?(?P<what>.+?) (?:\+(?P<days>\d+)|(?P<words>nästa möte))")
PLACEHOLDER = re.compile(r"\{([^}]+)\}")


class Stage:
    """`parties` by their keys in the texts; `days` the meeting days of each group's code."""

    def __init__(self, parties, days, *, password):
        self.parties, self.days, self.password = parties, days, password
        self.now = clock.now()
        self.random = random.Random(SEED)  # noqa: S311, a stage needs no secrets
        self.questions = {}  # (code of the group, id in the texts): Question

    # --- Time -------------------------------------------------------------------------------

    @contextmanager
    def at(self, day, hour, minute=0):
        """Then, or now when it has not come yet. What was mailed then has arrived when it ends.

        The mail is only written down as sent: its addresses are invented, and the worker would
        otherwise send a year of it at once. What happens after the loading is really sent.
        """
        with clock.at(min(clock.swedish(day, hour, minute), self.now)):
            yield
            for delivery in Delivery.objects.due():
                delivery.went()

    def _some_moments(self, count, day):
        """So many moments in order, from the afternoon of the day to two working days later."""
        hours = [(day, hour) for hour in (13, 14, 15)]
        for days in (1, 2):
            hours += [(add_working_days(day, days), hour) for hour in (8, 9, 10, 11, 13, 14)]
        minutes = [(*hour, minute) for hour in hours for minute in range(60)]
        return sorted(self.random.sample(minutes, count))

    # --- Before the meeting -----------------------------------------------------------------

    def plan(self, code, day, text="", *, on, starts=None, ends=None, only=False) -> Meeting:
        """A meeting with its group's agenda and what the text adds; `only` what the text names."""
        group = Group.objects.get(code=code)
        self.by = group.secretaries.select_related("user").get().user
        with self.at(on, 9, 10):
            meeting = Meeting.plan(
                group,
                by=self.by,
                day=day,
                starts=starts or group.starts,
                ends=ends or group.ends,
            )
            if text:
                self._agenda(meeting, texts.load(text), only)
        return meeting

    def _agenda(self, meeting, said, only):
        known = {_plain(item.heading): item for item in meeting.items.standing()}
        if only:
            named = {_plain(item.heading) for item in said.items}
            for heading in known.keys() - named:
                known.pop(heading).take_off(by=self.by)
        latest = parent = None
        for script in said.items:
            heading = self._words(meeting, script.heading)
            item = known.get(_plain(heading))
            if item is None:
                item = self._new_item(meeting, script, heading, parent, latest)
            if not script.is_sub:
                latest = parent = item

    def _new_item(self, meeting, script, heading, parent, latest):
        facts = self._item_facts(meeting, script.facts)
        if script.is_sub:
            return meeting.add_item(heading, parent=parent, **facts)
        section = meeting.sections.filter(heading=script.facts.get("rubrik", "")).first()
        if latest:
            latest.refresh_from_db(fields=["order"])
        return meeting.add_item(heading, section=section, after=latest, **facts)

    def _item_facts(self, meeting, facts):
        board, _, days = facts.get("nämnd", "").partition(" +")
        return {
            "responsible": facts.get("ansvarig", ""),
            "legal_basis": facts.get("lagrum", ""),
            "case_number": self._words(meeting, facts.get("dnr", "")),
            "board": board,
            "board_date": add_working_days(meeting.day, int(days)) if days else None,
        }

    def call(self, meeting, *, on=None, lost="") -> None:
        """The kallelse; to the one who is `lost` it never came, however often it was tried."""
        with self.at(on or meeting.summons_by, 10, 2):
            meeting.call(by=self.by)
            for delivery in Delivery.objects.filter(event__meeting=meeting, recipient__name=lost):
                while delivery.status != Delivery.Status.FAILED:
                    delivery.failed("SMTPRecipientsRefused 550")

    def cancel(self, meeting, because, *, on) -> None:
        with self.at(on, 15, 20):
            meeting.cancel(by=self.by, because=because)

    # --- The meeting ------------------------------------------------------------------------

    def hold(self, meeting, text, *, to_the_end=True) -> None:
        """The meeting itself; not `to_the_end`, it goes on after the last item of the text."""
        said = texts.load(text)
        start = meeting.starts
        with self.at(meeting.day, start.hour, start.minute):
            self._attendance(meeting, said)
            meeting.start(by=self.by)
            if meeting.has_adjusters:
                meeting.choose_adjusters(self._adjusters(meeting, said), by=self.by)
        self._write(meeting, said, to_the_end)
        self._happen(meeting, said)
        if to_the_end:
            with self.at(meeting.day, *_clock(meeting.ends, -self.random.randrange(12))):
                meeting.finish(by=self.by)

    def _attendance(self, meeting, said):
        people = {someone.name: someone for someone in meeting.attendees.all()}
        for guest in said.all("Gäst"):
            name, title, organisation = guest.split(", ")
            people[name] = meeting.add_guest(
                name=name, title=title, organisation=organisation, by=self.by
            )
        presence = {
            **dict.fromkeys(said.all("Förhinder"), Presence.EXCUSED),
            **dict.fromkeys(said.all("Frånvarande"), Presence.ABSENT),
            **dict.fromkeys(said.all("På distans"), Presence.REMOTE),
        }
        for name, marked in presence.items():
            people[name].mark(marked, by=self.by)
        for line in said.all("Tjänstgör"):
            substitute, regular = line.split(" för ")
            people[substitute].mark(Presence.PRESENT, by=self.by, serves_for=people[regular])
        meeting.mark_all_present(by=self.by)

    def _happen(self, meeting, said):
        """Who came and left, and when the meeting was adjourned, each in its place by the clock."""
        people = {someone.name: someone for someone in meeting.attendees.all()}
        for fact, told in (("Kom", "came"), ("Gick", "left")):
            for name, hour in _hours(meeting, said.all(fact)):
                someone = people[name]
                someone.meeting = meeting
                with self.at(meeting.day, hour.hour, hour.minute):
                    someone.mark(someone.presence, by=self.by, **{told: hour})
        for line in said.all("Ajournering"):
            begins, ends, who = line.split()
            at, ends = _hour(meeting, begins), _hour(meeting, ends)
            with self.at(meeting.day, ends.hour, ends.minute):
                item, _row = place_at(meeting, meeting.day, at)
                asked = {"ends": ends, "party": self.parties[who]}
                meeting.adjourn(at, item=item, by=self.by, **asked)

    def _adjusters(self, meeting, said):
        named = said.all("Justerare")
        if not named:
            return meeting.proposed_adjusters()
        return list(meeting.attendees.filter(name__in=named))

    # --- What was said ----------------------------------------------------------------------

    def _write(self, meeting, said, to_the_end):
        """Item after item in the order of the agenda, a few minutes apart."""
        own = {self._words(meeting, item.heading): item for item in said.items}
        usual = self._usual(meeting)
        items = list(_in_order(meeting))
        last = max(n for n, item in enumerate(items) if _script(own, item)) + 1
        minute = 3
        for item in items if to_the_end else items[:last]:
            item.meeting = meeting
            script = _script(own, item)
            if script is None or not (script.rows or script.facts):
                script = _script(usual, item) or script
            if script is None:
                continue
            with self.at(meeting.day, *_clock(meeting.starts, minute)):
                self._attach(meeting, item, script.facts)
            for row in script.rows:
                with self.at(meeting.day, *_clock(meeting.starts, minute)):
                    self._say(meeting, item, row)
                minute = min(minute + self.random.choice((1, 2, 3)), 100)
            if "utfall" in script.facts:
                with self.at(meeting.day, *_clock(meeting.starts, minute)):
                    self._outcome(meeting, item, script.facts)

    def _attach(self, meeting, item, facts):
        told = {"item": item, "by": self.by}
        if "bilaga" in facts:
            title, _, content = facts["bilaga"].partition(" | ")
            arriving = storage.Arriving.of(self._words(meeting, content).encode())
            file = Arrived(arriving, f"{title}.txt", "text/plain")
            Attachment.add(meeting, file, title=title, ref=self._id(), **told)
        if "utlovad" in facts:
            title, _, by = facts["utlovad"].partition(" | ")
            promise = {"title": title, "promised_by": by, "due_words": "nästa möte"}
            Attachment.promise(meeting, ref=self._id(), **promise, **told)

    def _usual(self, meeting):
        """What is said at every meeting, and about the month's theme, when the text is silent."""
        usual = {item.heading: item for item in texts.load("alla").items}
        if meeting.group.code == "FG":
            themes = {item.heading: item for item in texts.load("fg-tema").items}
            usual["Månadens tema"] = themes[str(meeting.day.month)]
        return usual

    def _say(self, meeting, item, row):
        text = self._words(meeting, row.text)
        facts = self._row_facts(meeting, row)
        speaks = facts.get("speaks", [])
        ready = item.entries.standing().filter(text="", voices__party__in=speaks).first()
        if item.is_round and ready:  # opened when the meeting began, one for each party there
            ready.item = item
            ready.rewrite(text, base=ready.version, save_id=self._id(), by=self.by)
            return
        entry = item.add_entry(
            text, by=self.by, ref=self._id(), save_id=self._id(), kind=row.kind, **facts
        )
        if row.has("id"):
            self.questions[meeting.group.code, row.fact("id")] = entry.question

    def _row_facts(self, meeting, row):
        facts = {"speaker": row.fact("talare"), "source": row.fact("källa")}
        facts["page"] = row.fact("sida")
        if row.kind == "decision":
            facts["decided_by"] = {"arbetsgivaren": "employer", "gruppen": "group"}[row.who[0]]
        else:
            facts["speaks"] = self._parties(row.who)
        facts["concurs"] = self._parties(row.fact("instämmer").split(", "))
        facts["actions"] = [self._action(meeting, told) for told in row.all("åtgärd")]
        if row.kind == "question":
            facts |= {"title": row.fact("titel"), "asked_of": row.fact("till")}
            facts |= self._answer_due(meeting, row.fact("svar"))
        if row.kind == "answer":
            ids = row.fact("på").split(", ")
            facts["answers"] = [self.questions[meeting.group.code, one] for one in ids]
            facts["result"] = next(RESULTS[key] for key, _value in row.facts if key in RESULTS)
        return facts

    def _answer_due(self, meeting, due):
        if due.startswith("+"):
            return {"answer_due": add_working_days(meeting.day, int(due))}
        return {"answer_due_words": due}

    def _action(self, meeting, told):
        found = ACTION.fullmatch(told)
        days = found["days"]
        return {
            "responsible": found["who"] or "",
            "what": found["what"],
            "due": add_working_days(meeting.day, int(days)) if days else None,
            "due_words": found["words"] or "",
        }

    def _outcome(self, meeting, item, facts):
        item.set_outcome(
            OUTCOMES[facts["utfall"]],
            by=self.by,
            sentence=facts.get("mening", ""),
            disagreeing=self._parties(facts.get("oeniga", "").split(", ")),
            targets=targets_read(meeting, [(facts.get("flyttas till", ""), None)]),
        )

    def _parties(self, keys):
        return [self.parties[key] for key in keys if key]

    def _id(self):
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def _words(self, meeting, text):
        return PLACEHOLDER.sub(lambda found: self._word(meeting, found[1]), text)

    def _word(self, meeting, name):
        if name[0] in "+-":
            return words.day(add_working_days(meeting.day, int(name)))
        name, change = re.fullmatch(r"(\w+)([+-]\d)?", name).groups()
        by = int(change or 0)
        if name == "år":
            return str(meeting.day.year + by)
        if name == "månad":
            return words.MONTHS[(meeting.day.month - 1 + by) % 12]
        if name in ("förra", "nästa"):
            return words.day(self._neighbour(meeting, name == "nästa"))
        if name == "ordförande":
            return meeting.attendees.get(chairs=True).name
        if name == "justerare":
            return words.and_list(
                f"{adjuster.attendee} för {adjuster.party.value().in_sentence}"
                for adjuster in meeting.serving_adjusters()
            )
        raise ValueError(f"{{{name}}} betyder ingenting")

    def _neighbour(self, meeting, after):
        days = self.days[meeting.group.code]
        if after:
            return min(day for day in days if day > meeting.day)
        earlier = [day for day in days if day < meeting.day]
        return max(earlier) if earlier else add_working_days(meeting.day, -30)

    # --- After the meeting ------------------------------------------------------------------

    def state(self, meeting, fact, *, on, text) -> None:
        """The parties' own texts: each answers those before it under its item.

        Those of the fact “Egen text” find their place; the others wait, or are drafts still.
        """
        handed_in = {}
        for minute, line in enumerate(texts.load(text).all(fact)):
            name, heading, said = line.split("; ", 2)
            user = meeting.attendees.get(name=name).user
            party = user.mandates.active().get(group=meeting.group).party
            item = meeting.items.standing().get(heading=heading)
            answers = handed_in.get(heading)
            with self.at(on, 9, 5 + minute):
                told = {"item": item, "answers": answers, "by": user}
                draft = StatementDraft.begin(meeting, party, said, ref=self._id(), **told)
                if fact != "Eget utkast":
                    handed_in[heading] = draft.hand_in(by=user)
                if fact == "Egen text":
                    handed_in[heading].place(item, by=self.by)

    def send(self, meeting, *, on, leave=False) -> None:
        """Freeze the text; a minute later the worker has printed it, if it is not to be left."""
        with self.at(on, 10, 40):
            if meeting.has_adjusters:
                meeting.send_for_signing(by=self.by)
            else:
                meeting.make_done(by=self.by)
        if not leave:
            self._work(meeting, on, 10, 41)

    def sign(self, meeting, *, on, text, names=None, but="", leave=False) -> None:
        """“Ja, jag justerar” by those named, or by everybody `but` one, over two days and a half.

        The worker signs the file in the minute after the last act, and seals it if that was all.
        """
        notes = dict(line.split("; ") for line in texts.load(text).all("Egen rad"))
        waiting = [
            adjuster
            for adjuster in meeting.waiting_adjusters()
            if adjuster.attendee.name != but and (not names or adjuster.attendee.name in names)
        ]
        self.random.shuffle(waiting)
        moments = self._some_moments(len(waiting), on)
        for adjuster, (day, hour, minute) in zip(waiting, moments, strict=True):
            with self.at(day, hour, minute):
                self._sign(adjuster, notes.get(adjuster.attendee.name, ""))
        if not leave:
            self._work(meeting, *moments[-1])

    def _sign(self, adjuster, note):
        attempt = acts.begin(adjuster, user=adjuster.user, note=note)
        # Everybody has the demo's password; to hash it anew for each act would take seconds.
        acts.complete(
            attempt, {"password": self.password}, check=lambda typed: typed == self.password
        )

    def ask(self, meeting, words, *, name, heading) -> None:
        """Fråga sekreteraren, just now, by an adjuster about the item with this heading."""
        with self.at(clock.today(), 23, 59):
            adjuster = next(a for a in meeting.waiting_adjusters() if a.attendee.name == name)
            said = meeting.protocol.document()
            item = next(item for item in said.items() if item.heading == heading)
            meeting.ask(words, by=adjuster.user, item=item)

    def send_back(self, meeting, *, on, text) -> None:
        (line,) = texts.load(text).all("Tillbaka")
        name, heading, reason = line.split("; ")
        with self.at(on, 9, 26):
            adjuster = next(a for a in meeting.waiting_adjusters() if a.attendee.name == name)
            said = meeting.protocol.document()
            item = next(item for item in said.items() if item.heading == heading)
            meeting.send_back(adjuster, by=adjuster.user, item=item, reason=reason)

    def send_for_comments(self, meeting, *, on, text) -> None:
        """Out for synpunkter, and what the text says that its readers answer the same afternoon."""
        with self.at(on, 10, 40):
            version = meeting.send_for_comments(by=self.by)
        said = texts.load(text)
        for minute, line in enumerate(said.all("Synpunkt")):
            name, start, *new = line.split("; ")
            with self.at(on, 13, 20 + minute):
                self._comment(meeting, version, name, start, new)
        for minute, name in enumerate(said.all("Läst klart")):
            user = User.objects.get(name=name)
            (party,) = meeting.spoken_for_by(user)
            with self.at(on, 14, 5 + minute):
                meeting.finish_reading(version, party=party, by=user)

    def _comment(self, meeting, version, name, start, new):
        """`start` is how the row begins; `new` the words instead of others there, or a remark."""
        user = User.objects.get(name=name)
        places = [(i, e) for i in version.document().items() for e in i.entries]
        item, entry = next((i, e) for i, e in places if e.text.startswith(start))
        words_of = new[0] if len(new) == 1 else entry.text.replace(*new)
        meeting.comment(
            words_of,
            version=version,
            party=meeting.spoken_for_by(user)[0],
            by=user,
            kind=Comment.Kind.REMARK if len(new) == 1 else Comment.Kind.WORDING,
            item=item.ref,
            entry=entry.ref,
            ref=self._id(),
        )

    def show_changes(self, meeting, *, on) -> None:
        with self.at(on, 7, 30):
            meeting.show_changes(by=self.by)

    def rewrite(self, meeting, old, new, *, on, hour=13) -> None:
        entries = [entry for item in meeting.items.all() for entry in item.entries.standing()]
        entry = next(entry for entry in entries if entry.text == old)
        with self.at(on, hour, 12):
            entry.rewrite(new, base=entry.version, save_id=self._id(), by=self.by)

    def remind(self, meeting, *, on) -> None:
        with self.at(on, 8, 30):
            for adjuster in meeting.waiting_adjusters():
                meeting.remind(adjuster, by=self.by)

    def replace(self, meeting, name, *, on, because) -> None:
        """Somebody of the same party takes over from her, at her own word."""
        adjuster = next(a for a in meeting.waiting_adjusters() if a.attendee.name == name)
        other = meeting.stand_ins(adjuster)[0]
        with self.at(on, 10, 45):
            meeting.replace_adjuster(adjuster, other.user, by=adjuster.user, because=because)

    def give_notice(self, meeting, *, on, reason="") -> None:
        """To everybody who is waited for; `reason` is what their parties answer."""
        with self.at(on, 9, 15):
            for adjuster in meeting.waiting_adjusters():
                notice = meeting.give_notice(adjuster, by=self.by)
                if reason:
                    meeting.tell_why(notice, reason, by=adjuster.user)

    def close_without(self, meeting, *, on) -> None:
        with self.at(on, 16, 30):
            meeting.close_without(by=self.by)
        self._work(meeting, on, 16, 31)

    def correct(self, meeting, *, on, old, new, reason) -> None:
        """A light rättelse of what stands in no item; the group's next meeting notes it."""
        with self.at(on, 8, 15):
            meeting.correct(old=old, new=new, reason=reason, by=self.by)

    def _work(self, meeting, day, hour, minute):
        with self.at(day, hour, minute):
            work.advance(meeting.pk)
        meeting.refresh_from_db()


def _in_order(meeting):
    """Items as they are numbered: under their headings, each followed by its sub-items."""
    items = list(meeting.items.standing().order_by("section__order", "order"))
    for item in items:
        if item.parent_id is None:
            yield item
            yield from (child for child in items if child.parent_id == item.pk)


def _script(scripts, item):
    """What the text says about the item. The theme's heading goes on with the theme's name."""
    if item.heading.startswith("Månadens tema"):
        return scripts.get("Månadens tema")
    return scripts.get(item.heading)


def _plain(heading):
    return heading.partition(":")[0]


def _clock(start: time, minutes: int):
    """Hour and minute so long after (or before) the time."""
    moment = datetime.combine(datetime.min, start) + timedelta(days=1, minutes=minutes)
    return moment.hour, moment.minute


def _hours(meeting, lines):
    for line in lines:
        name, _, hour = line.rpartition(" ")
        yield name, _hour(meeting, hour)


def _hour(meeting, told):
    """“14.30”, or “+45”: so many minutes after the meeting began."""
    if told.startswith("+"):
        return time(*_clock(meeting.starts, int(told)))
    return time.fromisoformat(told.replace(".", ":"))
