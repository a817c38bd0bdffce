"""Measure all that the shared gold can measure, and print it as JSON; docs/accuracy.md tells what the figures mean.

usage: accuracy.py [--shared FOLDER] [--only NAME …] [--write]

With --write, docs/accuracy.json and the table in docs/accuracy.md are made anew from what was measured.
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

ROOT = Path(__file__).resolve().parents[1]
COMMAND = f"{sys.executable} -m communique.cli.main"

# Name of the measure: scorer and its arguments, `@` standing for the shared folder.
MEASURES: Mapping[str, tuple[str, ...]] = {
    "articles": ("score.py", f"{COMMAND} code"),
    "sentences": ("score_sentences.py", "@/gsr/dev.jsonl", "--program", f"{COMMAND} code"),
    "pairs_end_to_end": ("score_pairs.py", "@/plv/dev.jsonl", "--end-to-end", "--command", f"{COMMAND} code"),
    "quotes": ("score_quotes.py", "@/quotes", "--command", f"{COMMAND} code"),
    "actors": ("score_actors.py", "@/actors-dev.jsonl", "--command", f"{COMMAND} actors code"),
}


# Figures of the other sets that docs/accuracy.md shows.
OTHERS = (
    ("sentences", ("sentences",)),
    ("sentences", ("type_any",)),
    ("sentences", ("type_and_actors",)),
    ("sentences", ("no_event",)),
    ("sentences", ("type_precision",)),
    ("pairs_end_to_end", ("sentences",)),
    ("pairs_end_to_end", ("macro_f1",)),
    ("pairs_end_to_end", ("none",)),
    ("quotes", ("direct", "f1")),
    ("quotes", ("all", "f1")),
    ("quotes", ("source_accuracy",)),
    ("actors", ("needs_person_false", "both")),
    ("actors", ("needs_person_true", "both")),
)
# The project's own gold articles: errors are looked at in the odd ones only, the even ones are held out.
OWN = {"own_odd": 1, "own_even": 0}


def measure(name: str, shared: Path) -> dict[str, object]:
    """One scorer's summary."""
    if name in OWN:
        with tempfile.TemporaryDirectory() as folder:
            return measure_own(OWN[name], shared, Path(folder))
    script, *arguments = MEASURES[name]
    return run_scorer(shared / "gold" / script, *(a.replace("@", str(shared)) for a in arguments))


def measure_own(odd: int, shared: Path, folder: Path) -> dict[str, object]:
    """The article scorer on the odd or even articles of `tests/gold`."""
    for script in (shared / "gold").glob("*.py"):
        shutil.copy(script, folder)
    for kind in ("articles", "gold"):
        (folder / kind).mkdir()
        for path in (ROOT / "tests" / "gold" / kind).iterdir():
            if int(path.name[:2]) % 2 == odd:
                shutil.copy(path, folder / kind)
    return run_scorer(folder / "score.py", f"{COMMAND} code")


def run_scorer(script: Path, *arguments: str) -> dict[str, object]:
    """Run a scorer of the shared gold; returns its summary, or ends with its words."""
    command = [sys.executable, str(script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script.name}: status {done.returncode}\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout))


def write_docs(found: Mapping[str, Mapping[str, object]]) -> None:
    """Keep the figures, and show those of articles side by side in the page that explains them."""
    (ROOT / "docs" / "accuracy.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    sets = ("articles", "own_odd", "own_even")
    rows = ["| figure | gold, 16 | own, odd 10 | own, even 10 (held out) |", "| --- | ---: | ---: | ---: |"]
    names = (n for n in found["articles"] if n not in ("exit", "bad_lines", "articles_read"))
    rows += [f"| {n} | " + " | ".join(_cell(found[s].get(n)) for s in sets) + " |" for n in names]
    others = ["| set | figure | value |", "| --- | --- | ---: |"]
    others += [f"| {s} | {' '.join(path)} | {_cell(_at(found[s], path))} |" for s, path in OTHERS]
    types = sorted(dict(_at(found["sentences"], ("by_type",))).items())  # type: ignore[call-overload]
    kinds = ["| type | gold sentences | with the type | with type and parties |", "| --- | ---: | ---: | ---: |"]
    kinds += [f"| {t} | {n['gold']} | {n['type_any']} | {n['type_and_actors']} |" for t, n in types]
    page = ROOT / "docs" / "accuracy.md"
    text = page.read_text("utf-8")
    for name, table in (("articles", rows), ("others", others), ("types", kinds)):
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
    parser.add_argument("--only", nargs="*", choices=[*MEASURES, *OWN], default=[*MEASURES, *OWN])
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.json and the table in accuracy.md")
    args = parser.parse_args()
    found = {name: measure(name, args.shared) for name in args.only}
    text = json.dumps(found, indent=1) + "\n"
    if args.write:
        write_docs(found)
    print(text, end="")


if __name__ == "__main__":
    main()
