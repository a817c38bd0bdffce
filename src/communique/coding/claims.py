"""Statements with a number or a rank that somebody can check."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from communique.coding.clauses import (
    MAX_STEPS,
    SUBJECTS,
    antecedent,
    auxiliaries,
    lemma,
    own_subject,
    subtree_bounds,
    words_between,
)
from communique.coding.context import Context
from communique.coding.holders import as_state
from communique.coding.syntax import children
from communique.coding.terms import times_in
from communique.coding.wordlists import WordLists, load_words
from communique.language.document import Amount, AmountKind, TimeKind
from communique.records import ActorKind, ActorRef, Claim, Number, PartialDate, PartKind, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_WORDS = 25
# A share is worth checking whatever its size; years look like counts to a tired eye.
YEARS = range(1800, 2101)
CALENDAR = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})
MANY_COUNTRIES = 20
# "dozens of boats" cannot be checked.
ORDINALS = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"})
VAGUE = frozenset({"dozen", "dozens", "scores", "tens", "hundreds", "thousands", "millions", "several"})


def lists() -> WordLists:
    """The lists of measuring words."""
    return load_words("claims")


def code_claims(context: Context) -> tuple[Claim, ...]:
    """Claims in text order: "Laos is #2 in the region in tin exports", "trade stood at 3 billion dollars in 2021".

    Returns:
        Shares, money, ranks and measured or counted things; dates, ages, clock times and small counts are none.
    """
    found: dict[str, Claim] = {}
    measure_before: str | None = None
    starts = [t.idx for t in context.doc]
    for amount in context.document.amounts:
        token = _token_at(context, starts, amount)
        if not context.is_coded(token.sent) or not is_worth_checking(context, amount, token):
            continue
        claim = _write(context, amount, token, measure_before)
        if amount.kind is AmountKind.RANK:
            measure_before = claim.measure or measure_before
        found.setdefault(claim.id, claim)
    # A sentence that gives a rank by its number needs no superlative beside it.
    ranked = {s for c in found.values() if c.rank for s in c.evidence}
    for token in context.words:
        if _is_first_of_all(token) and not ranked & set(context.evidence([token.sent])):
            claim = _write_first(context, token)
            found.setdefault(claim.id, claim)
    return tuple(sorted(found.values(), key=lambda c: c.evidence[0].start))


def _is_first_of_all(token: Token) -> bool:
    """As in "the world's biggest producer", "is by far the largest foreign supplier"."""
    noun = token.head
    if token.lower_ not in lists()["first_of_all"] or token.dep_ != "amod" or lemma(noun) not in lists()["ranked_noun"]:
        return False
    if noun.tag_ not in ("NN", "NNP") or token.nbor(-1).text in {"-", "‐"} or token.nbor(-1).lower_ in ORDINALS:
        return False
    among = any(c.lower_ in ("a", "an", "no", "any") for c in children(noun, "det"))
    said = bool(children(noun, "cop")) or noun.dep_ in ("appos", "obj", "nsubj", "xcomp", "obl")
    return said and not among


def _write_first(context: Context, token: Token) -> Claim:
    noun = token.head
    above = noun.head if noun.dep_ == "appos" else own_subject(noun) or own_subject(noun.head)
    return Claim(
        id=make_id("claim", context.article_id, token.idx, token.idx + len(token.text)),
        article=context.article_id,
        subject=_phrase(antecedent(above)) if above is not None else None,
        measure=_phrase(noun),
        rank=Number(op="=", number=1.0),
        as_of=_as_of(context, token),
        attributed_to=attributed_to(context, token),
        evidence=context.evidence([token.sent]),
        rule="claim.superlative",
        confidence=0.65,
        coder=context.coder,
    )


def _token_at(context: Context, starts: list[int], amount: Amount) -> Token:
    first = max(0, bisect_right(starts, amount.start) - 1)
    last = max(first, bisect_right(starts, amount.end - 1) - 1)
    tokens = context.doc[first : last + 1]
    # The number itself, and not "over" or "of" around it.
    return next((t for t in tokens if t.like_num or t.pos_ == "NUM" or any(c.isdigit() for c in t.text)), tokens[0])


def is_worth_checking(context: Context, amount: Amount, token: Token) -> bool:
    """Whether a number says something about the world: neither a date, an age, a small count nor a name's part."""
    if amount.kind is AmountKind.DURATION or _is_time(context, amount):
        return False
    if amount.kind in (AmountKind.PERCENT, AmountKind.MONEY):
        return any(c.isdigit() for c in token.text) or not _is_manner_of_speaking(token)
    if amount.kind is AmountKind.RANK:
        return _is_ranking(context, amount, token)
    if _is_attribute(token) or amount.unit in CALENDAR:
        return False
    return amount.kind is AmountKind.QUANTITY or _is_telling_count(amount, token)


