"""Figures of a dossier: claims about one measure side by side, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from communique.analysis.dossier_types import ClaimGroup, ClaimLine, Role
from communique.analysis.evidence import Library, find_words
from communique.analysis.measures import Measure, join_measures, says_what
from communique.analysis.wording import name_party, tell_number, tell_rank, tidy
from communique.records import Claim, PartialDate


def make_claims(claims: Iterable[Claim], *, library: Library) -> tuple[ClaimGroup, ...]:
    """Claims by measure: those that differ first, then those with several values, each in the order of its time."""
    made = [_make_group(measure, library) for measure in join_measures(claims)]
    return tuple(sorted(made, key=lambda g: (not g.differs, -len(g.claims), g.measure)))


def _make_group(measure: Measure, library: Library) -> ClaimGroup:
    groups: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in measure.claims:
        groups[_plain(claim.subject), claim.value, claim.rank, claim.unit, claim.as_of].append(claim)
    lines = [_make_claim(told, measure, library) for told in groups.values()]
    return ClaimGroup(
        measure=_name(measure.claims),
        claims=tuple(sorted(lines, key=lambda c: (c.as_of or "9", c.value, c.subject))),
        differs=bool(measure.differing),
    )


def _name(claims: Sequence[Claim]) -> str:
    """What is measured, in the articles' words: "food and medicine"; of "fell" the subject says it."""
    measures = [
        tidy(c.measure, 160) for c in claims if c.measure and len(c.measure.split()) > 1 and says_what(c.measure)
    ]
    if measures:
        # Numbers in a name would be those of one of the claims.
        return max(measures, key=lambda m: (not any(c.isdigit() for c in m), len(m), m))
    subjects = {tidy(c.subject, 160) for c in claims if c.subject}
    subject = max(subjects, key=lambda s: (len(s), s), default="")
    verbs = {tidy(c.measure, 160) for c in claims if c.measure}
    return f"{subject} {verbs.pop()}".strip() if len(verbs) == 1 else subject or "Other figures"


def _make_claim(told: Sequence[Claim], measure: Measure, library: Library) -> ClaimLine:
    first = told[0]
    value = tell_number(first.value, unit=first.unit) if first.value else tell_rank(first.rank) if first.rank else "–"
    published = library.source(first.article).published
    return ClaimLine(
        subject=tidy(": ".join(words for words in (first.subject, first.measure) if words), 200) or "–",
        value=value,
        as_of=first.as_of or (PartialDate(published[:10]) if published else None),
        attributed_to=name_party(first.attributed_to) if first.attributed_to else None,
        differs=any(c.id in measure.differing for c in told),
        proofs=tuple(
            proof
            for c in told
            for proof in library.prove(
                c.evidence,
                marks=[
                    *find_words(c.measure, c.evidence, library=library, role=Role.TRIGGER),
                    *find_words(c.subject, c.evidence, library=library, role=Role.ACTOR),
                ],
                rule=c.rule,
                confidence=c.confidence,
            )
        ),
    )


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())
