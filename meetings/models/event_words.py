"""Händelseloggen in words: what happened to a meeting, from its events and the rows they name.

An event keeps ids and digests only. Whoever spoke, and why, is read from the rows; what was
destroyed since is told without them.
"""

from dataclasses import dataclass
from datetime import datetime

from .. import words
from .missing_signature import MissingSignature
from .party import Party
from .signature import Refusal, Signature


@dataclass(frozen=True)
class Told:
    """One event as people read it. `reason` is somebody's own words; `who` did it, if anybody."""

    at: datetime
    sentence: str
    who: str = ""
    reason: str = ""
    is_turn: bool = False  # the meeting went into another state


# What a round or a file is of, when it is not the whole text.
OF = {"part": "de valda punkterna", "correction": "rättelsen", "extract": "utdraget"}

# Nobody is shown who opened, read or asked: only what a party has said for itself.
PARTY_ONLY = {"read", "commented", "comment_withdrawn", "asked_secretary", "inquiry_answered"}


def history_of(meeting) -> list[Told]:
    """The whole log, the first event first, in a fixed number of queries."""
    known = _Known(meeting)
    return [_told(event, known) for event in meeting.events.select_related("by").order_by("seq")]


def _told(event, known):
    said = SENTENCES[event.verb](event.facts, known) if event.verb in SENTENCES else event.verb
    sentence, reason = said if isinstance(said, tuple) else (said, "")
    who = event.by.name if event.by and event.verb not in PARTY_ONLY else ""
    if sentence.startswith(f"{who} "):
        who = ""
    is_turn = "was" in event.facts and "round" not in event.facts
    return Told(event.at, sentence, who, reason, is_turn=is_turn)


class _Known:
    """The rows that events name, by key, each table once."""

    def __init__(self, meeting):
        adjusters = meeting.adjusters.select_related("attendee__party")
        self.meeting = meeting
        self.is_signed = meeting.has_adjusters
        self.adjusters = {one.pk: one for one in adjusters}
        self.attendees = dict(meeting.attendees.values_list("pk", "name"))
        self.parties = {party.pk: party.name for party in Party.objects.all()}
        texts = list(meeting.protocols.values_list("pk", "fingerprint", "scope"))
        self.scopes = {key: scope for pk, code, scope in texts for key in (pk, code)}
        self.rounds = dict(meeting.side_rounds.values_list("pk", "scope"))
        self.signatures = {one.pk: one for one in Signature.objects.of(meeting)}
        self.refusals = {one.pk: one for one in Refusal.objects.of(meeting)}
        missing = MissingSignature.objects.filter(protocol__meeting=meeting)
        self.missing = {one.pk: one for one in missing}
        self.comments = dict(
            meeting.versions.values_list("comments", "comments__party").exclude(comments=None)
        )
        self.statements = dict(meeting.statements.values_list("pk", "party"))
        self.destructions = dict(meeting.destructions.values_list("pk", "ground"))

    def text(self, facts) -> str:
        """What the event is about: “texten”, “rättelsen” …"""
        known = facts.get("protocol") or facts.get("fingerprint")
        scope = self.rounds.get(facts.get("round")) or self.scopes.get(known)
        return OF.get(scope, "texten")

    def adjuster(self, key) -> str:
        one = self.adjusters.get(key)
        return one.attendee.name if one else "En justerare"

    def party_of(self, key) -> str:
        one = self.adjusters.get(key)
        return one.party.name if one else "En part"

    def party(self, key) -> str:
        return self.parties.get(key, "En part")

    def commenter(self, key) -> str:
        return self.party(self.comments.get(key))

    def stater(self, key) -> str:
        return self.party(self.statements.get(key))


# --- Sentences -----------------------------------------------------------------------------------


def _upper(text):
    return text[:1].upper() + text[1:]


def _planned(facts, known):
    return f"Mötet lades in till {words.day_year(facts['day'])}."


def _called(facts, known):
    number = known.meeting.number_words
    return f"Kallelsen skickades.{f' Mötet fick numret {number}.' if number else ''}"


def _adjourned(facts, known):
    return f"Mötet ajournerades till {words.day_year(facts['day'])}."


def _adjusters_chosen(facts, known):
    names = [known.attendees[pk] for pk in facts["attendees"] if pk in known.attendees]
    return (
        f"Justerare valdes: {words.and_list(names)}." if names else "Ingen valdes till justerare."
    )


def _frozen(facts, known):
    text, code = _upper(known.text(facts)), words.kontrollkod(facts["fingerprint"], 2)
    return f"{text} låstes och fick kontrollkoden {code}."


def _printed(facts, known):
    told = " Justerarna fick ett mejl." if known.is_signed else ""
    text = known.text(facts)
    what = "Den låsta texten" if text == "texten" else _upper(text)
    return f"{what} skrevs ut.{told}"


def _signed(facts, known):
    one = known.signatures.get(facts["signature"])
    if one is None:
        return "En justerare skrev under."
    text = known.text(facts)
    what = "" if text == "texten" else f" {text}"
    return f"{one.name} justerade{what} för {one.frozen_party.in_sentence}.", "\n".join(one.notes)


