"""Which frame a word opens: its lemma is in the lexicon and its clause has what the frame asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.grammar import words
from communique.coding.lexicon import Entry, Frame, Lexicon
from communique.coding.modality import auxiliaries_of, is_condition, is_itself_negated
from communique.coding.ontology import HARM

if TYPE_CHECKING:
    from spacy.tokens import Token

_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "ADJ": "A"}
# A verb that only helps another, or stands before a noun, opens no frame.
_IDLE = frozenset({"aux", "aux:pass", "cop", "amod", "compound"})


class Misfit(StrEnum):
    """Why a frame of a word does not fit its clause, in the order in which it is asked."""

    WORDS = "words"  # the further words of its trigger do not follow
    LIGHT = "light"  # no light verb carries the noun, or not one of the frame's
    OBJECT = "object"  # the object is none of those that the frame wants
    WITHOUT = "without"  # the object is one that the frame excludes
    PASSIVE = "passive"
    NAMING = "naming"  # "called it a lie" is no phone call
    COMPLEMENT = "complement"  # a clause completes the verb
    SUBJECT = "subject"  # the subject is none of those that the frame wants
    SLOT = "slot"  # no phrase fills a slot that the frame needs
    PARTY = "party"  # a phrase fills it, and names nobody


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found at a token; `carrier` is the verb that carries a noun ("hold talks"), or the token itself."""

    token: Token
    frame: Frame
    words: tuple[Token, ...]
    carrier: Token
    light: bool = False


def match_frame(token: Token, lexicon: Lexicon, accept: Callable[[Match], bool]) -> Match | None:
    """The best frame of a token, or None.

    Args:
        token: A word of the sentence.
        lexicon: The frames.
        accept: Says of a frame that fits the syntax whether the parties that it asks for are there.
    """
    entries = find_entries(token, lexicon)
    if not entries:
        return None
    carrier, light = find_carrier(token, lexicon)
    ahead = syntax.words_ahead(token) if any(e.words for e in entries) else frozenset()
    for entry in entries:
        if entry.words and entry.words[0] not in ahead:
            continue
        match = try_entry(token, entry, lexicon, carrier=carrier, light=light)
        if isinstance(match, Match) and accept(match):
            return match
    return None


def find_entries(token: Token, lexicon: Lexicon) -> tuple[Entry, ...]:
    """Entries of the lexicon that a token may open, the one that asks for most first."""
    pos = _POS.get(token.pos_)
    if pos is None or (pos == "V" and token.dep_ in _IDLE):
        return ()
    return _entries(token, pos, lexicon)


def find_carrier(token: Token, lexicon: Lexicon) -> tuple[Token, bool]:
    """The verb that carries a noun, and whether it is a light one; any other token carries itself."""
    return _carrier(token, lexicon) if token.pos_ == "NOUN" else (token, False)


def try_entry(token: Token, entry: Entry, lexicon: Lexicon, *, carrier: Token, light: bool) -> Match | Misfit:
    """The match of one entry at a token, parties apart, or the first reason why it does not fit."""
    following = syntax.words_follow(token, entry.words) if entry.words else []
    if light and entry.frame.event in HARM and carrier.lemma_.lower() in lexicon.words("light-end"):
        # "end the blockade" does not impose it.
        carrier, light = token, False
    if following is None:
        return Misfit.WORDS
    misfit = _find_misfit(token, entry, carrier=carrier, light=light)
    return misfit or Match(token=token, frame=entry.frame, words=(token, *following), carrier=carrier, light=light)


def _entries(token: Token, pos: str, lexicon: Lexicon) -> tuple[Entry, ...]:
    lemma = token.lemma_.lower()
    found = lexicon.find_entries(pos, lemma)
    if not found and pos == "A":
        found = lexicon.find_entries("A", token.lower_)
        if not found and token.tag_ in ("VBN", "VBD"):
            found = lexicon.find_entries("V", lemma)
    elif pos == "V" and token.tag_ in ("VBN", "VBG", "VBD"):
        # "is opposed to": tagged as verb or adjective alike.
        predicate = any(c.dep_ in ("aux:pass", "cop") for c in token.children) and not any(
            p == "by" for p, _ in syntax.obliques(token)
        )
        adjectives = lexicon.find_entries("A", token.lower_)
        found = adjectives + found if predicate else found + adjectives
    return found


