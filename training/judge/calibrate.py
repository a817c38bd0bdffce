"""Fit how sure an event is: `python -m training.judge.calibrate JUDGE --scorers FOLDER --held FILE …`.

Every event that frames propose, or that the judge finds without one, is put beside a gold that says if it is right:
labelled sentences that the judge has not learned from, articles with gold records, gold-standard sentences. A logistic
regression over `coding.judging.features` then gives the share that is right, reported by ten-fold cross-validation. The
floor and the belief from which an unnamed event is told are given; what each costs and brings is printed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import communique.coding.events as events_module
from communique.coding import judging
from communique.coding.article import Tools, code_articles, load_tools
from communique.coding.pairs import GivenPair, events_between, judge_pair, weigh
from communique.language.analyse import analyse_all
from communique.reading.article import ReadingOptions, read_article
from communique.records import Article, Event, Refusal, to_line
from training.judge.blocks import Block, Told, read_blocks
from training.judge.rows import NONE, Row, read_rows

FOLDS = 10
RIDGE = 0.05
# On articles whose errors were read while rules were written, frames are better than they will ever be elsewhere.
SEEN = 0.25


@dataclass(slots=True)
class Case:
    """One event: its features, whether it is right, and where it comes from."""

    features: dict[str, float]
    right: bool
    source: str
    group: str
    unnamed: bool


class Recorder:
    """Keeps the features of each draft; its number stands in the event's confidence until the records are written."""

    def __init__(self) -> None:
        self.features: dict[float, dict[str, float]] = {}
        self._n = 0

    def _number(self, found: dict[str, float]) -> float:
        self._n += 1
        number = 0.4 + self._n * 1e-7
        self.features[number] = found
        return number

    def settle(self, drafts, sent, context, judge):
        """In place of `settle_drafts`: leave nothing out."""
        opinions = judging.judge_drafts(drafts, sent, context, judge)
        return [
            replace(d, confidence=self._number(judging.features(d, o))) for d, o in zip(drafts, opinions, strict=True)
        ]

    def unnamed(self, drafts, sent, context, judge):
        """In place of `find_unnamed_events`: keep the belief."""
        found = judging.find_unnamed_events(drafts, sent, context, judge)
        return [replace(d, confidence=self._number({"unnamed": d.confidence})) for d in found]


@contextlib.contextmanager
def recording(tools: Tools) -> Iterator[Recorder]:
    """Code without floor and with every unnamed event, and keep what confidence would be computed from."""
    recorder = Recorder()
    kept = events_module.settle_drafts, events_module.find_unnamed_events
    assert tools.judge is not None
    weights = tools.judge.weights
    tools.judge.weights = {**weights, "unnamed": 0.0}
    events_module.settle_drafts = recorder.settle  # type: ignore[assignment]
    events_module.find_unnamed_events = recorder.unnamed  # type: ignore[assignment]
    try:
        yield recorder
    finally:
        events_module.settle_drafts, events_module.find_unnamed_events = kept
        tools.judge.weights = weights


def _events_of(articles: Iterable[Article], tools: Tools) -> Iterator[tuple[Article, Event]]:
    """Each event with its article; what cannot be coded has none."""
    for article, coded in code_articles(articles, tools):
        if not isinstance(coded, Refusal):
            yield from ((article, event) for event in coded if isinstance(event, Event))


def cases_of_rows(rows: Sequence[Row], tools: Tools) -> tuple[list[Case], int]:
    """Cases of labelled sentences, and how many events those tell; events between unlabelled parties are left out."""
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_text[row.text].append(row)
    articles = [Article(id=f"s{i}", text_digest="", uri=str(i), language="en", text=t) for i, t in enumerate(by_text)]
    cases: list[Case] = []
    with recording(tools) as recorder:
        for article, event in _events_of(articles, tools):
            labels = [r for r in by_text[article.text] if _covers(event, r)]
            if labels:
                right = any(_agrees(event, r) for r in labels)
                cases.append(_case(event, recorder, right, source="own", group=article.id))
    return cases, sum(r.event != NONE for r in rows)


def _covers(event: Event, row: Row) -> bool:
    return _placed(event, row.actor, row.recipient) or _placed(event, row.recipient, row.actor)


def _placed(event: Event, ours: tuple[int, int] | None, theirs: tuple[int, int] | None) -> bool:
    return _among(event.actor, ours) and _among((*event.recipient, *event.actor), theirs)


def _agrees(event: Event, row: Row) -> bool:
    return _fits(event, row, row.actor, row.recipient)


