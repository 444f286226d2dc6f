"""Small minutes for the rules: a meeting on Tuesday 13 February 2024 with four people."""

from datetime import date, time

from meetings.checks import Context, Organisation, check
from meetings.document import Adjuster, Attendee, Document, Entry, Item, Party, Section
from meetings.policy import Rule

EMPLOYER = Party("Arbetsgivaren", "AG", employer=True)
KOMMUNAL, VISION = Party("Kommunal", "Kommunal"), Party("Vision", "Vision")
SSR = Party("Akademikerförbundet SSR", "SSR")
PARTIES = (EMPLOYER, KOMMUNAL, VISION, SSR)

JONAS = Attendee("Jonas Öberg", "present", party=EMPLOYER, chairs=True)
KIM = Attendee("Kim Berg", "present", party=KOMMUNAL)
MIRA = Attendee("Mira Åkesson", "remote", party=VISION)
LISA = Attendee("Lisa Holm", "present", party=SSR)
SARA = Attendee("Sara Lind", "present", writes=True)
PEOPLE = (JONAS, KIM, MIRA, LISA, SARA)


def chosen(*people):
    return tuple(Adjuster(someone.name, someone.party) for someone in people)


def item(number, *rows, ref=None, **facts):
    """An item with rows: texts, or Entries."""
    ref = ref or f"i{number}"
    entries = tuple(
        row if isinstance(row, Entry) else Entry(f"{ref}-{place}", "note", row)
        for place, row in enumerate(rows)
    )
    return Item(ref, str(number), facts.pop("heading", "Ärende"), entries=entries, **facts)


def minutes(*items, **facts) -> Document:
    """Minutes in which nothing is wrong, but for what is given."""
    facts = {
        "name": "Protokoll",
        "title": "Protokoll från förvaltningsgruppen den 13 februari 2024",
        "group": "Förvaltningsgruppen",
        "date": date(2024, 2, 13),
        "ends": time(15),
        "place": "Rum Linden",
        "chair": JONAS.name,
        "secretary": SARA.name,
        "parties": PARTIES,
        "attendees": PEOPLE,
        "adjusters": chosen(JONAS, KIM, MIRA, LISA),
        **facts,
    }
    return Document(sections=(Section(items=items or (item(1, "Mötet öppnas."),)),), **facts)


def context(**facts) -> Context:
    facts = {
        "today": date(2024, 2, 14),
        "organisations": tuple(
            Organisation(party, ("SSR",) if party is SSR else ()) for party in PARTIES
        ),
        "people": tuple(someone.name for someone in PEOPLE),
        "who_signs": Rule(employer=True, each_union=True),
        **facts,
    }
    return Context(**facts)


def found(*items, said=None, **known):
    """(rule, what) of every finding."""
    document = said or minutes(*items)
    return [(one.rule, one.what) for one in check(document, context(**known))]


def rules(*items, said=None, **known):
    return [rule for rule, _what in found(*items, said=said, **known)]


def one(*items, said=None, **known):
    """The only finding."""
    (finding,) = check(said or minutes(*items), context(**known))
    return finding


def mended(finding, text, choice=0):
    """The text after one of the finding's replacements."""
    fix = finding.fixes[choice]
    return text[: fix.start] + fix.new + text[fix.stop :]
