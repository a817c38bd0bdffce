"""Write the treebanks as spaCy's binary documents, for the fast pipeline: `python -m training.to_spacy CORPORA OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span

from training.corpus import Sentence, read_ewt, read_gum

SENTENCES_PER_DOC = 8


def to_doc(sentences: list[Sentence], vocab: spacy.Vocab) -> Doc:
    """One document of some sentences in a row, gold words and all."""
    words, spaces, heads, starts, ents = [], [], [], [], []
    for s in sentences:
        offset = len(words)
        words += s.words
        spaces += s.spaces
        heads += [h + offset for h in s.heads]
        starts += [True] + [False] * (len(s.words) - 1)
        ents += s.ents or ["-"] * len(s.words)
    doc = Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=[t for s in sentences for t in s.xpos],
        pos=[t for s in sentences for t in s.upos],
        morphs=[t for s in sentences for t in s.feats],
        lemmas=[t for s in sentences for t in s.lemmas],
        heads=heads,
        deps=["ROOT" if d == "root" else d for s in sentences for d in s.deprels],
        sent_starts=starts,
    )
    if all(s.ents is not None for s in sentences):
        doc.set_ents(_spans(doc, ents), default="outside")
    else:
        doc.set_ents([], default="missing")
    return doc


def _spans(doc: Doc, tags: list[str]) -> list[Span]:
    spans, start = [], None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            spans.append(Span(doc, start, i, label=tags[start][2:]))
            start = None
        if tag.startswith("B-"):
            start = i
    return spans


def main(corpora: Path, out: Path) -> None:
    """Write train, dev, gum_test and ewt_test."""
    out.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("en").vocab
    ewt, uner = corpora / "ewt", corpora / "uner"
    parts = {
        "train": read_gum(corpora / "gum/train") + read_ewt(ewt / "train.conllu"),
        "dev": read_gum(corpora / "gum/dev"),
        "gum_test": read_gum(corpora / "gum/test"),
        "ewt_test": read_ewt(ewt / "test.conllu", uner / "en_ewt-test.iob2"),
    }
    for name, documents in parts.items():
        docs = [
            to_doc(d[i : i + SENTENCES_PER_DOC], vocab) for d in documents for i in range(0, len(d), SENTENCES_PER_DOC)
        ]
        DocBin(docs=docs, store_user_data=False).to_disk(out / f"{name}.spacy")
        sys.stdout.write(f"{name}: {len(docs)} documents, {sum(map(len, docs))} words\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
