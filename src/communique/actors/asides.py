"""Who and what a text speaks of again besides its actors: places, whoever says "I" and "we", people "they" stand for.

Nothing here can become a party: coders resolve "we" with the quotes, and see neither places nor people whom nothing
names. It serves those who ask of each word of a text what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from communique.actors.drafts import Drafts
from communique.actors.entities import Cast, Entity
from communique.actors.gazetteer import plain
from communique.actors.history import History
from communique.actors.references import Aside, AsideKind
from communique.actors.speaking import speaker_of
from communique.records import ActorKind, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

# "The Coron" and "mainland Coron" are still Coron.
LEAST_NAME = 2
# "We" of somebody who acts for a state is that state's government.
OFFICIAL = ("GOV", "MIL", "LEG", "COP", "SPY")
# A talk of so many turns has several who say "I".
LEAST_TURNS = 1
PEOPLE_ENDINGS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "man", "person", "parent", "citizen", "people")


@dataclass
class _Maker:
    """Makes the asides of one document."""

    history: History
    cast: Cast

    @cached_property
    def paragraph_of(self) -> list[int]:
        """Number of the paragraph of each token."""
        numbers, current = [], 0
        for token in self.history.doc:
            numbers.append(current)
            current += "\n\n" in token.text or "\n\n" in token.whitespace_
        return numbers

    @cached_property
    def is_talk(self) -> bool:
        """Whether the text is what several say in turn: paragraphs that ask, outside quotation marks, and "you"."""
        doc, quoted = self.history.doc, self.history.is_quoted
        asked = {self.paragraph_of[t.i] for t in doc if t.text == "?" and not quoted[t.i]}
        addressed = any(self.history.found.has("second_person", t) and not quoted[t.i] for t in doc)
        return len(asked) >= LEAST_TURNS and addressed


def find_asides(history: History, drafts: Drafts) -> tuple[Aside, ...]:
    """All asides of a document in text order, never with the head of a mention that has an actor."""
    maker = _Maker(history, history.cast)
    made: dict[int, Aside] = {}
    for aside in (*_places(maker), *_speakers(maker), *_pronouns(maker, drafts)):
        held = drafts.by_head.get(aside.head)
        if held is None or not held.entities:
            made.setdefault(aside.head, aside)
    return tuple(made[head] for head in sorted(made))


def _places(maker: _Maker) -> Iterator[Aside]:
    """Places that the model marks, and their names where it misses them."""
    doc = maker.history.doc
    known: set[str] = set()
    for site in maker.history.sites:
        name = _fold(doc[site.start : site.end].text)
        known.add(name)
        yield Aside(site.start, site.end, site.head, AsideKind.PLACE, make_id("place", name))
    marked = {t for site in maker.history.sites for t in range(site.start, site.end)}
    for token in doc:
        if token.pos_ == "PROPN" and token.i not in marked and token.dep_ not in ("compound", "flat"):
            name = _fold(token.text)
            if name in known and len(name) > LEAST_NAME:
                yield Aside(token.i, token.i + 1, token.i, AsideKind.PLACE, make_id("place", name))


def _fold(name: str) -> str:
    return " ".join(plain(name).casefold().split()).removeprefix("the ")


def _speakers(maker: _Maker) -> Iterator[Aside]:
    """Whoever says "I" and "we": in a quotation its speaker, else the writer, or in a talk who speaks there."""
    found = maker.history.found
    for token in maker.history.doc:
        is_several = found.has("first_plural", token)
        if token.pos_ in ("PRON", "DET") and (is_several or found.has("first_singular", token)):
            yield _speaker(maker, token, is_several=is_several)


def _speaker(maker: _Maker, token: Token, *, is_several: bool) -> Aside:
    word, at = ("we" if is_several else "i"), token.i
    stretch = "all"
    if maker.history.is_quoted[at]:
        speaker = speaker_of(maker.history, at)
        meant = _party(maker, speaker) if is_several and speaker is not None else speaker
        if meant is not None:
            ref = meant.refer(None, confidence=0.7)
            return Aside(at, at + 1, at, AsideKind.SPEAKER, meant.key, (ref,))
        stretch = f"quoted {maker.paragraph_of[at]}"
        stretch += f" {speaker.key}" if speaker is not None else ""
    elif maker.is_talk and not is_several:
        stretch = f"turn {maker.paragraph_of[at]}"
    return Aside(at, at + 1, at, AsideKind.SPEAKER, make_id("speaker", word, stretch))


def _party(maker: _Maker, speaker: Entity) -> Entity | None:
    """For whom somebody says "we": the state of who acts for one, a body for itself."""
    if speaker.kind in (ActorKind.STATE, ActorKind.ORGANIZATION):
        return speaker
    if speaker.state is None or speaker.sector not in OFFICIAL:
        return None
    return maker.cast.state(speaker.state)


def _are_people(maker: _Maker, noun: Token) -> bool:
    """Whether a plural noun is of people: by the tables, its ending, or "who" behind it."""
    if noun.i in maker.history.found.word_at or any(t.text.lower() == "who" for t in noun.subtree):
        return True
    lemma = noun.lemma_.lower()
    return lemma.endswith(PEOPLE_ENDINGS) and not lemma.endswith("ment")


def _pronouns(maker: _Maker, drafts: Drafts) -> Iterator[Aside]:
    """Pronouns that mean a place or people whom nothing names, and those people's noun."""
    doc = maker.history.doc
    sites = {site.head: site for site in maker.history.sites}
    for draft in drafts.in_order():
        at = draft.referent
        if at is None or draft.entities:
            continue
        site = sites.get(at)
        if site is not None:
            key = make_id("place", _fold(doc[site.start : site.end].text))
        elif not _are_people(maker, doc[at]):
            continue
        else:
            key = make_id("noun", str(at))
            yield Aside(at, at + 1, at, AsideKind.NOUN, key)
        yield Aside(draft.start, draft.end, draft.head, AsideKind.PRONOUN, key)
