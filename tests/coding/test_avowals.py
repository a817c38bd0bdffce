"""Statements that only the judge has read: which words of the sentence they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from statements_help import states

from communique.actors.resolve import resolve_actors
from communique.coding.agreements import code_agreements
from communique.coding.article import Tools, load_tools
from communique.coding.avowals import Avowals, find_avowals
from communique.coding.commitments import code_commitments
from communique.coding.context import Context
from communique.coding.judge import Judge, Pair, Verdict
from communique.coding.positions import code_positions
from communique.language.analyse import analyse
from communique.records import Article, EventType, Stage, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span as Tokens


class Believer(Judge):
    """A judge that is sure of one thing of the parties that are named so."""

    def __init__(self, of: Judge, parties: set[str], **said: str) -> None:
        self.__dict__.update(of.__dict__)
        self.parties, self.said = parties, said

    def weigh(self, sent: Tokens, pairs: Sequence[Pair]) -> list[Verdict]:
        found = []
        for pair in pairs:
            start, end = pair.actor or (0, 0)
            believed = self.said if sent.doc[start:end].text in self.parties else {}
            shares = [self._shares(labels, believed.get(k)) for k, labels in self._kinds()]
            found.append(Verdict(self.labels, *shares))
        return found

    def least(self, kind: str) -> float:
        return 0.5

    def _kinds(self) -> list[tuple[str, tuple[str, ...]]]:
        names = ("events", "modes", "modalities", "promises", "stances", "stages")
        return [(n[:-1], getattr(self.labels, n)) for n in names]

    def _shares(self, labels: tuple[str, ...], believed: str | None) -> np.ndarray:
        shares = np.zeros(len(labels), np.float32)
        shares[labels.index(believed) if believed else 0] = 1.0
        return shares


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def read(tools: Tools, text: str) -> Context:
    document = analyse(Article(id="1", text_digest="", uri="u", language="en", text=text), tools.nlp)
    return Context(document=document, references=resolve_actors(document, tools.gazetteer), coder=tools.coder)


def believe(tools: Tools, text: str, *parties: str, **said: str) -> tuple[Context, Avowals]:
    context = read(tools, text)
    assert tools.judge is not None
    return context, Avowals.of(context, Believer(tools.judge, set(parties), **said))


def test_without_a_judge_nothing_is_avowed(tools: Tools) -> None:
    context = read(tools, "Oslo has two ships in hand for Tonga.")
    assert Avowals.of(context, None) == Avowals()
    assert find_avowals(context, None) == ()


def test_a_promise_is_the_clause_that_its_party_stands_in(tools: Tools) -> None:
    text = "Norway has two hospital ships in hand for Tonga, the paper wrote."
    context, avowals = believe(tools, text, "Norway", promise="AID")
    (found,) = code_commitments(context, (), avowals.promises)
    assert (states(found.obligor), found.event, found.rule) == ({"NOR"}, EventType.AID, "commitment.judge")
    assert "hospital ships" in found.content
    assert found.evidence[0].cut(text) == text


def test_what_a_rule_has_read_is_not_told_twice(tools: Tools) -> None:
    context, avowals = believe(tools, "Norway pledged to send two ships to Tonga.", "Norway", promise="COOPERATE")
    (found,) = code_commitments(context, (), avowals.promises)
    assert found.rule != "commitment.judge"


def test_a_side_is_taken_on_a_thing_of_its_clause(tools: Tools) -> None:
    text = "Kenya looks askance at the new toll on the lake."
    context, avowals = believe(tools, text, "Kenya", stance="oppose")
    (found,) = code_positions(context, (), avowals.sides)
    assert (found.holder.state, found.stance, found.rule) == ("KEN", Stance.OPPOSE, "position.judge")
    assert "toll" in found.issue


def test_a_side_without_a_thing_is_none(tools: Tools) -> None:
    context, avowals = believe(tools, "Kenya grumbled.", "Kenya", stance="oppose")
    assert code_positions(context, (), avowals.sides) == ()


def test_an_agreement_needs_a_name_and_two_sides(tools: Tools) -> None:
    text = "Ghana and Togo now have their fishing accord."
    context, avowals = believe(tools, text, "Ghana", "Togo", stage="agreed")
    (found,) = code_agreements(context, (), avowals.deals)
    assert (states(found.parties), found.stage) == ({"GHA", "TGO"}, Stage.AGREED)
    context, avowals = believe(tools, "Ghana and Togo now share a calendar.", "Ghana", "Togo", stage="agreed")
    assert code_agreements(context, (), avowals.deals) == ()
    context, avowals = believe(tools, "Ghana is glad of its accord.", "Ghana", stage="agreed")
    assert code_agreements(context, (), avowals.deals) == ()


def test_the_other_side_of_a_named_agreement_is_looked_for(tools: Tools) -> None:
    text = "Togo sent its delegates on Monday. Ghana is glad of the accord."
    context, avowals = believe(tools, text, "Ghana", stage="agreed")
    (found,) = code_agreements(context, (), avowals.deals)
    assert (states(found.parties), found.rule) == ({"GHA", "TGO"}, "agreement.judge")


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("Kenya said in its statement that the toll was a joke.", "the toll"),
        ("Kenya sees no reason for the toll.", "the toll"),
        ("Kenya complained that Chad was blocking payments.", "Chad was blocking payments"),
        ("Kenya took in its stride, and even cheered, the toll.", "the toll"),
    ],
)
def test_the_issue_is_no_manner_and_no_occasion(tools: Tools, text: str, issue: str) -> None:
    context, avowals = believe(tools, text, "Kenya", stance="support")
    assert [p.issue for p in code_positions(context, (), avowals.sides)] == [issue]


@pytest.mark.parametrize(
    "text",
    [
        "Norway made no promise to Tonga.",
        "Norway had to honour the accord.",
        "Norway will not accept the ruling.",
        "Norway should offer Tonga food.",
        "Norway was promised an exemption.",
    ],
)
def test_what_binds_nobody_is_no_promise_whatever_the_judge_thinks(tools: Tools, text: str) -> None:
    context, avowals = believe(tools, text, "Norway", promise="AID")
    assert [c for c in code_commitments(context, (), avowals.promises) if c.rule == "commitment.judge"] == []


def test_who_sees_the_importance_of_a_thing_takes_no_side(tools: Tools) -> None:
    context, avowals = believe(tools, "Kenya recognises the importance of the toll.", "Kenya", stance="support")
    assert code_positions(context, (), avowals.sides) == ()


def test_courts_take_no_sides(tools: Tools) -> None:
    context, avowals = believe(
        tools, "Kenya's Supreme Court looks askance at the new toll.", "Kenya's Supreme Court", stance="oppose"
    )
    assert code_positions(context, (), avowals.sides) == ()


def test_belief_is_the_confidence(tools: Tools) -> None:
    context, avowals = believe(tools, "Norway has two ships in hand for Tonga.", "Norway", promise="AID")
    assert [c.confidence for c in code_commitments(context, (), avowals.promises)] == [1.0]
