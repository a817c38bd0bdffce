"""Score pipelines on the treebanks' test parts: `python -m training.evaluate MODEL… --corpora CORPORA [--out FILE]`.

MODEL is what `load_pipeline` takes ("encoder", "fast", a folder). Counts are those of spaCy's Scorer: attachment leaves
out punctuation; `sents_f` wants both ends of a sentence right; names want span and kind right. Texts are the treebanks'
own, eight sentences a document without line ends, once with gold words and once from the raw text.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from communique.language.pipeline import load_pipeline, model_version
from training.corpus import Sentence, read_ewt, read_gum
from training.to_spacy import SENTENCES_PER_DOC, to_doc

KEYS = (
    "token_f",
    "tag_acc",
    "pos_acc",
    "morph_acc",
    "lemma_acc",
    "dep_uas",
    "dep_las",
    "sents_f",
    "ents_p",
    "ents_r",
    "ents_f",
)


def score(nlp: Language, gold: list[Doc], *, raw: bool) -> dict[str, Any]:
    """Score a pipeline on gold documents."""
    texts = [
        nlp.make_doc(d.text)
        if raw
        else Doc(nlp.vocab, words=[t.text for t in d], spaces=[bool(t.whitespace_) for t in d])
        for d in gold
    ]
    examples = [Example(found, g) for found, g in zip(nlp.pipe(texts), gold, strict=True)]
    scores = count(examples)
    out: dict[str, Any] = {k: round(scores[k], 4) for k in KEYS if scores.get(k) is not None}
    if scores.get("ents_per_type"):
        out["ents_f_per_type"] = {k: round(v["f"], 3) for k, v in sorted(scores["ents_per_type"].items())}
    return out


def count(examples: list[Example]) -> dict[str, Any]:
    """spaCy's own counts, with the settings of its components."""
    has = lambda doc: doc.has_annotation("SENT_START")  # noqa: E731
    return {
        **Scorer.score_tokenization(examples),
        **Scorer.score_token_attr(examples, "tag"),
        **Scorer.score_token_attr(examples, "pos"),
        **Scorer.score_token_attr(examples, "morph", getter=lambda t, _: t.morph),
        **Scorer.score_token_attr(examples, "lemma", getter=lambda t, _: t.lemma_),
        **Scorer.score_spans(examples, "sents", has_annotation=has),
        **Scorer.score_deps(
            examples,
            "dep",
            getter=lambda t, _: t.dep_.lower(),
            ignore_labels=("p", "punct"),
        ),
        **Scorer.score_spans(
            examples, "ents", getter=lambda doc, _: doc.ents, has_annotation=lambda doc: doc.has_annotation("ENT_IOB")
        ),
    }


def documents(parts: Iterable[list[Sentence]], vocab: spacy.Vocab) -> list[Doc]:
    """Gold documents of a few sentences each."""
    return [to_doc(d[i : i + SENTENCES_PER_DOC], vocab) for d in parts for i in range(0, len(d), SENTENCES_PER_DOC)]


def speed(nlp: Language, texts: list[str]) -> int:
    """Words a second from raw text on one core, the best of three rounds."""
    best = 0.0
    # Other work on the machine only ever makes it slower.
    for _ in range(3):
        start = time.perf_counter()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        best = max(best, words / (time.perf_counter() - start))
    return round(best)


def main() -> None:
    """Score each model and print all as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="+")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", action="store_true", help="write scores.json into the models' folders")
    parser.add_argument("--part", default="test", choices=["dev", "test"])
    args = parser.parse_args()
    results: dict[str, Any] = {}
    for model in args.models:
        started = time.perf_counter()
        nlp = load_pipeline("en", model=model)
        nlp("Ready.")
        found: dict[str, Any] = {"load_seconds": round(time.perf_counter() - started, 2)}
        parts = {f"gum_{args.part}": read_gum(args.corpora / "gum" / args.part)}
        if args.part == "test":
            parts["ewt_test"] = read_ewt(args.corpora / "ewt/test.conllu", args.corpora / "uner/en_ewt-test.iob2")
        for name, part in parts.items():
            gold = documents(part, nlp.vocab)
            found[name] = {"gold_words": score(nlp, gold, raw=False), "raw_text": score(nlp, gold, raw=True)}
        texts = [d.text for d in documents(parts[f"gum_{args.part}"], nlp.vocab)]
        found["words_per_second"] = speed(nlp, texts)
        results[model] = found
        if args.keep:
            if nlp.path is None:
                raise ValueError(f"{model} has no folder to keep scores in")
            made = {"model": model_version(nlp), **found}
            (nlp.path / "scores.json").write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    text = json.dumps(results, indent=1)
    sys.stdout.write(text + "\n")
    if args.out:
        args.out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
