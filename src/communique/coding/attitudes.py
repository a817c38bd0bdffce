"""Stances that stand in a noun or predicate: "voiced support for", "an opponent of the pact", "drew protest from"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    is_negated,
    lemma,
    obliques,
    own_subject,
)
from communique.coding.context import Context
from communique.coding.pledges import UNSURE, WILL
from communique.coding.syntax import children
from communique.coding.wordlists import WordLists, load_words
from communique.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

SUPPORT_CASES = ("to", "for", "of", "with")
OPPOSE_CASES = ("to", "of", "against")
CONCERN_CASES = ("at", "over", "about", "against", "with", "for")


@dataclass(frozen=True, slots=True)
class Side:
    """A stance in the syntax.

    `holders` are heads of those who hold it, `issue` the head of what it is about (None: the issue before, as in
    "voted in favour"), `verb` the clause in which times count.
    """

    holders: tuple[Token, ...]
    stance: Stance
    issue: Token | None
    verb: Token
    rule: str
    confidence: float


def lists() -> WordLists:
    """The lists of words that take sides."""
    return load_words("positions")


def make_side(
    holder: Token | None, stance: Stance, issue: Token | None, verb: Token, rule: str, confidence: float
) -> Side | None:
    """A side of one holder, or None where nobody holds it."""
    return Side((holder,), stance, issue, verb, rule, confidence) if holder is not None else None


def expressed(verb: Token) -> Side | None:
    """As in "voiced support for the corridor", "expressed opposition to any change", "voiced alarm at the plan"."""
    noun = direct_object(verb)
    harbouring = lemma(verb) in lists()["harbour"]
    if not (harbouring or lemma(verb) in lists()["express"]) or noun is None or is_negated(verb):
        return None
    if any(c.lower_ in ("no", "little") for c in children(noun, "det", "amod")):
        # "has no objection to"
        return None
    found = _stance_noun(noun)
    # "has the support of" tells of another's stance, "has reservations about" of one's own.
    if found is None or (harbouring and found[0] is Stance.SUPPORT):
        return None
    stance, cases = found
    thing = _complement(noun, cases) or _complement(verb, cases)
    confidence = 0.6 if lemma(noun) in lists()["concern_noun"] else 0.85
    again = children(noun, "nmod:poss") and any(
        c.lower_ in ("also", "too", "likewise") for c in children(verb, "advmod")
    )
    if thing is None and again and confidence > 0.8:
        # "Syria has also voiced its opposition": to what was told before.
        return make_side(find_subject(verb), stance, None, verb, f"position.expressed_{lemma(noun)}_too", 0.65)
    if thing is None or (confidence < 0.8 and lemma(thing) in lists()["state_of_things"]):
        return None
    return make_side(find_subject(verb), stance, thing, verb, f"position.expressed_{lemma(noun)}", confidence)


def _stance_noun(noun: Token) -> tuple[Stance, tuple[str, ...]] | None:
    """The stance that a noun bears, and the prepositions that lead to its issue."""
    if lemma(noun) in lists()["support_noun"]:
        return Stance.SUPPORT, SUPPORT_CASES
    if lemma(noun) in lists()["oppose_noun"]:
        return Stance.OPPOSE, OPPOSE_CASES
    if lemma(noun) in lists()["concern_noun"]:
        return Stance.OPPOSE, CONCERN_CASES
    return None


def _complement(head: Token, cases: tuple[str, ...]) -> Token | None:
    """What follows a stance's noun, also where it hangs on a noun joined to it: "its rejection and denunciation of"."""
    joined = [
        h for h in (head, *children(head, "conj")) if h.pos_ in ("NOUN", "VERB") and (h.i == head.i or h.pos_ == "NOUN")
    ]
    return next((o for h in joined for o in obliques(h, *cases) if o.i > h.i), None)


def met_with(verb: Token) -> Side | None:
    """As in "the raid drew condemnation from Quito", "met with opposition from Quito", "has the support of Quito"."""
    if is_negated(verb) or auxiliaries(verb) & (UNSURE | WILL):
        return None
    noun = direct_object(verb) or next(iter(obliques(verb, "with", "into")), None)
    if noun is None or lemma(verb) not in lists()["meet_with"]:
        return None
    having = lemma(verb) in lists()["have"]
    found = _stance_noun(noun)
    if found is None or (having and found[0] is not Stance.SUPPORT):
        return None
    cases = ("of",) if having else ("from", "by", "in")
    holder = _complement(noun, cases) or _complement(verb, cases)
    subject = find_subject(verb)
    return make_side(holder, found[0], subject, verb, f"position.met_{lemma(noun)}", 0.7) if subject else None


def owned(noun: Token) -> Side | None:
    """As in "Quito's backing for the pipeline", "Quito's objections to the dam": who has a stance is said to own it."""
    found = _stance_noun(noun) if noun.pos_ == "NOUN" else None
    if found is None or lemma(noun) not in lists()["owned_noun"]:
        return None
    verb = noun.head
    governed = noun.dep_ in ("obj", "obl", "xcomp", "nmod") and lemma(verb) in lists()["seek"] | lists()["express"]
    if governed or is_negated(verb) or auxiliaries(verb) & (UNSURE | WILL) or lemma(verb) in lists()["seek"]:
        return None
    holder = next(iter(children(noun, "nmod:poss")), None)
    thing = _complement(noun, tuple(c for c in found[1] if c != "of"))
    if holder is None or thing is None:
        return None
    return make_side(holder, found[0], thing, noun, f"position.owned_{lemma(noun)}", 0.7)


