"""Times in a text: "on Tuesday", "from 2014 to 2023", "before the end of the year", "for more than six decades".

Patterns of the date table find them; the day of the article and the tense of the governing verb resolve them.
Prepositions that bound a time belong to its span ("since 2016", "by Friday"), those that only place it do not.
Weeks and weekends are intervals marked `approximate`: somewhere within. Seasons are kept to the year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.language.calendar import day_before, first_day, last_day
from communique.language.document import Time, TimeKind
from communique.language.found import Found, Reference, due_day, interval
from communique.language.lengths import read_so_long_off
from communique.language.lexemes import Lexeme, Sort, low_at, split_lexemes, touches
from communique.language.neighbours import counts_things, is_adjective, is_glued, is_title
from communique.language.numbers import number_starters
from communique.language.patterns import Match, match_pattern
from communique.language.readings import READINGS
from communique.language.tense import Tense, read_tense, read_tense_before
from communique.language.timewords import NUMBER_SLOTS, Rule, TimeWords, time_words
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Doc


# Readings that count from a day told before, where no "of June 5" or "the summit began" follows them.
_ANAPHORS = frozenset({"day_part", "day_earlier", "soon_after"})
# What may follow "the day before" where nothing is named that it is before.
_LINKS = frozenset(["", "and", "but", "in", "at", "near", "by", "with"])
_CLOSERS = _LINKS | frozenset(',.;:)-—–"”')


@dataclass(frozen=True, slots=True)
class _Text:
    """A text under reading."""

    doc: Doc
    lexemes: tuple[Lexeme, ...]
    words: TimeWords
    published: PartialDate | None
    # Matches by lexeme: ranges, prepositions and bare times all ask for them.
    matched: dict[int, list[tuple[Rule, Match]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A time over lexemes `[start, end)`."""

    start: int
    end: int
    found: Found


def find_times(
    doc: Doc, *, published: PartialDate | None, within: tuple[int, int] | None = None, language: str = "en"
) -> tuple[Time, ...]:
    """Find and resolve the times of a text.

    Args:
        doc: The text; with syntax where the tense shall tell future from past.
        published: Day of the article; None leaves relative times unresolved.
        within: Characters `[start, end)` to look at, such as an embedded post with a day of its own.
        language: Folder of the words of time.

    Returns:
        Times in text order, no two overlapping.
    """
    bounds = within or (0, len(doc.text))
    lexemes = tuple(x for x in split_lexemes(doc.text) if bounds[0] <= x.start and x.end <= bounds[1])
    day = PartialDate(published[:10]) if published else None
    text = _Text(doc, lexemes, time_words(language), day)
    return tuple(
        Time(
            start=lexemes[hit.start].start,
            end=lexemes[hit.end - 1].end,
            kind=hit.found.kind,
            first=hit.found.first,
            last=hit.found.last,
            approximate=hit.found.approximate,
        )
        for hit in _find_hits(text)
    )


def _find_hits(text: _Text) -> Iterator[_Hit]:
    anchor: PartialDate | None = None
    near: PartialDate | None = None
    day: PartialDate | None = None
    told_at = i = 0
    while i < len(text.lexemes):
        if text.lexemes[i].low in (".", "?", "!", ";") or text.lexemes[i].sort is Sort.BREAK:
            near = None
        if not _may_begin(text, i):
            i += 1
            continue
        told = day if i - told_at <= DAY_REACH else None
        base = Reference(text.published, anchor=anchor or text.published, near=near, day=told)
        readers = (_read_range, _read_offset, _read_connected, _read_bare)
        hit = next((h for h in (read(text, i, base) for read in readers) if h is not None), None)
        if hit is None:
            i += 1
            continue
        yield hit
        if hit.found.kind is TimeKind.POINT and hit.found.first is not None:
            anchor = near = hit.found.first
            if len(anchor) == len("2014-05-01") and (text.published is None or anchor <= text.published):
                day, told_at = anchor, i
        i = hit.end


# A day is told of for some four sentences: so many lexemes behind it, "in the afternoon" is still of it.
DAY_REACH = 100
# How far behind its first word a time has the word that makes it one: "in the course of the past year".
REACH = 4


