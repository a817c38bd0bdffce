"""What was promised, held, agreed and counted: `communique commitments`, `positions`, `agreements`, `claims`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Annotated

import typer

from communique.cli.options import MinConfidence, Since, StoreOption, Until, read_date, read_state
from communique.cli.query import (
    AsJson,
    CrossBorder,
    Sentences,
    States,
    Wanted,
    find_records,
    list_records,
    write_table,
)
from communique.cli.talk import visible
from communique.records import Agreement, Claim, Commitment, Position, Record, Status, to_line


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
    list_records("commitment", wanted, store=store, as_json=as_json, sentences=sentences, chosen=chosen)


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
) -> None:
    """List the positions of a store; of one issue, in whatever words, as a line in time.

    Examples:

      communique positions CUB --since 2021 --sentences

      communique positions RUS --issue "blockade of Cuba"

      communique positions --issue blockade --table
    """
    wanted = Wanted(states or (), since, until, min_confidence, cross_border)
    if issue is None and not table:
        list_records("position", wanted, store=store, as_json=as_json, sentences=sentences)
        return
    from communique.analysis.standing import is_meant, join_issues, stands_now, stands_over_time
    from communique.store import open_store

    with open_store(store) as opened:
        # All positions first: a state's own wording is joined with those of others.
        told = [r for r in find_records("position", replace(wanted, states=()), opened) if isinstance(r, Position)]
        issues = [i for i in join_issues(told) if issue is None or is_meant(i, issue)]
        codes = {read_state(s) for s in wanted.states}
        articles = {p.article: opened.article(p.article) for i in issues for p in i.positions}
        for one in issues:
            stands = [s for s in stands_over_time(one, articles) if not codes or s.state in codes]
            if table:
                stands = list(stands_now(stands).values())
            if stands and as_json:
                sys.stdout.writelines(to_line(s.position) + "\n" for s in stands)
            elif stands:
                sys.stdout.write(visible(f"{one.wording} ({', '.join(one.about) or 'no state'})") + "\n")
                write_table("position", [s.position for s in stands], opened if sentences else None)


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
) -> None:
    """List the agreements of a store, each with the stage that an article tells.

    Examples:

      communique agreements CUB RUS --since 2021 --sentences

      communique agreements CUB --stages
    """
    from communique.analysis.standing import join_stages

    def order(found: Iterable[Record]) -> list[Record]:
        return [a for told in join_stages(r for r in found if isinstance(r, Agreement)) for a in told]

    wanted = Wanted(states or (), since, until, min_confidence, cross_border)
    list_records(
        "agreement", wanted, store=store, as_json=as_json, sentences=sentences, order=order if stages else None
    )


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
) -> None:
    """List the claims of a store: numbers and ranks that somebody can check.

    Examples:

      communique claims CUB --sentences

      communique claims --differing
    """
    from communique.analysis.standing import differing_claims

    def order(found: Iterable[Record]) -> list[Record]:
        return [c for told in differing_claims(r for r in found if isinstance(r, Claim)) for c in told]

    wanted = Wanted(states or (), since, until, min_confidence)
    list_records("claim", wanted, store=store, as_json=as_json, sentences=sentences, order=order if differing else None)


COMMANDS: Mapping[str, Callable[..., None]] = {
    "commitments": commitments,
    "positions": positions,
    "agreements": agreements,
    "claims": claims,
}
