"""What a position is about: its words, the states concerned, and one id for one issue in other words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.coding.attitudes import lists
from communique.coding.clauses import (
    asides,
    case_of,
    conjuncts,
    has_case,
    lemma,
    obliques,
    subtree_bounds,
    words_between,
)
from communique.coding.context import Context
from communique.coding.holders import fold_name, mention_at, refs_at, states_of
from communique.coding.speakers import tail_before
from communique.coding.syntax import children
from communique.records import ActorKind, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_TOKENS = 40
# Endings of nouns of acts, whose phrases tell who acts on whom.
ACTS = ("tion", "sion", "ment", "ure", "al", "ing", "ance", "attack", "strike", "sale", "visit", "transfer", "return")
# Issues that one state makes and another suffers: both belong to the issue's identity.
DONE_TO = frozenset({"blockade", "sanction", "invasion", "annexation", "interference", "settlement"})
# Words that only lead to the issue proper: "a call for lifting the ban" is about the ban.
LEADING = frozenset(
    {
        "need",
        "call",
        "end",
        "lifting",
        "resolution",
        "policy",
        "decision",
        "attempt",
        "effort",
        "move",
        "plan",
        "proposal",
        "bid",
    }
)


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as one text gives it: its words, the states in it, and what identifies it."""

    text: str
    about: tuple[str, ...]
    key: tuple[str, ...]
    tokens: tuple[int, int]


def read_issue(context: Context, head: Token, *, holder_state: str | None) -> Issue | None:
    """The issue that a noun heads, or None where it names no issue ("welcomed the guests", "praised his courage").

    Args:
        context: The article.
        head: Head of the phrase.
        holder_state: State of who holds the position; it is not whom the issue is done to.
    """
    words = lists()
    told = next(iter(obliques(head, "of")), None) if lemma(head) in words["light_of"] else None
    if told is not None and told.pos_ in ("NOUN", "VERB"):
        # "the idea of a common guard"
        return _issue(context, head, told, holder_state)
    mention = mention_at(context, head)
    whole = mention is not None and not mention.in_place_role and head.pos_ == "PROPN"
    if head.pos_ == "PRON" or lemma(head) in words["no_issue"] or head.lower_ in words["no_issue"]:
        return None
    behind = [*children(head.head, "advcl", "obl"), *children(head, "acl", "advcl", "nmod")]
    pursuit = next((c for c in behind if c.tag_ == "VBG" and case_of(c) in ("in", "for")), None)
    cause = next(iter(obliques(head.head, "over", "for")), None) or _quarrel(head)
    if whole and mention is not None and mention.refs:
        # "supports Laos in defending its borders": the issue is what is supported, not the state.
        if pursuit is not None:
            return _issue(context, head, pursuit, holder_state)
        if cause is not None and cause.i > head.i and cause.pos_ != "PROPN":
            return _issue(context, head, cause, holder_state)
        seen = next((o for o in obliques(head.head, "as") if o.i > head.i), None)
        if seen is not None and lemma(head.head) in words["call"]:
            # "regards Peking as the sole legal government"
            issue = _issue(context, head, head, holder_state)
            end = max(t.i for t in seen.subtree if t.dep_ != "punct") + 1
            return replace(issue, text=words_between(head, issue.tokens[0], end), tokens=(issue.tokens[0], end))
        # "sided with Ottawa" tells where somebody stands even where the quarrel stands in another sentence.
        return _issue(context, head, head, holder_state) if lemma(head.head) == "side" else None
    return _issue(context, head, head, holder_state)


def _quarrel(head: Token) -> Token | None:
    """As in "sides with Malta in the dispute over the reef": the issue is the dispute."""
    phrases = [*obliques(head.head, "in", "on"), *obliques(head, "in", "on")]
    return next((p for p in phrases if lemma(p) in lists()["quarrel"]), None)


def _issue(context: Context, head: Token, core: Token, holder_state: str | None) -> Issue:
    start, end = subtree_bounds(core, without=_loose(core))
    if core.i != head.i:
        start = min(start, head.i)
    elif core.tag_ == "VBG" and not children(core, "obj"):
        # "called the reopening a step": the judgement hangs on what is judged.
        end = core.i + 1
    if core.tag_ == "VBG" and start < core.i and core.doc[start].dep_ == "mark":
        # "in favour of opening talks"
        start += 1
    if is_clause(core):
        # "regretted that the border was shut"
        start = min((t.i for t in core.subtree if t.dep_ != "mark" and t.i >= start), default=start)
    case = next((c for c in core.children if c.dep_ == "case" and c.i < core.i), None)
    if case is not None and children(core, "cop"):
        # "Quito is against the fence": subject and verb hang on the noun.
        start = max(start, case.i + 1)
    end = max(end, _with_purpose(core, end))
    taking = (t for t in children(core, "acl:relcl") if _takes_side(t) and t.left_edge.i > core.i)
    end = min([end, *(t.left_edge.i for t in (*asides(core), *taking))])
    end = tail_before(core, _before_judgement(core, start, _with_place(context, core, end)))
    start, end = max(start, core.sent.start), min(end, start + MAX_TOKENS)
    mentions = [m for m in context.references.mentions if start <= m.head < end]
    about = tuple(dict.fromkeys(s for m in mentions for s in states_of(m.refs)))
    key = _key(context, core, about, holder_state)
    return Issue(words_between(core, start, end), about, key, (start, end))


