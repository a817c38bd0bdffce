"""`communique score`: predictions against gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.talk import tell, visible
from communique.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from communique.analysis.scoring_types import Calibration, Score, Side, Tally, Told, Wrong


def score(
    gold: Annotated[str, typer.Argument(help="What is right: JSON Lines.", show_default=False)],
    predicted: Annotated[
        str, typer.Argument(help="What was coded: JSON Lines; - for standard input.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON instead of tables.")] = False,
    errors: Annotated[int, typer.Option(min=0, help="List so many errors, with their sentences.")] = 0,
) -> None:
    """Score coded events against gold: both records in JSON Lines, gold also sentences with their events.

    Examples:

      communique code articles/ | communique score gold.jsonl -

      communique score sentences.jsonl records.jsonl --errors 20
    """
    from communique.analysis.scoring import as_json as figures
    from communique.analysis.scoring import score_events

    if gold == predicted == "-":
        raise ConfigError("both sides from standard input", remedy="name a file for one of them")
    found = score_events(_read(gold, gold=True), _read(predicted, gold=False), errors=errors)
    if as_json:
        sys.stdout.write(json.dumps(figures(found), indent=1, ensure_ascii=False) + "\n")
    else:
        _show(found)
    if found.outside:
        tell(f"{found.outside} predicted events are in articles or sentences that gold does not have, and not judged")
    if found.articles_missing:
        tell(f"{found.articles_missing} of gold's articles are not among the predicted")


def _read(path: str, *, gold: bool) -> Side:
    from communique.analysis.scoring_reading import read_side

    if path == "-":
        return read_side(sys.stdin.buffer, name="standard input", gold=gold)
    try:
        with Path(path).open("rb") as lines:
            return read_side(lines, name=path, gold=gold)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", remedy="name a readable file of JSON Lines") from error


def _show(found: Score) -> None:
    from rich.console import Console

    out = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    _print(out, _tallies("an event is right if these agree", found.events))
    for heading, tallies in (("type", found.types), ("mode", found.modes), ("modality", found.modalities)):
        _print(out, _tallies(heading, tallies))
    _print(out, _tallies("field, where sentence and type agree", found.fields))
    if found.confusion:
        out.print("types where sentence and parties agree: gold in rows, predicted in columns", style="bold")
    _print(out, _confusion(found.confusion))
    _print(out, _calibration(found.calibration))
    for wrong in found.errors:
        _print(out, _error(wrong))


def _print(out: Console, what: RenderableType | None) -> None:
    if what is not None:
        out.print(what)
        out.print()


def _table(*headings: str) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", overflow="fold")
    return table


def _tallies(heading: str, tallies: Mapping[str, Tally]) -> Table | None:
    from rich.text import Text

    table = _table(heading, "precision", "recall", "F1", "right", "predicted", "gold")
    for name, tally in tallies.items():
        shares = (_share(v) for v in (tally.precision, tally.recall, tally.f1))
        # Text, never markup: a mode may come from anybody's file.
        cells = (visible(name), *shares, str(tally.hits), str(tally.predicted), str(tally.gold))
        table.add_row(*(Text(c) for c in cells))
    return table if tallies else None


def _confusion(counts: Mapping[tuple[str, str], int]) -> Table | None:
    """Types of events whose sentence and parties agree: gold in rows, predicted in columns."""
    columns = sorted({predicted for _, predicted in counts})
    table = _table("", *(c[:5].lower() for c in columns))
    for row in sorted({gold for gold, _ in counts}):
        table.add_row(row, *(str(counts.get((row, column)) or "·") for column in columns))
    return table if counts else None


def _calibration(found: Calibration) -> Table | None:
    table = _table("confidence", "events", "mean", "right")
    for one in found.bins:
        cells = (f"{one.low:.1f} to {one.high:.1f}", str(one.events), _share(one.confidence), _share(one.right))
        table.add_row(*cells)
    table.add_row("expected calibration error", str(found.events), "", _share(found.error))
    return table if found.events else None


def _error(wrong: Wrong) -> RenderableType:
    from rich.text import Text

    heading = wrong.kind.upper() + (f" {', '.join(wrong.fields)}" if wrong.fields else "")
    lines = [f"{heading} · {wrong.article}", f"  {wrong.sentence or '(no text)'}"]
    both = (("gold", wrong.gold), ("predicted", wrong.predicted))
    lines += [f"  {word:<10}{_tell(told)}" for word, told in both if told]
    return Text("\n".join(visible(line) for line in lines))


def _tell(told: Told) -> str:
    kind = f"{told.event} {told.mode}" if told.mode else told.event.value
    extra: list[str] = [told.start] if told.start else []
    extra += [f"confidence {told.confidence:g}"] if told.confidence is not None else []
    return "  ".join([kind, told.modality, f"{_names(told.actor)} → {_names(told.recipient)}", *extra])


def _names(parties: Iterable[str]) -> str:
    return ", ".join(sorted(parties)) or "–"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
