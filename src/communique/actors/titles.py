"""Resolves offices and roles that stand without a name: "the minister", "his Cuban counterpart"."""

from __future__ import annotations

from communique.actors.around import ARTICLE_WEIGHT, of_group, owner_of, state_around
from communique.actors.clues import faces
from communique.actors.drafts import Draft
from communique.actors.entities import Entity
from communique.actors.gazetteer import WordClass
from communique.actors.history import History, best
from communique.actors.home import GUESSED_HOME
from communique.actors.people import People
from communique.actors.phrases import Phrase
from communique.actors.references import MentionKind
from communique.actors.roles import across, find_host, find_visitor, resolve_role
from communique.records import ActorKind

FAR = 10_000
GUESSED = 0.5
# Bodies that every state has: without a state in the text they are those of the state that the text is about.
STATE_SECTORS = (
    "GOV",
    "LEG",
    "JUD",
    "MIL",
    "COP",
    "SPY",
    "OPP",
    "PTY",
    "REB",
    "PRM",
    "CVL",
    "AGR",
    "SOC",
    "MED",
    "LAB",
)


def resolve_title(history: History, draft: Draft, people: People) -> None:
    """Find the person or people that an office or role stands for."""
    phrase = draft.phrase
    if phrase is None:
        return
    if phrase.word.lemma in history.counterparts:
        _resolve_counterpart(history, draft, phrase, people)
        return
    if resolve_role(history, draft, phrase):
        return
    owner = owner_of(history, draft)
    state = phrase.states[0] if phrase.states else None
    if phrase.plural or phrase.word.plural:
        _resolve_plural(history, draft, phrase, owner)
        return
    is_definite = (
        phrase.determiner in history.words.sets["definite_words"] or bool(phrase.states) or phrase.determiner is None
    )
    if owner and owner.kind is ActorKind.PERSON and phrase.word.lemma in history.words.sets["kin_words"]:
        return
    state = state or (owner.state if owner else None)
    person = _bearer(history, draft, phrase, state) if is_definite else None
    person = person or _leader_named_before(history, draft, phrase) or _role_again(history, draft, phrase, state)
    if person is not None:
        draft.entities = [person]
        draft.confidence = 0.8
    else:
        draft.entities = [_unnamed(history, draft, phrase, state)]


def adopt_owner(history: History, draft: Draft) -> None:
    """ "Its spokesman, Eric Mamer" speaks for whoever "it" is, not for the state that was guessed at first."""
    owner, person = owner_of(history, draft), draft.entities[0]
    if owner is None or owner is person or person.kind is not ActorKind.PERSON or (person.state and person.sure == 1.0):
        return
    if person.lemmas & history.words.sets["met_words"]:
        return  # "his visitor, Minister X" is of another state
    if owner.state or owner.sector == "IGO":
        person.state, person.sure = owner.state, 0.8
        is_joint = "IGO" in (owner.sector, person.sector)
        person.sector = owner.sector if is_joint else person.sector


def adopt_subject(history: History, draft: Draft) -> None:
    """ "The landlocked nation has changed since Captain X took power": his is the state described, not a guess."""
    person = draft.entities[0]
    if (
        person.kind is not ActorKind.PERSON
        or person.sure != GUESSED_HOME
        or any(person in d.entities for d, _ in history.back(draft, sentences=FAR))
    ):
        return
    for earlier, _ in history.back(draft, sentences=0):
        entity = earlier.entities[0]
        states = {e.state for e in earlier.entities}
        is_side = all(e.kind is not ActorKind.PERSON for e in earlier.entities)
        if (
            is_side
            and person.state in states
            and faces(history.found, history.doc[earlier.head], history.doc[draft.head])
        ):
            # "The two states blame President X": he is another's.
            scores = history.state_scores(draft, article_weight=ARTICLE_WEIGHT)
            person.state = best({s: v for s, v in scores.items() if s not in states})
            return
        if earlier.kind is MentionKind.DESCRIPTION and history.is_subject(earlier) and entity.kind is ActorKind.STATE:
            person.state = entity.state
            return


