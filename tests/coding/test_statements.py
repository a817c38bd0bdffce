"""Laws that all statement coders keep, whatever the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statements_help import read

from communique.coding.agreements import code_agreements
from communique.coding.claims import code_claims
from communique.coding.commitments import code_commitments
from communique.coding.positions import code_positions
from communique.coding.tenures import code_tenures
from communique.coding.wordlists import FILES, load_words
from communique.records import from_json, to_json

if TYPE_CHECKING:
    from spacy.language import Language

    from communique.coding.context import Context
    from communique.records import Coded

NEWS = """RIGA, May 16 (LETA) - Latvia and Malta signed a treaty on fisheries on Monday. "We will send 20 boats
by June," Latvian Minister Anna Kalnina said. Malta, which opposes the quota, pledged 3 million euros.
About 40% of Maltese support the plan, according to the ministry."""

PIECES = [
    *(
        "Peru",
        "Chile",
        "we",
        "will",
        "send",
        "20 boats",
        "by June",
        "to",
        "and",
        "the deal",
        "signed",
        "opposes",
        "which",
    ),
    *("said", '"', "”", ",", ".", "\n\n", "agreed to", "40%", "has voted against", "since 2016", "pledged", "it", "#3"),
]


def _statements(context: Context) -> tuple[Coded, ...]:
    return (
        *context.quotes,
        *code_commitments(context, ()),
        *code_positions(context, ()),
        *code_agreements(context, ()),
        *code_claims(context),
        *code_tenures(context),
    )


def test_a_news_item_gives_every_kind_and_reads_back_from_json(nlp: Language) -> None:
    records = _statements(read(nlp, NEWS))
    kinds = {r.record for r in records}
    assert kinds == {"quote", "commitment", "position", "agreement", "claim", "tenure"}
    assert all(from_json(to_json(r)) == r for r in records)


def test_coding_twice_gives_the_same_ids(nlp: Language) -> None:
    first, second = (_statements(read(nlp, NEWS)) for _ in range(2))
    assert first == second


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_record_has_its_own_id_and_evidence_that_can_be_shown(nlp: Language, pieces: list[str]) -> None:
    text = " ".join(pieces).strip() or "Peru"
    records = _statements(read(nlp, text))
    assert len({r.id for r in records}) == len(records)
    assert all(len(span.cut(text)) > 0 for r in records for span in r.evidence)
    assert all(r.evidence and r.rule and 0 < r.confidence < 1 for r in records)


@pytest.mark.parametrize("name", FILES)
def test_word_lists_hold_words(name: str) -> None:
    lists = load_words(name).words
    assert lists
    assert all(w == w.lower() and w for words in lists.values() for w in words)


def test_no_verb_is_for_and_against() -> None:
    words = load_words("positions").words
    assert not words["support"] & words["oppose"]
    assert not words["good_word"] & words["bad_word"]
