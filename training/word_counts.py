"""Count in how many texts a stem stands: the background against which words are rare, for stories and recollections.

usage: word_counts.py CORPORA > src/communique/locales/en/merging/word_counts.txt

CORPORA holds the treebanks (`ewt/train.conllu`, `gum/train/*.conllu`). A text is cut into stretches of 300 words, so
that a long interview does not count like a notice. Only counts leave the treebanks, no sentence.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.merging.words import find_words, load_common_words, stem

_STRETCH_WORDS, _SHORTEST_STRETCH = 300, 100
# A stem of one stretch is as good as unknown.
_LEAST = 2


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """Each document of the treebanks, its sentences joined."""
    for path in paths:
        sentences: list[str] = []
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("# newdoc") and sentences:
                yield " ".join(sentences)
                sentences = []
            elif line.startswith("# text ="):
                sentences.append(line.removeprefix("# text =").strip())
        if sentences:
            yield " ".join(sentences)


def count_stems(texts: Iterable[str]) -> tuple[int, Counter[str]]:
    """Number of stretches, and for each stem in how many of them it stands."""
    common, counts, stretches = load_common_words("en"), Counter[str](), 0
    for text in texts:
        words = text.split()
        for start in range(0, len(words), _STRETCH_WORDS):
            stretch = words[start : start + _STRETCH_WORDS]
            if len(stretch) > _SHORTEST_STRETCH:
                stretches += 1
                found = {w for w in find_words(" ".join(stretch)) if len(w) > 1 and w not in common}
                counts.update({stem(w) for w in found})
    return stretches, counts


def main() -> None:
    """Write the table to standard output."""
    folder = Path(sys.argv[1])
    stretches, counts = count_stems(
        read_texts([folder / "ewt/train.conllu", *sorted(folder.glob("gum/train/*.conllu"))])
    )
    out = sys.stdout
    out.write(
        "# In how many of so many stretches of 300 words a stem stands: the background against which words are rare.\n"
    )
    out.write("# Counted by training/word_counts.py in the training parts of UD English EWT and GUM, 2026-11-22.\n")
    out.write(f"stretches {stretches}\n")
    kept = sorted((w, n) for w, n in counts.items() if n >= _LEAST)
    for word, number in kept:
        out.write(f"{word} {number}\n")


if __name__ == "__main__":
    main()
