"""Which state a person acts for whose office is named without one: "President Uhuru Kenyatta said Kenya …"."""

from __future__ import annotations

from communique.actors.clues import (
    DOMESTIC,
    RECEIVING_WEIGHT,
    STATE_SECTORS,
    SUBJECTS,
    acts,
    faces,
    replies,
    weigh_after,
    weigh_before,
    weigh_earlier,
)
from communique.actors.drafts import find_head
from communique.actors.entities import Cast, Entity
from communique.actors.found import NameHit, PersonSpan, Scan
from communique.actors.gazetteer import NameKind, WordClass
from communique.actors.people import People
from communique.actors.phrases import Phrase
from communique.actors.places import in_dateline
from communique.language.document import Document

SPEAKER_WEIGHT = 3.0
MOST_TITLE_TOKENS = 5

# How far back a state still lends its name to an office.
MOST_TOKENS_BACK = 120
# After so many tokens nothing would be left of a weight.
FADING = 170
HOME_WEIGHT = 1.5
GUESSED_HOME = 0.6
ARTICLE_SHARE = 0.5
MAIN_WEIGHT = 0.6
AHEAD_SHARE = 0.5
# An office that few states have under this name.
OFFICE_WEIGHT = 4.0
# "Algeria's top diplomat flew in … Foreign Minister X": the office was given with its state, the name comes later.
SAME_OFFICE_WEIGHT = 4.0
# "Slovenia's top court ruled … Chief Justice X": who belongs to such a body is mostly of the one just named.
SAME_SECTOR_WEIGHT = 1.5
BODY_SECTORS = ("MIL", "COP", "LEG", "JUD")
# An envoy without a state is of the embassy that the text speaks of, and seldom of where he serves.
EMBASSY_WEIGHT = 6.0
# What the subject of a speaker's own sentence weighs at least.
SUBJECT_WEIGHT = 4.0
MET_WEIGHT = 2.0
MEETING_WEIGHT = 4.0
# A second energy minister is mostly another state's.
HELD_WEIGHT = 3.0
# "Dushanbe denied that. Colonel X said …".
REPLY_WEIGHT = 2.0
# "The agency's director": of the agency named no further back.
MOST_TOKENS_TO_BODY = 40
LESSER = ("deputy", "vice", "assistant", "junior", "press")
OFFICIAL_WEIGHT = 1.5
# "The minister told deputies": those of the parliament that the text spoke of.
CHAMBER_WEIGHT = 4.0
# A governor or mayor is of the land where the towns of the text are.
LOCAL_WEIGHT = 2.5


def infer_states(document: Document, found: Scan, cast: Cast, people: People, phrases: list[Phrase]) -> None:
    """Give people with an office but no state the one that their first mention points to."""
    holders: set[tuple[str | None, str]] = {
        (p.state, o) for p in cast.people if p.state and not p.former for o in p.lemmas | _full_office(p)
    }
    owned = {id(people.by_phrase[p]) for p in phrases if p.possessor is not None and p in people.by_phrase}
    for person, span in _in_text_order(cast, people):
        if person.state is not None or person.sector not in STATE_SECTORS:
            continue
        if _is_of_organization(found, person, span, phrases):
            person.sector, person.sure = "IGO", GUESSED_HOME
            continue
        scores = _score_states(document, found, span, people)
        against = {s for s, v in scores.items() if v <= 0}
        scores = {s: v for s, v in scores.items() if v > 0}
        _meets_official(found, scores, span, cast, people)
        _is_met(found, scores, span, people)
        _add_offices(found, scores, person, span, phrases)
        scores = _possible(found, scores, person, holders)
        if not scores:
            ahead = {s: v for s, v in _score_ahead(found, span).items() if s not in against}
            scores = _possible(found, ahead, person, holders)
        if scores:
            person.state = max(sorted(scores), key=lambda s: scores[s])
            person.sure = GUESSED_HOME
            if id(person) not in owned:  # "its president" may yet turn out to be another's
                holders |= {(person.state, lemma) for lemma in person.lemmas | _full_office(person)}
            _check_body(person)


