"""A dossier as one self-contained page: it asks nothing of the network, and works without script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from communique.analysis.dates import first_day, read_parts, say_date
from communique.analysis.dossier_types import Dossier, HappeningLine, PersonLine, Piece, Role
from communique.analysis.states import state_in_sentence, state_name
from communique.analysis.wording import tell_term
from communique.publishing.charts import NARROW, WIDE, Shape, draw_series
from communique.records import Modality

if TYPE_CHECKING:
    from jinja2 import Environment

SAID = {
    Modality.HISTORICAL: "reported as background",
    Modality.FUTURE: "announced",
    Modality.HYPOTHETICAL: "possible or alleged",
    Modality.NEGATED: "denied or did not happen",
}
UNDATED = "Undated"
_LATEST = 5
_LATEST_OF_A_DAY = 2
# A year of news is read at a glance; of hundreds only the newest years stand open.
_OPEN_LINES = 40
_EXCERPT_CHARS = 150
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


def dossier_name(dossier: Dossier) -> str:
    """Name of the file without its ending: `brazil-ghana`."""
    from anyascii import anyascii

    names = (_NOT_A_NAME.sub("-", anyascii(n).casefold()).strip("-") for n in dossier.names)
    return "-".join(name or code.casefold() for name, code in zip(names, dossier.pair, strict=True))


def write_dossier_html(dossier: Dossier, path: Path) -> None:
    """Write the page."""
    path.write_text(render_dossier_html(dossier), encoding="utf-8", errors="backslashreplace")


def render_dossier_html(dossier: Dossier) -> str:
    """The page as text; everything that comes from articles is escaped."""
    from markupsafe import Markup

    style, script = _asset("dossier.css"), _asset("dossier.js")
    years = group_by_year(dossier.happenings)
    return _environment().get_template("dossier.html").render(
        dossier=dossier,
        # Ours, read from the package, and named in the page's content security policy by their digest.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        style_hash=_digest(style),
        script_hash=_digest(script),
        chart_wide=Markup(_draw(dossier, WIDE)),  # noqa: S704
        chart_narrow=Markup(_draw(dossier, NARROW)),  # noqa: S704
        in_sentence=tuple(state_in_sentence(code) for code in dossier.pair),
        term=tell_term(dossier.since, dossier.until),
        contents=_contents(dossier),
        latest=_latest(dossier.happenings),
        years=years,
        open_years=_open_years(years),
        codes=sorted({h.event.value for h in dossier.happenings}),
        people_by_state=group_by_state(dossier.people),
        named_issues=[i for i in dossier.issues if i.told_in is None],
    )  # fmt: skip


def group_by_year(lines: Sequence[HappeningLine]) -> list[tuple[str, list[HappeningLine]]]:
    """Lines by year, newest first, those without a date last."""

    def year(line: HappeningLine) -> str:
        day = first_day(line.on)
        return f"{day.year:04}" if day else UNDATED

    return [(key, list(group)) for key, group in groupby(lines, key=year)]


def group_by_state(people: Iterable[PersonLine]) -> list[tuple[str, list[PersonLine]]]:
    """People under the name of their state."""
    return [(state_name(code), list(group)) for code, group in groupby(people, key=lambda p: p.state)]


def cut_excerpt(line: HappeningLine) -> tuple[Piece, ...]:
    """The words around the first report's trigger: enough to know the line without opening it."""
    proof = next((p for p in line.proofs if any(x.role is Role.TRIGGER for x in p.pieces)), None)
    if proof is None:
        return ()
    at = next(i for i, piece in enumerate(proof.pieces) if piece.role is Role.TRIGGER)
    trigger = proof.pieces[at]
    before = "".join(p.text for p in proof.pieces[:at])
    after = "".join(p.text for p in proof.pieces[at + 1 :])
    room = max(_EXCERPT_CHARS - len(trigger.text), 40)
    # What follows the verb says more than what comes before it.
    lead = min(len(before), max(room // 3, room - len(after)))
    shown_before, shown_after = before[len(before) - lead :], after[: room - lead]
    if len(shown_before) < len(before):
        shown_before = "… " + shown_before.partition(" ")[2]
    if len(shown_after) < len(after):
        shown_after = shown_after.rpartition(" ")[0] + " …"
    return Piece(text=shown_before), trigger, Piece(text=shown_after)


def _latest(lines: Sequence[HappeningLine]) -> list[HappeningLine]:
    happened = [h for h in lines if h.modality is Modality.ACTUAL]
    # A list of five above a list of fifteen would only repeat it.
    if len(happened) <= 4 * _LATEST:
        return []
    # One long story has many happenings; the first of a day are those that it begins with.
    days = groupby(happened, key=lambda h: h.on)
    leading = [h for _, of_day in days for h in islice(of_day, _LATEST_OF_A_DAY)]
    return leading[:_LATEST]


def _open_years(years: Sequence[tuple[str, Sequence[HappeningLine]]]) -> int:
    shown = 0
    for number, (_, lines) in enumerate(years):
        shown += len(lines)
        if shown > _OPEN_LINES:
            return max(number, 1)
    return len(years)


def _contents(dossier: Dossier) -> list[tuple[str, str, int]]:
    sections: tuple[tuple[str, str, int], ...] = (
        ("happenings", "Happenings", len(dossier.happenings)),
        ("promises", "Promises", len(dossier.promises)),
        ("agreements", "Agreements", len(dossier.agreements)),
        ("positions", "Positions", len(dossier.issues)),
        ("people", "People and offices", len(dossier.people)),
        ("quotes", "In their words", len(dossier.quotes)),
        ("claims", "Figures claimed", sum(len(g.claims) for g in dossier.claims)),
        ("others", "With and about others", len(dossier.beside)),
        ("sources", "Sources", len(dossier.sources)),
    )
    latest = [("latest", "Latest", 0)] if _latest(dossier.happenings) else []
    return [("overview", "Overview", 0), *latest, *(s for s in sections if s[2])]


def _draw(dossier: Dossier, shape: Shape) -> str:
    if not dossier.series.periods:
        return ""
    numbers = dossier.headline
    return draw_series(
        dossier.series,
        names=dossier.names,
        shape=shape,
        title=f"Cooperation and conflict between {dossier.names[0]} and {dossier.names[1]} over time",
        description=(
            f"Bars count {numbers.cooperation} happenings of cooperation and {numbers.conflict} of conflict by "
            f"{dossier.series.unit}, from {dossier.series.periods[0].label} to {dossier.series.periods[-1].label}, in "
            "a panel for each direction; below them dots show the PLOVER score. The same numbers stand in the table."
        ),
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("communique.publishing"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        say_date=say_date, machine_date=_machine_date, signed=tell_signed, count=_count, upper_first=_upper_first,
        unquoted=_unquoted, excerpt_of=cut_excerpt, said=SAID,
    )  # fmt: skip
    return made


@cache
def _asset(name: str) -> str:
    return resources.files("communique.publishing").joinpath("templates", name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _machine_date(value: str) -> str:
    parts = read_parts(value)
    if parts is None:
        return ""
    year, month, day = parts
    return "-".join([f"{year:04}", *(f"{p:02}" for p in (month, day) if p is not None)])


def tell_signed(score: float) -> str:
    """A score with its sign, and a minus that is one: `+2.5`, `−7`."""
    rounded = round(score, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):g}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _unquoted(words: str) -> str:
    # The page sets its own quotation marks.
    return words.strip().strip('"“”„«»').rstrip(",")
