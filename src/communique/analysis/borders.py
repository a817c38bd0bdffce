"""What crosses a border, and what happens inside one country."""

from __future__ import annotations

from collections.abc import Iterable

from communique.records import ActorKind, ActorRef, Agreement, Commitment, Event, Happening, Position

# Records with parties on both sides; a quote or a claim has a speaker alone.
Sided = Event | Happening | Commitment | Agreement | Position


def crosses_border(record: Sided) -> bool:
    """Whether the parties of a record are of two or more states or international bodies.

    Who acts for a state stands for it: a minister, an army, a firm or a crowd of one country and its government are one
    side. A body without a state (the United Nations) is a side of its own; a person or group whose state nobody knows
    is none. A record that names one side alone ("Peru refused") crosses no border, since it does not say which.
    """
    return len(_sides(record)) > 1


def _sides(record: Sided) -> set[str]:
    if isinstance(record, Event | Happening):
        return _sides_of(record.actor) | _sides_of(record.recipient)
    if isinstance(record, Commitment):
        return _sides_of(record.obligor) | _sides_of(record.beneficiary)
    if isinstance(record, Agreement):
        return _sides_of(record.parties)
    return _sides_of((record.holder,)) | set(record.about)


def _sides_of(parties: Iterable[ActorRef]) -> set[str]:
    return {p.state or p.key for p in parties if p.state or p.kind is ActorKind.ORGANIZATION}
