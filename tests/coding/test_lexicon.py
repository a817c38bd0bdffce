"""The lexicon: what is shipped holds together, and mistakes of users are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.coding.lexicon import compile_lexicon, load_lexicon
from communique.coding.ontology import kinds
from communique.errors import ConfigError
from communique.records import EventType


def test_the_shipped_lexicon_names_all_events() -> None:
    lexicon = load_lexicon()
    named = {entry.frame.event for found in lexicon.entries.values() for entry in found}
    assert named >= set(EventType)
    assert lexicon.triggers > 1500
    assert len(lexicon.version) == 12


def test_a_user_adds_frames(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('event = "SUPPORT"\n[[frame]]\nname = "cheerlead"\nverbs = "cheerlead, go to bat for"\n')
    lexicon = load_lexicon("en", extra=[path])
    assert lexicon.version != load_lexicon().version
    assert lexicon.find_entries("V", "cheerlead")[0].frame.name == "support.cheerlead.v"
    assert ("to", "bat", "for") in [e.words for e in lexicon.find_entries("V", "go")]
    assert lexicon.forms["V", "cheerleading"] == "cheerlead"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('event = "PRAISE"\n[[frame]]\nname = "a"\nverbs = "laud"', "no event 'PRAISE'"),
        ('event = "SUPPORT"\n[[frame]]\nname = "a"\nmode = "visit"\nverbs = "laud"', "no mode 'visit'"),
        ('event = "SUPPORT"\n[[frame]]\nname = "a"', "verbs, nouns or adjectives"),
        ('event = "SUPPORT"\n[[frame]]\nname = "a"\nverb = "laud"', "unknown field verb"),
        ('event = "SUPPORT"\n[[frame]]\nname = "a"\nverbs = "laud"\nobject = "@nothing"', "no class @nothing"),
        ('event = "AGREE"\n[[frame]]\nname = "a"\nverbs = "laud"\noperator = "sing"', "no operator 'sing'"),
        ('[[frame]]\nname = "a"\nverbs = "laud"', "needs an event or an operator"),
        ("event = ", "mine.toml"),
        ('[classes]\na = "@b"\nb = "@a"', "holds itself"),
    ],
)
def test_a_mistake_is_named(text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        compile_lexicon([("mine.toml", text.encode())])
    assert words in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml"):
        load_lexicon("en", extra=[tmp_path / "none.toml"])


def test_scores_lie_between_minus_ten_and_ten() -> None:
    for kind in kinds().values():
        assert -10 <= kind.score <= 10
        assert all(-10 <= score <= 10 and code.isdigit() for score, code in kind.modes.values())
