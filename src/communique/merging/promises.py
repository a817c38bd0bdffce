"""Promises kept and not kept: a commitment against what happened after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Protocol

from communique.merging.happenings import HAPPENED
from communique.merging.keys import make_key
from communique.merging.people import Directory
from communique.merging.times import Days, read_days, read_window, shift_day
from communique.merging.withdrawals import Withdrawal, bound_heads, find_withdrawals, is_withdrawn
from communique.merging.words import drop_names, find_stems
from communique.records import (
    ActorRef,
    Article,
    Commitment,
    Event,
    EventType,
    Happening,
    Modality,
    PartialDate,
    Status,
)

_T = EventType

# Acts that keep a promise of each type, beside an act of the same type: what was to be conceded is carried out by a
# retreat, what was to be agreed is signed or under way.
KEPT_BY: Mapping[EventType, frozenset[EventType]] = {
    _T.AGREE: frozenset((_T.AGREE, _T.SUPPORT, _T.COOPERATE)),
    _T.SUPPORT: frozenset((_T.SUPPORT, _T.COOPERATE)),
    _T.COOPERATE: frozenset((_T.COOPERATE, _T.SUPPORT)),
    _T.AID: frozenset((_T.AID,)),
    _T.CONSULT: frozenset((_T.CONSULT,)),
    _T.CONCEDE: frozenset((_T.CONCEDE, _T.RETREAT)),
    _T.RETREAT: frozenset((_T.RETREAT,)),
}
# A promise without a term is not kept by what comes years later; one with a term may be kept late.
OPEN_TERM_DAYS = 730
_LATE_DAYS = 92
# A visit or a meeting is the same act whatever is talked about; all else must share what it is about.
_NEEDS_NO_WORDS = frozenset((_T.CONSULT,))


# Parties of one article that are paired, to know later of whom it told together.
_PARTIES_TOLD = 16
_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A happening as something that may keep a promise."""

    happening: Happening
    days: Days
    actors: frozenset[str]
    recipients: frozenset[str]
    stems: frozenset[str]


