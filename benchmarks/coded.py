"""Made-up articles with their coded records, so that the store and merging are measured and not the language model.

Article `n` is the same on every machine and in every run. Happenings come one after the other through the years; each
is told by one to six articles, in words of their own, now and then as a reprint.
"""

from __future__ import annotations

import hashlib
import math
import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from communique.actors.gazetteer import load_gazetteer
from communique.merging.background import load_background
from communique.records import (
    ActorKind,
    ActorRef,
    Article,
    Claim,
    Coded,
    Coder,
    Commitment,
    Event,
    EventType,
    Modality,
    Number,
    PartialDate,
    Position,
    Precision,
    Quote,
    QuoteKind,
    Span,
    Stance,
    Tenure,
    make_id,
)

CODER = Coder(program="benchmark", model="none", lexicon="none")
# Articles of a day: a regional archive.
ARTICLES_A_DAY = 30
FIRST_DAY = date(2010, 1, 1)
OFFICES = ("President", "Foreign Minister", "Prime Minister", "Defence Minister", "ambassador", "spokesman")
_TYPES = tuple(EventType)
_MADE_UP = 25_000
# One article of so many takes back what a state has promised.
_TAKEN_BACK = 50
_SYLLABLES = tuple(c + v for c in "bdfgklmnprst" for v in "aeiou")


def generate(number: int) -> tuple[Article, list[Coded]]:
    """Article number `number`, and its records."""
    chance = random.Random(f"article {number}")
    # Several articles in a row tell of one happening: groups of one to six.
    first = number - number % 6
    lot = random.Random(f"lot {first}")
    starts = sorted({0, *(lot.randrange(6) for _ in range(3))})
    lead = max(s for s in starts if s <= number % 6)
    return _write(number, lead=first + lead, chance=chance)


