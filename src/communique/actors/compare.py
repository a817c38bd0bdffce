"""Whether two names of persons can be one person's: order, spelling, initials, titles and nicknames aside.

A score of 1 is the same name; each word that speaks against it takes something away, a family name or a father's name
that contradicts the most. Words that only one of the names has say little: people have more names than papers print.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from communique.actors.fullnames import FullName, NameWord, cut_ending, read_full_name, same_given_name
from communique.actors.spellings import bare_likeness, likeness

# Chosen by cross-validation on pairs of names (docs/actors.md); all else in this module is set by what names are.
THRESHOLD = 0.80

# How much a word counts where the names differ in it.
_SURNAME, _GIVEN, _MIDDLE, _COMMON = 1.1, 1.0, 0.7, 0.5
# Less alike than this, two words are two names.
_CONTRADICTION = 0.70
_PATRONYMIC = 1.3
_FATHER = 0.9
# Words that one name has and the other has not.
_LEFT_OVER, _LEFT_OVER_COMMON, _MOST_LEFT_OVER = 0.05, 0.03, 0.2
_LAST_LEFT_OVER = 0.08
_INITIAL, _NICKNAME = 0.9, 0.93
_REVERSED = 0.06
_ONE_OF_MANY = 0.45
_ONLY_INITIALS = 0.4
# Two glued words are one where they fit as well as this.
_GLUED = 0.9


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two names are one person's, and how sure that is, from 0 to 1."""

    same: bool
    score: float


def compare_names(one: str, other: str) -> Comparison:
    """Compare two names of persons, in any script, order and spelling.

    Args:
        one: A name as some paper or register writes it.
        other: Another.

    Returns:
        The score, and whether it reaches the threshold. Names alone cannot tell two people of one name apart: that
        takes state and office.
    """
    score = round(score_names(read_full_name(one), read_full_name(other)), 4)
    return Comparison(score >= THRESHOLD, score)


def score_names(one: FullName, other: FullName) -> float:
    """How alike two names are that were read, from 0 to 1."""
    if not one.words or not other.words:
        return 0.0
    if one.words == other.words:
        return 1.0
    if one.signs and other.signs:
        return 0.5 if {w.text for w in one.words} & {w.text for w in other.words} else 0.0
    bare = one.bare != other.bare
    short, long = (_without_repeats(n.words) for n in sorted((one, other), key=_length))
    short, long = _glue(short, long, bare)
    if (len(short), [w.text for w in short]) > (len(long), [w.text for w in long]):
        short, long = long, short
    pairs = _align(short, long, bare)
    if not any(s > _CONTRADICTION and not (short[i].is_initial and long[j].is_initial) for i, j, s in pairs):
        return max(0.0, 0.3 * max((s for _, _, s in pairs), default=0.0))
    cost = sum(_cost(short[i], long[j], s, i, short, len(long)) for i, j, s in pairs)
    cost += _left_over(long, {j for _, j, _ in pairs})
    if len(short) == 1 and len(long) > 1:
        cost += _ONE_OF_MANY
    if all(short[i].is_initial or long[j].is_initial for i, j, _ in pairs):
        cost += _ONLY_INITIALS
    cost += _disorder(pairs, short, long, known=one.order_known or other.order_known)
    return max(0.0, 1.0 - cost / 2)


def _length(name: FullName) -> tuple[int, list[str]]:
    # Names of one length are put in one order too, so that either may come first.
    return len(name.words), [w.text for w in name.words]


def _without_repeats(words: tuple[NameWord, ...]) -> tuple[NameWord, ...]:
    return tuple(w for at, w in enumerate(words) if at == 0 or w.text not in {x.text for x in words[:at]})


def _glue(
    short: tuple[NameWord, ...], long: tuple[NameWord, ...], bare: bool
) -> tuple[tuple[NameWord, ...], tuple[NameWord, ...]]:
    """Join neighbours that stand as one word in the other name: "Patr ushev", "Jong un", "Abd Allah"."""
    return _glue_one(short, long, bare), _glue_one(long, short, bare)


