"""The other side of an act that a clause leaves out, from what an article tells before or is about."""

from __future__ import annotations

import pytest
from events_help import events_of

from communique.records import EventType as E

STORM = (
    "A typhoon tore through the south of Vanuatu on Sunday, and the government of Vanuatu declared an emergency. "
    "Australia sent 40 tonnes of food to Vanuatu. "
)


def _told(text: str) -> list[tuple[E, str | None, list[str | None]]]:
    return [(e.event, e.actor[0].state, sorted({r.state or r.name for r in e.recipient})) for e in events_of(text)]


@pytest.mark.parametrize(
    ("text", "event", "actor"),
    [
        ("Japan has promised 30 engineers and doctors by Easter.", E.AGREE, "JPN"),
        ("Norway pledged 3 million dollars.", E.AGREE, "NOR"),
        ("India has offered a hospital ship with nurses on board.", E.AGREE, "IND"),
        ("Canada, for its part, provided 200,000 dollars in the first week.", E.AID, "CAN"),
    ],
)
def test_help_without_an_address_goes_where_the_story_is(text: str, event: E, actor: str) -> None:
    assert (event, actor, ["VUT"]) in _told(STORM + text)


def test_two_who_are_thanked_together_have_nothing_to_do_with_each_other() -> None:
    text = "Malta thanked Chile and Peru for rescuing its sailors off Arica. Peru has offered to fly the sailors home."
    assert (E.AGREE, "PER", ["MLT"]) in _told(text)


def test_two_who_act_together_have_each_other() -> None:
    text = "Ghana watched the talks in Accra. Togo and Benin agreed to reopen their consulates. Ghana praised both."
    assert next(e for e in events_of(text) if e.event is E.AGREE).recipient == ()


QUARREL = "Ghana arrested two Togolese customs officers on Monday. Togo closed the border to trucks from Ghana. "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Lome lodged a formal protest over both incidents.", (E.ACCUSE, "TGO", ["GHA"])),
        ("The Togolese minister condemned the arrests.", (E.ACCUSE, "TGO", ["GHA"])),
        ("The Ghanaian president thanked his colleague for his patience.", (E.SUPPORT, "GHA", ["TGO"])),
        ("On Benin, the Ghanaian ministers denounced the bombings and urged calm.", (E.ACCUSE, "GHA", ["BEN"])),
        ("It is a measure that Benin accuses Togo of planning.", (E.ACCUSE, "BEN", ["TGO"])),
        ("The UN Security Council voted on Friday to prolong its embargo on Liberia.", (E.SANCTION, None, ["LBR"])),
    ],
)
def test_whom_an_answer_is_for(text: str, told: tuple[E, str, list[str]]) -> None:
    assert told in _told(QUARREL + text)


def test_who_talks_before_both_sign() -> None:
    found = events_of("Following six hours of talks, the presidents of Chad and Niger opened a bridge.")
    assert {r.state for e in found if e.event is E.CONSULT for r in e.actor} == {"TCD", "NER"}


@pytest.mark.parametrize(
    "text",
    [
        "A Danish official, who asked not to be named, spoke of the talks with Peru.",
        "A Danish diplomat requested anonymity because of the talks with Peru.",
        "Asked whether Peru would leave the pact, the Danish minister smiled.",
        "A senior Dane, who declined to be identified, said Peru was late.",
    ],
)
def test_what_passes_between_journalists_and_sources_is_no_event(text: str) -> None:
    assert not [e for e in events_of(text) if e.event in (E.REQUEST, E.REJECT)]


def test_a_text_is_its_authors() -> None:
    text = "Britain tabled a resolution on Burundi at the United Nations. The text calls on Burundi to free a bishop."
    assert (E.REQUEST, "GBR", ["BDI"]) in _told("Burundi accused Britain of meddling. " + text)


def test_a_crowd_at_an_embassy_is_of_the_city_that_it_stands_in() -> None:
    text = "Hundreds of students burned a flag in front of the Japanese consulate in Shanghai."
    assert (E.PROTEST, "CHN", ["JPN"]) in _told("Japan's prime minister visited a shrine. " + text)


def test_an_apology_is_to_whom_one_did_harm() -> None:
    text = "Somalia accused Ethiopia of greed. Ethiopian gunmen killed eleven Kenyan herders; Addis Ababa apologised."
    assert (E.CONCEDE, "ETH", ["KEN"]) in _told(text)


def test_the_accord_is_of_two() -> None:
    text = (
        "Ethiopia and Kenya signed an accord on Monday. The World Bank pledged 200 million dollars to Kenya. "
        "China welcomed the accord."
    )
    assert (E.SUPPORT, "CHN", ["ETH", "KEN"]) in _told(text)


def test_where_a_passive_happens_who_does_it() -> None:
    assert (E.COERCE, "FJI", ["VUT"]) in _told("Three Vanuatu fishermen were arrested off Fiji on Sunday.")


SHOTS = "Border guards of Kyrgyzstan and Tajikistan exchanged fire on Thursday. "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kyrgyzstan evacuated 300 villagers.", (E.AID, "KGZ", ["KGZ"])),
        ("The Tajik ambassador was summoned to the ministry.", (E.ACCUSE, "KGZ", ["TJK"])),
        ("Bishkek invited the Tajik premier. The invitation was accepted.", (E.AGREE, "TJK", ["KGZ"])),
    ],
)
def test_between_two_neighbours(text: str, told: tuple[E, str, list[str]]) -> None:
    assert told in _told(SHOTS + text)


def test_ministers_whom_nobody_names_are_those_of_both_sides() -> None:
    found = events_of(SHOTS + "The deputy prime ministers spoke by telephone.")
    assert [{r.state for r in e.actor} for e in found if e.event is E.CONSULT] == [{"KGZ", "TJK"}]


def test_who_praises_as_well_praises_the_same() -> None:
    text = "Peru and Chile restored relations. Cuba congratulated the two governments. Mexico also praised the step."
    assert (E.SUPPORT, "MEX", ["CHL", "PER"]) in _told(text)


def test_nobody_hails_what_he_did_himself() -> None:
    text = "Australia lifted a ban on cattle exports to Indonesia. Jakarta had threatened to sue Brazil. "
    assert (E.SUPPORT, "IDN", ["AUS"]) in _told(text + "The Indonesian minister hailed the decision.")


def test_a_text_is_answered_to_the_body_that_passed_it() -> None:
    text = (
        "The UN General Assembly condemned the nuclear test of Pakistan and adopted a resolution on arms. "
        "India thanked Norway for its help. Chile rejected the resolution."
    )
    assert (E.REJECT, "CHL", ["UN General Assembly"]) in _told(text)


def test_a_name_between_two_amounts_gives_the_second() -> None:
    text = "The European Union pledged 232 million euros and Canada 68 million dollars."
    found = [(e.event, e.actor[0].state or e.actor[0].name) for e in events_of(text) if e.event is E.AGREE]
    assert found == [(E.AGREE, "European Union"), (E.AGREE, "CAN")]


def test_an_offer_under_a_condition_is_no_threat() -> None:
    offer = "Chad will withdraw its tariffs if Togo returns to the old rate, President Idriss Saleh of Chad said."
    assert E.THREATEN not in {e.event for e in events_of(offer)}
    threat = '"If Togo closes the road, we will close the port," President Idriss Saleh of Chad said.'
    assert E.THREATEN in {e.event for e in events_of(threat)}
