"""A report: one event record with all that tells whether another record reports the same event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from communique.merging.names import read_name
from communique.merging.order import report_order
from communique.merging.people import Directory, is_named
from communique.merging.times import Days, read_days, read_window, shift_day
from communique.merging.words import drop_names, find_stems
from communique.records import ActorKind, ActorRef, Article, Event, EventType, Modality

# What is told without a date happened in the days before it was told; a weekly looks back further than a wire.
_RECENT_DAYS = 8
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

    `window` are the days on which it can have happened, None where nothing tells; `dated` says that the text names
    them. `actors` and `recipients` are states, or directory ids of what has none. `people` are the named persons of
    each state. `stems` are the content words of its evidence without the names of its parties.
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
    trigger: frozenset[str]

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
    words = " ".join(span.cut(article.text) for span in event.evidence)
    trigger = event.trigger.cut(article.text)
    names = _names(refs, directory)
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
        stems=drop_names(find_stems(words, language=article.language), names),
        trigger=drop_names(find_stems(trigger, language=article.language), names),
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


def _names(refs: tuple[ActorRef, ...], directory: Directory) -> list[str]:
    own = [name for ref in refs for name in (ref.name, ref.office) if name]
    return own + [name for ref in refs for name in directory.state_names.get(ref.state or "", ())]