def _resolve_counterpart(history: History, draft: Draft, phrase: Phrase, people: People) -> None:
    """ "his Cuban counterpart, Bruno R P": the office of the one who "he" is, in the other state."""
    owner = owner_of(history, draft) or _last_official(history, draft)
    named = people.by_phrase.get(phrase) or _named_beside(history, draft)
    state = phrase.states[0] if phrase.states else (named.state if named else None)
    # Of an international body's official the counterpart has another office.
    is_international = owner is not None and owner.sector == "IGO"
    office = owner.office if owner and not is_international else None
    if named is not None:
        if named.office is None and owner is not None:
            named.office, named.sector = office, "GOV" if is_international else owner.sector
            named.lemmas |= owner.lemmas
        if named.sure < 1 and owner is not None and named.state == owner.state:
            named.state = None  # what was guessed cannot be: it is the other's
        named.state = named.state or state or _other_state(history, draft, owner)
        if named.sure < 1 and state:
            named.state, named.sure = state, 1.0
        draft.entities = [named]
    elif phrase.plural and state:
        draft.entities = [history.cast.state(s) for s in phrase.states or (state,)]
        draft.sector, draft.kind, draft.plural = "GOV", MentionKind.GROUP, True
    elif state:
        holder = next((p for p in history.cast.people if p.state == state and _are_peers(history, p, owner)), None)
        if holder is None:
            name = office or phrase.text
            holder = history.cast.body(name, state, owner.sector if owner else "GOV", ActorKind.PERSON)
            holder.office = office
        draft.entities = [holder]
    elif phrase.word.lemma == "host" and (phrase.possessor is not None or phrase.determiner == "the"):
        guest = owner if phrase.possessor is not None else find_visitor(history, draft)
        host = find_host(history, draft, guest)
        draft.entities, draft.confidence = [host] if host is not None else [], GUESSED
    if phrase.name is None and not phrase.plural:
        draft.kind = MentionKind.ROLE


def _named_beside(history: History, draft: Draft) -> Entity | None:
    """ "He met his counterpart, Ugandan Foreign Minister X": the name behind has an office of its own."""
    for child in history.doc[draft.head].children:
        named = history.drafts.by_head.get(child.i) if child.dep_ == "appos" else None
        if named is not None and len(named.entities) == 1 and named.entities[0].kind is ActorKind.PERSON:
            return named.entities[0] if named.entities[0].parts else None
    return None


def _are_peers(history: History, person: Entity, owner: Entity | None) -> bool:
    """Whether two hold the same office, or each leads a state: a prime minister and a president are counterparts."""
    heads = history.words.sets["head_of_state_words"]
    if owner is None or person is owner or (person.sector != owner.sector and "REB" in (person.sector, owner.sector)):
        return False
    return bool(person.lemmas & owner.lemmas or (person.lemmas & heads and owner.lemmas & heads))


def _other_state(history: History, draft: Draft, owner: Entity | None) -> str | None:
    """ "Eide and his counterpart": of the article's other state."""
    scores = history.state_scores(draft, article_weight=ARTICLE_WEIGHT)
    return best({s: v for s, v in scores.items() if owner is None or s != owner.state})


def _last_official(history: History, draft: Draft) -> Entity | None:
    for earlier, _ in history.back(draft, sentences=2):
        for entity in earlier.entities:
            if entity.kind is ActorKind.PERSON and entity.office:
                return entity
    return None


def _bearer(history: History, draft: Draft, phrase: Phrase, state: str | None) -> Entity | None:
    """The person of the article whom an office fits: named last before it, or anywhere where the state is given."""
    for earlier, _ in history.back(draft, sentences=FAR):
        if len(earlier.entities) == 1 and _fits(history, earlier.entities[0], phrase, state):
            return earlier.entities[0]
    if state is not None:
        return next((p for p in history.cast.people if p.state == state and _fits(history, p, phrase, state)), None)
    return None


