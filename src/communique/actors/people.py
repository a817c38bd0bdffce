"""Who is who: joins the names of an article's people with the offices that the text gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from communique.actors.entities import Cast, Entity
from communique.actors.found import POSSESSIVE, PersonSpan, Scan, name_parts
from communique.actors.gazetteer import NameKind, WordClass
from communique.actors.phrases import Phrase
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# "Zelensky" and "Zelenskyy" are one, "Putin" and "Pulin" are too short to tell.
LEAST_SPELLING_RATIO = 88
LEAST_SPELLING_LETTERS = 6
MOST_PLACE_TOKENS = 5
# "A member of the board of Iran's central bank": how deep the owner may stand.
MOST_OWNERS = 3
# "Speaking on behalf of the Republic of the Congo,".
MOST_OPENING_TOKENS = 12


@dataclass
class People:
    """The people of an article: which name or phrase stands for whom."""

    by_span: dict[PersonSpan, Entity] = field(default_factory=dict)
    by_phrase: dict[Phrase, Entity] = field(default_factory=dict)


def find_people(found: Scan, phrases: list[Phrase], cast: Cast) -> People:
    """Make one entity of each person who is named, and give it what the phrases beside its names say."""
    _find_later_names(found)
    people = People()
    full_names: dict[int, list[int]] = {}
    for span in sorted(found.people, key=lambda p: (-_weight(p), p.start)):
        entity = _same_person(cast, span, full_names, _gender(found, span)) or _new_person(found, cast, span)
        people.by_span[span] = entity
        # "Mark Quill … Mr. Quill": a shorter name may be the one that tells.
        entity.gender = entity.gender or _gender(found, span)
        if len(span.parts) == len(entity.parts):
            full_names.setdefault(id(entity), []).append(span.start)
    for phrase in phrases:
        holder = found.person_at.get(phrase.possessor) if phrase.possessor is not None else None
        # "The Bush administration": who has a government governs.
        if holder is not None and phrase.word.lemma in found.gazetteer.vocabulary.sets["government_words"]:
            people.by_span[holder].sector = people.by_span[holder].sector or "GOV"
    for entity in cast.people:
        entity.mentions = sum(1 for e in people.by_span.values() if e is entity)
    _learn_bodies(found, people)
    _learn_adjectives(found, people)
    _learn_represented(found, people)
    named = {id(p.name) for p in phrases if p.name}
    by_core = {p.core_end - 1: p for p in phrases if p.name}
    by_start = {p.start: p for p in phrases if p.name}
    for phrase in phrases:
        _learn_owner(found, people, phrase)
        beside = phrase.name or _name_beside(found, phrase, named, by_core) or _second_name(found, phrase, by_start)
        if beside is not None and phrase.is_person and beside in people.by_span:
            people.by_phrase[phrase] = people.by_span[beside]
            _learn(found, people.by_span[beside], phrase)
    _learn_appositions(found, people)
    return people


def _weight(span: PersonSpan) -> int:
    return len([p for p in span.parts if len(p) > 1])


def _new_person(found: Scan, cast: Cast, span: PersonSpan) -> Entity:
    name = found.doc[span.start : span.end].text
    title = found.word_at.get(span.start - 1)
    sector = title.word.sector if title is not None and title.word.kind is WordClass.TITLE else None
    entity = Entity(
        ActorKind.PERSON, " ".join(name.split()), sector=sector, parts=span.parts, gender=_gender(found, span)
    )
    cast.people.append(entity)
    return entity


def _gender(found: Scan, span: PersonSpan) -> str | None:
    before = found.word_at.get(span.start - 1)
    if before and before.word.kind is WordClass.TITLE and before.word.gender:
        return before.word.gender
    return "f" if span.parts and span.parts[0] in found.gazetteer.vocabulary.sets["feminine_names"] else None


def _same_person(cast: Cast, span: PersonSpan, full_names: dict[int, list[int]], gender: str | None) -> Entity | None:
    """The person whose fuller name holds this one; of several the one named last before it."""
    fits = [p for p in cast.people if is_short_for(span.parts, p.parts)]
    # "Mr. Quill" among Ana and Mark Quill; a first name alone may be the same though a table errs.
    fits = [p for p in fits if None in (p.gender, gender) or p.gender == gender] or fits
    if len(fits) > 1:
        # Two people may share a family name: the one whose full name came last is meant.
        fits.sort(key=lambda p: max((at for at in full_names.get(id(p), ()) if at <= span.start), default=-1))
    return fits[-1] if fits else None


def is_short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a name stands for a fuller one: "Diaz-Canel" for "Miguel Diaz-Canel", "Xi" for "Xi Jinping"."""
    if not short or len(short) > len(full):
        return False
    if len(short) == len(full):
        return all(_is_spelling(a, b) for a, b in zip(short, full, strict=True))
    for at in range(len(full) - len(short) + 1):
        if all(_is_spelling(a, b) for a, b in zip(short, full[at:], strict=False)):
            return True
    # "Barth Eide" keeps first and last of "Espen Barth Eide"; "Bruno Rodriguez" those of "Bruno Rodriguez Parrilla".
    return len(short) > 1 and _is_spelling(short[0], full[0]) and _is_spelling(short[-1], full[-1])


