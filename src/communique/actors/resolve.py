"""Who is meant where: all mentions of states, people, bodies and groups in one document."""

from __future__ import annotations

from communique.actors.asides import find_asides
from communique.actors.discourse import resolve_later
from communique.actors.drafts import Draft
from communique.actors.entities import Cast, Entity
from communique.actors.gazetteer import Gazetteer
from communique.actors.holders import HolderTable
from communique.actors.naming import find_offices, name_mentions
from communique.actors.references import Mention, OfficeHeld, References
from communique.actors.scan import scan
from communique.language.document import Document
from communique.records import ActorKind, ActorRef, Span

MOST_PROMINENT = 20


def resolve_actors(
    document: Document, gazetteer: Gazetteer, holders: HolderTable | None = None, *, asides: bool = False
) -> References:
    """Find who is mentioned in a document, by name, office, description, pronoun or as part of a group.

    Args:
        document: The article with its syntax.
        gazetteer: The tables of the article's language.
        holders: A table of office holders that the user brings, for people whom the text names without office.
        asides: Whether to find as well what is spoken of again and is no party: places, "I" and "we".

    Returns:
        Mentions in text order, people with their offices, and states and people by weight.
    """
    cast = Cast(gazetteer)
    found = scan(document.doc, gazetteer)
    named, people, phrases = name_mentions(document, found, cast, holders)
    history = resolve_later(document, found, cast, people, named)
    drafts = [d for d in named.in_order() if d.entities]
    offices = find_offices(found, phrases, people)
    mentions = tuple(_finish(document, d) for d in sorted(drafts, key=lambda d: (d.start, -d.end, d.head)))
    held = tuple(
        OfficeHeld(
            person=o.entity.refer(_span(document, o.start, o.end)),
            office=o.office,
            state=o.state,
            token=o.head,
            former=o.former,
        )
        for o in offices
    )
    others = find_asides(history, named) if asides else ()
    return References(mentions=mentions, offices=held, prominent=_weigh(drafts, document), asides=others)


def _span(document: Document, start: int, end: int) -> Span:
    doc = document.doc
    return Span(article=document.article.id, start=doc[start].idx, end=doc[end - 1].idx + len(doc[end - 1].text))


def _finish(document: Document, draft: Draft) -> Mention:
    span = _span(document, draft.start, draft.end)
    refs = tuple(e.refer(span, confidence=draft.confidence, sector=draft.sector) for e in draft.entities)
    return Mention(draft.start, draft.end, draft.head, draft.kind, refs, draft.in_place_role, draft.facet)


def _weigh(drafts: list[Draft], document: Document) -> tuple[ActorRef, ...]:
    """States and people, heaviest first: names count fully, places and pronouns half, the first sentences double."""
    weights: dict[int, float] = {}
    entities: dict[int, Entity] = {}
    for draft in drafts:
        early = 2.0 if draft.start < len(document.doc) / 8 else 1.0
        for entity in draft.entities:
            if entity.kind in (ActorKind.STATE, ActorKind.PERSON) and (entity.kind is ActorKind.STATE or entity.parts):
                entities[id(entity)] = entity
                weight = early * (0.5 if draft.in_place_role else 1.0) * draft.confidence
                weights[id(entity)] = weights.get(id(entity), 0.0) + weight / len(draft.entities)
    order = sorted(entities, key=lambda i: (-weights[i], entities[i].name, entities[i].state or ""))
    return tuple(entities[i].refer(None) for i in order[:MOST_PROMINENT])
