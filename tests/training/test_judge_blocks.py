"""Sentences with all their parties: their format, and the pairs that are learned from."""

import random

import pytest

from communique.language.pieces import Pieces
from communique.language.pipeline import load_pipeline
from training.judge.blocks import FOLDER, parse_block, read_blocks
from training.judge.pairs import (
    EVENTS,
    IGNORE,
    MOST_PAIRS,
    PROMISES,
    REVERSE,
    STANCES,
    choose_pairs,
    make_block_sentences,
    split,
)
from training.judge.rows import RowError

BLOCK = """S [1 The envoy] said [2 Oslo] would send [3 the islands] two ships, which [4 Reykjavik] called a mistake.
E 2>3 AGREE - actual
E 4>2 ACCUSE disapprove actual
P 2 promise AID
P 4 oppose"""


def block(text: str = BLOCK):
    return parse_block(text.split("\n"), source="here:1")


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces.read(next(iter((FOLDER.parents[2] / "src/communique/locales/en/model").glob("*/tokenizer.json"))))


@pytest.fixture(scope="module")
def sentence(pieces: Pieces):
    return make_block_sentences([block()], load_pipeline().tokenizer, pieces)[0]


def words(sentence, span):
    return " ".join(sentence.words[slice(*span)]) if span else None


def test_marks_become_parties_of_the_plain_sentence():
    found = block()
    assert found.text.startswith("The envoy said Oslo would send the islands two ships")
    assert {n: found.text[slice(*span)] for n, span in found.parties.items()} == {
        "1": "The envoy",
        "2": "Oslo",
        "3": "the islands",
        "4": "Reykjavik",
    }
    assert (found.promises, found.stances, found.stages) == ({"2": "AID"}, {"4": "oppose"}, {})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("E 1>2 AGREE - actual", "begins with S"),
        ("S Oslo sang.", "no party"),
        ("S [1 Oslo] and [1 Lima] sang.", "twice"),
        ("S [1 Oslo] sang to {Lima}.", "stray"),
        ("S [1 Oslo] sang.\nE 1>2 AID - actual", "no party 2"),
        ("S [1 Oslo] sang.\nE 1>1 AID - actual", "no pair"),
        ("S [1 Oslo] sang.\nE 1>- SING - actual", "no event"),
        ("S [1 Oslo] sang.\nE 1>- AID expel actual", "no mode"),
        ("S [1 Oslo] sang.\nE 1>- AID - perhaps", "no modality"),
        ("S [1 Oslo] sang.\nP 1 promise", "no type"),
        ("S [1 Oslo] sang.\nP 1 likes", "no statement"),
        ("S [1 Oslo] sang.\nP 2 support", "no party"),
        ("S [1 Oslo] sang.\nX 1", "neither"),
    ],
)
def test_faulty_blocks_say_what_is_wrong(text, why):
    with pytest.raises(RowError, match=why):
        block(text)


def test_what_is_not_listed_is_nothing(sentence):
    pairs = {
        (words(sentence, p.actor), words(sentence, p.recipient)): EVENTS[p.event] for p in sentence.pairs if not p.alone
    }
    assert len(pairs) == 6
    assert {k: v for k, v in pairs.items() if v != "NONE"} == {
        ("Oslo", "the islands"): "AGREE",
        ("Reykjavik", "Oslo"): "ACCUSE",
    }


def test_each_party_alone_promises_holds_or_does_nothing(sentence):
    alone = {words(sentence, p.actor): p for p in sentence.pairs if p.alone}
    assert {n: PROMISES[p.promise] for n, p in alone.items() if p.promise} == {"Oslo": "AID"}
    assert {n: STANCES[p.stance] for n, p in alone.items() if p.stance} == {"Reykjavik": "oppose"}
    assert {n: EVENTS[p.event] for n, p in alone.items()} == {
        "The envoy": "NONE",
        "Oslo": "AGREE",
        "the islands": "REVERSE",
        "Reykjavik": "ACCUSE",
    }


def test_of_many_pairs_all_that_is_told_is_learned_from(sentence):
    for seed in range(20):
        chosen = choose_pairs(sentence, random.Random(seed))
        told = {(p.actor, p.recipient) for p in chosen if p.event > REVERSE or p.promise > 0 or p.stance > 0}
        assert len(told) >= 4 - sum(p.recipient is None and p.promise == IGNORE for p in chosen)
        assert len(chosen) <= 2 * MOST_PAIRS


def test_all_blocks_can_be_read():
    found = list(read_blocks(sorted(FOLDER.glob("*.txt"))))
    assert len({b.text for b in found}) == len(found)


def test_the_same_sentences_are_held_back_when_others_are_added(pieces: Pieces) -> None:
    blocks = list(read_blocks(sorted(FOLDER.glob("*.txt"))))[:400]
    many = make_block_sentences(blocks, load_pipeline().tokenizer, pieces)
    learned, held = split(many, 0.1)
    assert len(learned) + len(held) == len(many)
    assert 15 <= len(held) <= 65
    assert {s.text for s in split(many[:200], 0.1)[1]} == {s.text for s in held} & {s.text for s in many[:200]}
