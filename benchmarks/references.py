"""Score who is meant against paragraphs with marked expressions: `python -m benchmarks.references [--errors]`."""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.actors.gazetteer import load_gazetteer
from communique.actors.references import Aside, Mention, References
from communique.actors.resolve import resolve_actors
from communique.language.document import Document
from communique.language.pipeline import load_pipeline
from communique.records import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DATA = Path(__file__).resolve().parents[1] / "tests" / "actors" / "data" / "references.toml"
MARK = re.compile(r"\[\[([a-z]):([^=\]]+)=([^\]]+)\]\]")
KINDS = {
    "p": "pronoun",
    "n": "surname",
    "t": "title",
    "r": "role",
    "d": "description",
    "g": "group",
    "c": "capital",
    "o": "official",
    "u": "unnamed",
    "b": "body",
}
# The paragraphs about all sorts of references, and those about officials and bodies whose state must be inferred, of
# which the last were written when the rules were done.
SETS = ("texts", "inferred", "later", "last")


@dataclass(frozen=True, slots=True)
class Case:
    """One marked expression: its set and kind, its words and right answer, and what was found."""

    of: str
    kind: str
    words: str
    answer: str
    found: str
    right: bool
    text: str


def plain(marked: str) -> tuple[str, list[tuple[str, int, int, str]]]:
    """The text without marks, and kind, start, end and answer of each mark."""
    out, marks, last = "", [], 0
    for match in MARK.finditer(marked):
        out += marked[last : match.start()]
        marks.append((KINDS[match[1]], len(out), len(out) + len(match[2]), match[3]))
        out, last = out + match[2], match.end()
    return out + marked[last:], marks


def measure(nlp: Language) -> list[Case]:
    """Resolve all paragraphs and compare each marked expression with its answer."""
    cases = []
    data = tomllib.loads(DATA.read_text("utf-8"))
    for of, marked in ((name, marked) for name in SETS for marked in data[name]):
        text, marks = plain(marked)
        doc = nlp(text)
        article = Article(id="a", text_digest="d", uri="u", language="en", text=text)
        references = resolve_actors(Document(article, doc, (), ()), load_gazetteer(), asides=True)
        for kind, start, end, answer in marks:
            mention = _mention(doc, references, start, end)
            cases.append(Case(of, kind, text[start:end], answer, _show(mention), _is_right(mention, answer), text))
    return cases


def _mention(doc: Doc, references: References, start: int, end: int) -> Mention | Aside | None:
    inside = [t for t in doc if start <= t.idx < end]
    roots = [t for t in inside if t.head not in inside or t.head.i == t.i]
    headed = next((m for t in roots if (m := references.headed_by(t.i)) is not None), None)
    # "We" in a quotation is no mention, and is meant all the same.
    heads = {t.i for t in roots}
    aside = next((a for a in references.asides if a.head in heads and a.refs), None)
    return headed or aside or references.covering(inside[-1].i)


def _show(mention: Mention | Aside | None) -> str:
    if mention is None or not mention.refs:
        return "nobody"
    shown = "+".join(f"{r.state or '-'}/{r.name}" for r in mention.refs)
    return f"{shown} (place)" if _is_place(mention) else shown


def _is_place(mention: Mention | Aside) -> bool:
    return isinstance(mention, Mention) and mention.in_place_role


def _is_right(mention: Mention | Aside | None, answer: str) -> bool:
    refs = mention.refs if mention is not None else ()
    is_place = mention is not None and _is_place(mention)
    if answer == "place":
        return is_place or not refs
    wanted = [part.partition("/") for part in answer.split("+")]
    if is_place or {r.state or "-" for r in refs} != {state for state, _, _ in wanted}:
        return False
    return all(any((r.state or "-") == s and name in (r.name or "") for r in refs) for s, _, name in wanted)


def shares(cases: list[Case]) -> dict[str, tuple[int, int]]:
    """Right ones and all, by kind and for `all`."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        counts[case.kind].append(case.right)
        counts["all"].append(case.right)
    return {kind: (sum(rights), len(rights)) for kind, rights in counts.items()}


def main() -> int:
    """Print the table, and with `--errors` what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    cases = measure(load_pipeline())
    for of in SETS:
        for kind, (right, total) in shares([c for c in cases if c.of == of]).items():
            sys.stdout.write(f"{of:10} {kind:12} {right:4} of {total:4}  {right / total:.3f}\n")
    for case in cases if options.errors else ():
        if not case.right:
            sys.stdout.write(f"{case.kind}: {case.words!r} is {case.answer}, got {case.found} | {case.text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
