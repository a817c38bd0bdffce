"""Measure all that the shared gold can measure, and print it as JSON; docs/accuracy.md tells what the figures mean.

usage: accuracy.py [--shared FOLDER] [--only NAME …] [--write]

With --write, docs/accuracy.json takes in what was measured, and the tables in docs/accuracy.md are made anew from it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks import happenings

ROOT = Path(__file__).resolve().parents[1]
COMMAND = f"{sys.executable} -m communique.cli.main"

# Name of the measure: scorer and its arguments, `@` standing for the shared folder.
MEASURES: Mapping[str, tuple[str, ...]] = {
    "articles": ("score.py", f"{COMMAND} code"),
    "sentences": ("score_sentences.py", "@/gsr/dev.jsonl", "--program", f"{COMMAND} code"),
    "pairs": ("score_pairs.py", "@/plv/dev.jsonl", "--command", f"{COMMAND} code"),
    "pairs_end_to_end": ("score_pairs.py", "@/plv/dev.jsonl", "--end-to-end", "--command", f"{COMMAND} code"),
    "quotes": ("score_quotes.py", "@/quotes", "--command", f"{COMMAND} code"),
    "actors": ("score_actors.py", "@/actors-dev.jsonl", "--command", f"{COMMAND} actors code"),
    "names": ("score_names.py", "@/names-dev.csv", "--command", f"{COMMAND} actors compare"),
    "stories": ("score_stories.py", "@/happenings", "--command", COMMAND),
}
# The project's own judged pairs of reports, which need nothing shared.
PAIRS_OF_REPORTS = "happenings"
# What the judge adds is told for these, by coding without it beside.
JUDGED = ("articles", "own_odd", "own_even", "sentences", "pairs", "pairs_end_to_end")
FRAMES_ONLY = "_no_judge"


# Figures of the other sets that docs/accuracy.md shows.
OTHERS = (
    ("sentences", ("sentences",)),
    ("sentences", ("type_any",)),
    ("sentences", ("type_and_actors",)),
    ("sentences", ("no_event",)),
    ("sentences", ("type_precision",)),
    ("pairs", ("sentences",)),
    ("pairs", ("macro_f1",)),
    ("pairs", ("accuracy",)),
    ("pairs_end_to_end", ("macro_f1",)),
    ("pairs_end_to_end", ("none",)),
    ("quotes", ("direct", "f1")),
    ("quotes", ("all", "f1")),
    ("quotes", ("source_accuracy",)),
    ("actors", ("needs_person_false", "both")),
    ("actors", ("needs_person_true", "both")),
    ("names", ("all", "f1")),
    (PAIRS_OF_REPORTS, ("pairs",)),
    (PAIRS_OF_REPORTS, ("precision",)),
    (PAIRS_OF_REPORTS, ("recall",)),
    (PAIRS_OF_REPORTS, ("coded",)),
    (PAIRS_OF_REPORTS, ("recall_coded",)),
    (PAIRS_OF_REPORTS, ("held_out", "precision")),
    (PAIRS_OF_REPORTS, ("held_out", "recall")),
    (PAIRS_OF_REPORTS, ("held_out", "recall_coded")),
    (PAIRS_OF_REPORTS, ("one_store", "precision")),
    (PAIRS_OF_REPORTS, ("one_store", "recall")),
    ("stories", ("documents",)),
    ("stories", ("bcubed", "f1")),
    ("stories", ("pairwise", "f1")),
)
# Figures that show what the judge adds.
ADDED = (
    ("articles", "event_core_f1"),
    ("articles", "event_precision"),
    ("own_odd", "event_core_f1"),
    ("own_even", "event_core_f1"),
    ("own_even", "event_precision"),
    ("own_even", "must_not_violations"),
    ("sentences", "type_any"),
    ("sentences", "type_and_actors"),
    ("sentences", "type_precision"),
    ("pairs", "macro_f1"),
    ("pairs_end_to_end", "macro_f1"),
)
# The project's own gold articles: errors are looked at in the odd ones only, the even ones are held out.
OWN = {"own_odd": 1, "own_even": 0}


def measure(name: str, shared: Path) -> dict[str, object]:
    """One scorer's summary; names that end in `_no_judge` are measured with frames alone."""
    plain = name.removesuffix(FRAMES_ONLY)
    command = f"{COMMAND} code" + (" --no-judge" if plain != name else "")
    if plain in OWN:
        with tempfile.TemporaryDirectory() as folder:
            return measure_own(OWN[plain], shared, Path(folder), command)
    if plain == PAIRS_OF_REPORTS:
        return happenings.summary(*happenings.measure())
    script, *arguments = MEASURES[plain]
    arguments = [command if a == f"{COMMAND} code" else a.replace("@", str(shared)) for a in arguments]
    return run_scorer(shared / "gold" / script, *arguments)


