"""Who a name is that comes after its office: "The energy minister says … Rumen Petkanov told a conference"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.actors.references import Mention, MentionKind
from communique.records import ActorKind, ActorRef

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Sentences from an office without a name to the name; the name takes up the subject, so little stands between.
REACH = 2
SUBJECTS = ("nsubj", "nsubj:pass")
# PLOVER's sectors of those who hold an office of state.
PUBLIC = ("GOV", "MIL", "LEG", "COP", "SPY", "JUD", "OPP", "PTY")


def find_newcomers(doc: Doc, mentions: Iterable[Mention]) -> Mapping[str, ActorRef]:
    """People named without office or state who are the subject soon after an office without a name, by their key.

    "The president promised to come. Speaking at the airport, Ximena Choque said …": news names whom it has just
    called by office. One office makes one person, and a person known from before is nobody new.
    """
    found: dict[str, ActorRef] = {}
    seen: set[str] = set()
    office: Mention | None = None
    for mention in mentions:
        ref = mention.refs[0] if len(mention.refs) == 1 else None
        if ref is None or ref.kind is not ActorKind.PERSON:
            continue
        head = doc[mention.head]
        if mention.kind is MentionKind.TITLE and _is_nameless(ref) and _is_subject(head):
            office = mention
        elif mention.kind is MentionKind.NAME and ref.key not in seen:
            seen.add(ref.key)
            if office is not None and _takes_up(doc, office, head, ref):
                known = office.refs[0]
                found[ref.key] = replace(ref, state=known.state, office=known.office, sector=known.sector)
            # A person with an office of his own is another than the one before.
            office = None
    return found


def _is_nameless(ref: ActorRef) -> bool:
    return bool(ref.office) and ref.state is not None and ref.sector in PUBLIC and ref.name[:1].islower()


def _is_subject(head: Token) -> bool:
    return head.dep_ in SUBJECTS


def _takes_up(doc: Doc, office: Mention, head: Token, ref: ActorRef) -> bool:
    if ref.state is not None or ref.office or ref.sector or not _is_subject(head):
        return False
    between = doc[office.head].sent
    steps = 0
    while between.end <= head.i and steps <= REACH:
        between = doc[between.end].sent
        steps += 1
    return 0 < steps <= REACH