def _leader_named_before(history: History, draft: Draft, phrase: Phrase) -> Entity | None:
    """ "Mr Salas accused Quito. The Peruvian leader …": who was named without office, and speaks, is the leader."""
    if phrase.word.lemma not in ("leader", "ruler") or not phrase.states or phrase.determiner != "the":
        return None
    for earlier, distance in history.back(draft, sentences=1):
        entity = earlier.entities[0]
        verb = history.doc[earlier.head].head.lemma_.lower()
        is_bare = entity.parts and entity.state is None and entity.sector is None and entity.office is None
        if distance == 1 and is_bare and history.is_subject(earlier) and verb in history.words.sets["speech_verbs"]:
            entity.state, entity.sure = phrase.states[0], GUESSED_HOME
            entity.sector, entity.office = phrase.sector, phrase.text
            entity.lemmas.add(phrase.word.lemma)
            return entity
    return None


def _role_again(history: History, draft: Draft, phrase: Phrase, state: str | None) -> Entity | None:
    """ "Peru summoned the Chilean consul. The diplomat …": a word for all in such an office."""
    offices = set(history.words.maps["role_offices"].get(phrase.word.lemma, "").split("|")) - {""}
    if phrase.determiner != "the" or not offices or len(phrase.text.split()) > 1:
        return None
    for earlier, distance in history.back(draft, sentences=2):
        entity = earlier.entities[0]
        if distance == 0 or len(earlier.entities) > 1 or entity.kind is not ActorKind.PERSON:
            continue
        is_other = state and entity.state and entity.state != state and entity.sure == 1.0
        if not is_other and entity.lemmas & offices and not (entity.lemmas & {phrase.word.lemma} and state):
            return entity
    return None


def _fits(history: History, entity: Entity, phrase: Phrase, state: str | None) -> bool:
    if entity.kind is not ActorKind.PERSON or (state and entity.state and entity.state != state):
        return False
    if phrase.gender and entity.gender and phrase.gender != entity.gender:
        return False
    if phrase.ended != (entity.sector == "ELI") and phrase.word.kind is WordClass.OFFICE:
        return False
    return _is_office_of(history, entity, phrase)


def _is_office_of(history: History, entity: Entity, phrase: Phrase) -> bool:
    """Whether a person was called by this office, or by another word for it, before."""
    heads = history.words.sets["head_of_state_words"]
    lemma = phrase.word.lemma
    same = history.words.maps["same_office"].get(phrase.text.lower()) or history.words.maps["same_office"].get(lemma)
    if same is not None and (same in entity.lemmas or same == (entity.office or "").lower()):
        return True
    if lemma in ("leader", "ruler", "monarch", "head of state"):
        return bool(entity.lemmas & heads) and _said_words(phrase) <= _office_words(entity) | {lemma}
    # "The minister" is no prime minister, "the president" no vice president.
    higher = history.words.sets["other_rank_words"]
    if lemma in entity.lemmas or any(
        (known.endswith(" " + lemma) or known.startswith(lemma + " of")) and known.split()[0] not in higher
        for known in entity.lemmas
    ):
        # "the transport minister" is not the trade minister; "the minister" may be either.
        return _said_words(phrase) <= _office_words(entity) | set(lemma.split())
    return False


def _said_words(phrase: Phrase) -> set[str]:
    return {w.lower() for w in phrase.text.split()}


def _office_words(entity: Entity) -> set[str]:
    return {w.lower() for w in (entity.office or "").split()} | {w for lemma in entity.lemmas for w in lemma.split()}


def _unnamed(history: History, draft: Draft, phrase: Phrase, state: str | None) -> Entity:
    """Somebody whom the text gives no name: "a State Department spokesperson", "the French ambassador"."""
    is_of_region = phrase.text.split()[0].lower() in history.words.maps["regions"]
    if state is None and not phrase.bodies and phrase.sector in (*STATE_SECTORS, "ELI") and not is_of_region:
        state = state_around(history, draft)
        draft.confidence = GUESSED
    entity = history.cast.body(phrase.text, state, phrase.sector, ActorKind.PERSON)
    entity.gender = entity.gender or phrase.gender
    entity.lemmas.add(phrase.word.lemma)
    if phrase.word.kind is WordClass.OFFICE:
        entity.office = phrase.text
    draft.sector = phrase.sector
    return entity


