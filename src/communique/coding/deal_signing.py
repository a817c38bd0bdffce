"""Agreements at a signature and after it: to be signed, signed, laid before a chamber, ratified, joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    direct_object,
    find_subject,
    is_negated,
    lemma,
    obliques,
    own_subject,
)
from communique.coding.deals import (
    Deal,
    governed,
    is_agreement,
    is_paper,
    is_so,
    lists,
    stages_of,
    thing_below,
)
from communique.coding.pledges import UNSURE, WILL
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that make a signature hang on something else: "once both have signed", "when they will sign".
OPEN = frozenset({"if", "unless", "whether", "once", "until", "before", "when"})


# --- Signed, or about to be ------------------------------------------------------------------------------------------


def to_be_signed(verb: Token) -> Deal | None:
    """Read "is to be signed in May", "which the leaders will sign": its text is agreed, though no name is under it.

    What is still to be concluded is being negotiated.
    """
    if not _is_due(verb) or is_negated(verb) or auxiliaries(verb) & UNSURE:
        return None
    if any(c.lower_ in OPEN for c in children(verb, "mark", "advmod")):
        return None
    thing = governed(verb) or (find_subject(verb) if children(verb, "aux:pass") else None)
    if thing is None or not is_agreement(thing):
        return None
    stage = Stage.NEGOTIATING if lemma(verb) in lists()["phrases.to_conclude"] else Stage.AGREED
    return Deal(thing, verb, stage, "agreement.to_be_signed", confidence=0.6)


def _is_due(verb: Token) -> bool:
    """As in "will sign", "are to be signed", "is expected to be signed"; not "want the treaty to be signed"."""
    if auxiliaries(verb) & WILL:
        return True
    if not any(c.lower_ == "to" for c in children(verb, "mark", "aux")):
        return False
    helpers = [c for c in verb.children if c.lemma_ == "be" and c.i < verb.i]
    above = verb.head if verb.dep_ in ("xcomp", "ccomp", "advcl") else None
    if any(c.lower_ != "be" for c in helpers) or (above is not None and lemma(above) == "be"):
        return True
    if above is None:
        # "a pact to be signed in May"
        return bool(helpers)
    # What "had been expected" did not come.
    is_late = bool(auxiliaries(above) & {"had", "was", "were"})
    return lemma(above) in lists()["phrases.due"] and is_so(above) and not is_late


def put_names(verb: Token) -> Deal | None:
    """Read "put their signatures to a protocol", "a text to which both affixed their seals"."""
    name = direct_object(verb)
    if name is None or lemma(name) not in lists()["phrases.signature"] or not is_so(verb):
        return None
    cases = ("to", "on", "under", "beneath")
    below = (antecedent(o) for o in obliques(verb, *cases))
    thing = next((o for o in below if is_agreement(o)), None) or thing_below(verb, *cases)
    return Deal(thing, verb, Stage.SIGNED, "agreement.signature") if thing is not None else None


def bore_names(verb: Token) -> Deal | None:
    """Read "the memorandum, which bears the signatures of the two ministers"."""
    names, bearer = direct_object(verb), own_subject(verb)
    if names is None or bearer is None or lemma(names) not in lists()["phrases.signature"] or not is_so(verb):
        return None
    thing = antecedent(bearer)
    if not is_agreement(thing):
        return None
    return Deal(thing, verb, Stage.SIGNED, "agreement.signatures", confidence=0.75, via=names)


def at_ceremony(noun: Token) -> Deal | None:
    """Read "the signing ceremony for an agreement was held"."""
    signing = any(lemma(c) in ("signing", "signature", "sign") for c in children(noun, "compound", "amod", "nmod"))
    thing = thing_below(noun, "for", "of") if signing else None
    verb = noun.head
    if thing is None or auxiliaries(verb) & {"will", "would", "may", "might", "could"} or is_negated(verb):
        return None
    return Deal(thing, noun, Stage.SIGNED, "agreement.ceremony", confidence=0.7, via=noun)


def exchanged_notes(verb: Token) -> Deal | None:
    """Read "memoranda on tourism were exchanged", "exchanged notes on a grant": papers change hands when signed."""
    thing = governed(verb) if is_so(verb) else None
    if thing is None or not (is_agreement(thing) or lemma(thing) in lists()["phrases.note"]):
        return None
    if any(c.lower_ == "diplomatic" for c in children(thing, "amod")):
        return None
    return Deal(thing, verb, Stage.SIGNED, "agreement.exchanged", confidence=0.7)


# --- Before a chamber ------------------------------------------------------------------------------------------------


def laid_before(verb: Token) -> Deal | None:
    """Read "will lay the agreement before its parliament", "submitted the treaty to parliament": it has been agreed."""
    thing = direct_object(verb)
    if thing is None or not is_agreement(thing) or is_negated(verb):
        return None
    if not any(_is_chamber(o) for o in obliques(verb, "before", "to")):
        return None
    return Deal(thing, verb, Stage.AGREED, "agreement.laid_before", confidence=0.6)


def assented(verb: Token) -> Deal | None:
    """Read "a treaty approved by the Senate", "Parliament gave it its consent", "it cleared parliament": ratified."""
    if not is_so(verb):
        return None
    subject, thing = find_subject(verb), direct_object(verb)
    word = lemma(verb)
    is_chambers = subject is not None and _is_chamber(subject)
    if word in lists()["phrases.assent"]:
        if any(_is_chamber(o) for o in obliques(verb, "by")):
            return _ratified(_approved_by(verb), verb, "agreement.chamber")
        # A chamber's own declaration is no treaty: it has another side.
        if is_chambers and thing is not None and obliques(thing, "with", "between"):
            return _ratified(thing, verb, "agreement.chamber")
    if word in lists()["phrases.grant"] and is_chambers and thing is not None:
        given = lemma(thing) in lists()["phrases.approval"]
        behind = (*obliques(verb, "to"), *obliques(thing, "to", "of")) if given else ()
        treaty = next((o for o in behind if is_agreement(o)), None)
        return Deal(treaty, verb, Stage.RATIFIED, "agreement.gave_approval") if treaty is not None else None
    if word in lists()["phrases.clear"] and thing is not None:
        # "cleared the Senate", "won parliament's approval"
        won = any(_is_chamber(t) for t in (thing, *children(thing, "nmod:poss")))
        return _ratified(own_subject(verb), verb, "agreement.cleared") if won else None
    return None


def _ratified(thing: Token | None, verb: Token, rule: str) -> Deal | None:
    if thing is None or not is_agreement(thing) or is_paper(thing):
        return None
    return Deal(thing, verb, Stage.RATIFIED, rule, confidence=0.75)


def _approved_by(verb: Token) -> Token | None:
    """The treaty of "a treaty signed in May and approved by the Senate"."""
    thing = governed(verb)
    return governed(verb.head) if thing is None and verb.dep_ == "conj" else thing


def _is_chamber(noun: Token) -> bool:
    return bool({lemma(noun), noun.lower_} & load_words("positions")["chamber_noun"])


# --- Of many ---------------------------------------------------------------------------------------------------------


def handed_in(verb: Token) -> Deal | None:
    """Read "exchanged instruments of ratification for their treaty", "handed in its instrument of withdrawal"."""
    paper = direct_object(verb) or own_subject(verb)
    if paper is None or lemma(paper) not in lists()["phrases.instrument"] or not is_so(verb):
        return None
    kinds = ((o, _stage_of(o)) for o in (*obliques(paper, "of"), *obliques(verb, "of")))
    kind, stage = next(((o, s) for o, s in kinds if s is not None), (None, None))
    if kind is None or stage is None:
        return None
    things = (o for h in (kind, paper, verb) for o in obliques(h, "of", "for", "to", "from", "on") if is_agreement(o))
    thing = next(things, None)
    return Deal(thing, verb, stage, "agreement.instruments", confidence=0.8) if thing is not None else None


def _stage_of(noun: Token) -> Stage | None:
    if lemma(noun) in lists()["phrases.ratifying"]:
        return Stage.RATIFIED
    ended = lemma(noun) in lists()["nominal.ended"] | lists()["phrases.withdrawal"]
    return Stage.ENDED if ended else None


def nth_to_sign(verb: Token) -> Deal | None:
    """Read "became the fifth state to ratify the convention": who is the nth to do so has done it."""
    thing = direct_object(verb) if verb.tag_ == "VB" and verb.head.i != verb.i else None
    if thing is None or not is_agreement(thing):
        return None
    # The infinitive hangs on "state" or on "became".
    near = (verb.head, *children(verb.head, "xcomp", "obj", "obl", "attr"))
    ranked = next((t for t in near if t.i < verb.i and children(t, "amod") and t.pos_ in ("NOUN", "PROPN")), None)
    nth = ranked is not None and any(c.lower_ in lists()["phrases.ordinal"] for c in children(ranked, "amod"))
    if ranked is None or not nth or is_negated(ranked):
        return None
    is_said = bool(children(ranked, "cop"))
    if not (is_said or lemma(ranked.head) == "become"):
        return None
    above = ranked if is_said else ranked.head
    return Deal(thing, above, stages_of("stages")[lemma(verb)], "agreement.nth_to", confidence=0.75)


def joined(verb: Token) -> Deal | None:
    """Read "acceded to the convention", "joined the Convention on Cluster Munitions"."""
    thing = direct_object(verb) or next(iter(obliques(verb, "to", "by")), None)
    if thing is None or not is_treaty_known(thing) or not is_so(verb):
        return None
    return Deal(thing, verb, Stage.RATIFIED, f"agreement.{lemma(verb)}", confidence=0.7)


def is_treaty_known(noun: Token) -> bool:
    """Whether a noun means a treaty that is there: "the convention", "its accord", "Artemis Accords"."""
    if not is_agreement(noun) or lemma(noun) not in lists()["treaty"]:
        return False
    return noun.tag_ == "NNP" or any(c.lower_ in ("the", "its", "their", "this") for c in noun.children)


def became_party(noun: Token) -> Deal | None:
    """Read "became a party to the convention on plastics"."""
    verb = noun.head
    if lemma(verb) != "become" or not is_so(verb):
        return None
    thing = next((o for o in (*obliques(noun, "to", "of"), *obliques(verb, "to")) if is_agreement(o)), None)
    return Deal(thing, verb, Stage.RATIFIED, "agreement.party_to", confidence=0.7) if thing is not None else None
