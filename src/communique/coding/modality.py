"""Whether an event is told as fact: actual, historical, future, hypothetical or negated.

Conditions, wishes, advice, questions and fears make an event hypothetical; "not", "no" and "never" negate it; what is
announced is future; what lies three or more months before publication is historical.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.language.document import Time, TimeKind
from communique.records import Modality, PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Token

HISTORICAL_MONTHS = 3


def read_modality(clause: Token, lexicon: Lexicon) -> Modality:
    """Modality of the clause that a verb (or predicate) heads, dates apart.

    Args:
        clause: Verb, or noun or adjective that a copula makes a predicate.
        lexicon: For the verbs of hoping, fearing and announcing above the clause.
    """
    if is_negated(clause):
        return Modality.NEGATED
    if is_conditional(clause) or _asked(clause) or _is_dropped(clause):
        return Modality.HYPOTHETICAL
    auxiliaries = auxiliaries_of(clause)
    if any(c.dep_ == "advmod" and c.lower_ in words("hearsay") for c in clause.children):
        return Modality.HYPOTHETICAL
    if clause.dep_ in ("xcomp", "ccomp") and clause.head.lower_ == "ought":
        return Modality.HYPOTHETICAL
    if is_going_to(clause) and not auxiliaries & words("irreal-auxiliary"):
        return Modality.FUTURE
    if _in_irreal_context(clause, lexicon):
        return Modality.HYPOTHETICAL
    if auxiliaries & words("will") or is_going_to(clause):
        return Modality.FUTURE
    if "would" in auxiliaries:
        return Modality.FUTURE if is_reported(clause, lexicon) else Modality.HYPOTHETICAL
    if auxiliaries & words("irreal-auxiliary"):
        return Modality.HYPOTHETICAL
    return Modality.ACTUAL


def auxiliaries_of(clause: Token, steps: int = syntax.MAX_STEPS) -> set[str]:
    """The auxiliaries of a verb in small letters, those of the verb that it is coordinated with if it has none."""
    own = {c.lower_ for c in clause.children if c.dep_ in ("aux", "cop")}
    if steps == 0:
        return own
    if clause.dep_ == "conj" and not own and clause.tag_ in ("VB", "VBN", "VBG") and clause.head.pos_ == "VERB":
        return auxiliaries_of(clause.head, steps - 1)
    if clause.dep_ == "xcomp" and clause.head.pos_ in ("VERB", "ADJ") and clause.head.i < clause.i:
        return own | auxiliaries_of(clause.head, steps - 1)
    return own


def is_going_to(clause: Token) -> bool:
    """ "is to visit", "are going to meet", "was due to sign", "is expected to": an arrangement ahead."""
    if any(c.dep_ in ("mark", "case") and c.lower_ in words("ahead") and c.i < clause.i for c in clause.children):
        # "is due to visit", read as one conjunction or preposition.
        return True
    infinitive = any(c.dep_ in ("mark", "aux") and c.lower_ == "to" for c in clause.children)
    if not infinitive:
        return False
    if any(c.dep_ in ("cop", "aux") and c.lemma_.lower() == "be" for c in clause.children):
        return True
    head = clause.head
    if clause.dep_ in ("xcomp", "ccomp", "advcl", "acl") and head.i < clause.i:
        if head.lemma_.lower() in words("ahead"):
            return True
        return head.lemma_.lower() == "be" and head.pos_ in ("AUX", "VERB")
    return False


def _is_dropped(clause: Token) -> bool:
    """A plan of the past that came to nothing, or may have: "had been due to visit", "was to meet him, but"."""
    tops = [clause, clause.head] if clause.dep_ in ("xcomp", "ccomp", "acl", "advcl") else [clause]
    helpers = {c.lower_ for t in tops for c in t.children if c.dep_ in ("aux", "aux:pass", "cop")}
    arranged = is_going_to(clause) or any(t.lower_ in words("arranged") for t in tops)
    if not arranged or not _has_infinitive(clause):
        return False
    if {"had", "been"} <= helpers or any(t.lower_ in ("supposed", "meant") for t in tops):
        return True
    past = bool(helpers & {"was", "were"})
    # "was to have met"; "was to meet him, but fell ill"
    undone = any(
        c.dep_ == "conj" and any(g.dep_ == "cc" and g.lower_ == "but" for g in c.children)
        for t in tops
        for c in t.children
    )
    return past and ("have" in helpers or undone)


def _has_infinitive(clause: Token) -> bool:
    return any(
        c.lower_ in ("to", "due", "set", "expected") and c.dep_ in ("mark", "aux", "case") for c in clause.children
    )


def read_noun(noun: Token, lexicon: Lexicon) -> Modality:
    """Modality of a harm or help named in passing: told as known, unless the noun itself is doubted.

    "condemned the invasion" has an invasion; "fears of an invasion", "any invasion" have none.
    """
    if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children):
        return Modality.NEGATED
    if any(c.dep_ in ("det", "amod", "advmod") and c.lower_ in words("unsure") for c in noun.children):
        return Modality.HYPOTHETICAL
    if noun.dep_ == "nmod" and noun.head.lemma_.lower() in lexicon.words("irreal"):
        return Modality.HYPOTHETICAL
    clause = syntax.governor(noun)
    return Modality.HYPOTHETICAL if is_conditional(clause) or _asked(clause) else Modality.ACTUAL


def is_negated(clause: Token, steps: int = syntax.MAX_STEPS) -> bool:
    """ "has not signed", "never fought", "no shots were fired", "without consulting"."""
    if is_itself_negated(clause):
        return True
    if steps == 0:
        return False
    head = clause.head
    if clause.dep_ == "xcomp" and head.lemma_.lower() == "fail":
        return True
    if is_infinitive_yet(clause) or _is_forborne(clause):
        return True
    if clause.dep_ == "xcomp" and head.pos_ in ("VERB", "AUX", "ADJ") and is_negated(head, steps - 1):
        return True
    if clause.dep_ == "conj" and head.pos_ == "VERB" and not any(c.dep_ in syntax.SUBJECTS for c in clause.children):
        return any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in clause.children) and is_negated(
            head, steps - 1
        )
    # "has yet to tell who will pay"
    unsaid = clause.dep_ in ("ccomp", "advcl") and head.lemma_.lower() in ("say", "confirm", "know", "decide")
    return unsaid and is_negated(head, steps - 1)


def _is_forborne(clause: Token) -> bool:
    """ "Stopped short of expelling", "refrained from using", "has no intention of sending": it was not done."""
    head = clause.head
    if head.lower_ in ("short", "back", "off") and head.dep_ == "advmod":
        # "stopped short of signing": parsers differ in what "signing" hangs from
        head = head.head
    if clause.dep_ == "acl":
        return head.lemma_.lower() in words("purpose") and any(
            c.dep_ == "det" and c.lower_ == "no" for c in head.children
        )
    if clause.dep_ not in ("advcl", "xcomp", "ccomp") or clause.tag_ != "VBG":
        return False
    marks = {c.lower_ for c in clause.children if c.dep_ in ("mark", "case")}
    short = any(c.lower_ in ("short", "back", "off") for c in head.children)
    if head.lemma_.lower() in words("falling-short"):
        return short and bool(marks & {"of", "from", "on"})
    return head.lemma_.lower() in words("forbearing") and (bool(marks & {"from"}) or head.lemma_.lower() == "avoid")


def is_infinitive_yet(clause: Token) -> bool:
    """ "has yet to sign": it has not signed."""
    marker = next((c for c in clause.children if c.lower_ == "to" and c.dep_ in ("mark", "aux")), None)
    return marker is not None and marker.i > 0 and marker.nbor(-1).lower_ == "yet"


def is_itself_negated(clause: Token) -> bool:
    """The negation stands at the clause's own verb, subject or object."""
    for child in clause.children:
        if child.dep_ == "cc" and child.lower_ in ("nor", "neither"):
            # "Nor has Lima replied", "did not sign, nor did Peru sign"
            return True
        negates = child.dep_ in ("advmod", "aux", "mark", "neg", "cc:preconj") and child.lower_ in words("negation")
        if negates and not _of_relative(child, clause):
            return True
        if child.dep_ in ("nsubj", "nsubj:pass", "obj") and (
            child.lower_ in words("negative-subject")
            or any(g.dep_ in ("det", "advmod") and g.lower_ in ("no", "neither") for g in child.children)
        ):
            return True
    return any(c.dep_ == "det" and c.lower_ == "no" for c in clause.children)


