"""Invented minutes with a word in every field, their imprint, and what a print of them says."""

import dataclasses
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from meetings import marks, words
from meetings.document import (
    Action,
    Adjuster,
    Attachment,
    Attendee,
    Document,
    Entry,
    Item,
    Outcome,
    Party,
    Section,
    Sitting,
)
from meetings.paper import Attached, Imprint, Signed

EMPLOYER = Party("Arbetsgivaren", "AG", employer=True)
KOMMUNAL = Party("Kommunal", "Kommunal")
VISION = Party("Vision", "Vision")
SSR = Party("Akademikerförbundet SSR", "SSR")
LEDARNA = Party("Ledarna")

MADE = datetime(2031, 3, 14, 12, 30, tzinfo=UTC)
ADDRESS = "https://samverkan.exempel.se/validera/"
HOW = "inloggning och lösenord"
LEVEL = "enkel elektronisk underskrift"

ATTENDEES = (
    Attendee("Disa Ek", "present", "förvaltningschef", EMPLOYER, chairs=True),
    Attendee("Folke Ax", "remote", "HR-chef", EMPLOYER, adjusts=True, left=time(14, 30)),
    Attendee("Loa Rut", "remote", "", EMPLOYER, hours="gick 13.50, kom 14.10", away="punkt 1–2"),
    Attendee("Mira Holm", "present", "klubbordförande", KOMMUNAL, adjusts=True),
    Attendee("Jonas Wik", "present", "", VISION, serves_for="Tage Berg", came=time(13, 20)),
    Attendee("Tage Berg", "excused", "", VISION),
    Attendee("Ylva Rot", "absent", "ekonomichef", EMPLOYER),
    Attendee("Gro Stav", "present", "utredare", organisation="Regionen"),
    Attendee("Sara Lund", "present", "nämndsekreterare", writes=True),
)
SITTINGS = (
    Sitting(date(2031, 3, 12), time(13), time(15, 2), "", ATTENDEES, (LEDARNA,)),
    Sitting(date(2031, 3, 14), time(9), time(9, 40), "Rum Sländan", ATTENDEES[:3], (VISION,)),
)
QUESTION, SECOND = (
    Entry(
        "q1",
        "question",
        "Kommunal undrar **när** kamerorna sätts upp?",
        (KOMMUNAL,),
        (VISION, SSR),
        title="Kamerornas tid",
        asked_of="Disa Ek",
    ),
    Entry("q2", "question", "Vem läser bilderna?", (KOMMUNAL, SSR), speaker="Mira Holm"),
)
ROWS = (
    Entry("r1", "note", "Gro Stav visade ritningen.\n\n• plan ett\n• plan två\n\n- 3,1 mnkr kvar."),
    Entry("r2", "subheading", "Ur underlaget"),
    Entry("r3", "quote", "Kameror får sättas upp.", source="Policyn 2030", page="12"),
    QUESTION,
    SECOND,
    Entry("r4", "answer", "Två vägar prövas.", (EMPLOYER,), answers=("q1", "q2"), result="partly"),
    Entry(
        "r5",
        "answer",
        "Besked kommer.",
        (EMPLOYER,),
        answers=("q1",),
        result="returns",
        answer_due=date(2031, 4, 9),
        answer_due_words="nästa möte",
    ),
    Entry("r6", "answer", "Ja, bilderna raderas.", (EMPLOYER,), answers=("q2",), result="answered"),
    Entry("r7", "decision", "Ritningen följs.", decided_by="Gruppen"),
    Entry("r8", "disagreement", "Kommunal är oenig om placeringen.", (KOMMUNAL,)),
    Entry("r9", "statement", "Vi ser en risk.", (KOMMUNAL,)),
    Entry("r9b", "opinion", "Ritningen borde följas först efter kvällen.", (KOMMUNAL,)),
    Entry("r10", "election", "Folke Ax och Mira Holm valdes."),
    Entry("r11", "happening", "Folke Ax gick 14.30."),
    Entry(
        "r12",
        "action",
        "Riskbedömningen görs klar.",
        actions=(
            Action("Ylva Rot", "Risklistan", date(2031, 4, 1)),
            Action("Skyddsombuden", due_words="före sommaren"),
        ),
    ),
)
FILES = (
    Attachment(
        "a1",
        1,
        "Kamerornas placering",
        "placering.pdf",
        "application/pdf",
        pages=12,
        size=340_212,
        sha256="ab12" * 16,
        promised_by="Ylva Rot",
        due=date(2031, 3, 11),
    ),
    Attachment("a3", 3, "Riskbedömningen", promised_by="Tage Berg", due_words="före sommaren"),
)
BOARD = Item(
    "i2-1",
    "2.1",
    "Nya kameror i entrén",
    responsible="Ylva Rot",
    legal_basis=("MBL 11", "AML 6:9"),
    case_number="SOC 2031/17",
    board="socialnämnden",
    board_date=date(2031, 3, 27),
    outcome=Outcome(
        "disagreed",
        "Samverkan avslutad, oeniga",
        "Kamerorna samverkades.",
        (KOMMUNAL, SSR),
        "vid mötet",
    ),
    earlier="information 16 januari, punkt 7",
    late="Tillkom på mötet. Parterna godtar att frågan tas upp.",
    settled="Omedelbart justerad 12 mars 2031, kontrollkod AB12 CD34.",
    moved_to=("centrala gruppen den 12 april", "socialnämnden"),
    entries=ROWS,
    attachments=FILES,
    salt="b" * 32,
)
ROUND = Item(
    "i3",
    "3",
    "Laget runt",
    is_round=True,
    empty_words="Inget att ta upp",
    entries=(
        Entry("r20", "note", "Vision har årsmöte.", (VISION,)),
        Entry("r21", "note", "", (KOMMUNAL,)),
        Entry("r22", "answer", "Svaret gavs under kamerorna.", (EMPLOYER,), answers=("q1",)),
    ),
    salt="c" * 32,
)


