"""The sentences of /validera/: what a file, a kontrollkod or a number is to us, in words."""

from dataclasses import dataclass

from .. import words
from ..models import Protocol, SealedFile

Scope = Protocol.Scope

# Of a protocol that is not the whole text.
NAMED = {
    Scope.EXTRACT: ("ett äkta utdrag", "ett utdrag ur"),
    Scope.PART: ("en äkta del av ett protokoll", "en del av"),
    Scope.CORRECTION: ("en äkta rättelse", "en rättelse av"),
}


@dataclass(frozen=True)
class Verdict:
    """What stands in the answer's head, with its tone (done, wait or late) and icon."""

    title: str
    text: str = ""
    tone: str = ""
    icon: str = "seal"


def _warning(title, text):
    return Verdict(title, text, "late", "alert")


def _notice(title, text, icon="info"):
    return Verdict(title, text, "wait", icon)


def unknown_code():
    return _notice(
        "Vi känner inte igen kontrollkoden.", "Kontrollera att alla 64 tecken är rätt.", "ask"
    )


def numbered(meeting):
    if meeting is None:
        return _notice(
            "Vi känner inte igen numret.", "Det finns inget låst protokoll med det numret här."
        )
    return Verdict(
        f"{meeting.number_words} finns, låst {words.day_year(meeting.sealed_at)}.",
        "Lämna filen eller hela kontrollkoden om du vill veta att texten är äkta.",
    )


def destroyed(decision):
    return _notice(
        "Vi har inte kvar det här protokollet.",
        f"Det gallrades {words.day_year(decision.at)} enligt beslut."
        " Därför kan vi inte säga om filen är äkta.",
    )


def unknown_file(data: bytes):
    if b"%PDF-" not in data[:1024]:
        why = "Den är ingen pdf. Lämna pdf-filen som du fick, utan att spara om den."
    elif b"%%EOF" not in data[-1024:]:
        why = "Slutet av filen saknas. Hämta den igen och gör ett nytt försök."
    else:
        why = (
            "Den är inte låst i Samverkan. Ett utkast, en utskrift som är skannad eller en fil"
            " som är sparad på nytt ser ut så."
        )
    return _notice("Vi känner inte igen filen.", why, "ask")


# --- A protocol of ours --------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A protocol of ours, with what its files and signatures say; `by_code`: no file was given."""

    kind: str
    protocol: Protocol
    signatures: tuple = ()
    to_sign: int = 0
    by_code: bool = False
    corrections: tuple = ()  # those that hold

    @property
    def meeting(self):
        return self.protocol.meeting

    @property
    def is_whole_text(self):
        return self.protocol.scope == Scope.WHOLE

    @property
    def missing(self):
        """Whose signatures the closed text lacks."""
        return self.protocol.missing_signatures.all() if self.is_whole_text else ()

    @property
    def sealed_at(self):
        """When the protocol was locked, or None while it is signed."""
        if self.is_whole_text:
            return self.meeting.sealed_at if self.meeting.is_sealed else None
        sealed = self.protocol.stored(SealedFile.Kind.SEALED)
        return sealed and sealed.made_at

    @property
    def named(self):
        """“FG 2/2024”, “ett utdrag ur FG 2/2024”; without a number “ett protokoll härifrån”."""
        number = self.meeting.number_words or "ett protokoll härifrån"
        return number if self.is_whole_text else f"{NAMED[self.protocol.scope][1]} {number}"

    @property
    def signed_by(self):
        """“Sex personer har skrivit under.”, or nothing where nobody has."""
        number = len(self.signatures)
        persons = "person" if number == 1 else "personer"
        who = f"{words.spelled(number)} {persons}".capitalize()
        return f"{who} har skrivit under." if number else ""


def of(found: Found) -> Verdict:
    """The sentence for a file or a kontrollkod that belongs to a protocol of ours."""
    broken = BROKEN.get(found.kind)
    if broken:
        return broken(found)
    if found.protocol.is_void:
        return Verdict(
            "Texten gäller inte",
            f"{'Kontrollkoden hör till' if found.by_code else 'Filen är'} en text som öppnades"
            " igen innan den var färdig. Den har ersatts av en ny.",
            "late",
            "undo",
        )
    if found.sealed_at is None:
        return _waiting(found)
    if found.kind == "part":
        return _part(found)
    if found.kind == "frozen" and found.to_sign:
        return _unsigned(found)
    if found.kind == "disclosure":
        return _disclosed(found)
    return _genuine(found)


