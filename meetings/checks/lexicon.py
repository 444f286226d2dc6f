"""The words that rules know by heart."""

from __future__ import annotations


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Given names that end like a genitive, which “Stockholms stad” and “Nämndens ordförande” do.
GIVEN_NAMES_IN_S = _all("""
    Agnes Anders Andreas Boris Chris Claes Clas Denis Dennis Doris Elias Hannes Hans Ines Iris Jens
    Johannes Jonas Klas Lars Linus Lucas Lukas Magnus Marcus Markus Mathias Matthias Mats Mattias
    Måns Mercedes Niclas Niklas Nils Petrus Rasmus Tess Thomas Titus Tobias Tomas Truls
""")

# Words with a capital that begin sentences, or the names of places and bodies.
NO_GIVEN_NAME = _all("""
    Att Även De Den Dessutom Det Då Där Därför Där En Enligt Ett Efter Eftersom Från För Hos Här I
    Idag Inom Med Medan Men Nu När Och Om På Samt Sedan Som Till Trots Tyvärr Under Vid Vår Vårt
    Januari Februari Mars April Maj Juni Juli Augusti September Oktober November December
    Måndag Tisdag Onsdag Torsdag Fredag Lördag Söndag
    Arbetsförmedlingen Arbetsgivaren Arbetsmiljöverket Avdelning Barn Beslut Bilaga Centrala Chef
    Dialog Enhet Enheten Facken Förskolan Förskola Försäkringskassan Förvaltning Förvaltningen
    Gamla Gemensamma God Google Handlingsplan Hej Högsta Human Information Kommun Kommunen
    Landstinget Lex Lilla Lokala Microsoft New Norra Nordiska Nya Nämnd Nämnden Office Ordförande
    Paragraf Parterna Polisen Power Protokoll Punkt Region Regionen Rektor San Sankt Sekreterare
    Skolan Skolverket Socialstyrelsen Staden Stadsdelsnämnden Stora Svenska Södra Vuxen Västra Östra
""")

# Abbreviations that everybody in samverkan knows.
KNOWN_ABBREVIATIONS = _all("""
    AB AD AG AI AML APT AS BUP CSG EU FAQ FG FSG GDPR HR HSL HVB IT IVO KF KL KS LAS LO LOA LSG LSS
    LVM LVU MBL NR OK OSA PDF PM SACO SAM SG SKR SOL SSR TCO TV USA VAB VD
""")

# Unions that a text may name without their being registered in the group.
UNIONS = (
    *("Akademikerförbundet SSR", "Akavia", "Brandmännens Riksförbund", "Fysioterapeuterna"),
    *("Kommunal", "Ledarna", "Läkarförbundet", "Lärarförbundet", "Lärarnas Riksförbund"),
    *("Naturvetarna", "Seko", "Sveriges Arbetsterapeuter", "Sveriges Farmaceuter"),
    *("Sveriges Ingenjörer", "Sveriges Lärare", "Sveriges Psykologförbund"),
    *("Sveriges Skolledare", "Unionen", "Vision", "Vårdförbundet"),
)
# Those that went up in another: its name, and since which year.
MERGED = {
    "Lärarförbundet": ("Sveriges Lärare", 2023),
    "Lärarnas Riksförbund": ("Sveriges Lärare", 2023),
}
