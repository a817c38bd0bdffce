"""Events: what one party did to, with or about another, in PLOVER's terms.

Frames of the lexicon propose readings of each sentence (`readings.py`); here they get their modality, time, place and
quantities, and become records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.antecedents import better_recipient, find_actor, find_recipient
from communique.coding.arguments import Finder, Parties, distinct, is_political, side, sides
from communique.coding.context import Context
from communique.coding.contexts import find_contexts
from communique.coding.discourse import add_ellipses, add_obligations, attribute, settle_visit
from communique.coding.drafts import Draft
from communique.coding.inflection import mend_lemmas
from communique.coding.lexicon import Lexicon
from communique.coding.modality import (
    auxiliaries_of,
    is_habitual,
    is_itself_negated,
    is_long_ago,
    is_reported,
    read_modality,
    read_noun,
)
from communique.coding.narration import continue_story, find_means
from communique.coding.ontology import (
    MATERIAL_COOPERATION,
    TO_COME_IS_AGREE,
    cameo_of,
    score_of,
)
from communique.coding.readings import Reading, inherit, read_sentence, without_inner
from communique.coding.timing import bounds, find_time, find_time_of_saying, times_of_sentence
from communique.records import ActorKind, ActorRef, Event, Modality, Quantity, make_id
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

# A reading below this is not worth a reader's time.
MIN_CONFIDENCE = 0.3


def code_events(context: Context, lexicon: Lexicon) -> tuple[Event, ...]:
    """Code all events of an article, in text order."""
    mend_lemmas(context.doc, lexicon.forms)
    finder = Finder(context)
    drafts: list[Draft] = []
    for sent in context.doc.sents:
        if not context.is_coded(sent):
            continue
        readings = without_inner(read_sentence(sent, lexicon, finder))
        readings = add_obligations(sent, readings, lexicon, finder)
        found: list[Draft] = []
        made: dict[int, Parties] = {}
        for reading in readings:
            if reading.outer is not None:
                outer = reading.outer
                reading = inherit(reading, made.get(outer.match.token.i, outer.parties))  # noqa: PLW2901
            draft = _draft(reading, sent, context, lexicon, finder, before=[*drafts, *found])
            if draft is not None and not _is_retold(draft, drafts):
                made[reading.match.token.i] = draft.parties
                found.append(draft)
        found = add_ellipses(sent, found, drafts, context, finder)
        drafts.extend(_without_repeats(found))
    return _to_records(drafts, context, lexicon)


def _draft(
    reading: Reading, sent: Tokens, context: Context, lexicon: Lexicon, finder: Finder, *, before: Sequence[Draft]
) -> Draft | None:
    parties = _tidy(reading.parties)
    topic: tuple[ActorRef, ...] = ()
    if not parties.actor:
        parties = _tidy(Parties(find_actor(reading, before, lexicon, finder), parties.recipient))
    parties = _tidy(Parties(parties.actor, better_recipient(replace(reading, parties=parties), before, finder)))
    if parties.actor and not parties.recipient and (len(sides(parties.actor)) < 2 or not reading.match.frame.mutual):
        topic = find_recipient(replace(reading, parties=parties), before, lexicon, finder)
        parties = _tidy(Parties(parties.actor, topic))
    if not reading.match.frame.between_persons and parties.actor and _are_persons(parties):
        return None
    times = times_of_sentence(context.document, sent.start_char, sent.end_char)
    time = find_time(reading.match, times)
    passing = reading.background and reading.match.token.pos_ == "NOUN"
    modality = (read_noun if passing else read_modality)(reading.clause, lexicon)
    if modality is Modality.ACTUAL and _is_passing(reading):
        # "will speak before the meeting": a noun in passing is of its clause's time.
        modality = read_modality(syntax.governor(reading.clause), lexicon)
    if reading.alleged and modality is not Modality.NEGATED:
        modality = Modality.HYPOTHETICAL
    event, mode, modality = settle_tense(reading, modality, lexicon=lexicon, finder=finder)
    if event is E.ASSAULT and mode is None:
        mode = find_means(reading.match, lexicon)
    if event is E.REQUEST and mode is None and syntax.complements(reading.match.token):
        mode = "change"
    if not is_complete(event, parties) or (_is_passing(reading) and modality is Modality.HYPOTHETICAL):
        return None
    if modality is Modality.HYPOTHETICAL and not reading.alleged and len(sides(parties.everyone)) < 2:
        return None
    if reading.match.frame.mutual and event is reading.event:
        parties = Parties(distinct(parties.everyone), ())
    if modality is Modality.ACTUAL:
        long_ago = is_long_ago(time, context.document.published)
        if long_ago or is_habitual(reading.clause, lexicon) or (reading.background and time is None):
            modality = Modality.HISTORICAL
    if event is not reading.event or (time is None and event in _SAID):
        # Of what is promised or said, the day of saying counts, never the promised one.
        time = find_time_of_saying(reading.match, times, lexicon.words("say"))
    start, end = bounds(time)
    draft = Draft(
        reading=reading,
        event=event,
        mode=mode,
        modality=modality,
        parties=parties,
        sent=sent,
        start=start,
        end=end,
        attributed_to=attribute(reading, parties, lexicon, finder),
        rule=reading.rule,
        confidence=round(_confidence(reading, parties, modality) - (0.1 if topic else 0.0), 2),
        topic=topic if reading.event in (E.SUPPORT, E.ACCUSE, E.REJECT) else (),
    )
    draft = continue_story(draft, before, has_time=time is not None)
    return settle_visit(draft, before, finder) if event is E.CONSULT else draft


def _are_persons(parties: Parties) -> bool:
    return all(r.kind is ActorKind.PERSON for r in parties.everyone)


def _is_retold(draft: Draft, before: Sequence[Draft]) -> bool:
    """A noun that only names again what was told: "the blockade", a paragraph later."""
    if not draft.reading.background or draft.reading.match.token.pos_ != "NOUN":
        return False
    ours = draft.parties
    return any(
        d.event is draft.event
        and sides(d.parties.actor) == sides(ours.actor)
        and (not ours.recipient or sides(ours.recipient) & sides(d.parties.recipient))
        for d in before
    )


_SAID = frozenset({E.AGREE, E.CONCEDE, E.THREATEN, E.REQUEST, E.REJECT, E.ACCUSE, E.SUPPORT})
_THREATS = {E.SANCTION: "relations", E.ASSAULT: "violence", E.COERCE: "restrict"}
_COOPERATIVE = TO_COME_IS_AGREE | {E.AGREE, E.CONCEDE, E.RETREAT}


def settle_tense(
    reading: Reading, modality: Modality, *, lexicon: Lexicon, finder: Finder
) -> tuple[E, str | None, Modality]:
    """What tense and negation make of a type.

    A coming visit is AGREE, a coming withdrawal CONCEDE, coming harm THREATEN; "will not accept" is REJECT.
    """
    event, mode = reading.event, reading.mode
    auxiliaries = auxiliaries_of(reading.clause)
    refuses = is_itself_negated(reading.clause) and event in _COOPERATIVE
    if modality is Modality.NEGATED and refuses and auxiliaries & {"will", "wo", "would", "can", "ca"}:
        return E.REJECT, None, Modality.ACTUAL
    if modality is Modality.HYPOTHETICAL and event in _THREATS and auxiliaries & {"may", "might", "could"}:
        own = is_reported(reading.clause, lexicon) and attribute(reading, reading.parties, lexicon, finder) is None
        return E.THREATEN, _THREATS[event], Modality.ACTUAL if own and not reading.alleged else modality
    if modality is not Modality.FUTURE:
        return event, mode, modality
    if event in TO_COME_IS_AGREE or event is E.AGREE:
        return E.AGREE, None, Modality.ACTUAL
    if event in (E.RETREAT, E.CONCEDE):
        return E.CONCEDE, None, Modality.ACTUAL
    if event in (E.REQUEST, E.REJECT, E.ACCUSE, E.THREATEN):
        return event, mode, Modality.ACTUAL
    if event in _THREATS:
        return E.THREATEN, _THREATS[event], Modality.ACTUAL
    return event, mode, modality


def _is_passing(reading: Reading) -> bool:
    token = reading.match.token
    return token.pos_ == "NOUN" and not reading.match.light and not reading.background


def _tidy(parties: Parties) -> Parties:
    actor = distinct(parties.actor)
    keys = {r.key for r in actor}
    recipient = tuple(r for r in distinct(parties.recipient) if r.key not in keys)
    return Parties(actor, recipient)


def is_complete(event: E, parties: Parties) -> bool:
    """Whether the parties are enough for an event of this type."""
    if not parties.actor or not any(is_political(r) for r in parties.everyone):
        return False
    if event in MATERIAL_COOPERATION or event is E.SANCTION:
        return bool(parties.recipient) or len(sides(parties.actor)) > 1
    if event is E.CONSULT:
        return len({r.key for r in parties.everyone}) > 1
    return True


def _confidence(reading: Reading, parties: Parties, modality: Modality) -> float:
    value = reading.confidence + 0.03 * reading.match.frame.specificity
    if not parties.recipient and len(sides(parties.actor)) < 2:
        value -= 0.15
    if modality not in (Modality.ACTUAL, Modality.HISTORICAL):
        value -= 0.1
    if len(sides(parties.everyone)) < 2:
        value -= 0.1
    return round(min(max(value, 0.05), 0.95), 2)


def _without_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """One event for each type and pair of parties in a sentence, unless the triggers are coordinated."""
    drafts = [_as_visit(d, drafts) for d in drafts]
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.confidence, d.reading.match.token.i)):
        if draft.confidence < MIN_CONFIDENCE or any(_repeats(draft, other) for other in kept):
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: d.reading.match.token.i)


def _as_visit(draft: Draft, others: Sequence[Draft]) -> Draft:
    """Talks of which the sentence says that one side came to the other: "held talks with X, who is on a visit"."""
    if draft.event is not E.CONSULT or draft.reading.match.frame.visit:
        return draft
    for other in others:
        if other.event is E.CONSULT and other.reading.match.frame.visit:
            guests, hosts = sides(other.parties.actor), sides(other.parties.recipient)
            everyone = draft.parties.everyone
            if sides(everyone) == guests | hosts:
                actor = tuple(r for r in everyone if side(r) in guests)
                recipient = tuple(r for r in everyone if side(r) not in guests)
                return replace(draft, mode="visit", parties=Parties(actor, recipient))
    return draft


def _repeats(one: Draft, other: Draft) -> bool:
    if one.event is not other.event:
        return False
    if one.reading.match.carrier.i == other.reading.match.carrier.i:
        return True
    if sides(one.parties.everyone) != sides(other.parties.everyone):
        return False
    if one.event is E.CONSULT:
        return True
    a, b = one.reading.match.carrier, other.reading.match.carrier
    if a.i == b.i:
        return True
    if one.modality is not other.modality or one.reading.mode != other.reading.mode:
        return False
    coordinated = (a.dep_ == "conj" and a.head.i == b.i) or (b.dep_ == "conj" and b.head.i == a.i)
    same_head = a.dep_ == b.dep_ == "conj" and a.head.i == b.head.i
    return not (coordinated or same_head or one.start != other.start)


def _to_records(drafts: Iterable[Draft], context: Context, lexicon: Lexicon) -> tuple[Event, ...]:
    seen: Counter[tuple[object, ...]] = Counter()
    events = []
    for draft in drafts:
        first = min(t.i for t in draft.reading.match.words)
        last = max(t.i for t in draft.reading.match.words)
        carrier = draft.reading.match.carrier
        if draft.reading.match.light and abs(carrier.i - first) < 10:
            first, last = min(first, carrier.i), max(last, carrier.i)
        trigger = context.tokens(first, last + 1)
        keys = sorted(r.key for r in draft.parties.everyone)
        words = " ".join(trigger.cut(context.doc.text).casefold().split())
        parts = (context.article_id, draft.event, words, *keys)
        seen[parts] += 1
        number = () if seen[parts] == 1 else (seen[parts],)
        events.append(
            Event(
                id=make_id("event", *parts, *number),
                article=context.article_id,
                event=draft.event,
                mode=draft.mode,
                contexts=find_contexts(draft.sent, lexicon),
                cameo=cameo_of(draft.event, draft.mode),
                score=score_of(draft.event, draft.mode),
                modality=draft.modality,
                actor=draft.parties.actor,
                recipient=draft.parties.recipient,
                place=draft.place,
                start=draft.start,
                end=draft.end,
                quantities=_quantities(draft, context),
                attributed_to=draft.attributed_to,
                trigger=trigger,
                evidence=context.evidence([draft.sent]),
                rule=draft.rule,
                confidence=draft.confidence,
                coder=context.coder,
            )
        )
    return tuple(events)


def _quantities(draft: Draft, context: Context) -> tuple[Quantity, ...]:
    found = []
    clause = syntax.governor(draft.reading.match.carrier)
    for amount in context.document.amounts:
        if not draft.sent.start_char <= amount.start < draft.sent.end_char or amount.kind in ("rank", "duration"):
            continue
        span = context.doc.char_span(amount.start, amount.end, alignment_mode="expand")
        if span is not None and syntax.governor(span.root).i == clause.i:
            found.append(
                Quantity(
                    value=amount.value, unit=amount.unit, of=amount.of, span=context.span(amount.start, amount.end)
                )
            )
    return tuple(found)
