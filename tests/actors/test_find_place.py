from __future__ import annotations

import pytest

from communique.actors.places import find_countries, find_place, find_region


@pytest.mark.parametrize(
    ("name", "near", "expected"),
    [
        ("Nairobi", None, ("Nairobi", "KEN")),
        ("La Habana", None, ("Havana", "CUB")),
        ("Kiev", None, ("Kyiv", "UKR")),
        ("Geneva", None, ("Geneva", "CHE")),
        ("Peru", None, ("Peru", "PER")),
        ("the Netherlands", None, ("Netherlands", "NLD")),
        ("Tripoli", None, ("Tripoli", "LBY")),
        ("Tripoli", "LBN", ("Tripoli", "LBN")),
        ("SÃO PAULO", None, ("São Paulo", "BRA")),
    ],
)
def test_places_are_found(name: str, near: str | None, expected: tuple[str, str]) -> None:
    place = find_place(name, near=near)
    assert place is not None
    assert (place.name, place.country) == expected


def test_cities_have_coordinates() -> None:
    place = find_place("Quito")
    assert place is not None
    assert place.latitude == pytest.approx(-0.2, abs=0.3)
    assert place.longitude == pytest.approx(-78.5, abs=0.3)


@pytest.mark.parametrize("name", ["", "  ", "Nowhereville", "x" * 5000])
def test_unknown_places_are_none(name: str) -> None:
    assert find_place(name) is None


def test_regions_tell_their_country() -> None:
    assert find_region("Catalonia") == "ESP"
    assert find_region("Jalisco") == "MEX"
    assert find_countries("Santiago")[0] == "CHL"
