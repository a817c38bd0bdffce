"""One article from bytes: laws that hold for every input, and what the user's options add."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import ReadingError
from communique.reading.article import ReadingOptions, read_article
from communique.records import Article, PartKind, Precision

LINES = st.sampled_from(
    [
        "Samoa thanked New Zealand for the ship on Thursday.",
        '"We will sail in May," the minister told reporters in Apia.',
        "Two ministers meet in Apia",
        "By Lena Okoro",
        "3 May 2022",
        "Published: 3 May 2022 10:15",
        "Related stories",
        "Read more: Cocoa price rises",
        "Advertisement",
        "APIA, May 4 (Reuters) - Samoa thanked its neighbour.",
        "Photo: the ministry",
        "- The ship will chart the reefs",
        "Great day! pic.twitter.com/Zz12 — Vjosa K. (@vjosak) May 6, 2022",
        "— Vjosa K. (@vjosak) May 6, 2022",
        "The crews had been held for a month. AFP",
        "Comments",
        "",
        "Why it matters",
        "Sign up for our newsletter.",
        "Indeed.",
        "The list has three steps:",
        "* one",
    ]
)


def read(text: str | bytes, **options: str) -> Article:
    content = text if isinstance(text, bytes) else text.encode()
    return read_article(content, uri="file:///a.txt", options=ReadingOptions(**options))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_reading_bytes_gives_an_article_or_a_reason(content: bytes) -> None:
    try:
        article = read(content)
    except ReadingError:
        return
    assert article.text.strip() == article.text


@settings(deadline=None)
@given(st.text(max_size=300))
def test_reading_text_twice_is_reading_it_once(text: str) -> None:
    try:
        once = read(text.encode("utf-8", "surrogatepass")).text
    except ReadingError:
        return
    assert read(once).text == once


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_cleaning_twice_is_cleaning_once_whatever_the_order_of_lines(lines: list[str]) -> None:
    try:
        article = read("\n".join(lines))
    except ReadingError:
        return
    assert read(article.text).text == article.text
    at = 0
    for part in article.parts:
        assert article.text[at : part.span.start].strip() == ""
        at = part.span.end
    assert at == len(article.text)


@settings(deadline=None)
@given(
    st.sampled_from(
        [
            "<p>",
            "<div class=related>",
            "<article>",
            "</p>",
            "Two ministers met in Apia.",
            "<li>",
            "<a href=x>",
            "&amp;",
            "<",
            "</",
        ]
    ),
    st.data(),
)
def test_reading_pages_gives_an_article_or_a_reason(start: str, data: st.DataObject) -> None:
    rest = data.draw(
        st.lists(
            st.sampled_from([start, "<br>", "<b>", "It rained there today.", "<h2>", "</div>", "<!--", "<script>"]),
            max_size=12,
        )
    )
    with suppress(ReadingError):
        read(f"<html><body>{start}{''.join(rest)}")


@pytest.mark.parametrize(
    "line",
    [
        "Samoa thanked New Zealand for the ship.",
        "Samoa thanks New Zealand for ship",
        "Samoa thanked New Zealand. Fiji did not. The ship sails in May.",
        "APIA, May 4 (Reuters) - Samoa thanked its neighbour. (Source: Reuters)",
        "Share prices fell after Samoa left the bloc.",
        "Comments by the minister of Samoa angered Fiji",
    ],
)
def test_a_file_of_one_line_is_a_story(line: str) -> None:
    article = read(line + "\n")
    assert (article.text, article.title) == (line, None)


def test_options_fill_what_the_document_lacks_and_never_overrule_it() -> None:
    dated = read(
        "Two ministers meet in Apia\n3 May 2022\n\nThe ministers of both islands met.",
        published="2020-01-01",
    )
    assert dated.published == "2022-05-03"
    bare = read(
        "The ministers of both islands met for an hour.", published="2020-01", language="en-gb", publisher="The Tide"
    )
    assert (bare.published, bare.published_precision) == ("2020-01", Precision.MONTH)
    assert (bare.language, bare.publisher) == ("en-GB", "The Tide")


def test_ids_depend_on_the_source_and_its_publisher_alone() -> None:
    text = "The ministers of both islands met for an hour."
    assert read(text).id == read_article(text.encode(), uri="file:///elsewhere", options=ReadingOptions()).id
    assert read(text).id != read(text, publisher="The Tide").id
    assert read(text).id != read(text + " Again.").id
    assert read(text).text_digest == hashlib.sha256(text.encode()).hexdigest()


def test_a_text_in_another_language_is_read_all_the_same() -> None:
    article = read(
        "Die Außenminister beider Länder haben sich am Montag in Wien getroffen und ein Abkommen unterzeichnet."
    )
    assert article.language == "de"


def test_a_post_keeps_its_author_and_the_story_goes_on() -> None:
    article = read(
        "Samoa thanked New Zealand on Friday.\n\n"
        "A great day! pic.twitter.com/Zz12 — Vjosa K. (@vjosak) May 6, 2022\n\n"
        "The ship sails in June, the minister said."
    )
    assert [p.kind for p in article.parts] == [PartKind.STORY, PartKind.POST, PartKind.STORY]
    assert (article.parts[1].author, article.parts[1].published) == ("Vjosa K.", "2022-05-06")
    assert article.parts[1].span.cut(article.text).startswith("A great day!")


def test_a_summary_is_kept_as_such() -> None:
    article = read(
        "Ministers meet in Apia\nKey points\n- Samoa will send a ship\n\n"
        "The ministers of both islands met for an hour.\nThey will meet again in June."
    )
    assert [p.kind for p in article.parts] == [PartKind.SUMMARY, PartKind.STORY]


def test_long_texts_are_read_in_time_or_refused() -> None:
    article = read("The ministers of both islands met for an hour. " * 20_000)
    assert len(article.text) > 900_000
    with pytest.raises(ReadingError, match="no single article"):
        read("The ministers of both islands met for an hour.\n" * 400_000)
