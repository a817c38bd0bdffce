"""First pass: mentions that a text's own words identify, by name, state, or office and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.actors.drafts import GOVERNMENT, Draft, Drafts, OfficeDraft, find_head
from communique.actors.entities import Cast, Entity
from communique.actors.found import POSSESSIVE, NameHit, PersonSpan, Scan
from communique.actors.gazetteer import Name, NameKind, WordClass, plain
from communique.actors.holders import HolderTable
from communique.actors.home import infer_states
from communique.actors.known import place_known
from communique.actors.people import People, find_people
from communique.actors.phrases import Phrase, is_international_name, read_phrases
from communique.actors.places import find_countries, is_credit, is_place_role
from communique.actors.references import MentionKind
from communique.language.document import Document
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

KINDS = {
    NameKind.STATE: MentionKind.NAME,
    NameKind.CAPITAL: MentionKind.NAME,
    NameKind.BODY: MentionKind.NAME,
    NameKind.PEOPLE: MentionKind.NAME,
    NameKind.ADJECTIVE: MentionKind.ADJECTIVE,
}
UNSURE_BODY = 0.5


def name_mentions(
    document: Document, found: Scan, cast: Cast, holders: HolderTable | None = None
) -> tuple[Drafts, People, list[Phrase]]:
    """Drafts of all mentions but pronouns and groups; those that only the article can resolve have no entity yet."""
    phrases = read_phrases(found)
    people = find_people(found, phrases, cast)
    if holders is not None:
        place_known(cast, holders, document.published)
    infer_states(document, found, cast, people, phrases)
    drafts = Drafts(found.doc)
    by_name = {p.name: p for p in phrases if p.name}
    for span in found.people:
        drafts.add(_person(found, span, people.by_span[span], by_name.get(span)))
    for phrase in phrases:
        if phrase.name is None:
            drafts.add(_phrase(found, phrase, people, cast))
    # What an office is for is no body: "the Minister of Foreign Affairs Keo Vannak".
    covered = {t for p in phrases if p.word.kind is WordClass.BODY or p.name for t in range(p.start, p.end)}
    for hit in found.names:
        if hit.name.kind is not NameKind.OTHER and not is_credit(found.doc, hit.start, hit.end):
            drafts.add(_name(document, found, hit, cast))
    _other_bodies(found, cast, drafts, covered)
    return drafts, people, phrases


def _person(found: Scan, span: PersonSpan, entity: Entity, phrase: Phrase | None) -> Draft:
    start, end = span.start, span.end
    while start - 1 in found.word_at and found.word_at[start - 1].word.kind is WordClass.TITLE:
        start = found.word_at[start - 1].start
    if phrase is not None:
        start, end = min(start, phrase.start), max(end, phrase.end)
        if phrase.possessor is not None and phrase.possessor >= start:
            start = _skip_possessor(found.doc, phrase)
    draft = Draft(start, end, find_head(found.doc, start, end), MentionKind.NAME, [entity])
    counterparts = found.gazetteer.vocabulary.sets["counterpart_nouns"]
    if phrase is not None and (phrase.word.lemma in counterparts or phrase.possessor is not None):
        draft.phrase = phrase
    return draft


def _skip_possessor(doc: Doc, phrase: Phrase) -> int:
    at = (phrase.possessor or 0) + 1
    return at + 1 if doc[at].text in POSSESSIVE else at


def _phrase(found: Scan, phrase: Phrase, people: People, cast: Cast) -> Draft:
    start = phrase.start
    if phrase.possessor is not None and phrase.possessor >= start:
        start = _skip_possessor(found.doc, phrase)
    kind = MentionKind.TITLE if phrase.is_person else MentionKind.NAME
    head = find_head(found.doc, start, phrase.end)
    # The noun itself is the head wherever the parse lets it hold on to the rest of the sentence.
    core = phrase.core_end - 1
    if not (start <= found.doc[core].head.i < phrase.end) or found.doc[core].head.i == core:
        head = core
    draft = Draft(start, phrase.end, head, kind, phrase=phrase, plural=phrase.plural, sector=None)
    entity = people.by_phrase.get(phrase)
    if entity is not None:
        draft.entities = [entity]
    elif len(phrase.states) > 1 and not phrase.bodies:
        draft.entities = [cast.state(s) for s in phrase.states]
        draft.kind = MentionKind.GROUP
        draft.sector = phrase.sector
    elif (phrase.states or phrase.bodies) and not phrase.is_person:
        draft.entities = [_of_state(found, phrase, cast)]
        draft.sector = phrase.sector
        draft.facet = GOVERNMENT if draft.entities[0].kind is ActorKind.STATE else None
    return draft


def _of_state(found: Scan, phrase: Phrase, cast: Cast) -> Entity:
    """Which body a phrase with a state names: the state itself for its government."""
    state = phrase.states[0] if phrase.states else None
    sets = found.gazetteer.vocabulary.sets
    if state and phrase.word.lemma in sets["government_words"]:
        return cast.state(state)
    if state is None and phrase.sector == "IGO" and phrase.bodies:
        # "The U.N. mission" acts for the United Nations.
        return cast.body(phrase.bodies[0].name.name, None, "IGO")
    entity = cast.body(phrase.text, state, phrase.sector)
    entity.lemmas.add(phrase.word.lemma)
    return entity


def _people_state(found: Scan, hit: NameHit) -> str | None:
    """ "Bosnian Serbs" are of Bosnia, "Turkish Cypriots" of Cyprus, where the second is the country."""
    before = found.name_at.get(hit.start - 1)
    if before is not None and before.name.kind is NameKind.ADJECTIVE and hit.name.state != "CYP":
        return before.name.state
    return hit.name.state


def _name(document: Document, found: Scan, hit: NameHit, cast: Cast) -> Draft:
    head = find_head(found.doc, hit.start, hit.end)
    name = _as_people(found.doc, hit)
    draft = Draft(hit.start, hit.end, head, KINDS[name.kind])
    if name.kind is NameKind.BODY:
        draft.entities = [cast.body(name.name, name.state, name.sector)]
        if plain(found.doc[hit.start : hit.end].text).lower() in found.gazetteer.vocabulary.sets["seat_names"]:
            draft.in_place_role = is_place_role(document, hit.start, hit.end, found.gazetteer, NameKind.CAPITAL)
    elif name.kind is NameKind.PEOPLE and name.state:
        entity = cast.body(found.doc[hit.start : hit.end].text, _people_state(found, hit), "CVL", ActorKind.GROUP)
        entity.plural = name.plural
        draft.entities, draft.plural = [entity], name.plural
        if not name.plural:
            entity.kind = ActorKind.PERSON
    elif name.state:
        draft.entities = [cast.state(name.state)]
        if name.kind is NameKind.CAPITAL:
            draft.sector, draft.facet = name.sector, name.name
        if name.kind in (NameKind.STATE, NameKind.CAPITAL):
            draft.in_place_role = is_place_role(document, hit.start, hit.end, found.gazetteer, name.kind)
    return draft


def _as_people(doc: Doc, hit: NameHit) -> Name:
    """ "The French leave" is the state, "an Afghan jailed in California" somebody: adjectives in a noun's place."""
    name, token = hit.name, doc[hit.end - 1]
    if name.kind is not NameKind.ADJECTIVE or hit.start == 0:
        return name
    if token.dep_ in ("amod", "compound", "nmod:desc", "flat") or (token.dep_ == "conj" and token.head.dep_ == "amod"):
        return name
    before = doc[hit.start - 1].text.lower()
    if before == "the":
        return Name(name.name, NameKind.STATE, name.state)
    if before in ("a", "an", "another", "one"):
        return Name(name.name, NameKind.PEOPLE, name.state)
    return name


