"""`communique schema` and `communique --version`."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer


def _print_version(asked: bool) -> None:
    if asked:
        from communique import __version__

        sys.stdout.write(f"communique {__version__}\n")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Read news about what states do to each other, and keep a record of it that anyone can check."""


def schema() -> None:
    """Print the JSON Schema of all records.

    Example:

      communique schema > record.schema.json
    """
    from communique.records import json_schema

    sys.stdout.write(json.dumps(json_schema(), indent=1) + "\n")
