"""Whether two reports tell of one event: what rules it out, and what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.merging.names import same_name, shares_surname
from communique.merging.reports import Report
from communique.records import EventType

_T = EventType

# Types that coders and newsrooms give to one act: a deal that is agreed, signed and under way; a visit announced as
# talks; force that one paper calls an arrest and another an attack.
NEAR_TYPES = tuple(
    frozenset(pair)
    for pair in (
        (_T.AGREE, _T.SUPPORT),
        (_T.AGREE, _T.COOPERATE),
        (_T.SUPPORT, _T.COOPERATE),
        (_T.AID, _T.COOPERATE),
        (_T.CONCEDE, _T.RETREAT),
        (_T.COERCE, _T.SANCTION),
        (_T.COERCE, _T.ASSAULT),
        (_T.ACCUSE, _T.REJECT),
        (_T.ACCUSE, _T.THREATEN),
        (_T.REQUEST, _T.ACCUSE),
    )
)
# Of these, only what both sides did together is one act: a promise and the thanks for it are two.
_TOGETHER = frozenset((_T.AGREE, _T.SUPPORT, _T.COOPERATE))
# Acts that come in rows (a strike today, another tomorrow): one day apart is another act.
_SERIAL = frozenset((_T.ASSAULT, _T.COERCE, _T.PROTEST, _T.MOBILIZE, _T.ACCUSE, _T.THREATEN))
# Newsrooms a date line apart give one act two days.
_SLACK_DAYS = 1
# Points from which two reports are one event: same type, same parties and the same named day are six. Two states
# seldom meet twice a day, but they accuse each other in many sentences, so all but meetings need a shared word more.
_ENOUGH = 7
_ENOUGH_MEETING = 6
# Recollections without a date have no time to agree on; they need words in common instead.
_ENOUGH_RECALLED = 5
# An article tells most acts once, and two deals of one day in much the same words.
_MORE_IN_ONE_ARTICLE = 2
# A sentence and its copy are surely one, and joined before all else; a copy may lack its dateline or an "and".
_COPY = 100
_COPIED_SHARE = 0.7
# Shares of the shorter report's content words that the other has too, and their points.
_WORD_POINTS = ((0.5, 3), (0.3, 2), (0.15, 1))
# One shared word in a short sentence is chance.
_FEWEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one event, and what; of equal points, those with more words in common come first."""

    points: int
    shared_words: int
    why: tuple[str, ...]


def compare(one: Report, other: Report) -> Likeness | None:
    """What speaks for the two being one event, None where too little does or something rules it out."""
    if is_copy(one, other):
        return Likeness(
            _COPY, len(one.stems & other.stems), (f"both {one.event.event}", "reprint of the same sentence")
        )
    if rules_out(one, other):
        return None
    found = [f for f in (_type(one, other), _parties(one, other), _people(one, other), _time(one, other)) if f]
    words = _words(one, other)
    found += [f for f in (_trigger(one, other), _place(one, other), _amounts(one, other), words) if f]
    points = sum(p for p, _ in found)
    if points < _needed(one, other, said=bool(words)):
        return None
    return Likeness(points, len(one.stems & other.stems), tuple(w for _, w in found))


def is_copy(one: Report, other: Report) -> bool:
    """Whether the two are one sentence in a text and its reprint: one event, even if a party was read in one only."""
    return (
        one.original == other.original
        and one.article.id != other.article.id
        and one.event.event is other.event.event
        and one.trigger == other.trigger
        and len(one.stems & other.stems) >= _COPIED_SHARE * len(one.stems | other.stems)
    )


def rules_out(one: Report, other: Report) -> bool:
    """Whether the two cannot be one event, whatever speaks for it."""
    if is_copy(one, other):
        return False
    same_sentence = one.article.id == other.article.id and set(one.event.evidence) & set(other.event.evidence)
    return (
        bool(same_sentence)
        or not (_near(one, other) and _sides_fit(one, other) and _people_fit(one, other) and _times_fit(one, other))
        or _places_clash(one, other)
    )


def slack_days(event: EventType) -> int:
    """How far apart the days of two reports of one such event may lie."""
    return 0 if event in _SERIAL else _SLACK_DAYS


def _needed(one: Report, other: Report, *, said: bool) -> int:
    more = _MORE_IN_ONE_ARTICLE if one.article.id == other.article.id else 0
    if {one.event.event, other.event.event} == {_T.CONSULT}:
        return more + _ENOUGH_MEETING
    if one.window is None or other.window is None:
        return more + (_ENOUGH_RECALLED if said or one.trigger & other.trigger else _ENOUGH)
    return more + _ENOUGH


