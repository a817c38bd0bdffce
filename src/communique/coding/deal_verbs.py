"""Words that tell of an agreement and its stage: "signed a memorandum", "agreed to reopen", "left the treaty"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
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
from communique.coding.deals import (
    Deal,
    governed,
    is_agreement,
    is_past,
    is_so,
    lists,
    meant_before,
)
from communique.coding.pledges import UNSURE, WILL
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_deal(token: Token) -> Deal | None:
    """The agreement that a verb brings to a stage, or None."""
    if token.pos_ == "NOUN":
        return _by_noun(token) or _being_in_talks(token)
    if not token.tag_.startswith("VB") or token.dep_ in ("amod", "compound"):
        return None
    return (
        _failed_to_agree(token)
        or _agreed_to(token)
        or _to_be_signed(token)
        or _laid_before(token)
        or _put_names(token)
        or _lapsed(token)
        or _come_to(token)
        or _announced_together(token)
        or _gave_approval(token)
        or _stage_verb(token)
        or _left(token)
        or _into_force(token)
        or _in_talks(token)
        or _membership(token)
    )


def _stage_verb(verb: Token) -> Deal | None:
    """Read "signed 15 documents on trade", "the treaty was ratified", "an accord that both signed"."""
    stage = next((n for n, v in lists().table("stages").items() if with_particle(verb) in v), None)
    # A neighbour's applause and a parliament's debate make no agreement.
    if stage is None or (lemma(verb) in lists()["outsiders"] and not _denounces_own(verb)):
        return None
    above = lemma(verb.head) if verb.dep_ in ("xcomp", "ccomp", "advcl") else ""
    planned = above in lists()["stages.proposed"] and is_so(verb.head) and verb.tag_ in ("VB", "VBP")
    # "voted 88-12 to ratify the treaty" has ratified it, "proposed that they conclude a treaty" has not.
    voted = above in lists()["phrases.vote"] and stage == Stage.RATIFIED and is_so(verb.head)
    if planned:
        stage = Stage.PROPOSED
    elif not (voted or is_so(verb)):
        return None
    if lemma(verb.head) in lists()["phrases.stop"] and verb.dep_ in ("xcomp", "advcl", "ccomp"):
        # "stopped applying the accord"
        stage = "suspended"
    thing = governed(verb)
    if (
        stage == Stage.NEGOTIATING
        and verb.dep_ == "acl"
        and verb.tag_ == "VBN"
        and lemma(verb) in lists()["phrases.made"]
    ):
        # "a deal worked out in March" is done.
        stage = Stage.AGREED
    if (
        thing is not None
        and with_particle(verb) in lists()["phrases.finish"]
        and lemma(thing) in lists()["phrases.toil"]
    ):
        # "completed work on a border treaty"
        stage = Stage.AGREED
    if thing is not None and lemma(thing) in lists()["talks"]:
        # "concluded negotiations on a visa agreement"
        thing = next((o for o in obliques(thing, "on", "for", "about", "over") if is_agreement(o)), None)
    if thing is not None and lemma(thing) in lists()["phrases.carrying_out"]:
        # "froze implementation of the accord"
        thing = next((o for o in obliques(thing, "of", "in", "to", "with", "under", "on") if is_agreement(o)), None)
    binding = stage == Stage.SIGNED or lemma(verb) in lists()["phrases.bind"]
    if thing is None or not (is_agreement(thing) or (binding and lemma(thing) in lists()["signed_noun"])):
        return None
    if auxiliaries(verb) & {"is", "are"} and verb.tag_ == "VBN" and any(c.lower_ == "a" for c in thing.children):
        # "A treaty is ratified by parliaments" tells how it is done.
        return None
    if lemma(thing) == "exchange" and stage == Stage.AGREED:
        # Notes that are exchanged bind as a signature does.
        stage = Stage.SIGNED
    return Deal(thing, verb, Stage(stage), f"agreement.{lemma(verb)}")


def _denounces_own(verb: Token) -> bool:
    """As in "denounced the treaty that it had concluded with Oman": a party ends by this word what others deplore."""
    thing = direct_object(verb) if lemma(verb) == "denounce" else None
    if thing is None or not is_agreement(thing):
        return False
    told = (lemma(c) for c in children(thing, "acl", "acl:relcl"))
    own = any(c.lower_ in ("its", "their") for c in children(thing, "nmod:poss"))
    parties = obliques(thing, "with", "between")
    # "signed a law denouncing the accord"
    own = own or (verb.dep_ == "acl" and lemma(verb.head) in ("law", "decree", "bill", "act"))
    return own or bool(parties) or any(w in lists()["stages.signed"] | {"conclude", "ratify", "join"} for w in told)


def _put_names(verb: Token) -> Deal | None:
    """Read "put their signatures to a protocol", "affixed his signature to the accord"."""
    name = direct_object(verb) if lemma(verb) in lists()["phrases.put"] and is_so(verb) else None
    if name is None or lemma(name) not in lists()["phrases.signature"]:
        return None
    below = [antecedent(o) for o in obliques(verb, "to", "on", "under", "beneath")]
    thing = next((o for o in below if is_agreement(o)), None)
    return Deal(thing, verb, Stage.SIGNED, "agreement.signature") if thing is not None else None


def _lapsed(verb: Token) -> Deal | None:
    """Read "the accord expired in July"; of one that "expires in June" the end is to come."""
    if lemma(verb) not in lists()["phrases.lapse"] or not is_so(verb) or not is_past(verb) or direct_object(verb):
        return None
    thing = own_subject(verb)
    thing = meant_before(thing) if thing is not None and thing.lower_ == "it" else thing
    if thing is None or not is_agreement(thing) or children(verb, "aux:pass"):
        return None
    return Deal(thing, verb, Stage.ENDED, f"agreement.{lemma(verb)}")


def _come_to(verb: Token) -> Deal | None:
    """Read "came to an agreement on patrols", "entered into a pact", "shook hands on a deal"."""
    cases = [w.split("_")[1] for w in lists()["phrases.come_to"] if w.split("_")[0] == lemma(verb)]
    thing = next((o for o in obliques(verb, *cases) if is_agreement(o) or lemma(o) == "term"), None) if cases else None
    if thing is None or not is_so(verb) or any(lemma(o) in lists()["phrases.effect"] for o in obliques(verb, "into")):
        return None
    return Deal(thing, verb, Stage.AGREED, f"agreement.{lemma(verb)}_to")


def _by_noun(noun: Token) -> Deal | None:
    """Read "the signing of a pact between Oman and Qatar", "after Oman's suspension of the treaty with Qatar"."""
    stage = next((n for n, v in lists().table("nominal").items() if lemma(noun) in v), None)
    named = [o for o in obliques(noun, "of") if is_agreement(o) or lemma(o) in lists()["signed_noun"]]
    if not named and stage == Stage.AGREED:
        # "the conclusion of negotiations for a free trade agreement"
        talks = [o for o in obliques(noun, "of") if lemma(o) in lists()["talks"]]
        named = [t for o in talks for t in obliques(o, "on", "for", "about", "over") if is_agreement(t)]
    thing = next(iter(named), None) if stage is not None else None
    if stage is None or thing is None:
        return None
    verb = noun.head
    exchanged = lemma(verb) in lists()["phrases.instrument"] and lemma(verb.head) in lists()["phrases.exchange"]
    if exchanged and is_so(verb.head):
        return Deal(thing, verb.head, Stage(stage), "agreement.instruments", confidence=0.85)
    told = noun.dep_ in ("nsubj", "nsubj:pass") or case_of(noun) in lists()["phrases.told_by"]
    shown = noun.dep_ == "obj" and lemma(noun.head) in lists()["phrases.witness"]
    # The lemmatizer makes "presid" of "presided".
    shown = shown or (case_of(noun) == "over" and lemma(verb) in ("preside", "presid"))
    # "commended the islands on the ratification of the convention": who is commended has done it.
    shown = shown or (case_of(noun) in ("on", "for", "upon") and lemma(verb) in lists()["phrases.commend"])
    put_off = noun.dep_ in ("nsubj", "nsubj:pass", "obj") and lemma(verb) in lists()["phrases.put_off"]
    if put_off or not (told or shown) or auxiliaries(verb) & (UNSURE | WILL) or is_negated(verb):
        return None
    return Deal(thing, noun, Stage(stage), f"agreement.{lemma(noun)}_of", confidence=0.65, via=noun)


def _being_in_talks(noun: Token) -> Deal | None:
    """Read "Oman and Qatar are in talks over a treaty"."""
    if lemma(noun) not in lists()["talks"] or case_of(noun) != "in" or not children(noun, "cop") or not is_so(noun):
        return None
    thing = next((o for o in obliques(noun, "on", "for", "about", "over") if is_agreement(o)), None)
    return Deal(thing, noun, Stage.NEGOTIATING, "agreement.in_talks", via=noun) if thing is not None else None


def _gave_approval(verb: Token) -> Deal | None:
    """Read "Parliament gave its approval to a treaty", "lawmakers approved the pact": a chamber's assent ratifies."""
    subject = find_subject(verb)
    reduced = verb.tag_ == "VBN" and not auxiliaries(verb)
    by = next(iter(obliques(verb, "by")), None) if reduced or children(verb, "aux:pass") else None
    if by is not None and lemma(by) in load_words("positions")["chamber_noun"] and is_so(verb):
        # "a treaty approved by the Senate"
        thing = governed(verb) if lemma(verb) in lists()["phrases.assent"] else None
        treaty = thing is not None and is_agreement(thing)
        return Deal(thing, verb, Stage.RATIFIED, "agreement.chamber", confidence=0.7) if treaty else None
    chamber = subject is not None and lemma(subject) in load_words("positions")["chamber_noun"]
    if not chamber or not is_so(verb):
        return None
    given = direct_object(verb)
    if given is not None and lemma(given) in lists()["phrases.approval"]:
        thing = next((o for o in (*obliques(verb, "to"), *obliques(given, "to", "of")) if is_agreement(o)), None)
        return Deal(thing, verb, Stage.RATIFIED, "agreement.gave_approval") if thing is not None else None
    if lemma(verb) not in lists()["phrases.assent"] or given is None or not is_agreement(given):
        return None
    # A chamber's own declaration is no treaty: it has another side.
    beside = obliques(given, "with", "between")
    return Deal(given, verb, Stage.RATIFIED, "agreement.chamber", confidence=0.75) if beside else None


