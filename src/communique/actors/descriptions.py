"""States that a text describes instead of naming: "the island nation", "his country", "its neighbour"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.actors.drafts import Draft, Drafts
from communique.actors.found import Scan
from communique.actors.gazetteer import NameKind
from communique.actors.history import History, best
from communique.actors.references import MentionKind
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_MODIFIERS = 5
# "The kingdom" is more often the article's main one than the one of the last sentence.
ARTICLE_WEIGHT = 4.0
OWN_COUNTRY = 1.0
MOST_STEPS = 4
PLAIN = ("country", "nation", "state")


@dataclass(frozen=True, slots=True)
class Description:
    """The parts of a description: determiner, words between, the noun, and the state if one is named in it."""

    determiner: str | None
    possessor: int | None
    words: tuple[str, ...]
    noun: str
    start: int
    state: str | None


def find_descriptions(found: Scan, drafts: Drafts) -> Iterator[Draft]:
    """Drafts for the descriptions of one state in a text, and for "X's office"."""
    for token in found.doc:
        if token.text.lower() in ("office", "team", "camp") and token.i > 1 and token.i not in found.word_at:
            person = found.person_at.get(token.i - 2)
            if person is not None and found.doc[token.i - 1].text in ("'s", "’s", "'", "’"):
                yield Draft(token.i, token.i + 1, token.i, MentionKind.DESCRIPTION)
        if not found.has("state_nouns", token) or token.i in drafts.by_head or token.pos_ not in ("NOUN", "PROPN"):
            continue
        if token.i in found.name_at or token.i in found.person_at or token.dep_ in ("compound", "amod"):
            continue
        description = read_description(found, token)
        if description is not None and _can_mean_state(found, description):
            yield Draft(description.start, token.i + 1, token.i, MentionKind.DESCRIPTION)


def read_description(found: Scan, token: Token) -> Description | None:
    """Read the words before a noun for a state; None where nothing makes it definite."""
    doc = found.doc
    words: list[str] = []
    state = None
    start = token.i
    for i in range(token.i - 1, max(-1, token.i - 1 - MOST_MODIFIERS), -1):
        before = doc[i]
        lower = before.text.lower()
        if i in found.name_at:
            hit = found.name_at[i]
            if hit.name.kind in (NameKind.ADJECTIVE, NameKind.OTHER):
                state = hit.name.state or state
                words += doc[hit.start : hit.end].text.lower().split()[::-1]
                start = hit.start
                continue
            return None
        if before.text in ("'s", "’s"):
            return Description(None, i - 1, tuple(words[::-1]), token.text.lower(), start, state)
        if before.tag_ in ("PRP$", "WP$"):
            return Description(lower, i, tuple(words[::-1]), token.text.lower(), start, state)
        if before.pos_ == "DET" or lower in ("the", "this", "that", "a", "an"):
            return Description(lower, None, tuple(words[::-1]), token.text.lower(), start, state)
        if before.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or before.tag_ in ("VBN", "VBG", "HYPH") or lower == "-":
            words.append(lower)
            start = i
        else:
            break
    return None


def _can_mean_state(found: Scan, description: Description) -> bool:
    sets = found.gazetteer.vocabulary.sets
    if description.determiner in sets["indefinite_words"] or set(description.words) & sets["indefinite_words"]:
        return False
    if description.determiner in ("our", "my", "your"):
        return False
    if description.noun in ("power", "economy", "giant", "territory", "regime", "superpower") and not description.words:
        return False
    return description.noun not in ("economy", "territory", "regime") or bool(description.state)


def resolve_description(history: History, draft: Draft) -> None:
    """Find the state that a description means."""
    token = history.doc[draft.head]
    if token.text.lower() in ("office", "team", "camp"):
        person = history.found.person_at[token.i - 2]
        holder = next((d for d, _ in history.back(draft, sentences=0) if d.start <= person.start < d.end), None)
        draft.entities = [e for e in holder.entities if e.kind is ActorKind.PERSON] if holder else []
        return
    description = read_description(history.found, token)
    if description is None:
        return
    draft.confidence = 0.8
    state = (
        _named_in(history, description)
        or _of_owner(history, draft, description)
        or _of_kind(history, draft, description)
    )
    if state is not None:
        draft.entities = [history.cast.state(state)]


def _named_in(history: History, description: Description) -> str | None:
    """The state whose adjective a description holds; not where that is a region too ("the Central African country")."""
    state = description.state
    is_region = any(" ".join(pair) in history.words.maps["regions"] for pair in pairwise(description.words))
    if state is None or not is_region:
        return state
    named = (h for h in history.found.names if h.name.state == state and h.name.kind is not NameKind.ADJECTIVE)
    return state if next(named, None) is not None else None


def _of_owner(history: History, draft: Draft, description: Description) -> str | None:
    """ "his country" is that of the person, "its neighbour" the other state."""
    if description.possessor is None:
        return None
    holder = history.drafts.by_head.get(description.possessor)
    if history.doc[description.possessor].tag_ == "WP$":
        # "Peru's president, whose country …"
        noun = next((t.head for t in history.doc[draft.head].ancestors if t.dep_ == "acl:relcl"), None)
        holder = history.drafts.by_head.get(noun.i) if noun is not None else None
    if holder is None:
        holder = next(
            (d for d, _ in history.back(draft, sentences=0) if d.start <= description.possessor < d.end), None
        )
    states = [e.state for e in holder.entities if e.state] if holder else []
    if description.noun in history.words.sets["neighbour_words"]:
        scores = history.state_scores(draft)
        return best({s: v for s, v in scores.items() if s not in states}) if states else None
    return states[0] if len(set(states)) == 1 else None


def _of_kind(history: History, draft: Draft, description: Description) -> str | None:
    """The state of the article that has the kind and region that the words say."""
    if description.possessor is not None:
        return None
    wanted, other = _features(history, description)
    if description.noun in ("neighbour", "neighbor") and not other and not wanted:
        return _other_of_two(history, draft)
    if description.noun in history.words.sets["neighbour_words"] or (
        other and not wanted and description.noun not in PLAIN
    ):
        return None
    scores = history.state_scores(draft, article_weight=ARTICLE_WEIGHT)
    if other & history.words.sets["host_words"]:
        return _host(history) or best(scores)
    states = history.found.gazetteer.states
    fitting = {s: v for s, v in scores.items() if s in states and wanted <= states[s].forms | states[s].regions}
    patients = _acted_upon(history, draft)
    fitting = {s: v for s, v in fitting.items() if s not in patients} or fitting
    if not wanted and not patients:
        for earlier, _ in history.back(draft, sentences=0):
            # "He ordered the troops to leave the country": his own.
            if history.is_subject(earlier) and len(earlier.entities) == 1 and earlier.entities[0].state in fitting:
                fitting[earlier.entities[0].state] += OWN_COUNTRY
        fitting = {s: v for s, v in fitting.items() if v >= 0.5} or fitting
    return best(fitting)


def _other_of_two(history: History, draft: Draft) -> str | None:
    """ "Peru recalled its envoy from Bolivia. The neighbour …": the other of the two in the sentence before."""
    before = [d for d, n in history.back(draft, sentences=1) if n == 1]
    acting = {e.state for d in before if history.is_subject(d) for e in d.entities}
    others = {e.state for d in before for e in d.entities if e.state} - acting
    return next(iter(others)) if len(others) == 1 and acting else None


def _acted_upon(history: History, draft: Draft) -> set[str]:
    """States of those whom a description acts upon: "He was received by the country's president"."""
    token = history.doc[draft.head]
    for _ in range(MOST_STEPS):
        if token.dep_ == "obl:agent":
            break
        token = token.head
    else:
        return set()
    verb = token.head
    while verb.dep_ == "conj" and not any(t.dep_ == "nsubj:pass" for t in verb.children):
        verb = verb.head
    held = (history.drafts.by_head.get(t.i) for t in verb.children if t.dep_ in ("nsubj:pass", "nsubj"))
    return {e.state for d in held if d is not None for e in d.entities if e.state}


def _features(history: History, description: Description) -> tuple[set[str], set[str]]:
    """Features that the words of a description ask for, and words that ask for none."""
    regions = history.words.maps["regions"]
    wanted: set[str] = set()
    words = [*description.words, description.noun]
    other: set[str] = set()
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 3), at, -1):
            feature = regions.get(" ".join(words[at:end]))
            if feature:
                # Only a noun says that a state is a republic; everybody is one.
                wanted.add(feature)
                at = end
                break
        else:
            other.add(words[at])
            at += 1
    wanted.discard("americas" if "america" in " ".join(words[:-1]) else "")
    return wanted, other - {description.noun}


def _host(history: History) -> str | None:
    dateline = history.document.article.dateline
    if dateline and dateline.country:
        return dateline.country
    places = [e.state for d in history.past if d.in_place_role for e in d.entities if e.state]
    return max(sorted(set(places)), key=places.count) if places else None
