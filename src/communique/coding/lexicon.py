"""The event lexicon: which words name which event, and where in their clause actor and recipient stand.

A lexicon is TOML that a political scientist can read and extend (`docs/events.md`); here it is checked and compiled
into an index by lemma.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from communique.coding.inflection import Forms, inflect
from communique.coding.ontology import has_mode
from communique.errors import ConfigError
from communique.records import EventType

# What an operator makes of the act that completes it; see `composition.py`.
OPERATORS = frozenset(
    {"promise", "refuse", "threaten", "demand", "accuse", "deny", "fear", "advise", "permit", "forbid", "prevent"}
    | {"stop", "delay", "oppose", "back", "factive", "transparent", "want", "decide", "say", "confess"}
)
POS = {"verbs": "V", "nouns": "N", "adjectives": "A"}
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to name an event.

    `event` None marks a pure operator ("begin to"). `object`, `subject` and `without` limit the heads of those
    phrases; `needs` lists slots of which one must be filled by some phrase, `needs_party` by a party. `actor` and
    `recipient` are slots in order of trust: `subj`, `obj`, `poss`, `adj`, `comp`, or a preposition. `active` keeps a
    frame from passives, `no_comp` from clauses with a complement ("called it a lie" is no phone call); without
    `between_persons` it is not for two people by name ("the senator attacked the mayor" is talk).
    """

    name: str
    event: EventType | None = None
    mode: str | None = None
    operator: str | None = None
    object: Words = frozenset()
    without: Words = frozenset()
    subject: Words = frozenset()
    needs: tuple[str, ...] = ()
    needs_party: tuple[str, ...] = ()
    light: Words = frozenset()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    mutual: bool = False
    visit: bool = False
    alone: bool = True
    bare: bool = False
    active: bool = False
    no_comp: bool = False
    between_persons: bool = True
    confidence: float = 0.75

    @property
    def specificity(self) -> int:
        """How much the frame asks for; of two that fit, the one that asks more is meant."""
        words = 2 * bool(self.object) + 3 * bool(self.subject) + 2 * bool(self.light)
        return words + bool(self.needs) + bool(self.needs_party)


@dataclass(frozen=True, slots=True)
class Entry:
    """A trigger of a frame: the words that must follow the lemma ("pull" + "out"), and its frame."""

    words: tuple[str, ...]
    frame: Frame


@dataclass(frozen=True)
class Lexicon:
    """A compiled lexicon: entries by part of speech and lemma, word classes, words of contexts."""

    version: str
    entries: Mapping[tuple[str, str], tuple[Entry, ...]]
    classes: Mapping[str, Words]
    contexts: Mapping[str, Words]
    forms: Forms

    def find_entries(self, pos: str, lemma: str) -> tuple[Entry, ...]:
        """Entries of a lemma; `pos` is V, N or A."""
        return self.entries.get((pos, lemma), ())

    def words(self, name: str) -> Words:
        """A class of words; empty where the lexicon has none of this name."""
        return self.classes.get(name, frozenset())

    @property
    def triggers(self) -> int:
        """How many triggers there are."""
        return sum(len(found) for found in self.entries.values())


@cache
def _shipped(language: str) -> tuple[tuple[str, bytes], ...]:
    folder = resources.files("communique.locales").joinpath(language, "lexicon")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple((f.name, f.read_bytes()) for f in files)


def load_lexicon(language: str = "en", extra: Sequence[Path] = ()) -> Lexicon:
    """Load the lexicon of a language, and the user's own files after it.

    Raises:
        ConfigError: Where a file cannot be read or an entry does not follow the format.
    """
    if not extra:
        return _shipped_lexicon(language)
    return compile_lexicon([*_shipped(language), *(_read(path) for path in extra)])


@cache
def _shipped_lexicon(language: str) -> Lexicon:
    return compile_lexicon(_shipped(language))


