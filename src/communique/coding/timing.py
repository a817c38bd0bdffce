"""When an event was: the time expressions of its clause, where the text fixes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.language.document import Document, Time, TimeKind
from communique.language.numbers import number_words, read_digits
from communique.language.sentences import find_datelines
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# So many tokens may lie between two sentences about one vote: a sentence or two.
BALLOT_GAP = 60
# Counted times beyond this are no news.
MAX_COUNT = 1000
_EXACT = (TimeKind.POINT, TimeKind.INTERVAL, TimeKind.SINCE)
_POINTS = (TimeKind.POINT, TimeKind.INTERVAL, TimeKind.SINCE, TimeKind.REPEATED, TimeKind.DURATION)


def times_by_sentence(document: Document) -> dict[int, list[tuple[Time, Token]]]:
    """The times of each sentence (by its first token) with the head of their words.

    A dateline's day is when the report was filed, and counts where its sentence tells no other: "ACCRA, Oct 13 (GNA) -
    Togo left on Wednesday".
    """
    found: dict[int, list[tuple[Time, Token]]] = {}
    filed: dict[int, list[tuple[Time, Token]]] = {}
    datelines = find_datelines(document.doc.text)
    for time in document.times:
        span = document.doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is not None and len(span):
            inside = any(first <= time.start < last for first, last in datelines)
            (filed if inside else found).setdefault(span[0].sent.start, []).append((time, span.root))
    for start, times in filed.items():
        told = {t.first for t, _ in found.get(start, ()) if t.kind is TimeKind.POINT}
        if told <= {t.first for t, _ in times}:
            found[start] = [*times, *found.get(start, ())]
    return found


def find_time(match: Match, times: list[tuple[Time, Token]]) -> Time | None:
    """The time of a match: in its own phrase, else in its clause.

    "Chile, which left in 2014, signed on Monday": "signed" has Monday and not 2014.
    """
    usable = [(time, root) for time, root in times if time.kind in _POINTS]
    below = {t.i for t in match.token.subtree} if match.token.pos_ == "NOUN" else set()
    inner = [t for t, root in usable if root.i in below and _clause(root).i in (match.token.i, _clause(match.token).i)]
    exact = [t for t in inner if t.kind in _EXACT]
    # A length of time inside ("the fair, his first in nine years") counts where nothing else says when.
    return exact[0] if exact else _going_on(match, _time_of_clause(match, usable)) or (inner[0] if inner else None)


def _going_on(match: Match, time: Time | None) -> Time | None:
    """ "has opposed the embargo for two years": since two years ago."""
    if time is None or time.kind is not TimeKind.DURATION or time.first is None:
        return time
    verb = match.carrier
    # "has for two years opposed": far from its verb, "has" may pass for the main one.
    helpers = [*syntax.children(verb, "aux"), *([verb.head] if verb.dep_ == "xcomp" else [])]
    perfect = any(h.lower_ in ("has", "have", "'ve") for h in helpers)
    return replace(time, kind=TimeKind.SINCE) if perfect else time


def _time_of_clause(match: Match, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    if match.token.pos_ == "NOUN" and not match.light:
        return _time_of_setting(match.token, usable)
    carrier = match.carrier
    clause = _clause(carrier)
    own = [t for t, root in usable if _clause(root).i == clause.i]
    if own:
        return _best(own, carrier)
    # "are seeking to deepen their ties today"
    below = {c.i for c in clause.children if c.dep_ == "xcomp" and c.pos_ == "VERB"}
    if below and (own := [t for t, root in usable if _clause(root).i in below and t.kind in _EXACT]):
        return _best(own, carrier)
    # "met in Lima and agreed to talk on Friday", "On Friday Chile left and Peru stayed": shared by coordination.
    if clause.dep_ in ("conj", "parataxis") and clause.head.pos_ == "VERB":
        return _time_of_first_conjunct(clause, usable)
    if carrier.dep_ == "xcomp" and carrier.head.pos_ == "VERB":
        return _best([t for t, root in usable if _clause(root).i == carrier.head.i], carrier)
    if _is_simultaneous(clause):
        # "recalled its envoy in May, accusing", "raised ties in May, when X visited": one time for both.
        main = _clause(clause.head)
        return _best([t for t, root in usable if _clause(root).i == main.i], main)
    return (
        _time_of_last_conjunct(clause, usable)
        or _time_counted_from(clause, usable)
        or _time_of_antecedent(clause, usable)
        or _time_hung_below(clause, usable)
    )


def _time_of_first_conjunct(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """What stands before the first verb is said of all; a day behind it of those that the same subject did next."""
    first = clause.head
    if clause.dep_ == "parataxis":
        # "The answer came on June 25: Chile offered …"
        return _best([t for t, root in usable if _clause(root).i == first.i and root.i < clause.left_edge.i], first)
    before = [t for t, root in usable if _clause(root).i == first.i and root.i < first.i + 3]
    if before:
        return _best(before, first)
    if first.tag_ != clause.tag_ or any(c.dep_ in (*syntax.SUBJECTS, "aux") for c in clause.children):
        return None
    days = [t for t, root in usable if _clause(root).i == first.i and t.kind is TimeKind.POINT]
    if not days and _is_simultaneous(first):
        main = _clause(first.head)
        days = [t for t, root in usable if _clause(root).i == main.i]
    return _best([t for t in days if t.first is not None and len(t.first) >= len("2014-05-01")], first)


def _time_of_antecedent(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "a treaty of 1992 under which Chile gave": the year of the noun is that of its clause."""
    if clause.dep_ not in ("acl:relcl", "acl"):
        return None
    noun = clause.head
    return next((t for t, root in usable if root.dep_ == "nmod" and root.head.i == noun.i and t.kind in _EXACT), None)


