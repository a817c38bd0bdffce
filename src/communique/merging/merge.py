"""What only several articles together show: reprints, happenings, kept promises, people, stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import communique
from communique.coding.privacy import Names
from communique.merging.clusters import Join
from communique.merging.decisions import ActorDecision
from communique.merging.happenings import find_happenings
from communique.merging.order import article_order
from communique.merging.people import find_actors
from communique.merging.promises import judge_promises
from communique.merging.reprints import find_reprints
from communique.merging.stories import find_stories
from communique.merging.times import latest, read_days
from communique.records import (
    Actor,
    Article,
    Coded,
    Coder,
    Commitment,
    Event,
    Happening,
    PartialDate,
    Story,
)


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging found; `duplicates` maps a reprint to its original, `actor_ids` an actor key to its directory id."""

    happenings: tuple[Happening, ...] = ()
    stories: tuple[Story, ...] = ()
    actors: tuple[Actor, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)
    actor_ids: Mapping[str, str] = field(default_factory=dict)


def merge(
    articles: Sequence[Article],
    records: Sequence[Coded],
    *,
    as_of: PartialDate | None = None,
    joins: Sequence[Join] = (),
    decisions: Sequence[ActorDecision] = (),
    names: Names = Names.PUBLIC,
) -> Merged:
    """Bring together what the articles say; neither their order nor that of the records matters.

    Args:
        articles: All articles.
        records: All that was coded from them.
        as_of: Day on which promises are judged; None for the latest publication.
        decisions: What people decided about the directory of actors.
        names: Whose names enter the directory.
        joins: What people said is one event, or is not, oldest first.
    """
    articles = sorted(articles, key=article_order)
    by_id = {a.id: a for a in articles}
    duplicates = find_reprints(articles)
    directory = find_actors(articles, records, decisions=decisions, names=names)
    events = [r for r in records if isinstance(r, Event)]
    happenings = find_happenings(articles, events, directory=directory, duplicates=duplicates, joins=joins)
    return Merged(
        happenings=happenings,
        stories=find_stories(articles, records, duplicates=duplicates, coder=no_coder()),
        actors=directory.actors,
        commitments=judge_promises(
            (r for r in records if isinstance(r, Commitment)),
            happenings,
            events,
            articles=by_id,
            directory=directory,
            as_of=as_of or _latest_day(articles),
        ),
        duplicates=duplicates,
        actor_ids=directory.ids,
    )


def _latest_day(articles: Sequence[Article]) -> PartialDate | None:
    published = latest([a.published for a in articles if a.published])
    days = read_days(published)
    return PartialDate(days.last.isoformat()) if days else None


def no_coder() -> Coder:
    """What stands in a story from whose articles nothing was coded."""
    return Coder(program=communique.__version__, model="none", lexicon="none")
