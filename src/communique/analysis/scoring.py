"""Anybody's gold against anybody's predictions: events matched one to one, and the figures that follow.

Pure: neither the order of lines nor that of files' articles changes a figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.analysis.scoring_groups import Group, find_groups, order_of
from communique.analysis.scoring_types import (
    Bin,
    Calibration,
    ErrorKind,
    Score,
    Side,
    Tally,
    Told,
    Wrong,
)

BINS = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold event and the prediction that is taken for it."""

    gold: Told
    predicted: Told

    @property
    def is_typed(self) -> bool:
        """Whether the type is the gold one or one that gold accepts."""
        return self.predicted.event is self.gold.event or self.predicted.event in self.gold.accept

    @property
    def shares_parties(self) -> bool:
        """A shared actor and a shared recipient; where the direction is open, two shared parties."""
        gold, predicted = self.gold, self.predicted
        if gold.is_undirected:
            return len(gold.parties & predicted.parties) >= min(2, len(gold.parties))
        sides = ((gold.actor, predicted.actor), (gold.recipient, predicted.recipient))
        return all(not ours or bool(ours & theirs) for ours, theirs in sides)

    @property
    def has_exact_parties(self) -> bool:
        """Nobody missing, nobody too many, all on their side."""
        if self.gold.is_undirected:
            return self.gold.parties == self.predicted.parties
        return (self.gold.actor, self.gold.recipient) == (self.predicted.actor, self.predicted.recipient)

    @property
    def is_right(self) -> bool:
        """Sentence, type, parties and modality agree."""
        return self.is_typed and self.shares_parties and self.gold.modality is self.predicted.modality

    def wrong_fields(self) -> tuple[str, ...]:
        """Fields in which the prediction differs from what gold says."""
        gold, predicted = self.gold, self.predicted
        same_type = gold.event is predicted.event
        checks = (
            ("event", not self.is_typed),
            ("parties", not self.has_exact_parties),
            ("mode", same_type and gold.mode is not None and gold.mode != predicted.mode),
            ("modality", gold.modality is not predicted.modality),
            ("start", gold.start is not None and not _is_within(predicted.start, gold.start)),
            ("contexts", bool(gold.contexts) and gold.contexts != predicted.contexts),
        )
        return tuple(name for name, differs in checks if differs)


def score_events(gold: Side, predicted: Side, *, errors: int = 0) -> Score:
    """Compare predicted events with gold.

    Within an article (or a sentence of gold) events of one sentence are paired greedily, best pairs first: identical
    ones, then by type, shared parties, accepted type, modality, exact parties, mode, trigger sentence and start. A pair
    must share the type or the parties.

    Args:
        gold: What is right.
        predicted: What a program says.
        errors: How many errors to list.
    """
    groups, outside, missing = find_groups(gold, predicted)
    pairs: list[Pair] = []
    wrong: list[Wrong] = []
    all_gold: list[Told] = []
    all_predicted: list[Told] = []
    for group in groups:
        found = match_events(group)
        pairs += found
        all_gold += group.gold
        all_predicted += group.predicted
        if len(wrong) < errors:
            wrong += _find_errors(group, found)
    return Score(
        articles=len(groups) - len(gold.sentences),
        sentences=len(gold.sentences),
        articles_missing=missing,
        outside=outside,
        events=_count_events(pairs, all_gold, all_predicted),
        types=_count_labels(pairs, all_gold, all_predicted, lambda t: t.event.value, follow=True),
        modes=_count_labels(pairs, all_gold, all_predicted, lambda t: f"{t.event} {t.mode}" if t.mode else None),
        modalities=_count_labels(pairs, all_gold, all_predicted, lambda t: t.modality.value),
        fields=_count_fields([p for p in pairs if p.is_typed]),
        confusion=dict(
            sorted(Counter((p.gold.event.value, p.predicted.event.value) for p in pairs if p.shares_parties).items())
        ),
        calibration=calibrate(_confidences(pairs, all_predicted)),
        errors=tuple(wrong[:errors]),
    )


def match_events(group: Group) -> list[Pair]:
    """Pair gold with predictions one to one, best pairs first."""
    ranked: list[tuple[tuple[int, ...], int, int]] = []
    for i, j in group.candidates():
        pair = Pair(group.gold[i], group.predicted[j])
        if pair.is_typed or pair.shares_parties:
            ranked.append((_rank(pair), -i, -j))
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    found = []
    for _, i, j in sorted(ranked, reverse=True):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            found.append((-i, -j))
    return [Pair(group.gold[i], group.predicted[j]) for i, j in sorted(found)]