def _time_hung_below(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "imposed duties averaging 8 per cent in May": parsers hang the month from what only tells how much."""
    tops = [clause, *syntax.objects(clause)]
    below = {c.i for o in tops for c in syntax.children(o, "acl", "advcl") if c.lemma_.lower() in words("measuring")}
    return _best([t for t, root in usable if _clause(root).i in below and t.kind in _EXACT], clause)


def _time_of_setting(noun: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """The time of the clause that a noun sets: "took part in the fair on Friday", "in 1998 riots swept the port"."""
    while noun.head.pos_ == "NOUN" and (noun.dep_ == "conj" or noun.head.lemma_.lower() in words("setting-noun")):
        noun = noun.head
    clause = _clause(noun)
    own = [t for t, root in usable if _clause(root).i == clause.i]
    if not own and clause.dep_ == "parataxis":
        # "Nine years ago the port lay idle: the war had emptied it."
        own = [t for t, root in usable if _clause(root).i == clause.head.i and root.i < clause.head.i]
    if noun.dep_ == "obl" and noun.head.i == clause.i and syntax.preposition(noun) in words("setting"):
        return _best(own, clause)
    if noun.dep_ in syntax.SUBJECTS:
        # "The attack drew protests on Monday": a day is that of the protests, a year holds both.
        return _best([t for t in own if t.first is not None and len(t.first) < len("2014-05-01")], clause)
    return None


def _time_of_last_conjunct(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """What stands at the end is said of all: "were fined and sent home on Friday"."""
    last = [c for c in clause.children if c.dep_ == "conj" and c.pos_ == "VERB"]
    if not last or any(c.dep_ in syntax.SUBJECTS for c in last[-1].children):
        return None
    behind = [t for t, root in usable if _clause(root).i == last[-1].i and root.i > last[-1].i]
    return _best(behind, last[-1])


def _time_counted_from(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """A day or year counted back: "reopened the tunnel on Friday, nine years after Accra closed it"."""
    if clause.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ == "after" for c in clause.children):
        return None
    main = _clause(clause.head)
    base = _best([t for t, root in usable if _clause(root).i == main.i and t.kind is TimeKind.POINT], main)
    for child in clause.children:
        number = next((c for c in child.children if c.dep_ == "nummod"), None)
        if number is None or base is None or not base.first:
            continue
        count = int(number_words().ones.get(number.lower_) or read_digits(number.text) or 0)
        then = _before(base.first, child.lemma_.lower(), count)
        if then is not None:
            return replace(base, first=then, last=then, approximate=True)
    return None


def _before(day: PartialDate, unit: str, count: int) -> PartialDate | None:
    """The year that lies so many years before, or the day that lies so many days or weeks before."""
    if unit in words("year"):
        return PartialDate(f"{int(day[:4]) - count:04}") if 2 <= count < MAX_COUNT else None
    if unit in ("day", "week") and len(day) >= len("2014-05-01") and 1 <= count < MAX_COUNT:
        then = date.fromisoformat(day[:10]) - timedelta(days=count * (7 if unit == "week" else 1))
        return PartialDate(then.isoformat())
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


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote whose day the text tells, and the last token of what is told of it so far."""

    time: Time
    end: int


def find_ballot(sent: Tokens, times: list[tuple[Time, Token]], last: Ballot | None) -> Ballot | None:
    """The vote that a sentence dates, or goes on about; None once the story has left it."""
    votes = [t for t in sent if t.lemma_.lower() in words("balloting")]
    dated = [t for t, root in times if t.kind is TimeKind.POINT and any(_clause(root).i == _clause(v).i for v in votes)]
    if dated:
        return Ballot(_best(dated, votes[0]) or dated[0], sent.end)
    if last is None or sent.start - last.end > BALLOT_GAP:
        return None
    return Ballot(last.time, sent.end) if votes else last


def time_of_ballot(match: Match, ballot: Ballot | None) -> Time | None:
    """ "The Assembly voted on Friday. Chad and Togo abstained": on the same day."""
    voting = any(t.lemma_.lower() in words("balloting") for t in match.words)
    return ballot.time if ballot is not None and voting else None


def _best(times: list[Time], verb: Token) -> Time | None:
    exact = [t for t in times if t.kind in _EXACT]
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
