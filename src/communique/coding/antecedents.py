"""Parties that a clause leaves out, from the events told before it: "Riga welcomed the deal", "Oslo refused".

A sentence that reacts to something names only who reacts; with or about whom was said before. Unnamed people on the
receiving end ("a dozen students") become a group of the state where it happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, is_political, side, sides
from communique.coding.counterparts import (
    REACH,
    beside,
    body_told,
    counterpart,
    of_clause,
    provoked_by,
    rival,
    same_act,
    speaks_of_text,
    whose_text,
    wronged,
)
from communique.coding.frames import heads
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.ontology import HARM, HOSTILE
from communique.coding.readings import Reading
from communique.coding.receivers import (
    answers_a_deed,
    find_deep,
    find_fighting,
    find_headline,
    find_receiver,
    find_subject,
    find_victim,
    is_gift,
)
from communique.coding.topics import ADDRESSED, REACTIONS, TOLD, find_topic
from communique.coding.unnamed import (
    UPON_PEOPLE,
    group_ref,
    group_there,
    held_before,
    is_people,
    other_of_two,
    patients_of,
    state_of_place,
    state_or_people,
)
from communique.records import ActorKind, ActorRef, Modality
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

_GOALS = frozenset({"to", "into", "in", "for", "from"})
_ANSWERS = frozenset({E.REJECT, E.AGREE, E.CONCEDE})
_BETWEEN = frozenset({E.SANCTION, E.MOBILIZE, E.AID, E.COOPERATE, E.SUPPORT, E.REJECT, E.THREATEN})
_JOINT = frozenset({E.AGREE, E.COOPERATE, E.SUPPORT, E.CONSULT})
# What a state's own officials say of it is no act upon it: "promised that Beijing would help".
_TO_OTHERS = _BETWEEN | {E.AGREE, E.CONCEDE, E.REQUEST, E.ACCUSE}
# Phrases that say what or whom an act is about.
_TOPICAL = frozenset(
    {"for", "against", "over", "about", "to", "of", "along", "near", "into", "on", "towards", "toward"}
)
# Those who have to do with their own government.
_WITHIN = frozenset(
    [
        "REB",
        "OPP",
        "CVL",
        "PTY",
        "SOC",
        "LAB",
        "EDU",
        "JRN",
        "REL",
        "UAF",
        "CRM",
        "PRM",
        "MED",
        "AGR",
        "BUS",
        "LEG",
        "JUD",
        "REF",
    ]
)


def find_recipient(reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """The recipient that the clause leaves out, or an empty tuple."""
    actor = reading.parties.actor
    earlier = [d for d in before[-REACH:] if d.modality is not Modality.NEGATED][::-1]
    if speaks_of_text(reading) and (owner := whose_text(earlier, sides(actor))):
        return owner
    if len(sides(actor)) > 1 and reading.event in (E.AGREE, E.COOPERATE):
        # Two that agree have each other, whoever was told of before.
        earlier = []
    found = (
        _shared(reading, earlier, finder)
        or find_victim(reading, lexicon, finder, of_pronoun=True)
        or _hung_from(reading, actor, finder)
        or find_headline(reading, finder)
        or (wronged(actor, earlier) if _gives_way(reading, lexicon) else ())
        or _answered(reading, actor, earlier)
        or find_topic(reading, actor, earlier, lexicon)
        or _dispersed(reading, finder)
    )
    found = (
        found or _protested(reading, actor, earlier, lexicon, finder) or _same_people(reading, actor, earlier, lexicon)
    )
    found = (
        found
        or _delivered(reading, finder)
        or (counterpart(actor, earlier) if _gives_way(reading, lexicon) else ())
        or group_there(reading, lexicon, finder)
        or of_clause(reading, actor, earlier)
    )
    if reading.match.frame.operator != "accuse":
        # What somebody is accused of names victims.
        found = found or _inside(reading, actor, finder)
    if not found and reading.event is E.ASSAULT and any(r.kind is not ActorKind.PERSON and r.state for r in actor):
        # "struck the village of X": whose village it is was said before.
        fights = [d for d in before[-REACH:][::-1] if d.event in HOSTILE]
        others = rival(reading, actor, earlier) or find_victim(reading, lexicon, finder) or counterpart(actor, fights)
        found = others if len(sides(others)) == 1 else ()
    if not found:
        found = find_victim(reading, lexicon, finder) or find_fighting(reading, earlier, lexicon)
    if not found and _goes_elsewhere(reading):
        return ()
    relates = _relates(reading, lexicon) or answers_a_deed(reading, lexicon)
    if found or reading.event is E.PROTEST or not relates:
        return found
    gift = is_gift(reading) and E.COOPERATE not in (reading.event, reading.act and reading.act.event)
    if len(sides(actor)) > 1 and reading.event in _JOINT and not gift:
        # Two that agree have each other.
        return ()
    if reading.match.frame.operator == "promise" and (deep := find_deep(reading, finder)):
        return deep
    if gift:
        return find_receiver(actor, before, finder)
    found = (
        same_act(reading, actor, earlier)
        or _nearby(reading, actor, finder)
        or rival(reading, actor, earlier)
        or counterpart(actor, before[-REACH:][::-1])
        or body_told(reading, earlier)
        or other_of_two(actor, finder)
    )
    return found if found or reading.event is E.CONSULT else find_subject(actor, finder)


def better_recipient(
    reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder
) -> tuple[ActorRef, ...]:
    """The recipient found, unless it is the actor's own side and the clause tells of another.

    "arrested two Chileans and impounded their boat": the boat is Chilean, whatever "their" was taken for.
    """
    actor, found = reading.parties.actor, reading.parties.recipient
    relative = reading.match.token.dep_ == "acl:relcl" and reading.event in REACTIONS
    if relative and not _named_inside(reading.match.token, found):
        found = _hung_from(reading, actor, finder) or found
    verbal = reading.match.carrier.pos_ == "VERB"
    if found and sides(found) <= sides(actor) and (victim := find_victim(reading, lexicon, finder, of_pronoun=True)):
        return victim
    if verbal and sides(found) <= sides(actor) and reading.event in HARM and (others := provoked_by(reading, before)):
        return others
    if reading.event is E.PROTEST and found and sides(found) <= sides(actor):
        found = beside(reading, before) or found
    if not found or not sides(found) <= sides(actor):
        return found
    inner = any((r.sector or "")[:3] in _WITHIN for r in actor)
    between = reading.event in _BETWEEN or reading.match.frame.mode == "seize"
    mere = reading.event in _TO_OTHERS and all(r.sector is None for r in found)
    if (between or mere) and not inner and all(r.kind is ActorKind.STATE for r in found):
        # A state does not sanction or shell itself; the name was a place or an owner.
        return ()
    saved = not reading.match.frame.object and any(is_people(t, lexicon) for t in patients_of(reading))
    given = is_gift(reading) and not inner and not saved
    if given and all(r.kind is not ActorKind.PERSON and r.sector != "GOV" for r in found):
        # Not where it "evacuated 300 villagers": those are its own.
        return find_receiver(actor, before, finder) or found
    people = _same_people(reading, actor, before[-REACH:][::-1], lexicon)
    if people:
        return people
    shared = _shared(reading, before[-REACH:][::-1], finder)
    if shared and not sides(shared) <= sides(actor):
        return shared
    state = state_of_place(reading.match, finder) if reading.event is E.ASSAULT else None
    patient = next(iter(patients_of(reading)), None)
    if state is not None and state not in {r.state for r in actor} and patient is not None:
        return (group_ref(patient, state, finder),)
    return found


def _shared(reading: Reading, earlier: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """The recipient of the verb before: "arrested two Chileans and impounded their boat"."""
    carrier = reading.match.carrier
    if carrier.dep_ != "conj" or any(c.dep_ in syntax.SUBJECTS for c in carrier.children):
        return ()
    joint = len(sides(reading.parties.actor)) > 1 and reading.event in _JOINT
    for draft in () if joint else earlier:
        # "left the bloc and formed an alliance": with each other
        other = draft.reading.match.carrier
        if other.i == carrier.head.i and draft.parties.recipient and draft.event not in (E.CONSULT, E.AGREE):
            return draft.parties.recipient
    # "turned its guns on a Danish boat and wounded two sailors": they were in the boat.
    if carrier.head.pos_ == "VERB" and reading.event in UPON_PEOPLE:
        own = sides(reading.parties.actor)
        head = carrier.head
        tops = [*syntax.objects(head), *(n for p, n in syntax.obliques(head) if p in ("on", "at", "against", "upon"))]
        for top in tops:
            others = tuple(r for r in finder.at(top) if is_political(r) and side(r) not in own)
            if others:
                return others
    return ()


def _dispersed(reading: Reading, finder: Finder) -> tuple[ActorRef, ...]:
    """Upon whom force is used: "fired tear gas to disperse demonstrators"."""
    verb = reading.match.carrier
    if reading.event not in HARM or verb.pos_ != "VERB":
        return ()
    aims = [c for c in syntax.children(verb, "advcl", "xcomp") if syntax.is_infinitive(c)]
    aims += [c for o in syntax.objects(verb) for c in syntax.children(o, "acl") if syntax.is_infinitive(c)]
    keys = {r.key for r in reading.parties.actor}
    aims = [c for c in aims if c.lemma_.lower() in words("dispersing")]
    found = finder.many(o for aim in aims for o in syntax.children(aim, "obj"))
    return tuple(r for r in found if r.key not in keys)


def _goes_elsewhere(reading: Reading) -> bool:
    """ "the visit of two ministers to the shrine": it is told where to, and that is nobody."""
    match = reading.match
    return match.frame.visit and match.token.pos_ == "NOUN" and any(p == "to" for p, _ in syntax.obliques(match.token))


def _named_inside(clause: Token, found: Sequence[ActorRef]) -> bool:
    """ "the milk which Chad accuses Mali of blocking": the clause itself names the other side."""
    return any(r.span is not None and r.span.start > clause.idx for r in found)


def _hung_from(reading: Reading, actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """Who did or gave what a relative clause answers: "Chad offered talks, which Mali accepted"."""
    clause = reading.match.token
    if clause.dep_ == "xcomp":
        clause = clause.head
    if reading.event not in REACTIONS | _ANSWERS or clause.dep_ != "acl:relcl" or syntax.is_passive(clause):
        return ()
    relatives = [t for t in clause.subtree if t.lower_ in words("relative") and t.dep_ in ("obj", "obl")]
    noun = clause.head
    owned = syntax.children(noun, "nmod:poss") or any(p in ("by", "of") for p, _ in syntax.obliques(noun))
    if not (relatives or syntax.is_gapped(clause)) or noun.pos_ != "NOUN" or owned or finder.adjectives(noun):
        return ()
    own = sides(actor)
    doers = finder.many(syntax.agents(syntax.governor(noun)))
    return tuple(r for r in doers if is_political(r) and side(r) not in own)


def _delivered(reading: Reading, finder: Finder) -> tuple[ActorRef, ...]:
    """The country of the city that help went to, or that soldiers left."""
    if reading.event not in (E.AID, E.RETREAT) or reading.match.frame.mode == "release":
        return ()
    token = reading.match.token
    nouns = [n for head in (token, *syntax.objects(token)) for p, n in syntax.obliques(head) if p in _GOALS]
    # "to Goma" may pass for an infinitive.
    nouns += [c for c in syntax.children(token, "advcl", "xcomp") if c.pos_ == "PROPN"]
    state = next((s for n in nouns if (s := finder.state_of_city(n))), None)
    if state is None or state in sides(reading.parties.actor):
        return ()
    known = next((r for r in finder.context.references.prominent if r.state == state and r.kind == "state"), None)
    return (known,) if known is not None else state_or_people(reading, state, finder)


def _inside(reading: Reading, actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """Somebody of another side inside the object: "rejected a call to send troops to Chad"."""
    own = sides(actor)
    token = reading.match.token
    tops = syntax.objects(token) if token.pos_ != "NOUN" else [token]
    tops = tops + [n for p, n in syntax.obliques(token) if p in _TOPICAL]
    for places in (False, True):
        for top in tops:
            others = finder.within(top, places=places, but=own)
            if others:
                return others
    # "demanded the release of its sailors, whom Oman arrested": who did that is asked.
    if reading.event not in (E.REQUEST, E.AID):
        return ()
    # "wrote off the debt that Chad owed"
    holders = (finder.doers(t) for top in tops for t in top.subtree if t.dep_ in ("acl:relcl", "acl"))
    return next((found for found in holders if found and not sides(found) & own), ())


def _protested(
    reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft], lexicon: Lexicon, finder: Finder
) -> tuple[ActorRef, ...]:
    """Against whom a crowd is out: "marched to demand that the Danes leave", "struck work over the arrests"."""
    if reading.event is not E.PROTEST:
        return ()
    own = sides(actor)
    below = [t for t in reading.clause.subtree if t.i > reading.clause.i]
    for token in below:
        mention = finder.context.references.headed_by(token.i)
        if mention is not None and not mention.in_place_role:
            others = tuple(r for r in mention.refs if r.state and side(r) not in own)
            if others:
                return others
    harms = lexicon.words("told-harm")
    if any(t.lemma_.lower() in harms for t in below):
        for draft in earlier:
            if draft.event in TOLD["told-harm"] and sides(draft.parties.actor) - own:
                return draft.parties.actor
    return ()


def _same_people(
    reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft], lexicon: Lexicon
) -> tuple[ActorRef, ...]:
    """People named before by the same noun: "arrested 20 Chilean sailors … freed the sailors"."""
    if reading.event not in UPON_PEOPLE:
        return ()
    own = sides(actor)
    for patient in patients_of(reading):
        for draft in earlier:
            for ref in draft.parties.everyone:
                if side(ref) not in own and patient.lower_ in ref.name.casefold().split():
                    return (ref,)
    held = held_before(reading, earlier[::-1], lexicon) if syntax.is_passive(reading.match.carrier) else ()
    return tuple(r for r in held if side(r) not in own)


def _nearby(reading: Reading, actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """For acts told in passing, the state named last before them in the sentence."""
    token = reading.match.token
    if not (reading.background or token.dep_ in ("acl", "acl:relcl")):
        return ()
    own = sides(actor)
    for i in range(token.i - 1, token.sent.start - 1, -1):
        mention = finder.context.references.headed_by(i)
        if mention is None or mention.in_place_role:
            continue
        others = tuple(r for r in mention.refs if r.state and side(r) not in own)
        if others:
            return others
    return ()


def _answered(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Who asked, offered or accused what is now accepted, refused or denied."""
    if reading.event not in _ANSWERS or _has_own_topic(reading):
        return ()
    own = sides(actor)
    for draft in earlier:
        if draft.event in ADDRESSED and sides(draft.parties.recipient) & own and not sides(draft.parties.actor) & own:
            return draft.parties.actor
    return ()


def _has_own_topic(reading: Reading) -> bool:
    return reading.act is not None


def _gives_way(reading: Reading, lexicon: Lexicon) -> bool:
    """ "apologised", "dropped the case": given to who was wronged or accused, where nobody is set free or let go."""
    people = any(is_people(t, lexicon) for t in patients_of(reading))
    return reading.event is E.CONCEDE and reading.match.frame.operator is None and not people


def _relates(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the act is of a kind that must have another side: ties cut, envoys recalled, islands seized."""
    if reading.event in (E.SANCTION, E.CONSULT, E.COOPERATE, E.AID):
        return True
    if reading.event is E.SUPPORT:
        objects = {t.lemma_.lower() for t in heads(syntax.objects(reading.match.token))}
        return bool(objects & (lexicon.words("relation") | lexicon.words("agreement") | lexicon.words("go-between")))
    if reading.event in (E.COERCE, E.RETREAT):
        return reading.match.frame.mode in ("seize", "withdraw")
    if reading.event is E.REQUEST:
        return reading.act is not None and reading.act.event in (E.RETREAT, E.CONCEDE, E.CONSULT)
    return reading.event in (E.THREATEN, E.AGREE, E.REJECT, E.SANCTION)
