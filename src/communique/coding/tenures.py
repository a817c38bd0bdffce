"""Who held which office, as the article's own words attest."""

from __future__ import annotations

from communique.coding.context import Context
from communique.records import PartialDate, Tenure, make_id


def code_tenures(context: Context) -> tuple[Tenure, ...]:
    """Tenures from names that stand with an office: "Peru's Foreign Minister Ana Rojas".

    The article sees the person in office on its own day, so that is the first and last day seen. A former
    minister's term ended before it: `to` is that day, as the latest that it can be.
    """
    tenures: dict[str, Tenure] = {}
    day = context.document.published
    for held in context.references.offices:
        tenure_id = make_id("tenure", context.article_id, held.person.key, held.office.lower(), held.state, held.former)
        sent = context.doc[held.token].sent
        if tenure_id in tenures or not context.is_coded(sent):
            continue
        tenures[tenure_id] = Tenure(
            id=tenure_id,
            article=context.article_id,
            person=held.person,
            office=held.office,
            state=held.state,
            to=_year_before(day) if held.former else None,
            first_seen=None if held.former else day,
            last_seen=None if held.former else day,
            evidence=context.evidence([sent]),
            rule="tenure.former" if held.former else "tenure.named_with_office",
            confidence=0.6 if held.former else 0.9,
            coder=context.coder,
        )
    return tuple(tenures.values())


def _year_before(day: PartialDate | None) -> PartialDate | None:
    # When a former minister left is not told; the year is the finest that "before this article" allows.
    return PartialDate(day[:4]) if day else None
