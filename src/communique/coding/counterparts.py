"""The other side of an act, from the acts told before: with whom the actor had to do, or is at odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import side, sides
from communique.coding.grammar import words
from communique.coding.ontology import HARM, HOSTILE
from communique.coding.readings import Reading
from communique.records import ActorRef
from communique.records import EventType as E

if TYPE_CHECKING:
    from communique.coding.drafts import Draft

# How far back is looked, in events.
REACH = 12


def same_act(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """The same act told before had a recipient: the embargo is on whom it was on."""
    for draft in earlier:
        if draft.event is reading.event and sides(draft.parties.actor) == sides(actor) and draft.parties.recipient:
            return draft.parties.recipient
    return ()


def of_clause(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Between whom somebody mediates in passing: "freed the Malian pilots after mediation by Chad"."""
    token = reading.match.token
    if reading.event is not E.CONSULT or not any(p == "by" for p, _ in syntax.obliques(token)):
        return ()
    own, above = sides(actor), {head.i for head in syntax.up(token)}
    over = (d for d in earlier if d.reading.match.carrier.i in above)
    everyone = next((d.parties.everyone for d in over), ())
    return () if sides(everyone) & own else everyone


def rival(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """With whom the actor is at odds most often: whom its threats are for."""
    if reading.event not in (E.THREATEN, E.ASSAULT):
        return ()
    own = sides(actor)
    counts: Counter[str] = Counter()
    refs: dict[str, ActorRef] = {}
    for draft in earlier:
        if draft.event in HOSTILE and sides(draft.parties.everyone) & own:
            for ref in draft.parties.everyone:
                if ref.state and side(ref) not in own:
                    counts[ref.state] += 1
                    refs.setdefault(ref.state, ref)
    return (refs[counts.most_common(1)[0][0]],) if counts else ()


def counterpart(actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """With whom the actor had to do last."""
    own = sides(actor)
    bodies: tuple[ActorRef, ...] = ()
    for draft in earlier:
        if sides(draft.parties.everyone) & own:
            others = tuple(r for r in _opposite(draft, own) if side(r) not in own)
            states = tuple(r for r in others if r.state)
            if states:
                return states
            bodies = bodies or others
    return bodies


def wronged(actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Whom the actor did harm last: to whom it gives way or apologises."""
    own = sides(actor)
    for draft in earlier:
        if draft.event in HARM and sides(draft.parties.actor) & own and draft.parties.recipient:
            return tuple(r for r in draft.parties.recipient if r.state and side(r) not in own)
    return ()


def _opposite(draft: Draft, own: set[str]) -> tuple[ActorRef, ...]:
    """Those on the other side of an act: two who are thanked together have nothing to do with each other in that."""
    actor, recipient = draft.parties.actor, draft.parties.recipient
    if not recipient or (sides(actor) & own and sides(recipient) & own):
        return draft.parties.everyone
    return recipient if sides(actor) & own else actor


def body_told(reading: Reading, earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """The body whose next summit it is."""
    if reading.event is not E.CONSULT:
        return ()
    bodies = (r for d in earlier for r in d.parties.everyone if (r.sector or "")[:3] == "IGO")
    found = next(bodies, None)
    return (found,) if found is not None else ()


def speaks_of_text(reading: Reading) -> bool:
    """ "Rejected the resolution", "backed the motion": an answer to a text that a body has before it."""
    verb = reading.match.token
    if reading.event not in (E.SUPPORT, E.REJECT, E.ACCUSE) or verb.pos_ != "VERB":
        return False
    texts = words("tabled")
    return any(n.lemma_.lower() in texts and not syntax.children(n, "nmod:poss", "nmod") for n in syntax.objects(verb))


def whose_text(earlier: Sequence[Draft], own: set[str]) -> tuple[ActorRef, ...]:
    """The body that a text lies before, or that has passed it; nobody where none was told of."""
    bodies = (r for d in earlier for r in d.parties.actor if (r.sector or "")[:3] in ("IGO", "LEG") and not r.state)
    return tuple(r for r in [next(bodies, None)] if r is not None and side(r) not in own)


def provoked_by(reading: Reading, before: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Who did that to which the act answers: "Chad seized a boat, prompting Mali to mass troops"."""
    own = sides(reading.parties.actor)
    above = {head.i for head in syntax.up(reading.match.carrier)}
    for draft in before[::-1][:REACH]:
        if draft.reading.match.carrier.i in above and draft.event in HOSTILE and sides(draft.parties.recipient) & own:
            return tuple(r for r in draft.parties.actor if r.state and side(r) not in own)
    return ()


def beside(reading: Reading, before: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Against whom the same sentence tells of more: "launched a boycott of Mali, while youths threw paint"."""
    own, start = sides(reading.parties.actor), reading.match.token.sent.start
    here = (d for d in before[::-1] if d.sent.start == start and sides(d.parties.actor) & own and d.event in HOSTILE)
    return next((d.parties.recipient for d in here if d.parties.recipient and not sides(d.parties.recipient) & own), ())