def _glue_one(words: tuple[NameWord, ...], other: tuple[NameWord, ...], bare: bool) -> tuple[NameWord, ...]:
    at, found = 0, []
    alone = {w.text for w in other}
    while at < len(words):
        both = words[at].text + words[at + 1].text if at + 1 < len(words) else ""
        apart = bool(both) and words[at].text in alone and words[at + 1].text in alone
        fits = False
        for o in other if both and not apart else ():
            # A word much shorter than the two together is no joining of them.
            if bare or abs(len(o.text) - len(both)) <= 2:
                joined = _alike(NameWord(both), o, bare)
                fits = fits or (
                    joined >= _GLUED and max(_alike(words[at], o, bare), _alike(words[at + 1], o, bare)) < joined
                )
        if fits:
            found.append(replace(words[at + 1], text=both, is_initial=False, is_common=False))
            at += 2
        else:
            found.append(words[at])
            at += 1
    return tuple(found)


def _align(short: tuple[NameWord, ...], long: tuple[NameWord, ...], bare: bool) -> list[tuple[int, int, float]]:
    """Each word of the shorter name with one of the longer, the most alike first, then those in like places."""
    ranked = sorted(
        (
            (-round(_alike(a, b, bare), 3), abs(i / max(1, len(short) - 1) - j / max(1, len(long) - 1)), i, j)
            for i, a in enumerate(short)
            for j, b in enumerate(long)
        ),
    )
    used_i: set[int] = set()
    used_j: set[int] = set()
    pairs: list[tuple[int, int, float]] = []
    for value, _, i, j in ranked:
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            pairs.append((i, j, -value))
    return sorted(pairs)


def _alike(one: NameWord, other: NameWord, bare: bool) -> float:
    if one.is_initial or other.is_initial:
        if one.is_initial and other.is_initial:
            return 1.0 if one.text == other.text else 0.0
        return _INITIAL if one.text[0] == other.text[0] else 0.0
    if one.is_patronymic != other.is_patronymic and one.text[:4] == other.text[:4]:
        # "Ivan" and "Ivanovich": the father's name is no spelling of the son's.
        return 0.0
    value = likeness(one.text, other.text)
    stems = cut_ending(one.text), cut_ending(other.text)
    if stems[0][1] and stems[0][1] == stems[1][1]:
        value = min(value, likeness(stems[0][0], stems[1][0]))
    if bare:
        value = max(value, bare_likeness(one.text, other.text))
    if value < _NICKNAME and same_given_name(one.text, other.text):
        return _NICKNAME
    return value


def _cost(one: NameWord, other: NameWord, alike: float, at: int, short: tuple[NameWord, ...], longest: int) -> float:
    """What a pair of words speaks against the names being one."""
    if one.is_patronymic and other.is_patronymic and alike < _CONTRADICTION:
        return _PATRONYMIC
    is_last = at == len(short) - 1
    weight = _SURNAME if is_last or one.is_surname or other.is_surname else _GIVEN if at == 0 else _MIDDLE
    if one.is_common and other.is_common:
        weight = min(weight, _COMMON)
    if alike >= _CONTRADICTION:
        return weight * (1.0 - alike) * 0.9
    return weight


def _left_over(long: tuple[NameWord, ...], used: set[int]) -> float:
    cost = 0.0
    for at, word in enumerate(long):
        if at not in used:
            is_last = at == len(long) - 1
            cost += _LEFT_OVER_COMMON if word.is_common else _LAST_LEFT_OVER if is_last else _LEFT_OVER
    return min(cost, _MOST_LEFT_OVER)


def _disorder(
    pairs: list[tuple[int, int, float]], short: tuple[NameWord, ...], long: tuple[NameWord, ...], *, known: bool
) -> float:
    """Words in another order: little for two, since families stand first or last, much where fathers are named."""
    order = [j for _, j, _ in pairs]
    if order == sorted(order):
        return 0.0
    if any(w.is_father for w in (*short, *long)) and any(
        short[i].is_father != long[j].is_father for i, j, s in pairs if s > _CONTRADICTION
    ):
        return _FATHER
    return 0.0 if known else _REVERSED
