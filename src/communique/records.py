"""The records: what the program says about a text, and the articles that it read.

One vocabulary for Python, JSON, the database and the exports. All records are immutable; lists inside them are tuples;
absent is None, looked-for-and-none is an empty tuple. `to_json` and `from_json` turn them into JSON and back,
`json_schema` gives the schema that strangers can test against.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Literal, NewType

import orjson

SCHEMA_VERSION = 1

# ISO 8601 with the precision that the text gives: "2014", "2024-02", "2024-02-19", "2024-02-19T08:34:09".
# As words they sort by time wherever their precision is the same.
PartialDate = NewType("PartialDate", str)


class EventType(StrEnum):
    """The sixteen PLOVER event types."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(StrEnum):
    """PLOVER's auxiliary modes, and `actual` where none of them holds."""

    ACTUAL = "actual"
    HISTORICAL = "historical"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"


class QuoteKind(StrEnum):
    """How somebody's words are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(StrEnum):
    """For or against an issue."""

    SUPPORT = "support"
    OPPOSE = "oppose"


class Stage(StrEnum):
    """How far an agreement has come."""

    PROPOSED = "proposed"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IMPLEMENTED = "implemented"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Status(StrEnum):
    """What became of a commitment."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"


class PartKind(StrEnum):
    """What a stretch of an article's text is."""

    STORY = "story"
    SUMMARY = "summary"
    POST = "post"
    TRANSCRIPT = "transcript"


