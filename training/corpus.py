"""Read the treebanks: words, UD syntax, and the named spans that GUM and UNER mark.

A named span is what a reader would call a name: the proper noun at the head of a marked entity with the words that
belong to the name ("State Duma", "University of California"), without determiners, possessors and appositions.
GUM marks whole noun phrases ("Cuba's President Miguel Díaz-Canel"), so `named_span` cuts them down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# GUM's entity types that become labels; the others (time, abstract, object, …) are MISC where they are names.
ENTITY_LABELS = {"person": "PERSON", "organization": "ORG", "place": "PLACE", "event": "EVENT"}
UNER_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "OTH": "O"}


@dataclass(slots=True)
class Sentence:
    """One treebank sentence; `heads` are 0-based positions, the root points to itself."""

    words: list[str]
    spaces: list[bool]
    lemmas: list[str]
    upos: list[str]
    xpos: list[str]
    feats: list[str]
    heads: list[int]
    deprels: list[str]
    ents: list[str] | None = None  # BIO tags, None where the treebank has no entities
    paragraph_start: bool = False
    entity_field: list[str] = field(default_factory=list)


def read_documents(path: Path) -> Iterator[list[Sentence]]:
    """Yield the documents of one CoNLL-U file, each a list of sentences."""
    document: list[Sentence] = []
    rows: list[list[str]] = []
    joined: dict[int, bool] = {}
    paragraph = True
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# newdoc"):
            if document:
                yield document
            document, paragraph = [], True
        elif line.startswith("# newpar"):
            paragraph = True
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                # Parts of one printed word ("Mecca's") stand without a blank between them.
                joined |= dict.fromkeys(range(first, last), False)
                joined[last] = "SpaceAfter=No" not in cells[9]
            elif "." not in cells[0]:
                rows.append(cells)
        elif rows and not line:
            document.append(_sentence(rows, joined=joined, paragraph_start=paragraph))
            rows, joined, paragraph = [], {}, False
    if document:
        yield document


def _sentence(rows: list[list[str]], *, joined: dict[int, bool], paragraph_start: bool) -> Sentence:
    misc = [dict(p.split("=", 1) for p in r[9].split("|") if "=" in p) for r in rows]
    heads = [int(r[6]) - 1 if r[6] != "0" else i for i, r in enumerate(rows)]
    sentence = Sentence(
        words=[r[1] for r in rows],
        spaces=[joined.get(int(r[0]), m.get("SpaceAfter") != "No") for r, m in zip(rows, misc, strict=True)],
        lemmas=[r[2] for r in rows],
        upos=[r[3] for r in rows],
        xpos=[r[4] for r in rows],
        feats=["" if r[5] == "_" else r[5] for r in rows],
        heads=heads,
        deprels=[r[7] for r in rows],
        paragraph_start=paragraph_start,
        entity_field=[m.get("Entity", "") for m in misc],
    )
    return sentence


def open_spans(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Marked entities of a GUM sentence as (start, end, type), nested ones included."""
    stack: list[tuple[str, str, int]] = []
    spans: list[tuple[int, int, str]] = []
    for i, cell in enumerate(sentence.entity_field):
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", cell):
            if piece.startswith("("):
                parts = piece.strip("()").split("-")
                if piece.endswith(")"):
                    spans.append((i, i + 1, parts[1]))
                else:
                    stack.append((parts[0], parts[1], i))
            else:
                key = piece.rstrip(")")
                for j in range(len(stack) - 1, -1, -1):
                    if stack[j][0] == key:
                        _, kind, start = stack.pop(j)
                        spans.append((start, i + 1, kind))
                        break
    return spans


