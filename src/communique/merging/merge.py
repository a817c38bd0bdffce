"""What only several articles together show: reprints, happenings, kept promises, people, stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from communique.records import Actor, Article, Coded, Commitment, Happening, PartialDate, Story


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging found; `duplicates` maps a reprint to its original, `actor_ids` an actor key to its directory id."""

    happenings: tuple[Happening, ...] = ()
    stories: tuple[Story, ...] = ()
    actors: tuple[Actor, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)
    actor_ids: Mapping[str, str] = field(default_factory=dict)


def merge(articles: Sequence[Article], records: Sequence[Coded], *, as_of: PartialDate | None = None) -> Merged:
    """Bring together what the articles say; neither their order nor that of the records matters."""
    return Merged()