class Surroundings(Protocol):
    """What is known around a promise; what is asked for by key may hold more than was meant."""

    def acts(self, keys: Collection[int], term: Days) -> Iterable[Act]:
        """Acts under some keys that began within a term."""

    def told(self, keys: Collection[int], after: date) -> Iterable[Days]:
        """Days of publication, ending after a day, of articles under some keys."""

    def withdrawals(self, keys: Collection[int], after: date) -> Iterable[Withdrawal]:
        """Sentences under some keys that take something back, printed after a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """The day for which promises are judged; on one that is `beyond` all news the term alone decides."""

    as_of: PartialDate | None
    beyond: bool = False


def judge_promises(
    commitments: Iterable[Commitment],
    happenings: Sequence[Happening],
    events: Iterable[Event],
    *,
    articles: Mapping[str, Article],
    directory: Directory,
    as_of: PartialDate | None,
) -> tuple[Commitment, ...]:
    """What became of each commitment by a day.

    Args:
        commitments: As coded.
        happenings: What is known to have happened.
        events: As coded: who was heard of since.
        articles: By id.
        directory: Who is who across articles.
        as_of: The day; None judges nothing.
    """
    promises = sorted(commitments, key=lambda c: c.id)
    known = _Everything(promises, happenings, events, articles=articles, directory=directory)
    court = make_court(
        as_of, latest_day=max((d.last for a in articles.values() if (d := read_days(a.published))), default=None)
    )
    return tuple(judge_promise(p, articles.get(p.article), known, directory=directory, court=court) for p in promises)


def make_court(as_of: PartialDate | None, *, latest_day: date | None) -> Court:
    """The day of judgement, and whether it lies beyond all news: up to the last article silence proves nothing."""
    day = read_days(as_of)
    return Court(as_of=as_of, beyond=day is not None and (latest_day is None or day.first > latest_day))


def judge_promise(
    promise: Commitment, article: Article | None, known: Surroundings, *, directory: Directory, court: Court
) -> Commitment:
    """What became of a commitment by a day.

    "By the end of May, we shall ship more wheat" is fulfilled by a later delivery from the same state to
    the same one, withdrawn where a later article says that the promise is off, overdue where later news of the two
    tells of no delivery, else open: while nobody has written of the two since, nothing is known. On a day after all
    news the term alone decides.
    """
    day = read_days(court.as_of)
    if day is None or article is None:
        return replace(promise, as_of=court.as_of)
    kept = find_fulfilment(promise, article, known, directory=directory, day=day)
    made = read_days(article.published)
    off = False
    if kept is None and made is not None:
        told = known.withdrawals(owed_keys(promise, directory), made.last)
        off = is_withdrawn(promise, made, tuple(told), day=day, directory=directory, language=article.language)
    heard = kept is not None or off or court.beyond or _heard_since(promise, known, directory=directory, day=day)
    return _judge(promise, kept, off=off, heard=heard, day=day, as_of=court.as_of)


def _heard_since(promise: Commitment, known: Surroundings, *, directory: Directory, day: Days) -> bool:
    """Whether an article after the term, up to the day, tells of who promised and of whom it was promised."""
    due = read_days(promise.due)
    if due is None or not due.last < day.first:
        return False
    return any(d.last > due.last and d.first <= day.last for d in known.told(due_keys(promise, directory), due.last))


def read_act(happening: Happening, *, articles: Mapping[str, Article], directory: Directory) -> Act | None:
    """A happening as an act; None where nothing tells its time.

    Args:
        happening: The happening.
        articles: At least its sources, by id.
        directory: Who is who across articles.
    """
    days = _time_of(happening, articles)
    if days is None:
        return None
    told = [(s.cut(a.text), a.language) for s in happening.evidence if (a := articles.get(s.article))]
    return Act(
        happening=happening,
        days=days,
        actors=_parties(happening.actor, directory),
        recipients=_parties(happening.recipient, directory),
        stems=frozenset().union(*(find_stems(words, language=language) for words, language in told)),
    )


def act_keys(happening: Happening, directory: Directory) -> set[int]:
    """Keys under which an act is found: its type, who did it, and with or for whom."""
    return {make_key("act", happening.event, *pair) for pair in _act_pairs(happening, directory)}


def keeping_keys(happening: Happening, directory: Directory) -> set[int]:
    """Keys of the promises that an act may keep."""
    kinds = [kind for kind in EventType if happening.event in _kept_by(kind)]
    return {make_key("promise", kind, *pair) for kind in kinds for pair in _act_pairs(happening, directory)}


def promise_keys(promise: Commitment, directory: Directory) -> set[int]:
    """Keys under which a promise is found by acts."""
    return {make_key("promise", promise.event, *pair) for pair in _promise_pairs(promise, directory)}


def fulfilling_keys(promise: Commitment, directory: Directory) -> dict[int, EventType]:
    """Keys of the acts that may keep a promise, each with the type of these."""
    pairs = _promise_pairs(promise, directory)
    return {make_key("act", kind, *pair): kind for kind in _kept_by(promise.event) for pair in pairs}


def due_keys(promise: Commitment, directory: Directory) -> set[int]:
    """Keys of the articles that tell of both sides of a promise: after its term they would tell that it was kept."""
    by, to = _parties(promise.obligor, directory), _parties(promise.beneficiary, directory)
    return {make_key("told", *sorted({a, b})) for a in by for b in (to or {a})}


def owed_keys(promise: Commitment, directory: Directory) -> set[int]:
    """Keys of sentences that name who promised, and take something back."""
    return {make_key("taken back", head) for head in bound_heads(promise, directory)}


def told_keys(events: Iterable[Event], promises: Iterable[Commitment], directory: Directory) -> set[int]:
    """Keys of one article for those of whom it tells, alone and in pairs.

    Args:
        events: What it tells; what is planned or denied counts not.
        promises: What it says that somebody promised.
        directory: Who is who across articles.
    """
    refs = [r for e in events if e.modality in HAPPENED for r in (*e.actor, *e.recipient)]
    refs += [r for p in promises for r in (*p.obligor, *p.beneficiary)]
    parties = sorted(_parties(refs, directory))
    pairs = combinations(parties[:_PARTIES_TOLD], 2)
    return {make_key("told", p) for p in parties} | {make_key("told", *pair) for pair in pairs}


def _act_pairs(happening: Happening, directory: Directory) -> set[tuple[str, str]]:
    actors, recipients = _parties(happening.actor, directory), _parties(happening.recipient, directory)
    return {(a, b) for a in actors for b in (*recipients, *actors, _NOBODY) if a != b}


def _promise_pairs(promise: Commitment, directory: Directory) -> set[tuple[str, str]]:
    by, to = _parties(promise.obligor, directory), _parties(promise.beneficiary, directory)
    if not to:
        # What several promise each other any two of them do.
        return {(a, b) for a in by for b in by if a != b} if len(by) > 1 else {(a, _NOBODY) for a in by}
    return {(a, b) for a in by for b in to if a != b}


def _kept_by(kind: EventType) -> frozenset[EventType]:
    return KEPT_BY.get(kind, frozenset((kind,)))


class _Everything:
    """All that is known, in memory."""

    def __init__(
        self,
        promises: Iterable[Commitment],
        happenings: Iterable[Happening],
        events: Iterable[Event],
        *,
        articles: Mapping[str, Article],
        directory: Directory,
    ) -> None:
        self._acts: dict[int, list[Act]] = defaultdict(list)
        self._told: dict[int, list[Days]] = defaultdict(list)
        self._withdrawals: dict[int, list[Withdrawal]] = defaultdict(list)
        by_article: dict[str, tuple[list[Event], list[Commitment]]] = defaultdict(lambda: ([], []))
        for event in events:
            by_article[event.article][0].append(event)
        for promise in promises:
            by_article[promise.article][1].append(promise)
        if not any(told[1] for told in by_article.values()):
            return
        for happening in happenings:
            act = read_act(happening, articles=articles, directory=directory)
            for key in act_keys(happening, directory) if act else ():
                self._acts[key].append(act)  # type: ignore[arg-type]
        for article in articles.values():
            days = read_days(article.published)
            for key in told_keys(*by_article[article.id], directory) if days else ():
                self._told[key].append(days)  # type: ignore[arg-type]
            for withdrawal in find_withdrawals([article]):
                for key in withdrawal_keys(withdrawal):
                    self._withdrawals[key].append(withdrawal)

    def acts(self, keys: Collection[int], term: Days) -> Iterable[Act]:
        """Acts under some keys that began within a term."""
        return [a for key in keys for a in self._acts.get(key, ()) if term.first <= a.days.first <= term.last]

    def told(self, keys: Collection[int], after: date) -> Iterable[Days]:
        """Days of publication of articles under some keys."""
        return [d for key in keys for d in self._told.get(key, ()) if d.last > after]

    def withdrawals(self, keys: Collection[int], after: date) -> Iterable[Withdrawal]:
        """Sentences under some keys that take something back."""
        found = {id(w): w for key in keys for w in self._withdrawals.get(key, ()) if w.days.first > after}
        return list(found.values())


def withdrawal_keys(withdrawal: Withdrawal) -> set[int]:
    """Keys under which a sentence that takes something back is found by what it names."""
    return {make_key("taken back", head) for head in withdrawal.heads}


def _judge(
    promise: Commitment, kept: Happening | None, *, off: bool, heard: bool, day: Days, as_of: PartialDate | None
) -> Commitment:
    due = read_days(promise.due)
    status = Status.OPEN
    if kept is not None:
        status = Status.FULFILLED
    elif off:
        status = Status.WITHDRAWN
    elif due is not None and due.last < day.first and heard:
        status = Status.OVERDUE
    return replace(promise, status=status, as_of=as_of, fulfilled_by=kept.id if kept else None)


def find_fulfilment(
    promise: Commitment, article: Article, known: Surroundings, *, directory: Directory, day: Days
) -> Happening | None:
    """The earliest happening that keeps the promise."""
    term = promise_term(promise, article)
    if term is None:
        return None
    keys = fulfilling_keys(promise, directory)
    acts = known.acts(keys.keys(), Days(term.first, min(term.last, day.last)))
    found = [
        act
        for act in acts
        if act.days.first <= day.last and is_kept(promise, act, term, language=article.language, directory=directory)
    ]
    return min(found, key=lambda a: (a.days.first, a.happening.id)).happening if found else None


def is_kept(promise: Commitment, act: Act, term: Days, *, language: str, directory: Directory) -> bool:
    """Whether an act keeps a promise.

    Args:
        promise: The promise.
        act: What happened.
        term: From the day of the promise to the last day on which an act would still be taken as keeping it.
        language: That of the promise's article.
        directory: Who is who across articles.
    """
    obligors, beneficiaries = _parties(promise.obligor, directory), _parties(promise.beneficiary, directory)
    return (
        term.first < act.days.first <= term.last
        and act.happening.event in _kept_by(promise.event)
        and bool(act.actors & obligors)
        and _is_for(act, beneficiaries, obligors)
        and _same_matter(promise, act, find_stems(promise.content, language=language))
    )


def promise_term(promise: Commitment, article: Article) -> Days | None:
    """How long an act may keep a promise, by the day of its article."""
    return term_from(promise, article.published)


def longest_term(promise: Commitment, published: PartialDate | None) -> bool:
    """Whether a promise may be kept so late that it is not looked for by its day."""
    term = term_from(promise, published)
    return term is None or (term.last - term.first).days > OPEN_TERM_DAYS


def term_from(promise: Commitment, published: PartialDate | None) -> Days | None:
    """From the day of the promise to the last day on which an act would still be taken as keeping it."""
    made = read_days(published)
    if made is None:
        return None
    due = read_days(promise.due)
    last = shift_day(due.last, _LATE_DAYS) if due else shift_day(made.last, OPEN_TERM_DAYS)
    return Days(made.last, max(last, made.last))


def _time_of(happening: Happening, articles: Mapping[str, Article]) -> Days | None:
    """When it happened, or was first told where no report says: news is told after it happened."""
    window = read_window(happening.start, happening.end)
    if window is not None or happening.modality is Modality.HISTORICAL:
        return window
    told = [days for s in happening.sources if s in articles and (days := read_days(articles[s].published))]
    return min(told, key=lambda days: days.first) if told else None


def _is_for(act: Act, beneficiaries: frozenset[str], obligors: frozenset[str]) -> bool:
    """Whether the act is for those who were promised it: recipients, and in a mutual act the other parties.

    What two promise each other ("they agreed to meet soon") is kept by what both of them do.
    """
    if len(obligors) > 1 and not beneficiaries:
        return obligors <= act.actors | act.recipients
    return not beneficiaries or bool(beneficiaries & (act.recipients | (act.actors - obligors)))


def _same_matter(promise: Commitment, act: Act, matter: frozenset[str]) -> bool:
    # One party's word to nobody in particular ("will host a summit") is not kept by any meeting that it has.
    mutual = bool(promise.beneficiary) or len(promise.obligor) > 1
    if promise.event in _NEEDS_NO_WORDS and mutual:
        return True
    promised = {(q.value.number, q.unit) for q in promise.quantities}
    if promised & {(q.value.number, q.unit) for q in act.happening.quantities}:
        return True
    refs = (*promise.obligor, *promise.beneficiary, *act.happening.actor, *act.happening.recipient)
    names = [name for ref in refs for name in (ref.name, ref.office) if name]
    return bool(drop_names(matter & act.stems, names))


def _parties(refs: Iterable[ActorRef], directory: Directory) -> frozenset[str]:
    return frozenset(r.state or directory.id_of(r) for r in refs)
