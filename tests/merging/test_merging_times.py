"""Dates with a precision are intervals; content words are stems."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.merging.times import Days, earliest, latest, read_days, read_window, shift_day
from communique.merging.words import drop_names, find_stems, load_common_words


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-19", date(2024, 2, 19), date(2024, 2, 19)),
        ("2024-02-19T08:34:09+01:00", date(2024, 2, 19), date(2024, 2, 19)),
    ],
)
def test_a_date_is_as_long_as_its_precision(value: str, first: date, last: date) -> None:
    assert read_days(value) == Days(first, last)


@pytest.mark.parametrize("value", [None, "", "soon", "2024-13", "2023-02-29", "0000"])
def test_what_is_no_date_has_no_days(value: str | None) -> None:
    assert read_days(value) is None


def test_windows_and_ends() -> None:
    assert read_window("2014", "2016-03") == Days(date(2014, 1, 1), date(2016, 3, 31))  # type: ignore[arg-type]
    assert read_window(None, "2016") == read_days("2016")  # type: ignore[arg-type]
    assert earliest(["2022-05-02", "2022-05", "2022-05-01"]) == "2022-05-01"  # type: ignore[list-item]
    assert latest(["2022", "2022-12-31", "2022-05-01"]) == "2022-12-31"  # type: ignore[list-item]


@given(one=st.dates(), other=st.dates(), slack=st.integers(0, 400))
def test_near_days_overlap_either_way(one: date, other: date, slack: int) -> None:
    a, b = Days(one, one), Days(other, other)
    assert a.overlaps(b, slack_days=slack) == b.overlaps(a, slack_days=slack) == (abs((one - other).days) <= slack)


@given(day=st.dates(), days=st.integers(-(10**7), 10**7))
def test_no_shift_leaves_the_calendar(day: date, days: int) -> None:
    assert date.min <= shift_day(day, days) <= date.max


def test_content_words_are_stems_without_names() -> None:
    stems = find_stems("The Peruvian minister thanked Fiji for its medicines and for medical advice.")
    assert stems == {"peruv", "thank", "fiji", "medic", "advic"}
    assert drop_names(stems, ["Peru", "Fiji"]) == {"thank", "medic", "advic"}


@pytest.mark.parametrize("language", ["xx", "", "../en", "en/..", "zz-ZZ"])
def test_a_language_without_a_list_has_no_common_words(language: str) -> None:
    assert load_common_words(language) == frozenset()
    assert load_common_words("en-GB") == load_common_words("en")