class Precision(StrEnum):
    """How exactly the time of publication is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


Op = Literal["=", ">", ">=", "<", "<=", "~"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `[start, end)` of the text of `article`, counted in code points."""

    article: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or reversed span {self.start}:{self.end}")

    def cut(self, text: str) -> str:
        """The words of the span in the article's text."""
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """Whether a character of the text lies in both."""
        return self.article == other.article and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as it is compared: "over 200" is `>` 200."""

    op: Op = "="
    number: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount of something: `over 90 tons of flour and rice`; `unit` is None for plain counts."""

    value: Number
    unit: str | None = None
    of: str | None = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """A state, person, body or group as one record mentions it.

    `state` is ISO 3166-1 alpha-3 of the country that it belongs to or acts for (None for international bodies),
    `sector` a PLOVER code, `office` as the text gives it, `span` the mention that was resolved, be it a pronoun.
    """

    key: str
    id: str
    name: str
    kind: ActorKind
    state: str | None = None
    sector: str | None = None
    office: str | None = None
    span: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where; coordinates in degrees, WGS 84."""

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """`Havana, February 19 (RHC) --`: place as printed, ISO country, day."""

    place: str | None = None
    country: str | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the text of one kind; posts have an author and a date of their own."""

    kind: PartKind
    span: Span
    author: str | None = None
    published: PartialDate | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Versions of what made a record; `judge` is None where frames alone decided."""

    program: str
    model: str
    lexicon: str
    judge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text of one source, cleaned: the story with its dateline and the posts embedded in it."""

    record: Literal["article"] = "article"
    id: str
    version: int = 1
    text_digest: str
    uri: str
    source_url: str | None = None
    retrieved_at: str | None = None
    rights: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    agency: str | None = None
    dateline: Dateline | None = None
    published: PartialDate | None = None
    published_precision: Precision | None = None
    language: str
    text: str
    parts: tuple[Part, ...] = ()
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that one party did to, with or about another, in PLOVER's terms."""

    record: Literal["event"] = "event"
    id: str
    article: str
    event: EventType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    score: float
    modality: Modality
    actor: tuple[ActorRef, ...]
    recipient: tuple[ActorRef, ...] = ()
    place: Place | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    quantities: tuple[Quantity, ...] = ()
    attributed_to: ActorRef | None = None
    trigger: Span
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words; `span` holds the content, `cue` is the verb that gives it to the speaker."""

    record: Literal["quote"] = "quote"
    id: str
    article: str
    speaker: ActorRef
    addressee: ActorRef | None = None
    kind: QuoteKind
    text: str
    cue: str | None = None
    span: Span
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise to act; `event` is the PLOVER type of the promised act, `due` the last day of the term."""

    record: Literal["commitment"] = "commitment"
    id: str
    article: str
    obligor: tuple[ActorRef, ...]
    beneficiary: tuple[ActorRef, ...] = ()
    event: EventType
    content: str
    condition: str | None = None
    due: PartialDate | None = None
    quantities: tuple[Quantity, ...] = ()
    status: Status = Status.OPEN
    as_of: PartialDate | None = None
    fulfilled_by: str | None = None
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a holder stands on an issue; `issue` in the text's words, `about` the countries concerned."""

    record: Literal["position"] = "position"
    id: str
    article: str
    holder: ActorRef
    stance: Stance
    issue: str
    issue_id: str
    about: tuple[str, ...] = ()
    forum: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A treaty, deal, memorandum or accord at one stage; `agreement_id` joins its stages."""

    record: Literal["agreement"] = "agreement"
    id: str
    article: str
    parties: tuple[ActorRef, ...]
    subject: str | None = None
    name: str | None = None
    stage: Stage
    start: PartialDate | None = None
    agreement_id: str
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A checkable statement with a number or a rank; `subject` and `measure` in the text's words."""

    record: Literal["claim"] = "claim"
    id: str
    article: str
    subject: str | None
    measure: str | None
    value: Number | None = None
    unit: str | None = None
    rank: Number | None = None
    as_of: PartialDate | None = None
    attributed_to: ActorRef | None = None
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Who held which office, as one article attests; JSON spells the first day `from`."""

    record: Literal["tenure"] = "tenure"
    id: str
    article: str
    person: ActorRef
    office: str
    state: str | None = None
    from_: PartialDate | None = None
    to: PartialDate | None = None
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedValue:
    """One of the values that reports give for a field, with its evidence."""

    value: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A field on which reports of one happening differ."""

    field: str
    values: tuple[DisputedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One real-world event, however often it is told; `reports` are event ids, `sources` article ids."""

    record: Literal["happening"] = "happening"
    id: str
    aliases: tuple[str, ...] = ()
    event: EventType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    modality: Modality
    actor: tuple[ActorRef, ...]
    recipient: tuple[ActorRef, ...] = ()
    place: Place | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    quantities: tuple[Quantity, ...] = ()
    reports: tuple[str, ...]
    sources: tuple[str, ...]
    independent_sources: int
    disagreements: tuple[Disagreement, ...] = ()
    why: tuple[str, ...] = ()
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles about one piece of news."""

    record: Literal["story"] = "story"
    id: str
    articles: tuple[str, ...]
    title: str | None = None
    first_published: PartialDate | None = None
    last_published: PartialDate | None = None
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An entry of the directory; `tenures` are ids of tenure records."""

    record: Literal["actor"] = "actor"
    id: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...]
    kind: ActorKind
    state: str | None = None
    sector: str | None = None
    tenures: tuple[str, ...] = ()
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    coder: Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a reviewed record stands, in words, so that a better coder's record is found again.

    `text_digest` is that of the text which `evidence` and `named_by` (the words that name an event, a quote's content)
    count in, `parties` are states, or names of what has none, `told` is what it says in a word: its type, its stance.
    """

    article: str
    kind: str
    words: str
    text_digest: str | None = None
    evidence: tuple[Span, ...] = ()
    named_by: Span | None = None
    parties: tuple[str, ...] = ()
    told: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's decision about a record; a merge joins the `reports` with the `others`, a split parts them."""

    record: Literal["review"] = "review"
    id: str
    target: str
    action: Literal["accept", "reject", "correct", "merge", "split"]
    field: str | None = None
    value: str | None = None
    by: str
    at: str
    reason: str | None = None
    anchor: Anchor | None = None
    reports: tuple[Anchor, ...] = ()
    others: tuple[Anchor, ...] = ()
    rule: str = "review.person"
    confidence: float = 1.0
    coder: Coder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of `build`: what was read, coded, refused and changed."""

    record: Literal["run"] = "run"
    id: str
    started_at: str
    ended_at: str | None = None
    coder: Coder
    read: int = 0
    coded: int = 0
    refused: int = 0
    changed: int = 0
    rule: str = "run.build"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An input that could not be read or coded; the batch goes on."""

    record: Literal["refusal"] = "refusal"
    uri: str
    stage: Literal["reading", "coding", "merging", "store"]
    reason: str
    remedy: str | None = None


# What `code_article` gives for one article; the rest comes from merging and from people.
Coded = Event | Quote | Commitment | Position | Agreement | Claim | Tenure
Record = Article | Coded | Happening | Story | Actor | Review | Run | Refusal

KINDS: Mapping[str, type] = {
    "article": Article,
    "event": Event,
    "quote": Quote,
    "commitment": Commitment,
    "position": Position,
    "agreement": Agreement,
    "claim": Claim,
    "tenure": Tenure,
    "happening": Happening,
    "story": Story,
    "actor": Actor,
    "review": Review,
    "run": Run,
    "refusal": Refusal,
}


def make_id(kind: str, *parts: object) -> str:
    """Sixteen hex digits that depend on the kind and the parts alone, never on machine, order or day."""
    # The unit separator keeps ("ab", "c") and ("a", "bc") apart.
    joined = "\x1f".join([kind, *("" if p is None else str(p) for p in parts)])
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_json(record: Record) -> dict[str, Any]:
    """A record as JSON types, `record` first, no field left out."""
    loaded: dict[str, Any] = orjson.loads(orjson.dumps(record))
    return _rename(loaded, "from_", "from")


def to_line(record: Record) -> str:
    """A record as one line of JSON Lines, without the line end."""
    return orjson.dumps(to_json(record)).decode("utf-8")


def from_json(value: Mapping[str, Any]) -> Record:
    """Read a record; raises pydantic's ValidationError where it does not follow the schema."""
    kind = KINDS.get(str(value.get("record")))
    if kind is None:
        raise ValueError(f"no record kind {value.get('record')!r}; there are {', '.join(KINDS)}")
    record: Record = _adapter(kind).validate_python(_rename(dict(value), "from", "from_"))
    return record


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one record, whichever its kind."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Record).json_schema(mode="serialization")
    for name, definition in schema["$defs"].items():
        if "properties" not in definition:
            continue
        if name == "Tenure":
            definition["properties"] = _rename(definition["properties"], "from_", "from")
        # A field is never left out, so that a reader need not ask whether it is there.
        definition["required"] = list(definition["properties"])
        definition["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "communique record",
        "x-version": SCHEMA_VERSION,
        **schema,
    }


@cache
def _adapter(kind: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _rename(value: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    # `from` is a word of the language, so the dataclass cannot have it.
    return {new if k == old else k: v for k, v in value.items()} if old in value else value
