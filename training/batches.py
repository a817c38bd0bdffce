"""Cut documents into windows of whole sentences, and pack windows of like length into arrays."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from communique.language.pieces import CASES, Pieces
from training.examples import ANY_TAG, IGNORE, Row

PLACES = ("pieces", "types", "first", "sent")
CLASSES = ("xpos", "upos", "feats", "lemma", "heads", "deprel", "start")


@dataclass(slots=True)
class Window:
    """Rows in a row and how many pieces they have."""

    rows: list[Row]
    size: int


def cut_windows(rows: Sequence[Row], pieces: Pieces, *, rng: random.Random, longest: int = 160) -> list[Window]:
    """Cut a document into windows of random length, whole sentences each."""
    windows: list[Window] = []
    current: list[Row] = []
    size, aim = 0, rng.choice([1, 60, 110, longest, longest])
    for row in rows:
        length = sum(map(len, pieces.of(row.words)))
        if length > longest * 2:
            continue
        if current and size + length > aim:
            windows.append(Window(current, size))
            current, size, aim = [], 0, rng.choice([1, 60, 110, longest, longest])
        current.append(row)
        size += length
    if current:
        windows.append(Window(current, size))
    return windows


def make_batches(windows: list[Window], *, budget: int, rng: random.Random) -> list[list[Window]]:
    """Group windows of like length, `budget` padded pieces a batch, in random order."""
    ordered = sorted(windows, key=lambda w: w.size + rng.random() * 10)
    batches: list[list[Window]] = []
    for window in ordered:
        if batches and (len(batches[-1]) + 1) * (window.size + 2) <= budget:
            batches[-1].append(window)
        else:
            batches.append([window])
    rng.shuffle(batches)
    return batches


def collate(
    batch: Sequence[Window], pieces: Pieces, *, rng: random.Random, word_dropout: float = 0.0, lines: bool = True
) -> dict[str, np.ndarray]:
    """Arrays of a batch. Word 0 is the window's start; `heads` count from it."""
    items = [_flatten(w, pieces, rng=rng, word_dropout=word_dropout, lines=lines) for w in batch]
    b = len(items)
    t = max(len(i["pieces"]) for i in items)
    n = max(len(i["first"]) for i in items)
    out = {
        "pieces": np.zeros((b, t), np.int64),
        "types": np.zeros((b, t), np.int64),
        "mask": np.zeros((b, t), np.float32),
        "first": np.zeros((b, n), np.int64),
        "sent": np.full((b, n), -1, np.int64),
    }
    for key in CLASSES:
        out[key] = np.full((b, n), IGNORE, np.int64)
    out["ner"] = np.full((b, n), ANY_TAG, np.int64)
    for r, item in enumerate(items):
        for key, values in item.items():
            out[key][r, : len(values)] = values
        out["mask"][r, : len(item["pieces"])] = 1
    return out


def _flatten(
    window: Window, pieces: Pieces, *, rng: random.Random, word_dropout: float, lines: bool
) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {k: [] for k in (*PLACES, *CLASSES, "ner")}
    out["pieces"], out["types"], out["first"] = [pieces.first], [0], [0]
    for key in CLASSES:
        out[key].append(IGNORE)
    out["sent"].append(-1)
    out["ner"].append(ANY_TAG)
    show_paragraphs = lines and rng.random() < 0.5
    wrap = lines and rng.random() < 0.08
    for number, row in enumerate(window.rows):
        offset = len(out["first"])
        for i, found in enumerate(pieces.of(row.words)):
            sep = row.seps[i]
            opens = i == 0 and (number == 0 or (row.paragraph and show_paragraphs))
            if opens or (wrap and sep and rng.random() < 0.1):
                sep = 2
            kind = row.cases[i] + CASES * sep
            out["first"].append(len(out["pieces"]))
            kept = (pieces.unknown,) if rng.random() < word_dropout else found
            out["pieces"] += kept
            out["types"] += [kind] * len(kept)
            out["start"].append(int(i == 0))
            h = row.heads[i]
            out["heads"].append(IGNORE if h == IGNORE else 0 if h == i else h + offset)
        out["sent"] += [number] * len(row.words)
        for key in ("xpos", "upos", "feats", "lemma", "deprel", "ner"):
            out[key] += getattr(row, key)
    out["pieces"].append(pieces.last)
    out["types"].append(0)
    return out
