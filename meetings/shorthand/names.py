"""Who is meant by a name in a line: a party, or somebody at the meeting."""

import re
from collections.abc import Mapping, Sequence

from .values import AS_TEXT, Ask, Choice, Context, folded

_AND = re.compile(r"\s*,\s*|\s+(?:och|samt)\s+")
_GOES_ON = re.compile(r"\s+[^\W\d_]")


class Names:
    """The names of one meeting, and the questions that a line with them raises."""

    def __init__(self, context: Context, chosen: Mapping[str, str]) -> None:
        self.context = context
        self._chosen = {folded(token): value for token, value in chosen.items()}
        self._asks: dict[str, Ask] = {}

    @property
    def open_asks(self) -> tuple[Ask, ...]:
        return tuple(self._asks.values())

    def parties(self, names: str, before: str = "") -> tuple[str, ...]:
        """Keys of the parties between commas, each once; none when one name is plain words."""
        asked = dict(self._asks)
        keys = [self._party(name, before) for name in names.split(",")]
        if None in keys:
            self._asks = asked
            return ()
        return tuple(dict.fromkeys(key for key in keys if key is not None))

    def _party(self, name: str, before: str) -> str | None:
        """The party's key, "" while the writer is asked which one, None for ordinary words."""
        called = [party for party in self.context.parties if folded(name) in party.called]
        if len(called) < 2:
            return called[0].key if called else None
        choices = [Choice(party.key, party.name) for party in called]
        answer = self.answer(f"{before}{name.strip()}", *choices, Choice(AS_TEXT, "Vanlig text"))
        return None if answer == AS_TEXT else answer

    def person(self, name: str) -> str:
        """Those who are here come first; a name that nobody has stays as it was typed."""
        here = [person.name for person in self.context.people if person.is_present]
        others = [person.name for person in self.context.people if not person.is_present]
        called = _called(name, here) or _called(name, others)
        if not called:
            parties = [party for party in self.context.parties if folded(name) in party.called]
            return parties[0].name if len(parties) == 1 else name
        if len(called) == 1:
            return called[0]
        choices = [Choice(one, one) for one in called]
        answer = self.answer(f"+{name}", *choices, Choice(AS_TEXT, f"Bara {name}"))
        return name if answer == AS_TEXT else answer

    def answer(self, token: str, *choices: Choice) -> str:
        """What the writer chose, or "" when she is asked."""
        chosen = self._chosen.get(folded(token), "")
        if chosen in (choice.value for choice in choices):
            return chosen
        self._asks[folded(token)] = Ask(token, choices)
        return ""

    def forget(self, asks: Sequence[Ask]) -> None:
        """Questions about words that turned out to be text are none."""
        self._asks = {token: ask for token, ask in self._asks.items() if ask in asks}

    # --- Whose words they may be ---

    def begun_with(self, typed: str, start: int) -> tuple[str, ...]:
        """“Vision och SACO har …” begins with two names: both are proposed, no word is taken."""
        keys: list[str] = []
        while True:
            end, key = self._name_at(typed, start)
            if not key:
                return ()
            keys.append(key)
            more = _AND.match(typed, end)
            if not (more and self._name_at(typed, more.end())[1]):
                return tuple(dict.fromkeys(keys)) if _GOES_ON.match(typed, end) else ()
            start = more.end()

    def _name_at(self, typed: str, start: int) -> tuple[int, str]:
        """The longest name that stands here, with its capital, and its party if it is one's."""
        found: dict[int, set[str]] = {}
        for party in self.context.parties:
            for name in party.written:
                end = start + len(name)
                here = typed[start:end]
                is_whole = len(name) > 1 and not typed[end : end + 1].isalnum()
                if is_whole and here[:1].isupper() and here.lower() == name.lower():
                    found.setdefault(end, set()).add(party.key)
        if not found:
            return start, ""
        end = max(found)
        return end, found[end].pop() if len(found[end]) == 1 else ""


def _called(name: str, people: Sequence[str]) -> list[str]:
    """Those of the people with this name: the whole of it, else the first, else its beginning."""
    wanted = folded(name)
    whole = [one for one in people if folded(one) == wanted]
    first = [one for one in people if folded(one).split()[:1] == [wanted]]
    begun = [one for one in people if folded(one).startswith(wanted)]
    return list(dict.fromkeys(whole or first or begun))
