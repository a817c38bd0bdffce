"""A person who is forgotten leaves records with a role, and a text of the same length."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.privacy import refs_of
from communique.merging.erasing import MASK, Forgotten, erase, erase_text, forget_names, mask_strings
from communique.records import Coded, EventType
from factories import make_article, make_event, make_quote, make_tenure, person, state

TEXT = (
    "Peruvian Health Minister Rosa Quispe met Pedro Quispe in Lima. “We agree,” Quispe said.\n"
    "Dr. R. Quispe flew home; the quispe tree and Ana Quispealaya stayed."
)
ARTICLE = make_article("lima", TEXT, title="Rosa Quispe in Lima")
MINISTER = person("Rosa Quispe", "PER", "Health Minister")
SALT = "0123456789abcdef"
GONE = forget_names([MINISTER], SALT)


def records() -> list[Coded]:
    words = TEXT.split(".", maxsplit=1)[0]
    return [
        make_event(ARTICLE, words, EventType.CONSULT, actor=[MINISTER], recipient=[person("Pedro Quispe", "PER")]),
        make_quote(ARTICLE, "“We agree,” Quispe said.", MINISTER),
        make_tenure(ARTICLE, words, MINISTER),
    ]


def test_names_go_and_roles_stay() -> None:
    article, kept = erase(ARTICLE, records(), GONE)
    event, quote = kept
    assert [r.name for r in refs_of(event)] == ["Health Minister", "Pedro Quispe"]
    assert [r.name for r in refs_of(quote)] == ["Health Minister"]
    assert "Rosa" not in repr((article, kept))
    assert MINISTER.key not in repr(kept)
    assert [r.id for r in kept] == [r.id for r in records()[:2]]


def test_the_text_keeps_its_length_and_other_people() -> None:
    article, _ = erase(ARTICLE, records(), GONE)
    assert len(article.text) == len(TEXT)
    assert article.text.startswith(f"Peruvian Health Minister {MASK * 4} {MASK * 6} met Pedro Quispe in Lima.")
    assert f"“We agree,” {MASK * 6} said." in article.text
    assert f"Dr. R. {MASK * 6} flew" in article.text
    assert "the quispe tree and Ana Quispealaya" in article.text
    assert article.title == f"{MASK * 4} {MASK * 6} in Lima"
    assert article.text_digest == ARTICLE.text_digest


def test_erasing_again_changes_nothing() -> None:
    once = erase(ARTICLE, records(), GONE)
    assert erase(*once, GONE) == once


@pytest.mark.parametrize("name", ["Rosa Quispe", "QUISPE, Rosa", "Dr. Rosa Quispé", "Minister Rosa Quispe"])
def test_a_name_is_known_again_in_other_forms(name: str) -> None:
    assert GONE.knows(replace(MINISTER, name=name))
    assert GONE.knows(replace(MINISTER, name=name, state=None, office=None))


def test_others_are_not_taken_for_it() -> None:
    assert not GONE.knows(replace(MINISTER, state="CHL"))
    assert not GONE.knows(person("Pedro Quispe", "PER"))
    assert not GONE.knows(person("Quispe", "PER"))
    assert GONE.knows(person("Quispe", "PER", "Health Minister"))
    assert not GONE.knows(state("PER"))


def test_only_digests_are_remembered() -> None:
    assert "quispe" not in repr(GONE).lower()
    assert forget_names([MINISTER], SALT) == GONE
    assert forget_names([MINISTER], "another salt").keys.isdisjoint(GONE.keys)


def test_who_has_one_name_only_is_known_by_it() -> None:
    one = forget_names([person("Suryo", "IDN")], SALT)
    assert one.knows(person("Suryo", "IDN"))
    assert not one.knows(person("Suryo", "PER"))


def test_nothing_is_touched_where_nobody_is_forgotten() -> None:
    known = records()
    assert erase(ARTICLE, known, Forgotten("")) == (ARTICLE, tuple(known))
    assert erase(ARTICLE, known, forget_names([person("Tomás Vela", "PER")], SALT))[0] is ARTICLE


@given(st.text(max_size=200))
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(erase_text(text, GONE)) == len(text)
    assert "Rosa Quispe" not in erase_text(f"{text}\nRosa Quispe", GONE)


def test_strings_of_json_are_masked() -> None:
    words = {"Rosa", "Quispe"}
    value = {"a": ["Rosa Quispe", 5, None], "b": {"c": "no name"}}
    assert mask_strings(value, words) == {"a": [f"{MASK * 4} {MASK * 6}", 5, None], "b": {"c": "no name"}}