def _resolve_plural(history: History, draft: Draft, phrase: Phrase, owner: Entity | None) -> None:
    """Officials, soldiers, farmers: those of a state or group of states, else those that the text spoke of before."""
    members = of_group(history, draft, phrase)
    if members:
        draft.entities, draft.sector, draft.kind = members, phrase.sector, MentionKind.GROUP
        return
    known = _two_named(history, draft, phrase) or _of_organization(history, draft, phrase)
    if known:
        draft.entities, draft.kind, draft.confidence = known, MentionKind.GROUP, 0.7
        draft.plural = True
        return
    state = phrase.states[0] if phrase.states else (owner.state if owner else None)
    if state is None and owner is None:
        again = _group_again(history, draft, phrase)
        if again is not None:
            draft.entities, draft.confidence, draft.sector = list(again.entities), 0.7, again.sector
            draft.plural = True
            return
    # "Arab leaders" and "Western officials" are nobody's in particular; "two ministers said" are the article's own.
    is_counted = any(t.dep_ == "nummod" for t in history.doc[phrase.core_end - 1].children)
    is_vague = phrase.sector == "GOV" and (len(phrase.text.split()) > 1 or phrase.determiner is None) and not is_counted
    state = state or across(history, draft)
    if state is None and phrase.sector in STATE_SECTORS and not is_vague:
        state = state_around(history, draft)
        draft.confidence = GUESSED
    entity = history.cast.body(phrase.text, state, phrase.sector, ActorKind.GROUP)
    entity.plural = True
    entity.lemmas.add(phrase.word.lemma)
    draft.entities, draft.plural = [entity], True


def _two_named(history: History, draft: Draft, phrase: Phrase) -> list[Entity]:
    """ "The generals", "the ministers", where just two of them were named a moment ago."""
    if phrase.states or phrase.determiner not in ("the", "these") or phrase.sector not in ("GOV", "MIL"):
        return []
    found: list[Entity] = []
    for earlier, _ in history.back(draft, sentences=2):
        for entity in earlier.entities:
            if (
                entity.kind is ActorKind.PERSON
                and entity.parts
                and entity.sector in ("GOV", "MIL")
                and entity not in found
            ):
                found.append(entity)
    if len(found) != 2 or found[0].state == found[1].state or len(phrase.text.split()) > 1:
        return []
    return found[::-1]


def _of_organization(history: History, draft: Draft, phrase: Phrase) -> list[Entity]:
    """ "The judges" of a court that was named; "Arab leaders" where the text speaks of the Arab League."""
    if phrase.states or phrase.possessor is not None:
        return []
    first = phrase.text.split()[0].lower()
    is_led = phrase.word.lemma == "leader" and first in history.words.sets["leader_adjectives"]
    is_judge = phrase.word.lemma in ("judge", "justice") and phrase.determiner == "the"
    for earlier, _ in history.back(draft, sentences=FAR):
        for entity in earlier.entities:
            if entity.kind is not ActorKind.ORGANIZATION:
                continue
            if is_led and entity.sector == "IGO" and first in entity.name.lower().split():
                return [entity]
            if is_judge and entity.sector == "JUD" and entity.state is None:
                return [entity]
    return []


def _group_again(history: History, draft: Draft, phrase: Phrase) -> Draft | None:
    """People named before whom "the fishermen", "twelve other fishermen" or "the men" means again."""
    before = {t.text.lower() for t in history.doc[max(0, draft.start - 2) : draft.head]}
    if phrase.determiner not in ("the", "these", "those") and not before & {"other", "another"}:
        return None
    is_again = phrase.word.lemma in history.words.sets["again_words"]
    for earlier, distance in history.back(draft, sentences=FAR):
        groups = [e for e in earlier.entities if e.kind is ActorKind.GROUP]
        said = earlier.phrase is not None and earlier.kind is MentionKind.GROUP and earlier.phrase.word is phrase.word
        if (
            said
            or any(phrase.word.lemma in e.lemmas for e in groups)
            or (is_again and distance <= 2 and groups and not before & {"other"})
        ):
            return earlier
    return None
