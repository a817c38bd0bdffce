"""What a report is about: words by their meaning, without set phrases and the names of its parties."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.merging.matters import (
    Part,
    load_same_words,
    name_heads,
    read_acts,
    read_matter,
    read_office,
    read_part,
    read_turns,
)
from communique.merging.words import stem

TABLES = tomllib.loads((files("communique.locales") / "en/merging/same_words.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["things", "acts", "parts", "turns"])
def test_a_word_is_in_one_class_of_its_table(name: str) -> None:
    words = [(w, kind) for kind, listed in TABLES[name].items() for w in listed.split()]
    if name == "things":
        words += [(w, "") for w in TABLES["nothing"].split()]
    assert [w for w, n in Counter(w for w, _ in words).items() if n > 1] == []
    for word, kind in words:
        plain = word.rstrip("*")
        meant = {k for w, k in words if w == plain or (w.endswith("*") and plain.startswith(w[:-1]))}
        assert meant <= {kind}, word


@pytest.mark.parametrize("name", ["things", "acts"])
def test_no_two_classes_have_one_stem(name: str) -> None:
    assert len({stem(kind) for kind in TABLES[name]}) == len(TABLES[name])


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("forty troops at the frontier", "40 soldiers on the border", {"40", "army", "borde"}),
        ("a dozen fishermen", "twelve trawlers", {"12", "fish"}),
        ("twenty-one nurses", "21 doctors", {"21", "docto"}),
        ("an accord on water", "a treaty on tariffs", set()),
        ("the depot in Homs", "an arms store near Homs", {"depot", "homs"}),
    ],
)
def test_words_of_one_meaning_meet(one: str, other: str, shared: set[str]) -> None:
    assert read_matter(one).words & read_matter(other).words == shared


def test_names_of_the_parties_and_years_say_nothing() -> None:
    heads = name_heads(["Peru", "Fiji"])
    matter = read_matter("In 2021 Fijians thanked Peruvian nurses in Suva, as demonstrators did in Lima.", heads=heads)
    assert matter.names == {"suva", "lima"}
    assert matter.words == {"thank", "docto", "suva", "prote", "lima"}


def test_only_a_word_with_a_capital_is_a_name() -> None:
    assert "prote" in read_matter("the demonstrators", heads=name_heads(["Democratic Republic of the Congo"])).words


def test_a_name_at_the_head_of_a_sentence_may_be_any_word() -> None:
    assert read_matter("Wells ran dry. Cattle died near Kufra.").names == {"kufra"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("seized", "impounded"), ("cut off", "severed"), ("expelled", "threw out"), ("met", "held talks")],
)
def test_words_for_one_act_meet(one: str, other: str) -> None:
    assert read_acts(one) & read_acts(other)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("arrived", Part.JOURNEY),
        ("held talks", Part.TALKS),
        ("received", None),
        ("visited Dakar for talks", None),
    ],
)
def test_a_journey_is_told_from_the_talks_held_on_it(words: str, part: Part | None) -> None:
    assert read_part(words) is part


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("a third round of talks", {"round": 3}),
        ("a second and last day", {"day": 2}),
        ("the first time in years", {}),
        ("the fourth shipment of the second stage", {"shipment": 4, "stage": 2}),
    ],
)
def test_rounds_are_counted(text: str, turns: dict[str, int]) -> None:
    assert read_turns(text) == turns


def test_an_office_has_a_usual_name() -> None:
    assert read_office("Deputy Premier") == read_office("deputy prime minister")
    assert read_office("Peru's top diplomat") >= read_office("Foreign Minister")
    assert read_office("Water Minister") != read_office("Energy Minister")


@pytest.mark.parametrize("language", ["xx", "", "../en", "en/.."])
def test_a_language_without_tables_has_no_classes(language: str) -> None:
    assert load_same_words(language).things.of("troops") is None
    assert read_matter("forty troops", language=language).words == {"forty", "troop"}
    assert read_turns("the third round", language=language) == {}


@given(text=st.text(max_size=200), names=st.lists(st.text(max_size=12), max_size=3))
def test_any_text_has_a_matter(text: str, names: list[str]) -> None:
    matter = read_matter(text, heads=name_heads(names))
    assert matter.names <= matter.words
    assert read_matter(text, heads=name_heads(names)) == matter
