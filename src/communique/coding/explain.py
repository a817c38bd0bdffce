"""Why a sentence is coded as it is: what each word opened, what did not fit and why, and which events came of it.

The frames are asked by the very functions that code; here their answers are only written down, so that an explanation
cannot drift from what happens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.actors.resolve import resolve_actors
from communique.coding import syntax
from communique.coding.arguments import Finder, Parties
from communique.coding.article import Tools, code_document
from communique.coding.context import Context
from communique.coding.discourse import add_obligations, add_threats
from communique.coding.events import is_complete
from communique.coding.frames import (
    Match,
    Misfit,
    find_carrier,
    find_doers,
    find_entries,
    find_objects,
    try_entry,
)
from communique.coding.judge import Judge
from communique.coding.lexicon import Entry, Frame, Lexicon
from communique.coding.quotes import find_quotes
from communique.coding.readings import Dropped, Reading, inherit, names_needed, read_sentence, without_inner
from communique.coding.repeats import MIN_CONFIDENCE
from communique.coding.slots import NOUN_ACTOR, NOUN_RECIPIENT, VERB_ACTOR, VERB_RECIPIENT, slot_parties
from communique.coding.sport import find_genre, is_figurative
from communique.coding.tense import is_passing, settle
from communique.language.analyse import analyse
from communique.records import ActorKind, ActorRef, Article, Event, EventType, Modality, PartialDate, make_id

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# So many words of a class are named where a phrase is not in it.
SHOWN = 5
_DROPPED: Mapping[Dropped, str] = {
    Dropped.IN_NAME: "inside a name",
    Dropped.BEFORE_NOUN: "a noun before a noun only says of what kind that is",
    Dropped.SWALLOWED: "the content of an operator, and one event with it",
    Dropped.NO_ACT: "an operator without an act that the lexicon knows",
    Dropped.ANSWER: "asks for an answer, not for an act",
    Dropped.UNREAL: "an infinitive of purpose: not done yet",
    Dropped.ORIGIN: "says only where something came from",
    Dropped.PROVISION: "what a text provides, or a text that does something: not done by anybody",
    Dropped.OWN_WISH: "a wish of one's own: nobody else is asked",
}
_MISFIT: Mapping[Misfit, str] = {
    Misfit.PASSIVE: "only in the active, and this is passive",
    Misfit.NAMING: "says what something is called, or stands with on",
    Misfit.COMPLEMENT: "a clause completes it",
    Misfit.PARTY: "the slot that needs a party names none",
}


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word as the rules see it; `frames` counts the entries of the lexicon that it looked up."""

    text: str
    lemma: str
    pos: str
    relation: str
    head: str
    frames: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A frame that was asked; `why` is None where it fired."""

    trigger: str
    frame: str
    names: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Slot:
    """Who stands in a slot of a frame."""

    role: str
    slot: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """A frame that fired: what it makes of its content, its parties, and the events; `why` where there is none."""

    trigger: str
    frame: str
    content: str | None
    event: EventType | None
    mode: str | None
    modality: Modality | None
    slots: tuple[Slot, ...]
    events: tuple[str, ...]
    why: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence: its words, the frames that they looked up, those that fired, and the events."""

    sentence: str
    words: tuple[WordLine, ...]
    trials: tuple[Trial, ...]
    fired: tuple[Fired, ...]
    events: tuple[Event, ...]


def explain_text(text: str, tools: Tools, *, published: PartialDate | None = None) -> tuple[Explanation, ...]:
    """Explain each sentence of a text.

    Args:
        text: A sentence, or several, of one article.
        tools: What codes.
        published: Day on which it stands; tense and dates count from it.
    """
    identity = make_id("article", text)
    article = Article(id=identity, text_digest=identity, uri="-", language="en", text=text, published=published)
    document = analyse(article, tools.nlp)
    events = [r for r in code_document(document, tools) if isinstance(r, Event)]
    context = Context(document=document, references=resolve_actors(document, tools.gazetteer), coder=tools.coder)
    context = replace(context, quotes=find_quotes(context))
    finder = Finder(context)
    return tuple(_explain(sent, events, tools, finder) for sent in context.doc.sents if sent.text.strip())


