"""The dateline with which wires open a story: `NAIROBI, Oct. 2 (Xinhua) --`, `MOSCOW, January 5. /TASS/.`"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from communique.reading.credits import find_listed, match_agency
from communique.reading.days import find_dates
from communique.reading.words import key_of, load_places, load_regions, load_words
from communique.records import PartialDate

WITH_WIRE = re.compile(
    r"^\s*(?P<lead>[^()\n:]{0,80}?)\s*[.,]?\s*(?:\((?P<wire>[^()\n]{2,60})\)|(?<![\w/])/(?P<slash>[^/()\n]{2,40})/)"
    r"\s*(?P<dash>\.?\s?[-–—―]{1,3}|[.:])?\s*"
)
WITH_DASH = re.compile(
    r"^\s*(?P<lead>[^()\n—–―:]{2,80}?)(?:\s[-–—―]{1,3}\s|\s?[—–―]{1,2}\s?|\s?\.[-–—―]{1,2}\s?|\s--\s?)"
)
WITH_COLON = re.compile(r"^\s*(?P<lead>[^()\n—–―:]{3,40}):\s")
WITH_STOP = re.compile(r"^\s*(?P<lead>[^\W\d_][^()\n—–―:.]{2,60}(?:\.\s[^()\n—–―:.]{2,30})?)\.\s(?=[^\W\d_])")
WIRE_AFTER_DASH = re.compile(r"^(?P<wire>[^\W\d][^.\n()]{1,30})\.\s")
NAME = re.compile(r"[^\W\d_][\w.'’`-]*(?: [^\W\d_][\w.'’`-]*){0,4}")
SMALL = frozenset(
    [
        "de",
        "del",
        "da",
        "do",
        "dos",
        "la",
        "el",
        "los",
        "las",
        "le",
        "du",
        "of",
        "the",
        "and",
        "am",
        "on",
        "sur",
        "upon",
        "y",
        "e",
        "in",
    ]
)
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline as read: where it ends, place as printed, country, day (perhaps without year), wire or outlet."""

    end: int
    place: str | None
    country: str | None
    date: PartialDate | None
    agency: str | None
    outlet: str | None


def read_opening(paragraph: str) -> Opening | None:
    """Read the dateline at the start of a paragraph, or None where the paragraph just begins.

    `Apia, May 4 (SNR) -- Samoa thanked …`: the wire in brackets may be the outlet itself.
    """
    head = paragraph[:200]
    wire = WITH_WIRE.match(head)
    if wire:
        found = _read_wire(wire)
        if found and found.place is None and found.date is None:
            return _read_after_wire(found, paragraph)
        if found:
            return found
    dash = WITH_DASH.match(head)
    if dash:
        found = _read_dash(dash, head)
        if found:
            return found
    stop = WITH_STOP.match(head)
    if stop:
        place, country, day, agency = _read_lead(stop["lead"], trusted=False)
        # Many a sentence ends after a city; only capitals with a day are a dateline.
        if place and place.isupper() and day and country:
            return Opening(stop.end(), place, country, day, agency, None)
    colon = WITH_COLON.match(head)
    if colon and colon["lead"].isupper():
        place, country, day, agency = _read_lead(colon["lead"], trusted=False)
        # "WARNING:" is in capitals too, so the place has to be known.
        if place and country:
            return Opening(colon.end(), place, country, day, agency, None)
    return None


def read_credit_place(line: str) -> Opening | None:
    """Read a dateline that stands on a line of its own: `EFE Quito, Ecuador 3 May 2021`."""
    first, _, rest = line.strip().partition(" ")
    agency = match_agency(first) if first.isupper() else None
    if not agency or not rest or len(line) > 100:
        return None
    place, country, day, _ = _read_lead(rest.strip(" -–—|:,/()"), trusted=True)
    return Opening(len(line), place, country, day, agency, None) if place and (country or day) else None


def find_country(place: str, *, region: str | None) -> str | None:
    """Country of a dateline's place: by the country or region printed after it, else by the city."""
    if region:
        known = _countries().get(key_of(region))
        if known:
            return known
    for name in (place, place.split("/", maxsplit=1)[0], place.split(" - ", maxsplit=1)[0]):
        known = load_places().get(key_of(name)) or _countries().get(key_of(name))
        if known:
            return known
    return None


