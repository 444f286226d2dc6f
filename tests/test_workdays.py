from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.workdays import (
    MONTHS,
    WEEKDAYS,
    ParsedDate,
    add_working_days,
    holiday_name,
    is_working_day,
    next_working_day,
    parse_dates,
)

DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))


def days_of(text, year=2027):
    return [one.day for one in parse_dates(text, year)]


def problem_of(text, year=2027):
    (one,) = parse_dates(text, year)
    return one.problem


# --- Holidays ----------------------------------------------------------------------------------


def test_the_holidays_of_2027():
    year = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert {day.strftime("%m-%d"): holiday_name(day) for day in year if holiday_name(day)} == {
        "01-01": "nyårsdagen",
        "01-06": "trettondedag jul",
        "03-26": "långfredagen",
        "03-28": "påskdagen",
        "03-29": "annandag påsk",
        "05-01": "första maj",
        "05-06": "Kristi himmelsfärdsdag",
        "05-16": "pingstdagen",
        "06-06": "Sveriges nationaldag",
        "06-25": "midsommarafton",
        "06-26": "midsommardagen",
        "11-06": "alla helgons dag",
        "12-24": "julafton",
        "12-25": "juldagen",
        "12-26": "annandag jul",
        "12-31": "nyårsafton",
    }


@pytest.mark.parametrize(
    "easter",
    [
        date(1818, 3, 22),  # the earliest there is
        date(1943, 4, 25),  # the latest there is
        date(1954, 4, 18),  # these two need the corrections of the rule
        date(1981, 4, 19),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2038, 4, 25),
        date(2049, 4, 18),
        date(2076, 4, 19),
    ],
)
def test_easter_moves_with_the_moon(easter):
    assert holiday_name(easter) == "påskdagen"
    assert holiday_name(easter - timedelta(days=2)) == "långfredagen"
    assert holiday_name(easter + timedelta(days=39)) == "Kristi himmelsfärdsdag"


@given(st.integers(1583, 4000))
def test_easter_agrees_with_the_rule_of_the_church(year):
    # The Meeus, Jones and Butcher form of the computus, an independent way to the same day.
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    assert holiday_name(date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)) == (
        "påskdagen"
    )


def test_two_holidays_on_one_day_go_by_the_moving_one():
    assert holiday_name(date(2008, 5, 1)) == "Kristi himmelsfärdsdag"


@given(st.integers(1990, 2199))
def test_midsummer_and_all_saints_are_saturdays_and_eves_are_days_off(year):
    named = {
        holiday_name(day): day
        for day in (date(year, 12, 31) - timedelta(days=n) for n in range(365))
        if holiday_name(day)
    }
    assert named["midsommardagen"].weekday() == named["alla helgons dag"].weekday() == 5
    assert not any(
        is_working_day(named[eve]) for eve in ("midsommarafton", "julafton", "nyårsafton")
    )


# --- Working days ------------------------------------------------------------------------------


def test_working_days_pass_over_weekends_and_holidays():
    assert add_working_days(date(2024, 2, 13), 3) == date(2024, 2, 16)
    assert add_working_days(date(2024, 3, 27), 3) == date(2024, 4, 3)
    assert add_working_days(date(2024, 4, 3), -3) == date(2024, 3, 27)
    assert add_working_days(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert add_working_days(date(2027, 5, 1), 0) == date(2027, 5, 1)


def test_a_working_day_is_its_own_next_working_day():
    assert next_working_day(date(2024, 3, 28)) == date(2024, 3, 28)
    assert next_working_day(date(2024, 3, 29)) == date(2024, 4, 2)


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_exactly_n_working_days_lie_between(day, n):
    end = add_working_days(day, n)
    first, last = min(day, end), max(day, end)
    between = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    assert is_working_day(end)
    assert sum(is_working_day(one) for one in between if one != day) == abs(n)


@given(DAYS, st.integers(1, 60))
def test_counting_forth_and_back_returns_to_a_working_day(day, n):
    start = next_working_day(day)
    assert add_working_days(add_working_days(start, n), -n) == start


# --- Dates as people type them -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "16.1",
        "16/1",
        "16.01.",
        "16.1.2027",
        "16.1.27",
        "16/1-27",
        "16/1 2027",
        "2027-01-16",
        "27-01-16",
        "20270116",
        "270116",
        "16 januari",
        "16 jan.",
        "16 JAN 2027",
        "16-jan-27",
        "16-jan",
        "16:e januari",
        "den 16 januari",
        "lördag 16 januari",
        "lördagen den 16 januari 2027",
        "lör 16.1",
        "Lörd. 16/1",
        "lö 16/1",
        "16.1 (lördag)",
        "2027-01-16\tlördag",
        "2027-01-16 13:00",
        "16 januari kl. 13.00–15.00",
        "16.1\t13.00-15.00",
        "16\u00a0januari",
        "• 16 januari",
    ],
)
def test_a_date_is_read_however_it_is_typed(text):
    assert [(one.day, one.problem) for one in parse_dates(text, 2027)] == [(date(2027, 1, 16), "")]


