"""How commands talk: records on stdout, words on stderr, statuses 0 (done), 2 (wrong usage), 3 (some input failed)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from communique.records import Refusal

if TYPE_CHECKING:
    from rich.console import Console

WRONG_USAGE = 2
SOME_FAILED = 3
INTERRUPTED = 130


def console() -> Console:
    """The console for words, on stderr, so that stdout holds records alone."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def tell(message: str) -> None:
    """One line on stderr; control characters in it (from file names and articles) are made visible."""
    sys.stderr.write(visible(message) + "\n")


def visible(text: str) -> str:
    """Text without characters that could steer a terminal."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def tell_refusal(refusal: Refusal) -> None:
    """What could not be read or coded, and what to do."""
    word = "not coded" if refusal.stage == "coding" else "not read"
    remedy = f"; {refusal.remedy}" if refusal.remedy else ""
    tell(f"{word}: {refusal.uri}: {refusal.reason}{remedy}")


def fail(message: str, *, status: int) -> NoReturn:
    """End with one clear line."""
    tell(f"communique: {message}")
    sys.exit(status)


@contextmanager
def progress(total: int | None, *, what: str) -> Iterator[Callable[[], None]]:
    """A progress bar on stderr while it is a terminal; yields the function that says one more is done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    out = console()
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