def _read_wire(match: re.Match[str]) -> Opening | None:
    name = (match["wire"] or match["slash"]).strip()
    agency = find_listed(name)
    place, country, day, other = _read_lead(match["lead"], trusted=bool(match["dash"]) or agency is not None)
    if not match["lead"].strip():
        return Opening(match.end(), None, None, None, agency, None) if agency else None
    if place is None and day is None:
        return None
    # `Name (born 1950)` opens many sentences: an unknown outlet needs a dash, and a short name of its own.
    if agency is None and (
        not match["dash"] or len(name.split()) > 5 or not (country or day) or any(c.isdigit() for c in name)
    ):
        return None
    return Opening(match.end(), place, country, day, agency or other, None if agency or other else name)


def _read_after_wire(wire: Opening, paragraph: str) -> Opening:
    """`(ANSA) - ROME, OCT 13 - …`: the wire before the place."""
    rest = read_opening(paragraph[wire.end :][:200])
    if rest is None or rest.place is None:
        return wire
    return Opening(wire.end + rest.end, rest.place, rest.country, rest.date, wire.agency, None)


def _read_dash(match: re.Match[str], head: str) -> Opening | None:
    lead = match["lead"]
    place, country, day, agency = _read_lead(lead, trusted=False)
    if place is None and agency is None:
        return None
    after = WIRE_AFTER_DASH.match(head[match.end() :])
    if after and match_agency(after["wire"]):
        return Opening(match.end() + after.end(), place, country, day, match_agency(after["wire"]), None)
    if agency is None and country is None and not (day and (place or "").isupper()):
        return None
    # In running text a known city before a dash is still a word of the sentence unless it is set like a dateline.
    region = lead.partition(",")[2].strip()
    at_home = (
        bool(region) and place is not None and load_places().get(key_of(place)) == _countries().get(key_of(region))
    )
    if not (place or "").isupper() and day is None and agency is None and not at_home:
        return None
    return Opening(match.end(), place, country, day, agency, None)


def _read_lead(lead: str, *, trusted: bool) -> tuple[str | None, str | None, PartialDate | None, str | None]:
    """Place, country, day and wire of the words before bracket or dash; `trusted` where a wire follows them."""
    day: PartialDate | None = None
    dates = find_dates(lead, yearless=True)
    if dates:
        day = PartialDate(dates[-1].value[: 7 if dates[-1].value.startswith("--") else 10])
        lead = lead[: dates[-1].start] + lead[dates[-1].end :]
    segments = [s.strip(" .,-–—/") for s in re.split(r"[,;]|\.\s", lead)]
    kept: list[str] = []
    agency: str | None = None
    for segment in filter(None, segments):
        if key_of(segment) in load_words().weekdays or key_of(segment) in load_words().date_words:
            continue
        wire = match_agency(segment) if kept or segment.isupper() else None
        if wire and key_of(segment) not in load_places():
            agency = wire
        else:
            kept.append(segment)
    if not kept or len(kept) > 3:
        return None, None, day, agency
    place, region = kept[0], kept[1] if len(kept) > 1 else None
    if not _is_place(place) or (region and len(region.split()) > 5):
        return None, None, None, None
    country = find_country(place, region=region)
    if country is None and not trusted and not (place.isupper() and (day or region)):
        return None, None, None, agency
    return place, country, day, agency


def _is_place(name: str) -> bool:
    """Whether a name is written as places are: a few words, the weighty ones with a capital."""
    if len(name.split()) > MAX_WORDS or any(c.isdigit() for c in name):
        return False
    return all(NAME.fullmatch(w) and (w[:1].isupper() or w.lower() in SMALL) for w in re.split(r"[ /]", name) if w)


@cache
def _countries() -> Mapping[str, str]:
    """Names of countries in the languages that are read, as keys, to ISO 3166-1 alpha-3."""
    import pycountry
    from babel import Locale

    codes = {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {"XK": "XKX"}
    found: dict[str, str] = {}
    for language in ("en", "es", "pt", "fr", "ru"):
        for code, name in Locale(language).territories.items():
            if code in codes:
                found[key_of(name)] = codes[code]
    found.update({key_of(c.name): c.alpha_3 for c in pycountry.countries})
    found.update(load_regions())
    return found
