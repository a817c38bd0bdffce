"""Which words name an agreement, whether its stage was reached, and what a verb of agreeing governs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    direct_object,
    find_subject,
    is_negated,
    lemma,
    obliques,
    own_subject,
)
from communique.coding.pledges import UNSURE, WILL
from communique.coding.syntax import children
from communique.coding.wordlists import WordLists, list_of, load_words
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

# Nouns between a relative clause and the agreement that it tells of.
NESTED = 3
# Nouns between an agreement and a relative clause that the parse hangs lower.
MAX_UP = 4
# Tokens back in which "it" finds an agreement of an earlier sentence.
PRONOUN_REACH = 60
# Prepositions before an agreement that an idiom or an idea is about: "the idea of a pact", "pulled the plug on".
ABOUT = ("on", "for", "about", "over", "of", "towards", "toward", "to")


@dataclass(frozen=True, slots=True)
class Deal:
    """An agreement in the syntax: its noun (None for "agreed to …"), the verb of its stage, its act.

    `via` is the noun between them that may name the parties: talks in "talks between Oman and Qatar on a treaty".
    """

    noun: Token | None
    verb: Token
    stage: Stage
    rule: str
    act: Token | None = None
    confidence: float = 0.8
    via: Token | None = None


def lists() -> WordLists:
    """The lists of agreement words."""
    return load_words("agreements")


@cache
def stages_of(table: str) -> Mapping[str, Stage]:
    """The stage that each word of a table names, such as `stages`, `nominal` or `idioms`."""
    return {word: Stage(name) for word, name in list_of("agreements", table).items()}


def is_agreement(noun: Token) -> bool:
    """Whether a noun names an agreement: "memorandum", "joint statement", "Doha accord", "exchange of notes"."""
    word = singular(noun)
    if word in lists()["noun"]:
        return True
    if word in lists()["of_notes"] and any(lemma(o) in lists()["notes"] for o in obliques(noun, "of")):
        return True
    before = {c.lower_ for c in children(noun, "amod", "compound", "nmod:desc", "nmod")}
    return (word in lists()["qualified_noun"] and bool(before & lists()["qualifier"])) or word == "text"


def is_paper(noun: Token) -> bool:
    """Whether a noun names what several say together, and no treaty: "joint communique", "final declaration"."""
    if singular(noun) not in lists()["joint.paper"]:
        return False
    around = {c.lower_ for c in noun.children} | {c.lower_ for d in children(noun, "compound") for c in d.children}
    return bool(around & lists()["joint.together"])


def singular(noun: Token) -> str:
    """The lemma, also of a noun that titles write large: "Agreements"."""
    word = lemma(noun)
    return word.removesuffix("s") if noun.tag_ == "NNPS" else word


def looks_back(noun: Token) -> bool:
    """Whether a noun means an agreement named before: "the text", "this deal"."""
    return lemma(noun) in lists()["anaphor"] and any(c.lower_ in ("the", "this") for c in children(noun, "det"))


def is_day(token: Token) -> bool:
    """Whether a phrase is a day: "on Friday", "on May 3"; the shape is enough here."""
    return (token.pos_ == "PROPN" and any(c.like_num for c in token.children)) or token.lower_.endswith("day")


def is_so(verb: Token) -> bool:
    """Whether a stage was reached: not negated, not to come, not a possibility, no bare "to sign"."""
    if is_negated(verb) or auxiliaries(verb) & (UNSURE | WILL):
        return False
    if auxiliaries(verb) & {"is", "are"} and any(c.lower_ == "to" for c in children(verb, "mark", "aux")):
        # "is to be signed"
        return False
    if verb.doc[verb.sent.end - 1].text == "?" or any(t.text == "?" for t in verb.doc[verb.i : verb.sent.end]):
        return False
    if any(c.lower_ in ("if", "unless", "whether") for c in children(verb, "mark")):
        return False
    if verb.dep_ in ("ccomp", "xcomp") and lemma(verb.head) in lists()["phrases.deny"]:
        # "denied that it had signed"
        return False
    # "to sign", "is to be signed"
    bare = verb.tag_ == "VB" or any(c.lower_ == "be" for c in children(verb, "aux:pass"))
    return not (bare and any(c.lower_ in ("to", "not") for c in children(verb, "mark", "advmod")))


def is_past(verb: Token) -> bool:
    """Whether a verb tells of what has been: "expired", "has expired"."""
    return verb.tag_ in ("VBD", "VBN") or bool(auxiliaries(verb) & {"has", "have", "had"})


def governed(verb: Token) -> Token | None:
    """What is signed: the object, the passive's subject, or the noun before "that both signed"."""
    thing = direct_object(verb)
    if thing is not None and thing.tag_ not in ("WDT", "WP", "IN"):
        return meant_by(thing) if thing.lower_ == "it" else thing
    if thing is not None and thing.i < verb.i:
        # "the partnership agreement with the union, which Oman signed"
        return _named_before(thing)
    passive = own_subject(verb) if any(c.dep_ == "aux:pass" for c in verb.children) else None
    if passive is None and verb.dep_ == "conj" and children(verb, "aux:pass"):
        # "took effect in 2014 and was ratified a year later"
        passive = find_subject(verb)
    # "a treaty that was signed"
    found = (antecedent(passive) if passive is not None else None) or (
        verb.head if verb.dep_ in ("acl", "acl:relcl") else None
    )
    if found is None and verb.dep_ == "conj" and verb.head.dep_ in ("acl", "acl:relcl"):
        # "signed in 1993 and approved three years later"
        found = verb.head.head
    return agreement_above(found) if found is not None else None


