"""Sentences as they stand in good minutes. None of them is anything to look at."""

import pytest

from meetings.checks import check
from tests.checks.real import FOLDER, invented
from tests.checks.small import context, item, minutes

SENTENCES = """
Mötet öppnades kl. 13.00 av ordföranden.
Dagordningen godkändes med tillägg av en fråga från Vision.
Föregående protokoll från den 16 januari 2024 lades till handlingarna.
Justering sker fredagen den 16 februari.
Synpunkter lämnas senast torsdagen den 15 februari kl. 13.00.
Nästa möte är tisdagen den 12 mars 2024 kl. 13.00 i rum Linden.
Prognosen per februari är minus 3,1 mnkr. Utfallet för 2023 blev minus 14,7 mnkr.
Sjukfrånvaron ligger på 8,9 procent, strax under målvärdet. Flest sjukskrivna finns i förskolan.
Korttidsfrånvaron har minskat sedan 2022, men 12 medarbetare är långtidssjukskrivna.
Rehabiliteringsprocessen följer kommunens rutin. Chefen ska kontakta den sjuke senast tredje dagen.
Kommunal menar att rutinen är oklar. Arbetsgivaren svarar att den ses över i vår.
Vision undrar när rekryteringen blir klar. Arbetsgivaren svarar att den är klar den 1 mars.
SSR instämmer. Akademikerförbundet SSR har årsmöte den 20 mars.
Justering av budgeten föreslås inte nu. Budgeten justeras i tertial 2.
Öppettiderna är måndag till fredag, 1 mars till 31 maj.
Lokalerna på Ellen Keys gata 37 tas över den 1 oktober 2024.
Ring 070-812 18 76 eller 08-508 22 000 vid frågor.
Organisationsnumret är 212000-0142, kontonummer 5290-4418.
Ärendet har Dnr KS 2024/112 och behandlas i nämnden den 19 mars.
Avtalet gäller 2022-01-01 till 2025-12-31.
Arbetsgivaren återkommer löpande i gruppen. Frågan återkommer i årshjulet varje höst.
Arbetsgivaren återkommer på nästa möte med en tidplan.
Vi återkommer till frågan under hösten.
Kommunala bolag, kommunal verksamhet och kommunalråd berörs inte.
Visioner och mål för 2025 togs fram på en workshop.
Ledarskapet i förvaltningen följs upp. Lärarna är nöjda.
Region Skåne och Stockholms Stad presenterar sina modeller i april.
Barn- och utbildningsförvaltningen svarar för planen, kommunstyrelsens kontor för ekonomin.
Gruppen diskuterade Previa Hälsa, Microsoft Teams och Power BI.
En risk- och konsekvensbedömning är gjord. Den bifogade planen gicks igenom.
Bilagorna till förra protokollet gicks igenom.
Enkäten har 71 procents svarsfrekvens (2023: 68 procent).
I punkt 3 i handlingsplanen står att 1/3 av tjänsten är administrativ.
Av 97 pass är 84 bemannade, vecka 28–31 är sårbar.
Skyddsronden hålls den 14 mars kl. 8.00. Skyddsombudet deltar.
Jonas Öberg och Mira Åkesson redogjorde för arbetet. Kim Berg tackade.
Lisa Holm är föräldraledig till den 1 maj. Hon ersätts av en vikarie.
Rekrytering av ny enhetschef till Björkbacken pågår. Olof Tappert är anställd från 1 mars.
Parterna är eniga. Samverkan avslutas. Beslut fattas av förvaltningschefen den 26 februari.
Mötet ajournerades 14.10–14.20 på begäran av Vision.
Det är den 3:e gången på 2 år som frågan tas upp, senast 2022.
Årsredovisningen för 2023 och verksamhetsplanen 2024 beslutas i nämnden.
”Vi behöver [...] mer tid”, står det i enkäten.
Vissa frågor togs upp redan torsdagen den 14 december 2023.
Fre 16/2 är det studiedag. Förskolan stänger kl. 15.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_good_minutes_are_left_alone(sentence):
    said = minutes(item(1, sentence), item(2, "Mötet avslutades."))
    assert check(said, context()) == ()


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no samples in {FOLDER}")
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            "01",
            {
                ("attendance", "det står inte vem som hade förhinder från Sveriges Skolledare"),
                ("question", "frågan från Vision har varken svar eller dag"),
            },
        ),
        (
            "04",
            {
                ("year", "14 maj 2024 ligger före mötet"),
                ("attendance", "det står inte vem som hade förhinder från Fysioterapeuterna"),
            },
        ),
    ],
)
def test_invented_minutes_tell_only_what_is_wrong(number, expected):
    document, known = invented(number)
    assert {(one.rule, one.what) for one in check(document, known)} == expected