def _left(verb: Token) -> Deal | None:
    """Read "withdrew from the treaty", "pulled out of the accord"."""
    if lemma(verb) not in lists()["phrases.leave"] or not is_so(verb) or children(verb, "aux:pass"):
        # "was left out of the deal"
        return None
    left = next((o for o in obliques(verb, "from", "of", "out") if is_agreement(o)), None)
    return Deal(left, verb, Stage.ENDED, f"agreement.{lemma(verb)}_from") if left is not None else None


def _into_force(verb: Token) -> Deal | None:
    """Read "the treaty entered into force", "put a labour agreement into effect"."""
    if lemma(verb) not in lists()["phrases.enter"] or not is_so(verb):
        return None
    taken = direct_object(verb)
    taking = taken is not None and lemma(taken) in lists()["phrases.effect"]
    thing = taken if taken is not None and not taking else find_subject(verb)
    if thing is not None and thing.lower_ == "it":
        thing = meant_before(thing)
    # "comes into force in June" is still to come.
    if thing is None or not is_agreement(thing) or (thing is not taken and not is_past(verb)):
        return None
    effect = taking or any(lemma(o) in lists()["phrases.effect"] for o in obliques(verb, "into"))
    return Deal(thing, verb, Stage.IMPLEMENTED, "agreement.into_force") if effect else None


