"""The labelled sentences: rows of event, mode, modality, direction and a sentence with its two parties marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.coding.ontology import has_mode
from communique.records import EventType, Modality

FOLDER = Path(__file__).parent / "sentences"
NONE = "NONE"
_MARK = re.compile(r"\[([^\[\]{}]+)\]|\{([^\[\]{}]+)\}")


class RowError(ValueError):
    """A row that breaks the format, with what is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One pair of parties in a sentence and what is between them.

    Attributes:
        text: The sentence without marks.
        actor: Characters of the party in square brackets, or None.
        recipient: Characters of the party in braces, or None.
        event: PLOVER type, or `NONE`.
        mode: Mode of that type, or None.
        modality: Modality; None for `NONE`.
        mutual: Whether both act.
        source: File and line.
    """

    text: str
    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None
    event: str
    mode: str | None
    modality: str | None
    mutual: bool
    source: str

    @property
    def marked(self) -> str:
        """The sentence with A and B in place of the parties."""
        spans = [(s, m) for s, m in ((self.actor, "A"), (self.recipient, "B")) if s]
        text = self.text
        for (start, end), mark in sorted(spans, reverse=True):
            text = text[:start] + mark + text[end:]
        return text


def read_rows(paths: Iterable[Path]) -> Iterator[Row]:
    """Read rows of files, in their order.

    Raises:
        RowError: At the first faulty row, with file and line.
    """
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    yield parse_row(line, source=f"{path.name}:{number}")
                except RowError as error:
                    raise RowError(f"{path.name}:{number}: {error}") from error


def parse_row(line: str, *, source: str) -> Row:
    """Read one row.

    Raises:
        RowError: With what is wrong.
    """
    cells = line.rstrip("\r").split("\t")
    if len(cells) != 5:
        raise RowError(f"{len(cells)} columns, not 5")
    event, mode, modality, direction, marked = (c.strip() for c in cells)
    _check_labels(event, mode, modality, direction)
    text, spans = "", {}
    at = 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        side = "actor" if match[1] else "recipient"
        if side in spans:
            raise RowError(f"two marks of the {side}")
        inner = match[1] or match[2]
        spans[side] = (len(text), len(text) + len(inner))
        text += inner
        at = match.end()
    text += marked[at:]
    if any(c in text for c in "[]{}"):
        raise RowError("a stray bracket")
    if not spans or (event == NONE and len(spans) < 2):
        raise RowError("a mark is missing")
    return Row(
        text=text,
        actor=spans.get("actor"),
        recipient=spans.get("recipient"),
        event=event,
        mode=None if mode == "-" else mode,
        modality=None if modality == "-" else modality,
        mutual=direction == "=",
        source=source,
    )


def _check_labels(event: str, mode: str, modality: str, direction: str) -> None:
    if event == NONE:
        if (mode, modality, direction) != ("-", "-", "-"):
            raise RowError("NONE has no mode, modality or direction")
        return
    if event not in {e.value for e in EventType}:
        raise RowError(f"no event {event!r}")
    if mode != "-" and not has_mode(EventType(event), mode):
        raise RowError(f"{event} has no mode {mode!r}")
    if modality not in {m.value for m in Modality}:
        raise RowError(f"no modality {modality!r}")
    if direction not in {">", "="}:
        raise RowError(f"no direction {direction!r}")
