"""Which named person a bare role stands for: "Deputy Minister Sazonov told … The diplomat added …".

News avoids saying a name twice: the second time a minister is "the politician", "the Uzbek premier", "the head of the
trade portfolio". The actors stage joins titles with the same words; here one role may be another word for an office.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.actors.references import Mention, MentionKind
from communique.coding.clauses import lemma, obliques
from communique.coding.context import Context
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import ActorKind, ActorRef

if TYPE_CHECKING:
    from spacy.tokens import Token

# Mentions back in which the bearer of a role is looked for: about ten sentences.
REACH = 60
# Roles of an occasion, which tell nothing of an office.
VISITING = ("guest", "visitor", "host", "counterpart", "colleague")


def bearer_of(context: Context, head: Token, ref: ActorRef, before: ActorRef | None) -> ActorRef | None:
    """The named person for whom a definite role stands, or None.

    Args:
        context: The article.
        head: The head of the phrase: "minister" in "the Uzbek minister".
        ref: What the phrase was read as: somebody without a name.
        before: Who spoke last; of two who fit, the one who is speaking goes on.
    """
    if not _is_bare_role(head, ref):
        return None
    classes = _classes_of(head)
    if not classes or is_taken_up(context, head, ref):
        return None
    own = frozenset(s for c in head.children if (m := context.references.headed_by(c.i)) for s in _states(m))
    fits = [
        m.refs[0]
        for m in _named_before(context, head)
        if _can_be(context, m, head, classes, own) and not _stands_beside(context, m, head)
    ]
    if not fits:
        return None
    chosen = next((f for f in fits if before is not None and f.key == before.key), fits[0])
    state = chosen.state or next(iter(own), None) or ref.state
    return replace(chosen, state=state, span=ref.span)


def _is_bare_role(head: Token, ref: ActorRef) -> bool:
    """ "the diplomat", "the Uzbek premier", and neither "a diplomat" nor "one of the ministers"."""
    nameless = ref.kind is ActorKind.PERSON and (ref.name[:1].islower() or ref.name == head.text)
    definite = any(c.lower_ == "the" for c in children(head, "det"))
    return nameless and definite and head.tag_ in ("NN", "NNP") and not children(head, "conj", "appos", "flat")


def is_taken_up(context: Context, head: Token, ref: ActorRef) -> bool:
    """Whether the words mean somebody without a name of the sentence before: "… the Chilean consul. The diplomat …"."""
    before = [
        m for m in context.references.mentions if m.end <= head.sent.start and context.doc[m.head].text != head.text
    ]
    start = context.doc[head.sent.start - 1].sent.start if head.sent.start else 0
    return any(m.start >= start and any(r.key == ref.key for r in m.refs) for m in before)


def _classes_of(head: Token) -> tuple[str, ...]:
    """The classes of role that a word may name: "diplomat" is an envoy, a foreign minister or a deputy of one."""
    table = load_words("quotes").table("role")
    word = "minister" if any(lemma(o) == "portfolio" for o in obliques(head, "of")) else lemma(head)
    return tuple(name for name, members in table.items() if word in members)


def _named_before(context: Context, head: Token) -> list[Mention]:
    """People by name before a word, the nearest first."""
    earlier = [m for m in context.references.mentions if m.end <= head.i and len(m.refs) == 1]
    return [
        m
        for m in reversed(earlier[-REACH:])
        if m.refs[0].kind is ActorKind.PERSON
        and m.kind in (MentionKind.NAME, MentionKind.PRONOUN)
        and m.refs[0].name[:1].isupper()
    ]


def _can_be(context: Context, mention: Mention, head: Token, classes: tuple[str, ...], own: frozenset[str]) -> bool:
    ref = mention.refs[0]
    if own and ref.state is not None and ref.state not in own:
        return False
    office = (ref.office or "").lower()
    table = load_words("quotes").table("office")
    if any((ref.sector or "").lower() in table[name] for name in classes):
        return True
    if office and office not in VISITING:
        return any(word in office for name in classes for word in table[name])
    # Who has no office that the text tells may hold the one that is named with his state: he was just told of.
    return bool(own) and head.sent.start - context.doc[mention.head].sent.end <= 1 and _acts(context, mention)


def _acts(context: Context, mention: Mention) -> bool:
    word = context.doc[mention.head]
    return word.dep_ == "nsubj" or (word.dep_ == "appos" and word.head.dep_ == "nsubj")


def _stands_beside(context: Context, mention: Mention, head: Token) -> bool:
    """Another argument of the same verb: "the minister told Ambassador Keo"."""
    other = context.doc[mention.head]
    return other.head.i == head.head.i and other.i != head.i


def _states(mention: Mention) -> tuple[str, ...]:
    return tuple(r.state for r in mention.refs if r.state)
