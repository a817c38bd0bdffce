"""Stages of agreements that are told by more than a verb and its object: "put the pact on ice", "is to be signed".

News seldom repeats "signed a treaty". A treaty is put on hold, given notice of, waved through by a senate; a text is
all but ready; a joint communique is issued; what "it" was has lapsed. Each function reads one such way of telling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    infinitive_of,
    is_negated,
    lemma,
    obliques,
    own_subject,
    with_particle,
)
from communique.coding.deals import Deal, governed, is_agreement, is_paper, is_so, lists, looks_back
from communique.coding.pledges import UNSURE
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

# Tokens back in which "it" finds the agreement that it stands for.
PRONOUN_REACH = 60
ABOUT = ("on", "for", "about", "over", "of", "towards", "toward", "to")


def find_milestone(token: Token) -> Deal | None:
    """The agreement that an idiom, a future, a noun or a pronoun brings to a stage, or None."""
    if token.pos_ in ("NOUN", "ADJ", "PROPN", "ADV"):
        return _nearly(token) or _by_ceremony(token)
    if not token.tag_.startswith("VB") or token.dep_ in ("amod", "compound"):
        return None
    return (
        _to_be_signed(token)
        or _put_away(token)
        or _by_idiom(token)
        or _by_chamber(token)
        or _in_notes(token)
        or _joint_paper(token)
        or _nearly(token)
        or _failed_to_agree(token)
        or _one_of_many(token)
        or _settled(token)
        or _accepted(token)
        or _joined(token)
        or _announced(token)
        or _of_it(token)
        or _behind_idea(token)
    )


def thing_below(head: Token, *cases: str) -> Token | None:
    """The agreement behind one of these prepositions, or behind a noun of its own parts: "the text of the pact"."""
    for found in obliques(head, *cases):
        if is_agreement(found):
            return found
        if lemma(found) in lists()["part"]:
            inner = next((o for o in obliques(found, "of", "to", "for", "on", "in", "with") if is_agreement(o)), None)
            if inner is not None:
                return inner
    return None


def _to_be_signed(verb: Token) -> Deal | None:
    """Read "is to be signed in May", "which the leaders will sign": whose text stands, though no name is under it."""
    if lemma(verb) not in (*lists()["stages.signed"], "conclude") or is_negated(verb):
        return None
    helpers = auxiliaries(verb)
    above = verb.head if verb.dep_ in ("xcomp", "ccomp", "advcl") else None
    to = any(c.lower_ == "to" for c in children(verb, "mark", "aux"))
    # "is to sign", "are to be signed"
    own = to and any(t.lemma_ == "be" and t.i < verb.i for t in [verb.head, *verb.children])
    due = above is not None and to and lemma(above) in lists()["phrases.due"] and is_so(above)
    # What "had been expected" did not come.
    due = due and not (above is not None and auxiliaries(above) & {"had", "was", "were"})
    if not (due or own or helpers & {"will", "shall"}) or helpers & UNSURE:
        return None
    if any(c.lower_ in ("if", "unless", "whether", "once", "until", "before") for c in children(verb, "mark")):
        return None
    thing = governed(verb) or (find_subject(verb) if children(verb, "aux:pass") else None)
    if thing is None or not is_agreement(thing):
        return None
    # What is still to be concluded is being negotiated.
    stage = Stage.NEGOTIATING if lemma(verb) == "conclude" else Stage.AGREED
    return Deal(thing, verb, stage, "agreement.to_be_signed", confidence=0.6)


def _put_away(verb: Token) -> Deal | None:
    """Read "put the accord on hold", "left it in abeyance", "declared the treaty void"."""
    if not is_so(verb):
        return None
    thing = governed(verb)
    if thing is None or not is_agreement(thing):
        thing = own_subject(verb)
    if thing is None or not is_agreement(thing):
        return None
    ends = {f"{case_of(o)}_{lemma(o)}" for o in (*obliques(verb, "on", "in", "into", "to", "under"),)}
    ends |= {f"{case_of(o)}_{lemma(o)}" for o in obliques(thing, "on", "in", "into")}
    if lemma(verb) in lists()["phrases.shelve"] and ends & set(lists()["phrases.shelf"]):
        return Deal(thing, verb, Stage.SUSPENDED, f"agreement.{lemma(verb)}_on_hold")
    said = {c.lower_ for c in children(verb, "xcomp", "ccomp", "amod")} | {c.lower_ for c in children(thing, "amod")}
    if lemma(verb) in lists()["phrases.pronounce"] and said & lists()["phrases.void"]:
        return Deal(thing, verb, Stage.ENDED, f"agreement.{lemma(verb)}_void")
    if lemma(verb) in lists()["phrases.let"] and said & {"lapse", "expire", "die"}:
        return Deal(thing, verb, Stage.ENDED, "agreement.let_lapse")
    return None


def _by_idiom(verb: Token) -> Deal | None:
    """Read "pulled the plug on the deal", "put pen to paper on a lease", "lodged its ratification of the pact"."""
    if not is_so(verb):
        return None
    thing_done = direct_object(verb)
    if thing_done is None:
        return None
    done = f"{with_particle(verb)}_{lemma(thing_done)}"
    idioms = lists().table("idioms")
    stage = next((n for n, v in idioms.items() if done in v or f"{lemma(verb)}_{lemma(thing_done)}" in v), None)
    if stage is None:
        return None
    cases = (*ABOUT, "in", "from", "under", "with")
    # "to paper" is read as a verb at times.
    between = (*obliques(verb, "to"), *obliques(thing_done, "to", "of"), *children(verb, "advcl"))
    thing = thing_below(verb, *cases) or thing_below(thing_done, *cases)
    for inner in between:
        # "put pen to paper on a lease", "gave notice of termination of the treaty"
        thing = thing or thing_below(inner, *cases)
    return Deal(thing, verb, Stage(stage), f"agreement.{done}") if thing is not None else None


def _by_chamber(verb: Token) -> Deal | None:
    """Read "a treaty approved by the Senate in May", "the pact cleared parliament": a chamber's assent ratifies."""
    if not is_so(verb):
        return None
    chambers = load_words("positions")["chamber_noun"]
    agent = next((o for o in obliques(verb, "by") if lemma(o) in chambers), None)
    if agent is not None and lemma(verb) in lists()["phrases.assent"]:
        thing = governed(verb)
        if thing is None and verb.dep_ == "conj":
            # "a treaty signed in May and approved by the Senate"
            thing = governed(verb.head)
        found = thing is not None and is_agreement(thing) and not is_paper(thing)
        return Deal(thing, verb, Stage.RATIFIED, "agreement.by_chamber", confidence=0.75) if found else None
    passed = direct_object(verb)
    won = passed is not None and (
        lemma(passed) in chambers or any(lemma(c) in chambers for c in children(passed, "nmod:poss"))
    )
    subject = own_subject(verb)
    if not won or subject is None or not is_agreement(subject) or is_paper(subject):
        return None
    return (
        Deal(subject, verb, Stage.RATIFIED, "agreement.cleared", confidence=0.75)
        if lemma(verb) in lists()["phrases.clear"]
        else None
    )