def _carrier(noun: Token, lexicon: Lexicon) -> tuple[Token, bool]:
    """The light verb of a noun, where it has one: "[held] talks", "talks were [held]", "[is] on a visit"."""
    head = noun
    # "a series of talks", "talks and consultations": the carrier is that of the whole phrase.
    for _ in range(3):
        if head.dep_ == "conj" or (head.dep_ == "nmod" and head.head.lemma_.lower() in words("quantity")):
            head = head.head
    if any(c.dep_ == "cop" for c in head.children):
        return head, True
    verb = head.head
    if verb.i == head.i or verb.pos_ not in ("VERB", "AUX"):
        return noun, False
    adposition = syntax.preposition(head)
    lemma = verb.lemma_.lower()
    if lemma == "call" and head.dep_ == "obj" and syntax.is_naming(verb):
        return noun, False
    if head.dep_ in ("obj", "nsubj:pass", "xcomp") and lemma in lexicon.words("light"):
        return verb, True
    if head.dep_ == "nsubj" and syntax.is_passive(verb) and lemma in lexicon.words("light"):
        return verb, True
    if head.dep_ == "nsubj" and (lemma in lexicon.words("occur") or any(c.dep_ == "expl" for c in verb.children)):
        # "talks began", "there were talks"
        return verb, True
    if head.dep_ in ("obl", "nmod") and adposition and f"{lemma} {adposition}" in lexicon.words("light-with"):
        return verb, True
    return noun, False


def heads(tokens: list[Token]) -> list[Token]:
    """The tokens and what is coordinated with them, quantities looked through."""
    found = []
    for token in tokens:
        for one in syntax.conjuncts(token):
            found.append(one)
            # "two of its crossings", "the last of its men", "all of them": a part stands for its whole.
            part = one.pos_ in ("NUM", "ADJ", "DET", "PRON", "ADV")
            if part or one.lemma_.lower() in words("quantity") or syntax.children(one, "nummod"):
                found.extend(n for p, n in syntax.obliques(one) if p == "of")
    return found


def _find_misfit(token: Token, entry: Entry, *, carrier: Token, light: bool) -> Misfit | None:
    frame = entry.frame
    if frame.light and (not light or carrier.lemma_.lower() not in frame.light):
        return Misfit.LIGHT
    if frame.object or frame.without:
        found = find_objects(token, frame, entry.words)
        lemmas = object_lemmas(found, frame)
        if frame.object and not (lemmas & frame.object) and not any(_stands_for(t, frame.object) for t in found):
            return Misfit.OBJECT
        if lemmas & frame.without:
            return Misfit.WITHOUT
    if frame.active and syntax.is_passive(token):
        return Misfit.PASSIVE
    if frame.mode == "phone" and (syntax.is_naming(token) or any(p == "on" for p, _ in _upon(token))):
        return Misfit.NAMING
    if frame.no_comp and any(not syntax.is_infinitive(c) for c in syntax.complements(token)):
        return Misfit.COMPLEMENT
    if frame.subject and not any(_is_a(t, frame.subject) for t in find_doers(token, carrier=carrier, light=light)):
        return Misfit.SUBJECT
    if frame.needs and not any(has_slot(token, slot, carrier=carrier) for slot in frame.needs):
        return Misfit.SLOT
    return None


def find_objects(token: Token, frame: Frame, following: Sequence[str] = ()) -> list[Token]:
    """The heads among which a frame looks for its object; of "do away with the levy", what "with" brings."""
    found = _objects(token, frame)
    if following and token.pos_ != "NOUN":
        found.extend(n for p, n in syntax.obliques(token) if p == following[-1] and n not in found)
    return heads(found)


