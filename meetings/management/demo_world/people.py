"""Who is who in Ekbacka kommun: users, parties, groups and mandates. All of them are invented."""

from dataclasses import dataclass, field
from datetime import date, time

from meetings.models import (
    Group,
    GroupParty,
    GroupSection,
    MonthTheme,
    Party,
    Phrase,
    Representative,
    Secretary,
    StandingItem,
    User,
)

DOMAIN = "ekbacka.example"  # reserved by RFC 2606: mail to it can reach nobody

EMPLOYER = "ag"
PARTIES = {  # key in the texts: registered name, chip, other names
    EMPLOYER: ("Arbetsgivaren", "AG", []),
    "kommunal": ("Kommunal", "Kommunal", []),
    "lärare": ("Sveriges Lärare", "Sv. Lärare", ["SL"]),
    "ssr": ("Akademikerförbundet SSR", "SSR", ["SSR"]),
    "vision": ("Vision", "Vision", []),
    "vård": ("Vårdförbundet", "Vårdf.", ["VF"]),
    "ledarna": ("Ledarna", "Ledarna", []),
}

EMPLOYERS_PEOPLE = (
    *("Margareta Wiklund", "Jonas Öberg", "Hanna Ek", "Fatima Rahimi", "Johan Storm"),
    *("Pia Sundholm", "Camilla Dahlgren", "Anna-Karin Sjödal", "Ylva Strand"),
)
UNION_PEOPLE = (
    *("Kim Berg", "Roza Amini", "Birgitta Hellström", "Hassan Odeh", "Tommy Granlund"),
    *("Lena Palm", "Oskar Brink", "Viktor Edling", "Samira Haddad", "Ingrid Tallberg"),
    *("Mira Åkesson", "Nils Frost", "Greta Lövgren", "David Renström", "Eva Sandell"),
)

MEMBER, SUBSTITUTE, SAFETY = Representative.Kind.values


@dataclass(frozen=True)
class Mandate:
    """A seat. `instead_of` names whom a substitute replaces; without it, anybody of the party."""

    party: str
    name: str
    title: str = ""
    kind: str = MEMBER
    instead_of: str = ""
    chairs: bool = False
    until: int = 0  # ended so many weeks ago


@dataclass(frozen=True)
class Standing:
    heading: str
    responsible: str = ""
    basis: str = ""
    section: str = ""
    is_round: bool = False
    is_theme: bool = False
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class GroupPlan:
    """A group as it is set up, before anybody has met."""

    facts: dict
    secretary: str
    secretary_title: str
    parties: tuple[str, ...]
    mandates: tuple[Mandate, ...]
    agenda: tuple[Standing, ...]
    themes: dict[int, tuple[str, str]] = field(default_factory=dict)  # month: theme, responsible
    sections: tuple[tuple[str, str], ...] = ()  # heading, sentence when empty
    above: str = ""  # the code of the group above


