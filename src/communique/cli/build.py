"""`communique build`: read, code, merge, keep."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from communique.cli.options import (
    ActorsOption,
    JudgeOption,
    LanguageOption,
    LexiconOption,
    ModelOption,
    NamesOption,
    Paths,
    Published,
    StoreOption,
    read_date,
)
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
    judge: JudgeOption = True,
    actors: ActorsOption = None,
    names: NamesOption = "public",
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

      communique build articles/ --actors ministers.csv
    """
    from communique.actors.holder_files import load_holders
    from communique.actors.holders import join_tables
    from communique.building import build_store
    from communique.coding.article import equip, load_tools
    from communique.coding.privacy import Names
    from communique.reading.article import ReadingOptions
    from communique.store import open_store

    options = ReadingOptions(published=read_date(published, option="--published"), language=language)
    table = load_holders(actors) if actors is not None else None
    tools = load_tools(model=model, lexicon=lexicon or (), judge=judge)
    with open_store(store, create=True) as opened:
        opened.set_names(Names(names))
        tools = equip(tools, holders=join_tables([table, opened.holders()]), names=Names(names))
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
        lost = sum(not state.found for state in opened.review_states())
    tell(
        f"{summary.read} articles read: {summary.coded} coded, {summary.unchanged} unchanged since the last build, "
        f"{summary.not_coded} in other languages or too long; {summary.refused} inputs refused"
        + (f"; {summary.forgotten} of sources that were forgotten" if summary.forgotten else "")
    )
    kinds = ", ".join(f"{n} {_plural(kind)}" for kind, n in summary.records.items() if n and kind in SHOWN)
    tell(f"{opened.name}: {kinds or 'nothing'}; {summary.changed} rows changed")
    if summary.changes:
        tell(f"against the last build: {summary.changes.summary()}")
        for line in summary.changes.named:
            tell(f"  {line}")
    if lost:
        tell(f"{lost} reviews no longer find their record: communique review list --lost")
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
