"""The trained judge: what it is told, what it says, and what it must not depend on."""

import numpy as np
import pytest

from communique.coding.article import Tools, code_articles, load_tools
from communique.coding.judge import Judge, Pair, can_be_judged, load_judge
from communique.coding.pairs import GivenPair, answer_pairs, read_pairs
from communique.errors import ConfigError
from communique.records import Article, Event, EventType


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="module")
def judge(tools: Tools) -> Judge:
    assert tools.judge is not None
    return tools.judge


def pair_of(doc, first: str, second: str) -> Pair:
    def marks(words: str):
        start = doc.text.index(words)
        span = doc.char_span(start, start + len(words))
        return span.start, span.end

    return Pair(marks(first), marks(second))


def verdict(tools: Tools, text: str, first: str, second: str):
    doc = tools.nlp(text)
    assert tools.judge is not None
    return tools.judge.weigh(doc[:], [pair_of(doc, first, second)])[0]


@pytest.mark.parametrize(
    ("text", "first", "second", "event"),
    [
        ("Bolivia expelled two Chilean diplomats on Friday.", "Bolivia", "Chilean", EventType.SANCTION),
        (
            "The Norwegian premier thanked Iceland for its backing.",
            "The Norwegian premier",
            "Iceland",
            EventType.SUPPORT,
        ),
        ("Police in Lima arrested a union leader at dawn.", "Police in Lima", "a union leader", EventType.COERCE),
        ("Kenya condemned Uganda for closing the border.", "Kenya", "Uganda", EventType.ACCUSE),
        ("Ghana refused to extradite the general to Togo.", "Ghana", "Togo", EventType.REJECT),
        ("Rebels shelled an army post in the north.", "Rebels", "an army post", EventType.ASSAULT),
    ],
)
def test_it_knows_plain_events(tools, text, first, second, event):
    assert verdict(tools, text, first, second).best is event


def test_it_sees_who_acts(tools):
    text = "Bolivia expelled two Chilean diplomats on Friday."
    assert verdict(tools, text, "Chilean", "Bolivia").reverse > 0.5


def test_two_parties_may_have_nothing_between_them(tools):
    found = verdict(tools, "The river rises in Chad and flows through Cameroon.", "Chad", "Cameroon")
    assert found.none > 0.5


def test_beliefs_are_shares(tools):
    found = verdict(tools, "Kenya met Uganda in Goma.", "Kenya", "Uganda")
    for shares in (found.events, found.modes, found.modalities):
        assert shares.sum() == pytest.approx(1.0, abs=1e-4)
        assert np.all(shares >= 0)
    mode, belief = found.mode_of(EventType.CONSULT)
    assert mode in {None, "visit", "third-party", "multilateral", "phone"}
    assert 0 <= belief <= 1


def test_one_party_is_enough(tools, judge):
    doc = tools.nlp("Bakers went on strike across the country.")
    found = judge.weigh(doc[:], [Pair((0, 1), None)])
    assert found[0].best is EventType.PROTEST


def test_a_sentence_is_judged_the_same_among_others(tools, judge):
    sentence = "Bolivia expelled two Chilean diplomats."
    alone = tools.nlp(sentence)
    among = tools.nlp("It rained all day in the hills. " + sentence + " Nobody was hurt.")
    second = list(among.sents)[1]
    start = second.start
    one = judge.weigh(alone[:], [pair_of(alone, "Bolivia", "Chilean")])[0]
    other = judge.weigh(second, [Pair((start, start + 1), (start + 3, start + 4))])[0]
    assert one.events == pytest.approx(other.events, abs=1e-5)


def test_endless_sentences_are_cut(tools, judge):
    doc = tools.nlp("Chile and " * 900 + "Peru met.")
    sent = max(doc.sents, key=len)
    assert judge.weigh(sent, [Pair((sent.start, sent.start + 1), (sent.end - 3, sent.end - 2))])


def test_without_the_model_s_pieces_it_keeps_silent(judge):
    import spacy

    doc = spacy.blank("en")("Chile met Peru.")
    assert not can_be_judged(doc)
    assert judge.weigh(doc[:], [Pair((0, 1), (2, 3))]) == []


def test_no_judge_for_a_language_without_one(tmp_path):
    assert load_judge("xx") is None
    with pytest.raises(ConfigError, match="no judge"):
        Judge(tmp_path)


def test_events_say_who_judged_them(tools):
    article = Article(id="a", text_digest="", uri="a", language="en", text="Bolivia expelled two Chilean diplomats.")
    with_judge = [r for _, c in code_articles([article], tools) for r in c if isinstance(r, Event)]
    frames = load_tools(judge=False)
    alone = [r for _, c in code_articles([article], frames) for r in c if isinstance(r, Event)]
    assert [e.event for e in with_judge] == [e.event for e in alone] == [EventType.SANCTION]
    assert with_judge[0].coder.judge is not None
    assert alone[0].coder.judge is None


PAIRS = """\
{"id": "1", "text": "Bolivia expelled two Chilean diplomats.", "actor": [0, 7], "recipient": [21, 28]}
{"id": "2", "text": "Bakers went on strike.", "actor": [0, 6], "recipient": null}
"""


def test_given_pairs_are_answered_in_order(tools, tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text(PAIRS, "utf-8")
    first, second = answer_pairs(read_pairs(path), tools)
    assert (first.id, first.event) == ("1", EventType.SANCTION)
    assert first.mode == "expel"
    assert (second.id, second.event) == ("2", EventType.PROTEST)
    assert 0 < first.confidence <= 1


def test_given_pairs_without_a_judge(tmp_path):
    pair = GivenPair("1", "Bolivia expelled two Chilean diplomats.", (0, 7), (21, 28))
    nothing = GivenPair("2", "Bolivia lies near Chile.", (0, 7), (18, 23))
    found = list(answer_pairs([pair, nothing], load_tools(judge=False)))
    assert [a.event for a in found] == [EventType.SANCTION, None]


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "nonsense",
        '{"id": 1, "text": "Chile left.", "actor": [0, 99], "recipient": null}',
        '{"id": 1, "text": "Chile left.", "actor": [5, 0]}',
        '{"id": 1, "text": "Chile left.", "actor": 7}',
    ],
)
def test_faulty_pairs_are_named_by_line(tmp_path, line):
    path = tmp_path / "pairs.jsonl"
    path.write_text(PAIRS + line + "\n", "utf-8")
    with pytest.raises(ConfigError, match="line 3"):
        read_pairs(path)


def judged(tools: Tools, text: str):
    article = Article(id="a", text_digest="", uri="a", language="en", text=text)
    return [r for _, c in code_articles([article], tools) for r in c if isinstance(r, Event)]


def test_a_pronoun_s_party_stands_at_its_name(tools):
    (event,) = judged(tools, "Bolivia said on Friday that it would recall its ambassador from Chile.")
    assert event.actor[0].span is not None
    assert (event.actor[0].span.start, event.actor[0].span.end) == (0, 7)


def test_confidence_follows_the_judge(tools):
    plain = judged(tools, "Kenya condemned Uganda for closing the border.")
    assert max(e.confidence for e in plain) > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Chile beat Peru 2-1 in Lima on Sunday to reach the semifinals of the cup.",
        "Kenya lies between Uganda and the ocean.",
        "If Togo attacked Ghana, Benin would suffer most.",
    ],
)
def test_nothing_actual_is_found_where_nothing_was_done(tools, text):
    assert not [e for e in judged(tools, text) if e.modality.value == "actual"]


def test_a_sentence_that_speaks_of_nobody_is_passed_over(tools):
    assert judged(tools, "It rained all day, and the harvest was late.") == []
