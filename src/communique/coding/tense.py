"""What tense, negation and time make of a reading: its type, mode and modality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder
from communique.coding.discourse import CONDITIONAL, attribute
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.modality import auxiliaries_of, is_itself_negated, is_reported, read_modality, read_noun
from communique.coding.narration import find_means
from communique.coding.ontology import HARM, TO_COME_IS_AGREE
from communique.coding.readings import Reading
from communique.records import EventType as E
from communique.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

_THREATS = {E.SANCTION: "relations", E.ASSAULT: "violence", E.COERCE: "restrict"}
_COOPERATIVE = TO_COME_IS_AGREE | {E.AGREE, E.CONCEDE, E.RETREAT, E.MOBILIZE}
_SPOKEN = frozenset({E.REQUEST, E.REJECT, E.ACCUSE, E.THREATEN})
# Slots that ask for a negation.
_DENYING = frozenset({"negated", "refusal", "denied", "denied-obj", "no"})
Settled = tuple[E, str | None, Modality]


def is_passing(reading: Reading) -> bool:
    """A noun of a cooperative act named on the way: "before the meeting"."""
    return reading.match.token.pos_ == "NOUN" and not reading.match.light and not reading.background


def settle(reading: Reading, lexicon: Lexicon, finder: Finder) -> Settled:
    """Event, mode and modality of a reading, dates apart."""
    event, mode, modality = _settle_tense(reading, _modality(reading, lexicon), lexicon, finder)
    if event is E.ASSAULT and mode is None:
        mode = find_means(reading.match, lexicon)
    if event is E.REQUEST and mode is None and syntax.complements(reading.match.token):
        mode = "change"
    return event, mode, modality


def _modality(reading: Reading, lexicon: Lexicon) -> Modality:
    if reading.rule == CONDITIONAL:
        # Its saying is the event, whatever hangs on a condition; without a saying, "would" only imagines it.
        imagined = "would" in auxiliaries_of(reading.clause)
        return Modality.HYPOTHETICAL if imagined else Modality.ACTUAL
    if reading.background and reading.match.token.pos_ == "NOUN":
        modality = read_noun(reading.clause, lexicon)
    else:
        modality = read_modality(reading.clause, lexicon)
    if modality is Modality.ACTUAL and reading.event is E.CONSULT and _is_called_off(reading.match):
        return Modality.NEGATED
    if modality is Modality.ACTUAL and is_passing(reading):
        # "will speak before the meeting": a noun in passing is of its clause's time.
        governor = syntax.governor(reading.clause)
        modality = read_modality(governor, lexicon)
        if modality is Modality.NEGATED and _stands_apart(reading.match.token, governor):
            modality = Modality.ACTUAL
        if modality is not Modality.NEGATED and governor.lemma_.lower() in words("ahead"):
            # "a visit is planned for June"
            modality = Modality.FUTURE
    if modality is Modality.NEGATED and _DENYING & set(reading.match.frame.needs):
        # "will not stand idly by": the frame is for what is denied.
        return Modality.ACTUAL
    if modality is Modality.ACTUAL and reading.match.frame.operator == "transparent" and reading.event not in HARM:
        # "was trying to arrange a meeting", "is preparing to deliver jets": not done yet.
        lemma = reading.match.token.lemma_.lower()
        if lemma in words("trying") or lemma in words("preparing"):
            return Modality.HYPOTHETICAL if lemma in words("trying") else Modality.FUTURE
    if reading.alleged and modality is not Modality.NEGATED:
        return Modality.HYPOTHETICAL
    if modality is Modality.HYPOTHETICAL and _is_warning(reading):
        return Modality.ACTUAL
    return modality


def _is_warning(reading: Reading) -> bool:
    """ "China said that it would take countermeasures if the tariffs came": the condition is part of the threat."""
    clause = reading.clause
    threat = reading.event is E.THREATEN and "will" in reading.match.frame.needs
    asked = any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in clause.children)
    told = clause.dep_ in ("ccomp", "parataxis") and not asked
    return threat and told and any(c.dep_ == "advcl" for c in clause.children)


def _is_called_off(match: Match) -> bool:
    """ "The talks were called off", "the visit was cancelled": there were none."""
    verb = match.token.head if match.token.dep_ == "nsubj:pass" else match.carrier
    if verb.lemma_.lower() == "call":
        return any(c.lower_ == "off" for c in verb.children)
    return syntax.is_passive(verb) and verb.lemma_.lower() in words("cancelling")


def _stands_apart(noun: Token, governor: Token) -> bool:
    """ "did not speak on the eve of the summit": there is a summit; "did not come to the summit" denies less."""
    for one in (noun, *syntax.up(noun)):
        if one.i == governor.i:
            return False
        if one.dep_ == "obl" and syntax.preposition(one) in words("apart"):
            return True
    return False


def _settle_tense(reading: Reading, modality: Modality, lexicon: Lexicon, finder: Finder) -> Settled:
    """A coming visit is AGREE, a coming withdrawal CONCEDE, coming harm THREATEN; "will not accept" is REJECT."""
    event, mode = reading.event, reading.mode
    auxiliaries = auxiliaries_of(reading.clause)
    refuses = is_itself_negated(reading.clause) and event in _COOPERATIVE
    if modality is Modality.NEGATED and refuses and auxiliaries & words("refusing-auxiliary"):
        return E.REJECT, None, Modality.ACTUAL
    if modality is Modality.HYPOTHETICAL and event in _THREATS and auxiliaries & words("possible-auxiliary"):
        own = is_reported(reading.clause, lexicon) and attribute(reading, reading.parties, lexicon, finder) is None
        return E.THREATEN, _THREATS[event], Modality.ACTUAL if own and not reading.alleged else modality
    if modality is not Modality.FUTURE:
        return event, mode, modality
    return _to_come(event, mode)


def _to_come(event: E, mode: str | None) -> Settled:
    if event in TO_COME_IS_AGREE or event is E.AGREE:
        return E.AGREE, None, Modality.ACTUAL
    if event in (E.RETREAT, E.CONCEDE):
        return E.CONCEDE, None, Modality.ACTUAL
    if event in _THREATS:
        return E.THREATEN, _THREATS[event], Modality.ACTUAL
    return event, mode, Modality.ACTUAL if event in _SPOKEN else Modality.FUTURE
