"""Charts of a dossier as inline SVG: cooperation against conflict in each direction, and PLOVER's score, over time.

The drawing is Vega-Lite's; colours in it stand for roles and are given their values by the page's style sheet, so that
one drawing serves light, dark and print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.analysis.dossier_types import Bin, Period, Series
from communique.analysis.relations import Direction

# Values of the light page, and names by which the style sheet finds them for the dark one (`[fill="#176087"]`).
INK, FAINT, HAIR = "#3b3f44", "#5f656b", "#e4e0d7"
COOPERATION, COOPERATION_LIGHT = "#176087", "#7fb2cc"
CONFLICT, CONFLICT_LIGHT = "#b4441c", "#e6a583"
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
_QUAD_COLOURS = (COOPERATION_LIGHT, COOPERATION, CONFLICT_LIGHT, CONFLICT)
# Pixels kept for the numbers left of each panel, so that all panels begin at one line.
_LABELS = 28
# The renderer writes unique ids and pixel sizes that the page does not want.
_SIZE = re.compile(r'(<svg\b[^>]*?) width="[\d.]+" height="[\d.]+"')
_FONT_ATTRIBUTE = re.compile(r' font-family="[^"]*"')


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of a chart: wide for a column of text, narrow for a phone."""

    name: str
    width: int
    panel: int
    scores: int
    font: int
    ticks: int


WIDE = Shape(name="wide", width=650, panel=92, scores=120, font=12, ticks=6)
NARROW = Shape(name="narrow", width=284, panel=84, scores=110, font=12, ticks=3)


def draw_series(series: Series, *, names: tuple[str, str], shape: Shape, title: str, description: str) -> str:
    """The whole figure as one SVG element, without script, style, size or outside references.

    Args:
        series: Periods to draw; at least one.
        names: The two states, as their panels are headed.
        shape: For which width.
        title: Title of the drawing for those who hear it.
        description: What it shows, in a sentence or two.
    """
    import vl_convert

    spec = _figure(series, names=names, shape=shape).to_dict()
    svg = str(vl_convert.vegalite_to_svg(spec))
    return _settle(svg, shape=shape, title=title, description=description)


def _figure(series: Series, *, names: tuple[str, str], shape: Shape) -> Any:
    import altair as alt

    domain = [series.periods[0].first, f"{series.periods[-1].last}T23:59:59"]
    top = max((b.cooperation for p in series.periods for b in p.bins), default=0)
    bottom = max((b.conflict for p in series.periods for b in p.bins), default=0)
    # Panels without any bar are left out; all panels have one measure, so that their bars can be compared.
    panels = [
        _bars(series.periods, direction=direction, heading=heading, shape=shape, domain=domain, reach=(top, bottom))
        for direction, heading in (
            (Direction.FORTH, f"{names[0]} → {names[1]}"),
            (Direction.BACK, f"{names[1]} → {names[0]}"),
            (Direction.MUTUAL, "Both together"),
        )
        if any(_bin(p, direction) is not None for p in series.periods)
    ]
    figure = alt.vconcat(*panels, _scores(series.periods, shape=shape, domain=domain), spacing=20)
    figure = figure.resolve_scale(color="independent", size="independent")
    return figure.configure(
        background="transparent",
        font=_FONT,
        padding={"left": 2, "right": 6, "top": 4, "bottom": 2},
        aria=False,
        view={"stroke": None},
        axis={
            "labelColor": FAINT, "labelFontSize": shape.font, "titleColor": FAINT, "domain": False, "ticks": False,
            "gridColor": HAIR, "labelPadding": 6,
        },
        title={
            "anchor": "start", "color": INK, "fontSize": shape.font + 1, "fontWeight": 600, "offset": 8,
            "subtitleColor": FAINT, "subtitleFontSize": shape.font, "frame": "group", "dx": -_LABELS - 4,
        },
    )  # fmt: skip


def _bars(
    periods: Sequence[Period], *, direction: Direction, heading: str, shape: Shape, domain: list[str],
    reach: tuple[int, int],
) -> Any:  # fmt: skip
    import altair as alt

    values = [row for p in periods for row in _bar_rows(p, direction)]
    # Room for a little space between bars; a bar of 2 pixels must not vanish.
    gap = 1 if shape.width / len(periods) > 5 else 0
    scale = alt.Scale(domain=[-max(reach[1], 1), max(reach[0], 1)], nice=False)
    axis = _count_axis(labelExpr="abs(datum.value)", values=_count_ticks(*reach))
    base = alt.Chart(_data(values)).transform_filter("datum.to != datum.from")
    bars = base.mark_bar(xOffset=gap, x2Offset=-gap).encode(
        x=_time_axis(shape, domain),
        x2="end:T",
        y=alt.Y("from:Q", scale=scale, axis=axis),
        y2="to:Q",
        color=alt.Color("quad:N", scale=alt.Scale(domain=list(_QUADS), range=list(_QUAD_COLOURS)), legend=None),
    )
    return (bars + _zero(axis)).properties(width=shape.width, height=shape.panel, title=heading)


