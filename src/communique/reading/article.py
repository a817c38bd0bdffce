"""From bytes to an Article: the one door through which texts come in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from communique.errors import ReadingError
from communique.reading.days import read_stamp
from communique.reading.decoding import decode, tidy
from communique.reading.draft import Draft, Piece
from communique.reading.language import detect_language, normalize_tag
from communique.reading.plain import read_plain
from communique.records import Article, Part, PartialDate, Precision, Span, make_id

HTML_SIGNS = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<meta\s[^>]{0,200}>|<div[\s>]|<p(?:\s[^>]{0,200})?>.{0,400}</p>",
    re.IGNORECASE | re.DOTALL,
)
PARTIAL = re.compile(r"\d{4}(?:-\d{2})?")
SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the user knows about a source where the source does not say it.

    Attributes:
        published: Day of publication, used where the document gives none.
        language: Language tag; overrides detection.
        publisher: Name of the outlet, used where the document gives none.
    """

    published: str | None = None
    language: str | None = None
    publisher: str | None = None


def read_article(content: bytes, *, uri: str, options: ReadingOptions) -> Article:
    """Read one article: text without the page's furniture, and what the page says about it.

    Args:
        content: Bytes of a text or HTML file.
        uri: Where it was read.
        options: What the user adds.

    Returns:
        The article; its parts cover its text in order.

    Raises:
        ReadingError: The source is empty, binary or holds no story.
    """
    raw = decode(content)
    if looks_like_html(raw):
        from communique.reading.page import read_page

        draft = read_page(raw)
    else:
        draft = read_plain(raw)
    return _build(draft, content=content, uri=uri, options=options)


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page; a story that quotes a tag is not."""
    return (text.lstrip()[:1] == "<" and bool(HTML_SIGNS.search(text[:20_000]))) or (
        "</" in text and bool(re.search(r"<(?:html|body|head)[\s>]", text[:5_000], re.IGNORECASE))
    )


def _build(draft: Draft, *, content: bytes, uri: str, options: ReadingOptions) -> Article:
    pieces = [p for p in draft.pieces if p.text]
    text = SEPARATOR.join(piece.text for piece in pieces)
    if not re.search(r"[^\W_]", text):
        raise ReadingError("the source holds no story", remedy="check that the article itself was saved")
    publisher = draft.publisher or options.publisher
    published, precision = draft.published, draft.precision
    if published is None and options.published:
        published, precision = _read_option(options.published)
    identity = draft.source_url or make_id("source", hashlib.sha256(content).hexdigest(), publisher)
    article_id = make_id("article", identity)
    return Article(
        id=article_id,
        text_digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        uri=uri,
        source_url=draft.source_url,
        rights=draft.rights,
        title=draft.title,
        byline=draft.byline,
        publisher=publisher,
        agency=draft.agency,
        dateline=draft.dateline,
        published=published,
        published_precision=precision,
        language=normalize_tag(options.language) or detect_language(text, hint=draft.language_hint),
        text=text,
        parts=_parts(pieces, article_id),
    )


def _parts(pieces: list[Piece], article_id: str) -> tuple[Part, ...]:
    """Neighbouring paragraphs of one kind are one part; every post is its own."""
    parts: list[Part] = []
    at = 0
    for piece in pieces:
        start, end = at, at + len(piece.text)
        at = end + len(SEPARATOR)
        plain = piece.author is None and piece.published is None and piece.uri is None
        if plain and parts and parts[-1].kind == piece.kind and parts[-1].author is None and piece.kind != "post":
            start = parts.pop().span.start
        parts.append(
            Part(
                kind=piece.kind,
                span=Span(article=article_id, start=start, end=end),
                author=piece.author,
                published=piece.published,
                uri=piece.uri,
            )
        )
    return tuple(parts)


def _read_option(value: str) -> tuple[PartialDate | None, Precision | None]:
    value = tidy(value).strip()
    if PARTIAL.fullmatch(value):
        return PartialDate(value), Precision.YEAR if len(value) == 4 else Precision.MONTH
    stamp = read_stamp(value)
    return (stamp.value, stamp.precision) if stamp else (None, None)