def _explain(sent: Tokens, events: Sequence[Event], tools: Tools, finder: Finder) -> Explanation:
    lexicon = tools.lexicon
    own = tuple(e for e in events if any(s.start < sent.end_char and sent.start_char < s.end for s in e.evidence))
    tried = {token.i: list(_try_all(token, lexicon, finder)) for token in sent}
    dropped: dict[int, Dropped] = {}
    readings = read_sentence(sent, lexicon, finder, dropped=dropped)
    told = _Told(sent, readings, dropped, own, lexicon, finder, tools.judge)
    matches = [m for trials in tried.values() for _, m in trials if isinstance(m, Match)]
    return Explanation(
        sentence=" ".join(sent.text.split()),
        words=tuple(
            WordLine(t.text, t.lemma_, t.pos_, t.dep_, t.head.text, len(find_entries(t, lexicon)))
            for t in sent
            if not t.is_space
        ),
        trials=tuple(trial for trials in tried.values() for trial, _ in trials),
        fired=tuple(told.tell(match) for match in matches),
        events=own,
    )


def _try_all(token: Token, lexicon: Lexicon, finder: Finder) -> Iterator[tuple[Trial, Match | None]]:
    """All frames of a word in the order in which they are asked: the first that fits fires."""
    carrier, light = find_carrier(token, lexicon)
    winner: Match | None = None
    for entry in find_entries(token, lexicon):
        match = try_entry(token, entry, lexicon, carrier=carrier, light=light)
        why: str | None = None
        if isinstance(match, Misfit):
            why = _why_not(match, token, entry, carrier=carrier, light=light)
        elif not names_needed(match, finder):
            why = f"{_MISFIT[Misfit.PARTY]}: {', '.join(entry.frame.needs_party)}"
        elif winner is not None:
            why = f"{winner.frame.name} fits too, and asks for more or stands first"
        else:
            winner = match
        trigger = " ".join((token.text, *entry.words))
        fired = match if isinstance(match, Match) and why is None else None
        yield Trial(trigger, entry.frame.name, _names(entry.frame), why), fired


def _names(frame: Frame) -> str:
    """What a frame names: `SANCTION expel`, `operator promise`."""
    kind = " ".join(part for part in (frame.event, frame.mode) if part)
    return " ".join(part for part in (kind, f"operator {frame.operator}" if frame.operator else "") if part)


def _why_not(misfit: Misfit, token: Token, entry: Entry, *, carrier: Token, light: bool) -> str:
    frame = entry.frame
    match misfit:
        case Misfit.WORDS:
            return "the further words of its trigger do not follow"
        case Misfit.LIGHT:
            carried = f"{carrier.lemma_} is none of them" if light else "none carries it"
            return f"wants a light verb ({_some(frame.light)}): {carried}"
        case Misfit.OBJECT:
            return f"object ({_heads(find_objects(token, frame))}) is none of {_some(frame.object)}"
        case Misfit.WITHOUT:
            return f"not with an object like {_heads(find_objects(token, frame))}"
        case Misfit.SUBJECT:
            doers = find_doers(token, carrier=carrier, light=light)
            return f"subject ({_heads(doers)}) is none of {_some(frame.subject)}"
        case Misfit.SLOT:
            return f"no phrase fills {' or '.join(frame.needs)}"
    return _MISFIT[misfit]


def _heads(tokens: Sequence[Token]) -> str:
    return ", ".join(dict.fromkeys(t.lemma_ for t in tokens)) or "none"


def _some(words: frozenset[str]) -> str:
    first = ", ".join(sorted(words)[:SHOWN])
    return first if len(words) <= SHOWN else f"{first} … ({len(words)} words)"


