"""A reading on its way to a record: with modality, time and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding.arguments import Parties
from communique.coding.readings import Reading
from communique.records import ActorRef, EventType, Modality, PartialDate, Place

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens


@dataclass(frozen=True)
class Draft:
    """A reading with modality and time, not yet a record.

    `topic` holds the parties of the deal or act that a reaction is about, so that the next reaction finds them.
    """

    reading: Reading
    event: EventType
    mode: str | None
    modality: Modality
    parties: Parties
    sent: Tokens
    start: PartialDate | None = None
    end: PartialDate | None = None
    place: Place | None = None
    attributed_to: ActorRef | None = None
    rule: str = ""
    confidence: float = 0.75
    topic: tuple[ActorRef, ...] = ()

    @property
    def is_reaction(self) -> bool:
        """Whether the event answers one told before."""
        return bool(self.topic)
