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


def test_an_agreement_needs_two_sides(tools: Tools) -> None:
    text = "Ghana and Togo now have a joint fishing calendar."
    context, avowals = believe(tools, text, "Ghana", "Togo", stage="agreed")
    (found,) = code_agreements(context, (), avowals.deals)
    assert (states(found.parties), found.stage, found.rule) == ({"GHA", "TGO"}, Stage.AGREED, "agreement.judge")
    context, avowals = believe(tools, text, "Ghana", stage="agreed")
    assert code_agreements(context, (), avowals.deals) == ()


def test_belief_is_the_confidence(tools: Tools) -> None:
    context, avowals = believe(tools, "Norway has two ships in hand for Tonga.", "Norway", promise="AID")
    assert [c.confidence for c in code_commitments(context, (), avowals.promises)] == [1.0]
