"""Stories: articles about one piece of news, found by the words that few other articles have."""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.merging.leads import lead_span
from communique.merging.order import article_order
from communique.merging.times import Days, earliest, latest, read_days
from communique.merging.words import find_words, load_common_words, stem
from communique.records import Article, Coded, Coder, Span, Story, make_id

# Papers follow a piece of news for days, magazines for weeks; later it is most often another round of the same affair.
# Share of the likeness that is left at so many days apart, and nothing after half a year: dates read from pages are
# wrong now and then, so a few days too many must not decide alone (ECB+, dates as read: F1 0.87, with four days 0.85).
_APART = ((4, 1.0), (45, 0.9), (180, 0.7))
# Average cosine from which two groups of articles bring one piece of news. Chosen on ECB+ topics 1 to 35 (two similar
# events a topic): B-cubed F1 0.88 over all 772 articles; 0.20 and 0.25 give 0.86.
_ALIKE = 0.22
# As if there were so many more articles, none with the words at hand: in a store of five articles a word that three of
# them share would otherwise weigh nothing. Chosen on draws of 4 to 120 of the same articles: F1 0.85 to 0.90, without
# it 0.62 to 0.88.
_UNSEEN_ARTICLES = 30
# The lead and the title say what the news is; the rest gives background that other stories share.
_LEAD_WEIGHT, _TITLE_WEIGHT = 2.0, 2.0
# Words of an article that it is found by, the rarest and most frequent in it first.
_INDEXED_WORDS = 25
# Words that so many articles are found by point to no story.
_CROWDED = 500
_FEWEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class _Vector:
    article: Article
    days: Days | None
    weights: Mapping[str, float]


def find_stories(
    articles: Sequence[Article], records: Sequence[Coded], *, duplicates: Mapping[str, str], coder: Coder
) -> tuple[Story, ...]:
    """Group articles by the news that they bring; an article that stands alone is in no story.

    Args:
        articles: All articles.
        records: What was coded from them, for the evidence.
        duplicates: Reprint to original; a reprint is in its original's story.
        coder: Stands in the records made.
    """
    originals = [a for a in sorted(articles, key=article_order) if a.id not in duplicates]
    reprints: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=article_order):
        if article.id in duplicates:
            reprints[duplicates[article.id]].append(article)
    evidence: dict[str, Span] = {}
    for record in sorted(records, key=lambda r: (r.evidence[0].start, r.id)):
        evidence.setdefault(record.article, record.evidence[0])
    stories = []
    for group in _group(_read_vectors(originals)):
        members = [m for a in group for m in (a, *reprints[a.id])]
        if len(members) > 1:
            stories.append(_make_story(sorted(members, key=article_order), evidence, coder))
    return tuple(sorted(stories, key=lambda s: (s.first_published or "", s.id)))


def _read_vectors(articles: Sequence[Article]) -> list[_Vector]:
    counts = [_count_words(a) for a in articles]
    holders = Counter(word for words in counts for word in words)
    total = len(articles)
    vectors = []
    for article, words in zip(articles, counts, strict=True):
        raw = {w: (1 + math.log(n)) * math.log((_UNSEEN_ARTICLES + total) / holders[w]) for w, n in words.items()}
        norm = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        vectors.append(_Vector(article, read_days(article.published), {w: v / norm for w, v in raw.items()}))
    return vectors


def _count_words(article: Article) -> dict[str, float]:
    common = load_common_words(article.language)
    counts: dict[str, float] = defaultdict(float)
    lead = lead_span(article)
    weighted = (
        (article.text, 1.0),
        (lead.cut(article.text) if lead else "", _LEAD_WEIGHT),
        (article.title or "", _TITLE_WEIGHT),
    )
    for text, weight in weighted:
        for word in find_words(text):
            if word not in common and len(word) > 1:
                # One string for a stem, however many articles have it.
                counts[sys.intern(stem(word))] += weight
    return counts


def _group(vectors: Sequence[_Vector]) -> list[list[Article]]:
    """Join the likeliest pairs first, groups by the average likeness of their articles."""
    links = _find_links(vectors)
    root = list(range(len(vectors)))
    members: dict[int, list[int]] = {n: [n] for n in root}
    for (i, j), _ in sorted(links.items(), key=lambda item: (-item[1], item[0])):
        a, b = sorted((root[i], root[j]))
        if a != b and _alike(members[a], members[b], vectors, links):
            members[a] += members.pop(b)
            for n in members[a]:
                root[n] = a
    return [[vectors[n].article for n in numbers] for numbers in members.values()]


def _alike(
    one: Sequence[int], other: Sequence[int], vectors: Sequence[_Vector], links: Mapping[tuple[int, int], float]
) -> bool:
    pairs = [(min(i, j), max(i, j)) for i in one for j in other]
    likeness = [links[p] if p in links else _cosine(vectors[p[0]], vectors[p[1]]) for p in pairs]
    return sum(likeness) / len(likeness) >= _ALIKE


def _find_links(vectors: Sequence[_Vector]) -> dict[tuple[int, int], float]:
    index: dict[str, list[int]] = defaultdict(list)
    links: dict[tuple[int, int], float] = {}
    for number, vector in enumerate(vectors):
        telling = sorted(vector.weights, key=lambda w: (-vector.weights[w], w))[:_INDEXED_WORDS]
        shared = Counter(n for w in telling if len(index[w]) <= _CROWDED for n in index[w])
        for other, count in shared.items():
            if count >= _FEWEST_SHARED:
                likeness = _cosine(vectors[other], vector)
                if likeness >= _ALIKE:
                    links[(other, number)] = likeness
        for word in telling:
            index[word].append(number)
    return links


def _cosine(one: _Vector, other: _Vector) -> float:
    left = _nearness(one.days, other.days)
    short, long = sorted((one.weights, other.weights), key=len)
    return left and left * sum(weight * long[word] for word, weight in short.items() if word in long)


def _nearness(one: Days | None, other: Days | None) -> float:
    """What is left of a likeness when the articles lie some time apart; 1 where nobody knows."""
    if one is None or other is None:
        return 1.0
    return next((left for days, left in _APART if one.overlaps(other, slack_days=days)), 0.0)


def _make_story(articles: Sequence[Article], evidence: Mapping[str, Span], coder: Coder) -> Story:
    dates = [a.published for a in articles if a.published]
    spans = [evidence.get(a.id) or lead_span(a) for a in articles]
    return Story(
        id=make_id("story", articles[0].id),
        articles=tuple(a.id for a in articles),
        title=next((a.title for a in articles if a.title), None),
        first_published=earliest(dates),
        last_published=latest(dates),
        evidence=tuple(s for s in spans if s),
        rule="story.words",
        confidence=0.8,
        coder=coder,
    )
