"""Reviews in the store: kept by place and words, and applied whenever their article is coded anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, and_, delete, exists, insert, or_, select, update

from communique.errors import ConfigError
from communique.merging.anchors import find_anchored, make_anchor
from communique.merging.clusters import Join
from communique.merging.corrections import apply_reviews, correct
from communique.records import Anchor, Article, Coded, Happening, Review, make_id, to_json
from communique.store import schema
from communique.store.queries import read_articles
from communique.store.rows import dump, read_body

Action = Literal["accept", "reject", "correct", "merge", "split"]
_LIST = "communique happening and communique export show ids"


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review, and the ids of the records that it finds now; one that finds none waits for its record to come back."""

    review: Review
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person says of a record or happening; `value` is another happening in a merge, reports in a split."""

    action: Action
    target: str
    by: str
    at: str
    field: str | None = None
    value: str | None = None
    reason: str | None = None


def make_reviews(conn: Connection, decision: Decision) -> list[Review]:
    """The reviews that a decision amounts to: one, or for a happening one a report.

    Raises:
        ConfigError: There is no such record, or it cannot be decided so.
    """
    if not decision.by.strip():
        raise ConfigError("a review needs a name", remedy="say who decides: --by NAME")
    if decision.action in ("merge", "split"):
        return [_make_join(conn, decision)]
    target = find_machine(conn, decision.target)
    if target is not None:
        return [_make_review(conn, decision, target)]
    happening = find_happening(conn, decision.target)
    if happening is None:
        raise ConfigError(f"there is no record {decision.target!r} that can be reviewed", remedy=_LIST)
    reports = [r for i in happening.reports if (r := find_machine(conn, i))]
    return [_make_review(conn, decision, report) for report in reports]


def put_review(conn: Connection, review: Review) -> bool:
    """Keep a review and where it points; False where it is there already."""
    if conn.execute(select(schema.review.c.id).where(schema.review.c.id == review.id)).first():
        return False
    fields = to_json(review)
    row = {n: fields[n] for n in ("id", "target", "action", "by", "at")} | {"body": dump(fields)}
    conn.execute(insert(schema.review).values(row))
    rows = [
        {
            "review": review.id,
            "role": role,
            "ord": number,
            "article": anchor.article,
            "text_digest": anchor.text_digest,
            "record_kind": anchor.kind,
            # The place of the reports' own ids: what a merge or split was made of.
            "record_id": review.target if role == "record" else _own_id(conn, anchor),
        }
        for role, number, anchor in _anchors(review)
    ]
    if rows:
        conn.execute(insert(schema.review_anchor), rows)
    return True


def apply_to_article(conn: Connection, article: Article, records: Sequence[Coded]) -> tuple[list[Coded], list[Coded]]:
    """Find the records that reviews of an article mean, and apply these.

    Returns:
        The records as people left them, and as the machine made them those that people decided on.
    """
    rows = _reviews_of(conn, article)
    anchors = {key: (anchor, record_id) for key, (_, anchor, record_id) in rows.items()}
    found = find_anchored(anchors.values(), article, records)
    t = schema.review_anchor
    decisions: dict[str, list[Review]] = defaultdict(list)
    for (review_id, role, number), (review, anchor, old) in rows.items():
        new = found.get(anchor)
        if new != old and (new is not None or role != "record"):
            where = (t.c.review == review_id) & (t.c.role == role) & (t.c.ord == number)
            conn.execute(update(t).where(where).values(record_id=new))
        if new is not None and role == "record":
            decisions[new].append(review)
    return apply_reviews(records, decisions), [r for r in records if r.id in decisions]


def read_machine(conn: Connection, article_id: str) -> list[Coded]:
    """The records of an article as the machine made them."""
    m = schema.machine
    bodies: dict[tuple[str, str], str] = {}
    for kind, table in schema.CODED.items():
        for row in conn.execute(select(table.c.id, table.c.body).where(table.c.article == article_id)):
            bodies[(kind, row.id)] = row.body
    for row in conn.execute(select(m).where(m.c.article == article_id)):
        bodies[(row.record_kind, row.record_id)] = row.body
    return [_read_coded(body) for _, body in sorted(bodies.items())]


def read_rejected(conn: Connection, article_id: str) -> list[Coded]:
    """Records of an article that people rejected, as the machine made them."""
    m = schema.machine
    shown = {i for table in schema.CODED.values() for i in conn.scalars(_ids_of(table, article_id))}
    rows = conn.execute(select(m.c.record_id, m.c.body).where(m.c.article == article_id).order_by(m.c.record_id))
    return [_read_coded(row.body) for row in rows if row.record_id not in shown]


def put_machine(conn: Connection, article_id: str, records: Sequence[Coded], *, new: bool = False) -> None:
    """Keep the machine's own records where people decided on them."""
    m = schema.machine
    if not new:
        conn.execute(delete(m).where(m.c.article == article_id))
    rows = [
        {"record_kind": r.record, "record_id": r.id, "article": article_id, "body": dump(to_json(r))} for r in records
    ]
    if rows:
        conn.execute(insert(m), rows)


