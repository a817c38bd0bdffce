"""Hand-wrapped text, pictures' captions, the wire's marks and the site's own words around a story."""

from __future__ import annotations

import pytest

from communique.reading.article import ReadingOptions, read_article
from communique.reading.credits import read_credit_line
from communique.reading.days import find_dates
from communique.records import Article

WRAPPED = """Lesotho Opens Talks on Water
By THABO KHUMALO
Associated Press Writer

MASERU, Lesotho (AP) -- Officials of Lesotho, Botswana and South Africa
met in the mountain capital Monday to speak about a pipeline for the
dry west.

The delegation of Botswana left early when engineers were shown to
their rooms.

Namibia, which had kept silent for weeks, said that its farmers also
need the water. South African pumps failed on two of the
five days of the trial, the minister told reporters.

AP-NY-03-17-97 1422EST
Copyright 1997 Associated Press. All rights reserved."""

STORY = (
    "Ghana and Benin signed a treaty on fishing in Cotonou on Monday.\n\n"
    "Their ministers shook hands and praised the fishermen of both coasts.\n\n"
    "The treaty enters into force in July, a spokesman of the ministry told reporters in the harbour."
)


def read(text: str) -> Article:
    return read_article(text.encode(), uri="file:///a.txt", options=ReadingOptions())


def test_hand_wrapped_lines_are_joined() -> None:
    article = read(WRAPPED)
    assert article.title == "Lesotho Opens Talks on Water"
    assert article.agency == "AP"
    assert article.published == "1997-03-17"
    assert len(article.text.split("\n\n")) == 3
    for sentence in ("South Africa met in the", "shown to their rooms.", "two of the five days"):
        assert sentence in article.text


@pytest.mark.parametrize(
    "line",
    [
        "Fishermen on the quay. Photo: Ama K. / Gulf Daily.",
        "Boats wait at Cotonou. Credit: Port Office",
        "Barcos en el puerto. Foto: Ana R. / Diario del Golfo",
        "The two ministers shake hands in Cotonou. (Kyodo)",
    ],
)
def test_captions_before_the_story_are_left_out(line: str) -> None:
    assert read(f"Ghana and Benin sign treaty\n3 May 2021\n\n{line}\n\n{STORY}").text == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Our paper lives on your donations. Become a member for $4 a month!",
        "The views expressed are her own.",
        "Las opiniones expresadas son de su autor.",
        "Les opinions exprimées ne reflètent pas nécessairement celles du journal.",
    ],
)
def test_words_of_the_site_after_the_story_are_left_out(line: str) -> None:
    assert read(f"Ghana and Benin sign treaty\n3 May 2021\n\n{STORY}\n\n{line}").text == STORY


def test_dates_of_the_wire_and_of_the_last_century() -> None:
    assert find_dates("AP-NY-03-17-97 1422EST")[0].value == "1997-03-17"
    assert find_dates("17/03/97")[0].value == "1997-03-17"
    assert find_dates("17/03/21")[0].value == "2021-03-17"


def test_an_agency_with_its_staff_is_credited() -> None:
    assert read_credit_line("Anadolu staff | 03.02.2021") == "Anadolu"
    assert read_credit_line("By Reuters correspondent") == "Reuters"


HEADS = [
    "Home > World > Africa",
    "5 min read",
    "Published 3 hours ago",
    "By AFP",
    "Listen to this article",
    "ADVERTISEMENT",
    "Share this",
    "12 comments",
    "File photo",
    "Ecouter cet article",
    "Compartir en Facebook",
    "Leia em 3 minutos",
    "Время чтения: 3 минуты",
    "Publicado hace 2 horas",
    "Реклама",
]
FEET = [
    "Reporting by Kofi A. in Accra; Editing by Jane B.",
    "Our Standards: The Trust Principles.",
    "Recommended Stories\nlist 1 of 3\nMali gets new envoy",
    "More on this story\nMali gets new envoy",
    "Related topics\nGhana\nBenin",
    "Sign up for our morning newsletter",
    "Follow us on Telegram and X",
    "Subscribe",
    "AP Africa news: https://example.org/africa",
    "Tags: 1. Ghana 2. Benin",
    "Síguenos en Facebook",
    "Lire aussi : Le Mali nomme un ambassadeur",
    "Leia também: Mali nomeia embaixador",
    "Читайте также: Мали назначает посла",
    "Подписывайтесь на наш канал",
]


