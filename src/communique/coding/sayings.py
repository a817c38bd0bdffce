"""Sayings: what is told of anybody at all, and of nobody in particular.

"You do not take your brother to court", "A treaty is ratified by parliaments": the subject is whoever you like, and the
tense the present of what always holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRESENT = frozenset({"VBZ", "VBP"})


def is_saying(clause: Token, finder: Finder) -> bool:
    """Whether anybody at all is the subject of a present, in the clause or above it: "a drowning man", "one", "you"."""
    above = [v for v in syntax.up(clause) if syntax.is_verbal(v)] if clause.dep_ in ("advcl", "conj", "xcomp") else []
    return any(_is_of_anybody(verb, finder) for verb in (clause, *above[:1]))


def _is_of_anybody(clause: Token, finder: Finder) -> bool:
    doer = syntax.subject(clause)
    if doer is None or not _is_present(clause):
        return False
    lower = doer.lower_
    if lower == "one" and doer.pos_ in ("PRON", "NOUN"):
        return True
    if lower == "you":
        return any(c.lower_ in ("not", "n't", "never") and c.dep_ == "advmod" for c in clause.children)
    if doer.pos_ != "NOUN" or doer.tag_ == "NNS":
        return False
    articles = [c.lower_ for c in doer.children if c.dep_ == "det"]
    told = any(c.dep_ in ("acl", "acl:relcl", "nmod", "appos") for c in doer.children)
    return articles in (["a"], ["an"]) and not told and not finder.at(doer)


def _is_present(verb: Token) -> bool:
    helping = [c for c in verb.children if c.dep_ in ("aux", "aux:pass", "cop")]
    if not helping:
        return verb.tag_ in _PRESENT
    first = min(helping, key=lambda t: t.i)
    # "has signed" and "is signing" tell what happened or happens, "is signed" and "does not sign" what always does.
    done = first.lemma_.lower() == "have" or (first.dep_ == "aux" and first.lemma_.lower() == "be")
    return first.tag_ in _PRESENT and not done
