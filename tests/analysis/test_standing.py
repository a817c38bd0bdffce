"""Issues in other words, stands over time, stages of one agreement, and numbers that differ."""

from __future__ import annotations

import dataclasses

import pytest

from communique.analysis.measures import differing_claims
from communique.analysis.standing import (
    is_meant,
    join_issues,
    join_stages,
    stands_now,
    stands_over_time,
)
from communique.records import Agreement, Claim, Coder, Number, Op, PartialDate, Position, Span, Stage, Stance, make_id
from factories import make_article, state

CODER = Coder(program="test", model="test", lexicon="test")
TEXT = "Fiji opposes the embargo."


def position(
    holder: str, stance: Stance, issue: str, *, about: tuple[str, ...], said: str, since: str | None = None
) -> Position:
    article = make_article(said, f"{TEXT} {said}", published=said)
    return Position(
        id=make_id("position", holder, said, issue), article=article.id, holder=state(holder), stance=stance,
        issue=issue, issue_id=make_id("issue", issue), about=about, since=PartialDate(since) if since else None,
        evidence=(Span(article=article.id, start=0, end=len(TEXT)),), rule="test", confidence=0.8, coder=CODER,
    )  # fmt: skip


BAN = position("FJI", Stance.OPPOSE, "the embargo on Malta", about=("MLT",), said="2020-03-01")
BAN_AGAIN = position("FJI", Stance.SUPPORT, "Malta's blockade", about=("MLT", "TON"), said="2023-05-01")
BAN_ELSEWHERE = position("PER", Stance.OPPOSE, "the blockade", about=("MLT",), said="2021-01-01", since="1999")
OTHER = position("PER", Stance.SUPPORT, "the embargo on Chad", about=("TCD",), said="2022-01-01")
ARTICLES = {
    p.article: make_article(d, f"{TEXT} {d}", published=d)
    for p, d in (
        (BAN, "2020-03-01"),
        (BAN_AGAIN, "2023-05-01"),
        (BAN_ELSEWHERE, "2021-01-01"),
        (OTHER, "2022-01-01"),
    )
}


def test_an_issue_in_other_words_is_one_issue_and_that_of_another_state_is_another() -> None:
    first, second = join_issues([BAN, OTHER, BAN_AGAIN, BAN_ELSEWHERE], names={"MLT": ("Malta",), "TCD": ("Chad",)})
    assert {p.id for p in first.positions} == {BAN.id, BAN_AGAIN.id, BAN_ELSEWHERE.id}
    assert second.positions == (OTHER,)
    assert is_meant(first, "blockade of Malta")
    assert not is_meant(first, "fishing quota")


def test_a_line_of_stands_and_where_each_stands_now() -> None:
    issue, *_ = join_issues([BAN, BAN_AGAIN, BAN_ELSEWHERE], names={"MLT": ("Malta",)})
    line = stands_over_time(issue, ARTICLES)
    assert [(s.on, s.state, s.stance) for s in line] == [
        ("1999", "PER", Stance.OPPOSE),
        ("2020-03-01", "FJI", Stance.OPPOSE),
        ("2023-05-01", "FJI", Stance.SUPPORT),
    ]
    assert {k: s.stance for k, s in stands_now(line).items()} == {"PER": Stance.OPPOSE, "FJI": Stance.SUPPORT}


def agreement(stage: Stage, parties: tuple[str, ...], subject: str, start: str) -> Agreement:
    return Agreement(
        id=make_id("agreement", stage, start), article="a", parties=tuple(state(p) for p in parties), subject=subject,
        name=None, stage=stage, start=PartialDate(start), agreement_id=make_id("x", *parties, subject),
        evidence=(Span(article="a", start=0, end=1),), rule="test", confidence=0.8, coder=CODER,
    )  # fmt: skip


def test_the_stages_of_one_agreement_stand_together_in_order() -> None:
    ratified = agreement(Stage.RATIFIED, ("FJI",), "fisheries", "2023-01")
    signed = agreement(Stage.SIGNED, ("FJI", "TON"), "fisheries in the reef", "2022-05-01")
    agreed = agreement(Stage.AGREED, ("TON", "FJI"), "fisheries", "2021")
    other = agreement(Stage.SIGNED, ("FJI", "PER"), "visas", "2022")
    found = join_stages([ratified, other, signed, agreed])
    assert {tuple(a.stage for a in g) for g in found} == {
        (Stage.AGREED, Stage.SIGNED, Stage.RATIFIED),
        (Stage.SIGNED,),
    }


