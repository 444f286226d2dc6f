"""Phrases filled in, and sentences that say otherwise than the utfall beside them."""

import pytest

from meetings import sentences
from meetings.sentences import Named, contradiction, fill, moved_to, proposed

PARTIES = (
    Named("Arbetsgivaren", ("AG",), employer=True),
    Named("Kommunal"),
    Named("Akademikerförbundet SSR", ("SSR",)),
    Named("Vision"),
    Named("Sveriges Lärare", ("SL",)),
)
KNOWN = {"rubrik": "Budget 2025", "ansvarig": "Lena Palm", "nästa möte": "12 mars"}


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("{rubrik} samverkades.", "Budget 2025 samverkades."),
        ("{ansvarig} informerade om {rubrik}.", "Lena Palm informerade om budget 2025."),
        ("Frågan tas upp {nästa möte}.", "Frågan tas upp 12 mars."),
        ("{organisation} instämmer.", "[organisation] instämmer."),
        ("Klart. {rubrik} samverkades.", "Klart. Budget 2025 samverkades."),
        ("Beslut {något annat} fattas.", "Beslut [något annat] fattas."),
        ("Utan plats, med {klammer", "Utan plats, med {klammer"),
    ],
)
def test_a_phrase_is_filled_with_what_is_known(phrase, written):
    assert fill(phrase, KNOWN) == written


def test_the_first_phrase_that_can_be_filled_is_proposed():
    phrases = sentences.OUTCOME_PHRASES["moved"]
    assert proposed(phrases, {"mål": "till nämnden"}) == "Frågan flyttas till nämnden."
    assert proposed(phrases, {}) == "Frågan flyttas."
    assert proposed(["{rubrik} klar."], {}) == "[rubrik] klar."
    assert proposed([], {}) == ""


def test_every_place_is_told_of():
    used = [*sum(sentences.OUTCOME_PHRASES.values(), ()), *(p for _k, p in sentences.ROW_PHRASES)]
    found = {name for phrase in used for name in sentences.PLACEHOLDER.findall(phrase)}
    assert found <= set(sentences.PLACEHOLDERS)


def test_several_targets_are_one_sentence():
    targets = ("förvaltningsgruppen den 12 mars", "nämnden")
    assert moved_to(targets) == "till förvaltningsgruppen den 12 mars och till nämnden"


@pytest.mark.parametrize("kind", sentences.OUTCOME_PHRASES)
def test_what_is_proposed_never_contradicts_itself(kind):
    known = {"rubrik": "Organisation", "mål": "till centrala gruppen"}
    for phrase in sentences.OUTCOME_PHRASES[kind]:
        told = contradiction(kind, fill(phrase, known), disagreeing=["Vision"], parties=PARTIES)
        assert told == "", phrase


