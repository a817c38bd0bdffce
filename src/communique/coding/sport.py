"""Sport, trade and the stage told in words of war: "Mexico bombarded the Polish goal", "a brewer invaded the market".

Teams bear the names of states. What a team or a firm does is no act of its state, unless an office or a body of state
is named as a party. What happens in a film or a novel, which reviews tell in the present, has not happened.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
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
# A review retells a plot at length between words of its own.
MIN_STAGED, MIN_REVIEW, TOKENS_A_STAGED = 8, 2, 45
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "IGO", "LEG", "JUD", "SPY", "REB", "OPP", "PTY", "UAF"})
_FIGURES = HARM | {E.THREATEN, E.RETREAT, E.CONCEDE}


class Genre(StrEnum):
    """What an article is about, as far as it decides whether its words mean what they say."""

    NEWS = "news"
    GAME = "game"
    REVIEW = "review"


def is_match_report(doc: Doc) -> bool:
    """Whether an article is about a game."""
    sport = words("sport") | words("player") | words("games")
    return _is_about(doc, sport, sport | words("game"), least=MIN_WORDS, telling=MIN_SPORT, spread=TOKENS_A_WORD)


def is_review(doc: Doc) -> bool:
    """Whether an article is about a film, a play or a book."""
    return _is_about(
        doc,
        words("review"),
        words("review") | words("staged"),
        least=MIN_STAGED,
        telling=MIN_REVIEW,
        spread=TOKENS_A_STAGED,
    )


def _is_about(doc: Doc, own: Collection[str], some: Collection[str], *, least: int, telling: int, spread: int) -> bool:
    """Whether words of a matter are all over an article, and some of them of no other use."""
    found = [lemma for token in doc if (lemma := token.lemma_.lower()) in some]
    enough = len(found) >= least and len(found) * spread >= len(doc)
    return enough and len({lemma for lemma in found if lemma in own}) >= telling


def find_genre(doc: Doc) -> Genre:
    """What an article is about, games and reviews told apart from news."""
    if is_match_report(doc):
        return Genre.GAME
    return Genre.REVIEW if is_review(doc) else Genre.NEWS


def is_figurative(clause: Token, event: E, parties: Parties, sent: Tokens, *, genre: Genre) -> bool:
    """Whether an event is only told of a team, a firm, or the people of a story.

    Args:
        clause: Verb of the event.
        event: Its type.
        parties: Who takes part.
        sent: Its sentence.
        genre: What the whole article is about.
    """
    if genre is Genre.REVIEW and _is_told_in_present(clause):
        return True
    doers = {t.lemma_.lower() for t in syntax.agents(clause)}
    if event in _FIGURES and doers & words("firm"):
        return True
    # "bombarded the Peruvian king": in a game, whom it befalls may be a piece.
    telling = parties.actor if genre is Genre.GAME and event in _FIGURES else parties.everyone
    if any((r.sector or "")[:3] in _OFFICIAL for r in telling):
        return bool(doers & words("player"))
    return genre is Genre.GAME or any(t.pos_ == "NOUN" and t.lemma_.lower() in words("sport") for t in sent)


def _is_told_in_present(clause: Token) -> bool:
    """ "The general surrenders", "is arrested": how a plot is told."""
    finite = [clause, *(c for c in clause.children if c.dep_ in ("aux", "aux:pass", "cop"))]
    return any(t.tag_ in ("VBZ", "VBP") for t in finite)
