"""What events take from around their clause: ellipsis, obligations, visits, who reports them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, Parties, distinct, side, sides
from communique.coding.context import Context
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.coding.lexicon import Frame, Lexicon
from communique.coding.modality import auxiliaries_of, is_condition, is_long_ago, is_negated, read_modality
from communique.coding.ontology import HARM
from communique.coding.readings import Reading
from communique.coding.timing import bounds, find_time
from communique.language.document import Time
from communique.records import ActorRef, Modality
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

CONDITIONAL = "threaten.if.v"
_CONDITIONAL = Frame(name=CONDITIONAL, event=E.THREATEN, mode=None, confidence=0.7)
_GIVING_WAY = frozenset({E.CONCEDE, E.RETREAT})
_MUST = Frame(name="request.must.v", event=E.REQUEST, mode="change", confidence=0.6)


def add_obligations(sent: Tokens, readings: list[Reading], lexicon: Lexicon, finder: Finder) -> list[Reading]:
    """A "must" said to somebody else is a demand: "Chile said that Peru must leave"."""
    said = lexicon.words("say")
    added = []
    for token in sent:
        if token.pos_ not in ("VERB", "ADJ", "NOUN") or not auxiliaries_of(token) & {"must"}:
            continue
        obliged = syntax.subject(token)
        speech = next((h for h in syntax.up(token) if h.lemma_.lower() in said), None)
        speech = speech or next((c for c in syntax.children(token, "parataxis") if c.lemma_.lower() in said), None)
        if obliged is None or any(r.match.token.i == token.i and r.event is E.REQUEST for r in readings):
            continue
        recipient = finder.at(obliged, places=False)
        speaker = finder.many(syntax.agents(speech)) if speech is not None else ()
        if not speaker and (quoted := finder.context.speaker_at(token.idx)):
            speaker = (quoted,)
        if not recipient or not speaker or sides(speaker) & sides(recipient):
            continue
        match = Match(token=token, frame=_MUST, words=(token,), carrier=speech or token)
        added.append(
            Reading(match=match, event=E.REQUEST, mode="change", parties=Parties(speaker, recipient), rule=_MUST.name,
                    confidence=_MUST.confidence)
        )  # fmt: skip
        readings = [r for r in readings if r.match.carrier.i != token.i]
    return sorted(readings + added, key=lambda r: r.match.token.i)


def add_threats(sent: Tokens, readings: list[Reading], lexicon: Lexicon, finder: Finder) -> list[Reading]:
    """A speaker's harm under a condition is a threat: "If a ship enters, we will sink it, Chile warned"."""
    said = lexicon.words("say") | {"threaten"}
    for condition in sent:
        if condition.dep_ != "advcl" or not is_condition(condition):
            continue
        main = condition.head
        if main.lemma_.lower() in said:
            main = next(iter(syntax.children(main, "ccomp", "parataxis")), main)
        speech = main.head if main.head.lemma_.lower() in said else None
        speech = speech or next((c for c in syntax.children(main, "parataxis") if c.lemma_.lower() in said), None)
        quoted = finder.context.speaker_at(main.idx)
        speaker = (finder.many(syntax.agents(speech)) if speech is not None else ()) or ((quoted,) if quoted else ())
        if not speaker or main is speech or not auxiliaries_of(main) & (words("will") | {"would"}):
            continue
        below = {t.i for t in main.subtree} - {t.i for t in condition.subtree}
        harms = [r for r in readings if r.match.token.i in below and r.event in HARM | {E.THREATEN}]
        doer = syntax.subject(main)
        if not _is_own(doer, speaker, finder) or not (harms or _is_retaliation(main, doer)):
            continue
        if main.lemma_.lower() in words("bearing"):
            # "We will all pay a price": who pays punishes nobody.
            continue
        if any(r.match.token.i in below and r.event in _GIVING_WAY for r in readings):
            # "If the ban goes, we will withdraw our tariffs": an offer.
            continue
        refs = [r for t in (condition, main) for r in finder.within(t, but=sides(speaker))]
        carrier = speech if speech is not None else main
        match = Match(token=carrier, frame=_CONDITIONAL, words=(carrier,), carrier=carrier)
        others = distinct(r for h in harms for r in h.parties.recipient if side(r) not in sides(speaker))
        parties = Parties(speaker, others or distinct(refs))
        mode = "violence" if {r.event for r in harms} & {E.ASSAULT, E.MOBILIZE} else None
        threat = Reading(match=match, event=E.THREATEN, mode=mode, parties=parties, rule=CONDITIONAL)
        inner = {r.match.token.i for r in harms} | {carrier.i}
        return sorted([*(r for r in readings if r.match.token.i not in inner), threat], key=lambda r: r.match.token.i)
    return readings


