"""Verbs that report, and who speaks by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.actors.references import MentionKind
from communique.coding.bearers import bearer_of, is_taken_up
from communique.coding.clauses import (
    MAX_STEPS,
    SUBJECTS,
    antecedent,
    conjuncts,
    find_subject,
    has_case,
    lemma,
    own_subject,
)
from communique.coding.context import Context
from communique.coding.holders import describe, mention_at, refs_at
from communique.coding.syntax import children
from communique.coding.wordlists import WordLists, load_words
from communique.records import ActorKind, ActorRef

if TYPE_CHECKING:
    from spacy.tokens import Token

SINGULAR_PERSON = frozenset({"he", "she", "him", "her"})
# Members of a group told of before: "one of them said", "another added".
PARTS = frozenset({"one", "another", "others"})
PRONOUNS = SINGULAR_PERSON | {"it", "they", "them", "we", "i", "you", "who", "which", "that"}
# Tokens between a speaker and the verb where the parse lost them: "Iran's new envoy, a former judge, said".
NEAR = 12
# Relations that the parse gives a reporting clause which stands inside another: "The money, he said, will be paid".
INSERTED = ("parataxis", "appos", "acl", "acl:relcl", "dep", "conj")
# A joint statement is a quote of each who makes it; longer lists are of signatories.
MAX_SPEAKERS = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word and the head of the phrase that names the speaker (tokens)."""

    token: Token
    speaker: Token


def words() -> WordLists:
    """The lists of reporting words."""
    return load_words("quotes")


def is_cue(token: Token, *lists: str) -> bool:
    """Whether a token is a verb of one of the lists, as a verb of a clause and no attribute ("said documents")."""
    if not token.tag_.startswith("VB") and token.pos_ != "VERB":
        return False
    if lemma(token) == "put" and "say" in lists:
        # "as the minister put it"
        return any(c.lower_ == "it" for c in token.children) and any(c.lower_ == "as" for c in token.children)
    if "say" in lists and _says_in_two_words(token):
        return True
    return token.dep_ not in ("amod", "compound") and any(lemma(token) in words()[name] for name in lists)


def _says_in_two_words(token: Token) -> bool:
    """As in "she made clear" and "…, he went on, …"."""
    behind = token.doc[token.i + 1 : token.i + 3]
    if lemma(token) == "make":
        return bool(behind) and behind[0].lower_ in ("clear", "plain")
    going = lemma(token) == "go" and len(behind) == 2 and behind[0].lower_ == "on"
    return going and behind[1].text in {",", ":", "."} and own_subject(token) is not None


def inserted_cue(verb: Token) -> Token | None:
    """The reporting verb set between subject and verb: added in "Washington, she added, stands ready to help"."""
    subject = own_subject(verb)
    if subject is None or subject.i > verb.i:
        return None
    beside = (*children(verb, "parataxis", "dep"), *children(subject, *INSERTED))
    return next((c for c in beside if subject.i < c.i < verb.i and is_inserted(c)), None)


def is_inserted(cue: Token) -> bool:
    """A reporting clause of its own between two commas."""
    speaker = own_subject(cue)
    if speaker is None or not is_cue(cue, "say") or any(c.dep_ == "mark" for c in cue.children):
        return False
    doc = cue.doc
    first = min([cue.i, *(t.i for t in speaker.subtree if not t.is_punct)])
    return doc[first - 1].text == "," and speaker.tag_ not in ("WDT", "WP") and children(cue, "ccomp") == []


def find_cue(token: Token, *, outside: Callable[[Token], bool]) -> Cue | None:
    """The speaker of a reporting verb; `outside` tells whether a token stands outside the quoted words."""
    speaker = (
        _quoted_as_saying(token)
        or _had_to_say(token)
        or _subject_of_participle(token)
        or _subject_lent(token)
        or find_subject(token)
    )
    if speaker is None or not outside(speaker) or speaker.sent.start > token.i:
        speaker = _near_speaker(token, outside)
    elif speaker.i < token.i and _inverted(token) is not None and not _follows_directly(speaker, token):
        # `"…," said Ivanov` is often read with the quote's own subject as that of "said".
        speaker = _inverted(token) or speaker
    return Cue(token, speaker) if speaker is not None else None


