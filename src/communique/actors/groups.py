"""Groups: "the two countries", "both sides", "the three leaders", "the two"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.actors.drafts import Draft, Drafts
from communique.actors.entities import Entity
from communique.actors.found import Scan
from communique.actors.history import MOST_MENTIONS_BACK, History, distinct
from communique.actors.references import MentionKind
from communique.actors.roles import counted_again
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

# Modifiers that leave a group what it is; "Arab leaders" and "member states" are others than those named before.
NEUTRAL = frozenset(
    [
        "warring",
        "conflicting",
        "respective",
        "neighbouring",
        "neighboring",
        "brotherly",
        "brother",
        "fraternal",
        "friendly",
        "allied",
        "rival",
        "signatory",
        "contracting",
        "negotiating",
        "-",
        "asian",
        "african",
        "european",
        "american",
        "nuclear",
        "armed",
        "island",
        "former",
    ]
)
# "The two countries" are more often the article's two main ones than those of the last sentence.
ARTICLE_WEIGHT = 6.0
# A pair named in passing two sentences ago is not "the two countries" of the article.
LEAST_SHARE = 0.4
PRIOR_GROUP_WEIGHT = 0.5
PRONOUNS_OF_TWO = ("two", "both", "three", "four", "five", "neither", "either", "pair", "duo")


def find_groups(found: Scan, drafts: Drafts) -> Iterator[Draft]:
    """Drafts for nouns and numbers that stand for several states or people."""
    for token in found.doc:
        lower = token.text.lower()
        is_side = found.has("group_side_nouns", token)
        before = token.nbor(-1).text.lower() if token.i else ""
        if before in ("neither", "either") and lower in ("side", "party", "country", "government", "capital", "army"):
            _replace(drafts, token)
            yield Draft(token.i - 1, token.i + 1, token.i, MentionKind.GROUP, plural=True)
        elif lower in PRONOUNS_OF_TWO and _stands_alone(token):
            yield Draft(token.i, token.i + 1, token.i, MentionKind.GROUP, plural=True)
        elif (is_side or found.has("group_people_nouns", token)) and token.pos_ in ("NOUN", "PROPN"):
            start = _group_start(found, token, is_side=is_side)
            if start is not None:
                _replace(drafts, token)
                yield Draft(start, token.i + 1, token.i, MentionKind.GROUP, plural=True)


def _replace(drafts: Drafts, token: Token) -> None:
    """A draft of an office or body under the same head ("the two presidents") gives way to the group."""
    held = drafts.by_head.get(token.i)
    if held is not None and not held.entities:
        del drafts.by_head[token.i]


def _stands_alone(token: Token) -> bool:
    """ "the two" and "both" as a subject or object of their own."""
    if token.text.lower() in ("two", "three", "four", "five", "pair", "duo"):
        before = token.nbor(-1).text.lower() if token.i else ""
        if before != "the":
            return False
        after = token.nbor(1) if token.i + 1 < len(token.doc) else None
        if (after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")) or (
            after is not None and after.text == "-"
        ):
            return False
    elif (
        token.i + 1 < len(token.doc) and token.nbor(1).pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM")
    ) or token.dep_ in ("cc", "cc:preconj", "advmod"):
        return False
    return token.dep_ in ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "obl:agent", "nmod:poss", "iobj")


def _group_start(found: Scan, token: Token, *, is_side: bool) -> int | None:
    """First token of a group, its determiner left out; None where the words mean nobody that was named before."""
    doc = found.doc
    numbers = found.gazetteer.vocabulary.maps["numbers"]
    number = None
    start = token.i
    for i in range(token.i - 1, max(-1, token.i - 6), -1):
        before = doc[i]
        lower = before.text.lower()
        if lower in numbers:
            number = lower
            start = i
            if lower == "both":
                return start
        elif lower in ("the", "these", "our", "their"):
            plain_sides = is_side and token.text.lower() in (
                "countries",
                "sides",
                "governments",
                "parties",
                "nations",
                "neighbours",
                "neighbors",
                "delegations",
            )
            is_free = (lower == "the" and plain_sides) or (lower in ("our", "these") and is_side)
            return start if number or is_free else None
        elif (
            lower in NEUTRAL
            or lower in found.gazetteer.vocabulary.maps["regions"]
            or (lower == "of" and number == "both")
        ):
            start = i
        else:
            return start if number and lower in ("of", "between", "among", "by", "with") else None
    return None


def resolve_group(history: History, draft: Draft) -> None:
    """Find the members of a group: as many of the article's states or people as its number says, newest first."""
    wanted = _number(history, draft)
    token = history.doc[draft.head]
    again = counted_again(history, draft, wanted) if token.text.lower() in PRONOUNS_OF_TWO else []
    if again:
        draft.entities, draft.confidence = again, 0.7
        return
    if token.text.lower() in history.words.sets["group_people_nouns"] or token.text.lower() in ("pair", "duo"):
        members = _people(history, draft, token, wanted)
    else:
        members = _states(history, draft, wanted)
    if len(members) > 1:
        draft.entities, draft.confidence = members, 0.8


