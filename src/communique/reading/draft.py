"""What one source yields on its way to an Article: its lines and what page or head say about them."""

from __future__ import annotations

from dataclasses import dataclass

from communique.records import Dateline, PartialDate, PartKind, Precision


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of the cleaned text, and what it is."""

    text: str
    kind: PartKind = PartKind.STORY
    author: str | None = None
    published: PartialDate | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article before ids, language and spans; absent is None."""

    pieces: tuple[Piece, ...]
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    agency: str | None = None
    dateline: Dateline | None = None
    published: PartialDate | None = None
    precision: Precision | None = None
    rights: str | None = None
    source_url: str | None = None
    language_hint: str | None = None