def _rank(pair: Pair) -> tuple[int, ...]:
    gold, predicted = pair.gold, pair.predicted
    return (
        # Identical events are one another's answer, whatever else would fit: so gold answers itself.
        order_of(gold)[1:] == order_of(predicted)[1:],
        pair.is_typed and pair.shares_parties,
        pair.is_right,
        pair.is_typed,
        gold.event is predicted.event,
        pair.has_exact_parties,
        gold.modality is predicted.modality,
        gold.mode == predicted.mode,
        gold.words == predicted.words,
        _is_within(predicted.start, gold.start),
        gold.core,
    )


def _is_within(day: str | None, gold: str | None) -> bool:
    """Whether a date is as gold has it, or more exact: `2024-02-19` in `2024-02`."""
    return day == gold or (day is not None and gold is not None and day.startswith(f"{gold}-"))


def _count_events(pairs: Sequence[Pair], gold: Sequence[Told], predicted: Sequence[Told]) -> dict[str, Tally]:
    def tally(kept: Iterable[Pair]) -> Tally:
        return Tally(sum(1 for _ in kept), len(predicted), len(gold))

    right = [p for p in pairs if p.is_right]
    optional = sum(not p.gold.core for p in right)
    core = Tally(len(right) - optional, len(predicted) - optional, sum(g.core for g in gold))
    return {
        "sentence and type": tally(p for p in pairs if p.is_typed),
        "and parties": tally(p for p in pairs if p.is_typed and p.shares_parties),
        "and modality": tally(right),
        **({"of core events": core} if any(not g.core for g in gold) else {}),
    }


def _count_labels(
    pairs: Sequence[Pair],
    gold: Sequence[Told],
    predicted: Sequence[Told],
    label: Callable[[Told], str | None],
    *,
    follow: bool = False,
) -> dict[str, Tally]:
    """Right events by a label of theirs; with `follow` a prediction of an accepted type counts under gold's type."""
    hits = Counter(label(p.gold) for p in pairs if p.is_right and (follow or label(p.gold) == label(p.predicted)))
    golds = Counter(label(g) for g in gold)
    coded = Counter(label(p) for p in predicted)
    if follow:
        coded.update(label(p.gold) for p in pairs if p.is_right)
        coded.subtract(label(p.predicted) for p in pairs if p.is_right)
    names = sorted(name for name in {*golds, *coded} if name is not None)
    return {name: Tally(hits[name], coded[name], golds[name]) for name in names if golds[name] or coded[name]}


def _count_fields(pairs: Sequence[Pair]) -> dict[str, Tally]:
    """Fields of events whose sentence and type are right; a field that gold never gives is left out."""
    counted = {
        "actor states": _overlap(_states(p)[0] for p in pairs),
        "recipient states": _overlap(_states(p)[1] for p in pairs),
        "exact parties": Tally(sum(p.has_exact_parties for p in pairs), len(pairs), len(pairs)),
        "mode": _overlap((_one(p.gold.mode), _one(p.predicted.mode)) for p in pairs if _is_same_type(p)),
        "modality": _overlap((_one(p.gold.modality), _one(p.predicted.modality)) for p in pairs),
        "start": Tally(
            sum(p.gold.start is not None and _is_within(p.predicted.start, p.gold.start) for p in pairs),
            sum(p.predicted.start is not None for p in pairs),
            sum(p.gold.start is not None for p in pairs),
        ),
        "contexts": _overlap((p.gold.contexts, p.predicted.contexts) for p in pairs),
    }  # fmt: skip
    return {name: tally for name, tally in counted.items() if tally.gold}


def _is_same_type(pair: Pair) -> bool:
    return pair.gold.event is pair.predicted.event


def _one(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value})