CENTRAL = GroupPlan(
    facts={
        "name": "Centrala samverkansgruppen",
        "code": "CSG",
        "level": Group.Level.CENTRAL,
        "unit": "Kommunledningskontoret",
        "legal_style": Group.LegalStyle.LAW_FIRST,
        "empty_words": "Inget att ta upp",
        "place": "Kommunhuset, rum Eken",
        "starts": time(9),
        "ends": time(11),
        "summons_days": 8,
        "questions_days": 5,
    },
    secretary="Sara Lind",
    secretary_title="nämndsekreterare",
    parties=tuple(PARTIES),
    mandates=(
        Mandate(EMPLOYER, "Margareta Wiklund", "kommundirektör", chairs=True),
        Mandate(EMPLOYER, "Hanna Ek", "HR-chef"),
        Mandate(EMPLOYER, "Johan Storm", "ekonomichef"),
        Mandate(EMPLOYER, "Fatima Rahimi", "HR-strateg"),
        Mandate("kommunal", "Kim Berg", "huvudskyddsombud"),
        Mandate("kommunal", "Tommy Granlund", kind=SUBSTITUTE),
        Mandate("lärare", "Lena Palm"),
        Mandate("ssr", "Ingrid Tallberg"),
        Mandate("vision", "Mira Åkesson", "huvudskyddsombud"),
        Mandate("vård", "David Renström"),
        Mandate("ledarna", "Eva Sandell"),
    ),
    agenda=(
        Standing("Mötets öppnande"),
        Standing("Val av justerare"),
        Standing("Föregående protokoll"),
        Standing("Kommunövergripande information", "Margareta Wiklund"),
        Standing("Ärenden till kommunstyrelsen", "Margareta Wiklund"),
        Standing("Månadens tema", is_theme=True, months=(2, 10)),
        Standing("Personalpolitik", "Hanna Ek"),
        Standing("Arbetsmiljö och hälsa", "Fatima Rahimi", "AML 6:9"),
        Standing("Runda", is_round=True),
        Standing("Övriga frågor"),
        Standing("Mötets avslutande"),
    ),
    themes={2: ("Personalbokslut", "Hanna Ek"), 10: ("Budgetramar", "Johan Storm")},
)

DEPARTMENT = GroupPlan(
    facts={
        "name": "Förvaltningsgruppen",
        "code": "FG",
        "level": Group.Level.DEPARTMENT,
        "unit": "Utbildningsförvaltningen",
        "place": "Storgatan 4, rum Linden",
        "starts": time(13),
        "ends": time(15),
        "summons_days": 7,
        "questions_days": 4,
    },
    secretary="Sara Lind",
    secretary_title="nämndsekreterare",
    above="CSG",
    parties=tuple(PARTIES),
    mandates=(
        Mandate(EMPLOYER, "Jonas Öberg", "utbildningschef", chairs=True),
        Mandate(EMPLOYER, "Johan Storm", "ekonomichef"),
        Mandate(EMPLOYER, "Fatima Rahimi", "HR-strateg"),
        Mandate(EMPLOYER, "Pia Sundholm", "chef för måltid och lokaler"),
        Mandate("kommunal", "Kim Berg", "huvudskyddsombud"),
        Mandate("kommunal", "Birgitta Hellström", until=20),
        Mandate("kommunal", "Roza Amini", kind=SUBSTITUTE, instead_of="Kim Berg"),
        Mandate("lärare", "Lena Palm"),
        Mandate("lärare", "Oskar Brink", kind=SUBSTITUTE),
        Mandate("ssr", "Ingrid Tallberg"),
        Mandate("vision", "Mira Åkesson", "huvudskyddsombud"),
        Mandate("vision", "Nils Frost", kind=SUBSTITUTE, instead_of="Mira Åkesson"),
        Mandate("vård", "David Renström"),
        Mandate("ledarna", "Eva Sandell"),
    ),
    agenda=(
        Standing("Mötets öppnande"),
        Standing("Val av justerare"),
        Standing("Föregående protokoll"),
        Standing("Balanslista", "Sara Lind"),
        Standing("Information från arbetsgivaren", "Jonas Öberg"),
        Standing("Runda", is_round=True),
        Standing("Ärenden till nämnden", "Jonas Öberg"),
        Standing("Ärenden enligt 19 § MBL", "Jonas Öberg", "MBL 19"),
        Standing("Månadens tema", is_theme=True),
        Standing("Ekonomi", "Johan Storm"),
        Standing("Skyddskommitté", "Fatima Rahimi", "AML 6:9"),
        Standing("Föranmälda frågor"),
        Standing("Övriga frågor"),
        Standing("Mötets avslutande"),
    ),
    themes={
        1: ("Arbetsmiljöarbetets år", "Fatima Rahimi"),
        2: ("Årsredovisning", "Johan Storm"),
        3: ("Lönerevision", "Fatima Rahimi"),
        4: ("Semester och vikarier", "Pia Sundholm"),
        5: ("Tertialrapport", "Johan Storm"),
        6: ("Läsårets erfarenheter", "Jonas Öberg"),
        8: ("Nya medarbetare", "Fatima Rahimi"),
        9: ("Hot och våld", "Fatima Rahimi"),
        10: ("Digital arbetsmiljö", "Fatima Rahimi"),
        11: ("Verksamhetsplan och budget", "Johan Storm"),
        12: ("Likabehandling", "Fatima Rahimi"),
    },
)