def read_states(conn: Connection) -> Iterator[ReviewState]:
    """All reviews in the order in which they were made, with what they find."""
    t, r = schema.review_anchor, schema.review
    known = {row.id for table in schema.CODED.values() for row in conn.execute(_found_in(table.c.id))}
    known |= {row.id for row in conn.execute(_found_in(schema.machine.c.record_id))}
    found: dict[str, list[str]] = defaultdict(list)
    for row in conn.execute(select(t.c.review, t.c.record_id).order_by(t.c.review, t.c.role, t.c.ord)):
        if row.record_id in known:
            found[row.review].append(row.record_id)
    for row in conn.execute(select(r.c.id, r.c.body).order_by(r.c.at, r.c.id)):
        yield ReviewState(_read_review(row.body), tuple(found[row.id]))


def read_joins(conn: Connection) -> list[Join]:
    """What people said is one event, or is not, oldest first."""
    t, r = schema.review_anchor, schema.review
    sides: dict[tuple[str, str], list[str]] = defaultdict(list)
    query = select(t).where(t.c.role.in_(("reports", "others")), t.c.record_id.is_not(None))
    for row in conn.execute(query.order_by(t.c.review, t.c.role, t.c.ord)):
        sides[(row.review, row.role)].append(row.record_id)
    joins = []
    for row in conn.execute(select(r).where(r.c.action.in_(("merge", "split"))).order_by(r.c.at, r.c.id)):
        review = _read_review(row.body)
        together = review.action == "merge"
        said = "joined by" if together else "kept apart by"
        joins.append(
            Join(
                together=together,
                reports=tuple(sides[(row.id, "reports")]),
                others=tuple(sides[(row.id, "others")]),
                why=f"{said} {review.by}" + (f": {review.reason}" if review.reason else ""),
                aliases=tuple(i for i in (review.target, review.value) if i) if together else (),
            )
        )
    return joins


def find_happening(conn: Connection, happening_id: str) -> Happening | None:
    """A happening by its id, or by one that it had before somebody merged it."""
    h, m = schema.happening, schema.member
    alias = exists().where(
        m.c.record_kind == "happening", m.c.record_id == h.c.id, m.c.role == "alias", m.c.target == happening_id
    )
    for condition in (h.c.id == happening_id, alias):
        row = conn.execute(select(h.c.body).where(condition).order_by(h.c.id)).first()
        if row is not None:
            found = read_body(row.body, overlay={}, actor_ids={})
            assert isinstance(found, Happening)
            return found
    return None


def _make_review(conn: Connection, decision: Decision, record: Coded) -> Review:
    if decision.action == "correct":
        if decision.field is None:
            raise ConfigError("nothing to correct", remedy="name a field and its value")
        # Said now, while somebody listens, and not at the next build.
        correct(record, decision.field, decision.value)
    return Review(
        id=make_id("review", record.id, decision.action, decision.field, decision.value, decision.by, decision.at),
        target=record.id,
        action=decision.action,
        field=decision.field,
        value=decision.value,
        by=decision.by,
        at=decision.at,
        reason=decision.reason,
        anchor=_anchor_all(conn, (record.id,))[0],
    )