def everything(layout: str = "numbered", **changes: object) -> Document:
    """Minutes of nobody: each field of the Document says something."""
    document = Document(
        name="Protokoll",
        title="Protokoll från förvaltningsgruppen den 12 mars 2031",
        group="Förvaltningsgruppen",
        kind_of_group="förvaltningsgrupp",
        date=date(2031, 3, 12),
        authority="Lindåkra kommun",
        unit="Socialförvaltningen",
        number="FG 2/2031",
        part="punkt 1 och 2",
        annex_to="Bilaga 3 till nämndens handlingar",
        starts=time(13, 0),
        ends=time(15, 2),
        place="Rum Paddan och på distans",
        chair="Disa Ek, förvaltningschef",
        secretary="Sara Lund, nämndsekreterare",
        layout=layout,
        comments_due=datetime(2031, 3, 13, 13, 0),
        signing_due=datetime(2031, 3, 14, 16, 0),
        parties=(EMPLOYER, KOMMUNAL, VISION, SSR, LEDARNA),
        attendees=ATTENDEES,
        unrepresented=(LEDARNA,),
        sittings=SITTINGS,
        adjusters=(
            Adjuster("Folke Ax", EMPLOYER, "HR-chef"),
            Adjuster("Mira Holm", KOMMUNAL, "klubbordförande"),
            Adjuster("Ada Ros", VISION, "regionombud", attended=False),
        ),
        attachments=(
            Attachment("a2", 2, "Presentation", "bilder.pptx", "pptx", size=9, sha256="cd34" * 16),
        ),
        sections=(
            Section(
                "Information", "", (Item("i1", "1", "Personalläget", empty_words="Inget nytt"),)
            ),
            Section("Samverkan", "", (Item("i2", "2", "Till nämnden", children=(BOARD,)), ROUND)),
            Section("Beslut", "Inga beslut"),
        ),
        facts_salt="f" * 32,
        people_salt="p" * 32,
    )
    if layout == "numbered":
        items = tuple(document.top_items())
        document = dataclasses.replace(document, sections=(Section(items=items),))
    return dataclasses.replace(document, **changes)


