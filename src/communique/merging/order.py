"""The one order of articles and records that all of merging goes by, so that the order of input is of no account."""

from __future__ import annotations

from communique.records import Article, Coded


def article_order(article: Article) -> tuple[bool, str, str]:
    """Earliest publication first, undated articles last, then by id."""
    return (article.published is None, article.published or "", article.id)


def report_order(article: Article, record: Coded) -> tuple[bool, str, str, int, str]:
    """Order of the article, then of the text, then by id."""
    return (*article_order(article), record.evidence[0].start, record.id)
