"""From drafts to event records: trigger, place, quantities, id."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.actors.places import find_place
from communique.coding import syntax
from communique.coding.arguments import side
from communique.coding.context import Context
from communique.coding.contexts import find_contexts
from communique.coding.drafts import Draft
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.ontology import cameo_of, score_of
from communique.language.document import Amount, AmountKind
from communique.records import Event, Place, Quantity, Span, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

# A light verb further from its noun than this is not shown in the trigger.
TRIGGER_TOKENS = 10
_NO_QUANTITY = frozenset({AmountKind.RANK, AmountKind.DURATION})


def write_events(drafts: Iterable[Draft], context: Context, lexicon: Lexicon) -> Iterator[Event]:
    """Event records of the drafts, in their order."""
    text = context.document.article.text
    seen: Counter[tuple[object, ...]] = Counter()
    amounts = tuple(a for a in context.document.amounts if a.kind not in _NO_QUANTITY)
    starts = [a.start for a in amounts]
    for draft in drafts:
        trigger = _trigger(draft, context)
        keys = sorted(r.key for r in draft.parties.everyone)
        folded = " ".join(trigger.cut(text).casefold().split())
        parts = (context.article_id, draft.event, folded, *keys)
        seen[parts] += 1
        number = () if seen[parts] == 1 else (seen[parts],)
        sent = draft.sent
        first, last = bisect_left(starts, sent.start_char), bisect_left(starts, sent.end_char)
        yield Event(
            id=make_id("event", *parts, *number),
            article=context.article_id,
            event=draft.event,
            mode=draft.mode,
            contexts=find_contexts(sent, lexicon, text=text),
            cameo=cameo_of(draft.event, draft.mode),
            score=score_of(draft.event, draft.mode),
            modality=draft.modality,
            actor=draft.parties.actor,
            recipient=draft.parties.recipient,
            place=_place(draft, context),
            start=draft.start,
            end=draft.end,
            quantities=tuple(_quantities(draft, amounts[first:last], context)),
            attributed_to=draft.attributed_to,
            trigger=trigger,
            evidence=context.evidence([sent]),
            rule=draft.rule,
            confidence=draft.confidence,
            coder=context.coder,
        )


def _trigger(draft: Draft, context: Context) -> Span:
    match = draft.reading.match
    first = min(t.i for t in match.words)
    last = max(t.i for t in match.words)
    if match.light and abs(match.carrier.i - first) < TRIGGER_TOKENS:
        first, last = min(first, match.carrier.i), max(last, match.carrier.i)
    return context.tokens(first, last + 1)


def _quantities(draft: Draft, amounts: Iterable[Amount], context: Context) -> Iterator[Quantity]:
    """Amounts in the clause of the trigger: "sent 20 tons of rice"."""
    clause = syntax.governor(draft.reading.match.carrier)
    for amount in amounts:
        span = context.words_at(amount.start, amount.end)
        if span is not None and syntax.governor(span.root).i == clause.i:
            where = context.span(amount.start, amount.end)
            yield Quantity(value=amount.value, unit=amount.unit, of=amount.of, span=where)


def _place(draft: Draft, context: Context) -> Place | None:
    """Where, if the clause says so: "met in Oslo"."""
    match = draft.reading.match
    for head in (match.token, match.carrier, *syntax.objects(match.carrier)):
        for preposition, noun in syntax.obliques(head):
            if preposition in words("locative") and (found := _place_at(noun, preposition, context)):
                return found
    # "met the king of Jordan in Amman": the place may hang from any noun of the clause.
    clause = syntax.governor(match.carrier)
    for token in draft.sent:
        mention = context.references.headed_by(token.i) if token.i > match.token.i else None
        if mention is not None and mention.in_place_role and syntax.governor(token).i == clause.i:
            return _place_at(token, "", context)
    return None


def _place_at(noun: Token, preposition: str, context: Context) -> Place | None:
    mention = context.references.headed_by(noun.i)
    if mention is not None:
        near = side(mention.refs[0]) if mention.refs else None
        name = context.doc[mention.start : mention.end].text
        return _look_up(name, near) if mention.in_place_role else None
    if noun.pos_ != "PROPN":
        return None
    name = context.doc[noun.left_edge.i : noun.i + 1].text
    return _look_up(name.removeprefix(f"{preposition} "), None)


@lru_cache(maxsize=4096)
def _look_up(name: str, near: str | None) -> Place | None:
    # An article names the same few places again and again.
    return find_place(name, near=near)