def _in_notes(verb: Token) -> Deal | None:
    """Read "memoranda on tourism were exchanged", "exchanged notes on a grant": papers change hands when signed."""
    if lemma(verb) not in lists()["phrases.exchange"] or not is_so(verb):
        return None
    thing = governed(verb)
    if thing is None or not (is_agreement(thing) or lemma(thing) in lists()["phrases.note"]):
        return None
    if children(thing, "amod") and any(c.lower_ == "diplomatic" for c in children(thing, "amod")):
        return None
    return Deal(thing, verb, Stage.SIGNED, "agreement.exchanged", confidence=0.7)


def _joint_paper(verb: Token) -> Deal | None:
    """Read "issued a joint communique", "pledged in a joint declaration": what both say together they have agreed."""
    if not is_so(verb):
        return None
    thing = governed(verb)
    if thing is not None and is_paper(thing) and lemma(verb) in lists()["joint.issue"]:
        return Deal(thing, verb, Stage.AGREED, "agreement.joint_paper", confidence=0.65)
    held = next((o for o in obliques(verb, "in", "through", "by", "via") if is_paper(o)), None)
    subject = own_subject(verb)
    # A council's own communique binds its members and nobody else.
    if held is None or subject is None or lemma(subject) in lists()["phrases.bloc"]:
        return None
    bound = lemma(verb) in lists()["joint.undertake"]
    if not bound and lemma(held) not in lists()["joint.solemn"]:
        return None
    return Deal(held, verb, Stage.AGREED, "agreement.in_joint_paper", confidence=0.6)