def _is_manner_of_speaking(token: Token) -> bool:
    """As in "half of the region could starve", "gave back half of what it took": a fraction that nobody measured."""
    clause = _clause_of(token)
    vague = any(t.lower_ == "what" for c in children(token, "nmod", "obl") for t in c.subtree)
    return vague or bool({"would", "could", "might", "may"} & auxiliaries(clause))


def _is_telling_count(amount: Amount, token: Token) -> bool:
    counted = _counted(token)
    number = amount.value.number
    if counted is not None and lemma(counted) in lists()["votes"]:
        return True
    if token.dep_ in ("obj", "nsubj:pass") and lemma(token.head) in lists()["grave"] and number > 2:
        # "arrested eleven"
        return True
    if not any(c.isdigit() for c in token.text) and token.lower_ in VAGUE:
        return False
    if counted is None and _is_put_at(token):
        return number >= _smallest()
    if counted is None or (number in YEARS and amount.of is None and "," not in token.text):
        return False
    # "95 countries" is news, "two countries" a way of speaking.
    if lemma(counted) in lists()["trivial"] and not (lemma(counted) == "country" and number > MANY_COUNTRIES):
        return False
    # One man's death is the event itself and no number.
    return number >= _smallest() or (number > 2 and _is_grave(counted))


def _is_put_at(token: Token) -> bool:
    """As in "put the number of dead at 900": a bare number that a noun of counting names."""
    verb = token.head
    near = [c for c in verb.children if c.dep_ in ("obj", "nsubj", "nsubj:pass")]
    return any(lemma(c) in lists()["tally"] for c in near)


def _smallest() -> int:
    return (lists().numbers or {}).get("smallest_count", 10)


def _is_time(context: Context, amount: Amount) -> bool:
    return any(t.start < amount.end and amount.start < t.end for t in context.document.times)


def _is_attribute(token: Token) -> bool:
    """As in "200-mile zone", "four-day trip": a number inside an adjective describes and claims nothing."""
    nxt = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return nxt is not None and nxt.text in {"-", "‐", "–"} and not token.whitespace_


def _is_grave(counted: Token) -> bool:
    near = [counted.head, *counted.children, *counted.head.children]
    return any(lemma(t) in lists()["grave"] for t in near)


def _counted(token: Token) -> Token | None:
    """The noun that is counted: fishermen in "23 Indian fishermen"."""
    at = token
    for _ in range(MAX_STEPS):
        if at.pos_ in ("NOUN", "PROPN") and not at.like_num:
            return at
        if at.dep_ not in ("nummod", "compound", "nmod", "amod", "flat", "advmod", "det", "nsubj", "obj", "obl"):
            return None
        if at.pos_ == "NUM" and at.dep_ in ("nsubj", "obj", "obl", "nsubj:pass"):
            # "49 of its soldiers"
            return next((c for c in children(at, "nmod") if c.i > at.i), None)
        at = at.head
    return None


def _is_ranking(context: Context, amount: Amount, token: Token) -> bool:
    """As in "#3 worldwide", "among the top ten", "third-largest": an order of a set, and no "first meeting"."""
    words = context.doc.text[amount.start : amount.end].lower()
    if any(c in words for c in "#") or "no." in words or "number" in words or "top" in words or "place" in words:
        return True
    before = context.doc[max(0, token.i - 2) : token.i]
    if any(lemma(t) in lists()["ranking"] for t in before):
        return True
    after = context.doc[token.i + 1 : token.i + 4]
    return any(t.lower_ in lists()["superlative"] for t in after)


# --- Records ---------------------------------------------------------------------------------------------------------


def _write(context: Context, amount: Amount, token: Token, measure_before: str | None) -> Claim:
    rank = amount.kind is AmountKind.RANK
    subject, measure = _subject_and_measure(context, amount, token)
    if rank and measure is None:
        # "Laos is #2 in tin exports. Nepal is #14": the second is measured by the first's measure.
        measure = measure_before
    value: Number | None = None if rank else amount.value
    return Claim(
        id=make_id("claim", context.article_id, amount.start, amount.end),
        article=context.article_id,
        subject=subject,
        measure=measure,
        value=value,
        unit=None if rank else (amount.unit or amount.of),
        rank=_rank(context, amount) if rank else None,
        as_of=_as_of(context, token),
        attributed_to=attributed_to(context, token),
        evidence=context.evidence([token.sent]),
        rule=f"claim.{amount.kind}",
        confidence=0.85 if amount.kind is not AmountKind.COUNT else 0.75,
        coder=context.coder,
    )


def _rank(context: Context, amount: Amount) -> Number:
    words = context.doc.text[max(0, amount.start - 8) : amount.end].lower()
    if "top" in words and amount.value.op == "=":
        return Number(op="<=", number=amount.value.number)
    return amount.value


