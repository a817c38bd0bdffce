"""Who does what in a clause of an event: subjects, objects, obliques, voice, read from Universal Dependencies.

The functions forgive what parsers often mistake: obl for nmod, xcomp for advcl, a particle that hangs from its object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.coding.grammar import words

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
# Chains in real text are short; a broken parse must not send us round for ever.
MAX_STEPS = 12
# No list of parties is longer; a text of names only would cost the square of its length.
MAX_CONJUNCTS = 200
# How far behind its trigger a particle may stand: "pulled the last of its men out".
REACH = 9
# Verbs whose object, not subject, is to do what the complement says.


def children(token: Token, *deps: str) -> list[Token]:
    """Children with one of these relations, in text order."""
    return [c for c in token.children if c.dep_ in deps]


def is_verbal(token: Token) -> bool:
    """A verb, or an adjective or noun that a copula makes a predicate."""
    return token.pos_ in ("VERB", "AUX") or any(c.dep_ == "cop" for c in token.children)


def is_passive(verb: Token, steps: int = MAX_STEPS) -> bool:
    """Whether what is acted upon is the grammatical subject or antecedent: "was expelled", "imposed by"."""
    if verb.lower_.endswith("ing"):
        # No passive, whatever the parser makes of a rare verb.
        return False
    if any(c.dep_ in ("aux:pass", "nsubj:pass", "obl:agent") for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.lower_ in words("handed") and not _own_subject(verb) and not children(verb, "iobj"):
        # "was summoned and handed a note": tagged as past tense or participle alike.
        return bool(children(verb.head, "aux:pass"))
    if verb.dep_ == "acl" and verb.tag_ == "VBD" and not _own_subject(verb):
        # "jihadists linked to": what hangs as an acl is a participle, whatever its tag.
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in ("acl", "amod"):
        return True
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN" and not _own_subject(verb) and not children(verb, "aux"):
        return steps > 0 and is_passive(verb.head, steps - 1)
    return verb.dep_ == "advcl" and not children(verb, "aux", "obj")


def _own_subject(verb: Token) -> Token | None:
    # "Russia has for two years opposed": parsers hang the subject from an auxiliary that stands far from its verb.
    bearers = [verb, *(c for c in verb.children if c.dep_ == "aux")]
    return next((c for b in bearers for c in b.children if c.dep_ in SUBJECTS and c.dep_ != "csubj"), None)


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is its own."""
    if token.lower_ not in words("relative") or token.pos_ not in ("PRON", "DET", "ADV", "SCONJ"):
        return token
    clause = token
    for _ in range(MAX_STEPS):
        if clause.dep_ in ("acl:relcl", "acl"):
            return clause.head
        if clause.head.i == clause.i:
            break
        clause = clause.head
    return _before_comma(token) or token


def _before_comma(pronoun: Token) -> Token | None:
    """The noun before ", whom", where the parser hung the relative clause from something else."""
    if pronoun.tag_ not in ("WP", "WDT") or pronoun.lower_ not in ("who", "whom", "which"):
        return None
    if pronoun.i - 2 < pronoun.sent.start or pronoun.nbor(-1).text != ",":
        return None
    noun = pronoun.nbor(-2)
    for _ in range(MAX_STEPS):
        if noun.dep_ not in ("flat", "compound", "appos") or noun.head.i >= pronoun.i:
            break
        noun = noun.head
    return noun if noun.pos_ in ("NOUN", "PROPN") else None


