"""Who holds which office in whose name, from a table that the user brings: "Obama" is a president from 2009 to 2017.

The program has no such list of its own, since offices stand in the text and lists go stale. A table says what a text
does not: the state and sector of somebody who is named without office, on the day of the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from communique.actors.compare import score_names
from communique.actors.fullnames import FullName, read_full_name
from communique.actors.gazetteer import Gazetteer, WordClass, cut_units
from communique.actors.spellings import sound
from communique.records import PartialDate, make_id

# Who has left an office is of the elite of the country (PLOVER).
FORMER_SECTOR = "ELI"
# A full name must be as sure as this; a wrong state is worse than none.
_LEAST_SCORE = 0.87


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One line of a table: who held what from when to when; days may be months or years, or missing."""

    name: str
    state: str | None
    office: str | None = None
    sector: str | None = None
    first: PartialDate | None = None
    last: PartialDate | None = None

    def covers(self, day: PartialDate) -> bool:
        """Whether somebody was in office on a day, as far as the table tells."""
        return (self.first is None or opening(self.first) <= closing(day)) and (
            self.last is None or opening(day) <= closing(self.last)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What a table says of somebody on a day; without sector where the term had not begun."""

    name: str
    state: str | None
    sector: str | None
    office: str | None
    former: bool = False


@dataclass(frozen=True)
class HolderTable:
    """Office holders, looked up by name in any spelling."""

    holders: tuple[Holder, ...]

    @cached_property
    def version(self) -> str:
        """Digest of what the table says, whatever the order of its lines."""
        lines = sorted(repr((h.name, h.state, h.office, h.sector, h.first, h.last)) for h in self.holders)
        return make_id("holders", *lines)[:8]

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._people:
            for word in read_full_name(name).words:
                found[sound(word.text)].add(name)
        return {word: sorted(names) for word, names in found.items()}

    @cached_property
    def _people(self) -> dict[str, list[Holder]]:
        found: dict[str, list[Holder]] = defaultdict(list)
        for holder in self.holders:
            found[holder.name].append(holder)
        return dict(found)

    def find(
        self, name: str, *, on: PartialDate | None, state: str | None = None, office: str | None = None
    ) -> Standing | None:
        """What the table says of a name on a day; None where nobody or more than one person fits.

        Args:
            name: Full name, or the family name alone, which must be one person's in the table on that day.
            on: Day of the article; None for the latest that the table knows.
            state: What the text says already; who is of another state does not fit.
            office: What the text says already; who held no office that shares a word with it does not fit.
        """
        read = read_full_name(name)
        rows = [h for n in self._candidates(read) for h in self._people[n] if state in (None, h.state)]
        rows = [h for h in rows if _offices_fit(office, h.office)]
        present = [h for h in rows if on is None or h.covers(on)]
        fits = present or rows
        if len({_person(h) for h in fits}) != 1:
            return None
        return _stand(fits, on=on, is_present=bool(present))

    def _candidates(self, read: FullName) -> list[str]:
        near = sorted({n for word in read.words for n in self._by_word.get(sound(word.text), ())})
        if len(read.words) == 1:
            # A family name alone, or the one name that somebody has.
            return [n for n in near if sound(read_full_name(n).words[-1].text) == sound(read.words[0].text)]
        scored = [(score_names(read, read_full_name(n)), n) for n in near]
        best = max((s for s, _ in scored), default=0.0)
        return [n for s, n in scored if s >= _LEAST_SCORE and s >= best - 0.02]


def opening(day: PartialDate) -> str:
    """First day of a day, month or year."""
    return day[:10] + "-01-01"[len(day[:10]) - 4 :] if len(day) < 10 else day[:10]


def closing(day: PartialDate) -> str:
    """A day not before the last of a day, month or year; good for comparing alone."""
    return day[:10] + "-12-31"[len(day[:10]) - 4 :] if len(day) < 10 else day[:10]


def sector_of(office: str, gazetteer: Gazetteer) -> str | None:
    """PLOVER sector of an office by the nouns of the tables, the first and longest: "Speaker of Parliament" is LEG."""
    units = [u.lower() for u in cut_units(office)]
    for start in range(len(units)):
        for end in range(len(units), start, -1):
            word = gazetteer.words.get(tuple(units[start:end]))
            if word is not None and word.sector and word.kind in (WordClass.OFFICE, WordClass.ROLE):
                return word.sector
    return None


def join_tables(tables: Iterable[HolderTable | None]) -> HolderTable | None:
    """All lines of several tables, each once; None where there are none."""
    holders = dict.fromkeys(h for t in tables if t is not None for h in t.holders)
    return HolderTable(tuple(holders)) if holders else None


def _person(holder: Holder) -> tuple[str, str | None]:
    return " ".join(sorted(w.text for w in read_full_name(holder.name).words)), holder.state


def _offices_fit(text: str | None, table: str | None) -> bool:
    if not text or not table:
        return True
    small = {"of", "for", "the", "and", "former", "acting", "deputy"}
    said, known = ({w.lower() for w in cut_units(o) if w.isalpha()} - small for o in (text, table))
    return not said or not known or bool(said & known)


def _stand(rows: Sequence[Holder], *, on: PartialDate | None, is_present: bool) -> Standing:
    """One person's standing: the office begun last of those held that day, else the one that ended last."""
    if is_present and on is not None:
        held = max(rows, key=lambda h: opening(h.first) if h.first else "")
        return Standing(held.name, held.state, held.sector, held.office)
    last = max(rows, key=lambda h: closing(h.last) if h.last else "9999")
    if on is None:
        return Standing(last.name, last.state, last.sector, last.office)
    ended = [h for h in rows if h.last and closing(h.last) < opening(on)]
    if not ended:
        return Standing(last.name, last.state, None, None)
    held = max(ended, key=lambda h: closing(h.last) if h.last else "")
    return Standing(held.name, held.state, FORMER_SECTOR, held.office, former=True)
