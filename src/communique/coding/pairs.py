"""The event between two parties that are given, for data sets that come with their parties marked."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from communique.coding.article import Tools, code_document
from communique.coding.judge import Judge, Marks, Pair, Verdict, can_be_judged
from communique.errors import ConfigError
from communique.language.analyse import analyse_all
from communique.language.document import Document
from communique.records import ActorRef, Article, Event, EventType, Modality

BATCH = 32
# No sentence is longer; past it the line is no sentence.
MAX_CHARACTERS = 20_000
Chars = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GivenPair:
    """A sentence and the characters of its parties, None for one that it does not name."""

    id: str
    text: str
    actor: Chars | None
    recipient: Chars | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is between them; no event where there seems to be none."""

    id: str
    event: EventType | None
    mode: str | None
    modality: Modality | None
    confidence: float


def read_pairs(path: Path) -> list[GivenPair]:
    """Read JSON Lines of pairs; `-` is standard input.

    Raises:
        ConfigError: Where the file or a line cannot be used, with its number.
    """
    try:
        lines = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}", remedy="name a readable file of JSON Lines") from error
    return [
        _read_pair(line, where=f"{path}, line {number}")
        for number, line in enumerate(lines.split("\n"), 1)
        if line.strip()
    ]


def _read_pair(line: str, *, where: str) -> GivenPair:
    try:
        cells = json.loads(line)
        text = cells["text"]
        pair = GivenPair(str(cells["id"]), text, _chars(cells, "actor"), _chars(cells, "recipient"))
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{where}: {type(error).__name__}: {error}",
            remedy='write {"id": …, "text": …, "actor": [start, end], "recipient": [start, end]}',
        ) from error
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise ConfigError(f"{where}: the text is none, or longer than {MAX_CHARACTERS:,} characters")
    return pair


def _chars(cells: dict[str, Any], key: str) -> Chars | None:
    value = cells.get(key)
    if value is None:
        return None
    start, end = (int(v) for v in value)
    if not 0 <= start < end <= len(cells["text"]):
        raise ValueError(f"{key} {start}-{end} lies outside the text")
    return start, end


def answer_pairs(pairs: Sequence[GivenPair], tools: Tools) -> Iterator[Answer]:
    """Say what is between the parties of each pair, in order."""
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        articles = (
            Article(id=f"pair{i}", text_digest="", uri=p.id, language="en", text=p.text) for i, p in enumerate(batch)
        )
        for pair, document in zip(batch, analyse_all(articles, tools.nlp), strict=True):
            yield _answer(pair, document, tools)


def _answer(pair: GivenPair, document: Document, tools: Tools) -> Answer:
    by_frames = list(events_between(pair, document, tools))
    verdict = judge_pair(pair, document, tools.judge) if tools.judge else None
    if verdict is None or tools.judge is None:
        best = max(by_frames, key=lambda e: e.confidence, default=None)
        if best is None:
            return Answer(pair.id, None, None, None, 0.0)
        return Answer(pair.id, best.event, best.mode, best.modality, best.confidence)
    shares = weigh(verdict, by_frames, float(tools.judge.weights["pairs"]["frame"]))
    event = max(shares, key=lambda e: shares[e])
    if verdict.none > float(tools.judge.weights["pairs"]["none"]) and not by_frames:
        return Answer(pair.id, None, None, None, round(verdict.none, 3))
    known = next((e for e in by_frames if e.event is event), None)
    mode = known.mode if known and known.mode else verdict.mode_of(event)[0]
    return Answer(pair.id, event, mode, known.modality if known else verdict.modality, round(shares[event], 3))


def weigh(verdict: Verdict, by_frames: Sequence[Event], bonus: float) -> dict[EventType, float]:
    """Shares of belief over types: the judge's, with a bonus in log-odds for what frames found between the two."""
    proposed = {e.event for e in by_frames}
    raised = {e: verdict.of(e) * (math.exp(bonus) if e in proposed else 1.0) for e in EventType}
    total = sum(raised.values()) or 1.0
    return {e: value / total for e, value in raised.items()}


def events_between(pair: GivenPair, document: Document, tools: Tools) -> Iterator[Event]:
    """What frames find between the two, in the order given."""
    without = Tools(tools.nlp, tools.gazetteer, tools.lexicon, tools.coder)
    for record in code_document(document, without):
        if isinstance(record, Event):
            others = (*record.recipient, *record.actor)
            if _among(record.actor, pair.actor) and _among(others, pair.recipient):
                yield record


def _among(refs: Iterable[ActorRef], chars: Chars | None) -> bool:
    return chars is None or any(r.span and r.span.start < chars[1] and chars[0] < r.span.end for r in refs)


def judge_pair(pair: GivenPair, document: Document, judge: Judge) -> Verdict | None:
    """What the judge thinks of the two; None where the text holds neither."""
    doc = document.doc
    if not can_be_judged(doc):
        return None
    actor, recipient = (_tokens(document, c) for c in (pair.actor, pair.recipient))
    given = [m for m in (actor, recipient) if m]
    if not given:
        return None
    # Parties that the parser sees in two sentences are read in the words from the one to the other.
    first = min(doc[m[0]].sent.start for m in given)
    last = max(doc[m[1] - 1].sent.end for m in given)
    found = judge.weigh(doc[first:last], [Pair(actor, recipient)])
    return found[0] if found else None


def _tokens(document: Document, chars: Chars | None) -> Marks | None:
    if chars is None:
        return None
    span = document.doc.char_span(*chars, alignment_mode="expand")
    return (span.start, span.end) if span is not None and len(span) else None


def write_answer(answer: Answer) -> str:
    """One line of JSON."""
    return json.dumps(asdict(answer), ensure_ascii=False)