def _fits(event: Event, label: Row | Told, actor: tuple[int, int] | None, recipient: tuple[int, int] | None) -> bool:
    """Whether an event is the labelled one between these characters; facts and announcements count alike."""
    modalities = {label.modality, event.modality.value}
    if event.event != label.event or (len(modalities) > 1 and not modalities <= {"actual", "historical", "future"}):
        return False
    turned = label.mutual or event.event == "CONSULT"
    return _placed(event, actor, recipient) or (turned and _placed(event, recipient, actor))


def _among(refs: Sequence[Any], chars: tuple[int, int] | None) -> bool:
    return chars is None or any(r.span and r.span.start < chars[1] and chars[0] < r.span.end for r in refs)


def cases_of_blocks(blocks: Iterable[Block], tools: Tools) -> list[Case]:
    """Cases of sentences in which all parties and all events are labelled: what is not labelled is wrong."""
    by_id = {f"b{i}": block for i, block in enumerate(blocks)}
    articles = [Article(id=k, text_digest="", uri=b.source, language="en", text=b.text) for k, b in by_id.items()]
    cases: list[Case] = []
    with recording(tools) as recorder:
        for article, event in _events_of(articles, tools):
            block = by_id[article.id]
            right = any(_is_told(event, told, block) for told in block.events)
            cases.append(_case(event, recorder, right, source="blocks", group=article.id))
    return cases


def _is_told(event: Event, told: Told, block: Block) -> bool:
    actor, recipient = (block.parties[n] if n else None for n in (told.actor, told.recipient))
    return _fits(event, told, actor, recipient)


def _case(event: Event, recorder: Recorder, right: bool, *, source: str, group: str) -> Case:
    found = recorder.features[event.confidence]
    return Case(found, right, source, group, "unnamed" in found)


def cases_of_articles(folder: Path, tools: Tools, keep: str, scorers: Path) -> list[Case]:
    """Cases of articles with gold records, by the rules of `score.py`; `keep` is odd, even or all."""
    score = _scorer(scorers, "score")
    sys.modules["common"].HERE = folder  # type: ignore[attr-defined]
    golds = score.load()
    paths = sorted((folder / "articles").glob("*.txt"))
    paths = [p for p in paths if keep == "all" or (int(p.name.split("-")[0]) % 2 == 1) == (keep == "odd")]
    cases: list[Case] = []
    with recording(tools) as recorder:
        read = [read_article(p.read_bytes(), uri=p.name, options=ReadingOptions()) for p in paths]
        for path, (article, coded) in zip(paths, code_articles(read, tools), strict=True):
            gold = golds[path.stem]
            records = [json.loads(to_line(r)) for r in coded if isinstance(r, Event)]
            right, wrong = _judged(score, gold, article.text, records)
            for event in coded:
                if isinstance(event, Event) and event.id in right | wrong:
                    cases.append(
                        _case(event, recorder, event.id in right, source=f"{folder.name} {keep}", group=path.stem)
                    )
    return cases


def _judged(score: Any, gold: dict[str, Any], text: str, records: list[dict[str, Any]]) -> tuple[set[str], set[str]]:
    """Ids of events that the scorer counts as right and as wrong."""
    where = {g["sentence"]: score.locate(text, g["sentence"]) for g in gold["events"]}
    golds = [(g, where[g["sentence"]], None) for g in gold["events"]]
    strict = score.match(golds, records, lambda g, p: score.modality_ok(g, p) and score.parties_ok(g, p))
    right = {p["id"] for _, p in strict}
    taken = {id(g) for g, _ in strict}
    spare = score.match(
        [x for x in golds if not x[0]["core"] and id(x[0]) not in taken],
        [p for p in records if p["id"] not in right],
        score.parties_ok,
    )
    heads = [score.locate(text, s) for s in [gold["title"], *gold.get("uncoded", [])] if s]
    banned = [score.locate(text, m["sentence"]) for m in gold["must_not"]]
    excused = {p["id"] for _, p in spare}
    for p in records:
        at = score.spans(p.get("trigger"))
        if any(score.meets(at, s) for s in heads) or (
            p["modality"] != "actual" and any(score.meets(at, b) for b in banned)
        ):
            excused.add(p["id"])
    return right, {p["id"] for p in records} - right - excused


def _scorer(folder: Path, name: str) -> Any:
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


