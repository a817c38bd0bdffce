"""What people bring to the directory of actors: decisions, tables of office holders, and whom to forget."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from communique.actors.fullnames import read_full_name
from communique.actors.holders import Holder, HolderTable
from communique.coding.privacy import Names
from communique.merging.decisions import ActorDecision, ActorName, Verdict, name_of
from communique.merging.erasing import Forgotten, erase, erase_text, forget_names, mask_strings, words_to_mask
from communique.records import Actor, ActorKind, ActorRef, Article, Coded, PartialDate, Record, to_json
from communique.store import schema
from communique.store.engine import explained
from communique.store.forgetting import wipe
from communique.store.queries import read_articles
from communique.store.reviewing import read_machine
from communique.store.rows import article_row, dump, given_digest, read_body
from communique.store.transacting import Transacting
from communique.store.writing import delete_coded, insert_coded

# Kind under which the table of what was forgotten keeps people.
_KIND = "actor"


def put_decision(conn: Connection, decision: ActorDecision) -> None:
    """Keep a decision of a person."""
    d, n = schema.actor_decision, schema.actor_decision_name
    row = {"action": decision.action.value, "by": decision.by, "at": decision.at, "reason": decision.reason}
    conn.execute(delete(n).where(n.c.decision == decision.id))
    conn.execute(delete(d).where(d.c.id == decision.id))
    conn.execute(insert(d).values(id=decision.id, **row))
    conn.execute(
        insert(n),
        [
            {
                "decision": decision.id,
                "side": side,
                "ord": ord_,
                "kind": name.kind.value,
                "name": name.name,
                "state": name.state,
            }
            for side, names in (
                ("one", decision.one),
                ("other", decision.other),
                ("office", [ActorName(ActorKind.PERSON, office, None) for office in decision.offices]),
                ("article", [ActorName(ActorKind.PERSON, article, None) for article in decision.articles]),
            )
            for ord_, name in enumerate(names)
        ],
    )


def read_decisions(conn: Connection) -> list[ActorDecision]:
    """All decisions about the directory, oldest first."""
    d, n = schema.actor_decision, schema.actor_decision_name
    sides: dict[tuple[str, str], list[ActorName]] = defaultdict(list)
    for row in conn.execute(select(n).order_by(n.c.decision, n.c.side, n.c.ord)):
        sides[row.decision, row.side].append(ActorName(ActorKind(row.kind), row.name, row.state))
    return [
        ActorDecision(
            id=row.id,
            action=Verdict(row.action),
            one=tuple(sides[row.id, "one"]),
            other=tuple(sides[row.id, "other"]),
            by=row.by,
            at=row.at,
            reason=row.reason,
            offices=tuple(n.name for n in sides[row.id, "office"]),
            articles=tuple(n.name for n in sides[row.id, "article"]),
        )
        for row in conn.execute(select(d).order_by(d.c.at, d.c.id))
    ]


def read_partings(conn: Connection) -> list[ActorDecision]:
    """Decisions that tell people of one name apart, which go before what the coder says of any article."""
    n = schema.actor_decision_name
    there = conn.execute(select(n.c.decision).where(n.c.side.in_(("office", "article"))).limit(1)).first()
    return [d for d in read_decisions(conn) if d.parts_namesakes] if there else []


def put_holders(conn: Connection, table: HolderTable, *, source: str) -> tuple[int, int]:
    """Keep a table in the place of what the same source gave before; returns how many lines came and went."""
    t = schema.holder
    known = {_holder(row) for row in conn.execute(select(t).where(t.c.source == source))}
    fresh = dict.fromkeys(table.holders)
    came, gone = [h for h in fresh if h not in known], [h for h in known if h not in fresh]
    if came or gone:
        conn.execute(delete(t).where(t.c.source == source))
        rows = [
            {"name": h.name, "state": h.state, "office": h.office, "sector": h.sector, "from": h.first, "to": h.last}
            for h in fresh
        ]
        conn.execute(insert(t), [row | {"source": source} for row in rows])
    return len(came), len(gone)


def read_holders(conn: Connection) -> HolderTable | None:
    """All office holders that were imported; None where there are none."""
    found = tuple(
        dict.fromkeys(_holder(row) for row in conn.execute(select(schema.holder).order_by(schema.holder.c.number)))
    )
    return HolderTable(found) if found else None


def _holder(row: Any) -> Holder:
    fields = row._mapping
    return Holder(
        name=row.name,
        state=row.state,
        office=row.office,
        sector=row.sector,
        first=PartialDate(fields["from"]) if fields["from"] else None,
        last=PartialDate(fields["to"]) if fields["to"] else None,
    )


def read_fact(conn: Connection, name: str) -> str | None:
    """A fact about the store."""
    value: str | None = conn.scalar(select(schema.info.c.value).where(schema.info.c.name == name))
    return value


def put_fact(conn: Connection, name: str, value: str) -> None:
    """Keep a fact about the store."""
    if not conn.execute(update(schema.info).where(schema.info.c.name == name).values(value=value)).rowcount:
        conn.execute(insert(schema.info).values(name=name, value=value))


def _articles_naming(conn: Connection, decision: ActorDecision) -> list[Article]:
    """Articles that name somebody of whom a decision speaks."""
    p = schema.party
    named = and_(p.c.name.is_not(None), p.c.article.is_not(None), p.c.kind == ActorKind.PERSON.value)
    query = select(p.c.name, p.c.state, p.c.article).where(named).distinct()
    meant = {n.plain for n in decision.one}
    ids = sorted(
        {
            row.article
            for row in conn.execute(query)
            if any(n.fits(name_of(row.name, ActorKind.PERSON, row.state)) for n in meant)
        }
    )
    return [a for id_ in ids for a in read_articles(conn, schema.article.c.id == id_)]


# Forgetting ----------------------------------------------------------------------------------------------------------


def read_forgotten(conn: Connection) -> Forgotten:
    """Who must not come back."""
    t = schema.forgotten
    keys = (key.partition("|") for key in conn.scalars(select(t.c.key).where(t.c.kind == _KIND)))
    return Forgotten(read_fact(conn, "salt") or "", frozenset((digest, state) for digest, _, state in keys))


def forget_person(conn: Connection, actor: Actor) -> int:
    """Remove a person from all articles and records, and remember by digest not to take the name in again.

    Returns:
        How many articles changed.
    """
    salt = read_fact(conn, "salt")
    if salt is None:
        salt = secrets.token_hex(16)
        put_fact(conn, "salt", salt)
    keys = {actor.id, *actor.aliases, *_keys_of(conn, actor.id)}
    names = [(row.name, row.state, row.office) for row in _mentions(conn, keys)]
    names += [(name, actor.state, None) for name in actor.names]
    new = forget_names((_ref(*name) for name in names), salt)
    known = read_forgotten(conn).keys
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [{"kind": _KIND, "key": f"{d}|{s}", "at": at} for d, s in sorted(new.keys - known)]
    if rows:
        conn.execute(insert(schema.forgotten), rows)
    _delete_decisions(conn, {name_of(n, ActorKind.PERSON, s) for n, s, _ in names})
    _delete_holders(conn, actor)
    forgotten = Forgotten(salt, frozenset(known | new.keys))
    return sum(
        _erase_article(conn, article_id, forgotten) for article_id in list(conn.scalars(select(schema.article.c.id)))
    )


def delete_merged(conn: Connection, actor: Actor) -> None:
    """Take out what merging made of the person, so that no name stays if the next merging is interrupted."""
    p = schema.party
    keys = {actor.id, *actor.aliases}
    for kind, table in schema.MERGED.items():
        ids = set(conn.scalars(select(p.c.record_id).where(p.c.record_kind == kind, p.c.key.in_(sorted(keys)))))
        ids |= {actor.id} if kind == "actor" else set()
        for child in (schema.evidence, schema.party, schema.member):
            conn.execute(delete(child).where(child.c.record_kind == kind, child.c.record_id.in_(sorted(ids))))
        conn.execute(delete(table).where(table.c.id.in_(sorted(ids))))
    t = schema.actor_key
    conn.execute(delete(t).where(or_(t.c.actor == actor.id, t.c.key.in_(sorted(keys)))))


def _keys_of(conn: Connection, actor_id: str) -> list[str]:
    t = schema.actor_key
    return list(conn.scalars(select(t.c.key).where(t.c.actor == actor_id)))


def _mentions(conn: Connection, keys: Iterable[str]) -> list[Any]:
    p = schema.party
    found = select(p.c.name, p.c.state, p.c.office).where(p.c.key.in_(sorted(keys)), p.c.name.is_not(None))
    return list(conn.execute(found.distinct()))


def _ref(name: str, state: str | None, office: str | None) -> ActorRef:
    return ActorRef(key="", id="", name=name, kind=ActorKind.PERSON, state=state, office=office)


def _delete_decisions(conn: Connection, names: set[ActorName]) -> None:
    """A decision holds names: those that speak of somebody who is forgotten go."""
    d = schema.actor_decision
    ids = [x.id for x in read_decisions(conn) if any(a.plain.fits(b) for a in (*x.one, *x.other) for b in names)]
    conn.execute(delete(schema.actor_decision_name).where(schema.actor_decision_name.c.decision.in_(ids)))
    conn.execute(delete(d).where(d.c.id.in_(ids)))


def _delete_holders(conn: Connection, actor: Actor) -> None:
    t = schema.holder
    full = {n for n in actor.names if len(read_full_name(n).words) > 1}
    conn.execute(delete(t).where(t.c.name.in_(sorted(full)), or_(t.c.state == actor.state, t.c.state.is_(None))))


def _erase_article(conn: Connection, article_id: str, forgotten: Forgotten) -> bool:
    """Write an article and its records anew where somebody who was forgotten is in them."""
    a, v = schema.article, schema.article_version
    row = conn.execute(select(a).where(a.c.id == article_id)).one()
    article = read_body(row.body, overlay={"text": row.text, "version": row.version}, actor_ids={})
    assert isinstance(article, Article)
    records = _raw_records(conn, article_id)
    for old in conn.execute(select(v).where(v.c.article == article_id)).all():
        conn.execute(
            update(v)
            .where(v.c.article == article_id, v.c.version == old.version)
            .values(text=erase_text(old.text, forgotten))
        )
    _erase_bodies(conn, article, forgotten)
    _erase_reviews(conn, article, records, forgotten)
    erased, kept = erase(article, records, forgotten)
    if erased == article and list(kept) == records:
        return False
    fresh = article_row(erased) | {"given_digest": given_digest(erased, kept), "duplicate_of": row.duplicate_of}
    conn.execute(update(a).where(a.c.id == article_id).values(fresh))
    delete_coded(conn, article_id)
    insert_coded(conn, kept, published=erased.published)
    return True


def _raw_records(conn: Connection, article_id: str) -> list[Coded]:
    """Records as coded, without what merging found."""
    found: list[Record] = []
    for table in schema.CODED.values():
        query = select(table.c.body).where(table.c.article == article_id).order_by(table.c.position, table.c.id)
        found += [read_body(body, overlay={}, actor_ids={}) for body in conn.scalars(query)]
    return [r for r in found if isinstance(r, Coded)]


def _erase_bodies(conn: Connection, article: Article, forgotten: Forgotten) -> None:
    """Records that other tables keep of the article: as the machine made them, and of its older texts."""
    for table in (schema.machine, schema.former):
        for row in conn.execute(select(table).where(table.c.article == article.id)).all():
            record = read_body(row.body, overlay={}, actor_ids={})
            assert isinstance(record, Coded)
            kept = erase(article, [record], forgotten)[1]
            same = and_(*(c == row._mapping[c.name] for c in table.primary_key.columns))
            if not kept:
                conn.execute(delete(table).where(same))
            elif kept[0] != record:
                conn.execute(update(table).where(same).values(body=dump(to_json(kept[0]))))


def _erase_reviews(conn: Connection, article: Article, records: Sequence[Coded], forgotten: Forgotten) -> None:
    """Reviews hold words of what they are about."""
    r, t = schema.review, schema.review_anchor
    words = words_to_mask(article, records, forgotten)
    ids = select(t.c.review).where(t.c.article == article.id)
    about = or_(r.c.id.in_(ids), r.c.target.in_([x.id for x in records]))
    for row in conn.execute(select(r.c.id, r.c.body).where(about)).all():
        masked = mask_strings(orjson.loads(row.body), words)
        conn.execute(update(r).where(r.c.id == row.id).values(body=dump(masked)))


class DirectoryStore(Transacting):
    """The part of a store that people bring to the directory of actors; each method is one transaction."""

    def decide_actors(self, decision: ActorDecision) -> None:
        """Keep that two entries are one, or one is two; merge the store to see it."""
        with self._writing() as conn:
            put_decision(conn, decision)
            if decision.parts_namesakes:
                for article in _articles_naming(conn, decision):
                    self._replace_coded(conn, article, read_machine(conn, article.id))
            put_fact(conn, "merged", "0")

    def mentions_of(self, actor: Actor) -> list[tuple[str, str | None]]:
        """Where articles name an actor: pairs of article and office, None where it names none, each once."""
        p = schema.party
        with self._reading() as conn:
            keys = sorted({actor.id, *actor.aliases, *_keys_of(conn, actor.id)})
            told = select(p.c.article, p.c.office).where(p.c.key.in_(keys), p.c.article.is_not(None)).distinct()
            return sorted(((row.article, row.office) for row in conn.execute(told)), key=str)

    def actor_decisions(self) -> list[ActorDecision]:
        """What people decided about the directory, oldest first."""
        with self._reading() as conn:
            return read_decisions(conn)

    def import_holders(self, table: HolderTable, *, source: str) -> tuple[int, int]:
        """Keep a table of office holders in the place of what the same source gave before.

        Returns:
            How many of its lines are new, and how many old ones are gone.
        """
        with self._writing() as conn:
            return put_holders(conn, table, source=source)

    def holders(self) -> HolderTable | None:
        """All office holders that were imported; None where there are none."""
        with self._reading() as conn:
            return read_holders(conn)

    def names(self) -> Names:
        """Whose names the records of this store bear."""
        with self._reading() as conn:
            return Names(read_fact(conn, "names") or Names.PUBLIC)

    def set_names(self, names: Names) -> None:
        """Say whose names the records of this store bear from now on."""
        if names is not self.names():
            with self._writing() as conn:
                put_fact(conn, "names", names)
                put_fact(conn, "merged", "0")

    def judged_on(self) -> PartialDate | None:
        """The day for which the last merging was asked to judge promises; None for the newest publication."""
        with self._reading() as conn:
            day = (read_fact(conn, "merged_for") or "").partition(" ")[2]
        return PartialDate(day) if day else None

    def forgotten_people(self) -> Forgotten:
        """Who was removed for good."""
        with self._reading() as conn:
            return read_forgotten(conn)

    def forget_person(self, actor: Actor) -> int:
        """Remove a person from all texts and records, for good; merge the store to mend its directory.

        Returns:
            How many articles changed.
        """
        with self._writing() as conn:
            changed = forget_person(conn, actor)
            delete_merged(conn, actor)
            put_fact(conn, "merged", "0")
        return changed

    def wipe(self) -> None:
        """Let no trace of what was removed stay in the file."""
        with explained(self._target):
            wipe(self._engine)
