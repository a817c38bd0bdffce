"""People whom a text calls by the part that they play: "the visitor", "his host", "the detainee", "both armies"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.actors.clues import is_visited
from communique.actors.drafts import Draft
from communique.actors.entities import Entity
from communique.actors.gazetteer import NameKind
from communique.actors.history import SUBJECTS, History, best, distinct
from communique.actors.home import dateline_country
from communique.actors.phrases import Phrase
from communique.actors.references import MentionKind
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

FAR = 6
SENTENCE_COST = 0.4
TRAVELLED = 2.0
TAKEN = 3.0
OFFICIAL = 1.0
OWN_SIDE = -3.0
AT_HOME = -1.5
# Below this nobody was taken, and "the prisoner" may be anybody.
LEAST_TAKEN = 1.0
LEAST_NEAR = 0.3
MOST_STEPS = 4
MOST_TOKENS_ON = 5


def resolve_role(history: History, draft: Draft, phrase: Phrase) -> bool:
    """Find the person of the article whom a role fits; False where the phrase names no such role."""
    sets = history.words.sets
    words = {phrase.word.lemma, *(t.text.lower() for t in history.doc[phrase.start : phrase.core_end])}
    is_guest = phrase.possessor is not None and phrase.word.lemma in sets["visitor_words"]  # "told his guest"
    if phrase.plural or not (is_guest or phrase.determiner in ("the", "this", "that")):
        return False
    if words & sets["visitor_words"] and not phrase.states:
        person = find_visitor(history, draft)
    elif phrase.word.lemma in sets["captive_words"]:
        person = find_captive(history, draft)
    else:
        return False
    if person is None:
        return False
    draft.entities, draft.confidence = [person], 0.7
    return True


def adopt_captive(history: History, draft: Draft) -> None:
    """ "The fugitive, Iván C, …": the name of somebody whom the text brought in without one."""
    phrase, person = draft.phrase, draft.entities[0]
    if phrase is None or person.state is not None or person.kind is not ActorKind.PERSON:
        return
    if phrase.determiner == "the" and phrase.word.lemma in history.words.sets["captive_words"]:
        known = find_captive(history, draft)
        if known is not None and not known.parts:
            person.state, person.sure = known.state, known.sure
            person.office, person.former = person.office or known.office, True


def find_visitor(history: History, draft: Draft) -> Entity | None:
    """The official who travelled, and is not of the side that speaks of the visitor."""
    acting = _states_of_subjects(history, draft)
    receiving = {e.state for d, _ in history.back(draft, sentences=FAR) if d.in_place_role for e in d.entities}
    scores: dict[int, float] = {}
    people: dict[int, Entity] = {}
    for earlier, distance in history.back(draft, sentences=FAR):
        entity = earlier.entities[0]
        if len(earlier.entities) != 1 or entity.kind is not ActorKind.PERSON or entity.state is None:
            continue
        token = history.doc[earlier.head]
        travels = history.is_subject(earlier) and _verb(token).lemma_.lower() in history.words.sets["visit_words"]
        score = OFFICIAL * bool(entity.office) - SENTENCE_COST * distance + TRAVELLED * travels
        score += OWN_SIDE if entity.state in acting else 0.0
        score += AT_HOME if entity.state in receiving else 0.0
        people[id(entity)] = entity
        scores[id(entity)] = max(scores.get(id(entity), -10.0), score)
    if not scores:
        return None
    return people[max(scores, key=lambda i: (scores[i], people[i].name))]


def _states_of_subjects(history: History, draft: Draft) -> set[str]:
    """States of those who act on a mention in its own sentence: they do not visit themselves."""
    head = history.doc[draft.head]
    if head.dep_ in SUBJECTS:
        return set()
    found = set()
    for earlier, _ in history.back(draft, sentences=0):
        if history.is_subject(earlier):
            found |= {e.state for e in earlier.entities if e.state}
    return found


def find_captive(history: History, draft: Draft) -> Entity | None:
    """The person whom somebody arrested, sheltered or sent away before."""
    scores: list[tuple[float, Entity]] = []
    for earlier, distance in history.back(draft, sentences=FAR):
        entity = earlier.entities[0]
        if len(earlier.entities) == 1 and entity.kind is ActorKind.PERSON and not entity.plural:
            score = TAKEN * _is_taken(history, history.doc[earlier.head]) - SENTENCE_COST * distance
            scores.append((score, entity))
    top = max(scores, key=lambda pair: pair[0], default=None)
    return top[1] if top is not None and top[0] >= LEAST_TAKEN else None


def _is_taken(history: History, token: Token) -> bool:
    if token.dep_ not in ("obj", "iobj", "nsubj:pass", "obl", "nmod"):
        return False
    near = [token.head, token.head.head, *(t for t in token.head.children if t.dep_ == "obj")]
    words = history.words.sets["captive_verbs"] | history.words.sets["foreigner_words"]
    return any(t.lemma_.lower() in words for t in near)


def _verb(token: Token) -> Token:
    for _ in range(MOST_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            break
        token = token.head
    return token


def find_host(history: History, draft: Draft, owner: Entity | None) -> Entity | None:
    """ "His host": who holds office where the owner is a guest, else the state itself."""
    if owner is None:
        return None
    places = {e.state: 1.0 for d in history.past[-20:] if d.in_place_role for e in d.entities if e.state}
    for hit in history.found.names:
        if hit.start < draft.start and hit.name.state and is_visited(history.found, hit):
            places[hit.name.state] = places.get(hit.name.state, 0.0) + 1.0
    home = dateline_country(history.document, history.found)
    if home:
        places[home] = places.get(home, 0.0) + 1.0
    for earlier, distance in history.back(draft, sentences=FAR):
        for entity in earlier.entities:
            if entity.state and entity.state != owner.state and entity.kind is ActorKind.PERSON and entity.office:
                places[entity.state] = places.get(entity.state, 0.0) + 1.0 - distance / (FAR + 1)
    code = best({s: v for s, v in places.items() if s and s != owner.state})
    if code is None:
        return None
    back = (e for d, _ in history.back(draft, sentences=FAR) for e in d.entities)
    official = next((e for e in back if e.state == code and e.kind is ActorKind.PERSON and e.office), None)
    return official or history.cast.state(code)


def givers(history: History, draft: Draft) -> set[str]:
    """States that cannot be those of a foreigner: of who "gave shelter to a former minister" or "deported" him."""
    sets = history.words.sets
    token = history.doc[draft.head]
    verb = _verb(token.head)
    objects = {t.lemma_.lower() for t in verb.children if t.dep_ in ("obj", "nsubj:pass")}
    subjects = [t for t in _doers(verb) if t.i != draft.head]
    held = [history.drafts.by_head.get(t.i) for t in subjects]
    if not any(d is not None and d.entities for d in held):
        # "Chinese coast guard ships": what no table knows acts for who stands before it.
        held = [history.drafts.by_head.get(c.i) for t in subjects for c in t.children if c.dep_ in ("compound", "amod")]
    doers = [e for d in held if d is not None for e in d.entities if e.state]
    if token.dep_ == "conj":
        # "Talks between Stockholm and the government": another's.
        joined = history.drafts.by_head.get(token.head.i)
        if joined is not None and joined.entities and joined.entities[0].kind is ActorKind.STATE:
            return {e.state for e in joined.entities if e.state}
    if token.dep_ in ("obj", "iobj") and verb.lemma_.lower() in sets["address_verbs"]:
        return {e.state for e in doers if e.state and (e.kind is ActorKind.STATE or e.sector == "GOV")}
    if verb.lemma_.lower() in sets["foreigner_words"] or objects & sets["foreigner_words"]:
        return {e.state for e in doers if e.state}
    if verb.lemma_.lower() in sets["harm_verbs"] and token.dep_ == "obj":
        near = history.state_scores(draft, sentences=2, article_weight=0.0)
        # Soldiers hurt another's people, where the text has just spoken of another.
        return {
            e.state
            for e in doers
            if e.state and e.sector == "MIL" and max(_but(near, e.state), default=0) >= LEAST_NEAR
        }
    return set()


def _but(scores: dict[str, float], code: str) -> list[float]:
    return [v for s, v in scores.items() if s != code]


def _doers(verb: Token) -> list[Token]:
    """Subjects of a verb, also where it shares them with the verb before: "struck the village and wounded two"."""
    for _ in range(MOST_STEPS):
        subjects = [t for t in verb.children if t.dep_ in SUBJECTS]
        if subjects or verb.dep_ != "conj":
            return subjects
        verb = verb.head
    return []


def is_of_both(history: History, draft: Draft, phrase: Phrase) -> bool:
    """Whether a plural body is that of two states: "both armies", "the two navies"."""
    before = [t.text.lower() for t in history.doc[max(0, phrase.core_end - 4) : phrase.core_end]]
    # "Two newspapers" are any two; "the two navies" were named.
    is_pair = "both" in before or ("two" in before and "the" in before)
    return phrase.plural and not phrase.states and is_pair and not draft.entities


def across(history: History, draft: Draft) -> str | None:
    """Whose people are "on the other side": not those of who acts before them; "on the Syrian side": Syria's."""
    doc = history.doc
    at = draft.head + 1
    ahead = [t.text.lower() for t in doc[at : at + MOST_TOKENS_ON]]
    if ahead[:2] != ["on", "the"] or "side" not in ahead:
        return None
    named = history.found.name_at.get(at + 2)
    if named is not None and ahead[3:4] == ["side"]:
        return named.name.state
    if ahead[2] not in ("other", "opposite"):
        return None
    acting = next((d for d, _ in reversed(list(history.back(draft, sentences=0))) if history.is_subject(d)), None)
    own = {e.state for e in acting.entities} if acting is not None else set()
    return best({s: v for s, v in history.state_scores(draft).items() if s not in own})


