"""Who is meant where: the result of the actors stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from communique.records import ActorRef


class MentionKind(StrEnum):
    """How a text refers to somebody."""

    NAME = "name"  # "Lavrov", "Cuba", "the State Duma"
    ADJECTIVE = "adjective"  # "Cuban", "US", "Russian-Cuban": whose something is
    TITLE = "title"  # "the minister"
    ROLE = "role"  # "his Cuban counterpart"
    DESCRIPTION = "description"  # "the Caribbean nation", "the island"
    PRONOUN = "pronoun"  # "he", "its"
    GROUP = "group"  # "both sides", "the two countries", "they"


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `[start, end)` with syntactic head `head`, and who is meant.

    `refs` holds one reference for a person, state or body, several for a group ("the two countries"); each
    reference's `span` is the mention itself. `in_place_role` marks a name that is only where something is
    ("in Havana"), which makes it a place and no party. `facet` tells what of a state is named: its capital ("Havana"),
    or its government, which are the state itself to all who act (None for the whole of it).
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    refs: tuple[ActorRef, ...]
    in_place_role: bool = False
    facet: str | None = None


class AsideKind(StrEnum):
    """What is mentioned that is no party."""

    PLACE = "place"  # "San Francisco", "the Bay of Bengal"
    SPEAKER = "speaker"  # "I", "we": whoever speaks or writes
    PRONOUN = "pronoun"  # "it" of a place, "they" of people whom nothing names
    NOUN = "noun"  # the people whom "they" means: "most participants"


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody or something that a text speaks of again, and that no coder may take for a party.

    Asides of one `key` are the same; one that a mention stands for too has that mention's key, and `refs` then says who
    it is: the speaker for "I" in a quotation, the state for "we" in the words of its minister.
    """

    start: int
    end: int
    head: int
    kind: AsideKind
    key: str
    refs: tuple[ActorRef, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """A person named together with an office: evidence for a tenure. `token` is the head of the mention."""

    person: ActorRef
    office: str
    state: str | None
    token: int
    former: bool = False


@dataclass(frozen=True)
class References:
    """All mentions of actors in one document, in text order, never two with the same head."""

    mentions: tuple[Mention, ...]
    offices: tuple[OfficeHeld, ...] = ()
    # States and people of the article by weight, most prominent first: for parties that a sentence leaves out.
    prominent: tuple[ActorRef, ...] = field(default=())
    # Who and what else is spoken of again; only where it is asked for.
    asides: tuple[Aside, ...] = field(default=())

    @cached_property
    def _by_head(self) -> dict[int, Mention]:
        return {m.head: m for m in self.mentions}

    @cached_property
    def _by_token(self) -> dict[int, Mention]:
        # The longest mention is entered first, so that the inner one ("Cuba" in "Cuba's President …") wins.
        longest_first = sorted(self.mentions, key=lambda m: m.start - m.end)
        return {t: m for m in longest_first for t in range(m.start, m.end)}

    def headed_by(self, token: int) -> Mention | None:
        """The mention whose syntactic head is this token (index in the doc)."""
        return self._by_head.get(token)

    def covering(self, token: int) -> Mention | None:
        """The innermost mention that holds this token."""
        return self._by_token.get(token)
