"""Issues of a dossier: who stands where on each, since when, and how that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from communique.analysis.dossier_types import HolderLine, IssueGroup, Role, StandLine
from communique.analysis.evidence import Library, find_words, mark_parties
from communique.analysis.standing import Issue, Stand, join_issues, stands_over_time
from communique.analysis.states import names_of_states, state_in_sentence
from communique.analysis.wording import tidy
from communique.records import ActorKind, ActorRef, PartialDate, Position


def make_issues(positions: Iterable[Position], *, pair: tuple[str, str], library: Library) -> tuple[IssueGroup, ...]:
    """Issues on which one of the two takes a side, with all that the same articles say of others' sides.

    Args:
        positions: Of articles about the two.
        pair: The states.
        library: Articles.
    """
    originals = {a.id: a.duplicate_of for a in library.articles.values() if a.duplicate_of}
    issues = join_issues(positions, names=names_of_states(), originals=originals, of_one_matter=True)
    return tuple(
        _make_issue(issue, pair, library) for issue in issues if any(p.holder.state in pair for p in issue.positions)
    )


def _make_issue(issue: Issue, pair: tuple[str, str], library: Library) -> IssueGroup:
    holders: dict[str, list[Stand]] = {}
    for stand in stands_over_time(issue, library.articles):
        holders.setdefault(stand.state or stand.position.holder.id, []).append(stand)
    lines = [_make_holder(stands, library) for stands in holders.values()]
    told = _days((p.article for p in issue.positions), library)
    first = min(issue.positions, key=lambda p: (library.source(p.article).published or "9", p.article))
    return IssueGroup(
        issue=tidy(issue.wording, 200),
        about=tuple(state_in_sentence(code) for code in issue.about),
        told_in=None if issue.is_named else library.source(first.article),
        first_told=told[0] if told else None,
        last_told=told[-1] if told else None,
        articles=len({p.article for p in issue.positions}),
        holders=tuple(sorted(lines, key=lambda h: (pair.index(h.state) if h.state in pair else 2, h.holder))),
    )


def _make_holder(stands: Sequence[Stand], library: Library) -> HolderLine:
    """A state with all who speak for it, or a body or person of no state."""
    first = stands[0].position.holder
    steps = [_make_step(list(run), library) for _, run in groupby(stands, key=lambda s: s.stance)]
    return HolderLine(
        holder=state_in_sentence(first.state) if first.state else tidy(first.name, 100),
        state=first.state,
        now=steps[-1].stance,
        stands=tuple(steps),
    )


def _make_step(run: Sequence[Stand], library: Library) -> StandLine:
    """One stance, as long as nothing else is told."""
    positions = [stand.position for stand in run]
    told = _days((p.article for p in positions), library)
    voices = {_speaker(p.holder): None for p in positions if p.holder.state and p.holder.kind is not ActorKind.STATE}
    return StandLine(
        stance=run[0].stance,
        voices=tuple(voices),
        forums=tuple(dict.fromkeys(tidy(p.forum, 120) for p in positions if p.forum)),
        since=min((p.since for p in positions if p.since), default=None),
        until=positions[-1].until,
        first_told=told[0] if told else None,
        last_told=told[-1] if told else None,
        proofs=tuple(
            proof
            for p in positions
            for proof in library.prove(
                p.evidence,
                marks=[
                    *find_words(p.issue, p.evidence, library=library, role=Role.TRIGGER),
                    *mark_parties((p.holder,), Role.ACTOR),
                ],
                rule=p.rule,
                confidence=p.confidence,
            )
        ),
    )


def _speaker(holder: ActorRef) -> str:
    """Who spoke for the state that stands before: `Speaker Lidia Sorokina`."""
    name = tidy(holder.name, 80)
    return f"{tidy(holder.office, 60)} {name}" if holder.office and holder.office not in name else name


def _days(articles: Iterable[str], library: Library) -> list[PartialDate]:
    published = (library.source(article).published for article in articles)
    return sorted(PartialDate(day[:10]) for day in published if day)
