"""How much coding costs beside the bare language pipeline, in one run on the same text.

usage: throughput.py [--examples | --treebanks FOLDER | PATH …] [--model NAME] [--repeat N]

Prints a table: words, seconds and words a second of the bare pipeline and of the whole coding, and their ratio, each
the best of N runs. With --limit R the status is 1 where the ratio is above R.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from communique.actors.resolve import resolve_actors
from communique.building import read_paths
from communique.coding.article import Tools, code_articles, load_tools
from communique.coding.context import Context
from communique.language.analyse import analyse_all
from communique.language.pipeline import load_pipeline
from communique.reading.article import ReadingOptions, read_article
from communique.records import Article

ROOT = Path(__file__).resolve().parents[1]


def treebank_articles(folder: Path) -> list[Article]:
    """The raw text of GUM's and EWT's test parts, a document an article."""
    from training.corpus import read_ewt, read_gum

    documents = [*read_gum(folder / "gum/test"), *read_ewt(folder / "ewt/test.conllu")]
    articles = []
    for number, document in enumerate(documents):
        text = " ".join(
            "".join(w + " " * space for w, space in zip(s.words, s.spaces, strict=True)).strip() for s in document
        )
        options = ReadingOptions(language="en", published="2020-01-01")
        articles.append(read_article(text.encode(), uri=f"memory:{number}", options=options))
    return articles


def best_of(repeat: int, *works: Callable[[], object]) -> list[float]:
    """Least processor time of each work over several runs, in seconds.

    The works take turns, so that a busy spell of the machine falls on all of them; processor time leaves out the waits.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(repeat):
        for work, found in zip(works, times, strict=True):
            start = time.process_time()
            work()
            found.append(time.process_time() - start)
    return [min(found) for found in times]


def passed_over(articles: Sequence[Article], tools: Tools) -> str:
    """How many sentences speak of nobody, so that no event is looked for in them."""
    sentences = silent = 0
    for document in analyse_all(articles, tools.nlp):
        context = Context(document, resolve_actors(document, tools.gazetteer), tools.coder)
        for sent in document.doc.sents:
            sentences += 1
            silent += not context.speaks_of_somebody(sent)
    return f"{silent} of {sentences} sentences ({silent / max(1, sentences):.0%}) speak of nobody and are passed over"


def main() -> int:
    """Run and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--examples", action="store_true", help="the articles in examples/")
    parser.add_argument("--treebanks", type=Path, metavar="FOLDER", help="test parts of GUM and EWT under FOLDER")
    parser.add_argument("--model", default=None)
    parser.add_argument("--no-judge", action="store_true", help="code by frames alone")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=None)
    args = parser.parse_args()

    paths = args.paths or ([str(ROOT / "examples/cuba-russia")] if args.examples or not args.treebanks else [])
    articles = treebank_articles(args.treebanks) if args.treebanks else []
    articles += [a for a in read_paths(paths, ReadingOptions()) if isinstance(a, Article) and a.language == "en"]
    start = time.perf_counter()
    tools = load_tools(model=args.model, judge=not args.no_judge)
    plain = load_pipeline(model=args.model)
    loaded = time.perf_counter() - start

    texts = [a.text for a in articles]
    words = sum(len(doc) for doc in plain.pipe(texts, batch_size=16))  # also warms up
    bare, whole = best_of(
        args.repeat,
        lambda: sum(1 for _ in plain.pipe(texts, batch_size=16)),
        lambda: sum(1 for _ in code_articles(articles, tools)),
    )
    judged = tools.coder.judge or "no judge"
    print(f"{len(articles)} articles, {words} words, model {tools.coder.model}, {judged}; loading took {loaded:.2f} s")
    print(passed_over(articles, tools))
    print(f"{'':24}{'seconds':>10}{'words/s':>12}{'ratio':>8}")
    for name, seconds in (("language pipeline", bare), ("coding, all told", whole)):
        print(f"{name:24}{seconds:>10.2f}{words / seconds:>12,.0f}{seconds / bare:>8.2f}")
    return int(args.limit is not None and whole / bare > args.limit)


if __name__ == "__main__":
    sys.exit(main())