def _near(one: Report, other: Report) -> bool:
    types = frozenset((one.event.event, other.event.event))
    if len(types) == 1:
        return True
    return types in NEAR_TYPES and not (types <= _TOGETHER and (one.recipients or other.recipients))


def _sides_fit(one: Report, other: Report) -> bool:
    if one.mutual or other.mutual:
        shared = one.parties & other.parties
        return len(shared) >= min(2, len(one.parties), len(other.parties)) > 0
    if not one.recipients or not other.recipients:
        return bool(one.actors & other.actors)
    return bool(one.actors & other.actors) and bool(one.recipients & other.recipients)


def _people_fit(one: Report, other: Report) -> bool:
    """Two meetings on one day: the vice president saw the president, and then a minister."""
    for state in one.people.keys() & other.people.keys():
        if not any(_same_person(a.parts, b.parts) for a in one.people[state] for b in other.people[state]):
            return False
    return True


def _times_fit(one: Report, other: Report) -> bool:
    if one.window is None or other.window is None:
        return _recalls_fit(one, other)
    slack = slack_days(one.event.event) if one.dated and other.dated else 0
    return one.window.overlaps(other.window, slack_days=slack)


def _recalls_fit(one: Report, other: Report) -> bool:
    """A recollection can only recall what was before the day on which it was printed."""
    for recall, told in ((one, other), (other, one)):
        if recall.window is None and told.window is not None:
            printed = (recall.article.published or "")[:10]
            if not recall.historical or not printed or told.window.first.isoformat() >= printed:
                return False
    return True


def _places_clash(one: Report, other: Report) -> bool:
    a, b = one.event.place, other.event.place
    return a is not None and b is not None and None not in (a.country, b.country) and a.country != b.country


def _type(one: Report, other: Report) -> tuple[int, str] | None:
    if one.event.event is not other.event.event:
        return None
    mode = one.event.mode
    if mode is not None and mode == other.event.mode:
        return 3, f"both {one.event.event} {mode}"
    return 2, f"both {one.event.event}"


def _parties(one: Report, other: Report) -> tuple[int, str]:
    shared = one.parties & other.parties
    points = 2 if one.parties == other.parties else 1
    return points, f"same parties: {_listed(shared)}"


def _people(one: Report, other: Report) -> tuple[int, str] | None:
    shared = {
        a.printed
        for state in one.people.keys() & other.people.keys()
        for a in one.people[state]
        for b in other.people[state]
        if _same_person(a.parts, b.parts)
    }
    return (min(len(shared), 2), f"same people: {_listed(shared)}") if shared else None


def _time(one: Report, other: Report) -> tuple[int, str] | None:
    if one.window is None or other.window is None:
        return None
    if not (one.dated and other.dated):
        return 1, "told in the same days"
    if one.window == other.window and one.window.first == one.window.last:
        return 2, f"same day: {one.window.first.isoformat()}"
    if one.window == other.window:
        return 1, f"same time: {_told_time(one)}"
    return 1, f"times that overlap: {_listed((_told_time(one), _told_time(other)))}"


def _trigger(one: Report, other: Report) -> tuple[int, str] | None:
    shared = one.trigger & other.trigger
    return (1, f"named by the same words: {_listed(shared)}") if shared else None


def _place(one: Report, other: Report) -> tuple[int, str] | None:
    a, b = one.event.place, other.event.place
    same = a is not None and b is not None and a.name.casefold() == b.name.casefold() and a.name
    return (1, f"same place: {same}") if same else None


def _amounts(one: Report, other: Report) -> tuple[int, str] | None:
    shared = {(q.value.number, q.unit) for q in one.event.quantities} & {
        (q.value.number, q.unit) for q in other.event.quantities
    }
    return (2, f"same amount: {_listed(f'{n:g} {u or str()}'.strip() for n, u in shared)}") if shared else None


def _words(one: Report, other: Report) -> tuple[int, str] | None:
    shared = one.stems & other.stems
    share = len(shared) / max(min(len(one.stems), len(other.stems)), 1)
    if len(shared) < _FEWEST_SHARED:
        return None
    for least, points in _WORD_POINTS:
        if share >= least:
            return points, f"words in common: {_listed(f'{s}…' for s in shared)}"
    return None


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    # Within one event a family name will do: both papers mean whoever was there.
    return a == b or same_name(a, b) or shares_surname(a, b)


def _listed(items: Iterable[str]) -> str:
    return ", ".join(sorted(items)[:6])


def _told_time(report: Report) -> str:
    """The time as its article gives it: a year stays a year."""
    start, end = report.event.start, report.event.end
    return f"{start} to {end}" if start and end and start != end else str(start or end)
