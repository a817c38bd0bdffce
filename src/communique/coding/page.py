"""An article laid out for its quotes: marks, paragraphs, and which token stands where."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from communique.coding.clauses import own_subject
from communique.coding.context import Context
from communique.coding.marks import Marked, find_marked, find_paragraphs
from communique.coding.speakers import is_cue

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Page:
    """The article's marks and paragraphs, and the reporting verbs between the marks."""

    context: Context

    @cached_property
    def text(self) -> str:
        """The article's text."""
        return self.context.doc.text

    @cached_property
    def marked(self) -> tuple[Marked, ...]:
        """Stretches in quotation marks of the story, without those of summaries."""
        found = (self._cut_unclosed(m) for m in find_marked(self.text))
        return tuple(m for m in found if self.context.is_coded(self.token_at(m.start).sent))

    def _cut_unclosed(self, marked: Marked) -> Marked:
        """`"We are neighbours, the mayor said.`: where the closing mark is lost, the words end before the speaker."""
        if marked.closed or marked.goes_on:
            return marked
        for token in self.tokens(marked.start, marked.end):
            first = self._speaker_start(token) if is_cue(token, "say") else 0
            if first:
                comma = self.context.doc[first - 1]
                if comma.text == "," and comma.idx > marked.start:
                    return replace(marked, end=comma.idx, outer_end=comma.idx + 1)
        return marked

    def _speaker_start(self, verb: Token) -> int:
        """First token of who says it, 0 where that is nobody: the subject, or the name right before the verb."""
        subject = own_subject(verb)
        if subject is not None:
            return min(t.i for t in subject.subtree) if subject.lower_ not in ("i", "we", "you") else 0
        named = [m.start for m in self.context.references.mentions if m.end == verb.i and m.refs]
        return min(named, default=0)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Paragraphs as characters."""
        return find_paragraphs(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [t.idx for t in self.context.doc]

    def token_at(self, char: int) -> Token:
        """The token that holds or precedes a character."""
        return self.context.doc[max(0, bisect_right(self._starts, char) - 1)]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Tokens that begin inside characters `[start, end)`."""
        first = bisect_right(self._starts, start - 1)
        last = bisect_right(self._starts, end - 1)
        return list(self.context.doc[first:last])

    def paragraph_of(self, char: int) -> tuple[int, int]:
        """The paragraph that holds a character."""
        index = bisect_right([p[0] for p in self.paragraphs], char) - 1
        return self.paragraphs[max(0, index)]

    def holder(self, char: int) -> Marked | None:
        """The marked stretch at a character."""
        index = bisect_right([m.outer_start for m in self.marked], char) - 1
        found = self.marked[index] if index >= 0 else None
        return found if found is not None and char < found.outer_end else None

    def outside(self, token: Token) -> bool:
        """Whether a token stands outside all marks."""
        return self.holder(token.idx) is None