def cases_of_standard(path: Path, tools: Tools, scorers: Path) -> list[Case]:
    """Cases of gold-standard sentences: right are events of the gold type with the gold parties."""
    score = _scorer(scorers, "score_sentences")
    items = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    articles = [Article(id=g["id"], text_digest="", uri=g["id"], language="en", text=g["text"]) for g in items]
    cases: list[Case] = []
    with recording(tools) as recorder:
        for gold, (_, coded) in zip(items, code_articles(articles, tools), strict=True):
            for event in coded:
                if isinstance(event, Event):
                    cells = json.loads(to_line(event))
                    right = event.event == gold["event"] and score.parties_match(gold, cells)
                    cases.append(_case(event, recorder, right, source="standard", group=gold["id"]))
    return cases


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Weights of a logistic regression; sources weigh alike, those that rules were fitted on less."""
    names = sorted({k for c in cases for k in c.features})
    x = np.array([[c.features.get(n, 0.0) for n in names] for c in cases])
    y = np.array([c.right for c in cases], float)
    counts = Counter(c.source for c in cases)
    share = {s: SEEN if s.startswith("gold") else 1.0 for s in counts}
    scale = len(cases) / sum(share.values())
    weight = np.array([scale * share[c.source] / counts[c.source] for c in cases])
    w = np.zeros(len(names))
    ridge = RIDGE * np.eye(len(names)) * len(cases) / 100
    for _ in range(40):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (weight * (y - p)) - ridge @ w
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(curve, gradient)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return {n: round(float(v), 4) for n, v in zip(names, w, strict=True)}


def apply(weights: dict[str, float], case: Case) -> float:
    """How sure a case is."""
    total = sum(weights.get(n, 0.0) * v for n, v in case.features.items())
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def calibration(pairs: Sequence[tuple[float, bool]]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over ten bins, and mean confidence, share right and number of each."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for p, right in pairs:
        bins[min(9, int(p * 10))].append((p, right))
    rows = [(float(np.mean([p for p, _ in b])), float(np.mean([r for _, r in b])), len(b)) for b in bins if b]
    return sum(n * abs(p - r) for p, r, n in rows) / max(1, len(pairs)), rows


def cross_validate(cases: Sequence[Case]) -> list[float]:
    """How sure each case is, by weights fitted without its group."""
    groups = sorted({(c.source, c.group) for c in cases})
    random.Random(0).shuffle(groups)
    fold = {g: i % FOLDS for i, g in enumerate(groups)}
    found = [0.0] * len(cases)
    for k in range(FOLDS):
        weights = fit([c for c in cases if fold[c.source, c.group] != k])
        for i, c in enumerate(cases):
            if fold[c.source, c.group] == k:
                found[i] = apply(weights, c)
    return found


def stretch(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and shift of the log-odds that calibrate some shares (Platt's scaling)."""
    x = np.array([[np.log(p / (1 - p)), 1.0] for p, _ in pairs])
    y = np.array([r for _, r in pairs], float)
    w = np.array([1.0, 0.0])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ w)))
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2), x.T @ (y - p))
    return float(w[0]), float(w[1])


def moved(p: float, slope: float, shift: float) -> float:
    """A share after stretching its log-odds."""
    return float(1 / (1 + np.exp(-(slope * np.log(p / (1 - p)) + shift))))


def calibrate_publicly(cases: Sequence[Case], sure: Sequence[float]) -> tuple[float, float]:
    """Stretch so that the shares hold on gold articles and gold-standard sentences; reports it cross-validated."""
    public = [(p, c) for p, c in zip(sure, cases, strict=True) if c.source != "own"]
    groups = sorted({(c.source, c.group) for _, c in public})
    random.Random(1).shuffle(groups)
    fold = {g: i % FOLDS for i, g in enumerate(groups)}
    found = []
    for k in range(FOLDS):
        slope, shift = stretch([(p, c.right) for p, c in public if fold[c.source, c.group] != k])
        found += [(moved(p, slope, shift), c.right) for p, c in public if fold[c.source, c.group] == k]
    error, rows = calibration(found)
    print(f"gold and gold-standard, stretched, cross-validated: calibration error {error:.3f} of {len(found)}")
    for p, share, n in rows:
        print(f"   said {p:.2f} right {share:.2f} of {n}")
    print("   share kept, precision and recall by least confidence:")
    total = sum(r for _, r in found)
    for least in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        kept = [r for p, r in found if p >= least]
        if kept:
            print(f"   {least} {len(kept) / len(found):.2f} {np.mean(kept):.3f} {sum(kept) / total:.3f}")
    return stretch([(p, c.right) for p, c in public])


