"""What is praised, condemned or rejected where a noun or a pronoun says it: "Riga welcomed the deal", "slammed it"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import side, sides
from communique.coding.composition import content_tokens
from communique.coding.frames import Match, heads
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.ontology import HARM
from communique.coding.readings import Reading
from communique.records import ActorRef
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

ADDRESSED = frozenset({E.REQUEST, E.ACCUSE, E.THREATEN, E.AGREE})
REACTIONS = frozenset({E.SUPPORT, E.ACCUSE, E.REJECT})
# What kind of event a noun takes up.
TOLD: Mapping[str, frozenset[E]] = {
    "told-deal": frozenset({E.AGREE, E.SUPPORT, E.CONCEDE, E.COOPERATE, E.RETREAT}),
    "told-meeting": frozenset({E.CONSULT, E.AGREE}),
    "told-verdict": frozenset({E.SANCTION, E.REJECT, E.ACCUSE}),
    "told-harm": frozenset({E.ASSAULT, E.COERCE, E.SANCTION, E.MOBILIZE}),
}


# Nouns of harms that the lexicon knows by their verbs only.
_OF_NOUN: Mapping[str, frozenset[E]] = {
    "sanction": frozenset({E.SANCTION}),
    "embargo": frozenset({E.SANCTION}),
    "tariff": frozenset({E.SANCTION}),
    "ban": frozenset({E.SANCTION, E.COERCE}),
    "deportation": frozenset({E.COERCE, E.SANCTION}),
    "expulsion": frozenset({E.SANCTION, E.COERCE}),
    "arrest": frozenset({E.COERCE}),
    "detention": frozenset({E.COERCE}),
    "seizure": frozenset({E.COERCE}),
    "blockade": frozenset({E.COERCE, E.SANCTION}),
    "deployment": frozenset({E.MOBILIZE}),
    "drill": frozenset({E.MOBILIZE}),
    "intrusion": frozenset({E.COERCE, E.MOBILIZE}),
    "incursion": frozenset({E.COERCE, E.MOBILIZE, E.ASSAULT}),
}


def find_topic(
    reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft], lexicon: Lexicon
) -> tuple[ActorRef, ...]:
    """Whose deal, statement or act is praised, condemned or rejected."""
    if reading.event not in REACTIONS:
        return ()
    own = sides(actor)
    named = _anaphor(reading.match, lexicon)
    if named is None:
        return ()
    word = named.lemma_.lower()
    speech = word in lexicon.words("told-speech")
    for draft in _candidates(earlier, word, {word, named.lower_}, reading, lexicon, _acts(named, lexicon)):
        if draft.is_reaction and draft.topic and sides(draft.topic) - own and not speech:
            return tuple(r for r in draft.topic if side(r) not in own)
        if speech and draft.event not in ADDRESSED | REACTIONS:
            continue
        others = tuple(r for r in _pool(draft, reading, word, lexicon) if side(r) not in own)
        if not others and draft.event in TOLD["told-deal"]:
            # A deal between two sides of one country.
            acting, everyone = {r.key for r in actor}, draft.parties.everyone
            others = tuple(r for r in everyone if r.key not in acting and len(everyone) > 1)
        if others:
            return others
    return ()


def _acts(noun: Token, lexicon: Lexicon) -> frozenset[E]:
    """What kinds of harm a noun names: "the deportations", "the embargo"."""
    if noun.pos_ != "NOUN":
        return frozenset()
    entries = lexicon.find_entries("N", noun.lemma_.lower())
    named = {e.frame.event for e in entries if e.frame.event and not e.words and not e.frame.object}
    return (frozenset(named) | _OF_NOUN.get(noun.lemma_.lower(), frozenset())) & HARM


def _candidates(
    earlier: Sequence[Draft],
    word: str,
    forms: set[str],
    reading: Reading,
    lexicon: Lexicon,
    acts: frozenset[E],
) -> list[Draft]:
    """The acts that a noun may take up, the likelier first."""
    own = sides(reading.parties.actor)
    types = next((kinds for name, kinds in TOLD.items() if forms & lexicon.words(name)), None)
    # Nobody praises or blames what he did himself, while others did something; he may deny it.
    by_others = [d for d in earlier if sides(d.parties.actor) - own and reading.event is not E.REJECT]
    if types is None and not (acts and any(d.event in acts for d in by_others)):
        return [*by_others, *earlier]
    if acts:
        # "the sanctions": rather an act of this very kind, and against who answers.
        same = [d for d in by_others if d.event in acts]
        against = [d for d in same if sides(d.parties.recipient) & own]
        if same:
            return against or same
    typed = [d for d in by_others if d.event in (types or acts) and not d.is_reaction] or by_others
    typed = typed or [d for d in earlier if d.event in (types or acts) and not d.is_reaction] or list(earlier)
    if word in lexicon.words("agreement"):
        # "the accord" is one of two, not what somebody promised on the way.
        return [d for d in typed if not d.parties.recipient and len(sides(d.parties.actor)) > 1] or typed
    return typed


def _pool(draft: Draft, reading: Reading, word: str, lexicon: Lexicon) -> tuple[ActorRef, ...]:
    """Those of an act told before whom a reaction to it may be for."""
    own = sides(reading.parties.actor)
    speech = word in lexicon.words("told-speech")
    verdict = word in lexicon.words("told-verdict") and draft.event in TOLD["told-verdict"]
    harm = reading.event is E.ACCUSE and draft.event in TOLD["told-harm"]
    if speech or verdict or harm:
        return draft.parties.actor
    praised = reading.event is E.SUPPORT and draft.rule == reading.rule and draft.parties.recipient
    if praised and not sides(draft.parties.recipient) & own:
        # "The UN congratulated both; Chad also praised the step": both are praised, not the UN.
        return draft.parties.recipient
    return draft.parties.everyone


def _anaphor(match: Match, lexicon: Lexicon) -> Token | None:
    """ "the deal", "this announcement", "it": a thing told before."""
    told = frozenset().union(*(lexicon.words(name) for name in ("told-thing", "told-speech", *TOLD)))
    tokens = heads(syntax.objects(match.token)) if match.token.pos_ != "NOUN" else []
    tokens += syntax.children(match.token, "xcomp")
    for token in [*tokens, *content_tokens(match), *(n for _, n in syntax.obliques(match.token))]:
        if token.lower_ in words("anaphor"):
            return token
        known = {token.lemma_.lower(), token.lower_} & told or _acts(token, lexicon)
        if known and any(c.lower_ in words("definite") for c in token.children):
            return token
    return None