def object_lemmas(objects: list[Token], frame: Frame) -> set[str]:
    """Lemmas of objects, and what stands for a class of them."""
    lemmas = {t.lemma_.lower() for t in objects}
    lemmas |= {"$person" for t in objects if t.ent_type_ == "PERSON"}
    # "Colombian Minister Marta Quintero" is a minister.
    lemmas |= {c.lemma_.lower() for t in objects if t.pos_ == "PROPN" for c in syntax.children(t, "nmod:desc")}
    if frame.object:
        # "peace agreement", but not the "level" of "high-level talks".
        before = [c for t in objects for c in syntax.children(t, "compound", "nmod:desc")]
        lemmas |= {c.lemma_.lower() for c in before if not list(c.children) or "-" in c.lemma_}
    return lemmas


def find_doers(token: Token, *, carrier: Token, light: bool) -> list[Token]:
    """The heads among which a frame looks for its subject."""
    doers = syntax.agents(carrier if light or token.pos_ != "NOUN" else token)
    doers = doers or ([n for p, n in syntax.obliques(token) if p in ("of", "by")] if token.pos_ == "NOUN" else [])
    return heads(doers)


def _upon(verb: Token) -> list[tuple[str, Token]]:
    # "called on them to leave": not "called them on Monday".
    return [(p, n) for p, n in syntax.obliques(verb) if n.i > verb.i and verb.nbor(1).lower_ == p]


def _stands_for(token: Token, words: frozenset[str]) -> bool:
    """ "restored relations … broke them off": a pronoun for a thing named shortly before."""
    if token.lower_ not in ("it", "them"):
        return False
    before = token.doc[max(0, token.i - 40) : token.i]
    return any(t.pos_ == "NOUN" and t.lemma_.lower() in words for t in before)


def _is_a(token: Token, words: frozenset[str]) -> bool:
    if token.lemma_.lower() in words or (token.ent_type_ == "PERSON" and "$person" in words):
        return True
    # "young Algerians": a people by name is a crowd.
    if token.tag_ == "NNPS" and "people" in words and token.lower_ not in _plural_states():
        return True
    # "hundreds of people", "members of a union"
    return any(p == "of" and n.lemma_.lower() in words for p, n in syntax.obliques(token)) or any(
        c.lemma_.lower() in words for c in syntax.children(token, "compound", "appos", "flat", "amod", "nmod:desc")
    )


def _plural_states() -> frozenset[str]:
    return words("plural-state")


def _objects(token: Token, frame: Frame) -> list[Token]:
    if token.pos_ == "NOUN":
        return [n for p, n in syntax.obliques(token) if p in ("of", "to", "in", "on", "for", "with", "over")] + list(
            syntax.children(token, "compound", "amod")
        )
    found = syntax.objects(token)
    for name in syntax.names_given(token):
        found.extend([name, *syntax.children(name, "amod")])
    for child in token.children:
        # "called it a step", "called the draft provocative": what it is called.
        if child.dep_ in ("xcomp", "obl:unmarked") and child.pos_ in ("ADJ", "NOUN", "VERB"):
            found.extend([child, *syntax.children(child, "amod", "obj")])
        elif child.dep_ in ("obj", "iobj"):
            if child.dep_ == "iobj":
                # "gave the envoys two days"
                found.append(child)
            found.extend(a for a in syntax.children(child, "amod", "acl") if a.i > child.i)
        elif child.dep_ == "obl" and syntax.preposition(child) == "as":
            found.extend([child, *syntax.children(child, "amod")])
    prepositions = [s for s in (*frame.needs, *frame.content) if s.isalpha() and s not in ("obj", "comp", "subj")]
    return found + [n for p, n in syntax.obliques(token) if p in prepositions]


def _is_imperative(token: Token, _: Token) -> bool:
    """ "give us the ship back, he told Lima": a verb in its base form that opens what is said."""
    said = [*syntax.complements(token), *([token.head] if token.dep_ == "parataxis" else ())]
    return any(
        c.tag_ == "VB" and not any(k.dep_ in (*syntax.SUBJECTS, "aux", "mark") for k in c.children) for c in said
    )


def _is_refusal(_: Token, carrier: Token) -> bool:
    """ "will not", "would never", "cannot": said of the future by who decides it."""
    return is_itself_negated(carrier) and bool(auxiliaries_of(carrier) & words("refusing-auxiliary"))


