"""Amounts in a text: "over 90 tons of flour", "$7bn", "85% of Cubans", "#3", "one of the top ten".

Numbers are no amounts where they name ("resolution 1701", "MH17", "Group of Seven"), date, tell the hour or an age.
"hundreds of people" is `>` 100, the least that the word can mean; "half of them" is 50 %; "between 10 and 15 tonnes"
and "10-15 tonnes" give the lower bound with `>=`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from communique.language.counted import Counted, find_counted
from communique.language.document import Amount, AmountKind, Time
from communique.language.labels import NumberText, is_age, is_name
from communique.language.lexemes import Sort, low_at, split_lexemes, touches
from communique.language.numbers import ReadNumber, number_starters, read_number, read_ordinal
from communique.language.unitwords import as_op, unit_words
from communique.records import Number, Op

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A place in an order beyond this is a serial number.
MAX_RANK = 1000


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
    found = list(_find(NumberText(doc, split_lexemes(doc.text), unit_words(language), spans)))
    return tuple(_as_part(doc.text, *pair) for pair in zip_longest(found, found[1:]))


def _as_part(text: str, amount: Amount, following: Amount | None) -> Amount:
    """Give a part the measure of its whole: "12,000 of the 30,000 tonnes of wheat"."""
    if following is None or amount.kind is not AmountKind.COUNT or amount.of is not None:
        return amount
    between = text[amount.end : following.start].split()
    # "by 50 to 48 percent"
    shared = between == ["to"] and following.kind is AmountKind.PERCENT
    if not shared and (between[:1] != ["of"] or len(between) > 2):
        return amount
    return replace(amount, kind=following.kind, unit=following.unit, of=following.of)


def _find(text: NumberText) -> Iterator[Amount]:
    last: Amount | None = None
    i, free = 0, 0
    while i < len(text.lexemes):
        if text.lexemes[i].low in (".", "?", "!") or text.lexemes[i].sort is Sort.BREAK:
            last = None
        if not _may_begin(text, i):
            i += 1
            continue
        hit = _read_rank(text, i, free) or _read_amount(text, i, free)
        if hit is None:
            i += 1
            continue
        amount, i = hit
        if last is not None and last.kind is AmountKind.MONEY and _is_elliptic(text, amount, i):
            # "came to 7 billion euros in May and 900 million in June"
            amount = replace(amount, kind=AmountKind.MONEY, unit=last.unit)
        yield amount
        last, free = amount, i
        while free < len(text.lexemes) and text.lexemes[free].start < amount.end:
            free += 1
        i = max(i, free)


def _may_begin(text: NumberText, i: int) -> bool:
    """Whether an amount can begin here; at most words none can, and nothing need be tried."""
    lexeme, words = text.lexemes[i], text.words
    return (
        lexeme.sort is Sort.NUMBER
        or lexeme.low in number_starters()
        or lexeme.low in words.top
        or words.rank_marks.after(text.lexemes, i) is not None
    )


def _is_elliptic(text: NumberText, amount: Amount, end: int) -> bool:
    plain = amount.kind is AmountKind.COUNT and amount.of is None
    return plain and amount.value.number >= 1e5 and low_at(text.lexemes, end - 1) not in ("people",)


# --- ranks ----------------------------------------------------------------------------------------------------------


def _read_rank(text: NumberText, i: int, free: int) -> tuple[Amount, int] | None:
    """#3; ranked 48th; third-largest; the top ten."""
    return _rank_by_mark(text, i) or _rank_by_order(text, i) or _rank_by_top(text, i, free)


def _rank_by_mark(text: NumberText, i: int) -> tuple[Amount, int] | None:
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


def _rank_by_order(text: NumberText, i: int) -> tuple[Amount, int] | None:
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


def _rank_by_top(text: NumberText, i: int, free: int) -> tuple[Amount, int] | None:
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


def _rank(text: NumberText, start: int, end: int, op: Op, value: float) -> tuple[Amount, int] | None:
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


def _read_amount(text: NumberText, i: int, free: int) -> tuple[Amount, int] | None:
    """A number at lexeme `i` with all that compares, measures and names what it counts."""
    sign = _read_sign(text, i, free)
    number = read_number(text.lexemes, i, money=sign is not None)
    if number is None or text.is_time(i, number.end):
        return None
    start = sign[1] if sign else i
    number, end, op = _read_bounds(text, start, _read_ratio(text, number))
    measure = _measure(text, number, sign[0] if sign else None)
    if measure.kind is AmountKind.COUNT and is_name(text, i, number):
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


def _read_bounds(text: NumberText, start: int, number: ReadNumber) -> tuple[ReadNumber, int, Op | None]:
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


def _read_sign(text: NumberText, i: int, free: int) -> tuple[str, int] | None:
    """The currency before a number and where it begins; the parts of "A$" touch, those of "a $5" do not."""
    sign = text.words.signs.before(text.lexemes, i)
    if (
        sign is not None
        and low_at(text.lexemes, i - 1) == "$"
        and not all(touches(text.lexemes, k) for k in range(sign[1], i - 1))
    ):
        return ("USD", i - 1) if i - 1 >= free else None
    return sign if sign is not None and sign[1] >= free else None


