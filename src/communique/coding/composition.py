"""Acts inside acts: "agreed to meet", "threatened to expel", "called for the release of", "accused of arming".

An operator (a verb of promise, refusal, threat, demand …) takes an act as its content; the two together are one event.
`outcome` is the table of what comes of which operator and which act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.frames import Match, heads
from communique.coding.grammar import words
from communique.coding.modality import is_itself_negated
from communique.coding.ontology import HARM
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_DEPTH = 4
# Operators whose content is no event of its own: it has not happened, or is the same event.
SWALLOWING = frozenset(
    {"promise", "refuse", "threaten", "demand", "permit", "decide", "forbid", "stop", "transparent", "want", "delay"}
    | {"back"}
)
# What is said to have been done, and is not known to be so.
ALLEGING = frozenset({"accuse", "deny", "fear"})
# Operators that may follow the words which they report.
_SPOKEN = frozenset({"promise", "threaten"})
_REQUEST_MODE = {
    E.AID: "assist", E.COOPERATE: "assist", E.SUPPORT: "assist", E.AGREE: "assist",
    E.RETREAT: "yield", E.CONCEDE: "yield", E.CONSULT: "meet",
}  # fmt: skip
_THREAT_MODE = {
    E.ASSAULT: "violence", E.MOBILIZE: "violence", E.COERCE: "restrict", E.SANCTION: "relations", E.REJECT: "relations",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """What a content amounts to; `match` is its innermost frame, None where the lexicon does not know the act."""

    event: E
    mode: str | None
    token: Token
    match: Match
    through: frozenset[int] = frozenset()


def content_tokens(match: Match) -> list[Token]:
    """The heads of what an operator is about: syntax, objects, and phrases with the operator's prepositions."""
    token = match.token
    found = list(syntax.complements(token))
    if token.pos_ == "NOUN":
        if match.carrier.i != token.i:
            found += [c for c in syntax.complements(match.carrier) if c.i > token.i]
    else:
        found += heads(syntax.objects(token))
    if token.dep_ == "parataxis" and match.frame.operator in _SPOKEN and token.i > token.head.i:
        # "we will never pay, Lima vowed": what is vowed is the sentence.
        found.append(token.head)
    for preposition, noun in syntax.obliques(token):
        if preposition in match.frame.content:
            found += heads([noun])
    for child in token.children:
        # "accused of arming": the participle carries the preposition as mark.
        marked = any(m.lower_ in match.frame.content for m in child.children)
        if marked and child.dep_ in ("advcl", "acl", "obl") and child not in found and child.pos_ == "VERB":
            found.append(child)
    return found


def act_at(token: Token, matches: Mapping[int, Match], depth: int = 0) -> Act | None:
    """What act a verb or noun names, operators inside it counted in."""
    if depth > MAX_DEPTH:
        return None
    match = matches.get(token.i) or _carried(token, matches)
    if match is None:
        # "mediation efforts", "the aid programme": the act is named before its noun.
        named = (c for c in syntax.children(token, "compound", "amod") if c.i in matches and c.pos_ == "NOUN")
        match = next((matches[c.i] for c in named), None) if token.pos_ == "NOUN" else None
    if match is None:
        return None
    frame = match.frame
    if frame.operator is None:
        return Act(frame.event, frame.mode, token, match, frozenset({match.token.i})) if frame.event else None
    inner = first_act(match, matches, depth + 1)
    event, mode = outcome(match, inner)
    if event is None:
        return None
    through = frozenset({match.token.i}) | (inner.through if inner else frozenset())
    return Act(event, mode, token, inner.match if inner and frame.operator == "transparent" else match, through)


def _carried(verb: Token, matches: Mapping[int, Match]) -> Match | None:
    # "to hold talks": the clause is headed by the light verb, the act is its noun.
    for noun in heads([*syntax.objects(verb), *(n for _, n in syntax.obliques(verb))]):
        match = matches.get(noun.i)
        if match is not None and match.light and match.carrier.i == verb.i:
            return match
    return None


def first_act(match: Match, matches: Mapping[int, Match], depth: int = 0) -> Act | None:
    """The first content of an operator that the lexicon knows as an act."""
    for token in content_tokens(match):
        act = act_at(token, matches, depth)
        if act is not None:
            return act
    return None


