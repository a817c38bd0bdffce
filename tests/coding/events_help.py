"""What the tests of the event coder share: the events of a few sentences."""

from __future__ import annotations

from communique.actors.resolve import resolve_actors
from communique.coding.article import load_tools
from communique.coding.context import Context
from communique.coding.events import code_events
from communique.language.analyse import analyse
from communique.records import Article, Event


def events_of(text: str) -> tuple[Event, ...]:
    """Events of a text without a date, coded with everything that ships."""
    tools = load_tools()
    document = analyse(Article(id="1", text_digest="", uri="u", language="en", text=text), tools.nlp)
    context = Context(document=document, references=resolve_actors(document, tools.gazetteer), coder=tools.coder)
    return code_events(context, tools.lexicon, tools.judge)
