"""PLOVER's events and modes: which there are, how they score, and the CAMEO code that lies nearest.

Source: PLOVER manual (Open Event Data Alliance, 2021) and the CAMEO codebook; the table is `data/plover.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from communique.records import EventType

MATERIAL_COOPERATION = frozenset({EventType.COOPERATE, EventType.AID})
HARM = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE, EventType.PROTEST})
HOSTILE = HARM | {EventType.ACCUSE, EventType.REJECT, EventType.THREATEN}
# What is AGREE while it lies in the future.
TO_COME_IS_AGREE = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID})


@dataclass(frozen=True, slots=True)
class Kind:
    """An event type: its quad, score and CAMEO code, and the same for its modes."""

    quad: str
    score: float
    cameo: str
    modes: Mapping[str, tuple[float, str]] = field(default_factory=dict)


@cache
def kinds() -> Mapping[EventType, Kind]:
    """All sixteen events."""
    raw = tomllib.loads(resources.files("communique.coding").joinpath("data/plover.toml").read_text("utf-8"))
    return {
        EventType(name): Kind(
            quad=entry["quad"],
            score=float(entry["score"]),
            cameo=entry["cameo"],
            modes={
                mode: (float(values.get("score", entry["score"])), values["cameo"])
                for mode, values in entry.get("modes", {}).items()
            },
        )
        for name, entry in raw.items()
    }


def score_of(event: EventType, mode: str | None = None) -> float:
    """Conflict-cooperation score, -10 to 10."""
    kind = kinds()[event]
    return kind.modes[mode][0] if mode is not None and mode in kind.modes else kind.score


def cameo_of(event: EventType, mode: str | None = None) -> str:
    """Nearest CAMEO code."""
    kind = kinds()[event]
    return kind.modes[mode][1] if mode is not None and mode in kind.modes else kind.cameo


def has_mode(event: EventType, mode: str) -> bool:
    """Whether PLOVER gives this event this mode."""
    return mode in kinds()[event].modes
