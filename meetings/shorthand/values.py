"""What the reader of a line must know of the meeting, and what comes of the line."""

from dataclasses import dataclass, field
from datetime import date

from meetings.workdays import When

AS_TEXT = "text"  # the answer that lets a token be ordinary words


def folded(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True)
class Party:
    """A party with all that it is called: registered name, chip, aliases."""

    key: str
    name: str
    names: tuple[str, ...] = ()
    is_employer: bool = False

    @property
    def written(self) -> tuple[str, ...]:
        own = ("Arbetsgivaren", "AG") if self.is_employer else ()
        return (self.name, *self.names, *own)

    @property
    def called(self) -> frozenset[str]:
        return frozenset(map(folded, self.written))


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    is_present: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """The meeting that a line is typed in."""

    since: date
    parties: tuple[Party, ...] = ()
    people: tuple[Person, ...] = ()
    next_meeting: date | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Ask:
    """“Menar du A eller B?”: the line is not added until the writer has chosen."""

    token: str
    choices: tuple[Choice, ...]

    @property
    def words(self) -> str:
        *first, last = [choice.words for choice in self.choices if choice.value != AS_TEXT]
        if not first:
            return f"Menar du {last} eller är ”{self.token}” vanlig text?"
        return f"Menar du {', '.join(first)} eller {last}?"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the typed words become. Keys of parties are those of the Context."""

    head: str = ""
    text: str = ""
    tail: str = ""
    kind: str = ""  # empty when nothing was typed about it
    speaks: tuple[str, ...] = ()
    concurs: tuple[str, ...] = ()  # those who instämmer with the latest row; then there is no text
    proposes: tuple[str, ...] = ()  # senders that the words begin with, for the writer to accept
    responsible: str = ""
    due: When = field(default_factory=When)
    legal_basis: str = ""  # as items keep it: “MBL 11”
    asks: tuple[Ask, ...] = ()
    problem: str = ""  # a day that does not exist, in a sentence
    unread: str = ""  # what stands behind << and is no token, so that all of it stays text

    @property
    def is_nothing(self) -> bool:
        """A lone “-”: Inget att ta upp."""
        return self.text in ("-", "–", "—")