def _in_talks(verb: Token) -> Deal | None:
    """Read "opened talks on a fisheries agreement", "talks between Oman and Qatar on a treaty have begun"."""
    if lemma(verb) not in lists()["phrases.hold"] or not is_so(verb):
        return None
    talks = direct_object(verb) or own_subject(verb)
    if talks is None or lemma(talks) not in lists()["talks"]:
        return None
    cases = ("on", "for", "about", "over")
    thing = next((o for o in (*obliques(talks, *cases), *obliques(verb, *cases)) if is_agreement(o)), None)
    return Deal(thing, verb, Stage.NEGOTIATING, "agreement.in_talks", via=talks) if thing is not None else None


def _membership(verb: Token) -> Deal | None:
    """Read "the bloc suspended Niger": membership is the treaty that is suspended or ended."""
    stage = {"suspend": Stage.SUSPENDED, "expel": Stage.ENDED}.get(lemma(verb))
    member = direct_object(verb) if stage is not None and is_so(verb) else None
    if member is not None and lemma(member) == "membership":
        member = next(iter((*children(member, "nmod:poss"), *obliques(member, "of"))), None)
    subject = find_subject(verb) if member is not None and member.pos_ == "PROPN" else None
    if stage is None or subject is None or lemma(subject) not in lists()["phrases.bloc"]:
        return None
    return Deal(None, verb, stage, "agreement.membership", act=member, confidence=0.6)


