"""Promises and positions that only the coder of events has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read

from communique.coding.announced import promises_of_events
from communique.coding.events import code_events
from communique.coding.lexicon import load_lexicon
from communique.coding.sided import sides_of_events

if TYPE_CHECKING:
    from spacy.language import Language


def _promises(nlp: Language, text: str) -> list[tuple[set[str | None], str]]:
    context = read(nlp, text, published="2025-03-12")
    events = code_events(context, load_lexicon("en"))
    return [({r.state for r in p.obligor}, p.act.text) for p in promises_of_events(context, events)]


def _sides(nlp: Language, text: str) -> list[tuple[set[str | None], str, str]]:
    context = read(nlp, text, published="2025-03-12")
    events = code_events(context, load_lexicon("en"))
    found = sides_of_events(context, events)
    return [({r.state for r in s.holders}, s.side.stance.value, s.side.issue.text) for s in found if s.side.issue]


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("Ghana will provide Togo with 40 ambulances.", [({"GHA"}, "provide")]),
        ("Peru's president will visit Chile in May.", [({"PER"}, "visit")]),
        ("Analysts predict that Brazil will visit Peru with an offer.", []),
        ("Ghana's president is expected to visit Togo in May.", []),
        ("Ghana accepted the invitation of Togo.", []),
        ("Two Beninese sailors swore to the Togolese police that they had been fishing.", []),
        ("Peru's foreign minister reiterated his country's willingness to hold a dialogue with Chile.", []),
        ("The canal, which is financed by Japan, will bring water to Nepal.", []),
    ],
)
def test_an_act_to_come_is_a_promise_of_whoever_announces_it(nlp, text, promised):
    assert _promises(nlp, text) == promised


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Ghana opposes the embargo on Togo.", [({"GHA"}, "oppose", "embargo")]),
        ("Peru supports the Chilean proposal.", [({"PER"}, "support", "proposal")]),
        ("Peru thanked Chile for the ambulances.", []),
        ("Peru turned down Chile's request for water.", []),
    ],
)
def test_a_side_is_taken_on_a_thing(nlp, text, sides):
    assert _sides(nlp, text) == sides
