"""English names of states, for reading; the codes stay in the records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

# States that ended, and Kosovo: not in ISO 3166-1, named as in records.md.
_OTHERS = {
    "SUN": "Soviet Union", "YUG": "Yugoslavia", "CSK": "Czechoslovakia", "DDR": "East Germany",
    "SCG": "Serbia and Montenegro", "XKX": "Kosovo",
}  # fmt: skip
# Unicode CLDR's names are those of everyday English; these few are longer than a headline wants.
_SHORT = {
    "HKG": "Hong Kong", "MAC": "Macao", "PSE": "Palestine", "MMR": "Myanmar", "COD": "DR Congo",
    "COG": "Congo", "BIH": "Bosnia and Herzegovina", "CIV": "Ivory Coast", "TUR": "Turkey",
}  # fmt: skip
# "visited the Philippines", but "the Philippines and Norway" begins a headline as "Philippines".
_WITH_ARTICLE = re.compile(
    r"United|Philippines|Netherlands|Bahamas|Gambia|Maldives|Comoros|Seychelles|Soviet|Central African|Dominican Rep"
    r"|.+ (?:Islands|Republic)$"
)


@cache
def state_name(code: str) -> str:
    """Everyday English name of a state (`RUS`: Russia); the code itself where nobody knows it.

    Source: Unicode CLDR by way of Babel; ISO 3166-1 by way of pycountry.
    """
    import pycountry
    from babel import Locale

    if named := _OTHERS.get(code) or _SHORT.get(code):
        return named
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return code
    return str(Locale("en").territories.get(country.alpha_2, country.name))


def state_in_sentence(code: str) -> str:
    """A state's name as it stands inside a sentence: `the United States`."""
    name = state_name(code)
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


@cache
def names_of_states() -> Mapping[str, tuple[str, ...]]:
    """Name and code of each state: what an issue is about is told without them."""
    from communique.actors.gazetteer import load_gazetteer

    return {code: (state.name, code) for code, state in load_gazetteer().states.items()}