def claim(article: str, number: float, *, measure: str = "died in the flood", as_of: str = "2022-05-01") -> Claim:
    return Claim(
        id=make_id("claim", article, number), article=article, subject="people", measure=measure,
        value=Number(op="=", number=number), unit="person", rank=None, as_of=PartialDate(as_of), attributed_to=None,
        evidence=(Span(article=article, start=0, end=1),), rule="test", confidence=0.8, coder=CODER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (claim("b", 31), 1),
        (claim("b", 24), 0),
        (claim("b", 31, measure="left the town"), 0),
        (claim("b", 31, as_of="2019-05-01"), 0),
        (dataclasses.replace(claim("b", 31), unit="boat"), 0),
    ],
    ids=["another number", "the same", "another measure", "another year", "another unit"],
)
def test_numbers_for_one_measure_that_differ_stand_side_by_side(other: Claim, count: int) -> None:
    assert len(differing_claims([claim("a", 24), other])) == count


def test_a_vague_wording_is_another_issue_in_each_article() -> None:
    told = [position(h, Stance.OPPOSE, "the decision", about=(), said=d) for h, d in (("FJI", "2020"), ("PER", "2021"))]
    told = [dataclasses.replace(p, issue_id="one") for p in told]
    assert [i.is_named for i in join_issues(told)] == [False, False]
    originals = {told[1].article: told[0].article}
    assert len(join_issues(told, originals=originals)) == 1


def test_an_issue_without_states_joins_the_only_one_of_its_words() -> None:
    bare = position("TON", Stance.OPPOSE, "the blockade", about=(), said="2022-05-05")
    names = {"MLT": ("Malta",), "TCD": ("Chad",)}
    assert len(join_issues([BAN, bare], names=names)) == 2
    [one] = join_issues([BAN, bare], names=names, of_one_matter=True)
    assert one.wording == BAN.issue
    assert len(join_issues([BAN, OTHER, bare], names=names, of_one_matter=True)) == 3


def test_a_stage_without_subject_joins_that_of_its_article_or_its_day() -> None:
    loan = agreement(Stage.RATIFIED, ("FJI", "TON"), "loan", "2023-10-26")
    beside = dataclasses.replace(agreement(Stage.SIGNED, ("FJI", "TON"), "", "2023-05"), subject=None, agreement_id="0")
    on_the_day = dataclasses.replace(
        agreement(Stage.SIGNED, ("FJI", "TON"), "", "2023-05-19"), subject=None, agreement_id="0", article="b"
    )
    elsewhere = dataclasses.replace(
        agreement(Stage.SIGNED, ("FJI", "TON"), "", "2019-02-01"), subject=None, agreement_id="0", article="c"
    )
    found = join_stages([elsewhere, on_the_day, beside, loan])
    assert {tuple(a.start for a in g) for g in found} == {("2023-05", "2023-05-19", "2023-10-26"), ("2019-02-01",)}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("Trade", "fell", "=", 120, "2020"), ("Bilateral trade", "reached", "=", 140, "2020"), True),
        (("Trade", "fell", "=", 120, "2020"), ("Bilateral trade", "reached", "=", 140, "2021"), False),
        (("Fiji", "sent rice", "=", 12, "2020-01-05"), ("Fiji", "landed rice", "=", 15, "2020-01-07"), True),
        (("Fiji", "promised rice", "=", 12, "2020-01-05"), ("Fiji", "landed rice", "=", 15, "2020-09-07"), False),
        (("Fiji", "sent rice", ">", 10, "2020-01-05"), ("Fiji", "landed rice", "=", 15, "2020-01-07"), False),
        (("Fiji", "sent rice", "~", 101, "2020-01-05"), ("Fiji", "landed rice", "=", 100, "2020-01-07"), False),
        (("Fiji", "sent rice", "=", 10, "2020-01-05"), ("Fiji", "needs rice and oil", "=", 15, "2020-01-07"), False),
        (("Fiji", "delivered in all", "=", 10, "2020-01-05"), ("Fiji", "sent rice", "=", 15, "2020-01-07"), False),
    ],
)  # fmt: skip
def test_what_measures_are_one_and_what_numbers_differ(
    one: tuple[str, str, Op, float, str], other: tuple[str, str, Op, float, str], differ: bool
) -> None:
    made = [
        dataclasses.replace(
            claim(name, number), subject=subject, measure=measure, value=Number(op=op, number=number), unit="x",
            as_of=PartialDate(as_of),
        )
        for name, (subject, measure, op, number, as_of) in (("a", one), ("b", other))
    ]  # fmt: skip
    assert bool(differing_claims(made)) == differ


def test_a_part_of_a_number_contradicts_nobody_who_gives_the_whole() -> None:
    part, whole, told = claim("a", 12), claim("a", 30), claim("b", 30)
    part, whole = dataclasses.replace(part, id="p"), dataclasses.replace(whole, id="w")
    assert differing_claims([part, whole, told]) == ()