SCHOOL = GroupPlan(
    facts={
        "name": "Samverkansgruppen på Björkskolan",
        "code": "BJS",
        "level": Group.Level.LOCAL,
        "layout": Group.Layout.SECTIONED,
        "who_adjusts": Group.WhoAdjusts.CHOSEN,
        "unit": "Utbildningsförvaltningen",
        "place": "Björkskolan, lilla konferensrummet",
        "starts": time(14, 30),
        "ends": time(16),
    },
    secretary="Peter Hallin",
    secretary_title="skoladministratör",
    above="FG",
    parties=(EMPLOYER, "kommunal", "lärare", "vision"),
    sections=(
        ("Information", "Ingen information"),
        ("Dialog", "Inga frågor för dialog"),
        ("Beslut", "Inga beslut"),
    ),
    mandates=(
        Mandate(EMPLOYER, "Camilla Dahlgren", "rektor", chairs=True),
        Mandate("kommunal", "Hassan Odeh", "elevassistent", kind=SAFETY),
        Mandate("lärare", "Viktor Edling"),
        Mandate("lärare", "Oskar Brink", kind=SUBSTITUTE),
        Mandate("vision", "Greta Lövgren"),
    ),
    agenda=(
        Standing("Föregående protokoll", section="Information"),
        Standing("Ekonomi och bemanning", "Camilla Dahlgren", section="Information"),
        Standing("Aktuellt på skolan", "Camilla Dahlgren", section="Information"),
        Standing("Arbetsmiljö", "Camilla Dahlgren", "AML 6:9", section="Dialog"),
        Standing("Månadens tema", section="Dialog", is_theme=True),
        Standing("Föranmälda frågor", section="Dialog"),
    ),
    themes={
        1: ("Tjänstefördelning", "Camilla Dahlgren"),
        3: ("Trygghet på raster", "Camilla Dahlgren"),
        5: ("Schema för hösten", "Camilla Dahlgren"),
        8: ("Läsårsstart", "Camilla Dahlgren"),
        11: ("Medarbetarenkät", "Camilla Dahlgren"),
    },
)

PRESCHOOL = GroupPlan(
    facts={
        "name": "Samverkansgruppen på Solrosens förskola",
        "code": "SOL",
        "level": Group.Level.LOCAL,
        "document_name": Group.DocumentName.NOTES,
        "who_adjusts": Group.WhoAdjusts.NOBODY,
        "layout": Group.Layout.TABLE,
        "unit": "Utbildningsförvaltningen",
        "empty_words": "Inget att ta upp",
        "place": "Solrosens förskola, personalrummet",
        "starts": time(13, 30),
        "ends": time(14, 30),
        "summons_days": 3,
        "questions_days": 1,
    },
    secretary="Ylva Strand",
    secretary_title="biträdande rektor",
    above="FG",
    parties=(EMPLOYER, "kommunal", "lärare"),
    mandates=(
        Mandate(EMPLOYER, "Anna-Karin Sjödal", "rektor", chairs=True),
        Mandate(EMPLOYER, "Ylva Strand", "biträdande rektor"),
        Mandate("kommunal", "Tommy Granlund", "skyddsombud"),
        Mandate("lärare", "Samira Haddad"),
    ),
    agenda=(
        Standing("Föregående anteckningar", "Ylva Strand"),
        Standing("Aktuellt på förskolan", "Anna-Karin Sjödal"),
        Standing("Bemanning och vikarier", "Ylva Strand"),
        Standing("Arbetsmiljö och skyddsrond", "Anna-Karin Sjödal"),
        Standing("Skyddsrond inför säsongen", "Tommy Granlund", "AML 6:9", months=(3, 9)),
        Standing("Månadens tema", is_theme=True, months=(4, 9)),
        Standing("Övrigt"),
    ),
    themes={
        4: ("Planering inför sommaren", "Anna-Karin Sjödal"),
        9: ("Inskolning", "Ylva Strand"),
    },
)

