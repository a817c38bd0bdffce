"""The actors of one article while they are gathered: each grows as the article tells more of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.actors.gazetteer import Gazetteer, plain
from communique.records import ActorKind, ActorRef, Span, make_id


@dataclass(eq=False)
class Entity:
    """Somebody in an article; compared by identity, since two people may share a name."""

    kind: ActorKind
    name: str
    state: str | None = None
    sector: str | None = None
    office: str | None = None
    gender: str | None = None
    plural: bool = False
    lemmas: set[str] = field(default_factory=set)  # nouns that it was called by: "minister"
    parts: tuple[str, ...] = ()  # of a person's name, in lower case
    mentions: int = 0
    sure: float = 1.0
    former: bool = False

    @property
    def key(self) -> str:
        """Key from the article alone; a state's from its code, so that capital and country share one."""
        if self.kind is ActorKind.STATE:
            return make_id("actor", self.state)
        return make_id("actor", " ".join(plain(self.name).casefold().split()), self.state or "")

    def refer(self, span: Span | None, *, confidence: float = 1.0, sector: str | None = None) -> ActorRef:
        """A reference to it from one place of the text."""
        return ActorRef(
            key=self.key,
            id=self.key,
            name=self.name,
            kind=self.kind,
            state=self.state,
            sector=sector or self.sector,
            office=self.office,
            span=span,
            confidence=round(min(confidence, self.sure), 3),
        )


@dataclass
class Cast:
    """All entities of one article."""

    gazetteer: Gazetteer
    states: dict[str, Entity] = field(default_factory=dict)
    bodies: dict[tuple[str, str | None], Entity] = field(default_factory=dict)
    people: list[Entity] = field(default_factory=list)

    def state(self, code: str) -> Entity:
        """The state with this code."""
        if code not in self.states:
            self.states[code] = Entity(ActorKind.STATE, self.gazetteer.state_name(code), state=code)
        return self.states[code]

    def body(
        self, name: str, state: str | None, sector: str | None, kind: ActorKind = ActorKind.ORGANIZATION
    ) -> Entity:
        """The body or group of this name and state."""
        key = (plain(name).casefold(), state)
        if key not in self.bodies:
            self.bodies[key] = Entity(kind, name, state=state, sector=sector)
        return self.bodies[key]
