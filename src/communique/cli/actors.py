"""`communique actors`: the directory, and who a phrase means."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import ModelOption, StoreOption
from communique.cli.talk import visible
from communique.errors import ConfigError

app = typer.Typer(help="The directory of actors, and who a phrase means.", no_args_is_help=True)


@app.command("list")
def list_actors(store: StoreOption = "relations.db") -> None:
    """List the actors of a store: id, kind, state, sector, names.

    Example:

      communique actors list --store relations.db
    """
    from communique.records import Actor
    from communique.store import open_store

    with open_store(store) as opened:
        for actor in opened.records("actor"):
            if isinstance(actor, Actor):
                cells = (actor.id, actor.kind, actor.state or "-", actor.sector or "-", "; ".join(actor.names))
                sys.stdout.write(visible("  ".join(cells)) + "\n")


@app.command()
def show(
    actor_id: Annotated[str, typer.Argument(help="Id of an actor.", show_default=False)],
    store: StoreOption = "relations.db",
) -> None:
    """Show an actor with the offices that articles attest, as JSON Lines.

    Example:

      communique actors show 0f6c1d2e3a4b5c6d --store relations.db
    """
    from communique.records import Actor, to_line
    from communique.store import open_store

    with open_store(store) as opened:
        found = next((a for a in opened.records("actor") if isinstance(a, Actor) and a.id == actor_id), None)
        if found is None:
            raise ConfigError(f"{store} has no actor {actor_id!r}", remedy="communique actors list shows their ids")
        sys.stdout.write(to_line(found) + "\n")
        wanted = set(found.tenures)
        for tenure in opened.records("tenure"):
            if tenure.id in wanted:  # type: ignore[union-attr]
                sys.stdout.write(to_line(tenure) + "\n")


@app.command()
def code(
    phrases: Annotated[
        list[str], typer.Argument(help="Phrases, or a file of JSON Lines with `phrase`.", show_default=False)
    ],
    model: ModelOption = None,
) -> None:
    """Say which state, sector and office a phrase means, as JSON Lines.

    Examples:

      communique actors code "Armenian Prime Minister" "the State Duma"

      communique actors code phrases.jsonl
    """
    from communique.actors.code import code_phrase
    from communique.actors.gazetteer import load_gazetteer
    from communique.language.pipeline import load_pipeline

    nlp, gazetteer = load_pipeline(model=model), load_gazetteer()
    for phrase in (p for argument in phrases for p in _phrases(argument)):
        ref = code_phrase(phrase, nlp=nlp, gazetteer=gazetteer)
        row = {
            "phrase": phrase,
            "state": ref and ref.state,
            "sector": ref and ref.sector,
            "office": ref and ref.office,
            "name": ref and ref.name,
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _phrases(argument: str) -> Iterator[str]:
    path = Path(argument)
    if not path.is_file():
        yield argument
        return
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if line.strip():
            try:
                yield str(json.loads(line)["phrase"])
            except (ValueError, KeyError, TypeError) as error:
                raise ConfigError(
                    f"{path}:{number}: no JSON object with `phrase`", remedy="write one object a line"
                ) from error