def _signed_elsewhere(facts, known):
    signature = known.signatures.get(facts["signature"])
    if signature is None:
        return "En underskrift som inte gjordes här registrerades."
    return f"{signature} registrerades: {signature.state_words}."


def _sent_back(facts, known):
    one = known.refusals.get(facts["refusal"])
    if one is None:
        return "Texten skickades tillbaka."
    whose = known.party_of(one.adjuster_id) if one.adjuster_id else "Sekreteraren"
    place = f": punkt {one.item_number}" if one.item_number else ""
    return f"{whose} skickade tillbaka texten{place}.", one.reason


def _reopened(facts, known):
    one = known.refusals.get(facts["refusal"])
    return "Sekreteraren öppnade texten igen.", one.reason if one else ""


def _not_signed(facts, known):
    one = known.missing.get(facts["missing"])
    if one is None:
        return "En justerare skrev inte under."
    return f"{one.name} justerade inte för {one.party_name}.", one.reason


def _replaced(facts, known):
    return f"{known.adjuster(facts['adjuster'])} ersattes av {known.adjuster(facts['new'])}."


def _noticed(facts, known):
    day = words.day_weekday(facts["closes"])
    return (
        f"{known.party_of(facts['adjuster'])} fick veta att texten avslutas utan dess underskrift "
        f"{day}."
    )


def _sealed(facts, known):
    text = known.text(facts)
    what = "Filen" if text == "texten" else f"Filen med {text}"
    return f"{what} låstes med elektroniskt sigill."


def _destroyed(facts, known):
    return "Protokollet gallrades.", known.destructions.get(facts["destruction"], "")


SENTENCES = {
    "planned": _planned,
    "called": _called,
    "cancelled": lambda f, k: ("Mötet ställdes in.", k.meeting.cancelled_because),
    "started": lambda f, k: "Mötet började.",
    "adjourned": _adjourned,
    "resumed": lambda f, k: "Mötet återupptogs.",
    "sitting_called_off": lambda f, k: "Den fortsatta dagen ställdes in.",
    "finished": lambda f, k: "Mötet avslutades. Texten renskrivs.",
    "adjusters_chosen": _adjusters_chosen,
    "shown_to_chair": lambda f, k: "Utkastet visades för ordföranden.",
    "sent_for_comments": lambda f, k: "Utkastet skickades ut för synpunkter.",
    "changes_shown": lambda f, k: "Läsarna fick utkastet med ändringar.",
    "comments_reminded": lambda f, k: "De som inte hade svarat påmindes om synpunkter.",
    "commented": lambda f, k: f"{k.commenter(f['comment'])} lämnade en synpunkt.",
    "comment_withdrawn": lambda f, k: f"{k.commenter(f['comment'])} tog tillbaka en synpunkt.",
    "comment_answered": lambda f, k: (
        f"Sekreteraren tog ställning till {words.genitive(k.commenter(f['comment']))} synpunkt."
    ),
    "comment_reopened": lambda f, k: (
        f"Sekreteraren tog upp {words.genitive(k.commenter(f['comment']))} synpunkt igen."
    ),
    "read": lambda f, k: f"{k.party(f['party'])} hade läst klart.",
    "statement_handed_in": lambda f, k: (
        f"{k.stater(f['statement'])} lämnade in en protokollsanteckning."
    ),
    "statement_placed": lambda f, k: (
        f"{words.genitive(k.stater(f['statement']))} protokollsanteckning fick sin plats i texten."
    ),
    "statement_taken_back": lambda f, k: (
        f"{k.stater(f['statement'])} tog tillbaka en protokollsanteckning."
    ),
    "sent_for_signing": lambda f, k: "Texten skickades till justering.",
    "made_done": lambda f, k: "Texten gjordes klar.",
    "frozen": _frozen,
    "printed": _printed,
    "signed": _signed,
    "signed_on_paper": _signed_elsewhere,
    "signed_elsewhere": _signed_elsewhere,
    "all_signed": lambda f, k: f"Alla hade justerat {k.text(f)}.",
    "sent_back": _sent_back,
    "reopened": _reopened,
    "reminded": lambda f, k: f"{k.adjuster(f['adjuster'])} påmindes om justeringen.",
    "adjuster_replaced": _replaced,
    "address_given": lambda f, k: f"{k.adjuster(f['adjuster'])} nås på en annan adress.",
    "asked_secretary": lambda f, k: "Sekreteraren fick en fråga om texten.",
    "inquiry_answered": lambda f, k: "Sekreteraren svarade på en fråga om texten.",
    "closing_noticed": _noticed,
    "reason_given": lambda f, k: f"{k.party_of(f['adjuster'])} skrev varför den inte justerar.",
    "closed_without": lambda f, k: "Justeringen avslutades utan alla underskrifter.",
    "not_signed": _not_signed,
    "sealed": _sealed,
    "renewed": lambda f, k: "Filens tidsstämpel förnyades.",
    "corrected": lambda f, k: "En rättelse gjordes.",
    "extract_certified": lambda f, k: "Ett utdrag bestyrktes.",
    "copy_handed_out": lambda f, k: "En kopia lämnades ut.",
    "destroyed": _destroyed,
}