def _is_own(doer: Token | None, speaker: tuple[ActorRef, ...], finder: Finder) -> bool:
    if doer is None:
        return False
    owners = [doer, *syntax.children(doer, "nmod:poss")]
    if any(t.lower_ in words("first-person") for t in owners):
        return True
    return bool(sides(r for t in owners for r in finder.at(t, places=False)) & sides(speaker))


def _is_retaliation(main: Token, doer: Token | None) -> bool:
    named = {main.lemma_.lower(), *(t.lemma_.lower() for t in syntax.objects(main))}
    named |= {doer.lemma_.lower()} if doer is not None else set()
    named |= {c.lemma_.lower() for c in syntax.complements(main)}
    return bool(named & words("retaliation"))


def add_ellipses(
    sent: Tokens,
    found: Sequence[Draft],
    before: Sequence[Draft],
    times: list[tuple[Time, Token]],
    lexicon: Lexicon,
    finder: Finder,
) -> list[Draft]:
    """Add what "has done so" and "as did Peru" tell: the earlier event again, with another subject.

    "as did Peru" joins Peru to the actors; "Peru has done so since 2016" is an event of its own, and so is what is left
    of a second gift: "Oslo gave two million dollars and Peru one million".
    """
    drafts = list(found)
    for token in sent:
        if token.lemma_.lower() != "do" or token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "aux:pass"):
            continue
        follows = [t.lower_ for t in token.doc[token.i + 1 : token.i + 5]]
        previous = token.doc[token.i - 1].lower_ if token.i else ""
        joins = previous in ("as", "so")
        if is_negated(token):
            # "neither has done so", "has yet to do the same"
            continue
        if not (follows[:1] == ["so"] or follows[:2] == ["the", "same"] or "likewise" in follows or joins):
            continue
        source = _antecedent(token, drafts, before)
        doer = syntax.subject(token) if not joins else None
        if doer is None:
            doer = next((c for c in token.children if c.dep_ in ("obj", "obl", "nsubj") and c.i > token.i), None)
        actor = finder.at(doer)
        if source is None or not actor or {r.key for r in actor} <= {r.key for r in source.parties.actor}:
            continue
        if joins and source in drafts:
            everyone = Parties(distinct(source.parties.actor + actor), source.parties.recipient)
            drafts[drafts.index(source)] = replace(source, parties=everyone)
        else:
            drafts.append(_copy(source, token, actor, sent, times, lexicon, finder.context))
    for draft in found:
        gaps = [(n, refs) for n in _gapped_givers(draft.reading.match.token) if (refs := finder.at(n, places=False))]
        if gaps and draft in drafts:
            others = sides(r for _, refs in gaps for r in refs)
            kept = tuple(r for r in draft.parties.recipient if side(r) not in others)
            source = replace(draft, parties=Parties(draft.parties.actor, kept))
            drafts[drafts.index(draft)] = source
            copies = (_copy(source, n, refs, sent, times, lexicon, finder.context) for n, refs in gaps)
            drafts.extend(replace(c, rule=source.rule) for c in copies)
    return drafts


def _gapped_givers(verb: Token) -> Iterator[Token]:
    """ "Oslo pledged 20 million euros and [Canada] 68 million dollars": a name between two amounts gives the second."""
    for thing in syntax.objects(verb) if verb.pos_ == "VERB" else ():
        joined = [c for c in thing.subtree if c.dep_ == "conj" and c.i > thing.i]
        for name in joined:
            after = verb.doc[name.i + 1] if name.i + 1 < len(verb.doc) else None
            amount = after is not None and (after.like_num or after.is_currency)
            if name.pos_ == "PROPN" and amount and any(t.like_num for t in thing.children):
                yield name


def _antecedent(token: Token, found: Sequence[Draft], before: Sequence[Draft]) -> Draft | None:
    here = [d for d in found if d.reading.match.token.i < token.i and d.modality is not Modality.NEGATED]
    main = [d for d in here if not d.reading.background] or here
    if main:
        return main[-1]
    earlier = [d for d in before[-3:] if not d.reading.background]
    return earlier[-1] if earlier else None


