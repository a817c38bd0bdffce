"""Verbs, nouns and idioms whose word alone names the stage: "signed a pact", "its suspension", "pulled the plug on"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    auxiliaries,
    case_of,
    direct_object,
    is_negated,
    lemma,
    obliques,
    own_subject,
    with_particle,
)
from communique.coding.deals import (
    ABOUT,
    PRONOUN_REACH,
    Deal,
    governed,
    is_agreement,
    is_so,
    lists,
    meant_by,
    stages_of,
    thing_below,
)
from communique.coding.pledges import UNSURE, WILL
from communique.coding.syntax import children
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = frozenset({"it", "them", "this"})
# Relations of a verb to the verb that says how far it came: "stopped applying", "proposed that they conclude".
BELOW = ("xcomp", "ccomp", "advcl")


# --- Verbs -----------------------------------------------------------------------------------------------------------


def by_verb(verb: Token) -> Deal | None:
    """Read "signed 15 documents on trade", "the treaty was ratified", "an accord that both signed"."""
    named = stages_of("stages").get(with_particle(verb))
    stage = _stage_told(verb, named) if named is not None else None
    if named is None or stage is None:
        return None
    thing = governed(verb)
    if thing is None or thing.lower_ in PRONOUNS:
        return _of_it(verb, named)
    if lemma(verb) == "denounce" and not _denounces_own(verb):
        return None
    done = verb.dep_ == "acl" and verb.tag_ == "VBN" and lemma(verb) in lists()["phrases.made"]
    over = with_particle(verb) in lists()["phrases.finish"] and lemma(thing) in lists()["phrases.toil"]
    if over or (done and stage is Stage.NEGOTIATING):
        # "a deal worked out in March", "completed work on a border treaty"
        stage = Stage.AGREED
    whole = _whole(thing)
    if whole is None or not (is_agreement(whole) or _binds(verb, whole, stage)):
        return None
    if auxiliaries(verb) & {"is", "are"} and verb.tag_ == "VBN" and any(c.lower_ == "a" for c in whole.children):
        # "A treaty is ratified by parliaments" tells how it is done.
        return None
    if lemma(whole) == "exchange" and stage is Stage.AGREED:
        # Notes that are exchanged bind as a signature does.
        stage = Stage.SIGNED
    return Deal(whole, verb, stage, f"agreement.{lemma(verb)}")


def _stage_told(verb: Token, stage: Stage) -> Stage | None:
    """The stage that a verb reaches in its clause, None where it reaches none."""
    below = verb.dep_ in BELOW
    above = lemma(verb.head) if below else ""
    # "voted 88-12 to ratify the treaty" has ratified it, "proposed that they conclude a treaty" has not.
    planned = above in lists()["stages.proposed"] and is_so(verb.head) and verb.tag_ in ("VB", "VBP")
    voted = above in lists()["phrases.vote"] and stage is Stage.RATIFIED and is_so(verb.head)
    if not (planned or voted or is_so(verb)):
        return None
    if above in lists()["phrases.stop"]:
        # "stopped applying the accord"
        return Stage.SUSPENDED
    return Stage.PROPOSED if planned else stage


def _whole(thing: Token) -> Token | None:
    """The treaty of "concluded negotiations on a treaty", "froze implementation of the accord"; else the thing."""
    if lemma(thing) in lists()["talks"]:
        return thing_below(thing, "on", "for", "about", "over")
    if lemma(thing) in lists()["phrases.carrying_out"]:
        return thing_below(thing, "of", "in", "to", "with", "under", "on")
    return thing


def _binds(verb: Token, thing: Token, stage: Stage) -> bool:
    """As in "signed a 40 million dollar loan", "forged an alliance"."""
    binding = stage is Stage.SIGNED or lemma(verb) in lists()["phrases.bind"]
    return binding and lemma(thing) in lists()["signed_noun"]


def _denounces_own(verb: Token) -> bool:
    """As in "denounced the treaty that it had concluded with Oman": a party ends by this word what others deplore."""
    thing = direct_object(verb)
    if thing is None or not is_agreement(thing):
        return False
    told = (lemma(c) for c in children(thing, "acl", "acl:relcl"))
    own = any(c.lower_ in ("its", "their") for c in children(thing, "nmod:poss"))
    parties = obliques(thing, "with", "between")
    # "signed a law denouncing the accord"
    own = own or (verb.dep_ == "acl" and lemma(verb.head) in ("law", "decree", "bill", "act"))
    return own or bool(parties) or any(w in lists()["stages.signed"] | {"conclude", "ratify", "join"} for w in told)


def _of_it(verb: Token, stage: Stage) -> Deal | None:
    """Read "Both ratified it", "it was signed in May": a pronoun for the agreement of a sentence before."""
    if with_particle(verb) not in lists()["phrases.telling"] or not is_so(verb):
        return None
    pronoun = own_subject(verb) if children(verb, "aux:pass") else next(iter(children(verb, "obj")), None)
    if pronoun is None or pronoun.lower_ not in PRONOUNS:
        return None
    thing = meant_by(pronoun, reach=PRONOUN_REACH)
    alone = lemma(verb) in lists()["phrases.with_sides"] and not obliques(verb, "between", "with", "by")
    if thing is None or alone:
        return None
    return Deal(thing, verb, stage, f"agreement.it_{lemma(verb)}", confidence=0.65)


# --- Nouns -----------------------------------------------------------------------------------------------------------


def by_noun(noun: Token) -> Deal | None:
    """Read "the signing of a pact between Oman and Qatar", "after Oman's suspension of the treaty with Qatar"."""
    stage = stages_of("nominal").get(lemma(noun))
    if stage is None:
        return None
    named = [o for o in obliques(noun, "of") if is_agreement(o) or lemma(o) in lists()["signed_noun"]]
    if not named and stage is Stage.AGREED:
        # "the conclusion of negotiations for a free trade agreement"
        talks = [o for o in obliques(noun, "of") if lemma(o) in lists()["talks"]]
        named = [t for o in talks for t in obliques(o, "on", "for", "about", "over") if is_agreement(t)]
    verb = noun.head
    if not named or not _is_told(noun) or auxiliaries(verb) & (UNSURE | WILL) or is_negated(verb):
        return None
    return Deal(named[0], noun, stage, f"agreement.{lemma(noun)}_of", confidence=0.65, via=noun)


def _is_told(noun: Token) -> bool:
    """Whether a clause tells that a deed was done: "the signing took place", "witnessed the signing"."""
    word, case = lemma(noun.head), case_of(noun)
    is_subject = noun.dep_ in ("nsubj", "nsubj:pass")
    if (is_subject or noun.dep_ == "obj") and word in lists()["phrases.put_off"]:
        return False
    if is_subject or case in lists()["phrases.told_by"]:
        return True
    if noun.dep_ == "obj" and word in lists()["phrases.witness"]:
        return True
    # The lemmatizer makes "presid" of "presided".
    presided = case == "over" and word in ("preside", "presid")
    # "commended the islands on the ratification of the convention": who is commended has done it.
    return presided or (case in ("on", "for", "upon") and word in lists()["phrases.commend"])


# --- Idioms ----------------------------------------------------------------------------------------------------------


def by_idiom(verb: Token) -> Deal | None:
    """Read "pulled the plug on the deal", "put pen to paper on a lease", "lodged its ratification of the pact"."""
    done = direct_object(verb)
    if done is None or not is_so(verb):
        return None
    names = (f"{with_particle(verb)}_{lemma(done)}", f"{lemma(verb)}_{lemma(done)}")
    stage = next((s for s in map(stages_of("idioms").get, names) if s is not None), None)
    if stage is None:
        return None
    cases = (*ABOUT, "in", "from", "under", "with")
    # "put pen to paper on a lease", "gave notice of termination of the treaty"; "to paper" is read as a verb at times.
    inner = (*obliques(verb, "to"), *obliques(done, "to", "of"), *children(verb, "advcl"))
    things = (thing_below(head, *cases) for head in (verb, done, *inner))
    thing = next((t for t in things if t is not None), None)
    return Deal(thing, verb, stage, f"agreement.{names[0]}") if thing is not None else None