def _is_of_organization(found: Scan, person: Entity, span: PersonSpan, phrases: list[Phrase]) -> bool:
    """ "The European Commission called … Commission spokesman X", "a U.N. mission … the mission's chief, X"."""
    sets = found.gazetteer.vocabulary.sets
    office = (person.office or "").lower().split()
    if not office:
        return False
    body = "commission" if office[-1] == "commissioner" and len(office) > 1 else office[0].removesuffix("'s")
    if body not in sets["joint_bodies"]:
        return False
    for phrase in reversed(phrases):
        if phrase.start < span.start and phrase.word.lemma == body and (phrase.states or phrase.bodies):
            return phrase.sector == "IGO"
    own = [n for n in found.names if n.name.kind is NameKind.BODY and n.start < span.start and not _is_outlet(n)]
    named = [n for n in own if body in n.name.name.lower().split()]
    if body in sets["vague_bodies"] and not named:
        near = found.doc[span.start].sent.start - MOST_TOKENS_TO_BODY
        named = [n for n in own if n.start >= near]
    return bool(named) and named[-1].name.sector == "IGO"


def _is_outlet(hit: NameHit) -> bool:
    return hit.name.sector == "JRN"


def _possible(
    found: Scan, scores: dict[str, float], person: Entity, holders: set[tuple[str | None, str]]
) -> dict[str, float]:
    """The states that can have a person of such an office, and that nobody else holds it in."""
    # Two presidents of one country are rarer than two countries.
    heads = person.lemmas & found.gazetteer.vocabulary.sets["head_of_state_words"] if not person.former else set()
    scores = {s: v for s, v in scores.items() if not any((s, lemma) in holders for lemma in heads)}
    # At one table each ambassador is another state's.
    for office in _full_office(person) | (person.lemmas & found.gazetteer.vocabulary.sets["envoy_words"]):
        scores = {s: v - HELD_WEIGHT * ((s, office) in holders) for s, v in scores.items()}
    return {s: v for s, v in scores.items() if _can_have(found, s, person)}


def _score_ahead(found: Scan, span: PersonSpan) -> dict[str, float]:
    """For an official who opens an article: who acts in the next sentence, else of what the text speaks most."""
    sent = found.doc[span.start].sent
    end = found.doc[sent.end].sent.end if sent.end < len(found.doc) else sent.end
    codes = [h.name.state for h in (*found.names, *found.places) if h.name.state]
    scores = {s: MAIN_WEIGHT for s in set(codes) if 2 * codes.count(s) > len(codes)}
    for hit in found.names:
        if hit.name.state and sent.end <= hit.start < end:
            weight = AHEAD_SHARE * acts(found, hit)
            scores[hit.name.state] = max(scores.get(hit.name.state, 0.0), weight)
    return scores


def _full_office(person: Entity) -> set[str]:
    """An office that a state gives to one person only: "energy minister"."""
    office = (person.office or "").lower()
    is_one = office.endswith(("minister", "secretary")) and " " in office
    return {office} if is_one and office.split()[0] not in LESSER and not person.former else set()


def _in_text_order(cast: Cast, people: People) -> list[tuple[Entity, PersonSpan]]:
    """People with their first mentions: who comes later is told by who came before."""
    first: dict[int, PersonSpan] = {}
    for span, entity in people.by_span.items():
        if id(entity) not in first or span.start < first[id(entity)].start:
            first[id(entity)] = span
    pairs = [(person, first[id(person)]) for person in cast.people if id(person) in first]
    return sorted(pairs, key=lambda pair: pair[1].start)


def _official_before(people: People, at: int) -> Entity | None:
    """The official named last before a sentence: mostly its "he" or "she"."""
    spans = [s for s, entity in people.by_span.items() if s.end <= at and entity.state and entity.office]
    return people.by_span[max(spans, key=lambda s: s.start)] if spans else None


def _meets_official(found: Scan, scores: dict[str, float], span: PersonSpan, cast: Cast, people: People) -> None:
    """ "The minister met President X": whom an official of one state meets is of another."""
    person = found.doc[span.start]
    for token in person.sent:
        hit = found.word_at.get(token.i)
        if token.dep_ not in SUBJECTS or token.i >= span.start or not faces(found, token, person):
            continue
        if found.has("masculine_pronouns", token) or found.has("feminine_pronouns", token):
            before = _official_before(people, person.sent.start)
            if before is not None and before.state in scores:
                scores[before.state] -= MET_WEIGHT
        named = people.by_span.get(found.person_at[token.i]) if token.i in found.person_at else None
        if named is not None and named.state in scores:
            scores[named.state or ""] -= MET_WEIGHT
        if hit is None:
            continue
        known = [p for p in cast.people if p.state and hit.word.lemma in p.lemmas]
        if len(known) == 1 and known[0].state in scores:
            scores[known[0].state] -= MET_WEIGHT


