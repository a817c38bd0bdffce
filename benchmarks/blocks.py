"""Measure what rules read of the labelled sentences that the judge learned from: recall and precision by kind.

usage: blocks.py [--half odd|even] [--kind KIND] [--list missed|wrong] [--judge] [--file NAME]

The sentences stand in `training/judge/articles` as they stand in articles, with all parties and what lies between
them. The judge has learned them, so rules alone are measured unless --judge is given. Only what is told of parties
that are known counts: a bare "he" of a sentence without its article names nobody. With --list, the sentences of the
odd half that were missed or read wrongly are shown; those of the even half are counted, never shown.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.actors.references import References
from communique.actors.resolve import resolve_actors
from communique.coding.arguments import is_party, side
from communique.coding.article import code_document, load_tools
from communique.language.analyse import analyse_all
from communique.records import Agreement, Article, Coded, Commitment, Event, Position
from training.judge.blocks import FOLDER, Block, Told, read_blocks

KINDS = ("event", "commitment", "position", "agreement")


@dataclass
class Found:
    """What was told of a kind, and what was read: counts, and the sentences to show."""

    told: int = 0
    met: int = 0
    typed: int = 0
    read: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Count and keep what another one has."""
        self.told += other.told
        self.met += other.met
        self.typed += other.typed
        self.read += other.read
        self.right += other.right
        self.missed += other.missed
        self.wrong += other.wrong


def measure(
    block: Block, records: Iterable[Coded], references: References, offsets: tuple[int, ...]
) -> dict[str, Found]:
    """Compare the labels of one sentence with its records. `offsets` are the first characters of its tokens."""
    parties = {n: _sides_at(references, offsets, span) for n, span in block.parties.items()}
    records = list(records)
    return {
        "event": _events(block, [r for r in records if isinstance(r, Event)], parties),
        "commitment": _avowals(
            block,
            block.promises,
            [(frozenset(map(side, r.obligor)), r.event.value, r) for r in records if isinstance(r, Commitment)],
            parties,
        ),
        "position": _avowals(
            block,
            block.stances,
            [(frozenset({side(r.holder)}), r.stance.value, r) for r in records if isinstance(r, Position)],
            parties,
            exact=True,
        ),
        "agreement": _agreements(block, [r for r in records if isinstance(r, Agreement)], parties),
    }


def _sides_at(references: References, offsets: tuple[int, ...], span: tuple[int, int]) -> frozenset[str]:
    found = (m for m in references.mentions if span[0] <= offsets[m.head] < span[1] and m.kind.value != "adjective")
    near = [r for m in found for r in m.refs if is_party(r)]
    return frozenset(map(side, near))


def _avowals(
    block: Block,
    told: dict[str, str],
    read: list[tuple[frozenset[str], str, Coded]],
    parties: dict[str, frozenset[str]],
    *,
    exact: bool = False,
) -> Found:
    found = Found()
    for number, label in told.items():
        if not parties[number]:
            continue
        found.told += 1
        # A record with the right party and another type is met, and typed only where that is right too.
        near = [kind for sides, kind, _ in read if sides & parties[number]]
        met = label in near if exact else bool(near)
        found.met += met
        found.typed += label in near
        if not met:
            found.missed.append(f"{number} {label} {sorted(parties[number])}  {_text(block)}")
    labels = [(parties[n], label) for n, label in told.items()]
    for sides, kind, record in read:
        found.read += 1
        right = any((sides & p or not p) and (kind == label or not exact) for p, label in labels)
        found.right += right
        if not right:
            found.wrong.append(f"{record.rule} {kind} {sorted(sides)} told {told}  {_text(block)}")
    return found


def _agreements(block: Block, read: list[Agreement], parties: dict[str, frozenset[str]]) -> Found:
    found = Found()
    told: dict[str, frozenset[str]] = defaultdict(frozenset)
    for number, stage in block.stages.items():
        told[stage] |= parties[number]
    for stage, sides in told.items():
        if not sides:
            continue
        found.told += 1
        near = [r.stage.value for r in read if sides & set(map(side, r.parties))]
        found.met += bool(near)
        found.typed += stage in near
        if stage not in near:
            found.missed.append(f"{stage} {sorted(sides)} read {near}  {_text(block)}")
    for record in read:
        found.read += 1
        right = record.stage.value in told
        found.right += right
        if not right:
            found.wrong.append(f"{record.rule} {record.stage.value} told {dict(block.stages)}  {_text(block)}")
    return found


