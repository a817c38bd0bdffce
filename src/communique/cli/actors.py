"""`communique actors`: the directory, and who a phrase means."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import actors_directory
from communique.cli.options import ActorsOption, ModelOption, StoreOption, read_date
from communique.cli.talk import tell
from communique.errors import ConfigError

if TYPE_CHECKING:
    from communique.records import PartialDate

app = typer.Typer(help="The directory of actors, and who a phrase means.", no_args_is_help=True)


app.command("list")(actors_directory.list_actors)
app.command()(actors_directory.show)
app.command()(actors_directory.merge)
app.command()(actors_directory.split)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, Wikidata JSON or FollowTheMoney.", show_default=False)],
    store: StoreOption = "relations.db",
) -> None:
    """Keep a table of office holders in a store: its builds know who "Obama" was on the day of an article.

    The file is CSV with the columns name,state,office,from,to (and sector, if you like); or a JSON result of Wikidata's
    query service with personLabel, countryLabel, positionLabel, start, end; or Wikidata entities; or FollowTheMoney
    entities (Person, Position, Occupancy), one a line. The same file again takes the place of what it gave before.

    Examples:

      communique actors import ministers.csv --store relations.db

      communique build articles/ --store relations.db    # codes anew, with the table
    """
    from communique.actors.holder_files import load_holders
    from communique.store import open_store

    table = load_holders(file)
    with open_store(store, create=True) as opened:
        came, gone = opened.import_holders(table, source=file.name)
    tell(f"{file}: {len(table.holders)} lines; {came} new, {gone} gone")


@app.command()
def compare(
    names: Annotated[
        list[str],
        typer.Argument(help="A CSV file with name1 and name2; or two names.", show_default=False),
    ],
) -> None:
    """Say whether two names can be one person's, as JSON Lines: spelling, script, order, titles and initials aside.

    Examples:

      communique actors compare "Quispe Mamani, Rosa" "R. Quispe"

      communique actors compare pairs.csv
    """
    from communique.actors.compare import compare_names

    for one, other in _name_pairs(names):
        found = compare_names(one, other)
        row = {"name1": one, "name2": other, "same": found.same, "score": found.score}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


@app.command()
def code(
    phrases: Annotated[
        list[str],
        typer.Argument(help="Phrases, or a file of JSON Lines with `phrase` and perhaps `on`.", show_default=False),
    ],
    model: ModelOption = None,
    actors: ActorsOption = None,
    on: Annotated[
        str | None, typer.Option(help="Day to which the phrases belong (YYYY-MM-DD).", show_default=False)
    ] = None,
) -> None:
    """Say which state, sector and office a phrase means, as JSON Lines.

    Examples:

      communique actors code "Armenian Prime Minister" "the State Duma"

      communique actors code phrases.jsonl --actors ministers.csv

      communique actors code "Obama" --actors ministers.csv --on 2012-05-01
    """
    from communique.actors.code import code_phrase
    from communique.actors.gazetteer import load_gazetteer
    from communique.actors.holder_files import load_holders
    from communique.language.pipeline import load_pipeline

    day = read_date(on, option="--on")
    holders = load_holders(actors) if actors is not None else None
    nlp, gazetteer = load_pipeline(model=model), load_gazetteer()
    for phrase, own_day in (p for argument in phrases for p in _phrases(argument)):
        ref = code_phrase(phrase, nlp=nlp, gazetteer=gazetteer, holders=holders, on=own_day or day)
        row = {
            "phrase": phrase,
            "state": ref and ref.state,
            "sector": ref and ref.sector,
            "office": ref and ref.office,
            "name": ref and ref.name,
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _name_pairs(arguments: list[str]) -> Iterator[tuple[str, str]]:
    path = Path(arguments[0])
    if len(arguments) == 2 and not path.is_file():
        yield arguments[0], arguments[1]
        return
    if len(arguments) != 1:
        raise ConfigError("two names are compared, or a file of pairs", remedy="see communique actors compare --help")
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if reader.fieldnames is None or not {"name1", "name2"} <= set(reader.fieldnames):
                raise ConfigError(f"{path}:1: lacks the columns name1 and name2", remedy="write name1,name2 there")
            for row in reader:
                if row["name1"] is None or row["name2"] is None:
                    raise ConfigError(f"{path}:{reader.line_num}: has no second name", remedy="write both in each line")
                yield row["name1"], row["name2"]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path}: {getattr(error, 'strerror', None) or error}", remedy="name a CSV file") from error


def _phrases(argument: str) -> Iterator[tuple[str, PartialDate | None]]:
    path = Path(argument)
    if not path.is_file():
        yield argument, None
        return
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                phrase, on = str(row["phrase"]), row.get("on")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ConfigError(
                    f"{path}:{number}: no JSON object with `phrase`", remedy="write one object a line"
                ) from error
            yield phrase, read_date(str(on), option=f"{path}:{number}: on") if on else None
