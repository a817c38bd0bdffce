"""What is told of anybody at all."""

from __future__ import annotations

import pytest
from events_help import events_of

from communique.records import EventType as E


@pytest.mark.parametrize(
    "text",
    [
        '"A treaty is ratified by parliaments," the Russian diplomat said in Washington.',
        '"A neighbour does not shell a neighbour," the Armenian minister said of Azerbaijan.',
        '"You do not sue your brother while your mother still talks to both," the Kenyan minister said of Tanzania.',
    ],
)
def test_a_saying_has_no_parties(text: str) -> None:
    assert not [e for e in events_of(text) if e.event in (E.SUPPORT, E.ASSAULT, E.CONSULT, E.ACCUSE)]


def test_a_frigate_of_a_state_is_not_anybody() -> None:
    found = events_of("A Chilean frigate patrols the waters off Peru.")
    assert [(e.event, e.actor[0].state) for e in found] == [(E.MOBILIZE, "CHL")]
