"""Which predictions are to be compared with which gold: articles found again, and sentences in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from communique.analysis.scoring_types import Sentence, Side, Text, Told

# Fewer words than this are in many sentences: such a sentence must be the same as a whole.
FEWEST = 4
# What tells one event from another, the article first; events in this order do not depend on their lines.
Order = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one article, or of one sentence of gold. With `by_span` both sides count the same characters."""

    name: str
    gold: tuple[Told, ...]
    predicted: tuple[Told, ...]
    by_span: bool

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Places of gold and predicted events that stand in one sentence."""
        for ours, golds in _by_sentence(self.gold):
            for theirs, found in _by_sentence(self.predicted):
                if is_same_sentence(ours, theirs, by_span=self.by_span):
                    yield from ((i, j) for i in golds for j in found)


def order_of(told: Told) -> Order:
    """Place in the order of events: article, place in it, then all that is compared."""
    return (
        told.article, told.spans, told.words, told.event.value, told.mode or "", told.modality.value,
        tuple(sorted(told.actor)), tuple(sorted(told.recipient)), told.start or "", tuple(sorted(told.contexts)),
        told.core, tuple(sorted(told.accept)),
    )  # fmt: skip


def is_same_sentence(gold: Told, predicted: Told, *, by_span: bool) -> bool:
    """Whether the evidence of two events meets: in characters of one text, else as the same or a contained sentence."""
    if by_span and gold.spans and predicted.spans:
        return any(a < d and c < b for a, b in gold.spans for c, d in predicted.spans)
    return are_same_words(gold.words, predicted.words)


def are_same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two sentences are the same, or one holds the other, as where one cleaning kept the dateline."""
    if one == other:
        return bool(one)
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= FEWEST and f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def find_groups(gold: Side, predicted: Side) -> tuple[list[Group], int, int]:
    """Groups to be compared, in order; how many predictions stand outside gold; how many gold articles are missing."""
    groups: list[Group] = []
    events = _by_article(predicted.events)
    known = {a.id: a for a in predicted.articles}
    find = _finder(predicted, events)
    used: set[str] = set()
    missing = 0
    ours = {a.id: a for a in gold.articles}
    told = _by_article(gold.events)
    for id_ in sorted({*ours, *told}):
        article = ours.get(id_) or Text(id_, "", None)
        other = find(article)
        missing += other is None
        coded = events.get(other, []) if other is not None and other not in used else []
        used |= {other} if other is not None else set()
        name = PurePosixPath(article.uri).name or id_
        groups.append(
            Group(name, _sorted(told.get(id_, [])), _sorted(coded), _counts_alike(article, known.get(other or "")))
        )
    left = [e for e in predicted.events if e.article not in used]
    inside = _in_sentences(gold.sentences, left, known)
    for sentence, found in inside:
        name = PurePosixPath(sentence.uri).name if sentence.uri else "sentence"
        groups.append(Group(name, _sorted(sentence.events), _sorted(found), by_span=False))
    outside = len(left) - sum(len(found) for _, found in inside)
    return sorted(groups, key=lambda g: (g.name, [order_of(e) for e in g.gold])), outside, missing


def _by_sentence(events: Sequence[Told]) -> list[tuple[Told, list[int]]]:
    """The events of each sentence, with one of them for the sentence."""
    found: dict[Hashable, tuple[Told, list[int]]] = {}
    for number, event in enumerate(events):
        found.setdefault((event.spans, event.words), (event, []))[1].append(number)
    return list(found.values())


def _sorted(events: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(events, key=lambda e: (order_of(e), -1.0 if e.confidence is None else e.confidence)))


def _by_article(events: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    for event in events:
        found[event.article].append(event)
    return found


def _finder(predicted: Side, events: Mapping[str, list[Told]]) -> Callable[[Text], str | None]:
    """Finds a gold article among the predicted: by id, by address, by file name, by its text."""
    ids = {*events, *(a.id for a in predicted.articles)}
    by_uri = _index((a.uri, a.id) for a in predicted.articles)
    by_name = _index((PurePosixPath(a.uri).name, a.id) for a in predicted.articles)
    by_text = _index((a.text or "", a.id) for a in predicted.articles)

    def find(article: Text) -> str | None:
        if article.id in ids:
            return article.id
        name = PurePosixPath(article.uri).name
        return by_uri.get(article.uri) or by_name.get(name) or by_text.get(article.text or "")

    return find


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids by name; a name that several articles have finds none of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, id_ in pairs:
        if name:
            found[name].add(id_)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _counts_alike(gold: Text, predicted: Text | None) -> bool:
    """Whether spans of both count the same characters: one id, and no two texts of different length."""
    # An export blanks out what supports no record, and keeps the length.
    if predicted is None:
        return True
    if gold.text is None or predicted.text is None:
        return gold.id == predicted.id
    return len(gold.text) == len(predicted.text) and (gold.id == predicted.id or gold.text == predicted.text)


def _in_sentences(
    sentences: Sequence[Sentence], events: Sequence[Told], articles: Mapping[str, Text]
) -> list[tuple[Sentence, list[Told]]]:
    """The sentences of gold, each with the predictions that stand in it; a prediction stands in one at most."""
    ordered = sorted(sentences, key=lambda s: (s.uri or "", s.words))
    found: list[tuple[Sentence, list[Told]]] = [(s, []) for s in ordered]
    whole: dict[tuple[str, ...], list[int]] = defaultdict(list)
    openings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, sentence in enumerate(ordered):
        whole[sentence.words].append(number)
        openings[sentence.words[:FEWEST]].append(number)
        for run in set(_runs(sentence.words)):
            runs[run].append(number)
    for event in events:
        article = articles.get(event.article)
        uri = article.uri if article else ""
        near = [*whole[event.words], *runs[event.words[:FEWEST]]]
        near += [n for run in _runs(event.words) for n in openings.get(run, ())]
        for number in near:
            sentence = ordered[number]
            if _is_there(sentence.uri, uri) and are_same_words(sentence.words, event.words):
                found[number][1].append(event)
                break
    return found


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[i : i + FEWEST] for i in range(len(words) - FEWEST + 1))


def _is_there(wanted: str | None, uri: str) -> bool:
    return wanted is None or wanted == uri or PurePosixPath(wanted).name == PurePosixPath(uri).name
