"""Removing a person for good: records keep a role without a name, texts keep their length without the name's letters.

What is remembered of a forgotten person are digests of how the name sounds, keyed with the store's own salt, and the
state: enough to know the name again in a rebuild, not enough to read it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from communique.actors.fullnames import FullName, load_words, read_full_name
from communique.actors.gazetteer import load_gazetteer
from communique.actors.spellings import fold, sound
from communique.coding.privacy import change_refs, is_named, refs_of, role_of
from communique.records import ActorKind, ActorRef, Article, Coded, Tenure

# Stands for each letter of a name that was removed; spans into the text stay right.
MASK = "█"
# Fields that quote or sum up the text.
_TEXTS = frozenset({"title", "byline", "text", "content", "condition", "issue", "forum", "subject", "measure", "name"})
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
# What may stand between two words of one name.
_BETWEEN = re.compile(r"[\s,.·・‧-]{1,3}")
_MOST_WORDS = 6
# Particles and initials stand in many names.
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Digests of the names that must not come back, each with the state of who bore it ("" where none was known)."""

    salt: str
    keys: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.keys)

    def knows(self, ref: ActorRef) -> bool:
        """Whether a reference names somebody who was forgotten."""
        if ref.kind is not ActorKind.PERSON or not is_named(ref):
            return False
        return any(self._has(form, ref.state) for form in _forms(ref.name, ref.office))

    def knows_name(self, name: str) -> bool:
        """Whether a name, of whatever state, is one that was forgotten; a family name alone never is."""
        return any(self._has(form, None) for form in _forms(name, None) if " " in form)

    def _has(self, form: str, state: str | None) -> bool:
        digest = _digest(form, self.salt)
        if state is None:
            return any(digest == d for d, _ in self.keys)
        return (digest, state) in self.keys or (digest, "") in self.keys


def forget_names(refs: Iterable[ActorRef], salt: str) -> Forgotten:
    """What to remember of somebody who is named so in records; a family name alone counts only with its office."""
    named = [r for r in refs if r.kind is ActorKind.PERSON and is_named(r)]
    has_full = any(len(_telling(read_full_name(r.name))) > 1 for r in named)
    keys = {
        (_digest(form, salt), r.state or "")
        for r in named
        for form in _forms(r.name, r.office)
        if " " in form or not has_full
    }
    return Forgotten(salt, frozenset(keys))


def erase(article: Article, records: Sequence[Coded], forgotten: Forgotten) -> tuple[Article, tuple[Coded, ...]]:
    """An article and its records without the people who were forgotten; the same objects where none is in them.

    A tenure says nothing once its holder has no name: it is left out.
    """
    if not forgotten:
        return article, tuple(records)
    gone = {ref.key: ref for record in records for ref in refs_of(record) if forgotten.knows(ref)}
    words = words_to_mask(article, records, forgotten)
    if not gone and not words:
        return article, tuple(records)

    def hide(ref: ActorRef) -> ActorRef:
        return role_of(ref, article.language.split("-")[0]) if ref.key in gone else ref

    kept = [r for r in records if not (isinstance(r, Tenure) and r.person.key in gone)]
    return _mask_fields(article, words), tuple(_mask_fields(change_refs(r, hide), words) for r in kept)


def erase_text(text: str, forgotten: Forgotten) -> str:
    """A text without the names that were forgotten."""
    return _mask(text, {w for name in _names_in(text, forgotten) for w in _parts(name)}) if forgotten else text


def _telling(name: FullName) -> list[str]:
    return [sound(w.text) for w in name.words if not w.is_initial]


def _forms(name: str, office: str | None) -> Iterator[str]:
    """The ways in which a name is known again: all its words in any order, first and last, the last with an office."""
    read = read_full_name(name)
    words = _telling(read)
    if words:
        yield " ".join(sorted(words))
    if len(read.words) > len(words):
        # "R. Quispe" is remembered where the person was called so.
        yield " ".join(sorted(sound(w.text) for w in read.words))
    if len(words) > 2:
        yield " ".join(sorted((words[0], words[-1])))
    if words and office:
        yield f"{words[-1]} @ {' '.join(office.casefold().split())}"