def _of_relative(negation: Token, clause: Token) -> bool:
    """ "Belgrade, which never has, withdrew": the negation is that of a relative clause cut short."""
    between = [t.lower_ for t in clause.doc[negation.i + 1 : clause.i]]
    return "," in between and negation.i > 0 and negation.nbor(-1).lower_ in words("relative")


def is_conditional(clause: Token) -> bool:
    """The clause is a condition or stands under one: "if Peru signs", "were Peru to sign, Chile would follow"."""
    current = clause
    for _ in range(syntax.MAX_STEPS):
        if any(c.dep_ in ("mark", "advmod") and c.lower_ in words("condition") for c in current.children):
            return True
        if _inverted(current) or _waits(current):
            return True
        if current.head.i == current.i or current.dep_ in ("acl:relcl", "parataxis"):
            break
        if current.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "obj", "obl", "aux", "cop"):
            break
        current = current.head
    would = auxiliaries_of(clause) & {"would", "could", "might", "may"}
    return bool(would) and any(
        c.dep_ == "advcl" and (_inverted(c) or any(m.lower_ in ("if", "unless") for m in c.children))
        for head in (clause, *syntax.up(clause))
        for c in head.children
    )


def _waits(clause: Token) -> bool:
    """ "will vote once Congress has cleared the sale": what is waited for is not there yet."""
    marked = any(c.dep_ in ("mark", "advmod") and c.lower_ in ("once", "until", "till") for c in clause.children)
    return marked and clause.dep_ == "advcl" and bool(auxiliaries_of(clause.head) & {"will", "would", "wo", "'ll"})


