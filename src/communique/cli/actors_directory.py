"""`communique actors list|show|merge|split`: the directory, and what people decide about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import StoreOption, read_state
from communique.cli.talk import tell, visible
from communique.errors import ConfigError

if TYPE_CHECKING:
    from communique.merging.decisions import ActorDecision, ActorName
    from communique.records import Actor, Tenure
    from communique.store import Store

ActorArgument = Annotated[str, typer.Argument(help="Id or name of an actor.", show_default=False)]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", help="Who decides; your user name if not given.", envvar="COMMUNIQUE_REVIEWER", show_default=False
    ),
]
BecauseOption = Annotated[str | None, typer.Option("--because", "--reason", help="Why.", show_default=False)]


def list_actors(
    states: Annotated[
        list[str] | None, typer.Argument(help="Only actors of these states: codes or names.", show_default=False)
    ] = None,
    store: StoreOption = "relations.db",
) -> None:
    """List the actors of a store: id, kind, state, sector, names.

    Examples:

      communique actors list --store relations.db

      communique actors list Peru
    """
    from communique.records import Actor
    from communique.store import open_store

    codes = {read_state(s) for s in states or ()}
    with open_store(store) as opened:
        for actor in opened.records("actor"):
            if isinstance(actor, Actor) and (not codes or actor.state in codes):
                cells = (actor.id, actor.kind, actor.state or "-", actor.sector or "-", "; ".join(actor.names))
                sys.stdout.write(visible("  ".join(cells)) + "\n")


def show(actor: ActorArgument, store: StoreOption = "relations.db") -> None:
    """Show an actor, the offices that articles attest, and what people decided about it, as JSON Lines.

    Examples:

      communique actors show 0f6c1d2e3a4b5c6d --store relations.db

      communique actors show "Rosa Quispe"
    """
    from communique.merging.decisions import names_of
    from communique.records import to_line
    from communique.store import open_store

    with open_store(store) as opened:
        found = pick_actor(opened, actor)
        sys.stdout.write(to_line(found) + "\n")
        for tenure in _tenures(opened, found):
            sys.stdout.write(to_line(tenure) + "\n")
        names = {n.plain for n in names_of(found)}
        for decision in opened.actor_decisions():
            if any(a.plain.fits(b) for a in (*decision.one, *decision.other) for b in names):
                sys.stdout.write(_decision_line(decision) + "\n")


def merge(
    actor: ActorArgument,
    other: Annotated[str, typer.Argument(help="Id or name of another.", show_default=False)],
    store: StoreOption = "relations.db",
    by: ByOption = None,
    because: BecauseOption = None,
) -> None:
    """Say that two entries of the directory are one actor. Holds for all later builds.

    Example:

      communique actors merge "Rosa Quispe" "R. Quispe Mamani" --by ana --because "same minister, see cabinet list"
    """
    from communique.building import merge_store
    from communique.merging.decisions import Verdict, make_decision, names_of
    from communique.store import open_store

    with open_store(store) as opened:
        one, two = pick_actor(opened, actor), pick_actor(opened, other)
        if one.id == two.id:
            raise ConfigError(f"{actor!r} and {other!r} are one entry already, {one.id}")
        if one.kind is not two.kind:
            raise ConfigError(
                f"{one.names[0]} is a {one.kind} and {two.names[0]} a {two.kind}",
                remedy="only actors of one kind can be one",
            )
        decision = make_decision(Verdict.MERGE, names_of(one), names_of(two), by=_who(by), at=_now(), reason=because)
        opened.decide_actors(decision)
        merge_store(opened, as_of=opened.judged_on())
        merged = pick_actor(opened, one.id)
    tell(f"{merged.id}: {', '.join(merged.names)}")


def split(
    actor: ActorArgument,
    names: Annotated[list[str] | None, typer.Argument(help="The names that are another's.", show_default=False)] = None,
    offices: Annotated[
        list[str] | None,
        typer.Option(
            "--office", help="An office of the other person of this name; may be repeated.", show_default=False
        ),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--article", help="Id of an article that means the other; may be repeated.", show_default=False),
    ] = None,
    store: StoreOption = "relations.db",
    by: ByOption = None,
    because: BecauseOption = None,
) -> None:
    """Say that an entry is two actors: some of its names are another's, or two people have one name.

    People of one name are told apart by an office, in whatever article, or by an article. Holds for all later builds.

    Examples:

      communique actors split 0f6c1d2e3a4b5c6d "R. Quispe" --by ana --because "the minister's brother"

      communique actors split "Mohammed Hassan" --office "health minister"

      communique actors split "Mohammed Hassan" --article 3f2a90c1d4e5b678

      communique actors show 0f6c1d2e3a4b5c6d    # shows the names, offices and articles that it has
    """
    from communique.building import merge_store
    from communique.store import open_store

    if bool(names) == bool(offices or articles):
        raise ConfigError(
            "nothing says which mentions are another's" if not names else "a name is given, and an office or article",
            remedy="give names of the entry; or, for two people of one name, --office or --article",
        )
    with open_store(store) as opened:
        found = pick_actor(opened, actor)
        if names:
            decision = _part_names(found, names, by=_who(by), because=because)
        else:
            decision = _part_namesakes(opened, found, offices or [], articles or [], by=_who(by), because=because)
        opened.decide_actors(decision)
        merge_store(opened, as_of=opened.judged_on())
        left = [a for a in _actors(opened) if _is_meant(a, decision)]
        told = [f"{a.id}: {', '.join(a.names)}{_in_offices(opened, a)}" for a in left]
    for line in told:
        tell(line)


def _part_names(found: Actor, names: list[str], *, by: str, because: str | None) -> ActorDecision:
    from communique.merging.decisions import Verdict, make_decision, mark_of, name_of, names_of

    mark = mark_of(found.id)
    parts = {name_of(n, found.kind, found.state).marked(mark): n for n in names}
    own = set(names_of(found))
    if unknown := [n for part, n in parts.items() if part not in own]:
        raise ConfigError(f"{found.names[0]} has no name {unknown[0]!r}", remedy=f"it has {'; '.join(found.names)}")
    if parts.keys() == own:
        raise ConfigError(
            f"these are all names of {found.names[0]}",
            remedy="name those of one of the two; where both bear one name, part them by --office or --article",
        )
    return make_decision(Verdict.SPLIT, own - parts.keys(), parts, by=by, at=_now(), reason=because)


def _part_namesakes(
    opened: Store, found: Actor, offices: list[str], articles: list[str], *, by: str, because: str | None
) -> ActorDecision:
    from communique.merging.decisions import Verdict, make_decision, names_of
    from communique.merging.namesakes import holds_office
    from communique.records import ActorKind

    if found.kind is not ActorKind.PERSON:
        raise ConfigError(f"{found.names[0]} is a {found.kind}", remedy="only people of one name can be parted")
    told = opened.mentions_of(found)
    held = sorted({office for _, office in told if office}, key=str.casefold)
    for office in offices:
        if not any(holds_office((h,), (office,)) for h in held):
            known = "; ".join(held) or "none"
            raise ConfigError(f"no article gives {found.names[0]} the office {office!r}", remedy=f"told are: {known}")
    for article in articles:
        if article not in {a for a, _ in told}:
            known = ", ".join(sorted({a for a, _ in told})[:5])
            raise ConfigError(f"{article!r} is no article that names {found.names[0]}", remedy=f"such are {known}")
    if all(a in articles or (o and holds_office((o,), offices)) for a, o in told if o or a in articles or not held):
        raise ConfigError(
            f"these are all mentions of {found.names[0]}", remedy="name an office or article of one of the two only"
        )
    names = names_of(found)
    return make_decision(
        Verdict.SPLIT, names, names, by=by, at=_now(), reason=because, offices=offices, articles=articles
    )


def pick_actor(store: Store, sought: str) -> Actor:
    """The one entry of this id or name; raises ConfigError where there is none, or where there are several."""
    from communique.merging.decisions import find_actor

    found = find_actor(_actors(store), sought)
    if not found:
        raise ConfigError(f"{store.name} has no actor {sought!r}", remedy="communique actors list shows their ids")
    if len(found) > 1:
        several = "; ".join(
            f"{a.id} ({a.names[0] if a.names else a.kind}, {a.state or 'no state'}{_in_offices(store, a)})"
            for a in found[:5]
        )
        raise ConfigError(f"{len(found)} actors are called {sought!r}: {several}", remedy="name one by its id")
    return found[0]


def _actors(store: Store) -> list[Actor]:
    from communique.records import Actor

    return [a for a in store.records("actor") if isinstance(a, Actor)]


def _tenures(store: Store, actor: Actor) -> list[Tenure]:
    from communique.records import Tenure

    wanted = set(actor.tenures)
    return [t for t in store.records("tenure") if isinstance(t, Tenure) and t.id in wanted] if wanted else []


def _in_offices(store: Store, actor: Actor) -> str:
    offices = {t.office.casefold(): t.office for t in reversed(_tenures(store, actor))}
    return f", {', '.join(sorted(offices.values())[:3])}" if offices else ""


def _is_meant(actor: Actor, decision: ActorDecision) -> bool:
    """Whether a decision that parts two is about an entry, be it the one or the other."""
    from communique.merging.decisions import names_of

    meant = [n.plain for n in (*decision.one, *decision.other)]
    return any(n.plain.fits(m) for n in names_of(actor) for m in meant)


def _decision_line(decision: ActorDecision) -> str:
    row: dict[str, object] = {
        "record": "decision",
        "id": decision.id,
        "action": decision.action,
        "names": _plain(decision.one),
        "others": _plain(decision.other),
        "by": decision.by,
        "at": decision.at,
        "reason": decision.reason,
    }
    if decision.parts_namesakes:
        row |= {"offices": decision.offices, "articles": decision.articles}
    return json.dumps(row, ensure_ascii=False)


def _plain(names: Iterable[ActorName]) -> list[dict[str, str | None]]:
    return [{"name": n.name, "kind": n.kind, "state": n.state} for n in names]


def _who(by: str | None) -> str:
    if by:
        return by
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise ConfigError("nobody is named who decides", remedy="add --by NAME") from error


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="microseconds")
