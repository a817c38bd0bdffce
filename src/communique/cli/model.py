"""`communique model`: which language model codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from communique.cli.options import ModelOption


def model(
    model: ModelOption = None,
    path: Annotated[bool, typer.Option("--path", help="Print only the folder of the model.")] = False,
) -> None:
    """Say which language model is used, with its scores on the treebanks' test parts.

    Examples:

      communique model

      communique model --model fast --path
    """
    from communique.language.pipeline import model_folder

    folder = model_folder("en", model=model)
    if path:
        sys.stdout.write(f"{folder}\n")
        return
    scores = folder / "scores.json"
    sys.stdout.write(f"{folder}\n{scores.read_text('utf-8') if scores.exists() else 'no scores beside it'}\n")