def _overlap(sets: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Tally:
    hits = predicted = gold = 0
    for ours, theirs in sets:
        hits += len(ours & theirs)
        predicted += len(theirs)
        gold += len(ours)
    return Tally(hits, predicted, gold)


def _states(pair: Pair) -> tuple[tuple[frozenset[str], frozenset[str]], tuple[frozenset[str], frozenset[str]]]:
    """States of gold and prediction among the actors, and among the recipients; of open direction all are actors."""
    gold, predicted = pair.gold, pair.predicted
    if gold.is_undirected:
        return (_coded(gold.parties), _coded(predicted.parties)), (frozenset(), frozenset())
    return (_coded(gold.actor), _coded(predicted.actor)), (_coded(gold.recipient), _coded(predicted.recipient))


def _coded(parties: frozenset[str]) -> frozenset[str]:
    # Names of bodies are folded to lower case, codes of states are capitals.
    return frozenset(p for p in parties if p.isupper())


def _confidences(pairs: Sequence[Pair], predicted: Sequence[Told]) -> Iterator[tuple[float, bool]]:
    right = Counter(p.predicted for p in pairs if p.is_right)
    for one in predicted:
        hit = right[one] > 0
        right[one] -= hit
        if one.confidence is not None:
            yield one.confidence, hit


def calibrate(values: Iterable[tuple[float, bool]]) -> Calibration:
    """Ten bins of equal width, and the expected calibration error.

    Args:
        values: Confidence of a prediction, and whether it is right.

    Returns:
        Bins that hold something; the error is the mean distance of confidence and share that is right, over events.

    Source: Naeini, Cooper and Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015.
    """
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in values:
        held[min(int(min(max(confidence, 0.0), 1.0) * BINS + 1e-9), BINS - 1)].append((confidence, right))
    bins = tuple(
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            events=len(inside),
            # Sorted, since a sum of floats depends on the order in which lines stand.
            confidence=sum(sorted(c for c, _ in inside)) / len(inside),
            right=sum(right for _, right in inside) / len(inside),
        )
        for number, inside in sorted(held.items())
    )
    total = sum(b.events for b in bins)
    error = sum(b.events * abs(b.confidence - b.right) for b in bins) / total if total else None
    return Calibration(bins, total, error)


def _find_errors(group: Group, pairs: Sequence[Pair]) -> list[Wrong]:
    """What is missed, false or wrong in a group, in text order; an optional event is not missed."""
    gold, predicted = Counter(p.gold for p in pairs), Counter(p.predicted for p in pairs)
    found: list[tuple[Told, Wrong]] = []
    for one in (*Counter(group.gold) - gold,):
        if one.core:
            found.append((one, Wrong(ErrorKind.MISSED, group.name, one.sentence, one, None)))
    for one in (*Counter(group.predicted) - predicted,):
        found.append((one, Wrong(ErrorKind.FALSE, group.name, one.sentence, None, one)))
    for pair in pairs:
        if fields := pair.wrong_fields():
            sentence = pair.gold.sentence or pair.predicted.sentence
            wrong = Wrong(ErrorKind.WRONG, group.name, sentence, pair.gold, pair.predicted, fields)
            found.append((pair.gold, wrong))
    return [wrong for _, wrong in sorted(found, key=lambda f: (order_of(f[0])[1:], f[1].kind))]


def as_json(score: Score) -> dict[str, object]:
    """The figures as JSON types; shares are rounded to four places, None where there is nothing to share."""

    def tallies(found: Mapping[str, Tally]) -> dict[str, object]:
        return {name: _shares(tally) for name, tally in found.items()}

    confusion: dict[str, dict[str, int]] = {}
    for (gold, predicted), n in score.confusion.items():
        confusion.setdefault(gold, {})[predicted] = n
    return {
        "articles": score.articles,
        "sentences": score.sentences,
        "articles_missing": score.articles_missing,
        "outside": score.outside,
        "events": tallies(score.events),
        "types": tallies(score.types),
        "modes": tallies(score.modes),
        "modalities": tallies(score.modalities),
        "fields": tallies(score.fields),
        "confusion": confusion,
        "calibration": {
            "events": score.calibration.events,
            "error": _round(score.calibration.error),
            "bins": [
                {"low": b.low, "high": b.high, "events": b.events, "confidence": _round(b.confidence),
                 "right": _round(b.right)} for b in score.calibration.bins
            ],
        },
        "errors": [
            {"kind": w.kind.value, "article": w.article, "sentence": w.sentence, "gold": _tell(w.gold),
             "predicted": _tell(w.predicted), "fields": list(w.fields)} for w in score.errors
        ],
    }  # fmt: skip


def _shares(tally: Tally) -> dict[str, object]:
    return {
        "precision": _round(tally.precision), "recall": _round(tally.recall), "f1": _round(tally.f1),
        "hits": tally.hits, "predicted": tally.predicted, "gold": tally.gold,
    }  # fmt: skip


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _tell(told: Told | None) -> dict[str, object] | None:
    if told is None:
        return None
    return {
        "event": told.event.value, "mode": told.mode, "modality": told.modality.value, "actor": sorted(told.actor),
        "recipient": sorted(told.recipient), "start": told.start, "contexts": sorted(told.contexts),
        "confidence": told.confidence,
    }  # fmt: skip
