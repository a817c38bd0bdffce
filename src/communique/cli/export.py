"""`communique export`: a whole store as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import MinConfidence, StoreOption
from communique.cli.talk import tell
from communique.errors import ConfigError

FORMATS = ("jsonl",)


def export(
    store: StoreOption = "relations.db",
    format_: Annotated[str, typer.Option("--format", help="The form: jsonl.")] = "jsonl",
    output: Annotated[str, typer.Option("--output", "-o", help="File to write; - for standard output.")] = "-",
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Give whole texts, not only supporting sentences.")
    ] = False,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Write all records of a store, each article before its records.

    Texts belong to their publishers: without --with-text only the sentences that support a record are given, the rest
    is blanked out, so that spans still show their words.

    Examples:

      communique export --store relations.db --output records.jsonl

      communique export --store relations.db --min-confidence 0.6 | jq 'select(.record == "commitment")'
    """
    from communique.analysis.selection import keep_sure
    from communique.publishing.jsonl import write_jsonl
    from communique.store import open_store

    if format_ not in FORMATS:
        raise ConfigError(f"no format {format_!r}; there are {', '.join(FORMATS)}")
    with open_store(store) as opened:
        records = keep_sure(opened.records(), min_confidence=min_confidence)
        if output == "-":
            write_jsonl(records, sys.stdout, with_text=with_text)
            return
        try:
            with Path(output).open("w", encoding="utf-8", newline="\n") as out:
                write_jsonl(records, out, with_text=with_text)
        except OSError as error:
            raise ConfigError(f"{output}: {error.strerror}", remedy="name a file that can be written to") from error
    tell(f"wrote {output}")
