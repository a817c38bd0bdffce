"""Figures on the shared gold, each with a floor, so that none sinks unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.shared
COMMAND = f"{sys.executable} -m communique.cli.main code"

# Floors a little under the figures of docs/accuracy.md; rates where lower is better are ceilings.
FLOORS = {
    "articles_read": 16,
}
CEILINGS = {"boilerplate_leak_rate": 0.0}
SENTENCE_FLOORS: dict[str, float] = {}


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, float]:
    script = shared / "gold" / "score.py"
    done = subprocess.run([sys.executable, script, COMMAND], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_no_gold_article_fails(figures: dict[str, float]) -> None:
    assert figures["exit"] == 0


@pytest.mark.parametrize("name", FLOORS)
def test_a_figure_keeps_its_floor(figures: dict[str, float], name: str) -> None:
    assert figures[name] >= FLOORS[name]


@pytest.mark.parametrize("name", CEILINGS)
def test_a_rate_of_faults_keeps_its_ceiling(figures: dict[str, float], name: str) -> None:
    assert figures[name] <= CEILINGS[name]


@pytest.mark.parametrize("name", SENTENCE_FLOORS)
def test_a_figure_on_gold_sentences_keeps_its_floor(sentences: dict[str, float], name: str) -> None:
    assert sentences[name] >= SENTENCE_FLOORS[name]


@pytest.fixture(scope="module")
def sentences(shared: Path) -> dict[str, float]:
    script = shared / "gold" / "score_sentences.py"
    command = [sys.executable, script, shared / "gsr" / "dev.jsonl", "--program", COMMAND]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))
