"""What runs on from sentence to sentence: the day of a meeting, a story told of the past; and by what means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import sides
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.modality import auxiliaries_of
from communique.records import EventType as E
from communique.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

# The order in which means are looked for: a drone's missile is a drone attack.
MEANS = ("drone", "suicide-attack", "aerial", "heavy-weapons", "unconventional", "explosives", "firearms", "primitive")

_SPOKEN = frozenset({E.ACCUSE, E.REQUEST, E.REJECT, E.THREATEN, E.AGREE, E.CONCEDE, E.SUPPORT})


def continue_story(draft: Draft, before: Sequence[Draft], *, has_time: bool) -> Draft:
    """Give an event without a time that of what it goes on from.

    "After the talks they signed": the day of the talks. "Chile broke off relations in 1976. It also closed the border":
    both are history.
    """
    if has_time or draft.modality is not Modality.ACTUAL:
        return draft
    if any(c.lower_ == "since" and c.dep_ == "advmod" for c in draft.reading.clause.children):
        # "They signed a truce in 2009. Two of them have since broken it."
        last = _sentence_before(draft, before)
        old = bool(last) and all(d.modality is Modality.HISTORICAL for d in last)
        return replace(draft, modality=Modality.HISTORICAL) if old else draft
    if not _is_past(draft.reading.clause):
        return draft
    meeting = _meeting_before(draft, before) or _interview_before(draft, before)
    if meeting is not None:
        return replace(draft, start=meeting.start, end=meeting.end)
    last = _sentence_before(draft, before)
    if not last:
        return draft
    actor = sides(draft.parties.actor)
    first = draft.reading.clause.head if draft.reading.clause.dep_ in ("conj", "parataxis") else None
    if first is not None and any(
        d.modality is Modality.HISTORICAL and d.reading.clause.i == first.i
        for d in before
        if d.sent.start == draft.sent.start
    ):
        # "It broke off relations, and Peru closed the border": one story.
        return replace(draft, modality=Modality.HISTORICAL)
    recent = draft.reading.clause.dep_ == "advcl" or any(
        d.sent.start == draft.sent.start and d.modality is Modality.ACTUAL for d in before
    )
    if not recent and all(d.modality is Modality.HISTORICAL and d.start for d in last):
        if actor <= {s for d in last for s in sides(d.parties.everyone)}:
            return replace(draft, modality=Modality.HISTORICAL)
        return draft
    same = [d for d in last if d.start and d.modality is Modality.ACTUAL]
    ours = sides(draft.parties.everyone)
    if same and len(ours) > 1 and all(sides(d.parties.everyone) == ours for d in last):
        return replace(draft, start=same[-1].start, end=same[-1].end)
    return draft


def _is_past(clause: Token) -> bool:
    """Told in the simple past; a perfect ("has signed") looks from today."""
    if clause.tag_ == "VBD":
        return True
    return clause.tag_ in ("VBN", "VBG") and not auxiliaries_of(clause) & {"has", "have", "is", "are", "'s", "will"}


def _meeting_before(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    clause = draft.reading.clause
    top = clause.head if clause.dep_ == "conj" and clause.head.pos_ == "VERB" else clause
    for preposition, noun in syntax.obliques(top):
        definite = any(c.lower_ in words("definite") for c in noun.children)
        if preposition in words("during") and definite and noun.lemma_.lower() in words("gathering"):
            return next((d for d in reversed(before) if d.event is E.CONSULT and d.start), None)
    return None


def _interview_before(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """ "In an interview on Thursday the minister admitted that". What he says further on is of the same day."""
    if draft.event not in _SPOKEN:
        return None
    clause = draft.reading.clause
    speaker = next((c for t in (clause, clause.head) for c in syntax.children(t, "nsubj")), None)
    if speaker is None or not (speaker.pos_ == "PRON" or speaker.ent_type_ == "PERSON" or speaker.pos_ == "PROPN"):
        return None
    actor = sides(draft.parties.actor)
    for one in before:
        spoken = one.start and one.event in _SPOKEN and sides(one.parties.actor) == actor
        if spoken and any(t.lemma_.lower() == "interview" for t in one.sent):
            return one
    return None


def _sentence_before(draft: Draft, before: Sequence[Draft]) -> list[Draft]:
    """The events of the sentence that stands directly before, those told in passing left out."""
    start = draft.sent.start
    last = [d for d in before if d.sent.end <= start and not d.reading.background]
    if not last:
        return []
    nearest = max(d.sent.end for d in last)
    # Blank tokens between paragraphs belong to a sentence; one short sentence may lie between.
    return [d for d in last if d.sent.end == nearest] if start - nearest <= 2 else []


def find_means(match: Match, lexicon: Lexicon) -> str | None:
    """Mode of an assault from what it was done with: "missiles killed", "a drone attack", "with knives"."""
    token, carrier = match.token, match.carrier
    tokens: list[Token] = [*syntax.agents(carrier), *syntax.children(token, "compound", "amod"), token]
    for head in {token.i: token, carrier.i: carrier}.values():
        tokens += [n for p, n in syntax.obliques(head) if p in ("with", "by", "in", "using")]
    tokens += [c for t in tokens for c in syntax.children(t, "compound")]
    lemmas = {t.lemma_.lower() for t in tokens}
    return next((mode for mode in MEANS if lemmas & lexicon.words(f"means-{mode}")), None)
