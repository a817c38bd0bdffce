"""Labelled rows as arrays: sentences cut into words and pieces, and the pairs of parties in each."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokenizer import Tokenizer

from communique.coding.ontology import kinds
from communique.language.pieces import CASES, Pieces, case_class
from communique.records import Modality, Stage, Stance
from training.judge.blocks import Block
from training.judge.rows import NONE, Row

EVENTS = (NONE, "REVERSE", *(e.value for e in kinds()))
MODALITIES = tuple(m.value for m in Modality)
MODES = ("", *sorted({m for k in kinds().values() for m in k.modes}))
# What a party says of itself: the act that it promises, whether it is for or against something, what it is agreeing.
PROMISES = ("", *(e.value for e in kinds()))
STANCES = ("", *(s.value for s in Stance))
STAGES = ("", *(s.value for s in Stage))
LABELS = ("event", "mode", "modality", "promise", "stance", "stage")
REVERSE = EVENTS.index("REVERSE")
IGNORE = -100
# Pairs of one sentence that are learned from at a time.
MOST_PAIRS = 6
# What a word is to a pair.
OUTSIDE, ACTOR, RECIPIENT = 0, 1, 2


@dataclass(slots=True)
class Pair:
    """Two parties as ranges of words (None where the sentence has one only) and what is between them."""

    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None
    event: int
    mode: int
    modality: int
    mutual: bool
    promise: int = IGNORE
    stance: int = IGNORE
    stage: int = IGNORE

    @property
    def alone(self) -> bool:
        """Whether it stands for what one party says of itself."""
        return self.promise != IGNORE

    def turned(self) -> Pair:
        """The same the other way round."""
        same = self.mutual or self.event == 0
        modality, mode = (self.modality, self.mode) if same else (IGNORE, IGNORE)
        return Pair(self.recipient, self.actor, self.event if same else REVERSE, mode, modality, self.mutual)

    def without(self, side: str) -> Pair:
        """The same with one party unknown."""
        actor, recipient = (None, self.recipient) if side == "actor" else (self.actor, None)
        return Pair(actor, recipient, self.event, self.mode, self.modality, self.mutual)


@dataclass(slots=True)
class Sentence:
    """Words, their pieces and types, and the pairs that are labelled in it."""

    text: str
    words: list[str]
    pieces: list[tuple[int, ...]]
    types: list[int]
    pairs: list[Pair]
    sources: list[str]

    @property
    def size(self) -> int:
        """How many pieces it has."""
        return sum(map(len, self.pieces))


def make_sentences(rows: Iterable[Row], tokenizer: Tokenizer, pieces: Pieces) -> list[Sentence]:
    """Group rows by their sentence."""
    found: dict[str, Sentence] = {}
    for row in rows:
        doc = tokenizer(row.text)
        offsets = [(t.idx, t.idx + len(t)) for t in doc if not t.is_space]
        if row.text not in found:
            tokens = [t for t in doc if not t.is_space]
            words = [t.text for t in tokens]
            before = [2, *(int(bool(t.whitespace_)) for t in tokens)]
            types = [case_class(w) + CASES * s for w, s in zip(words, before, strict=False)]
            found[row.text] = Sentence(row.text, words, pieces.of(words), types, [], [])
        actor, recipient = _words(offsets, row.actor), _words(offsets, row.recipient)
        modality = MODALITIES.index(row.modality) if row.modality else IGNORE
        mode = MODES.index(row.mode or "") if row.event != NONE else IGNORE
        pair = Pair(actor, recipient, EVENTS.index(row.event), mode, modality, row.mutual)
        found[row.text].pairs.append(pair)
        found[row.text].sources.append(row.source)
    return list(found.values())


def make_block_sentences(blocks: Iterable[Block], tokenizer: Tokenizer, pieces: Pieces) -> list[Sentence]:
    """Sentences of blocks: a pair for each two parties, and one for each party alone."""
    return [_block_sentence(b, tokenizer, pieces) for b in blocks]


def _block_sentence(block: Block, tokenizer: Tokenizer, pieces: Pieces) -> Sentence:
    row = Row(block.text, None, None, NONE, None, None, False, block.source)
    sentence = make_sentences([row], tokenizer, pieces)[0]
    offsets = [(t.idx, t.idx + len(t)) for t in tokenizer(block.text) if not t.is_space]
    spans = {number: _words(offsets, chars) for number, chars in block.parties.items()}
    sentence.pairs, sentence.sources = [], [block.source]
    told: set[frozenset[str | None]] = set()
    for event in block.events:
        both = frozenset({event.actor, event.recipient})
        if both not in told:
            told.add(both)
            actor, recipient = (spans[n] if n else None for n in (event.actor, event.recipient))
            modality = MODALITIES.index(event.modality)
            cells = EVENTS.index(event.event), MODES.index(event.mode or ""), modality
            if actor and recipient:
                sentence.pairs.append(Pair(actor, recipient, *cells, event.mutual))
    numbers = list(spans)
    for i, one in enumerate(numbers):
        for other in numbers[i + 1 :]:
            if frozenset({one, other}) not in told:
                sentence.pairs.append(Pair(spans[one], spans[other], 0, IGNORE, IGNORE, mutual=False))
    sentence.pairs += [_alone(block, number, span) for number, span in spans.items()]
    return sentence


def _alone(block: Block, number: str, span: tuple[int, int] | None) -> Pair:
    mine = [e for e in block.events if e.actor == number or (e.mutual and e.recipient == number)]
    event = mode = modality = IGNORE
    if mine:
        event, modality = EVENTS.index(mine[0].event), MODALITIES.index(mine[0].modality)
        mode = MODES.index(mine[0].mode or "")
    elif all(e.recipient != number for e in block.events):
        event = 0
    else:
        event = REVERSE
    statements = (
        PROMISES.index(block.promises.get(number, "")),
        STANCES.index(block.stances.get(number, "")),
        STAGES.index(block.stages.get(number, "")),
    )
    return Pair(span, None, event, mode, modality, False, *statements)


def _words(offsets: Sequence[tuple[int, int]], span: tuple[int, int] | None) -> tuple[int, int] | None:
    if span is None:
        return None
    inside = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    return (inside[0], inside[-1] + 1) if inside else None


def split(sentences: Sequence[Sentence], share: float) -> tuple[list[Sentence], list[Sentence]]:
    """A part to learn from, and a part held back: the same sentences whatever others are added, by their text."""
    learned, held = [], []
    for sentence in sentences:
        chance = zlib.crc32(sentence.text.encode()) / 2**32
        (held if chance < share else learned).append(sentence)
    return learned, held


def choose_pairs(sentence: Sentence, rng: random.Random) -> list[Pair]:
    """The pairs of a sentence to learn from, now and then turned round or with a party hidden."""
    chosen = []
    for pair in _some(sentence.pairs, rng):
        chance = rng.random()
        if pair.actor and pair.recipient and chance < 0.05:
            chosen.append(pair.without(rng.choice(("actor", "recipient"))))
            continue
        chosen.append(pair)
        if pair.actor and pair.recipient and chance < (0.75 if pair.mutual or not pair.event else 0.4):
            chosen.append(pair.turned())
    return chosen


def _some(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Of a sentence with many parties, all that is told, and now one, now another of the pairs with nothing."""
    if len(pairs) <= MOST_PAIRS:
        return list(pairs)
    full = [p for p in pairs if p.event > REVERSE or max(p.promise, p.stance, p.stage) > 0]
    empty = [p for p in pairs if p not in full]
    return full + rng.sample(empty, min(len(empty), max(2, MOST_PAIRS - len(full))))


