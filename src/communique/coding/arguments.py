"""Who is actor and who is recipient: the parties in the slots of a frame."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.actors.places import find_place
from communique.actors.references import Mention, MentionKind
from communique.coding import syntax
from communique.coding.context import Context
from communique.coding.grammar import words
from communique.records import ActorKind, ActorRef

if TYPE_CHECKING:
    from spacy.tokens import Token

# Prepositions that give a noun its owner, the more telling first: "annexation by", "leaders of", "envoys from".
_OWNING = ("by", "of", "between", "among", "from", "for", "in", "to", "against", "with", "on")
PLACES = ("in", "at", "near", "around", "inside", "across", "throughout", "outside", "off")


@dataclass(frozen=True, slots=True)
class Parties:
    """Actor and recipient of one reading."""

    actor: tuple[ActorRef, ...] = ()
    recipient: tuple[ActorRef, ...] = ()

    @property
    def everyone(self) -> tuple[ActorRef, ...]:
        """Both sides."""
        return self.actor + self.recipient


def side(ref: ActorRef) -> str:
    """The state that a reference stands for, else its own key."""
    return ref.state or ref.key


def sides(refs: Iterable[ActorRef]) -> set[str]:
    """The states (or bodies) of several references."""
    return {side(r) for r in refs}


def distinct(refs: Iterable[ActorRef]) -> tuple[ActorRef, ...]:
    """Each reference once, in order."""
    return tuple({r.key: r for r in reversed(list(refs))}.values())[::-1]


# Owners of owners: "tens of thousands of students of the University of Quito".
MAX_DEPTH = 7
# Bodies that act in world affairs without belonging to one state.
_POLITICAL = frozenset(["IGO", "NGO", "REB", "UAF", "PRM", "CRM", "PRE", "REF", "SOC", "REL"])


def is_political(ref: ActorRef) -> bool:
    """Whether a reference can act between states: it has a state, or is a body like the UN or a rebel army."""
    return ref.state is not None or (ref.sector or "")[:3] in _POLITICAL


def is_party(ref: ActorRef) -> bool:
    """Whether a reference can stand in an event: political, or somebody named."""
    return is_political(ref) or ref.kind is ActorKind.PERSON or any(w[:1].isupper() for w in ref.name.split())


def is_name_of(part: Token) -> bool:
    """ "the Kodari crossing": what a place is called, and nobody."""
    return part.dep_ == "compound" and part.head.lemma_.lower() in words("spot")


def is_abstract(noun: Token) -> bool:
    """ "Chile's assertiveness", "the Chilean decision": a property or act, which does nothing itself."""
    word = noun.lemma_.lower()
    return noun.pos_ == "NOUN" and word.endswith(tuple(words("abstract-ending"))) and word not in words("acting")


class Finder:
    """Finds the parties at a token of one article."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def mention(self, token: Token) -> Mention | None:
        """The mention that the token heads, or the one that holds it where the parser saw another head."""
        found = self.context.references.headed_by(token.i)
        if found is not None:
            return found
        found = self.context.references.covering(token.i)
        if found is None or found.kind in (MentionKind.ADJECTIVE, MentionKind.PRONOUN):
            return None
        # Inside "Chile's president" the token "president" is no part of the mention "Chile".
        return found if token.dep_ in ("flat", "compound", "appos", "nmod", "amod") or found.head > token.i else None

    def at(self, token: Token | None, *, places: bool = True, depth: int = 0) -> tuple[ActorRef, ...]:
        """Everybody that a phrase names: "Chile and Peru", "hundreds of Peruvians", "the French embassy".

        Args:
            token: Head of the phrase.
            places: Whether a name that only says where something is counts.
            depth: How far the search has come; owners of owners are looked at once or twice.
        """
        if token is None or depth > MAX_DEPTH:
            return ()
        found: list[ActorRef] = []
        for one in syntax.conjuncts(token):
            found.extend(self._one(syntax.antecedent(one), places=places, depth=depth))
        return distinct(found)

    def _one(self, token: Token, *, places: bool, depth: int) -> tuple[ActorRef, ...]:
        mention = self.mention(token)
        if known := self._by_story(token, depth=depth + 1):
            return known
        if token.lemma_.lower() in words("abroad") and any(p in PLACES for p, _ in syntax.obliques(token)):
            # "Chile's embassy in Peru" acts for Chile alone.
            return self.many(syntax.children(token, "nmod:poss"), depth=depth + 1) or self.adjectives(token)
        if mention is not None:
            found = tuple(r for r in mention.refs if is_party(r))
            unplaced = token.pos_ == "NOUN" and all(r.state is None and r.kind is ActorKind.GROUP for r in found)
            if not any(is_political(r) for r in found) or unplaced:
                # "students throughout Chile", "Iraqi Kurds": whose they are stands beside.
                inner = self.within(token, places=True) if token.pos_ == "NOUN" else ()
                found = self.owner(token, depth=depth + 1, places=True) or inner or found
            if token.pos_ == "NOUN" and (whose := [c for c in token.children if c.lower_ == "whose"]):
                # "Peru, whose officers": Peru's, whatever stands nearer.
                owners = self.many(whose, depth=depth + 1)
                found = owners if owners and not sides(found) & sides(owners) else found
            if token.tag_ == "NNS" and len(found) == 1 and (members := self._listed(token, depth=depth)):
                return members
            return found if places or not mention.in_place_role else ()
        if token.lower_ in words("first-person"):
            speaker = self.context.speaker_at(token.idx)
            return (replace(speaker, span=self.context.tokens(token.i, token.i + 1)),) if speaker else ()
        if token.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET"):
            return self.owner(token, depth=depth + 1)
        return ()

    def state_of_city(self, noun: Token) -> str | None:
        """ISO code of the country of a city that no mention covers: "to Goma", "the town of Goma"."""
        names = [noun, *(n for p, n in syntax.obliques(noun) if p == "of")]
        for name in names:
            if name.pos_ != "PROPN" or name.ent_type_ in ("PERSON", "ORG") or self.mention(name) is not None:
                continue
            parts = [c for c in name.children if c.dep_ in ("flat", "compound")]
            text = " ".join(t.text for t in sorted([name, *parts], key=lambda t: t.i))
            states = (r.state for r in self.context.references.prominent)
            place = find_place(text, near=next((s for s in states if s), None))
            if place is not None and place.country:
                return place.country
        return None

    def _listed(self, noun: Token, *, depth: int) -> tuple[ActorRef, ...]:
        """ "ministers of Chile, Peru and Cuba": those of each."""
        lists = [n for p, n in syntax.obliques(noun) if p == "of" and len(syntax.conjuncts(n)) > 1]
        found = self.many(lists, depth=depth + 1)
        return found if len(sides(found)) > 1 else ()

    def _by_story(self, noun: Token, *, depth: int) -> tuple[ActorRef, ...]:
        # What the sentence says of a thing counts more than that it is told of a country.
        if noun.pos_ != "NOUN" or self._has_owner(noun):
            return ()
        return self._origin(noun, depth=depth) or self._maker(noun, depth=depth)

    def _origin(self, noun: Token, *, depth: int) -> tuple[ActorRef, ...]:
        """Whose a weapon is, from where it came: "a rocket fired from Lebanese soil"."""
        verbs = [*syntax.children(noun, "acl"), noun.head] if noun.dep_ == "nsubj" else syntax.children(noun, "acl")
        for verb in verbs:
            if verb.lemma_.lower() in words("launching"):
                found = self.many((n for p, n in syntax.obliques(verb) if p == "from"), depth=depth)
                if found and not any(r.kind is ActorKind.PERSON for r in found):
                    return found
        return ()

    def _has_owner(self, noun: Token) -> bool:
        return bool(syntax.children(noun, "nmod:poss")) or bool(self.adjectives(noun))

    def owner(self, noun: Token, *, depth: int = 0, places: bool = False) -> tuple[ActorRef, ...]:
        """Whose something is: "Chile's embargo", "the Chilean embargo", "the embargo imposed by Chile"."""
        if depth > MAX_DEPTH:
            return ()
        possessor = self.many(syntax.children(noun, "nmod:poss"), depth=depth + 1) or self.adjectives(noun)
        if possessor:
            return possessor
        for child in syntax.children(noun, "acl", "acl:relcl"):
            if child.lemma_.lower() in words("detached"):
                # "talks brokered by Qatar" are not Qatar's.
                continue
            if syntax.is_passive(child) and (found := self.many(syntax.agents(child), depth=depth + 1)):
                return found
        if found := self._maker(noun, depth=depth + 1):
            return found
        modifiers = list(syntax.obliques(noun))
        if noun.dep_ == "obj" and not syntax.is_passive(noun.head):
            # "condemned the raid on Chad by Sudan": the doer is sometimes hung from the active verb.
            modifiers += [(p, n) for p, n in syntax.obliques(noun.head) if p == "by" and n.i > noun.i]
        # "a court in Mombasa" is Kenya's, "the embassy in Nairobi" is not.
        settled = places or noun.lemma_.lower() in words("settled")
        for wanted in (*_OWNING, *PLACES) if settled else _OWNING:
            for preposition, other in modifiers:
                inside = settled or preposition not in PLACES
                if preposition == wanted and (found := self.at(other, places=inside, depth=depth + 1)):
                    return found
        named = (self._part(c, depth=depth + 1) for c in syntax.children(noun, "appos", "flat", "compound"))
        return next((found for found in named if found), ())

    def _part(self, part: Token, *, depth: int) -> tuple[ActorRef, ...]:
        found = self.at(part, depth=depth)
        return tuple(r for r in found if r.state) if is_name_of(part) else found

    def _maker(self, noun: Token, *, depth: int) -> tuple[ActorRef, ...]:
        """Who gave, built or did something: "the hospital that Cuba sent", "the doctors Cuba sent"."""
        for clause in syntax.children(noun, "acl:relcl"):
            if syntax.is_passive(clause) or clause.lemma_.lower() not in words("giving"):
                continue
            if syntax.is_gapped(clause) and (found := self.many(syntax.agents(clause), depth=depth)):
                return found
        return ()

    def adjectives(self, noun: Token) -> tuple[ActorRef, ...]:
        """Parties named by an adjective or a noun put before: "Chilean", "US", "Chile-Peru"."""
        found: list[ActorRef] = []
        for child in noun.children:
            if child.dep_ not in ("amod", "compound", "nmod", "nmod:desc", "nmod:unmarked", "flat", "appos"):
                continue
            if child.i > noun.i or syntax.preposition(child) or child.lower_.startswith("anti-"):
                continue
            for one in syntax.conjuncts(child):
                mention = self.context.references.headed_by(one.i) or self.context.references.covering(one.i)
                if mention is not None and mention.start <= one.i < mention.end and mention.end <= noun.i:
                    found.extend(r for r in mention.refs if is_party(r) and not (is_name_of(child) and not r.state))
        return distinct(found)

    def doers(self, verb: Token) -> tuple[ActorRef, ...]:
        """Who does what a verb says; of a text that somebody passed, who passed it.

        "Parliament adopted a resolution condemning": parliament condemns.
        """
        doers = syntax.agents(verb)
        if not doers and verb.lemma_.lower() in words("stative-participle"):
            # "was engaged in talks" is no passive.
            doers = [s for s in [syntax.subject(verb)] if s is not None]
        if not doers and verb.dep_ == "acl:relcl" and any(c.lower_ == "where" for c in verb.children):
            # "Spain, where he was granted asylum"
            doers = [verb.head] if syntax.is_passive(verb) else []
        found = self.many(t for t in doers if not is_abstract(t))
        noun = verb.head
        if found or verb.dep_ not in ("acl", "acl:relcl") or syntax.is_passive(verb):
            return found
        if noun.dep_ in ("obj", "obl") and syntax.is_verbal(noun.head):
            return self.many(syntax.agents(noun.head))
        return ()

    def many(self, tokens: Iterable[Token], *, places: bool = True, depth: int = 0) -> tuple[ActorRef, ...]:
        """Everybody that several phrases name."""
        return distinct(r for t in tokens for r in self.at(t, places=places, depth=depth))

    def within(self, token: Token, *, places: bool = False, but: Collection[str] = ()) -> tuple[ActorRef, ...]:
        """Parties anywhere below a token, syntax apart; for phrases that no slot reaches."""
        for one in token.subtree:
            if one.i == token.i or any(t.dep_ in ("advcl", "acl:relcl", "parataxis") for t in _path(one, token)):
                continue
            mention = self.context.references.headed_by(one.i)
            if mention is None or mention.kind is MentionKind.PRONOUN or (mention.in_place_role and not places):
                continue
            own = one.lemma_.lower() in words("abroad")
            refs = self._one(one, places=places, depth=2) if own else mention.refs
            found = tuple(r for r in refs if is_political(r) and side(r) not in but)
            if found:
                return found
        return ()


def _path(token: Token, top: Token) -> list[Token]:
    found = [token]
    for head in syntax.up(token):
        if head.i == top.i:
            return found
        found.append(head)
    return found