def _is_met(found: Scan, scores: dict[str, float], span: PersonSpan, people: People) -> None:
    """ "His visitor, Secretary X", "He was received by Minister X": who meets an official is of another state."""
    person = found.doc[find_head(found.doc, span.start, span.end)]
    while person.dep_ in ("flat", "compound", "nmod:desc") and person.head.i != person.i:
        person = person.head
    sets = found.gazetteer.vocabulary.sets
    words = [t for t in (person, person.head) if t.dep_ == "appos" or t.lemma_.lower() in sets["met_words"]]
    owned = (c for t in (person.head, *words) for c in t.children if c.dep_ == "nmod:poss" and c.pos_ == "PRON")
    is_met = any(t.lemma_.lower() in sets["met_words"] for t in (person, person.head)) and any(owned)
    is_agent = person.dep_ in ("obl:agent", "obl") and any(c.text.lower() == "by" for c in person.children)
    receives = is_agent and person.head.lemma_.lower() in sets["receiving_verbs"]
    before = _official_before(people, person.sent.start)
    if (is_met or receives) and before is not None and before.state is not None:
        scores[before.state] = scores.get(before.state, 0.0) - MEETING_WEIGHT


def _add_offices(
    found: Scan, scores: dict[str, float], person: Entity, span: PersonSpan, phrases: list[Phrase]
) -> None:
    """What offices and bodies that the text gives without a name add to a person's states."""
    vocabulary = found.gazetteer.vocabulary
    for lemma in person.lemmas | {(person.office or "").lower()}:
        code = vocabulary.maps["office_states"].get(lemma)
        if code:
            scores[code] = scores.get(code, 0.0) + OFFICE_WEIGHT
    before = [p for p in phrases if p.states and p.start <= span.start and p.name is None]
    same = vocabulary.maps["same_office"]
    for phrase in before:
        state, said = phrase.states[0], phrase.text.lower()
        is_near = phrase.start >= span.start - MOST_TOKENS_BACK
        if phrase.sector == person.sector and phrase.sector in BODY_SECTORS and is_near:
            scores[state] = scores.get(state, 0.0) + SAME_SECTOR_WEIGHT
        # "Angola's president … former president X": another than who holds the office now.
        is_office = phrase.is_person and person.office is not None and not phrase.plural and not person.former
        if is_office and (person.office or "").lower() in (said, same.get(said)):
            scores[state] = scores.get(state, 0.0) + SAME_OFFICE_WEIGHT
    chamber = _chamber_addressed(found, span, before)
    if chamber is not None:
        scores[chamber] = scores.get(chamber, 0.0) + CHAMBER_WEIGHT
    if person.lemmas & vocabulary.sets["envoy_words"]:
        _add_embassies(found, scores, span, phrases)


def _chamber_addressed(found: Scan, span: PersonSpan, before: list[Phrase]) -> str | None:
    """ "Albania's parliament passed the bill. … Foreign Minister X told deputies": a minister answers to his own."""
    sent = found.doc[span.start].sent
    hits = ((t, found.word_at.get(t.i)) for t in found.doc[span.end : sent.end])
    # "Deputies" by themselves sit in a chamber; a deputy of somebody has an office behind the word.
    if not any(h is not None and (h.word.sector == "LEG" or t.text.lower() == "deputies") for t, h in hits):
        return None
    chambers = [p.states[0] for p in before if p.sector == "LEG" and p.start < sent.start]
    return chambers[-1] if chambers else None


def _add_embassies(found: Scan, scores: dict[str, float], span: PersonSpan, phrases: list[Phrase]) -> None:
    """An envoy is of the embassy that the text speaks of, and seldom of where he is received."""
    sets = found.gazetteer.vocabulary.sets
    receiving: set[str] = set()
    # At a council table each ambassador is another state's: "China '…,' Ambassador X said".
    start = found.doc[span.start].sent.start
    own = any(v >= SUBJECT_WEIGHT for v in scores.values())
    for phrase in phrases:
        if not phrase.states or phrase.start > span.start or phrase.sector != "GOV":
            continue
        state = phrase.states[0]
        if phrase.word.lemma in sets["envoy_words"] | sets["abroad_words"]:
            weight = EMBASSY_WEIGHT / 3 if own and phrase.start < start else EMBASSY_WEIGHT
            scores[state] = scores.get(state, 0.0) + weight
        elif phrase.word.kind is WordClass.BODY:
            receiving.add(state)  # "summoned to the Hungarian foreign ministry"
    for hit in found.names:
        if hit.name.kind is NameKind.CAPITAL and hit.name.state and hit.start <= span.start:
            receiving.add(hit.name.state)
    for state in receiving:
        scores[state] = scores.get(state, 0.0) + RECEIVING_WEIGHT