def fit_pairs(rows: Sequence[Row], tools: Tools) -> dict[str, float]:
    """How far a frame's proposal raises a type where parties are given, and from which belief nothing is answered."""
    assert tools.judge is not None
    given = [GivenPair(str(i), r.text, r.actor, r.recipient) for i, r in enumerate(rows)]
    articles = (Article(id=p.id, text_digest="", uri=p.id, language="en", text=p.text) for p in given)
    seen = []
    for pair, row, document in zip(given, rows, analyse_all(articles, tools.nlp), strict=True):
        verdict = judge_pair(pair, document, tools.judge)
        if verdict is not None:
            seen.append((verdict, list(events_between(pair, document, tools)), row.event))
    found = []
    for bonus in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0):
        right = 0
        for verdict, events, gold in seen:
            shares = weigh(verdict, events, bonus)
            right += max(shares, key=lambda e: shares[e]) == gold
        found.append((right, bonus))
        print(f"   frame bonus {bonus}: {right} of {sum(g != NONE for *_, g in seen)} types right")
    nothing = []
    for least in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        silent = [gold == NONE for verdict, events, gold in seen if verdict.none > least and not events]
        nothing.append((sum(silent) - 2 * (len(silent) - sum(silent)), least))
        print(f"   nothing from {least}: {len(silent)} answered so, {sum(silent)} rightly")
    return {"frame": max(found)[1], "none": max(nothing)[1]}


def main() -> None:
    """Read the options, fit and write the weights into JUDGE/judge.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judge", type=Path, help="folder of the packaged judge")
    parser.add_argument("--held", type=Path, help="labelled sentences held back from training")
    parser.add_argument("--blocks", type=Path, nargs="*", default=[], help="sentences of articles held back from it")
    parser.add_argument("--scorers", type=Path, required=True, help="folder with score.py and score_sentences.py")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="folders with articles/ and gold/")
    parser.add_argument("--odd", type=Path, nargs="*", default=[], help="the same, odd-numbered articles only")
    parser.add_argument("--standard", type=Path, help="gold-standard sentences")
    parser.add_argument("--floor", type=float, default=0.17)
    parser.add_argument("--home-floor", type=float, default=0.4)
    parser.add_argument("--sure", type=float, default=0.9, help="belief from which a missing recipient is filled in")
    parser.add_argument("--unnamed", type=float, default=0.8, help="belief from which an event is told without a frame")
    args = parser.parse_args()
    tools = load_tools()
    cases: list[Case] = []
    if args.held:
        cases += cases_of_rows(list(read_rows([args.held])), tools)[0]
    if args.blocks:
        cases += cases_of_blocks(read_blocks(args.blocks), tools)
    for folder, keep in [(f, "all") for f in args.gold] + [(f, "odd") for f in args.odd]:
        cases += cases_of_articles(folder, tools, keep, args.scorers)
    if args.standard:
        cases += cases_of_standard(args.standard, tools, args.scorers)
    named, unnamed = [c for c in cases if not c.unnamed], [c for c in cases if c.unnamed]
    sure = cross_validate(named)
    for source in sorted({c.source for c in named}):
        mine = [(p, c.right) for p, c in zip(sure, named, strict=True) if c.source == source]
        ece, rows = calibration(mine)
        print(f"{source}: {len(mine)} events, {np.mean([r for _, r in mine]):.3f} right, calibration error {ece:.3f}")
        for p, share, n in rows:
            print(f"   said {p:.2f} right {share:.2f} of {n}")
        for floor in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
            kept = [r for p, r in mine if p >= floor]
            lost = sum(r for p, r in mine if p < floor)
            print(f"   floor {floor}: {len(kept)} kept, precision {np.mean(kept):.3f}, right ones lost {lost}")
    slope, shift = calibrate_publicly(named, sure)
    print("unnamed events by belief:")
    for source in sorted({c.source for c in unnamed}):
        for least in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            kept = [c.right for c in unnamed if c.features["unnamed"] >= least and c.source == source]
            print(f"   {source} {least}: {len(kept)} told, {sum(kept)} right")
    weights = {n: round(slope * w + shift * (n == "bias"), 4) for n, w in fit(named).items()}
    print(json.dumps(weights))
    path = args.judge / "judge.json"
    cells = json.loads(path.read_text("utf-8"))
    cells["weights"]["confidence"] = weights
    for key in ("floor", "home_floor"):
        # They are given as shares of unseen text.
        cells["weights"][key] = round(moved(getattr(args, key), slope, shift), 3)
    cells["weights"] |= {"sure": args.sure, "unnamed": args.unnamed}
    if args.held:
        cells["weights"]["pairs"] = fit_pairs(list(read_rows([args.held])), tools)
    path.write_text(json.dumps(cells, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