def _quoted_as_saying(token: Token) -> Token | None:
    """As in "TASS quoted him as saying", "was cited as saying": who is quoted, and not who quotes."""
    at: Token = token
    for _ in range(3):
        if at.head.i == at.i:
            return None
        at = at.head
        if lemma(at) in words()["quoting"]:
            return next(iter(children(at, "nsubj:pass", "obj")), None)
    return None


def _subject_of_participle(token: Token) -> Token | None:
    """As in "told reporters, adding that": behind a comma the subject of the sentence adds, and not the reporters."""
    if token.tag_ != "VBG" or token.i == 0 or token.nbor(-1).text != ",":
        return None
    verb = next((a for a in token.ancestors if a.pos_ == "VERB" and a.i < token.i and a.tag_ != "VBG"), None)
    return find_subject(verb) if verb is not None else None


def _had_to_say(token: Token) -> Token | None:
    """As in "the envoy had this to say: …"."""
    above = token.head.head if token.head.lower_ == "this" else token.head
    having = token.tag_ == "VB" and lemma(above) == "have" and any(c.lower_ == "this" for c in above.children)
    return find_subject(above) if having else None


def _subject_lent(token: Token) -> Token | None:
    """As in "Riga may sign, two sources said" and "…," said one of them": the parse gives the speaker to the words."""
    own = own_subject(token)
    # Behind "told" stands who is told, whatever the parse says.
    told = own is not None and own.i > token.i and lemma(token) in words()["addressee_verb"]
    if own is not None and not told:
        return None
    for clause in (c for c in children(token, "ccomp", "parataxis", "dep") if c.i < token.i):
        if lemma(token) in words()["addressee_verb"]:
            continue
        behind = [c for c in clause.children if c.i > token.i and c.dep_ in ("vocative", "dislocated", "obj", "obl")]
        bare = [c for c in behind if c.left_edge.i == token.i + 1 and not has_case(c)]
        for subject in (*children(clause, *SUBJECTS), *bare):
            between = token.doc[clause.i : min(subject.i, token.i)]
            # One subject of its own and one behind the comma: the second speaks.
            if clause.i < subject.i and any(t.is_punct for t in between):
                return subject
    return None


def _inverted(token: Token) -> Token | None:
    subject = next((c for c in token.children if c.dep_ in SUBJECTS and c.i > token.i), None)
    return subject


def _follows_directly(speaker: Token, token: Token) -> bool:
    return speaker.head.i == token.i


def _near_speaker(token: Token, outside: Callable[[Token], bool]) -> Token | None:
    """The nearest name, noun or pronoun beside a verb whose subject the parse has not found."""
    doc = token.doc
    after = token.i + 1
    if after < len(doc) and doc[after].pos_ in ("PROPN", "PRON", "DET", "NOUN", "ADJ") and outside(doc[after]):
        before = [t for t in doc[max(0, token.i - 2) : token.i] if t.text != ","]
        # Inverted order: nothing but the quote's mark stands before the verb.
        if not before or not outside(before[-1]):
            return _head_of_chunk(doc[after], token)
    for i in range(token.i - 1, max(-1, token.i - NEAR), -1):
        word = doc[i]
        if not outside(word) or word.text in {".", "!", "?", ";"}:
            return None
        if word.pos_ in ("PROPN", "PRON", "NOUN") and word.lower_ not in ("that", "which"):
            return _head_of_chunk(word, token)
    return None


def _head_of_chunk(word: Token, verb: Token) -> Token:
    at = word
    for _ in range(MAX_STEPS):
        inside = at.dep_ in ("flat", "compound", "det", "amod", "nmod:poss", "nmod:desc", "nummod", "case")
        if not inside or at.head.i == verb.i or (at.head.i > verb.i) != (word.i > verb.i):
            break
        at = at.head
    return at


