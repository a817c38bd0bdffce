"""What a comparison of coded events with gold gives: figures with their counts, and the errors behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from communique.records import EventType, Modality, PartialDate


@dataclass(frozen=True, slots=True)
class Told:
    """One event, of gold or predicted, with what is compared.

    `actor` and `recipient` hold ISO codes of states, and names of those without a state. `spans` are its sentences in
    its article, `words` the same as words, so that texts cleaned in two ways still agree.
    """

    article: str
    spans: tuple[tuple[int, int], ...]
    sentence: str
    words: tuple[str, ...]
    event: EventType
    mode: str | None
    modality: Modality
    actor: frozenset[str]
    recipient: frozenset[str]
    start: PartialDate | None = None
    contexts: frozenset[str] = frozenset()
    confidence: float | None = None
    core: bool = True
    accept: frozenset[EventType] = frozenset()

    @property
    def is_undirected(self) -> bool:
        """Whether it makes no difference who acts: a mutual act, or a meeting."""
        return self.event is EventType.CONSULT or (len(self.actor) > 1 and not self.recipient)

    @property
    def parties(self) -> frozenset[str]:
        """Both sides."""
        return self.actor | self.recipient


@dataclass(frozen=True, slots=True)
class Text:
    """An article, as far as finding it again needs it; `text` is None where only its records are there."""

    id: str
    uri: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of gold without an article: all its events, none being an answer too."""

    uri: str | None
    sentence: str
    words: tuple[str, ...]
    events: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files that are compared."""

    articles: tuple[Text, ...]
    events: tuple[Told, ...]
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits of what was predicted and of what gold has, and the shares that follow."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right; None where nothing was predicted."""
        return self.hits / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of gold that was found; None where gold has none."""
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where there is neither gold nor prediction."""
        return 2 * self.hits / (self.predicted + self.gold) if self.predicted + self.gold else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about one confidence: how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    events: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether confidences are kept: of those at 0.8, are 80 in 100 right? `error` is the expected calibration error."""

    bins: tuple[Bin, ...]
    events: int
    error: float | None


class ErrorKind(StrEnum):
    """What is wrong."""

    MISSED = "missed"
    FALSE = "false"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Wrong:
    """An error with its sentence: an event of one side alone, or two that differ in `fields`."""

    kind: ErrorKind
    article: str
    sentence: str
    gold: Told | None
    predicted: Told | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All figures. `outside` counts predictions in articles or sentences that gold does not have."""

    articles: int
    sentences: int
    articles_missing: int
    outside: int
    events: Mapping[str, Tally]
    types: Mapping[str, Tally]
    modes: Mapping[str, Tally]
    modalities: Mapping[str, Tally]
    fields: Mapping[str, Tally]
    confusion: Mapping[tuple[str, str], int]
    calibration: Calibration
    errors: tuple[Wrong, ...]
