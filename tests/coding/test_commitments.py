from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read, states

from communique.coding.commitments import code_commitments
from communique.records import Status

if TYPE_CHECKING:
    from spacy.language import Language

# text, obligors, type of the promised act, due
PROMISES = [
    ("Canada pledged 40 million dollars in humanitarian aid to Ethiopia on Tuesday.", {"CAN"}, "AID", None),
    (
        '"We will deliver 20 howitzers to Estonia by the end of June," Danish Defence Minister Troels Poulsen said.',
        {"DNK"},
        "AID",
        "2023-06-30",
    ),
    (
        "Serbia will withdraw its troops from the border by Friday, President Aleksandar Vucic announced.",
        {"SRB"},
        "RETREAT",
        "2023-05-19",
    ),
    ("The president of Ghana will visit Peru next month.", {"GHA"}, "CONSULT", "2023-06"),
    (
        "Azerbaijan announced plans to reopen its embassy in Tehran before the end of the year.",
        {"AZE"},
        "SUPPORT",
        "2023-12-31",
    ),
    ("Portugal said it would grant asylum to 200 Afghans.", {"PRT"}, "AID", None),
    ("Finland is committed to supporting Estonia.", {"FIN"}, "SUPPORT", None),
    (
        "Spain and Morocco have agreed to reopen the customs office in Melilla by January.",
        {"ESP", "MAR"},
        "SUPPORT",
        "2024-01",
    ),
    ("Nigeria will host the next meeting of the commission in September.", {"NGA"}, "CONSULT", "2023-09"),
    ("The Netherlands intends to send two frigates to the Red Sea.", {"NLD"}, "MOBILIZE", None),
    ("Ghana's pledge to send 400 police officers to Liberia was welcomed by aid groups.", {"GHA"}, "AID", None),
    ("The talks ended with a promise of 30 million euros from Finland for the harbour.", {"FIN"}, "AID", None),
    ("Ottawa on Monday renewed its pledge to resettle 5,000 Afghans by December.", {"CAN"}, "AID", "2023-12"),
    ("Sri Lanka has given India its word to release the trawlers.", {"LKA"}, "RETREAT", None),
    ("A further 50 million pounds has been pledged by Britain for the port.", {"GBR"}, "AID", None),
    ("Ten of the buses that Japan is donating to Fiji arrived on Tuesday.", {"JPN"}, "AID", None),
    ("Uganda offered 200 scholarships to students from South Sudan.", {"UGA"}, "AID", None),
    ("Belgium offered to host the next round of talks if both sides stop shelling.", {"BEL"}, "CONSULT", None),
    ("Eritrea committed itself to withdrawing its troops from Badme.", {"ERI"}, "RETREAT", None),
    ("The next round of talks will be hosted by Oman in September.", {"OMN"}, "CONSULT", "2023-09"),
    ("Egyptian negotiators, who are to fly to Tripoli on Sunday, met the premier.", {"EGY"}, "CONSULT", "2023-05-21"),
    ('"Our side will free 19 men," Djibouti\'s chief negotiator, Hassan Robleh, said.', {"DJI"}, "RETREAT", None),
    ("Bolivia will continue to import diesel from Argentina until 2026.", {"BOL"}, "COOPERATE", "2026"),
]


@pytest.mark.parametrize(("text", "obligor", "event", "due"), PROMISES)
def test_promises_bind_who_makes_them(nlp: Language, text: str, obligor: set[str], event: str, due: str | None) -> None:
    (found,) = code_commitments(read(nlp, text), ())
    assert states(found.obligor) == obligor
    assert found.event == event
    assert due is None or str(found.due or "").startswith(due)
    assert (found.status, found.as_of) == (Status.OPEN, "2023-05-17")


@pytest.mark.parametrize(
    "text",
    [
        "Analysts said Russia will withdraw its troops from Armenia.",  # others' forecast
        "North Korea will destroy South Korea if it attacks, Kim Jong Un warned.",  # threat
        "Chile expects exports to rise next year and inflation will fall.",
        "Kenya will not send troops to Haiti.",
        "The victory will be remembered in Peru for centuries.",
        "Mongolia and Laos agreed to resume flights.",  # an agreement, no promise with a term
        "The trade fair will open in Accra in August.",
        "Serbia urged Kosovo to honour its promise to form an association.",  # somebody else's
        "Rwanda voiced alarm at Congo's plan to expel its diplomats.",
        "Spain will hold a general election in July.",
        "From 5 June, Sweden is to hold military exercises with Finland.",
        "Angola has not said who will go to Lusaka.",  # a question
        "The brewery said it would invest 300 million dollars in Vietnam.",  # a firm
        "ECOWAS offered to mediate between Guinea and Mali.",  # good offices
        "Estonian Foreign Minister Margus Tsahkna will open an exhibition in Tartu.",  # agenda
    ],
)
def test_threats_forecasts_and_agendas_are_no_promises(nlp: Language, text: str) -> None:
    assert code_commitments(read(nlp, text), ()) == ()


def test_condition_beneficiary_and_amounts_are_kept(nlp: Language) -> None:
    text = "Poland vowed to send 14 tanks to Moldova if parliament approves the plan."
    (found,) = code_commitments(read(nlp, text), ())
    assert states(found.beneficiary) == {"MDA"}
    assert found.condition == "if parliament approves the plan"
    assert [q.value.number for q in found.quantities] == [14]
    assert found.content.startswith("send 14 tanks to Moldova")


def test_we_in_a_quote_is_the_speakers_state(nlp: Language) -> None:
    text = 'Eritrea spoke first. "If the truce holds, we will lift the blockade," the Eritrean ambassador said.'
    (found,) = code_commitments(read(nlp, text), ())
    assert [(r.name, r.state) for r in found.obligor] == [("Eritrea", "ERI")]
    assert found.event == "CONCEDE"


def test_a_promise_not_to_act_says_so(nlp: Language) -> None:
    (found,) = code_commitments(read(nlp, "Kazakhstan has promised not to close the canal."), ())
    assert found.content == "not to close the canal"


def test_each_joined_promise_has_its_own_words(nlp: Language) -> None:
    article = read(nlp, "Norway pledged to send rice to Chad and to withdraw its soldiers from Mali.")
    contents = [c.content for c in code_commitments(article, ())]
    assert contents == ["send rice to Chad", "withdraw its soldiers from Mali"]