def speakers_of(context: Context, cue: Cue, *, before: ActorRef | None) -> tuple[ActorRef, ...]:
    """Who speaks: one reference, or one for each of several who speak together.

    Args:
        context: The article.
        cue: The reporting word with the speaker's head token.
        before: Speaker of the quote before, to whom an unresolved "he added" belongs.

    Returns:
        References; empty where the speaker stays unknown.
    """
    head = antecedent(cue.speaker)
    if head.lower_ not in PRONOUNS and lemma(head) in words()["noun"]:
        return _author(context, head)
    if head.lower_ in PARTS and before is not None:
        return _part_of(context, head, before)
    refs = _principal(context, head) or refs_at(context, head)
    if len(refs) == 1 and (bearer := bearer_of(context, head, refs[0], before)) is not None:
        return (bearer,)
    if head.lower_ in SINGULAR_PERSON and refs and refs[0].kind is not ActorKind.PERSON:
        # "In an interview with Radio Praha, the envoy said … he said": a station is no he.
        refs = ()
    if len(refs) == 1:
        refs = (_resumed(context, head, refs[0]),)
    if refs and all(r.kind is ActorKind.PERSON for r in refs):
        before_these = _names_before(context, head, joint="," if len(refs) > 1 else "and")
        refs = (*before_these, *refs, *_names_after(context, head, cue.token))
        return tuple({r.key: r for r in refs}.values())[:MAX_SPEAKERS]
    if refs:
        mention = mention_at(context, head)
        several = len(conjuncts(head)) > 1 or (mention is not None and mention.kind is MentionKind.GROUP)
        named = several and all(r.kind is not ActorKind.GROUP for r in refs)
        return refs[:MAX_SPEAKERS] if named else refs[:1]
    if head.lower_ in PRONOUNS or head.pos_ == "PRON":
        return _carried(context, head, before)
    described = describe(context, head) if lemma(head) not in words()["not_speaker"] else None
    bearer = bearer_of(context, head, described, before) if described else None
    return (bearer or described,) if described else ()


def _resumed(context: Context, head: Token, ref: ActorRef) -> ActorRef:
    """Whom "the diplomat" and "the deputy minister" take up: the person named last whose office the words describe."""
    nameless = ref.kind is ActorKind.PERSON and ref.state is not None and ref.name[:1].islower()
    definite = any(c.lower_ == "the" for c in children(head, "det"))
    if not nameless or not definite or is_taken_up(context, head, ref):
        return ref
    words_of = set(ref.name.lower().split()) - {"of", "the", "for"}
    for mention in reversed([m for m in context.references.mentions if m.head < head.i]):
        person = mention.refs[0] if len(mention.refs) == 1 and mention.kind is MentionKind.NAME else None
        if person is None or person.kind is not ActorKind.PERSON or person.state != ref.state:
            continue
        office = set((person.office or "").lower().replace("-", " ").split())
        general = lemma(head) in words()["office_general"] and bool(office)
        if general or (words_of and words_of <= office):
            return replace(person, span=ref.span)
    return ref


def _part_of(context: Context, head: Token, before: ActorRef) -> tuple[ActorRef, ...]:
    """As in "Officials said … said one of them. Another said": a nameless member of the group before."""
    among = next(iter(children(head, "nmod")), None)
    named = refs_at(context, among) if among is not None and among.pos_ != "PRON" else ()
    if named:
        return named[:1]
    if before.kind is not ActorKind.GROUP or (among is None and head.lower_ == "one"):
        return ()
    return (replace(before, span=context.tokens(head.i, head.i + 1)),)


def _principal(context: Context, head: Token) -> tuple[ActorRef, ...]:
    """The office of a president speaks for the president."""
    owners = [mention_at(context, c) for c in children(head, "nmod:poss", "nmod")] if lemma(head) == "office" else []
    owner = next((o for o in owners if o is not None and o.refs), None)
    return owner.refs[:1] if owner is not None and owner.refs[0].kind is ActorKind.PERSON else ()


