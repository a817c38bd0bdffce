"""Short texts with what they say (`data/statements.toml`): how much of it the statement coders find."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from statements_help import read

from communique.actors.gazetteer import load_gazetteer
from communique.coding.agreements import code_agreements
from communique.coding.claims import code_claims
from communique.coding.commitments import code_commitments
from communique.coding.events import code_events
from communique.coding.lexicon import load_lexicon
from communique.coding.positions import code_positions

if TYPE_CHECKING:
    from spacy.language import Language

    from communique.records import ActorRef, Agreement, Claim, Commitment, Position, Quote

PUBLISHED = "2025-03-12"
KINDS = ("quote", "commitment", "position", "agreement", "claim", "amount")
# What is listed for these is all that a text says; further records are wrong.
WHOLE = ("commitment", "position", "agreement")


@dataclass(frozen=True)
class Sample:
    """One text and what it says, by kind, each as its line in the file."""

    text: str
    style: str
    said: dict[str, tuple[str, ...]]


FILES = ("statements.toml", "statements_more.toml")


def load_samples(*names: str) -> tuple[Sample, ...]:
    """All texts of these files, by default of both."""
    folder = Path(__file__).parent / "data"
    loaded = [t for name in names or FILES for t in tomllib.loads((folder / name).read_text("utf-8"))["text"]]
    return tuple(Sample(t["text"], t["style"], {k: tuple(str(x) for x in t.get(k, ())) for k in KINDS}) for t in loaded)


@dataclass(frozen=True)
class Found:
    """What the coders say of one text."""

    quotes: tuple[Quote, ...]
    commitments: tuple[Commitment, ...]
    positions: tuple[Position, ...]
    agreements: tuple[Agreement, ...]
    claims: tuple[Claim, ...]


def code(nlp: Language, text: str) -> Found:
    """Run the statement coders as an article's coding does."""
    load_gazetteer("en")
    context = read(nlp, text, published=PUBLISHED)
    events = code_events(context, load_lexicon("en"))
    return Found(
        context.quotes,
        code_commitments(context, events),
        code_positions(context, events),
        code_agreements(context, events),
        code_claims(context),
    )


def score(nlp: Language, *names: str) -> tuple[Counter[str], list[str]]:
    """Counts of found and listed statements by kind, and a line for each miss and each wrong record."""
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for sample in load_samples(*names):
        found = code(nlp, sample.text)
        missed, wrong = [], []
        for kind in KINDS:
            for line in sample.said[kind]:
                hit = any(_matches(kind, line, found))
                counts[kind] += hit
                counts[f"{kind} listed"] += 1
                if not hit:
                    missed.append(f"  - {kind} {line}")
                if hit and kind == "quote":
                    right = any(_spoken_by(line, q.speaker) for q in found.quotes if _starts(line, q))
                    counts["speaker"] += right
                    counts["speaker listed"] += 1
                    if not right:
                        got = [f"{q.speaker.name} {q.speaker.state}" for q in found.quotes if _starts(line, q)]
                        missed.append(f"  - speaker {line} GOT {got}")
        for kind, told, right in _records(sample, found):
            counts[f"{kind} right"] += right
            counts[f"{kind} coded"] += 1
            if not right:
                wrong.append(f"  + {kind} {told}")
        if missed or wrong:
            lines.extend((f"[{sample.style}] {sample.text}", *missed, *wrong, ""))
    return counts, lines


def _records(sample: Sample, found: Found) -> Iterator[tuple[str, str, bool]]:
    """Each coded record of a kind that is listed whole, and whether it is listed."""
    for c in found.commitments:
        told = f"{_codes(c.obligor)} {c.event} {c.due} if={c.condition} «{c.content}» {c.rule}"
        yield "commitment", told, any(_promises(x, c, strict=False) for x in sample.said["commitment"])
    for p in found.positions:
        told = f"{p.holder.name} {p.holder.state} {p.stance}: {p.issue} {p.rule}"
        yield "position", told, any(_sides(x, p) for x in sample.said["position"])
    for a in found.agreements:
        told = f"{_codes(a.parties)} {a.stage} «{a.subject}» {a.rule}"
        yield "agreement", told, any(_agrees(x, a) for x in sample.said["agreement"])


def _matches(kind: str, line: str, found: Found) -> Iterator[bool]:
    if kind == "quote":
        yield from (_starts(line, q) for q in found.quotes)
    elif kind == "commitment":
        yield from (_promises(line, c, strict=True) for c in found.commitments)
    elif kind == "position":
        yield from (_sides(line, p) for p in found.positions)
    elif kind == "agreement":
        yield from (_agrees(line, a) for a in found.agreements)
    elif kind == "claim":
        yield from (float(line) == n.number for c in found.claims for n in (c.value, c.rank) if n is not None)
    else:
        yield from (float(line) == q.value.number for c in found.commitments for q in c.quantities)


def _codes(refs: tuple[ActorRef, ...]) -> tuple[str, ...]:
    return tuple(sorted({r.state or r.sector or r.name for r in refs}))


def _starts(line: str, quote: Quote) -> bool:
    return _plain(line.split(": ", 1)[1]) in _plain(quote.text)


def _spoken_by(line: str, speaker: ActorRef) -> bool:
    name, state = line.split(": ", 1)[0].rsplit(" ", 1)
    last = name.split()[-1].lower()
    named = last in speaker.name.lower() or last in (speaker.office or "").lower()
    return named and state in ("-", speaker.state)


def _promises(line: str, commitment: Commitment, *, strict: bool) -> bool:
    parts = line.split()
    who = [p for p in parts if len(p) == 3 and p.isupper()]
    event = next(p for i, p in enumerate(parts) if p.isupper() and (len(p) > 3 or (p == "AID" and i > 0)))
    who = [p for p in who if p != event]
    due = next((p for p in parts if p[0].isdigit()), None)
    if set(who) != set(_codes(commitment.obligor)):
        return False
    if not strict:
        return True
    kind = commitment.event == event or "AGREE" in (event, commitment.event)
    on_time = due is None or str(commitment.due or "").startswith(due)
    return kind and on_time and ("if" not in parts or bool(commitment.condition))


def _sides(line: str, position: Position) -> bool:
    head, issue = line.split(": ", 1)
    holder, stance = head.rsplit(" ", 1)
    same = holder == position.holder.state or holder.split()[-1] in position.holder.name
    words = set(_plain(issue).split())
    return same and position.stance == stance and 2 * len(words & set(_plain(position.issue).split())) >= len(words)


def _agrees(line: str, agreement: Agreement) -> bool:
    *parties, stage = line.split()
    return agreement.stage == stage and set(parties) <= set(_codes(agreement.parties))


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.lower().replace("’", "'")).split())
