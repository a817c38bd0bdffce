"""From an article to its document: syntax, times and amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from communique.language.amounts import find_amounts
from communique.language.document import Document, Time
from communique.language.times import find_times
from communique.records import Article, PartKind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def analyse(article: Article, nlp: Language) -> Document:
    """Read one article.

    Args:
        article: A cleaned text with the day that its relative dates count from.
        nlp: A spaCy pipeline with Universal Dependencies labels.
    """
    return _document(article, nlp(article.text))


def analyse_all(articles: Iterable[Article], nlp: Language, batch_size: int = 32) -> Iterator[Document]:
    """Read many articles, in their order, a batch at a time."""
    rest = iter(articles)
    while batch := list(islice(rest, batch_size)):
        # The whole batch goes through the model before any rule runs: taking turns, each would find the processor's
        # cache full of the other's data (a fifth more time on the example articles).
        docs = list(nlp.pipe((a.text for a in batch), batch_size=batch_size))
        for article, doc in zip(batch, docs, strict=True):
            yield _document(article, doc)


def _document(article: Article, doc: Doc) -> Document:
    times = _find_all_times(article, doc)
    return Document(article=article, doc=doc, times=times, amounts=find_amounts(doc, times))


def _find_all_times(article: Article, doc: Doc) -> tuple[Time, ...]:
    """Times of the story from the day of the article, those of an embedded post from the post's own day."""
    posts = [p for p in article.parts if p.kind is PartKind.POST and p.published and p.published != article.published]
    times = [
        t
        for t in find_times(doc, published=article.published)
        if not any(p.span.start < t.end and t.start < p.span.end for p in posts)
    ]
    for post in posts:
        times += find_times(doc, published=post.published, within=(post.span.start, post.span.end))
    return tuple(sorted(times, key=lambda t: t.start))
