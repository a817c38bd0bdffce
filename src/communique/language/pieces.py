"""Turn words into what the encoder reads: word pieces, and a class of case and of the blank before the word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

# More pieces than this say nothing new about a word; web addresses would fill windows.
MAX_PIECES = 8
CASES = 6
SEPARATORS = 3  # none, blank, line end
TYPES = CASES * SEPARATORS
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@lru_cache(maxsize=65536)
def normal_form(word: str) -> str:
    """Write quotation marks and apostrophes the straight way, as most of the treebanks do."""
    if word == "``":
        return '"'
    return word.translate(_QUOTES)


@lru_cache(maxsize=65536)
def case_class(word: str) -> int:
    """Class of a word's case: 0 lower, 1 Title, 2 UPPER, 3 miXed, 4 with a digit, 5 neither letters nor digits."""
    if any(c.isdigit() for c in word):
        return 4
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 5
    uppers = sum(c.isupper() for c in letters)
    if uppers == 0:
        return 0
    if uppers == len(letters):
        # One capital ("I", "A") is how a capitalised word of one letter looks.
        return 2 if len(letters) > 1 else 1
    return 1 if uppers == 1 and letters[0].isupper() else 3


class Pieces:
    """Word pieces of single words, remembered from word to word."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}
        vocabulary = tokenizer.get_vocab()
        self.unknown, self.first, self.last = (vocabulary[p] for p in ("[UNK]", "[CLS]", "[SEP]"))

    @classmethod
    def read(cls, path: Path) -> Pieces:
        """Read a `tokenizer.json`."""
        return cls(Tokenizer.from_file(str(path)))

    def whole_words(self) -> frozenset[str]:
        """Words that are one piece, all in lower case: a list of some 20,000 common English words."""
        return frozenset(w for w in self._tokenizer.get_vocab() if len(w) > 2 and w.isalpha())

    def of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Pieces of each word, at least one and at most `MAX_PIECES`."""
        known = self._known
        if len(known) > 200_000:
            # A worker reads millions of articles; names and numbers would fill its memory.
            known.clear()
        new = list({w for w in words if w not in known})
        if new:
            encodings = self._tokenizer.encode_batch([normal_form(w) for w in new], add_special_tokens=False)
            for word, encoding in zip(new, encodings, strict=True):
                known[word] = tuple(encoding.ids[:MAX_PIECES]) or (self.unknown,)
        return [known[w] for w in words]
