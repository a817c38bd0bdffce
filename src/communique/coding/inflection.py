"""Lemmas of the lexicon's own words, where the language model has guessed wrongly ("blamed": "blam").

A model trained on treebanks of everyday English has never seen "embargoed"; the lexicon knows its words and how they
are inflected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Forms = Mapping[tuple[str, str], str]
# Last parts of words that are no kind of what the part names: a "build-up" is no up, a "ceasefire" no fire.
_PARTICLES = frozenset(["up", "out", "in", "down", "off", "over", "back", "away", "on", "ahead", "between", "about"])
_HYPHENS = frozenset({"-", "\u2010", "\u2011"})
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
        if pos is not None and (whole := _hyphenated(token, pos, forms)) is not None:
            token.lemma_ = whole
            continue
        if pos is None or ((pos, token.lemma_.lower()) in forms and token.lower_ != token.lemma_.lower()):
            continue
        lemma = forms.get((pos, token.lower_))
        if lemma is not None and lemma != token.lemma_.lower():
            token.lemma_ = lemma


def _hyphenated(token: Token, pos: str, forms: Forms) -> str | None:
    """Lemma of a word that the tokenizer cut at its hyphen: "cease-fire", "test-fired", "live-fire drills".

    A "vice-president" is a president and stays one; only what is no kind of its last part becomes one word.
    """
    if token.i < 2 or token.nbor(-1).text not in _HYPHENS:
        return None
    first = token.nbor(-2)
    if first.whitespace_ or token.nbor(-1).whitespace_ or not first.is_alpha:
        return None
    solid = forms.get((pos, first.lower_ + token.lower_))
    if solid is not None:
        return solid
    whole = pos == "V" or token.lower_.rstrip("s") in _PARTICLES or token.dep_ in ("compound", "amod")
    return forms.get((pos, f"{first.lower_}-{token.lower_}")) if whole else None
