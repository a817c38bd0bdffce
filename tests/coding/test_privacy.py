"""Whose names records bear: those of public people; a private person is a role."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from communique.actors.gazetteer import load_gazetteer
from communique.coding.article import code_article, equip, load_tools
from communique.coding.privacy import Names, hide_private, refs_of, role_of
from communique.records import ActorRef, Coded, EventType
from factories import make_article, make_event, make_quote, make_tenure, person, state

if TYPE_CHECKING:
    from communique.coding.article import Tools

GAZETTEER = load_gazetteer()
TEXT = "Police in Chile arrested Pat Miller. “No,” said Pat Miller."
ARTICLE = make_article("arrest", TEXT)


def arrest(who: ActorRef) -> Coded:
    words = "Police in Chile arrested Pat Miller."
    return make_event(ARTICLE, words, EventType.COERCE, actor=[state("CHL")], recipient=[who])


def names(*records: Coded) -> list[str]:
    return [ref.name for r in hide_private(records, GAZETTEER) for ref in refs_of(r)]


def miller(office: str | None = None, sector: str | None = None) -> ActorRef:
    return replace(person("Pat Miller", "CHL", office), sector=sector)


@pytest.mark.parametrize(
    ("sector", "role"),
    [(None, "a person"), ("CVL", "a person"), ("AGR", "a farmer"), ("JRN", "a journalist"), ("MIL", "a soldier")],
)
def test_a_private_person_is_a_role(sector: str | None, role: str) -> None:
    [record] = hide_private([arrest(miller(sector=sector))], GAZETTEER)
    [_, hidden] = refs_of(record)
    assert (hidden.name, hidden.state, hidden.sector) == (role, "CHL", sector)
    assert hidden.key != miller().key
    assert "Miller" not in repr(record)


def test_who_holds_an_office_or_speaks_keeps_the_name() -> None:
    assert "Pat Miller" in names(arrest(miller("mayor", "GOV")))
    assert "Pat Miller" in names(arrest(miller(sector="ELI")))
    quote = make_quote(ARTICLE, "“No,”", miller())
    assert names(arrest(miller()), quote).count("Pat Miller") == 2
    tenure = make_tenure(ARTICLE, TEXT, miller("mayor"))
    assert names(arrest(miller()), tenure).count("Pat Miller") == 2


@pytest.mark.parametrize("name", ["Chilean farmer", "Chilean", "the mayor", "three people"])
def test_descriptions_stay(name: str) -> None:
    assert name in names(arrest(replace(miller(), name=name)))


def test_a_role_is_the_office_where_there_is_one() -> None:
    assert role_of(miller("mayor")).name == "mayor"
    assert role_of(miller()).key == role_of(replace(miller(), name="Sam Smith", key="other")).key


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def test_the_setting_changes_what_is_coded_and_its_version(tools: Tools) -> None:
    text = "SANTIAGO (AP) - Chilean police arrested fisherman Pedro Salinas in Arica on Monday."
    article = make_article("salinas", text)
    every = equip(tools, names=Names.ALL)
    assert "Salinas" in repr(code_article(article, every))
    assert "Salinas" not in repr(code_article(article, equip(tools)))
    assert every.coder.lexicon != equip(tools).coder.lexicon == tools.coder.lexicon
