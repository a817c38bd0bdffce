"""What states said, promised each other and agreed upon: promises, agreements and quotes as lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from communique.analysis.dates import first_day, is_within
from communique.analysis.dossier_types import (
    AgreementLine,
    HappeningLine,
    PromiseLine,
    Proof,
    QuoteLine,
    Role,
    StageLine,
)
from communique.analysis.evidence import Library, Mark, find_words, mark_parties
from communique.analysis.standing import join_stages
from communique.analysis.states import state_in_sentence
from communique.analysis.wording import (
    NOBODY,
    find_wording,
    join_words,
    merge_parties,
    name_parties,
    name_party,
    tell_quantities,
    tidy,
)
from communique.records import (
    Agreement,
    Commitment,
    Happening,
    PartialDate,
    Quantity,
    Quote,
    QuoteKind,
    Span,
    Stage,
    Status,
)

_STAGES = tuple(Stage)


class _Told(Protocol):
    @property
    def article(self) -> str: ...
    @property
    def evidence(self) -> tuple[Span, ...]: ...
    @property
    def rule(self) -> str: ...
    @property
    def confidence(self) -> float: ...


T = TypeVar("T", bound=_Told)


def make_promises(
    commitments: Iterable[Commitment], *, library: Library, happenings: Mapping[str, Happening],
    lines: Mapping[str, HappeningLine],
) -> tuple[PromiseLine, ...]:  # fmt: skip
    """Promises, overdue and open ones first, reprints of one promise as one line."""
    groups = group(commitments, key=lambda c: (_ids(c.obligor), c.due, _plain(c.content)))
    made = [_make_promise(g, library=library, happenings=happenings, lines=lines) for g in groups]
    order = (Status.OVERDUE, Status.OPEN, Status.FULFILLED, Status.WITHDRAWN)
    return tuple(sorted(made, key=lambda p: (order.index(p.status), _reversed(p.made), p.id)))


def _make_promise(
    told: Sequence[Commitment], *, library: Library, happenings: Mapping[str, Happening],
    lines: Mapping[str, HappeningLine],
) -> PromiseLine:  # fmt: skip
    first = told[0]
    # The reading of a promise that knows most about what became of it.
    settled = next((c for c in told if c.status is not Status.OPEN), first)
    keeper = happenings.get(settled.fulfilled_by or "")
    line = lines.get(settled.fulfilled_by or "")
    proofs = _prove(
        told, library,
        lambda c: [
            *find_words(c.content, c.evidence, library=library, role=Role.TRIGGER),
            *mark_parties(c.obligor, Role.ACTOR),
            *mark_parties(c.beneficiary, Role.RECIPIENT),
            *(Mark(q.span, Role.AMOUNT) for q in c.quantities),
        ],
    )  # fmt: skip
    promised = tell_quantities(first.quantities)
    units = {q.unit for q in first.quantities}
    # Amounts of something else than what was promised are the happening's, not the promise's.
    delivered = [q for q in keeper.quantities if q.unit in units] if keeper else []
    return PromiseLine(
        id=first.id,
        by=name_parties(first.obligor, known=set()) or NOBODY,
        to=name_parties(first.beneficiary, known=set()),
        content=tidy(first.content, 300),
        label=find_wording(first.event, mode=None, cameo=None).label,
        condition=tidy(first.condition, 200) if first.condition else None,
        made=_published(first.article, library),
        due=first.due,
        status=settled.status,
        as_of=settled.as_of,
        promised=promised,
        delivered=tell_quantities(delivered),
        measure=_compare(first.quantities, delivered),
        kept_by=line.id if line else None,
        kept_by_headline=line.headline if line else None,
        kept_on=line.on if line else None,
        proofs=proofs,
    )


def _compare(promised: Sequence[Quantity], delivered: Sequence[Quantity]) -> str | None:
    """Whether as much came as was promised, where one amount was and its unit was delivered."""
    if len(promised) != 1 or not delivered:
        return None
    wanted = promised[0].value.number
    full = {q.value.number >= wanted for q in delivered}
    if len(full) > 1:
        return "reports differ on whether all of it came"
    if full == {False}:
        return "less than promised"
    numbers = {q.value.number for q in delivered}
    return "as much as promised" if numbers == {wanted} else "at least as much as promised"


def make_agreements(agreements: Iterable[Agreement], *, library: Library) -> tuple[AgreementLine, ...]:
    """Agreements, the one with the latest news first, each through its stages."""
    made = [
        _make_agreement(sorted(told, key=lambda a: _stage_key(a, library)), library) for told in join_stages(agreements)
    ]
    return tuple(sorted(made, key=lambda a: (_reversed(a.stages[-1].on), a.name)))


def _make_agreement(told: Sequence[Agreement], library: Library) -> AgreementLine:
    names = [tidy(a.name, 160) for a in told if a.name]
    subjects = [tidy(a.subject, 240) for a in told if a.subject]
    subject = max(subjects, key=len, default=None)
    stages = tuple(
        StageLine(
            stage=ps[0].stage,
            # "In May" and "on 19 May" are one signing: the day says more.
            on=max((a.start for a in ps if a.start), key=len, default=_published(ps[0].article, library)),
            on_is_report_day=all(a.start is None for a in ps),
            proofs=_prove(
                ps, library,
                lambda a: [
                    *find_words(a.name, a.evidence, library=library, role=Role.TRIGGER),
                    *find_words(a.subject, a.evidence, library=library, role=Role.TRIGGER),
                    *mark_parties(a.parties, Role.ACTOR),
                ],
            ),
        )
        for ps in _join_days(told)
    )  # fmt: skip
    parties = merge_parties(p for a in told for p in a.parties)
    states = dict.fromkeys(state_in_sentence(p.state) if p.state else name_party(p) for p in parties)
    name = max(names, key=len, default=None)
    return AgreementLine(
        name=name or _name_by_subject(subject, told) or f"Agreement {stages[0].stage.value}, subject not told",
        subject=subject if name else None,
        parties=join_words(list(states)),
        stage=told[-1].stage,
        stages=stages,
    )


def _name_by_subject(subject: str | None, told: Sequence[Agreement]) -> str | None:
    """A name for what the articles call an agreement only: `Agreement to resume flights`, `Agreement on the loan`."""
    if subject is None:
        return None
    first = subject.partition(" ")[0].casefold()
    acts = any(a.subject and tidy(a.subject, 240) == subject and a.rule == "agreement.agreed_to" for a in told)
    link = "" if first in {"on", "to", "for", "about", "over", "under"} else "to " if acts else "on "
    return f"Agreement {link}{subject}"


def _join_days(told: Sequence[Agreement]) -> list[list[Agreement]]:
    """Reports of one stage together: those of the same time, of which one may know no more than the month."""
    groups: list[list[Agreement]] = []
    for agreement in told:
        same = next((g for g in groups if any(_is_same_stage(a, agreement) for a in g)), None)
        if same is None:
            groups.append([agreement])
        else:
            same.append(agreement)
    return groups


def _is_same_stage(one: Agreement, other: Agreement) -> bool:
    if one.stage is not other.stage or (one.start is None) != (other.start is None):
        return False
    return is_within(one.start, since=other.start, until=other.start) if one.start else True


def make_quotes(quotes: Iterable[Quote], *, library: Library) -> tuple[QuoteLine, ...]:
    """Quotes, direct ones first, newest first; the same words in reprints as one line."""
    lines = [
        QuoteLine(
            speaker=name_party(qs[0].speaker),
            state=qs[0].speaker.state,
            text=tidy(qs[0].text, 600),
            direct=qs[0].kind is QuoteKind.DIRECT,
            cue=qs[0].cue,
            addressee=name_party(qs[0].addressee) if qs[0].addressee else None,
            on=_published(qs[0].article, library),
            proofs=_prove(qs, library, lambda q: [Mark(q.span, Role.TRIGGER), *mark_parties((q.speaker,), Role.ACTOR)]),
        )
        for qs in group(quotes, key=lambda q: (q.speaker.id, _plain(q.text)))
    ]
    return tuple(sorted(lines, key=lambda q: (not q.direct, _reversed(q.on))))


def group(told: Iterable[T], *, key: Callable[[T], Hashable]) -> list[list[T]]:
    """Records that say the same, in the order in which the first of each appears."""
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for record in told:
        groups[key(record)].append(record)
    return list(groups.values())


def _prove(told: Sequence[T], library: Library, marks: Callable[[T], list[Mark]]) -> tuple[Proof, ...]:
    return tuple(
        proof
        for record in told
        for proof in library.prove(
            record.evidence, marks=marks(record), rule=record.rule, confidence=record.confidence
        )
    )  # fmt: skip


def _stage_key(agreement: Agreement, library: Library) -> tuple[int, int]:
    day = first_day(agreement.start or _published(agreement.article, library))
    return (day.toordinal() if day else 0, _STAGES.index(agreement.stage))


def _ids(parties: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(getattr(p, "id", "") for p in parties))


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _published(article_id: str, library: Library) -> PartialDate | None:
    published = library.source(article_id).published
    return PartialDate(published[:10]) if published else None


def _reversed(on: PartialDate | None) -> int:
    day = first_day(on)
    return -day.toordinal() if day else 1
