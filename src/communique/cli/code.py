"""`communique code`: articles in, records out, no store."""

from __future__ import annotations

import sys

from communique.cli.options import (
    LanguageOption,
    LexiconOption,
    MinConfidence,
    ModelOption,
    Paths,
    Published,
    read_date,
)
from communique.cli.talk import SOME_FAILED, tell_refusal
from communique.records import Article, Refusal, to_line


def code(
    paths: Paths,
    published: Published = None,
    language: LanguageOption = None,
    model: ModelOption = None,
    lexicon: LexiconOption = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Print articles and their records as JSON Lines: each article, then what it says.

    Examples:

      communique code story.txt

      communique code articles/ --published 2024-02-19 > records.jsonl

      cat story.txt | communique code -
    """
    from communique.building import code_paths
    from communique.coding.article import load_tools
    from communique.reading.article import ReadingOptions

    options = ReadingOptions(published=read_date(published, option="--published"), language=language)
    tools = load_tools(model=model, lexicon=lexicon or ())
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
