"""Resolves bodies that stand without a name or state: "the court", "both armies", "the organisation"."""

from __future__ import annotations

from communique.actors.around import of_group, owner_of, state_around
from communique.actors.drafts import GOVERNMENT, Draft
from communique.actors.entities import Entity
from communique.actors.groups import resolve_group
from communique.actors.history import History
from communique.actors.phrases import Phrase, is_international_name
from communique.actors.references import MentionKind
from communique.actors.roles import is_of_both
from communique.actors.titles import FAR, GUESSED, STATE_SECTORS
from communique.records import ActorKind

NEAR = 3
NAMED_AFTER = ("PTY", "OPP", "REB", "PRM")


def resolve_body(history: History, draft: Draft) -> None:
    """Find the body that "the court" or "the Foreign Ministry" is."""
    phrase = draft.phrase
    if phrase is None:
        return
    named = history.found.name_at.get(phrase.end)
    if named is not None and named.start == phrase.end and not phrase.states and named.name.sector in NAMED_AFTER:
        # "The opposition party Ennahda": the name says which.
        draft.entities = [history.cast.body(named.name.name, named.name.state, named.name.sector)]
        return
    if not phrase.states and is_international_name(history.found, phrase.text):
        draft.entities = [history.cast.body(phrase.text, None, "IGO")]
        return
    owner = owner_of(history, draft)
    if owner is not None and owner.state:
        _enter_body(history, draft, phrase, owner.state)
        return
    members = of_group(history, draft, phrase)
    if members:
        draft.entities, draft.sector, draft.kind = members, phrase.sector, MentionKind.GROUP
        return
    if is_of_both(history, draft, phrase):
        resolve_group(history, draft)
        draft.sector, draft.kind = phrase.sector, MentionKind.GROUP
        return
    known = _known_government(history, draft, phrase) or _known_body(history, draft, phrase)
    if known is not None:
        draft.entities, draft.confidence = [known], 0.7
        draft.facet = GOVERNMENT if known.kind is ActorKind.STATE else None
        return
    if phrase.sector in STATE_SECTORS:
        draft.confidence = GUESSED
        _enter_body(history, draft, phrase, state_around(history, draft))
    elif phrase.sector is not None:
        draft.confidence = GUESSED
        draft.entities = [history.cast.body(phrase.text, None, phrase.sector)]


def _enter_body(history: History, draft: Draft, phrase: Phrase, state: str | None) -> None:
    if state and phrase.word.lemma in history.words.sets["government_words"]:
        draft.entities, draft.facet = [history.cast.state(state)], GOVERNMENT
    else:
        draft.entities = [history.cast.body(phrase.text, state, phrase.sector)]
        draft.entities[0].lemmas.add(phrase.word.lemma)
    draft.sector = phrase.sector


def _known_government(history: History, draft: Draft, phrase: Phrase) -> Entity | None:
    """ "Switzerland thanked the junta. The junta denied …": the same again, unless the sentence is set elsewhere."""
    if phrase.determiner != "the" or phrase.word.lemma not in history.words.sets["government_words"]:
        return None
    if any(d.in_place_role for d, _ in history.back(draft, sentences=0)):
        return None
    for earlier, _ in history.back(draft, sentences=NEAR):
        if earlier.phrase is not None and earlier.phrase.word is phrase.word and len(earlier.entities) == 1:
            return earlier.entities[0]
    return None


def _known_body(history: History, draft: Draft, phrase: Phrase) -> Entity | None:
    """A body named before whose name ends in this noun: "the League" is the Arab League."""
    if phrase.determiner not in ("the", "this", "that", None):
        return None
    said = phrase.text.lower().split()
    for earlier, _ in history.back(draft, sentences=FAR):
        for entity in earlier.entities:
            if entity.kind is ActorKind.ORGANIZATION and set(said) <= set(entity.name.lower().split()):
                return entity
    # "The group" is the armed group named last, "the bloc" the international organization.
    sectors = history.words.maps["body_kin"].get(phrase.word.lemma, phrase.word.sector or "").split("|")
    if phrase.determiner != "the" or len(said) > 1 or not set(sectors) & {"REB", "IGO"}:
        return None
    kin = (e for d, _ in history.back(draft, sentences=5) for e in d.entities if e.sector in sectors)
    return next((e for e in kin if e.kind is ActorKind.ORGANIZATION), None)