@pytest.mark.parametrize(
    ("kind", "sentence", "begins"),
    [
        ("agreed", "Parterna är oeniga.", "Meningen talar om oenighet"),
        ("agreed", "Budgeten samverkades i oenighet.", "Meningen talar om oenighet"),
        ("agreed", "Parterna kunde inte enas.", "Meningen talar om oenighet"),
        ("agreed", "Kommunal motsätter sig förslaget.", "Meningen talar om oenighet"),
        ("agreed", "Enighet nåddes. Vision reserverar sig.", "Meningen talar om oenighet"),
        ("agreed", "Frågan flyttas till mars.", "Meningen säger att frågan skjuts upp"),
        ("agreed", "Flyttas till nästa månads möte.", "Meningen säger att frågan skjuts upp"),
        ("agreed", "Ärendet bordläggs.", "Meningen säger att frågan skjuts upp"),
        ("agreed", "Frågan lyfts till MBL-förhandling.", "Meningen säger att frågan går till"),
        ("disagreed", "Parterna är eniga.", "Meningen säger att parterna är eniga"),
        ("disagreed", "Planen antogs i enighet.", "Meningen säger att parterna är eniga"),
        ("disagreed", "Budgeten samverkades.", "Meningen säger att frågan samverkades"),
        ("disagreed", "Planen har samverkats.", "Meningen säger att frågan samverkades"),
        ("disagreed", "Frågan bordläggs.", "Meningen säger att frågan skjuts upp"),
        ("disagreed", "SSR är oenig.", "Meningen säger att Akademikerförbundet SSR är oenig"),
        ("disagreed", "Vision och SL är oeniga.", "Meningen säger att Vision och Sveriges Lärare"),
        ("moved", "Budgeten samverkades.", "Meningen säger att samverkan är avslutad"),
        ("moved", "Samverkan är avslutad.", "Meningen säger att samverkan är avslutad"),
        ("negotiation", "Samverkan avslutades.", "Meningen säger att samverkan är avslutad"),
        ("other_level", "Planen är samverkad.", "Meningen säger att samverkan är avslutad"),
        ("filed", "Samverkan är avslutad.", "Meningen säger hur samverkan slutade"),
        ("filed", "Kommunal är oenig.", "Meningen säger hur samverkan slutade"),
    ],
)
def test_a_sentence_that_says_otherwise_is_asked_about(kind, sentence, begins):
    told = contradiction(kind, sentence, disagreeing=["Kommunal"], parties=PARTIES)
    assert told.startswith(begins), told


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("agreed", ""),
        ("agreed", "Verksamhetsberättelse 2023 med bokslut samverkades."),
        ("agreed", "Parterna är eniga om att riskbedömningen följs upp efter sex månader."),
        ("agreed", "Det finns ingen oenighet."),
        ("agreed", "Frågan avslutas utan oenighet mellan parterna."),
        ("agreed", "Förslaget att två tjänster flyttas till enheten samverkades."),
        ("agreed", "Verksamheten flyttas till nya lokaler i augusti."),
        ("agreed", "Planen samverkades. Frågan om schema tas upp igen i mars."),
        ("agreed", "Två medarbetare flyttas från skolan."),
        ("agreed", "Förhandling enligt 38 § MBL är genomförd."),
        ("disagreed", "Budgeten samverkades i oenighet."),
        ("disagreed", "Planen samverkades. Kommunal är oenig."),
        ("disagreed", "Kommunal är oenig med Vision."),
        ("disagreed", "Kommunal är oenig med arbetsgivaren om bemanningen."),
        ("disagreed", "Övriga parter är eniga, Kommunal är oenig."),
        ("disagreed", "Alla utom Vision är oeniga."),
        ("disagreed", "Parterna är inte eniga."),
        ("disagreed", "Parterna är oeniga. Frågan lyfts till central förhandling."),
        ("disagreed", "Parterna är eniga om att riskbedömningen görs om."),
        ("disagreed", "Arbetsgivaren beslutar enligt förslaget."),
        ("disagreed", "Samverkan avslutas i oenighet. Vision instämmer med arbetsgivaren."),
        ("moved", "Frågan samverkades inte utan flyttas till mars."),
        ("moved", "Parterna är eniga om att ta upp frågan i mars."),
        ("moved", "Underlaget saknades."),
        ("negotiation", "Parterna är oeniga, Kommunal påkallar förhandling."),
        ("reinforced", "Samverkan är inte avslutad."),
        ("filed", "Rapporten läggs till handlingarna."),
        ("filed", "Informationen samverkades den 16 januari."),
    ],
)
def test_what_may_be_read_so_passes(kind, sentence):
    assert contradiction(kind, sentence, disagreeing=["Kommunal"], parties=PARTIES) == ""


def test_a_ticked_party_that_the_sentence_passes_over_is_asked_about():
    ticked = ["Kommunal", "Vision"]
    told = contradiction("disagreed", "Kommunal är oenig.", disagreeing=ticked, parties=PARTIES)
    assert told == "Vision är ikryssad som oenig, men nämns inte i meningen."
    both = "Kommunal är oenig. Vision instämmer."
    assert contradiction("disagreed", both, disagreeing=ticked, parties=PARTIES) == ""
