"""Decisions about actors, imported office holders and forgotten people, in a store and through rebuilds."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

import communique.store
from communique.actors.holders import Holder, HolderTable
from communique.building import merge_store
from communique.coding.privacy import Names
from communique.merging.decisions import ActorDecision, Verdict, find_actor, make_decision, names_of
from communique.records import Actor, Article, Coded, Coder, EventType, PartialDate, to_line
from communique.store import Store, migrate_store, open_store, schema
from communique.store.engine import make_engine
from factories import make_article, make_event, make_quote, make_tenure, person, state

TEXT = "Peru's Health Minister Rosa Quispe met Pedro Salas of Chile in Lima. “We agree,” Quispe said."
LATER = "Rosa Quispe left Lima. R. Quispe went to Cusco. “Well,” said Comandante Luz."


def matter(coder: Coder | None = None) -> list[tuple[Article, list[Coded]]]:
    first, second = (
        make_article("first", TEXT, title="Rosa Quispe in Lima", published="2022-05-10"),
        make_article("second", LATER, published="2022-05-11"),
    )
    quispe, salas = person("Rosa Quispe", "PER", "Health Minister"), person("Pedro Salas", "CHL", "senator")
    met = TEXT.split(".", maxsplit=1)[0]
    found: list[tuple[Article, list[Coded]]] = [
        (
            first,
            [
                make_event(first, met, EventType.CONSULT, actor=[quispe], recipient=[salas]),
                make_quote(first, "“We agree,”", quispe),
                make_tenure(first, met, quispe),
            ],
        ),
        (
            second,
            [
                make_quote(second, "Rosa Quispe left Lima.", person("Rosa Quispe", "PER")),
                make_quote(second, "R. Quispe went to Cusco.", person("R. Quispe", "PER", "doctor")),
                make_quote(second, "“Well,”", person("Comandante Luz", "PER")),
                make_event(second, "Rosa Quispe left Lima.", EventType.RETREAT, actor=[state("PER")]),
            ],
        ),
    ]
    if coder is None:
        return found
    return [(a, [dataclasses.replace(r, coder=coder) for r in records]) for a, records in found]


def fill(store: Store, coder: Coder | None = None) -> None:
    for article, records in matter(coder):
        store.put(article, records)
    merge_store(store)


def actors(store: Store) -> list[Actor]:
    return [a for a in store.records("actor") if isinstance(a, Actor)]


def named(store: Store, name: str) -> Actor:
    [found] = find_actor(actors(store), name)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relations.db"


@pytest.fixture
def store(target: str) -> Iterator[Store]:
    """The matter in a store of either engine."""
    with open_store(target, create=True) as opened:
        fill(opened)
        yield opened


@pytest.fixture
def in_file(path: Path) -> Iterator[Store]:
    with open_store(path, create=True) as opened:
        fill(opened)
        yield opened


def decide(store: Store, action: Verdict, one: str, other: str) -> ActorDecision:
    sides = (names_of(named(store, one)), names_of(named(store, other)))
    decision = make_decision(action, *sides, by="ana", at="2024-05-01T10:00:00", reason="known by both names")
    store.decide_actors(decision)
    return decision


def test_a_decision_comes_back_and_needs_a_merging(store: Store) -> None:
    assert not store.needs_merging()
    decision = decide(store, Verdict.MERGE, "Rosa Quispe", "Comandante Luz")
    assert store.needs_merging()
    assert store.actor_decisions() == [decision]
    merge_store(store)
    assert named(store, "Comandante Luz").id == named(store, "Rosa Quispe").id
    assert store.check() == []


def test_decisions_survive_a_rebuild_by_a_newer_coder(store: Store) -> None:
    decide(store, Verdict.MERGE, "Rosa Quispe", "Comandante Luz")
    fill(store, Coder(program="9.0.0", model="en-9", lexicon="9"))
    assert named(store, "Comandante Luz").id == named(store, "Rosa Quispe").id
    assert named(store, "Rosa Quispe").rule == "actor.decision"


def test_a_split_survives_a_rebuild(store: Store) -> None:
    quispe = named(store, "Rosa Quispe")
    assert set(quispe.names) == {"Rosa Quispe", "R. Quispe"}
    one, other = (
        [n for n in names_of(quispe) if n.name.startswith("rosa")],
        [n for n in names_of(quispe) if not n.name.startswith("rosa")],
    )
    store.decide_actors(make_decision(Verdict.SPLIT, one, other, by="ana", at="2024-05-01"))
    fill(store, Coder(program="9.0.0", model="en-9", lexicon="9"))
    assert named(store, "R. Quispe").id != named(store, "Rosa Quispe").id


def test_office_holders_come_back_and_take_the_place_of_older_ones(store: Store) -> None:
    assert store.holders() is None
    one = Holder(name="Rosa Quispe", state="PER", office="Minister", sector="GOV", first=PartialDate("2020"))
    two = Holder(name="Ana Vik", state=None, last=PartialDate("2021-02-03"))
    assert store.import_holders(HolderTable((one, two)), source="list.csv") == (2, 0)
    assert store.holders() == HolderTable((one, two))
    assert store.import_holders(HolderTable((one,)), source="list.csv") == (0, 1)
    assert store.import_holders(HolderTable((one,)), source="other.csv") == (1, 0)
    assert store.holders() == HolderTable((one,))


def test_a_store_knows_whose_names_it_bears(store: Store) -> None:
    assert store.names() is Names.PUBLIC
    store.set_names(Names.PUBLIC)
    assert not store.needs_merging()
    store.set_names(Names.ALL)
    assert store.names() is Names.ALL
    assert store.needs_merging()


def forget(store: Store, name: str) -> int:
    changed = store.forget_person(named(store, name))
    merge_store(store)
    store.wipe()
    return changed


def test_a_forgotten_person_is_nowhere(store: Store) -> None:
    assert forget(store, "Rosa Quispe") == 2
    everything = "".join(to_line(r) for r in store.records())
    assert "Rosa" not in everything
    assert "Quispe" not in everything
    assert "Pedro Salas" in everything
    assert "Comandante Luz" in everything
    assert store.search("Quispe") == []
    assert store.check() == []
    [event] = [r for r in store.records("event") if r.recipient]  # type: ignore[union-attr]
    assert event.actor[0].name == "Health Minister"  # type: ignore[union-attr]


def test_no_page_of_the_file_keeps_the_name(in_file: Store, path: Path) -> None:
    forget(in_file, "Rosa Quispe")
    in_file.close()
    for file in path.parent.iterdir():
        data = file.read_bytes().lower()
        assert b"quispe" not in data
        assert b"rosa" not in data


def test_a_rebuild_brings_nobody_back(store: Store) -> None:
    forget(store, "Rosa Quispe")
    before = [to_line(r) for r in store.records()]
    fill(store)
    assert [to_line(r) for r in store.records()] == before
    fill(store, Coder(program="9.0.0", model="en-9", lexicon="9"))
    again = "".join(to_line(r) for r in store.records())
    assert "Quispe" not in again
    assert "Pedro Salas" in again
    assert store.check() == []


def test_a_new_article_does_not_bring_the_name_in(store: Store) -> None:
    forget(store, "Rosa Quispe")
    article = make_article("third", "Minister Rosa Quispe resigned. “Goodbye,” she said.", published="2022-06-01")
    store.put(article, [make_quote(article, "“Goodbye,”", person("Rosa Quispe", "PER", "Minister"))])
    merge_store(store)
    assert "Quispe" not in "".join(to_line(r) for r in store.records())


def test_decisions_and_tables_about_a_forgotten_person_go_too(in_file: Store, path: Path) -> None:
    decide(in_file, Verdict.MERGE, "Rosa Quispe", "Comandante Luz")
    merge_store(in_file)
    in_file.import_holders(
        HolderTable((Holder(name="Rosa Quispe", state="PER"), Holder(name="Ana Vik", state="NOR"))), source="x"
    )
    forget(in_file, "Rosa Quispe")
    assert in_file.actor_decisions() == []
    assert in_file.holders() == HolderTable((Holder(name="Ana Vik", state="NOR"),))
    in_file.close()
    assert b"quispe" not in path.read_bytes().lower()
    assert b"comandante" not in path.read_bytes().lower()


def test_an_older_text_forgets_too(store: Store) -> None:
    [(first, _), *_] = matter()
    newer = make_article("first", "Nothing is left of it.", published="2022-05-12")
    store.put(newer, [])
    assert newer.id == first.id
    merge_store(store)
    forget(store, "Rosa Quispe")
    with store._reading() as conn:
        [old] = conn.scalars(schema.article_version.select().with_only_columns(schema.article_version.c.text))
    assert "Quispe" not in old
    assert len(old) == len(TEXT)


def test_a_store_of_the_first_schema_keeps_all_it_has(path: Path) -> None:
    engine = make_engine(path, create=True)
    config = Config()
    config.set_main_option("script_location", str(Path(communique.store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(store_write=True) as conn, conn.begin():
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        conn.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        conn.exec_driver_sql("INSERT INTO info (name, value) VALUES ('merged', '1')")
    engine.dispose()
    assert migrate_store(path) == ("0001", schema.HEAD)
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT value FROM info WHERE name = 'merged'").fetchone() == ("1",)
    raw.close()
    with open_store(path) as store:
        fill(store)
        decide(store, Verdict.MERGE, "Rosa Quispe", "Comandante Luz")
        merge_store(store)
        assert store.check() == []


def test_the_migrations_are_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(communique.store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]
