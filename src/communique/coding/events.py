"""Events: what one party did to, with or about another, in PLOVER's terms.

Frames of the lexicon propose readings of each sentence (`readings.py`); here they get parties that the clause leaves
out, their modality and time, and become records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from communique.actors.references import MentionKind
from communique.coding.antecedents import better_recipient, find_recipient
from communique.coding.arguments import Finder, Parties, distinct, is_party, is_political, side, sides
from communique.coding.common_things import find_answerer, find_both, find_sharers
from communique.coding.compatriots import find_compatriot
from communique.coding.context import Context
from communique.coding.discourse import add_ellipses, add_obligations, add_threats, attribute, settle_visit
from communique.coding.doers import find_actor
from communique.coding.drafts import Draft
from communique.coding.grammar import words
from communique.coding.inflection import mend_lemmas
from communique.coding.judge import Judge
from communique.coding.judging import fill_recipients, find_unnamed_events, settle_drafts
from communique.coding.lexicon import Lexicon
from communique.coding.modality import is_habitual, is_long_ago, read_modality
from communique.coding.narration import continue_story
from communique.coding.occasions import Occasion, find_occasion, time_of_occasion
from communique.coding.ontology import MATERIAL_COOPERATION
from communique.coding.readings import Reading, inherit, read_sentence, without_inner
from communique.coding.repeats import MIN_CONFIDENCE, without_repeats
from communique.coding.sayings import is_saying
from communique.coding.sport import Genre, find_genre, is_figurative
from communique.coding.tense import is_passing, settle
from communique.coding.timing import (
    bounds,
    find_time,
    find_time_of_saying,
    times_by_sentence,
    without_ahead,
)
from communique.coding.writing import write_events
from communique.language.document import Time
from communique.records import ActorKind, ActorRef, Event, Modality, Span
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# "themselves": longer words are no pronouns.
LONGEST_PRONOUN = 10
# How many events back a sentence can refer to; also keeps the work in proportion to the length of the text.
RECALL = 60


@dataclass
class _Story:
    """One article while it is coded: the tools, and what has been told so far."""

    context: Context
    lexicon: Lexicon
    finder: Finder
    drafts: list[Draft] = field(default_factory=list)
    times: list[tuple[Time, Token]] = field(default_factory=list)
    told: dict[tuple[E, frozenset[str]], set[str]] = field(default_factory=dict)
    occasion: Occasion | None = None
    # Frames take much for an event between people that is none; the judge tells them apart.
    is_judged: bool = False

    @cached_property
    def genre(self) -> Genre:
        """Whether the article is news, or about a game or a film."""
        return find_genre(self.context.doc)

    def recall(self, found: Sequence[Draft]) -> list[Draft]:
        """The events told last, those of the sentence at hand included."""
        return [*self.drafts[-RECALL:], *found]

    def keep(self, drafts: Sequence[Draft]) -> None:
        """Enter the events of a sentence."""
        self.drafts.extend(drafts)
        for draft in drafts:
            key = draft.event, frozenset(sides(draft.parties.actor))
            self.told.setdefault(key, set()).update(sides(draft.parties.recipient))

    def is_retold(self, draft: Draft) -> bool:
        """A noun that only names again what was told: "the blockade", a paragraph later."""
        if not draft.reading.background or draft.reading.match.token.pos_ != "NOUN":
            return False
        known = self.told.get((draft.event, frozenset(sides(draft.parties.actor))))
        ours = sides(draft.parties.recipient)
        return known is not None and (not ours or bool(ours & known))


def code_events(context: Context, lexicon: Lexicon, judge: Judge | None = None) -> tuple[Event, ...]:
    """Code all events of an article, in text order; without a judge, by frames alone."""
    mend_lemmas(context.doc, lexicon.forms)
    story = _Story(context, lexicon, Finder(context), is_judged=judge is not None)
    times = times_by_sentence(context.document)
    for sent in context.doc.sents:
        if context.is_coded(sent) and context.speaks_of_somebody(sent):
            story.times = times.get(sent.start, [])
            story.occasion = find_occasion(sent, story.times, story.occasion)
            drafts = _code_sentence(sent, story)
            if judge is not None:
                drafts = fill_recipients(drafts, sent, context, judge)
                drafts = settle_drafts(drafts, sent, context, judge)
                drafts += _unnamed(drafts, sent, story, judge)
            story.keep(without_repeats(drafts, least=MIN_CONFIDENCE if judge is None else 0.0))
    return tuple(write_events(story.drafts, context, lexicon))


def _unnamed(drafts: Sequence[Draft], sent: Tokens, story: _Story, judge: Judge) -> list[Draft]:
    """Events that the judge finds and no frame names, with their time, where the syntax says nothing against them."""
    kept = []
    for draft in find_unnamed_events(drafts, sent, story.context, judge):
        clause = draft.reading.clause
        if read_modality(clause, story.lexicon) is not Modality.ACTUAL:
            continue
        if is_figurative(clause, draft.event, draft.parties, sent, genre=story.genre):
            continue
        if is_saying(clause, story.finder):
            continue
        time = without_ahead(find_time(draft.reading.match, story.times), story.context.document.published)
        start, end = bounds(time)
        old = is_long_ago(time, story.context.document.published)
        kept.append(replace(draft, start=start, end=end, modality=Modality.HISTORICAL if old else draft.modality))
    return kept


def _code_sentence(sent: Tokens, story: _Story) -> list[Draft]:
    readings = without_inner(read_sentence(sent, story.lexicon, story.finder))
    readings = add_obligations(sent, readings, story.lexicon, story.finder)
    readings = add_threats(sent, readings, story.lexicon, story.finder)
    found: list[Draft] = []
    made: dict[int, Parties] = {}
    for reading in readings:
        outer = reading.outer
        if outer is not None:
            reading = inherit(reading, made.get(outer.match.token.i, outer.parties))  # noqa: PLW2901
        draft = _draft(reading, sent, story, before=story.recall(found))
        if draft is not None and not story.is_retold(draft):
            made[reading.match.token.i] = draft.parties
            found.append(draft)
    return add_ellipses(sent, found, story.drafts[-RECALL:], story.times, story.lexicon, story.finder)


def _draft(reading: Reading, sent: Tokens, story: _Story, *, before: Sequence[Draft]) -> Draft | None:
    parties, topic = _parties(reading, story, before)
    event, mode, modality = settle(reading, story.lexicon, story.finder)
    if not _is_worth(reading, event, parties, modality, at_home=story.is_judged):
        return None
    if is_figurative(reading.clause, event, parties, sent, genre=story.genre):
        return None
    if is_saying(reading.clause, story.finder):
        return None
    alone = reading.match.token.lemma_.lower() in words("one-sided") and len(sides(reading.parties.actor)) == 1
    if reading.match.frame.mutual and event is reading.event and not alone:
        parties = Parties(distinct(parties.everyone), ())
    time = find_time(reading.match, story.times) or time_of_occasion(reading.match, story.occasion)
    if modality is not Modality.FUTURE:
        time = without_ahead(time, story.context.document.published)
    if modality is Modality.ACTUAL and _is_history(reading, time, story):
        modality = Modality.HISTORICAL
    if event is not reading.event or (time is None and event in _SAID):
        # Of what is promised or said, the day of saying counts, never the promised one.
        time = find_time_of_saying(reading.match, story.times, story.lexicon.words("say"))
    start, end = bounds(time)
    parties = _by_name(parties, sent, story.context)
    draft = Draft(
        reading=reading,
        event=event,
        mode=mode,
        modality=modality,
        parties=parties,
        sent=sent,
        start=start,
        end=end,
        attributed_to=attribute(reading, parties, story.lexicon, story.finder),
        rule=reading.rule,
        confidence=round(_confidence(reading, parties, modality) - (0.1 if topic else 0.0), 2),
        topic=topic if reading.event in (E.SUPPORT, E.ACCUSE, E.REJECT) else (),
    )
    draft = continue_story(draft, before, has_time=time is not None)
    return settle_visit(draft, before, story.finder) if event is E.CONSULT else draft


def _by_name(parties: Parties, sent: Tokens, context: Context) -> Parties:
    """ "Peru said that it would leave": where a sentence has name and pronoun, a party stands at its name."""
    return Parties(
        tuple(_at_name(r, sent, context) for r in parties.actor),
        tuple(_at_name(r, sent, context) for r in parties.recipient),
    )


def _at_name(ref: ActorRef, sent: Tokens, context: Context) -> ActorRef:
    if ref.span is not None and not _is_pronoun(ref.span, sent, context):
        return ref
    named = [(m, r) for m in context.mentions_of(sent) for r in m.refs if m.kind is not MentionKind.PRONOUN and r.span]
    same = [r for _, r in named if r.key == ref.key]
    if not same and ref.span is None:
        # A state that was concluded from the article: here it may be named by a city or a body of its own.
        same = [r for _, r in named if side(r) == side(ref)]
    return replace(ref, span=same[0].span) if same else ref


def _is_pronoun(span: Span, sent: Tokens, context: Context) -> bool:
    if span.end - span.start > LONGEST_PRONOUN or not sent.start_char <= span.start < sent.end_char:
        return False
    tokens = context.words_at(span.start, span.end)
    return tokens is not None and tokens[0].pos_ == "PRON"


def _parties(reading: Reading, story: _Story, before: Sequence[Draft]) -> tuple[Parties, tuple[ActorRef, ...]]:
    """The parties of a reading, and those of them that were taken from what was told before."""
    parties = _tidy(reading.parties)
    if not parties.actor and (sharers := find_sharers(reading, before, story.lexicon, story.finder)):
        return _tidy(Parties(sharers)), ()
    if not parties.actor and (both := find_both(reading, before, story.finder)):
        return _tidy(Parties(both, parties.recipient)), ()
    if not parties.actor:
        parties = _tidy(Parties(find_answerer(reading, before), parties.recipient))
    if not parties.actor:
        parties = _tidy(Parties(find_actor(reading, before, story.lexicon, story.finder), parties.recipient))
    recipient = better_recipient(replace(reading, parties=parties), before, story.lexicon, story.finder)
    parties = _tidy(Parties(parties.actor, recipient))
    complete = parties.recipient or (reading.match.frame.mutual and len(sides(parties.actor)) > 1)
    if complete or not parties.actor:
        return parties, ()
    topic = find_recipient(replace(reading, parties=parties), before, story.lexicon, story.finder)
    if not topic:
        return _tidy(Parties(parties.actor, find_compatriot(replace(reading, parties=parties), story.finder))), ()
    return _tidy(Parties(parties.actor, topic)), topic


def _is_worth(reading: Reading, event: E, parties: Parties, modality: Modality, *, at_home: bool) -> bool:
    if not is_complete(event, parties, at_home=at_home):
        return False
    if event is E.CONSULT and reading.match.frame.visit and len(sides(parties.everyone)) < 2:
        return False
    by_name = all(r.kind is ActorKind.PERSON for r in parties.everyone)
    if by_name and not reading.match.frame.between_persons and not at_home:
        return False
    if modality is not Modality.HYPOTHETICAL or reading.alleged:
        return True
    return not is_passing(reading) and len(sides(parties.everyone)) > 1


def _is_history(reading: Reading, time: Time | None, story: _Story) -> bool:
    if is_long_ago(time, story.context.document.published) or is_habitual(reading.clause, story.lexicon):
        return True
    return reading.background and time is None


# What happens within one country as often as between two.
_AT_HOME = frozenset({E.PROTEST, E.COERCE, E.CONCEDE, E.RETREAT})
_SAID = frozenset({E.AGREE, E.CONCEDE, E.THREATEN, E.REQUEST, E.REJECT, E.ACCUSE, E.SUPPORT})


def _tidy(parties: Parties) -> Parties:
    actor = distinct(parties.actor)
    keys = {r.key for r in actor}
    recipient = tuple(r for r in distinct(parties.recipient) if r.key not in keys)
    return Parties(actor, recipient)


def is_complete(event: E, parties: Parties, *, at_home: bool = False) -> bool:
    """Whether the parties are enough for an event of this type.

    `at_home` admits parties that nothing ties to a state or an international body, such as two politicians by name.
    """
    if not parties.actor:
        return False
    political = any(is_political(r) for r in parties.everyone)
    if not political and not (at_home and parties.recipient and all(is_party(r) for r in parties.everyone)):
        return False
    if event is E.COOPERATE:
        return len(sides(parties.everyone)) > 1
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
    if len(sides(parties.everyone)) < 2 and reading.event not in _AT_HOME:
        value -= 0.1
    return round(min(max(value, 0.05), 0.95), 2)