def _disclosed(found):
    return Verdict(
        "Filen är en äkta kopia för utlämnande.",
        f"Den är gjord ur {found.named}. En del kan vara maskerat, och den har inga underskrifter.",
    )


def _genuine(found):
    head = " ".join(filter(None, (_greeting(found), found.signed_by)))
    if found.is_whole_text and found.meeting.is_closed_without:
        return Verdict(head, " ".join(_sealed_words(found)), "wait", "alert")
    return Verdict(head, " ".join(_sealed_words(found)))


def _extracted(said, found):
    """“Det är ett utdrag ur FG 2/2024 med punkt 4 och 7, inte hela protokollet. …”"""
    points = words.and_list(item.number for item in said.document.items())
    yield f"Det är {found.named} med punkt {points}, inte hela protokollet."
    who = said.certificate
    by = ", ".join(filter(None, (who.certified_by, who.title)))
    yield f"Bestyrkt av {by}, {words.day_year(who.certified_on or found.sealed_at)}."


def _corrected(found):
    """“Texten är rättad sedan dess: rättelse 1 av punkt 8 (3 mars 2026).”"""
    told = (
        f"rättelse {one.number} av {one.place} ({words.day_year(one.day)})"
        for one in found.corrections
    )
    return f"Texten är rättad sedan dess: {words.and_list(told)}."


def _greeting(found):
    if found.by_code:
        return "Kontrollkoden stämmer."
    if found.kind == "copy":
        return "Filen är en äkta kopia."
    if found.is_whole_text:
        return "Filen är äkta."
    return f"Filen är {NAMED[found.protocol.scope][0]}."


def _sealed_words(found):
    """When it was locked, and what else the reader must know about this file."""
    meeting, locked = found.meeting, words.day_year(found.sealed_at)
    if found.protocol.scope == Scope.EXTRACT:
        yield from _extracted(found.protocol.extracted(), found)
    elif found.is_whole_text:
        yield f"{meeting.state_words} {locked}."
    else:
        yield f"Det är {found.named}, låst {locked}. Hela protokollet är en annan fil."
    if found.corrections:
        yield _corrected(found)
    if found.kind == "original":
        yield (
            "Det här är texten med alla underskrifter, som den ligger i den låsta filen."
            " Själva den låsta filen har också en underskriftssida."
        )
    if found.kind == "copy":
        yield "Kopian har ingen stämpel. Be om den låsta filen om du behöver den."
    if not found.to_sign:
        yield "Gruppen har inga justerare. Filen är låst med myndighetens stämpel."


def _waiting(found):
    if found.protocol.scope == Scope.EXTRACT:
        return _notice("Kontrollkoden stämmer. Utdraget håller på att låsas.", "", "clock")
    start = "Kontrollkoden stämmer." if found.by_code else "Filen är äkta."
    signed = len(found.signatures)
    so_far = f"{signed} av {found.to_sign} har skrivit under hittills."
    return _notice(
        f"{start} Justeringen pågår.", so_far if signed else "Ingen har skrivit under än.", "clock"
    )


def _unsigned(found):
    return _notice(
        "Texten är äkta, men filen saknar underskrifter.",
        "Det är filen som justerarna läste."
        + (f" {found.signed_by[:-1]} samma text i den låsta filen." if found.signed_by else ""),
    )


# --- What was changed ----------------------------------------------------------------------------


def _since(found):
    """“efter justeringen”, where somebody adjusts and has done so."""
    is_extract = found.protocol.scope == Scope.EXTRACT
    adjusted = found.to_sign and not is_extract and found.sealed_at and not found.protocol.is_void
    return "efter justeringen" if adjusted else "sedan den låstes"


def _changed(found):
    return _warning(
        f"Filen är ändrad {_since(found)}.",
        f"Den säger sig vara {found.named}, men den är inte som den fil vi låste."
        " Lita inte på den.",
    )


def _added(found):
    return _warning(
        f"Något är tillagt i filen {_since(found)}.",
        f"Den börjar som {found.named}, men efter slutet av den äkta filen står mer."
        " Lita inte på den.",
    )


def _cut(found):
    return _warning(
        "Filen är avklippt.",
        f"Slutet av den äkta filen saknas. Be om en ny fil för {found.named}.",
    )


def _part(found):
    return _warning(
        "Filen är inte hel.",
        "Den innehåller den äkta texten men bara en del av underskrifterna."
        f" Be om den låsta filen för {found.named}.",
    )


BROKEN = {"changed": _changed, "added": _added, "cut": _cut}
