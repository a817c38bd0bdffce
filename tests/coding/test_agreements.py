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
        "Spain will sign an agreement with Portugal next week.",
        "Chile welcomed the agreement.",
        "Peru agreed.",
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
