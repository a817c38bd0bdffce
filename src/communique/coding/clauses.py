"""Clauses and phrases in a Universal Dependencies parse: who is the subject, what belongs to a phrase."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from communique.coding.syntax import children
from communique.coding.wordlists import irregular_forms, known_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
NEGATIONS = frozenset({"not", "n't", "never", "no", "nor", "neither", "n’t", "hardly"})
# What a noun phrase holds besides its head when its words are quoted as an issue or a subject.
PHRASE = frozenset(
    {
        "det",
        "amod",
        "compound",
        "nmod",
        "nmod:poss",
        "nmod:desc",
        "nmod:unmarked",
        "nummod",
        "flat",
        "case",
        "acl",
        "appos",
        "advmod",
        "fixed",
        "cc",
        "conj",
        "goeswith",
        "dep",
    }
)
CLAUSES = frozenset({"advcl", "conj", "parataxis", "acl:relcl", "ccomp", "csubj"})
# Adverbs that make one verb with the verb before them.
PARTICLES = frozenset({"up", "off", "out", "down", "away", "aside", "back", "over", "in", "forward", "through"})
# How far a chain of conjuncts, controlled and relative verbs is followed; parses of lists may loop over a page.
MAX_STEPS = 8


def conjuncts(token: Token) -> list[Token]:
    """The token and what is joined to it: "Cuba", "Syria" of "Cuba and Syria"."""
    found = [token]
    # A list that grows as it is read: parses of long lists may chain deeper than the stack goes.
    for part in found:
        found.extend(c for c in part.children if c.dep_ == "conj")
    return sorted(found, key=lambda t: t.i)


def own_subject(verb: Token) -> Token | None:
    """The subject that stands at the verb itself; of two the nearer, since the place of a dateline is read as one."""
    found = children(verb, *SUBJECTS)
    before = [c for c in found if c.i < verb.i]
    return before[-1] if before else next(iter(found), None)


def find_subject(verb: Token) -> Token | None:
    """Who does it, also where syntax leaves it out: "met and agreed", "agreed to send", "speech praising"."""
    at: Token = verb
    for _ in range(MAX_STEPS):
        subject = own_subject(at)
        if subject is not None:
            return antecedent(subject)
        if at.dep_ in ("acl", "acl:relcl") and at.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            return at.head
        if at.dep_ == "xcomp":
            # "urged Riga to sign": who is urged will sign; "promised Riga to sign" is caught by its own rule.
            controlled = next(iter(children(at.head, "obj", "iobj")), None)
            if controlled is not None and controlled.i < at.i:
                return controlled
        if at.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "parataxis") or at.head.i == at.i:
            return None
        at = at.head
    return None


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for: "Malta, which supports …"."""
    if token.tag_ not in ("WDT", "WP") and token.lower_ not in ("who", "which", "that"):
        return token
    at: Token = token
    for _ in range(MAX_STEPS):
        if at.dep_ == "acl:relcl" or (at.dep_ == "acl" and at.i > token.i and at.head.i < token.i):
            return at.head
        if at.head.i == at.i:
            break
        at = at.head
    return token


def is_not(token: Token) -> bool:
    """A word of denial at a verb."""
    return token.lower_ in NEGATIONS and token.dep_ == "advmod"


def is_negated(verb: Token) -> bool:
    """Whether the verb is said not to be: "does not", "never", "no country has"."""
    own = any(c.lower_ in NEGATIONS for c in verb.children if c.dep_ in ("advmod", "aux", "det", "cc", "cc:preconj"))
    subject = own_subject(verb)
    return own or (
        subject is not None and any(c.lower_ in ("no", "none", "neither") for c in [subject, *subject.lefts])
    )


def auxiliaries(verb: Token) -> set[str]:
    """Lemmas and forms of the helping verbs: {"will"}, {"have", "been"}."""
    found = {c.lower_ for c in verb.children if c.dep_ in ("aux", "aux:pass", "cop")}
    # "will meet and sign": the second verb shares them, unless it has a subject of its own.
    shares = verb.dep_ == "conj" and own_subject(verb) is None and verb.head.pos_ in ("VERB", "AUX")
    if shares and not found and verb.tag_ in ("VB", "VBN", verb.head.tag_):
        found |= auxiliaries(verb.head)
    return found


def with_particle(verb: Token) -> str:
    """The lemma with its particle: `tear_up` of "tore up", `wave_away` of "waved it away", `sign` of "sign"."""
    loose = (c for c in children(verb, "advmod") if c.lower_ in PARTICLES and c.i > verb.i)
    particle = next(iter((*children(verb, "compound:prt"), *loose)), None)
    return f"{lemma(verb)}_{particle.lower_}" if particle is not None else lemma(verb)


def phrase_tokens(head: Token, *, drop: Collection[str] = ()) -> list[Token]:
    """Tokens of a noun phrase, without relative clauses, what is named in `drop`, and what hangs on loosely."""
    found = [head]
    for token in found:
        whole = token.dep_ == "acl" and token is not head
        found.extend(c for c in token.children if whole or (c.dep_ in PHRASE and c.dep_ not in drop))
    return sorted(found, key=lambda t: t.i)


def phrase_bounds(head: Token, *, drop: Collection[str] = ()) -> tuple[int, int]:
    """First and one past the last token of a noun phrase, kept in one piece around its head."""
    tokens = {t.i for t in phrase_tokens(head, drop=drop)}
    start = end = head.i
    while start - 1 in tokens or (start - 2 in tokens and head.doc[start - 1].is_punct):
        start -= 1
    while end + 1 in tokens or (end + 2 in tokens and head.doc[end + 1].is_punct):
        end += 1
    return start, end + 1


