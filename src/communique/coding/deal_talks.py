"""Agreements that are wished for or on their way: proposed, talked about, nearly there, not agreed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    is_negated,
    lemma,
    obliques,
    own_subject,
    with_particle,
)
from communique.coding.deals import ABOUT, Deal, governed, is_agreement, is_day, is_so, lists, looks_back, thing_below
from communique.coding.syntax import children
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

TALKS_ABOUT = ("on", "over", "about", "for", "of")
# Words before a verb among which "yet" stands: "have yet to reach".
YET = 3


# --- Proposed --------------------------------------------------------------------------------------------------------


def mooted(verb: Token) -> Deal | None:
    """Read "floated the idea of a joint patrol pact with Ecuador", "made a proposal to sign a treaty"."""
    idea = direct_object(verb)
    if with_particle(verb) not in lists()["phrases.moot"] or idea is None or lemma(idea) not in lists()["phrases.idea"]:
        return None
    act = next(iter(children(idea, "acl", "advcl")), None)
    thing = thing_below(idea, *ABOUT) or (governed(act) if act is not None else None)
    return _idea(thing, verb)


def sought(verb: Token) -> Deal | None:
    """Read "called for a treaty with Chad", "Peru has asked Chile for a free trade agreement"."""
    if lemma(verb) in lists()["phrases.ask"]:
        asked = children(verb, "obj", "iobj")
        thing = next((o for h in (verb, *asked) for o in obliques(h, "for") if is_agreement(o)), None)
        if thing is None or not asked or not is_so(verb):
            return None
        return Deal(thing, verb, Stage.PROPOSED, "agreement.ask_for", confidence=0.65)
    wanted = direct_object(verb)
    thing = wanted if wanted is not None and is_agreement(wanted) else thing_below(verb, "for")
    if thing is None or not (obliques(thing, "with", "between") or obliques(verb, "with")):
        return None
    return _idea(thing, verb)


def _idea(thing: Token | None, verb: Token) -> Deal | None:
    if thing is None or not is_agreement(thing) or looks_back(thing) or not is_so(verb):
        return None
    return Deal(thing, verb, Stage.PROPOSED, "agreement.idea", confidence=0.65)


# --- Negotiated ------------------------------------------------------------------------------------------------------


def held_talks(verb: Token) -> Deal | None:
    """Read "opened talks on a fisheries agreement", "negotiations between Oman and Qatar on fees have begun"."""
    talks = direct_object(verb) or own_subject(verb)
    if talks is None or lemma(talks) not in lists()["talks"] or not is_so(verb):
        return None
    thing = thing_below(talks, *TALKS_ABOUT) or thing_below(verb, "on", "over", "about", "for")
    if thing is not None:
        return Deal(thing, verb, Stage.NEGOTIATING, "agreement.in_talks", via=talks)
    # Talks on a matter are a meeting; negotiations on it between named sides seek an agreement.
    act = next(iter(obliques(talks, "on", "over", "about")), None)
    if lemma(talks) != "negotiation" or act is None or not obliques(talks, "between", "with"):
        return None
    return Deal(None, verb, Stage.NEGOTIATING, "agreement.negotiations", act=act, via=talks, confidence=0.6)


def in_talks(noun: Token) -> Deal | None:
    """Read "Oman and Qatar are in talks over a treaty", "a pact between them has been under discussion"."""
    case = case_of(noun)
    if case not in ("in", "under") or not is_so(noun):
        return None
    if case == "in":
        thing = thing_below(noun, *TALKS_ABOUT) if children(noun, "cop") else None
        return Deal(thing, noun, Stage.NEGOTIATING, "agreement.in_talks", via=noun) if thing is not None else None
    thing = own_subject(noun) if children(noun, "cop") else find_subject(noun.head)
    if thing is None or not is_agreement(thing):
        return None
    return Deal(thing, noun, Stage.NEGOTIATING, "agreement.under_discussion", confidence=0.7)


def discussed(verb: Token) -> Deal | None:
    """Read "Peru and Chile are discussing a defence pact": who discusses a pact to come negotiates it."""
    thing, subject = direct_object(verb), own_subject(verb)
    if thing is None or subject is None or not is_agreement(thing) or not is_so(verb):
        return None
    joined = bool(children(subject, "conj")) or bool(obliques(verb, "with"))
    several = joined or lemma(subject) in lists()["phrases.both"]
    to_come = any(c.lower_ in ("a", "an") for c in children(thing, "det"))
    return Deal(thing, verb, Stage.NEGOTIATING, "agreement.discuss", confidence=0.65) if several and to_come else None


def worked_on(verb: Token) -> Deal | None:
    """Read "are working on a treaty", "haggled over the terms of the accord"."""
    thing = thing_below(verb, "on", "towards", "toward", "over") if not is_negated(verb) else None
    return Deal(thing, verb, Stage.NEGOTIATING, "agreement.work_on", confidence=0.7) if thing is not None else None


# --- Nearly there, or not --------------------------------------------------------------------------------------------


def on_verge(noun: Token) -> Deal | None:
    """Read "are on the verge of an accord", "stand on the threshold of a pact"."""
    is_said = bool(children(noun, "cop"))
    if case_of(noun) != "on" or not (is_said or lemma(noun.head) in ("be", "stand")):
        return None
    thing = thing_below(noun, "of")
    verb = noun if is_said else noun.head
    return Deal(thing, verb, Stage.NEGOTIATING, "agreement.on_verge", via=noun) if thing is not None else None


def came_near(token: Token) -> Deal | None:
    """Read "close to signing a pact", "near a deal", "are moving closer to an agreement"."""
    if token.lower_ not in lists()["phrases.near"] or is_negated(token):
        return None
    act = next(iter(children(token, "advcl", "xcomp", "ccomp", "acl")), None)
    thing = thing_below(token, "to", "on") or (governed(act) if act is not None else None)
    if thing is None or not is_agreement(thing):
        return None
    verb = token if children(token, "cop") or token.pos_ in ("VERB", "ADJ") else token.head
    return Deal(thing, verb, Stage.NEGOTIATING, "agreement.near", confidence=0.65)


def failed_to_agree(verb: Token) -> Deal | None:
    """Read "failed to agree on the price", "could not reach a deal", "have yet to agree": they are still at it."""
    above = verb.head
    failed = verb.dep_ in ("xcomp", "advcl", "ccomp") and lemma(above) in lists()["phrases.fail"] and is_so(above)
    unable = is_negated(verb) and bool(auxiliaries(verb) & {"could", "can"})
    yet = verb.tag_ == "VB" and any(t.lower_ == "yet" for t in verb.doc[max(0, verb.i - YET) : verb.i])
    if not (failed or unable or yet):
        return None
    thing = direct_object(verb)
    if thing is not None and is_agreement(thing):
        return Deal(thing, verb, Stage.NEGOTIATING, "agreement.failed_to_agree", confidence=0.65)
    matters = obliques(verb, "on", "upon", "over", "about") if lemma(verb) in lists()["joint.agree"] else []
    act = next((o for o in matters if not is_day(o)), None)
    if act is None:
        return None
    return Deal(None, verb, Stage.NEGOTIATING, "agreement.failed_to_agree", act=act, confidence=0.65)
