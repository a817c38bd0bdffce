"""Mentions while they are resolved, and the offices found with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.actors.entities import Entity
from communique.actors.phrases import Phrase
from communique.actors.references import MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What of a state acts: "the government", "the junta".
GOVERNMENT = "government"
# Relations by which a noun phrase takes part in a clause, surest first.
ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl:agent", "obl", "nmod", "nmod:poss", "conj", "appos", "ROOT")


@dataclass(eq=False)
class Draft:
    """Tokens `[start, end)` with head `head`; without entities where the article must tell who is meant."""

    start: int
    end: int
    head: int
    kind: MentionKind
    entities: list[Entity] = field(default_factory=list)
    in_place_role: bool = False
    confidence: float = 1.0
    sector: str | None = None
    phrase: Phrase | None = None
    plural: bool = False
    facet: str | None = None  # the capital or government that a state is named by
    referent: int | None = None  # head of a place or of people that are no party, for a pronoun that means those


@dataclass(frozen=True, slots=True)
class OfficeDraft:
    """A person with an office in tokens `[start, end)`."""

    entity: Entity
    office: str
    state: str | None
    start: int
    end: int
    head: int
    former: bool


@dataclass
class Drafts:
    """Drafts with distinct heads."""

    doc: Doc
    by_head: dict[int, Draft] = field(default_factory=dict)

    def add(self, draft: Draft) -> bool:
        """Enter a draft unless its head is taken; the first, which is the fuller one, stays."""
        if draft.head in self.by_head:
            return False
        self.by_head[draft.head] = draft
        return True

    def in_order(self) -> list[Draft]:
        """Drafts in text order, longer ones first."""
        return sorted(self.by_head.values(), key=lambda d: (d.start, -d.end))


def find_head(doc: Doc, start: int, end: int) -> int:
    """Token of a stretch that the rest of the sentence holds on to.

    A parse may cut a name in two; then the piece that takes part in a clause counts.
    """
    roots = [t for t in doc[start:end] if (t.head.i < start or t.head.i >= end or t.head.i == t.i) and not t.is_punct]
    roots = [t for t in roots if t.pos_ not in ("ADP", "DET", "PART", "CCONJ")] or roots
    if not roots:
        return end - 1
    return min(roots, key=lambda t: (_rank(t), t.i)).i


def _rank(token: Token) -> int:
    return ARGUMENTS.index(token.dep_) if token.dep_ in ARGUMENTS else len(ARGUMENTS)
