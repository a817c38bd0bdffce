"""Turn the encoder's scores into an analysis: sentences, trees, relations, names and lemmas of a list of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.language.lemmas import Lemmatizer
from communique.language.names import decode_names, forbidden_steps
from communique.language.pieces import normal_form
from communique.language.trees import decode_tree
from communique.language.windows import Window

Ints = NDArray[np.int64]
Scores = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of the classes of each head, in the order of the encoder's outputs."""

    xpos: tuple[str, ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    lemma: tuple[str, ...]
    ner: tuple[str, ...]
    deprel: tuple[str, ...]

    @classmethod
    def read(cls, cells: Mapping[str, Sequence[str]]) -> Labels:
        """Read the labels of a model's `labels.json`."""
        return cls(**{k: tuple(cells[k]) for k in ("xpos", "upos", "feats", "lemma", "ner", "deprel")})


@dataclass(frozen=True, slots=True)
class Relations:
    """The small layer that names the relation of a word to its head."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    root: int

    def choose(self, dep: NDArray[np.float32], head: NDArray[np.float32], *, added: int) -> Ints:
        """Choose relations; the first `added` columns are added, the others multiplied (as in training)."""
        joint = np.concatenate(
            (np.maximum(dep[:, :added] + head[:, :added], 0.0), dep[:, added:] * head[:, added:] * 0.3), axis=1
        )
        scores = joint @ self.weight + self.bias
        scores[:, self.root] = -np.inf
        return np.asarray(scores.argmax(1), np.int64)


@dataclass(slots=True)
class Analysis:
    """What was found for n words: class numbers, places of heads, and sentence starts."""

    xpos: Ints
    upos: Ints
    feats: Ints
    lemma: Ints
    ner: Ints
    heads: Ints
    deprel: Ints
    starts: NDArray[np.bool_]

    @classmethod
    def empty(cls, n: int) -> Analysis:
        """An analysis to be filled, window by window."""
        xpos, upos, feats, lemma, ner, heads, deprel = np.zeros((7, n), np.int64)
        return cls(xpos, upos, feats, lemma, ner, heads, deprel, np.zeros(n, bool))


class Decoder:
    """Fills analyses from the scores of windows."""

    def __init__(self, labels: Labels, relations: Relations, lemmatizer: Lemmatizer, *, added: int) -> None:
        self.labels, self.relations, self._lemmatizer, self._added = labels, relations, lemmatizer, added
        self._wrong = forbidden_steps(labels.ner)

    def fill(self, analysis: Analysis, window: Window, scores: Scores) -> None:
        """Fill in the words of one window; `analysis.starts` is there already, and row 0 of `scores` is the root."""
        a, b = window.start, window.end
        n = b - a
        for key in ("xpos", "upos", "feats", "lemma"):
            getattr(analysis, key)[a:b] = scores[key][1 : n + 1]
        edges = [*np.flatnonzero(analysis.starts[a:b]).tolist(), n]
        heads = np.zeros(n, np.int64)
        arcs, ner = scores["arcs"], scores["ner"]
        for start, end in pairwise(edges):
            inside = slice(start + 1, end + 1)
            heads[start:end] = decode_tree(arcs[inside, inside], arcs[inside, 0]) + start
            analysis.ner[a + start : a + end] = decode_names(ner[inside], self._wrong)
        places = np.arange(n)
        deprel = self.relations.choose(
            scores["label_dep"][1 : n + 1], scores["label_head"][heads + 1], added=self._added
        )
        deprel[heads == places] = self.relations.root
        analysis.heads[a:b] = heads + a
        analysis.deprel[a:b] = deprel

    def lemmas(self, words: Sequence[str], analysis: Analysis) -> list[str]:
        """Write the lemmas of all words."""
        find, edits, tags = self._lemmatizer.find, self.labels.lemma, self.labels.xpos
        return [
            find(normal_form(word), tag=tags[tag], edit=edits[edit])
            for word, tag, edit in zip(words, analysis.xpos.tolist(), analysis.lemma.tolist(), strict=True)
        ]