def _make_join(conn: Connection, decision: Decision) -> Review:
    happening = find_happening(conn, decision.target)
    if happening is None:
        raise ConfigError(f"there is no happening {decision.target!r}", remedy=_LIST)
    named = tuple(i for i in (decision.value or "").replace(",", " ").split() if i)
    if decision.action == "merge":
        other = find_happening(conn, named[0]) if len(named) == 1 else None
        if other is None or other.id == happening.id:
            raise ConfigError(f"there is no other happening {decision.value!r}", remedy=_LIST)
        mine, theirs = happening.reports, other.reports
    else:
        mine, theirs = named, tuple(i for i in happening.reports if i not in named)
        if not mine or not theirs or not set(mine) <= set(happening.reports):
            listed = ", ".join(happening.reports)
            raise ConfigError("a split needs some, not all, of the reports", remedy=f"its reports are {listed}")
    return Review(
        id=make_id("review", happening.id, decision.action, *sorted(named), decision.by, decision.at),
        target=happening.id,
        action=decision.action,
        value=" ".join(named),
        by=decision.by,
        at=decision.at,
        reason=decision.reason,
        reports=_anchor_all(conn, mine),
        others=_anchor_all(conn, theirs),
    )


def _anchor_all(conn: Connection, ids: Sequence[str]) -> tuple[Anchor, ...]:
    found = [r for i in ids if (r := find_machine(conn, i))]
    return tuple(make_anchor(r, a) for r in found for a in _read_article(conn, r.article))


def _own_id(conn: Connection, anchor: Anchor) -> str | None:
    records = [r for r in read_machine(conn, anchor.article) if r.record == anchor.kind]
    ids = (r.id for a in _read_article(conn, anchor.article) for r in records if make_anchor(r, a) == anchor)
    return next(ids, None)


def _anchors(review: Review) -> Iterator[tuple[str, int, Anchor]]:
    if review.anchor is not None:
        yield "record", 0, review.anchor
    for role, anchors in (("reports", review.reports), ("others", review.others)):
        yield from ((role, number, anchor) for number, anchor in enumerate(anchors))


def _reviews_of(conn: Connection, article: Article) -> dict[tuple[str, str, int], tuple[Review, Anchor, str | None]]:
    """Reviews that speak of an article, or of the same text under an address that is no longer there; oldest first."""
    t, r, a = schema.review_anchor, schema.review, schema.article
    gone = and_(t.c.text_digest == article.text_digest, ~exists().where(a.c.id == t.c.article))
    query = select(t.c.role, t.c.ord, t.c.record_id, r.c.body).join_from(t, r, t.c.review == r.c.id)
    query = query.where(or_(t.c.article == article.id, gone)).order_by(r.c.at, r.c.id, t.c.role, t.c.ord)
    found: dict[tuple[str, str, int], tuple[Review, Anchor, str | None]] = {}
    for row in conn.execute(query):
        review = _read_review(row.body)
        anchors = {(role, number): anchor for role, number, anchor in _anchors(review)}
        found[(review.id, row.role, row.ord)] = (review, anchors[(row.role, row.ord)], row.record_id)
    return found


def find_machine(conn: Connection, record_id: str) -> Coded | None:
    """A coded record as the machine made it."""
    m = schema.machine
    for query in (
        select(m.c.body).where(m.c.record_id == record_id),
        *(select(table.c.body).where(table.c.id == record_id) for table in schema.CODED.values()),
    ):
        row = conn.execute(query).first()
        if row is not None:
            return _read_coded(row.body)
    return None


def _ids_of(table: Any, article_id: str) -> Any:
    return select(table.c.id).where(table.c.article == article_id)


def _found_in(column: Any) -> Any:
    return select(column.label("id")).where(column.in_(select(schema.review_anchor.c.record_id)))


def _read_coded(body: str) -> Coded:
    record = read_body(body, overlay={}, actor_ids={})
    assert isinstance(record, Coded)
    return record


def _read_review(body: str) -> Review:
    record = read_body(body, overlay={}, actor_ids={})
    assert isinstance(record, Review)
    return record


def _read_article(conn: Connection, article_id: str) -> list[Article]:
    """The article, if it is there."""
    return list(read_articles(conn, schema.article.c.id == article_id))
