"""Rules about what a row says: for each something that is wrong, and something close that is not.

The meeting was on Tuesday 13 February 2024.
"""

import pytest

from meetings.document import Entry
from tests.checks.small import item, mended, one, rules

WRONG = [
    ("weekday", "Ny träff hålls torsdagen den 15 mars."),
    ("year", "Utbildning onsdag 13 mars 2025 för alla chefer."),
    ("weekday", "Skyddsrond måndag 2024-03-12 på förskolan."),
    ("weekday", "Uppstart fre 15/4 i Lindens lokaler."),
    ("weekday", "Utvärdering sker 15 mars (torsdag) i storgruppen."),
    ("meeting_day", "Tidpunkt: 13 januari 2024 kl. 13:00"),
    ("meeting_day", "Datum: 2024-02-12"),
    ("meeting_day", "Deltagarna på dagens möte den 14 februari var många."),
    ("meeting_day", "Nästa möte är den 13 februari 2024."),
    ("year", "Svar ska lämnas senast den 20 februari 2023."),
    ("year", "Utbildningen hålls tisdagen den 5 mars 2023."),
    ("deadline", "Synpunkter lämnas senast den 12 februari."),
    ("deadline", "Justering sker den 17 februari."),
    ("deadline", "Synpunkter ska ha inkommit senast den 29 mars."),
    ("personal_number", "Ärendet gäller 811218-9876."),
    ("personal_number", "Ärendet gäller 198112189876."),
    ("personal_number", "Ärendet gäller 8112189876 i andra hand."),
    ("personal_number", "Samordningsnummer 701063-2391 finns i underlaget."),
    ("health", "Eftersom Anne-Lie är sjukskriven tar Lina över."),
    ("health", "Kim Berg är långtidssjukskriven sedan i höst."),
    ("health", "Lisa har fått diagnosen utmattning."),
    ("health", "Enheten väntar på Kim Bergs rehabilitering."),
    ("organisation", "Vission och AkademikerförbundetSSR var överens."),
    ("organisation", "Komunal tog upp schemat."),
    ("organisation", "Akademikerförbundet Ssr ställde sig bakom förslaget."),
    ("organisation", "Fysioterapeuterna frågade om lokalerna."),
    ("organisation", "Lärarförbundet tog upp tiden för planering."),
    ("office", "Socialkontoret svarar för lokalerna. Socialförvaltningen betalar."),
    ("speaker", "Olof Tappert från PAS besökte gruppen."),
    ("speaker", "Ylva Sten och Bo Ek redogjorde för enkäten."),
    ("returns", "Arbetsgivaren återkommer med information."),
    ("returns", "Kommunal frågade om lokaler. HR återkommer i frågan."),
    ("returns", "Vision återkommer."),
    ("attachment", "Arbetsgivaren redogjorde. Se bifogad presentation."),
    ("attachment", "Riskbedömning finns, se bilaga 2."),
    ("residue", "Mötet öppnades av [namn] klockan 13."),
    ("residue", "Utbildningen hålls den XX mars."),
    ("residue", "Klicka här för att skriva text."),
    ("residue", "Lorem ipsum dolor sit amet."),
    ("residue", "Förvaltningsdirektör/titel"),
    ("residue", "Underlaget skickas ut ___________."),
    ("diary_number", "Beslut fattades (dr.nr SN 23-511). Se även Dnr SN 2024-267."),
    ("diary_number", "Se Dnr KS 2024/12 och dnr KS 2024-13."),
    ("gap", "Beslutet är\n1. att anta planen\n2. att följa upp den\n4. att informera alla"),
]


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_what_is_wrong_is_found(rule, text):
    assert set(rules(item(1, text))) == {rule}


