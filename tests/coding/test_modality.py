"""Modality of clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events_help import events_of

from communique.coding.lexicon import load_lexicon
from communique.coding.modality import is_long_ago, months_before, read_modality
from communique.language.document import Time, TimeKind
from communique.records import EventType, Modality, PartialDate

if TYPE_CHECKING:
    from spacy.language import Language

CLAUSES = [
    ("Chile signed the treaty.", "signed", "actual"),
    ("Chile has not signed the treaty.", "signed", "negated"),
    ("Chile never signed the treaty.", "signed", "negated"),
    ("No country signed the treaty.", "signed", "negated"),
    ("Chile failed to sign the treaty.", "sign", "negated"),
    ("Chile will sign the treaty.", "sign", "future"),
    ("Chile is to sign the treaty on Monday.", "sign", "future"),
    ("Chile is expected to sign the treaty.", "sign", "future"),
    ("Chile said that it would sign the treaty.", "sign", "future"),
    ("Chile should sign the treaty.", "sign", "hypothetical"),
    ("If Chile signs the treaty, Peru will follow.", "signs", "hypothetical"),
    ("Should Chile sign the treaty, Peru will follow.", "sign", "hypothetical"),
    ("Did Chile sign the treaty?", "sign", "hypothetical"),
    ("Peru hopes that Chile signs the treaty.", "signs", "hypothetical"),
    ("Peru would sign the treaty if Chile did.", "sign", "hypothetical"),
    ("Had Chile not signed the treaty, Peru would have left.", "left", "hypothetical"),
    ("Were Chile to sign the treaty, Peru would follow.", "follow", "hypothetical"),
    ("Chile stopped short of signing the treaty.", "signing", "negated"),
    ("Chile refrained from signing the treaty.", "signing", "negated"),
    ("Chile hopes to apply the rules drawn up by Peru.", "drawn", "actual"),
    ("Chile hopes to see rules drawn up by Peru.", "drawn", "hypothetical"),
    ("Chile has no intention of signing the treaty.", "signing", "negated"),
    ("Nor has Chile signed the treaty.", "signed", "negated"),
    ("Chile had been expected to sign the treaty.", "sign", "hypothetical"),
    ("Chile was to sign the treaty, but its president fell ill.", "sign", "hypothetical"),
    ("Chile reportedly signed the treaty.", "signed", "hypothetical"),
]


@pytest.mark.parametrize(("text", "verb", "modality"), CLAUSES)
def test_a_clause_has_its_modality(text: str, verb: str, modality: str, nlp: Language) -> None:
    clause = next(t for t in nlp(text) if t.text == verb)
    assert read_modality(clause, load_lexicon()) == modality


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2023-03-15", "2023-06-15", 3),
        ("2023-03-16", "2023-06-15", 2),
        ("2023-03", "2023-06-15", 3),
        ("2020", "2023-06-15", 30),
        ("2023", "2023-06-15", -6),
    ],
)
def test_months_are_counted_from_the_last_day_that_a_date_allows(earlier: str, later: str, months: int) -> None:
    assert months_before(PartialDate(earlier), PartialDate(later)) == months


def test_three_months_make_history() -> None:
    published = PartialDate("2023-06-15")

    def point(day: str) -> Time:
        return Time(0, 4, TimeKind.POINT, PartialDate(day), PartialDate(day))

    assert is_long_ago(point("2023-03-01"), published)
    assert not is_long_ago(point("2023-04-01"), published)
    assert is_long_ago(Time(0, 4, TimeKind.SINCE, PartialDate("2014"), None), published)
    assert not is_long_ago(None, published)
    assert not is_long_ago(point("2014"), None)


def test_the_condition_of_a_threat_does_not_make_it_doubtful() -> None:
    text = "China said that it would take countermeasures if the tariffs of Chile went into effect."
    assert [(e.event, e.modality) for e in events_of(text)] == [(EventType.THREATEN, Modality.ACTUAL)]
    asked = "China asked whether there would be consequences if it acted against Chile."
    assert (EventType.THREATEN, Modality.ACTUAL) not in [(e.event, e.modality) for e in events_of(asked)]