def _nearly(token: Token) -> Deal | None:
    """Read "is close to a deal", "on the verge of an accord", "are working on a treaty"."""
    if lemma(token) in lists()["phrases.verge"] and case_of(token) == "on":
        thing = thing_below(token, "of")
        near = bool(children(token, "cop")) or lemma(token.head) in ("be", "stand")
        verb = token if children(token, "cop") else token.head
        return Deal(thing, verb, Stage.NEGOTIATING, "agreement.on_verge", via=token) if thing and near else None
    if token.lower_ in lists()["phrases.near"]:
        # "close to signing a pact", "near a deal", "closer to an agreement"
        act = next((c for c in children(token, "advcl", "xcomp", "ccomp", "acl")), None)
        thing = thing_below(token, "to", "on") or (governed(act) if act is not None else None)
        if thing is None or not is_agreement(thing) or is_negated(token):
            return None
        verb = token if children(token, "cop") or token.pos_ in ("VERB", "ADJ") else token.head
        return Deal(thing, verb, Stage.NEGOTIATING, "agreement.near", confidence=0.65)
    if lemma(token) in lists()["phrases.work"] and token.tag_.startswith("VB") and not is_negated(token):
        thing = thing_below(token, "on", "towards", "toward", "over")
        return Deal(thing, token, Stage.NEGOTIATING, "agreement.work_on", confidence=0.7) if thing else None
    return None


def _failed_to_agree(verb: Token) -> Deal | None:
    """Read "the two sides failed to agree on the price", "have yet to reach an accord": they are still at it."""
    if lemma(verb) not in ("agree", "reach", "conclude", "finalise", "finalize"):
        return None
    above = verb.head
    failed = verb.dep_ in ("xcomp", "advcl", "ccomp") and lemma(above) in ("fail", "struggle") and is_so(above)
    yet = any(t.lower_ == "yet" for t in verb.doc[max(0, verb.i - 3) : verb.i]) and verb.tag_ == "VB"
    if not (failed or yet):
        return None
    subject = find_subject(verb)
    thing = direct_object(verb)
    if thing is not None and is_agreement(thing):
        return Deal(thing, verb, Stage.NEGOTIATING, "agreement.failed", confidence=0.6)
    act = next(iter(obliques(verb, "on", "over", "upon")), None) if lemma(verb) == "agree" else None
    if act is None or subject is None:
        return None
    return Deal(None, verb, Stage.NEGOTIATING, "agreement.failed", act=act, confidence=0.6)


