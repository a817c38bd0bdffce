"""How much of what short texts in many styles say is found, with a floor under each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statement_texts import WHOLE, load_samples, score

if TYPE_CHECKING:
    from collections import Counter

    from spacy.language import Language

# Just under what was measured over both files when the rules were last mended; see docs/statements.md.
RECALL = {
    "quote": 0.95,
    "speaker": 0.93,
    "commitment": 0.84,
    "position": 0.93,
    "agreement": 0.90,
    "claim": 0.90,
    "amount": 0.95,
}
PRECISION = {"commitment": 0.95, "position": 0.95, "agreement": 0.97}


@pytest.fixture(scope="module")
def counts(nlp: Language) -> Counter[str]:
    return score(nlp)[0]


def test_there_are_many_texts_in_many_styles() -> None:
    samples = load_samples()
    assert len(samples) >= 120
    assert len({s.style for s in samples}) >= 6
    assert len({s.text for s in samples}) == len(samples)


@pytest.mark.parametrize("kind", sorted(RECALL))
def test_recall(counts: Counter[str], kind: str) -> None:
    assert counts[kind] >= RECALL[kind] * counts[f"{kind} listed"]


@pytest.mark.parametrize("kind", WHOLE)
def test_precision(counts: Counter[str], kind: str) -> None:
    assert counts[f"{kind} right"] >= PRECISION[kind] * counts[f"{kind} coded"]