def measure_own(odd: int, shared: Path, folder: Path, command: str) -> dict[str, object]:
    """The article scorer on the odd or even articles of `tests/gold`."""
    for script in (shared / "gold").glob("*.py"):
        shutil.copy(script, folder)
    for kind in ("articles", "gold"):
        (folder / kind).mkdir()
        for path in (ROOT / "tests" / "gold" / kind).iterdir():
            if int(path.name[:2]) % 2 == odd:
                shutil.copy(path, folder / kind)
    return run_scorer(folder / "score.py", command)


def run_scorer(script: Path, *arguments: str) -> dict[str, object]:
    """Run a scorer of the shared gold; returns its summary, or ends with its words."""
    command = [sys.executable, str(script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script.name}: status {done.returncode}\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout))


def write_docs(found: Mapping[str, Mapping[str, object]]) -> None:
    """Show the figures in the page that explains them, those of articles side by side."""
    sets = ("articles", "own_odd", "own_even")
    rows = ["| figure | gold, 16 | own, odd 29 | own, even 29 (held out) |", "| --- | ---: | ---: | ---: |"]
    names = (n for n in found["articles"] if n not in ("exit", "bad_lines", "articles_read"))
    rows += [f"| {n} | " + " | ".join(_cell(found[s].get(n)) for s in sets) + " |" for n in names]
    others = ["| set | figure | value |", "| --- | --- | ---: |"]
    others += [f"| {s} | {' '.join(path)} | {_cell(_at(found[s], path))} |" for s, path in OTHERS]
    types = sorted(dict(_at(found["sentences"], ("by_type",))).items())  # type: ignore[call-overload]
    kinds = ["| type | gold sentences | with the type | with type and parties |", "| --- | ---: | ---: | ---: |"]
    kinds += [f"| {t} | {n['gold']} | {n['type_any']} | {n['type_and_actors']} |" for t, n in types]
    classes = ["| class | parties given, F1 | parties to be found, F1 |", "| --- | ---: | ---: |"]
    both = [dict(_at(found[s], ("f1",))) for s in ("pairs", "pairs_end_to_end")]  # type: ignore[call-overload]
    classes += [f"| {c} | {_cell(both[0][c])} | {_cell(both[1][c])} |" for c in sorted(both[0])]
    added = ["| set | figure | frames alone | with the judge |", "| --- | --- | ---: | ---: |"]
    added += [f"| {s} | {f} | {_cell(found[s + FRAMES_ONLY].get(f))} | {_cell(found[s].get(f))} |" for s, f in ADDED]
    page = ROOT / "docs" / "accuracy.md"
    text = page.read_text("utf-8")
    for name, table in (
        ("articles", rows),
        ("others", others),
        ("types", kinds),
        ("judge", added),
        ("classes", classes),
    ):
        opening, closing = f"<!-- {name}: made by benchmarks/accuracy.py -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(opening)
        text = before + opening + "\n" + "\n".join(table) + "\n" + closing + rest.partition(closing)[2]
    page.write_text(text, "utf-8")


def _at(found: object, path: tuple[str, ...]) -> object:
    for key in path:
        found = found[key]  # type: ignore[index]
    return found


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "–" if value is None else str(value)


def main() -> None:
    """Run the scorers and write their summaries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    names = [*MEASURES, PAIRS_OF_REPORTS, *OWN, *(n + FRAMES_ONLY for n in JUDGED)]
    parser.add_argument("--only", nargs="*", choices=names, default=names)
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.json and the table in accuracy.md")
    args = parser.parse_args()
    found = {name: measure(name, args.shared) for name in args.only}
    text = json.dumps(found, indent=1) + "\n"
    print(text, end="")
    if args.write:
        kept = ROOT / "docs" / "accuracy.json"
        whole = json.loads(kept.read_text("utf-8")) | found
        kept.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
        write_docs(whole)


if __name__ == "__main__":
    main()
