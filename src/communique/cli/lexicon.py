"""`communique lexicon`: check the frames, and see why a sentence is coded as it is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import LexiconOption, ModelOption, Published, read_date
from communique.cli.talk import tell, visible
from communique.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import Console

    from communique.coding.explain import Explanation, Fired, Trial
    from communique.records import Event

app = typer.Typer(help="Check the lexicon of event frames; see why a sentence is coded as it is.", no_args_is_help=True)
# A page is for `communique code`; an explanation of one would be a book.
MAX_CHARACTERS = 20_000


@app.callback()
def options() -> None:
    """Check the lexicon of event frames; see why a sentence is coded as it is."""


@app.command()
def check(
    lexicon: LexiconOption = None,
    language: Annotated[str, typer.Option(help="Language of the lexicon.")] = "en",
) -> None:
    """Load the lexicon with your own files; say how many entries it has, or which line is wrong.

    Example:

      communique lexicon check --lexicon mine.toml
    """
    from communique.coding.lexicon import load_lexicon

    compiled = load_lexicon(language, extra=lexicon or ())
    tell(f"lexicon {compiled.version}: {compiled.triggers} triggers, in order")


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence; - for standard input.", show_default=False)],
    published: Published = None,
    model: ModelOption = None,
    lexicon: LexiconOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one sentence a line.")] = False,
) -> None:
    """Show what the frames of the lexicon make of a sentence: which fired, which did not and why, and the events.

    Examples:

      communique lexicon explain "Chile recalled its ambassador from Peru."

      echo "Chile agreed to send aid to Peru." | communique lexicon explain -
    """
    from communique.coding.article import load_tools
    from communique.coding.explain import explain_text

    text = sys.stdin.read(MAX_CHARACTERS + 1) if sentence == "-" else sentence
    if not text.strip():
        raise ConfigError("there is no sentence", remedy='write it as argument: lexicon explain "…"')
    if len(text) > MAX_CHARACTERS:
        raise ConfigError(
            f"more than {MAX_CHARACTERS:,} characters", remedy="give a sentence; communique code reads articles"
        )
    on = read_date(published, option="--published")
    found = explain_text(text, load_tools(model=model, lexicon=lexicon or ()), published=on)
    if as_json:
        import orjson

        sys.stdout.writelines(orjson.dumps(one).decode() + "\n" for one in found)
        return
    from rich.console import Console

    out = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    for one in found:
        _show(one, out)


def _show(one: Explanation, out: Console) -> None:
    from rich.text import Text

    out.print(Text(visible(one.sentence), style="bold"))
    rows = [(w.text, w.lemma, w.pos, w.relation, w.head, str(w.frames or "")) for w in one.words]
    _print(out, ("word", "lemma", "part", "relation", "of", "frames"), rows)
    _print(out, ("fired", "frame", "reads", "parties by slot", "came of it"), [_fired(f) for f in one.fired])
    _print(out, ("not fired", "frame", "because"), _group(t for t in one.trials if t.why))
    _print(out, ("event", "modality", "actor", "recipient", "when", "rule", "confidence"), map(_event, one.events))
    if not one.events:
        out.print(Text("no event\n"))


def _fired(fired: Fired) -> tuple[str, ...]:
    kind = " ".join(p for p in (fired.event, fired.mode, fired.modality) if p)
    reads = kind + (f" (content {fired.content})" if fired.content else "")
    slots = "\n".join(f"{s.role}, {s.slot}: {', '.join(s.names)}" for s in fired.slots)
    return (
        fired.trigger,
        fired.frame,
        reads,
        slots,
        f"event {', '.join(fired.events)}" if fired.events else fired.why or "",
    )


def _group(trials: Iterable[Trial]) -> list[tuple[str, str, str]]:
    """One row for the frames of a word that did not fire for one reason."""
    rows: dict[tuple[str, str], list[str]] = {}
    for trial in trials:
        rows.setdefault((trial.trigger.split()[0], trial.why or ""), []).append(trial.frame)
    return [(word, ", ".join(dict.fromkeys(frames)), why) for (word, why), frames in rows.items()]


def _event(event: Event) -> tuple[str, ...]:
    parties = (", ".join(r.state or r.name for r in refs) for refs in (event.actor, event.recipient))
    kind = f"{event.event} {event.mode}" if event.mode else event.event.value
    return kind, event.modality, *parties, event.start or "", event.rule, f"{event.confidence:g}"


def _print(out: Console, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        # Text, never markup: the sentence may be anybody's.
        table.add_row(*(Text("\n".join(visible(line) for line in cell.split("\n"))) for cell in row))
    if table.row_count:
        out.print(table)
        out.print()