def overruled(noun: Token) -> Side | None:
    """As in "was adopted over the objections of Quito": who objected to what was done."""
    if noun.pos_ != "NOUN" or lemma(noun) not in lists()["oppose_noun"] or case_of(noun) not in ("over", "despite"):
        return None
    raised = (o for c in children(noun, "acl", "acl:relcl") for o in obliques(c, "by"))
    holder = next(iter((*children(noun, "nmod:poss"), *obliques(noun, "of", "from", "by"), *raised)), None)
    verb = noun.head
    thing = direct_object(verb) or own_subject(verb)
    if thing is None or verb.pos_ != "VERB" or lemma(thing) not in _overrulable():
        return None
    return make_side(holder, Stance.OPPOSE, thing, noun, f"position.over_{lemma(noun)}", 0.7)


def _overrulable() -> frozenset[str]:
    words = lists()
    return words["text_noun"] | words["light"] | words["bill_noun"] | words["blockable"] | words["undone_noun"]


def upheld_so(context: Context, verb: Token) -> Side | None:
    """As in "stressed that its borders must be respected": who says so is for them."""
    subject = own_subject(verb)
    if lemma(verb) not in lists()["kept"] or subject is None or lemma(subject) not in lists()["upheld"]:
        return None
    if not auxiliaries(verb) & {"must", "should"} or is_negated(verb) or not children(verb, "aux:pass"):
        return None
    holder = find_subject(verb.head) if verb.dep_ == "ccomp" else None
    if holder is not None and holder.i not in {t.i for t in verb.subtree}:
        return make_side(holder, Stance.SUPPORT, subject, verb, "position.must_be_kept", 0.65)
    if context.speaker_at(verb.idx) is None:
        return None
    return Side((), Stance.SUPPORT, subject, verb, "position.must_be_kept", 0.65)


def judged_so(context: Context, token: Token) -> Side | None:
    """As in "This ban is unfair" and "the raid is an act of war" in somebody's own words."""
    subject = own_subject(token)
    if subject is None or subject.pos_ != "NOUN" or is_negated(token) or context.speaker_at(token.idx) is None:
        return None
    if not any(c.lower_ in ("is", "are", "'s", "was", "were") for c in children(token, "cop")):
        return None
    words = lists()["bad_word"] | lists()["condemning_adjective"]
    told = {token.lower_, lemma(token), *(c.lower_ for c in children(token, "amod"))}
    warlike = lemma(token) == "act" and any(lemma(o) in lists()["warlike"] for o in obliques(token, "of"))
    determined = any(c.lower_ in ("this", "the", "these") for c in children(subject, "det"))
    if not (told & words or warlike) or not (determined or children(subject, "nmod:poss")):
        return None
    return Side((), Stance.OPPOSE, subject, token, "position.judged_so", 0.65)


def harmful(context: Context, verb: Token) -> Side | None:
    """As in "the raid violates international law" in somebody's own words: the speaker opposes the raid."""
    if lemma(verb) not in lists()["harms"] or is_negated(verb) or context.speaker_at(verb.idx) is None:
        return None
    subject = own_subject(verb)
    if subject is None or subject.pos_ != "NOUN" or direct_object(verb) is None:
        return None
    # "the army violates the border" accuses an army; acts and rules are issues.
    if context.references.headed_by(subject.i) is not None or auxiliaries(verb) & (UNSURE | WILL):
        return None
    return Side((), Stance.OPPOSE, subject, verb, f"position.says_{lemma(verb)}", 0.6)


def partisan(noun: Token) -> Side | None:
    """As in "Quito, an opponent of the pact, stayed away", "Quito is a backer of the pact"."""
    for name, stance in (("support_agent", Stance.SUPPORT), ("oppose_agent", Stance.OPPOSE)):
        if lemma(noun) not in lists()[name] or noun.pos_ != "NOUN":
            continue
        thing = _complement(noun, ("of", "to"))
        copula = bool(children(noun, "cop")) and not is_negated(noun)
        holder = noun.head if noun.dep_ == "appos" else (own_subject(noun) if copula else None)
        if thing is None or holder is None:
            return None
        return make_side(antecedent(holder), stance, thing, noun, f"position.{lemma(noun)}_of", 0.75)
    return None


def inviolable(context: Context, token: Token) -> Side | None:
    """As in "Moldova's sovereignty is inviolable" in somebody's own words: the speaker upholds it."""
    words = lists()
    line = lemma(token) == "line" and any(c.lower_ == "red" for c in children(token, "amod"))
    if not (line or lemma(token) in words["inviolable"] or token.lower_ in words["inviolable"]):
        return None
    subject = own_subject(token)
    if subject is None or lemma(subject) not in words["upheld"] or context.speaker_at(token.idx) is None:
        return None
    if not children(token, "cop") or is_negated(token):
        return None
    return Side((), Stance.SUPPORT, subject, token, "position.inviolable", 0.7)


def condemned_in_passing(context: Context, token: Token) -> Side | None:
    """As in "an illegal blockade" in somebody's own words: the speaker opposes what the adjective condemns."""
    classed = {w for c in lists().classes for w in c}
    if lemma(token) not in classed or token.pos_ not in ("NOUN", "PROPN"):
        return None
    judged = any(c.lower_ in lists()["condemning_adjective"] for c in children(token, "amod"))
    if not judged or context.speaker_at(token.idx) is None:
        return None
    return Side((), Stance.OPPOSE, token, token, "position.condemning_adjective", 0.75)
