"""Who is meant by a phrase that speaks, promises or sides: references first, else the bare description."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.actors.references import Mention, MentionKind
from communique.coding.clauses import (
    SUBJECTS,
    antecedent,
    case_of,
    conjuncts,
    lemma,
    own_subject,
    phrase_bounds,
    words_between,
)
from communique.coding.context import Context
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import ActorKind, ActorRef, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

# What may lead a phrase and is no part of a name: "according to the operator".
LEADING = ("case", "mark", "fixed", "cc")
# Relations by which a description says whose it is: "Turkish officials", "officials in Ankara", "Ankara's envoy".
OWNER = ("amod", "compound", "nmod:poss", "nmod", "nmod:desc", "nmod:unmarked", "appos", "flat")


# Prepositions that lead away from whose something is.
AWAY = ("to", "with", "against", "on", "over", "towards", "toward", "about", "between", "at", "near", "into")
# Tokens from the beginning within which an article tells whose meeting it is about.
OPENING = 90
# Nouns between "leaders of" and the body.
MAX_OF = 3
# PLOVER's sectors of those who speak for themselves and bind no state.
PRIVATE = ("BUS", "MNC", "SOC", "JRN", "EDU", "REL", "MED", "AGR", "LAB", "CVL", "REF", "CRM", "NGO")
# PLOVER's sectors of those who act for a state.
PUBLIC = ("GOV", "MIL", "LEG", "COP", "SPY", "JUD")


def mention_at(context: Context, token: Token) -> Mention | None:
    """The mention that this token heads, or stands in as part of a name with another head."""
    headed = context.references.headed_by(token.i)
    if headed is not None:
        return headed
    covering = context.references.covering(token.i)
    # A covering mention with its head elsewhere is an owner inside this phrase, unless the parse split a name.
    if covering is None or (covering.kind is MentionKind.ADJECTIVE and token.pos_ != "ADJ"):
        return None
    inside = token.dep_ in ("flat", "compound", "appos") or not _is_below(context, covering.head, token)
    return covering if inside else None


def _is_below(context: Context, inner: int, outer: Token) -> bool:
    return any(a.i == outer.i for a in context.doc[inner].ancestors)


def refs_at(context: Context, token: Token, *, joined: bool = True) -> tuple[ActorRef, ...]:
    """References for a party's head token and what is joined to it; empty where it is nobody.

    "Officials of the two countries" are the two countries, "Chilean diplomats" a group that acts for Chile.
    """
    found: list[ActorRef] = []
    for part in _joined(context, antecedent(token)) if joined else [antecedent(token)]:
        for ref in _refs_of(context, part):
            if ref.key not in {f.key for f in found}:
                known = context.newcomers.get(ref.key) if ref.state is None else None
                found.append(replace(known, span=ref.span) if known is not None else ref)
    return tuple(found)


def _joined(context: Context, token: Token) -> list[Token]:
    """A party's head and what is joined to it, also where the "and" hangs on another word of the same name."""
    found = conjuncts(token)
    mention = mention_at(context, token)
    if mention is None:
        return found
    own = range(mention.start, mention.end)
    for i in own:
        found.extend(t for t in conjuncts(context.doc[i])[1:] if t not in found and t.i not in own)
    return found


def party_refs_at(context: Context, token: Token) -> tuple[ActorRef, ...]:
    """As `refs_at`, for those who can be bound, sign and take sides: "flights between Oslo and Riga" are nobody."""
    named = refs_at(context, token)
    parts = _joined(context, antecedent(token))
    things = [
        p for p in parts if mention_at(context, p) is None and p.pos_ == "NOUN" and lemma(p) not in _party_nouns()
    ]
    by_things = {r.key for p in things for r in refs_at(context, p, joined=False) if not children(p, "appos")}
    by_others = {r.key for p in parts if p not in things for r in refs_at(context, p, joined=False)}
    return tuple(r for r in named if r.key in by_others or r.key not in by_things)


def _party_nouns() -> frozenset[str]:
    return load_words("commitments")["bounds.party_noun"] | load_words("commitments")["bounds.of_meeting"]


def _refs_of(context: Context, token: Token) -> tuple[ActorRef, ...]:
    mention = mention_at(context, token)
    known = _named_beside(context, token, mention)
    if known is not None:
        return (known,)
    body = members_of_body(context, token)
    if body:
        return body
    # "ministers from Laos and Thailand": a title that says nothing of its state is better read by its owner.
    if mention is not None and not (mention.kind is MentionKind.TITLE and mention.refs and not states_of(mention.refs)):
        return mention.refs
    if token.lower_ in ("we", "our", "us", "i"):
        speaker = context.speaker_at(token.idx)
        return (replace(speaker, span=context.tokens(token.i, token.i + 1)),) if speaker else ()
    if token.lower_ == "it":
        return _subject_above(context, token)
    beside = [mention_at(context, c) for c in token.children if c.dep_ == "appos"]
    named = next((m for m in beside if m is not None and m.refs), None)
    if named is not None:
        return named.refs
    return _owned(context, token) or (mention.refs if mention is not None else ())


