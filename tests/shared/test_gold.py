"""Figures on the shared gold, each with a floor, so that none sinks unseen."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.accuracy import COMMAND, measure, run_scorer

pytestmark = pytest.mark.shared

# A little under the figures of docs/accuracy.md, for each set that benchmarks/accuracy.py measures.
FLOORS: Mapping[str, Mapping[str, float]] = {
    "articles": {
        "articles_read": 16,
        "agency_accuracy": 1.0,
        "published_accuracy": 1.0,
        "body_containment": 1.0,
        "event_core_f1": 0.91,
        "event_core_recall": 0.92,
        "event_precision": 0.88,
        "event_modality_accuracy": 0.93,
        "event_start_accuracy": 0.83,
        "event_state_precision": 0.92,
        "event_state_recall": 0.92,
        "office_recall": 0.97,
        "quote_recall_direct": 1.0,
        "quote_precision_direct": 0.93,
        "quote_speaker_accuracy": 0.93,
        "commitment_recall": 0.9,
        "commitment_precision": 0.85,
        "commitment_due_accuracy": 1.0,
        "position_recall": 0.9,
        "position_precision": 0.85,
        "agreement_recall": 0.9,
        "agreement_precision": 0.8,
        "claim_recall": 0.9,
        "claim_precision": 0.9,
    },
    "own_odd": {
        "event_core_f1": 0.68,
        "commitment_recall": 0.82,
        "position_recall": 0.73,
        "agreement_recall": 0.75,
        "claim_recall": 0.78,
        "quote_speaker_accuracy": 0.75,
    },
    "own_even": {
        "event_core_f1": 0.52,
        "event_lenient_f1": 0.56,
        "quote_recall_direct": 0.98,
        "event_state_recall": 0.77,
        "commitment_recall": 0.57,
        "commitment_precision": 0.82,
        "position_recall": 0.43,
        "position_precision": 0.77,
        "agreement_recall": 0.4,
        "agreement_precision": 0.75,
        "claim_recall": 0.76,
        "quote_speaker_accuracy": 0.73,
    },
    "sentences": {"type_any": 0.84, "type_and_actors": 0.68, "type_precision": 0.74},
    "pairs": {"macro_f1": 0.73, "accuracy": 0.76},
    "pairs_end_to_end": {"macro_f1": 0.62},
    "actors": {},
    "names": {},
    "stories": {},
}
CEILINGS = {"boilerplate_leak_rate": 0.0, "must_not_violations": 0}


@pytest.fixture(scope="module")
def figures(shared: Path) -> Mapping[str, dict[str, object]]:
    return {name: measure(name, shared) for name in FLOORS}


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_fails(figures: Mapping[str, dict[str, object]], name: str) -> None:
    assert figures[name].get("exit", 0) == 0


@pytest.mark.parametrize(("name", "figure"), [(n, f) for n, floors in FLOORS.items() for f in floors])
def test_a_figure_keeps_its_floor(figures: Mapping[str, dict[str, object]], name: str, figure: str) -> None:
    assert figures[name][figure] >= FLOORS[name][figure]  # type: ignore[operator]


@pytest.mark.parametrize("name", CEILINGS)
def test_a_rate_of_faults_keeps_its_ceiling(figures: Mapping[str, dict[str, object]], name: str) -> None:
    assert figures["articles"][name] <= CEILINGS[name]  # type: ignore[operator]


def test_phrases_keep_their_state_and_sector(figures: Mapping[str, dict[str, object]]) -> None:
    assert figures["actors"]["needs_person_false"]["both"] >= 0.95  # type: ignore[index]


def test_names_keep_their_matches(figures: Mapping[str, dict[str, object]]) -> None:
    assert figures["names"]["all"]["f1"] >= 0.87  # type: ignore[index]


def test_stories_keep_their_likeness(figures: Mapping[str, dict[str, object]]) -> None:
    assert figures["stories"]["bcubed"]["f1"] >= 0.85  # type: ignore[index]


def test_no_core_event_of_the_seeds_is_missed_but_one(shared: Path, tmp_path: Path) -> None:
    for script in (shared / "gold").glob("*.py"):
        shutil.copy(script, tmp_path)
    for kind in ("articles", "gold"):
        (tmp_path / kind).mkdir()
        for path in (shared / "gold" / kind).glob("00*"):
            shutil.copy(path, tmp_path / kind)
    found = run_scorer(tmp_path / "score.py", f"{COMMAND} code")
    core = 16
    assert found["event_core_recall"] >= (core - 1) / core  # type: ignore[operator]
    assert found["event_precision"] >= 0.85  # type: ignore[operator]
    assert found["claim_recall"] >= 0.8  # type: ignore[operator]
    for whole in ("quote_recall_direct", "quote_speaker_accuracy", "commitment_due_accuracy", "position_recall"):
        assert found[whole] == 1.0, whole
    for whole in ("position_since_accuracy", "position_until_accuracy", "agreement_recall", "published_accuracy"):
        assert found[whole] == 1.0, whole
    assert found["boilerplate_leak_rate"] == 0.0