def _number(history: History, draft: Draft) -> int:
    numbers = history.words.maps["numbers"]
    return next(
        (int(numbers[t.text.lower()]) for t in history.doc[draft.start : draft.end] if t.text.lower() in numbers), 2
    )


def _states(history: History, draft: Draft, wanted: int) -> list[Entity]:
    outside = _who_addresses(history, draft)
    joined = _joined_states(history, draft, wanted, outside)
    if joined:
        return joined
    scores = history.state_scores(draft, sentences=3, article_weight=ARTICLE_WEIGHT)
    if len(scores) >= wanted + len(outside):
        scores = {s: v for s, v in scores.items() if s not in outside}
    for earlier in history.past[-MOST_MENTIONS_BACK:]:
        if earlier.kind is MentionKind.GROUP and len(earlier.entities) == wanted:
            for entity in earlier.entities:
                if entity.state in scores:
                    scores[entity.state] = scores[entity.state] + PRIOR_GROUP_WEIGHT
    ranked = sorted(scores, key=lambda s: (-scores[s], s))[:wanted]
    return [history.cast.state(s) for s in ranked] if len(ranked) == wanted else []


def _who_addresses(history: History, draft: Draft) -> set[str | None]:
    """States of who does something to a group: "Italy urged both armies" speaks of two others."""
    token = history.doc[draft.head]
    if token.dep_ not in ("obj", "iobj"):
        return set()
    held = [history.drafts.by_head.get(t.i) for t in token.head.children if t.dep_ == "nsubj"]
    return {e.state for d in held if d is not None and len(d.entities) == 1 for e in d.entities}


def _joined_states(history: History, draft: Draft, wanted: int, outside: set[str | None]) -> list[Entity]:
    """States that "and" joins in this sentence or the one before: "Egypt and Jordan said the two countries …"."""
    counts = history.state_counts
    least = LEAST_SHARE * max(counts.values(), default=0.0)
    for earlier, distance in history.back(draft, sentences=2):
        if earlier.in_place_role or earlier.kind is MentionKind.ADJECTIVE:
            continue
        sides = [_side(history, e) for d in history.group_at(earlier) for e in d.entities]
        members = distinct([s for s in sides if s is not None])
        if {m.state for m in members} & outside:
            continue
        is_main = all(counts.get(m.state or "", least) >= least for m in members)
        if len(members) == wanted and (distance == 0 or is_main):
            return members
    return _pair_nearby(history, draft, counts, least) if wanted == 2 and not outside else []


def _pair_nearby(history: History, draft: Draft, counts: dict[str, float], least: float) -> list[Entity]:
    """The one who acts here and the only other of the sentence before: "Rome gave … Oslo ratified … the two states"."""
    here = [d for d, n in history.back(draft, sentences=0) if history.is_subject(d) or d.kind is MentionKind.ADJECTIVE]
    before = [d for d, n in history.back(draft, sentences=1) if n == 1 and not d.in_place_role]
    own = distinct([history.cast.state(e.state) for d in here for e in d.entities if e.state])
    others = distinct([history.cast.state(e.state) for d in before for e in d.entities if e.state])
    others = [e for e in others if e not in own]
    if len(own) != 1 or len(others) != 1 or min(counts.get(m.state or "", 0.0) for m in (*own, *others)) < least:
        return []
    return [*own, *others]


def _side(history: History, entity: Entity) -> Entity | None:
    """The side that somebody stands for: the state of a person or ministry, rebels for themselves."""
    if entity.sector in ("REB", "PRM", "OPP") or entity.state is None:
        return entity if entity.kind is not ActorKind.PERSON else None
    return history.cast.state(entity.state)


def _people(history: History, draft: Draft, token: Token, wanted: int) -> list[Entity]:
    """The people of such an office who were named last, of different states; else their states."""
    noun = token.text.lower()
    last: list[Entity] = []
    for earlier, _ in history.back(draft, sentences=6):
        for entity in earlier.entities:
            if entity.state in {e.state for e in last}:
                continue
            if earlier.kind is MentionKind.GROUP and earlier.phrase is not None:
                last = distinct([*last, entity])  # "his Irish and Maltese counterparts"
                continue
            if entity.kind is not ActorKind.PERSON or not entity.office:
                continue
            if not _is_called(history, entity, noun):
                continue
            last = distinct([*last, entity])
    if len(last) >= wanted:
        return last[:wanted][::-1]
    return _states(history, draft, wanted)


def _is_called(history: History, entity: Entity, noun: str) -> bool:
    """Whether a plural noun fits a person: only presidents and their like are leaders, only soldiers generals."""
    if noun in ("leaders", "heads", "statesmen"):
        return bool(entity.lemmas & history.words.sets["head_of_state_words"])
    if noun in ("generals", "commanders"):
        return entity.sector == "MIL" or any(lemma.endswith(noun[:-1]) for lemma in entity.lemmas)
    if noun in ("presidents", "ministers", "premiers", "ambassadors", "spokesmen"):
        return any(lemma.endswith(noun[:-1]) for lemma in entity.lemmas)
    return True
