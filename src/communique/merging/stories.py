"""Stories: articles about one piece of news, found by the words that few other articles have."""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from communique.merging.background import load_background
from communique.merging.keys import make_key, week_of
from communique.merging.leads import lead_span
from communique.merging.order import article_order
from communique.merging.pieces import Crowding, cut_pieces
from communique.merging.times import Days, earliest, latest, read_days, shift_day
from communique.merging.words import find_words, load_common_words, stem
from communique.records import Article, Coded, Coder, Story, make_id

# Papers follow a piece of news for days, magazines for weeks; later it is most often another round of the same affair.
# Share of the likeness that is left at so many days apart, and nothing after a quarter of a year: dates read from pages
# are wrong now and then, so a few days too many must not decide alone (ECB+: F1 0.87, with four days 0.85).
_APART = ((4, 1.0), (45, 0.9), (90, 0.5))
# Average cosine from which two groups of articles bring one piece of news. Chosen on ECB+ topics 1 to 35 (two similar
# events a topic): B-cubed F1 0.87 over all 772 articles; 0.24 and 0.30 give 0.85 and 0.86.
_ALIKE = 0.26
# The lead and the title say what the news is; the rest gives background that other stories share.
_LEAD_WEIGHT, _TITLE_WEIGHT = 2.0, 2.0
# Words of an article of which any two are what it is found by, the rarest and most frequent in it first.
_TELLING_WORDS = 7
# Two words that are frequent in English meet by chance (ECB+: F1 0.87 with 10, 0.86 with 11, 0.85 with 12).
_LEAST_RARITY = 10.0
# Where more articles hang together than this (a war, year after year), only greater likeness counts, in hundredths.
CROWDED_ARTICLES = Crowding(most=500, strengths=(0, 35, 45, 55, 65))
# Weeks that lie side by side in the index, and how many such stretches the news of an article may lie apart.
_STRETCH_WEEKS = 13
_UNDATED = 0