def _one_of_many(verb: Token) -> Deal | None:
    """Read "became the fifth state to ratify the convention": who is the nth to do so has done it."""
    stage = next((n for n, v in lists().table("stages").items() if with_particle(verb) in v), None)
    if stage not in (Stage.RATIFIED, Stage.SIGNED) or verb.tag_ != "VB" or verb.head.i == verb.i:
        return None
    # The infinitive hangs on "state" or on "became".
    near = (verb.head, *children(verb.head, "xcomp", "obj", "obl", "attr"))
    ranked = next((t for t in near if t.i < verb.i and children(t, "amod") and t.pos_ in ("NOUN", "PROPN")), None)
    nth = ranked is not None and any(c.lower_ in lists()["phrases.ordinal"] for c in children(ranked, "amod"))
    if ranked is None or not nth or is_negated(ranked):
        return None
    if not (children(ranked, "cop") or lemma(ranked.head) == "become"):
        return None
    thing = direct_object(verb)
    if thing is None or not is_agreement(thing):
        return None
    above = ranked if children(ranked, "cop") else ranked.head
    return Deal(thing, above, Stage(stage), "agreement.nth_to", confidence=0.75)


def _settled(verb: Token) -> Deal | None:
    """Read "have settled their last border dispute", "shook hands on fees", "Oman and Qatar resolved to reopen it"."""
    if not is_so(verb):
        return None
    word, thing, subject = lemma(verb), direct_object(verb), find_subject(verb)
    joined = subject is not None and bool(children(subject, "conj"))
    several = joined or (subject is not None and subject.tag_ in ("NNS", "NNPS"))
    if thing is not None and several and word in lists()["phrases.settle"]:
        disputed = lemma(thing) in lists()["phrases.dispute"]
        return Deal(None, verb, Stage.AGREED, "agreement.settled", act=thing, confidence=0.7) if disputed else None
    if word == "shake" and thing is not None and lemma(thing) == "hand":
        # "On the sidelines", "on Sunday"
        matters = (o for o in obliques(verb, "on", "over") if o.i > verb.i and not o.lower_.endswith("day"))
        act = next(matters, None)
        return Deal(None, verb, Stage.AGREED, "agreement.shook_hands", act=act, confidence=0.8) if act else None
    act = infinitive_of(verb) if word in ("resolve", "decide") and joined else None
    return Deal(None, verb, Stage.AGREED, f"agreement.{word}_to", act=act, confidence=0.65) if act else None


def _accepted(verb: Token) -> Deal | None:
    """Read "ceasefire terms were accepted by both", "accepted a Chinese offer to lend"."""
    if lemma(verb) not in lists()["phrases.accept"] or not is_so(verb):
        return None
    thing = governed(verb)
    if thing is None:
        return None
    words = {lemma(c) for c in children(thing, "compound", "amod", "nmod")}
    terms = lemma(thing) == "term" and bool(words & lists()["noun"])
    plan = lemma(thing) in lists()["qualified_noun"] and bool({"peace", "ceasefire"} & words)
    offer = lemma(thing) in lists()["phrases.offer"] and not children(verb, "aux:pass")
    found = terms or plan or offer
    return Deal(thing, verb, Stage.AGREED, "agreement.accepted", confidence=0.7) if found else None


def _joined(verb: Token) -> Deal | None:
    """Read "acceded to the convention", "has left the treaty", "is no longer bound by the armistice"."""
    if not is_so(verb):
        return None
    word = lemma(verb)
    thing = direct_object(verb) or next(iter(obliques(verb, "to", "by")), None)
    if thing is None or not is_agreement(thing) or lemma(thing) not in lists()["treaty"]:
        return None
    definite = any(c.lower_ in ("the", "its", "their", "this") for c in thing.children) or thing.tag_ == "NNP"
    if word in ("bind", "abide", "observe", "honour", "honor", "recognise", "recognize"):
        ended = any(c.lower_ == "longer" for c in verb.children) or lemma(verb.head) in lists()["phrases.stop"]
        stage = Stage.ENDED if ended else Stage.IMPLEMENTED
        return Deal(thing, verb, stage, "agreement.bound", confidence=0.65) if ended or word == "bind" else None
    if not definite or word not in ("join", "accede", "leave", "quit"):
        return None
    stage = Stage.RATIFIED if word in ("join", "accede") else Stage.ENDED
    return Deal(thing, verb, stage, f"agreement.{word}", confidence=0.7)


