"""Rules about how the parts of the minutes hang together."""

from dataclasses import replace
from datetime import date, datetime

from meetings.checks import Mandate, check
from meetings.document import Action, Attendee, Entry, Outcome
from meetings.policy import Rule
from tests.checks.small import (
    EMPLOYER,
    JONAS,
    KIM,
    KOMMUNAL,
    LISA,
    MIRA,
    PEOPLE,
    SSR,
    VISION,
    chosen,
    context,
    found,
    item,
    minutes,
    one,
    rules,
)


def row(kind, text="Text.", *parties, ref="r1", **facts):
    return Entry(ref, kind, text, parties=parties, **facts)


def agreed(*parties):
    if parties:
        return Outcome("disagreed", "Samverkan avslutad, oeniga", disagreeing=parties)
    return Outcome("agreed", "Samverkan avslutad, parterna är eniga")


def test_nothing_is_wrong_with_ordinary_minutes():
    assert found() == []


def test_the_heaviest_comes_first():
    texts = item(1, "Ses torsdagen den 15 mars."), item(2)
    assert rules(*texts) == ["weekday", "empty"]


# --- What stops the sending ----------------------------------------------------------------------


def test_a_party_without_adjuster_stops_where_each_party_signs():
    said = minutes(adjusters=chosen(JONAS, KIM, LISA))
    finding = one(said=said)
    assert finding.stops
    assert finding.what == "Vision ska justera enligt gruppens regel men har ingen justerare"
    assert [fix.name for fix in finding.fixes] == ["Mira Åkesson"]


def test_an_absent_party_needs_no_adjuster():
    away = replace(MIRA, presence="excused")
    said = minutes(adjusters=chosen(JONAS, KIM, LISA), attendees=(JONAS, KIM, away, LISA))
    assert rules(said=said) == []


def test_a_group_that_chooses_needs_only_somebody():
    said = minutes(adjusters=chosen(JONAS))
    assert rules(said=said, who_signs=Rule()) == []
    said = minutes(adjusters=())
    assert found(said=said, who_signs=Rule()) == [("adjuster_missing", "Ingen justerare är vald")]


def test_a_group_without_adjusters_hears_nothing_of_them():
    assert rules(said=minutes(adjusted=False, adjusters=())) == []


def test_while_people_meet_adjusters_may_wait():
    assert rules(said=minutes(adjusters=()), is_over=False) == []


def test_a_disagreement_without_organisation_stops():
    finding = one(item(1, row("disagreement", "Vision är oenig."), outcome=agreed()))
    assert (finding.stops, finding.what) == (True, "Oenigheten i punkt 1 saknar organisation")
    assert finding.fixes[0].parties == ("Vision",)


def test_a_negotiated_item_without_outcome_stops():
    finding = one(item(1, "Gås igenom.", legal_basis=("11\u00a0§ MBL",)))
    assert finding.stops
    assert finding.what == "Punkt 1 gäller 11\u00a0§ MBL men har inget utfall"


def test_information_needs_no_outcome():
    assert rules(item(1, "Gås igenom.", legal_basis=("19\u00a0§ MBL",))) == []


def test_an_item_that_is_being_talked_about_needs_no_outcome_yet():
    now = item(1, "Gås igenom.", legal_basis=("MBL § 11",))
    assert rules(now, item(2), is_over=False) == []
    assert rules(now, item(2, "Nästa."), is_over=False) == ["outcome_missing"]


def test_a_stop_is_not_muted():
    nameless = item(1, row("disagreement"), outcome=agreed())
    assert rules(nameless, muted=frozenset({"disagreement_nameless"})) == ["disagreement_nameless"]


def test_a_muted_rule_is_silent():
    wrong = item(1, "Ses torsdagen den 15 mars.")
    assert rules(wrong, muted=frozenset({"weekday"})) == []


# --- Utfall --------------------------------------------------------------------------------------


def test_outcome_and_disagreement_may_not_contradict_each_other():
    finding = one(item(1, row("disagreement", "Nej.", KOMMUNAL), outcome=agreed()))
    assert finding.what == "utfallet säger eniga, men Kommunal är oenig i texten"
    assert finding.fixes[0].parties == ("Kommunal",)