def _subject_above(context: Context, token: Token) -> tuple[ActorRef, ...]:
    """As in "Brazil stays aside, although it opposes the plan": "it" in a side clause is its subject."""
    clause = token.head
    subject = own_subject(clause.head) if clause.dep_ in ("advcl", "ccomp", "conj", "obl") else None
    if subject is None or token.dep_ not in SUBJECTS or subject.i == token.i or subject.pos_ == "PRON":
        return ()
    refs = refs_at(context, subject)
    # "The Chilean side said that it would": a side and a ministry are described like people and are none.
    body = lemma(subject) in load_words("commitments")["bounds.body"]
    return refs if len(refs) == 1 and (body or refs[0].kind in (ActorKind.STATE, ActorKind.ORGANIZATION)) else ()


def _named_beside(context: Context, token: Token, mention: Mention | None) -> ActorRef | None:
    """As in "the Laotian envoy in Hanoi, Bounmy Keo, said": the title is the person whose name stands behind it."""
    if mention is None or mention.kind is not MentionKind.TITLE or len(mention.refs) != 1:
        return None
    title = mention.refs[0]
    for child in children(token, "appos"):
        name = context.references.headed_by(child.i)
        if name is None or name.kind is not MentionKind.NAME or len(name.refs) != 1:
            continue
        person = name.refs[0]
        if person.kind is ActorKind.PERSON and title.kind is ActorKind.PERSON and title.key != person.key:
            return replace(person, state=person.state or title.state, office=person.office or title.office)
    return None


def members_of_body(context: Context, token: Token) -> tuple[ActorRef, ...]:
    """As in "Leaders of the six member states of the Gulf council": together they are the body.

    "The leaders" and "the communique" of a later sentence are those of the meeting that the article opens with.
    """
    words = load_words("commitments")
    if lemma(token) in words["bounds.gathered"] and token.tag_ in ("NNS", "NNPS"):
        inside = _body_of(context, token)
        if inside is not None:
            return inside
    bare = not any(c.dep_ in ("nmod", "nmod:poss", "amod", "compound", "acl") for c in token.children)
    definite = any(c.lower_ == "the" for c in children(token, "det"))
    plural = token.tag_ in ("NNS", "NNPS") and lemma(token) in words["bounds.gathered"]
    if not (bare and definite and (plural or lemma(token) in words["bounds.of_meeting"])):
        return ()
    for word in context.doc[: context.doc[min(OPENING, len(context.doc) - 1)].sent.end]:
        if word.i >= token.i:
            break
        if lemma(word) in words["bounds.gathered"] and word.tag_ in ("NNS", "NNPS"):
            inside = _body_of(context, word)
            if inside is not None:
                return inside
    return ()


def _body_of(context: Context, token: Token) -> tuple[ActorRef, ...] | None:
    """The body of "leaders of the council" and "the council's leaders"."""
    for owner in children(token, "nmod:poss"):
        mention = context.references.headed_by(owner.i)
        if mention is not None and mention.refs and mention.refs[0].sector == "IGO":
            return mention.refs[:1]
    return next((b for c in children(token, "nmod") if (b := _body_below(context, c)) is not None), None)


def _body_below(context: Context, token: Token) -> tuple[ActorRef, ...] | None:
    """The international body of "of the council", "of the six member states of the council"."""
    at = token
    for _ in range(MAX_OF):
        if case_of(at) not in ("of", "from", "at"):
            return None
        mention = context.references.headed_by(at.i)
        if mention is not None and mention.refs and mention.refs[0].kind is ActorKind.ORGANIZATION:
            return mention.refs[:1] if mention.refs[0].sector == "IGO" else None
        inner = next((c for c in children(at, "nmod") if case_of(c) == "of"), None)
        if inner is None or lemma(at) not in load_words("commitments")["bounds.party_noun"]:
            return None
        at = inner
    return None