def _failed_to_agree(verb: Token) -> Deal | None:
    """Read "failed to agree on the financing", "could not agree on a price": they are at it."""
    if lemma(verb) != "agree":
        return None
    failing = verb.dep_ == "xcomp" and lemma(verb.head) in lists()["phrases.fail"] and not is_negated(verb.head)
    unable = is_negated(verb) and bool(auxiliaries(verb) & {"could", "can"})
    act = next(iter(obliques(verb, "on", "upon", "over", "about")), None)
    if act is None or not (failing or unable):
        return None
    return Deal(None, verb, Stage.NEGOTIATING, "agreement.failed_to_agree", act=act, confidence=0.65)


def _to_be_signed(verb: Token) -> Deal | None:
    """Read "an agreement which is to be signed in May", "the pact that both leaders will sign"."""
    if lemma(verb) not in lists()["stages.signed"] or is_negated(verb):
        return None
    helping = auxiliaries(verb)
    planned = helping & WILL or (
        helping & {"is", "are"} and any(c.lower_ == "to" for c in children(verb, "mark", "aux"))
    )
    if not planned or any(c.lower_ in ("if", "unless", "whether", "when") for c in children(verb, "mark", "advmod")):
        return None
    thing = governed(verb)
    if thing is None or not is_agreement(thing):
        return None
    known = any(c.lower_ in ("the", "this") for c in children(thing, "det"))
    if not known and verb.dep_ != "acl:relcl":
        # "will sign an agreement next week" promises one that nobody has told of.
        return None
    return Deal(thing, verb, Stage.PROPOSED, "agreement.to_be_signed", confidence=0.65)


def _laid_before(verb: Token) -> Deal | None:
    """Read "will lay the agreement before its parliament", "submitted the treaty to parliament": it has been agreed."""
    if lemma(verb) not in lists()["phrases.lay"] or is_negated(verb):
        return None
    thing = direct_object(verb)
    chamber = next((o for o in obliques(verb, "before", "to") if _is_chamber(o)), None)
    if thing is None or chamber is None or not is_agreement(thing):
        return None
    return Deal(thing, verb, Stage.AGREED, "agreement.laid_before", confidence=0.6)


def _is_chamber(noun: Token) -> bool:
    return bool({lemma(noun), noun.lower_} & load_words("positions")["chamber_noun"])


def _agreed_to(verb: Token) -> Deal | None:
    """Read "Oman and Qatar have agreed to resume flights", "agreed on a timetable"."""
    if lemma(verb) != "agree" or not is_so(verb):
        return None
    act = infinitive_of(verb) or next(iter(obliques(verb, "on", "upon", "to")), None) or _agreed_thing(verb)
    if act is None:
        # "have agreed that prisoners will be exchanged"; "agreed that the sea was calm" is an opinion.
        clauses = (c for c in children(verb, "ccomp", "csubj", "advcl", "csubj:pass") if c.i > verb.i)
        act = next((c for c in clauses if auxiliaries(c) & (WILL | {"would", "should", "must"}) or _is_bidden(c)), None)
    return Deal(None, verb, Stage.AGREED, "agreement.agreed_to", act=act, confidence=0.85) if act is not None else None


def _agreed_thing(verb: Token) -> Token | None:
    """The truce of "agreed a truce", "a swap of prisoners was agreed"; "as agreed" has none."""
    thing = governed(verb)
    return thing if thing is not None and thing.pos_ == "NOUN" and not is_agreement(thing) else None


def _is_bidden(clause: Token) -> bool:
    """As in "agreed that the bridge be reopened": a bare verb after "that" tells what is to be."""
    that = any(c.lower_ == "that" for c in children(clause, "mark"))
    helpers = [c for c in children(clause, "aux:pass", "cop") if c.lower_ == "be"]
    return that and (clause.tag_ == "VB" or bool(helpers)) and not children(clause, "aux")


def _announced_together(verb: Token) -> Deal | None:
    """Read "the two governments announced that flights would resume": what both announce they have agreed."""
    if lemma(verb) not in lists()["joint.announce"] or not is_so(verb):
        return None
    clause = next((c for c in children(verb, "ccomp") if c.i > verb.i), None)
    if clause is None or not {"will", "would"} & auxiliaries(clause) or lemma(clause) not in lists()["joint.future"]:
        return None
    return Deal(None, verb, Stage.AGREED, "agreement.announced_together", act=clause, confidence=0.7)
