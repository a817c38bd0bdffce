"""Agreements at the moment that two sides agree: "agreed to resume flights", "shook hands on fees"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    has_case,
    infinitive_of,
    is_negated,
    lemma,
    obliques,
    own_subject,
    with_particle,
)
from communique.coding.deals import (
    Deal,
    are_several,
    governed,
    is_agreement,
    is_day,
    is_paper,
    is_so,
    lists,
    looks_back,
    singular,
)
from communique.coding.pledges import UNSURE, WILL
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

IN_JOINT_PAPER = "agreement.in_joint_paper"
PAPER_CASES = ("in", "through", "by", "via")


# --- Agreed to act ---------------------------------------------------------------------------------------------------


def agreed_to(verb: Token) -> Deal | None:
    """Read "Oman and Qatar have agreed to resume flights", "agreed on a timetable"."""
    if not is_so(verb):
        return None
    matter = next((o for o in obliques(verb, "on", "upon", "to") if not is_day(o)), None)
    act = infinitive_of(verb) or matter or _agreed_thing(verb)
    if act is None:
        # "have agreed that prisoners will be exchanged"; "agreed that the sea was calm" is an opinion.
        clauses = (c for c in children(verb, "ccomp", "csubj", "advcl", "csubj:pass") if c.i > verb.i)
        act = next((c for c in clauses if auxiliaries(c) & (WILL | {"would", "should", "must"}) or _is_bidden(c)), None)
    return Deal(None, verb, Stage.AGREED, "agreement.agreed_to", act=act, confidence=0.85) if act is not None else None


def _agreed_thing(verb: Token) -> Token | None:
    """The swap of "agreed a swap of prisoners"; "as agreed" has none, and a truce is told by its noun."""
    thing = governed(verb)
    return thing if thing is not None and thing.pos_ == "NOUN" and not is_agreement(thing) else None


def _is_bidden(clause: Token) -> bool:
    """As in "agreed that the bridge be reopened": a bare verb after "that" tells what is to be."""
    that = any(c.lower_ == "that" for c in children(clause, "mark"))
    helpers = [c for c in children(clause, "aux:pass", "cop") if c.lower_ == "be"]
    return that and (clause.tag_ == "VB" or bool(helpers)) and not children(clause, "aux")


def decided(verb: Token) -> Deal | None:
    """Read "both leaders decided to open a centre", "Oman and Qatar resolved to reopen the road"."""
    subject, act = find_subject(verb), infinitive_of(verb)
    if subject is None or act is None or not is_so(verb):
        return None
    both = lemma(subject) in lists()["phrases.both"] and any(c.lower_ in ("both", "two") for c in subject.children)
    if not (both or children(subject, "conj")) or lemma(act) in load_words("commitments")["bounds.void"]:
        # "undertook to consider a cut" binds nobody.
        return None
    return Deal(None, verb, Stage.AGREED, f"agreement.{lemma(verb)}_to", act=act, confidence=0.65)


def announced(verb: Token) -> Deal | None:
    """Read "the two governments announced that flights would resume", "Oman and Qatar announced an agreement"."""
    if not is_so(verb):
        return None
    clause = next((c for c in children(verb, "ccomp") if c.i > verb.i), None)
    if clause is not None and {"will", "would"} & auxiliaries(clause) and lemma(clause) in lists()["joint.future"]:
        return Deal(None, verb, Stage.AGREED, "agreement.announced_together", act=clause, confidence=0.7)
    thing = governed(verb)
    if thing is None or not is_agreement(thing) or looks_back(thing) or is_paper(thing):
        return None
    if not (are_several(find_subject(verb)) or obliques(thing, "with", "between")):
        return None
    return Deal(thing, verb, Stage.AGREED, "agreement.announced", confidence=0.7)


# --- Come to terms ---------------------------------------------------------------------------------------------------


def came_to(verb: Token) -> Deal | None:
    """Read "came to an agreement on patrols", "entered into a pact", "the talks ended in an accord"."""
    cases = [w.split("_")[1] for w in lists()["phrases.come_to"] if w.split("_")[0] == lemma(verb)]
    thing = next((o for o in obliques(verb, *cases) if is_agreement(o) or lemma(o) == "term"), None)
    if thing is None or not is_so(verb) or any(lemma(o) in lists()["phrases.effect"] for o in obliques(verb, "into")):
        return None
    return Deal(thing, verb, Stage.AGREED, f"agreement.{lemma(verb)}_to")


def shook_hands(verb: Token) -> Deal | None:
    """Read "shook hands on a deal", "shook on it", "shook hands on fees"."""
    matters = [o for o in obliques(verb, "on", "over") if not is_day(o)] if is_so(verb) else []
    thing = next((o for o in matters if is_agreement(o)), None)
    if thing is not None:
        return Deal(thing, verb, Stage.AGREED, "agreement.shook_hands")
    hands = direct_object(verb)
    act = next((o for o in matters if o.i > verb.i), None) if hands is not None and lemma(hands) == "hand" else None
    return Deal(None, verb, Stage.AGREED, "agreement.shook_hands", act=act) if act is not None else None


def settled(verb: Token) -> Deal | None:
    """Read "have settled their last border dispute", "patched up their quarrel"."""
    thing = direct_object(verb)
    if thing is None or lemma(thing) not in lists()["phrases.dispute"] or not is_so(verb):
        return None
    if with_particle(verb) not in lists()["phrases.settle"] or not are_several(find_subject(verb)):
        return None
    if any(is_paper(o) for o in obliques(verb, *PAPER_CASES)):
        # "buried their quarrel by a joint declaration" is told by the declaration.
        return None
    return Deal(None, verb, Stage.AGREED, "agreement.settled", act=thing, confidence=0.7)


def accepted(verb: Token) -> Deal | None:
    """Read "ceasefire terms were accepted by both", "accepted a Chinese offer to lend"."""
    thing = governed(verb) if is_so(verb) else None
    if thing is None:
        return None
    words = {lemma(c) for c in children(thing, "compound", "amod", "nmod")}
    terms = lemma(thing) == "term" and bool(words & lists()["noun"])
    plan = lemma(thing) in lists()["qualified_noun"] and bool({"peace", "ceasefire"} & words)
    offer = lemma(thing) in lists()["phrases.offer"] and not children(verb, "aux:pass")
    if not (terms or plan or offer):
        return None
    return Deal(thing, verb, Stage.AGREED, "agreement.accepted", confidence=0.7)


# --- Bound by terms --------------------------------------------------------------------------------------------------


def had(verb: Token) -> Deal | None:
    """Read "Peru has fishing agreements with Chile", "the bank and Guinea have a deal"."""
    thing = direct_object(verb)
    if thing is None or not is_agreement(thing) or infinitive_of(thing) is not None or not is_so(verb):
        return None
    subject = own_subject(verb)
    both = subject is not None and bool(children(subject, "conj"))
    # "have an agreement that was signed in 2011" is told by its verb.
    told = any(c.tag_.startswith("VB") for c in children(thing, "acl", "acl:relcl"))
    if told or any(c.lower_ in ("the", "no", "any") for c in thing.children):
        return None
    fits = both or bool(obliques(thing, "with", "between"))
    return Deal(thing, verb, Stage.AGREED, "agreement.has", confidence=0.6) if fits else None


def under_terms(noun: Token) -> Deal | None:
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


# --- Said together ---------------------------------------------------------------------------------------------------


def issued_paper(verb: Token) -> Deal | None:
    """Read "issued a joint communique": what both say together they have agreed."""
    thing = governed(verb) if is_so(verb) else None
    if thing is None or not is_paper(thing):
        return None
    return Deal(thing, verb, Stage.AGREED, "agreement.joint_paper", confidence=0.65)


def in_joint_paper(noun: Token) -> Deal | None:
    """Read "pledged in a joint declaration to share warnings", "recognised it through a joint communique"."""
    if case_of(noun) not in PAPER_CASES or not is_paper(noun):
        return None
    if any(lemma(c) in lists()["joint.issue"] for c in children(noun, "acl", "acl:relcl")):
        # "In a joint communique issued in Quito" is told by its verb.
        return None
    verb = noun.head
    while verb.dep_ == "obj" and not has_case(verb):
        # "voiced their support in a joint communique"
        verb = verb.head
    subject = own_subject(verb) if verb.tag_.startswith("VB") and is_so(verb) else None
    # A council's own communique binds its members and nobody else.
    if subject is None or lemma(subject) in lists()["phrases.bloc"]:
        return None
    if lemma(verb) not in lists()["joint.undertake"] and singular(noun) not in lists()["joint.solemn"]:
        return None
    return Deal(noun, verb, Stage.AGREED, IN_JOINT_PAPER, confidence=0.6)
