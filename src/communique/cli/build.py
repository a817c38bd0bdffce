"""`communique build`: read, code, merge, keep."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from communique.cli.options import LanguageOption, LexiconOption, ModelOption, Paths, Published, StoreOption, read_date
from communique.cli.talk import INTERRUPTED, SOME_FAILED, progress, tell, tell_refusal
from communique.records import Article, Refusal

# Kinds that the summary counts; articles and refusals stand in its first line, runs tell a reader nothing.
SHOWN = ("event", "quote", "commitment", "position", "agreement", "claim", "tenure", "happening", "story", "actor")


def build(
    paths: Paths,
    store: StoreOption = "relations.db",
    published: Published = None,
    language: LanguageOption = None,
    model: ModelOption = None,
    lexicon: LexiconOption = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="Day on which promises are judged; the newest publication if not given.", show_default=False),
    ] = None,
) -> None:
    """Read articles, code them, and merge what they report into a store.

    Building the same input twice changes nothing; an interrupted build goes on where it stopped.

    Examples:

      communique build articles/ --store relations.db

      communique build story.html --store relations.db --published 2024-02-19
    """
    from communique.building import build_store
    from communique.coding.article import load_tools
    from communique.reading.article import ReadingOptions
    from communique.store import open_store

    options = ReadingOptions(published=read_date(published, option="--published"), language=language)
    tools = load_tools(model=model, lexicon=lexicon or ())
    with open_store(store, create=True) as opened:
        total = _count(paths)
        with progress(total, what="Reading and coding") as step:

            def told(item: Article | Refusal) -> None:
                if isinstance(item, Refusal):
                    tell_refusal(item)
                if not (isinstance(item, Refusal) and item.stage == "coding"):
                    step()

            try:
                summary = build_store(
                    paths,
                    store=opened,
                    options=options,
                    tools=tools,
                    as_of=read_date(as_of, option="--as-of"),
                    tell=told,
                )
            except KeyboardInterrupt:
                tell("interrupted: what was coded is kept; run the same command again to go on")
                sys.exit(INTERRUPTED)
    tell(
        f"{summary.read} articles read: {summary.coded} coded, {summary.unchanged} unchanged since the last build, "
        f"{summary.not_coded} in other languages or too long; {summary.refused} inputs refused"
    )
    kinds = ", ".join(f"{n} {_plural(kind)}" for kind, n in summary.records.items() if n and kind in SHOWN)
    tell(f"{store}: {kinds or 'nothing'}; {summary.changed} rows changed")
    if summary.refused:
        sys.exit(SOME_FAILED)


def _count(paths: list[str]) -> int | None:
    """Number of sources, for the progress bar; None where only reading will tell."""
    from communique.errors import CommuniqueError
    from communique.reading.sources import find_sources

    try:
        return None if "-" in paths else sum(1 for _ in find_sources(paths))
    except CommuniqueError:
        return None


def _plural(kind: str) -> str:
    return "stories" if kind == "story" else f"{kind}s"
