# ruff: noqa: E501 - pages have long lines
"""Web pages in five languages: story, title, time, wire and embedded posts out of the furniture."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from communique.errors import ReadingError
from communique.reading.article import ReadingOptions, looks_like_html, read_article
from communique.records import Article, PartKind, Precision


def read(page: str | bytes) -> Article:
    content = page if isinstance(page, bytes) else page.encode()
    return read_article(content, uri="file:///page.html", options=ReadingOptions())


ENGLISH = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Ghana and Togo open joint border post | Gulf Daily</title>
<link rel="canonical" href="https://gulfdaily.example/news/ghana-togo">
<meta property="og:site_name" content="Gulf Daily">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
{"@type":"NewsArticle","headline":"Ghana and Togo open joint border post","datePublished":"2022-04-05T08:30:00+00:00",
"dateModified":"2022-04-06T10:00:00+00:00","author":{"@type":"Person","name":"Ama Mensah"}}]}</script></head>
<body><nav><ul><li><a href="/">Home</a></li></ul></nav><div class="cookie-banner"><p>We use cookies. Accept them.</p></div>
<article><h1>Ghana and Togo open joint border post</h1><p class="byline">By Ama Mensah</p>
<div class="share-bar"><a>Facebook</a></div>
<figure><img><figcaption>Lorries wait at Aflao. Photo: GNA</figcaption></figure>
<p>ACCRA, April 5 (Reuters) - Ghana and Togo on Tuesday opened a joint border post at Aflao.</p>
<p>The two presidents cut a ribbon and <a href="/x">thanked the European Union</a> for its money.</p>
<blockquote class="twitter-tweet"><p lang="en">A great day for trade. <a href="https://t.co/x">pic.twitter.com/abc123</a></p>
&mdash; Presidency Togo (@presidencetg) <a href="https://twitter.com/presidencetg/status/15?ref=1">April 5, 2022</a></blockquote>
<p><strong>READ ALSO:</strong> <a href="/y">Cocoa prices climb again</a></p>
<p>Lorries will no longer wait for days, a customs officer said.</p>
<div class="related"><h3>Related</h3><p>Other thing happened somewhere else today.</p></div></article>
<section id="comments"><h2>Comments</h2><p>Great news for all of us traders.</p></section>
<footer>© 2022 Gulf Daily</footer></body></html>"""

SPANISH = """<html lang="es"><head><meta charset="utf-8"><title>Uruguay recibe a Bolivia</title>
<meta property="article:published_time" content="2023-03-02T09:15:00-03:00">
<meta property="og:title" content="Uruguay recibe al canciller de Bolivia - El Faro">
<meta property="og:site_name" content="El Faro"><meta name="author" content="EFE"></head><body>
<aside><h3>Lo más leído</h3><p>El equipo ganó el domingo por la noche.</p></aside>
<main><h1>Uruguay recibe al canciller de Bolivia</h1>
<div class="entry-content"><p>Montevideo, 2 mar (EFE).- Uruguay recibió este jueves al canciller de Bolivia.</p>
<p>Ambos hablaron del puerto de Nueva Palmira y de la hidrovía.</p>
<p>Suscríbete a nuestro boletín diario</p>
<p>El visitante agradeció la acogida de su colega. EFE</p></div></main>
<div class="comentarios"><p>Deja un comentario</p></div></body></html>"""

PORTUGUESE = """<html lang="pt-BR"><head><meta charset="utf-8"><title>Cabo Verde e Gana assinam acordo</title></head><body>
<header><h1>Cabo Verde e Gana assinam acordo de pesca</h1></header>
<p>Por Rita Semedo</p><time datetime="2021-11-09T14:00">9 de novembro de 2021</time>
<div class="post-content"><p>Praia, 9 nov (Inforpress) – Cabo Verde e Gana assinaram hoje um acordo de pesca.</p>
<p>Os dois ministros visitaram depois o porto da Praia com jornalistas.</p>
<p><a href="/z">Leia também: Chuvas atrasam colheita</a></p>
<p>O acordo vale por cinco anos, segundo o governo.</p></div>
<div class="compartilhar">Compartilhe</div></body></html>"""

FRENCH = """<html lang="fr"><head><meta charset="utf-8"><title>Le Bénin rouvre sa frontière</title>
<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Le Bénin rouvre sa frontière avec le Niger",
"datePublished":"2024-02-01","publisher":{"@type":"Organization","name":"Le Fleuve"},"author":[{"name":"Awa Kora"}]}]</script>
</head><body><div itemprop="articleBody"><p>Cotonou (AFP) – Le Bénin a rouvert jeudi sa frontière avec le Niger.</p>
<p>Les camions ont pu passer le pont de Malanville dès le matin.</p>
<blockquote><p>« Nous sommes des voisins et nous le restons », a déclaré le ministre.</p></blockquote>
<p>À lire aussi : Le prix du mil baisse</p></div>
<form><p>Votre adresse ne sera pas publiée.</p></form></body></html>"""

RUSSIAN = """<html lang="ru"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<title>Узбекистан и Туркмения открыли рынок</title><meta name="date" content="2022-10-11T12:00:00+05:00"></head><body>
<div class="menu">Главная Новости</div><div class="article-text">
<p>ТАШКЕНТ, 11 октября. /ТАСС/. Узбекистан и Туркмения открыли общий рынок на границе.</p>
<p>Президенты двух стран обсудили поставки газа и воды.</p><p>Читайте также: Хлопок подорожал</p></div>
<div class="social">Подписывайтесь на наш канал</div></body></html>"""


