"""Measure how far the event lexicon reaches, and print it as a table; docs/accuracy.md tells what the figures mean.

usage: coverage.py [--shared FOLDER] [--write]

With --write, the tables in docs/accuracy.md are made anew. Only totals are printed: half of `tests/gold` is held out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.actors.resolve import resolve_actors
from communique.analysis.scoring_groups import are_same_words
from communique.analysis.scoring_reading import fold
from communique.coding.arguments import Finder
from communique.coding.article import Tools, load_tools
from communique.coding.context import Context
from communique.coding.inflection import mend_lemmas
from communique.coding.lexicon import Lexicon
from communique.coding.quotes import find_quotes
from communique.coding.readings import find_matches, read_sentence
from communique.coding.tense import settle
from communique.language.analyse import analyse
from communique.reading.article import ReadingOptions, read_article

ROOT = Path(__file__).resolve().parents[1]
GENRES = ("news", "speech")
# Relations of verbs that only help another one.
HELPING = frozenset({"aux", "aux:pass", "cop"})


@dataclass(frozen=True)
class Reach:
    """Gold sentences with an event, and how many of them frames reach; likewise their events."""

    sentences: int = 0
    fired: int = 0
    typed: int = 0
    events: int = 0
    events_typed: int = 0

    def __add__(self, other: Reach) -> Reach:
        return Reach(
            self.sentences + other.sentences,
            self.fired + other.fired,
            self.typed + other.typed,
            self.events + other.events,
            self.events_typed + other.events_typed,
        )


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--write", action="store_true", help="write the tables in docs/accuracy.md")
    args = parser.parse_args()
    tools = load_tools()
    tables = (
        sentence_rows(args.shared, tools),
        verb_rows(args.shared, tools.lexicon),
        entry_rows(tools.lexicon),
    )
    text = "\n\n".join("\n".join(rows) for rows in tables)
    if args.write:
        write_docs(text)
    print(text)


def sentence_rows(shared: Path, tools: Tools) -> list[str]:
    """How many of the gold sentences that tell an event open a frame, and one of the right type."""
    own = ROOT / "tests" / "gold"
    sets = {
        "gold, 16": (shared / "gold", lambda _: True),
        "own, odd 25": (own, lambda name: int(name[:2]) % 2 == 1),
        "own, even 25 (held out)": (own, lambda name: int(name[:2]) % 2 == 0),
    }
    rows = [
        "| gold | sentences with an event | some frame fires | one of a right type | events | their type is read |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, (folder, wanted) in sets.items():
        paths = [p for p in sorted((folder / "gold").glob("*.json")) if wanted(p.stem)]
        both = [reach_of(folder / "articles" / f"{p.stem}.txt", p, tools) for p in paths]
        for kind, number in (("core", 0), ("all", 1)):
            total = sum((b[number] for b in both), Reach())
            shares = (
                share(total.fired, total.sentences),
                share(total.typed, total.sentences),
                total.events,
                share(total.events_typed, total.events),
            )
            rows.append(f"| {name}, {kind} | {total.sentences} | " + " | ".join(map(str, shares)) + " |")
    return rows


def reach_of(article_path: Path, gold_path: Path, tools: Tools) -> tuple[Reach, Reach]:
    """What frames reach of one article: of its core events, and of all."""
    article = read_article(article_path.read_bytes(), uri=article_path.name, options=ReadingOptions(language="en"))
    document = analyse(article, tools.nlp)
    context = Context(document=document, references=resolve_actors(document, tools.gazetteer), coder=tools.coder)
    context = Context(document, context.references, tools.coder, find_quotes(context))
    mend_lemmas(context.doc, tools.lexicon.forms)
    finder = Finder(context)
    read = []
    for sent in context.doc.sents:
        readings = read_sentence(sent, tools.lexicon, finder)
        types = {settle(r, tools.lexicon, finder)[0].value for r in readings}
        read.append((fold(sent.text), bool(find_matches(sent, tools.lexicon, finder)), types))
    by_sentence: dict[str, list[dict[str, object]]] = {}
    for event in json.loads(gold_path.read_text("utf-8"))["events"]:
        by_sentence.setdefault(event["sentence"], []).append(event)
    core, every = Reach(), Reach()
    for sentence, events in by_sentence.items():
        words = fold(sentence)
        here = [(fired, types) for own, fired, types in read if are_same_words(words, own)]
        fired, types = any(f for f, _ in here), {t for _, found in here for t in found}
        core += reach_in([e for e in events if e["core"]], fired, types)
        every += reach_in(events, fired, types)
    return core, every


def reach_in(events: list[dict[str, object]], fired: bool, types: set[str]) -> Reach:
    """What frames reach of one sentence."""
    if not events:
        return Reach()
    right = sum(bool({e["event"], *e["accept"]} & types) for e in events)  # type: ignore[misc]
    return Reach(1, int(fired), int(right > 0), len(events), right)


def verb_rows(shared: Path, lexicon: Lexicon) -> list[str]:
    """How many of the verbs of running text the lexicon knows."""
    rows = ["| verbs of GUM | tokens | known | lemmas | known |", "| --- | ---: | ---: | ---: | ---: |"]
    known = {lemma for pos, lemma in lexicon.entries if pos == "V"}
    for genre in GENRES:
        lemmas = Counter(read_verbs(sorted((shared / "corpora" / "gum").glob(f"*/GUM_{genre}_*.conllu"))))
        tokens = sum(lemmas.values())
        hits = [lemma for lemma in lemmas if lemma in known]
        cells = (tokens, share(sum(lemmas[h] for h in hits), tokens), len(lemmas), share(len(hits), len(lemmas)))
        rows.append(f"| {genre} | " + " | ".join(map(str, cells)) + " |")
    return rows


def read_verbs(paths: Iterable[Path]) -> Iterator[str]:
    """Lemmas of the verbs that are no auxiliaries."""
    for path in paths:
        for line in path.read_text("utf-8").split("\n"):
            fields = line.split("\t")
            if len(fields) == 10 and fields[0].isdigit() and fields[3] == "VERB" and fields[7] not in HELPING:
                yield fields[2].lower()


def entry_rows(lexicon: Lexicon) -> list[str]:
    """Triggers by the type that their frame names."""
    counts: Counter[tuple[str, str]] = Counter()
    for (pos, _), entries in lexicon.entries.items():
        for entry in entries:
            counts[entry.frame.event or "operators alone", pos] += 1
    rows = ["| entries of the lexicon | verbs | nouns | adjectives |", "| --- | ---: | ---: | ---: |"]
    for name in sorted({name for name, _ in counts}):
        rows.append(f"| {name} | {counts[name, 'V']} | {counts[name, 'N']} | {counts[name, 'A']} |")
    total = [sum(n for (_, pos), n in counts.items() if pos == wanted) for wanted in "VNA"]
    return [*rows, "| all | " + " | ".join(map(str, total)) + " |"]


def share(part: int, whole: int) -> str:
    """A share of two places."""
    return f"{part / whole:.2f}" if whole else "–"


def write_docs(text: str) -> None:
    """Put the tables in the page that explains them."""
    page = ROOT / "docs" / "accuracy.md"
    opening, closing = "<!-- coverage: made by benchmarks/coverage.py -->", "<!-- end of coverage -->"
    before, _, rest = page.read_text("utf-8").partition(opening)
    page.write_text(before + opening + "\n" + text + "\n" + closing + rest.partition(closing)[2], "utf-8")


if __name__ == "__main__":
    main()