def subject(verb: Token) -> Token | None:
    """The grammatical subject, shared, controlled or understood: "asked Peru to [leave]", "and [left]", "saying"."""
    current = verb
    for _ in range(MAX_STEPS):
        own = _own_subject(current)
        if own is not None:
            return antecedent(own)
        if current is verb and (own := _taken_for_verb(verb)) is not None:
            return own
        head, dep = current.head, current.dep_
        if current is verb and (speaking := _above_report(verb)) is not None:
            head = speaking
        if dep in ("ROOT", "parataxis") or head.i == current.i:
            return None
        if dep in ("acl:relcl", "acl"):
            return _subject_of_acl(current)
        if dep in ("xcomp", "ccomp", "advcl", "obl") and is_verbal(head):
            controlled = dep == "xcomp" or is_infinitive(current) or current.tag_ == "VBG"
            controller = _controller(head, before=current) if controlled else None
            if controller is None and any(c.dep_ == "mark" and c.lower_ == "for" for c in current.children):
                # "fined two Danes for helping": they helped.
                controller = _patient(head, before=current)
            if controller is not None:
                return antecedent(controller)
        elif dep not in ("conj", "aux", "cop", "obl", "obj", "appos", "list"):
            return None
        current = head
    return None


def _above_report(verb: Token) -> Token | None:
    """The verb of saying that a second one belongs to: "said that Peru had left and [called] on Chile to stay".

    Parsers join it to the verb of the content, which stands in another tense.
    """
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or verb.lemma_.lower() not in words("utter"):
        return None
    if any(c.dep_ in ("aux", "aux:pass", "cop", "mark") for c in verb.children):
        return None
    said = verb.head
    simple = said.tag_ == "VBD" and not children(said, "aux", "aux:pass", "cop")
    if said.dep_ != "ccomp" or simple or said.head.pos_ != "VERB" or said.head.i > said.i:
        return None
    return said.head if _own_subject(said.head) is not None and said.head.tag_ == "VBD" else None


def _taken_for_verb(verb: Token) -> Token | None:
    """The subject where a participle before the verb was taken for one: "a shell [fired] from Chad hit a farm"."""
    if verb.tag_ != "VBD" or verb.i == 0 or verb.nbor(-1).pos_ in ("PUNCT", "CCONJ", "SCONJ", "PRON"):
        return None
    for head in (verb.nbor(-1), *up(verb.nbor(-1))):
        if head.i >= verb.i:
            return None
        if head.pos_ == "VERB":
            own = _own_subject(head)
            return own if own is not None and own.i == head.i - 1 and not children(head, "obj") else None
    return None


def is_infinitive(verb: Token) -> bool:
    """Whether "to" marks the verb."""
    return any(c.dep_ in ("mark", "aux") and c.lower_ == "to" for c in verb.children)


def _controller(head: Token, *, before: Token) -> Token | None:
    if head.lemma_.lower() not in words("object-control"):
        return None
    if is_passive(head):
        return subject(head)
    found = [o for o in children(head, "iobj", "obj") if o.i < before.i]
    if found:
        return found[0]
    return next((n for p, n in obliques(head) if p in ("on", "upon", "to") and n.i < before.i), None)


def _patient(head: Token, *, before: Token) -> Token | None:
    if is_passive(head):
        return subject(head)
    found = [o for o in children(head, "obj", "iobj") if o.i < before.i]
    found += [n for p, n in obliques(head) if p in ("on", "at", "to", "against") and n.i < before.i]
    return found[0] if found else None


def _subject_of_acl(verb: Token) -> Token | None:
    noun = verb.head
    if is_infinitive(verb):
        if any(c.dep_ == "cop" for c in noun.children):
            # "Chile was the first country to recognise"
            return subject(noun)
        if noun.dep_ == "xcomp":
            # "became the latest country to recognise"
            return subject(noun.head)
        # "its plan to send", "made a promise to send": who has the plan sends.
        owner = next(iter(children(noun, "nmod:poss")), None)
        if owner is not None:
            return owner
        return subject(noun.head) if noun.dep_ == "obj" and is_verbal(noun.head) else None
    if verb.dep_ == "acl:relcl" and any(
        c.dep_ in ("obj", "obl") and c.lower_ in words("relative") for c in verb.children
    ):
        return None
    return noun


