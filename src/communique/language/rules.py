"""spaCy component that sets sentence starts of news before the parser of the fast model reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from communique.language.sentences import find_datelines, must_not_start
from communique.language.windows import list_words

if TYPE_CHECKING:
    from spacy.tokens import Doc


@Language.component("communique_sentence_rules", assigns=["token.is_sent_start"])
def set_sentence_rules(doc: Doc) -> Doc:
    """Set what is certain and leave the rest to the parser: an empty line starts a sentence, "On Tuesday," goes on."""
    listed = list_words(doc)
    datelines = find_datelines(doc.text)
    for n, place in enumerate(listed.places):
        token = doc[place]
        if place == 0 or listed.blank_line[n]:
            token.is_sent_start = True
        elif n and must_not_start(listed.words[n - 1], listed.words[n], new_line=listed.separators[n] == 2):
            token.is_sent_start = False
    for start, end in datelines:
        for n, place in enumerate(listed.places):
            if start < doc[place].idx <= end and n:
                doc[place].is_sent_start = False
    for token in doc:
        # The parser treats whitespace as a word; a sentence must not start there.
        if token.is_space and token.i:
            token.is_sent_start = False
    return doc