def _announced(verb: Token) -> Deal | None:
    """Read "Oman and Qatar announced an agreement on visas", "a deal between them was announced"."""
    if lemma(verb) not in lists()["joint.announce"] or not is_so(verb):
        return None
    thing = governed(verb)
    if thing is None or not is_agreement(thing) or looks_back(thing):
        return None
    subject = find_subject(verb)
    several = subject is not None and (bool(children(subject, "conj")) or subject.tag_ in ("NNS", "NNPS"))
    between = bool(obliques(thing, "with", "between"))
    if is_paper(thing) or not (several or between):
        return None
    return Deal(thing, verb, Stage.AGREED, "agreement.announced", confidence=0.7)


def _of_it(verb: Token) -> Deal | None:
    """Read "It lapsed in March", "both ratified it": a pronoun stands for the agreement named last before."""
    stage = next((n for n, v in lists().table("stages").items() if with_particle(verb) in v), None)
    if lemma(verb) in lists()["phrases.lapse"]:
        stage = Stage.ENDED
    if stage is None or with_particle(verb) not in lists()["phrases.telling"] or not is_so(verb):
        return None
    if lemma(verb) in lists()["phrases.lapse"] and verb.tag_ in ("VBZ", "VBP") and not children(verb, "aux"):
        # "before it expires in 2027"
        return None
    passive = bool(children(verb, "aux:pass"))
    lapsed = lemma(verb) in lists()["phrases.lapse"]
    pronoun = own_subject(verb) if passive or lapsed else next(iter(children(verb, "obj")), None)
    if pronoun is None or pronoun.lower_ not in ("it", "them", "this"):
        return None
    thing = named_before(pronoun)
    if thing is None:
        return None
    if lemma(verb) in lists()["phrases.with_sides"] and not obliques(verb, "between", "with", "by"):
        return None
    return Deal(thing, verb, Stage(stage), f"agreement.it_{lemma(verb)}", confidence=0.65)


def named_before(pronoun: Token) -> Token | None:
    """The agreement named last before a pronoun, in its own sentence or the one before."""
    before = pronoun.doc[max(0, pronoun.i - PRONOUN_REACH) : pronoun.i]
    return next((t for t in reversed(before) if t.pos_ in ("NOUN", "PROPN") and is_agreement(t)), None)


def _behind_idea(verb: Token) -> Deal | None:
    """Read "floated the idea of a joint patrol pact with Ecuador", "called for a treaty with Chad"."""
    if not is_so(verb):
        return None
    idea = direct_object(verb)
    thing: Token | None = None
    if idea is not None and lemma(idea) in lists()["phrases.idea"] and lemma(verb) in lists()["phrases.moot"]:
        thing = thing_below(idea, "of", "for", "to")
        act = next(iter(children(idea, "acl", "advcl")), None)
        thing = thing or (governed(act) if act is not None and governed(act) is not None else None)
    elif lemma(verb) in lists()["phrases.seek"]:
        thing = idea if idea is not None and is_agreement(idea) else thing_below(verb, "for")
        if thing is not None and not (obliques(thing, "with", "between") or obliques(verb, "with")):
            return None
    if thing is None or not is_agreement(thing) or looks_back(thing):
        return None
    return Deal(thing, verb, Stage.PROPOSED, "agreement.idea", confidence=0.65)


def _by_ceremony(noun: Token) -> Deal | None:
    """Read "the signing ceremony for an agreement was held", "present at the signature of the accord"."""
    if lemma(noun) not in lists()["phrases.ceremony"]:
        return None
    signing = any(lemma(c) in ("signing", "signature", "sign") for c in children(noun, "compound", "amod", "nmod"))
    thing = thing_below(noun, "for", "of") if signing else None
    verb = noun.head
    if thing is None or auxiliaries(verb) & {"will", "would", "may", "might", "could"} or is_negated(verb):
        return None
    return Deal(thing, noun, Stage.SIGNED, "agreement.ceremony", confidence=0.7, via=noun)
