"""Check labelled sentences: `python -m training.judge.check [FILE…]`; the status is 1 where a row is refused.

Refused are rows that break the format, sentences that are nearly another one, and the sixth sentence of one pattern.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from training.judge.blocks import FOLDER as ARTICLES
from training.judge.blocks import Block, parse_block
from training.judge.rows import FOLDER, NONE, Row, RowError, parse_row

# Shares of word triples (of a sentence with names and numbers struck out) that two sentences may have in common.
NEAR = 0.6
ALIKE = 0.45
MOST_OF_ONE_PATTERN = 5
_WORD = re.compile(r"[A-Za-z][\w'’-]*|\d[\d.,]*|[^\w\s]")


def main() -> None:
    """Check the files named, or all."""
    paths = [Path(a) for a in sys.argv[1:]] or [*sorted(FOLDER.glob("*.tsv")), *sorted(ARTICLES.glob("*.txt"))]
    rows, faults = read_all(p for p in paths if p.suffix == ".tsv")
    blocks, more = read_all_blocks(p for p in paths if p.suffix == ".txt")
    faults += more + find_repeats([*rows, *(as_row(b) for b in blocks)])
    for fault in faults:
        print(fault)
    for line in [*describe(rows), *describe_blocks(blocks)]:
        print(line)
    sentences = {r.text for r in rows} | {b.text for b in blocks}
    print(f"{len(rows)} rows and {len(blocks)} blocks, {len(sentences)} sentences, {len(faults)} refused")
    sys.exit(bool(faults))


def read_all(paths: Iterable[Path]) -> tuple[list[Row], list[str]]:
    """Read rows, and say which cannot be read."""
    rows, faults = [], []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    rows.append(parse_row(line, source=f"{path.name}:{number}"))
                except RowError as error:
                    faults.append(f"{path.name}:{number}: {error}: {line[:90]}")
    return rows, faults


def read_all_blocks(paths: Iterable[Path]) -> tuple[list[Block], list[str]]:
    """Read blocks, and say which cannot be read."""
    blocks, faults = [], []
    for path in paths:
        for number, text in enumerate(path.read_text("utf-8").split("\n\n"), 1):
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            if lines:
                try:
                    blocks.append(parse_block(lines, source=f"{path.name}:{number}"))
                except RowError as error:
                    faults.append(f"{path.name}:{number}: {error}: {lines[0][:90]}")
    return blocks, faults


def as_row(block: Block) -> Row:
    """The sentence of a block, for the check of repeats."""
    return Row(block.text, None, None, NONE, None, None, mutual=False, source=block.source)


def find_repeats(rows: Sequence[Row]) -> list[str]:
    """Say which sentences nearly repeat an earlier one, which rows say the same, and which patterns are worn out."""
    faults = []
    seen: dict[tuple[str, object, object], Row] = {}
    sentences: dict[str, Row] = {}
    for row in rows:
        key = row.text, row.actor, row.recipient
        if key in seen:
            faults.append(f"{row.source}: the same marks as {seen[key].source}: {row.text[:80]}")
        seen.setdefault(key, row)
        sentences.setdefault(row.text, row)
    shingles = {text: triples(text) for text in sentences}
    holding: dict[tuple[str, ...], list[str]] = defaultdict(list)
    alike: dict[str, int] = {}
    for text, mine in shingles.items():
        shared: Counter[str] = Counter()
        for triple in mine:
            shared.update(holding[triple])
        group = 0
        for other, n in shared.most_common(40):
            share = n / len(mine | shingles[other])
            if share >= NEAR:
                faults.append(f"{sentences[text].source}: nearly {sentences[other].source} ({share:.2f}): {text[:80]}")
                break
            if share >= ALIKE:
                group = max(group, alike.get(other, 0) + 1)
        alike[text] = group
        if group >= MOST_OF_ONE_PATTERN:
            faults.append(f"{sentences[text].source}: the {group + 1}th sentence of one pattern: {text[:80]}")
        for triple in mine:
            holding[triple].append(text)
    return faults


def triples(text: str) -> set[tuple[str, ...]]:
    """Triples of words of a sentence, all names and numbers as one."""
    words = ["", *skeleton(text), ""]
    return {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def skeleton(text: str) -> list[str]:
    """Words of a sentence in lower case, runs of names and of numbers as one sign each."""
    out: list[str] = []
    for i, word in enumerate(_WORD.findall(text)):
        sign = "#" if word[0].isdigit() else "N" if word[0].isupper() and i else word.lower()
        if not (sign in "#N" and out and out[-1] == sign):
            out.append(sign)
    return out


def describe(rows: Sequence[Row]) -> list[str]:
    """The spread of labels."""
    events = Counter(r.event for r in rows)
    modalities = Counter(r.modality for r in rows if r.modality)
    words = sorted(len(r.text.split()) for r in rows) or [0]
    single = sum(r.actor is None or r.recipient is None for r in rows)
    backwards = sum(bool(r.actor and r.recipient and r.recipient < r.actor) for r in rows)
    return [
        "events: " + ", ".join(f"{k} {v}" for k, v in events.most_common()),
        "modality: " + ", ".join(f"{k} {v}" for k, v in modalities.most_common()),
        f"words: median {words[len(words) // 2]}, longest {words[-1]}; one mark {single}; recipient first {backwards}; "
        f"mutual {sum(r.mutual for r in rows)}",
    ]


def describe_blocks(blocks: Sequence[Block]) -> list[str]:
    """The spread of labels of blocks."""
    events = Counter(e.event for b in blocks for e in b.events)
    told = Counter("promise" for b in blocks for _ in b.promises)
    told += Counter(label for b in blocks for kind in (b.stances, b.stages) for label in kind.values())
    parties = sum(len(b.parties) for b in blocks)
    return [
        "events of blocks: " + ", ".join(f"{k} {v}" for k, v in events.most_common()),
        f"{parties} parties: " + ", ".join(f"{k} {v}" for k, v in told.most_common()),
    ]


if __name__ == "__main__":
    main()
