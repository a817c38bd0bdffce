"""Pronouns of the third person: the nearest fitting mention before them, subjects first; none rather than a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from communique.actors.drafts import Draft, Drafts
from communique.actors.entities import Entity
from communique.actors.found import Scan
from communique.actors.history import SUBJECTS, History, distinct
from communique.actors.references import MentionKind
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

SENTENCES_BACK = 3
USUAL = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "conj")
QUOTED_PENALTY = 1.5
OWNER_BONUS = 1.5
CLASSES = ("masculine_pronouns", "feminine_pronouns", "neuter_pronouns", "plural_pronouns")


def find_pronouns(found: Scan, drafts: Drafts) -> Iterator[Draft]:
    """Drafts for he, she, it and they in all their forms."""
    for token in found.doc:
        if (
            token.pos_ in ("PRON", "DET")
            and any(found.has(c, token) for c in CLASSES)
            and token.i not in drafts.by_head
        ):
            yield Draft(token.i, token.i + 1, token.i, MentionKind.PRONOUN)


def resolve_pronoun(history: History, draft: Draft) -> None:
    """Find whom a pronoun means; nobody where no earlier mention fits, or something that is no party fits better."""
    token = history.doc[draft.head]
    draft.confidence = 0.7
    if history.found.has("neuter_pronouns", token):
        found = _neuter(history, draft, token)
    elif history.found.has("plural_pronouns", token):
        found = _plural(history, draft, token)
    else:
        gender = "m" if history.found.has("masculine_pronouns", token) else "f"
        found = _person(history, draft, token, gender)
    if found is None:
        return
    draft.entities, draft.facet = found.members, found.mention.facet
    if not found.members:
        draft.referent = found.mention.head if found.mention.referent is None else found.mention.referent


@dataclass(frozen=True, slots=True)
class _Meant:
    """A mention that a pronoun may mean, and whom of it; nobody of a place or of people whom no table knows."""

    score: float
    mention: Draft
    members: list[Entity]


def _better(best: _Meant | None, score: float, mention: Draft, members: list[Entity]) -> _Meant:
    return _Meant(score, mention, members) if best is None or score > best.score else best


def _person(history: History, draft: Draft, token: Token, gender: str) -> _Meant | None:
    best: _Meant | None = None
    barred: set[int] = set()
    for earlier, distance in history.back(draft, sentences=SENTENCES_BACK):
        if len(earlier.entities) != 1:
            continue
        entity = earlier.entities[0]
        if _same_clause_subject(history, earlier, token):
            barred.add(id(entity))  # nor may an earlier name of theirs be meant
        if id(entity) in barred:
            continue
        if entity.kind is not ActorKind.PERSON or entity.plural or entity.gender not in (None, gender):
            continue
        score = history.weigh(earlier) - 0.7 * distance - 0.004 * (draft.head - earlier.head)
        score -= _said_inside(history, draft, earlier)
        score += 0.6 if entity.parts else 0.0
        if history.doc[earlier.head].dep_ in ("nmod:poss", "appos"):
            score -= 0.2
        best = _better(best, score, earlier, [entity])
    # A pronoun tells the gender of a name that leaves it open.
    if best is not None and best.members[0].gender is None and best.members[0].parts:
        best.members[0].gender = gender
    return best


def _same_clause_subject(history: History, earlier: Draft, token: Token) -> bool:
    """ "Putin met him": an object is never the subject of its own verb."""
    if token.tag_ == "PRP$" or token.dep_ in SUBJECTS or token.text.lower().endswith("self"):
        return False
    head = history.doc[earlier.head]
    return head.dep_ in SUBJECTS and head.head.i == token.head.i


def _neuter(history: History, draft: Draft, token: Token) -> _Meant | None:
    is_own = token.text.lower() == "its"
    is_subject = token.dep_ in SUBJECTS
    if token.dep_ not in USUAL or (is_subject and _is_expletive(history, token)):
        return None
    quoted = history.is_quoted[token.i]
    told = _relative_of(token)
    best: _Meant | None = None
    sites = history.asides_back(history.sites, draft, sentences=1)
    for earlier, distance in chain(history.back(draft, sentences=1), sites):
        if not _can_be_it(earlier) or _same_clause_subject(history, earlier, token):
            continue
        if quoted and is_subject and not history.is_quoted[earlier.head]:
            continue  # what a speaker calls "it" was named by the speaker
        if not (is_own or is_subject or (distance == 0 and not history.is_subject(earlier))):
            continue  # "it" as an object is a thing more often than a state
        if (history.doc[earlier.head].dep_ == "nmod:poss" and not is_own) or (earlier.in_place_role and not is_own):
            continue
        score = history.weigh(earlier) - 0.5 * distance - 0.01 * (draft.head - earlier.head)
        score -= _said_inside(history, draft, earlier)
        if told is not None and earlier.start <= told.i < earlier.end:
            continue
        if told is not None and _owns(history.doc[earlier.head], told):
            score += OWNER_BONUS
        if is_own and distance == 0 and history.doc[earlier.head].dep_ in SUBJECTS:
            score += 0.5
        best = _better(best, score, earlier, list(earlier.entities))
    return best


def _can_be_it(earlier: Draft) -> bool:
    """A state, body or place; never an adjective."""
    if earlier.kind is MentionKind.ADJECTIVE or len(earlier.entities) > 1:
        return False
    kinds = (ActorKind.STATE, ActorKind.ORGANIZATION)
    return all(e.kind in kinds and not e.plural for e in earlier.entities)


def _relative_of(token: Token) -> Token | None:
    """The noun of a relative clause in which a pronoun is another: "the Forum, which it left"."""
    verb = token.head
    takes = ("which", "whom", "that")
    if verb.dep_ != "acl:relcl" or not any(t.text.lower() in takes and t.i != token.i for t in verb.children):
        return None
    return verb.head


def _owns(token: Token, told: Token) -> bool:
    """ "the return of Fiji to the Forum, which it left": who returns is "it"."""
    noun = token.head
    return noun.pos_ == "NOUN" and token.dep_ in ("nmod", "nmod:poss") and noun.i in {t.i for t in told.ancestors}


def _said_inside(history: History, draft: Draft, earlier: Draft) -> float:
    """Outside a quotation "it said" is who speaks, seldom somebody whom the quotation names."""
    return QUOTED_PENALTY if history.is_quoted[earlier.head] and not history.is_quoted[draft.head] else 0.0


def _is_expletive(history: History, token: Token) -> bool:
    """ "It is clear that …", "It will strain relations": nobody acts."""
    verb = token.head
    has_clause = any(t.dep_ in ("csubj", "ccomp", "xcomp", "csubj:pass") for t in verb.children)
    if verb.pos_ in ("ADJ", "NOUN") or any(t.dep_ == "cop" for t in verb.children):
        is_agent = verb.text.lower() in history.words.sets["agent_adjectives"]
        return not is_agent and (has_clause or not history.found.has("state_nouns", verb))
    return verb.lemma_ in history.words.sets["weather_heads"]


def _plural(history: History, draft: Draft, token: Token) -> _Meant | None:
    best: _Meant | None = None
    crowds = history.asides_back(history.crowds, draft, sentences=2)
    for earlier, distance in chain(history.back(draft, sentences=2), crowds):
        members = _members(history, earlier) if earlier.entities else []
        if not members and earlier.entities:
            continue
        if _same_clause_subject(history, earlier, token) or earlier.kind is MentionKind.ADJECTIVE:
            continue
        score = history.weigh(earlier) - 0.5 * distance - 0.01 * (draft.head - earlier.head)
        score -= 1.0 if len(members) == 1 and not members[0].plural else 0.0
        best = _better(best, score, earlier, members)
    return best or _two_who_met(history, draft, token)


def _two_who_met(history: History, draft: Draft, token: Token) -> _Meant | None:
    """ "The minister thanked the president. They discussed doctors": the only two of the sentence before."""
    if token.dep_ not in SUBJECTS:
        return None
    before = [d for d, n in history.back(draft, sentences=1) if n == 1 and d.kind is not MentionKind.ADJECTIVE]
    people = [d for d in before if len(d.entities) == 1 and d.entities[0].kind is ActorKind.PERSON]
    both = distinct([d.entities[0] for d in reversed(people)])
    are_apart = len(both) == 2 and both[0].state != both[1].state and not any(e.plural for e in both)
    return _Meant(0.0, people[0], both) if are_apart and any(history.is_subject(d) for d in people) else None


def _members(history: History, earlier: Draft) -> list[Entity]:
    """The entities of a mention that "they" can mean: several, a plural, or joined ones."""
    if len(earlier.entities) > 1:
        return list(earlier.entities)
    if earlier.plural or any(e.plural or e.kind is ActorKind.GROUP for e in earlier.entities):
        return list(earlier.entities)
    joined = distinct([e for d in history.group_at(earlier) for e in d.entities])
    if len(joined) > 1:
        return joined
    entity = earlier.entities[0]
    # "police", "the Taliban", "Human Rights Watch" take "they" too.
    is_crowd = entity.kind is ActorKind.ORGANIZATION and entity.sector in ("COP", "REB", "MIL", "NGO")
    return [entity] if is_crowd else []
