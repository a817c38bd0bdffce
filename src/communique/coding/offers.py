"""Promises in a phrase: "stands ready to send", "accepted an invitation to", "ended with a pledge of"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.clauses import (
    auxiliaries,
    case_of,
    direct_object,
    find_subject,
    infinitive_of,
    is_negated,
    lemma,
    with_particle,
)
from communique.coding.context import Context
from communique.coding.holders import states_of
from communique.coding.pledges import (
    WILL,
    Promise,
    checked,
    gerund_of,
    is_conditional,
    is_gift,
    is_passive,
    lists,
    parties_at,
)
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

# To be ready for these promises nothing: talks are cheap, and requests are made of others.
CHEAP = ("AGREE", "CONSULT", "REQUEST")
# Tokens behind a quote's closing mark among which "…," Novak vowed stands.
CUE_REACH = 8


def find_offer(context: Context, token: Token) -> Promise | None:
    """A promise that no promising verb bears, or None."""
    return (
        _ready(context, token) or _accepted(context, token) or _with_pledge(context, token) or _by_text(context, token)
    )


def _ready(context: Context, token: Token) -> Promise | None:
    """As in "Delhi stands ready to send", "is prepared to cut", "voiced its readiness to give"."""
    words = lists()
    if token.lower_ in words["ready"] and (token.pos_ == "ADJ" or token.tag_ == "VBN"):
        verb = token.head
        # "is prepared" is read as a passive as often.
        being = any(c.lemma_ == "be" for c in children(token, "cop", "aux:pass"))
        if not being and (lemma(verb) not in words["standing"] or is_negated(verb) or auxiliaries(verb) & {"would"}):
            return None
        found = checked(context, token, infinitive_of(token), f"commitment.{token.lower_}")
    elif lemma(token) in words["readiness"] and lemma(token.head) in words["reaffirm"] and token.dep_ == "obj":
        found = checked(context, token.head, infinitive_of(token), f"commitment.{lemma(token)}")
    else:
        return None
    if found is None or not _is_named_act(found.act, willing=token.lower_ in ("willing", "willingness")):
        return None
    return found if _is_own_word(context, found, token) else None


def _is_named_act(act: Token, *, willing: bool) -> bool:
    """Who is willing to deepen ties is polite; who is willing to give or to lift something has offered it."""
    cheap = (*CHEAP, "COOPERATE", "SUPPORT") if willing else CHEAP
    names = {lemma(act), with_particle(act)}
    return any(names & v for n, v in lists().table("acts").items() if n not in cheap)


def _is_own_word(context: Context, found: Promise, token: Token) -> bool:
    """Told by the text or by the side itself: what others say that a state is ready for binds nobody."""
    speaker = context.speaker_at(token.idx)
    own = set(states_of(found.obligor)) or {r.key for r in found.obligor}
    return speaker is None or speaker.state is None or speaker.state in own or speaker.key in own


def _accepted(context: Context, token: Token) -> Promise | None:
    """As in "accepted an invitation to visit Riga in May": who accepts will come."""
    if lemma(token) not in ("accept", "take_up") or not token.tag_.startswith("VB") or is_passive(token):
        return None
    thing = direct_object(token)
    if thing is None or lemma(thing) != "invitation" or auxiliaries(token) & WILL:
        return None
    return checked(context, token, infinitive_of(thing) or thing, "commitment.accepted_invitation")


def _with_pledge(context: Context, noun: Token) -> Promise | None:
    """As in "ended their summit with a pledge of 50 million dollars": whose summit it is gives the pledge."""
    words = lists()
    if noun.pos_ != "NOUN" or lemma(noun) not in words["owned_noun"] or case_of(noun) not in ("with", "by"):
        return None
    verb = next((a for a in noun.ancestors if a.pos_ == "VERB"), None)
    act = infinitive_of(noun) if noun.right_edge.i > noun.i else None
    act = act if act in list(noun.children) else next((c for c in children(noun, "nmod") if is_gift(c)), None)
    if verb is None or act is None or is_negated(verb) or is_passive(verb) or auxiliaries(verb) & WILL:
        return None
    obligor = tuple(r for r in parties_at(context, find_subject(verb)) if r.state or r.kind is ActorKind.ORGANIZATION)
    return Promise(obligor, act, noun, f"commitment.with_{lemma(noun)}", 0.7) if obligor else None


def _by_text(context: Context, verb: Token) -> Promise | None:
    """As in "the accord commits Riga to clearing the mines", "obliges the army to stop its raids"."""
    words = lists()
    if lemma(verb) not in words["binding"] or not verb.tag_.startswith("VB") or is_passive(verb) or is_negated(verb):
        return None
    text, bound = find_subject(verb), next(iter(children(verb, "obj", "iobj")), None)
    if text is None or bound is None or lemma(text) not in load_words("agreements")["anchor"]:
        return None
    act = infinitive_of(verb) or gerund_of(verb)
    obligor = tuple(r for r in parties_at(context, bound) if r.state or r.kind is ActorKind.ORGANIZATION)
    return Promise(obligor, act, verb, f"commitment.text_{lemma(verb)}", 0.7) if obligor and act is not None else None


def is_restraint(verb: Token) -> bool:
    """As in "we will not retaliate", "Riga will not expel": who denies that it will do harm binds itself."""
    return is_negated(verb) and lemma(verb) in lists()["bounds.restraint"] and not is_conditional(verb)


def is_vowed(context: Context, verb: Token) -> bool:
    """As in `"We will not leave them alone," Novak vowed`: the verb behind the quote binds, denied future or not."""
    quote = next((q for q in context.quotes if q.span.start <= verb.idx < q.span.end), None)
    if quote is None:
        return False
    behind = [t for t in context.doc[verb.i : verb.i + 60] if t.idx >= quote.span.end][:CUE_REACH]
    return any(lemma(t) in lists()["promise"] and t.tag_ in ("VBD", "VBZ", "VBN") for t in behind)


def intention_denied(clause: Token) -> Token | None:
    """What one assures that one has "no intention of" and "no plans" to do."""
    noun = direct_object(clause)
    if noun is None or lemma(noun) not in lists()["promise_noun"] | {"wish", "desire"}:
        return None
    if not any(c.lower_ == "no" for c in noun.children) and not is_negated(clause):
        return None
    gerund = (c for c in children(noun, "acl", "nmod") if c.tag_ == "VBG" and c.i > noun.i)
    return infinitive_of(noun) or next(gerund, None)
