"""Amounts in a text: "over 200 tons of medicines", "$7bn", "85% of Cubans", "#3", "one of the top ten".

Numbers are no amounts where they name ("resolution 1701", "MH17", "Group of Seven"), date, tell the hour or an age.
"hundreds of people" is `>` 100, the least that the word can mean; "half of them" is 50 %; "between 10 and 15 tonnes"
and "10-15 tonnes" give the lower bound with `>=`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.language.counted import Counted, find_counted
from communique.language.document import Amount, AmountKind, Time
from communique.language.lexemes import Lexeme, Sort, low_at, split_lexemes, touches
from communique.language.numbers import ReadNumber, read_number, read_ordinal
from communique.language.unitwords import UnitWords, as_op, unit_words
from communique.records import Number, Op

if TYPE_CHECKING:
    from spacy.tokens import Doc

# What may stand before the capital of a sentence.
_OPENERS = frozenset(".?!:;\"“”‘’'(-–—")
# A place in an order beyond this is a serial number.
MAX_RANK = 1000


@dataclass(frozen=True, slots=True)
class _Text:
    """A text under reading; `times` are characters that dates have taken."""

    doc: Doc
    lexemes: tuple[Lexeme, ...]
    words: UnitWords
    times: tuple[tuple[int, int], ...]

    def is_time(self, start: int, end: int) -> bool:
        """Whether lexemes `[start, end)` touch a time."""
        a, b = self.lexemes[start].start, self.lexemes[end - 1].end
        return any(a < stop and begin < b for begin, stop in self.times)

    def token_after(self, i: int) -> int:
        """First token that begins at or after the end of lexeme `i - 1`."""
        char = self.lexemes[i - 1].end
        span = self.doc.char_span(self.lexemes[i - 1].start, char, alignment_mode="expand")
        return len(self.doc) if span is None else int(span.end)


@dataclass(frozen=True, slots=True)
class _Measure:
    """Kind and unit that follow (or precede) a number, up to lexeme `end`."""

    kind: AmountKind
    unit: str | None
    end: int


def find_amounts(doc: Doc, times: tuple[Time, ...], *, language: str = "en") -> tuple[Amount, ...]:
    """Find the amounts of a text.

    Args:
        doc: The text with tags; what is counted is read from its noun phrases.
        times: What `find_times` found: those words are no amounts.
        language: Folder of the words of amount.

    Returns:
        Amounts in text order, no two overlapping.
    """
    spans = tuple((t.start, t.end) for t in times)
    return tuple(_find(_Text(doc, split_lexemes(doc.text), unit_words(language), spans)))


def _find(text: _Text) -> Iterator[Amount]:
    last: Amount | None = None
    i, free = 0, 0
    while i < len(text.lexemes):
        if text.lexemes[i].low in (".", "?", "!") or text.lexemes[i].sort is Sort.BREAK:
            last = None
        hit = _read_rank(text, i, free) or _read_amount(text, i, free)
        if hit is None:
            i += 1
            continue
        amount, i = hit
        if last is not None and last.kind is AmountKind.MONEY and _is_elliptic(text, amount, i):
            # "was worth 2.4 billion dollars; last year it was 400 million"
            amount = replace(amount, kind=AmountKind.MONEY, unit=last.unit)
        yield amount
        last, free = amount, i
        while free < len(text.lexemes) and text.lexemes[free].start < amount.end:
            free += 1
        i = max(i, free)


def _is_elliptic(text: _Text, amount: Amount, end: int) -> bool:
    plain = amount.kind is AmountKind.COUNT and amount.of is None
    return plain and amount.value.number >= 1e5 and low_at(text.lexemes, end - 1) not in ("people",)


# --- ranks ----------------------------------------------------------------------------------------------------------


def _read_rank(text: _Text, i: int, free: int) -> tuple[Amount, int] | None:
    """#3; ranked 48th; third-largest; the top ten."""
    return _rank_by_mark(text, i) or _rank_by_order(text, i) or _rank_by_top(text, i, free)


def _rank_by_mark(text: _Text, i: int) -> tuple[Amount, int] | None:
    """Cuba is #3; the No. 2 supplier."""
    mark = text.words.rank_marks.after(text.lexemes, i)
    if mark is None:
        return None
    number = read_number(text.lexemes, mark[1])
    low = text.lexemes[i].low
    if number is None or not _is_rank(number) or (low == "no" and low_at(text.lexemes, i + 1) != "."):
        return None
    # "Order No. 227", "flight number 3": a name.
    token = text.token_after(i + 1) - 1
    if low != "#" and token > 0 and text.doc[token - 1].pos_ in ("NOUN", "PROPN") and text.doc[token - 1].text != "’s":
        return None
    return _rank(text, i, number.end, "=", number.value)


