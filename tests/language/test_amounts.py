"""Amounts in sentences."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from communique.language.amounts import find_amounts
from communique.language.lexemes import split_lexemes
from communique.language.numbers import read_digits, read_number, read_ordinal
from communique.language.times import find_times
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.language import Language

BLANK = spacy.blank("en")

# Sentence, words of the first amount, kind, comparison, number, unit, what is counted.
TABLE = [
    ("Peru sent over 200 tons of rice and beans.", "quantity", ">", 200, "tonne", "rice and beans"),
    ("It owes 9.1 billion U.S. dollars of debt.", "money", "=", 9.1e9, "USD", "debt"),
    ("It owes about USD 4 billion.", "money", "~", 4e9, "USD", None),
    ("It won $1.2bn in loans.", "money", "=", 1.2e9, "USD", "loans"),
    ("It is a $1.1 billion bill.", "money", "=", 1.1e9, "USD", None),
    ("It has A$5 million.", "money", "=", 5e6, "AUD", None),
    ("It froze €300m.", "money", "=", 3e8, "EUR", None),
    ("Tokyo gave 50 billion yen.", "money", "=", 5e10, "JPY", None),
    ("At least 85% of farmers agreed.", "percent", ">=", 85, "%", "farmers"),
    ("It rose by 12 per cent.", "percent", "=", 12, "%", None),
    ("It fell 3.5 percentage points.", "percent", "=", 3.5, "percentage point", None),
    ("Half of the voters stayed away.", "percent", "=", 50, "%", "voters"),
    ("One in five voters stayed away.", "percent", "=", 20, "%", "voters"),
    ("Nine out of ten ships left.", "percent", "=", 90, "%", "ships"),
    ("It sank two old ships.", "count", "=", 2, None, "old ships"),
    ("The navy held 23 Ghanaian fishermen.", "count", "=", 23, None, "Ghanaian fishermen"),
    ("Fifty-nine sailors died.", "count", "=", 59, None, "sailors"),
    ("He wants 49 of its soldiers back.", "count", "=", 49, None, "soldiers"),
    ("It sent 12,000 of the 30,000 tonnes of wheat.", "quantity", "=", 12000, "tonne", "wheat"),
    ("It keeps some 2,500 troops in Chad.", "count", "~", 2500, None, "troops"),
    ("They signed up to 15 documents.", "count", "<=", 15, None, "documents"),
    ("Fewer than 1,200 soldiers came.", "count", "<", 1200, None, "soldiers"),
    ("Hundreds of people marched.", "count", ">", 100, None, "people"),
    ("Tens of thousands of people marched.", "count", ">", 10000, None, "people"),
    ("It bought two dozen trucks.", "count", "=", 24, None, "trucks"),
    ("It pumps 300,000 barrels per day.", "quantity", "=", 3e5, "barrel/day", None),
    ("They left the 200-mile zone.", "quantity", "=", 200, "mile", "zone"),
    ("It claims 100,000 square kilometres.", "quantity", "=", 1e5, "square_kilometre", None),
    ("They quarrel in a dispute over 2,000 hectares.", "quantity", "=", 2000, "hectare", None),
    ("It needs between 10 and 15 tonnes of wheat.", "quantity", ">=", 10, "tonne", "wheat"),
    ("It takes 3-5 million euros.", "money", ">=", 3e6, "EUR", None),
    ("He came for a four-day visit.", "duration", "=", 4, "day", "visit"),
    ("Chile is #3 in the world.", "rank", "=", 3, None, None),
    ("It is the third-largest buyer.", "rank", "=", 3, None, "buyer"),
    ("It is one of the top ten markets.", "rank", "<=", 10, None, "markets"),
    ("It ranked 48th.", "rank", "=", 48, None, None),
]


@pytest.mark.parametrize(("sentence", "kind", "op", "number", "unit", "of"), TABLE)
def test_amount_is_read(
    nlp: Language, sentence: str, kind: str, op: str, number: float, unit: str | None, of: str | None
) -> None:
    amounts = find_amounts(nlp(sentence), ())
    assert amounts, "no amount found"
    found = amounts[0]
    assert (found.kind, found.value.op, found.value.number, found.unit, found.of) == (kind, op, number, unit, of)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Group of Seven backed Resolution 1701.",
        "Flight MH17, Covid-19, F-16 jets and the G20.",
        "They met at 10:30 on 3 May 2019.",
        "One of the envoys left. No one stayed.",
        "The two sides met.",
        "Ada Brown, 78, wrote it.",
        "A 40-year-old driver was there.",
        "He spoke to 18-to-34-year-olds.",
        "Call +53 7 832 1234 or see https://example.org/77.",
    ],
)
def test_names_dates_ages_and_pronouns_are_no_amounts(nlp: Language, sentence: str) -> None:
    doc = nlp(sentence)
    assert find_amounts(doc, find_times(doc, published=PartialDate("2024-02-21"))) == ()


def test_a_currency_said_once_holds_for_the_sentence(nlp: Language) -> None:
    amounts = find_amounts(nlp("Trade was worth 2.4 billion dollars; now it is 400 million."), ())
    assert [(a.unit, a.value.number) for a in amounts] == [("USD", 2.4e9), ("USD", 4e8)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred and fifty thousand", 250_000),
        ("twenty-three", 23),
        ("a dozen", 12),
        ("half a million", 500_000),
        ("one and a half million", 1_500_000),
        ("1.5 million", 1_500_000),
        ("three hundred", 300),
        ("nineteen", 19),
    ],
)
def test_numbers_in_words(text: str, value: float) -> None:
    number = read_number(split_lexemes(text), 0)
    assert number is not None
    assert (number.value, number.end) == (value, len(split_lexemes(text)))


@pytest.mark.parametrize(("text", "value"), [("third", 3), ("twenty-first", 21), ("48th", 48), ("two", None)])
def test_ordinals(text: str, value: int | None) -> None:
    ordinal = read_ordinal(split_lexemes(text), 0)
    assert (ordinal[0] if ordinal else None) == value


@given(st.integers(0, 10**15))
def test_grouped_digits_are_read_back(number: int) -> None:
    assert read_digits(f"{number:,}") == number


@given(st.integers(0, 10**9), st.integers(1, 99))
def test_decimals_are_read_back(whole: int, hundredths: int) -> None:
    assert read_digits(f"{whole:,}.{hundredths:02d}") == float(f"{whole}.{hundredths:02d}")


_WORDS = st.sampled_from(
    [
        "over",
        "200",
        "tons",
        "of",
        "$",
        "7",
        "bn",
        "85",
        "%",
        "percent",
        "three",
        "dozen",
        "half",
        "the",
        "#",
        "3",
        "third",
        "-",
        "largest",
        "top",
        "ten",
        "million",
        "and",
        "dollars",
        "between",
        "10",
        "15",
        "people",
        "hundreds",
        "1,234.5",
        "one",
        "No",
        ".",
        ",",
        "12",
        "old",
        "10",
        ":",
        "30",
        "\n\n",
    ]
)


@given(st.lists(_WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
def test_amounts_are_in_order_and_apart_and_in_the_text(text: str) -> None:
    doc = BLANK(text)
    times = find_times(doc, published=PartialDate("2024-02-21"))
    amounts = find_amounts(doc, times)
    assert all(0 <= a.start < a.end <= len(text) for a in amounts)
    assert all(a.end <= b.start for a, b in pairwise(amounts))
