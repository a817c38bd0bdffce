"""Who stands where on one issue in whatever words and how that changed, and the stages of one agreement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from communique.analysis.dates import first_day, last_day
from communique.analysis.wordlists import read_words
from communique.coding.wordlists import load_words
from communique.merging.words import drop_names, find_stems, find_words, load_common_words, stem
from communique.records import Agreement, Article, PartialDate, Position, Stage, Stance

_STAGES = tuple(Stage)
# Words two wordings of an issue must share, as a part of the shorter one.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: its commonest wording, the states that it concerns, and all positions on it.

    `is_named` is False where only the article tells what is meant: "the decision".
    """

    wording: str
    about: tuple[str, ...]
    positions: tuple[Position, ...]
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stood on an issue on a day, as an article tells."""

    on: PartialDate | None
    holder: str
    state: str | None
    stance: Stance
    issue: str
    position: Position


def join_issues(
    positions: Iterable[Position],
    *,
    names: Mapping[str, Sequence[str]] | None = None,
    originals: Mapping[str, str] | None = None,
    of_one_matter: bool = False,
) -> tuple[Issue, ...]:
    """Positions by issue, the issue with the most of them first; what only an article names after all others.

    The same `issue_id` is one issue, and so are wordings of the same states that share half of their content words,
    words of one class counting as one: "the blockade of Malta" and "Malta's blockade by its neighbours". "The decision"
    is another one in each article.

    Args:
        positions: Of any articles.
        names: Names of each state, which say nothing of what an issue is about.
        originals: For a reprint's id that of its original.
        of_one_matter: All articles are about the same states: "the blockade" is then the only blockade that is named.
    """
    names = names or {}
    by_id: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in positions:
        where = "" if position.about or not _is_vague(position.issue) else position.article
        by_id[position.issue_id, (originals or {}).get(where, where)].append(position)
    groups: list[tuple[set[str], list[Position]]] = []
    # Those that name their states first: the others may be one with them.
    order = sorted(by_id.items(), key=lambda i: (not any(p.about for p in i[1]), -len(i[1]), i[0]))
    for (_, article), told in order:
        stems = {s for p in told for s in _stems(p.issue, p.about, names)}
        same = [] if article else [g for g in groups if _is_one(g, stems, told)]
        if not same and not article and of_one_matter and stems and not any(p.about for p in told):
            same = [g for g in groups if stems <= g[0] and any(p.about for p in g[1])]
            same = same if len(same) == 1 else []
        if not same:
            groups.append((stems, list(told)))
        else:
            same[0][0].update(stems)
            same[0][1].extend(told)
    made = [_make_issue(told) for _, told in groups]
    return tuple(sorted(made, key=lambda i: (not i.is_named, -len(i.positions), i.wording, i.positions[0].id)))


def _is_vague(wording: str) -> bool:
    """Whether the words name an issue only together with the article."""
    return {stem(w) for w in find_words(wording) if w not in load_common_words("en")} <= _vague_stems()


@cache
def _vague_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in read_words("vague_issues"))


def _is_one(group: tuple[set[str], list[Position]], stems: set[str], told: Sequence[Position]) -> bool:
    here, there = {s for p in told for s in p.about}, {s for p in group[1] for s in p.about}
    if not here or not there or not (here <= there or there <= here):
        return False
    smaller = min(len(stems), len(group[0]))
    return smaller > 0 and len(stems & group[0]) >= max(1, _SHARED * smaller)


def _stems(words: str, about: Iterable[str], names: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Stems of an issue's words, each word of a class under the name of its class."""
    lists = load_words("positions")
    found = frozenset(stem(_class_of(w, lists.classes)) for w in find_words(words) if w not in load_common_words("en"))
    return drop_names(found, [n for code in about for n in (code, *names.get(code, ()))])


def _class_of(word: str, classes: Iterable[tuple[str, ...]]) -> str:
    plain = word.removesuffix("s")
    return next((c[0] for c in classes if word in c or plain in c), word)


def _make_issue(told: Sequence[Position]) -> Issue:
    wordings = Counter(p.issue for p in told)
    return Issue(
        # A wording that names states before one that leaves them to the article; then the commonest, then the fullest.
        wording=max(wordings, key=lambda w: (any(p.about for p in told if p.issue == w), wordings[w], len(w), w)),
        about=tuple(dict.fromkeys(code for p in told for code in p.about)),
        positions=tuple(told),
        is_named=any(p.about or not _is_vague(p.issue) for p in told),
    )