def test_an_english_page_is_read_with_what_it_declares() -> None:
    article = read(ENGLISH)
    assert article.title == "Ghana and Togo open joint border post"
    assert (article.byline, article.publisher, article.agency) == ("Ama Mensah", "Gulf Daily", "Reuters")
    assert article.source_url == "https://gulfdaily.example/news/ghana-togo"
    assert (article.published, article.published_precision) == ("2022-04-05T08:30:00+00:00", Precision.MINUTE)
    assert article.dateline is not None
    assert (article.dateline.country, article.dateline.date) == ("GHA", "2022-04-05")
    assert [p.kind for p in article.parts] == [PartKind.STORY, PartKind.POST, PartKind.STORY]
    post = article.parts[1]
    assert (post.author, post.published) == ("Presidency Togo", "2022-04-05")
    assert post.uri == "https://twitter.com/presidencetg/status/15"
    assert "thanked the European Union for its money." in article.text
    assert article.text.endswith("a customs officer said.")
    for words in ("cookies", "Facebook", "Aflao. Photo", "Cocoa", "Other thing", "Great news", "©", "Ama Mensah"):
        assert words not in article.text


@pytest.mark.parametrize(
    ("page", "title", "published", "agency", "country", "language", "keep", "drop"),
    [
        (
            SPANISH,
            "Uruguay recibe al canciller de Bolivia",
            "2023-03-02T09:15:00-03:00",
            "EFE",
            "URY",
            "es",
            ("Nueva Palmira", "acogida de su colega."),
            ("equipo", "boletín", "comentario"),
        ),
        (
            PORTUGUESE,
            "Cabo Verde e Gana assinam acordo de pesca",
            "2021-11-09T14:00",
            "Inforpress",
            "CPV",
            "pt",
            ("acordo de pesca.", "porto da Praia", "cinco anos"),
            ("Chuvas", "Compartilhe", "Semedo"),
        ),
        (
            FRENCH,
            "Le Bénin rouvre sa frontière avec le Niger",
            "2024-02-01",
            "AFP",
            "BEN",
            "fr",
            ("Malanville", "nous le restons"),
            ("mil baisse", "adresse"),
        ),
        (
            RUSSIAN.encode("windows-1251"),
            "Узбекистан и Туркмения открыли рынок",
            "2022-10-11T12:00:00+05:00",
            "TASS",
            "UZB",
            "ru",
            ("общий рынок", "газа и воды."),
            ("Главная", "Хлопок", "канал"),
        ),
    ],
    ids=["Spanish", "Portuguese", "French", "Russian"],
)
def test_pages_in_other_languages_are_read_alike(
    page: str | bytes,
    title: str,
    published: str,
    agency: str,
    country: str,
    language: str,
    keep: tuple[str, ...],
    drop: tuple[str, ...],
) -> None:
    article = read(page)
    assert (article.title, article.published, article.agency) == (title, published, agency)
    assert article.dateline is not None
    assert article.dateline.country == country
    assert article.language == language
    assert [words for words in keep if words not in article.text] == []
    assert [words for words in drop if words in article.text] == []


def test_a_page_without_a_declared_story_is_found_by_its_words() -> None:
    story = "".join(
        f"<p>The ministers of Latvia and Estonia discussed point {n} of the rail treaty on Monday in Riga.</p>"
        for n in ("one", "two", "three", "four", "five")
    )
    article = read(
        f"<html><body><div><a href='/'>Home</a></div><div><div>{story}</div></div><div>Terms</div></body></html>"
    )
    assert article.text.count("rail treaty") == 5
    assert "Terms" not in article.text


def test_the_address_makes_the_id_and_changes_of_the_text_do_not() -> None:
    first = read(ENGLISH)
    second = read(ENGLISH.replace("for days", "for weeks"))
    assert first.id == second.id
    assert first.text_digest != second.text_digest


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "<html><head><title>Nothing</title></head><body><script>let a = 1</script></body></html>",
        "<!DOCTYPE html><html></html>",
    ],
)
def test_a_page_without_a_story_is_refused_with_a_remedy(page: str) -> None:
    with pytest.raises(ReadingError, match="no story") as caught:
        read(page)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 100_000 + "The end is near, said the minister of ends.",
        "<html><body>" + "<blockquote class='twitter-tweet'>" * 3_000 + "Hello to all of you there.",
        '<html><script type="application/ld+json">' + "[" * 100_000 + "</script><p>The two ministers met in Oslo.</p>",
        "<html><body " + 'a="b" ' * 100_000 + "><p>The two ministers met in Oslo.</p>",
        "<html><body><p>" + "<" * 500_000,
        "<html><body>" + "<a href=x>" * 50_000 + "The two ministers met in Oslo.",
    ],
    ids=["deep", "quotes", "json", "attributes", "brackets", "links"],
)
def test_hostile_pages_end_soon(page: str) -> None:
    start = time.monotonic()
    with suppress(ReadingError):
        read(page)
    assert time.monotonic() - start < 10


def test_a_story_that_speaks_of_tags_is_no_page() -> None:
    assert not looks_like_html("The ministry's site wrote <b>peace</b> in its headline. Oslo was amused.")
    assert looks_like_html("\n<!doctype html>\n<html><body><p>x</p></body></html>")
