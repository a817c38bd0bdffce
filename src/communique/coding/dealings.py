"""Agreements told by their terms, their talks or their papers: "under a deal with Chile", "is under negotiation"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    infinitive_of,
    is_negated,
    lemma,
    obliques,
    own_subject,
)
from communique.coding.deals import Deal, is_agreement, is_so, lists
from communique.coding.milestones import named_before, thing_below
from communique.coding.pledges import UNSURE
from communique.coding.syntax import children
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

ABOUT = ("on", "over", "about", "for", "of")


def find_dealing(token: Token) -> Deal | None:
    """The agreement that its terms, its talks or its instruments tell of, or None."""
    if token.pos_ in ("NOUN", "ADJ", "PROPN", "ADV"):
        return _under(token) or _being_discussed(token) or _withdrawal(token) or _party_to(token) or _in_place(token)
    if not token.tag_.startswith("VB") or token.dep_ in ("amod", "compound"):
        return None
    return (
        _instruments(token)
        or _has(token)
        or _bears(token)
        or _talks_on(token)
        or _decided(token)
        or _discussing(token)
        or _asked_for(token)
        or _in_place(token)
    )


def _under(noun: Token) -> Deal | None:
    """Read "Under a new deal with Chile, Peru will supply gas": what both do under it they have agreed."""
    if case_of(noun) not in ("under", "through") or not is_agreement(noun):
        return None
    verb = noun.head
    told = children(noun, "acl", "acl:relcl", "amod")
    if not verb.tag_.startswith("VB") or not obliques(noun, "with", "between") or any(t.tag_ == "VBN" for t in told):
        # "under a deal signed in March" is told by its verb.
        return None
    old = any(c.pos_ == "NUM" for c in noun.children) or any(t.like_num for t in noun.subtree)
    if is_negated(verb) or auxiliaries(verb) & UNSURE or own_subject(verb) is None or old:
        # "under a 2007 agreement" only recalls it.
        return None
    return Deal(noun, verb, Stage.AGREED, "agreement.under", confidence=0.65)


def _being_discussed(noun: Token) -> Deal | None:
    """Read "a defence pact between Peru and Chile has been under discussion since 2022"."""
    if lemma(noun) not in lists()["talks"] or case_of(noun) != "under" or not is_so(noun):
        return None
    thing = own_subject(noun) if children(noun, "cop") else find_subject(noun.head)
    if thing is None or not is_agreement(thing):
        return None
    return Deal(thing, noun, Stage.NEGOTIATING, "agreement.under_discussion", confidence=0.7)


def _withdrawal(noun: Token) -> Deal | None:
    """Read "Peru's withdrawal from the trade pact took effect", "after its exit from the convention"."""
    if lemma(noun) not in lists()["phrases.withdrawal"]:
        return None
    thing = next((o for o in obliques(noun, "from") if is_agreement(o)), None)
    told = noun.dep_ in ("nsubj", "nsubj:pass") or case_of(noun) in lists()["phrases.told_by"]
    if thing is None or not told or auxiliaries(noun.head) & UNSURE or is_negated(noun.head):
        return None
    return Deal(thing, noun, Stage.ENDED, "agreement.withdrawal_from", confidence=0.65, via=noun)


def _party_to(noun: Token) -> Deal | None:
    """Read "became a party to the convention on plastics"."""
    became = lemma(noun.head) == "become" and is_so(noun.head)
    if not became or lemma(noun) not in ("party", "signatory") or auxiliaries(noun.head) & UNSURE:
        return None
    thing = next((o for o in (*obliques(noun, "to", "of"), *obliques(noun.head, "to")) if is_agreement(o)), None)
    return Deal(thing, noun.head, Stage.RATIFIED, "agreement.party_to", confidence=0.7) if thing is not None else None


def _discussing(verb: Token) -> Deal | None:
    """Read "Peru and Chile are discussing a defence pact": who discusses a pact to come negotiates it."""
    if lemma(verb) != "discuss" or not is_so(verb):
        return None
    thing, subject = direct_object(verb), own_subject(verb)
    if thing is None or subject is None or not is_agreement(thing):
        return None
    several = (
        bool(children(subject, "conj")) or bool(obliques(verb, "with")) or lemma(subject) in lists()["phrases.both"]
    )
    to_come = any(c.lower_ in ("a", "an") for c in children(thing, "det"))
    fits = several and to_come and not is_negated(verb)
    return Deal(thing, verb, Stage.NEGOTIATING, "agreement.discuss", confidence=0.65) if fits else None


def _asked_for(verb: Token) -> Deal | None:
    """Read "Peru has asked Chile for a free trade agreement"."""
    if lemma(verb) != "ask" or not is_so(verb):
        return None
    asked = children(verb, "obj", "iobj")
    thing = next((o for h in (verb, *asked) for o in obliques(h, "for") if is_agreement(o)), None)
    return (
        Deal(thing, verb, Stage.PROPOSED, "agreement.ask_for", confidence=0.65) if thing is not None and asked else None
    )


def _instruments(verb: Token) -> Deal | None:
    """Read "exchanged instruments of ratification for their treaty", "handed in its instrument of withdrawal"."""
    if lemma(verb) not in lists()["phrases.hand_in"] or not is_so(verb):
        return None
    paper = direct_object(verb) or own_subject(verb)
    if paper is None or lemma(paper) not in lists()["phrases.instrument"]:
        return None
    kind = next((o for o in (*obliques(paper, "of"), *obliques(verb, "of")) if _stage_of(o)), None)
    stage = _stage_of(kind) if kind is not None else None
    if kind is None or stage is None:
        return None
    heads = (kind, paper, verb)
    things = (o for h in heads for o in obliques(h, "of", "for", "to", "from", "on") if is_agreement(o))
    thing = next(things, None)
    return Deal(thing, verb, stage, "agreement.instruments", confidence=0.8) if thing is not None else None


def _stage_of(noun: Token) -> Stage | None:
    if lemma(noun) in lists()["nominal.ratified"]:
        return Stage.RATIFIED
    ended = lemma(noun) in lists()["nominal.ended"] or lemma(noun) in lists()["phrases.withdrawal"]
    return Stage.ENDED if ended else None


def _has(verb: Token) -> Deal | None:
    """Read "Peru has fishing agreements with Chile", "the bank and Guinea have a deal"."""
    if lemma(verb) != "have" or not is_so(verb):
        return None
    thing = direct_object(verb)
    if thing is None or not is_agreement(thing) or infinitive_of(thing) is not None:
        return None
    subject = own_subject(verb)
    both = subject is not None and bool(children(subject, "conj"))
    beside = bool(obliques(thing, "with", "between"))
    # "have an agreement that was signed in 2011" is told by its verb.
    told = any(c.tag_.startswith("VB") for c in children(thing, "acl", "acl:relcl"))
    fits = (both or beside) and not told and not any(c.lower_ in ("the", "no", "any") for c in thing.children)
    return Deal(thing, verb, Stage.AGREED, "agreement.has", confidence=0.6) if fits else None


def _bears(verb: Token) -> Deal | None:
    """Read "the memorandum, which bears the signatures of the two ministers"."""
    if lemma(verb) not in ("bear", "carry") or not is_so(verb):
        return None
    names = direct_object(verb)
    thing = own_subject(verb)
    if names is None or thing is None or lemma(names) not in lists()["phrases.signature"]:
        return None
    thing = antecedent(thing)
    if not is_agreement(thing):
        return None
    return Deal(thing, verb, Stage.SIGNED, "agreement.signatures", confidence=0.75, via=names)


def _talks_on(verb: Token) -> Deal | None:
    """Read "resumed talks on the second phase of the border deal", "negotiations between them on fees have begun"."""
    if lemma(verb) not in lists()["phrases.hold"] or not is_so(verb):
        return None
    talks = direct_object(verb) or own_subject(verb)
    if talks is None or lemma(talks) not in lists()["talks"]:
        return None
    thing = thing_below(talks, *ABOUT) or thing_below(verb, "on", "over", "about")
    if thing is not None:
        return Deal(thing, verb, Stage.NEGOTIATING, "agreement.in_talks", confidence=0.75, via=talks)
    # Talks on a matter are a meeting; negotiations on it between named sides seek an agreement.
    act = next(iter(obliques(talks, "on", "over", "about")), None)
    if lemma(talks) != "negotiation" or act is None or not obliques(talks, "between", "with"):
        return None
    return Deal(None, verb, Stage.NEGOTIATING, "agreement.negotiations", act=act, via=talks, confidence=0.6)


def _decided(verb: Token) -> Deal | None:
    """Read "both leaders decided to open a centre", "the two sides undertook to keep their boats apart"."""
    if lemma(verb) not in lists()["joint.decide"] or not is_so(verb):
        return None
    subject, act = find_subject(verb), infinitive_of(verb)
    if subject is None or act is None:
        return None
    both = lemma(subject) in lists()["phrases.both"] and any(c.lower_ in ("both", "two") for c in subject.children)
    return Deal(None, verb, Stage.AGREED, f"agreement.{lemma(verb)}_to", act=act, confidence=0.65) if both else None


def _in_place(token: Token) -> Deal | None:
    """Read "has been in force since 2011", "a similar deal is in place", "took effect in 2014", "became law"."""
    word = lemma(token)
    stands = word in ("force", "place", "effect", "operation") and case_of(token) == "in" and children(token, "cop")
    takes = token.tag_.startswith("VB") and f"{word}_{_object_lemma(token)}" in lists()["phrases.begin_to_hold"]
    if not (stands or takes) or not is_so(token) or (takes and token.tag_ in ("VBZ", "VBP")):
        return None
    thing = own_subject(token)
    thing = antecedent(thing) if thing is not None else None
    if thing is not None and thing.lower_ == "it":
        thing = named_before(thing)
    if thing is None or not is_agreement(thing):
        return None
    return Deal(thing, token, Stage.IMPLEMENTED, "agreement.in_place", confidence=0.7)


def _object_lemma(verb: Token) -> str:
    found = next(iter(children(verb, "obj", "xcomp")), None)
    return lemma(found) if found is not None else ""
