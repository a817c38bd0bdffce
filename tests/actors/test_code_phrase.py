from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.actors.code import code_phrase
from communique.actors.gazetteer import load_gazetteer

if TYPE_CHECKING:
    from spacy.language import Language

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("phrase", "state", "sector"),
    [
        ("Bolivian Foreign Minister Rogelio Mayta", "BOL", "GOV"),
        ("Peru's Ministry of Energy", "PER", "GOV"),
        ("the Ghanaian parliament", "GHA", "LEG"),
        ("Paraguay", "PRY", None),
        ("Lima", "PER", "GOV"),
        ("the Knesset", "ISR", "LEG"),
        ("Thai army", "THA", "MIL"),
        ("Colombia's former president", "COL", "ELI"),
        ("Dakar police", "SEN", "COP"),
        ("the Bundeswehr", "DEU", "MIL"),
        ("Finland's ambassador to Chile", "FIN", "GOV"),
        ("Algerian farmers", "DZA", "AGR"),
        ("a Moroccan journalist", "MAR", "JRN"),
        ("speaker of the Saeima", "LVA", "LEG"),
        ("Argentina's Defense Department", "ARG", "GOV"),
        ("striking teachers", None, "EDU"),
        ("the International Monetary Fund", None, "IGO"),
        ("Hezbollah", "LBN", "REB"),
        ("the largest labour union in Uruguay", "URY", "LAB"),
        ("Abkhazia", "GEO", "PRE"),
        ("the secretary general of the ruling SPLM", "SSD", "PTY"),
        ("Uganda's Refugee Affairs Commissioner", "UGA", "GOV"),
        ("the State Committee for National Security of Tajikistan", "TJK", "GOV"),
    ],
)
def test_phrases_are_coded(nlp: Language, phrase: str, state: str | None, sector: str | None) -> None:
    ref = code_phrase(phrase, nlp=nlp, gazetteer=GAZETTEER)
    assert ref is not None
    assert (ref.state, ref.sector) == (state, sector)


@pytest.mark.parametrize("phrase", ["", " \n ", "yesterday", "of the"])
def test_phrases_without_actor_are_none(nlp: Language, phrase: str) -> None:
    assert code_phrase(phrase, nlp=nlp, gazetteer=GAZETTEER) is None
