"""Stances told by the way: "questioned the legality of", "urged them to lift the ban", "has long sought to join"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.attitudes import Side, lists, make_side
from communique.coding.clauses import (
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    has_case,
    infinitive_of,
    is_negated,
    lemma,
    obliques,
    own_subject,
    with_particle,
)
from communique.coding.context import Context
from communique.coding.pledges import UNSURE
from communique.coding.syntax import children
from communique.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

# Tokens behind a verb among which its object may follow what is set between commas.
LATE = 30


def by_lean(verb: Token) -> Side | None:
    """A stance that a verb tells together with what it governs, or None."""
    if is_negated(verb):
        return None
    rules = (
        _questioned, _asked_to_undo, _sought_to_join, _tabled, _adopted, _withheld, _assented, _upheld, _spoke_up,
        _acted_in,
    )  # fmt: skip
    return next((side for side in (rule(verb) for rule in rules) if side is not None), None)


def _questioned(verb: Token) -> Side | None:
    """As in "questioned the legality of the operation", "cast doubt on the wisdom of the ban"."""
    if lemma(verb) not in lists()["questioning"]:
        return None
    quality = direct_object(verb)
    if quality is None or lemma(quality) not in lists()["quality"]:
        return None
    thing = next(iter((*obliques(quality, "of", "for", "behind"), *children(quality, "nmod:poss"))), None)
    if thing is None:
        return None
    return make_side(find_subject(verb), Stance.OPPOSE, thing, verb, f"position.questioned_{lemma(quality)}", 0.7)


def _asked_to_undo(verb: Token) -> Side | None:
    """As in "urged the council to lift the embargo", "called for the repeal of the law": who asks that opposes it."""
    if lemma(verb) not in lists()["asking"]:
        return None
    act = infinitive_of(verb)
    if act is not None and lemma(act) in lists()["undoing"] and not is_negated(act):
        thing = direct_object(act)
    else:
        asked = [*obliques(verb, "for"), *(t for t in [direct_object(verb)] if t is not None)]
        noun = next((t for t in asked if lemma(t) in lists()["undoing_noun"]), None)
        thing = next(iter(obliques(noun, "of", "to")), None) if noun is not None else None
    if thing is None or not _can_be_undone(thing):
        return None
    return make_side(find_subject(verb), Stance.OPPOSE, thing, verb, f"position.{lemma(verb)}_undo", 0.65)


def _can_be_undone(thing: Token) -> bool:
    classed = lists().class_of(lemma(thing)) in ("blockade", "sanction", "annexation", "settlement")
    return classed or lemma(thing) in lists()["undone_noun"]


def _sought_to_join(verb: Token) -> Side | None:
    """As in "has long sought to join the bloc", "aspires to membership": who wants in is for going in."""
    if lemma(verb) not in lists()["wanting"]:
        return None
    act = infinitive_of(verb)
    if act is None or lemma(act) not in ("join", "rejoin", "enter", "accede"):
        return None
    thing = direct_object(act) or next(iter(obliques(act, "to")), None)
    return make_side(find_subject(verb), Stance.SUPPORT, act, verb, "position.wants_in", 0.6) if thing else None


def _tabled(verb: Token) -> Side | None:
    """As in "put forward a proposal to fill the seats", "tabled a motion on the reef": who tables a text is for it."""
    if with_particle(verb) not in lists()["tabling"] and lemma(verb) not in lists()["tabling"]:
        return None
    text = late_object(verb, lists()["text_noun"] | {"proposal", "amendment"})
    if text is None or lemma(text) not in lists()["text_noun"] | {"proposal", "amendment"}:
        return None
    subject = own_subject(verb)
    return make_side(subject, Stance.SUPPORT, text, verb, f"position.tabled_{lemma(text)}", 0.6) if subject else None


def late_object(verb: Token, nouns: frozenset[str]) -> Token | None:
    """The object, also behind what stands between commas: "passed, by 42 votes to none, the bill"."""
    thing = direct_object(verb)
    if thing is not None:
        return thing
    for token in verb.doc[verb.i + 1 : min(verb.i + LATE, verb.sent.end)]:
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP"):
            break
        loose = token.dep_ in ("parataxis", "appos", "dep", "obl", "nmod") and lemma(token) in nouns
        first = next((t for t in token.subtree if not t.is_punct), token)
        after_comma = first.i > 0 and first.nbor(-1).text == ","
        if loose and (after_comma or not has_case(token)) and first.lower_ in ("a", "an", "the"):
            return token
    return None


def _adopted(verb: Token) -> Side | None:
    """As in "parliament passed, by 42 votes to none, the bill", "lawmakers approved the pact 60-2"."""
    subject = find_subject(verb)
    chamber = subject is not None and lemma(subject) in lists()["chamber_noun"]
    if not chamber or lemma(verb) not in lists()["adopting"] or auxiliaries(verb) & UNSURE:
        return None
    text = late_object(verb, lists()["text_noun"] | lists()["bill_noun"])
    if text is None or lemma(text) not in lists()["text_noun"] | lists()["bill_noun"]:
        return None
    told = verb.doc[verb.sent.start : verb.sent.end]
    named = lemma(text) in ("resolution", "motion", "declaration")
    if not named and not any(
        t.lower_ in ("votes", "vote", "unanimously", "ballots", "majority", "abstentions") for t in told
    ):
        return None
    return make_side(subject, Stance.SUPPORT, text, verb, f"position.adopted_{lemma(text)}", 0.65)


def _withheld(verb: Token) -> Side | None:
    """As in "has refused to sign the pact", "declined to ratify the treaty"."""
    if verb.dep_ != "xcomp" or lemma(verb.head) not in lists()["refuse"] or is_negated(verb.head):
        return None
    if lemma(verb) not in lists()["assenting"]:
        return None
    thing = direct_object(verb) or direct_object(verb.head)
    holder = find_subject(verb.head)
    if thing is None or holder is None:
        return None
    if thing.tag_ == "WDT" and verb.head.dep_ == "acl:relcl":
        thing = verb.head.head
        holder = own_subject(verb.head) or holder
    if thing.pos_ == "NOUN" and not (_is_text(thing) or lemma(thing) in lists()["undone_noun"]):
        return None
    return make_side(holder, Stance.OPPOSE, thing, verb.head, f"position.refused_to_{lemma(verb)}", 0.7)


def _assented(verb: Token) -> Side | None:
    """As in "lawmakers voted to approve the loan"."""
    # "voted 62-4 to approve": the parse may take the count for what is voted on.
    vote = next((t for t in (verb.head, verb.head.head) if lemma(t) == "vote" and t.tag_.startswith("VB")), None)
    bare = any(c.lower_ == "to" for c in children(verb, "mark"))
    # To ratify is a stage of an agreement.
    if vote is None or not bare or lemma(verb) not in lists()["assenting"] - {"ratify", "sign", "join"}:
        return None
    thing = late_object(verb, lists()["text_noun"] | lists()["bill_noun"])
    if thing is None or thing.pos_ != "NOUN" or is_negated(vote):
        return None
    return make_side(find_subject(vote), Stance.SUPPORT, thing, vote, f"position.voted_to_{lemma(verb)}", 0.7)


def _upheld(verb: Token) -> Side | None:
    """As in "reaffirmed the centrality of the cause", "recognises the independence of the island"."""
    thing = direct_object(verb) if lemma(verb) in lists()["upholding"] else None
    if thing is None or verb.tag_ == "VBG" or lemma(thing) not in lists()["upheld"]:
        return None
    return make_side(find_subject(verb), Stance.SUPPORT, thing, verb, f"position.{lemma(verb)}_upheld", 0.7)


def _is_text(thing: Token) -> bool:
    return lemma(thing) in lists()["text_noun"] | lists()["bill_noun"] or lists().class_of(lemma(thing)) == "agreement"


def _spoke_up(verb: Token) -> Side | None:
    """As in "Oman alone spoke in favour": of what the words before were about."""
    if lemma(verb) not in lists()["speak"] or verb.right_edge.i > verb.sent.end:
        return None
    favour = next((o for o in obliques(verb, "in") if lemma(o) in ("favor", "favour", "support")), None)
    if favour is not None and not children(favour, "nmod", "acl") and lemma(verb) != "vote":
        return make_side(find_subject(verb), Stance.SUPPORT, None, verb, "position.spoke_in_favour", 0.65)
    return None


def _acted_in(verb: Token) -> Side | None:
    """As in "filed a brief in support of the claim", "recalled its envoy in protest at the raid"."""
    for phrase in obliques(verb, "in"):
        for name, stance in (("acting_for", Stance.SUPPORT), ("acting_against", Stance.OPPOSE)):
            if lemma(phrase) not in lists()[name] or phrase.i < verb.i:
                continue
            beside = [o for o in obliques(verb, "at", "against", "over") if o.left_edge.i == phrase.i + 1]
            thing = next(iter((*obliques(phrase, "of", "with", "to", "at", "against", "over"), *beside)), None)
            if thing is not None and lemma(thing) not in lists()["state_of_things"]:
                return make_side(find_subject(verb), stance, thing, verb, f"position.in_{lemma(phrase)}", 0.65)
    return None


def displeased(noun: Token) -> Side | None:
    """As in "the displeasure of Riyadh at the pact", "Riga's anger over the raid": who has the feeling opposes it."""
    if noun.pos_ != "NOUN" or lemma(noun) not in lists()["anger_noun"] or is_negated(noun.head):
        return None
    owners = [*children(noun, "nmod:poss"), *(c for c in children(noun, "nmod") if case_of(c) == "of")]
    owners += [c for c in children(noun, "amod") if c.pos_ in ("PROPN", "ADJ") and c.text[:1].isupper()]
    thing = next((o for o in obliques(noun, "at", "over", "about", "with") if o.i > noun.i), None)
    thing = thing or next((n for o in owners for n in obliques(o, "at", "over") if n.i > noun.i), None)
    if thing is None or not owners or lemma(thing) in lists()["state_of_things"]:
        return None
    return make_side(owners[0], Stance.OPPOSE, thing, noun, f"position.{lemma(noun)}_of", 0.65)


def fair(context: Context, token: Token) -> Side | None:
    """As in "insisted that the treaty was fair": who says so of a text or plan is for it."""
    if token.pos_ not in ("ADJ", "NOUN") or is_negated(token) or context.speaker_at(token.idx) is None:
        return None
    subject = own_subject(token)
    if subject is None or subject.pos_ != "NOUN" or not _is_proposed(subject):
        return None
    if not any(c.lower_ in ("is", "are", "was", "were", "'s") for c in children(token, "cop")):
        return None
    told = {token.lower_, lemma(token), *(c.lower_ for c in children(token, "amod"))}
    determined = any(c.lower_ in ("this", "the", "these") for c in children(subject, "det"))
    if not told & lists()["good_word"] or not (determined or children(subject, "nmod:poss")):
        return None
    return Side((), Stance.SUPPORT, subject, token, "position.judged_fair", 0.6)


def _is_proposed(thing: Token) -> bool:
    """A text, plan or measure that one can be for or against, and no result or visit."""
    return _is_text(thing) or lemma(thing) in {"plan", "proposal", "measure", "formula", "project", "decision"}