def is_meant(issue: Issue, text: str) -> bool:
    """Whether a user's words mean an issue: each content word of them stands in one of its wordings."""
    wanted = {stem(_class_of(w, load_words("positions").classes)) for w in find_words(text)}
    wanted = {w for w in wanted if w not in load_common_words("en")}
    wordings = [_stems(p.issue, (), {}) for p in issue.positions]
    return bool(wanted) and any(wanted <= w for w in wordings)


def stands_over_time(issue: Issue, articles: Mapping[str, Article]) -> tuple[Stand, ...]:
    """The positions on an issue as a line in time: from the day since when it was held, else the day it was told."""
    told = [
        Stand(
            on=p.since or (articles[p.article].published if p.article in articles else None),
            holder=p.holder.name,
            state=p.holder.state,
            stance=p.stance,
            issue=p.issue,
            position=p,
        )
        for p in issue.positions
    ]
    return tuple(sorted(told, key=lambda s: (str(s.on or ""), s.state or "", s.holder, s.position.id)))


def stands_now(stands: Iterable[Stand]) -> dict[str, Stand]:
    """The last known stand of each state, or of each holder without one: the table of who stands where."""
    found: dict[str, Stand] = {}
    for stand in stands:
        found[stand.state or stand.holder] = stand
    return found


def join_stages(agreements: Iterable[Agreement]) -> tuple[tuple[Agreement, ...], ...]:
    """The stages of each agreement in order: agreed in one article, signed in another, ratified in a third.

    The same `agreement_id` is one agreement; so are those of the same states whose subjects or names share their words
    where at most one of them knows all parties ("Parliament ratified the fisheries treaty"). A stage without a subject
    ("the agreement was signed in May") belongs to the only agreement of its parties in its article, or to the only one
    that reached the stage then; else it stands alone.
    """
    by_id: dict[str, list[Agreement]] = defaultdict(list)
    bare: list[Agreement] = []
    for agreement in agreements:
        if agreement.subject or agreement.name:
            by_id[agreement.agreement_id].append(agreement)
        else:
            bare.append(agreement)
    groups: list[list[Agreement]] = []
    for told in sorted(by_id.values(), key=lambda a: (-len(_states(a)), a[0].agreement_id)):
        same = next((g for g in groups if _is_one_agreement(g, told)), None)
        if same is None:
            groups.append(list(told))
        else:
            same.extend(told)
    _place_bare(sorted(bare, key=lambda a: a.id), groups)
    ordered = [tuple(sorted(g, key=lambda a: (str(a.start or ""), _STAGES.index(a.stage), a.id))) for g in groups]
    return tuple(sorted(ordered, key=lambda g: g[0].id))


def _place_bare(bare: Sequence[Agreement], groups: list[list[Agreement]]) -> None:
    named = list(groups)
    left: list[Agreement] = []
    # By the article first: what is placed so tells the day of a stage to the others.
    for agreement in bare:
        beside = [g for g in named if any(a.article == agreement.article for a in g) and _is_of(agreement, g)]
        (beside[0] if len(beside) == 1 else left).append(agreement)
    for agreement in left:
        then = [g for g in named if _states([agreement]) == _states(g) and any(_is_same_day(agreement, a) for a in g)]
        alone = [g for g in groups if g not in named and any(_is_retold(agreement, a) for a in g)]
        found = then if len(then) == 1 else alone
        if found:
            found[0].append(agreement)
        else:
            groups.append([agreement])


def _is_of(agreement: Agreement, group: Sequence[Agreement]) -> bool:
    here, there = _states([agreement]), _states(group)
    return here <= there or there <= here


def _is_same_day(one: Agreement, other: Agreement) -> bool:
    """Whether both tell the same stage at the same time, known at least to the month."""
    return (
        one.stage is other.stage
        and min(len(one.start or ""), len(other.start or "")) >= len("2024-05")
        and _meet(one.start, other.start)
    )


def _is_retold(one: Agreement, other: Agreement) -> bool:
    return (one.agreement_id, one.stage, one.start) == (other.agreement_id, other.stage, other.start)


def _meet(one: PartialDate | None, other: PartialDate | None) -> bool:
    begin, end, first, last = first_day(one), last_day(one), first_day(other), last_day(other)
    return bool(begin and end and first and last and begin <= last and first <= end)


def _states(told: Iterable[Agreement]) -> set[str]:
    return {p.state or p.name for a in told for p in a.parties}


def _is_one_agreement(one: Sequence[Agreement], other: Sequence[Agreement]) -> bool:
    here, there = _states(one), _states(other)
    matter, also = (frozenset(s for a in g for s in find_stems(a.subject or a.name or "")) for g in (one, other))
    if not matter or not also or not (here <= there or there <= here):
        return False
    return len(matter & also) >= max(1, _SHARED * min(len(matter), len(also)))
