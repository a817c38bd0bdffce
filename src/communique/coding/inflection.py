"""Lemmas of the lexicon's own words, where the language model has guessed wrongly ("blamed": "blam").

A model trained on treebanks of everyday English has never seen "embargoed"; the lexicon knows its words and how they
are inflected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

Forms = Mapping[tuple[str, str], str]
_POS = {"VERB": "V", "AUX": "V", "NOUN": "N"}


def inflect(words: Mapping[str, Iterable[str]], rules: Mapping[str, Any], irregular: Mapping[str, str]) -> Forms:
    """Forms of words: (V or N, form) to lemma; a lemma is a form of itself.

    Args:
        words: Lemmas by part of speech, V and N.
        rules: Under `verbs` and `nouns`, pairs of an ending to cut and one to add.
        irregular: Forms of irregular verbs, separated by commas.
    """
    forms: dict[tuple[str, str], str] = {}
    for pos, name in (("V", "verbs"), ("N", "nouns")):
        lemmas = sorted(words.get(pos, ()))
        for lemma in lemmas:
            for cut, add in rules.get(name, ()):
                if lemma.endswith(cut):
                    forms.setdefault((pos, _add(lemma[: len(lemma) - len(cut)], add)), lemma)
        # A lemma is never a form of another: "bore" of "bear" gives way to a verb "bore" of the lexicon.
        forms.update({(pos, lemma): lemma for lemma in lemmas})
    for lemma, listed in irregular.items():
        for form in listed.split(","):
            forms.setdefault(("V", form.strip()), lemma)
        forms.setdefault(("V", lemma), lemma)
    return forms


def _add(stem: str, ending: str) -> str:
    return f"{stem}{stem[-1]}{ending[1:]}" if ending.startswith("2") and stem else stem + ending


def mend_lemmas(doc: Doc, forms: Forms) -> None:
    """Give the verbs and nouns of a doc the lexicon's lemmas where the model's are none of its words."""
    for token in doc:
        pos = _POS.get(token.pos_)
        if pos is None or ((pos, token.lemma_.lower()) in forms and token.lower_ != token.lemma_.lower()):
            continue
        lemma = forms.get((pos, token.lower_))
        if lemma is not None and lemma != token.lemma_.lower():
            token.lemma_ = lemma
