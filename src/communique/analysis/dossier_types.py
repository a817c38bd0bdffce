"""What a dossier about two states holds: a tree of lines ready to print, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from communique.analysis.relations import Direction, Side
from communique.records import EventType, Modality, PartialDate, Stage, Stance, Status


class Role(StrEnum):
    """What a marked stretch of a sentence is to the record."""

    TRIGGER = "trigger"
    ACTOR = "actor"
    RECIPIENT = "recipient"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as it is cited; `url` only where it is an http(s) address, `reprint_of` the title of the first."""

    id: str
    title: str
    publisher: str | None
    agency: str | None
    published: PartialDate | None
    url: str | None
    language: str
    reprint: bool = False
    reprint_of: str | None = None
    happenings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a sentence; `means` says who is meant where the words themselves do not (`he`: Ana Silva)."""

    text: str
    role: Role | None = None
    means: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One sentence of one article with the words marked that carry the record, and a little text on either side.

    `story` is False for an embedded post, whose `author` is then named.
    """

    source: Source
    pieces: tuple[Piece, ...]
    before: str
    after: str
    author: str | None
    attributed_to: str | None
    rule: str
    confidence: float

    @property
    def sentence(self) -> str:
        """The sentence without its marks."""
        return "".join(p.text for p in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field on which reports differ, with each value and the titles of those who give it."""

    field: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningLine:
    """One real-world event: a line in words, PLOVER's terms, and the reports that tell it.

    `on` is when it happened, or where no report says so the day of the first report (`on_is_report_day`).
    """

    id: str
    event: EventType
    mode: str | None
    label: str
    headline: str
    side: Side
    verbal: bool
    direction: Direction
    between: str
    modality: Modality
    score: float
    on: PartialDate | None
    until: PartialDate | None
    on_is_report_day: bool
    contexts: tuple[str, ...]
    proofs: tuple[Proof, ...]
    independent_sources: int
    disputes: tuple[Dispute, ...]
    why: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """A promise and what became of it; `kept_by` is the happening that kept it, `measure` says whether in full."""

    id: str
    by: str
    to: str
    content: str
    label: str
    condition: str | None
    made: PartialDate | None
    due: PartialDate | None
    status: Status
    as_of: PartialDate | None
    promised: tuple[str, ...]
    delivered: tuple[str, ...]
    measure: str | None
    kept_by: str | None
    kept_by_headline: str | None
    kept_on: PartialDate | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandLine:
    """A stance of one holder, as long as nothing else is told; `voices` are those who spoke for the state."""

    stance: Stance
    voices: tuple[str, ...]
    forums: tuple[str, ...]
    since: PartialDate | None
    until: PartialDate | None
    first_told: PartialDate | None
    last_told: PartialDate | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """A state, or somebody of no state, on one issue: the stances in the order of time, the last one holds `now`."""

    holder: str
    state: str | None
    now: Stance
    stands: tuple[StandLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGroup:
    """One issue in the words of the articles, and who stands where on it; the two states of the dossier first.

    `told_in` is the article that alone tells what is meant by words such as "the decision".
    """

    issue: str
    about: tuple[str, ...]
    told_in: Source | None
    first_told: PartialDate | None
    last_told: PartialDate | None
    articles: int
    holders: tuple[HolderLine, ...]

    def of(self, state: str) -> HolderLine | None:
        """Where a state stands."""
        return next((h for h in self.holders if h.state == state), None)

    def others(self, pair: tuple[str, str], stance: str) -> tuple[str, ...]:
        """Third parties that are now for or against."""
        return tuple(h.holder for h in self.holders if h.state not in pair and h.now == stance)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """One stage of an agreement."""

    stage: Stage
    on: PartialDate | None
    on_is_report_day: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """An agreement through its stages, oldest first."""

    name: str
    subject: str | None
    parties: str
    stage: Stage
    stages: tuple[StageLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """An office that articles attest, with the days of the first and last of them."""

    office: str
    state: str | None
    since: PartialDate | None
    until: PartialDate | None
    first_seen: PartialDate | None
    last_seen: PartialDate | None
    doubts: tuple[str, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person, the other spellings of the name, and the offices."""

    name: str
    other_names: tuple[str, ...]
    state: str
    offices: tuple[OfficeLine, ...]
    happenings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """Somebody's words."""

    speaker: str
    state: str | None
    text: str
    direct: bool
    cue: str | None
    addressee: str | None
    on: PartialDate | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A checkable number or rank, as one subject has it; `differs` where another claim contradicts it."""

    subject: str
    value: str
    as_of: PartialDate | None
    attributed_to: str | None
    differs: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGroup:
    """What articles say about one measure, in the order of time; `differs` where two contradict each other."""

    measure: str
    claims: tuple[ClaimLine, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The counted happenings of one direction in one period, by PLOVER's quads."""

    direction: Direction
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int

    @property
    def cooperation(self) -> int:
        """Words and deeds of cooperation."""
        return self.verbal_cooperation + self.material_cooperation

    @property
    def conflict(self) -> int:
        """Words and deeds of conflict."""
        return self.verbal_conflict + self.material_conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month, quarter or year with what happened in it; `scores` are (PLOVER score, how many had it)."""

    first: str
    last: str
    label: str
    bins: tuple[Bin, ...]
    scores: tuple[tuple[float, int], ...]

    @property
    def count(self) -> int:
        """All counted happenings of the period."""
        return sum(n for _, n in self.scores)

    @property
    def mean_score(self) -> float | None:
        """Mean PLOVER score, None where nothing happened."""
        return sum(s * n for s, n in self.scores) / self.count if self.count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The counted happenings over time. `earlier` and `undated` are counted in the lists but not drawn."""

    unit: str
    periods: tuple[Period, ...]
    earlier: int
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The numbers at the top; each is the length of a list further down."""

    articles: int
    publishers: int
    reprints: int
    refusals: int
    first_published: PartialDate | None
    last_published: PartialDate | None
    happenings: int
    cooperation: int
    conflict: int
    background: int
    not_counted: int
    beside: int
    promises_open: int
    promises_kept: int
    promises_overdue: int
    promises_withdrawn: int
    mean_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that the store knows between two states, newest first."""

    pair: tuple[str, str]
    names: tuple[str, str]
    since: PartialDate | None
    until: PartialDate | None
    headline: Headline
    summary: tuple[str, ...]
    series: Series
    happenings: tuple[HappeningLine, ...]
    beside: tuple[HappeningLine, ...]
    promises: tuple[PromiseLine, ...]
    issues: tuple[IssueGroup, ...]
    agreements: tuple[AgreementLine, ...]
    people: tuple[PersonLine, ...]
    quotes: tuple[QuoteLine, ...]
    claims: tuple[ClaimGroup, ...]
    sources: tuple[Source, ...]
    held: tuple[tuple[str, int], ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show about the pair."""
        shown = (self.happenings, self.beside, self.promises, self.issues, self.agreements, self.people, self.quotes)
        return not any(shown)
