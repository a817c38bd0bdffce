"""What is promised: whether a verb is an act of somebody's will, whether it does ill, and of which PLOVER type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
    direct_object,
    infinitive_of,
    is_negated,
    lemma,
    obliques,
    own_subject,
    with_particle,
)
from communique.coding.pledges import is_passive, lists
from communique.coding.syntax import children
from communique.coding.wordlists import list_of
from communique.records import Event, EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that say little of the kind of an act: what they govern decides.
LIGHT = frozenset(
    {
        "provide",
        "make",
        "begin",
        "start",
        "hold",
        "resume",
        "increase",
        "continue",
        "launch",
        "give",
        "expand",
        "extend",
        "exchange",
        "allocate",
        "boost",
        "sign",
        "open",
        "double",
        "send",
        "deliver",
        "grant",
        "issue",
        "hand_over",
        "turn_over",
        "release",
        "put",
    }
)
# Verbs of giving, of which a word beside the head tells what is given: "supply gas turbines".
GIVING = frozenset({"provide", "give", "send", "deliver", "grant", "hand_over", "turn_over", "extend"})
NOMINAL = ("NOUN", "PROPN", "NUM", "SYM")
# Types of acts that are announced as measures against somebody.
MEASURES = ("SANCTION", "COERCE", "REJECT")
# "take effect", "enter into force".
EFFECT = frozenset({"take", "come", "enter", "go", "remain", "stay"})
# Types of acts that help or please, of which a denied future is a refusal.
KIND = ("AID", "SUPPORT", "COOPERATE", "CONSULT", "CONCEDE")


def is_harm(act: Token) -> bool:
    """What is promised is ill: a threat."""
    if lemma(act) in lists()["bounds.harm"]:
        return True
    thing = direct_object(act) if act.tag_.startswith("VB") else None
    # To cut subsidies is a reform, to cut ties a threat.
    hostile = thing is not None and lemma(thing) in lists()["bounds.hostile_object"]
    return hostile and lemma(act) in lists()["bounds.harm_by_object"]


def is_measure(act: Token) -> bool:
    """A measure that an office can announce with its day: "will impose tariffs", "is to expel two diplomats"."""
    words = lists()
    thing = direct_object(act) or own_subject(act)
    shut = lemma(act) in ("close", "shut") and thing is not None
    closed = shut and thing is not None and lemma(thing) in words["own.office"] | words["bounds.gate"]
    return _by_verb(act) in MEASURES or closed or (is_harm(act) and lemma(act) in words["bounds.harm_by_object"])


def act_name(verb: Token) -> str:
    """The name under which a verb stands in the lists: `step_up` where they know it with its particle, else `step`."""
    name = "call_on" if lemma(verb) == "call" and obliques(verb, "on") else with_particle(verb)
    behind = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    # "hand over 14 ambulances", "bring his men home": the particle may be hung on the number, or stand far behind.
    far = next((c.lower_ for c in children(verb, "advmod") if c.i > verb.i), "")
    names = (f"{lemma(verb)}_{behind}", name, f"{lemma(verb)}_{far}")
    return next((n for n in names if n in list_of("commitments", "acts")), lemma(verb))


def is_denied(verb: Token) -> bool:
    """As in "will not send", "would do no such thing"."""
    things = (c for c in children(verb, "obj") if any(d.lower_ == "no" for d in children(c, "det")))
    return is_negated(verb) or any(things)


def is_waived(verb: Token) -> bool:
    """A measure that one says one will not take: "would not introduce tariffs", "would not contest the suit"."""
    thing = direct_object(verb)
    return is_denied(verb) and (is_measure(verb) or (thing is not None and lemma(thing) in lists()["own.measure"]))


def is_disposed(verb: Token) -> bool:
    """What becomes of a thing: that it stays, closes, leaves, takes effect."""
    effect = any(lemma(c) in ("effect", "force") and c.i > verb.i for c in children(verb, "obj", "obl"))
    return (effect and lemma(verb) in EFFECT) or lemma(verb) in lists()["bounds.disposed"]


def is_known(verb: Token) -> bool:
    """Whether the lists know the kind of an act."""
    return _by_verb(verb) is not None


def carried_act(verb: Token) -> Token | None:
    """The act proper: "support" in "will continue to support"; None for forecasts and for what nobody wills."""
    words = lists()
    if is_negated(verb):
        return verb
    if lemma(verb) == "help" and any(c.pos_ == "PROPN" for c in children(verb, "obj", "nsubj")):
        # "will help Bolivia restore the line" is help.
        return verb
    name = act_name(verb)
    if lemma(verb) in ("proceed", "continue", "go") and any(o.pos_ == "PROPN" for o in obliques(verb, "to", "for")):
        # "will go on to Malawi"
        return verb
    if lemma(verb) in words["bounds.carry"] and name == lemma(verb):
        inner = infinitive_of(verb) or next((c for c in children(verb, "xcomp", "advcl") if c.tag_ == "VBG"), None)
        if inner is not None and inner.i > verb.i and (is_known(inner) or _is_willed(inner)):
            return inner
        return verb if _carries_thing(verb) else None
    if any(lemma(c) in words["bounds.figure"] for c in children(verb, "obj")):
        return None
    if name in words["bounds.forecast"]:
        return verb if _is_set_phrase(verb) else None
    if name == "vote" and not obliques(verb, "for", "against", "in", "with") and infinitive_of(verb) is None:
        # A chamber that will vote on a bill has not said how.
        return None
    if name in words["bounds.empty"]:
        return _with_counterpart(verb)
    return verb if is_known(verb) or is_measure(verb) or _is_willed(verb) else None


def _carries_thing(verb: Token) -> bool:
    """As in "will begin construction", "will continue work on the bridge"; "will continue the war" is a forecast."""
    words = lists()
    thing = direct_object(verb)
    thing = thing or next((c for c in children(verb, "xcomp") if c.i > verb.i and lemma(c) == "work"), None)
    known = thing is not None and _by_word(thing) is not None
    if lemma(verb) == "keep" and thing is not None and lemma(thing) in words["own.men"]:
        # "will keep its instructors in the port"
        return True
    return known and (lemma(verb) in ("begin", "start", "continue") or lemma(verb) in words["acts.COOPERATE"])


def _is_set_phrase(verb: Token) -> bool:
    """What is willed although its verb mostly tells what befalls: "take part", "lead a mission", "see the premier"."""
    thing = direct_object(verb)
    if thing is None or thing.i < verb.i:
        return False
    if lemma(verb) == "see":
        return thing.pos_ == "PROPN" or lemma(thing) in lists()["bounds.party_noun"]
    return lemma(verb) in lists()["bounds.taking"] and lemma(thing) in lists()["bounds.taken"]


def _is_willed(verb: Token) -> bool:
    """A verb that the lists do not know, with something that it acts upon or a side with which it acts."""
    words = lists()
    name = act_name(verb)
    if name in words["bounds.forecast"] | words["bounds.befall"] | words["bounds.void"] or is_harm(verb):
        return False
    things = [c for c in children(verb, "obj", "xcomp", "ccomp") if c.i > verb.i and c.pos_ != "PRON"]
    if any(lemma(c) in words["bounds.figure"] for c in things):
        return False
    return bool(things) or bool(obliques(verb, "to", "with", "for", "against", "from"))


def _with_counterpart(verb: Token) -> Token | None:
    """The act of "will hold talks", "will receive the premier"; "will hold elections", "will hold drills" are news."""
    words = lists()
    thing = direct_object(verb)
    thing = antecedent(thing) if thing is not None else None
    person = thing is not None and (thing.pos_ == "PROPN" or lemma(thing) in words["bounds.party_noun"])
    joint = thing is not None and any(c.lower_ in ("joint", "bilateral", "trilateral") for c in children(thing, "amod"))
    return verb if thing is not None and (person or joint or lemma(thing) in words["nouns.CONSULT"]) else None


def read_act(act: Token, events: Iterable[Event] = ()) -> EventType:
    """PLOVER type of a promised act, by its verb and by what the verb governs.

    "send medicine" is AID, "meet" CONSULT, "lift the ban" CONCEDE, "withdraw troops" RETREAT, "buy gas" COOPERATE;
    an act that neither the lists nor the article's events know is AGREE, the type of promises themselves.
    """
    words = lists()
    nominal = act.pos_ in NOMINAL
    if act.pos_ == "NOUN" and lemma(act) in words["bounds.mediation"]:
        return EventType.CONSULT
    thing = direct_object(act)
    if thing is None and not nominal and is_passive(act):
        thing = own_subject(act)
    things = [act] if nominal else [t for t in [thing] if t is not None]
    by_thing = next((n for t in things if (n := _by_thing(t, wide=nominal or act_name(act) in GIVING))), None)
    if nominal:
        by_oblique = next((n for o in obliques(act, "in", "of", "for") if (n := _by_word(o))), None)
        return EventType(by_thing or by_oblique or "AGREE")
    if lemma(act) in words["bounds.sending"] and any(lemma(t) in words["bounds.forces"] for t in _parts(things)):
        return EventType.MOBILIZE
    by_verb = _by_verb(act)
    if lemma(act) == "leave" and obliques(act, "for") and not things:
        by_verb = "CONSULT"
    if by_verb is None and lemma(act) in ("proceed", "go", "head", "continue") and not things:
        by_verb = "CONSULT"
    if is_disposed(act) and (kind := _of_own_thing(act)):
        return EventType(kind)
    if by_verb == "SUPPORT" and lemma(act) in ("open", "reopen") and things and _is_gate(things[0]):
        return EventType.CONCEDE
    if by_thing and (by_verb is None or {lemma(act), act_name(act)} & LIGHT):
        by_verb = by_thing
    if is_denied(act):
        return _denied(act, by_verb)
    if is_harm(act) and by_verb not in MEASURES:
        return EventType.SANCTION if is_measure(act) else EventType.THREATEN
    if by_verb in (None, "AGREE"):
        beside = (_by_word(o) for o in obliques(act, "in", "of", "for", "to", "with"))
        by_verb = _by_event(act, events) or next((n for n in beside if n), None) or by_verb
    return EventType(by_verb or "AGREE")


def _denied(act: Token, kind: str | None) -> EventType:
    """To promise not to harm concedes, to say that one will not help or allow refuses."""
    if is_harm(act) or lemma(act) in lists()["bounds.restraint"] or kind in MEASURES or is_waived(act):
        return EventType.CONCEDE
    return EventType.REJECT if kind in KIND else EventType(kind or "AGREE")


def _of_own_thing(act: Token) -> str | None:
    """What becomes of one's own: tariffs that stay and embassies that close cut, men who leave withdraw."""
    subject = own_subject(act)
    if subject is None:
        return None
    for name, verbs in lists().table("become").items():
        thing, kind = name.split("_")
        if lemma(subject) in lists()[f"own.{thing}"] and lemma(act) in verbs:
            return kind
    return None


