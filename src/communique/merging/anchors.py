"""Where a reviewed record stands in its article, and which record of a newer coder is the same one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from communique.merging.people import references_of
from communique.records import (
    Agreement,
    Anchor,
    Article,
    Claim,
    Coded,
    Commitment,
    Event,
    Position,
    Quote,
    Span,
    Tenure,
)

# Points of a candidate. The words that name it weigh most: a sentence may hold two events of the same parties.
_SAME_ID, _NAMED_BY, _SAME_TOLD, _PARTIES, _EVIDENCE = 100.0, 8.0, 3.0, 4.0, 1.0
# Share of the evidence that must be common where nothing else tells.
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a record fits an anchor; `surely` where it has its id, or is named by the same words."""

    points: float
    surely: bool


def make_anchor(record: Coded, article: Article) -> Anchor:
    """Where a record stands: article, words, spans, parties, and what it says."""
    return Anchor(
        article=article.id,
        kind=record.record,
        words=" ".join(s.cut(article.text) for s in record.evidence),
        text_digest=article.text_digest,
        evidence=record.evidence,
        named_by=_named_by(record),
        parties=_parties(record),
        told=_told(record),
    )


def find_anchored(
    anchors: Iterable[tuple[Anchor, str | None]], article: Article, records: Sequence[Coded]
) -> dict[Anchor, str]:
    """The record that each anchor means, by id; an anchor whose record is no longer made has none.

    A record of the same kind is meant if its evidence overlaps, it shares a party, and the same words name it; or,
    where only one such record is left, if it says the same. So a newer coder may cut sentences, name types or spell
    parties otherwise.

    Args:
        anchors: Each with the id that its record had.
        article: The article as it is now; words of an older text are looked for in it.
        records: What is coded from it now.
    """
    known = dict(anchors)
    by_kind: dict[str, list[Coded]] = defaultdict(list)
    for record in records:
        by_kind[record.record].append(record)
    fits: list[tuple[float, bool, str, Anchor]] = []
    weak: dict[Anchor, int] = defaultdict(int)
    for anchor, record_id in known.items():
        placed = place_anchor(anchor, article)
        for record in by_kind[anchor.kind]:
            fit = _fit(placed, record, record_id) if placed else None
            if fit:
                fits.append((fit.points, fit.surely, record.id, anchor))
                weak[anchor] += not fit.surely
    found: dict[Anchor, str] = {}
    surely_taken: set[str] = set()
    # The surest first; what somebody's anchor surely means is not taken by another's that merely resembles it.
    for _, surely, record_id, anchor in sorted(fits, key=lambda f: (not f[1], -f[0], f[2], f[3].words, str(f[3]))):
        if anchor in found or (not surely and (record_id in surely_taken or weak[anchor] > 1)):
            continue
        found[anchor] = record_id
        if surely:
            surely_taken.add(record_id)
    return found


def place_anchor(anchor: Anchor, article: Article) -> Anchor | None:
    """The anchor with its spans in the present text; None where its words are no longer in it."""
    if anchor.text_digest == article.text_digest:
        return replace(
            anchor,
            evidence=tuple(replace(s, article=article.id) for s in anchor.evidence),
            named_by=anchor.named_by and replace(anchor.named_by, article=article.id),
        )
    # Any blank of the one text may be another, or a line end, in the other.
    words = anchor.words.split()
    match = re.search(r"\s+".join(map(re.escape, words)), article.text) if words else None
    if match is None:
        return None
    named_by = None
    if anchor.named_by and anchor.evidence and len(anchor.words) == match.end() - match.start():
        shift = match.start() - anchor.evidence[0].start
        at = anchor.named_by.start + shift
        if at >= 0:
            named_by = Span(article=article.id, start=at, end=anchor.named_by.end + shift)
    return replace(
        anchor, evidence=(Span(article=article.id, start=match.start(), end=match.end()),), named_by=named_by
    )


def _fit(anchor: Anchor, record: Coded, record_id: str | None) -> _Fit | None:
    shared = _overlap(anchor.evidence, record.evidence)
    if not shared:
        return None
    parties = _parties(record)
    if anchor.parties and parties and not set(anchor.parties) & set(parties):
        return None
    both = set(anchor.parties) | set(parties)
    alike = len(set(anchor.parties) & set(parties)) / len(both) if both else 1.0
    named_by = _named_by(record)
    named = _overlap((anchor.named_by,), (named_by,)) if anchor.named_by and named_by else 0.0
    same_id, told = record.id == record_id, anchor.told == _told(record)
    # A promise or a stance has no words that name it: the only one of its sentence may be worded in another way.
    if not (same_id or named or told or (anchor.named_by is None and shared >= _MOST)):
        return None
    points = _EVIDENCE * shared + _PARTIES * alike + _NAMED_BY * named + _SAME_TOLD * told + _SAME_ID * same_id
    return _Fit(points, surely=same_id or bool(named))


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Share of the shorter side's characters that the other has too."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return shared / min(sum(s.end - s.start for s in one), sum(s.end - s.start for s in other)) if shared else 0.0


def _named_by(record: Coded) -> Span | None:
    match record:
        case Event():
            return record.trigger
        case Quote():
            return record.span
        case _:
            return None


def _parties(record: Coded) -> tuple[str, ...]:
    return tuple(sorted({ref.state or " ".join(ref.name.casefold().split()) for ref in references_of(record)}))


def _told(record: Coded) -> str:
    match record:
        case Event() | Commitment():
            return record.event.value
        case Quote():
            return record.kind.value
        case Position():
            return f"{record.stance} {record.issue_id}"
        case Agreement():
            return f"{record.stage} {record.agreement_id}"
        case Claim():
            number = record.value or record.rank
            return f"{number.op} {number.number:g} {record.unit or ''}" if number else record.measure or ""
        case Tenure():
            return record.office
