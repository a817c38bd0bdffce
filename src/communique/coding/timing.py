"""When an event was: the time expressions of its clause, where the text fixes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.language.calendar import is_after
from communique.language.document import Document, Time, TimeKind
from communique.language.numbers import number_words, read_digits
from communique.language.sentences import find_datelines
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# "the first visit by a Peruvian president since": so many tokens lie between the rank and the time.
COMPARED = 8
# Counted times beyond this are no news.
MAX_COUNT = 1000
_EXACT = (TimeKind.POINT, TimeKind.INTERVAL, TimeKind.SINCE)
_POINTS = (
    TimeKind.POINT,
    TimeKind.INTERVAL,
    TimeKind.SINCE,
    TimeKind.REPEATED,
    TimeKind.DURATION,
    TimeKind.UNTIL,
)


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
        if span is not None and len(span) and not _only_compares(span, time):
            inside = next((last for first, last in datelines if first <= time.start < last), None)
            if inside is None:
                found.setdefault(span[0].sent.start, []).append((time, span.root))
            else:
                filed.setdefault(span[0].sent.start, []).append((time, _first_told(span, inside)))
    for start, times in filed.items():
        told = {t.first for t, _ in found.get(start, ()) if t.kind is TimeKind.POINT}
        if told <= {t.first for t, _ in times}:
            found[start] = [*times, *found.get(start, ())]
    return found


def _first_told(dateline: Tokens, end: int) -> Token:
    """The first clause behind a dateline: parsers hang a dateline anywhere."""
    behind = (t for t in dateline.doc[dateline.end : dateline.sent.end] if t.idx >= end)
    heads = (t.head for t in behind if t.dep_ in syntax.SUBJECTS and t.head.dep_ not in ("acl:relcl", "acl", "advcl"))
    return next(heads, dateline.root)


def _only_compares(span: Tokens, time: Time) -> bool:
    """ "For the first time since 1974", "as of Monday, had expelled 40": not when it happened."""
    if span[0].lower_ == "as":
        return True
    if time.kind is not TimeKind.SINCE:
        return False
    before = [t for t in span.doc[max(span.start - COMPARED, span.sent.start) : span.start] if not t.is_punct]
    ranks = [t for t in before if t.lower_ in words("ranking") or t.tag_ == "JJS"]
    if not ranks or any(t.pos_ == "VERB" for t in before if t.i > ranks[-1].i):
        return False
    # "has held the largest island since 1974" compares nothing.
    between = span.doc[ranks[-1].i + 1 : span.start]
    return span.root.dep_ == "nmod" or not len(between) or any(t.lower_ in ("time", "times") for t in between)


def find_time(match: Match, times: list[tuple[Time, Token]]) -> Time | None:
    """The time of a match: in its own phrase, else in its clause.

    "Chile, which left in 2014, signed on Monday": "signed" has Monday and not 2014.
    """
    usable = [(time, root) for time, root in times if time.kind in _POINTS]
    below = {t.i for t in match.token.subtree} if match.token.pos_ == "NOUN" else set()
    own = (match.token.i, clause_of(match.token).i)
    inner = [t for t, root in usable if root.i in below and clause_of_time(root).i in own]
    exact = [t for t in inner if t.kind in _EXACT]
    # A length of time inside ("the fair, his first in nine years") counts where nothing else says when.
    if exact:
        return exact[0]
    found = _going_on(match, _time_ofclause_of(match, usable)) or (inner[0] if inner else None)
    return found or _time_of_harm(match, usable)


def _time_of_harm(match: Match, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "Oslo blamed Tripoli for a 2010 attack": who answers an old harm did so long ago, though nobody says when."""
    clause = clause_of(match.carrier)
    for time, root in usable:
        harm = clause_of_time(root)
        answered = harm.pos_ == "NOUN" and harm.lemma_.lower() in words("harm") and harm.i != match.token.i
        if answered and harm.head.i == clause.i and clause.tag_ == "VBD" and time.last is not None:
            return replace(time, kind=TimeKind.UNTIL)
    return None


def _going_on(match: Match, time: Time | None) -> Time | None:
    """ "has opposed the embargo for two years": since two years ago."""
    if time is None or time.kind is not TimeKind.DURATION or time.first is None:
        return time
    verb = match.carrier
    # "has for two years opposed": far from its verb, "has" may pass for the main one.
    helpers = [*syntax.children(verb, "aux"), *([verb.head] if verb.dep_ == "xcomp" else [])]
    perfect = any(h.lower_ in ("has", "have", "'ve") for h in helpers)
    return replace(time, kind=TimeKind.SINCE) if perfect else time