CLOSE = [
    ("weekday", "Ny träff hålls fredagen den 15 mars."),
    ("weekday", "Ny träff hålls torsdagen den 15–16 mars."),
    ("weekday", "Gruppen möts varje torsdag från 15 mars."),
    ("weekday", "Gruppen möttes fredagen den 15 december."),
    ("weekday", "Uppstart måndag 2 september, året framåt."),
    ("meeting_day", "Protokollet från den 16 januari 2024 lades till handlingarna."),
    ("meeting_day", "Datum: tisdagen den 13 februari 2024"),
    ("meeting_day", "Nästa möte är den 12 mars."),
    ("meeting_day", "Nästa möte är den 14 januari 2025."),
    ("year", "Riktlinjen antogs den 20 februari 2023."),
    ("year", "Avtalet gäller till och med den 31 mars 2025."),
    ("deadline", "Synpunkter lämnas senast torsdagen den 15 februari."),
    ("deadline", "Ansökan ska ha kommit in senast den 31 mars."),
    ("deadline", "Justering av budgeten görs den 17 februari."),
    ("deadline", "Justering sker fredagen den 16 februari."),
    ("year", "Jämfört med 20 februari 2023 ska fler tjänster vara tillsatta."),
    ("deadline", "Budgeten justeras den 29 mars."),
    ("deadline", "Synpunkter på remissen skulle lämnas senast den 1 februari."),
    ("personal_number", "Organisationsnumret är 212000-0142."),
    ("personal_number", "Ring 0708121876 vid frågor."),
    ("personal_number", "Ärendet gäller 811218-9875."),  # the last digit does not fit
    ("personal_number", "Se Dnr 240118-1234."),
    ("health", "Sjukfrånvaron är 8,9 procent och flera är sjukskrivna."),
    ("health", "Personal är sjukskriven på två enheter."),
    ("health", "Den sjuke ska kontaktas senast tredje dagen."),
    ("health", "Försäkringskassan är klar med utredningen om rehabilitering."),
    ("health", "Enheten Linden har missbrukare som målgrupp."),
    ("health", "Boendet Carnot har rehabilitering som uppdrag."),
    ("organisation", "Kommunala bolag och kommunal verksamhet berörs. Visionen är klar."),
    ("organisation", "Kommunals och Visions medlemmar är informerade."),
    ("organisation", "Tidigare Lärarförbundet har gått upp i Sveriges Lärare."),
    ("office", "Stadsledningskontoret och socialförvaltningen svarar för lokalerna."),
    ("speaker", "Jonas Öberg öppnade mötet."),
    ("speaker", "Region Skåne informerade om avtalet."),
    ("speaker", "Rekryteringen av Olof Tappert är klar."),
    ("speaker", "Stockholms Stad presenterade planen."),
    ("returns", "Arbetsgivaren återkommer på nästa möte."),
    ("returns", "Arbetsgivaren återkommer den 12 mars med svar."),
    ("returns", "Frågan återkommer i årshjulet."),
    ("returns", "Förvaltningen återkommer löpande med information."),
    ("attachment", "Bilagorna till avtalet ses över."),
    ("attachment", "Det framgår av bilaga 3 till avtalet, och i bilaga 2 till HÖK."),
    ("attachment", "Underlagen bifogas kallelsen."),
    ("residue", "Enligt avtalet [1] gäller detta."),
    ("residue", "Storlekarna XL och XXL saknas."),
    ("residue", "Se [riktlinjen](https://exempel.se)."),
    ("diary_number", "Se Dnr KS 2024/12, Dnr KS 2024/13 och Dnr SN 23-511."),
    ("gap", "Beslutet är\n1. att anta planen\n2. att följa upp den\n3. att informera alla"),
    ("gap", "Totalt\n2. avdelningar\n4. enheter"),
]


@pytest.mark.parametrize(("rule", "text"), CLOSE)
def test_what_is_close_to_it_is_left_alone(rule, text):
    assert rules(item(1, text), attachments=()) == []


@pytest.mark.parametrize(
    ("text", "choice", "after"),
    [
        ("Ses torsdagen den 15 mars.", 0, "Ses fredagen den 15 mars."),
        ("Synpunkter senast torsdagen den 15 mars.", 0, "Synpunkter senast fredagen den 15 mars."),
        ("Ses torsdagen den 15 januari.", 1, "Ses torsdagen den 15 februari."),
        (
            "Skyddsrond sker torsdagen den 15 januari.",
            0,
            "Skyddsrond sker torsdagen den 15 februari.",
        ),
        ("Svar senast den 20 februari 2023.", 0, "Svar senast den 20 februari 2024."),
        ("Tidpunkt: 13 januari 2024", 0, "Tidpunkt: 13 februari 2024"),
        ("Justering sker lördagen den 17 februari.", 0, "Justering sker måndagen den 19 februari."),
        ("Komunal tog upp schemat.", 0, "Kommunal tog upp schemat."),
        ("Det gäller 811218-9876.", 0, "Det gäller (personnumret är borttaget)."),
        ("Lärarförbundet frågade om tiden.", 0, "Sveriges Lärare frågade om tiden."),
    ],
)
def test_the_first_remedy_gives_these_words(text, choice, after):
    finding = one(item(1, text))
    assert mended(finding, text, choice) == after


def test_what_is_to_come_is_not_proposed_before_the_meeting():
    finding = one(item(1, "Skyddsronden sker måndagen den 15 mars."))
    assert finding.advice == "Du skrev måndag. Menar du 15 april?"
    finding = one(item(1, "Skyddsronden sker måndagen den 8 februari."))
    assert finding.advice == "Du skrev måndag."


def test_a_personal_number_is_never_repeated():
    finding = one(item(1, "Det gäller 811218-9876."))
    assert "811218" not in repr(finding)
    assert "9876" not in repr(finding)


def test_a_quote_is_not_ours_to_mend():
    quote = Entry("q", "quote", "Komunal frågar torsdagen den 15 mars. Se bilaga 3 [namn].")
    assert rules(item(1, quote)) == []


def test_a_partys_own_text_is_left_alone():
    own = Entry("s", "statement", "Komunal vill ha svar torsdagen den 15 mars.")
    assert rules(item(1, own)) == []
