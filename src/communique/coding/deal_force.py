"""Agreements in force, put on hold, left and ended: "took effect", "put the pact on ice", "pulled out of it"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    is_negated,
    lemma,
    obliques,
    own_subject,
)
from communique.coding.deal_signing import is_treaty_known
from communique.coding.deals import (
    PRONOUN_REACH,
    Deal,
    governed,
    is_agreement,
    is_past,
    is_so,
    lists,
    meant_by,
    stages_of,
)
from communique.coding.pledges import UNSURE
from communique.coding.syntax import children
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token


# --- In force --------------------------------------------------------------------------------------------------------


def came_into_force(verb: Token) -> Deal | None:
    """Read "the treaty entered into force", "it took effect in 2014", "put a labour agreement into effect"."""
    if not is_so(verb):
        return None
    taken = next(iter(children(verb, "obj", "xcomp")), None)
    begun = taken is not None and f"{lemma(verb)}_{lemma(taken)}" in lists()["phrases.begin_to_hold"]
    into = any(lemma(o) in lists()["phrases.effect"] for o in obliques(verb, "into"))
    put = direct_object(verb)
    if into and put is not None:
        thing: Token | None = _meant(put)
    elif (begun or into) and is_past(verb):
        # "comes into force in June" is still to come.
        subject = find_subject(verb)
        thing = _meant(subject) if subject is not None else None
    else:
        return None
    if thing is None or not is_agreement(thing):
        return None
    return Deal(thing, verb, Stage.IMPLEMENTED, "agreement.into_force")


def in_force(noun: Token) -> Deal | None:
    """Read "has been in force since 2011", "a similar deal is in place"."""
    if case_of(noun) != "in" or not children(noun, "cop") or not is_so(noun):
        return None
    subject = own_subject(noun)
    thing = _meant(antecedent(subject)) if subject is not None else None
    if thing is None or not is_agreement(thing):
        return None
    return Deal(thing, noun, Stage.IMPLEMENTED, "agreement.in_place", confidence=0.7)


def _meant(noun: Token) -> Token | None:
    """The agreement that "it" stands for; any other noun is its own."""
    return meant_by(noun, reach=PRONOUN_REACH) if noun.lower_ in ("it", "this") else noun


def bound(verb: Token) -> Deal | None:
    """Read "is no longer bound by the armistice", "stopped observing the accord", "remain bound by the agreement"."""
    thing = direct_object(verb) or next(iter(obliques(verb, "to", "by")), None)
    if thing is None or not is_agreement(thing) or lemma(thing) not in lists()["treaty"] or not is_so(verb):
        return None
    # "no longer considers itself bound"
    longer = any(c.lower_ == "longer" for t in (verb, verb.head) for c in t.children)
    if longer or lemma(verb.head) in lists()["phrases.stop"]:
        return Deal(thing, verb, Stage.ENDED, "agreement.bound", confidence=0.65)
    held = lemma(verb) == "bind"
    return Deal(thing, verb, Stage.IMPLEMENTED, "agreement.bound", confidence=0.65) if held else None


# --- On hold, void ---------------------------------------------------------------------------------------------------


def put_away(verb: Token) -> Deal | None:
    """Read "put the accord on hold", "left it in abeyance", "declared the treaty void", "let the pact lapse"."""
    things = (governed(verb), own_subject(verb)) if is_so(verb) else ()
    thing = next((t for t in things if t is not None and is_agreement(t)), None)
    if thing is None:
        return None
    word = lemma(verb)
    if word in lists()["phrases.shelve"]:
        ends = (*obliques(verb, "on", "in", "into", "to", "under"), *obliques(thing, "on", "in", "into"))
        if {f"{case_of(o)}_{lemma(o)}" for o in ends} & lists()["phrases.shelf"]:
            return Deal(thing, verb, Stage.SUSPENDED, f"agreement.{word}_on_hold")
    said = {c.lower_ for c in (*children(verb, "xcomp", "ccomp", "amod"), *children(thing, "amod"))}
    if word in lists()["phrases.pronounce"] and said & lists()["phrases.void"]:
        return Deal(thing, verb, Stage.ENDED, f"agreement.{word}_void")
    if word in lists()["phrases.let"] and said & {"lapse", "expire", "die"}:
        return Deal(thing, verb, Stage.ENDED, "agreement.let_lapse")
    return None


def cut_membership(verb: Token) -> Deal | None:
    """Read "the bloc suspended Niger": membership is the treaty that is suspended or ended."""
    stage = stages_of("membership").get(lemma(verb))
    member = direct_object(verb) if stage is not None and is_so(verb) else None
    if member is not None and lemma(member) == "membership":
        member = next(iter((*children(member, "nmod:poss"), *obliques(member, "of"))), None)
    subject = find_subject(verb) if member is not None and member.pos_ == "PROPN" else None
    if stage is None or subject is None or lemma(subject) not in lists()["phrases.bloc"]:
        return None
    return Deal(None, verb, stage, "agreement.membership", act=member, confidence=0.6)


# --- Left, over ------------------------------------------------------------------------------------------------------


def left(verb: Token) -> Deal | None:
    """Read "withdrew from the treaty", "pulled out of the accord", "has left the convention"."""
    if not is_so(verb) or children(verb, "aux:pass"):
        # "was left out of the deal"
        return None
    thing = next((o for o in obliques(verb, "from", "of", "out") if is_agreement(o)), None)
    if thing is not None:
        return Deal(thing, verb, Stage.ENDED, f"agreement.{lemma(verb)}_from")
    thing = direct_object(verb) if lemma(verb) in ("leave", "exit") else None
    if thing is None or not is_treaty_known(thing):
        return None
    return Deal(thing, verb, Stage.ENDED, f"agreement.{lemma(verb)}", confidence=0.7)


def withdrawal(noun: Token) -> Deal | None:
    """Read "Peru's withdrawal from the trade pact took effect", "after its exit from the convention"."""
    thing = next((o for o in obliques(noun, "from") if is_agreement(o)), None)
    told = noun.dep_ in ("nsubj", "nsubj:pass") or case_of(noun) in lists()["phrases.told_by"]
    if thing is None or not told or auxiliaries(noun.head) & UNSURE or is_negated(noun.head):
        return None
    return Deal(thing, noun, Stage.ENDED, "agreement.withdrawal_from", confidence=0.65, via=noun)


def lapsed(verb: Token) -> Deal | None:
    """Read "the accord expired in July", "It lapsed in March"; of one that "expires in June" the end is to come."""
    if not is_so(verb) or not is_past(verb) or direct_object(verb) or children(verb, "aux:pass"):
        return None
    subject = own_subject(verb)
    thing = _meant(subject) if subject is not None else None
    if thing is None or not is_agreement(thing):
        return None
    return Deal(thing, verb, Stage.ENDED, f"agreement.{lemma(verb)}")