def _may_begin(text: _Text, i: int) -> bool:
    """Whether a time can begin here; at most words none can, and no rule need be tried at them.

    Words such as "in" and "the" begin times, but only where a number, a month or a "year" stands close behind.
    """
    lexeme, words = text.lexemes[i], text.words
    if lexeme.sort is Sort.NUMBER or lexeme.low in words.anchors:
        return True
    return lexeme.low in words.starters and any(
        x.sort is Sort.NUMBER or x.low in words.anchors for x in text.lexemes[i + 1 : i + 1 + REACH]
    )


def _read_range(text: _Text, i: int, base: Reference) -> _Hit | None:
    """From 2014 to 2023; between May and July 2020; 2014-2018."""
    opened = low_at(text.lexemes, i) in text.words.range_open
    left = _read_bare(text, i + opened, base, after_preposition=opened)
    if left is None or left.found.kind is not TimeKind.POINT or low_at(text.lexemes, left.end) not in _joins(text, i):
        return None
    dash = low_at(text.lexemes, left.end) in ("-", "–", "—")
    if dash and not opened and not touches(text.lexemes, left.end):
        return None
    right = _read_bare(text, left.end + 1, base, after_preposition=True)
    if right is None or right.found.kind is not TimeKind.POINT:
        return None
    if not opened and _shape(left.found) != _shape(right.found):
        return None
    found = _join(text, left, right, base)
    return None if found is None else _Hit(i, right.end, found)


def _joins(text: _Text, i: int) -> frozenset[str]:
    opened = low_at(text.lexemes, i)
    if opened == "between":
        return frozenset({"and", "-", "–"})
    if opened in text.words.range_open:
        return text.words.range_join
    # Without "from", "2014 to 2018" and "2014-2018" are ranges, "2014 and 2018" are two years.
    return text.words.range_join - {"and"}


def _shape(found: Found) -> int:
    return len(found.first or "")


def _join(text: _Text, left: _Hit, right: _Hit, base: Reference) -> Found | None:
    """Bind both ends; an end without a year takes it from the other ("from May to July 2020")."""
    first, last = left.found.first, right.found.last
    if first is not None and last is not None and first_day(first) > last_day(last):
        if left.found.open_year and not right.found.open_year:
            again = replace(base, published=last, tense=Tense.PAST)
            first = _again(text, left, again)
        else:
            again = replace(base, published=first, tense=Tense.FUTURE)
            last = _again(text, right, again)
    elif left.found.open_year and not right.found.open_year and last is not None:
        first = _again(text, left, replace(base, published=last, tense=Tense.PAST))
    if first is not None and last is not None and first_day(first) > last_day(last):
        return None
    return interval(first, last, approximate=left.found.approximate or right.found.approximate)


def _again(text: _Text, hit: _Hit, ref: Reference) -> PartialDate | None:
    """Read the same words from another day."""
    readings = (READINGS[rule.reading](match, ref) for rule, match in _matches(text, hit.start) if match.end == hit.end)
    return next((found.first for found in readings if found is not None), None)


def _read_offset(text: _Text, i: int, base: Reference) -> _Hit | None:
    """Two weeks before Christmas: a length and the time that it is counted from."""
    for rule, match in _matches(text, i):
        if rule.reading not in ("so_long_after", "so_long_before", "so_long_from"):
            continue
        right = _read_bare(text, match.end, base, after_preposition=True)
        found = read_so_long_off(match, right.found, back=rule.reading == "so_long_before") if right else None
        if right is not None and found is not None:
            return _Hit(i, right.end, found)
    return None


def _read_connected(text: _Text, i: int, base: Reference) -> _Hit | None:
    """Since 2016; by Friday; before the end of the year."""
    for words, kind in text.words.connectors_at.get(low_at(text.lexemes, i), ()):
        if not all(low_at(text.lexemes, i + k) == w for k, w in enumerate(words)):
            continue
        at = i + len(words)
        tense = _tense_for(kind, _tense_at(text, i, at + 1))
        hit = _read_bare(text, at, base, tense=tense, after_preposition=True)
        if hit is None or hit.found.kind not in (TimeKind.POINT, TimeKind.INTERVAL):
            continue
        found = _bound(kind, hit.found, tense, text.published)
        return None if found is None else _Hit(i, hit.end, found)
    return None


