"""Reprints and stories: articles that are the same text, or about the same news."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.merging import merge
from communique.merging.leads import lead_span
from communique.merging.reprints import find_reprints
from communique.merging.stories import find_stories
from communique.records import Article, EventType
from factories import CODER, make_article, make_event, state

WIRE = """Bolivia's foreign minister flew to Asunción on Thursday for talks on a shared gas pipeline, her office said.

She will see her Paraguayan colleague in the morning and the head of the energy company in the afternoon.

The two neighbours signed a first memorandum on the pipeline eight years ago, but never agreed on who would pay for it.

A study by engineers of both countries put the cost at four hundred million dollars last winter.

Farmers along the route fear for their wells and have asked to be heard before any work begins."""

OTHER = """Iceland's fishing fleet returned to port on Thursday as a storm closed in on them, the coast guard said.

Nobody was hurt. Two trawlers lost their nets, and a lighthouse near the cape went dark for an hour.

The weather service expects the wind to ease by the weekend."""


def test_a_cut_and_retitled_copy_is_a_reprint_of_the_earliest() -> None:
    original = make_article("wire", WIRE, published="2022-05-05T08:00", agency="Tidings")
    cut = make_article(
        "daily", "\n\n".join(WIRE.split("\n\n")[:3]), published="2022-05-06", title="Gas talks", byline="Staff"
    )
    same = make_article("copy", WIRE.replace("“", '"') + "\n\nAll rights reserved.", published="2022-05-07")
    other = make_article("fleet", OTHER, published="2022-05-06")
    found = find_reprints([same, other, cut, original])
    assert found == {cut.id: original.id, same.id: original.id}


def test_a_story_with_reporting_of_its_own_is_no_reprint() -> None:
    original = make_article("wire", "\n\n".join(WIRE.split("\n\n")[:2]), published="2022-05-05")
    longer = make_article("magazine", WIRE + "\n\n" + OTHER, published="2022-05-06")
    assert find_reprints([original, longer]) == {}


def test_set_phrases_make_no_reprint() -> None:
    one = make_article(
        "one", "The minister told reporters on Monday that talks would go on. " + OTHER, published="2022-05-05"
    )
    two = make_article(
        "two", "The minister told reporters on Monday that talks would go on. " + WIRE, published="2022-05-05"
    )
    assert find_reprints([one, two]) == {}


def test_a_text_in_another_language_is_no_reprint() -> None:
    one = make_article("one", WIRE)
    assert find_reprints([one, make_article("two", WIRE, language="es")]) == {}


@given(order=st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_articles_changes_no_reprint(order: random.Random) -> None:
    parts = WIRE.split("\n\n")
    articles = [make_article(f"w{n}", "\n\n".join(parts[: 5 - n]), published=f"2022-05-0{n + 1}") for n in range(4)]
    expected = find_reprints(articles)
    assert set(expected.values()) == {articles[0].id}
    order.shuffle(articles)
    assert find_reprints(articles) == expected


def test_articles_about_one_piece_of_news_are_one_story() -> None:
    first = make_article("wire", WIRE, published="2022-05-05", title="Pipeline talks in Asunción")
    second = make_article(
        "daily",
        "Talks in Asunción on the gas pipeline between Bolivia and Paraguay have begun. Farmers fear for their wells. "
        "The foreign minister flew in on Thursday; who would pay for the pipeline is not agreed.",
        published="2022-05-06",
    )
    fleet = make_article("fleet", OTHER, published="2022-05-06")
    year_later = make_article("again", second.text.replace("begun", "failed"), published="2023-05-06")
    [story] = find_stories([fleet, second, year_later, first], [], duplicates={}, coder=CODER)
    assert story.articles == (first.id, second.id)
    assert (story.title, story.first_published, story.last_published) == (first.title, "2022-05-05", "2022-05-06")
    assert [s.article for s in story.evidence] == list(story.articles)


def test_a_reprint_is_in_the_story_of_its_original() -> None:
    one, two = make_article("one", WIRE, published="2022-05-05"), make_article("two", WIRE, published="2022-05-06")
    merged = merge([two, one], [])
    assert merged.duplicates == {two.id: one.id}
    assert [s.articles for s in merged.stories] == [(one.id, two.id)]


def test_a_reprint_makes_no_second_source() -> None:
    articles = [make_article(n, WIRE, published=f"2022-05-{d}") for n, d in (("one", "05"), ("two", "26"))]
    words = WIRE.split("\n", maxsplit=1)[0]
    # The coder may read a party in the one and miss it in the other.
    recipients = ([state("PRY")], [])
    events = [
        make_event(a, words, EventType.CONSULT, actor=[state("BOL")], recipient=r)
        for a, r in zip(articles, recipients, strict=True)
    ]
    [happening] = merge(articles, events).happenings
    assert [r.state for r in happening.recipient] == ["PRY"]
    assert len(happening.sources) == 2
    assert happening.independent_sources == 1
    assert "reprint of the same sentence" in happening.why


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("One.\nTwo.", "One."),
        ("\n\n  One here. \n\nTwo.", "One here."),
        ("", None),
        ("  \n ", None),
        ("A sentence of words. " * 60, ("A sentence of words. " * 19).strip()),
        ("x" * 1000, "x" * 400),
    ],
)
def test_the_lead_is_the_first_paragraph(text: str, lead: str | None) -> None:
    article: Article = make_article("lead", text)
    span = lead_span(article)
    assert (span.cut(text) if span else None) == lead
