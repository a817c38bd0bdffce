"""Claims of one measure, over time and side by side: "trade fell to 120 million", "trade reached 140 million"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from communique.analysis.dates import first_day
from communique.analysis.wordlists import read_words
from communique.merging.words import find_stems, stem
from communique.records import Claim, Number, PartialDate

# Words that two claims must share, as a part of those of the longer one.
_SHARED = 0.5
# "About 140 million" and 141 million do not differ.
_ABOUT = 0.05
# Between a promise and its delivery a number may change; what is told within a month is told of one thing.
_ONE_TIME_DAYS = 31


@dataclass(frozen=True, slots=True)
class Measure:
    """Claims of one measure in the order of their time; `differing` are ids of those that another contradicts."""

    claims: tuple[Claim, ...]
    differing: frozenset[str]


def join_measures(claims: Iterable[Claim]) -> tuple[Measure, ...]:
    """Claims by what they count: those with the same unit that share half of the words of subject and measure.

    Two of them differ where they give other numbers for one year, or where both know the day for days a month apart, in
    different sentences.
    """
    told = sorted(claims, key=lambda c: (str(c.as_of or "9"), c.id))
    sentences: dict[object, set[float]] = defaultdict(set)
    for claim in told:
        sentences[claim.article, claim.evidence].add(_number(claim).number)
    groups: dict[str, list[list[Claim]]] = defaultdict(list)
    for claim in told:
        of_unit = groups["rank" if claim.rank else claim.unit or ""]
        same = next((g for g in of_unit if _is_one(g[0], claim)), None)
        if same is None:
            of_unit.append([claim])
        else:
            same.append(claim)
    made = []
    for group in (g for of_unit in groups.values() for g in of_unit):
        pairs = [
            (a, b)
            for a, b in combinations(group, 2)
            if _contradict(a, b)
            # "12,000 of the 30,000 tonnes" are a part, and contradict nobody who says 30,000.
            and _number(b).number not in sentences[a.article, a.evidence]
            and _number(a).number not in sentences[b.article, b.evidence]
        ]
        made.append(Measure(tuple(group), frozenset(c.id for pair in pairs for c in pair)))
    return tuple(sorted(made, key=lambda m: (not m.differing, m.claims[0].id)))


def differing_claims(claims: Iterable[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Claims of one measure at one time that give different numbers, side by side."""
    return tuple(
        tuple(c for c in measure.claims if c.id in measure.differing)
        for measure in join_measures(claims)
        if measure.differing
    )


def says_what(words: str | None) -> bool:
    """Whether words say what is counted: "fell to 450 million dollars" does not."""
    return bool(_stems(words, None))


def _is_one(one: Claim, other: Claim) -> bool:
    if one.id == other.id:
        return True
    subjects = [_stems(c.subject, c.unit) for c in (one, other)]
    measures = [_stems(c.measure, c.unit) for c in (one, other)]
    whole = [s | m for s, m in zip(subjects, measures, strict=True)]
    if all(measures):
        # "Sent rice" and "needs rice" share one word of two: not more than half.
        is_same = len(measures[0] & measures[1]) > _SHARED * max(len(m) for m in measures)
        return is_same and (bool(subjects[0] & subjects[1]) or _share(*whole))
    # Of "fell" the subject says what is counted; "Russia delivered 165 tonnes in all" does not say of what.
    (mine, theirs), (all_mine, all_theirs) = measures, whole
    return all_mine >= theirs and all_theirs >= mine and _share(*whole)


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= _SHARED * max(len(one), len(other))


def _stems(text: str | None, unit: str | None) -> frozenset[str]:
    """What the words count; the unit is compared apart."""
    return frozenset(s for s in find_stems(text or "") if not s.isdigit()) - _level_stems() - find_stems(unit or "")


@cache
def _level_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in read_words("level_words"))


def _number(claim: Claim) -> Number:
    return claim.rank or claim.value or Number(number=0)


def _contradict(one: Claim, other: Claim) -> bool:
    if not _is_one_time(one.as_of, other.as_of) or (one.article, one.evidence) == (other.article, other.evidence):
        return False
    a, b = _number(one), _number(other)
    return not (_allows(a, b.number) or _allows(b, a.number))


def _is_one_time(one: PartialDate | None, other: PartialDate | None) -> bool:
    first, second = first_day(one), first_day(other)
    if one is None or other is None or first is None or second is None:
        return True
    if min(len(one), len(other)) >= len("2024-05-01"):
        return abs((first - second).days) <= _ONE_TIME_DAYS
    return first.year == second.year


def _allows(said: Number, number: float) -> bool:
    """Whether a number fits what is said: "over 4 million" and five million."""
    match said.op:
        case ">" | ">=":
            return number >= said.number
        case "<" | "<=":
            return number <= said.number
        case "~":
            return abs(number - said.number) <= _ABOUT * abs(said.number)
        case _:
            return number == said.number