def _is_gate(thing: Token) -> bool:
    return lemma(thing) in lists()["bounds.gate"]


def _by_verb(act: Token) -> str | None:
    return list_of("commitments", "acts").get(act_name(act))


def _by_word(thing: Token) -> str | None:
    return list_of("commitments", "nouns").get(lemma(thing))


def _parts(things: Iterable[Token]) -> list[Token]:
    return [p for t in things for p in (t, *children(t, "nmod", "conj", "compound", "appos", "amod"))]


def _by_thing(thing: Token, *, wide: bool) -> str | None:
    """By the head of what is promised, else by what it is of; a visa office is no visa, and a gas contract no gas.

    Args:
        thing: The head.
        wide: Whether the words beside the head tell as well: "send gas turbines", "20 million dollars".
    """
    own = _by_word(thing)
    if own is not None:
        return own
    found = [*children(thing, "nmod", "conj", "appos"), *(children(thing, "compound", "amod") if wide else [])]
    return next((n for t in found if (n := _by_word(t)) and not (n == "CONCEDE" and t.dep_ == "compound")), None)


def _by_event(act: Token, events: Iterable[Event]) -> str | None:
    """The type that the coder of events knows for the words of the act, whatever their time made of it."""
    for event in events:
        if event.trigger.start <= act.idx < event.trigger.end:
            family = event.rule.partition(".")[0].upper()
            if family in EventType.__members__ and family != "AGREE":
                return family
    return None
