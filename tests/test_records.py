"""The contract that other programs are tested against."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.records import KINDS, Number, Span, from_json, json_schema, make_id, to_json, to_line

DOCS = Path(__file__).resolve().parents[1] / "docs" / "records.md"


def examples() -> list[dict[str, object]]:
    """The examples in the docs, one a kind."""
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOCS.read_text("utf-8"), re.S)]


@pytest.mark.parametrize("example", examples(), ids=lambda e: str(e["record"]))
def test_every_documented_example_reads_and_writes_back_unchanged(example: dict[str, object]) -> None:
    assert to_json(from_json(example)) == example


def test_every_kind_has_one_documented_example() -> None:
    assert sorted(str(e["record"]) for e in examples()) == sorted(KINDS)


@pytest.mark.parametrize("example", examples(), ids=lambda e: str(e["record"]))
def test_no_field_of_an_example_is_left_out(example: dict[str, object]) -> None:
    definition = json_schema()["$defs"][type(from_json(example)).__name__]
    assert list(definition["required"]) == list(example)


def test_schema_says_that_no_field_is_left_out() -> None:
    for definition in json_schema()["$defs"].values():
        if "properties" in definition:
            assert set(definition["required"]) == set(definition["properties"])


def test_tenure_spells_its_first_day_from() -> None:
    properties = json_schema()["$defs"]["Tenure"]["properties"]
    assert "from" in properties
    assert "from_" not in properties


def test_a_record_is_one_line() -> None:
    for example in examples():
        assert "\n" not in to_line(from_json(example))


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match="no record kind 'treaty'"):
        from_json({"record": "treaty"})


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_a_span_is_never_empty_or_reversed(start: int, end: int) -> None:
    if 0 <= start < end:
        assert len(Span(article="a", start=start, end=end).cut("x" * end)) == end - start
    else:
        with pytest.raises(ValueError, match="empty or reversed"):
            Span(article="a", start=start, end=end)


@given(st.text(), st.text())
def test_ids_tell_their_parts_apart(first: str, second: str) -> None:
    joined = make_id("event", first + second)
    assert re.fullmatch("[0-9a-f]{16}", joined)
    assert make_id("event", first, second) != joined
    assert make_id("quote", first) != make_id("event", first)


def test_numbers_compare_as_the_text_says() -> None:
    assert Number(op=">", number=200) != Number(number=200)