def _tense_for(kind: str, tense: Tense | None) -> Tense | None:
    """Where "since" and "by" point, whatever the verb; only a past verb makes "by Friday" the last one."""
    if kind == "since":
        return Tense.PAST if tense is not Tense.FUTURE else tense
    if kind in ("until", "due", "within"):
        return tense if tense in (Tense.PAST, Tense.PERFECT) else Tense.FUTURE
    return tense


def _bound(kind: str, found: Found, tense: Tense | None, published: PartialDate | None) -> Found | None:
    """Make of a point or interval what the preposition makes of it."""
    if kind == "since":
        return Found(TimeKind.SINCE, found.first, None, found.approximate)
    if kind == "until":
        return Found(TimeKind.UNTIL, None, found.last, found.approximate)
    if kind in ("due", "within"):
        return Found(TimeKind.DUE, None, due_day(found))
    if kind == "after":
        return Found(TimeKind.AFTER, found.last, None, found.approximate)
    if kind == "before":
        return _before(found, tense, published)
    return found


def _before(found: Found, tense: Tense | None, published: PartialDate | None) -> Found:
    """Before the end of the year: its last day; before July: the last of June; before Christmas: Christmas.

    A day that is named closes the term, as in gold data: nobody means that the eve is too late.
    """
    if found.last is None or found.first is None:
        kind = TimeKind.DUE if tense is Tense.FUTURE else TimeKind.BEFORE
        return Found(kind, None, None)
    ends = found.approximate and found.edge is None
    last = due_day(found) if ends or len(found.first) == 10 else day_before(found.first)
    ahead = published is not None and last is not None and last_day(last) >= first_day(published)
    due = tense is Tense.FUTURE or (ahead and tense not in (Tense.PAST, Tense.PERFECT))
    return Found(TimeKind.DUE if due else TimeKind.BEFORE, None, last)


def _read_bare(
    text: _Text, i: int, base: Reference, *, tense: Tense | None = None, after_preposition: bool = False
) -> _Hit | None:
    """The longest pattern at a place whose reading makes sense there."""
    for rule, match in _matches(text, i):
        if not _is_plausible(text, rule, i, match.end, after_preposition=after_preposition):
            continue
        length = rule.reading == "lasting"
        ref = replace(base, tense=tense or _tense_at(text, i, match.end, length=length))
        found = READINGS[rule.reading](match, ref)
        if found is not None:
            return _Hit(i, match.end, _borrow_year(text, found, (rule, match), base))
    return None


def _borrow_year(text: _Text, found: Found, read: tuple[Rule, Match], base: Reference) -> Found:
    """In May and June 2020: the year of the second is that of the first."""
    rule, left = read
    if not found.open_year or low_at(text.lexemes, left.end) not in ("and", "or", "&"):
        return found
    for other, right in _matches(text, left.end + 1):
        if other.reading not in ("date", "month") or right.number("year") is None:
            continue
        second = READINGS[other.reading](right, base)
        if second is not None and second.first is not None:
            ref = replace(base, published=second.first, tense=Tense.PAST)
            return READINGS[rule.reading](left, ref) or found
    return found


def _matches(text: _Text, i: int) -> list[tuple[Rule, Match]]:
    """Rules that match at a lexeme, the longest first, in the order of the table where they are as long."""
    if i not in text.matched:
        text.matched[i] = list(_match_all(text, i))
        text.matched[i].sort(key=lambda h: -h[1].end)
    return text.matched[i]


