"""From the spans of a record to sentences that a reader can check: the words marked, and a little text around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlsplit

from communique.analysis.dossier_types import Piece, Proof, Role, Source
from communique.analysis.states import state_name
from communique.analysis.wording import join_words, name_party, tidy
from communique.records import ActorKind, ActorRef, Article, PartKind, Span

_CONTEXT_CHARS = 180
_SENTENCE_CHARS = 1500
_BLANKS = re.compile(r"\s+")
_PRIORITY = (Role.TRIGGER, Role.AMOUNT, Role.ACTOR, Role.RECIPIENT)
MISSING = "[the text of this article is not in the store]"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to be marked and what they are to the record; `means` says who is meant by them."""

    span: Span
    role: Role
    means: str | None = None


@dataclass(frozen=True)
class Library:
    """The articles of a dossier, and how each is cited."""

    articles: Mapping[str, Article]
    sources: Mapping[str, Source] = field(default_factory=dict)

    def source(self, article_id: str) -> Source:
        """How an article is cited, even one that the store lacks."""
        return self.sources.get(article_id) or Source(
            id=article_id, title="Article not in the store", publisher=None, agency=None, published=None, url=None,
            language="und",
        )  # fmt: skip

    def prove(
        self, evidence: Iterable[Span], *, marks: Sequence[Mark] = (), rule: str, confidence: float,
        attributed_to: ActorRef | None = None,
    ) -> tuple[Proof, ...]:  # fmt: skip
        """One proof for each sentence of evidence."""
        return tuple(
            self._prove_one(span, marks=marks, rule=rule, confidence=confidence, attributed_to=attributed_to)
            for span in evidence
        )

    def _prove_one(
        self, span: Span, *, marks: Sequence[Mark], rule: str, confidence: float, attributed_to: ActorRef | None
    ) -> Proof:
        article = self.articles.get(span.article)
        text = article.text if article else ""
        post = next(
            (
                p for p in (article.parts if article else ())
                if p.kind is PartKind.POST and p.span.start <= span.start < p.span.end
            ),
            None,
        )  # fmt: skip
        held = span.end <= len(text)
        return Proof(
            source=self.source(span.article),
            pieces=_cut_pieces(text, span, marks) if held else (Piece(text=MISSING),),
            before=_before(text, span.start) if held else "",
            after=_after(text, span.end) if held else "",
            author=tidy(post.author, 80) if post and post.author else None,
            attributed_to=name_party(attributed_to) if attributed_to else None,
            rule=rule,
            confidence=confidence,
        )


def mark_parties(parties: Iterable[ActorRef], role: Role) -> list[Mark]:
    """Marks for the mentions of parties, with who is meant where the words do not say it."""
    meant: dict[Span, list[str]] = {}
    for party in parties:
        if party.span is not None:
            meant.setdefault(party.span, []).append(tidy(name_of(party), 80))
    # "Both sides" means several.
    return [Mark(span, role, join_words(list(dict.fromkeys(names)))) for span, names in meant.items()]


def name_of(party: ActorRef) -> str:
    """Bare name of a party: `Ghana`, `Ana Silva`."""
    return state_name(party.state) if party.kind is ActorKind.STATE and party.state else party.name


def find_words(words: str | None, evidence: Sequence[Span], *, library: Library, role: Role) -> list[Mark]:
    """Marks where the evidence holds these words, for records that give words but no span."""
    if not words:
        return []
    for span in evidence:
        article = library.articles.get(span.article)
        at = article.text.find(words, span.start, span.end) if article else -1
        if at >= 0:
            return [Mark(Span(article=span.article, start=at, end=at + len(words)), role)]
    return []


def safe_url(address: str | None) -> str | None:
    """The address where it is one that a reader may follow (http or https with a host), else None."""
    if not address or len(address) > 2000:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def _cut_pieces(text: str, span: Span, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The sentence cut at the borders of its marks; where marks overlap, the trigger wins."""
    # Evidence is one sentence; a parser that found no sentence end must not put a whole article into the page.
    end = min(span.end, span.start + _SENTENCE_CHARS)
    inside = [m for m in marks if m.span.article == span.article and m.span.start < end and m.span.end > span.start]
    borders = sorted(
        {span.start, end, *(b for m in inside for b in (m.span.start, m.span.end) if span.start < b < end)}
    )
    pieces: list[Piece] = []
    for first, last in pairwise(borders):
        covering = [m for m in inside if m.span.start <= first and last <= m.span.end]
        mark = min(covering, key=lambda m: _PRIORITY.index(m.role), default=None)
        words = _BLANKS.sub(" ", text[first:last])
        # Said once, where the mention ends: a trigger may have cut it in two.
        means = mark.means if mark and mark.span.end == last and not _says(words, mark.means) else None
        role = mark.role if mark else None
        if pieces and pieces[-1].role is role and pieces[-1].means is None:
            # An amount inside the trigger must not cut it in three.
            words = pieces.pop().text + words
        pieces.append(Piece(text=words, role=role, means=means))
    if end < span.end:
        pieces.append(Piece(text="…"))
    return tuple(pieces)


def _says(words: str, name: str | None) -> bool:
    """Whether the words name somebody well enough: any longer part of the name stands in them."""
    if name is None:
        return True
    parts = [p for p in name.casefold().split() if len(p) > 2] or [name.casefold()]
    # "Cuban" says Cuba, "Russia's" Russia: the first four letters are enough.
    return any(part[:4] in words.casefold() for part in parts)


def _before(text: str, start: int) -> str:
    """The end of the paragraph before the sentence."""
    begin = max(text.rfind("\n", 0, start) + 1, 0)
    cut = text[max(begin, start - _CONTEXT_CHARS) : start]
    if start - begin > _CONTEXT_CHARS:
        cut = "… " + cut.partition(" ")[2]
    return _BLANKS.sub(" ", cut).strip()


def _after(text: str, end: int) -> str:
    """The beginning of the rest of the paragraph after the sentence."""
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    cut = text[end : min(stop, end + _CONTEXT_CHARS)]
    if stop - end > _CONTEXT_CHARS:
        cut = cut.rpartition(" ")[0] + " …"
    return _BLANKS.sub(" ", cut).strip()
