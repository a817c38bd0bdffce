"""Promises taken back: sentences of later articles in which a party withdraws what it has promised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from communique.coding.wordlists import load_words
from communique.merging.people import Directory
from communique.merging.times import Days, read_days
from communique.merging.words import drop_names, find_stems, find_words
from communique.records import ActorRef, Article, Commitment

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+")
# A sentence longer than this is a page whose ends of sentences were lost.
_MOST_CHARACTERS = 1500
# Letters of a name that its adjective shares: "Norw(ay)", "Norw(egian)".
_NAME_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A sentence that takes a promise back: when it was printed, its words and what they are about."""

    article: str
    days: Days
    heads: frozenset[str]
    stems: frozenset[str]

    @property
    def matter(self) -> frozenset[str]:
        """What it may be that is taken back: its words but those that tell of the taking back."""
        return self.stems - _undoing()


def find_withdrawals(articles: Iterable[Article]) -> tuple[Withdrawal, ...]:
    """Sentences such as "Norway withdrew its offer of two ferries" and "Oslo will no longer send them"."""
    found: list[Withdrawal] = []
    for article in articles:
        days, known = read_days(article.published), article.language.split("-")[0] == "en"
        if days is None or not known:
            continue
        for sentence in _SENTENCE_END.split(article.text):
            words = find_words(sentence[:_MOST_CHARACTERS])
            if _takes_back(words):
                heads = frozenset(w[:_NAME_LETTERS] for w in words if len(w) > 2)
                stems = find_stems(sentence[:_MOST_CHARACTERS], language=article.language)
                found.append(Withdrawal(article.id, days, heads, stems))
    return tuple(found)


def is_withdrawn(
    promise: Commitment, made: Days, told: Sequence[Withdrawal], *, day: Days, directory: Directory, language: str
) -> bool:
    """Whether a later article tells that the party has taken this promise back.

    The sentence must name the party and share a word with what was promised, beside names.
    """
    about = (*promise.obligor, *promise.beneficiary)
    matter = drop_names(find_stems(promise.content, language=language), _names(about, directory))
    bound = bound_heads(promise, directory)
    return any(made.last < w.days.first <= day.last and bound & w.heads and matter & w.matter for w in told)


def bound_heads(promise: Commitment, directory: Directory) -> set[str]:
    """The first letters of the names of who promised: "Norw" for Norway and what is Norwegian."""
    names = _names(promise.obligor, directory)
    return {w[:_NAME_LETTERS] for name in names for w in find_words(name) if len(w) > 2}


@cache
def _undoing() -> frozenset[str]:
    words = load_words("commitments")
    return frozenset(s for name in ("verbs", "nouns") for w in words[f"undone.{name}"] for s in find_stems(w))


def _takes_back(words: Sequence[str]) -> bool:
    lists = load_words("commitments")
    text = "_".join(words)
    if any(f"_{d}_" in f"_{text}_" for d in lists["undone.denials"]):
        return True
    verb = any(f"_{v}_" in f"_{text}_" for v in lists["undone.verbs"])
    return verb and bool(lists["undone.nouns"].intersection(words))


def _names(refs: Iterable[ActorRef], directory: Directory) -> Iterable[str]:
    for ref in refs:
        yield ref.name
        yield from directory.state_names.get(ref.state or "", ())
