"""Parties that a clause leaves out, from the events told before it: "Riga welcomed the deal", "Oslo refused".

A sentence that reacts to something names only who reacts; with or about whom was said before. Unnamed people on the
receiving end ("a dozen students") become a group of the state where it happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, is_political, side, sides
from communique.coding.composition import content_tokens
from communique.coding.frames import Match, heads
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.ontology import HARM, HOSTILE
from communique.coding.readings import Reading
from communique.records import ActorKind, ActorRef, Modality, make_id
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

# How far back an unnamed counterpart is looked for, in events.
REACH = 12
# What a state does to people in its hands.
_HANDLED = frozenset({E.COERCE, E.RETREAT, E.SANCTION, E.ACCUSE})
_GOALS = frozenset({"to", "into", "in", "for", "from"})
_AT_WHOSE = frozenset({"to", "through", "in", "at", "from", "into"})
_ANSWERS = frozenset({E.REJECT, E.AGREE, E.CONCEDE})
_ADDRESSED = frozenset({E.REQUEST, E.ACCUSE, E.THREATEN, E.AGREE})
_REACTIONS = frozenset({E.SUPPORT, E.ACCUSE, E.REJECT})
# What kind of event a noun takes up.
_TOLD: Mapping[str, frozenset[E]] = {
    "told-deal": frozenset({E.AGREE, E.SUPPORT, E.CONCEDE, E.COOPERATE, E.RETREAT}),
    "told-meeting": frozenset({E.CONSULT, E.AGREE}),
    "told-verdict": frozenset({E.SANCTION, E.REJECT, E.ACCUSE}),
    "told-harm": frozenset({E.ASSAULT, E.COERCE, E.SANCTION, E.MOBILIZE}),
}
# Acts upon people: an unnamed object is whoever suffers them.
_UPON_PEOPLE = frozenset({E.ASSAULT, E.COERCE, E.RETREAT, E.CONCEDE, E.AID, E.SANCTION})
_BETWEEN = frozenset({E.SANCTION, E.MOBILIZE, E.AID, E.COOPERATE, E.SUPPORT, E.REJECT, E.THREATEN})
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
_DOMESTIC = frozenset({E.COERCE, E.PROTEST, E.CONCEDE})


def find_recipient(reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """The recipient that the clause leaves out, or an empty tuple."""
    actor = reading.parties.actor
    earlier = [d for d in before[-REACH:] if d.modality is not Modality.NEGATED][::-1]
    found = (
        _shared(reading, earlier, finder)
        or _hung_from(reading, actor, finder)
        or _answered(reading, actor, earlier)
        or _topic(reading, actor, earlier, lexicon)
    )
    found = (
        found or _protested(reading, actor, earlier, lexicon, finder) or _same_people(reading, actor, earlier, lexicon)
    )
    found = (
        found or _delivered(reading, finder) or _group(reading, lexicon, finder) or _of_clause(reading, actor, earlier)
    )
    if reading.match.frame.operator != "accuse":
        # What somebody is accused of names victims.
        found = found or _inside(reading, actor, finder)
    if not found and reading.event is E.ASSAULT and any(r.kind is not ActorKind.PERSON and r.state for r in actor):
        # "struck the village of X": whose village it is was said before.
        found = _rival(reading, actor, earlier) or _counterpart(actor, before[-REACH:][::-1])
    if found or reading.event is E.PROTEST or not _relates(reading, lexicon):
        return found
    return (
        _same_act(reading, actor, earlier)
        or _nearby(reading, actor, finder)
        or _rival(reading, actor, earlier)
        or _counterpart(actor, before[-REACH:][::-1])
        or _body(reading, earlier)
        or _prominent(actor, finder)
    )


def find_actor(reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """An unnamed crowd acts for the place where it is, a text for who passed it.

    "Prisoners rioted in Lima"; "The resolution demands".
    """
    doers = syntax.agents(reading.clause)
    if any(t.lemma_.lower() in words("text") for t in doers):
        drafts = [d for d in before[::-1][:REACH] if not d.reading.background]
        bodies = (d for d in drafts if any((r.sector or "")[:3] == "IGO" for r in d.parties.actor))
        source = next(bodies, None) or next(iter(drafts), None)
        return source.parties.actor if source is not None else ()
    if handler := _handler(reading, before, lexicon, finder):
        return handler
    if taking_part := _participant(reading, before, finder):
        return taking_part
    if reading.event not in (E.PROTEST, E.ASSAULT, E.COERCE):
        return ()
    doer = next((t for t in syntax.agents(reading.clause) if _is_people(t, lexicon)), None)
    if doer is None:
        return ()
    state = _state_of_place(reading.match, finder)
    if state is None:
        return ()
    return (_group_ref(doer, state, finder),)


def _participant(reading: Reading, before: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """Who visits or talks in passing: "announced during a visit to Chad"; "an exercise with Chad ended"."""
    noun, others = reading.match.token, sides(reading.parties.recipient)
    if reading.event not in (E.CONSULT, E.COOPERATE) or noun.pos_ != "NOUN" or not others:
        return ()
    if noun.dep_ in ("obl", "nmod") and syntax.preposition(noun) in words("during") and not reading.match.light:
        doers = finder.many(syntax.agents(syntax.governor(noun)), places=False)
        return tuple(r for r in doers if is_political(r) and side(r) not in others)
    if noun.dep_ in ("nsubj", "nsubj:pass"):
        for draft in before[::-1][:REACH]:
            actor = tuple(r for r in draft.parties.actor if r.state and side(r) not in others)
            if actor:
                return actor
    return ()


def _held(reading: Reading, before: Sequence[Draft], lexicon: Lexicon) -> tuple[ActorRef, ...]:
    """ "released 15 sailors … The men had been captured": whom the story has just told of."""
    verb = reading.match.carrier
    people = [t for t in syntax.objects(verb) if t.lemma_.lower() in lexicon.words("captive") | lexicon.words("crowd")]
    if not any(c.lower_ in words("definite") for t in people for c in t.children if c.dep_ == "det"):
        return ()
    held = (d for d in before[::-1][:4] if d.event in (E.COERCE, E.RETREAT) and d.parties.recipient)
    found = next(held, None)
    return found.parties.recipient if found is not None else ()


def _handler(reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """Who did what a passive tells without a doer: "arrested a Dane … He was freed": who had arrested him.

    Between two states of one story it is the other one: "The Danish ambassador was summoned".
    """
    verb = reading.match.carrier
    if reading.event not in _HANDLED or not syntax.is_passive(verb) or syntax.agents(verb):
        return ()
    patients = reading.parties.recipient or _held(reading, before, lexicon)
    if not patients:
        return ()
    theirs, keys = sides(patients), {r.key for r in patients}
    particle = next(iter(syntax.children(verb, "compound:prt")), verb)
    near = [(particle.lower_, n) for n in syntax.children(verb, "obl") if n.left_edge.i == particle.i + 1]
    for preposition, noun in [*syntax.obliques(verb), *near]:
        # "summoned to the ministry", "let through a Chilean checkpoint", "arrested in Lima"
        where = finder.at(noun) if preposition in _AT_WHOSE else ()
        states = tuple(r for r in where if r.state and r.kind is not ActorKind.PERSON)
        if states and sides(states).isdisjoint(theirs):
            return states[:1]
    for draft in [d for d in before[::-1][:REACH] if d.modality in (Modality.ACTUAL, Modality.HISTORICAL)]:
        acting = sides(draft.parties.actor)
        same = keys & {r.key for r in draft.parties.recipient} or all(_is_envoy(t) for t in _patients(reading))
        if same and draft.event in _HANDLED and acting.isdisjoint(theirs) and sides(draft.parties.recipient) & theirs:
            return tuple(r for r in draft.parties.actor if r.state)
        if keys & {r.key for r in draft.parties.everyone}:
            break
    if reading.event not in (E.ACCUSE, E.SANCTION) or not all(_is_envoy(t) for t in _patients(reading)):
        return ()
    return _prominent(patients, finder)


def _is_envoy(token: Token) -> bool:
    return token.lemma_.lower() in words("abroad") or any(
        c.lemma_.lower() in words("abroad") for c in syntax.children(token, "compound", "appos", "flat", "nmod:desc")
    )


def better_recipient(
    reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder
) -> tuple[ActorRef, ...]:
    """The recipient found, unless it is the actor's own side and the clause tells of another.

    "arrested two Chileans and impounded their boat": the boat is Chilean, whatever "their" was taken for.
    """
    actor, found = reading.parties.actor, reading.parties.recipient
    if reading.match.token.dep_ == "acl:relcl" and reading.event in _REACTIONS:
        found = _hung_from(reading, actor, finder) or found
    verbal = reading.match.carrier.pos_ == "VERB"
    if verbal and sides(found) <= sides(actor) and reading.event in HARM and (provoked := _provoked(reading, before)):
        return provoked
    if reading.event is E.PROTEST and found and sides(found) <= sides(actor):
        found = _beside(reading, before) or found
    if not found or not sides(found) <= sides(actor):
        return found
    inner = any((r.sector or "")[:3] in _WITHIN for r in actor)
    between = reading.event in _BETWEEN or reading.match.frame.mode == "seize"
    if between and not inner and all(r.kind is ActorKind.STATE for r in found):
        # A state does not sanction or shell itself; the name was a place or an owner.
        return ()
    people = _same_people(reading, actor, before[-REACH:][::-1], lexicon)
    if people:
        return people
    shared = _shared(reading, before[-REACH:][::-1], finder)
    if shared and not sides(shared) <= sides(actor):
        return shared
    state = _state_of_place(reading.match, finder) if reading.event is E.ASSAULT else None
    patient = next(iter(_patients(reading)), None)
    if state is not None and state not in {r.state for r in actor} and patient is not None:
        return (_group_ref(patient, state, finder),)
    return found


def _shared(reading: Reading, earlier: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """The recipient of the verb before: "arrested two Chileans and impounded their boat"."""
    carrier = reading.match.carrier
    if carrier.dep_ != "conj" or any(c.dep_ in syntax.SUBJECTS for c in carrier.children):
        return ()
    for draft in earlier:
        other = draft.reading.match.carrier
        if other.i == carrier.head.i and draft.parties.recipient and draft.event not in (E.CONSULT, E.AGREE):
            return draft.parties.recipient
    # "turned its guns on a Danish boat and wounded two sailors": they were in the boat.
    if carrier.head.pos_ == "VERB" and reading.event in _UPON_PEOPLE:
        own = sides(reading.parties.actor)
        head = carrier.head
        tops = [*syntax.objects(head), *(n for p, n in syntax.obliques(head) if p in ("on", "at", "against", "upon"))]
        for top in tops:
            others = tuple(r for r in finder.at(top) if is_political(r) and side(r) not in own)
            if others:
                return others
    return ()


def _hung_from(reading: Reading, actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """Who did or gave what a relative clause answers: "Chad offered talks, which Mali accepted"."""
    clause = reading.match.token
    if clause.dep_ == "xcomp":
        clause = clause.head
    if reading.event not in _REACTIONS | _ANSWERS or clause.dep_ != "acl:relcl" or syntax.is_passive(clause):
        return ()
    relatives = [t for t in clause.subtree if t.lower_ in words("relative") and t.dep_ in ("obj", "obl")]
    noun = clause.head
    owned = syntax.children(noun, "nmod:poss") or any(p in ("by", "of") for p, _ in syntax.obliques(noun))
    if not (relatives or syntax.is_gapped(clause)) or noun.pos_ != "NOUN" or owned or finder.adjectives(noun):
        return ()
    own = sides(actor)
    doers = finder.many(syntax.agents(syntax.governor(noun)))
    return tuple(r for r in doers if is_political(r) and side(r) not in own)


def _provoked(reading: Reading, before: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Who did that to which the act answers: "Chad seized a boat, prompting Mali to mass troops"."""
    own = sides(reading.parties.actor)
    above = {head.i for head in syntax.up(reading.match.carrier)}
    for draft in before[::-1][:REACH]:
        if draft.reading.match.carrier.i in above and draft.event in HOSTILE and sides(draft.parties.recipient) & own:
            return tuple(r for r in draft.parties.actor if r.state and side(r) not in own)
    return ()


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
    return (known,) if known is not None else _state_ref(reading, state, finder)


