"""Plain sentences of news whose syntax, gates or doubles once kept events from being told rightly."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from communique.records import ActorRef
from tests.coding.events_help import events_of


def _told(text: str) -> set[tuple[str, str, str]]:
    return {(e.event.value, _states(e.actor), _states(e.recipient)) for e in events_of(text)}


def _states(refs: Iterable[ActorRef]) -> str:
    return "+".join(sorted({r.state or r.name for r in refs}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # a part of a whole
        (
            "Latvia shut three of its border crossings with Belarus on Sunday.",
            ("SANCTION", "LVA", "BLR"),
        ),
        ("Ghana pulled out the last of its soldiers from Mali on Friday.", ("RETREAT", "GHA", "MLI")),
        # who is given something stands as object
        ("Norway is providing Kenya with six patrol boats.", ("AID", "NOR", "KEN")),
        # a minister by name is a minister
        (
            "Bolivian Minister Rosa Quispe was received by Uruguayan President Pablo Ferreira in his office.",
            ("CONSULT", "BOL+URY", ""),
        ),
        # whose blow it was
        ("Two Malian officers were killed in a Chadian air strike.", ("ASSAULT", "TCD", "MLI")),
        ("A Thai soldier was wounded by Cambodian sniper fire.", ("ASSAULT", "KHM", "THA")),
        # words cut at their hyphen
        ("Oman held live-fire drills near Yemen.", ("MOBILIZE", "OMN", "YEM")),
        ("North Korea test-fired two rockets toward Japan.", ("MOBILIZE", "PRK", "JPN")),
        # a crew of something
        ("Chile will send a team of surgeons to Haiti.", ("AGREE", "CHL", "HTI")),
        # said in passing
        (
            "Swedish Foreign Minister Eva Holm said in a call with Finnish Foreign Minister Jari Salo the pact holds.",
            ("CONSULT", "FIN+SWE", ""),
        ),
        # a second verb of saying
        (
            "Ana Torres of Peru said Chile had not been consulted and demanded that Bolivia leave the island.",
            ("REQUEST", "PER", "BOL"),
        ),
        # upon whom force is used
        (
            "Kenyan police fired tear gas to disperse dozens of Ugandan demonstrators.",
            ("ASSAULT", "KEN", "UGA"),
        ),
        ("The king of Jordan is due to meet the Emir of Kuwait in Doha on Friday.", ("AGREE", "JOR", "KWT")),
        # what is under way, and what one vows to do
        ("Belgium is preparing to deliver twelve jets to Ukraine.", ("AGREE", "BEL", "UKR")),
        ("Eritrea vowed to hit back after the Ethiopian raid.", ("THREATEN", "ERI", "ETH")),
        # who tells of a harm to what is its own
        ("Laos said Thailand had violated its airspace.", ("COERCE", "THA", "LAO")),
    ],
)
def test_is_told(text: str, told: tuple[str, str, str]) -> None:
    assert told in _told(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kenyan President Peter Otieno invited the king of Jordan to visit Nairobi.", "CONSULT"),
        ("Canada repeated its demand that Nicaragua release all prisoners.", "RETREAT"),
        ("Insurgents linked to al-Shabaab attacked a village in Kenya.", "ACCUSE"),
        ("Kosovo has been recognised by many countries, but not by Spain.", "SUPPORT"),
        ("Czech Foreign Minister Jan Novak cancelled his trip to Hungary that was planned for May.", "CONSULT"),
        ("Ministers of Laos and Thailand will discuss the dam when they meet in Bangkok next week.", "CONSULT"),
        ("Hanoi has let it be known that it would stay away.", "CONCEDE"),
        ("Brazil expects the agreement with Singapore to come into force.", "REQUEST"),
        ("Serbia wanted to prevent Kosovo from joining the bloc.", "REQUEST"),
        ("Kenya warned Somalia against sending troops.", "MOBILIZE"),
        ("Niger was trying to deliver food to Chad.", "AID"),
        ("Ankara said the Senate would vote once Canada cleared the sale of jets to Turkey.", "AGREE"),
        ("Fiji signed an accord with Kiribati that lets Fijian longliners fish there.", "CONCEDE"),
        ("The villagers denied Rwandan claims that Burundi had armed the rebels.", "AID"),
        ("Norway scrambled jets to intercept a Russian bomber.", "COERCE"),
    ],
)
def test_is_not_told(text: str, event: str) -> None:
    """What somebody is bidden, wants, is warned of or expects has not happened; what is excepted is not meant."""
    assert event not in {e.event.value for e in events_of(text) if e.modality.value == "actual"}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Some 200 Serbs blocked a road near Pec to protest the arrest of two men in Kosovo.", "PROTEST"),
        ("Chile imposed a blockade on Peruvian ports.", None),
    ],
)
def test_is_told_once(text: str, event: str | None) -> None:
    found = [e for e in events_of(text) if event in (None, e.event.value)]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A harm that is named again is the one against who answers, not the last thing told.
        (
            "Canada imposed sanctions on Belarus. Russia threatened Canada. Belarus denounced the sanctions.",
            ("ACCUSE", "BLR", "CAN"),
        ),
        # Who looks after its own people is not whom others help; help of several has a receiver too.
        (
            "Chile evacuated 900 Chilean villagers. Cuba sent food to Haiti. Peru and Brazil promised to donate tents.",
            ("AGREE", "BRA+PER", "HTI"),
        ),
        # A third party that calls for calm calls on those who fight.
        (
            "Thai jets bombed a Cambodian base on Monday. The European Union urged restraint.",
            ("REQUEST", "European Union", "KHM+THA"),
        ),
        # People were hit where the blow fell.
        (
            "Sudanese forces launched a new wave of rockets at Chad, wounding 50 people.",
            ("ASSAULT", "SDN", "TCD"),
        ),
    ],
)
def test_other_side(text: str, told: tuple[str, str, str]) -> None:
    assert told in _told(text)