def test_they_name_the_same_parties():
    no = row("disagreement", "Nej.", KOMMUNAL)
    assert rules(item(1, no, outcome=agreed(VISION))) == ["outcome_contradicted"]
    assert rules(item(1, no, outcome=agreed(KOMMUNAL))) == []


def test_a_disagreement_leads_somewhere():
    no = row("disagreement", "Nej.", KOMMUNAL)
    assert rules(item(1, no)) == ["no_way_on"]
    assert rules(item(1, no, moved_to=("central samverkansgrupp",))) == []


def test_samverkan_does_not_end_with_open_questions():
    asked = row("question", "När?", VISION, answer_due_words="nästa möte")
    assert found(item(1, asked, outcome=agreed())) == [
        ("still_open", "samverkan är avslutad men en fråga är öppen")
    ]


# --- Questions -----------------------------------------------------------------------------------


def test_a_question_has_an_answer_or_a_day():
    asked = row("question", "När?", SSR)
    assert found(item(1, asked)) == [("question", "frågan från SSR har varken svar eller dag")]
    assert rules(item(1, replace(asked, answer_due=date(2024, 3, 12)))) == []
    answer = Entry("r2", "answer", "I maj.", answers=("r1",), result="answered")
    assert rules(item(1, asked, answer)) == []


def test_questions_of_an_item_are_told_together():
    asked = [row("question", "När?", SSR, ref=f"q{n}") for n in range(3)]
    assert found(item(1, *asked)) == [("question", "3 frågor har varken svar eller dag")]


def test_a_sentence_may_say_when_all_are_answered():
    asked = [row("question", "När?", SSR, ref=f"q{n}") for n in range(3)]
    assert rules(item(1, "Frågorna besvaras vid nästa möte.", *asked)) == []


def test_a_question_just_asked_may_wait():
    assert rules(item(1, row("question", "När?", SSR)), is_over=False) == []


def test_an_action_is_what_somebody_returns_with():
    text = "Arbetsgivaren återkommer med information."
    assert rules(item(1, row("note", text, actions=(Action("HR"),)))) == []


def test_an_answer_that_returns_has_the_day_of_its_question():
    asked = row("question", "När?", SSR, answer_due=date(2024, 3, 12))
    answer = Entry("r2", "answer", "Arbetsgivaren återkommer.", answers=("r1",), result="returns")
    assert rules(item(1, asked, answer)) == []


# --- Days ----------------------------------------------------------------------------------------


def test_an_action_is_not_due_before_the_meeting():
    early = row("action", "Tar fram en plan.", actions=(Action("HR", due=date(2023, 3, 1)),))
    assert rules(item(1, early)) == ["promise"]


def test_the_deadlines_of_the_meeting_come_in_order():
    said = minutes(comments_due=datetime(2024, 2, 20, 16), signing_due=datetime(2024, 2, 19, 16))
    assert found(said=said) == [("deadline", "Synpunkter senast ligger efter justeringen")]


def test_a_deadline_on_a_holiday_is_moved():
    said = minutes(date=date(2024, 3, 26), title="", signing_due=datetime(2024, 3, 29, 16))
    finding = one(said=said)
    assert finding.what == "Justeras senast 29 mars är långfredagen"
    assert finding.advice == "Nästa arbetsdag är tisdag 2 april."


def test_a_title_with_another_day_is_found():
    said = minutes(title="Protokoll från förvaltningsgruppen den 13 januari 2024")
    assert found(said=said) == [("meeting_day", "rubriken säger 13 januari")]


def test_a_report_of_this_year_is_too_early():
    early = item(1, "Gås igenom.", heading="Verksamhetsberättelse 2024 med bokslut")
    other = item(2, "Utfallet i bokslutet för 2023 redovisades.")
    finding = one(early, other)
    assert finding.advice == "Bokslutet gäller 2023 enligt punkt 2."
    assert finding.fixes[0].value == "Verksamhetsberättelse 2023 med bokslut"
    assert rules(item(1, "Gås igenom.", heading="Verksamhetsplan 2024")) == []


