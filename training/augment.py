"""Write treebank sentences as news would: other names, headlines' capitals, long dashes, datelines."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import NamedTuple

from communique.language.pieces import case_class
from training.examples import IGNORE, TAGS, Row, RowMaker, bits, spans_of


class DatelineWord(NamedTuple):
    """A word of a dateline; `head` is a place in it, None where the treebanks disagree."""

    form: str
    tag: str
    name: str
    head: int | None
    relation: str


_AGENCIES_TEXT = "AP Reuters AFP Xinhua Tass ANI EFE IPS UPI Interfax CNN Sputnik Kyodo DPA"
AGENCIES = _AGENCIES_TEXT.split()
_MONTHS_TEXT = """
Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec. Jan Feb Aug Sep Oct Nov Dec January February August
September October November December
"""
MONTHS = _MONTHS_TEXT.split()


class Augmenter:
    """Random copies of rows: other names, other case, other dashes, datelines."""

    def __init__(self, maker: RowMaker, rng: random.Random) -> None:
        self.maker, self.rng = maker, rng
        lemma = maker.labels.lemma
        self.title_lemma = {
            i: lemma.index("t" + e[1:]) if "t" + e[1:] in lemma else IGNORE for i, e in enumerate(lemma) if e[0] == "k"
        }

    def change(self, row: Row, *, case: str = "") -> Row:
        """Make a copy as news might write it; `case` may be "lower", "upper", "title"."""
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
            if w in {"--", "–", "—"} or (
                w == "-" and row.seps[i] == 1 and i + 1 < len(row.words) and row.seps[i + 1] == 1
            ):
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

        The treebanks have none. The place hangs on the sentence's root as `dep`: no rule shall take it for a subject.
        """
        words = self._dateline_words()
        n = len(words)
        index = self.maker.index
        root = next((i for i, h in enumerate(row.heads) if h == i), None)
        if root is None:
            return row
        blank = [
            0 if w in {",", ")", ":"} or (i and words[i - 1].form == "(") else 1 for i, (w, *_) in enumerate(words)
        ]
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
            deprel=[IGNORE if h == IGNORE else index["deprel"][w.relation] for w, h in zip(words, heads, strict=True)]
            + row.deprel,
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
