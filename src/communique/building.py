"""From paths to a store: read, code, keep, merge; what the `build` and `code` commands do, without the talk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.coding.article import code_articles
from communique.errors import CommuniqueError
from communique.merging.erasing import erase
from communique.reading.article import ReadingOptions, read_article
from communique.reading.sources import Source, find_sources
from communique.records import Article, Coded, PartialDate, Refusal

if TYPE_CHECKING:
    from communique.coding.article import Tools
    from communique.store import Store
    from communique.store.changes import Changes


@dataclass(slots=True)
class Summary:
    """What a build did, in numbers of articles; `changed` counts articles and merged records written."""

    read: int = 0
    coded: int = 0
    unchanged: int = 0
    refused: int = 0
    not_coded: int = 0
    forgotten: int = 0
    changed: int = 0
    # Against the last build; None on the first one.
    changes: Changes | None = None
    records: dict[str, int] = field(default_factory=dict)


def read_paths(paths: Sequence[str], options: ReadingOptions) -> Iterator[Article | Refusal]:
    """Read all articles under some paths; what cannot be read is a refusal in its place."""
    for path in paths:
        # Each path for itself, so that a folder that does not exist takes no other with it.
        try:
            for source in find_sources([path]):
                yield _read(source, options)
        except CommuniqueError as error:
            yield _refusal(error, uri=path)


def _read(source: Source, options: ReadingOptions) -> Article | Refusal:
    try:
        return read_article(source.read(), uri=source.uri, options=options)
    except CommuniqueError as error:
        return _refusal(error, uri=source.uri)
    except OSError as error:
        return Refusal(uri=source.uri, stage="reading", reason=error.strerror or str(error), remedy=None)


def code_paths(paths: Sequence[str], options: ReadingOptions, tools: Tools) -> Iterator[Article | Coded | Refusal]:
    """Articles, each followed by its records, and refusals where they arise."""
    for item, coded in _code_stream(read_paths(paths, options), tools):
        yield item
        if isinstance(coded, Refusal):
            yield coded
        else:
            yield from coded


def _code_stream(
    items: Iterable[Article | Refusal], tools: Tools
) -> Iterator[tuple[Article | Refusal, tuple[Coded, ...] | Refusal]]:
    """Code the articles among the items, in batches, refusals kept in their places."""
    waiting: list[Refusal] = []

    def articles() -> Iterator[Article]:
        for item in items:
            if isinstance(item, Refusal):
                waiting.append(item)
            else:
                yield item

    for pair in code_articles(articles(), tools):
        while waiting:
            yield waiting.pop(0), ()
        yield pair
    for refusal in waiting:
        yield refusal, ()


def build_store(
    paths: Sequence[str],
    *,
    store: Store,
    options: ReadingOptions,
    tools: Tools,
    as_of: PartialDate | None = None,
    tell: Callable[[Article | Refusal], None] = lambda _: None,
) -> Summary:
    """Read, code and keep all articles under some paths, then merge what changed.

    An article is kept in one transaction as soon as it is coded, so that an interrupted build goes on where it stopped.

    Args:
        paths: Files and folders; `-` for standard input.
        store: An open store.
        options: What is known about the sources.
        tools: Model, tables and lexicon.
        as_of: Day on which promises are judged; None for the newest publication in the store.
        tell: Called after each source, for progress.

    Raises:
        StoreError: Where the store cannot be written; what was kept before stays.
    """
    summary = Summary()
    first = store.needs_merging() and next(store.articles(), None) is None
    run = store.begin_run(tools.coder)

    def fresh() -> Iterator[Article | Refusal]:
        for item in read_paths(paths, options):
            if isinstance(item, Article):
                summary.read += 1
                if store.is_forgotten(item):
                    summary.forgotten += 1
                    tell(item)
                    continue
                if store.is_current(item.id, item.text_digest, tools.coder) and _same_page(store, item):
                    summary.unchanged += 1
                    tell(item)
                    continue
            yield item

    for item, coded in _code_stream(fresh(), tools):
        if isinstance(item, Refusal):
            summary.refused += 1
            store.refuse(item)
        elif isinstance(coded, Refusal):
            # Another language is read and kept, and no error.
            summary.not_coded += 1
            summary.changed += store.put(item, ())
            store.refuse(coded)
            tell(coded)
        else:
            summary.coded += 1
            summary.changed += store.put(item, coded)
        tell(item)
    summary.changed += merge_store(store, as_of=as_of)
    summary.changes = None if first else store.changes
    summary.records = store.counts()
    store.finish_run(
        replace(run, read=summary.read, coded=summary.coded, refused=summary.refused, changed=summary.changed)
    )
    return summary


def merge_store(store: Store, *, as_of: PartialDate | None = None) -> int:
    """Merge what changed in a store since the last time; returns how many merged rows changed."""
    if not store.needs_merging(as_of):
        return 0
    return store.merge_arrived(as_of=as_of)


def _same_page(store: Store, article: Article) -> bool:
    """Whether the store holds just what was read: the same text under another date has other dates in its records."""
    kept = store.article(article.id)
    article, _ = erase(article, (), store.forgotten_people())
    return replace(kept, version=article.version, duplicate_of=article.duplicate_of) == article


def _refusal(error: CommuniqueError, *, uri: str) -> Refusal:
    return Refusal(uri=uri, stage="reading", reason=error.message, remedy=error.remedy)
