"""`communique forget`: remove a person or a source for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import StoreOption
from communique.cli.talk import tell
from communique.errors import ConfigError

if TYPE_CHECKING:
    from communique.records import Actor
    from communique.store import Store


def forget(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ACTOR|SOURCE",
            help="Id or name of a person; or an article's id, file or address, or a site with / at its end.",
            show_default=False,
        ),
    ],
    store: StoreOption = "relations.db",
) -> None:
    """Remove a person or a source from a store for good; no later build brings it back.

    Of a person the records keep the role ("Foreign Minister", "a person") and the texts keep their length, with the
    letters of the name blacked out. Only digests of the name are remembered. Of a source all articles go, with all that
    only they supported. This cannot be undone; your own files and backups stay as they are.

    Examples:

      communique forget 0f6c1d2e3a4b5c6d --store relations.db

      communique forget "Pat Miller"

      communique forget https://example.org/
    """
    from communique.building import merge_store
    from communique.store import open_store

    with open_store(store) as opened:
        day = opened.judged_on()
        actor = _find_person(opened, what)
        if actor is not None:
            changed = opened.forget_person(actor)
            merge_store(opened, as_of=day)
            opened.wipe()
            tell(f"forgotten: a person of {actor.state or 'no state'}, in {changed} articles")
            return
        gone = opened.forget_source(what)
        merge_store(opened, as_of=day)
        opened.wipe()
    tell(f"forgotten: {gone.articles} articles with {gone.records} records and {gone.reviews} reviews")


def _find_person(store: Store, sought: str) -> Actor | None:
    from communique.merging.decisions import find_actor
    from communique.records import Actor, ActorKind

    found = find_actor((a for a in store.records("actor") if isinstance(a, Actor)), sought)
    if not found:
        return None
    people = [a for a in found if a.kind is ActorKind.PERSON]
    if len(people) > 1:
        several = ", ".join(f"{a.id} ({a.names[0]}, {a.state or 'no state'})" for a in people[:5])
        raise ConfigError(f"{len(people)} people are called {sought!r}: {several}", remedy="name one by the id")
    if not people:
        raise ConfigError(f"{sought!r} is a {found[0].kind}", remedy="only people and sources can be forgotten")
    return people[0]
