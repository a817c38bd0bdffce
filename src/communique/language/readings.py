"""What each `reading` of the date table denotes, by name."""

from __future__ import annotations

from collections.abc import Mapping

from communique.language import dates, lengths
from communique.language.found import Reading

READINGS: Mapping[str, Reading] = {
    "date": dates.read_date,
    "numeric_date": dates.read_numeric_date,
    "date_shifted": dates.read_date_shifted,
    "date_that_year": dates.read_date_that_year,
    "day_range": dates.read_day_range,
    "month": dates.read_month,
    "month_shifted": dates.read_month_shifted,
    "year": dates.read_year,
    "year_range": dates.read_year_range,
    "decade": dates.read_decade,
    "quarter": dates.read_quarter,
    "week_of_month": dates.read_week_of_month,
    "half": dates.read_half,
    "season": dates.read_season,
    "holiday": dates.read_holiday,
    "edge_year": dates.read_edge_year,
    "edge_month": dates.read_edge_month,
    "edge_shift": dates.read_edge_shift,
    "edge_end": dates.read_edge_end,
    "edge_start": dates.read_edge_start,
    "edge_middle": dates.read_edge_middle,
    "today": dates.days_away(0),
    "yesterday": dates.days_away(-1),
    "tomorrow": dates.days_away(1),
    "day_before_yesterday": dates.days_away(-2),
    "day_after_tomorrow": dates.days_away(2),
    "weekday": dates.read_weekday,
    "weekday_of_week": dates.read_weekday_of_week,
    "relative_unit": dates.read_relative_unit,
    "coming": lengths.read_coming,
    "recent": lengths.read_recent,
    "ago": lengths.read_ago,
    "ago_today": lengths.read_ago_today,
    "earlier": lengths.read_earlier,
    "later": lengths.read_later,
    "so_long_after": lengths.read_so_long_after,
    "so_long_before": lengths.read_so_long_before,
    "in_length": lengths.read_in_length,
    "within": lengths.read_within,
    "next_length": lengths.read_next_length,
    "past_length": lengths.read_past_length,
    "lasting": lengths.read_lasting,
    "length": lengths.read_length,
    "same_day": lengths.read_same_day,
    "same_unit": lengths.read_same_unit,
    "repeated": lengths.read_repeated,
    "clock": lengths.read_clock,
}
