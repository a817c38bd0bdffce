"""Which state a person acts for whose office is named without one: "President Uhuru Kenyatta said Kenya …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.actors.drafts import find_head
from communique.actors.entities import Cast, Entity
from communique.actors.gazetteer import NameKind, WordClass
from communique.actors.people import People
from communique.actors.phrases import Phrase
from communique.actors.places import in_dateline, is_place_role
from communique.actors.scan import NameHit, PersonSpan, Scan
from communique.language.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEAKER_WEIGHT = 3.0
MOST_TITLE_TOKENS = 5
SUBJECTS = ("nsubj", "nsubj:pass")
CLAUSES = ("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj")
MOST_TOKENS_TO_VISIT = 5
MARKS = (",", ";", ".", ":")
VISIT_LINKS = ("to", "of", "in", "the", "with", "and")
CONDITIONS = ("if", "should", "were", "had", "unless", "once")

# How far back a state still lends its name to an office.
MOST_TOKENS_BACK = 120
HOME_WEIGHT = 1.5
GUESSED_HOME = 0.6
# Only who acts for a state gets one from around: an actress in Georgia need not be Georgian.
STATE_SECTORS = ("GOV", "LEG", "JUD", "MIL", "COP", "SPY", "OPP", "PTY", "ELI")
# They act at home, where the text last was.
DOMESTIC = ("OPP", "LEG", "JUD", "COP", "PTY")
ARTICLE_SHARE = 0.5
# An office that few states have under this name.
OFFICE_WEIGHT = 4.0
# "Algeria's top diplomat flew in … Foreign Minister X": the office was given with its state, the name comes later.
SAME_OFFICE_WEIGHT = 4.0
# An envoy without a state is of the embassy that the text speaks of, and seldom of where he serves.
EMBASSY_WEIGHT = 6.0
RECEIVING_WEIGHT = -2.0
VISITED_WEIGHT = -3.0
MET_WEIGHT = 2.0
HOST_WEIGHT = 3.0
# "The minister said in Ankara": where somebody speaks.
SPOKEN_WEIGHT = 1.5
CONDITION_WEIGHT = -1.5


def infer_states(document: Document, found: Scan, cast: Cast, people: People, phrases: list[Phrase]) -> None:
    """Give people with an office but no state the one that their first mention points to."""
    holders = {(p.state, o) for p in cast.people if p.state and not p.former for o in p.lemmas}
    for person, span in _in_text_order(cast, people):
        if person.state is not None or person.sector not in STATE_SECTORS:
            continue
        scores = _score_states(document, found, span, people)
        _meets_official(found, scores, span, cast)
        _add_offices(found, scores, person, span, phrases)
        for lemma in person.lemmas | {(person.office or "").lower()}:
            code = found.gazetteer.vocabulary.maps["office_states"].get(lemma)
            if code:
                scores[code] = scores.get(code, 0.0) + OFFICE_WEIGHT
        # Two presidents of one country are rarer than two countries.
        for lemma in person.lemmas:
            if lemma in found.gazetteer.vocabulary.sets["head_of_state_words"] and not person.former:
                scores = {s: v for s, v in scores.items() if (s, lemma) not in holders}
        scores = {s: v for s, v in scores.items() if _can_have(found, s, person)}
        if scores:
            person.state = max(sorted(scores), key=lambda s: scores[s])
            person.sure = GUESSED_HOME
            holders |= {(person.state, lemma) for lemma in person.lemmas}
            _check_body(person)


def _in_text_order(cast: Cast, people: People) -> list[tuple[Entity, PersonSpan]]:
    """People with their first mentions: who comes later is told by who came before."""
    first: dict[int, PersonSpan] = {}
    for span, entity in people.by_span.items():
        if id(entity) not in first or span.start < first[id(entity)].start:
            first[id(entity)] = span
    pairs = [(person, first[id(person)]) for person in cast.people if id(person) in first]
    return sorted(pairs, key=lambda pair: pair[1].start)


def _meets_official(found: Scan, scores: dict[str, float], span: PersonSpan, cast: Cast) -> None:
    """ "The minister met President X": whom an official of one state meets is of another."""
    person = found.doc[span.start]
    for token in person.sent:
        hit = found.word_at.get(token.i)
        if token.dep_ not in SUBJECTS or token.i >= span.start or hit is None or not faces(found, token, person):
            continue
        known = [p for p in cast.people if p.state and hit.word.lemma in p.lemmas]
        if len(known) == 1 and known[0].state in scores:
            scores[known[0].state] -= MET_WEIGHT


def _add_offices(
    found: Scan, scores: dict[str, float], person: Entity, span: PersonSpan, phrases: list[Phrase]
) -> None:
    """What offices and embassies that the text gives without a name add to a person's states."""
    vocabulary = found.gazetteer.vocabulary
    is_envoy = bool(person.lemmas & vocabulary.sets["envoy_words"])
    receiving: set[str] = set()
    for phrase in phrases:
        if not phrase.states or phrase.start > span.start:
            continue
        state = phrase.states[0]
        sends = phrase.word.lemma in vocabulary.sets["envoy_words"] | vocabulary.sets["abroad_words"]
        if is_envoy and sends and phrase.sector == "GOV":
            scores[state] = scores.get(state, 0.0) + EMBASSY_WEIGHT
        elif is_envoy and phrase.word.kind is WordClass.BODY and phrase.sector == "GOV":
            receiving.add(state)  # "summoned to the Hungarian foreign ministry"
        elif phrase.name is None and phrase.is_person and person.office and not phrase.plural:
            said, same = phrase.text.lower(), vocabulary.maps["same_office"]
            if person.office.lower() in (said, same.get(said)):
                scores[state] = scores.get(state, 0.0) + SAME_OFFICE_WEIGHT
    if is_envoy:
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
    if person.lemmas & sets["republic_offices"] and person.lemmas & sets["head_of_state_words"]:
        return not is_monarchy or code == "ARE"
    return is_monarchy or not person.lemmas & sets["monarchy_offices"] or code in ("VAT", "JPN")