@dataclass(frozen=True, slots=True)
class Vector:
    """What an article is about: the weight of each stem, as a vector of length one."""

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
        coder: Stands in stories from whose articles nothing was coded: stories rest on texts, and texts name no coder.
    """
    originals = [a for a in sorted(articles, key=article_order) if a.id not in duplicates]
    reprints: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=article_order):
        if article.id in duplicates:
            reprints[duplicates[article.id]].append(article)
    firsts = first_records(records)
    stories = []
    for group in _group([read_vector(a) for a in originals]):
        members = [m for a in group for m in (a, *reprints[a.id])]
        if len(members) > 1:
            stories.append(make_story(members, firsts, coder))
    return tuple(sorted(stories, key=lambda s: (s.first_published or "", s.id)))


def first_records(records: Iterable[Coded]) -> dict[str, Coded]:
    """For each article what was coded from it first."""
    firsts: dict[str, Coded] = {}
    for record in records:
        known = firsts.get(record.article)
        if known is None or (record.evidence[0].start, record.id) < (known.evidence[0].start, known.id):
            firsts[record.article] = record
    return firsts


def read_vector(article: Article) -> Vector:
    """What an article is about; nothing where nobody counted the words of its language, as all would be alike."""
    background = load_background(article.language)
    counts = _count_words(article) if background.counts else {}
    weights = {w: (1 + math.log(n)) * background.weight(w) for w, n in counts.items()}
    norm = math.sqrt(sum(v * v for v in weights.values())) or 1.0
    return Vector(article, read_days(article.published), {w: v / norm for w, v in weights.items()})


def story_keys(vector: Vector) -> list[int]:
    """Keys under which an article is found by those that may bring the same news, in the time of its publication."""
    return [_key(pair, _stretch(vector.days)) for pair in _telling_pairs(vector)]


def sought_stories(vector: Vector, stretches: Iterable[int]) -> list[int]:
    """Keys under which an article looks for others that may bring the same news.

    Args:
        vector: The article.
        stretches: Times of which there may be articles: one without a date looks in all of them.
    """
    own = _stretch(vector.days)
    if own == _UNDATED:
        chosen = {_UNDATED, *stretches}
    else:
        # Two that lie in stretches further apart than this are news of two times.
        near = _STRETCH_WEEKS * math.ceil(_APART[-1][0] / (7 * _STRETCH_WEEKS))
        chosen = {_UNDATED, *range(max(own - near, 0), own + near + 1, _STRETCH_WEEKS)}
    return [_key(pair, t) for pair in _telling_pairs(vector) for t in sorted(chosen)]


def story_stretches(first: str | None, last: str | None) -> tuple[int, ...]:
    """The times, side by side, from one day to another, in which articles are looked for."""
    one, other = _stretch(read_days(first)), _stretch(read_days(last))
    return tuple(range(one, other + 1, _STRETCH_WEEKS))


def _stretch(days: Days | None) -> int:
    # An article that is dated to the year is found in the middle of it.
    if days is None:
        return _UNDATED
    middle = shift_day(days.first, (days.last - days.first).days // 2)
    # The first stretch of the calendar is as good as undated.
    return week_of(middle) // _STRETCH_WEEKS * _STRETCH_WEEKS


def _key(pair: tuple[str, str], stretch: int) -> int:
    return make_key("story", *pair, week=stretch)


def _telling_pairs(vector: Vector) -> Iterable[tuple[str, str]]:
    telling = sorted(vector.weights, key=lambda w: (-vector.weights[w], w))[:_TELLING_WORDS]
    rarity = load_background(vector.article.language).weight
    return [pair for pair in combinations(sorted(telling), 2) if sum(map(rarity, pair)) >= _LEAST_RARITY]


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


def _group(vectors: Sequence[Vector]) -> list[list[Article]]:
    """Groups of articles that bring one piece of news."""
    links = _find_links(vectors)
    strengths = {pair: strength_of(likeness) for pair, likeness in links.items()}
    later: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (i, j), likeness in links.items():
        later[i].append((j, likeness))
    groups = []
    for piece in cut_pieces(strengths, len(vectors), CROWDED_ARTICLES):
        least = CROWDED_ARTICLES.strengths[piece.level]
        place = {number: at for at, number in enumerate(piece.items)}
        mine = {
            (place[i], place[j]): likeness
            for i in piece.items
            for j, likeness in later[i]
            if j in place and strength_of(likeness) >= least
        }
        groups += group_vectors([vectors[n] for n in piece.items], mine)
    return groups


def strength_of(likeness: float) -> int:
    """A likeness in hundredths."""
    return int(100 * likeness)


def group_vectors(vectors: Sequence[Vector], links: Mapping[tuple[int, int], float]) -> list[list[Article]]:
    """Join the likeliest pairs first, groups by the average likeness of their articles.

    Args:
        vectors: Articles that hang together, in order.
        links: The likeness of those that are alike, by number.
    """
    root = list(range(len(vectors)))
    members: dict[int, list[int]] = {n: [n] for n in root}
    known = dict(links)
    for (i, j), _ in sorted(links.items(), key=lambda item: (-item[1], item[0])):
        a, b = sorted((root[i], root[j]))
        if a != b and _alike(members[a], members[b], vectors, known):
            members[a] += members.pop(b)
            for n in members[a]:
                root[n] = a
    return [[vectors[n].article for n in sorted(numbers)] for numbers in members.values()]


def _alike(
    one: Sequence[int], other: Sequence[int], vectors: Sequence[Vector], known: dict[tuple[int, int], float]
) -> bool:
    total = 0.0
    for pair in ((min(i, j), max(i, j)) for i in one for j in other):
        if pair not in known:
            known[pair] = likeness_of(vectors[pair[0]], vectors[pair[1]])
        total += known[pair]
    return total / (len(one) * len(other)) >= _ALIKE


def _find_links(vectors: Sequence[Vector]) -> dict[tuple[int, int], float]:
    index: dict[int, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for key in story_keys(vector):
            index[key].append(number)
    days = [v.days for v in vectors if v.days]
    first = min((d.first.isoformat() for d in days), default=None)
    stretches = story_stretches(first, max((d.last.isoformat() for d in days), default=None))
    links: dict[tuple[int, int], float] = {}
    for number, vector in enumerate(vectors):
        for other in {n for key in sought_stories(vector, stretches) for n in index.get(key, ()) if n < number}:
            if (likeness := link_of(vectors[other], vector)) is not None:
                links[other, number] = likeness
    return links


def link_of(one: Vector, other: Vector) -> float | None:
    """The likeness of two articles, None where they are too little alike to be joined by it."""
    likeness = likeness_of(one, other)
    return likeness if likeness >= _ALIKE else None


def likeness_of(one: Vector, other: Vector) -> float:
    """The cosine of two articles, less where they lie apart in time."""
    left = _nearness(one.days, other.days)
    short, long = sorted((one.weights, other.weights), key=len)
    # Summed exactly, so that the order of the two is of no account.
    return left and left * math.fsum([short[word] * long[word] for word in short.keys() & long.keys()])


def near_in_time(one: Days | None, other: Days | None) -> bool:
    """Whether articles of two times may bring the same news at all."""
    return one is None or other is None or one.days_from(other) <= _APART[-1][0]


def _nearness(one: Days | None, other: Days | None) -> float:
    """What is left of a likeness when the articles lie some time apart; 1 where nobody knows."""
    if one is None or other is None:
        return 1.0
    apart = one.days_from(other)
    return next((left for days, left in _APART if apart <= days), 0.0)


def make_story(articles: Iterable[Article], firsts: Mapping[str, Coded], coder: Coder) -> Story:
    """A story of some articles.

    Args:
        articles: The articles.
        firsts: What was coded first from each.
        coder: Stands in it where nothing was.
    """
    ordered = sorted(articles, key=article_order)
    dates = [a.published for a in ordered if a.published]
    spans = [firsts[a.id].evidence[0] if a.id in firsts else lead_span(a) for a in ordered]
    return Story(
        id=make_id("story", ordered[0].id),
        articles=tuple(a.id for a in ordered),
        title=next((a.title for a in ordered if a.title), None),
        first_published=earliest(dates),
        last_published=latest(dates),
        evidence=tuple(s for s in spans if s),
        rule="story.words",
        confidence=0.8,
        coder=next((firsts[a.id].coder for a in ordered if a.id in firsts), coder),
    )
