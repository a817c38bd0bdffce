"""`communique lexicon`: check the frames."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.options import LexiconOption
from communique.cli.talk import tell

app = typer.Typer(help="Check the lexicon of event frames.", no_args_is_help=True)


@app.callback()
def options() -> None:
    """Check the lexicon of event frames."""


@app.command()
def check(
    lexicon: LexiconOption = None,
    language: Annotated[str, typer.Option(help="Language of the lexicon.")] = "en",
) -> None:
    """Load the lexicon with your own files; say how many entries it has, or which line is wrong.

    Example:

      communique lexicon check --lexicon mine.toml
    """
    from communique.coding.lexicon import load_lexicon

    compiled = load_lexicon(language, extra=lexicon or ())
    tell(f"lexicon {compiled.version}: {compiled.triggers} triggers, in order")
