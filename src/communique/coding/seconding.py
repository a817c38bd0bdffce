"""Stances told again of another holder: "as did Malta", "and Malta since 2020", "Cyprus against"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coding.attitudes import Side
from communique.coding.clauses import own_subject
from communique.coding.syntax import children
from communique.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token


def repeated(side: Side) -> Iterator[Side]:
    """As in "…, while the Senate has done so since 1998", "…, as did Malta": another holder of the same stance."""
    for clause in [c for c in side.verb.subtree if c.lemma_ == "do" and c.i > side.verb.i and c.tag_.startswith("VB")]:
        so = any(c.lower_ in ("so", "likewise", "same") for c in side.verb.doc[clause.i + 1 : clause.i + 4])
        as_did = any(c.lower_ == "as" for c in clause.children) or clause.nbor(-1).lower_ == "as"
        subject = own_subject(clause)
        if subject is None and as_did:
            subject = next((c for c in clause.children if c.i > clause.i and c.pos_ in ("PROPN", "NOUN")), None)
        if subject is not None and (so or as_did):
            yield Side((subject,), side.stance, side.issue, clause, f"{side.rule}.did_so", side.confidence - 0.05)
    for name in gapped(side.verb):
        yield Side((name,), side.stance, side.issue, name, f"{side.rule}.gapped", side.confidence - 0.1)
    yield from _stood_against(side)


def _stood_against(side: Side) -> Iterator[Side]:
    """As in "Malta was in favour of the quota, Cyprus against": the verb is left out."""
    if side.stance is not Stance.SUPPORT or "favour" not in side.rule:
        return
    for token in side.verb.sent:
        if token.i <= side.verb.i or token.lower_ != "against" or token.nbor(-1).pos_ != "PROPN":
            continue
        ends = token.i + 1 >= len(token.doc) or token.nbor().is_punct or token.nbor().lower_ in ("and", "but", "while")
        if ends and not children(token, "cop"):
            holder = token.nbor(-1)
            while holder.dep_ in ("flat", "compound") and holder.head.pos_ == "PROPN":
                holder = holder.head
            yield Side((holder,), Stance.OPPOSE, side.issue, token, "position.against.gapped", 0.65)


def gapped(verb: Token) -> list[Token]:
    """Names joined to a verb: Malta in "Cyprus has voted against it since 2018 and Malta since 2020"."""
    return [c for c in children(verb, "conj") if c.pos_ == "PROPN" and c.i > verb.i]