def _rank_by_order(text: _Text, i: int) -> tuple[Amount, int] | None:
    """Third-largest; second most populous; ranked 48th; third place."""
    ordinal = read_ordinal(text.lexemes, i)
    if ordinal is None or not 0 < ordinal[0] <= MAX_RANK:
        return None
    rank, end = ordinal
    j = end + 1 if low_at(text.lexemes, end) == "-" else end
    if low_at(text.lexemes, j) in text.words.superlatives:
        return _rank(text, i, j + 1, "=", rank)
    verb = any(low_at(text.lexemes, i - k) in text.words.rank_verbs for k in (1, 2))
    if low_at(text.lexemes, j) in text.words.rank_nouns or verb:
        return _rank(text, i, j, "=", rank)
    return None


def _rank_by_top(text: _Text, i: int, free: int) -> tuple[Amount, int] | None:
    """One of the top ten trading partners: no worse than tenth."""
    if low_at(text.lexemes, i) not in text.words.top:
        return None
    j = i + 2 if low_at(text.lexemes, i + 1) == "-" else i + 1
    number = read_number(text.lexemes, j)
    if number is None or not _is_rank(number) or number.value < 2:
        return None
    return _rank(text, i, number.end, "<=", number.value)


def _is_rank(number: ReadNumber) -> bool:
    return number.op == "=" and not number.share and 1 <= number.value <= MAX_RANK and number.value == int(number.value)


def _rank(text: _Text, start: int, end: int, op: Op, value: float) -> tuple[Amount, int] | None:
    if text.is_time(start, end):
        return None
    counted = find_counted(text.doc, text.token_after(end))
    words = _cut(text, counted)
    return Amount(
        start=text.lexemes[start].start,
        end=text.lexemes[end - 1].end,
        kind=AmountKind.RANK,
        value=Number(op=op, number=float(value)),
        of=words,
    ), end


# --- quantities -----------------------------------------------------------------------------------------------------


def _read_amount(text: _Text, i: int, free: int) -> tuple[Amount, int] | None:
    """A number at lexeme `i` with all that compares, measures and names what it counts."""
    sign = text.words.signs.before(text.lexemes, i)
    if sign is not None and sign[1] < free:
        sign = None
    number = read_number(text.lexemes, i, money=sign is not None)
    if number is None or text.is_time(i, number.end):
        return None
    start = sign[1] if sign else i
    number, end, op = _read_bounds(text, start, number)
    measure = _measure(text, number, sign[0] if sign else None)
    if measure.kind is AmountKind.COUNT and _is_name(text, i, number):
        return None
    end = max(end, measure.end)
    start, end, op = _compare(text, (start, end), free, op or number.op)
    value = number.value * 100 if number.share else number.value
    amount = Amount(
        start=text.lexemes[start].start,
        end=text.lexemes[end - 1].end,
        kind=measure.kind,
        value=Number(op=op, number=round(value, 6)),
        unit=measure.unit,
    )
    amount = _with_counted(text, amount, i, end)
    return None if _says_nothing(text, amount, i, number) else (amount, end)


def _read_bounds(text: _Text, start: int, number: ReadNumber) -> tuple[ReadNumber, int, Op | None]:
    """10-15 tonnes; between 10 and 15 tonnes: the lower bound, with the scale of the upper one where it has none."""
    join = low_at(text.lexemes, number.end)
    opened = low_at(text.lexemes, start - 1) == "between"
    if join in ("-", "–", "to") or (opened and join == "and"):
        sign = text.words.signs.after(text.lexemes, number.end + 1)
        upper = read_number(text.lexemes, sign[1] if sign else number.end + 1, money=sign is not None)
        if upper is not None and upper.op == "=" and not upper.share and upper.value > number.value:
            after = _measure(text, upper, None)
            noun = find_counted(text.doc, text.token_after(upper.end))
            if after.kind is not AmountKind.COUNT or sign is not None or (noun is not None and join != "to"):
                lower = _scale_like(number, upper)
                return replace(upper, value=lower), upper.end, ">="
    return number, number.end, None


def _scale_like(lower: ReadNumber, upper: ReadNumber) -> float:
    """In "3-5 million" the scale is said once."""
    if lower.scaled or not upper.scaled or lower.in_words or lower.value >= 1000:
        return lower.value
    return lower.value * next((scale for scale in (1e12, 1e9, 1e6, 1e3) if upper.value >= scale), 1.0)