def _match_all(text: _Text, i: int) -> Iterator[tuple[Rule, Match]]:
    if not 0 <= i < len(text.lexemes) or text.lexemes[i].sort in (Sort.OPAQUE, Sort.BREAK):
        return
    words = text.words
    low = text.lexemes[i].low
    tables = words.slots_at.get(low, ())
    counts = NUMBER_SLOTS if text.lexemes[i].sort is Sort.NUMBER or low in number_starters() else ()
    readable = [name for name in (*tables, *counts) if words.slots[name](text.lexemes, i) is not None]
    found = set(words.rules_at.get(low, ())).union(*(words.rules_at_slot.get(name, ()) for name in readable))
    for place in sorted(found):
        rule = words.rules[place]
        match = match_pattern(rule.pattern, text.lexemes, i, slots=words.slots)
        if match is not None:
            yield rule, match


def _is_plausible(text: _Text, rule: Rule, i: int, end: int, *, after_preposition: bool) -> bool:
    """Whether a match is a time here, and not a name, a count, an adjective or part of a longer word."""
    if text.lexemes[i].sort is Sort.NUMBER and is_glued(text.lexemes, i, end):
        return False
    # "the early 1990s" is no early 1990.
    number = text.lexemes[end - 1].sort is Sort.NUMBER and touches(text.lexemes, end - 1)
    if number and low_at(text.lexemes, end) == "s":
        return False
    if rule.reading in _ANAPHORS and not _points_back(text, end):
        return False
    return _stands_alone(text, rule, i, end, after_preposition=after_preposition)


def _points_back(text: _Text, end: int) -> bool:
    """ "The day before, it had left", "at dawn": as against "the day before the vote", "at dawn on Sunday"."""
    following = low_at(text.lexemes, end)
    if following in ("on", "of", "hours"):
        return not any(x.sort is Sort.NUMBER or x.low in text.words.anchors for x in text.lexemes[end + 1 : end + 3])
    before = low_at(text.lexemes, end - 1) in ("before", "after")
    return not _matches(text, end) and (not before or following in _CLOSERS)


def _stands_alone(text: _Text, rule: Rule, i: int, end: int, *, after_preposition: bool) -> bool:
    """Whether a single word that has other meanings ("May", "2000", "daily") is a time between its neighbours."""
    before = low_at(text.lexemes, i - 1)
    bare_season = rule.reading == "season" and len(rule.pattern) == 2 and "the" in rule.first_words
    match rule.reading if end == i + 1 or bare_season else "":
        case "season":
            fits = not bare_season or after_preposition or before in text.words.before_season
        case "month":
            placed = after_preposition or before in text.words.before_month
            fits = (placed and not _opens_name(text, i)) or low_at(text.lexemes, end + 1) == "s"
        case "now":
            fits = after_preposition or before in text.words.before_now
        case "year":
            fits = _is_year(text, i, before)
        case "today":
            fits = not (text.lexemes[i].text.isupper() and text.lexemes[max(i - 1, 0)].text.isupper())  # "USA TODAY"
        case "repeated":
            fits = not is_title(text.lexemes, i, before) and not is_adjective(text.doc, text.lexemes, i)
        case _:
            fits = True
    return fits


def _opens_name(text: _Text, i: int) -> bool:
    """Whether a short month is the beginning of a name ("of Jan Novak")."""
    short = text.words.slots["month"](text.lexemes, i) is None
    return short and i + 1 < len(text.lexemes) and text.lexemes[i + 1].text[0].isupper()


def _is_year(text: _Text, i: int, before: str) -> bool:
    """In 2014; the 2019 attack; not "2000 troops", "resolution 1973", "over 2000"."""
    lexemes = text.lexemes
    if (
        before in text.words.labels
        or low_at(lexemes, i + 1) in ("%", "°")
        or (touches(lexemes, i) and lexemes[i + 1].sort is Sort.WORD)
    ):
        return False
    strong = before in ("in", "since", "during", "the", "until", "throughout", "year", "early", "late", "mid")
    return strong or not counts_things(text.doc, text.lexemes, i)


def _tense_at(text: _Text, i: int, end: int, *, length: bool = False) -> Tense | None:
    last = min(end, len(text.lexemes)) - 1
    read = read_tense_before if length else read_tense
    return read(text.doc, text.lexemes[i].start, text.lexemes[max(i, last)].end, words=text.words)