def named_span(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Cut a marked entity down to its name, or None where its head is no proper noun."""
    head = next((i for i in range(start, end) if not start <= sentence.heads[i] < end or sentence.heads[i] == i), start)
    if sentence.upos[head] != "PROPN":
        return None
    part = {head}
    grown = True
    while grown:
        grown = False
        for i in range(start, end):
            if i in part or sentence.heads[i] not in part or sentence.heads[i] == i:
                continue
            rel = sentence.deprels[i].split(":")[0]
            proper = sentence.xpos[i] in {"NNP", "NNPS"}
            inside = (
                (rel in {"compound", "flat", "goeswith"} and (proper or sentence.upos[i] in {"PROPN", "NUM", "X"}))
                or (
                    rel in {"amod", "nummod", "nmod"}
                    and proper
                    and sentence.deprels[i] != "nmod:poss"
                    and _of(sentence, i, head)
                )
                or (rel in {"case", "cc", "det"} and i > min(part) and sentence.heads[i] != head)
                or (rel == "punct" and sentence.words[i] in "-–.&")
                or (rel == "conj" and proper and sentence.heads[i] != head)
            )
            if inside:
                part.add(i)
                grown = True
    # A name is one run of words around its head.
    first = last = head
    while first - 1 in part:
        first -= 1
    while last + 1 in part:
        last += 1
    return first, last + 1


def _of(sentence: Sentence, i: int, head: int) -> bool:
    """Left modifiers stand bare, right ones behind "of" ("Ministry of Foreign Affairs")."""
    if i < head and sentence.deprels[i].split(":")[0] != "nmod":
        return True
    cases = [
        sentence.words[j].lower() for j, h in enumerate(sentence.heads) if h == i and sentence.deprels[j] == "case"
    ]
    return (i < head and not cases) or cases[:1] in (["of"], ["for"], ["de"])


def mark_entities(sentence: Sentence) -> list[str]:
    """BIO tags of the named spans of a GUM sentence; the longest wins where they overlap."""
    tags = ["O"] * len(sentence.words)
    named = []
    for start, end, kind in open_spans(sentence):
        if kind == "time":
            continue
        span = named_span(sentence, start, end)
        if span:
            named.append((*span, ENTITY_LABELS.get(kind, "MISC")))
    for start, end, label in sorted(set(named), key=lambda s: (s[0] - s[1], s)):
        if all(t == "O" for t in tags[start:end]):
            tags[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return tags


def read_gum(folder: Path) -> list[list[Sentence]]:
    """All documents of one part of GUM, with entities."""
    documents = [d for p in sorted(folder.glob("*.conllu")) for d in read_documents(p)]
    for document in documents:
        for sentence in document:
            sentence.ents = mark_entities(sentence)
    return documents


def read_ewt(path: Path, uner: Path | None = None) -> list[list[Sentence]]:
    """All documents of one part of EWT; entities from UNER where there are any."""
    documents = list(read_documents(path))
    if uner is not None:
        # UNER has the same sentences in another order, so they meet by their words.
        marked: dict[tuple[str, ...], list[str]] = {}
        for block in re.split(r"\n\s*\n", uner.read_text("utf-8")):
            rows = [r.split("\t") for r in block.split("\n") if r and not r.startswith("#")]
            marked[tuple(r[1] for r in rows)] = [_uner(r[2]) for r in rows]
        for document in documents:
            for sentence in document:
                sentence.ents = _without_determiners(sentence, marked.get(tuple(sentence.words)))
    return documents


def _without_determiners(sentence: Sentence, tags: list[str] | None) -> list[str] | None:
    """UNER puts "the" into names ("the Supreme Court"), GUM's named spans do not."""
    if tags is None:
        return None
    tags = list(tags)
    for i, tag in enumerate(tags):
        if tag.startswith("B-") and sentence.upos[i] == "DET":
            tags[i] = "O"
            if i + 1 < len(tags) and tags[i + 1] == f"I-{tag[2:]}":
                tags[i + 1] = tag
    return tags


def _uner(tag: str) -> str:
    if tag == "O":
        return tag
    label = UNER_LABELS.get(tag[2:], "O")
    return "O" if label == "O" else f"{tag[:2]}{label}"
