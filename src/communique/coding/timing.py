"""When an event was: the time expressions of its clause, where the text fixes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.language.document import Document, Time, TimeKind
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINTS = (TimeKind.POINT, TimeKind.INTERVAL, TimeKind.SINCE, TimeKind.REPEATED, TimeKind.DURATION)


def times_by_sentence(document: Document) -> dict[int, list[tuple[Time, Token]]]:
    """The times of each sentence (by its first token) with the head of their words."""
    found: dict[int, list[tuple[Time, Token]]] = {}
    for time in document.times:
        span = document.doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is not None and len(span):
            found.setdefault(span[0].sent.start, []).append((time, span.root))
    return found


def find_time(match: Match, times: list[tuple[Time, Token]]) -> Time | None:
    """The time of a match: in its own phrase, else in its clause.

    "Chile, which left in 2014, signed on Monday": "signed" has Monday and not 2014.
    """
    usable = [(time, root) for time, root in times if time.kind in _POINTS]
    below = {t.i for t in match.token.subtree} if match.token.pos_ == "NOUN" else set()
    inner = [t for t, root in usable if root.i in below and _clause(root).i in (match.token.i, _clause(match.token).i)]
    if inner:
        return inner[0]
    if match.token.pos_ == "NOUN" and not match.light:
        return None
    carrier = match.carrier
    clause = _clause(carrier)
    own = [t for t, root in usable if _clause(root).i == clause.i]
    if own:
        return _best(own, carrier)
    # "met in Lima and agreed to talk on Friday", "On Friday Chile left and Peru stayed": shared by coordination.
    if clause.dep_ == "conj" and clause.head.pos_ == "VERB":
        first = clause.head
        return _best([t for t, root in usable if _clause(root).i == first.i and root.i < first.i + 3], first)
    if carrier.dep_ == "xcomp" and carrier.head.pos_ == "VERB":
        return _best([t for t, root in usable if _clause(root).i == carrier.head.i], carrier)
    if _is_simultaneous(clause):
        # "recalled its envoy in May, accusing", "raised ties in May, when X visited": one time for both.
        main = _clause(clause.head)
        return _best([t for t, root in usable if _clause(root).i == main.i], main)
    return None


def _is_simultaneous(clause: Token) -> bool:
    if clause.dep_ != "advcl" or clause.head.pos_ != "VERB":
        return False
    markers = {c.lower_ for c in clause.children if c.dep_ in ("mark", "advmod")}
    participle = clause.tag_ == "VBG" and not any(c.dep_ in ("aux", "mark", *syntax.SUBJECTS) for c in clause.children)
    return participle or bool(markers & words("simultaneous"))


def find_time_of_saying(match: Match, times: list[tuple[Time, Token]], said: frozenset[str]) -> Time | None:
    """When what a clause tells was said: "Peru will leave, its minister announced on Friday"."""
    usable = [(time, root) for time, root in times if time.kind is TimeKind.POINT]
    current = _clause(match.carrier)
    speech = [c for c in current.children if c.dep_ in ("parataxis", "ccomp") and c.lemma_.lower() in said]
    for head in syntax.up(current):
        if current.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in said:
            speech.append(head)
        elif current.dep_ not in ("conj", "xcomp", "acl", "obj", "obl"):
            break
        current = head
    found = [t for t, root in usable if any(_clause(root).i == s.i for s in speech)]
    return found[0] if found else None


def _best(times: list[Time], verb: Token) -> Time | None:
    exact = [t for t in times if t.kind in (TimeKind.POINT, TimeKind.INTERVAL, TimeKind.SINCE)]
    pool = exact or times
    return min(pool, key=lambda t: abs(t.start - verb.idx)) if pool else None


def _clause(token: Token) -> Token:
    found = syntax.governor(token)
    # The auxiliary of a noun phrase in between is no clause of its own ("the ruling in May").
    return found.head if found.dep_ in ("aux", "cop") else found


def bounds(time: Time | None) -> tuple[PartialDate | None, PartialDate | None]:
    """Start and end of an event at a time; a bare length of time fixes neither."""
    if time is None or time.kind in (TimeKind.DURATION, TimeKind.REPEATED):
        return None, None
    if time.kind is TimeKind.SINCE:
        return time.first, None
    first = PartialDate(time.first[:10]) if time.first else None
    last = PartialDate(time.last[:10]) if time.last else None
    return first, last or first
