"""Queries in the terminal: `communique events`, `quotes`, `commitments`, …, `happening`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import MinConfidence, Since, StoreOption, Until, read_date, read_state
from communique.cli.talk import tell, visible
from communique.errors import ConfigError
from communique.records import ActorRef, Happening, PartialDate, Record, to_line

if TYPE_CHECKING:
    from communique.store import Store

States = Annotated[
    list[str] | None, typer.Argument(help="States that the records concern: codes or names.", show_default=False)
]
CrossBorder = Annotated[
    bool,
    typer.Option("--cross-border/--all", help="Only what is between two or more states or international bodies."),
]
Sentences = Annotated[bool, typer.Option("--sentences", help="Show the supporting sentence of each.")]
Ids = Annotated[bool, typer.Option("--ids", help="Show the id of each, for show and review.")]
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
    "happening": (
        ("start", _field("start")),
        ("event", _field("event")),
        ("mode", _field("mode")),
        ("modality", _field("modality")),
        ("actor", _names("actor")),
        ("recipient", _names("recipient")),
        ("articles", lambda record: len(getattr(record, "sources", ()))),
        ("independent", _field("independent_sources")),
    ),
    "quote": (("speaker", _names("speaker")), ("kind", _field("kind")), ("words", _field("text"))),
    "commitment": (
        ("due", _field("due")),
        ("status", _field("status")),
        ("obligor", _names("obligor")),
        ("act", _field("event")),
        ("content", _field("content")),
        ("if", _field("condition")),
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
        sentences: Sentences = False,
        ids: Ids = False,
    ) -> None:
        wanted = Wanted(states or (), since, until, min_confidence)
        list_records(kind, wanted, store=store, show=Show(as_json, sentences, ids))

    command.__doc__ = _HELP.format(kind=kind, example="")
    return command


def _show_sided(kind: str) -> Callable[..., None]:
    """The command of a kind whose records have two sides, and may stay inside one country."""

    def command(
        states: States = None,
        store: StoreOption = "relations.db",
        since: Since = None,
        until: Until = None,
        min_confidence: MinConfidence = 0.0,
        cross_border: CrossBorder = False,
        as_json: AsJson = False,
        sentences: Sentences = False,
        ids: Ids = False,
    ) -> None:
        wanted = Wanted(states or (), since, until, min_confidence, cross_border)
        list_records(kind, wanted, store=store, show=Show(as_json, sentences, ids))

    command.__doc__ = _HELP.format(kind=kind, example=f"""
      communique {kind}s CUB --cross-border
""")  # fmt: skip
    return command


_HELP = """List the {kind}s of a store, as a table or as JSON Lines.

    Examples:

      communique {kind}s --store relations.db

      communique {kind}s CUB RUS --since 2021 --sentences
{example}"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records a command asks for, as the user wrote it."""

    states: Sequence[str]
    since: str | None
    until: str | None
    min_confidence: float
    cross_border: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """How records are printed: as JSON Lines, or a table with sentences and ids."""

    as_json: bool = False
    sentences: bool = False
    ids: bool = False


def list_records(
    kind: str,
    wanted: Wanted,
    *,
    store: str,
    show: Show,
    chosen: Callable[[Record], bool] | None = None,
    grouped: Callable[[Iterable[Record]], Iterable[tuple[str, Sequence[Record]]]] | None = None,
) -> None:
    """Print the records that are wanted and chosen, in the store's order, or in groups with a heading each."""
    from communique.store import open_store

    with open_store(store) as opened:
        found: Iterable[Record] = (r for r in find_records(kind, wanted, opened) if chosen is None or chosen(r))
        if grouped is None and show.as_json:
            sys.stdout.writelines(to_line(r) + "\n" for r in found)
            return
        groups = [("", list(found))] if grouped is None else [(name, list(told)) for name, told in grouped(found)]
        print_groups(kind, groups, opened, show)
        if not any(told for _, told in groups):
            tell(f"no {kind} in {opened.name} fits what was asked")


def print_groups(kind: str, groups: Iterable[tuple[str, Sequence[Record]]], opened: Store, show: Show) -> None:
    """Print records as JSON Lines, or as tables, each under its heading."""
    for name, told in groups:
        if show.as_json:
            sys.stdout.writelines(to_line(r) + "\n" for r in told)
            continue
        if name:
            sys.stdout.write(visible(name) + "\n")
        write_table(kind, told, opened, show)
        if name:
            sys.stdout.write("\n")


def find_records(kind: str, wanted: Wanted, opened: Store) -> Iterator[Record]:
    """The records of a kind that are wanted, in the store's order."""
    from communique.analysis.borders import Sided, crosses_border

    found = opened.records(
        kind,
        states=tuple(read_state(s) for s in wanted.states),
        since=read_date(wanted.since, option="--since"),
        until=read_date(wanted.until, option="--until"),
        min_confidence=wanted.min_confidence,
    )
    return (r for r in found if not wanted.cross_border or (isinstance(r, Sided) and crosses_border(r)))


