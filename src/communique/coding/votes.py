"""Votes as stances: "voted against the text", "cast its ballot for it", "joined Malta in voting no"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coding.attitudes import Side, lists, make_side
from communique.coding.clauses import case_of, direct_object, find_subject, is_negated, lemma, obliques, own_subject
from communique.coding.syntax import children
from communique.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token


def voted(verb: Token) -> Side | None:
    """As in "voted against the text", "voted in favour of it", "voted no"; the issue may stand before."""
    if lemma(verb) != "vote":
        return None
    if lemma(verb.head) == "join" and verb.dep_ != "ROOT":
        return joined_vote(verb)
    holder = find_subject(verb)
    if holder is not None and holder.lower_ in ("those", "countries", "states", "ones") and children(holder, "cop"):
        # "Laos and Cuba were among those that voted no"
        holder = own_subject(holder) or holder
    if any(c.lower_ == "no" and c.i > verb.i for c in verb.children):
        return make_side(holder, Stance.OPPOSE, None, verb, "position.voted_no", 0.8)
    against = next(iter(obliques(verb, "against")), None)
    next_to = verb.doc[verb.i + 1 : verb.i + 2]
    if not is_negated(verb) and (against is not None or any(c.lower_ == "against" for c in (*verb.children, *next_to))):
        return make_side(holder, Stance.OPPOSE, against, verb, "position.voted_against", 0.9)
    return None if is_negated(verb) else _voted_for(verb, holder)


def _voted_for(verb: Token, holder: Token | None) -> Side | None:
    favour = next((o for o in obliques(verb, "in") if lemma(o) in ("favor", "favour", "support")), None)
    if favour is not None or any(c.lower_ == "yes" for c in verb.children):
        inner = next(iter(obliques(favour, "of")), None) if favour is not None else None
        return make_side(holder, Stance.SUPPORT, inner, verb, "position.voted_in_favour", 0.9)
    texts = lists()["text_noun"] | lists()["blockable"] | {"it", "them", "candidate", "candidature", "motion", "bid"}
    supported = next((o for o in obliques(verb, "for") if lemma(o) in texts or o.lower_ in texts), None)
    found = make_side(holder, Stance.SUPPORT, supported, verb, "position.voted_for", 0.85)
    return found if supported is not None else None


def cast_vote(verb: Token) -> Side | None:
    """As in "cast the only vote against the draft", "cast its ballot for it"."""
    vote = direct_object(verb) if lemma(verb) == "cast" else None
    if vote is None or lemma(vote) not in ("vote", "ballot") or is_negated(verb):
        return None
    for case, stance in (("against", Stance.OPPOSE), ("for", Stance.SUPPORT)):
        thing = next(iter((*obliques(vote, case), *obliques(verb, case))), None)
        if thing is not None:
            return make_side(find_subject(verb), stance, thing, verb, "position.cast_vote", 0.85)
    return None


def joined_vote(token: Token) -> Side | None:
    """As in "Malta joined Cyprus in voting against the draft": both voted so."""
    verb = token.head
    subject = own_subject(verb) if lemma(verb) == "join" else None
    joined = direct_object(verb) if subject is not None else None
    if subject is None:
        return None
    against = next(iter(obliques(token, "against")), None)
    favour = next(iter(obliques(token, "for", "in")), None)
    issue = against or favour
    if issue is None:
        return None
    if lemma(issue) in ("favor", "favour"):
        issue = next(iter(obliques(issue, "of")), None)
    holders = (subject, joined) if joined is not None else (subject,)
    stance = Stance.OPPOSE if against is not None else Stance.SUPPORT
    return Side(holders, stance, issue, token, "position.joined_vote", 0.85)


def with_votes(noun: Token) -> Iterator[Side]:
    """As in "was approved with the votes of all parties except the Greens", "against the votes of Malta"."""
    if (
        lemma(noun) != "vote"
        or noun.pos_ != "NOUN"
        or case_of(noun) not in ("with", "against", "by", "despite", "over")
    ):
        return
    verb = noun.head
    thing = direct_object(verb) or own_subject(verb) if verb.pos_ == "VERB" else None
    if thing is None or thing.pos_ != "NOUN":
        return
    stance = Stance.SUPPORT if case_of(noun) in ("with", "by") else Stance.OPPOSE
    for voter in (*obliques(noun, "of", "from", "by"), *children(noun, "nmod:poss")):
        yield Side((voter,), stance, thing, noun, "position.votes_of", 0.7)
    spared = [
        t for t in noun.subtree if t.i > noun.i and case_of(t) in ("except", "but") and t.pos_ in ("NOUN", "PROPN")
    ]
    for voter in spared if stance is Stance.SUPPORT else ():
        yield Side((voter,), Stance.OPPOSE, thing, noun, "position.votes_except", 0.7)
