"""Records made by hand, with sensible values for all that a test does not care about."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from communique.records import (
    ActorKind,
    ActorRef,
    Article,
    Claim,
    Coder,
    Commitment,
    Event,
    EventType,
    Modality,
    Number,
    Position,
    Quantity,
    Quote,
    QuoteKind,
    Span,
    Stance,
    Tenure,
    make_id,
)

NAMES = {
    "BEN": "Benin",
    "BOL": "Bolivia",
    "CHL": "Chile",
    "FJI": "Fiji",
    "GHA": "Ghana",
    "KEN": "Kenya",
    "MWI": "Malawi",
    "NER": "Niger",
    "NGA": "Nigeria",
    "NOR": "Norway",
    "PER": "Peru",
    "PRY": "Paraguay",
    "SEN": "Senegal",
    "TCD": "Chad",
    "TGO": "Togo",
}
CODER = Coder(program="0.1.0", model="en-1", lexicon="1")
_COMMON: dict[str, Any] = {"rule": "test", "confidence": 0.8, "coder": CODER}


def make_article(name: str, text: str, **fields: Any) -> Article:
    """An article with id from its name."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    defaults = {"uri": f"{name}.txt", "published": "2022-05-10", "language": "en", "title": None}
    return Article(id=make_id("article", name), text=text, text_digest=digest, **(defaults | fields))


def sentence(article: Article, words: str) -> Span:
    """The words' place in the article."""
    start = article.text.index(words)
    return Span(article=article.id, start=start, end=start + len(words))


def state(code: str, name: str | None = None) -> ActorRef:
    """A state."""
    return ActorRef(
        key=f"state:{code}",
        id=f"state:{code}",
        name=name or NAMES.get(code, code),
        kind=ActorKind.STATE,
        state=code,
        sector="GOV",
    )


def person(name: str, state_code: str | None, office: str | None = None) -> ActorRef:
    """A person."""
    key = f"person:{name.lower()}|{state_code}"
    return ActorRef(key=key, id=key, name=name, kind=ActorKind.PERSON, state=state_code, sector="GOV", office=office)


def make_event(
    article: Article,
    words: str,
    event: EventType,
    *,
    actor: Sequence[ActorRef],
    recipient: Sequence[ActorRef] = (),
    **fields: Any,
) -> Event:
    """An event whose trigger and evidence are the words."""
    span = sentence(article, words)
    keys = [r.key for r in (*actor, *recipient)]
    defaults: dict[str, Any] = {"score": 2.5, "modality": Modality.ACTUAL, "evidence": (span,), "trigger": span}
    return Event(
        id=make_id("event", article.id, event, span.start, *keys),
        article=article.id,
        event=event,
        actor=tuple(actor),
        recipient=tuple(recipient),
        **(_COMMON | defaults | fields),
    )


def make_quantity(article: Article, words: str, number: float, *, unit: str | None, of: str, op: Any = "=") -> Quantity:
    """An amount of something."""
    return Quantity(value=Number(op=op, number=number), unit=unit, of=of, span=sentence(article, words))


def make_quote(article: Article, words: str, speaker: ActorRef, **fields: Any) -> Quote:
    """A direct quote of the words."""
    span = sentence(article, words)
    defaults: dict[str, Any] = {"kind": QuoteKind.DIRECT, "cue": "say", "evidence": (span,)}
    return Quote(
        id=make_id("quote", article.id, span.start),
        article=article.id,
        speaker=speaker,
        text=words,
        span=span,
        **(_COMMON | defaults | fields),
    )


def make_commitment(
    article: Article,
    words: str,
    event: EventType,
    *,
    obligor: Sequence[ActorRef],
    beneficiary: Sequence[ActorRef] = (),
    **fields: Any,
) -> Commitment:
    """A promise in the words."""
    span = sentence(article, words)
    return Commitment(
        id=make_id("commitment", article.id, span.start),
        article=article.id,
        obligor=tuple(obligor),
        beneficiary=tuple(beneficiary),
        event=event,
        **(_COMMON | {"content": words, "evidence": (span,)} | fields),
    )


def make_position(article: Article, words: str, holder: ActorRef, **fields: Any) -> Position:
    """A stance in the words."""
    span = sentence(article, words)
    defaults: dict[str, Any] = {"stance": Stance.OPPOSE, "issue": words, "issue_id": make_id("issue", words)}
    return Position(
        id=make_id("position", article.id, span.start),
        article=article.id,
        holder=holder,
        **(_COMMON | defaults | {"evidence": (span,)} | fields),
    )


def make_claim(article: Article, words: str, **fields: Any) -> Claim:
    """A number in the words."""
    span = sentence(article, words)
    defaults: dict[str, Any] = {"subject": None, "measure": words, "evidence": (span,)}
    return Claim(id=make_id("claim", article.id, span.start), article=article.id, **(_COMMON | defaults | fields))


def make_tenure(article: Article, words: str, holder: ActorRef, **fields: Any) -> Tenure:
    """An office held, as the words say."""
    span = sentence(article, words)
    defaults: dict[str, Any] = {"office": holder.office or "minister", "state": holder.state, "evidence": (span,)}
    seen = {"first_seen": article.published, "last_seen": article.published}
    return Tenure(
        id=make_id("tenure", article.id, holder.key, defaults["office"]),
        article=article.id,
        person=holder,
        **(_COMMON | defaults | seen | fields),
    )