def _scores(periods: Sequence[Period], *, shape: Shape, domain: list[str]) -> Any:
    import altair as alt

    dots: list[dict[str, Any]] = [
        {
            "at": _middle(p),
            "score": score,
            "count": n,
            "side": "conflict" if score < _LEAST_COOPERATIVE else "cooperation",
        }
        for p in periods
        for score, n in p.scores
    ]
    means = [
        {"begin": p.first, "end": f"{p.last}T23:59:59", "mean": p.mean_score}
        for p in periods
        if p.mean_score is not None
    ]
    most = max((d["count"] for d in dots), default=1)
    # Areas in square pixels: a dot is never broader than its period, so that the mean can be seen between them.
    largest = min(70 if most < 3 else 190, max(14, 0.7 * (shape.width / len(periods)) ** 2))
    y = alt.Scale(domain=[-10, 10], nice=False)
    axis = _count_axis(labelExpr=_SCORE_LABEL, values=[-10, -5, 0, 5, 10])
    points = alt.Chart(_data(dots)).mark_circle(opacity=0.75).encode(
        x=_time_axis(shape, domain, field="at", labels=True),
        y=alt.Y("score:Q", scale=y, axis=axis),
        size=alt.Size("count:Q", scale=alt.Scale(domain=[0, most], range=[min(28, largest / 2), largest]), legend=None),
        color=alt.Color("side:N", scale=alt.Scale(domain=["cooperation", "conflict"], range=[COOPERATION, CONFLICT]),
                        legend=None),
    )  # fmt: skip
    # A line from one period to the next would claim something about the empty ones between.
    bars = alt.Chart(_data(means)).mark_rule(color=INK, strokeWidth=2).encode(
        x=_time_axis(shape, domain, labels=True), x2="end:T", y=alt.Y("mean:Q", scale=y, axis=axis)
    )  # fmt: skip
    heading = {"text": "PLOVER score", "subtitle": "−10 conflict, +10 cooperation; stroke: mean of the period"}
    layers = _zero(axis) + points + bars
    return layers.properties(width=shape.width, height=shape.scores, title=heading)


# PLOVER's lowest score of a cooperative event (a third party's mediation); a request for help has 0.5.
_LEAST_COOPERATIVE = 1.0
_SCORE_LABEL = "(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + abs(datum.value)"
# A year at the beginning and with each January, months between: `Apr 2023, Jul, Oct, 2024`.
_TIME_LABEL = (
    "utcmonth(datum.value) == 0 ? utcFormat(datum.value, '%Y')"
    " : datum.index == 0 ? utcFormat(datum.value, '%b %Y') : utcFormat(datum.value, '%b')"
)


def _count_axis(**options: Any) -> Any:
    import altair as alt

    # Every layer of a panel gets the same one: an axis left to the renderer drops labels again.
    return alt.Axis(title=None, labelOverlap=False, minExtent=_LABELS, maxExtent=_LABELS, **options)


def _zero(axis: Any) -> Any:
    import altair as alt

    return alt.Chart(_data([{"y": 0}])).mark_rule(color=FAINT, strokeWidth=1).encode(y=alt.Y("y:Q", axis=axis))


def _data(values: Sequence[Mapping[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=list(values))  # type: ignore[no-untyped-call]


def _time_axis(shape: Shape, domain: list[str], *, field: str = "begin", labels: bool = False) -> Any:
    import altair as alt

    # Dates of the world, not of the machine: the scale counts in UTC.
    return alt.X(
        f"{field}:T",
        scale=alt.Scale(type="utc", domain=domain, nice=False),
        axis=alt.Axis(title=None, grid=True, tickCount=shape.ticks, labels=labels, labelExpr=_TIME_LABEL,
                      labelOverlap="greedy", labelSeparation=12, labelFlush=10),
    )  # fmt: skip


def _bar_rows(period: Period, direction: Direction) -> list[Mapping[str, str | int]]:
    counts = _bin(period, direction)
    if counts is None:
        return [{"begin": period.first, "end": f"{period.last}T23:59:59", "quad": _QUADS[0], "from": 0, "to": 0}]
    edges = (
        # Deeds lie at the middle line, words further out.
        ("material cooperation", 0, counts.material_cooperation),
        ("verbal cooperation", counts.material_cooperation, counts.cooperation),
        ("material conflict", 0, -counts.material_conflict),
        ("verbal conflict", -counts.material_conflict, -counts.conflict),
    )
    return [
        {"begin": period.first, "end": f"{period.last}T23:59:59", "quad": quad, "from": begin, "to": end}
        for quad, begin, end in edges
    ]


def _bin(period: Period, direction: Direction) -> Bin | None:
    return next((b for b in period.bins if b.direction is direction and b.cooperation + b.conflict), None)


def _count_ticks(top: int, bottom: int) -> list[int]:
    """Whole numbers at the ends and the middle line; nobody can count two fifths of an event."""
    step = max(1, -(-max(top, bottom) // 3))
    for nice in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000):
        if nice >= step:
            step = nice
            break
    return [n for n in range(-step * 3, step * 3 + 1, step) if -bottom <= n <= top]


def _middle(period: Period) -> str:
    from datetime import date

    first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
    return date.fromordinal((first.toordinal() + last.toordinal()) // 2).isoformat()


def _settle(svg: str, *, shape: Shape, title: str, description: str) -> str:
    """Fit the renderer's SVG into a page: a role, title and description, a size that follows the column."""
    from markupsafe import escape

    head = svg.index("<svg")
    svg = _FONT_ATTRIBUTE.sub("", _SIZE.sub(r"\1", svg[head:], count=1))
    names = f'role="img" aria-labelledby="chart-title-{shape.name} chart-text-{shape.name}" focusable="false"'
    svg = svg.replace("<svg ", f"<svg {names} ", 1).replace(' class="marks"', f' class="chart chart-{shape.name}"', 1)
    open_end = svg.index(">") + 1
    said = (
        f'<title id="chart-title-{shape.name}">{escape(title)}</title>'
        f'<desc id="chart-text-{shape.name}">{escape(description)}</desc>'
    )
    return svg[:open_end] + said + svg[open_end:]
