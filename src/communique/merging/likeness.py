"""Whether two reports tell of one event: what rules it out, and what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.merging.background import load_background
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
# Copies appear within weeks. A line of a few words ("the two states began their yearly exercise on Monday") is written
# anew each year, so it is a copy only where the time that it tells is the same.
_COPIED_WITHIN_DAYS = 60
_FEWEST_CHARACTERS_COPIED = 300
# Shares of the shorter report's content words that the other has too, and their points.
_WORD_POINTS = ((0.5, 3), (0.3, 2), (0.15, 1))
# One shared word in a short sentence is chance, but in one of hardly more words it is what the sentence is about.
_FEWEST_SHARED = 2
_ONE_WORD_POINTS = ((0.5, 2), (0.3, 1))
_ALIKE_AMOUNTS = 1.25
# Two acts of the same parties on one day are told by what each was about ("signed an agreement on sugar", "on visas").
_OTHER_MATTER, _OTHER_WORD = -2, -1
# Cities, ships and laws that only the one or the other names, and cities in which both set the event; among acts that
# come in rows another place is most often another act, else newsrooms differ in how they name it.
_OTHER_NAMES, _OTHER_NAMES_IN_ROWS, _OTHER_PLACE_IN_ROWS = -1, -4, -2
_A_DAY_APART = 0
_OTHER_MODE = 1
# Words in common that make two reports of one day of printing one, though they name two days.
_FEWEST_TOLD_ALIKE = 3


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
    points = sum(p for p, _ in found) + _against(one, other)
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
        and _is_copied_in_time(one, other)
    )


def _is_copied_in_time(one: Report, other: Report) -> bool:
    if one.window is None or other.window is None or one.window.overlaps(other.window, slack_days=_SLACK_DAYS):
        return True
    long_enough = min(len(one.article.text), len(other.article.text)) >= _FEWEST_CHARACTERS_COPIED
    return long_enough and one.window.overlaps(other.window, slack_days=_COPIED_WITHIN_DAYS)


def rules_out(one: Report, other: Report) -> bool:
    """Whether the two cannot be one event, whatever speaks for it."""
    if is_copy(one, other):
        return False
    same_sentence = one.article.id == other.article.id and set(one.event.evidence) & set(other.event.evidence)
    return (
        bool(same_sentence)
        or not (_near(one, other) and _sides_fit(one, other) and _people_fit(one, other) and _times_fit(one, other))
        or _places_clash(one, other)
        or _parts_clash(one, other)
        or any(other.turns.get(counted, number) != number for counted, number in one.turns.items())
    )


def slack_days(event: EventType) -> int:
    """How far apart the days of two reports of one such event may lie."""
    return 0 if event in _SERIAL else _SLACK_DAYS


def _needed(one: Report, other: Report, *, said: bool) -> int:
    more = _MORE_IN_ONE_ARTICLE if one.article.id == other.article.id else 0
    if {one.event.event, other.event.event} == {_T.CONSULT}:
        return more + _ENOUGH_MEETING
    if one.window is None or other.window is None:
        # A standing state, as an embargo of decades, is recalled by its name alone.
        standing = one.window is other.window is None and one.trigger & other.trigger
        return more + (_ENOUGH_RECALLED if said or standing else _ENOUGH)
    return more + _ENOUGH


def _near(one: Report, other: Report) -> bool:
    types = frozenset((one.event.event, other.event.event))
    if len(types) == 1:
        return True
    if types <= _TOGETHER and (one.recipients or other.recipients) and not one.trigger & other.trigger:
        return False
    return types in NEAR_TYPES


def _sides_fit(one: Report, other: Report) -> bool:
    if one.mutual or other.mutual:
        shared = one.parties & other.parties
        return len(shared) >= min(2, len(one.parties), len(other.parties)) > 0
    if not one.recipients or not other.recipients:
        return bool(one.actors & other.actors)
    if one.actors & other.actors and one.recipients & other.recipients:
        return True
    return _is_unsure(one, other) or _is_unsure(other, one) or _is_one_clash(one, other)


def _is_unsure(one: Report, other: Report) -> bool:
    """A party on both sides: who did it was not clear to the coder, and the other report tells."""
    return bool(one.actors & one.recipients) and other.parties <= one.parties | one.beside


def _is_one_clash(one: Report, other: Report) -> bool:
    """Each side says that the other fired first: the same fight, by its day, its place and the words for it."""
    return (
        {one.event.event, other.event.event} == {_T.ASSAULT}
        and one.actors == other.recipients
        and other.actors == one.recipients
        and _same_day(one, other)
        and bool(one.trigger & other.trigger)
        and bool(one.names & other.names)
    )


def _same_day(one: Report, other: Report) -> bool:
    return one.dated and other.dated and one.window == other.window and one.window is not None and one.window.is_one_day


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
    if one.dated and other.dated and _is_told_alike(one, other):
        slack = _SLACK_DAYS
    if one.turns != other.turns:
        # "A second day of talks" is not the day before.
        slack = 0
    return one.window.overlaps(other.window, slack_days=slack)


def _is_told_alike(one: Report, other: Report) -> bool:
    """Printed on one day in much the same words: one of the papers has the day wrong.

    Of a strike today and another tomorrow, the one is in the paper before the other.
    """
    if (one.article.published or "")[:10] != (other.article.published or "")[:10]:
        return False
    shared = len(_shared_words(one, other))
    return shared >= _FEWEST_TOLD_ALIKE and 2 * shared >= min(len(_told(one)), len(_told(other)))


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


def _parts_clash(one: Report, other: Report) -> bool:
    """A journey and the talks held on it are two events that belong together."""
    return one.part is not None and other.part is not None and one.part is not other.part


def _against(one: Report, other: Report) -> int:
    """What speaks against one event without ruling it out."""
    if {one.event.event, other.event.event} == {_T.CONSULT}:
        # Of one meeting each side tells what matters to it.
        return 0
    points = _OTHER_PLACE_IN_ROWS if one.event.event in _SERIAL and _cities_differ(one, other) else 0
    if _is_other_matter(one, other):
        points += _OTHER_MATTER if min(len(_told(one)), len(_told(other))) > 1 else _OTHER_WORD
    # What else a sentence names that only recalls the event belongs to the news of the day.
    if one.names and other.names and not (one.names & other.names or one.historical or other.historical):
        points += _OTHER_NAMES_IN_ROWS if one.event.event in _SERIAL else _OTHER_NAMES
    return points


def _is_other_matter(one: Report, other: Report) -> bool:
    return bool(_told(one) and _told(other)) and not _shared_words(one, other)


def _cities_differ(one: Report, other: Report) -> bool:
    return bool(one.where and other.where and not one.where & other.where)


def _shared_words(one: Report, other: Report) -> frozenset[str]:
    """Words that both have, and that name the event, or where it was, in one of them at most."""
    return ((one.matter & other.stems) | (one.stems & other.matter)) - one.where - other.where


def _type(one: Report, other: Report) -> tuple[int, str] | None:
    mode = one.event.mode
    if one.event.event is not other.event.event:
        both = f"{one.event.event} or {other.event.event}"
        return (2, f"one act, told as {both}") if one.trigger & other.trigger else None
    if mode is not None and other.event.mode is not None and mode != other.event.mode:
        return _OTHER_MODE, f"both {one.event.event}"
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
    if _same_day(one, other):
        return 2, f"same day: {one.window.first.isoformat()}"
    if one.window.is_one_day and other.window.is_one_day:
        return _A_DAY_APART, f"a day apart: {_listed((_told_time(one), _told_time(other)))}"
    if one.window == other.window:
        return 1, f"same time: {_told_time(one)}"
    return 1, f"times that overlap: {_listed((_told_time(one), _told_time(other)))}"


def _trigger(one: Report, other: Report) -> tuple[int, str] | None:
    shared = one.trigger & other.trigger
    return (1, f"named by the same words: {_listed(shared)}") if shared else None


def _place(one: Report, other: Report) -> tuple[int, str] | None:
    if _is_other_matter(one, other) and one.event.event is not _T.CONSULT:
        # Where one thing is signed, others are signed too.
        return None
    a, b = one.event.place, other.event.place
    same = a is not None and b is not None and a.name.casefold() == b.name.casefold() and a.name
    return (1, f"same place: {same}") if same else None


def _amounts(one: Report, other: Report) -> tuple[int, str] | None:
    pairs = [(a, b) for a in one.event.quantities for b in other.event.quantities if a.unit == b.unit]
    same = {f"{a.value.number:g} {a.unit or ''}".strip() for a, b in pairs if a.value.number == b.value.number}
    if same:
        return 2, f"same amount: {_listed(same)}"
    alike = [pair for pair in pairs if pair[0].unit and _is_alike(*(q.value.number for q in pair))]
    shown = {f"{q.value.number:g} {q.unit}" for pair in alike for q in pair}
    return (1, f"amounts alike: {_listed(shown)}") if alike else None


def _is_alike(one: float, other: float) -> bool:
    """Papers round, and count on other days of the unloading."""
    return min(one, other) > 0 and max(one, other) <= _ALIKE_AMOUNTS * min(one, other)


def _words(one: Report, other: Report) -> tuple[int, str] | None:
    shared = _shared_words(one, other)
    whole = min(_weight(one, _told(one)), _weight(other, _told(other)))
    share = _weight(one, shared) / whole if whole else float(bool(shared))
    points = _WORD_POINTS if len(shared) >= _FEWEST_SHARED else _ONE_WORD_POINTS if shared else ()
    found = next((p for least, p in points if share >= least), 0)
    if len(shared) < _FEWEST_SHARED and not one.trigger & other.trigger:
        found = min(found, 1)
    return (found, f"words in common: {_listed(shared)}") if found else None


def _told(report: Report) -> frozenset[str]:
    """The words without numbers, which papers round and count in other ways."""
    return frozenset(word for word in report.matter - report.where if not word.isdigit())


def _weight(report: Report, words: Iterable[str]) -> float:
    """How much words tell together: a rare one more than a common one."""
    background = load_background(report.article.language)
    return sum(background.weight(word) for word in words)


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    # Within one event a family name will do: both papers mean whoever was there.
    return a == b or same_name(a, b) or shares_surname(a, b)


def _listed(items: Iterable[str]) -> str:
    return ", ".join(sorted(items)[:6])


def _told_time(report: Report) -> str:
    """The time as its article gives it: a year stays a year."""
    start, end = report.event.start, report.event.end
    return f"{start} to {end}" if start and end and start != end else str(start or end)
