"""The trained judge: what is between two parties of a sentence.

A small encoder of its own, over the table of word pieces of the language model: its lower layers read a sentence
once, the upper ones once for each pair of parties, marked. `docs/events.md` tells what it decides,
`docs/model-card.md` how it was trained.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.coding.ontology import has_mode
from communique.errors import ConfigError
from communique.language.encoder import PIECES_OF_WORDS, TYPES_OF_PIECES
from communique.language.pieces import CASES
from communique.records import EventType, Modality, Stage, Stance

if TYPE_CHECKING:
    import onnxruntime
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

Floats = NDArray[np.float32]
# Tokens `[start, end)` of a party in the document.
Marks = tuple[int, int]
# What a piece is to a pair.
_ACTOR, _RECIPIENT = 1, 2
# Past this, a "sentence" is a list or a table; attention costs the square of its length.
MAX_PIECES = 200
# The layers that read a sentence once, and those that read each pair of parties in it.
LOWER, UPPER = "lower.onnx", "upper.onnx"
# Sentences of a document whose vectors are kept; each has at most 0.3 MB, mostly a fifth of that.
MOST_KEPT = 256
_LOCALES = Path(__file__).resolve().parent.parent / "locales"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties as the sentence names them; None for one that it does not name."""

    actor: Marks | None
    recipient: Marks | None

    def turned(self) -> Pair:
        """The other way round."""
        return Pair(self.recipient, self.actor)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the judge's scores stand for, in their order."""

    events: tuple[str, ...]
    modes: tuple[str, ...]
    modalities: tuple[str, ...]
    promises: tuple[str, ...]
    stances: tuple[str, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge thinks of one pair: shares of belief over events, modes and modalities.

    Of a pair with an actor alone also what that party promises, holds and agrees; of two it has not learned that.
    """

    labels: Labels
    events: Floats
    modes: Floats
    modalities: Floats
    promises: Floats
    stances: Floats
    stages: Floats

    def of(self, event: EventType) -> float:
        """Belief in an event of this type, the first party acting (or both)."""
        return float(self.events[self.labels.events.index(event.value)])

    @property
    def none(self) -> float:
        """Belief that nothing is between the two."""
        return float(self.events[0])

    @property
    def reverse(self) -> float:
        """Belief that the second party acts on the first."""
        return float(self.events[1])

    @property
    def best(self) -> EventType:
        """The likeliest event, the first party acting."""
        return EventType(self.labels.events[2 + int(self.events[2:].argmax())])

    @property
    def modality(self) -> Modality:
        """The likeliest modality, given an event."""
        return Modality(self.labels.modalities[int(self.modalities.argmax())])

    def modality_of(self, modality: Modality) -> float:
        """Belief in a modality, given an event."""
        return float(self.modalities[self.labels.modalities.index(modality.value)])

    def mode_of(self, event: EventType) -> tuple[str | None, float]:
        """The likeliest mode of an event of this type, None for no mode, and the belief in it."""
        fitting = [i for i, m in enumerate(self.labels.modes) if not m or has_mode(event, m)]
        best = max(fitting, key=lambda i: float(self.modes[i]))
        total = float(sum(self.modes[i] for i in fitting)) or 1.0
        return self.labels.modes[best] or None, float(self.modes[best]) / total

    @property
    def promise(self) -> tuple[EventType, float]:
        """The likeliest type of a promised act, and the belief that the party promises anything."""
        best = 1 + int(self.promises[1:].argmax())
        return EventType(self.labels.promises[best]), 1.0 - float(self.promises[0])

    @property
    def stance(self) -> tuple[Stance, float]:
        """The likeliest stance, and the belief in it."""
        best = 1 + int(self.stances[1:].argmax())
        return Stance(self.labels.stances[best]), float(self.stances[best])

    @property
    def stage(self) -> tuple[Stage, float]:
        """The likeliest stage of an agreement, and the belief in it."""
        best = 1 + int(self.stages[1:].argmax())
        return Stage(self.labels.stages[best]), float(self.stages[best])

    @property
    def agreeing(self) -> float:
        """Belief that the party is agreeing anything."""
        return 1.0 - float(self.stages[0])


class Judge:
    """The judge of one language, read from its folder; the graph is loaded with the first sentence.

    Args:
        folder: Holds `lower.onnx`, `upper.onnx` and `judge.json`.

    Raises:
        ConfigError: Where the folder does not hold a judge.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            cells: dict[str, Any] = json.loads((folder / "judge.json").read_text("utf-8"))
        except OSError as error:
            raise ConfigError(f"no judge in {folder}: {error.strerror}", remedy="code with --no-judge") from error
        self.version = f"judge {cells['version']}"
        # The model whose table of word pieces it reads; another one's means nothing to it.
        self.encoder: str = cells["encoder"]
        self.labels = Labels(*(tuple(cells[field.name]) for field in fields(Labels)))
        self.weights: dict[str, Any] = cells.get("weights", {})
        self._running: tuple[int, onnxruntime.InferenceSession, onnxruntime.InferenceSession] | None = None
        # The document read last, and the vectors of its sentences: several coders ask of one sentence in turn.
        self._doc: Doc | None = None
        self._read: dict[tuple[int, int], Floats] = {}

    def weigh(self, sent: Tokens, pairs: Sequence[Pair]) -> list[Verdict]:
        """What is between each pair of parties of a sentence; nothing for a document without the model's pieces.

        Args:
            sent: A sentence of a document that the encoder has read.
            pairs: Parties inside the sentence.
        """
        if not pairs or not can_be_judged(sent.doc):
            return []
        bounds = sent.doc.user_data[PIECES_OF_WORDS]
        first, last = int(bounds[sent.start]), int(bounds[sent.end])
        last = min(last, first + MAX_PIECES)
        if first >= last:
            return []
        vectors = self._vectors(sent, first, last)
        marks = np.zeros((len(pairs), vectors.shape[1]), np.int64)
        for row, pair in zip(marks, pairs, strict=True):
            for party, side in ((pair.actor, _ACTOR), (pair.recipient, _RECIPIENT)):
                if party:
                    start, end = (int(bounds[i]) - first + 1 for i in party)
                    row[max(1, start) : max(1, min(end, len(row) - 1))] = side
        scores = self._sessions()[1].run(None, {"vectors": vectors, "marks": marks})
        shares = zip(*map(_softmax, scores), strict=True)
        return [Verdict(self.labels, *found) for found in shares]

    def _vectors(self, sent: Tokens, first: int, last: int) -> Floats:
        if self._doc is not sent.doc or len(self._read) >= MOST_KEPT:
            self._doc, self._read = sent.doc, {}
        known = self._read.get((first, last))
        if known is not None:
            return known
        doc, bounds = sent.doc, sent.doc.user_data[PIECES_OF_WORDS]
        # The judge has learned from sentences alone, each between the first and the last piece of a window.
        rows = np.concatenate([doc.tensor[:1], doc.tensor[first:last], doc.tensor[1:2]])
        types = np.zeros(len(rows), np.int64)
        types[1:-1] = doc.user_data[TYPES_OF_PIECES][first:last]
        opening = int(bounds[sent.start + 1]) - first
        types[1 : 1 + opening] = types[1 : 1 + opening] % CASES + 2 * CASES
        found: Floats = self._sessions()[0].run(None, {"rows": rows[None], "types": types[None]})[0]
        self._read[first, last] = found
        return found

    def _sessions(self) -> tuple[onnxruntime.InferenceSession, onnxruntime.InferenceSession]:
        # A forked worker must not use its parent's sessions.
        if self._running is None or self._running[0] != os.getpid():
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            lower, upper = (
                onnxruntime.InferenceSession(str(self._folder / name), options, providers=["CPUExecutionProvider"])
                for name in (LOWER, UPPER)
            )
            self._running = os.getpid(), lower, upper
        return self._running[1:]

    @cached_property
    def floor(self) -> float:
        """Confidence below which an event is not worth a reader's time."""
        return float(self.weights["floor"])

    @cached_property
    def home_floor(self) -> float:
        """The same between parties that nothing ties to a state."""
        return float(self.weights["home_floor"])

    @cached_property
    def sure(self) -> float:
        """Belief from which a missing recipient is filled in, and an event between private parties is told."""
        return float(self.weights["sure"])

    @property
    def unnamed(self) -> float:
        """Belief from which an event is told that no frame names; read anew, since calibration sets it aside."""
        return float(self.weights["unnamed"])

    def least(self, kind: str) -> float:
        """Belief from which a `promise`, `stance` or `stage` of a party that no rule has read is told."""
        return float(self.weights["statements"][kind])


def can_be_judged(doc: Doc) -> bool:
    """Whether the model left its word pieces with the document."""
    return PIECES_OF_WORDS in doc.user_data


def load_judge(language: str = "en") -> Judge | None:
    """The judge that ships for a language, None where there is none."""
    folder = _LOCALES / language / "judge"
    return Judge(folder) if (folder / "judge.json").is_file() else None


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(1, keepdims=True))
    result: Floats = shifted / shifted.sum(1, keepdims=True)
    return result
