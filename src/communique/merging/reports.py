"""A report: one event record with all that tells whether another record reports the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from communique.actors.gazetteer import NameKind, cut_units, load_gazetteer
from communique.merging.matters import Part, name_heads, read_acts, read_matter, read_part, read_turns
from communique.merging.names import read_name
from communique.merging.order import report_order
from communique.merging.people import Directory, is_named
from communique.merging.times import Days, read_days, read_window, shift_day
from communique.records import ActorKind, ActorRef, Article, Event, EventType, Modality

# What is told without a date happened in the days before it was told; a weekly looks back further than a wire.
_RECENT_DAYS = 8
# Words that name an event by themselves, as in "held a second round of talks".
_MOST_WORDS_NAMING = 6
# Acts told from either side: who visits is `actor` in one paper, both sides are in the other.
_MUTUAL = frozenset((EventType.CONSULT, EventType.COOPERATE))


@dataclass(frozen=True, slots=True)
class Named:
    """A person as an event names them: how the name sounds, and as it is printed."""

    parts: tuple[str, ...]
    printed: str


@dataclass(frozen=True, slots=True)
class Report:
    """One event as one article tells it.

    Attributes:
        window: Days on which it can have happened, None where nothing tells.
        dated: Whether the text names them.
        actors: States, or directory ids of what has none; `recipients` likewise.
        people: The named persons of each state.
        stems: Content words of its evidence without the names of its parties, those of one meaning as one.
        names: The proper names among them.
        matter: The stems without the words that name the event.
        trigger: The words that name it, by class.
        where: The words of its place, if that is no whole country.
        beside: States that the evidence of a report with one party names.
        part: Whether a meeting is told as a journey or as talks.
        turns: Which round or day it is, by what is counted.
    """

    event: Event
    article: Article
    order: tuple[object, ...]
    original: str
    window: Days | None
    dated: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    people: Mapping[str, tuple[Named, ...]]
    stems: frozenset[str]
    names: frozenset[str]
    matter: frozenset[str]
    trigger: frozenset[str]
    where: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    part: Part | None = None
    turns: Mapping[str, int] = field(default_factory=dict)

    @property
    def parties(self) -> frozenset[str]:
        """All parties, whichever their side."""
        return self.actors | self.recipients

    @property
    def historical(self) -> bool:
        """Whether the report only recalls what was before."""
        return self.event.modality is Modality.HISTORICAL

    @property
    def mutual(self) -> bool:
        """Whether the sides may be told either way round."""
        return not self.event.recipient or self.event.event in _MUTUAL


def read_report(event: Event, article: Article, *, directory: Directory, duplicates: Mapping[str, str]) -> Report:
    """What an event record says about which event it is."""
    window = read_window(event.start, event.end)
    refs = (*event.actor, *event.recipient)
    language = article.language
    words = " ".join(span.cut(article.text) for span in event.evidence)
    trigger = event.trigger.cut(article.text)
    heads = _heads(refs, article, directory)
    told = read_matter(words, heads=heads, language=language)
    by = read_matter(trigger, heads=heads, language=language)
    return Report(
        event=event,
        article=article,
        order=report_order(article, event),
        original=duplicates.get(article.id, article.id),
        window=window or _recent(event, article),
        dated=window is not None,
        actors=frozenset(_party(r, directory) for r in event.actor),
        recipients=frozenset(_party(r, directory) for r in event.recipient),
        people=_people(refs),
        stems=told.words,
        names=told.names,
        # A trigger that is half a sentence holds the matter too.
        matter=told.words - by.words if len(trigger.split()) <= _MOST_WORDS_NAMING else told.words,
        trigger=read_acts(trigger, language=language),
        turns=read_turns(words, language=language),
        beside=_beside(words, refs, language=language),
        where=_where(event, heads=heads, language=language),
        part=read_part(trigger, language=language) if event.event is EventType.CONSULT else None,
    )


def _recent(event: Event, article: Article) -> Days | None:
    published = read_days(article.published)
    if published is None or event.modality is Modality.HISTORICAL:
        return None
    return Days(shift_day(published.first, -_RECENT_DAYS), published.last)


def _party(ref: ActorRef, directory: Directory) -> str:
    return ref.state or directory.id_of(ref)


def _people(refs: tuple[ActorRef, ...]) -> dict[str, tuple[Named, ...]]:
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for ref in refs:
        if ref.kind is ActorKind.PERSON and is_named(ref) and (parts := read_name(ref.name)):
            found.setdefault(ref.state or "", {}).setdefault(parts, ref.name)
    return {state: tuple(Named(p, n) for p, n in sorted(names.items())) for state, names in found.items()}


def _beside(words: str, refs: tuple[ActorRef, ...], *, language: str) -> frozenset[str]:
    """States named beside those of the only party: one of them may be the other side, which the coder did not find."""
    states = {ref.state for ref in refs}
    if len(states) != 1 or not _state_heads(language):
        return frozenset()
    hits = load_gazetteer(language.partition("-")[0]).find_names(cut_units(words))
    return frozenset(name.state for hit in hits for name in hit.entry if name.state) - states


def _where(event: Event, *, heads: frozenset[str], language: str) -> frozenset[str]:
    if event.place is None:
        return frozenset()
    country = state_heads(event.place.country, language)
    return read_matter(event.place.name, heads=heads | country, language=language).words


def _heads(refs: tuple[ActorRef, ...], article: Article, directory: Directory) -> frozenset[str]:
    """Beginnings of all that the parties are called: here, in other articles, and by the tables of states."""
    states = {ref.state for ref in refs if ref.state}
    own = [name for ref in refs for name in (ref.name, ref.office) if name]
    # "Athens" for Greece. The mention of another actor holds more than its name ("the tanker in the Gulf").
    own += [r.span.cut(article.text) for r in refs if r.kind is ActorKind.STATE and r.span]
    own += [name for state in states for name in directory.state_names.get(state, ())]
    return name_heads(own).union(*(state_heads(state, article.language) for state in states))


def state_heads(state: str | None, language: str) -> frozenset[str]:
    """Beginnings of the names of a state and of its people."""
    return _state_heads(language).get(state or "", frozenset())


@cache
def _state_heads(language: str) -> Mapping[str, frozenset[str]]:
    """Beginnings of the names of states and of their people, by code; none for a language without tables."""
    code = language.partition("-")[0]
    if not code.isalpha() or not (files("communique.locales") / code / "actors").is_dir():
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    for spelling, names in load_gazetteer(code).names.items():
        for name in names:
            if name.state and name.kind in (NameKind.STATE, NameKind.ADJECTIVE, NameKind.PEOPLE):
                found[name.state].append(" ".join(spelling))
    return {state: name_heads(names) for state, names in found.items()}
