"""Score happenings against judged pairs of reports: `python -m benchmarks.happenings [--errors]`.

Each pair goes through reading, coding and merging alone; it counts as joined where the two marked events are reports of
one happening. `--errors` prints what is wrong in the half that may be read (odd ids); the even half gives totals only.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.coding.article import code_articles
from communique.merging import merge
from communique.merging.occasions import why_together
from communique.reading.article import ReadingOptions, read_article
from communique.records import Article, Coded, Event, Happening, Refusal, Span

if TYPE_CHECKING:
    from communique.coding.article import Tools

DATA = Path(__file__).resolve().parents[1] / "tests" / "merging" / "data" / "report_pairs.toml"
MARK = re.compile(r"\[\[(.+?)\]\]")
HALVES = ("all", "read (odd)", "held out (even)")


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@dataclass(frozen=True, slots=True)
class Told:
    """One report of a pair: its article, the words that name the event meant, and what was coded from it."""

    article: Article
    marks: tuple[Span, ...]
    records: tuple[Coded, ...] = ()

    @property
    def meant(self) -> tuple[Event, ...]:
        """The coded events that the marked words name; where none is, the only event of the marked sentence.

        "An air strike killed two" has two words for one event, and the coder may choose the other.
        """
        events = [r for r in self.records if isinstance(r, Event)]
        named = [e for e in events if any(_overlap(m, e.trigger) for m in self.marks)]
        beside = [e for e in events if any(_overlap(m, s) for m in self.marks for s in e.evidence)]
        return tuple(named or (beside if len(beside) == 1 else ()))


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair as people judged it."""

    id: int
    same: bool
    reason: str
    reports: tuple[Told, Told]
    differ: tuple[str, ...] = ()
    sources: int = 2
    related: bool = False

    @property
    def coded(self) -> bool:
        """Whether the coder found both events: without, no merging can join them."""
        return all(told.meant for told in self.reports)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What merging made of a pair: the happenings that hold its two events."""

    pair: Judged
    happenings: tuple[Happening, ...]

    @property
    def joined(self) -> Happening | None:
        """The happening that holds events of both reports, where there is one."""
        ids = [{e.id for e in told.meant} for told in self.pair.reports]
        return next((h for h in self.happenings if all(mine & set(h.reports) for mine in ids)), None)

    @property
    def tied(self) -> bool:
        """Whether the two events are two happenings that are shown as belonging together."""
        mine, theirs = (
            [h for h in self.happenings if {e.id for e in t.meant} & set(h.reports)] for t in self.pair.reports
        )
        return any(why_together(a, b) for a in mine for b in theirs)

    @property
    def right(self) -> bool:
        """Whether the pair is joined as it was judged."""
        return (self.joined is not None) == self.pair.same


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of pairs: `same` and `different` as judged, `joined` of each, and those of `same` that were coded."""

    same: int
    different: int
    joined_right: int
    joined_wrong: int
    coded: int

    @property
    def precision(self) -> float:
        """Share of the joined pairs that are one event."""
        return self.joined_right / max(self.joined_right + self.joined_wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the pairs that are one event that were joined, also of those that the coder missed."""
        return self.joined_right / max(self.same, 1)

    @property
    def recall_coded(self) -> float:
        """The same share of the pairs of which both events were coded."""
        return self.joined_right / max(self.coded, 1)


def load_pairs(path: Path = DATA) -> tuple[Judged, ...]:
    """All pairs, read but not coded."""
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["pair"]
    return tuple(
        Judged(
            id=row["id"],
            same=row["same"],
            reason=row["reason"],
            reports=(_read(row["one"], f"{row['id']}-one"), _read(row["other"], f"{row['id']}-other")),
            differ=tuple(row.get("differ", ())),
            sources=row.get("sources", 2),
            related=row.get("related", False),
        )
        for row in rows
    )


def _read(row: Mapping[str, str], name: str) -> Told:
    text = MARK.sub(r"\1", row["text"])
    options = ReadingOptions(published=row["published"], publisher=row["outlet"], language="en")
    # With its day printed above it, as pages have it: the same words on another day are another article.
    content = f"Published: {row['published']}\n\n{text}\n"
    article = read_article(content.encode(), uri=f"pairs/{name}.txt", options=options)
    marks: list[Span] = []
    for number, match in enumerate(MARK.finditer(row["text"])):
        # A dateline stays in the text and an agency's name may not, so the words are looked for by what follows.
        after = MARK.sub(r"\1", row["text"][match.start() :])
        at = article.text.find(after.strip())
        if at < 0:
            raise ValueError(f"pair {name}: mark {number} is not in the text that was read: {article.text!r}")
        marks.append(Span(article=article.id, start=at, end=at + len(match[1])))
    return Told(article=article, marks=tuple(marks))


def code_pairs(pairs: Sequence[Judged], tools: Tools) -> tuple[Judged, ...]:
    """The pairs with what the coder makes of their reports; all go through the language model together."""
    told = [report for pair in pairs for report in pair.reports]
    coded = []
    for report, (_, records) in zip(told, code_articles((r.article for r in told), tools), strict=True):
        coded.append(Told(report.article, report.marks, () if isinstance(records, Refusal) else records))
    halves = iter(zip(coded[::2], coded[1::2], strict=True))
    return tuple(
        Judged(p.id, p.same, p.reason, next(halves), differ=p.differ, sources=p.sources, related=p.related)
        for p in pairs
    )


def merge_pairs(pairs: Iterable[Judged]) -> tuple[Outcome, ...]:
    """Merge each pair alone, so that no other pair helps or harms it."""
    return tuple(Outcome(pair, _merge(pair.reports)) for pair in pairs)


def merge_together(pairs: Sequence[Judged]) -> tuple[Outcome, ...]:
    """Merge all pairs as one store would hold them."""
    happenings = _merge([report for pair in pairs for report in pair.reports])
    return tuple(Outcome(pair, happenings) for pair in pairs)


def _merge(told: Iterable[Told]) -> tuple[Happening, ...]:
    # Some pairs begin with the same report; a store holds it once.
    reports = {r.article.id: r for r in told}.values()
    return merge([r.article for r in reports], [record for r in reports for record in r.records]).happenings


def in_half(pair: Judged, half: str) -> bool:
    """Odd ids may be read, even ones are held out."""
    return half == HALVES[0] or (half == HALVES[1]) == bool(pair.id % 2)


def score(outcomes: Iterable[Outcome]) -> Score:
    """Count what was joined."""
    found = list(outcomes)
    same = [o for o in found if o.pair.same]
    different = [o for o in found if not o.pair.same]
    return Score(
        same=len(same),
        different=len(different),
        joined_right=sum(o.joined is not None for o in same),
        joined_wrong=sum(o.joined is not None for o in different),
        coded=sum(o.pair.coded for o in same),
    )


def by_reason(outcomes: Iterable[Outcome]) -> dict[tuple[bool, str], tuple[int, int, int]]:
    """Right ones, those with both events coded, and all, for each label and reason."""
    groups: dict[tuple[bool, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[(outcome.pair.same, outcome.pair.reason)].append(outcome)
    return {
        key: (sum(o.right for o in group), sum(o.pair.coded for o in group), len(group))
        for key, group in sorted(groups.items(), key=lambda item: (not item[0][0], item[0][1]))
    }


def summary(outcomes: Sequence[Outcome], together: Sequence[Outcome]) -> dict[str, object]:
    """The figures that docs/accuracy.md shows."""
    scores = {half: score(o for o in outcomes if in_half(o.pair, half)) for half in HALVES}
    whole, held_out = scores[HALVES[0]], scores[HALVES[2]]
    one_store = score(together)
    joined = [o for o in outcomes if o.pair.same and o.joined]
    related = [o for o in outcomes if o.pair.related]
    unrelated = [o for o in outcomes if not o.pair.same and not o.pair.related]
    contradicting = [o for o in joined if o.pair.differ]
    return {
        "pairs": whole.same + whole.different,
        "precision": whole.precision,
        "recall": whole.recall,
        "coded": whole.coded / max(whole.same, 1),
        "recall_coded": whole.recall_coded,
        "held_out": {
            "precision": held_out.precision,
            "recall": held_out.recall,
            "recall_coded": held_out.recall_coded,
        },
        "one_store": {"precision": one_store.precision, "recall": one_store.recall},
        "disagreements": sum(_differs(o) for o in contradicting) / max(len(contradicting), 1),
        "related": sum(o.tied for o in related) / max(len(related), 1),
        "unrelated_tied": sum(o.tied for o in unrelated),
        "independent_sources": sum(_counted(o) for o in joined) / max(len(joined), 1),
    }


def _differs(outcome: Outcome) -> bool:
    found = {d.field for d in outcome.joined.disagreements} if outcome.joined else set()
    return set(outcome.pair.differ) <= found


def _counted(outcome: Outcome) -> bool:
    return outcome.joined is not None and outcome.joined.independent_sources == outcome.pair.sources


def measure() -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """Code all pairs and merge them, each alone and all together."""
    from communique.coding.article import load_tools

    pairs = code_pairs(load_pairs(), load_tools())
    return merge_pairs(pairs), merge_together(pairs)


def show(outcomes: Sequence[Outcome], together: Sequence[Outcome]) -> str:
    """The tables: halves, then reasons."""
    lines = ["| pairs | same | different | precision | recall | both coded | recall of coded |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    sets = [(half, [o for o in outcomes if in_half(o.pair, half)]) for half in HALVES]
    for name, part in [*sets, ("all in one store", list(together))]:
        s = score(part)
        lines.append(
            f"| {name} | {s.same} | {s.different} | {s.precision:.3f} | {s.recall:.3f} "
            f"| {s.coded / max(s.same, 1):.3f} | {s.recall_coded:.3f} |"
        )
    lines += ["", "| judged | reason | right | both coded | pairs |", "| --- | --- | ---: | ---: | ---: |"]
    for (same, reason), (right, coded, total) in by_reason(outcomes).items():
        lines.append(f"| {'same' if same else 'different'} | {reason} | {right} | {coded} | {total} |")
    return "\n".join(lines) + "\n"


def show_error(outcome: Outcome) -> str:
    """A pair that is wrong: its texts, what was coded, and why it was joined."""
    pair = outcome.pair
    lines = [f"\n{pair.id} {'same' if pair.same else 'different'} ({pair.reason}){'' if pair.coded else ' NOT CODED'}"]
    for told in pair.reports:
        lines.append(f"  {told.article.published} {told.article.text}")
        events = told.meant or tuple(r for r in told.records if isinstance(r, Event))
        for e in events:
            sides = " -> ".join(",".join(r.state or r.name for r in side) for side in (e.actor, e.recipient))
            what = f"{e.event} {e.mode or ''} {e.modality} {sides} {e.start} {e.place.name if e.place else ''}"
            lines.append(f"    {'' if told.meant else '(other) '}{what} [{e.trigger.cut(told.article.text)}]")
    if outcome.joined:
        lines.append(f"  why: {'; '.join(outcome.joined.why)}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the tables, and with `--errors` what is wrong in the odd half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    outcomes, together = measure()
    sys.stdout.write(show(outcomes, together))
    for outcome in outcomes if options.errors else ():
        if not outcome.right and in_half(outcome.pair, HALVES[1]):
            sys.stdout.write(show_error(outcome))
    return 0


if __name__ == "__main__":
    sys.exit(main())