def is_condition(clause: Token) -> bool:
    """The clause itself is the condition: "if Peru signs", "should Peru sign"."""
    return _inverted(clause) or any(
        c.dep_ in ("mark", "advmod") and c.lower_ in ("if", "unless") for c in clause.children
    )


def _inverted(verb: Token) -> bool:
    # "Should another ship sail", "Were Peru to sign", "Had Chile known": the auxiliary opens the sentence.
    if verb.doc[verb.sent.end - 1].text == "?":
        return False
    first = next((t for t in verb.sent if t.is_alpha), None)
    opener = next((c for c in verb.children if c.dep_ in ("aux", "aux:pass", "cop", "mark")), None)
    if verb.lower_ == "were" and first is not None and verb.i == first.i:
        return True
    return (
        opener is not None
        and opener.lower_ in ("should", "were", "had")
        and (first is not None and opener.i == first.i)
        and any(c.dep_ in syntax.SUBJECTS and c.i > opener.i for c in verb.children)
    ) or (
        first is not None
        and first.lower_ == "were"
        and verb.dep_ in ("advcl", "ROOT", "ccomp")
        and any(c.dep_ in ("mark", "aux") and c.lower_ in ("to", "were") for c in verb.children)
        and verb.i - first.i < 8
    )


def _asked(clause: Token) -> bool:
    return clause.sent.text.rstrip().rstrip("\"'”’)").endswith("?") and not is_reported_by_verb(clause)


def is_reported_by_verb(clause: Token) -> bool:
    """The clause gives what somebody says: `Peru left, he said`."""
    return any(c.dep_ == "parataxis" for c in clause.children)