def _beside(reading: Reading, before: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Against whom the same sentence tells of something else: "launched a boycott of Mali, while youths threw paint"."""
    own, start = sides(reading.parties.actor), reading.match.token.sent.start
    here = (d for d in before[::-1] if d.sent.start == start and sides(d.parties.actor) & own and d.event in HOSTILE)
    return next((d.parties.recipient for d in here if d.parties.recipient and not sides(d.parties.recipient) & own), ())


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
            if draft.event in _TOLD["told-harm"] and sides(draft.parties.actor) - own:
                return draft.parties.actor
    return ()


def _same_people(
    reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft], lexicon: Lexicon
) -> tuple[ActorRef, ...]:
    """People named before by the same noun: "arrested 20 Chilean sailors … freed the sailors"."""
    if reading.event not in _UPON_PEOPLE:
        return ()
    own = sides(actor)
    for patient in _patients(reading):
        for draft in earlier:
            for ref in draft.parties.everyone:
                if side(ref) not in own and patient.lower_ in ref.name.casefold().split():
                    return (ref,)
    held = _held(reading, earlier[::-1], lexicon) if syntax.is_passive(reading.match.carrier) else ()
    return tuple(r for r in held if side(r) not in own)


def _same_act(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """The same act told before had a recipient: the embargo is on whom it was on."""
    for draft in earlier:
        if draft.event is reading.event and sides(draft.parties.actor) == sides(actor) and draft.parties.recipient:
            return draft.parties.recipient
    return ()


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
        if draft.event in _ADDRESSED and sides(draft.parties.recipient) & own and not sides(draft.parties.actor) & own:
            return draft.parties.actor
    return ()


def _has_own_topic(reading: Reading) -> bool:
    return reading.act is not None


def _topic(
    reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft], lexicon: Lexicon
) -> tuple[ActorRef, ...]:
    """Whose deal, statement or act is praised, condemned or rejected."""
    if reading.event not in _REACTIONS:
        return ()
    own = sides(actor)
    named = _anaphor(reading.match, lexicon)
    if named is None:
        return ()
    word = named.lemma_.lower()
    speech = word in lexicon.words("told-speech")
    types = next((kinds for name, kinds in _TOLD.items() if {word, named.lower_} & lexicon.words(name)), None)
    if types is not None:
        earlier = [d for d in earlier if d.event in types and not d.is_reaction] or earlier
    for draft in earlier:
        if draft.is_reaction and draft.topic and sides(draft.topic) - own and not speech:
            return tuple(r for r in draft.topic if side(r) not in own)
        if speech and draft.event not in _ADDRESSED | _REACTIONS:
            continue
        verdict = word in lexicon.words("told-verdict") and draft.event in _TOLD["told-verdict"]
        harm = reading.event is E.ACCUSE and draft.event in _TOLD["told-harm"]
        pool = draft.parties.actor if speech or verdict or harm else draft.parties.everyone
        others = tuple(r for r in pool if side(r) not in own)
        if not others and draft.event in _TOLD["told-deal"]:
            # A deal between two sides of one country.
            acting = {r.key for r in actor}
            others = tuple(r for r in pool if r.key not in acting and len(pool) > 1)
        if others:
            return others
    return ()


def _anaphor(match: Match, lexicon: Lexicon) -> Token | None:
    """ "the deal", "this announcement", "it": a thing told before."""
    told = frozenset().union(*(lexicon.words(name) for name in ("told-thing", "told-speech", *_TOLD)))
    tokens = heads(syntax.objects(match.token)) if match.token.pos_ != "NOUN" else []
    tokens += syntax.children(match.token, "xcomp")
    for token in [*tokens, *content_tokens(match), *(n for _, n in syntax.obliques(match.token))]:
        if token.lower_ in words("anaphor"):
            return token
        if {token.lemma_.lower(), token.lower_} & told and any(c.lower_ in words("definite") for c in token.children):
            return token
    return None


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


def _of_clause(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Between whom somebody mediates in passing: "freed the Malian pilots after mediation by Chad"."""
    token = reading.match.token
    if reading.event is not E.CONSULT or not any(p == "by" for p, _ in syntax.obliques(token)):
        return ()
    own, above = sides(actor), {head.i for head in syntax.up(token)}
    over = (d for d in earlier if d.reading.match.carrier.i in above)
    everyone = next((d.parties.everyone for d in over), ())
    return () if sides(everyone) & own else everyone


def _rival(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """With whom the actor is at odds most often: whom its threats are for."""
    if reading.event not in (E.THREATEN, E.ASSAULT):
        return ()
    own = sides(actor)
    counts: Counter[str] = Counter()
    refs: dict[str, ActorRef] = {}
    for draft in earlier:
        if draft.event in HOSTILE and sides(draft.parties.everyone) & own:
            for ref in draft.parties.everyone:
                if ref.state and side(ref) not in own:
                    counts[ref.state] += 1
                    refs.setdefault(ref.state, ref)
    return (refs[counts.most_common(1)[0][0]],) if counts else ()


def _counterpart(actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """With whom the actor had to do last."""
    own = sides(actor)
    bodies: tuple[ActorRef, ...] = ()
    for draft in earlier:
        if sides(draft.parties.everyone) & own:
            others = tuple(r for r in draft.parties.everyone if side(r) not in own)
            states = tuple(r for r in others if r.state)
            if states:
                return states
            bodies = bodies or others
    return bodies


def _body(reading: Reading, earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """The body whose next summit it is."""
    if reading.event is not E.CONSULT:
        return ()
    bodies = (r for d in earlier for r in d.parties.everyone if (r.sector or "")[:3] == "IGO")
    found = next(bodies, None)
    return (found,) if found is not None else ()


def _prominent(actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """The other of two states that an article is about."""
    states: list[ActorRef] = []
    for ref in finder.context.references.prominent:
        if ref.state and ref.state not in {r.state for r in states}:
            states.append(ref)
    own = sides(actor)
    if len(states) < 2 or not own & {side(r) for r in states[:2]}:
        return ()
    return tuple(r for r in states[:2] if side(r) not in own)


def _group(reading: Reading, lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """Unnamed people on the receiving end, as a group of the state where they are."""
    match = reading.match
    if reading.event not in _UPON_PEOPLE | {E.PROTEST}:
        return ()
    state = _state_of_place(match, finder)
    if state is None and reading.event in _DOMESTIC and match.frame.mode != "seize":
        state = next((r.state for r in reading.parties.actor if r.state), None)
    patient = next((t for t in _patients(reading) if _is_people(t, lexicon)), None)
    if state is None:
        return ()
    if patient is not None:
        return (_group_ref(patient, state, finder),)
    return _state_ref(reading, state, finder) if reading.event in _DOMESTIC else ()


def _group_ref(head: Token, state: str, finder: Finder) -> ActorRef:
    words = [t.text for t in head.subtree if t.dep_ in ("amod", "compound") and head.i - 3 <= t.i < head.i]
    name = " ".join([*words, head.text])
    key = make_id("actor", name.casefold(), state)
    span = finder.context.tokens(head.i, head.i + 1)
    return ActorRef(
        key=key, id=key, name=name, kind=ActorKind.GROUP, state=state, sector="CVL", span=span, confidence=0.5
    )


def _patients(reading: Reading) -> list[Token]:
    match = reading.match
    found = heads(syntax.objects(match.token)) if match.token.pos_ != "NOUN" else []
    return found + [n for p, n in syntax.obliques(match.token) if p in ("of", "against", "on", "to", "at")]


def _is_people(token: Token, lexicon: Lexicon) -> bool:
    if any(p == "of" and n.lemma_.lower() in lexicon.words("crowd") for p, n in syntax.obliques(token)):
        return True
    return token.lemma_.lower() in lexicon.words("crowd") | lexicon.words("captive") | lexicon.words("person") or (
        token.pos_ == "NUM" and token.dep_ in ("obj", "nsubj:pass")
    )


def _state_of_place(match: Match, finder: Finder) -> str | None:
    for token in (match.token, match.carrier, *syntax.objects(match.token)):
        for preposition, noun in syntax.obliques(token):
            if preposition in ("in", "near", "at", "on", "across", "throughout", "through"):
                refs = finder.at(noun) or finder.owner(noun, places=True)
                if refs and refs[0].state:
                    return refs[0].state
                if city := finder.state_of_city(noun):
                    return city
    return None


def _state_ref(reading: Reading, state: str, finder: Finder) -> tuple[ActorRef, ...]:
    """The state itself, which a crowd faces, or its people, whom its own government holds down."""
    acting = {r.key for r in reading.parties.actor}
    known = next((r for r in finder.context.references.prominent if r.state == state and r.kind == "state"), None)
    if known is not None and known.key not in acting:
        return (known,)
    plain = reading.event in (E.PROTEST, E.AID, E.RETREAT)
    name = state if plain else f"people of {state}"
    kind = ActorKind.STATE if plain else ActorKind.GROUP
    key = make_id("actor", name, state)
    span = finder.context.tokens(reading.match.token.i, reading.match.token.i + 1)
    return (ActorRef(key=key, id=key, name=name, kind=kind, state=state, span=span, confidence=0.4),)
