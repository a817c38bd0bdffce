"""The other side of an act that a clause leaves out, from what an article tells before or is about."""

from __future__ import annotations

import pytest

from communique.actors.resolve import resolve_actors
from communique.coding.article import load_tools
from communique.coding.context import Context
from communique.coding.events import code_events
from communique.language.analyse import analyse
from communique.records import Article, Event
from communique.records import EventType as E

STORM = (
    "A typhoon tore through the south of Vanuatu on Sunday, and the government of Vanuatu declared an emergency. "
    "Australia sent 40 tonnes of food to Vanuatu. "
)


def _events(text: str) -> tuple[Event, ...]:
    tools = load_tools()
    document = analyse(Article(id="1", text_digest="", uri="u", language="en", text=text), tools.nlp)
    context = Context(document=document, references=resolve_actors(document, tools.gazetteer), coder=tools.coder)
    return code_events(context, tools.lexicon, tools.judge)


def _told(text: str) -> list[tuple[E, str | None, list[str | None]]]:
    return [(e.event, e.actor[0].state, sorted({r.state or r.name for r in e.recipient})) for e in _events(text)]


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
    assert next(e for e in _events(text) if e.event is E.AGREE).recipient == ()
