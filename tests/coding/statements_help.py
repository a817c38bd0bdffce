"""What the tests of the statement coders share: a context from a few sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.actors.gazetteer import load_gazetteer
from communique.actors.resolve import resolve_actors
from communique.coding.context import Context
from communique.coding.quotes import find_quotes
from communique.language.analyse import analyse
from communique.records import ActorRef, Article, Coder, Part, PartialDate, Precision, make_id

if TYPE_CHECKING:
    from spacy.language import Language

CODER = Coder(program="test", model="test", lexicon="test")


def read(nlp: Language, text: str, *, published: str = "2023-05-17", parts: tuple[Part, ...] = ()) -> Context:
    """A context of a text with its quotes found."""
    article = Article(
        id=make_id("article", text),
        text_digest="0" * 16,
        uri="test.txt",
        language="en",
        text=text,
        published=PartialDate(published),
        published_precision=Precision.DAY,
        parts=parts,
    )
    document = analyse(article, nlp)
    context = Context(document=document, references=resolve_actors(document, load_gazetteer("en")), coder=CODER)
    return replace(context, quotes=find_quotes(context))


def states(refs: tuple[ActorRef, ...]) -> set[str | None]:
    """States of references."""
    return {r.state for r in refs}
