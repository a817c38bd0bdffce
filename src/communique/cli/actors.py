"""`communique actors`: the directory, and who a phrase means."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import ActorsOption, ModelOption, StoreOption, read_date
from communique.cli.talk import tell, visible
from communique.errors import ConfigError

if TYPE_CHECKING:
    from communique.merging.decisions import ActorDecision, ActorName
    from communique.records import Actor, PartialDate
    from communique.store import Store

ActorArgument = Annotated[str, typer.Argument(help="Id or name of an actor.", show_default=False)]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Who decides; your user name if not given.", show_default=False)
]
BecauseOption = Annotated[str | None, typer.Option("--because", help="Why.", show_default=False)]

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
def show(actor: ActorArgument, store: StoreOption = "relations.db") -> None:
    """Show an actor, the offices that articles attest, and what people decided about it, as JSON Lines.

    Examples:

      communique actors show 0f6c1d2e3a4b5c6d --store relations.db

      communique actors show "Rosa Quispe"
    """
    from communique.merging.decisions import names_of
    from communique.records import to_line
    from communique.store import open_store

    with open_store(store) as opened:
        found = pick_actor(opened, actor)
        sys.stdout.write(to_line(found) + "\n")
        wanted = set(found.tenures)
        for tenure in opened.records("tenure"):
            if tenure.id in wanted:  # type: ignore[union-attr]
                sys.stdout.write(to_line(tenure) + "\n")
        names = names_of(found)
        for decision in opened.actor_decisions():
            if any(a.fits(b) for a in (*decision.one, *decision.other) for b in names):
                sys.stdout.write(_decision_line(decision) + "\n")


@app.command()
def merge(
    actor: ActorArgument,
    other: Annotated[str, typer.Argument(help="Id or name of another.", show_default=False)],
    store: StoreOption = "relations.db",
    by: ByOption = None,
    because: BecauseOption = None,
) -> None:
    """Say that two entries of the directory are one actor. Holds for all later builds.

    Example:

      communique actors merge "Rosa Quispe" "R. Quispe Mamani" --by ana --because "same minister, see cabinet list"
    """
    from communique.building import merge_store
    from communique.merging.decisions import Verdict, make_decision, names_of
    from communique.store import open_store

    with open_store(store) as opened:
        one, two = pick_actor(opened, actor), pick_actor(opened, other)
        if one.id == two.id:
            raise ConfigError(f"{actor!r} and {other!r} are one entry already, {one.id}")
        if one.kind is not two.kind:
            raise ConfigError(
                f"{one.names[0]} is a {one.kind} and {two.names[0]} a {two.kind}",
                remedy="only actors of one kind can be one",
            )
        decision = make_decision(Verdict.MERGE, names_of(one), names_of(two), by=_who(by), at=_now(), reason=because)
        opened.decide_actors(decision)
        merge_store(opened, as_of=opened.judged_on())
        merged = pick_actor(opened, one.id)
    tell(f"{merged.id}: {', '.join(merged.names)}")


@app.command()
def split(
    actor: ActorArgument,
    names: Annotated[list[str], typer.Argument(help="The names that are another's.", show_default=False)],
    store: StoreOption = "relations.db",
    by: ByOption = None,
    because: BecauseOption = None,
) -> None:
    """Say that some names of an entry are another actor's. Holds for all later builds.

    Examples:

      communique actors split 0f6c1d2e3a4b5c6d "R. Quispe" --by ana --because "the minister's brother"

      communique actors show 0f6c1d2e3a4b5c6d    # shows the names that it has
    """
    from communique.building import merge_store
    from communique.merging.decisions import Verdict, make_decision, name_of, names_of
    from communique.store import open_store

    with open_store(store) as opened:
        found = pick_actor(opened, actor)
        parts = {name_of(n, found.kind, found.state) for n in names}
        own = set(names_of(found))
        unknown = [n for n in names if name_of(n, found.kind, found.state) not in own]
        if unknown:
            raise ConfigError(f"{found.names[0]} has no name {unknown[0]!r}", remedy=f"it has {'; '.join(found.names)}")
        if parts == own:
            raise ConfigError(
                f"these are all names of {found.names[0]}",
                remedy="name those of one of the two; one name cannot be split",
            )
        decision = make_decision(Verdict.SPLIT, own - parts, parts, by=_who(by), at=_now(), reason=because)
        opened.decide_actors(decision)
        merge_store(opened, as_of=opened.judged_on())
        left = [pick_actor(opened, n) for n in (found.names[0], names[0])]
    tell("; ".join(f"{a.id}: {', '.join(a.names)}" for a in left))


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


def pick_actor(store: Store, sought: str) -> Actor:
    """The one entry of this id or name; raises ConfigError where there is none, or where there are several."""
    from communique.merging.decisions import find_actor
    from communique.records import Actor

    found = find_actor((a for a in store.records("actor") if isinstance(a, Actor)), sought)
    if not found:
        raise ConfigError(f"{store.name} has no actor {sought!r}", remedy="communique actors list shows their ids")
    if len(found) > 1:
        several = ", ".join(f"{a.id} ({a.names[0] if a.names else a.kind}, {a.state or 'no state'})" for a in found[:5])
        raise ConfigError(f"{len(found)} actors are called {sought!r}: {several}", remedy="name one by its id")
    return found[0]


def _decision_line(decision: ActorDecision) -> str:
    row = {
        "record": "decision",
        "id": decision.id,
        "action": decision.action,
        "names": [_plain(n) for n in decision.one],
        "others": [_plain(n) for n in decision.other],
        "by": decision.by,
        "at": decision.at,
        "reason": decision.reason,
    }
    return json.dumps(row, ensure_ascii=False)


def _plain(name: ActorName) -> dict[str, str | None]:
    return {"name": name.name, "kind": name.kind, "state": name.state}


def _who(by: str | None) -> str:
    if by:
        return by
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise ConfigError("nobody is named who decides", remedy="add --by NAME") from error


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="microseconds")


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