def _write(number: int, *, lead: int, chance: random.Random) -> tuple[Article, list[Coded]]:
    day = FIRST_DAY + timedelta(days=number // ARTICLES_A_DAY)
    told = _Happening(lead)
    # Most of what an article adds is about the same states.
    own = [_Happening(10_000_000 + number * 3 + n, told.states if n else None) for n in range(3)]
    article_id = make_id("article", "benchmark", number)
    sentences, pieces = [], []
    at = 0
    for happening in (told, *own):
        words = happening.tell(chance)
        sentences.append(words)
        pieces.append((at, at + len(words), happening))
        at += len(words) + 1
    if number % _TAKEN_BACK == 0:
        sentences.append(f"{load_gazetteer().states[told.states[0]].name} withdrew its offer of {told.words[0]}.")
    filler = random.Random(f"filler {lead}" if number % 7 == 6 else f"filler {number}")
    text = " ".join((*sentences, *(_sentence(filler) for _ in range(10))))
    article = Article(
        id=article_id,
        text_digest=hashlib.sha256(text.encode()).hexdigest(),
        uri=f"benchmark/{number:07}.txt",
        publisher=f"Paper {number % 40}",
        title=" ".join(_words(random.Random(f"title {lead}"), 6)),
        published=PartialDate(day.isoformat()),
        published_precision=Precision.DAY,
        language="en",
        text=text,
    )
    records: list[Coded] = []
    for order, (start, end, happening) in enumerate(pieces):
        records += happening.code(article_id, Span(article=article_id, start=start, end=end), day, order)
    return article, records


class _Happening:
    """Something that two states did, and who spoke for them."""

    def __init__(self, seed: int, between: tuple[str, str] | None = None) -> None:
        chance = random.Random(f"happening {seed}")
        one, other = between or _two_states(chance)
        self.kind = chance.choice(_TYPES)
        self.states = (one, other)
        self.people = tuple(_person(s, chance.randrange(len(OFFICES))) for s in self.states)
        self.words = _words(chance, 9)
        self.days_ago = chance.randrange(3)
        self.dated = chance.random() < 0.7

    def tell(self, chance: random.Random) -> str:
        """A sentence about it, in the words of one paper."""
        words = [w for w in self.words if chance.random() < 0.8] + _words(chance, 4)
        chance.shuffle(words)
        (one, office), (other, _) = self.people
        return f"{office} {one} of {self.states[0]} told {other} of {self.states[1]} {' '.join(words)}."

    def code(self, article: str, span: Span, day: date, order: int) -> list[Coded]:
        """What a coder makes of the sentence."""
        actor, recipient = (_ref(p, s, span) for p, s in zip(self.people, self.states, strict=True))
        common = {"article": article, "evidence": (span,), "rule": "benchmark", "confidence": 0.7, "coder": CODER}
        happened = PartialDate((day - timedelta(days=self.days_ago)).isoformat()) if self.dated else None
        records: list[Coded] = [
            Event(
                id=make_id("event", article, order),
                event=self.kind,
                score=0.0,
                modality=Modality.ACTUAL,
                actor=(actor,),
                recipient=(recipient,),
                start=happened,
                trigger=Span(article=article, start=span.end - 12, end=span.end - 1),
                **common,  # type: ignore[arg-type]
            )
        ]
        if order == 0:
            content = {"id": make_id("quote", article), "speaker": actor, "kind": QuoteKind.INDIRECT, "cue": "tell"}
            records.append(Quote(text=" ".join(self.words), span=span, **content, **common))  # type: ignore[arg-type]
            held = {"id": make_id("tenure", article), "person": actor, "office": actor.office or ""}
            records.append(Tenure(state=actor.state, **held, **common))  # type: ignore[arg-type]
        if order == 1:
            promise = {"id": make_id("commitment", article), "obligor": (actor,), "beneficiary": (recipient,)}
            content = {"event": self.kind, "content": " ".join(self.words)}
            records.append(Commitment(**promise, **content, **common))  # type: ignore[arg-type]
        if order == 2:
            issue = " ".join(self.words[:4])
            stance = {"id": make_id("position", article), "holder": actor, "stance": Stance.OPPOSE, "issue": issue}
            records.append(Position(issue_id=make_id("issue", issue), **stance, **common))  # type: ignore[arg-type]
            claim = {"id": make_id("claim", article), "subject": self.words[0], "measure": self.words[1]}
            records.append(Claim(value=Number(number=float(len(issue))), **claim, **common))  # type: ignore[arg-type]
        return records


@cache
def states() -> tuple[str, ...]:
    """The states of the news, those that it speaks of most first."""
    codes = sorted(code for code in load_gazetteer().states if len(code) == 3)
    random.Random("states").shuffle(codes)
    return tuple(codes)


@cache
def _weights() -> list[float]:
    """The tenth state is told of a third as often as the first."""
    return [1 / math.sqrt(n + 1) for n in range(len(states()))]


def _two_states(chance: random.Random) -> tuple[str, str]:
    one, other = chance.choices(states(), _weights(), k=2)
    return (one, other) if one != other else (one, states()[states().index(one) - 1])


def _person(state: str, office: int) -> tuple[str, str]:
    return _name(state, office), OFFICES[office]


@cache
def _name(state: str, office: int) -> str:
    chance = random.Random(f"person {state} {office}")
    return " ".join("".join(chance.choice(_SYLLABLES) for _ in range(3)).capitalize() for _ in range(2))


@cache
def _ref_of(name: str, office: str, state: str) -> ActorRef:
    key = make_id("actor", name.casefold(), state)
    return ActorRef(
        key=key, id=key, name=name, kind=ActorKind.PERSON, state=state, sector="GOV", office=office, confidence=0.9
    )


def _ref(person: tuple[str, str], state: str, span: Span) -> ActorRef:
    return replace(_ref_of(*person, state), span=span)


@cache
def _vocabulary() -> tuple[str, ...]:
    """The stems of English, the most frequent first, and behind them made-up ones, as rare as names."""
    known = load_background("en").counts
    chance = random.Random("vocabulary")
    made = {"".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 5))) for _ in range(_MADE_UP)}
    return (*sorted(known, key=lambda w: (-known[w], w)), *sorted(made - known.keys()))


def _sentence(chance: random.Random) -> str:
    # As long as those of the press: one of a hundred words would name half of all states, and seem to take back what
    # they promised.
    return " ".join(_words(chance, 14)).capitalize() + "."


def _words(chance: random.Random, count: int) -> list[str]:
    # Few words are frequent, most are rare, as in any language.
    words = _vocabulary()
    return [words[int(len(words) ** chance.random()) - 1] for _ in range(count)]
