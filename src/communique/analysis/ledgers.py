"""What states said they would do, hold and have: promises, positions, agreements, quotes and claims as lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from communique.analysis.dates import first_day
from communique.analysis.dossier_types import (
    AgreementLine,
    ClaimGroup,
    ClaimLine,
    HappeningLine,
    IssueGroup,
    PromiseLine,
    Proof,
    QuoteLine,
    Role,
    StageLine,
    StandLine,
)
from communique.analysis.evidence import Library, Mark, find_words, mark_parties
from communique.analysis.states import state_in_sentence
from communique.analysis.wording import (
    NOBODY,
    find_wording,
    join_words,
    merge_parties,
    name_parties,
    name_party,
    tell_number,
    tell_quantities,
    tell_rank,
    tidy,
)
from communique.records import (
    Agreement,
    Claim,
    Commitment,
    Happening,
    PartialDate,
    Position,
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
        promised=tell_quantities(first.quantities),
        delivered=tell_quantities(keeper.quantities) if keeper else (),
        kept_by=line.id if line else None,
        kept_by_headline=line.headline if line else None,
        kept_on=line.on if line else None,
        proofs=proofs,
    )


def make_issues(positions: Iterable[Position], *, library: Library) -> tuple[IssueGroup, ...]:
    """Issues with the most evidence first; in each, who stands where."""
    by_issue: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        by_issue[position.issue_id].append(position)
    ranked = sorted(by_issue.values(), key=lambda ps: (-len(ps), ps[0].issue_id))
    return tuple(_make_issue(ps, library) for ps in ranked)


def _make_issue(positions: Sequence[Position], library: Library) -> IssueGroup:
    wordings = Counter(tidy(p.issue, 200) for p in positions)
    stands = [
        StandLine(
            holder=name_party(ps[0].holder),
            state=ps[0].holder.state,
            stance=ps[0].stance,
            forum=next((tidy(p.forum, 120) for p in ps if p.forum), None),
            since=ps[0].since,
            until=ps[0].until,
            seen=_published(ps[0].article, library),
            proofs=_prove(
                ps, library,
                lambda p: [
                    *find_words(p.issue, p.evidence, library=library, role=Role.TRIGGER),
                    *mark_parties((p.holder,), Role.ACTOR),
                ],
            ),
        )
        for ps in group(positions, key=lambda p: (p.holder.id, p.stance, p.since, p.until))
    ]  # fmt: skip
    about = dict.fromkeys(code for p in positions for code in p.about)
    return IssueGroup(
        # The commonest wording, and of equally common ones the fullest.
        issue=max(wordings, key=lambda w: (wordings[w], len(w), w)),
        about=tuple(state_in_sentence(c) for c in about),
        stands=tuple(sorted(stands, key=lambda s: (s.state or "", _reversed(s.since or s.seen), s.holder))),
    )


def make_agreements(agreements: Iterable[Agreement], *, library: Library) -> tuple[AgreementLine, ...]:
    """Agreements, the one with the latest news first, each through its stages."""
    by_id: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        by_id[agreement.agreement_id].append(agreement)
    made = [_make_agreement(sorted(a, key=lambda x: _stage_key(x, library)), library) for a in by_id.values()]
    return tuple(sorted(made, key=lambda a: (_reversed(a.stages[-1].on), a.name)))


def _make_agreement(told: Sequence[Agreement], library: Library) -> AgreementLine:
    names = [tidy(a.name, 160) for a in told if a.name]
    subjects = [tidy(a.subject, 240) for a in told if a.subject]
    subject = max(subjects, key=len, default=None)
    stages = tuple(
        StageLine(
            stage=ps[0].stage,
            on=ps[0].start or _published(ps[0].article, library),
            on_is_report_day=ps[0].start is None,
            proofs=_prove(
                ps, library,
                lambda a: [
                    *find_words(a.name, a.evidence, library=library, role=Role.TRIGGER),
                    *find_words(a.subject, a.evidence, library=library, role=Role.TRIGGER),
                    *mark_parties(a.parties, Role.ACTOR),
                ],
            ),
        )
        for ps in group(told, key=lambda a: (a.stage, a.start))
    )  # fmt: skip
    parties = merge_parties(p for a in told for p in a.parties)
    states = dict.fromkeys(state_in_sentence(p.state) if p.state else name_party(p) for p in parties)
    name = max(names, key=len, default=None)
    return AgreementLine(
        name=name or (f"Agreement: {subject}" if subject else "Agreement"),
        subject=subject if name else None,
        parties=join_words(list(states)),
        stage=told[-1].stage,
        stages=stages,
    )


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


def make_claims(claims: Iterable[Claim], *, library: Library) -> tuple[ClaimGroup, ...]:
    """Claims by measure, those with several values first, so that they can be compared."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[_plain(claim.measure or "")].append(claim)
    made = [
        ClaimGroup(
            measure=max((tidy(c.measure, 160) for c in told if c.measure), key=len, default="Other figures"),
            claims=tuple(_make_claim(cs, library) for cs in group(told, key=_claim_key)),
        )
        for told in groups.values()
    ]
    return tuple(sorted(made, key=lambda g: (g.measure == "Other figures", -len(g.claims), g.measure)))


def _make_claim(told: Sequence[Claim], library: Library) -> ClaimLine:
    first = told[0]
    value = tell_number(first.value, unit=first.unit) if first.value else tell_rank(first.rank) if first.rank else "–"
    return ClaimLine(
        subject=tidy(first.subject, 160) or "–",
        value=value,
        as_of=first.as_of or _published(first.article, library),
        attributed_to=name_party(first.attributed_to) if first.attributed_to else None,
        proofs=_prove(
            told, library,
            lambda c: [
                *find_words(c.measure, c.evidence, library=library, role=Role.TRIGGER),
                *find_words(c.subject, c.evidence, library=library, role=Role.ACTOR),
            ],
        ),
    )  # fmt: skip


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


def _claim_key(claim: Claim) -> Hashable:
    return _plain(claim.subject or ""), claim.value, claim.rank, claim.unit, claim.as_of


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
