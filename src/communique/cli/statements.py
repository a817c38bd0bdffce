"""What was promised, held, agreed and counted: `communique commitments`, `positions`, `agreements`, `claims`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import MinConfidence, Since, StoreOption, Until, read_date, read_state
from communique.cli.query import (
    AsJson,
    CrossBorder,
    Ids,
    Sentences,
    Show,
    States,
    Wanted,
    find_records,
    list_records,
    print_groups,
)
from communique.cli.talk import tell
from communique.records import Agreement, Article, Claim, Commitment, Position, Record, Status

if TYPE_CHECKING:
    from communique.analysis.standing import Issue


def commitments(
    states: States = None,
    store: StoreOption = "relations.db",
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    cross_border: CrossBorder = False,
    due_before: Annotated[
        str | None, typer.Option("--due-before", help="Only what is due before this day.", show_default=False)
    ] = None,
    is_open: Annotated[bool, typer.Option("--open", help="Only what is neither kept nor withdrawn.")] = False,
    as_json: AsJson = False,
    sentences: Sentences = False,
    ids: Ids = False,
) -> None:
    """List the commitments of a store: who promised what, by when, and what came of it.

    Examples:

      communique commitments CUB RUS --since 2021 --sentences

      communique commitments --due-before 2026-07-01 --open
    """
    from communique.analysis.dates import first_day, last_day

    before = first_day(read_date(due_before, option="--due-before"))

    def chosen(record: Record) -> bool:
        if not isinstance(record, Commitment):
            return False
        unsettled = record.status in (Status.OPEN, Status.OVERDUE)
        # A term known to the month ends with the month: what is due in May is not due before 15 May.
        due = last_day(record.due)
        return (before is None or (due is not None and due < before)) and (unsettled or not is_open)

    wanted = Wanted(states or (), since, until, min_confidence, cross_border)
    list_records("commitment", wanted, store=store, show=Show(as_json, sentences, ids), chosen=chosen)


def positions(
    states: States = None,
    store: StoreOption = "relations.db",
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    cross_border: CrossBorder = False,
    issue: Annotated[
        str | None, typer.Option("--issue", help="Only on the issue that these words mean.", show_default=False)
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="One line a holder: where each was last known to stand.")
    ] = False,
    as_json: AsJson = False,
    sentences: Sentences = False,
    ids: Ids = False,
) -> None:
    """List the positions of a store; of one issue, in whatever words, as a line in time.

    Examples:

      communique positions CUB --since 2021 --sentences

      communique positions RUS --issue "blockade of Cuba"

      communique positions --issue blockade --table
    """
    wanted = Wanted(states or (), since, until, min_confidence, cross_border)
    show = Show(as_json, sentences, ids)
    if issue is None and not table:
        list_records("position", wanted, store=store, show=show)
        return
    from communique.analysis.standing import stands_now, stands_over_time
    from communique.store import open_store

    with open_store(store) as opened:
        # All positions first: a state's own wording is joined with those of others.
        told = [r for r in find_records("position", replace(wanted, states=()), opened) if isinstance(r, Position)]
        codes = {read_state(s) for s in wanted.states}
        articles = {p.article: opened.article(p.article) for p in told}
        found = []
        for one in _find_issues(told, issue, articles):
            stands = [s for s in stands_over_time(one, articles) if not codes or s.state in codes]
            stands = list(stands_now(stands).values()) if table else stands
            if stands:
                name = f"{one.wording} ({', '.join(one.about) or 'no state named'})"
                found.append((name, [s.position for s in stands]))
        print_groups("position", found, opened, show)
        if not found:
            tell(f"no position in {opened.name} fits what was asked")


def _find_issues(told: list[Position], text: str | None, articles: Mapping[str, Article]) -> list[Issue]:
    """All issues, or those that a user's words mean, without the states in them where no wording names these."""
    from communique.analysis.standing import is_meant, join_issues
    from communique.analysis.states import names_of_states

    names = names_of_states()
    originals = {a.id: a.duplicate_of for a in articles.values() if a.duplicate_of}
    issues = list(join_issues(told, names=names, originals=originals))
    if text is None:
        return issues
    meant = [i for i in issues if is_meant(i, text)]
    bare = _without_states(text)
    if not meant and bare != text and (meant := [i for i in issues if is_meant(i, bare)]):
        tell(f"no wording has all of {text!r}; shown is what has {bare!r}")
    if not meant:
        known = "; ".join(i.wording for i in issues[:5])
        tell(f"no issue is meant by {text!r}; the most told are: {known or 'none'}")
    # "The station" beside "the Russian satellite station" is that one, once all are about what was asked for.
    positions = [p for i in meant for p in i.positions]
    return list(join_issues(positions, names=names, originals=originals, of_one_matter=True))


def _without_states(text: str) -> str:
    """The words without those that name a state, and small ones: "blockade of Cuba" is "blockade"."""
    from communique.actors.gazetteer import load_gazetteer
    from communique.merging.words import load_common_words

    words = [w for w in text.split() if load_gazetteer().state_of(w.removesuffix("'s")) is None]
    return " ".join(w for w in words if w.casefold() not in load_common_words("en"))


def agreements(
    states: States = None,
    store: StoreOption = "relations.db",
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    cross_border: CrossBorder = False,
    stages: Annotated[bool, typer.Option("--stages", help="The stages of each agreement together, in order.")] = False,
    as_json: AsJson = False,
    sentences: Sentences = False,
    ids: Ids = False,
) -> None:
    """List the agreements of a store, each with the stage that an article tells.

    Examples:

      communique agreements CUB RUS --since 2021 --sentences

      communique agreements CUB --stages
    """
    from communique.analysis.standing import join_stages

    def grouped(found: Iterable[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
        for told in join_stages(r for r in found if isinstance(r, Agreement)):
            name = next((a.name or a.subject for a in told if a.name or a.subject), "subject not told")
            states = dict.fromkeys(p.state or p.name for a in told for p in a.parties)
            yield f"{name} ({', '.join(states)})", told

    wanted = Wanted(states or (), since, until, min_confidence, cross_border)
    show = Show(as_json, sentences, ids)
    list_records("agreement", wanted, store=store, show=show, grouped=grouped if stages else None)


def claims(
    states: States = None,
    store: StoreOption = "relations.db",
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    differing: Annotated[
        bool, typer.Option("--differing", help="Only numbers for one measure that differ, side by side.")
    ] = False,
    as_json: AsJson = False,
    sentences: Sentences = False,
    ids: Ids = False,
) -> None:
    """List the claims of a store: numbers and ranks that somebody can check.

    Examples:

      communique claims CUB --sentences

      communique claims --differing
    """
    from communique.analysis.measures import differing_claims

    def grouped(found: Iterable[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
        for told in differing_claims(r for r in found if isinstance(r, Claim)):
            yield ": ".join(w for w in (told[0].subject, told[0].measure) if w), told

    wanted = Wanted(states or (), since, until, min_confidence)
    show = Show(as_json, sentences, ids)
    list_records("claim", wanted, store=store, show=show, grouped=grouped if differing else None)


COMMANDS: Mapping[str, Callable[..., None]] = {
    "commitments": commitments,
    "positions": positions,
    "agreements": agreements,
    "claims": claims,
}
