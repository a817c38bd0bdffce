"""From article to document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.language.analyse import analyse, analyse_all
from communique.records import Article, Part, PartialDate, PartKind, Span

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = "Peru sent 40 tonnes of rice on Tuesday.\n\nThe rice is here today — A. Person"
ARTICLE = Article(
    id="a" * 16, text_digest="b", uri="x.txt", language="en", text=TEXT, published=PartialDate("2024-02-21T10:00:00")
)


def test_a_document_holds_times_and_amounts_of_its_article(nlp: Language) -> None:
    document = analyse(ARTICLE, nlp)
    assert document.doc.text == TEXT
    assert document.published == "2024-02-21"
    assert [t.first for t in document.times] == ["2024-02-20", "2024-02-21"]
    assert [(a.value.number, a.unit, a.of) for a in document.amounts] == [(40, "tonne", "rice")]


def test_times_of_a_post_count_from_the_day_of_the_post(nlp: Language) -> None:
    span = Span(article=ARTICLE.id, start=TEXT.index("The rice"), end=len(TEXT))
    post = Part(kind=PartKind.POST, span=span, published=PartialDate("2024-02-14"))
    document = analyse(replace(ARTICLE, parts=(post,)), nlp)
    assert [t.first for t in document.times] == ["2024-02-20", "2024-02-14"]


def test_a_batch_gives_what_one_by_one_gives(nlp: Language) -> None:
    other = replace(ARTICLE, id="c" * 16, text="Chad met Niger in June.")
    batch = list(analyse_all([ARTICLE, other], nlp, batch_size=2))
    assert [(d.times, d.amounts) for d in batch] == [
        (d.times, d.amounts) for d in (analyse(a, nlp) for a in (ARTICLE, other))
    ]
