"""`communique review`: people's decisions about records, which win over the machine."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import StoreOption
from communique.cli.talk import tell, visible
from communique.errors import ConfigError

if TYPE_CHECKING:
    from communique.store.reviewing import Action, ReviewState

app = typer.Typer(
    help="Accept, reject and correct records, merge and split happenings; decisions survive every rebuild.",
    no_args_is_help=True,
)

_DONE = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "merge": "merged", "split": "split"}

RecordId = Annotated[
    str, typer.Argument(metavar="ID", help="Id of a record, or of a happening: all its reports.", show_default=False)
]
HappeningId = Annotated[str, typer.Argument(metavar="HAPPENING", help="Id of a happening.", show_default=False)]
By = Annotated[
    str | None, typer.Option("--by", help="Who decides; your user name if not given.", envvar="COMMUNIQUE_REVIEWER")
]
Reason = Annotated[str | None, typer.Option("--reason", "--because", help="Why.", show_default=False)]


@app.command()
def accept(target: RecordId, store: StoreOption = "relations.db", by: By = None, reason: Reason = None) -> None:
    """Say that a record is right; its confidence becomes 1. Takes back a rejection.

    Example:

      communique review accept 5b6ee68e023c21d2 --by "A. Desk"
    """
    _decide("accept", target, store=store, by=by, reason=reason)


@app.command()
def reject(target: RecordId, store: StoreOption = "relations.db", by: By = None, reason: Reason = None) -> None:
    """Say that a record is wrong: it is no longer shown, counted or merged.

    Example:

      communique review reject 5b6ee68e023c21d2 --reason "a football match"
    """
    _decide("reject", target, store=store, by=by, reason=reason)


@app.command()
def correct(
    target: RecordId,
    field: Annotated[str, typer.Argument(help="Field of the record, as docs/records.md names it.", show_default=False)],
    value: Annotated[
        str,
        typer.Argument(
            help="Its value: a word, a day, parties (PER, Ana Ruiz (PER)), or JSON; '' for none.", show_default=False
        ),
    ],
    store: StoreOption = "relations.db",
    by: By = None,
    reason: Reason = None,
) -> None:
    """Give a field of a record another value.

    Examples:

      communique review correct 5b6ee68e023c21d2 event REQUEST --by "A. Desk"

      communique review correct 5b6ee68e023c21d2 recipient "AGO, Ana Ruiz (PER)" --reason "thanks went to Luanda"

      communique review correct 5b6ee68e023c21d2 start 2023-03-04
    """
    _decide("correct", target, store=store, by=by, reason=reason, field=field, value=value)


@app.command()
def merge(
    target: HappeningId,
    other: Annotated[str, typer.Argument(metavar="HAPPENING", help="The same event.", show_default=False)],
    store: StoreOption = "relations.db",
    by: By = None,
    reason: Reason = None,
) -> None:
    """Say that two happenings are one.

    Example:

      communique review merge 0f6c1d2e3a4b5c6d 9a8b7c6d5e4f3a2b --reason "the strike was at midnight"
    """
    _decide("merge", target, store=store, by=by, reason=reason, value=other)


@app.command()
def split(
    target: HappeningId,
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORT…", help="Ids of the reports that tell of another event.", show_default=False),
    ],
    store: StoreOption = "relations.db",
    by: By = None,
    reason: Reason = None,
) -> None:
    """Say that some reports of a happening tell of another event; `communique happening` shows their ids.

    Example:

      communique review split 0f6c1d2e3a4b5c6d 5b6ee68e023c21d2 --reason "the second round of talks"
    """
    _decide("split", target, store=store, by=by, reason=reason, value=" ".join(reports))


@app.command("list")
def list_reviews(
    store: StoreOption = "relations.db",
    lost: Annotated[
        bool, typer.Option("--lost", help="Only those whose record is no longer made, or whose page has changed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
) -> None:
    """List all decisions: when, who, what, about which words, and whether they still find their record.

    Example:

      communique review list --lost --store relations.db
    """
    from communique.records import to_line
    from communique.store import open_store

    with open_store(store) as opened:
        for state in opened.review_states():
            if lost and state.found:
                continue
            sys.stdout.write(to_line(state.review) + "\n" if as_json else _line(state))


@app.command()
def export(
    store: StoreOption = "relations.db",
    output: Annotated[str, typer.Option("--output", "-o", help="File to write; - for standard output.")] = "-",
) -> None:
    """Write reviewed sentences as gold, for `communique score`: a line a sentence, with what people left of its events.

    Events of these sentences that nobody looked at are optional (`"core": false`).

    Example:

      communique reviews export --store relations.db --output gold.jsonl
    """
    from communique.analysis.reviewed import read_gold
    from communique.store import open_store

    with open_store(store) as opened:
        lines = [line + "\n" for line in read_gold(opened)]
    if output == "-":
        sys.stdout.writelines(lines)
        return
    try:
        Path(output).write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"{output}: {error.strerror}", remedy="name a file that can be written to") from error
    tell(f"wrote {output}: {len(lines)} sentences")


def _decide(
    action: Action,
    target: str,
    *,
    store: str,
    by: str | None,
    reason: str | None,
    field: str | None = None,
    value: str | None = None,
) -> None:
    from communique.building import merge_store
    from communique.store import open_store

    with open_store(store) as opened:
        day = opened.judged_on()
        reviews = opened.decide(action, target, by=by or getpass.getuser(), field=field, value=value, reason=reason)
        merge_store(opened, as_of=day)
        words = opened.changes.summary()
    for review in reviews:
        about = review.anchor.words if review.anchor else " ".join(a.words for a in (*review.reports, *review.others))
        tell(f"{_DONE[action]}: {_shorten(about)}")
    tell(f"changed: {words or 'nothing'}")


def _line(state: ReviewState) -> str:
    review = state.review
    anchors = (review.anchor,) if review.anchor else (*review.reports, *review.others)
    told = f"{review.field}={review.value}" if review.field else review.value or ""
    words = _shorten(" / ".join(a.words for a in anchors))
    cells = [review.at[:10], review.by, review.action, review.target, told, words]
    cells += [f"({review.reason})"] if review.reason else []
    cells += [] if state.found else ["[its record is no longer made]"]
    return visible("  ".join(c for c in cells if c)) + "\n"


def _shorten(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 100 else plain[:99] + "…"
