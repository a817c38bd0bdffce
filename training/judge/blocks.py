"""Sentences with all their parties marked, what is between each two, and what each one promises, holds or agrees.

A block of lines tells one sentence:

    S [1 The minister] said [2 Oslo] would send [3 the islands] two ships, which [4 the opposition] called a gesture.
    E 2>3 AGREE - actual
    E 4>2 ACCUSE disapprove actual
    P 2 promise AID
    P 4 oppose

`E` is an event of one party on another (`1=2` of both, `1>-` where the sentence names no other), `P` what a party says
of itself: `promise` with the type of the promised act, `support`, `oppose`, or the stage of an agreement that it is a
party to. What is not listed is not told: the other pairs have nothing between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.coding.ontology import has_mode
from communique.records import EventType, Modality, Stage, Stance
from training.judge.rows import RowError

FOLDER = Path(__file__).parent / "articles"
_MARK = re.compile(r"\[(\d) ([^\[\]]+)\]")
_PAIR = re.compile(r"([\d-])([>=])([\d-])")
PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Told:
    """An event between two parties, by their numbers; None for one that the sentence does not name."""

    actor: str | None
    recipient: str | None
    mutual: bool
    event: str
    mode: str | None
    modality: str


@dataclass(frozen=True, slots=True)
class Block:
    """A sentence without marks, its parties as characters by their numbers, and all that it tells of them.

    Attributes:
        text: The sentence.
        parties: Number of a party to its characters.
        events: In the order given; of two for one pair the first is the main one.
        promises: Number of a party to the type of what it promises.
        stances: Number of a party to `support` or `oppose`.
        stages: Number of a party to the stage of its agreement.
        source: File and block.
    """

    text: str
    parties: dict[str, tuple[int, int]]
    events: tuple[Told, ...]
    promises: dict[str, str]
    stances: dict[str, str]
    stages: dict[str, str]
    source: str


def read_blocks(paths: Iterable[Path]) -> Iterator[Block]:
    """Read the blocks of files, in their order.

    Raises:
        RowError: At the first faulty block, with file and number.
    """
    for path in paths:
        for number, lines in enumerate(path.read_text("utf-8").split("\n\n"), 1):
            kept = [line.strip() for line in lines.split("\n") if line.strip() and not line.startswith("#")]
            if kept:
                try:
                    yield parse_block(kept, source=f"{path.name}:{number}")
                except RowError as error:
                    raise RowError(f"{path.name}:{number}: {error}") from error


def parse_block(lines: list[str], *, source: str) -> Block:
    """Read one block.

    Raises:
        RowError: With what is wrong.
    """
    if not lines[0].startswith("S "):
        raise RowError("a block begins with S and its sentence")
    text, parties = _unmark(lines[0][2:].strip())
    events: list[Told] = []
    kinds: dict[str, dict[str, str]] = {PROMISE: {}, "stance": {}, "stage": {}}
    for line in lines[1:]:
        cells = line.split()
        if cells[0] == "E" and len(cells) == 5:
            events.append(_event(cells[1:], parties))
        elif cells[0] == "P" and len(cells) in (3, 4):
            kind, label = _statement(cells[2:])
            for party in cells[1].split(","):
                if party not in parties:
                    raise RowError(f"no party {party}: {line}")
                kinds[kind].setdefault(party, label)
        else:
            raise RowError(f"neither E nor P: {line}")
    return Block(text, parties, tuple(events), kinds[PROMISE], kinds["stance"], kinds["stage"], source)


def _unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    text, at = "", 0
    parties: dict[str, tuple[int, int]] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        if match[1] in parties:
            raise RowError(f"party {match[1]} is marked twice")
        parties[match[1]] = (len(text), len(text) + len(match[2]))
        text += match[2]
        at = match.end()
    text += marked[at:]
    if any(c in text for c in "[]{}"):
        raise RowError("a stray bracket")
    if not parties:
        raise RowError("no party is marked")
    return text, parties


def _event(cells: list[str], parties: dict[str, tuple[int, int]]) -> Told:
    pair = _PAIR.fullmatch(cells[0])
    if pair is None or pair[1] == pair[3]:
        raise RowError(f"no pair {cells[0]!r}")
    for party in (pair[1], pair[3]):
        if party != "-" and party not in parties:
            raise RowError(f"no party {party}")
    event, mode, modality = cells[1:]
    if event not in {e.value for e in EventType}:
        raise RowError(f"no event {event!r}")
    if mode != "-" and not has_mode(EventType(event), mode):
        raise RowError(f"{event} has no mode {mode!r}")
    if modality not in {m.value for m in Modality}:
        raise RowError(f"no modality {modality!r}")
    first, second = (None if p == "-" else p for p in (pair[1], pair[3]))
    return Told(first, second, pair[2] == "=", event, None if mode == "-" else mode, modality)


def _statement(cells: list[str]) -> tuple[str, str]:
    if cells[0] == PROMISE:
        if len(cells) != 2 or cells[1] not in {e.value for e in EventType}:
            raise RowError(f"no type of promise: {cells}")
        return PROMISE, cells[1]
    if len(cells) == 1 and cells[0] in {s.value for s in Stance}:
        return "stance", cells[0]
    if len(cells) == 1 and cells[0] in {s.value for s in Stage}:
        return "stage", cells[0]
    raise RowError(f"no statement: {cells}")