def _is_spelling(a: str, b: str) -> bool:
    a, b = _bare(a), _bare(b)
    if a == b:
        return True
    long_enough = min(len(a), len(b)) >= LEAST_SPELLING_LETTERS
    return long_enough and a[0] == b[0] and fuzz.ratio(a, b) >= LEAST_SPELLING_RATIO


def _bare(part: str) -> str:
    """A part of a name without the Arabic article: "al-Burhan" is Burhan later on."""
    return part[3:] if part.startswith(("al-", "el-")) and len(part) > 5 else part


def _find_later_names(found: Scan) -> None:
    """Later mentions by part of a name that nothing marks: "Petro restored relations"."""
    doc = found.doc
    parts = {part for p in found.people if len(p.parts) > 1 for part in _telling_parts(found, p.parts)}
    parts |= {p.parts[0] for p in found.people if len(p.parts) == 1}
    for token in doc:
        if token.i in found.person_at or not token.text[:1].isupper():
            continue
        for end in range(min(len(doc), token.i + 5), token.i, -1):
            if any(t in found.person_at or t in found.name_at for t in range(token.i, end)):
                continue
            words = name_parts(doc, token.i, end)
            if len(words) == 1 and words[0] in parts and (end == len(doc) or doc[end].text != "-"):
                found.add_person(token.i, end)
                break
    found.people.sort(key=lambda p: p.start)


def _telling_parts(found: Scan, parts: tuple[str, ...]) -> list[str]:
    sets = found.gazetteer.vocabulary.sets
    words = [p for p in parts if p not in sets["name_particles"] and p not in sets["name_suffixes"] and len(p) > 1]
    return [w for word in words if word not in sets["no_name_words"] for w in {word, _bare(word)}]


def _name_beside(found: Scan, phrase: Phrase, named: set[int], phrases: dict[int, Phrase]) -> PersonSpan | None:
    """The name that a comma, bracket or "is" puts beside an office."""
    if not phrase.is_person or phrase.plural:
        return None
    return _name_behind(found, phrase, named) or _name_ahead(found, phrase) or _name_of_subject(found, phrase, phrases)


def _second_name(found: Scan, phrase: Phrase, by_start: dict[int, Phrase]) -> PersonSpan | None:
    return _name_shared(found, phrase, by_start) or _name_titled(found, phrase, by_start)


def _name_titled(found: Scan, phrase: Phrase, by_start: dict[int, Phrase]) -> PersonSpan | None:
    """ "Its leader, Transport Minister Marco Galli, accused …": the name behind has a title of its own."""
    doc, at = found.doc, phrase.end
    if phrase.plural or not phrase.is_person or phrase.possessor is None or at >= len(doc) or doc[at].text != ",":
        return None
    second = by_start.get(at + 1)
    closed = second is not None and second.end < len(doc) and doc[second.end].text == ","
    return second.name if second is not None and closed and second.is_person else None


def _name_shared(found: Scan, phrase: Phrase, by_start: dict[int, Phrase]) -> PersonSpan | None:
    """ "Deputy Prime Minister and Foreign Minister Keo Vannak": two offices without an article have one bearer."""
    doc, at = found.doc, phrase.end
    if phrase.plural or phrase.determiner is not None or at >= len(doc) or doc[at].lower_ not in ("and", "&"):
        return None
    second = by_start.get(at + 1)
    capital = doc[phrase.core_end - 1].text[0].isupper()
    return second.name if second is not None and second.is_person and capital and not second.states else None


def _name_behind(found: Scan, phrase: Phrase, named: set[int]) -> PersonSpan | None:
    """ "Peru's trade minister, Rosa Quispe, …"."""
    doc = found.doc
    at = _behind_place(found, phrase.end)
    if at + 1 >= len(doc) or doc[at].text not in (",", "(", "–", "—", ":") or doc[at + 1].is_sent_start:
        return None
    at += 1
    while at in found.word_at and found.word_at[at].word.kind is not WordClass.BODY and at not in found.person_at:
        at = found.word_at[at].end
    span = found.person_at.get(at)
    if span is None or span.start != at or (id(span) in named and doc[at - 1].text == ","):
        return None
    after = doc[span.end] if span.end < len(doc) else None
    closes = (
        after is None or after.is_punct or after.text in POSSESSIVE or after.text.lower() in ("who", "and", "in", "on")
    )
    is_appos = any(doc[t].dep_ == "appos" for t in range(span.start, span.end))
    return span if closes or is_appos else None


