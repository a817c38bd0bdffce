"""Roles that stand again for a person named before: "the diplomat", "the Uzbek premier"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "words", "name", "state"),
    [
        (
            "Norwegian Foreign Minister Silje Brekke came to Riga. “We stay,” the diplomat said.",
            "We stay",
            "Silje Brekke",
            "NOR",
        ),
        (
            "His guest, Sherzod Karimov, described it as fair. “Nobody lost,” the Uzbek premier remarked.",
            "Nobody lost",
            "Sherzod Karimov",
            "UZB",
        ),
        (
            "Senator Lorna Abad of the Philippines opposed it. The lawmaker said that the text was too long.",
            "that the text was",
            "Lorna Abad",
            "PHL",
        ),
        (
            "Minister Rosa Claros spoke. Chile summoned the Bolivian consul. The diplomat said that Bolivia paid.",
            "that Bolivia paid",
            "consul",
            "BOL",
        ),
        (
            "Kenyan army chief General John Otieno visited the base. “It holds,” the soldier said.",
            "It holds",
            "John Otieno",
            "KEN",
        ),
    ],
)
def test_a_role_is_the_person_named_before(nlp: Language, text: str, words: str, name: str, state: str) -> None:
    (speaker,) = [q.speaker for q in read(nlp, text).quotes if q.text.startswith(words)]
    assert (speaker.name, speaker.state) == (name, state)


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Foreign Minister Silje Brekke came to Riga. “We stay,” a diplomat said.",
        "Norwegian Foreign Minister Silje Brekke came to Riga. “We stay,” the Latvian diplomat said.",
        "Norwegian Foreign Minister Silje Brekke came to Riga. “We stay,” the farmer said.",
    ],
)
def test_another_one_is_another(nlp: Language, text: str) -> None:
    assert all(q.speaker.name != "Silje Brekke" for q in read(nlp, text).quotes)