# --- People --------------------------------------------------------------------------------------


def test_who_signs_was_there():
    away = replace(KIM, presence="absent")
    attendees = tuple(away if someone is KIM else someone for someone in PEOPLE)
    (told,) = found(said=minutes(attendees=attendees))
    assert told == ("adjuster", "Kim Berg, vald till justerare, var inte på mötet")


def test_who_signs_has_a_mandate_on_that_day():
    mandates = tuple(Mandate(someone.name, someone.party.name) for someone in (JONAS, KIM, LISA))
    assert found(mandates=mandates) == [
        (
            "adjuster",
            "Mira Åkesson, vald till justerare, hade inget mandat för Vision på mötets dag",
        )
    ]
    assert rules(mandates=(*mandates, Mandate(MIRA.name, "Vision"))) == []


def test_a_mandate_lasts_until_the_signing():
    mandates = tuple(
        Mandate(someone.name, someone.party.name, date(2024, 2, 15) if someone is KIM else None)
        for someone in (JONAS, KIM, LISA, MIRA)
    )
    said = minutes(signing_due=datetime(2024, 2, 16, 16))
    assert found(said=said, mandates=mandates) == [
        ("adjuster", "Kim Berg, vald till justerare, har mandat bara till 15 februari 2024")
    ]


def test_whoever_speaks_was_there():
    away = replace(KIM, presence="excused")
    said = minutes(
        item(6, "Kim Berg frågade om schemat."),
        attendees=tuple(away if someone is KIM else someone for someone in PEOPLE),
        adjusters=chosen(JONAS, MIRA, LISA),
    )
    assert found(said=said) == [("speaker", "Kim Berg har ordet men står som frånvarande")]


def test_an_organisation_that_nobody_came_from_does_not_speak():
    said = minutes(
        item(6, row("note", "Text.", VISION)),
        attendees=(JONAS, KIM, LISA, replace(MIRA, presence="excused")),
        adjusters=chosen(JONAS, KIM, LISA),
        unrepresented=(VISION,),
    )
    assert rules(said=said) == ["speaker"]


def test_excused_organisations_name_somebody():
    said = minutes(attendees=(JONAS, KIM, LISA), adjusters=chosen(JONAS, KIM, LISA))
    said = replace(said, unrepresented=(VISION,))
    assert found(said=said) == [("attendance", "det står inte vem som hade förhinder från Vision")]
    none_called = (Mandate("Jonas Öberg", EMPLOYER.name), Mandate("Kim Berg", KOMMUNAL.name))
    assert rules(said=said, mandates=(*none_called, Mandate("Lisa Holm", SSR.name))) == []


def test_a_given_name_alone_points_at_one_person():
    two = (*PEOPLE, Attendee("Lisa Ask", "present", party=EMPLOYER))
    said = minutes(item(1, "Gås igenom.", responsible="Lisa"), attendees=two)
    finding = one(said=said)
    assert finding.what == "Lisa står bara med förnamn"
    assert [fix.value for fix in finding.fixes] == ["Lisa Holm", "Lisa Ask"]
    assert rules(item(1, "Gås igenom.", responsible="Lisa")) == []
    assert rules(item(1, "Gås igenom.", responsible="HR")) == []


# --- The text ------------------------------------------------------------------------------------


def test_an_empty_item_is_told_after_the_meeting():
    assert rules(item(1, "Text."), item(2), is_over=False) == []
    assert rules(item(1, "Text."), item(2, moved_to=("nästa möte",))) == []
    assert one(item(1, "Text."), item(2)).fixes[0].text == "Inget att ta upp"


def test_numbers_skip_none():
    assert found(item(1, "A."), item(2, "B."), item(4, "C.")) == [("gap", "numret före, 3, saknas")]
    assert rules(item(134, "A."), item(306, "B.")) == []


