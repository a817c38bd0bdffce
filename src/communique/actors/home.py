"""Which state a person acts for whose office is named without one: "President Uhuru Kenyatta said Kenya …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.actors.drafts import find_head
from communique.actors.entities import Cast, Entity
from communique.actors.gazetteer import NameKind
from communique.actors.people import People
from communique.actors.places import in_dateline
from communique.actors.scan import NameHit, PersonSpan, Scan
from communique.language.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEAKER_WEIGHT = 3.0
MOST_TITLE_TOKENS = 5
SUBJECTS = ("nsubj", "nsubj:pass")

# How far back a state still lends its name to an office.
MOST_TOKENS_BACK = 120
HOME_WEIGHT = 1.5
GUESSED_HOME = 0.6
# Only who acts for a state gets one from around: an actress in Georgia need not be Georgian.
STATE_SECTORS = ("GOV", "LEG", "JUD", "MIL", "COP", "SPY", "OPP", "PTY", "ELI")
# An office that few states have under this name.
OFFICE_WEIGHT = 4.0


def infer_states(document: Document, found: Scan, cast: Cast, people: People) -> None:
    """Give people with an office but no state the one that their first mention points to."""
    holders = {(p.state, o) for p in cast.people if p.state and not p.former for o in p.lemmas}
    for person in cast.people:
        if person.state is not None or person.sector not in STATE_SECTORS:
            continue
        spans = sorted((s for s, e in people.by_span.items() if e is person), key=lambda s: s.start)
        scores = _score_states(document, found, spans[0], people)
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
    for hit in [*found.names, *found.places]:
        state = hit.name.state
        if state is None or hit.start > sent.end or hit.start < span.start - MOST_TOKENS_BACK:
            continue
        if hit.start >= span.start:
            weight = _weight_after(found, hit, span)
        elif hit.start >= sent.start:
            weight = _weight_before(found, hit, span)
        else:
            weight = 1.0 + (1.0 if doc[hit.start].dep_ in ("nsubj", "nsubj:pass") else 0.0)
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
    for hit in found.names:
        if hit.name.state in scores and hit.name.kind is not NameKind.ADJECTIVE:
            scores[hit.name.state or ""] += 0.1
    return {s: v for s, v in scores.items() if v > 0}


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
    if _is_of_other(found, hit, span):
        return -1.0
    if faces(found, token, found.doc[span.start]):
        return -1.5
    if token.dep_ in ("nsubj", "nsubj:pass"):
        return 4.0
    if in_dateline(found.doc, hit.start, hit.end):
        return 0.5
    opens = hit.start - found.doc[span.start].sent.start <= 2
    if opens and token.dep_ in ("obl", "nmod", "obl:tmod"):
        return 5.0  # "In Mogadishu, President …"
    # What is acted upon is seldom the speaker's own state.
    return 1.0 if found.doc[hit.start - 1].pos_ == "ADP" or token.dep_ in ("obj", "iobj") else 2.5


def faces(found: Scan, token: Token, person: Token) -> bool:
    """Whether a person is the object of what a state does: "Berlin welcomed President Reagan's statement"."""
    subject = token
    while subject.dep_ not in SUBJECTS and subject.head.i != subject.i and subject.pos_ not in ("VERB", "AUX"):
        subject = subject.head
    if subject.dep_ not in SUBJECTS:
        return False
    verb = subject.head
    while person.head.i not in (person.i, verb.i):
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
    if token.dep_ in ("nsubj", "nsubj:pass") and token.head.dep_ == "ccomp" and token.head.head.i < hit.start:
        said = token.head.head.lemma_ in found.gazetteer.vocabulary.sets["said_verbs"]
        is_duty = any(found.has("duty_words", t) for t in token.head.children)
        return 3.0 if said and not is_duty else -3.0
    case = next((t.text.lower() for t in token.children if t.dep_ == "case"), "")
    if token.dep_ in ("obj", "iobj", "obl:agent") or found.gazetteer.vocabulary.has("against_words", case):
        return -2.0  # "President Trump demanded that Kabul …", "visited Hanoi"
    return 0.3
