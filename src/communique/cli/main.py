"""The `communique` command: one thin module a command."""

from __future__ import annotations

import sys

import typer

from communique.cli import (
    actors,
    build,
    code,
    dossier,
    export,
    forget,
    lexicon,
    model,
    query,
    review,
    schema,
    score,
    statements,
    store,
)
from communique.cli.talk import fail
from communique.errors import CommuniqueError

app = typer.Typer(
    name="communique",
    help="Read news about what states do to each other, and keep a record of it that anyone can check.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback()(schema.options)
app.command("build")(build.build)
app.command("code")(code.code)
app.command("dossier")(dossier.dossier)
app.command("export")(export.export)
app.command("forget")(forget.forget)
for name, command in {**query.COMMANDS, **statements.COMMANDS}.items():
    app.command(name)(command)
app.add_typer(actors.app, name="actors")
app.add_typer(lexicon.app, name="lexicon")
app.command("model")(model.model)
app.add_typer(review.app, name="review")
app.add_typer(review.app, name="reviews", hidden=True)
app.command("schema")(schema.schema)
app.command("score")(score.score)
app.add_typer(store.app, name="store")


def main() -> None:
    """Run the command; errors that the user can mend are one line, with status 2 or 3."""
    try:
        app()
    except CommuniqueError as error:
        fail(str(error), status=2)
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; that is no error, and nobody is left to tell.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