def _check_body(person: Entity) -> None:
    if person.sector == "IGO":
        person.state = None


def _score_states(document: Document, found: Scan, span: PersonSpan, people: People) -> dict[str, float]:
    """States around a person's first mention, by how likely they are the person's own."""
    doc = document.doc
    sent = doc[span.start].sent
    scores: dict[str, float] = {}
    earlier: dict[str, float] = {}
    is_domestic = people.by_span[span].sector in DOMESTIC
    for hit in [*found.names, *found.places]:
        state = hit.name.state
        if state is None or hit.start > sent.end or hit.start < span.start - MOST_TOKENS_BACK:
            continue
        if hit.start >= span.start:
            weight = _weight_after(found, hit, span)
        elif hit.start >= sent.start:
            weight = _weight_before(found, hit, span)
        else:
            is_subject = doc[hit.start].dep_ in ("nsubj", "nsubj:pass")
            weight = 2.0 if is_subject or (is_domestic and _is_scene(document, found, hit)) else 1.0
            weight *= 1 - (span.start - hit.start) / (2 * MOST_TOKENS_BACK)
            # Many mentions in the sentences before do not outweigh one beside the name.
            earlier[state] = max(earlier.get(state, 0.0), weight)
            continue
        scores[state] = scores.get(state, 0.0) + weight
    for state in _speaking_states(people, sent.start, span, found):
        scores[state] = scores.get(state, 0.0) + SPEAKER_WEIGHT
    for state, weight in earlier.items():
        scores[state] = scores.get(state, 0.0) + weight
    # An office without a state is that of the country where the article was written.
    home = dateline_country(document, found)
    if home:
        scores[home] = scores.get(home, 0.0) + HOME_WEIGHT
    # What the whole article is about breaks ties.
    named = [h.name.state for h in found.names if h.name.state in scores and h.name.kind is not NameKind.ADJECTIVE]
    for state in named:
        scores[state or ""] += 0.1 + ARTICLE_SHARE / len(named)
    return {s: v for s, v in scores.items() if v > 0}


def _is_scene(document: Document, found: Scan, hit: NameHit) -> bool:
    """Whether a name says where the sentence before happens: "Outside the ministry in Yerevan, …"."""
    return is_place_role(document, hit.start, hit.end, found.gazetteer, hit.name.kind)


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


def _weight_before(found: Scan, hit: NameHit, span: PersonSpan) -> float:
    """States earlier in the sentence: the subject ("France will keep …, President Macron's office said")."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    doubt = _visited_or_faced(found, hit, span)
    if doubt:
        return doubt
    if token.dep_ in ("nsubj", "nsubj:pass"):
        return 4.0
    if in_dateline(found.doc, hit.start, hit.end):
        return 0.5
    opens = hit.start - found.doc[span.start].sent.start <= 2
    if opens and token.dep_ in ("obl", "nmod", "obl:tmod"):
        return 5.0  # "In Mogadishu, President …"
    if found.doc[hit.start - 1].text.lower() in ("with", "the") and token.dep_ == "obl":
        return 1.5  # "restored links to Peru when President …"
    # What is acted upon is seldom the speaker's own state.
    return 1.0 if found.doc[hit.start - 1].pos_ == "ADP" or token.dep_ in ("obj", "iobj") else 2.5


def _visited_or_faced(found: Scan, hit: NameHit, span: PersonSpan) -> float:
    """What a visit, a title or a verb says for or against a state earlier in the sentence; 0 where none does."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    if is_visited(found, hit) and found.doc[span.start].dep_ == "obj":
        return HOST_WEIGHT  # "flew to Juba to meet President …"
    if _is_of_other(found, hit, span):
        return -1.0
    if faces(found, token, found.doc[span.start]):
        return -1.5
    if is_visited(found, hit):
        return VISITED_WEIGHT
    if _is_embassy(found, hit):
        return RECEIVING_WEIGHT  # those who speak of an embassy are seldom its own
    return CONDITION_WEIGHT if in_condition(token) else 0.0  # whom one warns


