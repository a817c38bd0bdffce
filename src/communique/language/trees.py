"""Decode trees from scores of heads: the best head of each word where that is a tree, else the best tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def decode_tree(arcs: Floats, roots: Floats) -> Ints:
    """Find the heads of one sentence; the root is its own head.

    Args:
        arcs: Score of head j for word i, [n, n]; the diagonal does not count.
        roots: Score of each word as the root, [n].
    """
    n = len(roots)
    if n == 1:
        return np.zeros(1, np.int64)
    scores = arcs.astype(np.float64)
    # A word that heads itself is the root, so roots stand on the diagonal.
    np.fill_diagonal(scores, roots)
    heads: Ints = scores.argmax(1)
    places = np.arange(n)
    if int((heads == places).sum()) == 1 and is_tree(heads):
        return heads
    # Scores as log-probabilities: trees with different roots can then be compared.
    scores -= _log_sum(scores)
    candidates = np.argsort(-scores.diagonal())[:3]
    best, best_score = heads, -np.inf
    for root in candidates:
        tree = spanning_tree(scores, int(root))
        score = float(scores[places, tree].sum())
        if score > best_score:
            best, best_score = tree, score
    return best


def _log_sum(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    top = scores.max(1, keepdims=True)
    total: NDArray[np.float64] = top + np.log(np.exp(scores - top).sum(1, keepdims=True))
    return total


def is_tree(heads: Ints) -> bool:
    """Say whether every word leads up to a word that heads itself."""
    up = heads
    # After k doublings each word has climbed 2^k steps.
    for _ in range(max(1, len(heads).bit_length())):
        up = up[up]
    return bool((heads[up] == up).all())


def spanning_tree(scores: NDArray[np.float64], root: int) -> Ints:
    """Find the best tree with this root (Chu and Liu 1965, Edmonds 1967)."""
    n = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[root] = -np.inf
    scores[root, root] = 0.0
    heads: Ints = scores.argmax(1)
    cycle = _find_cycle(heads, root)
    if cycle is None:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    # The cycle becomes one word, the last: the best way in breaks it at one of its words.
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    out_of = scores[np.ix_(outside, cycle)]
    small[:m, m] = out_of.max(1)
    into = scores[np.ix_(cycle, outside)] - kept[:, None]
    small[m, :m] = into.max(0)
    new_root = int(np.searchsorted(outside, root))
    found = spanning_tree(small, new_root)
    for i in range(m):
        heads[outside[i]] = cycle[out_of[i].argmax()] if found[i] == m else outside[found[i]]
    entry = int(found[m])
    broken = cycle[into[:, entry].argmax()]
    heads[broken] = outside[entry]
    return heads


def _find_cycle(heads: Ints, root: int) -> Ints | None:
    colour = np.zeros(len(heads), np.int64)
    colour[root] = -1
    for start in range(len(heads)):
        at = start
        while colour[at] == 0:
            colour[at] = start + 1
            at = int(heads[at])
        if colour[at] == start + 1:
            cycle = [at]
            while int(heads[cycle[-1]]) != at:
                cycle.append(int(heads[cycle[-1]]))
            return np.array(cycle, np.int64)
        at = start
        while colour[at] == start + 1:
            colour[at] = -1
            at = int(heads[at])
    return None
