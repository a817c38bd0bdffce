"""`communique code`: articles in, records out, no store."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import (
    ActorsOption,
    JudgeOption,
    LanguageOption,
    LexiconOption,
    MinConfidence,
    ModelOption,
    NamesOption,
    Published,
    read_date,
)
from communique.cli.talk import SOME_FAILED, tell_refusal
from communique.errors import ConfigError
from communique.records import Article, Refusal, to_line


def code(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files and folders to read; - for standard input.", show_default=False)
    ] = None,
    published: Published = None,
    language: LanguageOption = None,
    model: ModelOption = None,
    lexicon: LexiconOption = None,
    judge: JudgeOption = True,
    actors: ActorsOption = None,
    names: NamesOption = "public",
    min_confidence: MinConfidence = 0.0,
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs",
            help="JSON Lines of sentences with two parties given; prints what is between them.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print articles and their records as JSON Lines: each article, then what it says.

    Examples:

      communique code story.txt

      communique code articles/ --published 2024-02-19 > records.jsonl

      cat story.txt | communique code -

      communique code articles/ --actors ministers.csv --names all

      communique code --pairs pairs.jsonl

    A line of --pairs is {"id", "text", "actor": [start, end] or null, "recipient": [start, end] or null}, in
    characters; the answer {"id", "event" or null, "mode", "modality", "confidence"}.
    """
    if pairs is not None:
        _code_pairs(pairs, model=model, lexicon=lexicon or (), judge=judge, min_confidence=min_confidence)
        return
    if not paths:
        raise ConfigError("nothing to read", remedy="name files or folders, or - for standard input")
    from communique.actors.holder_files import load_holders
    from communique.building import code_paths
    from communique.coding.article import equip, load_tools
    from communique.coding.privacy import Names
    from communique.reading.article import ReadingOptions

    options = ReadingOptions(published=read_date(published, option="--published"), language=language)
    holders = load_holders(actors) if actors is not None else None
    tools = equip(load_tools(model=model, lexicon=lexicon or (), judge=judge), holders=holders, names=Names(names))
    failed = False
    for record in code_paths(paths, options, tools):
        if isinstance(record, Refusal):
            tell_refusal(record)
            # An article in another language is read and no error; its refusal says why it has no records.
            failed = failed or record.stage != "coding"
        if isinstance(record, Article | Refusal) or record.confidence >= min_confidence:
            sys.stdout.write(to_line(record) + "\n")
    sys.stdout.flush()
    if failed:
        sys.exit(SOME_FAILED)


def _code_pairs(path: Path, *, model: str | None, lexicon: Sequence[Path], judge: bool, min_confidence: float) -> None:
    from communique.coding.article import load_tools
    from communique.coding.pairs import answer_pairs, read_pairs, write_answer

    pairs = read_pairs(path)
    tools = load_tools(model=model, lexicon=lexicon, judge=judge)
    for answer in answer_pairs(pairs, tools):
        if answer.event is None or answer.confidence >= min_confidence:
            sys.stdout.write(write_answer(answer) + "\n")
