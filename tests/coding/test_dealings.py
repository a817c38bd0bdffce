"""Agreements told by their terms, their talks and their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read, states

from communique.coding.agreements import code_agreements

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "sides", "stage"),
    [
        ("Under a new deal with Chile, Peru will supply gas for ten years.", {"CHL", "PER"}, "agreed"),
        ("A defence pact between Peru and Chile has been under discussion since 2022.", {"CHL", "PER"}, "negotiating"),
        ("Ghana and Togo are discussing a visa pact, officials said.", {"GHA", "TGO"}, "negotiating"),
        ("Peru's withdrawal from the trade pact with Chile takes effect in May.", {"CHL", "PER"}, "ended"),
        (
            "Ghana and Togo exchanged instruments of ratification for their border treaty on Monday.",
            {"GHA", "TGO"},
            "ratified",
        ),
        ("Peru's government has a fishing agreement with Chile.", {"CHL", "PER"}, "agreed"),
        (
            "The memorandum, which bears the signatures of the Greek and Polish ministers, is short.",
            {"GRC", "POL"},
            "signed",
        ),
        ("The communique, to which Greece and Poland put their names last August, is short.", {"GRC", "POL"}, "signed"),
        ("Negotiators from Peru and Chile resumed talks on the next phase of the deal.", {"CHL", "PER"}, "negotiating"),
        ("Negotiations between Peru and Chile on river water resumed on Friday.", {"CHL", "PER"}, "negotiating"),
        ("Peru has asked Chile for a free trade agreement.", {"CHL", "PER"}, "proposed"),
        ("Tonga on Monday became a party to the convention on plastics.", {"TON"}, "ratified"),
        ("Ghana and Togo have completed work on a border treaty.", {"GHA", "TGO"}, "agreed"),
        ("A deal worked out by Peru and Chile last week will bring gas to Lima.", {"CHL", "PER"}, "agreed"),
        ("Chile and Peru initialled an air services agreement.", {"CHL", "PER"}, "agreed"),
        (
            "The Greek president and his Polish host presided over the signing of seven accords.",
            {"GRC", "POL"},
            "signed",
        ),
        (
            "The agreement between Peru and Chile took effect in 2014 and was ratified by the Chilean Senate later.",
            {"CHL", "PER"},
            "ratified",
        ),
    ],
)
def test_stages_are_read_from_terms_talks_and_papers(nlp: Language, text: str, sides: set[str], stage: str) -> None:
    coded = code_agreements(read(nlp, text), ())
    assert (stage, sides) in [(a.stage, states(a.parties)) for a in coded]


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chile reached no agreement on fish.",
        "Peru denied that it had signed an agreement with Chile.",
        "The signing of the agreement between Peru and Chile has been postponed.",
        "Peru's foreign minister said his country was ready to sign a trade agreement with Chile.",
        "The accord on fruit, which Peru and Chile had been expected to sign last week, is held up.",
    ],
)
def test_what_was_not_reached_is_no_agreement(nlp: Language, text: str) -> None:
    assert not code_agreements(read(nlp, text), ())


def test_both_leaders_decide_what_they_agree(nlp: Language) -> None:
    text = "The presidents of Chad and Niger held talks on Monday. Both leaders decided to open a centre in Zinder."
    assert {"TCD", "NER"} in [states(a.parties) for a in code_agreements(read(nlp, text), ())]


def test_brokers_of_the_agreement_before_are_no_parties(nlp: Language) -> None:
    text = (
        "Israel and Lebanon agreed to extend their ceasefire on Sunday. "
        "The agreement, brokered by the United States and France, ended a year of fighting."
    )
    coded = code_agreements(read(nlp, text), ())
    assert {frozenset(states(a.parties)) for a in coded} == {frozenset({"ISR", "LBN"})}


def test_a_contrasted_clause_lends_no_party(nlp: Language) -> None:
    text = "Saudi Arabia has a labour agreement with Kenya. Uganda renewed its deal last year, while Peru left its own."
    assert all(not {"UGA", "PER"} <= states(a.parties) for a in code_agreements(read(nlp, text), ()))


def test_a_truce_with_rebels_has_two_sides_of_one_state(nlp: Language) -> None:
    text = "The truce between the Sudanese army and the rebels lapsed at midnight on Sunday."
    (agreement,) = code_agreements(read(nlp, text), ())
    assert [(r.state, r.sector) for r in agreement.parties] == [("SDN", "MIL"), ("SDN", "REB")]
