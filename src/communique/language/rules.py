"""spaCy components that keep the fast model's parser to what is certain about sentences of news.

spaCy's parser heeds sentence starts that are set before it reads, but leaves words without a head at will, and each of
them opens a sentence; so what it made is mended afterwards.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from communique.language.sentences import find_datelines, must_not_start
from communique.language.windows import WordList, list_words


@Language.component("communique_sentence_rules", assigns=["token.is_sent_start"])
def set_sentence_rules(doc: Doc) -> Doc:
    """Set what is certain and leave the rest to the parser: an empty line starts a sentence, "On Tuesday," goes on."""
    for place, starts in _certain_starts(doc, list_words(doc)).items():
        doc[place].is_sent_start = starts
    return doc


@Language.component("communique_sentence_mend", assigns=["token.head", "token.dep", "token.is_sent_start"])
def mend_sentences(doc: Doc) -> Doc:
    """Make one tree of each sentence that the rules leave, and hang whitespace on the word before it."""
    listed = list_words(doc)
    certain = _certain_starts(doc, listed)
    starts = [p for p in listed.places if certain.get(p, bool(doc[p].is_sent_start))]
    if not starts:
        return _write_spaces(doc)
    heads = np.arange(len(doc)) + doc.to_array([HEAD]).astype(np.int64)
    deps = doc.to_array([DEP]).astype(np.uint64)
    # The first sentence also holds whitespace before it.
    edges = [0, *starts[1:], len(doc)]
    words = np.zeros(len(doc), bool)
    words[listed.places] = True
    for start, end in pairwise(edges):
        _make_tree(heads, deps, words, start=start, end=end, doc=doc)
    offsets = (heads - np.arange(len(doc))).astype(np.uint64)
    doc.from_array([HEAD, DEP], np.stack((offsets, deps), axis=1))  # type: ignore[arg-type]
    return _write_spaces(doc)


def _write_spaces(doc: Doc) -> Doc:
    for token in doc:
        if token.is_space:
            token.tag_, token.pos_, token.lemma_ = "_SP", "SPACE", token.text
            token.set_morph("")  # type: ignore[attr-defined]
    return doc


def _certain_starts(doc: Doc, listed: WordList) -> dict[int, bool]:
    """Places where a sentence certainly starts, or certainly does not."""
    certain: dict[int, bool] = {}
    datelines = find_datelines(doc.text)
    for n, place in enumerate(listed.places):
        at = doc[place].idx
        if n == 0 or listed.blank_line[n]:
            certain[place] = True
        elif listed.separators[n] != 2 and listed.words[n - 1][-1].isalnum():
            # This parser cuts names apart; where no line ends, a sentence ends with a mark.
            certain[place] = False
        elif any(start < at <= end + 1 for start, end in datelines) or must_not_start(
            listed.words[n - 1], listed.words[n], separator=listed.separators[n]
        ):
            certain[place] = False
    return certain


def _make_tree(
    heads: NDArray[np.int64], deps: NDArray[np.uint64], words: NDArray[np.bool_], *, start: int, end: int, doc: Doc
) -> None:
    """Give the words `[start, end)` one root among them; the other loose ends hang on it as `dep`."""
    root_label, loose = doc.vocab.strings.add("ROOT"), doc.vocab.strings.add("dep")
    inside = [i for i in range(start, end) if words[i]]
    for i in inside:
        # A word that hangs on whitespace hangs on what the whitespace hung on.
        seen = 0
        while start <= heads[i] < end and not words[heads[i]] and heads[heads[i]] != heads[i] and seen < end - start:
            heads[i] = heads[heads[i]]
            seen += 1
    tops = [i for i in inside if not start <= heads[i] < end or heads[i] == i or not words[heads[i]]]
    root = next((i for i in tops if deps[i] == root_label), tops[0] if tops else inside[0])
    for i in tops:
        heads[i], deps[i] = (root, root_label if i == root else loose)
    word = inside[0]
    for i in range(start, end):
        if words[i]:
            word = i
        else:
            heads[i], deps[i] = word, loose
