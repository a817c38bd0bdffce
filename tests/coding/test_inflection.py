"""Inflected forms lead back to their lemmas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.inflection import inflect
from communique.coding.lexicon import load_lexicon

RULES = {"verbs": [["", "s"], ["", "d"], ["", "ed"], ["e", "ing"], ["y", "ied"], ["", "2ed"]], "nouns": [["", "s"]]}


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("blamed", "blame"), ("denied", "deny"), ("banned", "ban"), ("withdrew", "withdraw"), ("condemning", "condemn")],
)
def test_a_form_has_its_lemma(form: str, lemma: str) -> None:
    assert load_lexicon().forms["V", form] == lemma


@given(st.lists(st.text(alphabet="abcdey", min_size=2, max_size=8), max_size=5))
def test_every_lemma_is_a_form_of_itself(lemmas: list[str]) -> None:
    forms = inflect({"V": lemmas, "N": []}, RULES, {})
    assert all(forms["V", lemma] == lemma for lemma in lemmas)
