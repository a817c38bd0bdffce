"""`communique store`: check, back up and migrate a store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import StoreOption
from communique.cli.talk import SOME_FAILED, tell

app = typer.Typer(help="Check, back up and migrate a store.", no_args_is_help=True)


@app.command()
def check(store: StoreOption = "relations.db") -> None:
    """Verify spans, references and indexes; status 3 where something is wrong.

    Example:

      communique store check --store relations.db
    """
    from communique.store import open_store

    with open_store(store) as opened:
        problems = opened.check()
        counts = opened.counts()
    for problem in problems:
        tell(problem)
    if problems:
        sys.exit(SOME_FAILED)
    tell(f"{store}: in order; " + ", ".join(f"{n} {kind}" for kind, n in counts.items()))


@app.command()
def backup(
    output: Annotated[Path, typer.Argument(help="File to write.", show_default=False)],
    store: StoreOption = "relations.db",
) -> None:
    """Copy a store, also while it is written to.

    Example:

      communique store backup copy.db --store relations.db
    """
    from communique.store import open_store

    with open_store(store) as opened:
        opened.backup(output)
    tell(f"wrote {output}")


@app.command()
def migrate(store: StoreOption = "relations.db") -> None:
    """Bring a store made by an older version to the present schema.

    Example:

      communique store migrate --store relations.db
    """
    from communique.store import migrate_store

    before, after = migrate_store(store)
    tell(f"{store}: schema {after}" + ("" if before == after else f", from {before}"))