def make_batches(sentences: Sequence[Sentence], budget: int, rng: random.Random) -> list[list[Sentence]]:
    """Group sentences of like length, `budget` padded pieces a batch."""
    batches: list[list[Sentence]] = []
    for sentence in sorted(sentences, key=lambda s: s.size + rng.random() * 6):
        if batches and (len(batches[-1]) + 1) * (sentence.size + 2) <= budget:
            batches[-1].append(sentence)
        else:
            batches.append([sentence])
    rng.shuffle(batches)
    return batches


def collate(
    batch: Sequence[Sentence],
    pieces: Pieces,
    *,
    rng: random.Random | None = None,
    word_dropout: float = 0.0,
) -> dict[str, np.ndarray]:
    """Arrays of a batch: sentences between first and last piece, and their pairs with the row that each is in.

    With `rng`, pairs are changed at random as for learning.
    """
    t = max(s.size for s in batch) + 2
    out = {k: np.zeros((len(batch), t), np.int64) for k in ("pieces", "types")}
    out["mask"] = np.zeros((len(batch), t), np.float32)
    pairs: list[tuple[int, list[int], Pair]] = []
    for r, s in enumerate(batch):
        ids, types, bounds = [pieces.first], [0], [1]
        for found, kind in zip(s.pieces, s.types, strict=True):
            ids += [pieces.unknown] if rng and rng.random() < word_dropout else found
            types += [kind] * (len(ids) - len(types))
            bounds.append(len(ids))
        ids.append(pieces.last)
        out["pieces"][r, : len(ids)] = ids
        out["types"][r, : len(types)] = types
        out["mask"][r, : len(ids)] = 1
        pairs += [(r, bounds, p) for p in (choose_pairs(s, rng) if rng else s.pairs)]
    out["row"] = np.array([r for r, _, _ in pairs], np.int64)
    out["marks"] = np.zeros((len(pairs), t), np.int64)
    for i, (_, bounds, pair) in enumerate(pairs):
        for side, span in ((ACTOR, pair.actor), (RECIPIENT, pair.recipient)):
            if span:
                out["marks"][i, bounds[span[0]] : bounds[span[1]]] = side
    for key in LABELS:
        out[key] = np.array([getattr(p, key) for *_, p in pairs], np.int64)
    return out
