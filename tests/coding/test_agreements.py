from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read, states

from communique.coding.agreements import code_agreements

if TYPE_CHECKING:
    from spacy.language import Language

# text, parties, stage, words of the subject
AGREEMENTS = [
    (
        "Oman and Qatar signed a memorandum of understanding on fisheries in Doha on Monday.",
        {"OMN", "QAT"},
        "signed",
        "fisheries",
    ),
    ("Poland signed a deal with South Korea to buy 48 fighter jets.", {"POL", "KOR"}, "signed", "buy 48 fighter jets"),
    (
        "The Finnish parliament ratified the defence cooperation agreement with the United States.",
        {"FIN", "USA"},
        "ratified",
        "defence",
    ),
    (
        "The free trade agreement between Peru and India is being negotiated.",
        {"PER", "IND"},
        "negotiating",
        "free trade",
    ),
    ("Mali pulled out of the defence accords with France in May 2022.", {"MLI", "FRA"}, "ended", "defence"),
    (
        "Greece and Egypt reached a deal on the demarcation of their maritime border.",
        {"GRC", "EGY"},
        "agreed",
        "demarcation",
    ),
    (
        "Japan and the Philippines agreed on Thursday to hold joint patrols.",
        {"JPN", "PHL"},
        "agreed",
        "hold joint patrols",
    ),
    ("A gas contract was signed by Azerbaijan and Hungary.", {"AZE", "HUN"}, "signed", "gas"),
    ("Poland terminated the agreement with Belarus on border crossings.", {"POL", "BLR"}, "ended", "border crossings"),
    ("Chile and Bolivia have put their names to a memorandum on lithium.", {"CHL", "BOL"}, "signed", "lithium"),
    ("The signing of a pact between Fiji and Samoa took place on Monday.", {"FJI", "WSM"}, "signed", ""),
    ("The gas accord between Bolivia and Argentina expired in July.", {"BOL", "ARG"}, "ended", "gas"),
    ("Algeria called off its gas contract with Spain.", {"DZA", "ESP"}, "ended", "gas"),
    ("A ceasefire between Armenia and Azerbaijan took effect at midnight.", {"ARM", "AZE"}, "implemented", ""),
    ("Under a deal reached in March, Libya and Malta share the fish.", {"LBY", "MLT"}, "agreed", ""),
    ("Mali and Mauritania have come to an agreement on joint patrols.", {"MLI", "MRT"}, "agreed", "joint patrols"),
    ("Talks between Togo and Benin on a fishing treaty have begun.", {"TGO", "BEN"}, "negotiating", "fishing"),
    ("Paraguay ratified a pact that lets its farmers sell beef in Taiwan.", {"PRY", "TWN"}, "ratified", ""),
    ("A memorandum of understanding between Tonga and Fiji on tax was signed.", {"TON", "FJI"}, "signed", "tax"),
    ("Eritrea and Djibouti have agreed that prisoners will be freed.", {"ERI", "DJI"}, "agreed", "prisoners will"),
    ("Turkey proposed a new grain deal to Russia and Ukraine.", {"TUR", "RUS", "UKR"}, "proposed", "grain"),
]


@pytest.mark.parametrize(("text", "parties", "stage", "subject"), AGREEMENTS)
def test_stage_and_parties(nlp: Language, text: str, parties: set[str], stage: str, subject: str) -> None:
    (found,) = code_agreements(read(nlp, text), ())
    assert states(found.parties) == parties
    assert found.stage == stage
    assert (found.subject or "").startswith(subject)


@pytest.mark.parametrize(
    "text",
    [
        "Serbia and Kosovo have not signed the agreement.",
        "Spain may sign an agreement with Portugal next week.",
        "Chile welcomed the agreement.",
        "Peru agreed.",
        "Uganda offered to send observers, whom Sudan agreed to admit.",
        "An air services agreement between Oman and Nepal comes into force in June.",
        "If Norway and Sweden sign the pact, Finland would follow.",
    ],
)
def test_what_is_not_yet_so_is_no_agreement(nlp: Language, text: str) -> None:
    assert code_agreements(read(nlp, text), ()) == ()


def test_stages_of_one_agreement_share_an_id(nlp: Language) -> None:
    texts = (
        "Peru and India are negotiating a free trade agreement.",
        "India and Peru signed the free trade agreement on Monday.",
    )
    first, second = (code_agreements(read(nlp, t), ())[0] for t in texts)
    assert first.agreement_id == second.agreement_id
    assert (first.stage, second.stage) == ("negotiating", "signed")
    assert second.start == "2023-05-15"
