"""How much of agreements, speakers and numbers is found in passages written before the rules were tried on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statement_texts import score

if TYPE_CHECKING:
    from collections import Counter

    from spacy.language import Language

# Just under what was measured when the rules were last mended; see docs/statements.md.
RECALL = {"quote": 0.90, "speaker": 0.82, "agreement": 0.80, "claim": 0.90}
PRECISION = {"agreement": 0.82}


@pytest.fixture(scope="module")
def counts(nlp: Language) -> Counter[str]:
    return score(nlp, "deals_and_speakers.toml")[0]


@pytest.mark.parametrize("kind", sorted(RECALL))
def test_recall(counts: Counter[str], kind: str) -> None:
    assert counts[kind] >= RECALL[kind] * counts[f"{kind} listed"]


@pytest.mark.parametrize("kind", sorted(PRECISION))
def test_precision(counts: Counter[str], kind: str) -> None:
    assert counts[f"{kind} right"] >= PRECISION[kind] * counts[f"{kind} coded"]