def _is_denied(token: Token, carrier: Token) -> bool:
    """ "there will be no talks", "not a cent will be paid": the noun is denied, and a future or a plan with it."""
    denied = any(c.lower_ in ("no", "not") for c in token.children if c.dep_ in ("det", "advmod", "cc:preconj"))
    ahead = {"will", "would", "shall", "can", "could"} & auxiliaries_of(syntax.governor(token))
    return denied and bool(ahead)


def _is_ahead(_: Token, carrier: Token) -> bool:
    clause = carrier if syntax.is_verbal(carrier) else syntax.governor(carrier)
    return bool({"will", "would", "shall", "'ll"} & auxiliaries_of(clause))


def _is_under_condition(token: Token, _: Token) -> bool:
    """ "warned that the pact would lapse unless": what is to come hangs on what somebody else does."""
    said = [*syntax.complements(token), *([token.head] if token.dep_ == "parataxis" else ())]
    return any(
        {"will", "would", "shall", "could", "may"} & auxiliaries_of(c)
        and any(k.dep_ == "advcl" and is_condition(k) for k in c.children)
        for c in said
    )


# What a frame may ask of its clause besides phrases.
_OF_CLAUSE: Mapping[str, Callable[[Token, Token], bool]] = {
    "imperative": _is_imperative,
    "refusal": _is_refusal,
    "denied": _is_denied,
    "will": _is_ahead,
    "negated": lambda _, carrier: is_itself_negated(carrier),
    "cop": lambda token, carrier: any(c.dep_ == "cop" for c in token.children),
    "jointly": lambda token, _: any(c.lower_ in ("jointly", "together", "alongside", "side") for c in token.children),
    "conditional": _is_under_condition,
    "quoted": lambda token, _: token.dep_ == "parataxis" or bool(syntax.complements(token)),
    "no": lambda token, _: any(c.dep_ == "det" and c.lower_ == "no" for c in token.children),
    "denied-obj": lambda token, _: any(c.lower_ == "no" for o in syntax.children(token, "obj") for c in o.children),
}


def _is_order(clause: Token) -> bool:
    """ "insists that the text be binding", "that Chile should pay": what is to be, not what is."""
    helping = [c for c in clause.children if c.dep_ in ("aux", "aux:pass", "cop")]
    if any(c.dep_ in syntax.SUBJECTS and c.lower_ in words("first-person") for c in clause.children):
        # "we must trade more": a wish of one's own
        return False
    if any(c.lower_ in ("should", "must", "ought", "shall") for c in helping):
        return True
    first = min((*helping, clause), key=lambda t: t.i)
    has_subject = any(c.dep_ in syntax.SUBJECTS and c.i < first.i for c in clause.children)
    return has_subject and (first.lower_ == "be" or (first.i == clause.i and clause.tag_ == "VB"))


def has_slot(token: Token, slot: str, *, carrier: Token) -> bool:
    """Whether some phrase fills a slot of the frame."""
    if slot == "obj":
        return bool(syntax.objects(token) or syntax.children(token, "iobj"))
    if slot == "comp":
        return bool(syntax.complements(token))
    if slot == "inf":
        return any(syntax.is_infinitive(c) for c in syntax.complements(token))
    if slot == "none":
        return not syntax.objects(token)
    if slot == "order":
        return any(_is_order(c) for c in syntax.complements(token))
    if slot.startswith("deep-"):
        return any(c.lower_ == slot[5:] and c.dep_ in ("case", "mark") and c.i > token.i for c in token.subtree)
    if slot in _OF_CLAUSE:
        return _OF_CLAUSE[slot](token, carrier)
    if slot == "no-inf":
        return not any(syntax.is_infinitive(c) for head in (token, *token.children) for c in head.children)
    if slot == "subj":
        return bool(syntax.agents(carrier))
    both = [token] if carrier is token else [token, carrier]
    if token.pos_ in ("VERB", "AUX"):
        # "lifted sanctions on Chile": the phrase often hangs from the object.
        both += heads(syntax.objects(token))
    return any(p == slot for head in both for p, _ in syntax.obliques(head)) or any(
        c.dep_ in ("advcl", "acl", "xcomp") and any(m.lower_ == slot for m in c.children) for c in token.children
    )
