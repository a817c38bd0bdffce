"""Measure a judge on sets of sentences with given parties; shared sets are read where they lie, never learned from."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.judge.pairs import EVENTS, MODALITIES, REVERSE, Pair, Sentence
from training.judge.rows import Row

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_TAGS = re.compile(r"(</?[st]>)")


def read_marked(path: Path) -> list[Row]:
    """Sentences with `<s>` and `<t>` round their parties and one class (`plv/dev.jsonl`); YIELD is read as RETREAT."""
    rows = []
    for item in _lines(path):
        text, spans, start = "", {"s": [], "t": []}, 0
        for piece in _TAGS.split(item["marked"]):
            if piece in ("<s>", "<t>"):
                start = len(text)
            elif piece in ("</s>", "</t>"):
                spans[piece[2]].append((start, len(text)))
            else:
                text += piece
        event = "RETREAT" if item["event"] == "YIELD" else item["event"]
        actor, recipient = (spans[k][0] if spans[k] else None for k in "st")
        rows.append(Row(text, actor, recipient, event, None, None, False, item["id"]))
    return rows


def read_standard(path: Path) -> list[Row]:
    """Gold-standard sentences with the words of their parties (`gsr/dev.jsonl`); the first pair of each."""
    rows = []
    for item in _lines(path):
        spans = [_find(item["text"], item[k]) for k in ("actor", "recipient")]
        if spans[0] is None and spans[1] is None:
            continue
        rows.append(Row(item["text"], spans[0], spans[1], item["event"], None, None, item["reciprocal"], item["id"]))
    return rows


def _find(text: str, parties: Sequence[dict[str, str]]) -> tuple[int, int] | None:
    for party in parties:
        at = text.find(party["text"]) if party["text"] else -1
        if at >= 0:
            return at, at + len(party["text"])
    return None


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def merged(name: str) -> str:
    """The class of an event where CONCEDE and RETREAT count as one."""
    return YIELD.get(name, name)


def macro_f1(gold: Sequence[str], guess: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Mean F1 over the gold classes, and F1 of each."""
    f1 = {}
    for name in sorted(set(gold)):
        true = sum(g == name == p for g, p in zip(gold, guess, strict=True))
        both = sum((g == name) + (p == name) for g, p in zip(gold, guess, strict=True))
        f1[name] = round(2 * true / both, 3) if both else 0.0
    return round(sum(f1.values()) / len(f1), 3), f1


def choose(scores: NDArray[np.float32], *, none: bool) -> list[str]:
    """The best event of each row of scores; REVERSE is no answer, NONE only where asked for."""
    scores = scores.copy()
    scores[:, REVERSE] = -np.inf
    if not none:
        scores[:, 0] = -np.inf
    return [EVENTS[i] for i in scores.argmax(1)]


def score(
    sentences: Sequence[Sentence], found: dict[str, NDArray[np.float32]], *, own: bool
) -> dict[str, float | dict[str, float]]:
    """Figures of a set: scores stand in the order of sentences and their pairs."""
    everything = [p for s in sentences for p in s.pairs]
    statements = _statements(everything, found) if own else {}
    kept = [i for i, p in enumerate(everything) if not p.alone]
    pairs, found = [everything[i] for i in kept], {k: v[kept] for k, v in found.items()}
    gold = [EVENTS[p.event] for p in pairs]
    guess = choose(found["event"], none=own)
    macro, by_class = macro_f1([merged(g) for g in gold], [merged(g) for g in guess])
    out: dict[str, float | dict[str, float]] = {
        "macro": macro,
        "accuracy": round(float(np.mean([merged(g) == merged(p) for g, p in zip(gold, guess, strict=True)])), 3),
    }
    if own:
        modality = [(p.modality, m) for p, m in zip(pairs, found["modality"].argmax(1), strict=True) if p.modality >= 0]
        mode = [(p.mode, m) for p, m in zip(pairs, found["mode"].argmax(1), strict=True) if p.mode >= 0]
        out["modality"] = round(float(np.mean([a == b for a, b in modality])), 3)
        kinds = [[a == b for a, b in modality if a == k] for k in range(len(MODALITIES))]
        out["modalities"] = {m: round(float(np.mean(k)), 2) for m, k in zip(MODALITIES, kinds, strict=True) if k}
        out["mode"] = round(float(np.mean([a == b for a, b in mode])), 3)
    else:
        out["none"] = round(float(np.mean([g == "NONE" for g in choose(found["event"], none=True)])), 3)
    return out | statements | {"f1": by_class}


def _statements(pairs: Sequence[Pair], found: dict[str, NDArray[np.float32]]) -> dict[str, float | dict[str, float]]:
    """F1 of promises (and of those with the right type), stances and stages, and of events of parties alone."""
    out: dict[str, float | dict[str, float]] = {}
    for name in ("promise", "stance", "stage"):
        told = [(getattr(p, name), int(g)) for p, g in zip(pairs, found[name].argmax(1), strict=True) if p.alone]
        if told:
            both = sum((g > 0) + (p > 0) for g, p in told)
            out[name] = round(2 * sum(g > 0 and g == p for g, p in told) / both, 3) if both else 0.0
            out[name + " any"] = round(2 * sum(g > 0 and p > 0 for g, p in told) / both, 3) if both else 0.0
    return out
