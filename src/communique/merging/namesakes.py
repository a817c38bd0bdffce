"""Two people of one name and state: mentions are told apart by the office or the article, as a person decided.

What a key means is one person for the coder, so such people share theirs; the parted one's mentions get a mark behind
the key, by which all that follows takes them for another.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.coding.privacy import refs_of
from communique.merging.decisions import ActorDecision, ActorName, mark_key, mark_of, name_of
from communique.merging.words import find_words
from communique.records import ActorKind, ActorRef, Coded, Tenure


def part_namesakes(records: Sequence[Coded], decisions: Iterable[ActorDecision]) -> list[Coded]:
    """Records of one article, in which each parted person has a key of his or her own; marks of before are taken off.

    A mention without an office is whoever bears the name in an office in that article, where this is one person.

    Args:
        records: All that was coded from one article.
        decisions: What people decided about the directory.
    """
    partings = sorted((d for d in decisions if d.parts_namesakes), key=lambda d: (d.at, d.id))
    is_marked = any(mark_of(ref.key) for record in records for ref in refs_of(record))
    if not partings and not is_marked:
        return list(records)
    told = _find_told(records)
    return [_rewrite(record, partings, told) for record in records]


@dataclass(slots=True)
class _Told:
    """How one article names one key."""

    names: set[ActorName] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)


def _find_told(records: Iterable[Coded]) -> Mapping[str, _Told]:
    found: dict[str, _Told] = defaultdict(_Told)
    for record in records:
        for ref in refs_of(record):
            told = found[mark_key(ref.key, "")]
            told.names.add(name_of(ref.name, ref.kind, ref.state))
            told.offices.update((ref.office,) if ref.office else ())
        if isinstance(record, Tenure):
            found[mark_key(record.person.key, "")].offices.add(record.office)
    return found


def _rewrite(record: Coded, partings: Sequence[ActorDecision], told: Mapping[str, _Told]) -> Coded:
    changed: dict[str, Any] = {}
    for one in dataclasses.fields(record):
        value = getattr(record, one.name)
        if isinstance(value, ActorRef):
            own = record.office if isinstance(record, Tenure) else value.office
            fresh: Any = _mark(value, own, record.article, partings, told)
        elif isinstance(value, tuple) and any(isinstance(v, ActorRef) for v in value):
            fresh = tuple(_mark(v, v.office, record.article, partings, told) for v in value)
        else:
            continue
        if fresh != value:
            changed[one.name] = fresh
    return dataclasses.replace(record, **changed) if changed else record


def _mark(
    ref: ActorRef, office: str | None, article: str, partings: Sequence[ActorDecision], told: Mapping[str, _Told]
) -> ActorRef:
    if ref.kind is not ActorKind.PERSON:
        return ref
    plain_key, mark = mark_key(ref.key, ""), ""
    held = {office} if office else told[plain_key].offices
    for decision in partings:
        names = [n.marked(mark) for n in told[plain_key].names]
        if any(a.fits(b) for a in decision.one for b in names) and (
            article in decision.articles or holds_office(held, decision.offices)
        ):
            mark = decision.mark
    key = mark_key(plain_key, mark)
    return ref if key == ref.key else dataclasses.replace(ref, key=key, id=key)


def holds_office(held: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether all offices told are wanted ones: "Minister of Health" for "health minister"."""
    sought = [_words(office) for office in wanted]
    told = [_words(office) for office in held]
    return bool(told) and all(any(w <= words for w in sought if w) for words in told)


def _words(office: str) -> frozenset[str]:
    return frozenset(find_words(office)) - {"of", "the", "for", "and"}