def objects(verb: Token) -> list[Token]:
    """Direct objects in the active, the grammatical subject in the passive, antecedents of object relatives."""
    if is_passive(verb):
        patient = subject(verb)
        # "was given aid": the thing given stays behind.
        return ([patient] if patient is not None else []) + children(verb, "obj")
    found = [antecedent(c) for c in children(verb, "obj")]
    if not found:
        # "accused the trawlers of": with two subjects, the one behind the verb is its object.
        doubles = children(verb, "nsubj")
        found = [c for c in doubles[1:] if c.i > verb.i] if doubles and doubles[0].i < verb.i else []
    if not found and verb.dep_ == "acl:relcl" and _lacks_object(verb):
        found = [verb.head]
    near = verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.i - verb.head.i <= 2
    if not found and near and not children(verb, "ccomp", "xcomp"):
        # "condemned and rejected the attack": the object may hang from either verb.
        found = children(verb.head, "obj")
    if not found:
        follower = next((c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i - verb.i <= 2), None)
        found = children(follower, "obj") if follower is not None else []
    return found


def _lacks_object(verb: Token) -> bool:
    # "aid [that] Chile sent": a subject of its own, and no pronoun with another part in the clause.
    own = _own_subject(verb)
    return (
        own is not None
        and own.lower_ not in words("relative")
        and not any(n.lower_ in words("relative") for n in verb.subtree)
    )


def is_gapped(verb: Token) -> bool:
    """Whether the noun that a relative clause hangs from is its object: "aid [that] Chile sent"."""
    own = _own_subject(verb)
    if own is None or own.lower_ in words("relative"):
        return False
    relatives = [c for c in verb.children if c.dep_ == "obj" and c.lower_ in words("relative")]
    return bool(relatives) or not (children(verb, "obj") or any(n.lower_ in words("relative") for n in verb.children))


def is_naming(verb: Token) -> bool:
    """ "called the deal a step": it says what something is, and calls nobody."""
    objects_ = children(verb, "obj")
    return bool(objects_) and any(
        c.i > objects_[0].i and c.pos_ in ("NOUN", "ADJ") and preposition(c) is None
        for c in [*children(verb, "xcomp", "obl:unmarked", "obl"), *names_given(verb)]
    )


def names_given(verb: Token) -> list[Token]:
    """ "called the deal 'a step'": what it is called, where it was taken for an apposition."""
    if verb.lemma_.lower() not in words("naming"):
        return []
    found = [a for o in children(verb, "obj") for a in children(o, "appos")]
    return [a for a in found if a.pos_ == "NOUN" and any(c.lower_ in ("a", "an") for c in a.children)]


def agents(verb: Token) -> list[Token]:
    """Who does it: "by Chile" in the passive, else the subject."""
    if is_passive(verb):
        return [n for p, n in obliques(verb) if p == "by"]
    doer = subject(verb)
    return [doer] if doer is not None else []


def preposition(noun: Token) -> str | None:
    """The first adposition of a noun: "with", "against", "according"."""
    for child in noun.children:
        if child.dep_ == "case" and child.tag_ != "POS":
            # "pulled its men out of Chad"
            return "from" if child.lower_ == "out" and child.nbor(1).lower_ == "of" else child.lower_
        if child.dep_ in ("nmod:desc", "compound") and child.i < noun.i:
            # "between Chilean envoy Soto and": the case sometimes hangs from the title.
            for inner in child.children:
                if inner.dep_ == "case" and inner.tag_ == "IN" and inner.i < child.i:
                    return inner.lower_
    return None


def obliques(head: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, noun) of the obliques and modifiers of a verb or noun, coordinated ones included."""
    for child in head.children:
        if child.dep_ in ("obl", "nmod", "obj", "iobj", "xcomp", "advcl", "acl", "ccomp") or child.dep_.startswith(
            ("obl:", "nmod:")
        ):
            adposition = preposition(child)
            if adposition is None or child.dep_ == "nmod:poss":
                continue
            yield adposition, antecedent(child)
            for other in child.children:
                if other.dep_ == "conj" and (own := preposition(other)) and not is_excepted(other):
                    yield own, other


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it."""
    found = [token]
    for one in found:
        # Grows while it is read; lists of a hostile text may be longer than the interpreter can recurse.
        found.extend(c for c in children(one, "conj") if not is_excepted(c))
        if len(found) > MAX_CONJUNCTS:
            break
    return found


