"""Make training windows of treebank documents: sentences in a row, with copies that news writes differently."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from communique.language.lemmas import find_edit
from communique.language.pieces import Pieces, case_class, normal_form
from training.corpus import Sentence, named_span

KINDS = ("PERSON", "ORG", "PLACE", "EVENT", "MISC")
TAGS = ("O", *(f"{p}-{k}" for k in KINDS for p in "BI"))
ANY_TAG = (1 << len(TAGS)) - 1
IGNORE = -100
_TIMES = set(
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep"
    " Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun"
    " Christmas Easter EST EDT GMT AM PM".split()
)


@dataclass(frozen=True, slots=True)
class Labels:
    """The classes of each head, in the order of the network's outputs."""

    xpos: tuple[str, ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    lemma: tuple[str, ...]
    ner: tuple[str, ...]
    deprel: tuple[str, ...]

    @classmethod
    def collect(cls, sentences: Iterable[Sentence]) -> Labels:
        """Collect the classes of the training part; edits of lemmas seen once are left out as noise."""
        counts: dict[str, Counter[str]] = {k: Counter() for k in ("xpos", "upos", "feats", "lemma", "deprel")}
        for s in sentences:
            counts["xpos"].update(s.xpos)
            counts["upos"].update(s.upos)
            counts["feats"].update(s.feats)
            counts["deprel"].update(s.deprels)
            counts["lemma"].update(find_edit(normal_form(w), m) for w, m in zip(s.words, s.lemmas, strict=True))
        least = {"lemma": 2, "feats": 2}
        kept = {k: tuple(sorted(v for v, n in c.items() if n >= least.get(k, 1))) for k, c in counts.items()}
        return cls(ner=TAGS, **kept)


@dataclass(slots=True)
class Row:
    """A sentence as arrays; `ner` is a bit mask of allowed tags, `heads` are places in the sentence."""

    words: list[str]
    cases: list[int]
    seps: list[int]
    xpos: list[int]
    upos: list[int]
    feats: list[int]
    lemma: list[int]
    ner: list[int]
    heads: list[int]
    deprel: list[int]
    proper: list[bool]
    paragraph: bool
    opens_document: bool = False


def named_by_syntax(sentence: Sentence) -> list[tuple[int, int]]:
    """Find the names that the trees alone show; on GUM 91 of 100 are its named spans, and 98 of 100 of those are found."""
    children: dict[int, list[int]] = {}
    for j, h in enumerate(sentence.heads):
        if h != j:
            children.setdefault(h, []).append(j)
    spans = set()
    for i, pos in enumerate(sentence.upos):
        if pos != "PROPN" or sentence.words[i].rstrip(".") in _TIMES:
            continue
        below, stack = [i], [i]
        while stack:
            stack = [c for p in stack for c in children.get(p, [])]
            below += stack
        span = named_span(sentence, min(below), max(below) + 1)
        if span and span[0] <= i < span[1]:
            spans.add(span)
    taken: set[int] = set()
    out = []
    for a, b in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if not taken & set(range(a, b)):
            taken |= set(range(a, b))
            out.append((a, b))
    return out


def bits(*tags: str) -> int:
    return sum(1 << TAGS.index(t) for t in tags)


class Names:
    """Lists of names by kind and number of words, written ones and those of the treebank."""

    def __init__(self, path: Path) -> None:
        lists = {k: [n for n in v.replace("\n", "").split(";") if n] for k, v in tomllib.loads(path.read_text("utf-8")).items()}
        self.first, self.last = lists["FIRST"], lists["LAST"]
        self.by_kind: dict[tuple[str, int], list[list[str]]] = {}
        self.kind_of: dict[str, str] = {}
        for kind in ("PLACE", "ORG"):
            for name in lists[kind]:
                self.add(kind, name.split(" "))
                self.kind_of[name] = kind

    def add(self, kind: str, words: list[str]) -> None:
        self.by_kind.setdefault((kind, len(words)), []).append(words)

    def learn(self, sentences: Iterable[Sentence]) -> None:
        """Add the names of GUM's training part; those always of one kind say the kind of the same name elsewhere."""
        seen: dict[str, Counter[str]] = {}
        for s in sentences:
            for a, b, kind in spans_of(s.ents or []):
                seen.setdefault(" ".join(s.words[a:b]), Counter())[kind] += 1
                if all(x in {"NNP", "NNPS"} for x in s.xpos[a:b]):
                    self.add(kind, s.words[a:b])
        for name, kinds in seen.items():
            if len(kinds) == 1 and kinds.total() > 1:
                self.kind_of.setdefault(name, next(iter(kinds)))

    def pick(self, kind: str, length: int, rng: random.Random) -> list[str] | None:
        if kind == "PERSON" and length <= 3 and rng.random() < 0.75:
            last = rng.choice(self.last)
            return [*(rng.choice(self.first) for _ in range(length - 1)), last]
        names = self.by_kind.get((kind, length))
        return rng.choice(names) if names else None


def spans_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans of BIO tags as (start, end, kind)."""
    spans, start = [], None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            spans.append((start, i, tags[start][2:]))
            start = None
        if tag.startswith("B-"):
            start = i
    return spans


class RowMaker:
    """Turns sentences into rows of class numbers."""

    def __init__(self, labels: Labels, names: Names) -> None:
        self.labels, self.names = labels, names
        self.index = {k: {v: i for i, v in enumerate(getattr(labels, k))} for k in ("xpos", "upos", "feats", "lemma", "deprel")}

    def row(self, s: Sentence, *, uner: bool = False) -> Row:
        get = lambda kind, values: [self.index[kind].get(v, IGNORE) for v in values]  # noqa: E731
        forms = [normal_form(w) for w in s.words]
        # What stands before a word: nothing, a blank; lines are set when windows are made.
        seps = [1, *(int(x) for x in s.spaces[:-1])]
        return Row(
            words=list(s.words),
            cases=[case_class(w) for w in s.words],
            seps=seps,
            xpos=get("xpos", s.xpos),
            upos=get("upos", s.upos),
            feats=get("feats", s.feats),
            lemma=get("lemma", [find_edit(f, m) for f, m in zip(forms, s.lemmas, strict=True)]),
            ner=self.allowed(s, uner=uner),
            heads=list(s.heads),
            deprel=get("deprel", s.deprels),
            proper=[x in {"NNP", "NNPS"} for x in s.xpos],
            paragraph=s.paragraph_start,
        )

    def allowed(self, s: Sentence, *, uner: bool) -> list[int]:
        """Bit masks of the tags a word may have.

        EWT has no entities: its trees show where names stand, and known names of which kind they are. UNER says the kind of
        persons, organisations and places in a part of it, but cuts names its own way ("President" is no part of them).
        """
        if s.ents is not None and not uner:
            return [bits(t) for t in s.ents]
        out = [bits("O")] * len(s.words)
        for i, word in enumerate(s.words):
            doubtful = s.upos[i] == "PROPN" and word.rstrip(".") not in _TIMES
            if doubtful or (s.ents is not None and s.ents[i] != "O"):
                out[i] = ANY_TAG
        for a, b in named_by_syntax(s):
            kind = self.names.kind_of.get(" ".join(s.words[a:b]))
            kinds: tuple[str, ...] = (kind,) if kind else KINDS
            outside = 0
            if s.ents is not None:
                seen = Counter(t[2:] for t in s.ents[a:b] if t != "O")
                kinds = (seen.most_common(1)[0][0],) if seen else ("EVENT", "MISC")
                outside = 0 if seen else bits("O")
            first, rest = (bits(*(f"{p}-{k}" for k in kinds)) | outside for p in "BI")
            out[a:b] = [first] + [rest] * (b - a - 1)
        return out


class DatelineWord(NamedTuple):
    """A word of a dateline; `head` is a place in it, None where the treebanks disagree."""

    form: str
    tag: str
    name: str
    head: int | None
    relation: str


AGENCIES = ("AP", "Reuters", "AFP", "Xinhua", "Tass", "ANI", "EFE", "IPS", "UPI", "Interfax", "CNN", "Sputnik", "Kyodo", "DPA")
MONTHS = (
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.", "Jan", "Feb", "Aug", "Sep",
    "Oct", "Nov", "Dec", "January", "February", "August", "September", "October", "November", "December",
)  # fmt: skip


class Augmenter:
    """Random copies of rows: other names, other case, other dashes, datelines."""

    def __init__(self, maker: RowMaker, rng: random.Random) -> None:
        self.maker, self.rng = maker, rng
        lemma = maker.labels.lemma
        self.title_lemma = {
            i: lemma.index("t" + e[1:]) if "t" + e[1:] in lemma else IGNORE for i, e in enumerate(lemma) if e[0] == "k"
        }

    def change(self, row: Row, *, case: str = "") -> Row:
        rng = self.rng
        row = replace(row, words=list(row.words), cases=list(row.cases), seps=list(row.seps), lemma=list(row.lemma))
        if rng.random() < 0.35:
            self._swap_names(row)
        if rng.random() < 0.25:
            self._swap_dashes(row)
        case = case or rng.choices(["", "lower", "upper", "title"], [0.9, 0.03, 0.03, 0.04])[0]
        if case:
            self._recase(row, case)
        return row

    def _swap_names(self, row: Row) -> None:
        tags = [TAGS[m.bit_length() - 1] if m & (m - 1) == 0 else "O" for m in row.ner]
        for a, b, kind in spans_of(tags):
            if all(row.proper[a:b]) and self.rng.random() < 0.6:
                new = self.maker.names.pick(kind, b - a, self.rng)
                if new:
                    row.words[a:b] = new
                    row.cases[a:b] = [case_class(w) for w in new]
                    keep = self.maker.index["lemma"].get("k0+", IGNORE)
                    row.lemma[a:b] = [keep] * (b - a)

    def _swap_dashes(self, row: Row) -> None:
        long = self.rng.choice("–—")
        for i, w in enumerate(row.words):
            if w in {"--", "–", "—"} or (w == "-" and row.seps[i] == 1 and i + 1 < len(row.words) and row.seps[i + 1] == 1):
                row.words[i] = long
                row.lemma[i] = IGNORE
                if self.rng.random() < 0.4 and i + 1 < len(row.words):
                    row.seps[i] = row.seps[i + 1] = int(self.rng.random() < 0.5)

    def _recase(self, row: Row, case: str) -> None:
        for i, c in enumerate(row.cases):
            if c <= 3:
                if case == "title":
                    row.cases[i] = c if c in (2, 3) else int(c == 1 or len(row.words[i]) > 3 or self.rng.random() < 0.5)
                else:
                    row.cases[i] = 0 if case == "lower" else 1 if len(row.words[i]) == 1 else 2
                    row.lemma[i] = self.title_lemma.get(row.lemma[i], row.lemma[i])

    def with_dateline(self, row: Row) -> Row:
        """Put a dateline ("HAVANA, Feb. 19 (Reuters) -") before a sentence; it belongs to the sentence.

        The treebanks have none. The place hangs on the sentence's root as `dep`, so that no rule takes it for a subject.
        """
        words = self._dateline_words()
        n = len(words)
        index = self.maker.index
        root = next((i for i, h in enumerate(row.heads) if h == i), None)
        if root is None:
            return row
        blank = [0 if w in {",", ")", ":"} or (i and words[i - 1].form == "(") else 1 for i, (w, *_) in enumerate(words)]
        pos = {"NNP": "PROPN", "CD": "NUM"}
        place = next(i for i, w in enumerate(words) if w.relation == "dep" and w.head == i)
        heads = [n + root if i == place else IGNORE if w.head is None else w.head for i, w in enumerate(words)]
        return Row(
            words=[w.form for w in words] + row.words,
            cases=[case_class(w.form) for w in words] + row.cases,
            seps=[*blank, 1, *row.seps[1:]],
            xpos=[index["xpos"].get(w.tag, IGNORE) for w in words] + row.xpos,
            upos=[index["upos"][pos.get(w.tag, "PUNCT")] for w in words] + row.upos,
            feats=[IGNORE] * n + row.feats,
            lemma=[IGNORE] * n + row.lemma,
            ner=[bits(w.name) for w in words] + row.ner,
            heads=heads + [h if h == IGNORE else h + n for h in row.heads],
            deprel=[IGNORE if h == IGNORE else index["deprel"][w.relation] for w, h in zip(words, heads, strict=True)] + row.deprel,
            proper=[False] * n + row.proper,
            paragraph=True,
            opens_document=row.opens_document,
        )

    def _dateline_words(self) -> list[DatelineWord]:
        rng, names = self.rng, self.maker.names
        names_here = rng.choice(names.by_kind["PLACE", rng.choice([1, 1, 1, 2])])
        upper = rng.random() < 0.7
        place = len(names_here) - 1
        words = [
            DatelineWord(w.upper() if upper else w, "NNP", "I-PLACE" if i else "B-PLACE", None, "compound")
            for i, w in enumerate(names_here)
        ]
        words[place] = words[place]._replace(head=place, relation="dep")
        if rng.random() < 0.2:
            words.append(DatelineWord(",", ",", "O", len(words) + 1, "punct"))
            other = rng.choice(names.by_kind["PLACE", 1])[0]
            words.append(DatelineWord(other, "NNP", "B-PLACE", place, "nmod:unmarked"))
        if rng.random() < 0.6:
            month = DatelineWord(rng.choice(MONTHS), "NNP", "O", None, "compound")
            day = DatelineWord(str(rng.randint(1, 31)), "CD", "O", None, "nmod:unmarked")
            words.append(DatelineWord(",", ",", "O", None, "punct"))
            words += [month, day] if rng.random() < 0.8 else [day, month]
            if rng.random() < 0.3:
                words.append(DatelineWord(",", ",", "O", None, "punct"))
                words.append(DatelineWord(str(rng.randint(1995, 2026)), "CD", "O", None, "nmod:unmarked"))
        if rng.random() < 0.7:
            at = len(words) + 1
            words.append(DatelineWord("(", "-LRB-", "O", at, "punct"))
            words.append(DatelineWord(rng.choice(AGENCIES), "NNP", "B-ORG", place, "dep"))
            words.append(DatelineWord(")", "-RRB-", "O", at, "punct"))
        dash = rng.choice(["-", "--", "–", "—", "-", "—", ":"])
        words.append(DatelineWord(dash, ":", "O", place, "punct"))
        return words


@dataclass(slots=True)
class Window:
    """Rows in a row and how many pieces they have."""

    rows: list[Row]
    size: int


def cut_windows(rows: Sequence[Row], pieces: Pieces, *, rng: random.Random, longest: int = 160) -> list[Window]:
    """Cut a document into windows of random length, whole sentences each."""
    windows: list[Window] = []
    current: list[Row] = []
    size, aim = 0, rng.choice([1, 60, 110, longest, longest])
    for row in rows:
        length = sum(map(len, pieces.of(row.words)))
        if length > longest * 2:
            continue
        if current and size + length > aim:
            windows.append(Window(current, size))
            current, size, aim = [], 0, rng.choice([1, 60, 110, longest, longest])
        current.append(row)
        size += length
    if current:
        windows.append(Window(current, size))
    return windows


def make_batches(windows: list[Window], *, budget: int, rng: random.Random) -> list[list[Window]]:
    """Group windows of like length, `budget` padded pieces a batch, in random order."""
    ordered = sorted(windows, key=lambda w: w.size + rng.random() * 10)
    batches: list[list[Window]] = []
    for window in ordered:
        if batches and (len(batches[-1]) + 1) * (window.size + 2) <= budget:
            batches[-1].append(window)
        else:
            batches.append([window])
    rng.shuffle(batches)
    return batches


def collate(batch: Sequence[Window], pieces: Pieces, *, rng: random.Random, word_dropout: float = 0.0, lines: bool = True) -> dict[str, np.ndarray]:
    """Arrays of a batch. Word 0 is the window's start; `heads` count from it."""
    items = [_flatten(w, pieces, rng=rng, word_dropout=word_dropout, lines=lines) for w in batch]
    b = len(items)
    t = max(len(i["pieces"]) for i in items)
    n = max(len(i["first"]) for i in items)
    out = {
        "pieces": np.zeros((b, t), np.int64),
        "types": np.zeros((b, t), np.int64),
        "mask": np.zeros((b, t), np.float32),
        "first": np.zeros((b, n), np.int64),
        "sent": np.full((b, n), -1, np.int64),
    }
    for key in ("xpos", "upos", "feats", "lemma", "heads", "deprel", "start"):
        out[key] = np.full((b, n), IGNORE, np.int64)
    out["ner"] = np.full((b, n), ANY_TAG, np.int64)
    for r, item in enumerate(items):
        for key, values in item.items():
            out[key][r, : len(values)] = values
        out["mask"][r, : len(item["pieces"])] = 1
    return out


def _flatten(window: Window, pieces: Pieces, *, rng: random.Random, word_dropout: float, lines: bool) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {
        k: [] for k in ("pieces", "types", "first", "sent", "xpos", "upos", "feats", "lemma", "heads", "deprel", "start", "ner")
    }
    out["pieces"], out["types"], out["first"] = [pieces.first], [0], [0]
    for key in ("xpos", "upos", "feats", "lemma", "heads", "deprel", "start"):
        out[key].append(IGNORE)
    out["sent"].append(-1)
    out["ner"].append(ANY_TAG)
    show_paragraphs = lines and rng.random() < 0.5
    wrap = lines and rng.random() < 0.08
    for number, row in enumerate(window.rows):
        offset = len(out["first"])
        for i, found in enumerate(pieces.of(row.words)):
            sep = row.seps[i]
            if (number == 0 and i == 0) or (i == 0 and row.paragraph and show_paragraphs):
                sep = 2
            elif wrap and sep and rng.random() < 0.1:
                sep = 2
            kind = row.cases[i] + 6 * sep
            out["first"].append(len(out["pieces"]))
            if rng.random() < word_dropout:
                found = (pieces.unknown,)
            out["pieces"] += found
            out["types"] += [kind] * len(found)
            out["start"].append(int(i == 0))
            h = row.heads[i]
            out["heads"].append(IGNORE if h == IGNORE else 0 if h == i else h + offset)
        out["sent"] += [number] * len(row.words)
        for key in ("xpos", "upos", "feats", "lemma", "deprel", "ner"):
            out[key] += getattr(row, key)
    out["pieces"].append(pieces.last)
    out["types"].append(0)
    return out