def is_reported(clause: Token, lexicon: Lexicon) -> bool:
    """ "said it would sign", "it would sign, he said": the future seen from the past."""
    said = lexicon.words("say")
    current = clause
    for _ in range(syntax.MAX_STEPS):
        if any(c.dep_ in ("parataxis", "ccomp") and c.lemma_.lower() in said for c in current.children):
            return True
        head = current.head
        if head.i == current.i:
            return False
        if current.dep_ in ("ccomp", "parataxis", "xcomp", "acl") and head.lemma_.lower() in said:
            return True
        if current.dep_ not in ("conj", "xcomp", "ccomp", "advcl", "acl", "acl:relcl", "obj"):
            return False
        current = head
    return False


def _in_irreal_context(clause: Token, lexicon: Lexicon) -> bool:
    irreal = lexicon.words("irreal")
    current = clause
    for _ in range(syntax.MAX_STEPS):
        head = current.head
        if head.i == current.i:
            return False
        if current.dep_ == "obl" and current.pos_ == "NOUN" and syntax.preposition(current) in words("apart"):
            # "during a call with Lima, he urged": the call took place.
            return False
        if _is_presupposed(current):
            return False
        if current.dep_ in ("ccomp", "xcomp", "acl", "advcl", "obj", "obl", "nmod"):
            if head.lemma_.lower() in irreal:
                return True
            if current.dep_ == "ccomp" and any(
                o.i < current.i and o.pos_ == "NOUN" and o.lemma_.lower() in irreal for o in syntax.objects(head)
            ):
                # "denied claims that it had armed them": the clause is what is claimed.
                return True
        elif current.dep_ not in ("conj",):
            return False
        current = head
    return False


def _is_presupposed(clause: Token) -> bool:
    """ "Hopes to apply the rules drawn up by Peru": what is to be carried out was drawn up already."""
    thing = clause.head
    if clause.dep_ != "acl" or clause.tag_ not in ("VBN", "VBD") or thing.dep_ not in ("obj", "obl"):
        return False
    return thing.head.lemma_.lower() in words("presupposing")


def months_before(earlier: PartialDate, later: PartialDate) -> int | None:
    """Whole calendar months from the last day that `earlier` allows to `later`."""
    try:
        then, now = _last_day(earlier), _last_day(later)
    except ValueError:
        return None
    months = (now.year - then.year) * 12 + now.month - then.month
    return months - (1 if now.day < then.day and len(earlier) >= 10 else 0)


def _last_day(partial: PartialDate) -> date:
    parts = [int(p) for p in partial[:10].split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 12, parts[2] if len(parts) > 2 else 28)


def is_long_ago(time: Time | None, published: PartialDate | None) -> bool:
    """Whether a time lies three or more months before publication, or tells a habit of years."""
    if time is None:
        return False
    if time.kind is TimeKind.REPEATED:
        return True
    begun = time.first if time.kind in (TimeKind.SINCE, TimeKind.DURATION, TimeKind.INTERVAL) else None
    moment = begun or time.last or time.first
    if moment is None or published is None:
        return False
    months = months_before(moment, published)
    return months is not None and months >= HISTORICAL_MONTHS


def is_habitual(clause: Token, lexicon: Lexicon) -> bool:
    """ "traditionally supports", "has long rejected": a standing state told as background."""
    habits: Sequence[str] = tuple(lexicon.words("habitual"))
    if any(c.dep_ in ("advmod", "obl", "obl:unmarked") and c.lower_ in habits for c in clause.children):
        return True
    if not any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in clause.children):
        return False
    # "has repeatedly denied", "have said so more than once", "has backed them for decades"
    return any(_is_often(c) for c in clause.children)


def _is_often(token: Token) -> bool:
    if token.lower_ in words("often"):
        return token.dep_ in ("advmod", "obl", "obl:unmarked")
    if token.lower_ in ("once", "times"):
        return any(c.lower_ in ("more", "many", "several", "countless") for c in token.children)
    return syntax.preposition(token) == "for" and token.lower_ in words("ages")