def is_excepted(token: Token) -> bool:
    """ "by a hundred countries, but not by Serbia", "Peru rather than Chile": named in order to be left out."""
    if is_verbal(token):
        return False
    return any(
        c.i < token.i and (c.lower_ in ("not", "never") or (c.dep_ == "cc" and c.lower_ in ("rather", "instead")))
        for c in token.children
    )


def complements(head: Token) -> list[Token]:
    """Clauses that complete a verb, noun or adjective: "agreed to meet", "called for Peru to leave", "plan to send"."""
    found: list[Token] = []
    for child in head.children:
        if child.dep_ in ("xcomp", "ccomp") or (
            child.dep_ in ("advcl", "acl") and is_infinitive(child) and child.i > head.i
        ):
            found.extend(c for c in conjuncts(child) if is_verbal(c) or c is child)
    return found


def governor(token: Token) -> Token:
    """The verb or predicate whose clause holds the token."""
    current = token
    for _ in range(MAX_STEPS * 3):
        if is_verbal(current) and current.dep_ not in ("aux", "aux:pass", "cop", "amod", "case", "mark"):
            return current
        if current.head.i == current.i:
            return current
        current = current.head
    return current


def up(token: Token) -> Iterator[Token]:
    """The token's heads, nearest first."""
    current = token
    for _ in range(MAX_STEPS * 3):
        if current.head.i == current.i:
            return
        current = current.head
        yield current


def words_ahead(token: Token) -> frozenset[str]:
    """Forms and lemmas of the words among which `words_follow` looks for a first particle."""
    behind = token.doc[token.i + 1 : token.i + 1 + REACH]
    return frozenset(w for t in behind for w in (t.lower_, t.lemma_.lower()))


def words_follow(token: Token, words: Iterable[str]) -> list[Token] | None:
    """The tokens of a particle or fixed continuation of a trigger ("pull … out", "in favour"); None if not there."""
    wanted = list(words)
    doc = token.doc
    direct = list(doc[token.i + 1 : token.i + 1 + len(wanted)])
    if [t.lower_ for t in direct] == wanted and not _is_of_time(direct[-1]):
        return direct
    found: list[Token] = []
    position = token.i + 1
    for word in wanted:
        match = next((t for t in doc[position : position + REACH] if _is_part(t, word, token, found)), None)
        if match is None:
            return None
        found.append(match)
        position = match.i + 1
    return found


def _is_of_time(token: Token) -> bool:
    """ "agreed [on] Friday to meet": a preposition of time is no particle."""
    return token.dep_ == "case" and (token.head.lower_ in words("calendar") or token.head.tag_ == "CD")


def _is_part(token: Token, word: str, trigger: Token, found: list[Token]) -> bool:
    if token.lower_ != word and token.lemma_.lower() != word:
        return False
    if any(token.head.i == part.i or part.head.i == token.i for part in found):
        return True
    if token.pos_ == "ADP" and token.dep_ == "case" and token.head.i < token.i:
        # "ask what they are for": the preposition is stranded.
        return False
    if _is_of_time(token):
        # "pulled its men out in May" pulls nobody in.
        return False
    if token.head.i == trigger.i:
        return True
    # The case of an oblique, an adjective of the object, the object's own determiner.
    # "cautioned them against leaving": the preposition of a clause.
    joins = token.dep_ in ("case", "amod", "fixed", "det", "compound:prt") or (
        token.dep_ == "mark" and token.lower_ != "to"
    )
    return token.head.head.i == trigger.i and joins
