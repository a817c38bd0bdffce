"""Stages of agreements told by idioms, futures, nouns and pronouns, and agreements whose sides stand elsewhere."""

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
        ("Mali and Algeria agreed to a ceasefire on Friday night.", {"MLI", "DZA"}, "agreed"),
        ("Chile put its 1994 mining treaty with Peru on ice on Monday.", {"CHL", "PER"}, "suspended"),
        ("Latvia pulled the plug on its transit agreement with Belarus.", {"LVA", "BLR"}, "ended"),
        ("Kenya and Uganda put pen to paper on a pipeline treaty.", {"KEN", "UGA"}, "signed"),
        ("Malta's parliament gave the green light to the tax treaty with Egypt.", {"MLT", "EGY"}, "ratified"),
        ("The pact between Oman and India was approved by the Senate in May.", {"OMN", "IND"}, "ratified"),
        ("Spain will sign an agreement with Portugal next week.", {"ESP", "PRT"}, "agreed"),
        ("A visa accord between Laos and Nepal is to be signed in June.", {"LAO", "NPL"}, "agreed"),
        ("Japan and Tonga concluded an exchange of notes.", {"JPN", "TON"}, "signed"),
        ("Ghana and Togo issued a joint communique after the talks.", {"GHA", "TGO"}, "agreed"),
        ("Egypt and Sudan are on the verge of an accord on the Nile.", {"EGY", "SDN"}, "negotiating"),
        ("Russia and Japan failed to agree on salmon quotas.", {"RUS", "JPN"}, "negotiating"),
        ("Denmark became the fifth state to ratify the rescue convention.", {"DNK"}, "ratified"),
        ("Tajikistan and Kyrgyzstan have settled their border dispute.", {"TJK", "KGZ"}, "agreed"),
        ("Zambia accepted a Chinese offer to reschedule its debt.", {"ZMB", "CHN"}, "agreed"),
        ("Tonga joined the Convention on Cluster Munitions on Friday.", {"TON"}, "ratified"),
        ("Peru has floated the idea of a joint patrol agreement with Ecuador.", {"PER", "ECU"}, "proposed"),
        ("Honduras has denounced the extradition treaty that it concluded with Spain.", {"HND", "ESP"}, "ended"),
        ("The convention entered into force for Mali and Niger on Saturday.", {"MLI", "NER"}, "implemented"),
        ("Peru and Chile have a fisheries accord that has been in force since 2011.", {"PER", "CHL"}, "implemented"),
    ],
)
def test_stages_are_read_in_other_words(nlp: Language, text: str, sides: set[str], stage: str) -> None:
    coded = code_agreements(read(nlp, text), ())
    assert (stage, sides) in [(a.stage, states(a.parties)) for a in coded]


def test_it_is_the_agreement_before(nlp: Language) -> None:
    text = "The fisheries pact runs until 2026. It was concluded between Senegal and Spain in 2019."
    (agreement,) = code_agreements(read(nlp, text), ())
    assert states(agreement.parties) == {"SEN", "ESP"}
    assert agreement.subject == "fisheries"


def test_who_brokers_is_no_party(nlp: Language) -> None:
    text = "A truce between Kenya and Somalia was brokered by Qatar on Friday."
    (agreement,) = code_agreements(read(nlp, text), ())
    assert states(agreement.parties) == {"KEN", "SOM"}


def test_a_known_agreement_without_sides_is_that_of_the_two_states_told_of(nlp: Language) -> None:
    text = "East Timor accused Australia of spying. The treaty, which was signed in 2006, divides the oil of the sea."
    (agreement,) = code_agreements(read(nlp, text), ())
    assert states(agreement.parties) == {"TLS", "AUS"}


@pytest.mark.parametrize(
    "text",
    [
        "If Spain will sign the agreement with Portugal, France will follow.",
        "Iran did not join the convention.",
        "Peru was left out of the deal between Chile and Bolivia.",
        "A newspaper in Lima described the pact between Chile and Bolivia.",
        "The company ENI signed a contract with its workers in Rome.",
        "Sudan and Chad accused each other of breaching the truce.",
    ],
)
def test_what_reaches_no_stage_is_no_agreement(nlp: Language, text: str) -> None:
    assert code_agreements(read(nlp, text), ()) == ()
