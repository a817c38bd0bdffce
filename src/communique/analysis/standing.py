"""Who stands where on one issue in whatever words, how that changed, and figures for one measure that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.coding.wordlists import load_words
from communique.merging.words import drop_names, find_stems, find_words, load_common_words, stem
from communique.records import Agreement, Article, Claim, PartialDate, Position, Stage, Stance

_STAGES = tuple(Stage)
# Words two wordings of an issue must share, as a part of the shorter one.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: its commonest wording, the states that it concerns, and all positions on it."""

    wording: str
    about: tuple[str, ...]
    positions: tuple[Position, ...]


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
    positions: Iterable[Position], *, names: Mapping[str, Sequence[str]] | None = None
) -> tuple[Issue, ...]:
    """Positions by issue, the issue with the most of them first.

    The same `issue_id` is one issue, and so are wordings of the same states that share half of their content words,
    words of one class counting as one: "the blockade of Malta" and "Malta's blockade by its neighbours".

    Args:
        positions: Of any articles.
        names: Names of each state, which say nothing of what an issue is about.
    """
    by_id: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        by_id[position.issue_id].append(position)
    groups: list[tuple[set[str], list[Position]]] = []
    for told in sorted(by_id.values(), key=lambda ps: (-len(ps), ps[0].issue_id)):
        stems = {s for p in told for s in _stems(p.issue, p.about, names or {})}
        same = next((g for g in groups if _is_one(g, stems, told)), None)
        if same is None:
            groups.append((stems, list(told)))
        else:
            same[0].update(stems)
            same[1].extend(told)
    made = [_make_issue(told) for _, told in groups]
    return tuple(sorted(made, key=lambda i: (-len(i.positions), i.wording)))


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
        wording=max(wordings, key=lambda w: (wordings[w], len(w), w)),
        about=tuple(dict.fromkeys(code for p in told for code in p.about)),
        positions=tuple(told),
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
    where at most one of them knows all parties ("Parliament ratified the fisheries treaty").
    """
    by_id: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        by_id[agreement.agreement_id].append(agreement)
    groups: list[list[Agreement]] = []
    for told in sorted(by_id.values(), key=lambda a: (-len(_states(a)), a[0].agreement_id)):
        same = next((g for g in groups if _is_one_agreement(g, told)), None)
        if same is None:
            groups.append(list(told))
        else:
            same.extend(told)
    ordered = [tuple(sorted(g, key=lambda a: (str(a.start or ""), _STAGES.index(a.stage), a.id))) for g in groups]
    return tuple(sorted(ordered, key=lambda g: g[0].id))


def _states(told: Iterable[Agreement]) -> set[str]:
    return {p.state or p.name for a in told for p in a.parties}


def _is_one_agreement(one: Sequence[Agreement], other: Sequence[Agreement]) -> bool:
    here, there = _states(one), _states(other)
    matter, also = (frozenset(s for a in g for s in find_stems(a.subject or a.name or "")) for g in (one, other))
    if not matter or not also or not (here <= there or there <= here):
        return False
    return len(matter & also) >= max(1, _SHARED * min(len(matter), len(also)))


def differing_claims(claims: Iterable[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Claims of one measure at one time that give different numbers, side by side.

    Claims are of one measure where subject and measure share their content words, the unit is the same, and the year is
    the same where both tell it.
    """
    groups: dict[tuple[frozenset[str], str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        words = find_stems(f"{claim.subject or ''} {claim.measure or ''}")
        words = frozenset(w for w in words if not w.isdigit())
        year = str(claim.as_of or "")[:4]
        if words:
            groups[(words, "rank" if claim.rank else claim.unit or "", year)].append(claim)
    found = [tuple(sorted(told, key=lambda c: (str(c.as_of or ""), c.id))) for told in groups.values() if _differ(told)]
    return tuple(sorted(found, key=lambda g: g[0].id))


def _differ(told: Sequence[Claim]) -> bool:
    numbers = {(n.op, n.number) for c in told for n in (c.value, c.rank) if n is not None}
    return len(numbers) > 1 and len({(c.article, c.evidence) for c in told}) > 1