def _with_place(context: Context, core: Token, end: int) -> int:
    """As in "the coup in Benin": what stands right behind the noun belongs to it, whatever the parse says."""
    doc, whole = core.doc, False
    if end < len(doc) and end > core.i + 1 and doc[end].dep_ == "case":
        # "the sovereignty of the Emirates over its islands", "the right of Bolivia to an outlet"
        phrase = doc[end].head
        leading = doc[end].lower_ in ("over", "of", "between") or (
            doc[end].lower_ == "to" and lemma(core) in lists()["leads_to"]
        )
        hung = phrase.head in core.ancestors or phrase.head in core.subtree
        if leading and hung and phrase.left_edge.i == end:
            return max(t.i for t in phrase.subtree if t.dep_ != "punct") + 1
    while end < len(doc) and end > core.i and doc[end].dep_ == "case" and _belongs_to_act(core, doc[end]):
        # "the seizure of a tanker by Greece", "the inclusion of the island on the list"
        end = max(t.i for t in doc[end].head.subtree if t.dep_ != "punct") + 1
        whole = True
    if whole:
        return end
    if end >= len(doc) or end != core.i + 1 or doc[end].dep_ != "case" or doc[end].head.head.i != core.head.i:
        return end
    phrase = doc[end].head
    if lemma(core) in LEADING and doc[end].lower_ in ("for", "to", "on", "over"):
        # "backed its bid for the seat"
        return max(t.i for t in phrase.subtree if t.dep_ != "punct") + 1
    mention = mention_at(context, phrase)
    of_state = mention is not None and mention.refs and mention.refs[0].kind is ActorKind.STATE
    named = of_state and mention is not None and fold_name(mention.refs[0].name) in fold_name(phrase.doc.text)
    binding = doc[end].lower_ in ("of", "by", "between", "against") or (doc[end].lower_ in ("in", "on") and named)
    return max(t.i for t in phrase.subtree) + 1 if binding else end


def _belongs_to_act(core: Token, case: Token) -> bool:
    """Whether a phrase right behind an act's noun tells who does it and to whom, though the verb has it."""
    phrase = case.head
    hung = phrase.head in core.ancestors and phrase.left_edge.i == case.i and phrase.pos_ in ("NOUN", "PROPN")
    if not hung or case.lower_ not in ("by", "to", "from", "against", "into", "on") or not lemma(core).endswith(ACTS):
        return False
    aside = lists()["forum_noun"] | lists()["aside_noun"]
    return phrase.ent_type_ not in ("DATE", "TIME") and lemma(phrase) not in aside and not _is_day(phrase)


def _is_day(noun: Token) -> bool:
    return noun.lower_.endswith("day") or any(c.pos_ == "NUM" for c in noun.children)


def _with_purpose(core: Token, end: int) -> int:
    """As in "the decision of the court to free him": the infinitive is the decision's, though it hangs on the verb."""
    if lemma(core) not in LEADING:
        return end
    behind = (c for c in children(core.head, "advcl", "xcomp", "ccomp") if c.left_edge.i == end)
    purpose = next((c for c in behind if c.tag_ == "VB" and any(m.lower_ == "to" for m in children(c, "mark"))), None)
    return max(t.i for t in purpose.subtree if t.dep_ != "punct") + 1 if purpose is not None else end


def _before_judgement(core: Token, start: int, end: int) -> int:
    """`the draft "openly one-sided"`: marks that open behind the head hold a judgement, those around it its name."""
    opened = False
    for token in core.doc[start:end]:
        if token.text in {'"', "“", "”", "'", "‘"}:
            if token.i > core.i and not opened:
                # "dismissed the charges as "absurd"": the preposition leads to the judgement.
                return token.i - 1 if token.nbor(-1).pos_ == "ADP" else token.i
            opened = not opened
    return end