def _measure(text: _Text, number: ReadNumber, sign: str | None) -> _Measure:
    """Currency, percent, length of time or unit beside a number; a plain count where there is none."""
    end = number.end
    if sign is not None:
        named = text.words.currencies.after(text.lexemes, end)
        return _Measure(AmountKind.MONEY, sign, named[1] if named and named[0] == sign else end)
    if number.share:
        return _Measure(AmountKind.PERCENT, "%", end)
    at = end + 1 if low_at(text.lexemes, end) == "-" and touches(text.lexemes, end - 1) else end
    tables = (
        (text.words.percents, AmountKind.PERCENT),
        (text.words.currencies, AmountKind.MONEY),
        (text.words.units, AmountKind.QUANTITY),
        (text.words.durations, AmountKind.DURATION),
    )
    for phrases, kind in tables:
        found = phrases.after(text.lexemes, at)
        # "two pounds" are weight, "two million pounds" are money; "won" and "real" are other words too.
        if found is None or (found[0] == "GBP" and not number.scaled) or not _is_noun(text, found[1], kind):
            continue
        return _Measure(kind, found[0], found[1])
    vague_of = number.op == ">" and low_at(text.lexemes, end) == "of"
    if vague_of:
        # "millions of dollars", "hundreds of tonnes"
        for phrases, kind in tables[1:]:
            found = phrases.after(text.lexemes, end + 1)
            if found is not None:
                return _Measure(kind, found[0], found[1])
    return _Measure(AmountKind.COUNT, None, end)


def _is_noun(text: _Text, end: int, kind: AmountKind) -> bool:
    if kind is not AmountKind.MONEY:
        return True
    token = text.doc[min(text.token_after(end), len(text.doc)) - 1]
    return token.pos_ not in ("VERB", "AUX", "ADJ", "ADV") or not token.pos_


def _compare(text: _Text, at: tuple[int, int], free: int, op: Op) -> tuple[int, int, Op]:
    """Take in the words that compare: "more than", "nearly", "or more"."""
    start, end = at
    before = text.words.comparisons.before(text.lexemes, start)
    if before is not None and (before[1] < free or text.is_time(before[1], start) or _is_about(text, before[1])):
        before = None
    if before is not None:
        start, op = before[1], as_op(before[0])
    after = text.words.comparisons_after.after(text.lexemes, end)
    if after is not None and op == "=" and not text.is_time(end, after[1]):
        end, op = after[1], as_op(after[0])
    return start, end, op


def _is_about(text: _Text, i: int) -> bool:
    """Whether "over" names the matter of a quarrel: "the dispute with Kenya over 100,000 square kilometres"."""
    if low_at(text.lexemes, i) != "over":
        return False
    return any(low_at(text.lexemes, i - k) in text.words.quarrels for k in range(1, 6))


def _with_counted(text: _Text, amount: Amount, i: int, end: int) -> Amount:
    """Add what is counted, and its words to the span where nothing stands between."""
    token = text.token_after(end)
    joined = amount.kind is not AmountKind.COUNT
    if low_at(text.lexemes, end) == "-" and touches(text.lexemes, end - 1):
        token += 1
    link = text.doc[token].lower_ if token < len(text.doc) else ""
    if link == "of" or (link == "in" and amount.kind is AmountKind.MONEY):
        counted = find_counted(text.doc, token + 1, joined=joined)
        # "$4 billion in Cuba" is where, not what.
        if counted is not None and link == "in" and text.doc[counted.head].pos_ == "PROPN":
            return amount
    elif amount.kind in (AmountKind.COUNT, AmountKind.DURATION) or low_at(text.lexemes, end - 2) == "-":
        counted = find_counted(text.doc, token)
        if counted is not None and counted.start != token:
            return amount
    else:
        return amount
    words = _cut(text, counted)
    if words is None or counted is None:
        return amount
    stop = text.doc[counted.end - 1].idx + len(text.doc[counted.end - 1].text)
    if amount.kind is AmountKind.DURATION and link != "of":
        return replace(amount, of=words)
    return replace(amount, end=max(stop, amount.end), of=words)


def _cut(text: _Text, counted: Counted | None) -> str | None:
    """Words of a noun phrase, without what a time has taken; line ends become blanks."""
    if counted is None or counted.end > len(text.doc):
        return None
    start = text.doc[counted.start].idx
    end = text.doc[counted.end - 1].idx + len(text.doc[counted.end - 1].text)
    if any(start < stop and begin < end for begin, stop in text.times):
        return None
    return " ".join(text.doc.text[start:end].split()) or None


