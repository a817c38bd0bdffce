"""Decode names from scores of BIO tags: "I-" only goes on where a name of its kind is open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def forbidden_steps(tags: Sequence[str]) -> NDArray[np.bool_]:
    """Say of each pair of tags whether the second cannot follow the first; the last row is a sentence's start."""
    wrong = np.zeros((len(tags) + 1, len(tags)), bool)
    for j, tag in enumerate(tags):
        if tag.startswith("I-"):
            for i, before in enumerate(tags):
                wrong[i, j] = before[2:] != tag[2:]
            wrong[-1, j] = True
    return wrong


def decode_names(scores: Floats, wrong: NDArray[np.bool_]) -> Ints:
    """Find the best allowed tags of one sentence, scores [n, tags]."""
    tags: Ints = scores.argmax(1)
    before = np.concatenate(([scores.shape[1]], tags[:-1]))
    if not wrong[before, tags].any():
        return tags
    steps = np.where(wrong, -1e9, 0.0)
    logs = scores - scores.max(1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(1, keepdims=True))
    best = logs[0] + steps[-1]
    back = []
    for row in logs[1:]:
        ways = best[:, None] + steps[:-1]
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    tags[-1] = best.argmax()
    for i in range(len(back) - 1, -1, -1):
        tags[i] = back[i][tags[i + 1]]
    return tags
