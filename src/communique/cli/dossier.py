"""`communique dossier`: one page about two states."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import MinConfidence, Since, StoreOption, Until, read_date, read_state
from communique.cli.talk import tell
from communique.errors import ConfigError


def dossier(
    first: Annotated[str, typer.Argument(help="A state: ISO code (CUB) or English name.", show_default=False)],
    second: Annotated[str, typer.Argument(help="The other state.", show_default=False)],
    store: StoreOption = "relations.db",
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")] = Path("out"),
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    domestic: Annotated[
        bool, typer.Option("--domestic", help="Also tell what happened inside one of the two countries.")
    ] = False,
) -> None:
    """Write a dossier about two states: one self-contained HTML page, and Markdown.

    Examples:

      communique dossier CUB RUS --store relations.db --output out/

      communique dossier Japan Vietnam --since 2023 --until 2024-06 --min-confidence 0.6
    """
    from communique.analysis.dossier import assemble_dossier
    from communique.analysis.selection import keep_sure
    from communique.publishing.dossier_html import dossier_name, write_dossier_html
    from communique.publishing.dossier_markdown import write_dossier_markdown
    from communique.store import open_store

    pair = read_state(first), read_state(second)
    if pair[0] == pair[1]:
        raise ConfigError(f"{first} and {second} are one state", remedy="name two")
    term = read_date(since, option="--since"), read_date(until, option="--until")
    with open_store(store) as opened:
        records, held = opened.about(*pair), opened.counts()
    sure = list(keep_sure(records, min_confidence=min_confidence))
    made = assemble_dossier(sure, pair=pair, since=term[0], until=term[1], held=held, domestic=domestic)
    try:
        output.mkdir(parents=True, exist_ok=True)
        page, text = (output / f"{dossier_name(made)}.{suffix}" for suffix in ("html", "md"))
        write_dossier_html(made, page)
        write_dossier_markdown(made, text)
    except OSError as error:
        raise ConfigError(f"{output}: {error.strerror}", remedy="name a folder that can be written to") from error
    tell(f"wrote {page} and {text}")
