"""Score `find_times` against a table of sentences with a reference time and the dates in them.

    python benchmarks/dates.py PATH/dates-english.json [--errors N]

The table is that of microsoft/Recognizers-Text (MIT), which reads appointments, not news. Only entries whose meaning
both share are counted: dates and ranges of dates (no clock times, sets, lengths, working days, days without a month,
numeric dates that may be read two ways, feasts that move). A date that we know to the month is right where it holds
theirs; ends of ranges are compared with a day of slack, since theirs are open at the end; of two readings (past and
future) either is right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from communique.language.calendar import first_day, last_day
from communique.language.document import Time
from communique.language.pipeline import load_pipeline
from communique.language.times import find_times
from communique.records import PartialDate

# What our readings leave out on purpose.
LEFT_OUT = re.compile(
    r"\d[/-]\d|business|work ?(day|week)|weekday|easter|thanksgiving|black friday|school|fiscal"
    r"|\b[cf]y|the \d+(st|nd|rd|th)$"
    r"|\b(nineteen|twenty|two thousand|hundred)\b|ramadan|eid|labou?r day|\d\.\d",
    re.IGNORECASE,
)
Interval = tuple[date | None, date | None]


def wanted(entry: Mapping[str, Any]) -> Iterator[tuple[str, set[Interval]]]:
    """Words and intervals of an entry's dates; days open at one end have None there."""
    for result in entry.get("Results") or []:
        kind = str(result.get("TypeName", "")).rpartition(".")[2]
        values = (result.get("Resolution") or {}).get("values") or []
        intervals = {i for v in values if (i := read_value(kind, v)) is not None}
        if kind in ("date", "daterange") and intervals and not LEFT_OUT.search(result["Text"]):
            yield result["Text"], intervals


def read_value(kind: str, value: Mapping[str, str]) -> Interval | None:
    """One resolution as an interval with its last day included."""
    try:
        if kind == "date" and "value" in value:
            day = date.fromisoformat(value["value"])
            return day, day
        start, end = value.get("start"), value.get("end")
        if kind == "daterange" and (start or end):
            first = date.fromisoformat(start) if start else None
            return first, date.fromisoformat(end) - timedelta(days=1) if end else None
    except ValueError:
        return None
    return None


def agrees(time: Time, intervals: set[Interval]) -> bool:
    """Whether a time is one of the intervals, at the precision that it has."""
    return any(_same(time.first, a) and _same(time.last, b) for a, b in intervals)


def _same(ours: PartialDate | None, theirs: date | None) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    slack = timedelta(days=1)
    return first_day(ours) - slack <= theirs <= last_day(ours) + slack


def main(argv: Sequence[str] | None = None) -> int:
    """Read the table and print one line of figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args(argv)
    entries = json.loads(options.table.read_text("utf-8-sig"))
    nlp = load_pipeline()
    counted = found = right = shown = 0
    for entry in entries:
        moment = (entry.get("Context") or {}).get("ReferenceDateTime")
        for words, intervals in wanted(entry) if moment else ():
            counted += 1
            text = entry["Input"]
            times = find_times(nlp(text), published=PartialDate(str(moment)[:10]))
            at = text.lower().find(words.lower())
            near = [t for t in times if at < t.end and t.start < at + len(words)]
            found += bool(near)
            if any(agrees(t, intervals) for t in near):
                right += 1
            elif shown < options.errors:
                shown += 1
                read = [(text[t.start : t.end], t.kind.value, t.first, t.last) for t in near]
                print(
                    f"{str(moment)[:10]} {text!r} {words!r} {[tuple(map(str, i)) for i in intervals]} {read}",
                    file=sys.stderr,
                )
    print(json.dumps({"dates": counted, "found": round(found / counted, 3), "right": round(right / counted, 3)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