def people_around(history: History, draft: Draft) -> str | None:
    """ "Guatemalans who were fleeing the army": their own army."""
    token = history.doc[draft.head]
    for _ in range(MOST_STEPS):
        if token.dep_ in ("acl:relcl", "acl"):
            break
        token = token.head
    else:
        return None
    if not any(t.dep_ == "nsubj" for t in token.children) and token.dep_ != "acl":
        return None
    people = history.drafts.by_head.get(token.head.i)
    if people is None or not people.entities:
        near = [history.drafts.by_head.get(t.i) for t in token.head.children if t.dep_ in ("nmod", "amod")]
        people = next((d for d in near if d is not None and d.entities), None)
    if people is None or not people.plural:
        return None
    return people.entities[0].state


def counted_again(history: History, draft: Draft, wanted: int) -> list[Entity]:
    """ "The four" are the four workers of the sentence before; "neither" is of those two."""
    text = history.doc[draft.head].text.lower()
    text = "two" if text in ("pair", "duo") else text
    for earlier, distance in history.back(draft, sentences=2):
        if len(earlier.entities) == wanted and earlier.kind is MentionKind.GROUP and distance <= 1:
            return distinct(list(earlier.entities))
        counts = [t.text.lower() for t in history.doc[earlier.head].children if t.dep_ == "nummod"]
        if text in counts and earlier.entities:
            return list(earlier.entities)
    return []