def _clause_of(token: Token) -> Token:
    """The verb, or predicate noun, of the clause that holds a number."""
    at = token
    for _ in range(2 * MAX_STEPS):
        if at.head.i == at.i or at.pos_ in ("VERB", "AUX") or any(c.dep_ in SUBJECTS for c in at.children):
            break
        at = at.head
    return at


def _subject_and_measure(context: Context, amount: Amount, token: Token) -> tuple[str | None, str | None]:
    """What the number is said of, and what is measured: (Cubans, received one shot of the vaccine)."""
    clause = _clause_of(token)
    counted = _counted(token)
    subject = own_subject(clause)
    inside_subject = subject is not None and (subject.i == token.i or any(a.i == subject.i for a in token.ancestors))
    whole = amount.of if amount.of else (_phrase(counted) if counted is not None else None)
    if subject is not None and subject.lower_ in ("we", "i"):
        speaker = context.speaker_at(subject.idx)
        named = as_state(context, speaker).name if speaker is not None else None
        return named, _measure(clause, counted, whole)
    if subject is None and clause.dep_ in ("acl", "acl:relcl") and not children(clause, "mark", "case"):
        # "ships carrying 200 tons"; in "gratitude for sending 200 tons" the gratitude sends nothing.
        subject = clause.head
    if inside_subject:
        return whole, _predicate(clause, subject)
    if amount.kind is AmountKind.RANK:
        behind = _tail(token, amount, context)
        return (_phrase(antecedent(subject)) if subject is not None else None), behind
    said_of = _phrase(antecedent(subject)) if subject is not None else None
    return said_of or whole, _measure(clause, counted, whole)


def _measure(clause: Token, counted: Token | None, whole: str | None) -> str | None:
    if lemma(clause) in lists()["equate"] or clause.lower_ in lists()["equate"]:
        return clause.text
    return " ".join(w for w in (clause.text if clause.pos_ == "VERB" else None, whole) if w) or None


def _predicate(clause: Token, subject: Token | None) -> str | None:
    without = [subject.i] if subject is not None else []
    without.extend(c.i for c in clause.children if c.dep_ in ("parataxis", "advcl", "punct", "conj", "cc"))
    start, end = subtree_bounds(clause, without=without)
    start = max(start, subject.i + 1) if subject is not None and subject.i < clause.i else start
    return words_between(clause, start, min(end, start + MAX_WORDS)) or None


def _tail(token: Token, amount: Amount, context: Context) -> str | None:
    """Words behind a rank: "worldwide in percent of population vaccinated", "trading partners"."""
    after = [t for t in token.sent if t.idx >= amount.end]
    words = []
    for t in after[:MAX_WORDS]:
        if t.text in {",", ".", ";", "!", "?", "—"} or not (t.text[0].isalnum() or t.text in {"-", "'s", "’s"}):
            break
        words.append(t)
    return words_between(token, words[0].i, words[-1].i + 1) or None if words else None


def _phrase(head: Token) -> str | None:
    drop = [c.i for c in head.children if c.dep_ in ("acl:relcl", "appos", "parataxis", "punct", "case", "acl")]
    start, end = subtree_bounds(head, without=drop)
    return words_between(head, start, min(end, start + MAX_WORDS)) or None


def _as_of(context: Context, token: Token) -> PartialDate | None:
    """The time at which the number held: "in 2022", "last year", "since 2013"."""
    clause = _clause_of(token)
    for bounds in (subtree_bounds(clause), (token.sent.start, token.sent.end)):
        times = [t for t in times_in(context, *bounds) if t.kind in (TimeKind.POINT, TimeKind.INTERVAL, TimeKind.SINCE)]
        times = [t for t in times if not context.document.published or str(t.first) <= context.document.published]
        if times:
            # Of two measurements in one sentence each has its own year, and it stands nearest.
            nearest = min(times, key=lambda t: _distance(context, t.start, token.idx))
            return nearest.last or context.document.published
    return context.document.published


def _distance(context: Context, a: int, b: int) -> int:
    """Characters between, a semicolon counting for a sentence: each side of it has its own year."""
    between = context.doc.text[min(a, b) : max(a, b)]
    return len(between) + 200 * between.count(";")


def attributed_to(context: Context, token: Token) -> ActorRef | None:
    """Who says so: the speaker of the quote, or the author of the post, that holds the number."""
    speaker = context.speaker_at(token.idx)
    if speaker is not None:
        return speaker
    part = context.part_at(token.idx)
    if part is None or part.kind is not PartKind.POST or not part.author:
        return None
    key = make_id("actor", part.author.lower(), "")
    return ActorRef(key=key, id=key, name=part.author, kind=ActorKind.ORGANIZATION, confidence=0.7)