def _time_ofclause_of(match: Match, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    if match.token.pos_ == "NOUN" and not match.light:
        return _time_of_setting(match.token, usable)
    carrier = match.carrier
    clause = clause_of(carrier)
    own = [t for t, root in usable if clause_of_time(root).i == clause.i]
    if own:
        return best_time(own, carrier)
    if (ever := _time_ever_since(clause, usable)) is not None:
        return ever
    # "are seeking to deepen their ties today"
    # but "refused to take part in the drill of May 2" was not on May 2
    plain = match.frame.operator in (None, "transparent")
    below = {c.i for c in clause.children if c.dep_ == "xcomp" and c.pos_ == "VERB"} if plain else set()
    if below and (own := [t for t, root in usable if clause_of_time(root).i in below and t.kind in _EXACT]):
        return best_time(own, carrier)
    # "met in Lima and agreed to talk on Friday", "On Friday Chile left and Peru stayed": shared by coordination.
    if clause.dep_ in ("conj", "parataxis") and clause.head.pos_ == "VERB":
        return _time_of_first_conjunct(clause, usable)
    if carrier.dep_ == "xcomp" and carrier.head.pos_ == "VERB":
        return best_time([t for t, root in usable if clause_of_time(root).i == carrier.head.i], carrier)
    if clause.dep_ == "xcomp" and clause.head.pos_ == "ADJ":
        # "in 2002, when Chile was slow to answer"
        clause = clause.head
    if _is_simultaneous(clause):
        # "recalled its envoy in May, accusing", "raised ties in May, when X visited": one time for both.
        main = clause_of(clause.head)
        found = best_time([t for t, root in usable if clause_of_time(root).i == main.i], main)
        if found is not None and found.kind in _EXACT:
            return found
        # "on Monday voted to keep it for six months, while allowing": the day, and not how long.
        upper = main.head if main.dep_ == "xcomp" and main.head.pos_ == "VERB" else main
        return best_time([t for t, root in usable if clause_of_time(root).i == upper.i], upper) or found
    return (
        _time_of_last_conjunct(clause, usable)
        or _time_counted_from(clause, usable)
        or _time_of_antecedent(clause, usable)
        or _day_of_text(clause, usable)
        or _day_of_next_act(clause, usable)
        or _time_hung_below(clause, usable)
    )


def _time_of_first_conjunct(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """What stands before the first verb is said of all; a day behind it of those that the same subject did next."""
    first = clause.head
    if clause.dep_ == "parataxis":
        # "The answer came on June 25: Chile offered …"
        return best_time(
            [t for t, root in usable if clause_of_time(root).i == first.i and root.i < clause.left_edge.i], first
        )
    before = [t for t, root in usable if clause_of_time(root).i == first.i and root.i < first.i + 3]
    if before:
        return best_time(before, first)
    if first.tag_ != clause.tag_ or any(c.dep_ in (*syntax.SUBJECTS, "aux") for c in clause.children):
        return None
    days = [t for t, root in usable if clause_of_time(root).i == first.i and t.kind is TimeKind.POINT]
    if not days and _is_simultaneous(first):
        main = clause_of(first.head)
        days = [t for t, root in usable if clause_of_time(root).i == main.i]
    return best_time([t for t in days if t.first is not None and len(t.first) >= len("2014-05-01")], first)


def _time_ever_since(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "Threw the claim out in 2016, a ruling that Chile has rejected ever since": since then."""
    ever = next((t for t in syntax.children(clause, "advmod") if t.lower_ == "since" and t.i > clause.i), None)
    if ever is None or not any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in clause.children):
        return None
    told = [t for t, root in usable if root.i < clause.i and t.kind in (TimeKind.POINT, TimeKind.INTERVAL)]
    return replace(told[-1], kind=TimeKind.SINCE, last=None) if told else None


def _time_of_antecedent(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "a treaty of 1992 under which Chile gave": the year of the noun is that of its clause."""
    if clause.dep_ not in ("acl:relcl", "acl"):
        return None
    noun = clause.head
    return next((t for t, root in usable if root.dep_ == "nmod" and root.head.i == noun.i and t.kind in _EXACT), None)


def _days(verb: Token, usable: Sequence[tuple[Time, Token]]) -> list[Time]:
    return [t for t, root in usable if clause_of_time(root).i == verb.i and len(t.first or "") >= len("2014-05-01")]


def _day_of_text(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "adopted on Friday a declaration which backs Chile": it speaks when it is made."""
    if clause.dep_ == "conj" and clause.head.dep_ in ("acl", "acl:relcl"):
        clause = clause.head
    noun = clause.head
    if clause.dep_ not in ("acl", "acl:relcl") or noun.lemma_.lower() not in words("text") | words("speech"):
        return None
    if clause.tag_ not in ("VBZ", "VBG", "VBP") or noun.dep_ not in ("obj", "nsubj:pass", "obl"):
        return None
    return best_time(_days(clause_of(noun.head), usable), clause_of(noun.head))


def _day_of_next_act(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "threw stones on Friday before police dispersed them": on the same day, as far as anybody tells."""
    first = clause.head if clause.dep_ == "conj" else clause
    if first.dep_ != "advcl" or first.tag_ != "VBD" or first.i < first.head.i:
        return None
    if not any(c.dep_ == "mark" and c.lower_ == "before" and c.i - 1 > first.head.i for c in first.children):
        return None
    return best_time([t for t in _days(clause_of(first.head), usable) if t.start < first.idx], first)


def _time_hung_below(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """ "imposed duties averaging 8 per cent in May": parsers hang the month from what only tells how much."""
    tops = [clause, *syntax.objects(clause)]
    below = {c.i for o in tops for c in syntax.children(o, "acl", "advcl") if c.lemma_.lower() in words("measuring")}
    return best_time([t for t, root in usable if clause_of_time(root).i in below and t.kind in _EXACT], clause)


def _sets(noun: Token) -> bool:
    return noun.dep_ == "conj" or noun.head.lemma_.lower() in words("setting-noun")


def _time_of_setting(noun: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """The time of the clause that a noun sets: "took part in the fair on Friday", "in 1998 riots swept the port"."""
    while noun.head.i != noun.i and noun.head.pos_ == "NOUN" and _sets(noun):
        noun = noun.head
    before = noun.head if noun.dep_ == "nmod" and noun.head.lemma_.lower() in words("hours") else noun
    if before.dep_ == "obl" and syntax.preposition(before) in words("closing") and syntax.is_verbal(before.head):
        # "After seven hours of talks the two signed on Friday", "signed on Friday after talks": on one day.
        days = [t for t, root in usable if clause_of_time(root).i == before.head.i and t.kind is TimeKind.POINT]
        meeting = noun.lemma_.lower() in words("gathering")
        return best_time([t for t in days if len(t.first or "") == len("2014-05-01")], before.head) if meeting else None
    clause = clause_of(noun)
    own = [t for t, root in usable if clause_of_time(root).i == clause.i]
    if not own and clause.dep_ == "parataxis":
        # "Nine years ago the port lay idle: the war had emptied it."
        own = [t for t, root in usable if clause_of_time(root).i == clause.head.i and root.i < clause.head.i]
    if noun.dep_ == "obl" and noun.head.i == clause.i and syntax.preposition(noun) in words("setting"):
        return best_time(own, clause)
    if noun.dep_ in syntax.SUBJECTS:
        # "The attack drew protests on Monday": a day is that of the protests, a year holds both.
        return best_time([t for t in own if t.first is not None and len(t.first) < len("2014-05-01")], clause)
    return None


def _time_of_last_conjunct(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """What stands at the end is said of all: "were fined and sent home on Friday"."""
    last = [c for c in clause.children if c.dep_ == "conj" and c.pos_ == "VERB"]
    if not last or any(c.dep_ in syntax.SUBJECTS for c in last[-1].children):
        return None
    behind = [t for t, root in usable if clause_of_time(root).i == last[-1].i and root.i > last[-1].i]
    return best_time(behind, last[-1])


def _time_counted_from(clause: Token, usable: Sequence[tuple[Time, Token]]) -> Time | None:
    """A day or year counted back: "reopened the tunnel on Friday, nine years after Accra closed it"."""
    if clause.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ == "after" for c in clause.children):
        return None
    main = clause_of(clause.head)
    base = best_time([t for t, root in usable if clause_of_time(root).i == main.i and t.kind is TimeKind.POINT], main)
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
    participle = clause.tag_ == "VBG" and not any(
        c.dep_ in ("aux", *syntax.SUBJECTS) or (c.dep_ == "mark" and c.lower_ != "by") for c in clause.children
    )
    return participle or bool(markers & words("simultaneous"))


def find_time_of_saying(match: Match, times: list[tuple[Time, Token]], said: frozenset[str]) -> Time | None:
    """When what a clause tells was said: "Peru will leave, its minister announced on Friday"."""
    usable = [(time, root) for time, root in times if time.kind is TimeKind.POINT]
    current = clause_of(match.carrier)
    speech = [c for c in current.children if c.dep_ in ("parataxis", "ccomp") and c.lemma_.lower() in said]
    speech += [current] if current.lemma_.lower() in said else []
    for head in syntax.up(current):
        if current.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in said:
            speech.append(head)
        elif current.dep_ not in ("conj", "xcomp", "acl", "obj", "obl"):
            break
        current = head
    found = [t for t, root in usable if any(clause_of_time(root).i == s.i for s in speech)]
    return found[0] if found else None


def best_time(times: list[Time], verb: Token) -> Time | None:
    """The time nearest to a verb, one that fixes a day, month or year before others."""
    exact = [t for t in times if t.kind in _EXACT]
    pool = exact or times
    return min(pool, key=lambda t: abs(t.start - verb.idx)) if pool else None


def clause_of(token: Token) -> Token:
    """The verb or predicate whose clause holds a token."""
    found = syntax.governor(token)
    # The auxiliary of a noun phrase in between is no clause of its own ("the ruling in May").
    return found.head if found.dep_ in ("aux", "cop") else found


def clause_of_time(root: Token) -> Token:
    """The clause that a time is said of; the noun that it describes, if it says of which year or day that is.

    "We shall sign," he told us on Monday: of the saying, though parsers hang a day behind it on what is said.
    "The coup of May 12", "the 2010 treaty": when the coup was, and not what is told of it.
    """
    noun = root.head
    if noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() not in words("calendar") and _describes(root, noun):
        return noun
    found = clause_of(root)
    for _ in range(syntax.MAX_STEPS):
        above = found.head
        if found.dep_ in ("ccomp", "parataxis") and found.i < above.i < root.i and above.pos_ == "VERB":
            found = above
            continue
        said = [c for c in found.children if c.dep_ == "parataxis" and c.pos_ == "VERB" and found.i < c.i < root.i]
        if not said:
            break
        found = said[-1]
    return found


def _describes(root: Token, noun: Token) -> bool:
    before = root.i < noun.i and root.dep_ in ("compound", "nummod", "amod", "nmod", "nmod:unmarked", "nmod:desc")
    behind = root.dep_ == "nmod" and syntax.preposition(root) == "of"
    if not before and not behind:
        return False
    # "in the war of 1967 Syria lost", "at the May 2 summit": the setting of the clause; "the note of Monday accused".
    if noun.dep_.startswith("obl") and syntax.preposition(noun) in words("setting"):
        return False
    if noun.lemma_.lower() in words("setting-noun"):
        return False
    if noun.dep_.startswith("obl") and syntax.preposition(noun) in words("closing") and not _names_day(root):
        # "sent rice after the floods of May 2014": in that month, as far as anybody tells.
        return False
    if noun.dep_ in ("obj", "nsubj:pass") and noun.head.lemma_.lower() in words("bringing-about"):
        # "signed a 2010 treaty": made when it is of.
        return False
    speaks = noun.dep_ == "nsubj" and noun.lemma_.lower() in words("text") | words("speech")
    return before or not speaks


def _names_day(root: Token) -> bool:
    return any(t.text.isdigit() and len(t.text) <= 2 for t in root.subtree)


def without_ahead(time: Time | None, published: PartialDate | None) -> Time | None:
    """A time that can be that of something done: "agreed to meet in June", told in May, was not agreed in June."""
    if time is None or time.first is None or published is None or not is_after(time.first, published):
        return time
    return None


def bounds(time: Time | None) -> tuple[PartialDate | None, PartialDate | None]:
    """Start and end of an event at a time; a bare length of time fixes neither."""
    if time is None or time.kind in (TimeKind.DURATION, TimeKind.REPEATED, TimeKind.UNTIL):
        return None, None
    if time.kind is TimeKind.SINCE:
        return time.first, None
    first = PartialDate(time.first[:10]) if time.first else None
    last = PartialDate(time.last[:10]) if time.last else None
    return first, last or first