@pytest.mark.parametrize("line", HEADS)
def test_lines_of_the_head_are_left_out(line: str) -> None:
    article = read(f"Ghana and Benin sign treaty\n{line}\n3 May 2021\n\n{STORY}")
    assert (article.text, article.title, article.published) == (STORY, "Ghana and Benin sign treaty", "2021-05-03")


@pytest.mark.parametrize("line", FEET)
def test_lines_of_the_foot_are_left_out(line: str) -> None:
    assert read(f"Ghana and Benin sign treaty\n3 May 2021\n\n{STORY}\n\n{line}").text == STORY


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("March 13, 2025 2:15 PM UTC Updated March 14, 2025", "2025-03-13T14:15+00:00"),
        ("2023/03/10 08:00 (KST)", "2023-03-10T08:00"),
        ("Mon, 12 Feb 2024 10:22:33 GMT", "2024-02-12T10:22:33+00:00"),
        ("2024-02-12T10:22:33Z", "2024-02-12T10:22:33+00:00"),
        ("Publicado el 3 de mayo de 2021 a las 10:30", "2021-05-03T10:30"),
        ("Publié le 3 mai 2021 à 10h30", "2021-05-03T10:30"),
        ("Опубликовано: 3 мая 2021, 10:30", "2021-05-03T10:30"),
        ("20210503", "2021-05-03"),
        ("03May2021", "2021-05-03"),
        ("3-May-21", "2021-05-03"),
        ("3. 5. 2021 10:30", "2021-05-03T10:30"),
        ("BY KOFI MENSAH MAY 3RD, 2021", "2021-05-03"),
        ("Monday, 03 May 2021 14:05 WIB", "2021-05-03T14:05"),
        ("https://example.org/2021/05/03/ghana-benin", "2021-05-03"),
        ("No. 143-2021, 3 May 2021", "2021-05-03"),
    ],
)
def test_stamps_of_the_head_give_the_publication(line: str, value: str) -> None:
    assert read(f"Ghana and Benin sign treaty\n{line}\n\n{STORY}").published == value


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("COTONOU, May 3. /TASS/. ", "TASS"),
        ("COTONOU, May 3 (Yonhap) -- ", "Yonhap"),
        ("Cotonou, May 3, IRNA - ", "IRNA"),
        ("COTONOU, May 3 (Xinhua) -- ", "Xinhua"),
        ("COTONOU, 3 may (EFE).- ", "EFE"),
    ],
)
def test_agencies_of_datelines(opening: str, agency: str) -> None:
    assert read(f"Ghana and Benin sign treaty\n3 May 2021\n\n{opening}{STORY}").agency == agency


@pytest.mark.parametrize(
    ("head", "foot", "value"),
    [
        # A dateline tells which figure is the month, and a wire's copyright which year its day is of.
        ("5/3/2021 2:44", "", "2021-05-03T02:44"),
        ("3/5/2021 2:44", "", "2021-05-03T02:44"),
        ("", "Copyright 1997 Associated Press. All rights reserved.", "1997-05-03"),
        ("", "© 2024 Gulf Daily", None),
        ("", "GNA/03 MAY 2021/1030", "2021-05-03"),
    ],
)
def test_the_dateline_helps_to_date_a_page(head: str, foot: str, value: str | None) -> None:
    text = f"Ghana and Benin sign treaty\n{head}\n\nCOTONOU, May 3 (GNA) - {STORY}\n\n{foot}"
    assert read(text).published == value