def _can_have(found: Scan, code: str, person: Entity) -> bool:
    """Kingdoms have no president, republics no king."""
    sets = found.gazetteer.vocabulary.sets
    state = found.gazetteer.states.get(code)
    if state is None or not state.forms:
        return True
    is_monarchy = bool(state.forms & {"kingdom", "emirate", "sultanate", "principality", "duchy"})
    is_presidential = (person.office or "").lower().startswith("presidential")
    if is_presidential or person.lemmas & sets["republic_offices"]:
        return not is_monarchy or code == "ARE"
    return is_monarchy or not person.lemmas & sets["monarchy_offices"] or code in ("VAT", "JPN")


def _check_body(person: Entity) -> None:
    if person.sector == "IGO":
        person.state = None


def _score_states(document: Document, found: Scan, span: PersonSpan, people: People) -> dict[str, float]:
    """States around a person's first mention, by how likely they are the person's own."""
    sent = found.doc[span.start].sent
    scores: dict[str, float] = {}
    for hit in [*found.names, *found.places]:
        if hit.name.state is not None and sent.start <= hit.start < sent.end:
            weigh = weigh_after if hit.start >= span.start else weigh_before
            scores[hit.name.state] = scores.get(hit.name.state, 0.0) + weigh(found, hit, span)
    for state in _speaking_states(people, sent.start, span, found):
        scores[state] = scores.get(state, 0.0) + SPEAKER_WEIGHT
    for state, weight in _score_earlier(document, found, span, people).items():
        scores[state] = scores.get(state, 0.0) + weight
    # An office without a state is that of the country where the article was written.
    home = dateline_country(document, found)
    if home:
        scores[home] = scores.get(home, 0.0) + HOME_WEIGHT
    # What the whole article is about breaks ties.
    named = [h.name.state for h in found.names if h.name.state in scores and h.name.kind is not NameKind.ADJECTIVE]
    for state in named:
        scores[state or ""] += 0.1 + ARTICLE_SHARE / len(named)
    return scores


def _score_earlier(document: Document, found: Scan, span: PersonSpan, people: People) -> dict[str, float]:
    """States of the sentences before: many mentions there do not outweigh one beside the name."""
    entity, sent = people.by_span[span], found.doc[span.start].sent
    envoys = found.gazetteer.vocabulary.sets["envoy_words"]
    scores = _states_of_officials(people, span, sent.start, envoys)
    for hit in [*found.names, *found.places]:
        state = hit.name.state
        if state is not None and span.start - MOST_TOKENS_BACK <= hit.start < sent.start:
            weight = weigh_earlier(document, found, hit, is_domestic=entity.sector in DOMESTIC)
            weight *= 1 - (span.start - hit.start) / FADING
            weight += REPLY_WEIGHT * (found.doc[hit.start].sent.end == sent.start and replies(found, hit))
            scores[state] = max(scores.get(state, 0.0), weight)
    if entity.lemmas & found.gazetteer.vocabulary.sets["local_words"]:
        near = (h for h in found.places if span.start - MOST_TOKENS_BACK < h.start < sent.end and h.name.state)
        for state in sorted({h.name.state or "" for h in near}):
            scores[state] = scores.get(state, 0.0) + LOCAL_WEIGHT
    return scores


def _states_of_officials(people: People, span: PersonSpan, before: int, envoys: frozenset[str]) -> dict[str, float]:
    """States of officials named shortly before a sentence, envoys left out: the next is often of the same."""
    states: dict[str, float] = {}
    for other, entity in people.by_span.items():
        distance = span.start - other.start
        is_official = entity.state and entity.office and not entity.lemmas & envoys
        if is_official and entity.state and other.start < before and distance < MOST_TOKENS_BACK:
            weight = OFFICIAL_WEIGHT * (1 - distance / FADING)
            states[entity.state] = max(states.get(entity.state, 0.0), weight)
    return states


def _speaking_states(people: People, start: int, span: PersonSpan, found: Scan) -> list[str]:
    """States of the people who act earlier in the sentence: "Mitsotakis will visit Ankara, spokesman X said"."""
    states = []
    for other, entity in people.by_span.items():
        if entity.state and start <= other.start < span.start:
            around = found.doc[max(start, other.start - MOST_TITLE_TOKENS) : other.end]
            if any(t.dep_ in SUBJECTS and not faces(found, t, found.doc[span.start]) for t in around):
                states.append(entity.state)
    return sorted(set(states))


def dateline_country(document: Document, found: Scan) -> str | None:
    """Country of the dateline, read or found in the first words."""
    dateline = document.article.dateline
    if dateline is not None and dateline.country:
        return dateline.country
    first = found.names[0] if found.names else None
    return first.name.state if first and in_dateline(document.doc, first.start, first.end) else None