def subtree_bounds(head: Token, *, without: Collection[int] = ()) -> tuple[int, int]:
    """First and one past the last token of a whole subtree, less the subtrees of some tokens."""
    found = [t.i for t in _walk(head, frozenset(without))]
    return min(found), max(found) + 1


def clause_tokens(verb: Token) -> set[int]:
    """Indices of a clause's words, without those of clauses with a subject of their own: "…, while Malta did"."""
    found: set[int] = set()
    waiting = [verb]
    while waiting:
        token = waiting.pop()
        found.add(token.i)
        waiting.extend(c for c in token.children if c.dep_ not in CLAUSES or own_subject(c) is None)
    return found


def asides(core: Token) -> list[Token]:
    """Relative clauses behind a comma, which tell more of a thing and are no part of its name."""
    found = (t for t in core.subtree if t.dep_ == "acl:relcl" and t.i > core.i and t.left_edge.i > core.i)
    # The comma hangs on the clause or on the noun, as the parse likes.
    return [t for t in found if "," in {t.left_edge.text, core.doc[t.left_edge.i - 1].text}]


def _walk(head: Token, without: frozenset[int]) -> Iterator[Token]:
    waiting = [head]
    while waiting:
        token = waiting.pop()
        yield token
        waiting.extend(c for c in token.children if c.i not in without)


def words_between(head: Token, start: int, end: int) -> str:
    """Text of tokens `[start, end)` in one line, without marks and commas at its ends."""
    text = " ".join(head.doc[start:end].text.split())
    return text.strip(" ,;:.\"“”„«»'‘’—–-")


def lemma(token: Token) -> str:
    """The lemma in small letters: the model's, unless a regular ending leads to a word of the lists and it does not.

    Lemmatizers that edit endings guess wrongly for rare verbs ("denounced" becomes "denounc"); the lists know better.
    """
    return _lemma(token.lower_, token.lemma_, token.tag_)


@lru_cache(maxsize=50_000)
def _lemma(form: str, found: str, tag: str) -> str:
    irregular = irregular_forms().get(form)
    if irregular is not None and tag.startswith(("VB", "NN")):
        return irregular
    found = (found or form).lower()
    # NNP, NNPS: a name is its own lemma.
    if found in known_words() or tag.startswith("NNP"):
        return found
    return next((c for c in _regular_lemmas(form) if c in known_words()), found)


@cache
def _regular_lemmas(form: str) -> tuple[str, ...]:
    """What a form may be of by the regular rules: "rejected" of reject, "voting" of vote, "parties" of party."""
    endings = (("ied", "y"), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("es", ""), ("s", ""))
    stems = [form.removesuffix(old) + new for old, new in endings if form.endswith(old) and len(form) > len(old) + 2]
    # "dropped", "stopping"
    doubled = [s[:-1] for s in stems if len(s) > 3 and s[-1] == s[-2]]
    return (*stems, *doubled)


def has_case(token: Token) -> bool:
    """Whether a preposition governs the token, whatever relation the parse gave it."""
    return any(c.dep_ == "case" for c in token.children)


def direct_object(verb: Token) -> Token | None:
    """What the verb acts on; an object with a preposition is an oblique that the parse mislabelled."""
    # Parses without much training call "met on Monday" an object; the preposition tells the two apart.
    found = next((c for c in children(verb, "obj", "ccomp") if c.pos_ != "VERB" and not has_case(c)), None)
    if found is not None:
        return found
    # "passed by 40 votes to 12 a resolution": far from its verb the object is taken for an oblique.
    bare = (c for c in children(verb, "obl") if c.i > verb.i and c.pos_ == "NOUN" and not has_case(c))
    return next((c for c in bare if any(d.lower_ in ("a", "an", "the") for d in children(c, "det"))), None)


def obliques(head: Token, *cases: str) -> list[Token]:
    """Phrases with one of these prepositions, at the token or hung on its object by mistake or by right."""
    found = []
    for child in head.children:
        if (
            child.dep_ in ("obl", "nmod", "obj", "obl:agent", "iobj", "xcomp", "advcl", "acl")
            and case_of(child) in cases
        ):
            found.append(child)
        elif child.dep_ == "obj" and not has_case(child):
            found.extend(obliques(child, *cases))
    return found


def case_of(token: Token) -> str | None:
    """The preposition in small letters: "against" of "against the text"."""
    marks = [c for c in token.children if c.dep_ == "case" or (c.dep_ == "mark" and c.lower_ != "to")]
    return marks[0].lower_ if marks else None


def infinitive_of(verb: Token) -> Token | None:
    """The verb in "agreed to send", "its intention to send", also where the parse has lost it."""
    for child in children(verb, "xcomp", "acl", "advcl", "ccomp"):
        to = any(c.lower_ == "to" and c.dep_ in ("mark", "case") for c in child.children)
        if to and child.i > verb.i and child.tag_.startswith("VB"):
            return child
    doc = verb.doc
    for i in range(verb.i + 1, min(verb.i + 5, len(doc) - 1)):
        if doc[i].lower_ == "to" and doc[i + 1].tag_ in ("VB", "VBP", "RB", "NN") and doc[i].head.i != verb.head.i:
            return doc[i + 1]
        if doc[i].is_punct:
            break
    return None


def sentences(doc: Doc, start: int, end: int) -> list[Tokens]:
    """The sentences that tokens `[start, end)` touch, in text order."""
    found = [doc[start].sent]
    while found[-1].end < end:
        found.append(doc[found[-1].end].sent)
    return found
