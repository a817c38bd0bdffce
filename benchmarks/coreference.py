"""Measure whom pronouns and repeated names mean, against GUM's coreference (`Entity=` marks), and print a table.

usage: coreference.py FOLDER [--errors FILE]

FOLDER has GUM's CoNLL-U files. Each document becomes an article of its raw text, is parsed by the program's own
pipeline and goes through `resolve_actors`; nothing of GUM's syntax reaches the program.

A mention of the program is the GUM mention that its head is the head of, or the innermost one that holds its head and
has its own head in the program's words. Looked at are pronouns, and mentions that the program calls names, that mean
one actor, and asides (places, "I" and "we", people whom only "they" means again); adjectives ("Cuban") are no mentions
in GUM, and pronouns for several actors ("they": Peru and Chile) are split in GUM. Pronouns of the first and second
person are the class `speakers`. Where GUM's head is no proper noun ("the court", "their government"), the class is
`nouns`, and not counted in `all`: it has no counterpart in recall, which is of pronouns and proper nouns.

*Link made*: such a mention, if it is a GUM mention of type person, place or organization, and an earlier mention of the
same key and facet (a state is told from its capital and its government) is another GUM mention of any type; the nearest
earlier one counts. *Right*: both are in one GUM cluster. Precision is right links / links made. `strict` also counts as
wrong the links of what GUM says is of another type ("it", said of a thing). `apart` leaves out the wrong links between
a state and its capital or government. *GUM link*: a mention of the three types whose head is a pronoun or proper noun,
and whose cluster has an earlier mention. Recall is right links / GUM links (`all`). Out of scope by design are: second
persons, first persons (which asides link, but no coder sees), relative, demonstrative and other pronouns than he, she,
it, they; places that are no state or capital in any of their mentions; persons and bodies that no mention names or
calls by a noun of the tables. `scope` is the recall without them: right links in scope / GUM links in scope.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from communique.actors.found import Scan  # noqa: E402
from communique.actors.gazetteer import Gazetteer, NameKind, load_gazetteer  # noqa: E402
from communique.actors.references import Aside, AsideKind, Mention, MentionKind  # noqa: E402
from communique.actors.resolve import resolve_actors  # noqa: E402
from communique.actors.scan import scan  # noqa: E402
from communique.language.document import Document  # noqa: E402
from communique.language.pipeline import load_pipeline  # noqa: E402
from communique.records import ActorKind, Article  # noqa: E402
from training.corpus import Sentence, read_documents  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language

LINKING = (MentionKind.PRONOUN, MentionKind.NAME, AsideKind.PLACE, AsideKind.SPEAKER, AsideKind.PRONOUN)
TYPES = ("person", "place", "organization")
PIECE = re.compile(r"\([^()]+\)?|[^()]+\)")
GROUPS = {
    "all": ("pronouns", "speakers", "names"),
    "third person and names": ("pronouns", "names"),
    "pronouns": ("pronouns",),
    "speakers": ("speakers",),
    "names": ("names",),
    "nouns": ("nouns",),
}
COLUMNS = ("made", "right", "strict", "shared", "gum", "found", "scope", "in_scope")


@dataclass(frozen=True)
class Marked:
    """A GUM mention: words `[start, end)` and its head in the document's numbering."""

    start: int
    end: int
    head: int
    kind: str
    cluster: str


@dataclass
class Gold:
    """A GUM document: raw text, the word of each character, and the mentions in text order."""

    text: str
    word_at: list[int]
    starts: list[int]
    upos: list[str]
    feats: list[str]
    lemmas: list[str]
    mentions: list[Marked]

    def find(self, words: set[int], head: int) -> Marked | None:
        """The mention that a mention of the program with this head and these words is."""
        holding = [m for m in self.mentions if m.start <= head < m.end]
        fits = [m for m in holding if m.head == head] or [m for m in holding if m.head in words]
        return min(fits, key=lambda m: m.end - m.start) if fits else None