def _owned(context: Context, token: Token) -> tuple[ActorRef, ...]:
    """Those for whom a description acts: both states of "officials of the two countries"."""
    owner = owner_of(context, token)
    if owner is None:
        return _own_side(context, token)
    if owner.kind is MentionKind.GROUP:
        return owner.refs
    others = conjuncts(context.doc[owner.head])[1:] if token.tag_ in ("NNS", "NNPS") else []
    if others and lemma(token) in _party_nouns():
        return (*owner.refs, *(r for o in others for r in refs_at(context, o, joined=False)))
    described = describe(context, token, owner=owner)
    return (described,) if described else ()


def _own_side(context: Context, token: Token) -> tuple[ActorRef, ...]:
    """As in "Our side will free them": in somebody's own words "our" and "my" are the speaker's state."""
    ours = any(c.lower_ in ("our", "my") for c in children(token, "nmod:poss"))
    speaker = context.speaker_at(token.idx) if ours and lemma(token) in _party_nouns() else None
    return (as_state(context, speaker),) if speaker is not None and speaker.state else ()


def owner_of(context: Context, token: Token) -> Mention | None:
    """The state or body that a description belongs to: Chile in "Chilean diplomats"."""
    for child in sorted(token.children, key=lambda c: OWNER.index(c.dep_) if c.dep_ in OWNER else 99):
        if child.dep_ not in OWNER:
            continue
        mention = context.references.headed_by(child.i)
        belongs = child.dep_ == "nmod:poss" or case_of(child) in ("of", "from")
        if child.dep_ in ("nmod", "nmod:unmarked") and case_of(child) in AWAY:
            # "the envoy to Ghana", "the line to Angola"
            continue
        # "the customs office in Ulaanbaatar", "officials in Ankara": what governs sits in its own capital.
        seated = case_of(child) == "in" and lemma(token) in load_words("positions")["seated_noun"]
        if lemma(token) in load_words("positions")["apart_noun"] and belongs:
            # "Georgia's neighbours", "critics of Ankara" are somebody else.
            continue
        if mention is not None and mention.refs and (belongs or seated or not mention.in_place_role):
            return mention
    return None


def describe(context: Context, token: Token, *, owner: Mention | None = None) -> ActorRef | None:
    """A reference for somebody without a name: "a source close to the talks", "Turkish officials"."""
    if token.pos_ == "PRON" or token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"):
        return None
    start, end = phrase_bounds(token, drop=("appos", "acl"))
    while start < token.i and (context.doc[start].pos_ in ("DET", "ADP") or context.doc[start].dep_ in LEADING):
        start += 1
    name = words_between(token, start, end)
    if not name:
        return None
    owner = owner or owner_of(context, token)
    state = owner.refs[0].state if owner is not None and owner.refs else None
    plural = "Number=Plur" in str(token.morph) or token.tag_ in ("NNS", "NNPS")
    kind = ActorKind.GROUP if plural else ActorKind.PERSON
    if token.pos_ == "PROPN":
        kind = ActorKind.PERSON if token.ent_type_ == "PERSON" else ActorKind.ORGANIZATION
    elif lemma(token) in load_words("quotes")["noun"]:
        # A joint statement speaks for those who made it.
        kind = ActorKind.ORGANIZATION
    key = make_id("actor", fold_name(name), state or "")
    return ActorRef(
        key=key,
        id=key,
        name=name,
        kind=kind,
        state=state,
        sector=owner.refs[0].sector if owner is not None and owner.refs else None,
        span=context.tokens(start, end),
        confidence=0.5,
    )


def fold_name(name: str) -> str:
    """A name in small letters without accents, for keys."""
    decomposed = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).lower().split())


def is_public(ref: ActorRef) -> bool:
    """A person known by office who acts for some state, although the text leaves open which."""
    return ref.kind is ActorKind.PERSON and ref.state is None and (bool(ref.office) or ref.sector in PUBLIC)


def is_private(ref: ActorRef) -> bool:
    """A firm, club, paper or private person, and a body of which nothing is known."""
    unknown = ref.kind is not ActorKind.GROUP and ref.state is None and ref.sector is None and not ref.office
    return unknown or ref.sector in PRIVATE


def states_of(refs: tuple[ActorRef, ...]) -> tuple[str, ...]:
    """The states of some references, each once, in order."""
    return tuple(dict.fromkeys(r.state for r in refs if r.state))


def as_state(context: Context, ref: ActorRef) -> ActorRef:
    """The state for which a person speaks, as the article refers to it; the reference itself where none is."""
    if ref.kind is ActorKind.STATE or ref.state is None:
        return ref
    known = (*context.references.prominent, *(r for m in context.references.mentions for r in m.refs))
    state = next((r for r in known if r.kind is ActorKind.STATE and r.state == ref.state), None)
    return replace(state, span=ref.span) if state else ref
