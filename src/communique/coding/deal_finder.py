"""Which agreement a word tells of: one look-up from the word to the few readers that may know it.

Most verbs and nouns of a text stand in no list of agreement words, and no reader is asked about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from communique.coding import deal_force, deal_making, deal_signing, deal_stages, deal_talks
from communique.coding.clauses import lemma
from communique.coding.deals import Deal, lists, singular

if TYPE_CHECKING:
    from spacy.tokens import Token

Reader = Callable[["Token"], Deal | None]

# Each reader with the lists of `agreements.toml` (or tables of lists) whose words it is tried for. The first that knows
# a word has it: what has failed or is to come before what is, a phrase before the verb in it.
OF_VERBS: tuple[tuple[Reader, tuple[str, ...]], ...] = (
    (deal_talks.failed_to_agree, ("phrases.reach",)),
    (deal_making.agreed_to, ("joint.agree",)),
    (deal_signing.to_be_signed, ("stages.signed", "phrases.to_conclude")),
    (deal_signing.laid_before, ("phrases.lay",)),
    (deal_signing.put_names, ("phrases.put",)),
    (deal_force.lapsed, ("phrases.lapse",)),
    (deal_making.shook_hands, ("phrases.shake",)),
    (deal_making.came_to, ("phrases.come_to",)),
    (deal_signing.handed_in, ("phrases.hand_in",)),
    (deal_signing.assented, ("phrases.assent", "phrases.grant", "phrases.clear")),
    (deal_stages.by_idiom, ("idioms",)),
    (deal_stages.by_verb, ("stages",)),
    (deal_force.left, ("phrases.leave",)),
    (deal_force.came_into_force, ("phrases.enter", "phrases.begin_to_hold")),
    (deal_talks.held_talks, ("phrases.hold",)),
    (deal_force.cut_membership, ("membership",)),
    (deal_force.put_away, ("phrases.shelve", "phrases.pronounce", "phrases.let")),
    (deal_signing.exchanged_notes, ("phrases.swap",)),
    (deal_making.issued_paper, ("joint.issue",)),
    (deal_talks.worked_on, ("phrases.work",)),
    (deal_talks.came_near, ("phrases.near",)),
    (deal_signing.nth_to_sign, ("stages.ratified", "stages.signed")),
    (deal_making.settled, ("phrases.settle",)),
    (deal_making.accepted, ("phrases.accept",)),
    (deal_signing.joined, ("phrases.join",)),
    (deal_force.bound, ("phrases.bound",)),
    (deal_making.announced, ("joint.announce",)),
    (deal_talks.mooted, ("phrases.moot",)),
    (deal_talks.sought, ("phrases.seek", "phrases.ask")),
    (deal_making.had, ("phrases.have",)),
    (deal_signing.bore_names, ("phrases.bear",)),
    (deal_making.decided, ("joint.decide",)),
    (deal_talks.discussed, ("phrases.discuss",)),
)
# The same for nouns, and for the adjectives and adverbs of "close to a deal".
OF_NOUNS: tuple[tuple[Reader, tuple[str, ...]], ...] = (
    (deal_stages.by_noun, ("nominal",)),
    (deal_talks.in_talks, ("talks",)),
    (deal_talks.on_verge, ("phrases.verge",)),
    (deal_talks.came_near, ("phrases.near",)),
    (deal_signing.at_ceremony, ("phrases.ceremony",)),
    (deal_making.under_terms, ("noun", "qualified_noun", "of_notes")),
    (deal_force.withdrawal, ("phrases.withdrawal",)),
    (deal_signing.became_party, ("phrases.party_to",)),
    (deal_force.in_force, ("phrases.standing",)),
    (deal_making.in_joint_paper, ("joint.paper",)),
)
NOUN_LIKE = frozenset({"NOUN", "PROPN", "ADJ", "ADV"})


def find_deal(token: Token) -> Deal | None:
    """The agreement that a verb, noun or adjective brings to a stage, or None."""
    for read in _readers_of(token):
        deal = read(token)
        if deal is not None:
            # "agreed in a joint communique to reopen": a verb that tells it itself tells it better.
            twice = deal.rule == deal_making.IN_JOINT_PAPER and find_deal(deal.verb) is not None
            return None if twice else deal
    return None


def _readers_of(token: Token) -> tuple[Reader, ...]:
    if token.tag_.startswith("VB") and token.pos_ != "NOUN":
        if token.dep_ in ("amod", "compound"):
            return ()
        readers, word = _readers("verbs"), lemma(token)
    elif token.pos_ in NOUN_LIKE:
        readers, word = _readers("nouns"), singular(token)
    else:
        return ()
    # The lists name some words by their form: "closer to", "edging towards".
    return readers.get(word) or readers.get(token.lower_, ())


@cache
def _readers(kind: str) -> Mapping[str, tuple[Reader, ...]]:
    """The readers of each word of the lists, in the order of the tables above."""
    found: dict[str, tuple[Reader, ...]] = {}
    for read, names in OF_VERBS if kind == "verbs" else OF_NOUNS:
        for word in sorted(_words_of(names)):
            found[word] = (*found.get(word, ()), read)
    return found


def _words_of(names: Iterable[str]) -> set[str]:
    """First words of the entries of these lists and tables: `tear` of `tear_up`."""
    entries = (
        w for name in names for w in (lists().words.get(name) or frozenset().union(*lists().table(name).values()))
    )
    return {w.split("_")[0] for w in entries}
