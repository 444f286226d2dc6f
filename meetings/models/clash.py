"""Two writers in one form: what only one of them changed is stored, the rest is asked about."""

from dataclasses import dataclass

from .revision import kept

# Facts that say something only together.
PAIRS = (("answers", "result"), ("answer_due", "answer_due_words"))


@dataclass(frozen=True)
class Clash:
    """A fact that both changed, as each has it; nothing of it is stored yet."""

    name: str
    mine: object
    theirs: object
    by: str


def sort_out(subject, seen: int, facts: dict, now: dict) -> tuple[dict, list[Clash]]:
    """What of a form made of version `seen` is to be stored, and what both have changed.

    `facts` is what the form says, `now` what the subject says. What the writer left as she saw it
    stays as others have made it.
    """
    was, by = {}, {}
    for revision in subject.revisions.filter(version__gt=seen).select_related("by"):
        for name, value in revision.was.items():
            was.setdefault(name, value)
            by[name] = revision.by.name
    mine, theirs = kept(facts), kept(now)
    changed = [name for name in facts if name not in was or mine[name] != was[name]]
    met = [name for name in changed if name in was and theirs[name] not in (was[name], mine[name])]
    write = {name: facts[name] for name in changed if name not in met}
    for pair in PAIRS:
        if set(pair) & set(write) and set(pair) <= set(facts):
            write = {**{name: now[name] for name in pair}, **write}
    return write, [Clash(name, facts[name], now[name], by[name]) for name in met]
