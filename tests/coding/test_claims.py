from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read

from communique.coding.claims import code_claims
from communique.records import Part, PartKind, Span, make_id

if TYPE_CHECKING:
    from spacy.language import Language

# text, (op, number, unit) of values
VALUES = [
    ("Over 60% of Moldovans support the plan.", [(">", 60, "%")]),
    ("Trade between Peru and Chile stood at 3.2 billion dollars in 2021.", [("=", 3.2e9, "USD")]),
    ("Ethiopia hosts 823,000 refugees, mainly from South Sudan.", [("=", 823_000, "refugees")]),
    ("At least 27 people were killed when a boat sank off Tunisia.", [(">=", 27, "people")]),
    ("Serbia expelled 5 diplomats.", [("=", 5, "diplomats")]),
    # no claims: dates, ages, clock times, ways of speaking, attributes
    ("The 45-year-old minister met two journalists on 12 May 2023 at 10:30.", []),
    ("The two countries signed it in 1994, and both sides are happy.", []),
    ("Turkey has a 911-kilometre border with Syria.", []),
    ("Dozens of boats were seized.", []),
]


@pytest.mark.parametrize(("text", "values"), VALUES)
def test_numbers_worth_checking(nlp: Language, text: str, values: list[tuple[str, float, str]]) -> None:
    found = code_claims(read(nlp, text))
    assert [(c.value.op, c.value.number, c.unit) for c in found if c.value] == values


RANKS = [
    ("Ghana is the second-largest cocoa producer in the world.", "=", 2),
    ("Uzbekistan is one of the top five suppliers.", "<=", 5),
    ("Laos is #14 worldwide in tin exports.", "=", 14),
]


@pytest.mark.parametrize(("text", "op", "number"), RANKS)
def test_ranks(nlp: Language, text: str, op: str, number: int) -> None:
    (found,) = code_claims(read(nlp, text))
    assert found.rank is not None
    assert (found.rank.op, found.rank.number) == (op, number)
    assert found.value is None


def test_a_rank_takes_the_measure_of_the_one_before(nlp: Language) -> None:
    first, second = code_claims(read(nlp, "Laos is #2 worldwide in tin exports. Nepal is #14."))
    assert first.measure == second.measure == "worldwide in tin exports"
    assert (first.subject, second.subject) == ("Laos", "Nepal")


def test_the_speaker_answers_for_a_number(nlp: Language) -> None:
    (found,) = code_claims(read(nlp, '"We have trained 30,000 soldiers," the British ambassador said.'))
    assert found.attributed_to is not None
    assert found.attributed_to.state == "GBR"


def test_the_author_of_a_post_answers_for_its_numbers(nlp: Language) -> None:
    text = "Over 60% of Moldovans support the plan."
    span = Span(article=make_id("article", text), start=0, end=len(text))
    part = Part(kind=PartKind.POST, span=span, author="Radio Delta")
    (found,) = code_claims(read(nlp, text, parts=(part,)))
    assert found.attributed_to is not None
    assert found.attributed_to.name == "Radio Delta"


def test_summaries_are_not_coded(nlp: Language) -> None:
    text = "Over 60% of Moldovans support the plan."
    span = Span(article=make_id("article", text), start=0, end=len(text))
    assert code_claims(read(nlp, text, parts=(Part(kind=PartKind.SUMMARY, span=span),))) == ()


def test_each_number_holds_in_its_own_year(nlp: Language) -> None:
    text = "In 2014 exports to Chile were worth 2.4 billion dollars; in 2021 they were worth 400 million dollars."
    assert [c.as_of for c in code_claims(read(nlp, text))] == ["2014", "2021"]


def test_thanks_for_an_amount_are_not_what_it_is_said_of(nlp: Language) -> None:
    (claim,) = code_claims(read(nlp, "The envoy repeated his gratitude for sending 200 tons of rice."))
    assert claim.subject == "rice"
