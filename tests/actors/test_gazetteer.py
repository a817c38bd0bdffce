from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.actors.gazetteer import NameKind, WordClass, cut_units, load_gazetteer
from communique.errors import ConfigError

GAZETTEER = load_gazetteer()


def found(text: str) -> list[tuple[str, str | None]]:
    units = cut_units(text)
    return [(hit.entry[0].kind.value, hit.entry[0].state) for hit in GAZETTEER.find_names(units)]


@pytest.mark.parametrize(
    ("text", "kind", "state"),
    [
        ("Bolivia", "state", "BOL"),
        ("the Kyrgyz Republic", "state", "KGZ"),
        ("Burma", "state", "MMR"),
        ("Swaziland", "state", "SWZ"),
        ("Persia", "state", "IRN"),
        ("the DPRK", "state", "PRK"),
        ("DR Congo", "state", "COD"),
        ("Republic of the Congo", "state", "COG"),
        ("Guinea-Bissau", "state", "GNB"),
        ("Equatorial Guinea", "state", "GNQ"),
        ("Papua New Guinea", "state", "PNG"),
        ("Côte d’Ivoire", "state", "CIV"),
        ("the U.A.E.", "state", "ARE"),
        ("the Czech Republic", "state", "CZE"),
        ("East Germany", "state", "DDR"),
        ("Taiwan", "state", "TWN"),
        ("Kosovo", "state", "XKX"),
        ("Palestinian", "adjective", "PSE"),
        ("Dutch", "adjective", "NLD"),
        ("Burkinabè", "adjective", "BFA"),
        ("Emirati", "adjective", "ARE"),
        ("Finns", "people", "FIN"),
        ("Bangladeshis", "people", "BGD"),
        ("Frenchmen", "people", "FRA"),
        ("Ouagadougou", "capital", "BFA"),
        ("Washington, D.C.", "capital", "USA"),
        ("BUENOS AIRES", "capital", "ARG"),
        ("the Knesset", "body", "ISR"),
        ("the Élysée", "body", "FRA"),
        ("the Gulf Cooperation Council", "body", None),
        ("the Indian Ocean", "other", None),
    ],
)
def test_names_are_known(text: str, kind: str, state: str | None) -> None:
    assert found(text) == [(kind, state)]


def test_every_country_of_the_standard_has_a_name() -> None:
    pycountry = pytest.importorskip("pycountry")
    missing = [c.alpha_3 for c in pycountry.countries if c.alpha_3 not in GAZETTEER.states and c.alpha_3 != "ATA"]
    assert missing == []


def test_pairs_are_two_names() -> None:
    assert found("Sino-Peruvian") == [("adjective", "CHN"), ("adjective", "PER")]
    assert [s for _, s in found("the US-Panama treaty")] == ["USA", "PAN"]


@pytest.mark.parametrize("text", ["turkey and chad", "us", "china cups", "a jordan"])
def test_common_words_are_no_states(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "sector"),
    [
        ("foreign ministers", WordClass.ROLE, None),
        ("secretaries of state", WordClass.OFFICE, "GOV"),
        ("armed forces", WordClass.BODY, "MIL"),
        ("lawmakers", WordClass.OFFICE, "LEG"),
        ("fishermen", WordClass.ROLE, "AGR"),
        ("police", WordClass.BODY, "COP"),
    ],
)
def test_nouns_have_sectors(text: str, kind: WordClass, sector: str | None) -> None:
    units = cut_units(text)
    hit = GAZETTEER.find_word(units, 0) or GAZETTEER.find_word(units, 1)
    assert hit is not None
    assert sector is None or (hit.entry.kind, hit.entry.sector) == (kind, sector)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ConfigError):
        load_gazetteer("xx")


def test_the_tables_load_fast() -> None:
    started = time.process_time()
    load_gazetteer.__wrapped__("en")
    assert time.process_time() - started < 1.0


@given(st.text(max_size=200))
def test_hits_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    units = cut_units(text)
    hits = list(GAZETTEER.find_names(units))
    assert all(0 <= h.start < h.end <= len(units) for h in hits)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(h.entry[0].kind in NameKind for h in hits)
