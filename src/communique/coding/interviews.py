"""What passes between journalists and those who talk to them: questions, and names that are not to be printed.

"Asked whether Chile would leave", "an official who asked not to be named": nobody asks another state for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.composition import content_tokens
from communique.coding.frames import Match
from communique.coding.grammar import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_of_interview(match: Match) -> bool:
    """Whether a request or a refusal is one between a journalist and a source."""
    operator = match.frame.operator
    if operator == "demand" and wants_an_answer(match):
        return True
    return operator in ("demand", "refuse", "promise") and any(_hides_a_name(t) for t in content_tokens(match))


def wants_an_answer(match: Match) -> bool:
    """ "asked what it was", "asked whether Peru would sign" want an answer, no act."""
    verb = match.token
    asked = [c for clause in syntax.complements(verb) for c in (clause, *clause.children)]
    if verb.pos_ == "VERB":
        asked += syntax.objects(verb)
    if any(t.tag_ in ("WP", "WRB", "WDT") for t in asked):
        return True
    if verb.lemma_.lower() in words("inquiring") and not syntax.is_passive(verb) and _only_addressed(verb):
        return True
    clauses = [*syntax.complements(verb), *syntax.children(verb, "advcl")]
    inquiring = verb.lemma_.lower() in words("inquiring")
    marks = [c for clause in clauses for c in clause.children if c.i > verb.i]
    if inquiring and any(c.dep_ in ("mark", "advmod") and c.lower_ in ("whether", "if") for c in marks):
        return True
    # "Asked about the fish, he said": put a question.
    put = syntax.is_passive(verb) or verb.dep_ == "advcl"
    return inquiring and put and any(p in ("about", "on") for p, _ in syntax.obliques(verb))


def _only_addressed(verb: Token) -> bool:
    """ "Ask me in 2013", "you asked me": who is asked, and not for what."""
    asked = [c for c in syntax.children(verb, "obj", "iobj") if c.lower_ in words("first-person")]
    more = any(p in ("for", "to") for p, _ in syntax.obliques(verb)) or syntax.complements(verb)
    return bool(asked) and len(asked) == len(syntax.children(verb, "obj", "iobj")) and not more


def _hides_a_name(content: Token) -> bool:
    """ "asked not to be named", "declined to be identified", "requested anonymity"."""
    if content.lemma_.lower() in words("anonymity"):
        return True
    return content.lemma_.lower() in words("naming-source") and syntax.is_passive(content)