def notes(**changes: object) -> Document:
    """Minnesanteckningar of a small group without adjusters."""
    return everything(
        "sectioned",
        name="Minnesanteckningar",
        title="Minnesanteckningar från samverkansgruppen på Solrosen 12 mars 2031",
        kind_of_group="samverkansgrupp",
        adjusted=False,
        adjusters=(),
        comments_due=None,
        signing_due=None,
        **changes,
    )


def imprint(document: Document, variant: str, **changes: object) -> Imprint:
    """The imprint that the justering room would make."""
    closed = variant in ("sealed", "copy")
    signatures = tuple(
        Signed(
            adjuster.name,
            adjuster.title,
            f"för {adjuster.party.in_sentence}",
            MADE.replace(hour=8 + place),
            HOW,
            LEVEL,
            tuple(
                f"Oenighet under {i.noted}" for i in document.disagreements_of(adjuster.party.name)
            ),
            adjuster.attended,
        )
        for place, adjuster in enumerate(document.adjusters)
    )
    values = {
        "made": MADE,
        "text_day": date(2031, 3, 13),
        "fingerprint": "" if variant == "draft" else document.fingerprint,
        "signatures": signatures if closed else (),
        "outcome": ("Justerat" if document.adjusted else "Klart") if closed else "",
        "secretary": document.secretary,
        "locked_at": MADE if closed else None,
        "chain_head": "c0ffee00" * 8 if closed else "",
        "address": ADDRESS,
    }
    return Imprint(variant, **(values | changes))


SIGNED_ORIGINAL = Attached(
    "underskrivet.pdf",
    b"%PDF-1.7 the signed original",
    "Protokollet med varje underskrift",
    "Alternative",
    "application/pdf",
)


# --- What a print says -------------------------------------------------------------------------

# The text between header and footer of an A4 page, in points.
BODY = ["-r", "72", "-x", "0", "-y", "80", "-W", "595", "-H", "695"]


def text_of(pdf: bytes, *options: str) -> str:
    """What is printed, in the order of the file, header and footer left out."""
    return _pdftotext(pdf, "-raw", *BODY, *options)


def pages_of(pdf: bytes) -> list[str]:
    """Each page with its margins, laid out as it looks."""
    return _pdftotext(pdf, "-layout").split("\f")[:-1]


def _pdftotext(pdf: bytes, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def squeezed(text: str) -> str:
    """The text without what a line break may change: spaces and hyphens, seen or not."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def page_text(html: str) -> str:
    """What a reading page says, tags and icons taken away."""
    without = re.sub(r"<(svg|script|style)\b.*?</\1>", " ", html, flags=re.S)
    titles = re.findall(r'title="([^"]*)"', without)
    return " ".join([re.sub(r"<[^>]+>", " ", without), *titles])


# Fields that steer and are not read: what they mean is said in other words.
UNSAID = {
    *("ref", "salt", "facts_salt", "people_salt", "schema", "layout", "chip", "kind"),
    *("presence", "answers", "result", "media_type"),
}


def said(value: object) -> Iterator[str]:
    """Every word of a Document as a reader should meet it, in no certain order."""
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.name in UNSAID or held in (None, "", ()):
            continue
        for part in held if isinstance(held, tuple) else (held,):
            if dataclasses.is_dataclass(part):
                yield from said(part)
            elif field.name == "text":
                yield from marks.to_text(part).replace("• ", "").splitlines()
            elif field.name == "legal_basis":
                yield words.legal(part)
            elif isinstance(part, datetime):
                yield words.deadline(part)
            elif isinstance(part, time):
                yield words.clock_time(part)
            elif isinstance(part, date):
                yield words.day(part)
            elif isinstance(part, str):
                yield part