def _other_bodies(found: Scan, cast: Cast, drafts: Drafts, covered: set[int]) -> None:
    """Organizations that the model marks and no table knows."""
    for ent in found.doc.ents:
        span = range(ent.start, ent.end)
        if ent.label_ != "ORG" or any(t in found.person_at or t in found.word_at or t in covered for t in span):
            continue
        names = [found.name_at[t] for t in span if t in found.name_at]
        if any(n.name.kind is NameKind.BODY for n in names) or (names and names[-1].end == ent.end):
            continue
        if find_countries(ent.text) or is_credit(found.doc, ent.start, ent.end):
            continue
        states = [n.name.state for n in names if n.name.state]
        name = ent.text.removeprefix("the ").removeprefix("The ")
        sector = "IGO" if not states and is_international_name(found, name) else None
        entity = _longer_name(cast, name) or cast.body(name, states[0] if states else None, sector)
        head = find_head(found.doc, ent.start, ent.end)
        drafts.add(Draft(ent.start, ent.end, head, MentionKind.NAME, [entity], confidence=UNSURE_BODY))


def _longer_name(cast: Cast, name: str) -> Entity | None:
    """The body whose name ends in this word alone: "the Forum" is the Rice Forum named before."""
    ends = f" {plain(name).casefold()}"
    seats = cast.gazetteer.vocabulary.sets["seat_names"]
    bodies = cast.bodies.items() if " " not in name else ()
    # A house that is a seat is never "the House".
    known = [e for (text, _), e in bodies if text.endswith(ends) and text.removeprefix("the ") not in seats]
    return known[-1] if len(known) == 1 else None


def find_offices(found: Scan, phrases: list[Phrase], people: People) -> list[OfficeDraft]:
    """The offices that phrases give to people, once all are resolved."""
    offices = []
    for phrase in phrases:
        entity = people.by_phrase.get(phrase)
        is_role = phrase.word.lemma in found.gazetteer.vocabulary.sets["counterpart_nouns"]
        office = entity.office if is_role and entity is not None else phrase.text
        if entity is None or not office or not (is_role or phrase.word.kind is WordClass.OFFICE):
            continue
        start = min(phrase.start, phrase.name.start) if phrase.name else phrase.start
        end = phrase.name.end if phrase.name else phrase.end
        state = phrase.states[0] if phrase.states else entity.state
        head = find_head(found.doc, start, end)
        offices.append(OfficeDraft(entity, office, state, start, end, head, phrase.former))
    return offices
