"""Explanations: they say what happens, and why the rest does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.actors.gazetteer import load_gazetteer
from communique.coding.article import Tools, code_article
from communique.coding.explain import Explanation, explain_text
from communique.coding.lexicon import load_lexicon
from communique.records import Article, Coder, Event

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def tools(nlp: Language) -> Tools:
    coder = Coder(program="test", model="test", lexicon="test")
    return Tools(nlp=nlp, gazetteer=load_gazetteer("en"), lexicon=load_lexicon(), coder=coder)


def explain(text: str, tools: Tools) -> Explanation:
    (found,) = explain_text(text, tools)
    return found


def why(found: Explanation, frame: str) -> str:
    """Why a frame did not fire, or why no event came of it."""
    said = [t.why for t in found.trials if t.frame == frame and t.why]
    said += [f.why for f in found.fired if f.frame == frame and f.why]
    return "; ".join(said)


def test_a_frame_that_fired_is_shown_with_its_parties_and_its_event(tools: Tools) -> None:
    found = explain("Ghana recalled its ambassador from Togo.", tools)
    fired = next(f for f in found.fired if f.trigger == "recalled")
    (event,) = found.events
    assert fired.events == (event.id,)
    assert fired.why is None
    assert (fired.event, fired.mode, fired.modality) == ("SANCTION", "withdraw", "actual")
    assert {("actor", "Ghana"), ("recipient", "Togo")} <= {(s.role, n) for s in fired.slots for n in s.names}
    assert [w.frames > 0 for w in found.words if w.text == "recalled"] == [True]


@pytest.mark.parametrize(
    ("text", "frame", "words"),
    [
        ("Ghana recalled the old times with Togo.", "sanction.recall.v", "object (time) is none of"),
        ("Kenya left after talks with Oman.", "consult.phone_noun.n", "wants a light verb"),
        ("Benin agreed to withdraw its troops from Niger.", "retreat.withdraw.v", "content of an operator"),
        ("Fiji sent troops to protect Samoa.", "aid.help_party.v", "infinitive of purpose"),
        ("The accord allowing visits to Oman angered Yemen.", "concede.permit.v", "what a text provides"),
        ("Peru asked Oman what it was.", "request.demand.v", "asks for an answer"),
        ("Trade talks ended.", "consult.talks.n", "nobody acts"),
        ("Kenya won the match and bombarded the goal of Oman.", "assault.bomb.v", "words of a game"),
    ],
)
def test_why_a_frame_gives_no_event(text: str, frame: str, words: str, tools: Tools) -> None:
    assert words in why(explain(text, tools), frame)


def test_of_frames_that_fit_the_one_that_asks_most_is_named(tools: Tools) -> None:
    found = explain("Ghana recalled its ambassador from Togo.", tools)
    fired = {f.frame for f in found.fired}
    beaten = [t for t in found.trials if t.why and "fits too" in t.why]
    assert beaten
    assert all(any(t.why.startswith(name) for name in fired) for t in beaten if t.why)


MINE = """
event = "SUPPORT"
[[frame]]
name = "laud_pact"
verbs = "laud"
object = "pact"
without = "peace"
[[frame]]
name = "laud_active"
verbs = "laud"
active = true
subject = "senate"
[[frame]]
name = "laud_before"
verbs = "laud"
needs = "before"
[[frame]]
name = "laud_party"
verbs = "laud"
needs_party = "obj"
[[frame]]
name = "laud_clause"
verbs = "laud"
no_comp = true
needs = "none"
[[frame]]
name = "laud_up"
verbs = "laud up"
"""


@pytest.mark.parametrize(
    ("text", "frame", "words"),
    [
        ("Chad lauded the river.", "laud_pact", "object (river) is none of pact"),
        ("Chad lauded the peace pact.", "laud_pact", "not with an object like pact"),
        ("The river was lauded by Chad.", "laud_active", "passive"),
        ("Chad lauded the river.", "laud_active", "subject (Chad) is none of senate"),
        ("Chad lauded the river.", "laud_before", "no phrase fills before"),
        ("Chad lauded the river.", "laud_party", "names none: obj"),
        ("Chad lauded that the river rose.", "laud_clause", "a clause completes it"),
        ("Chad lauded the river.", "laud_up", "further words"),
    ],
)
def test_each_test_of_a_frame_is_told(text: str, frame: str, words: str, tools: Tools, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE)
    mine = Tools(tools.nlp, tools.gazetteer, load_lexicon("en", extra=[path]), tools.coder)
    assert words in why(explain(text, mine), f"support.{frame}.v")


@pytest.mark.parametrize(
    "text",
    [
        "Ghana recalled its ambassador from Togo after talks in Oslo, and Benin thanked Niger for its help.",
        "Chad's senate lauded the pact with Libya. Fiji will send rice to Samoa. It rained.",
        "“We condemn the raid,” said the president of Mali.",
    ],
)
def test_the_events_are_those_that_coding_gives(text: str, tools: Tools) -> None:
    found = explain_text(text, tools)
    article = Article(id="a", text_digest="d", uri="a.txt", language="en", text=text)
    coded = [r for r in code_article(article, tools) if isinstance(r, Event)]
    shown = [e for one in found for e in one.events]
    assert [(e.event, e.rule, e.confidence) for e in shown] == [(e.event, e.rule, e.confidence) for e in coded]
    assert {id_ for one in found for f in one.fired for id_ in f.events} <= {e.id for e in shown}


def test_every_frame_that_fired_has_an_event_or_a_reason(tools: Tools) -> None:
    text = "Peru agreed to host talks and refused to meet Oman, whose visit to Lima the trade ministry had cancelled."
    for one in explain_text(text, tools):
        assert one.fired
        assert all(bool(f.events) != bool(f.why) for f in one.fired)
