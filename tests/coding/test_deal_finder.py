"""Which readers a word is given to, and ways of telling that look alike and mean different stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read, states

from communique.coding.agreements import code_agreements
from communique.coding.deal_finder import OF_NOUNS, OF_VERBS, find_deal
from communique.coding.deals import lists

if TYPE_CHECKING:
    from spacy.language import Language


def test_each_reader_stands_once_and_has_words() -> None:
    for table in (OF_VERBS, OF_NOUNS):
        assert len({read for read, _ in table}) == len(table)
        for _, names in table:
            assert all(lists().words.get(name) or lists().table(name) for name in names)


def test_what_tells_of_no_agreement_is_left_alone(nlp: Language) -> None:
    doc = nlp("The minister said that rain had ruined the harvest and that farmers in Oman needed seed.")
    assert [find_deal(t) for t in doc] == [None] * len(doc)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        # Its text is agreed.
        ("The pact between Oman and Nepal is to be signed in May.", "agreed"),
        ("The pact, which Oman and Nepal will sign in May, is short.", "agreed"),
        ("Oman and Nepal are to sign a visa treaty on Friday.", "agreed"),
        ("A visa accord between Oman and Nepal is expected to be signed in June.", "agreed"),
        # Its text is open.
        ("A free trade agreement between Oman and Nepal is to be concluded in May.", "negotiating"),
        ("Oman and Nepal failed to agree on the price of gas.", "negotiating"),
        ("Oman and Nepal could not agree on the price of gas.", "negotiating"),
        ("Oman and Nepal were unable to agree on the price of gas.", "negotiating"),
        ("Oman and Nepal failed to reach an agreement on gas.", "negotiating"),
        ("Oman and Nepal could not reach an agreement on gas.", "negotiating"),
        ("Oman and Nepal have yet to reach an agreement on gas.", "negotiating"),
        # One talk, whoever holds it.
        ("Oman and Nepal launched talks on a visa treaty on Monday.", "negotiating"),
        ("Oman and Nepal are in talks over the text of a visa treaty.", "negotiating"),
        ("Peru has made a proposal for a gas treaty with Chile.", "proposed"),
        # Chambers.
        ("Oman's parliament granted its approval to the visa treaty with Nepal.", "ratified"),
        ("The visa treaty between Oman and Nepal was approved by parliament in May.", "ratified"),
        ("The visa treaty between Oman and Nepal cleared the Senate in May.", "ratified"),
        # In force, and no longer.
        ("The visa treaty between Oman and Nepal took effect in May.", "implemented"),
        ("Oman and Nepal completed implementation of their border accord.", "implemented"),
        ("Oman has left the convention on mines.", "ended"),
        ("Oman has stopped observing the accord with Nepal.", "ended"),
        ("Oman deposited its instrument of accession to the Convention on Mines with the UN.", "ratified"),
        # Said together.
        ("Oman and Nepal shook hands on a gas deal.", "agreed"),
        ("Oman and Nepal announced an agreement on visas.", "agreed"),
        ("Oman and Nepal undertook to reopen the road.", "agreed"),
        ("Oman and Nepal recognised the border in a joint declaration.", "agreed"),
        ("Oman and Nepal agreed a ceasefire on Saturday.", "agreed"),
    ],
)
def test_each_way_of_telling_has_one_stage(nlp: Language, text: str, stage: str) -> None:
    assert [a.stage for a in code_agreements(read(nlp, text), ())] == [stage]


@pytest.mark.parametrize(
    "text",
    [
        "Oman wants the pact with Nepal to be signed in May.",
        "Oman may fail to agree with Nepal on the price of gas.",
        "Oman and Nepal undertook to consider a cut in fees.",
        "Oman's parliament withheld its approval from the visa treaty with Nepal.",
        "Oman submitted a letter to Nepal on Monday.",
    ],
)
def test_what_comes_near_a_stage_reaches_none(nlp: Language, text: str) -> None:
    assert code_agreements(read(nlp, text), ()) == ()


def test_a_pronoun_stands_for_the_agreement_before_whatever_befell_it(nlp: Language) -> None:
    for told, stage in (("It lapsed in 2022.", "ended"), ("It took effect in both countries in 2022.", "implemented")):
        text = f"The gas pact between Oman and Nepal was short. {told}"
        coded = code_agreements(read(nlp, text), ())
        assert [(a.stage, states(a.parties)) for a in coded] == [(stage, {"OMN", "NPL"})]


def test_a_joint_paper_that_its_own_participle_tells_of_is_told_once(nlp: Language) -> None:
    text = "In a joint communique issued in Muscat, Oman and Nepal welcomed the new road."
    assert [a.stage for a in code_agreements(read(nlp, text), ())] == ["agreed"]
