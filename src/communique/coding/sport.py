"""Sport and trade told in words of war: "Mexico bombarded the Polish goal", "a brewer invaded the Ugandan market".

Teams bear the names of states. What a team or a firm does is no act of its state, unless an office or a body of state
is named as a party.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Parties
from communique.coding.grammar import words
from communique.coding.ontology import HARM
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

# A match report has words of the game all over, some of them of no other use.
MIN_WORDS, MIN_SPORT, TOKENS_A_WORD = 9, 2, 30
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "IGO", "LEG", "JUD", "SPY", "REB", "OPP", "PTY", "UAF"})
_FIGURES = HARM | {E.THREATEN, E.RETREAT, E.CONCEDE}


def is_match_report(doc: Doc) -> bool:
    """Whether an article is about a game."""
    sport, game = words("sport") | words("player"), words("sport") | words("player") | words("game")
    found = [lemma for token in doc if (lemma := token.lemma_.lower()) in game]
    enough = len(found) >= MIN_WORDS and len(found) * TOKENS_A_WORD >= len(doc)
    return enough and len({lemma for lemma in found if lemma in sport}) >= MIN_SPORT


def is_figurative(clause: Token, event: E, parties: Parties, sent: Tokens, *, report: bool) -> bool:
    """Whether an event is only told of a team or a firm.

    Args:
        clause: Verb of the event.
        event: Its type.
        parties: Who takes part.
        sent: Its sentence.
        report: The whole article is about a game.
    """
    doers = {t.lemma_.lower() for t in syntax.agents(clause)}
    if event in _FIGURES and doers & words("firm"):
        return True
    if any((r.sector or "")[:3] in _OFFICIAL for r in parties.everyone):
        return bool(doers & words("player"))
    return report or any(t.pos_ == "NOUN" and t.lemma_.lower() in words("sport") for t in sent)