def _behind_place(found: Scan, at: int) -> int:
    """The comma behind "in Minsk", where that alone stands between an office and its comma; else the place itself."""
    doc = found.doc
    if at + 3 < len(doc) and doc[at].text == "(" and doc[at + 1].text.isupper() and doc[at + 2].text == ")":
        at += 3  # "the Directorate General of Trade (DGFT), X"
    if at + 2 >= len(doc) or doc[at].text.lower() not in ("in", "at", "to"):
        return at
    end = at + 1
    while (
        end < len(doc) - 1 and end < at + MOST_PLACE_TOKENS and (doc[end].text[:1].isupper() or doc[end].text == "the")
    ):
        end += 1
    return end if end > at + 1 and doc[end].text == "," else at


def _name_ahead(found: Scan, phrase: Phrase) -> PersonSpan | None:
    """ "Ali Shamkhani, secretary of …", "Wang Yi (China's top diplomat)"."""
    doc = found.doc
    at = phrase.start - 1
    while at > 0 and (doc[at].pos_ == "DET" or doc[at].text.lower() in ("the", "a", "an")):
        at -= 1
    if at < 1 or doc[at].text not in (",", "(", "–", "—"):
        return None
    back = at - 1
    # An age stands between: "Ken Waddy, 78, a fisherman".
    if back > 1 and doc[back].like_num and doc[back - 1].text == ",":
        back -= 2
    span = found.person_at.get(back)
    if span is None or span.end != back + 1:
        return None
    # "Lavrov, Russian officials said" is no apposition: the phrase must not be the subject of what follows.
    head = doc[phrase.core_end - 1]
    is_subject = head.dep_.startswith("nsubj") and not any(t.dep_ == "cop" for t in head.children)
    return None if is_subject and not _closes(found.doc, phrase.end) else span


def _closes(doc: Doc, at: int) -> bool:
    return at >= len(doc) or doc[at].is_punct


def _name_of_subject(found: Scan, phrase: Phrase, phrases: dict[int, Phrase]) -> PersonSpan | None:
    """ "Ruto is president of Kenya", "Ruto was elected president"."""
    head = found.doc[phrase.core_end - 1]
    is_predicate = any(t.dep_ == "cop" for t in head.children)
    verb = head if is_predicate else head.head
    if not is_predicate:
        if verb.lemma_ not in found.gazetteer.vocabulary.sets["become_verbs"]:
            return None
        if head.dep_ not in ("xcomp", "obj", "obl", "ccomp", "attr", "dep"):
            return None
    for token in verb.children:
        takes = token.dep_ in ("nsubj", "nsubj:pass") or (
            not is_predicate and token.dep_ == "obj" and token is not head
        )
        if takes and token.i in found.person_at:
            return found.person_at[token.i]
        if takes and token.i in phrases and phrases[token.i] is not phrase:
            return phrases[token.i].name
    return None


def _learn_adjectives(found: Scan, people: People) -> None:
    """ "Israeli right-winger Ariel Sharon": a state before a name, nouns between that no table knows."""
    for span, entity in people.by_span.items():
        at = span.start - 1
        while at > span.start - 5 and at >= 0 and _is_plain_noun(found, at):
            at -= 1
        hit = found.name_at.get(at)
        if hit is not None and entity.state is None and hit.name.kind is NameKind.ADJECTIVE:
            entity.state = hit.name.state
        owner = found.name_at.get(span.start - 2)
        if owner is not None and entity.state is None and found.doc[span.start - 1].text in POSSESSIVE:
            entity.state = owner.name.state  # "Costa Rica's Rosa Vega"
            if owner.name.kind is NameKind.BODY:
                entity.sector = entity.sector or owner.name.sector


def _learn_owner(found: Scan, people: People, phrase: Phrase) -> None:
    """ "The Chinese Foreign Ministry's Mao Ning": a body lends state and sector to whom it has."""
    if phrase.is_person or not phrase.states or phrase.end >= len(found.doc):
        return
    span = found.person_at.get(phrase.end + 1)
    if found.doc[phrase.end].text in POSSESSIVE and span is not None and span.start == phrase.end + 1:
        entity = people.by_span[span]
        entity.state, entity.sector = entity.state or phrase.states[0], entity.sector or phrase.sector