def agreement_above(noun: Token) -> Token:
    """In "the agreement with the Union, which both signed" the parse hangs the clause on the nearest noun."""
    at = noun
    for _ in range(MAX_UP):
        if is_agreement(at):
            return at
        if at.dep_ not in ("nmod", "obl", "conj") or at.head.pos_ not in ("NOUN", "PROPN"):
            return noun
        at = at.head
    return noun


def _named_before(relative: Token) -> Token:
    """The agreement that "which" stands for: the parse may give it to the last name before the comma."""
    head = antecedent(relative)
    above = [head, *(a for a in head.ancestors if a.dep_ != "ROOT")][:NESTED]
    return next((t for t in above if t.pos_ in ("NOUN", "PROPN") and is_agreement(t)), head)


def meant_by(pronoun: Token, *, reach: int = 0) -> Token | None:
    """As in "signed an accord in 2011 and renewed it": the agreement named last before a pronoun.

    Args:
        pronoun: "it", "them".
        reach: Tokens back that are searched also where they belong to an earlier sentence.
    """
    before = pronoun.doc[max(0, min(pronoun.sent.start, pronoun.i - reach)) : pronoun.i]
    found = next((t for t in reversed(before) if t.pos_ in ("NOUN", "PROPN") and is_agreement(t)), None)
    # "the accord, a five-year pact"
    renamed = found is not None and found.dep_ == "appos" and is_agreement(found.head)
    return found.head if found is not None and renamed else found


def thing_below(head: Token, *cases: str) -> Token | None:
    """The agreement behind one of these prepositions, or behind a noun of its own parts: "the text of the pact"."""
    for found in obliques(head, *cases):
        if is_agreement(found):
            return found
        if lemma(found) in lists()["part"]:
            inner = next((o for o in obliques(found, "of", "to", "for", "on", "in", "with") if is_agreement(o)), None)
            if inner is not None:
                return inner
    return None


def are_several(subject: Token | None) -> bool:
    """Whether more than one acts: "Oman and Qatar", "the ministers"."""
    return subject is not None and (bool(children(subject, "conj")) or subject.tag_ in ("NNS", "NNPS"))