def _read_ratio(text: NumberText, number: ReadNumber) -> ReadNumber:
    """One in five; nine out of 10: a share."""
    join = low_at(text.lexemes, number.end), low_at(text.lexemes, number.end + 1)
    at = number.end + 2 if join == ("out", "of") else number.end + 1
    if number.share or not (join == ("out", "of") or (join[0] == "in" and number.value == 1 and number.in_words)):
        return number
    whole = read_number(text.lexemes, at)
    plain = whole is not None and whole.op == "=" and not whole.scaled and not whole.share
    if whole is None or not plain or not number.value < whole.value <= 100 or text.is_time(at, whole.end):
        return number
    measured = _measure(text, whole, None).kind is not AmountKind.COUNT
    return number if measured else replace(number, value=number.value / whole.value, end=whole.end, share=True)


def _scale_like(lower: ReadNumber, upper: ReadNumber) -> float:
    """In "3-5 million" the scale is said once."""
    if lower.scaled or not upper.scaled or lower.in_words or lower.value >= 1000:
        return lower.value
    return lower.value * next((scale for scale in (1e12, 1e9, 1e6, 1e3) if upper.value >= scale), 1.0)


def _measure(text: NumberText, number: ReadNumber, sign: str | None) -> _Measure:
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


def _is_noun(text: NumberText, end: int, kind: AmountKind) -> bool:
    if kind is not AmountKind.MONEY:
        return True
    token = text.doc[min(text.token_after(end), len(text.doc)) - 1]
    return token.pos_ not in ("VERB", "AUX", "ADJ", "ADV") or not token.pos_


def _compare(text: NumberText, at: tuple[int, int], free: int, op: Op) -> tuple[int, int, Op]:
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


def _is_about(text: NumberText, i: int) -> bool:
    """Whether "over" names the matter of a quarrel: "the quarrel with Chile over 3,000 square kilometres"."""
    if low_at(text.lexemes, i) != "over":
        return False
    return any(low_at(text.lexemes, i - k) in text.words.quarrels for k in range(1, 6))


def _with_counted(text: NumberText, amount: Amount, i: int, end: int) -> Amount:
    """Add what is counted, and its words to the span where nothing stands between."""
    token = text.token_after(end)
    joined = amount.kind is not AmountKind.COUNT
    if low_at(text.lexemes, end) == "-" and touches(text.lexemes, end - 1):
        token += 1
    link = text.doc[token].lower_ if token < len(text.doc) else ""
    if link == "of" or (link == "in" and amount.kind is AmountKind.MONEY):
        counted = find_counted(text.doc, token + 1, joined=joined)
        # "$4 billion in Cuba" and "in the campaign" are where, not what.
        placed = counted is not None and (text.doc[counted.head].pos_ == "PROPN" or counted.start > token + 1)
        if link == "in" and placed:
            return amount
    elif (
        amount.kind in (AmountKind.COUNT, AmountKind.DURATION)
        or low_at(text.lexemes, i + 1) in ("in", "out")
        or low_at(text.lexemes, end - 2) == "-"
    ):
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


def _cut(text: NumberText, counted: Counted | None) -> str | None:
    """Words of a noun phrase, without what a time has taken; line ends become blanks."""
    if counted is None or counted.end > len(text.doc):
        return None
    start = text.doc[counted.start].idx
    end = text.doc[counted.end - 1].idx + len(text.doc[counted.end - 1].text)
    if any(start < stop and begin < end for begin, stop in text.times):
        return None
    return " ".join(text.doc.text[start:end].split()) or None


def _says_nothing(text: NumberText, amount: Amount, i: int, number: ReadNumber) -> bool:
    """Shares without a whole, ages, hours, and small numbers that point at somebody ("one of them", "the two")."""
    low, after = text.lexemes[i].low, low_at(text.lexemes, number.end)
    if number.share:
        ratio = number.in_words and low_at(text.lexemes, i + 1) in ("in", "out")
        return not ratio and (after not in ("of", "the") or (amount.of is None and after != "of"))
    if amount.kind is AmountKind.DURATION:
        return low in ("one", "a", "an") or is_age(text, i, number.end)
    if amount.kind is not AmountKind.COUNT:
        return False
    return after in text.words.clock or is_age(text, i, number.end) or _only_points(text, amount, i, number)


def _only_points(text: NumberText, amount: Amount, i: int, number: ReadNumber) -> bool:
    """Small numbers in words say who rather than how many after "the", before "of us" and where no noun follows."""
    if not number.in_words or number.scaled:
        return False
    before, after = low_at(text.lexemes, i - 1), low_at(text.lexemes, number.end)
    hyphen = after == "-" and touches(text.lexemes, number.end - 1)
    single = number.value == 1 and (after == "of" or before in ("no", "any", "every", "each"))
    return amount.of is None or hyphen or single or before in text.words.definite
