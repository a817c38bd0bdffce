"""Stances that stand in a phrase: "distanced itself from", "poured cold water on", "came under fire from"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.attitudes import Side, lists, make_side
from communique.coding.clauses import direct_object, find_subject, is_negated, lemma, obliques
from communique.coding.syntax import children
from communique.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

SELF = frozenset({"itself", "themselves", "himself", "herself", "ourselves", "myself"})


def by_idiom(verb: Token) -> Side | None:
    """A verb with its object and preposition that takes a side: "gave its backing to the plan"."""
    if is_negated(verb):
        return None
    for name, stance in (("support", Stance.SUPPORT), ("oppose", Stance.OPPOSE)):
        for phrase in sorted(lists()[f"{name}_idiom"]):
            first, thing, case = phrase.split("_")
            if first == lemma(verb) and _has_object(verb, thing):
                issue = next((o for o in _behind(verb, case) if o.i > verb.i), None)
                if issue is not None:
                    rule = f"position.idiom.{phrase}"
                    return make_side(find_subject(verb), stance, issue, verb, rule, 0.75)
    return None


def _has_object(verb: Token, wanted: str) -> bool:
    found = [*children(verb, "obj"), *(o for o in [direct_object(verb)] if o is not None)]
    if wanted == "self":
        return any(c.lower_ in SELF for c in found)
    return any(lemma(c) == wanted and not any(d.lower_ == "no" for d in children(c, "det")) for c in found)


def _behind(verb: Token, case: str) -> list[Token]:
    thing = direct_object(verb)
    return [*obliques(verb, case), *(obliques(thing, case) if thing is not None else [])]


def under_fire(verb: Token) -> Side | None:
    """As in "came under fire from Rabat over the fence": who fires is against what it is about."""
    under = next((o for o in obliques(verb, "under") if lemma(o) in lists()["fire"]), None)
    if under is None or lemma(verb) not in ("come", "be", "fall") or is_negated(verb):
        return None
    holder = next(iter((*obliques(verb, "from", "by"), *obliques(under, "from", "by"))), None)
    spots = [verb, under, *([holder] if holder is not None else [])]
    issue = next((o for s in spots for o in obliques(s, "over", "for", "about")), None)
    return make_side(holder, Stance.OPPOSE, issue, verb, "position.under_fire", 0.75) if issue is not None else None
