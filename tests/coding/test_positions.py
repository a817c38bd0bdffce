from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read

from communique.coding.positions import code_positions

if TYPE_CHECKING:
    from spacy.language import Language

# text, {(state of the holder, stance)}, words of the issue
POSITIONS = [
    ("Peru supports the Chilean proposal for a free trade zone.", {("PER", "support")}, "the Chilean proposal"),
    ("Estonia opposes any dialogue with Belarus on border issues.", {("EST", "oppose")}, "any dialogue with Belarus"),
    (
        "Ghana and Togo voted against the draft resolution, while Nigeria abstained.",
        {("GHA", "oppose"), ("TGO", "oppose")},
        "draft",
    ),
    ("The Finnish parliament voted in favour of NATO membership in March.", {("FIN", "support")}, "NATO membership"),
    ("Serbia does not recognize Kosovo's independence.", {("SRB", "oppose")}, "Kosovo's independence"),
    ("Morocco's autonomy plan was backed by Spain in March 2022.", {("ESP", "support")}, "autonomy plan"),
    (
        "The Polish Senate adopted a resolution condemning Russia's occupation of Abkhazia.",
        {("POL", "oppose")},
        "occupation",
    ),
    ("Malaysia voiced its support for the two-state solution.", {("MYS", "support")}, "the two-state solution"),
    ("Ethiopia objects to Egypt's demand for a binding agreement on the dam.", {("ETH", "oppose")}, "Egypt's demand"),
    (
        "Armenian Foreign Minister Ararat Mirzoyan described the checkpoint as illegal.",
        {("ARM", "oppose")},
        "the checkpoint",
    ),
    (
        "Pakistan welcomed the ruling, but India called it null and void.",
        {("PAK", "support"), ("IND", "oppose")},
        "the ruling",
    ),
    ("Greece is opposed to the maritime deal between Turkey and Libya.", {("GRC", "oppose")}, "the maritime deal"),
    ("Norway supports Kenya in defending its borders.", {("NOR", "support")}, "defending its borders"),
    ("India refused to endorse the Belt and Road initiative.", {("IND", "oppose")}, "initiative"),
]


@pytest.mark.parametrize(("text", "expected", "words"), POSITIONS)
def test_who_stands_where(nlp: Language, text: str, expected: set[tuple[str, str]], words: str) -> None:
    found = code_positions(read(nlp, text), ())
    assert {(p.holder.state, p.stance.value) for p in found} == expected
    assert all(words in p.issue for p in found)
    assert len({p.issue_id for p in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Latvia asked Germany to support its bid for the seat.",
        "If Hungary vetoed the plan, Slovakia would support it.",
        "Cyprus praised the courage of the firefighters.",
        "The judges rejected Peru's argument.",
        "Togo has never supported these rebels.",
        "Finland supports Estonia.",  # a state is no issue
        "Malta welcomed the Chilean president.",
    ],
)
def test_requests_conditions_and_courtesies_are_no_positions(nlp: Language, text: str) -> None:
    assert code_positions(read(nlp, text), ()) == ()


def test_times_of_one_holder_are_not_the_others(nlp: Language) -> None:
    text = (
        "The Peruvian Congress has passed a resolution condemning the blockade since 2014, "
        "while the Chilean Senate has done so since 2017."
    )
    found = {p.holder.state: p.since for p in code_positions(read(nlp, text), ())}
    assert found == {"PER": "2014", "CHL": "2017"}


def test_one_issue_in_other_words_has_one_id(nlp: Language) -> None:
    texts = ("Peru opposes the Greek embargo against Malta.", "Chile rejected the blockade of Malta by Greece.")
    first, second = (code_positions(read(nlp, t), ())[0].issue_id for t in texts)
    assert first == second


def test_a_vote_without_an_object_takes_the_text_before(nlp: Language) -> None:
    text = "Togo and Benin voted against the draft resolution. Ghana and Niger voted in favour."
    found = code_positions(read(nlp, text), ())
    assert {(p.holder.state, p.stance.value) for p in found} >= {("GHA", "support"), ("NER", "support")}
    assert len({p.issue_id for p in found}) == 1


def test_a_judging_adjective_in_somebodys_words_is_a_position(nlp: Language) -> None:
    text = 'Peru is hit by the effects of an illegal blockade by Chile," Bolivian President Luis Arce said.'
    found = code_positions(read(nlp, '"' + text), ())
    assert ("BOL", "oppose") in {(p.holder.state, p.stance.value) for p in found}