def read_gold(sentences: list[Sentence]) -> Gold:
    """Text and mentions of one document."""
    gold = Gold("", [], [], [], [], [], [])
    for sentence in sentences:
        if sentence.paragraph_start and gold.text:
            gold.text = gold.text.rstrip(" ") + "\n\n"
            gold.word_at = gold.word_at[: len(gold.text)] + [-1] * (len(gold.text) - len(gold.word_at))
        offset = len(gold.upos)
        gold.mentions += [
            Marked(offset + a, offset + b, offset + _head(sentence, a, b), kind, cluster)
            for a, b, kind, cluster in _marks(sentence)
        ]
        for i, (word, space) in enumerate(zip(sentence.words, sentence.spaces, strict=True)):
            gold.starts.append(len(gold.text))
            gold.text += word + " " * space
            gold.word_at += [offset + i] * len(word) + [-1] * space
        gold.upos += sentence.upos
        gold.feats += sentence.feats
        gold.lemmas += sentence.lemmas
    gold.mentions.sort(key=lambda m: (m.head, m.start))
    return gold


def _marks(sentence: Sentence) -> Iterator[tuple[int, int, str, str]]:
    stack: list[tuple[str, str, int]] = []
    for i, cell in enumerate(sentence.entity_field):
        for piece in PIECE.findall(cell):
            cluster, _, rest = piece.strip("()").partition("-")
            if piece.startswith("("):
                stack.append((cluster, rest.split("-")[0], i))
            if piece.endswith(")"):
                at = next((j for j in reversed(range(len(stack))) if stack[j][0] == cluster), None)
                if at is not None:
                    _, kind, start = stack.pop(at)
                    # Parts of a mention that is cut in two carry their number: "12[1/2]".
                    yield start, i + 1, kind, cluster.partition("[")[0]


def _head(sentence: Sentence, start: int, end: int) -> int:
    outside = (i for i in range(start, end) if not start <= sentence.heads[i] < end or sentence.heads[i] == i)
    return next(outside, start)


def measure(gold: Gold, nlp: Language, gazetteer: Gazetteer, errors: list[str]) -> Counter[tuple[str, str]]:
    """Counts of one document by class (pronouns, names) and column."""
    doc = nlp(gold.text)
    article = Article(id="a", text_digest="d", uri="u", language="en", text=gold.text)
    references = resolve_actors(Document(article, doc, (), ()), gazetteer, asides=True)
    words = [gold.word_at[t.idx] for t in doc]
    meant: list[Mention | Aside] = [
        m for m in references.mentions if len(m.refs) == 1 and m.kind is not MentionKind.ADJECTIVE
    ]
    meant += references.asides
    found: list[tuple[Mention | Aside, Marked | None]] = [
        (m, gold.find({words[t] for t in range(m.start, m.end)}, words[m.head])) for m in meant
    ]
    found.sort(key=lambda pair: pair[0].head)
    scanned = scan(doc, gazetteer)
    known = _in_scope(gold, scanned, words)
    links = _links(gold)
    asked = {m for m in links if _is_asked(gold, m) and m.cluster in known}
    capitals = {words[t] for t, hit in scanned.name_at.items() if hit.name.kind is NameKind.CAPITAL}
    seats = capitals | {words[t] for t in scanned.word_at}
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str | None], list[Marked]] = {}
    for mention, marked in found:
        if marked is None:
            continue
        before = last.setdefault(_identity(mention), [])
        earlier = next((b for b in reversed(before) if b != marked), None)
        before.append(marked)
        if earlier is None or mention.kind not in LINKING:
            continue
        kind = _class(gold, marked)
        counts[kind, "strict"] += 1
        if marked.kind not in TYPES:
            continue
        is_right = earlier.cluster == marked.cluster
        counts[kind, "made"] += 1
        counts[kind, "right"] += is_right
        counts[kind, "found"] += is_right and marked in links
        counts[kind, "in_scope"] += is_right and marked in asked
        if not is_right:
            # The capital and the government are the state itself: one key where GUM has two clusters.
            is_state = any(r.kind is ActorKind.STATE for r in mention.refs)
            counts[kind, "shared"] += is_state and (marked.head in seats or earlier.head in seats)
            here, there = (" ".join(_text(gold, m).split()) for m in (marked, earlier))
            errors.append(f"{kind}\t{here}\t{there}\t{_shown(mention)}\t{_around(gold, marked)}")
    for column, marks in (("gum", links), ("scope", asked)):
        for marked in marks:
            counts[_class(gold, marked), column] += 1
    return counts


