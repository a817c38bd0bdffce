"""Recipients of the actor's own country: "the opposition rejected the announcement that President X had won".

Between states the other side is of another state, and the finders look for that. Where they find nothing, an office, a
body or a person of the same state may be the one who is answered, asked or praised.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.coding import syntax
from communique.coding.arguments import Finder, is_political, sides
from communique.coding.composition import content_tokens
from communique.coding.frames import heads
from communique.coding.readings import Reading
from communique.records import ActorKind, ActorRef
from communique.records import EventType as E

_SAID = frozenset({E.AGREE, E.CONCEDE, E.THREATEN, E.REQUEST, E.REJECT, E.ACCUSE, E.SUPPORT, E.SANCTION})


def find_compatriot(reading: Reading, finder: Finder) -> tuple[ActorRef, ...]:
    """Whom of the actor's own state an act of words is about, or an empty tuple."""
    actor = reading.parties.actor
    if reading.event not in _SAID or len(sides(actor)) != 1:
        return ()
    keys, own = {r.key for r in actor}, sides(actor)
    for refs in _candidates(reading, finder):
        found = tuple(r for r in refs if r.key not in keys and sides((r,)) <= own and _is_somebody(r, actor))
        if found:
            return found
    return ()


def _candidates(reading: Reading, finder: Finder) -> Iterator[tuple[ActorRef, ...]]:
    """Parties of the object, then those of what is said, asked or refused; the nearer first."""
    token = reading.match.token
    nouns = heads(syntax.objects(token)) if token.pos_ != "NOUN" else [token]
    contents = [t for t in content_tokens(reading.match) if t not in nouns]
    for noun in nouns:
        yield finder.at(noun, places=False)
        yield finder.owner(noun)
        # "rejected the announcement that X had won"
        contents += syntax.complements(noun)
    for verb in contents:
        yield finder.doers(verb)
        yield finder.many(syntax.objects(verb), places=False)
        yield finder.many((n for _, n in syntax.obliques(verb)), places=False)


def _is_somebody(ref: ActorRef, actor: tuple[ActorRef, ...]) -> bool:
    """Whether a compatriot is told apart from the actor: by name, or by another kind of office or body."""
    if not is_political(ref) or (ref.kind is ActorKind.STATE and ref.sector is None):
        return False
    return ref.kind is ActorKind.PERSON or all(r.sector != ref.sector for r in actor)
