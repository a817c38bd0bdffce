"""Scoring: gold against itself is right, silence is not, order is nothing, and each kind of error is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.analysis.scoring import as_json, calibrate, score_events
from communique.analysis.scoring_groups import are_same_words
from communique.analysis.scoring_reading import fold, read_side
from communique.analysis.scoring_types import ErrorKind, Score, Side
from communique.errors import ConfigError
from communique.records import EventType, Modality, to_json
from factories import make_article, make_event, state

FIRST = "Malawi expelled two envoys of Benin on Monday."
SECOND = "Benin condemned the step and thanked Togo for its help."
ARTICLE: dict[str, Any] = {"record": "article", "id": "a1", "uri": "news/one.txt", "text": f"{FIRST} {SECOND}"}


def told(event: str, actor: Any, recipient: Any, sentence: str = FIRST, **fields: Any) -> dict[str, Any]:
    start = ARTICLE["text"].index(sentence)
    evidence = [{"article": "a1", "start": start, "end": start + len(sentence)}]
    line = {"record": "event", "article": "a1", "event": event, "actor": actor, "recipient": recipient}
    return line | {"evidence": evidence} | fields


GOLD = [
    ARTICLE,
    told("SANCTION", ["MWI"], ["BEN"], mode="expel", start="2022-05-09"),
    told("ACCUSE", ["BEN"], ["MWI"], SECOND, mode="disapprove"),
    told("SUPPORT", ["BEN"], ["TGO"], SECOND, core=False, accept=["COOPERATE"]),
]


def side(lines: list[dict[str, Any]], *, gold: bool = True) -> Side:
    return read_side((json.dumps(line).encode() for line in lines), name="file.jsonl", gold=gold)


def compare(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], errors: int = 50) -> Score:
    return score_events(side(gold), side(predicted, gold=False), errors=errors)


def test_gold_against_itself_is_right_in_everything() -> None:
    found = compare(GOLD, GOLD)
    for tallies in (found.events, found.types, found.modes, found.modalities, found.fields):
        assert tallies
        assert all((t.precision, t.recall, t.f1) == (1.0, 1.0, 1.0) for t in tallies.values())
    assert found.errors == ()
    assert found.confusion == {(e, e): 1 for e in ("ACCUSE", "SANCTION", "SUPPORT")}


def test_silence_finds_nothing() -> None:
    found = compare(GOLD, [])
    assert (found.events["and modality"].recall, found.events["and modality"].f1) == (0.0, 0.0)
    assert found.events["and modality"].precision is None
    assert found.articles_missing == 1
    assert [(e.kind, e.sentence) for e in found.errors] == [(ErrorKind.MISSED, FIRST), (ErrorKind.MISSED, SECOND)]


def test_what_optional_gold_holds_is_neither_missed_nor_false() -> None:
    core = compare(GOLD, GOLD[:3]).events["of core events"]
    assert (core.hits, core.predicted, core.gold) == (2, 2, 2)
    with_optional = compare(GOLD, GOLD).events["of core events"]
    assert (with_optional.hits, with_optional.predicted, with_optional.gold) == (2, 2, 2)


def test_an_accepted_type_counts_under_that_of_gold() -> None:
    predicted = [*GOLD[:3], told("COOPERATE", ["BEN"], ["TGO"], SECOND)]
    found = compare(GOLD, predicted)
    assert found.types["SUPPORT"].f1 == 1.0
    assert "COOPERATE" not in found.types
    assert found.confusion["SUPPORT", "COOPERATE"] == 1


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"mode": "withdraw"}, ("mode",)),
        ({"modality": "negated"}, ("modality",)),
        ({"recipient": ["TGO"]}, ("parties",)),
        ({"actor": ["MWI", "TGO"]}, ("parties",)),
        ({"event": "COERCE", "mode": None}, ("event",)),
        ({"start": "2022-05-10"}, ("start",)),
        ({"start": "2022"}, ("start",)),
    ],
)
def test_a_wrong_field_is_named_with_its_sentence(changed: dict[str, Any], fields: tuple[str, ...]) -> None:
    (error,) = compare(GOLD, [ARTICLE, {**GOLD[1], **changed}, *GOLD[2:]]).errors
    assert (error.kind, error.fields, error.sentence) == (ErrorKind.WRONG, fields, FIRST)


def test_a_more_exact_day_is_right() -> None:
    gold = [ARTICLE, told("SANCTION", ["MWI"], ["BEN"], start="2022-05")]
    found = compare(gold, [ARTICLE, told("SANCTION", ["MWI"], ["BEN"], start="2022-05-09")])
    assert found.fields["start"].f1 == 1.0


def test_a_false_event_stands_with_its_sentence() -> None:
    (error,) = compare(GOLD, [*GOLD, told("AID", ["TGO"], ["BEN"], SECOND)]).errors
    assert (error.kind, error.sentence, error.article) == (ErrorKind.FALSE, SECOND, "one.txt")


def test_direction_counts_unless_the_act_is_mutual() -> None:
    assert compare(GOLD, [ARTICLE, told("SANCTION", ["BEN"], ["MWI"])]).events["and parties"].hits == 0
    mutual = [ARTICLE, told("AGREE", ["BEN", "MWI"], [])]
    assert compare(mutual, [ARTICLE, told("AGREE", ["BEN"], ["MWI"])]).fields["exact parties"].f1 == 1.0


def test_one_prediction_answers_one_gold_event() -> None:
    found = compare([ARTICLE, GOLD[1], {**GOLD[1], "mode": None}], [ARTICLE, GOLD[1]])
    assert found.events["and modality"].hits == 1
    assert found.events["and modality"].recall == 0.5


def test_other_articles_are_not_judged() -> None:
    other = {**ARTICLE, "id": "a2", "uri": "two.txt"} | {"text": "Fiji met Chile."}
    event = {**told("CONSULT", ["FJI"], ["CHL"]), "article": "a2", "evidence": [{"start": 0, "end": 15}]}
    found = compare(GOLD, [*GOLD, other, event])
    assert found.outside == 1
    assert found.events["and modality"].precision == 1.0


def test_an_article_is_found_by_its_file_name_and_sentences_by_their_words() -> None:
    text = f"MENU\n\n{FIRST} {SECOND}"
    moved = {**ARTICLE, "id": "zz", "uri": "elsewhere/one.txt", "text": text}

    def move(line: dict[str, Any]) -> dict[str, Any]:
        spans = [{"article": "zz", "start": s["start"] + 6, "end": s["end"] + 6} for s in line["evidence"]]
        return {**line, "article": "zz", "evidence": spans}

    assert compare(GOLD, [moved, *map(move, GOLD[1:])]).events["and modality"].f1 == 1.0


SENTENCES = [
    {"sentence": FIRST, "events": [{"event": "SANCTION", "mode": "expel", "actor": ["MWI"], "recipient": ["BEN"]}]},
    {"sentence": SECOND.replace("condemned", "Condemned"), "events": []},
]


def test_sentences_are_gold_too_and_one_without_events_holds_none() -> None:
    found = compare(SENTENCES, GOLD)
    assert (found.types["SANCTION"].f1, found.outside) == (1.0, 0)
    assert (found.articles, found.sentences) == (0, 2)
    assert [e.kind for e in found.errors] == [ErrorKind.FALSE, ErrorKind.FALSE]


def test_a_sentence_without_its_dateline_is_the_same() -> None:
    assert are_same_words(fold("LIMA (X) - Peru thanked Fiji's envoy."), fold("Peru thanked Fiji’s envoy."))
    assert not are_same_words(fold("He left."), fold("He left. She stayed."))


def test_names_of_bodies_and_states_are_read_in_any_form() -> None:
    gold = [ARTICLE, told("SANCTION", ["Malawi"], ["IGO:UN"])]
    predicted = [ARTICLE, told("SANCTION", [{"name": "Malawi", "state": "MWI"}], [{"name": "United Nations"}])]
    assert compare(gold, predicted).fields["exact parties"].f1 == 1.0


def test_records_of_the_program_are_read() -> None:
    article = make_article("one", FIRST)
    event = make_event(article, FIRST, EventType.SANCTION, actor=[state("MWI")], recipient=[state("BEN")])
    lines = [to_json(article), to_json(event)]
    found = compare(lines, lines)
    assert found.events["and modality"].f1 == 1.0
    assert found.calibration.error == pytest.approx(0.2)
    assert json.dumps(as_json(found))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"record": "tale"}', "not a record"),
        ('{"sentence": 3}', "sentence"),
        ('{"sentence": "A b.", "events": [{"event": "WAR"}]}', "events.0.event"),
        ('{"record": "event", "article": "a1", "event": "AID", "evidence": []}', "needs the span"),
        ('{"record": "event", "article": "a1", "event": "AID", "evidence": [{"start": 3, "end": 900}]}', "ends at 900"),
        ('{"record": "event", "event": "AID", "evidence": []}', "article"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(line: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_side([json.dumps(ARTICLE).encode(), b"", line.encode()], name="gold.jsonl", gold=True)
    assert "gold.jsonl:3" in str(caught.value)
    assert words in str(caught.value)


def test_a_gold_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="nothing to compare"):
        side([])


def test_calibration_of_ten_bins() -> None:
    found = calibrate([(0.85, True), (0.85, False), (0.8, True), (1.0, True), (0.05, False)])
    assert [(b.low, b.events) for b in found.bins] == [(0.0, 1), (0.8, 3), (0.9, 1)]
    assert found.error == pytest.approx((0.05 + 3 * (2.5 / 3 - 2 / 3) + 0.0) / 5)
    assert calibrate([]).error is None


STATES = st.lists(st.sampled_from(["BEN", "MWI", "TGO", "United Nations"]), max_size=3, unique=True)
EVENTS = st.lists(
    st.builds(
        told,
        st.sampled_from([e.value for e in EventType]),
        STATES,
        STATES,
        st.sampled_from([FIRST, SECOND]),
        modality=st.sampled_from([m.value for m in Modality]),
        mode=st.sampled_from([None, "expel", "visit"]),
        core=st.booleans(),
        confidence=st.sampled_from([None, 0.3, 0.8]),
        accept=st.lists(st.sampled_from(["AID", "SUPPORT"]), max_size=1),
    ),
    max_size=8,
)


@given(events=EVENTS)
@settings(deadline=None)
def test_any_gold_answers_itself(events: list[dict[str, Any]]) -> None:
    found = compare([ARTICLE, *events], [ARTICLE, *events])
    assert all(t.f1 == 1.0 for t in found.events.values() if t.gold or t.predicted)
    assert found.errors == ()


@given(gold=EVENTS, predicted=EVENTS, order=st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_lines_changes_nothing(gold: list[Any], predicted: list[Any], order: Any) -> None:
    first = as_json(compare([ARTICLE, *gold], [ARTICLE, *predicted]))
    for lines in (gold, predicted):
        order.shuffle(lines)
    assert as_json(compare([*gold, ARTICLE], [*predicted, ARTICLE])) == first


@given(gold=EVENTS, predicted=EVENTS)
@settings(deadline=None)
def test_shares_are_shares_and_stricter_is_never_better(gold: list[Any], predicted: list[Any]) -> None:
    found = compare([ARTICLE, *gold], [ARTICLE, *predicted])
    hits = [found.events[name].hits for name in ("sentence and type", "and parties", "and modality")]
    assert hits == sorted(hits, reverse=True)
    for tallies in (found.events, found.types, found.modes, found.modalities, found.fields):
        for tally in tallies.values():
            assert 0 <= tally.hits <= min(tally.predicted, tally.gold)


def test_the_example_of_the_page_is_read() -> None:
    page = Path(__file__).parents[2] / "docs" / "scoring.md"
    lines = page.read_text("utf-8").split("```json\n")[1].split("```")[0].encode().splitlines()
    found = read_side(lines, name="scoring.md", gold=True)
    assert [len(s.events) for s in found.sentences] == [1, 0, 2]
