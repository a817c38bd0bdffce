"""What an article has said up to a point: who was mentioned, where, and how prominently."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from communique.actors.drafts import ARGUMENTS, Draft, Drafts, find_head
from communique.actors.entities import Cast, Entity
from communique.actors.found import Scan
from communique.actors.gazetteer import NameKind, Vocabulary
from communique.actors.references import MentionKind
from communique.language.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubj:pass")
# A book-length text must not cost the square of its length.
MOST_MENTIONS_BACK = 600
QUOTES = ('"', "“", "”", "``", "''")
PLACE_WEIGHT = 0.35
ADJECTIVE_WEIGHT = 0.6
SUBJECT_WEIGHT = 1.6


@dataclass
class History:
    """Mentions resolved so far, newest last, and the states by their weight in the whole article."""

    document: Document
    found: Scan
    cast: Cast
    drafts: Drafts
    past: list[Draft] = field(default_factory=list)

    @property
    def doc(self) -> Doc:
        """The words."""
        return self.document.doc

    @property
    def words(self) -> Vocabulary:
        """The closed classes of the language."""
        return self.found.gazetteer.vocabulary

    @property
    def counterparts(self) -> frozenset[str]:
        """Nouns like "counterpart"."""
        return self.words.sets["counterpart_nouns"]

    @cached_property
    def sentence_of(self) -> list[int]:
        """Number of the sentence of each token."""
        numbers, current = [], -1
        for token in self.doc:
            current += bool(token.is_sent_start)
            numbers.append(current)
        return numbers

    @cached_property
    def is_quoted(self) -> list[bool]:
        """Whether an odd number of quotation marks stands before each token in its paragraph."""
        flags, inside = [], False
        for token in self.doc:
            if "\n\n" in token.text or "\n\n" in token.whitespace_:
                inside = False
            flags.append(inside)
            inside ^= token.text in QUOTES
        return flags

    @cached_property
    def state_counts(self) -> dict[str, float]:
        """How often each state is named in the article, adjectives and places counted less."""
        counts: dict[str, float] = {}
        for hit in self.found.names:
            if hit.name.state and hit.name.kind is not NameKind.OTHER:
                weight = ADJECTIVE_WEIGHT if hit.name.kind is NameKind.ADJECTIVE else 1.0
                counts[hit.name.state] = counts.get(hit.name.state, 0.0) + weight
        for person in self.cast.people:
            if person.state:
                counts[person.state] = counts.get(person.state, 0.0) + 0.5 * person.mentions
        return counts

    def enter(self, draft: Draft) -> None:
        """Remember a resolved mention."""
        self.past.append(draft)

    def back(self, draft: Draft, *, sentences: int) -> Iterator[tuple[Draft, int]]:
        """Mentions before a draft, newest first, with how many sentences lie between."""
        here = self.sentence_of[draft.head]
        for earlier in islice(reversed(self.past), MOST_MENTIONS_BACK):
            distance = here - self.sentence_of[earlier.head]
            if distance > sentences:
                break
            if not (earlier.start <= draft.head < earlier.end):
                yield earlier, distance

    @cached_property
    def sites(self) -> list[Draft]:
        """Places that are no state or capital, in text order: "it" may mean them, and no coder sees them."""
        taken = self.drafts.by_head
        sites = []
        for start, end in self.found.sites:
            head = find_head(self.doc, start, end)
            if head not in taken:
                is_where = start > 0 and self.found.has("place_prepositions", self.doc[start - 1])
                sites.append(Draft(start, end, head, MentionKind.NAME, in_place_role=is_where))
        return sorted(sites, key=lambda d: d.head)

    @cached_property
    def crowds(self) -> list[Draft]:
        """Plural nouns that no table knows, in text order: "they" may mean "most participants"."""
        taken = self.drafts.by_head
        return [
            Draft(t.i, t.i + 1, t.i, MentionKind.NAME, plural=True)
            for t in self.doc
            if t.tag_ == "NNS" and t.i not in taken and t.dep_ in ARGUMENTS
        ]

    def asides_back(self, asides: list[Draft], draft: Draft, *, sentences: int) -> Iterator[tuple[Draft, int]]:
        """Asides before a draft, newest first, and pronouns that mean such, with how many sentences lie between."""
        here = self.sentence_of[draft.head]
        at = bisect_left(asides, draft.head, key=lambda d: d.head)
        for earlier in islice(reversed(asides[max(0, at - MOST_MENTIONS_BACK) : at]), MOST_MENTIONS_BACK):
            distance = here - self.sentence_of[earlier.head]
            if distance > sentences:
                break
            yield earlier, distance

    def is_subject(self, draft: Draft) -> bool:
        """Whether a mention, or the first of those joined with it, is a subject."""
        token = self.doc[draft.head]
        while token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
        return token.dep_ in SUBJECTS

    def weigh(self, draft: Draft) -> float:
        """How much a mention brings its entity to mind."""
        weight = SUBJECT_WEIGHT if self.is_subject(draft) else 1.0
        if draft.in_place_role:
            weight *= PLACE_WEIGHT
        if draft.kind is MentionKind.ADJECTIVE:
            weight *= ADJECTIVE_WEIGHT
        return weight

    def state_scores(self, draft: Draft, *, sentences: int = 3, article_weight: float = 1.0) -> dict[str, float]:
        """States at the point of a draft: recent ones first, the article's main ones behind."""
        total = sum(self.state_counts.values()) or 1.0
        scores = {code: article_weight * count / total for code, count in self.state_counts.items()}
        for earlier, distance in self.back(draft, sentences=sentences):
            for entity in earlier.entities:
                if entity.state:
                    scores[entity.state] = scores.get(entity.state, 0.0) + self.weigh(earlier) / (1 + distance) ** 1.5
        return scores

    def group_at(self, draft: Draft) -> list[Draft]:
        """The mentions joined to one by "and"; the mention alone where nothing is joined."""
        members = [draft]
        token = self.doc[draft.head]
        for child in token.children:
            if child.dep_ == "conj":
                other = self.drafts.by_head.get(child.i)
                if other is not None and other.entities:
                    members.append(other)
        return members

    def clause_of(self, token: Token) -> Token:
        """The verb or root that a token belongs to."""
        while (
            token.head.i != token.i
            and token.pos_ not in ("VERB", "AUX")
            and token.dep_ not in ("ccomp", "advcl", "acl:relcl")
        ):
            token = token.head
        return token


def best(scores: dict[str, float]) -> str | None:
    """The highest scored; of equals the first by name, so that runs agree."""
    return min(scores, key=lambda s: (-scores[s], s)) if scores else None


def distinct(entities: list[Entity]) -> list[Entity]:
    """Entities in order, each once."""
    seen: dict[int, Entity] = {}
    for entity in entities:
        seen.setdefault(id(entity), entity)
    return list(seen.values())