def _copy(
    source: Draft,
    token: Token,
    actor: tuple[ActorRef, ...],
    sent: Tokens,
    times: list[tuple[Time, Token]],
    lexicon: Lexicon,
    context: Context,
) -> Draft:
    frame = source.reading.match.frame
    said = [t for t in token.doc[token.i : token.i + 2] if t.i == token.i or t.lower_ in ("so", "likewise")]
    match = Match(token=token, frame=frame, words=tuple(said), carrier=token)
    time = find_time(match, times)
    start, end = bounds(time)
    modality = read_modality(token, lexicon)
    if modality is Modality.ACTUAL:
        modality = source.modality
        if time is not None:
            modality = Modality.HISTORICAL if is_long_ago(time, context.document.published) else modality
    return replace(
        source,
        reading=replace(source.reading, match=match),
        parties=Parties(actor, source.parties.recipient),
        modality=modality,
        sent=sent,
        start=start,
        end=end,
        rule=f"{source.event.lower()}.do_so.v",
        confidence=round(source.confidence * 0.9, 2),
    )


def settle_visit(draft: Draft, before: Sequence[Draft], finder: Finder) -> Draft:
    """Guest and host: who meets in the other's country visits; elsewhere the meeting is mutual.

    A visit told before goes on: who came on Monday is still the guest at Tuesday's lunch.
    """
    if draft.reading.match.frame.visit:
        return replace(draft, mode=draft.mode or "visit")
    everyone = distinct(draft.parties.everyone)
    states = {side(r) for r in everyone}
    place = _place_of_meeting(draft.reading.match, finder)
    host = place if len(states) == 2 and place in states else None
    if host is None and place is None and len(states) == 2:
        visits = (d for d in reversed(before) if d.event is E.CONSULT and d.mode == "visit" and d.start)
        host = next((side(d.parties.recipient[0]) for d in visits if sides(d.parties.everyone) == states), None)
    if host is not None:
        hosts = tuple(r for r in everyone if side(r) == host)
        guests = tuple(r for r in everyone if side(r) != host)
        return replace(draft, mode=draft.mode or "visit", parties=Parties(guests, hosts))
    mode = draft.mode
    hosted = draft.reading.match.carrier.lemma_.lower() == "host" and len(states) > 2
    if mode is None and len(states) > 1 and (place is not None or hosted):
        mode = "third-party"
    return replace(draft, mode=mode, parties=Parties(everyone, ()))


def _place_of_meeting(match: Match, finder: Finder) -> str | None:
    heads = [match.token, match.carrier, *syntax.objects(match.carrier)]
    for token in list(heads):
        # "on a trip to Peru, met": the clause that it stands in has the place.
        if token.dep_ in ("obl", "conj", "nmod") and token.head.i != token.i:
            heads.append(token.head)
    for head in heads:
        for preposition, noun in syntax.obliques(head):
            if preposition in words("locative"):
                mention = finder.context.references.headed_by(noun.i)
                if mention is not None and mention.refs and len(sides(mention.refs)) == 1:
                    return side(mention.refs[0])
    # "…, in Lima" at the end of the sentence hangs from anything; it counts where it is the only place.
    start, end = match.token.i, match.token.sent.end
    headed = (finder.context.references.headed_by(i) for i in range(start + 1, end))
    mentions = [m for m in headed if m is not None and m.in_place_role]
    states = {s for m in mentions for s in sides(m.refs)}
    return states.pop() if len(states) == 1 else None


def attribute(reading: Reading, parties: Parties, lexicon: Lexicon, finder: Finder) -> ActorRef | None:
    """Who alleges or reports an event inside the story; None where the story tells it itself."""
    if reading.alleged_by:
        return reading.alleged_by[0]
    post = finder.context.part_at(reading.match.token.idx)
    if post is not None and post.kind == "post":
        speaker = finder.context.speaker_at(reading.match.token.idx)
        if speaker is not None:
            return speaker
    speaker = finder.context.speaker_at(reading.match.token.idx)
    if speaker is not None and speaker.key not in {r.key for r in parties.actor}:
        return speaker
    return _reporter(reading.clause, parties, lexicon, finder)


def _reporter(clause: Token, parties: Parties, lexicon: Lexicon, finder: Finder) -> ActorRef | None:
    said = lexicon.words("say")
    current = clause
    for head in syntax.up(clause):
        if current.dep_ == "ccomp" and head.lemma_.lower() in said:
            found = finder.many(syntax.agents(head))
            return found[0] if found and found[0].key not in {r.key for r in parties.actor} else None
        current = head
    for child in syntax.children(clause, "parataxis"):
        if child.lemma_.lower() in said:
            found = finder.many(syntax.agents(child))
            return found[0] if found and found[0].key not in {r.key for r in parties.actor} else None
    return None