GROUPS = (CENTRAL, DEPARTMENT, SCHOOL, PRESCHOOL)


def settle(password: str, *, first_day: date, ended: dict[int, date]):
    """Everybody moves in: users with this password, parties, groups, mandates from `first_day`.

    `ended` gives the last day of the mandates that ended so many weeks ago.
    """
    _users(password)
    parties = _parties()
    for order, plan in enumerate(GROUPS):
        _group(plan, order, parties, first_day, ended)
    return parties


def email(name: str) -> str:
    """“kim.berg@ekbacka.example”."""
    plain = str.maketrans("åäöé ", "aaoe.")
    return f"{name.lower().translate(plain)}@{DOMAIN}"


def _users(password):
    def move_in(name, **fields):
        return User.objects.create_user(email(name), name, password, **fields)

    for name in (*EMPLOYERS_PEOPLE, *UNION_PEOPLE):
        move_in(name, is_hr=name == "Hanna Ek")
    for name in ("Sara Lind", "Peter Hallin", "Olle Nyman"):
        move_in(name)
    move_in("Axel Moberg", is_staff=True, is_superuser=True)


def _parties():
    return {
        key: Party.objects.create(
            name=name, chip=chip, aliases=aliases, is_employer=key == EMPLOYER, order=order
        )
        for order, (key, (name, chip, aliases)) in enumerate(PARTIES.items())
    }


def _group(plan, order, parties, first_day, ended):
    group = Group.objects.create(
        slug=plan.facts["code"].lower(),
        parent=Group.objects.filter(code=plan.above).first(),
        order=order,
        **plan.facts,
    )
    Secretary.objects.create(
        group=group, user=_user(plan.secretary), title=plan.secretary_title, starts=first_day
    )
    Phrase.objects.give_defaults(group)
    for place, key in enumerate(plan.parties):
        GroupParty.objects.create(group=group, party=parties[key], order=place)
    for mandate in plan.mandates:
        _seat(group, mandate, parties, first_day, ended)
    _agenda(group, plan)


def _seat(group, mandate, parties, first_day, ended):
    instead_of = None
    if mandate.instead_of:
        instead_of = group.representatives.get(user__name=mandate.instead_of)
    Representative.objects.create(
        group=group,
        party=parties[mandate.party],
        user=_user(mandate.name),
        kind=mandate.kind,
        title=mandate.title,
        chairs=mandate.chairs,
        substitutes_for=instead_of,
        starts=first_day,
        ends=ended.get(mandate.until),
    )


def _agenda(group, plan):
    for place, (heading, empty) in enumerate(plan.sections):
        GroupSection.objects.create(group=group, heading=heading, empty_words=empty, order=place)
    sections = {section.heading: section for section in group.sections.all()}
    for place, standing in enumerate(plan.agenda):
        StandingItem.objects.create(
            group=group,
            section=sections.get(standing.section),
            heading=standing.heading,
            responsible=standing.responsible,
            legal_basis=standing.basis,
            months=list(standing.months),
            is_round=standing.is_round,
            is_theme=standing.is_theme,
            order=place,
        )
    for month, (theme, responsible) in plan.themes.items():
        MonthTheme.objects.create(group=group, month=month, theme=theme, responsible=responsible)


def _user(name):
    return User.objects.get(name=name)