def write_table(kind: str, records: Sequence[Record], store: Store, show: Show) -> None:
    """Print records as a table; what several say in the same words, as reprints do, is one row unless ids are shown."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    headings = [*(["id"] if show.ids else []), *(heading for heading, _ in COLUMNS[kind])]
    headings += ["told"] if kind == "position" else []
    headings += ["sentence"] if show.sentences else []
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == "id")
    rows = (tuple(_cells(kind, record, store, show)) for record in records)
    for cells in dict.fromkeys(rows):
        # Text, never markup: words of articles must not be read as formatting.
        table.add_row(*(Text(c) for c in cells))
    Console(highlight=False, width=None if sys.stdout.isatty() else 160).print(table)


def _cells(kind: str, record: Record, store: Store, show: Show) -> Iterator[str]:
    if show.ids:
        yield str(getattr(record, "id", ""))
    for _, read in COLUMNS[kind]:
        value = read(record)
        yield visible(str(value)) if value is not None else ""
    if kind == "position":
        yield (store.article(getattr(record, "article", "")).published or "")[:10]
    if show.sentences:
        yield visible(_sentence(record, store))


def _sentence(record: Record, store: Store) -> str:
    span = record.evidence[0]  # type: ignore[union-attr]
    return span.cut(store.article(span.article).text)


def happening(
    happening_id: Annotated[str, typer.Argument(help="Id of a happening.", show_default=False)],
    store: StoreOption = "relations.db",
) -> None:
    """Show one happening: its reports, why they are taken as one, where they differ, and what belongs with it.

    Example:

      communique happening 0f6c1d2e3a4b5c6d --store relations.db
    """
    from communique.store import open_store

    with open_store(store) as opened:
        found = opened.happening(happening_id)
        if found is None:
            raise ConfigError(
                f"{store} has no happening {happening_id!r}", remedy="communique happenings --ids lists them"
            )
        sys.stdout.write(to_line(found) + "\n")
        for report in found.reports:
            event = opened.record(report)
            if event is not None:
                sys.stdout.write(f"report {report} " + _evidence(event, opened))
        for line in _companions(found, opened):
            sys.stdout.write(line)


def _companions(found: Happening, opened: Store) -> Iterator[str]:
    """Lines on what belongs with a happening: the visit of these talks, what was signed there."""
    from communique.merging.occasions import days_of, find_companions, states_of

    days = days_of(found)
    if days is None:
        return
    since, until = (PartialDate(day.isoformat()) for day in (days.first, days.last))
    near = {
        record.id: record
        for pair in combinations(sorted(states_of(found)), 2)
        for record in opened.records("happening", states=pair, since=since, until=until)
        if isinstance(record, Happening)
    }
    for companion in find_companions(found, near.values()):
        other = companion.happening
        yield f"belongs with {other.id} {other.event} {other.start or ''}: {visible(companion.why)}\n"


def show(
    record_id: Annotated[str, typer.Argument(help="Id of a record of any kind.", show_default=False)],
    store: StoreOption = "relations.db",
) -> None:
    """Show one record with its evidence; one that was read in an older text of its page is shown as old.

    Example:

      communique show 5b6ee68e023c21d2 --store relations.db
    """
    from communique.store import open_store

    with open_store(store) as opened:
        found = opened.record(record_id) or opened.happening(record_id)
        former, coded = opened.former(record_id), opened.as_coded(record_id)
        if found is None and coded is None and not former:
            raise ConfigError(
                f"{opened.name} has no record {record_id!r}",
                remedy="events, happenings, quotes, commitments, … --ids list them",
            )
        if found is not None:
            sys.stdout.write(to_line(found) + "\n" + _evidence(found, opened))
        elif coded is not None:
            sys.stdout.write(to_line(coded) + "\n" + _evidence(coded, opened))
            sys.stdout.write("rejected: communique review list says by whom\n")
        for old in former if found is None else ():
            sys.stdout.write(to_line(old.record) + "\n")
            sys.stdout.write(f"old: version {old.version} of the text said so; the page has changed since\n")
            for span in old.record.evidence:  # type: ignore[union-attr]
                sys.stdout.write(visible(span.cut(old.text)) + "\n")


def _evidence(record: Record, store: Store) -> str:
    """The sentences that support a record, each with the day and publisher of its article."""
    lines = []
    for span in record.evidence:  # type: ignore[union-attr]
        article = store.article(span.article)
        told = f"{article.published or 'undated'} {article.publisher or article.uri}: {span.cut(article.text)}"
        lines.append(visible(told) + "\n")
    return "".join(lines)


COMMANDS: Mapping[str, Callable[..., None]] = {
    "events": _show_sided("event"),
    "happenings": _show_sided("happening"),
    "quotes": _show("quote"),
    "happening": happening,
    "show": show,
}