def _names_before(context: Context, head: Token, *, joint: str) -> tuple[ActorRef, ...]:
    """Others in a list of names whose parse broke off: "A, B and C said" with C alone as subject."""
    mention = mention_at(context, head)
    if mention is None or mention.kind is not MentionKind.NAME:
        return ()
    ends = {m.end: m for m in context.references.mentions if m.kind is MentionKind.NAME and len(m.refs) == 1}
    found: list[ActorRef] = []
    while mention is not None and mention.start > 1 and context.doc[mention.start - 1].lower_ == joint:
        mention = ends.get(mention.start - 1)
        if mention is None or mention.refs[0].kind is not ActorKind.PERSON:
            break
        found.insert(0, mention.refs[0])
        joint = ","
    return tuple(found)


def _names_after(context: Context, head: Token, verb: Token) -> tuple[ActorRef, ...]:
    """Others in a list of names up to the verb whose parse ran them together: "Mr A, Minister B and C said"."""
    mention = mention_at(context, head)
    named = [m for m in context.references.mentions if m.kind is MentionKind.NAME and len(m.refs) == 1]
    # The longest last: "Abu Dhabi Crown Prince …" begins with a name too.
    starts = {m.start: m for m in sorted(named, key=lambda m: m.end)}
    found: list[ActorRef] = []
    joined = False
    while mention is not None and mention.end < verb.i:
        link = context.doc[mention.end].lower_
        joined = joined or link == "and"
        mention = starts.get(mention.end + 1) if link in (",", "and") else None
        if mention is None or mention.refs[0].kind is not ActorKind.PERSON:
            return ()
        found.append(mention.refs[0])
    return tuple(found) if joined and mention is not None and mention.end == verb.i else ()


def _author(context: Context, head: Token) -> tuple[ActorRef, ...]:
    """Whose letter or statement it is: "a letter from the minister"."""
    for child in children(head, "nmod:poss", "nmod", "obl"):
        refs = refs_at(context, child)
        if refs:
            return refs[:1]
    described = describe(context, head)
    return (described,) if described else ()


def _carried(context: Context, head: Token, before: ActorRef | None) -> tuple[ActorRef, ...]:
    """A pronoun that the actors stage left open: the speaker before, else the last person named above."""
    person = head.lower_ in SINGULAR_PERSON
    if before is not None and (before.kind is ActorKind.PERSON or not person):
        return (before,)
    if not person:
        return ()
    earlier = [
        m for m in context.references.mentions if m.head < head.i and m.refs and m.refs[0].kind is ActorKind.PERSON
    ]
    return earlier[-1].refs[:1] if earlier else ()


def afterthoughts(head: Token) -> tuple[int, ...]:
    """Reporting clauses that the parse hung inside another: "…, the ministry said on Monday" is no part of it."""
    return tuple(
        t.i
        for t in head.subtree
        if t.i != head.i
        and (t.dep_ == "parataxis" or (is_cue(t, "say") and t.dep_ in ("conj", "ccomp", "advcl", "dep")))
        and not any(c.dep_ == "mark" for c in t.children)
        and t.i > head.i
    )


def tail_before(act: Token, end: int) -> int:
    """Where a clause ends before "…, its ministry said on Monday", whatever of that the parse gave to the clause."""
    for cue in act.ancestors:
        if cue.i > act.i and is_cue(cue, "say"):
            subject = own_subject(cue)
            commas = [t.i for t in act.doc[act.i : cue.i] if t.text == ","]
            unknown = commas[-1] if commas else cue.i
            first = (
                min((t.i for t in subject.subtree if t.i > act.i), default=cue.i) if subject is not None else unknown
            )
            return max(act.i + 1, min(end, first, cue.i))
    return end


def addressee_of(context: Context, cue: Cue) -> ActorRef | None:
    """Whom the words are told: "told reporters that …"."""
    if lemma(cue.token) not in words()["addressee_verb"]:
        return None
    passive = cue.token.dep_ != "ROOT" and any(c.dep_ == "aux:pass" for c in cue.token.children)
    for child in [] if passive else children(cue.token, "iobj", "obj"):
        refs = refs_at(context, child)
        if refs:
            return refs[0]
        if child.pos_ in ("NOUN", "PROPN"):
            return describe(context, child)
    return None
