"""Who receives where nobody is named: "Norway pledged 3 million dollars", in a story of a storm elsewhere.

Help goes where the help told before went, else to the state that the article is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, is_political, side, sides
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.ontology import HARM
from communique.coding.readings import Reading
from communique.records import ActorKind, ActorRef
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

_ANSWERS = frozenset({E.ACCUSE, E.REJECT, E.SUPPORT, E.REQUEST})
_ABOUT = frozenset({"over", "about", "at", "against", "to", "with", "on"})
# What is given, for which an own hospital or own farmers are no address.
_GIVEN = frozenset({E.AID, E.COOPERATE})
_TWO = 2


def is_gift(reading: Reading) -> bool:
    """Help given, offered or promised: it has a receiver, who is seldom one's own side."""
    if reading.match.token.pos_ == "NOUN" and not reading.match.light:
        return False
    if reading.event in _GIVEN or (reading.act is not None and reading.act.event in _GIVEN):
        return True
    # "pledged 3 million dollars": a promise of a thing, not of an act.
    frame = reading.match.frame
    return reading.event is E.AGREE and frame.operator == "promise" and bool(frame.object)


def find_receiver(actor: Sequence[ActorRef], before: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """Whom others help, else the state that the article is about."""
    own = sides(actor)
    counts: Counter[str] = Counter()
    refs: dict[str, ActorRef] = {}
    for draft in before:
        if draft.event is E.AID or (draft.reading.act is not None and draft.reading.act.event is E.AID):
            giving = sides(draft.parties.actor)
            for ref in draft.parties.recipient:
                # Who looks after its own people is not whom others help.
                if ref.state and side(ref) not in own | giving:
                    counts[ref.state] += 1
                    refs.setdefault(ref.state, ref)
    return (refs[counts.most_common(1)[0][0]],) if counts else find_subject(actor, finder)


def answers_a_deed(reading: Reading, lexicon: Lexicon) -> bool:
    """ "protested over both incidents", "called the auction a humiliation": a deed told before, and somebody's."""
    if reading.event not in _ANSWERS or (reading.match.token.pos_ == "NOUN" and not reading.match.light):
        return False
    verb = reading.match.token
    nouns = syntax.objects(verb) if verb.pos_ == "VERB" else []
    if reading.event is E.ACCUSE and not (nouns or syntax.complements(verb) or any(syntax.obliques(verb))):
        # "Seoul expressed deep regret", "Lima protested"
        return True
    nouns = nouns + [n for head in (verb, reading.match.carrier) for p, n in syntax.obliques(head) if p in _ABOUT]
    return any(_is_deed(n, lexicon) or _is_opposite(n) for n in nouns)


def _is_deed(noun: Token, lexicon: Lexicon) -> bool:
    if noun.pos_ != "NOUN" or not any(c.lower_ in words("definite") | {"both", "such"} for c in noun.children):
        return False
    lemma = noun.lemma_.lower()
    return bool(lexicon.find_entries("N", lemma)) or lemma in words("deed") or noun.tag_ == "VBG"


def _is_opposite(noun: Token) -> bool:
    """ "thanked her colleague", "scolded its neighbour": one of the other side."""
    owned = any(c.lower_ in ("his", "her", "its", "their") for c in syntax.children(noun, "nmod:poss"))
    return owned and noun.lemma_.lower() in words("opposite")


def find_headline(reading: Reading, finder: Finder) -> tuple[ActorRef, ...]:
    """Whom a sentence is about by its first words: "On Iraq, the ministers condemned the bombings and urged calm"."""
    verb = reading.match.carrier
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    doer = syntax.subject(verb)
    if doer is None or verb.i < doer.i:
        return ()
    own = sides(reading.parties.actor)
    for preposition, noun in syntax.obliques(verb):
        if noun.i < doer.left_edge.i and preposition in words("regarding"):
            refs = finder.at(noun) or finder.within(noun, places=True)
            return tuple(r for r in refs if is_political(r) and side(r) not in own)
    return ()


def find_deep(reading: Reading, finder: Finder) -> tuple[ActorRef, ...]:
    """Another side anywhere behind the trigger: "promised to back any court that the Danes might set up"."""
    own, token = sides(reading.parties.actor), reading.match.token
    for one in token.subtree:
        mention = finder.context.references.headed_by(one.i) if one.i > token.i else None
        if mention is None or mention.in_place_role or _lies_aside(one, token):
            continue
        others = tuple(r for r in mention.refs if is_political(r) and r.kind is not ActorKind.GROUP)
        if others and not sides(others) & own:
            return others
    return ()


def _lies_aside(token: Token, top: Token) -> bool:
    """Whether a clause that stands beside the content lies between: "…, while Peru", "…, Lima said", "and left"."""
    current = token
    for _ in range(syntax.MAX_STEPS):
        beside = current.dep_ in ("advcl", "parataxis") or (current.dep_ == "conj" and syntax.is_verbal(current))
        if beside and current.i != top.i:
            return True
        if current.head.i in (top.i, current.i):
            return current.head.i == current.i
        current = current.head
    return True


def find_subject(actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """The state that the article is about most, for one side that acts; two that act together have each other."""
    own = sides(actor)
    if len(own) != 1 or not all(is_political(r) for r in actor):
        return ()
    others = [r for r in finder.context.references.prominent if r.state and side(r) not in own]
    if not others:
        return ()
    state = others[0].state
    return (next((r for r in others if r.state == state and r.kind is ActorKind.STATE), others[0]),)


def find_fighting(reading: Reading, earlier: Sequence[Draft], lexicon: Lexicon) -> tuple[ActorRef, ...]:
    """Whom a third party calls on to stop: "urged restraint", "called for an end to hostilities".

    Args:
        reading: The call.
        earlier: What was told before, the last first.
        lexicon: For the words of truces.
    """
    verb = reading.match.token
    if reading.event is not E.REQUEST or verb.pos_ != "VERB":
        return ()
    nouns = [*syntax.objects(verb), *(n for _, n in syntax.obliques(verb))]
    nouns += [n for top in nouns for p, n in syntax.obliques(top) if p in ("of", "to", "in")]
    if not {n.lemma_.lower() for n in nouns} & (lexicon.words("truce-thing") | words("calming")):
        return ()
    own = sides(reading.parties.actor)
    for draft in earlier:
        both = tuple(r for r in draft.parties.everyone if is_political(r))
        if draft.event in (E.ASSAULT, E.MOBILIZE) and len(sides(both)) == _TWO:
            return both if not sides(both) & own else ()
    return ()


def find_victim(
    reading: Reading, lexicon: Lexicon, finder: Finder, *, of_pronoun: bool = False
) -> tuple[ActorRef, ...]:
    """Who tells of a harm that names no victim has suffered it: "Kyiv said Russia had fired 80 drones".

    Args:
        reading: The harm.
        lexicon: For the verbs of saying.
        finder: Finds the speaker.
        of_pronoun: Only where what was harmed is "its" or "their" own: "that Peru had violated its airspace".
    """
    verb, own = reading.match.carrier, sides(reading.parties.actor)
    if reading.event not in HARM or verb.pos_ != "VERB":
        return ()
    owned = any(
        c.lower_ in ("its", "their", "our") for o in syntax.objects(verb) for c in syntax.children(o, "nmod:poss")
    )
    if of_pronoun and not owned:
        return ()
    clause = verb
    for head in syntax.up(verb):
        if clause.dep_ == "ccomp" and head.lemma_.lower() in lexicon.words("say"):
            speakers = finder.many(syntax.agents(head), places=False)
            states = tuple(r for r in speakers if r.state and r.sector != "JRN" and side(r) not in own)
            return states[:1]
        if clause.dep_ not in ("conj", "xcomp", "ccomp"):
            return ()
        clause = head
    return ()
