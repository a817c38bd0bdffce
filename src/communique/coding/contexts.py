"""What an event is about: PLOVER's contexts, from the words of its sentence first, then of its paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique.coding.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

MAX_CONTEXTS = 3


def find_contexts(sent: Tokens, lexicon: Lexicon, *, text: str) -> tuple[str, ...]:
    """The contexts of a sentence, the best attested first; those of its paragraph where it has none.

    Args:
        sent: The sentence.
        lexicon: For the words of contexts.
        text: Text of the article; a Doc would have to put its own together each time.
    """
    found = _count(sent, lexicon)
    if not found:
        found = _count(_paragraph(sent, text), lexicon)
    # A tie is settled by name, so that order of loading never shows.
    return tuple(name for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MAX_CONTEXTS])


def _count(tokens: Iterable[Token], lexicon: Lexicon) -> Counter[str]:
    index = _by_word(lexicon)
    counts: Counter[str] = Counter()
    for token in tokens:
        if token.pos_ in ("NOUN", "VERB", "ADJ", "PROPN"):
            counts.update(index.get(token.lemma_.lower(), ()))
    return counts


_INDEXES: dict[str, dict[str, tuple[str, ...]]] = {}


def _by_word(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    if lexicon.version not in _INDEXES:
        index: dict[str, tuple[str, ...]] = {}
        for context, words in sorted(lexicon.contexts.items()):
            for word in words:
                index[word] = (*index.get(word, ()), context)
        _INDEXES[lexicon.version] = index
    return _INDEXES[lexicon.version]


def _paragraph(sent: Tokens, text: str) -> Tokens:
    doc: Doc = sent.doc
    start = text.rfind("\n", 0, sent.start_char) + 1
    end = text.find("\n", sent.end_char)
    found = doc.char_span(start, end if end >= 0 else len(text), alignment_mode="contract")
    return found if found is not None else sent