def _read(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise ConfigError(f"lexicon file {path}: {error.strerror}", remedy="name a readable TOML file") from error


def compile_lexicon(files: Iterable[tuple[str, bytes]]) -> Lexicon:
    """Check lexicon files and index them; the version is a digest of their bytes."""
    digest = hashlib.sha256()
    parsed: list[tuple[str, dict[str, Any]]] = []
    for name, data in files:
        digest.update(name.encode() + b"\0" + data)
        try:
            parsed.append((name, tomllib.loads(data.decode("utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"lexicon file {name}: {error}", remedy="mend the TOML") from error
    classes = _compile_classes(parsed)
    contexts: dict[str, Words] = {}
    entries: dict[tuple[str, str], list[Entry]] = {}
    for name, raw in parsed:
        for context, words in raw.get("contexts", {}).items():
            contexts[context] = contexts.get(context, frozenset()) | _words(words, classes, where=f"{name}: {context}")
        for number, frame in enumerate(raw.get("frame", ()), start=1):
            where = f"lexicon file {name}, frame {number} ({frame.get('name', 'without a name')})"
            for pos, lemma, entry in _compile_frame(frame, raw, classes, where=where):
                entries.setdefault((pos, lemma), []).append(entry)
    forms = _inflected(parsed, entries, classes)
    ordered = {key: tuple(sorted(found, key=_asks_most_first)) for key, found in entries.items()}
    return Lexicon(version=digest.hexdigest()[:12], entries=ordered, classes=classes, contexts=contexts, forms=forms)


def _inflected(
    parsed: list[tuple[str, dict[str, Any]]],
    entries: Mapping[tuple[str, str], list[Entry]],
    classes: Mapping[str, Words],
) -> Forms:
    words: dict[str, set[str]] = {"V": set(), "N": set()}
    for pos, lemma in entries:
        words.setdefault(pos, set()).add(lemma)
    listed = set().union(*classes.values()) if classes else set()
    for found in entries.values():
        for entry in found:
            listed |= entry.frame.object | entry.frame.subject | entry.frame.without
    single = {w.split()[0] for w in listed if w}
    rules: dict[str, Any] = next((raw["inflection"] for _, raw in parsed if "inflection" in raw), {})
    irregular = {k: v for _, raw in parsed for k, v in raw.get("irregular", {}).items()}
    verbs = {w for name in ("light", "say", "irreal") for w in classes.get(name, ())} | words["V"]
    return inflect({"V": verbs, "N": words["N"] | single}, rules, irregular)


def _asks_most_first(entry: Entry) -> tuple[int, bool]:
    # Of two that ask as much, the one that is an event by itself.
    return -(entry.frame.specificity + 2 * len(entry.words)), entry.frame.operator is not None


def _split(value: str | list[str]) -> list[str]:
    items = value.split(",") if isinstance(value, str) else value
    return [" ".join(item.split()) for item in items if item.strip()]


def _compile_classes(parsed: list[tuple[str, dict[str, Any]]]) -> dict[str, Words]:
    raw: dict[str, list[str]] = {}
    for _, content in parsed:
        for name, words in content.get("classes", {}).items():
            raw.setdefault(name, []).extend(_split(words))
    classes: dict[str, Words] = {}

    def expand(name: str, seen: tuple[str, ...]) -> Words:
        if name in classes:
            return classes[name]
        if name in seen or name not in raw:
            raise ConfigError(f"lexicon class @{name}: {'it holds itself' if name in seen else 'there is none'}")
        found: set[str] = set()
        for word in raw[name]:
            found |= expand(word[1:], (*seen, name)) if word.startswith("@") else {word}
        classes[name] = frozenset(found)
        return classes[name]

    for name in raw:
        expand(name, ())
    return classes


def _words(value: str | list[str], classes: Mapping[str, Words], *, where: str) -> Words:
    found: set[str] = set()
    for word in _split(value):
        if word.startswith("@"):
            if word[1:] not in classes:
                raise ConfigError(f"{where}: no class {word}", remedy="define it under [classes]")
            found |= classes[word[1:]]
        else:
            found.add(word)
    return frozenset(found)


_FIELDS = frozenset(f.name for f in fields(Frame))
_WORD_FIELDS = ("object", "without", "subject", "light")
_SLOT_FIELDS = ("needs", "needs_party", "actor", "recipient", "content")


def _compile_frame(
    raw: Mapping[str, Any], content: Mapping[str, Any], classes: Mapping[str, Words], *, where: str
) -> Iterator[tuple[str, str, Entry]]:
    unknown = set(raw) - _FIELDS - set(POS)
    if unknown:
        raise ConfigError(f"{where}: unknown field {', '.join(sorted(unknown))}", remedy="see docs/events.md")
    if "name" not in raw or not any(pos in raw for pos in POS):
        raise ConfigError(f"{where}: needs a name and verbs, nouns or adjectives")
    values: dict[str, Any] = {k: v for k, v in raw.items() if k in _FIELDS}
    values.update({k: _words(raw[k], classes, where=where) for k in _WORD_FIELDS if k in raw})
    values.update({k: tuple(_split(raw[k])) for k in _SLOT_FIELDS if k in raw})
    values["event"] = _event(raw, content, where=where)
    if values.get("operator", "promise") not in OPERATORS:
        raise ConfigError(f"{where}: no operator {values['operator']!r}; there are {', '.join(sorted(OPERATORS))}")
    if (mode := values.get("mode")) and not (values["event"] and has_mode(values["event"], mode)):
        raise ConfigError(f"{where}: {values['event']} has no mode {mode!r}")
    family = (values["event"] or values.get("operator") or "").lower()
    for key, pos in POS.items():
        if key in raw:
            frame = Frame(**{**values, "name": f"{family}.{values['name']}.{pos.lower()}"})
            for trigger in sorted(_words(raw[key], classes, where=where)):
                lemma, *rest = trigger.split()
                yield pos, lemma, Entry(words=tuple(rest), frame=frame)


def _event(raw: Mapping[str, Any], content: Mapping[str, Any], *, where: str) -> EventType | None:
    name = raw.get("event", content.get("event"))
    if name is None or name == "none":
        if "operator" not in raw:
            raise ConfigError(f"{where}: needs an event or an operator")
        return None
    try:
        return EventType(name)
    except ValueError as error:
        raise ConfigError(f"{where}: no event {name!r}", remedy="use one of PLOVER's sixteen") from error