def is_visited(found: Scan, hit: NameHit) -> bool:
    """Whether a state is where somebody goes: "during a visit to Paraguay", "flew to Hanoi"."""
    doc, words = found.doc, found.gazetteer.vocabulary.sets
    before = list(doc[max(0, hit.start - MOST_TOKENS_TO_VISIT) : hit.start])
    while any(t.text in MARKS for t in before):
        before.pop(0)
    if not before:
        return False
    last = before[-1]
    if last.lemma_.lower() not in words["visit_words"] and last.text.lower() not in VISIT_LINKS:
        return False
    return any(t.lemma_.lower() in words["visit_words"] for t in before)


def _is_embassy(found: Scan, hit: NameHit) -> bool:
    after = found.word_at.get(hit.end)
    words = found.gazetteer.vocabulary.sets["abroad_words"]
    return after is not None and after.word.lemma in words and after.word.sector == "GOV"


def in_condition(token: Token) -> bool:
    """Whether a name does something only in a condition: "if Kenya attacks", "should Honduras refuse"."""
    if token.dep_ not in SUBJECTS or token.head.dep_ != "advcl":
        return False
    opens = min((t for t in token.head.children if t.dep_ in ("mark", "aux")), key=lambda t: t.i, default=None)
    return opens is not None and opens.i < token.i and opens.text.lower() in CONDITIONS


def faces(found: Scan, token: Token, person: Token) -> bool:
    """Whether a person is the object of what a state does: "Berlin welcomed President Reagan's statement"."""
    subject = token
    while subject.dep_ not in SUBJECTS and subject.head.i != subject.i and subject.pos_ not in ("VERB", "AUX"):
        subject = subject.head
    if subject.dep_ not in SUBJECTS:
        return False
    verb = subject.head
    while person.head.i not in (person.i, verb.i):
        if person.dep_ in SUBJECTS or person.dep_ in CLAUSES:
            return False  # somebody who acts in a clause of his own
        person = person.head
    if person.head.i != verb.i:
        return False
    case = next((t.text.lower() for t in person.children if t.dep_ == "case"), "")
    return person.dep_ in ("obj", "iobj") or (
        person.dep_ == "obl" and found.gazetteer.vocabulary.has("against_words", case)
    )


def _is_of_other(found: Scan, hit: NameHit, span: PersonSpan) -> bool:
    """Whether a state stands in another person's title: "Prime Minister X and Vietnamese President Y"."""
    others = [p for p in found.people if p is not span and hit.end <= p.start <= hit.end + 5]
    between = found.doc[hit.end : others[0].start] if others else None
    return between is not None and any(t.i in found.word_at for t in between) and not any(t.is_punct for t in between)


def _weight_after(found: Scan, hit: NameHit, span: PersonSpan) -> float:
    """States later in the sentence: what somebody says its country does, or does to another."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    if _is_of_other(found, hit, span):
        return -1.0
    if is_visited(found, hit) and not any(span.end <= p.start < hit.start for p in found.people):
        return VISITED_WEIGHT
    if token.dep_ in ("nsubj", "nsubj:pass") and token.head.dep_ == "ccomp" and token.head.head.i < hit.start:
        said = token.head.head.lemma_ in found.gazetteer.vocabulary.sets["said_verbs"]
        is_duty = any(found.has("duty_words", t) for t in token.head.children)
        return 3.0 if said and not is_duty else -3.0
    case = next((t.text.lower() for t in token.children if t.dep_ == "case"), "")
    if token.dep_ in ("obj", "iobj", "obl:agent") or found.gazetteer.vocabulary.has("against_words", case):
        return -2.0  # "President Trump demanded that Kabul …", "visited Hanoi"
    if case == "in" and token.head.lemma_ in found.gazetteer.vocabulary.sets["said_verbs"]:
        return SPOKEN_WEIGHT
    return 0.3
