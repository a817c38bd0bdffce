from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.analysis.dates import first_day, is_within, last_day, say_date
from communique.records import PartialDate


@pytest.mark.parametrize(
    ("value", "first", "last", "said"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31), "2014"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2024-02-09", date(2024, 2, 9), date(2024, 2, 9), "9 February 2024"),
        ("2024-02-09T08:34:09", date(2024, 2, 9), date(2024, 2, 9), "9 February 2024"),
        ("2024-13", None, None, "undated"),
        ("2023-02-29", None, None, "undated"),
        ("0000", None, None, "undated"),
        ("soon", None, None, "undated"),
        (None, None, None, "undated"),
    ],
)
def test_a_date_is_the_interval_that_it_is(value: str | None, first: date | None, last: date | None, said: str) -> None:
    assert first_day(value) == first
    assert last_day(value) == last
    assert say_date(value) == said


def test_a_year_is_within_a_term_that_touches_it() -> None:
    since = PartialDate("2014-06-01")
    assert is_within(PartialDate("2014"), since=since, until=None)
    assert not is_within(PartialDate("2014-05"), since=since, until=None)
    assert not is_within(PartialDate("2015-02"), since=None, until=PartialDate("2014"))


def test_what_has_no_date_is_within_no_term() -> None:
    assert is_within(None, since=None, until=None)
    assert not is_within(None, since=PartialDate("1900"), until=None)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_date(text: str) -> None:
    first, last = first_day(text), last_day(text)
    assert (first is None) == (last is None)
    assert first is None or last is None or first <= last