@pytest.mark.parametrize(
    "text",
    [
        "16.1 13.2 12.3",
        "16.1, 13.2, 12.3",
        "16.1;13.2;12.3",
        "16.1\r\n13.2\r\n\r\n12.3\r\n",
        "16/1\t13/2\t12/3",
        "16 januari 13 februari 12 mars",
        "16 januari, 13 februari och 12 mars 2027",
        "lördag 16 januari lördag 13 februari fredag 12 mars",
        "16.1 lördag\n13.2 lördag\n12.3 fredag",
        "lördag\t16.1\tlördag\t13.2\tfredag\t12.3",
        "16.1-13.2-12.3",
        "2027-01-16\t13:00\n2027-02-13\t13:00\n2027-03-12\t13:00",
    ],
)
def test_many_dates_keep_their_order(text):
    assert parse_dates(text, 2027) == [
        ParsedDate(one.text, day)
        for one, day in zip(
            parse_dates(text, 2027),
            [date(2027, 1, 16), date(2027, 2, 13), date(2027, 3, 12)],
            strict=True,
        )
    ]


def test_each_date_carries_the_text_it_was_typed_as():
    assert [one.text for one in parse_dates("tis 16.1, 13 feb\n2027-03-12", 2024)] == [
        "tis 16.1",
        "13 feb",
        "2027-03-12",
    ]


@pytest.mark.parametrize(
    ("text", "year", "problem"),
    [
        ("torsdag 15 mars", 2024, "15 mars är en fredag, du skrev torsdag"),
        ("15.3 torsdag", 2024, "15 mars är en fredag, du skrev torsdag"),
        ("tors 15.3.2026", 2024, "15 mars 2026 är en söndag, du skrev torsdag"),
    ],
)
def test_a_weekday_that_does_not_match_is_told_and_the_date_kept(text, year, problem):
    (one,) = parse_dates(text, year)
    assert one.problem == problem
    assert one.day is not None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31.2", "Februari 2027 har 28 dagar, du skrev 31.2"),
        ("29 februari", "Februari 2027 har 28 dagar, du skrev 29 februari"),
        ("32/12", "December 2027 har 31 dagar, du skrev 32/12"),
        ("0.5", "Maj 2027 har 31 dagar, du skrev 0.5"),
        ("1/16", "1/16 har månad 16. Skriv dagen först: 16.1"),
        ("20.13", "20.13 har månad 13. Skriv dag och månad, till exempel 16.1"),
        ("16", "16 är bara en dag. Skriv månaden också, som 16.1"),
        ("Sal A", "”Sal A” är inget datum. Skriv till exempel 16.1 eller ta bort det"),
        ("16.15", "”16.15” är inget datum. Skriv till exempel 16.1 eller ta bort det"),
        ("0000-01-01", "0000-01-01 har inget år. Skriv till exempel 16.1"),
    ],
)
def test_what_is_no_date_says_why_and_what_to_do(text, problem):
    assert problem_of(text) == problem
    assert days_of(text) == [None]


def test_a_date_typed_twice_is_flagged_the_second_time():
    assert [(one.day, one.problem) for one in parse_dates("16.1 13.2 16 januari", 2027)] == [
        (date(2027, 1, 16), ""),
        (date(2027, 2, 13), ""),
        (date(2027, 1, 16), "16 januari står mer än en gång"),
    ]


def test_a_spreadsheet_with_other_columns_loses_nothing():
    pasted = "Datum\tTid\tPlats\n2027-01-16\t13:00\tSal A\n2027-02-13\t13:00\tSal B"
    assert [(one.text, one.day) for one in parse_dates(pasted, 2027)] == [
        ("Datum", None),
        ("Tid", None),
        ("Plats", None),
        ("2027-01-16", date(2027, 1, 16)),
        ("Sal A", None),
        ("2027-02-13", date(2027, 2, 13)),
        ("Sal B", None),
    ]


def test_nothing_typed_is_no_dates():
    assert parse_dates(" \n\t;, ", 2027) == []


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2035, 12, 31)), unique=True, max_size=15),
    st.sampled_from([" ", ", ", "\n", "\t", ";", "; ", "\r\n"]),
    st.data(),
)
def test_every_way_of_writing_gives_the_same_days(days, between, data):
    ways = [
        lambda d: d.isoformat(),
        lambda d: f"{d.day}.{d.month}.{d.year}",
        lambda d: f"{d.day}/{d.month} {d.year}",
        lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
        lambda d: f"{WEEKDAYS[d.weekday()]} {d.day} {MONTHS[d.month - 1][:3]} {d.year}",
        lambda d: f"{WEEKDAYS[d.weekday()][:3]} {d.day:02}.{d.month:02}.{d.year % 100:02}",
    ]
    text = between.join(data.draw(st.sampled_from(ways))(day) for day in days)
    assert parse_dates(text, 2027) == [
        ParsedDate(one.text, day) for one, day in zip(parse_dates(text, 2027), days, strict=True)
    ]


@given(st.text(alphabet="0123456789.,/-: \t\njanfebmars tisdagen", max_size=60) | st.text())
def test_any_text_is_read_without_falling_over(text):
    assert all(one.day or one.problem for one in parse_dates(text, 2027))


@pytest.mark.parametrize("start", ["16", "16.1", "16 jan", "tis", "kl", "16.1 (tis"])
def test_a_long_row_of_blanks_costs_no_time(start):
    begun = perf_counter()
    parse_dates(start + " " * 30_000, 2027)
    assert perf_counter() - begun < 5
