"""Collect the table of lemmas from the treebanks' training parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from communique.language.lemmas import PROPER
from communique.language.pieces import normal_form
from training.corpus import Sentence

# A form with several lemmas ("found") enters with the one that holds this share.
LEAST_SHARE = 0.67
# Tags whose lemma is as a rule not the form; where it is ("media", "goods"), that too has to be said.
_INFLECTED_TEXT = "NNS VBD VBN VBG VBZ JJR JJS RBR RBS"
INFLECTED = frozenset(_INFLECTED_TEXT.split())


def collect(sentences: Iterable[Sentence]) -> dict[str, str]:
    """Lemmas by `form|tag` where the treebanks agree on one."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for s in sentences:
        for word, tag, lemma in zip(s.words, s.xpos, s.lemmas, strict=True):
            # Addresses and paths stand in web text as "words"; a table of English has no use for them.
            if tag not in PROPER and not any(c in lemma for c in "@_/"):
                counts.setdefault((normal_form(word).lower(), tag), Counter())[lemma] += 1
    table = {}
    for (form, tag), lemmas in sorted(counts.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count / lemmas.total() >= LEAST_SHARE and (tag in INFLECTED or lemma != form):
            table[f"{form}|{tag}"] = lemma
    return table