def said_of_own(history: History, draft: Draft) -> str | None:
    """ "Two ministers said that Haiti had recalled its envoy": what officials tell is their own state's."""
    token = history.doc[draft.head]
    if token.dep_ != "nsubj" or token.head.lemma_ not in history.words.sets["said_verbs"]:
        return None
    told = (t for t in token.head.children if t.dep_ == "ccomp")
    subjects = [t for clause in told for t in clause.children if t.dep_ in SUBJECTS]
    hit = next((history.found.name_at[t.i] for t in subjects if t.i in history.found.name_at), None)
    return hit.name.state if hit is not None and hit.name.kind in (NameKind.STATE, NameKind.CAPITAL) else None


def adopt_inner(history: History, draft: Draft) -> None:
    """ "Members of the country's Presidency" are of the country of what they are members of."""
    phrase = draft.phrase
    if phrase is None or len(draft.entities) != 1 or draft.entities[0].state is not None or phrase.bodies:
        return
    entity = draft.entities[0]
    if entity.parts or entity.sector == "IGO" or entity.kind is ActorKind.STATE:
        return
    for child in history.doc[draft.head].children:
        inner = history.drafts.by_head.get(child.i)
        is_of = any(t.dep_ == "case" and t.text.lower() in ("of", "at", "from") for t in child.children)
        if is_of and inner is not None and len(inner.entities) == 1 and inner.entities[0].state:
            state = inner.entities[0].state
            draft.entities = [history.cast.body(entity.name, state, entity.sector, entity.kind)]
            draft.entities[0].plural = entity.plural
            return


def own_of_two(history: History, draft: Draft) -> list[Entity]:
    """ "Greece will work with Albania. Their coast guards …": of the only two states in the sentence before."""
    here: list[Entity] = []
    before: list[Entity] = []
    for earlier, distance in history.back(draft, sentences=1):
        if not earlier.in_place_role:
            found = [history.cast.state(e.state) for e in earlier.entities if e.state]
            (before if distance else here).extend(found)
    members = distinct([*before, *here])
    return members if len(members) == 2 else []


def launched_from(history: History, draft: Draft) -> str | None:
    """ "A drone launched from Sudanese territory" is Sudan's."""
    token = history.doc[draft.head]
    # A parser may take "a drone launched from …" for a clause of its own.
    after = [t for t in history.doc[token.i + 1 : token.i + 2] if t.tag_ in ("VBN", "VBD")]
    for verb in [*(t for t in token.children if t.dep_ == "acl"), *after]:
        for noun in verb.children:
            if not any(t.dep_ == "case" and t.text.lower() in ("from", "by") for t in noun.children):
                continue
            names = (history.found.name_at.get(t.i) for t in (noun, *noun.children))
            state = next((n.name.state for n in names if n is not None and n.name.state), None)
            if state is not None:
                return state
    return None
