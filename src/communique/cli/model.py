"""`communique model`: which language model codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from communique.cli.options import ModelOption
from communique.errors import ConfigError


def model(
    model: ModelOption = None,
    path: Annotated[bool, typer.Option("--path", help="Print only the folder of the model.")] = False,
) -> None:
    """Say which language model is used, with its scores on the treebanks' test parts.

    Examples:

      communique model

      communique model --model fast --path
    """
    from communique.language.pipeline import load_pipeline

    folder = load_pipeline(model=model).path
    if folder is None:
        raise ConfigError(f"the model {model!r} lies in no folder")
    if path:
        sys.stdout.write(f"{folder}\n")
        return
    scores = folder / "scores.json"
    sys.stdout.write(f"{folder}\n{scores.read_text('utf-8') if scores.exists() else 'no scores beside it'}\n")
