"""Times in sentences, counted from a Wednesday, 21 February 2024."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from communique.language.calendar import Unit, first_day, last_day, shift, shift_day, weekday_from
from communique.language.document import TimeKind
from communique.language.readings import READINGS
from communique.language.times import find_times
from communique.language.timewords import time_words
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.language import Language

PUBLISHED = PartialDate("2024-02-21")
BLANK = spacy.blank("en")

# Sentence, words of the first time in it, kind, first, last.
TABLE = [
    ("The envoys met in Oslo on Tuesday.", "Tuesday", "point", "2024-02-20", "2024-02-20"),
    ("The envoys met on Wednesday.", "Wednesday", "point", "2024-02-21", "2024-02-21"),
    ("The envoys will meet on Friday.", "Friday", "point", "2024-02-23", "2024-02-23"),
    ("The envoys are to meet on Friday.", "Friday", "point", "2024-02-23", "2024-02-23"),
    ("The talks scheduled for Monday were moved.", "Monday", "point", "2024-02-26", "2024-02-26"),
    ("They agreed on Friday to reopen the border.", "Friday", "point", "2024-02-16", "2024-02-16"),
    ("The court ruled last Monday.", "last Monday", "point", "2024-02-19", "2024-02-19"),
    ("Ghana will host them next Tuesday.", "next Tuesday", "point", "2024-02-27", "2024-02-27"),
    ("The ship arrived yesterday.", "yesterday", "point", "2024-02-20", "2024-02-20"),
    ("The visit began last month.", "last month", "point", "2024-01", "2024-01"),
    ("Trade fell last year.", "last year", "point", "2023", "2023"),
    ("They restored ties last May.", "last May", "point", "2023-05", "2023-05"),
    ("Ghana signed the pact in June.", "June", "point", "2023-06", "2023-06"),
    ("Ghana will sign the pact in June.", "June", "point", "2024-06", "2024-06"),
    ("Flights would resume on October 4, it said.", "October 4", "point", "2024-10-04", "2024-10-04"),
    ("The visit ends on Friday.", "Friday", "point", "2024-02-23", "2024-02-23"),
    ("The rice was to come by February 12.", "by February 12", "due", None, "2024-02-12"),
    ("He was jailed after the riots of July 2021.", "July 2021", "point", "2021-07", "2021-07"),
    ("He resigned on Feb. 19.", "Feb. 19", "point", "2024-02-19", "2024-02-19"),
    ("He resigned on 19 February 2021.", "19 February 2021", "point", "2021-02-19", "2021-02-19"),
    ("He resigned on December 31.", "December 31", "point", "2023-12-31", "2023-12-31"),
    ("The log says 2022-03-09 twice.", "2022-03-09", "point", "2022-03-09", "2022-03-09"),
    ("It joined in October 1964.", "October 1964", "point", "1964-10", "1964-10"),
    ("A 2019 raid was blamed on them.", "2019", "point", "2019", "2019"),
    ("The plan runs until 2030.", "until 2030", "until", None, "2030"),
    ("It has voted so since 2016.", "since 2016", "since", "2016", None),
    ("He was envoy from 2014 to 2023.", "from 2014 to 2023", "interval", "2014", "2023"),
    ("It closed from May to July 2020.", "from May to July 2020", "interval", "2020-05", "2020-07"),
    ("It sat between 2019 and 2021.", "between 2019 and 2021", "interval", "2019", "2021"),
    ("They drilled on 3-5 May 2022.", "3-5 May 2022", "interval", "2022-05-03", "2022-05-05"),
    ("It was so in the 1990s.", "the 1990s", "interval", "1990", "1999"),
    ("It was so in the early 1990s.", "the early 1990s", "interval", "1990", "1999"),
    ("He led before the May 8 election.", "May 8", "point", "2024-05-08", "2024-05-08"),
    ("We will pay before the end of the year.", "before the end of the year", "due", None, "2024-12-31"),
    ("We will pay by the end of next month.", "by the end of next month", "due", None, "2024-03-31"),
    ("It will be ready by 2030.", "by 2030", "due", None, "2030-12-31"),
    ("It must leave by Friday.", "by Friday", "due", None, "2024-02-23"),
    ("It will leave before July.", "before July", "due", None, "2024-06-30"),
    ("It will open before Christmas.", "before Christmas", "due", None, "2024-12-25"),
    ("They will reopen it within two months.", "within two months", "due", None, "2024-04-21"),
    ("It has lasted for more than six decades.", "for more than six decades", "duration", "1964", None),
    ("The siege lasted for three weeks.", "for three weeks", "duration", None, None),
    ("It rose over the past two years.", "over the past two years", "interval", "2022", "2024-02-21"),
    ("It fell in the first quarter of 2022.", "the first quarter of 2022", "interval", "2022-01", "2022-03"),
    ("They met two days ago.", "two days ago", "point", "2024-02-19", "2024-02-19"),
    ("They met about a year ago.", "about a year ago", "point", "2023", "2023"),
    ("Forty years ago today they signed.", "Forty years ago today", "point", "1984-02-21", "1984-02-21"),
    ("They vote annually.", "annually", "repeated", None, None),
    ("They said so last week.", "last week", "interval", "2024-02-12", "2024-02-18"),
    ("It froze in the winter of 1975.", "the winter of 1975", "point", "1975", "1975"),
    (
        "It left two weeks before Christmas 2022.",
        "two weeks before Christmas 2022",
        "point",
        "2022-12-11",
        "2022-12-11",
    ),
    ("It was so in the 19th century.", "the 19th century", "interval", "1800", "1899"),
    ("It grew between 2014 and now.", "between 2014 and now", "interval", "2014", "2024-02-21"),
    ("It has been shut since Jan.", "since Jan", "since", "2024-01", None),
    ("They landed seven years after the war.", "seven years after", "after", "2017", None),
]


@pytest.mark.parametrize(("sentence", "words", "kind", "first", "last"), TABLE)
def test_time_is_read(nlp: Language, sentence: str, words: str, kind: str, first: str | None, last: str | None) -> None:
    times = find_times(nlp(sentence), published=PUBLISHED)
    assert times, "no time found"
    time = times[0]
    assert (sentence[time.start : time.end], time.kind, time.first, time.last) == (words, kind, first, last)


@pytest.mark.parametrize(
    "sentence",
    [
        "Theresa May spoke and the crowd may march.",
        "Resolution 1973 was passed.",
        "He sent 2000 soldiers and MH17 fell.",
        "The Daily Sun has it.",
        "The words of Jan Novak are known and now they go.",
        "The daily bread is dear.",
        "See https://example.org/2021/05/01/talks for more.",
    ],
)
def test_names_and_counts_are_no_times(nlp: Language, sentence: str) -> None:
    assert find_times(nlp(sentence), published=PUBLISHED) == ()


def test_without_a_day_of_publication_only_absolute_times_resolve() -> None:
    doc = BLANK("On Tuesday and yesterday, as in 2014 and on 3 May 2019, within two weeks, since June.")
    assert [t.first for t in find_times(doc, published=None)] == [None, None, "2014", "2019-05-03", None, None]


def test_months_joined_by_and_share_the_year() -> None:
    doc = BLANK("They met in May and June 2020.")
    assert [t.first for t in find_times(doc, published=PUBLISHED)] == ["2020-05", "2020-06"]


def test_that_year_and_the_same_day_point_back() -> None:
    doc = BLANK("On 7 January 1976 the ships collided. The same day it protested. In February of that year it left.")
    assert [t.first for t in find_times(doc, published=PUBLISHED)] == ["1976-01-07", "1976-01-07", "1976-02"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("They met on 3 May 2021. Hours later they signed.", ["2021-05-03", "2021-05-03"]),
        ("They met on 3 May 2021. The previous evening they dined.", ["2021-05-03", "2021-05-02"]),
        ("They met on 3 May 2021. The next morning they left.", ["2021-05-03", "2021-05-04"]),
        ("They met on 3 May 2021. In the afternoon they left.", ["2021-05-03", "2021-05-03"]),
        ("They met on 3 May 2021. In the morning of 5 June 2021 they left.", ["2021-05-03", "2021-06-05"]),
        ("At dawn it rained.", ["2024-02-21"]),
        ("They met in March 2019. A week earlier they quarrelled.", ["2019-03", "2019"]),
        ("They made peace in 2001. Since then all is quiet.", ["2001", "2001"]),
        # What names another time points back to none.
        ("They met on 3 May 2021. The day before the vote they left.", ["2021-05-03"]),
        ("Afterwards they left.", []),
    ],
)
def test_times_count_from_the_day_told_of(text: str, days: list[str]) -> None:
    assert [t.first for t in find_times(BLANK(text), published=PUBLISHED)] == days


def test_a_day_behind_a_saying_is_past(nlp: Language) -> None:
    times = find_times(
        nlp('"We will never sign it," the premier told reporters in Suva on Tuesday.'), published=PUBLISHED
    )
    assert [t.first for t in times] == ["2024-02-20"]


def test_a_publication_known_to_the_month_fixes_months_but_no_days() -> None:
    doc = BLANK("It began last month, on Tuesday.")
    assert [t.first for t in find_times(doc, published=PartialDate("2024-02"))] == ["2024-01", None]


def test_every_rule_of_the_table_has_a_reading() -> None:
    assert {rule.reading for rule in time_words().rules} == set(READINGS)


_WORDS = st.sampled_from(
    [
        "in",
        "on",
        "since",
        "from",
        "until",
        "by",
        "before",
        "the",
        "end",
        "of",
        "year",
        "last",
        "next",
        "week",
        "two",
        "2014",
        "2023",
        "19",
        "May",
        "March",
        "Tuesday",
        "-",
        ",",
        ".",
        "to",
        "and",
        "between",
        "for",
        "more",
        "than",
        "decades",
        "ago",
        "within",
        "months",
        "’s",
        "mid",
        "early",
        "1990",
        "s",
        "every",
        "10",
        ":",
        "a.m.",
        "\n\n",
        "€5",
    ]
)


@given(st.lists(_WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
def test_times_are_in_order_and_apart_and_in_the_text(text: str) -> None:
    times = find_times(BLANK(text), published=PUBLISHED)
    assert all(0 <= t.start < t.end <= len(text) for t in times)
    assert all(text[t.start : t.end].strip() == text[t.start : t.end] for t in times)
    assert all(a.end <= b.start for a, b in pairwise(times))
    assert all(t.first == t.last for t in times if t.kind is TimeKind.POINT)
    assert all(first_day(t.first) <= last_day(t.last) for t in times if t.first and t.last)


_DAYS = st.dates(min_value=first_day(PartialDate("1200")), max_value=last_day(PartialDate("2900")))


@given(_DAYS, st.integers(-500, 500), st.sampled_from(["day", "week"]))
def test_counting_days_forth_and_back_gives_the_day(day: object, count: int, unit: str) -> None:
    when = PartialDate(str(day))
    there = shift_day(when, count, Unit(unit))
    assert there is None or shift(there, -count, Unit(unit)) == when


@given(_DAYS, st.integers(0, 6))
def test_a_weekday_lies_within_a_week(day: object, weekday: int) -> None:
    when = PartialDate(str(day))
    before, after = (weekday_from(when, weekday, future=f) for f in (False, True))
    assert before is not None
    assert after is not None
    assert before <= when <= after
    assert (first_day(after) - first_day(before)).days in (0, 7)