def _events(block: Block, read: list[Event], parties: dict[str, frozenset[str]]) -> Found:
    found = Found()
    for told in block.events:
        sides = [parties[n] if n else None for n in (told.actor, told.recipient)]
        if any(s is not None and not s for s in sides):
            continue
        found.told += 1
        near = [e for e in read if _is_between(e, sides, told)]
        met = any(e.event.value == told.event for e in near)
        found.met += met
        found.typed += any(e.event.value == told.event and e.modality.value == told.modality for e in near)
        if not met:
            names = [e.event.value for e in near]
            found.missed.append(
                f"{told.actor}>{told.recipient} {told.event} {told.modality} read {names}  {_text(block)}"
            )
    for event in read:
        found.read += 1
        right = any(
            event.event.value == t.event
            and _is_between(event, [parties[n] if n else None for n in (t.actor, t.recipient)], t)
            for t in block.events
        )
        found.right += right
        if not right:
            who = [[r.state or r.name for r in refs] for refs in (event.actor, event.recipient)]
            found.wrong.append(f"{event.rule} {event.event.value} {event.modality.value} {who}  {_text(block)}")
    return found


def _is_between(event: Event, sides: list[frozenset[str] | None], told: Told) -> bool:
    own = [frozenset(map(side, refs)) for refs in (event.actor, event.recipient)]
    ways = (own, own[::-1]) if told.mutual else (own,)
    return any(all(s is None or not s or s & o for s, o in zip(sides, way, strict=True)) for way in ways)


def _text(block: Block) -> str:
    opening = [(start, f"[{n} ") for n, (start, _) in block.parties.items()]
    marks = sorted(opening + [(end, "]") for _, end in block.parties.values()])
    text, last = "", 0
    for at, sign in marks:
        text += block.text[last:at] + sign
        last = at
    return f"{text}{block.text[last:]} ({block.source})"


def _run(blocks: list[Block], *, judge: bool) -> dict[str, Found]:
    tools = load_tools(judge=judge)
    total = {k: Found() for k in KINDS}
    articles = (Article(id=str(n), text_digest="", uri="u", language="en", text=b.text) for n, b in enumerate(blocks))
    for block, document in zip(blocks, analyse_all(articles, tools.nlp), strict=True):
        references = resolve_actors(document, tools.gazetteer)
        offsets = tuple(t.idx for t in document.doc)
        for kind, found in measure(block, code_document(document, tools), references, offsets).items():
            total[kind].add(found)
    return total


def halves(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """Odd blocks, whose errors may be read, and even ones, which are held out."""
    found: dict[str, list[Block]] = {"odd": [], "even": []}
    for block in blocks:
        found["odd" if int(block.source.rsplit(":", 1)[1]) % 2 else "even"].append(block)
    return found


def lines(total: dict[str, Found]) -> Iterator[str]:
    """A table of the figures."""
    yield f"{'':12}{'told':>6}{'recall':>8}{'typed':>8}{'read':>6}{'precision':>11}"
    for kind, f in total.items():
        yield (
            f"{kind:12}{f.told:6}{f.met / max(1, f.told):8.3f}{f.typed / max(1, f.told):8.3f}"
            f"{f.read:6}{f.right / max(1, f.read):11.3f}"
        )


def main() -> None:
    """Print the tables of both halves, or the sentences asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--half", choices=("odd", "even"), help="only this half")
    parser.add_argument("--kind", choices=KINDS, help="what to list")
    parser.add_argument("--list", choices=("missed", "wrong"), help="show these sentences of the odd half")
    parser.add_argument("--judge", action="store_true", help="with the judge, which has learned them")
    parser.add_argument("--file", help="only this file of training/judge/articles")
    options = parser.parse_args()
    paths = sorted(p for p in FOLDER.glob("*.txt") if options.file in (None, p.name))
    for name, blocks in halves(read_blocks(paths)).items():
        if options.half in (None, name) and not (options.list and name == "even"):
            total = _run(blocks, judge=options.judge)
            if options.list:
                for kind in KINDS:
                    if options.kind in (None, kind):
                        print(*(f"{kind} {x}" for x in getattr(total[kind], options.list)), sep="\n")
            print(f"{name}: {len(blocks)} sentences", *lines(total), sep="\n")


if __name__ == "__main__":
    main()