def _learn_represented(found: Scan, people: People) -> None:
    """ "Speaking for Ghana, Kwabena Osei said …": who speaks for a state is its representative."""
    for span, entity in people.by_span.items():
        sent = found.doc[span.start].sent
        if entity.state is not None or not sent.start < span.start < sent.start + MOST_OPENING_TOKENS:
            continue
        opening = [t for t in found.doc[sent.start : span.start] if not t.is_space]
        if not opening or opening[0].lemma_.lower() != "speak" or opening[-1].text != ",":
            continue
        words = {t.text.lower() for t in opening}
        hit = next((found.name_at[t.i] for t in opening if t.i in found.name_at), None)
        if hit is not None and hit.name.kind is NameKind.STATE and words & {"for", "behalf"}:
            entity.state, entity.sector = hit.name.state, entity.sector or "GOV"


def _learn_appositions(found: Scan, people: People) -> None:
    """ "Oleg K, a staffer of Belarus's lower house", "Raúl Peña, also a Venezuelan": a description lends its state."""
    for span, entity in people.by_span.items():
        if entity.state is not None:
            continue
        for token in found.doc[span.start : span.end]:
            beside = [t for t in token.children if t.dep_ == "appos" and t.i >= span.end]
            if token.dep_ == "appos" and token.head.i < span.start and token.head.i not in found.name_at:
                beside.append(token.head)
            # A name of somebody between belongs to another description.
            ends = ((min(t.i, span.end), max(t.i, span.start)) for t in beside)
            if any(i in found.person_at and found.person_at[i] is not span for a, b in ends for i in range(a, b)):
                continue
            states = [s for t in beside if t.i not in found.person_at for s in _states_of_noun(found, t)]
            if states:
                entity.state = states[0]
                break


def _states_of_noun(found: Scan, noun: Token, depth: int = 0) -> list[str]:
    """Whose somebody or something is by its own words: "a Venezuelan", "the army of Peru"; not where it is."""
    hit = found.name_at.get(noun.i)
    if hit is not None and hit.name.state and hit.name.kind is not NameKind.OTHER:
        return [hit.name.state]
    if depth >= MOST_OWNERS:
        return []
    states: list[str] = []
    for child in noun.children:
        case = next((t.text.lower() for t in child.children if t.dep_ == "case"), "")
        is_own = child.dep_ in ("amod", "compound", "nmod:poss", "nmod:desc") or (
            child.dep_ in ("nmod", "obl") and case in ("of", "from", "at", "for")
        )
        if is_own and child.i not in found.person_at:
            states += _states_of_noun(found, child, depth + 1)
    return states


def _is_plain_noun(found: Scan, at: int) -> bool:
    token = found.doc[at]
    if at in found.name_at or at in found.word_at or (at + 1 < len(found.doc) and found.doc[at + 1].is_sent_start):
        return False
    return (token.text.islower() and token.pos_ in ("NOUN", "ADJ")) or token.text == "-"


def _learn_bodies(found: Scan, people: People) -> None:
    """ "Pedro Salas of the Farmers' Party": a body beside a name lends it state and sector."""
    for span, entity in people.by_span.items():
        if span.end < len(found.doc) and found.doc[span.end].text.lower() in ("of", "from", "with"):
            near = next((found.name_at[t] for t in (span.end + 1, span.end + 2) if t in found.name_at), None)
            if near is not None and near.name.kind is NameKind.BODY:
                entity.state, entity.sector = entity.state or near.name.state, entity.sector or near.name.sector
            elif near is not None and near.name.kind is NameKind.ADJECTIVE and near.end in found.word_at:
                entity.state = entity.state or near.name.state  # "Commodore X of the Philippine Navy"
            elif near is not None and near.name.kind is NameKind.STATE and found.doc[span.end].text.lower() == "of":
                entity.state = entity.state or near.name.state  # "Prime Minister Sione Tupou of Tonga"


def _learn(found: Scan, entity: Entity, phrase: Phrase) -> None:
    """Take over what a phrase says; the first office stays, since the first mention is the fullest."""
    entity.lemmas.add(phrase.word.lemma)
    entity.gender = entity.gender or phrase.gender
    if entity.state is None and phrase.states:
        entity.state = phrase.states[0]
    is_office = phrase.word.kind is WordClass.OFFICE or (phrase.word.sector in ("GOV", "LEG") and bool(phrase.text))
    if entity.office is None and is_office:
        entity.office = phrase.text
        entity.sector = phrase.sector
        entity.former = phrase.former
    entity.sector = entity.sector or phrase.sector