def test_the_same_thing_is_not_said_twice_with_another_end():
    text = "SSR tog upp att husmötet ska dokumenteras på ett bra sätt."
    first = item(1, row("note", text + " Bilder tas fram.", SSR))
    finding = one(first, item(2, row("note", text + " Mötet spelas in.", SSR, ref="r2")))
    assert finding.what == "samma sak står också i punkt 1"
    assert finding.advice == "Fortsättningen är en annan. Stämmer båda?"
    assert rules(first, item(2, row("note", "SSR tog upp husmötet.", SSR, ref="r2"))) == []


def test_attachments_that_are_there_are_no_remark():
    assert rules(item(1, "Se bilaga 1."), attachments=("Riskbedömning",)) == []
    assert rules(item(1, "Se bilaga 2."), attachments=("Riskbedömning",)) == ["attachment"]


def test_abbreviations_are_told_where_the_group_asks_for_it():
    text = item(1, "NVP skriver om ärendet.")
    assert rules(text) == []
    assert found(text, wanted=frozenset({"abbreviation"})) == [
        ("abbreviation", "förkortningen NVP är inte förklarad")
    ]
    told = item(1, "Nacka Värmdö Posten (NVP) skriver. NVP återkommer varje vecka.")
    assert rules(told, wanted=frozenset({"abbreviation"})) == []


def test_a_finding_keeps_its_key_when_other_rows_change():
    wrong = item(1, "Ses torsdagen den 15 mars.")
    (before,) = check(minutes(wrong), context())
    (after,) = check(minutes(wrong, item(2, "Mer text.")), context())
    assert before.key == after.key


# --- Attendance in motion ------------------------------------------------------------------------

NEGOTIATED = {"legal_basis": ("11\u00a0§ MBL",)}


def happened(text, ref="h"):
    return Entry(ref, "happening", text)


def test_the_last_of_a_party_is_missed_where_the_law_asks_for_negotiation():
    gone = happened("Kim Berg lämnade mötet kl. 14.00.")
    before = item(1, "A.", gone), item(2, "B.", outcome=agreed(), **NEGOTIATED)
    assert found(*before) == [("left_alone", "ingen från Kommunal var kvar när punkten avgjordes")]
    assert rules(item(1, "A.", outcome=agreed(), **NEGOTIATED), item(2, "B.", gone)) == []


def test_whoever_leaves_during_the_item_itself_is_missed_until_it_has_an_utfall():
    gone = happened("Kim Berg lämnade mötet kl. 14.00.")
    assert "left_alone" in rules(item(1, "A.", gone, **NEGOTIATED), is_over=False)
    assert rules(item(1, "A.", gone, outcome=agreed(), **NEGOTIATED)) == []


def test_a_party_with_somebody_left_is_not_missed():
    gone = happened("Kim Berg lämnade mötet kl. 14.00.")
    other = Attendee("Olle Ny", "present", party=KOMMUNAL)
    said = minutes(
        item(1, "A.", gone),
        item(2, "B.", outcome=agreed(), **NEGOTIATED),
        attendees=(*PEOPLE, other),
    )
    assert rules(said=said) == []


def test_whoever_came_back_is_there_again():
    moves = (
        item(1, "A.", happened("Kim Berg lämnade mötet kl. 14.00.")),
        item(2, "B.", happened("Kim Berg kom kl. 14.30.", "h2")),
    )
    assert rules(*moves, item(3, "C.", outcome=agreed(), **NEGOTIATED)) == []


def test_away_during_some_items_is_told_by_their_numbers():
    for away, expected in (("punkt 1–2", ["left_alone"]), ("punkt 1 och 3", [])):
        kim = replace(KIM, away=away)
        attendees = tuple(kim if someone is KIM else someone for someone in PEOPLE)
        items = item(1, "A."), item(2, "B.", outcome=agreed(), **NEGOTIATED), item(3, "C.")
        assert rules(said=minutes(*items, attendees=attendees)) == expected


def test_a_late_item_says_whether_the_parties_accept_it():
    assert rules(item(1, "A.", late="Tillkom på mötet.")) == ["late_item"]
    accepted = "Tillkom på mötet. Parterna godtar att frågan tas upp."
    assert rules(item(1, "A.", late=accepted)) == []