# --- numbers that are no amounts ------------------------------------------------------------------------------------


def _is_name(text: _Text, i: int, number: ReadNumber) -> bool:
    """Whether a number is part of a name, a time of day, a telephone number or an address."""
    return _is_stuck(text, i, number.end) or _is_label(text, i, number) or _is_age(text, i, number.end)


def _is_stuck(text: _Text, i: int, end: int) -> bool:
    """MH17, F-16, Covid-19, 5G, 10:30, 24/7, +53 7 832 1234."""
    lexemes = text.lexemes
    if _is_telephone(lexemes, i):
        return True
    before, after = low_at(lexemes, i - 1), low_at(lexemes, end)
    if touches(lexemes, i - 1) and before not in ("(", '"', "“", "‘", "'", "[", "~", "—", "–", "=", ">", "<", "#"):
        return True
    if touches(lexemes, end - 1):
        word = lexemes[end].sort is Sort.WORD and lexemes[end - 1].sort is Sort.NUMBER
        digits = after in ("-", ":", "/", ".") and touches(lexemes, end) and lexemes[end + 1].sort is Sort.NUMBER
        return word or digits
    return False


def _is_telephone(lexemes: Sequence[Lexeme], i: int) -> bool:
    """Whether a number stands in a row of three or more, or after a plus."""
    first, last = i, i
    while first > 0 and lexemes[first - 1].sort is Sort.NUMBER:
        first -= 1
    while last + 1 < len(lexemes) and lexemes[last + 1].sort is Sort.NUMBER:
        last += 1
    return last - first >= 2 or (last > first and low_at(lexemes, first - 1) == "+")


def _is_label(text: _Text, i: int, number: ReadNumber) -> bool:
    """Resolution 1701; Group of Seven; Sputnik 2."""
    before, lexeme = low_at(text.lexemes, i - 1), text.lexemes[i]
    if before in text.words.labels or before in ("№", "@"):
        return True
    span = text.doc.char_span(lexeme.start, text.lexemes[number.end - 1].end, alignment_mode="expand")
    if span is None or not len(span):
        return False
    opens = i == 0 or text.lexemes[i - 1].sort is Sort.BREAK or before in _OPENERS
    if number.in_words and lexeme.text[0].isupper() and not opens:
        return True
    counted = find_counted(text.doc, span.end)
    previous = text.doc[span.start - 1] if span.start and not opens else None
    names = previous is not None and previous.pos_ == "PROPN" and previous.text[0].isupper()
    if names and not number.in_words and counted is None and not number.scaled:
        return True
    return bool(span[0].ent_type_) and span[0].ent_iob_ == "I"


def _is_age(text: _Text, i: int, end: int) -> bool:
    """Ken Waddy, 78, who; a 40-year-old."""
    old = any(low_at(text.lexemes, end + k) in text.words.ages for k in range(5))
    commas = low_at(text.lexemes, i - 1) == "," and low_at(text.lexemes, end) in (",", ".", ";", ")")
    named = commas and i >= 2 and text.lexemes[i - 2].text[0].isupper()
    return old or (named and text.lexemes[i].text.isdigit() and len(text.lexemes[i].text) <= 3)


def _says_nothing(text: _Text, amount: Amount, i: int, number: ReadNumber) -> bool:
    """Shares without a whole, ages, hours, and small numbers that point at somebody ("one of them", "the two")."""
    low, after = text.lexemes[i].low, low_at(text.lexemes, number.end)
    if number.share:
        return after not in ("of", "the") or (amount.of is None and after != "of")
    if amount.kind is AmountKind.DURATION:
        return low in ("one", "a", "an") or _is_age(text, i, number.end)
    if amount.kind is not AmountKind.COUNT:
        return False
    return after in text.words.clock or _is_age(text, i, number.end) or _only_points(text, amount, i, number)


def _only_points(text: _Text, amount: Amount, i: int, number: ReadNumber) -> bool:
    """Small numbers in words say who rather than how many after "the", before "of us" and where no noun follows."""
    if not number.in_words or number.scaled:
        return False
    before, after = low_at(text.lexemes, i - 1), low_at(text.lexemes, number.end)
    hyphen = after == "-" and touches(text.lexemes, number.end - 1)
    single = number.value == 1 and (after == "of" or before in ("no", "any", "every", "each"))
    return amount.of is None or hyphen or single or before in text.words.definite
