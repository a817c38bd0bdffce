"""What is told of anybody at all."""

from __future__ import annotations

import pytest

from communique.actors.resolve import resolve_actors
from communique.coding.article import load_tools
from communique.coding.context import Context
from communique.coding.events import code_events
from communique.language.analyse import analyse
from communique.records import Article, Event
from communique.records import EventType as E


def _events(text: str) -> tuple[Event, ...]:
    tools = load_tools()
    document = analyse(Article(id="1", text_digest="", uri="u", language="en", text=text), tools.nlp)
    context = Context(document=document, references=resolve_actors(document, tools.gazetteer), coder=tools.coder)
    return code_events(context, tools.lexicon, tools.judge)


@pytest.mark.parametrize(
    "text",
    [
        '"A treaty is ratified by parliaments," the Russian diplomat said in Washington.',
        '"A neighbour does not shell a neighbour," the Armenian minister said of Azerbaijan.',
        '"You do not sue your brother while your mother still talks to both," the Kenyan minister said of Tanzania.',
    ],
)
def test_a_saying_has_no_parties(text: str) -> None:
    assert not [e for e in _events(text) if e.event in (E.SUPPORT, E.ASSAULT, E.CONSULT, E.ACCUSE)]


def test_a_frigate_of_a_state_is_not_anybody() -> None:
    found = _events("A Chilean frigate patrols the waters off Peru.")
    assert [(e.event, e.actor[0].state) for e in found] == [(E.MOBILIZE, "CHL")]
