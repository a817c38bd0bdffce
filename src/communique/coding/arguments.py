"""Who is actor and who is recipient: the parties in the slots of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.actors.references import Mention, MentionKind
from communique.coding import syntax
from communique.coding.context import Context
from communique.coding.frames import Match
from communique.records import ActorRef

if TYPE_CHECKING:
    from spacy.tokens import Token

_FIRST_PERSON = frozenset("we us our ours i me my mine".split())
# Prepositions that give a noun its owner, the more telling first: "annexation by", "leaders of", "envoys from".
_OWNING = ("by", "of", "between", "among", "from", "for", "in", "to", "against", "with", "on")
_SETTLED = frozenset(
    "court judge authority government police prosecutor tribunal parliament crowd official regime ruler junta rebel "
    "militant people student worker protester demonstrator resident farmer union administration lawmaker security "
    "guerrilla insurgent faction leadership leader army inhabitant prisoner detainee opposition party settler "
    "group side".split()
)
_PLACES = frozenset("in at near around inside across throughout outside off".split())


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


# Bodies that act in world affairs without belonging to one state.
_POLITICAL = frozenset("IGO NGO REB UAF PRM CRM PRE REF SOC REL".split())
_ABSTRACT = ("ness", "ity", "ism", "ance", "ence", "ship", "ment", "tion", "sion", "ure", "cy")
_ACTING = frozenset(
    "government delegation administration parliament regiment detachment opposition coalition federation organization "
    "organisation association commission union institution junta mission contingent leadership presidency republic "
    "agency embassy ministry armament establishment nation foundation authority community minority majority "
    "legation corporation confederation".split()
)


def is_party(ref: ActorRef) -> bool:
    """Whether a reference can act between states: it has a state, or is a body like the UN or a rebel army."""
    return ref.state is not None or (ref.sector or "")[:3] in _POLITICAL


def is_abstract(noun: Token) -> bool:
    """ "Chile's assertiveness", "the Chilean decision": a property or act, which does nothing itself."""
    word = noun.lemma_.lower()
    return noun.pos_ == "NOUN" and word.endswith(_ABSTRACT) and word not in _ACTING


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
        if token is None or depth > 3:
            return ()
        found: list[ActorRef] = []
        for one in syntax.conjuncts(token):
            found.extend(self._one(syntax.antecedent(one), places=places, depth=depth))
        return distinct(found)

    def _one(self, token: Token, *, places: bool, depth: int) -> tuple[ActorRef, ...]:
        mention = self.mention(token)
        if mention is not None and mention.kind is MentionKind.GROUP and syntax.children(token, "nmod:poss"):
            # "Chile's embassy in Peru" acts for Chile alone.
            mention = self.mention(syntax.children(token, "nmod:poss")[0]) or mention
        if mention is not None:
            found = tuple(r for r in mention.refs if is_party(r))
            return found if places or not mention.in_place_role else ()
        if token.lower_ in _FIRST_PERSON:
            speaker = self.context.speaker_at(token.idx)
            return (replace(speaker, span=self.context.tokens(token.i, token.i + 1)),) if speaker else ()
        if token.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET"):
            return self.owner(token, depth=depth + 1)
        return ()

    def owner(self, noun: Token, *, depth: int = 0, through: Sequence[str] = _OWNING) -> tuple[ActorRef, ...]:
        """Whose something is: "Chile's embargo", "the Chilean embargo", "the embargo imposed by Chile"."""
        if depth > 3:
            return ()
        for child in syntax.children(noun, "nmod:poss"):
            if found := self.at(child, depth=depth + 1):
                return found
        if found := self.adjectives(noun):
            return found
        for child in syntax.children(noun, "acl", "acl:relcl"):
            if syntax.is_passive(child) and (found := self.many(syntax.agents(child), depth=depth + 1)):
                return found
        modifiers = list(syntax.obliques(noun))
        # "a court in Mombasa" is Kenya's, "the embassy in Nairobi" is not.
        settled = noun.lemma_.lower() in _SETTLED
        for wanted in through:
            for preposition, other in modifiers:
                places = settled or preposition not in _PLACES
                if preposition == wanted and (found := self.at(other, places=places, depth=depth + 1)):
                    return found
        for child in syntax.children(noun, "appos", "flat"):
            if found := self.at(child, depth=depth + 1):
                return found
        return ()

    def adjectives(self, noun: Token) -> tuple[ActorRef, ...]:
        """Parties named by an adjective or a noun put before: "Chilean", "US", "Chile-Peru"."""
        found: list[ActorRef] = []
        for child in noun.children:
            if child.dep_ not in ("amod", "compound", "nmod", "nmod:desc", "nmod:unmarked", "flat", "appos"):
                continue
            if child.i > noun.i or syntax.preposition(child):
                continue
            for one in syntax.conjuncts(child):
                mention = self.context.references.headed_by(one.i) or self.context.references.covering(one.i)
                if mention is not None and mention.start <= one.i < mention.end and mention.end <= noun.i:
                    found.extend(r for r in mention.refs if is_party(r))
        return distinct(found)

    def doers(self, verb: Token) -> tuple[ActorRef, ...]:
        """Who does what a verb says; of a text that somebody passed, who passed it.

        "Parliament adopted a resolution condemning": parliament condemns.
        """
        found = self.many(t for t in syntax.agents(verb) if not is_abstract(t))
        noun = verb.head
        if found or verb.dep_ not in ("acl", "acl:relcl") or syntax.is_passive(verb):
            return found
        if noun.dep_ in ("obj", "obl") and syntax.is_verbal(noun.head):
            return self.many(syntax.agents(noun.head))
        return ()

    def many(self, tokens: Iterable[Token], *, places: bool = True, depth: int = 0) -> tuple[ActorRef, ...]:
        """Everybody that several phrases name."""
        return distinct(r for t in tokens for r in self.at(t, places=places, depth=depth))

    def within(self, token: Token) -> tuple[ActorRef, ...]:
        """Parties anywhere below a token, syntax apart; for phrases that no slot reaches."""
        for one in token.subtree:
            if one.i == token.i or any(t.dep_ in ("advcl", "acl:relcl", "parataxis") for t in _path(one, token)):
                continue
            mention = self.context.references.headed_by(one.i)
            if mention is not None and not mention.in_place_role and (found := self._one(one, places=False, depth=2)):
                return found
        return ()


def _path(token: Token, top: Token) -> list[Token]:
    found = [token]
    for head in syntax.up(token):
        if head.i == top.i:
            return found
        found.append(head)
    return found


VERB_ACTOR = ("subj",)
VERB_RECIPIENT = ("obj", "iobj", "to", "with", "against", "on", "from", "for", "at", "toward", "towards", "upon")
NOUN_ACTOR = ("poss", "by", "adj", "from", "between", "of")
NOUN_RECIPIENT = ("of", "against", "on", "upon", "to", "with", "for", "toward", "towards", "from", "over", "in")


def find_parties(match: Match, finder: Finder) -> Parties:
    """Actor and recipient of a matched frame, before composition."""
    if match.token.pos_ == "NOUN":
        return _of_noun(match, finder)
    return _of_verb(match, finder)


def _of_verb(match: Match, finder: Finder) -> Parties:
    frame = match.frame
    actor = first_slot(match, frame.actor or VERB_ACTOR, finder)
    recipient = first_slot(match, frame.recipient or VERB_RECIPIENT, finder, but=actor)
    return Parties(actor, recipient)


def _of_noun(match: Match, finder: Finder) -> Parties:
    frame, noun = match.frame, match.token
    actor: tuple[ActorRef, ...] = ()
    if match.light:
        actor = finder.doers(match.carrier)
        if not actor and match.carrier.i == noun.i:
            actor = finder.at(syntax.subject(noun))
    slots = frame.actor or NOUN_ACTOR
    inner = first_slot(match, slots, finder) if not actor or frame.mutual else ()
    if not actor:
        actor, inner = inner, ()
    recipient = first_slot(match, frame.recipient or NOUN_RECIPIENT, finder, but=actor)
    if not recipient and inner and not sides(inner) <= sides(actor):
        recipient = tuple(r for r in inner if side(r) not in sides(actor))
    if frame.mutual:
        between = first_slot(match, ("between", "among"), finder)
        if between and not match.light:
            actor, recipient = between, ()
    return Parties(actor, recipient)


def first_slot(
    match: Match, slots: Iterable[str], finder: Finder, *, but: Sequence[ActorRef] = ()
) -> tuple[ActorRef, ...]:
    """The parties of the first slot that names somebody of another side than `but`; else of the same side."""
    own = sides(but)
    keys = {r.key for r in but}
    fallback: tuple[ActorRef, ...] = ()
    for slot in slots:
        found = tuple(r for r in slot_parties(match, slot, finder) if r.key not in keys)
        others = tuple(r for r in found if side(r) not in own)
        if others:
            return others
        if found and not fallback:
            fallback = found
    return fallback


def slot_parties(match: Match, slot: str, finder: Finder) -> tuple[ActorRef, ...]:
    """Who stands in a slot of the frame."""
    token, carrier = match.token, match.carrier
    noun = token.pos_ == "NOUN"
    match slot:
        case "subj":
            return finder.doers(carrier)
        case "obj":
            return finder.many(syntax.objects(carrier if noun else token))
        case "iobj":
            return finder.many(syntax.children(carrier, "iobj"))
        case "poss":
            return finder.many(syntax.children(token, "nmod:poss"))
        case "adj":
            return finder.adjectives(token)
        case "visited":
            # "toured a factory in Lima": to be somewhere is to be there.
            heads = syntax.objects(token)
            inner = [n for h in heads for p, n in syntax.obliques(h) if p in _PLACES]
            return finder.many(heads) or finder.many(inner)
        case "comp":
            return finder.many(s for c in syntax.complements(token) if (s := syntax.subject(c)) is not None)
        case "carrier-obj":
            return finder.many(syntax.objects(carrier))
        case _:
            return finder.many(slot_tokens(match, slot), places=slot not in _PLACES or slot in match.frame.recipient)


def slot_tokens(match: Match, slot: str) -> list[Token]:
    """The nouns behind a preposition of the trigger, of its light verb, or of its object."""
    token, carrier = match.token, match.carrier
    heads: list[Token] = [token]
    for child in syntax.children(token, "acl"):
        # "blockade imposed by Chile on Peru": the participle's phrases are the noun's.
        if token.pos_ == "NOUN" and syntax.is_passive(child):
            heads.append(child)
    if carrier.i != token.i:
        heads.append(carrier)
    if token.pos_ in ("VERB", "AUX"):
        heads.extend(syntax.objects(token) if not syntax.is_passive(token) else [])
    return [n for head in heads for p, n in syntax.obliques(head) if p == slot]
