from datetime import UTC, date, datetime, time

import pytest

from meetings import words
from meetings.templatetags import swedish

FEBRUARY = date(2024, 2, 13)


def test_a_size_is_told_as_people_say_it():
    said = [words.file_size(size) for size in (9, 340_212, 2_400_000, 25_000_000)]
    assert said == ["1\xa0kB", "340\xa0kB", "2,4\xa0MB", "25\xa0MB"]


def test_a_day_is_written_with_the_months_name():
    assert words.day(FEBRUARY) == "13 februari"
    assert words.day_year(FEBRUARY) == "13 februari 2024"
    assert words.day_weekday(FEBRUARY) == "tisdag 13 februari"
    assert words.day_long(FEBRUARY) == "tisdag 13 februari 2024"


def test_short_months_stay_whole():
    short = [words.day_short(date(2024, month, 1)).removeprefix("1 ") for month in range(1, 13)]
    assert " ".join(short) == "jan feb mars apr maj juni juli aug sep okt nov dec"


def test_a_deadline_says_its_weekday_and_swedish_time():
    assert words.deadline(datetime(2024, 2, 15, 12, 0, tzinfo=UTC)) == (
        "torsdag 15 februari kl. 13.00"
    )
    assert words.deadline(datetime(2024, 7, 15, 22, 30, tzinfo=UTC)) == "tisdag 16 juli kl. 00.30"


def test_a_naive_moment_is_the_wall_clock_it_was_written_from():
    assert words.deadline(datetime(2024, 2, 15, 13, 0)) == "torsdag 15 februari kl. 13.00"


def test_the_strings_of_a_frozen_document_read_the_same():
    assert words.day_long("2024-02-13") == "tisdag 13 februari 2024"
    assert words.deadline("2024-02-15T13:00") == "torsdag 15 februari kl. 13.00"
    assert words.deadline("2024-02-15T12:00:00Z") == "torsdag 15 februari kl. 13.00"
    assert words.clock_time("13:00") == words.clock_time(time(13)) == "13.00"
    assert words.clock_time("2024-02-15T13:05") == "13.05"


@pytest.mark.parametrize(
    ("now", "written"),
    [
        (datetime(2024, 2, 16, 7, 0), "i dag, fredag, kl. 16.00"),
        (datetime(2024, 2, 15, 23, 59), "i morgon, fredag, kl. 16.00"),
        (datetime(2024, 2, 17, 0, 1), "i går, fredag, kl. 16.00"),
        (datetime(2024, 2, 13, 7, 0), "fredag 16 februari kl. 16.00"),
        (datetime(2024, 2, 20, 7, 0), "fredag 16 februari kl. 16.00"),
    ],
)
def test_a_near_deadline_is_seen_from_today(now, written):
    assert words.due(datetime(2024, 2, 16, 16, 0), now) == written


def test_since_names_the_day_only_when_it_was_another():
    began = datetime(2024, 2, 13, 13, 0)
    assert words.since(began, datetime(2024, 2, 13, 15, 0)) == "kl. 13.00"
    assert words.since(began, datetime(2024, 2, 14, 8, 0)) == "tisdag 13 februari kl. 13.00"


def test_a_stamp_sorts_and_is_swedish_time():
    assert words.stamp(datetime(2024, 2, 16, 8, 2, tzinfo=UTC)) == "2024-02-16 kl. 09.02"


@pytest.mark.parametrize(
    ("basis", "style", "written"),
    [
        ("MBL 11", "section", "11\u00a0§ MBL"),
        ("MBL 11", "law", "MBL §\u00a011"),
        ("AML 6:9", "section", "6\u00a0kap. 9\u00a0§ AML"),
        ("AML 6:9", "law", "AML 6\u00a0kap. 9\u00a0§"),
        ("AML 6:6a", "section", "6\u00a0kap. 6a\u00a0§ AML"),
        ("MBL 11, MBL 19", "section", "11\u00a0§ MBL och 19\u00a0§ MBL"),
        ("enligt avtal", "section", "enligt avtal"),
        ("11 § MBL", "law", "11 § MBL"),
    ],
)
def test_a_legal_basis_follows_the_groups_style(basis, style, written):
    assert words.legal(basis, style) == written


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("11 § MBL", "MBL 11"),
        ("MBL § 11", "MBL 11"),
        ("mbl 11", "MBL 11"),
        ("§11", "MBL 11"),
        ("6 kap. 9 § AML", "AML 6:9"),
        ("AML 6:6 a", "AML 6:6a"),
        ("AML 6 kap. 9 §", "AML 6:9"),
        ("11\u00a0§ MBL, 19 § MBL, MBL 11", "MBL 11, MBL 19"),
        ("enligt avtal, ", "enligt avtal"),
        ("Samverkan 2024 punkt 3", "Samverkan 2024 punkt 3"),
        ("punkt 3", "punkt 3"),
        ("11", "11"),
        ("", ""),
    ],
)
def test_a_legal_basis_is_kept_in_one_form(written, kept):
    assert words.canonical_legal(written) == kept


def test_a_kontrollkod_stands_in_groups_of_eight():
    digest = "3f9a7c21b0d458e6" * 4
    assert words.kontrollkod(digest, 2) == "3f9a7c21 b0d458e6"
    assert words.kontrollkod(digest) == " ".join(["3f9a7c21", "b0d458e6"] * 4)


def test_numbers_agree_with_their_nouns():
    assert [words.count(number, "punkt,punkter") for number in (0, 1, 2)] == [
        "0 punkter",
        "1 punkt",
        "2 punkter",
    ]
    assert (words.spelled(6), words.spelled(12), words.spelled(13)) == ("sex", "tolv", "13")


def test_names_are_joined_with_och():
    assert words.and_list(["Vision", "SACO", "Kommunal"]) == "Vision, SACO och Kommunal"
    assert words.and_list(["Vision", "SACO"]) == "Vision och SACO"
    assert words.and_list(["Vision"]) == "Vision"
    assert words.and_list([]) == ""


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Kommunal", "Kommunals"),
        ("Sveriges Lärare", "Sveriges Lärares"),
        ("SACO", "SACO:s"),
        ("Akademikerförbundet SSR", "Akademikerförbundet SSR:s"),
        ("Jonas", "Jonas"),
    ],
)
def test_whose_it_is(name, genitive):
    assert words.genitive(name) == genitive


@pytest.mark.parametrize("name", sorted(set(swedish.register.filters) - {"spelled"}))
@pytest.mark.parametrize("nothing", [None, ""])
def test_every_filter_prints_nothing_for_nothing(name, nothing):
    rule = swedish.register.filters[name]
    arguments = {"count": ["punkt,punkter"], "due": [datetime(2024, 2, 13)]}.get(name, [])
    assert rule(nothing, *arguments) == ""


def test_filters_print_light_marks_without_letting_html_through():
    filters = swedish.register.filters
    assert filters["marks"]("**Ja** <b>nej</b>") == (
        "<p><strong>Ja</strong> &lt;b&gt;nej&lt;/b&gt;</p>"
    )
    assert filters["marks_text"]("**Ja**") == "Ja"


def test_filters_take_the_groups_style_and_a_number_of_groups():
    filters = swedish.register.filters
    assert filters["legal"]("MBL 11") == "11\u00a0§ MBL"
    assert filters["legal"]("MBL 11", "law") == "MBL §\u00a011"
    assert filters["kontrollkod"]("3f9a7c21b0d458e6", 1) == "3f9a7c21"
