from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.marks import find_marked, find_paragraphs

MARKED = [
    ('"The border stays closed," he said.', ["The border stays closed,"]),
    ("“The border stays closed,” he said.", ["The border stays closed,"]),
    ("«The border stays closed», he said.", ["The border stays closed"]),
    ("„The border stays closed“, he said.", ["The border stays closed"]),
    ("‘The border stays closed,’ he said. ‘For now.’", ["The border stays closed,", "For now."]),
    ("He said 'the border stays closed' and left.", ["the border stays closed"]),
    # Sites mix the marks; the closing one decides by its place.
    ('"The border stays closed,” he said.', ["The border stays closed,"]),
    ("''The border stays closed,'' he said.", ["The border stays closed,"]),
    # Apostrophes, genitives and feet are no marks.
    ("The fishermen's boats and the miners' union aren't theirs.", []),
    ("The ministers' cars and the boys' club.", []),
    ("He is 6'2\" tall.", []),
    ('"One." Then he paused. "Two."', ["One.", "Two."]),
]


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_words_between_marks_are_found(text: str, expected: list[str]) -> None:
    assert [text[m.start : m.end] for m in find_marked(text)] == expected


def test_a_paragraph_that_opens_with_a_mark_goes_on_with_the_quote_before() -> None:
    text = '"We have nothing to hide.\n\n"And we never had," she said.'
    first, second = find_marked(text)
    assert (first.closed, first.goes_on) == (False, True)
    assert text[second.start : second.end] == "And we never had,"


def test_a_missing_closing_mark_ends_with_its_paragraph() -> None:
    text = '"We have nothing to hide, she said.\n\nThe fair opens in May.'
    (marked,) = find_marked(text)
    assert not marked.closed
    assert marked.end < text.index("The fair")


def test_a_line_break_inside_a_sentence_makes_no_paragraph() -> None:
    text = "The ferry ran\nagain on Monday.\nNobody came.\n\nThe end."
    assert [text[a:b].strip() for a, b in find_paragraphs(text)] == [
        "The ferry ran\nagain on Monday.",
        "Nobody came.",
        "The end.",
    ]


@given(st.text(alphabet="ab .,\n\"“”„«»‘’'`"))
def test_marked_stretches_lie_in_the_text_one_after_the_other(text: str) -> None:
    marked = find_marked(text)
    assert all(0 <= m.outer_start <= m.start < m.end <= m.outer_end <= len(text) for m in marked)
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(marked))


@given(st.text(max_size=300))
def test_paragraphs_cover_all_words(text: str) -> None:
    assert "".join("".join(text[a:b].split()) for a, b in find_paragraphs(text)) == "".join(text.split())
