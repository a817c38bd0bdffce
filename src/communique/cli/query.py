"""Queries in the terminal: `communique events`, `quotes`, `commitments`, …, `happening`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import MinConfidence, Since, StoreOption, Until, read_date, read_state
from communique.cli.talk import visible
from communique.errors import ConfigError
from communique.records import ActorRef, Record, to_line

if TYPE_CHECKING:
    from communique.store import Store

States = Annotated[
    list[str] | None, typer.Argument(help="States that the records concern: codes or names.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of a table.")]

# Columns of the table of each kind: heading and what stands there.
_Column = tuple[str, Callable[[Record], object]]


def _names(field: str) -> Callable[[Record], object]:
    def names(record: Record) -> str:
        value = getattr(record, field)
        refs: tuple[ActorRef, ...] = value if isinstance(value, tuple) else (value,) if value else ()
        return ", ".join(f"{r.name} ({r.state})" if r.state and r.kind != "state" else r.name for r in refs)

    return names


def _field(name: str) -> Callable[[Record], object]:
    return lambda record: getattr(record, name)


def _number(record: Record) -> str:
    rank, value = getattr(record, "rank", None), getattr(record, "value", None)
    number = rank or value
    if number is None:
        return ""
    sign = "" if number.op == "=" else number.op + " "
    return f"{sign}{'#' if rank else ''}{number.number:,g} {getattr(record, 'unit', None) or ''}".strip()


COLUMNS: Mapping[str, tuple[_Column, ...]] = {
    "event": (
        ("start", _field("start")),
        ("event", _field("event")),
        ("mode", _field("mode")),
        ("modality", _field("modality")),
        ("actor", _names("actor")),
        ("recipient", _names("recipient")),
    ),
    "quote": (("speaker", _names("speaker")), ("kind", _field("kind")), ("words", _field("text"))),
    "commitment": (
        ("due", _field("due")),
        ("status", _field("status")),
        ("obligor", _names("obligor")),
        ("act", _field("event")),
        ("content", _field("content")),
    ),
    "position": (
        ("holder", _names("holder")),
        ("stance", _field("stance")),
        ("issue", _field("issue")),
        ("since", _field("since")),
        ("until", _field("until")),
    ),
    "agreement": (
        ("stage", _field("stage")),
        ("parties", _names("parties")),
        ("subject", _field("subject")),
        ("start", _field("start")),
    ),
    "claim": (
        ("subject", _field("subject")),
        ("measure", _field("measure")),
        ("value", _number),
        ("as of", _field("as_of")),
        ("by", _names("attributed_to")),
    ),
}


def _show(kind: str) -> Callable[..., None]:
    def command(
        states: States = None,
        store: StoreOption = "relations.db",
        since: Since = None,
        until: Until = None,
        min_confidence: MinConfidence = 0.0,
        as_json: AsJson = False,
        sentences: Annotated[bool, typer.Option("--sentences", help="Show the supporting sentence of each.")] = False,
    ) -> None:
        from communique.store import open_store

        codes = tuple(read_state(s) for s in states or ())
        with open_store(store) as opened:
            found = opened.records(
                kind,
                states=codes,
                since=read_date(since, option="--since"),
                until=read_date(until, option="--until"),
                min_confidence=min_confidence,
            )
            if as_json:
                sys.stdout.writelines(to_line(r) + "\n" for r in found)
            else:
                _table(kind, list(found), opened if sentences else None)

    command.__doc__ = f"""List the {kind}s of a store, as a table or as JSON Lines.

    Examples:

      communique {kind}s --store relations.db

      communique {kind}s CUB RUS --since 2021 --sentences
    """
    return command


def _table(kind: str, records: list[Record], store: Store | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading, _ in COLUMNS[kind]:
        table.add_column(heading, overflow="fold")
    if store:
        table.add_column("sentence", overflow="fold")
    for record in records:
        cells = [visible(str(value)) if (value := read(record)) is not None else "" for _, read in COLUMNS[kind]]
        if store:
            cells.append(visible(_sentence(record, store)))
        # Text, never markup: words of articles must not be read as formatting.
        table.add_row(*(Text(c) for c in cells))
    Console(highlight=False, width=None if sys.stdout.isatty() else 160).print(table)


def _sentence(record: Record, store: Store) -> str:
    span = record.evidence[0]  # type: ignore[union-attr]
    return span.cut(store.article(span.article).text)


def happening(
    happening_id: Annotated[str, typer.Argument(help="Id of a happening.", show_default=False)],
    store: StoreOption = "relations.db",
) -> None:
    """Show one happening: what was reported, by whom, why the reports are taken as one, and where they differ.

    Example:

      communique happening 0f6c1d2e3a4b5c6d --store relations.db
    """
    from communique.store import open_store

    with open_store(store) as opened:
        found = next((r for r in opened.records("happening") if r.id == happening_id), None)  # type: ignore[union-attr]
        if found is None:
            raise ConfigError(f"{store} has no happening {happening_id!r}", remedy="export lists their ids")
        sys.stdout.write(to_line(found) + "\n")
        for span in found.evidence:  # type: ignore[union-attr]
            article = opened.article(span.article)
            sys.stdout.write(f"{article.published or 'undated'} {visible(article.publisher or article.uri)}: ")
            sys.stdout.write(visible(span.cut(article.text)) + "\n")


COMMANDS: Mapping[str, Callable[..., None]] = {
    "events": _show("event"),
    "quotes": _show("quote"),
    "commitments": _show("commitment"),
    "positions": _show("position"),
    "agreements": _show("agreement"),
    "claims": _show("claim"),
    "happening": happening,
}
