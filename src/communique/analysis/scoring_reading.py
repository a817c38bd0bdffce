"""Gold and predictions as they come: JSON Lines of records, or sentences with their events (`docs/scoring.md`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from communique.actors.gazetteer import cut_units, load_gazetteer
from communique.analysis.scoring_types import Sentence, Side, Text, Told
from communique.errors import ConfigError
from communique.records import KINDS, EventType, Modality, PartialDate

# A line longer than this is no record; a book as one article has a few million characters.
MAX_LINE = 32_000_000
_STATE = re.compile(r"[A-Z]{3}")
_REMEDY = "docs/scoring.md shows both forms of a line"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ref:
    name: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    start: int
    end: int
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    id: str
    uri: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The fields of an event that are compared; a hand-made gold need not have the others."""

    event: EventType
    mode: str | None = None
    modality: Modality = Modality.ACTUAL
    actor: tuple[_Ref | str, ...] = ()
    recipient: tuple[_Ref | str, ...] = ()
    start: PartialDate | None = None
    contexts: tuple[str, ...] = ()
    confidence: float | None = None
    core: bool = True
    accept: tuple[EventType, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event(_Told):
    article: str
    evidence: tuple[_Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    sentence: str
    uri: str | None = None
    events: tuple[_Told, ...] = ()


def read_side(lines: Iterable[bytes], *, name: str, gold: bool) -> Side:
    """Read one of the two files.

    Args:
        lines: Lines of JSON; records other than articles and events are passed over.
        name: The file, for messages.
        gold: Whether sentences with their events may stand here too.

    Raises:
        ConfigError: A line is no JSON, or does not follow its form; or gold holds nothing to compare with.
    """
    articles: dict[str, Text] = {}
    events: list[tuple[_Event, str]] = []
    sentences: list[_Sentence] = []
    for number, line in enumerate(lines, start=1):
        where = f"{name}:{number}"
        if not line.strip():
            continue
        value = _load(line, where=where)
        kind = value.get("record")
        if kind == "article":
            found: _Article = _validate(_Article, value, where=where)
            articles.setdefault(found.id, Text(found.id, found.uri, found.text))
        elif kind == "event":
            events.append((_validate(_Event, value, where=where), where))
        elif kind is None and gold and "sentence" in value:
            sentences.append(_validate(_Sentence, value, where=where))
        elif kind not in KINDS:
            wanted = "a record, or a `sentence` with its `events`" if gold else "a record"
            raise ConfigError(f"{where}: this is not {wanted}", remedy=_REMEDY)
    if gold and not (articles or events or sentences):
        raise ConfigError(f"{name}: there is nothing to compare with", remedy=_REMEDY)
    told = tuple(_place(event, articles, where=where) for event, where in events)
    return Side(tuple(articles.values()), told, _join(sentences))


def _load(line: bytes, *, where: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise ConfigError(f"{where}: a line of {len(line):,} bytes is no record", remedy="write one record a line")
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ConfigError(f"{where}: no JSON: {error}", remedy="write one JSON object a line") from error
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: no JSON object", remedy="write one JSON object a line")
    return value


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _validate(kind: type, value: Mapping[str, Any], *, where: str) -> Any:
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        raise ConfigError(f"{where}: {place}: {first['msg']}", remedy=_REMEDY) from error


def _place(event: _Event, articles: Mapping[str, Text], *, where: str) -> Told:
    """The event with the words of its sentences, cut from its article where that is there."""
    spans = tuple(sorted((s.start, s.end) for s in event.evidence))
    if not spans or any(not 0 <= start < end for start, end in spans):
        raise ConfigError(f"{where}: evidence: an event needs the span of a sentence", remedy=_REMEDY)
    article = articles.get(event.article)
    text = article.text if article else None
    if text is not None and spans[-1][1] > len(text):
        message = f"{where}: evidence: the span ends at {spans[-1][1]}, the text of its article at {len(text)}"
        raise ConfigError(message, remedy="count code points of the article's `text`")
    sentence = " ".join(text[a:b] for a, b in spans) if text is not None else ""
    return _tell(event, article=event.article, spans=spans, sentence=sentence)


def _join(sentences: Iterable[_Sentence]) -> tuple[Sentence, ...]:
    """Sentences with all their events; lines that name one sentence are one."""
    by_words: dict[tuple[str | None, tuple[str, ...]], list[_Sentence]] = {}
    for one in sentences:
        by_words.setdefault((one.uri, fold(one.sentence)), []).append(one)
    return tuple(
        Sentence(uri, same[0].sentence, words, tuple(_tell(e, article=uri or "", sentence=same[0].sentence)
                                                     for s in same for e in s.events))
        for (uri, words), same in by_words.items()
    )  # fmt: skip


def _tell(event: _Told, *, article: str, sentence: str, spans: tuple[tuple[int, int], ...] = ()) -> Told:
    return Told(
        article=article,
        spans=spans,
        sentence=" ".join(sentence.split()),
        words=fold(sentence),
        event=event.event,
        mode=event.mode,
        modality=event.modality,
        actor=frozenset(_party(p) for p in event.actor),
        recipient=frozenset(_party(p) for p in event.recipient),
        start=event.start,
        contexts=frozenset(event.contexts),
        confidence=event.confidence,
        core=event.core,
        accept=frozenset(event.accept),
    )


def _party(party: _Ref | str) -> str:
    """ISO code of the state that a party is or acts for, else its name: `CHL`, `united nations`."""
    if isinstance(party, str):
        return party if _STATE.fullmatch(party) else _body(party.removeprefix("IGO:"))
    return party.state or _body(party.name or "")


@cache
def _body(name: str) -> str:
    """The name of a body in one form, so that `UN` is `the United Nations`; ISO code where it is a state's."""
    gazetteer = load_gazetteer()
    units = cut_units(name)
    for hit in gazetteer.find_names(units) if units else ():
        if (hit.start, hit.end) == (0, len(units)) and hit.entry:
            entry = hit.entry[0]
            return entry.state or " ".join(fold(entry.name))
    return " ".join(fold(name))


def fold(text: str) -> tuple[str, ...]:
    """The words of a sentence without case, accents and punctuation, for texts cleaned in two ways."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return tuple(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))
