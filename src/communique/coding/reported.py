"""Words without marks: that-clauses, clauses before "…, the ministry said", and "according to"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding.clauses import SUBJECTS, is_negated, own_subject, subtree_bounds
from communique.coding.context import Context
from communique.coding.speakers import Cue, find_cue, inserted_cue, is_cue, words
from communique.coding.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

# A clause of fewer tokens says nothing that can be checked ("he said so").
SMALLEST = 3


@dataclass(frozen=True, slots=True)
class Reported:
    """Tokens `[start, end)` of a reported clause and the verb that gives it to its speaker."""

    start: int
    end: int
    cue: Cue
    rule: str
    confidence: float


def find_reported(context: Context, *, outside: Callable[[Token], bool]) -> Iterator[Reported]:
    """Clauses that a verb of saying or thinking, or "according to", gives to somebody.

    Args:
        context: The article.
        outside: Whether a token stands outside all quotation marks.
    """
    for token in context.doc:
        if not outside(token):
            continue
        found: Reported | None = None
        if is_cue(token, "say", "think"):
            found = _that_clause(token, outside) or _around(token, outside) or _clause_before(token, outside)
        elif token.lower_ in words()["according"]:
            found = _according(token)
        if found is not None and found.end - found.start >= SMALLEST:
            yield found


def _that_clause(verb: Token, outside: Callable[[Token], bool]) -> Reported | None:
    """As in "The ministry said that talks would go on": the complement clause behind the verb."""
    clause = next((c for c in children(verb, "ccomp") if c.i > verb.i), None)
    # "has not said who will pay" gives nobody's words.
    if clause is None or is_negated(verb) or _is_afterthought(clause) or not _is_clause(clause):
        return None
    thinking = not is_cue(verb, "say")
    cue = find_cue(verb, outside=outside)
    if cue is None or cue.speaker.i > clause.i:
        return None
    start, end = subtree_bounds(clause, without=_loose(clause))
    start = max(start, verb.i + 1)
    rule = "quote.view.that_clause" if thinking else "quote.said.that_clause"
    return Reported(start, end, cue, rule, 0.6 if thinking else 0.85)


def _is_clause(clause: Token) -> bool:
    """A full clause; "said in a statement read out on television" is none."""
    return any(c.dep_ in (*SUBJECTS, "mark", "expl", "cop", "aux", "advmod", "obj") for c in clause.children)


def _is_afterthought(clause: Token) -> bool:
    """As in "Laos values trade, the ministry stresses", where the parse takes the second for what the first says."""
    subject = own_subject(clause)
    if not is_cue(clause, "say") or subject is None or children(clause, "mark", "ccomp", "obj"):
        return False
    first = min(t.i for t in subject.subtree)
    return clause.doc[first - 1].text in {",", '"', "”"}


def _loose(clause: Token) -> tuple[int, ...]:
    """What the parse hangs on the clause although it belongs beside it: ", X said" again, ", adding that"."""
    return tuple(c.i for c in clause.children if c.dep_ == "parataxis" and is_cue(c, "say"))


def _clause_before(verb: Token, outside: Callable[[Token], bool]) -> Reported | None:
    """As in "Talks would go on, the ministry said": the sentence around the reporting clause."""
    if any(c.dep_ in ("obj", "xcomp") and c.i > verb.i for c in verb.children) and verb.dep_ != "parataxis":
        return None
    # The place of a dateline hangs on the verb as well, by no relation of its own.
    before = [c for c in children(verb, "ccomp", "parataxis", "dep") if c.i < verb.i]
    fronted = next(iter(sorted(before, key=lambda c: c.dep_ == "dep")), None)
    cue = find_cue(verb, outside=outside)
    if cue is None or not is_cue(verb, "say"):
        return None
    first = _first_of_name(cue.speaker) if cue.speaker.i < verb.i else verb.i
    if fronted is not None:
        content = fronted
    elif verb.dep_ in ("parataxis", "ccomp") and verb.head.i < verb.i and own_subject(verb) is not None:
        content = verb.head
    else:
        content = None
    if content is None or not _comma_before(verb, min(first, verb.i)):
        return None
    start, end = subtree_bounds(content, without=(verb.i,))
    first = first if first > content.i else verb.i
    sent_start = verb.sent.start
    start = max(start, sent_start)
    if start < first < end:
        end = first
    return Reported(start, end, cue, "quote.said.clause_before", 0.85) if start < end else None


def _first_of_name(speaker: Token) -> int:
    """Where a speaker's phrase starts, also where the parse cuts it: "Chief Secretary | Ana Rojas"."""
    # The comma that closes the words may hang from the speaker.
    first = min([speaker.i, *(t.i for t in speaker.subtree if not t.is_punct)])
    while speaker.pos_ == "PROPN" and first > speaker.sent.start and speaker.doc[first - 1].text[0].isupper():
        first -= 1
    return first


def _around(cue_verb: Token, outside: Callable[[Token], bool]) -> Reported | None:
    """As in "Washington, she added, stands ready to help": what follows the inserted clause."""
    above = cue_verb.head.head if cue_verb.head.dep_ in SUBJECTS else cue_verb.head
    inserted = inserted_cue(above) if above.i > cue_verb.i else None
    if inserted is None or inserted.i != cue_verb.i:
        return None
    cue = find_cue(cue_verb, outside=outside)
    comma = next((t.i for t in cue_verb.doc[cue_verb.i + 1 : above.i + 1] if t.text == ","), None)
    if cue is None or comma is None:
        return None
    return Reported(comma + 1, subtree_bounds(above)[1], cue, "quote.said.inserted", 0.8)


def _comma_before(verb: Token, first: int) -> bool:
    doc = verb.doc
    return any(doc[i].text in {",", '"', "”", "—", "–"} for i in range(max(0, first - 2), first))


def source_of(token: Token) -> Token | None:
    """The head of the source behind "according to"."""
    source = token.head if token.dep_ in ("case", "mark", "advmod") else None
    if source is None:
        source = next((c for c in token.children if c.dep_ in ("obl", "nmod", "obj") and c.i > token.i), None)
    return source if source is not None and source.i > token.i else None


def _according(token: Token) -> Reported | None:
    """As in "According to the coast guard, two boats sank": all of the clause but the source."""
    source = source_of(token)
    if source is None:
        return None
    top = token if source.head.i == token.i else source
    clause = top.head
    # The source stands for all that the sentence says, and not for its last clause alone.
    while clause.head.i != clause.i and clause.dep_ != "ccomp":
        clause = clause.head
    if clause.i == top.i:
        return None
    start, end = subtree_bounds(clause, without=(top.i,))
    low, high = subtree_bounds(top)
    if start < low and all(t.is_punct or t.is_space for t in token.doc[high:end]):
        end = min(end, low)
        start = max([start, *(t.i + 1 for t in token.doc[start:low] if t.text == ";")])
    elif low <= start:
        start = max(start, high)
    return Reported(start, end, Cue(token, source), "quote.according_to", 0.85) if start < end else None
