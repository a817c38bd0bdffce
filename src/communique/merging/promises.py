"""Promises kept and not kept: a commitment against what happened after it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from communique.merging.people import Directory
from communique.merging.times import Days, read_days, read_window, shift_day
from communique.merging.withdrawals import find_withdrawals, is_withdrawn
from communique.merging.words import drop_names, find_stems
from communique.records import (
    ActorRef,
    Article,
    Commitment,
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
_OPEN_TERM_DAYS = 730
_LATE_DAYS = 92
# A visit or a meeting is the same act whatever is talked about; all else must share what it is about.
_NEEDS_NO_WORDS = frozenset((_T.CONSULT,))


@dataclass(frozen=True, slots=True)
class _Act:
    """A happening as something that may keep a promise."""

    happening: Happening
    days: Days
    actors: frozenset[str]
    recipients: frozenset[str]
    stems: frozenset[str]


def judge_promises(
    commitments: Iterable[Commitment],
    happenings: Sequence[Happening],
    *,
    articles: Mapping[str, Article],
    directory: Directory,
    as_of: PartialDate | None,
) -> tuple[Commitment, ...]:
    """What became of each commitment by a day.

    "By the end of May, we shall ship more wheat" is fulfilled by a later delivery from the same state to
    the same one, withdrawn where a later article says that the promise is off, overdue where later news of the two
    tells of no delivery, else open: while nobody has written of the two since, nothing is known. On a day after all
    news the term alone decides.

    Args:
        commitments: As coded.
        happenings: What is known to have happened.
        articles: By id.
        directory: Who is who across articles.
        as_of: The day; None judges nothing.
    """
    day = read_days(as_of)
    acts = _index_acts(happenings, articles=articles, directory=directory)
    promises = sorted(commitments, key=lambda c: c.id)
    news = _index_news(promises, happenings, articles=articles, directory=directory)
    taken_back = find_withdrawals(articles.values()) if promises else ()
    # On a day that the user names beyond all news the calendar decides; up to the last article, silence proves nothing.
    printed = [days.last for a in articles.values() if (days := read_days(a.published))]
    beyond = day is not None and (not printed or day.first > max(printed))
    judged = []
    for promise in promises:
        article = articles.get(promise.article)
        if day is None or article is None:
            judged.append(replace(promise, as_of=as_of))
            continue
        kept = _find_fulfilment(promise, article, acts, directory=directory, day=day)
        made = read_days(article.published)
        off = kept is None and made is not None and is_withdrawn(
            promise, made, taken_back, day=day, directory=directory, articles=articles
        )  # fmt: skip
        heard = beyond or _heard_since(promise, news, directory=directory, day=day)
        judged.append(_judge(promise, kept, off=off, heard=heard, day=day, as_of=as_of))
    return tuple(judged)


def _index_news(
    promises: Iterable[Commitment], happenings: Iterable[Happening], *, articles: Mapping[str, Article],
    directory: Directory,
) -> dict[str, dict[str, Days]]:  # fmt: skip
    """For each party, the articles that tell of it and the days of their publication."""
    news: dict[str, dict[str, Days]] = defaultdict(dict)
    told = [((*h.actor, *h.recipient), h.sources) for h in happenings]
    told += [((*p.obligor, *p.beneficiary), (p.article,)) for p in promises]
    for refs, sources in told:
        for source in sources:
            days = read_days(articles[source].published) if source in articles else None
            for party in _parties(refs, directory) if days is not None else ():
                news[party][source] = days  # type: ignore[assignment]
    return news


def _heard_since(
    promise: Commitment, news: Mapping[str, Mapping[str, Days]], *, directory: Directory, day: Days
) -> bool:
    """Whether an article after the term, up to the day, tells of who promised and of whom it was promised."""
    due = read_days(promise.due)
    if due is None:
        return False
    by = [news.get(p, {}) for p in _parties(promise.obligor, directory)]
    to = [news.get(p, {}) for p in _parties(promise.beneficiary, directory)]
    late = {a for told in by for a, days in told.items() if due.last < days.last and days.first <= day.last}
    return bool(late & {a for told in to for a in told}) if to else bool(late)


def _index_acts(
    happenings: Sequence[Happening], *, articles: Mapping[str, Article], directory: Directory
) -> dict[tuple[str, EventType], list[_Act]]:
    """Acts by actor and type, earliest first."""
    index: dict[tuple[str, EventType], list[_Act]] = defaultdict(list)
    for happening in happenings:
        days = _time_of(happening, articles)
        if days is None:
            continue
        told = [(s.cut(a.text), a.language) for s in happening.evidence if (a := articles.get(s.article))]
        act = _Act(
            happening=happening,
            days=days,
            actors=_parties(happening.actor, directory),
            recipients=_parties(happening.recipient, directory),
            stems=frozenset().union(*(find_stems(words, language=language) for words, language in told)),
        )
        for party in sorted(act.actors):
            index[(party, happening.event)].append(act)
    for acts in index.values():
        acts.sort(key=lambda a: (a.days.first, a.happening.id))
    return index


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


def _find_fulfilment(
    promise: Commitment,
    article: Article,
    index: Mapping[tuple[str, EventType], Sequence[_Act]],
    *,
    directory: Directory,
    day: Days,
) -> Happening | None:
    """The earliest happening that keeps the promise."""
    term = _term(promise, article)
    if term is None:
        return None
    obligors, beneficiaries = _parties(promise.obligor, directory), _parties(promise.beneficiary, directory)
    matter = find_stems(promise.content, language=article.language)
    found: list[_Act] = []
    for kind in KEPT_BY.get(promise.event, frozenset((promise.event,))):
        for acts in (index.get((party, kind), ()) for party in obligors):
            start = bisect_right(acts, term.first, key=lambda a: a.days.first)
            for act in acts[start:]:
                if act.days.first > min(term.last, day.last):
                    break
                if _is_for(act, beneficiaries, obligors) and _same_matter(promise, act, matter):
                    found.append(act)
                    break
    return min(found, key=lambda a: (a.days.first, a.happening.id)).happening if found else None


def _term(promise: Commitment, article: Article) -> Days | None:
    """From the day of the promise to the last day on which an act would still be taken as keeping it."""
    made = read_days(article.published)
    if made is None:
        return None
    due = read_days(promise.due)
    last = shift_day(due.last, _LATE_DAYS) if due else shift_day(made.last, _OPEN_TERM_DAYS)
    return Days(made.last, max(last, made.last))


def _time_of(happening: Happening, articles: Mapping[str, Article]) -> Days | None:
    """When it happened, or was first told where no report says: news is told after it happened."""
    window = read_window(happening.start, happening.end)
    if window is not None or happening.modality is Modality.HISTORICAL:
        return window
    told = [days for s in happening.sources if s in articles and (days := read_days(articles[s].published))]
    return min(told, key=lambda days: days.first) if told else None


def _is_for(act: _Act, beneficiaries: frozenset[str], obligors: frozenset[str]) -> bool:
    """Whether the act is for those who were promised it: recipients, and in a mutual act the other parties.

    What two promise each other ("they agreed to meet soon") is kept by what both of them do.
    """
    if len(obligors) > 1 and not beneficiaries:
        return obligors <= act.actors | act.recipients
    return not beneficiaries or bool(beneficiaries & (act.recipients | (act.actors - obligors)))


def _same_matter(promise: Commitment, act: _Act, matter: frozenset[str]) -> bool:
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