@dataclass(frozen=True)
class _Told:
    """A sentence with its readings, to say of each frame that fired what came of it."""

    sent: Tokens
    readings: Sequence[Reading]
    dropped: Mapping[int, Dropped]
    events: Sequence[Event]
    lexicon: Lexicon
    finder: Finder
    judge: Judge | None

    def tell(self, match: Match) -> Fired:
        """What came of a frame that fired."""
        reading = next((r for r in self.readings if r.match.token.i == match.token.i), None)
        event, mode, modality = settle(reading, self.lexicon, self.finder) if reading else (None, None, None)
        made = tuple(e.id for e in self.events if self._is_of(e, match))
        dropped = self.dropped.get(match.token.i)
        why = None if made else _DROPPED[dropped] if dropped else self._why_no_event(reading)
        content = None
        if reading is not None and reading.act is not None:
            act = reading.act
            content = f"{act.token.text}: {act.event}" + (f" {act.mode}" if act.mode else "")
        return Fired(
            trigger=" ".join(t.text for t in (*((match.carrier,) if match.light else ()), *match.words)),
            frame=match.frame.name,
            content=content,
            event=event,
            mode=mode,
            modality=modality,
            slots=tuple(_find_slots(match, self.finder)),
            events=made,
            why=why,
        )  # fmt: skip

    def _is_of(self, event: Event, match: Match) -> bool:
        """Whether an event came of a match: its trigger holds the word, and no other frame made it."""
        here = event.trigger.start <= match.token.idx < event.trigger.end
        # What a judge or a rule of discourse made is named for that, and stands at the words all the same.
        return here and (event.rule == match.frame.name or event.rule not in {r.rule for r in self.readings})

    def _why_no_event(self, reading: Reading | None) -> str:
        """The first reason that holds, in the order in which events are made of readings."""
        if reading is None:
            return "told by another frame of its clause"
        kept = without_inner(list(self.readings))
        if reading not in kept:
            return "only tells the act of its clause again"
        if reading not in add_threats(
            self.sent, add_obligations(self.sent, kept, self.lexicon, self.finder), self.lexicon, self.finder
        ):
            return "told as a threat under a condition, or as an obligation"
        reading = inherit(reading, reading.outer.parties) if reading.outer else reading
        event, _, modality = settle(reading, self.lexicon, self.finder)
        parties = reading.parties
        if not parties.actor:
            return "nobody acts: no slot of the actor names a party"
        # With a judge, events between people that nothing ties to a state are not left out by rule.
        judged = self.judge is not None
        if not is_complete(event, parties, at_home=judged):
            return f"the parties are not enough for {event}: {_say(parties)}"
        by_name = all(r.kind is ActorKind.PERSON for r in parties.everyone)
        if by_name and not reading.match.frame.between_persons and not judged:
            return "not between two people by name"
        if modality is Modality.HYPOTHETICAL and is_passing(reading):
            return "named in passing, and not as done"
        genre = find_genre(self.finder.context.doc)
        if is_figurative(reading.clause, event, parties, self.sent, genre=genre):
            return "words of a game or of a firm on a market"
        if any(e.event is event for e in self.events):
            return f"repeats another {event} of the sentence"
        least = MIN_CONFIDENCE if self.judge is None else self.judge.floor
        return f"its parties or its confidence (below {least:g}) are not enough"


def _find_slots(match: Match, finder: Finder) -> Iterator[Slot]:
    """The slots of a frame that name somebody, in order of trust."""
    noun = match.token.pos_ == "NOUN"
    frame = match.frame
    usual = (NOUN_ACTOR, NOUN_RECIPIENT) if noun else (VERB_ACTOR, VERB_RECIPIENT)
    if noun and match.light and (doers := finder.doers(match.carrier)):
        yield Slot("actor", f"subject of {match.carrier.text}", _people(doers))
    for role, slots in (("actor", frame.actor or usual[0]), ("recipient", frame.recipient or usual[1])):
        for slot in slots:
            if found := slot_parties(match, slot, finder):
                yield Slot(role, slot, _people(found))
    for clause in syntax.complements(match.token) if frame.operator else ():
        if found := finder.doers(clause):
            yield Slot("content", f"subject of {clause.text}", _people(found))


def _people(refs: Sequence[ActorRef]) -> tuple[str, ...]:
    return tuple(f"{r.name} ({r.state})" if r.state and r.kind is not ActorKind.STATE else r.name for r in refs)


def _say(parties: Parties) -> str:
    return f"{', '.join(_people(parties.actor)) or 'nobody'} → {', '.join(_people(parties.recipient)) or 'nobody'}"
