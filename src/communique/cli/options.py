"""Options that several commands share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from communique.errors import ConfigError
from communique.records import PartialDate

Paths = Annotated[
    list[str], typer.Argument(help="Files and folders to read; - for standard input.", show_default=False)
]
StoreOption = Annotated[
    str, typer.Option("--store", help="The store: an SQLite file, or a database URL.", envvar="COMMUNIQUE_STORE")
]
Published = Annotated[
    str | None, typer.Option(help="Day of publication of articles that do not say it (YYYY-MM-DD).", show_default=False)
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="Language of the articles, instead of guessing.", show_default=False)
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", help="'fast' for the smaller model, or a spaCy pipeline with UD labels.", show_default=False
    ),
]
LexiconOption = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", help="A lexicon file of your own; may be repeated.", show_default=False),
]
JudgeOption = Annotated[
    bool, typer.Option("--judge/--no-judge", help="Weigh events by the trained judge, or code by frames alone.")
]
ActorsOption = Annotated[
    Path | None,
    typer.Option(
        "--actors", help="A table of office holders: CSV, Wikidata JSON or FollowTheMoney.", show_default=False
    ),
]
NamesOption = Annotated[
    Literal["all", "public"],
    typer.Option("--names", help="Whose names records bear: public leaves private persons a role."),
]
MinConfidence = Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out records below this confidence.")]
Since = Annotated[str | None, typer.Option(help="From this day, month or year on.", show_default=False)]
Until = Annotated[str | None, typer.Option(help="Up to this day, month or year.", show_default=False)]

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read_date(value: str | None, *, option: str) -> PartialDate | None:
    """A date option, to the day, month or year; raises ConfigError where it is none."""
    if value is None:
        return None
    if not _DATE.fullmatch(value):
        raise ConfigError(f"{option} {value!r} is no date", remedy="write YYYY-MM-DD, YYYY-MM or YYYY")
    return PartialDate(value)


def read_state(name: str) -> str:
    """An ISO 3166 alpha-3 code from a code or a country's name; raises ConfigError where there is no such state."""
    from communique.actors.gazetteer import load_gazetteer

    if state := load_gazetteer().state_of(name):
        return state
    raise ConfigError(
        f"no state {name!r}", remedy="write its ISO 3166-1 alpha-3 code, such as CUB, or its English name"
    )