def _digest(form: str, salt: str) -> str:
    return hashlib.blake2b(form.encode(), key=salt.encode()[:64], digest_size=12).hexdigest()


def words_to_mask(article: Article, records: Iterable[Coded], forgotten: Forgotten) -> set[str]:
    """The words of an article that are parts of forgotten names."""
    names = {ref.name for record in records for ref in refs_of(record) if forgotten.knows(ref)}
    for text in (article.text, article.title, article.byline):
        if text:
            names |= set(_names_in(text, forgotten))
    return {w for name in names for w in _parts(name)}


def mask_strings(value: Any, words: set[str]) -> Any:
    """JSON with the words masked in all its strings."""
    if isinstance(value, str):
        return _mask(value, words)
    if isinstance(value, list):
        return [mask_strings(v, words) for v in value]
    if isinstance(value, dict):
        return {k: mask_strings(v, words) for k, v in value.items()}
    return value


def _names_in(text: str, forgotten: Forgotten) -> Iterator[str]:
    """Stretches of two words and more that are a forgotten name."""
    words = list(_WORD.finditer(text))
    particles = load_words().particles | load_words().filial
    for first, word in enumerate(words):
        if word.group()[0].islower():
            continue
        for last in range(first + 1, min(first + _MOST_WORDS, len(words))):
            written = words[last].group()
            is_part = not written[0].islower() or written in particles
            if not is_part or not _BETWEEN.fullmatch(text, words[last - 1].end(), words[last].start()):
                break
            if not written[0].islower() and forgotten.knows_name(text[word.start() : words[last].end()]):
                yield text[word.start() : words[last].end()]


def _parts(name: str) -> Iterator[str]:
    """The words of a name that are its own: not its titles, particles and initials."""
    own = {w.text for w in read_full_name(name).words if len(w.text) >= _LEAST_LETTERS}
    for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name):
        for part in {word, *re.split(r"[-]", word)}:
            if fold(part) in own or fold(part).removeprefix("al") in own:
                yield part


def _mask_fields(record: Any, words: set[str]) -> Any:
    if not words:
        return record
    changed = {
        f.name: masked
        for f in fields(record)
        if f.name in _TEXTS
        and isinstance(value := getattr(record, f.name), str)
        and (masked := _mask(value, words)) != value
    }
    return replace(record, **changed) if changed else record


def _mask(text: str, words: set[str]) -> str:
    """The text with each of the words masked, letter for letter; the same family name of another person stays."""
    if not words:
        return text
    own = "|".join(sorted((re.escape(w) for w in words), key=lambda w: (-len(w), w)))
    found = re.compile(rf"(?<![^\W\d_])(?:{own})(?![^\W\d_])", re.IGNORECASE)

    def put(match: re.Match[str]) -> str:
        word = match.group()
        return word if word.islower() or _is_anothers(text, match, words) else MASK * len(word)

    return found.sub(put, text)


def _is_anothers(text: str, match: re.Match[str], words: set[str]) -> bool:
    """Whether a given name that is none of the words stands right before: "Pedro Ruiz" where Ana Ruiz is forgotten."""
    before = re.search(r"([^\W\d_]+) $", text[max(0, match.start() - 40) : match.start()])
    if before is None or not before.group(1)[0].isupper() or before.group(1).isupper():
        return False
    word = before.group(1)
    if word.casefold() in {w.casefold() for w in words}:
        return False
    # A title, an office or the first word of a sentence is no given name.
    start = match.start() - len(before.group())
    opens = not text[:start].strip() or text[:start].rstrip()[-1:] in '.!?\n“"”:'
    return not opens and not _is_office(word)


def _is_office(word: str) -> bool:
    gazetteer = load_gazetteer()
    return (word.lower(),) in gazetteer.words or (word,) in gazetteer.names