def _loose(core: Token) -> tuple[int, ...]:
    """What the parse hangs on a phrase and is no part of the issue: relative clauses, times, "by 143 votes"."""
    bound = ("mark",) if is_clause(core) else ("case", "nsubj", "nsubj:pass", "cop", "aux")
    return tuple(
        t.i
        for t in core.subtree
        if (t.head.i == core.i and t.dep_ in bound and t.i < core.i)
        or (case_of(t) in ("at", "in", "before") and lemma(t) in lists()["forum_noun"])
        or (case_of(t) == "as" and t.head.i == core.i)
        or (t.i > core.i and _is_other_vote(t))
        or (t.dep_ == "appos" and t.i > core.i and lemma(t) in lists()["light"] | lists()["apposed"])
        or (
            t.i > core.i
            and (t.dep_ == "parataxis" or _takes_side(t) or case_of(t) in ("since", "until") or t.lower_ in ("votes",))
        )
    )


def _is_other_vote(token: Token) -> bool:
    """As in "in favour of the quota, Cyprus against": another's vote, which the parse hangs on the issue."""
    nearby = token.doc[token.i : min(token.i + 2, len(token.doc))]
    against = next((t for t in nearby if t.lower_ == "against"), None)
    if against is None or (
        against.head.pos_ in ("VERB", "NOUN") and against.dep_ == "case" and against.head.i > against.i
    ):
        return False
    return token.i == against.i or token.pos_ == "PROPN"


def is_clause(core: Token) -> bool:
    """A whole clause as an issue: "complained that the border was shut"."""
    subject = any(c.dep_ in ("nsubj", "nsubj:pass", "expl") for c in core.children)
    finite = core.tag_ != "VBG" or bool(children(core, "aux"))
    return core.dep_ == "ccomp" and finite and core.pos_ in ("VERB", "AUX") and subject


def _takes_side(token: Token) -> bool:
    """As in "a pact that lawmakers rejected": the clause that takes the side is not what it is about."""
    return token.dep_ == "acl:relcl" and lemma(token) in lists()["support"] | lists()["oppose"] | lists()["call"]


def recognised_person(context: Context, head: Token) -> Issue | None:
    """As in "does not recognise the general": whom a state refuses to recognise is an issue of its own."""
    refs = refs_at(context, head)
    if not refs or head.pos_ == "PRON":
        return None
    start, end = subtree_bounds(head, without=_loose(head))
    about = states_of(refs)
    key = ("recognition", *sorted(about), fold_name(refs[0].name))
    return Issue(words_between(head, start, end), about, key, (start, end))


def _key(context: Context, core: Token, about: tuple[str, ...], holder_state: str | None) -> tuple[str, ...]:
    """Normalised issue: class of its head word, who does it and to whom; the plain words where no class is known."""
    words = lists()
    names = {k[0] for k in words.classes}
    subtree = [t for t in core.subtree if t.pos_ in ("NOUN", "PROPN", "VERB") and t.i - core.i < MAX_TOKENS]
    own = words.class_of(lemma(core))
    # "the resolution on lifting the blockade" is told from others by the blockade.
    inner = next((c for c in (words.class_of(lemma(t)) for t in subtree) if c in names and c != own), None)
    if inner is not None and (lemma(core) in LEADING or own == "resolution"):
        return (own, inner, *_done_by_to(context, inner, about, holder_state))
    if own in names:
        return (own, *_done_by_to(context, own, about, holder_state))
    # Order and inflection apart, the same words are the same issue.
    plain = sorted({lemma(t) for t in subtree if t.pos_ == "NOUN"})
    return ("words", *sorted(about), *(plain[:6] or [fold_name(core.text)]))


def _done_by_to(context: Context, topic: str, about: tuple[str, ...], holder_state: str | None) -> tuple[str, ...]:
    """States that an issue concerns, those included that its words leave to the article."""
    prominent = [r.state for r in context.references.prominent if r.kind is ActorKind.STATE and r.state]
    if not about:
        # "the deal" is another deal in another article.
        return tuple(sorted(prominent[:2]))
    if topic not in DONE_TO or len(about) != 1:
        return tuple(sorted(about))
    # "the US blockade" in an article on Cuba is the one against Cuba: its most prominent third state.
    other = next((s for s in prominent if s not in about and s != holder_state), None)
    return tuple(sorted({*about, *([other] if other else [])}))


def issue_id(issue: Issue) -> str:
    """One id for one issue, whatever article and words."""
    return make_id("issue", *issue.key)


def find_forum(context: Context, verb: Token, *, without: tuple[Token, ...]) -> str | None:
    """Where the position was taken: "at the UN General Assembly", "in the Security Council"."""
    held = {t.i for w in without for c in conjuncts(w) for t in c.subtree}
    for mention in context.references.mentions:
        head = context.doc[mention.head]
        if head.sent != verb.sent or mention.head in held or not mention.refs or not has_case(head):
            continue
        if mention.refs[0].kind is ActorKind.ORGANIZATION and lemma(head) in lists()["forum_noun"]:
            return mention.refs[0].name
    return None
