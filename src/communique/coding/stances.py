"""Words that take a side: "opposes", "voted against", "voiced support for", "called the deal a betrayal"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.coding.attitudes import (
    Side,
    condemned_in_passing,
    expressed,
    harmful,
    inviolable,
    judged_so,
    lists,
    make_side,
    met_with,
    overruled,
    owned,
    partisan,
    upheld_so,
)
from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    has_case,
    is_negated,
    lemma,
    obliques,
    own_subject,
    with_particle,
)
from communique.coding.context import Context
from communique.coding.idioms import by_idiom, under_fire
from communique.coding.leanings import by_lean, displeased, fair, late_object
from communique.coding.pledges import UNSURE, WILL
from communique.coding.seconding import repeated
from communique.coding.speakers import inserted_cue, is_cue
from communique.coding.syntax import children
from communique.coding.votes import cast_vote, joined_vote, voted, with_votes
from communique.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

# Tokens behind an object in which the judging word is looked for: `called the draft "openly provocative"`.
JUDGEMENT_REACH = 10


def find_sides(context: Context) -> Iterator[Side]:
    """All stances in the text, with those of "did so" and "as did" behind each."""
    for token in context.words:
        side = _find_side(context, token)
        if side is not None:
            yield side
            yield from repeated(side)
        yield from with_votes(token)


def _find_side(context: Context, token: Token) -> Side | None:
    if token.tag_.startswith("VB") and token.dep_ not in ("amod", "compound"):
        upheld = upheld_so(context, token)
        if upheld is not None:
            return upheld
        return (_verb_side(token) or harmful(context, token) or _predicate(token)) if _is_open(token) else None
    if token.lower_ == "voting":
        return joined_vote(token)
    return (
        _predicate(token)
        or partisan(token)
        or owned(token)
        or displeased(token)
        or overruled(token)
        or judged_so(context, token)
        or fair(context, token)
        or inviolable(context, token)
        or condemned_in_passing(context, token)
    )


def _verb_side(verb: Token) -> Side | None:
    rules = (
        _passed_text, cast_vote, voted, expressed, met_with, _spoke_in_favour, by_idiom, under_fire, _called, _by_verb,
        by_lean,
    )  # fmt: skip
    return next((side for side in (rule(verb) for rule in rules) if side is not None), None)


def _is_open(verb: Token) -> bool:
    """The clause states something that is so: no wish, no condition, no future, no "asked them to back it"."""
    helping = auxiliaries(verb)
    able = {"can", "ca"} & helping
    # "will never accept" says where somebody stands, "will support" what is to come.
    reported = "would" in helping and (_is_reported(verb) or inserted_cue(verb) is not None)
    # "said his country could not support the text" is "we cannot support it", told later.
    unable = "could" in helping and is_negated(verb) and _is_reported(verb)
    to_come = helping & WILL or able or reported
    if to_come and _is_sworn(verb):
        # "promised that Beijing would back the court", "Samoa would cast its vote for": a side taken beforehand.
        return not any(c.lower_ in ("if", "unless", "whether") for c in children(verb, "mark"))
    possible = UNSURE - {"can"} - ({"would"} if reported else set()) - ({"could"} if unable else set())
    if (to_come and not is_negated(verb)) or helping & possible:
        return False
    if any(c.lower_ in ("if", "unless", "whether") for c in children(verb, "mark")):
        return False
    above = verb.head
    if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "xcomp", "obl", "acl") and auxiliaries(above) & UNSURE:
        return False
    if lemma(above) in lists()["refuse"]:
        return True
    bare = verb.tag_ == "VB" and any(c.lower_ == "to" for c in children(verb, "mark"))
    return not bare or lemma(verb.head) in lists()["resolving"]


def _is_sworn(verb: Token) -> bool:
    """In the clause of a promise, or a vote to come that is told: whose side it will be is known."""
    if verb.dep_ == "ccomp" and lemma(verb.head) in lists()["resolving"] - {"continue"}:
        return True
    voting = lemma(verb) in lists()["announced_side"] | {"vote"} or (
        lemma(verb) == "cast" and direct_object(verb) is not None
    )
    hanging = any(m.lower_ in ("if", "unless", "once") for c in children(verb, "advcl") for m in children(c, "mark"))
    if hanging and lemma(verb) in lists()["announced_side"]:
        return False
    certain = lemma(verb) not in lists()["announced_side"] and bool(auxiliaries(verb) & WILL)
    return voting and (_is_reported(verb) or inserted_cue(verb) is not None or certain)


def _is_reported(verb: Token) -> bool:
    """In a clause that somebody says: "said it would never accept"."""
    return verb.dep_ == "ccomp" and is_cue(verb.head, "say")


def _stance_of(verb: Token) -> Stance | None:
    word = with_particle(verb)
    word = word if word in lists()["oppose"] else lemma(verb)
    if word in lists()["text_only"]:
        # To block a text is a stance, to block a road is an act.
        thing = antecedent(direct_object(verb) or own_subject(verb) or verb)
        text = lemma(thing) in lists()["text_noun"] | lists()["blockable"] or lists().class_of(lemma(thing)) != lemma(
            thing
        )
        return Stance.OPPOSE if text and not is_negated(verb) else None
    if word in lists()["support"]:
        # "does not support" takes a side; "has never supported" denies an act.
        denied = is_negated(verb)
        if lemma(verb.head) in lists()["refuse"] and verb.dep_ == "xcomp":
            return Stance.OPPOSE
        return (Stance.OPPOSE if _is_present(verb) else None) if denied else Stance.SUPPORT
    if word in lists()["oppose"]:
        # "did not condemn" is no support; it is nothing that can be checked.
        return None if is_negated(verb) else Stance.OPPOSE
    if word in lists()["recognise"]:
        # To refuse to allow something is an act against somebody.
        refused = lemma(verb.head) in lists()["refuse"] and verb.dep_ == "xcomp" and word != "allow"
        return Stance.OPPOSE if refused or is_negated(verb) else None
    return None


def _what_is_sided(thing: Token | None) -> Token | None:
    """What "rejected what it called interference" and "a pact, which Chile backs" are about."""
    if thing is None:
        return None
    if thing.lower_ != "what":
        found = antecedent(thing)
        return _meant(found, thing) if found.i != thing.i else thing
    clause = next(iter(children(thing, "acl:relcl", "acl")), None)
    return direct_object(clause) or next(iter(children(clause, "xcomp")), None) if clause is not None else None


def _meant(found: Token, pronoun: Token) -> Token:
    """What a relative clause is about where the noun before it is a light word, a place or a number of things.

    "a joint patrol, an idea that Quito backed" is about the patrol, and "drills in Gdansk with 4,000 men, which Quito
    condemned" about the drills.
    """
    if found.dep_ == "appos" and lemma(found) in lists()["apposed"]:
        whole = found.head
        # "a mechanism for small states, a cause that": the first noun of the phrase.
        while whole.dep_ == "nmod" and whole.head.pos_ == "NOUN" and whole.head.i < whole.i:
            whole = whole.head
        return whole
    if lemma(found) in lists()["light"]:
        clause = found.head
        told = direct_object(clause) if clause.pos_ == "VERB" else None
        above = found.head if found.dep_ == "appos" else told
        return above if above is not None and above.pos_ in ("NOUN", "PROPN") else found
    loose = pronoun.lower_ == "which" and any(t.text == "," for t in pronoun.doc[found.i + 1 : pronoun.i])
    beside = found.pos_ == "PROPN" or bool(children(found, "nummod"))
    if not loose or not beside or case_of(found) in (None, "of", "on"):
        return found
    at = found
    while at.dep_ in ("nmod", "obl") and at.head.i < at.i:
        at = at.head
    told = direct_object(at) if at.pos_ == "VERB" else at
    return told if told is not None and told.pos_ == "NOUN" and told.i < found.i else found


def _is_present(verb: Token) -> bool:
    return bool(auxiliaries(verb) & {"do", "does", "can", "ca", "cannot", "could", "will", "wo", "would"})


def _by_verb(verb: Token) -> Side | None:
    """As in "Norway opposes the plan", "the plan was rejected by Norway", "adheres to the principle"."""
    governed = verb.tag_ == "VBG" and (verb.dep_ == "acl" or case_of(verb) is not None)
    if governed and lemma(verb.head) != "join":
        # "in defending its borders" says what is done, "rejecting the plan" where somebody stands.
        return None
    stance = _stance_of(verb)
    if stance is None:
        return _by_preposition(verb)
    side = _of_passive(verb, stance) if _is_passive(verb) else _of_active(verb, stance)
    # "protested the arrest", "protested over the arrest"
    side = side or _by_preposition(verb)
    if side is not None and lemma(verb) == "denounce" and side.issue is not None and _is_own_treaty(side.issue):
        return None
    refused = lists()["asks"] | lists()["charges"]
    answered = stance is Stance.OPPOSE and lemma(verb) not in lists()["standing"]
    if side is None or (answered and side.issue is not None and lemma(side.issue) in refused):
        # To reject a request is to refuse somebody, to reject a charge to deny it: neither is a stance on an issue.
        return None
    return _with_joined(side)


def _is_own_treaty(issue: Token) -> bool:
    """As in "denounced the 1994 agreement with Minsk": a party that denounces its treaty ends it."""
    treaty = lists().class_of(lemma(issue)) == "agreement"
    other = [*obliques(issue, "with"), *(o for n in children(issue, "nmod") for o in obliques(n, "with"))]
    return treaty and bool(other) and not any(c.lower_ == "draft" for c in issue.children)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ == "aux:pass" for c in verb.children) or (verb.dep_ == "acl" and verb.tag_ == "VBN")


def _of_passive(verb: Token, stance: Stance) -> Side | None:
    """As in "the plan was backed by Norway"; "Norway is opposed to it" only looks like one."""
    subject = find_subject(verb)
    to = next(iter(obliques(verb, "to")), None) if lemma(verb) == "oppose" else None
    if to is not None:
        return make_side(subject, stance, to, verb, "position.opposed_to", 0.85)
    agent = next(iter(obliques(verb, "by")), None)
    return make_side(agent, stance, subject, verb, "position.verb.passive", 0.75) if subject is not None else None


def _of_active(verb: Token, stance: Stance) -> Side | None:
    thing = direct_object(verb) or next((c for c in children(verb, "iobj") if not has_case(c)), None)
    sided = _what_is_sided(thing or _behind_judgement(verb))
    return make_side(find_subject(verb), stance, sided, verb, f"position.{lemma(verb)}", 0.85) if sided else None


def _behind_judgement(verb: Token) -> Token | None:
    """As in "condemned as barbaric the killing": an object behind its judgement is read as an oblique."""
    judged = any(case_of(c) == "as" for c in children(verb, "obl", "advcl", "xcomp"))
    later = (c for c in children(verb, "obl", "dep", "ccomp") if c.pos_ == "NOUN" and not has_case(c))
    return next(later, None) if judged else None


def _by_preposition(verb: Token) -> Side | None:
    """As in "adheres to the principle", "objects to the demand"."""
    for name, stance in (("support", Stance.SUPPORT), ("oppose", Stance.OPPOSE), ("assent", Stance.OPPOSE)):
        if name == "assent" and not is_negated(verb):
            break
        cases = [w.split("_")[1] for w in lists()[f"{name}_prepositional"] if w.split("_")[0] == lemma(verb)]
        phrase = next((o for c in cases for o in obliques(verb, c) if o.i > verb.i and not _is_time(o)), None)
        if phrase is not None and is_negated(verb) and name != "oppose" and _is_present_or_reported(verb):
            rule = f"position.not_{lemma(verb)}_{case_of(phrase)}"
            return make_side(find_subject(verb), Stance.OPPOSE, phrase, verb, rule, 0.75)
        if phrase is not None and not is_negated(verb) and lemma(verb) != "vote":
            rule = f"position.{lemma(verb)}_{case_of(phrase)}"
            return make_side(find_subject(verb), stance, phrase, verb, rule, 0.85)
    return None


def _is_present_or_reported(verb: Token) -> bool:
    """As in "does not agree with the sale" and "said that he did not agree with it"."""
    return _is_present(verb) or (bool(auxiliaries(verb) & {"did", "could"}) and _is_reported(verb))


def _is_time(noun: Token) -> bool:
    """As in "have argued for years"."""
    return lemma(noun) in ("year", "month", "week", "day", "decade", "hour", "time", "century", "generation")


def _with_joined(side: Side) -> Side:
    """As in "Malta joined Cyprus in condemning the raid": both condemned it."""
    verb = side.verb.head
    joined = direct_object(verb) if lemma(verb) == "join" and side.verb.tag_ == "VBG" else None
    return replace(side, holders=(*side.holders, joined)) if joined is not None else side


def _predicate(token: Token) -> Side | None:
    """As in "Malta is against the fence", "is in favour of talks", "is critical of the plan"."""
    subject, case = own_subject(token), case_of(token)
    remaining = token.dep_ in ("xcomp", "ccomp") and lemma(token.head) in lists()["remain"]
    if remaining and subject is None:
        # "remains firmly opposed to": the verb stands for a copula.
        subject = None if is_negated(token.head) else find_subject(token.head)
    # "is against sending troops": the act's verb carries subject and copula.
    being = children(token, "cop") or (token.tag_ == "VBG" and case == "against" and children(token, "aux"))
    if subject is None or not (being or remaining) or is_negated(token):
        return None
    if case == "behind" and token.pos_ == "NOUN":
        # "is firmly behind the plan"
        return make_side(subject, Stance.SUPPORT, token, token, "position.is_behind", 0.75)
    if token.lower_ == "against" and children(token, "cop") and token.nbor().is_punct:
        # "and Iceland was against"
        return make_side(subject, Stance.OPPOSE, None, token, "position.was_against", 0.65)
    if case == "against":
        return make_side(subject, Stance.OPPOSE, token, token, "position.is_against", 0.8)
    if case in ("in", "behind") and lemma(token) in ("favor", "favour", "support"):
        return _in_favour(subject, token, token)
    for name, stance in (("support_adjective", Stance.SUPPORT), ("oppose_adjective", Stance.OPPOSE)):
        thing = next(iter(obliques(token, "of", "to", "towards", "toward")), None)
        if {lemma(token), token.lower_} & lists()[name] and thing is not None:
            return make_side(subject, stance, thing, token, f"position.is_{token.lower_}", 0.75)
    return None


def _in_favour(subject: Token | None, favour: Token, verb: Token) -> Side | None:
    thing = next(iter(obliques(favour, "of")), None)
    bare = thing is None and bool(children(favour, "cop")) and not any(c.i > favour.i for c in children(favour, "nmod"))
    if bare and lemma(favour) != "support":
        # "Norway was in favour": of what the words before are about.
        return make_side(subject, Stance.SUPPORT, None, verb, "position.was_in_favour", 0.65)
    return make_side(subject, Stance.SUPPORT, thing, verb, "position.in_favour", 0.8) if thing is not None else None


def _spoke_in_favour(verb: Token) -> Side | None:
    """As in "has spoken in favour of a ceasefire", "came out in support of the tribunal", "threw its weight behind"."""
    if is_negated(verb):
        return None
    if lemma(verb) in lists()["speak"] | lists()["remain"]:
        phrases = (o for o in obliques(verb, "in") if lemma(o) in ("favor", "favour", "support"))
        found = next((_in_favour(find_subject(verb), o, verb) for o in phrases), None)
        if found is not None:
            return found
    weight = direct_object(verb)
    thing = next(iter(obliques(verb, "behind")), None)
    if thing is None or weight is None or lemma(weight) not in ("weight", "support"):
        return None
    return make_side(find_subject(verb), Stance.SUPPORT, thing, verb, "position.weight_behind", 0.8)


def _passed_text(verb: Token) -> Side | None:
    """As in "The Senate passed a resolution condemning the embargo": the stance is that of the text."""
    if lemma(verb) not in lists()["pass_text"]:
        return None
    text = late_object(verb, lists()["text_noun"])
    if text is None or lemma(text) not in lists()["text_noun"]:
        return None
    for part in children(text, "acl", "acl:relcl"):
        stance = _stance_of(part)
        thing = direct_object(part)
        if stance is not None and thing is not None:
            return make_side(find_subject(verb), stance, thing, verb, "position.passed_text", 0.9)
        wanted = next(iter(obliques(part, "for")), None) if lemma(part) == "call" else None
        if wanted is not None and wanted.pos_ == "NOUN":
            # "a resolution calling for the withdrawal of troops"
            return make_side(find_subject(verb), Stance.SUPPORT, wanted, verb, "position.passed_text_for", 0.75)
    against = next(iter(obliques(text, "against")), None)
    if against is not None:
        return make_side(find_subject(verb), Stance.OPPOSE, against, verb, "position.passed_text_against", 0.85)
    favour = next((o for o in obliques(text, "in") if lemma(o) in ("favor", "favour", "support")), None)
    return _in_favour(find_subject(verb), favour, verb) if favour is not None else None


def _called(verb: Token) -> Side | None:
    """As in "called the corridor a historic step", "described it as unacceptable": what the judging word says."""
    if lemma(verb) not in lists()["call"] or is_negated(verb) or lemma(verb) in lists()["support"] | lists()["oppose"]:
        return None
    thing = direct_object(verb) or next((c for c in children(verb, "xcomp", "ccomp") if children(c, "det")), None)
    if thing is None or children(verb, "aux:pass"):
        # "are considered a threat" leaves open by whom.
        return None
    judged, thing = thing, _relative_object(verb) or thing
    start = judged.left_edge.i if thing.i != judged.i else thing.i + 1
    last = max((t.i for t in judged.subtree), default=judged.i)
    for token in verb.doc[start : min(start + JUDGEMENT_REACH, verb.sent.end)]:
        if (token.i > last and token.text in {",", ";", "."}) or token.lower_ in ("not", "no"):
            break
        for name, stance in (("good_word", Stance.SUPPORT), ("bad_word", Stance.OPPOSE)):
            if token.lower_ in lists()[name] or lemma(token) in lists()[name]:
                if token.i + 1 < verb.sent.end and token.nbor().lower_ in ("but", "though", "if"):
                    # "useful but insufficient" takes both sides.
                    return None
                return make_side(find_subject(verb), stance, thing, verb, f"position.called_{name}", 0.8)
    return None


def _relative_object(verb: Token) -> Token | None:
    """As in "drills that Quito called a threat": the pronoun stands for what is judged, the object judges it."""
    pronoun = next((c for c in verb.children if c.i < verb.i and c.dep_ == "obj" and c.tag_ in ("WDT", "WP")), None)
    return _what_is_sided(pronoun) if pronoun is not None else None