def outcome(match: Match, act: Act | None) -> tuple[E | None, str | None]:  # noqa: PLR0912 - a table
    """Event and mode of an operator with its content (None: unknown to the lexicon, or there is none)."""
    frame = match.frame
    event = act.event if act else None
    if act is None and not frame.alone:
        return None, None
    match frame.operator:
        case "promise":
            if act is None and any(c.lemma_.lower() in words("striking-back") for c in syntax.complements(match.token)):
                # "vowed to hit back"
                return E.THREATEN, None
            return _promised(event, frame.event or E.AGREE, frame.mode, act)
        case "decide":
            return _decided(act)
        case "refuse":
            return E.REJECT, _mode_of_refusal(event) or frame.mode
        case "threaten":
            return (
                (E.THREATEN, threat_mode(act) or frame.mode)
                if event in HARM | {E.REJECT, E.THREATEN, None}
                else (None, None)
            )
        case "demand":
            return E.REQUEST, _REQUEST_MODE.get(event, "change") if event else frame.mode
        case "accuse" | "deny" | "factive" | "advise":
            return frame.event, frame.mode
        case "confess":
            return (E.CONCEDE, None) if event in HARM else (None, None)
        case "permit":
            return (E.RETREAT, "access") if event in (E.CONSULT, E.AID, E.COOPERATE) else (frame.event, None)
        case "forbid" | "prevent":
            return frame.event, frame.mode
        case "stop":
            return _stopped(match, act)
        case "oppose":
            return (E.ACCUSE, "disapprove") if event in HARM else (frame.event or E.REJECT, frame.mode)
        case "transparent" | "want":
            return (act.event, act.mode) if act else (frame.event, frame.mode)
        case _:
            return frame.event, frame.mode


def _promised(event: E | None, plain: E, mode: str | None, act: Act | None) -> tuple[E | None, str | None]:
    if act is not None and event in HARM | {E.THREATEN, E.ACCUSE} and is_itself_negated(act.match.carrier):
        # "pledged not to retaliate"
        return plain, mode
    if event is E.MOBILIZE:
        # "offered to send troops": to help, unless it is said against whom.
        return plain, mode
    if event in HARM | {E.THREATEN, E.ACCUSE}:
        return E.THREATEN, threat_mode(act)
    if event is E.REJECT:
        return E.REJECT, act.mode if act else None
    return plain, mode


def _decided(act: Act | None) -> tuple[E | None, str | None]:
    """ "decided to send aid" promises, "decided to expel" does."""
    if act is None:
        return None, None
    if act.event in (E.RETREAT, E.CONCEDE):
        return E.CONCEDE, None
    return (act.event, act.mode) if act.event in HARM | {E.REJECT} else (E.AGREE, None)


def _mode_of_refusal(event: E | None) -> str | None:
    match event:
        case E.AID | E.COOPERATE | E.SUPPORT:
            return "assist"
        case E.RETREAT | E.CONCEDE:
            return "yield"
        case E.CONSULT:
            return "meet"
        case E.AGREE:
            return "change"
    return None


def _stopped(match: Match, act: Act | None) -> tuple[E | None, str | None]:
    match act.event if act else None:
        case E.AID | E.COOPERATE | E.AGREE | E.SUPPORT:
            return E.SANCTION, "discontinue"
        case E.CONSULT if match.token.lemma_.lower() in words("breaking"):
            return E.SANCTION, "withdraw"
        case E.CONSULT:
            # "ended a three-day visit": it took place.
            return None, None
        case E.ASSAULT:
            return E.RETREAT, "ceasefire"
        case E.MOBILIZE:
            return E.RETREAT, "withdraw"
        case E.SANCTION | E.COERCE | E.PROTEST | E.THREATEN:
            return E.CONCEDE, None
    return match.frame.event, None


def threat_mode(act: Act | None) -> str | None:
    """PLOVER's mode of a threat, from the act threatened."""
    if act is None:
        return None
    if act.event is E.COERCE and act.mode in ("arrest", "deport"):
        return "arrest"
    if act.event is E.COERCE and act.mode == "seize":
        return "restrict"
    if act.event is E.SANCTION:
        return "expel" if act.mode == "expel" else "relations"
    return _THREAT_MODE.get(act.event)
