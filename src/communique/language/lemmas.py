"""Lemmas as edits: what to cut from the end of a word and what to put there ("carries" -> "carry": cut 3, add "y").

An edit is written `<case><cut>+<added>`; the case is `l` (lower the word first), `k` (keep it) or `t` (Capitalise it).
"""

from __future__ import annotations

_CASES = {"l": str.lower, "k": str, "t": str.capitalize}


def find_edit(form: str, lemma: str) -> str:
    """Find the edit that makes `lemma` of `form`; "signed", "sign" -> "l2+"."""
    best: tuple[int, str] | None = None
    # Lower-casing comes first, so that "the" and "The" share one edit.
    for case in "lkt":
        base = _CASES[case](form)
        same = 0
        for a, b in zip(base, lemma, strict=False):
            if a != b:
                break
            same += 1
        cost = len(base) + len(lemma) - 2 * same
        if best is None or cost < best[0]:
            best = cost, f"{case}{len(base) - same}+{lemma[same:]}"
    assert best is not None
    return best[1]


def apply_edit(form: str, edit: str) -> str:
    """Apply an edit; a word shorter than the cut keeps its form."""
    cut, _, added = edit[1:].partition("+")
    base = _CASES[edit[0]](form)
    if int(cut) > len(base):
        return base
    lemma = base[: len(base) - int(cut)] + added
    return lemma or base
