"""What every coder of one article works on: the document, who is meant where, and who speaks where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from communique.actors.references import Mention, References
from communique.coding.grammar import words
from communique.coding.newcomers import find_newcomers
from communique.language.document import Document
from communique.records import ActorRef, Coder, Part, PartKind, Quote, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens


# Parts of speech that name no act, stance or thing; half of a text's tokens are of these.
IDLE = frozenset({"PUNCT", "DET", "SPACE", "NUM", "PRON", "PART", "CCONJ", "SCONJ", "SYM"})


@dataclass(frozen=True)
class Context:
    """One article as the coders see it. `quotes` are found first, since "we" is whoever speaks."""

    document: Document
    references: References
    coder: Coder
    quotes: tuple[Quote, ...] = field(default=())

    @property
    def doc(self) -> Doc:
        """The words."""
        return self.document.doc

    @property
    def article_id(self) -> str:
        """Id of the article, for spans."""
        return self.document.article.id

    def span(self, start: int, end: int) -> Span:
        """Characters of the article."""
        return Span(article=self.article_id, start=start, end=end)

    def tokens(self, start: int, end: int) -> Span:
        """Tokens `[start, end)` as a span of characters."""
        return self.span(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1].text))

    def words_at(self, start: int, end: int) -> Tokens | None:
        """The tokens that lie in these characters, or reach into them; None where there are none."""
        return self.doc.char_span(start, end, alignment_mode="expand")

    def evidence(self, sents: Iterable[Tokens]) -> tuple[Span, ...]:
        """Whole sentences, each once, in text order, without the blanks around them."""
        spans = {(_first(s), _last(s)) for s in sents}
        return tuple(self.span(a, b) for a, b in sorted(spans) if a < b)

    def speaker_at(self, char: int) -> ActorRef | None:
        """Who speaks at this character: the innermost quote's speaker, else the author of an embedded post's words."""
        holding = [q for q in self.quotes if q.span.start <= char < q.span.end]
        return min(holding, key=lambda q: q.span.end - q.span.start).speaker if holding else None

    def part_at(self, char: int) -> Part | None:
        """The part of the article that holds this character."""
        return next((p for p in self.document.article.parts if p.span.start <= char < p.span.end), None)

    def is_coded(self, sent: Tokens) -> bool:
        """Summaries repeat the story and are not coded."""
        return not any(p.span.start <= _first(sent) < p.span.end for p in self._summaries)

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The words that can say what somebody does or thinks, in text order, without those of summaries."""
        told = (s for s in self.doc.sents if self.speaks_of_somebody(s) or self._speaks_for_itself(s))
        return tuple(t for s in told if self.is_coded(s) for t in s if t.pos_ not in IDLE or _is_predicate(t))

    def words_with(self, nouns: frozenset[str]) -> tuple[Token, ...]:
        """As `words`, with those of sentences that hold one of these nouns: "The treaty was signed in Sydney"."""
        told = {t.i for t in self.words}
        held = (s for s in self.doc.sents if self.is_coded(s) and any(t.lemma_.lower() in nouns for t in s))
        told |= {t.i for s in held for t in s if t.pos_ not in IDLE}
        return tuple(self.doc[i] for i in sorted(told))

    def _speaks_for_itself(self, sent: Tokens) -> bool:
        """As in "We are against it" in somebody's own words: "we" is whoever speaks."""
        return any(t.lower_ in ("we", "i", "our") and self.speaker_at(t.idx) is not None for t in sent)

    def speaks_of_somebody(self, sent: Tokens) -> bool:
        """Whether a sentence mentions anybody, or what states have with each other; most of a newspaper does not.

        Other sentences are passed over.
        """
        return sent.start in self._telling

    @cached_property
    def _telling(self) -> frozenset[int]:
        """First tokens of the sentences that speak of somebody; several coders ask."""
        heads, dealing = self.heads_of_mentions, words("dealing")
        found = set()
        for sent in self.doc.sents:
            i = bisect_left(heads, sent.start)
            if (i < len(heads) and heads[i] < sent.end) or any(t.lemma_.lower() in dealing for t in sent):
                found.add(sent.start)
        return frozenset(found)

    @cached_property
    def leading_states(self) -> tuple[ActorRef, ...]:
        """One reference for each state of the article, those that it is about most first."""
        found: dict[str, ActorRef] = {}
        for ref in self.references.prominent:
            if ref.state:
                found.setdefault(ref.state, ref)
        return tuple(found.values())

    @cached_property
    def newcomers(self) -> Mapping[str, ActorRef]:
        """People named soon after their office, by the key of their bare name."""
        return find_newcomers(self.doc, self.references.mentions)

    def mentions_of(self, sent: Tokens) -> tuple[Mention, ...]:
        """The mentions of a sentence that stand for somebody, in text order."""
        heads = self.heads_of_mentions
        first, last = bisect_left(heads, sent.start), bisect_left(heads, sent.end)
        found = (self.references.headed_by(i) for i in heads[first:last])
        return tuple(m for m in found if m is not None)

    @cached_property
    def heads_of_mentions(self) -> tuple[int, ...]:
        """Heads of the mentions that stand for somebody, in text order."""
        return tuple(sorted(m.head for m in self.references.mentions if m.refs))

    @cached_property
    def _summaries(self) -> tuple[Part, ...]:
        return tuple(p for p in self.document.article.parts if p.kind is PartKind.SUMMARY)


def _is_predicate(token: Token) -> bool:
    """A pronoun that says something of a subject: "we are against it"."""
    return token.pos_ == "PRON" and any(c.dep_ == "cop" for c in token.children)


def _first(sent: Tokens) -> int:
    """Where the words of a sentence begin, past the line ends before them."""
    return next((t.idx for t in sent if not t.is_space), sent.start_char)


def _last(sent: Tokens) -> int:
    return next((t.idx + len(t) for t in reversed(list(sent)) if not t.is_space), sent.start_char)