def _identity(mention: Mention | Aside) -> tuple[str, str | None]:
    """What must agree for two mentions to be of one; the state's own capital and government are told apart from it."""
    return (mention.key, None) if isinstance(mention, Aside) else (mention.refs[0].key, mention.facet)


def _shown(mention: Mention | Aside) -> str:
    return mention.refs[0].name if mention.refs else mention.kind


def _class(gold: Gold, marked: Marked) -> str:
    if gold.upos[marked.head] == "PRON":
        feats = gold.feats[marked.head]
        return "speakers" if "Person=1" in feats or "Person=2" in feats else "pronouns"
    return "names" if gold.upos[marked.head] == "PROPN" else "nouns"


def _links(gold: Gold) -> set[Marked]:
    """Pronouns and names of the three types whose cluster has an earlier mention."""
    links: set[Marked] = set()
    seen: set[str] = set()
    for marked in gold.mentions:
        if marked.cluster in seen and marked.kind in TYPES and _class(gold, marked) != "nouns":
            links.add(marked)
        seen.add(marked.cluster)
    return links


def _is_asked(gold: Gold, marked: Marked) -> bool:
    """Whether a mention is a name or a personal pronoun of the third person."""
    if gold.upos[marked.head] != "PRON":
        return gold.upos[marked.head] == "PROPN"
    return "PronType=Prs" in gold.feats[marked.head] and "Person=3" in gold.feats[marked.head]


def _in_scope(gold: Gold, found: Scan, words: list[int]) -> set[str]:
    """Clusters of whom the program keeps: states, and persons and bodies with a name or a noun of the tables."""
    names = {words[t] for t in found.name_at}
    nouns = {words[t] for t in found.word_at}
    known: set[str] = set()
    for marked in gold.mentions:
        is_called = gold.upos[marked.head] == "PROPN" or marked.head in nouns
        if marked.head in names or (marked.kind in ("person", "organization") and is_called):
            known.add(marked.cluster)
    return known


def _text(gold: Gold, marked: Marked) -> str:
    end = gold.starts[marked.end] if marked.end < len(gold.starts) else len(gold.text)
    return gold.text[gold.starts[marked.start] : end][:60]


def _around(gold: Gold, marked: Marked) -> str:
    at = gold.starts[marked.head]
    return " ".join(gold.text[max(0, at - 160) : at + 60].split())


def rows(totals: dict[str, Counter[tuple[str, str]]]) -> Iterator[str]:
    """The table: genres, then all, each with pronouns, names and nouns apart."""
    yield "| genre | mentions | links | precision | strict | apart | GUM links | recall | in scope | recall in scope |"
    yield "| --- " * 10 + "|"
    for genre, counts in totals.items():
        for name, kinds in GROUPS.items():
            made, right, strict, shared, gum, found, scope, in_scope = (
                sum(counts[k, c] for k in kinds) for c in COLUMNS
            )
            shares = (_share(right, made), _share(right, strict), _share(right, made - shared))
            recalls = (gum, _share(found, gum), scope, _share(in_scope, scope))
            yield "| " + " | ".join(map(str, (genre, name, made, *shares, *recalls))) + " |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def main() -> None:
    """Measure a folder and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=Path, help="write wrong links here, one a line")
    args = parser.parse_args()
    nlp, gazetteer = load_pipeline(), load_gazetteer("en")
    totals: dict[str, Counter[tuple[str, str]]] = {}
    errors: list[str] = []
    for path in sorted(args.folder.glob("*.conllu")):
        genre = path.stem.split("_")[1]
        for sentences in read_documents(path):
            counts = measure(read_gold(sentences), nlp, gazetteer, errors)
            totals.setdefault(genre, Counter()).update(counts)
    everything: Counter[tuple[str, str]] = Counter()
    for counts in totals.values():
        everything.update(counts)
    totals["all"] = everything
    if args.errors:
        args.errors.write_text("".join(f"{line}\n" for line in errors), "utf-8")
    print("\n".join(rows(totals)))


if __name__ == "__main__":
    main()
