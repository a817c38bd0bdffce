"""The shipped models: what they must get right in news, and what holds for any text."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from communique.errors import ConfigError
from communique.language.encoder import PIECES_OF_WORDS, TYPES_OF_PIECES
from communique.language.lemmas import Lemmatizer, apply_edit, find_edit
from communique.language.names import decode_names, forbidden_steps
from communique.language.pipeline import load_pipeline, model_version
from communique.language.trees import decode_tree, is_tree

MODELS = ("encoder", "fast")
_loaded: dict[str, Language] = {}


def pipeline(name: str) -> Language:
    if name not in _loaded:
        _loaded[name] = load_pipeline("en", model=name)
    return _loaded[name]


@pytest.fixture(params=MODELS)
def nlp(request: pytest.FixtureRequest) -> Language:
    return pipeline(request.param)


@pytest.fixture
def encoder() -> Language:
    return pipeline("encoder")


def sentences(nlp: Language, text: str) -> list[str]:
    return [s.text.strip() for s in nlp(text).sents]


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday, the two ministers met again in Vienna.",
        "On Tuesday,\nthe two ministers met again in Vienna.",
        "The envoy thanked the U.S. President for his letter.",
        "Officials told Mr. Okafor and Gen. Lindqvist that talks had begun.",
        "The treaty, signed on Sept. 15 by both governments, enters into force in May.",
        "VIENNA, Feb. 3 (Reuters) - The two ministers met again on Monday.",
        "NAIROBI (AFP) — Kenya recalled its ambassador on Friday.",
    ],
)
def test_these_are_one_sentence(nlp: Language, text: str) -> None:
    assert sentences(nlp, text) == [text]


def test_sentences_in_a_row_are_cut(nlp: Language) -> None:
    text = "Norway lifted the ban. Its partners welcomed the step. On Friday, talks resume."
    assert sentences(nlp, text) == [
        "Norway lifted the ban.",
        "Its partners welcomed the step.",
        "On Friday, talks resume.",
    ]


def test_an_empty_line_ends_a_sentence(nlp: Language) -> None:
    assert sentences(nlp, "Norway lifts ban\n\nThe step was welcome.") == ["Norway lifts ban", "The step was welcome."]


def test_who_did_what(encoder: Language) -> None:
    doc = encoder("Norway’s foreign minister accused Belarus of arming rebels, and was criticised by Serbia.")
    by_word = {t.text: t for t in doc}
    accused = by_word["accused"]
    assert (accused.dep_, accused.lemma_, accused.pos_) == ("ROOT", "accuse", "VERB")
    assert (by_word["minister"].dep_, by_word["minister"].head) == ("nsubj", accused)
    assert (by_word["Norway"].dep_, by_word["Norway"].head.text) == ("nmod:poss", "minister")
    assert (by_word["Belarus"].dep_, by_word["Belarus"].head) == ("obj", accused)
    assert by_word["Serbia"].dep_ == "obl:agent"
    assert by_word["criticised"].lemma_ == "criticise"
    assert "Number=Sing" in by_word["minister"].morph
    assert {("Norway", "PLACE"), ("Belarus", "PLACE"), ("Serbia", "PLACE")} <= {(e.text, e.label_) for e in doc.ents}


def test_a_dateline_is_no_subject(encoder: Language) -> None:
    doc = encoder("VIENNA, Feb. 3 (Reuters) - Norway recalled its ambassador.")
    assert [t.text for t in doc if t.dep_ == "nsubj"] == ["Norway"]


def test_words_are_cut_as_in_the_treebanks(nlp: Language) -> None:
    words = [
        t.text
        for t in nlp.make_doc("Serbian-Chinese talks—“pre-war” U.S. aid rose 20% in 2019–20, the envoy’s aide said.")
    ]
    expected = "Serbian - Chinese talks — “ pre-war ” U.S. aid rose 20 % in 2019 – 20 , the envoy ’s aide said ."
    assert words == expected.split(" ")


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(1, 14))
def test_any_scores_give_a_tree_with_one_root(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    heads = decode_tree(rng.normal(size=(n, n)).astype(np.float32), rng.normal(size=n).astype(np.float32))
    assert is_tree(heads)
    assert int((heads == np.arange(n)).sum()) == 1


@given(seed=st.integers(0, 10_000), n=st.integers(1, 12))
def test_names_go_on_only_where_one_is_open(seed: int, n: int) -> None:
    tags = ("O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE")
    wrong = forbidden_steps(tags)
    found = decode_names(np.random.default_rng(seed).normal(size=(n, 5)).astype(np.float32) * 3, wrong)
    before = [5, *found[:-1]]
    assert not any(wrong[a, b] for a, b in zip(before, found, strict=True))


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("hopped", "VBD", "hop"),
        ("hoped", "VBD", "hope"),
        ("treaties", "NNS", "treaty"),
        ("signing", "VBG", "sign"),
        ("Went", "VBD", "go"),
        ("Borises", "NNP", "Borises"),
    ],
)
def test_lemmas_end_at_known_words(form: str, tag: str, lemma: str) -> None:
    lemmatizer = Lemmatizer({"went|VBD": "go"}, {"hop", "hope", "treaty", "sign"})
    assert lemmatizer.find(form, tag=tag, edit="k0+") == lemma


@given(form=st.text(min_size=1, max_size=12), lemma=st.text(min_size=1, max_size=12))
def test_an_edit_makes_the_lemma_that_it_was_found_from(form: str, lemma: str) -> None:
    assert apply_edit(form, find_edit(form, lemma)) == lemma


TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("ABab .,!?\n\t -–—“”’'()[]12é\u2028\u00a0\u200b\r")),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS)
def test_any_text_has_trees_over_its_own_words(name: str, text: str) -> None:
    doc = pipeline(name)(text)
    assert doc.text == text
    for sent in doc.sents:
        assert all(t.head.sent == sent for t in sent)
        roots = [t for t in sent if t.head == t]
        assert len(roots) == 1
        assert not any(t.is_space for t in roots) or all(t.is_space for t in sent)


def test_texts_together_read_as_texts_alone(encoder: Language) -> None:
    texts = ["Norway recalled its ambassador.", "Belarus denied this. " * 60, "", "\n", "Unread 3x, maybe or not --"]
    together = [[(t.text, t.head.i, t.dep_) for t in doc] for doc in encoder.pipe(texts)]
    alone = [[(t.text, t.head.i, t.dep_) for t in encoder(text)] for text in texts]
    assert together == alone


def test_long_texts_without_any_end_are_read(encoder: Language) -> None:
    doc = encoder("tariffs " * 3000)
    assert all(t.head.sent == t.sent for t in doc)


def test_pieces_are_kept_on_demand(encoder: Language) -> None:
    component = encoder.get_pipe("communique_encoder")
    assert encoder("Norway agreed.").tensor.size == 0
    component.keep_pieces = True  # type: ignore[attr-defined]
    try:
        doc = encoder("Norway \n disagreed.")
    finally:
        component.keep_pieces = False  # type: ignore[attr-defined]
    bounds = doc.user_data[PIECES_OF_WORDS]
    # First and last piece of a window stand before those of the words; blanks have none.
    assert bounds[0] == 2
    assert bounds[1] == bounds[2]
    assert np.all(np.diff(bounds) >= 0)
    assert doc.tensor.shape == (bounds[-1], 384)
    assert len(doc.user_data[TYPES_OF_PIECES]) == bounds[-1]


def test_a_saved_pipeline_reads_the_same(encoder: Language, tmp_path: Path) -> None:
    encoder.to_disk(tmp_path / "copy")
    copy = load_pipeline("en", model=str(tmp_path / "copy"))
    text = "Norway recalled its ambassador from Minsk."
    assert [(t.dep_, t.head.i) for t in copy(text)] == [(t.dep_, t.head.i) for t in encoder(text)]


def test_versions_name_the_model() -> None:
    assert [model_version(pipeline(m)).split()[0] for m in MODELS] == ["en_communique_encoder", "en_communique_fast"]


@pytest.mark.parametrize(("language", "model"), [("en", "no_such_model"), ("xx", None)])
def test_unknown_models_are_named_with_what_there_is(language: str, model: str | None) -> None:
    with pytest.raises(ConfigError, match="there are"):
        load_pipeline(language, model=model)


def test_weights_stay_small() -> None:
    folder = Path(importlib.import_module("communique.locales.en").__file__ or "").parent
    for name in ("model", "model-fast"):
        assert (folder / name / "LICENSE").is_file()
        assert (folder / name / "scores.json").is_file()
    sizes = [p.stat().st_size for n in ("model", "model-fast", "judge") for p in (folder / n).rglob("*") if p.is_file()]
    assert sum(sizes) <= 45_000_000


def test_no_pytorch_is_loaded(encoder: Language) -> None:
    encoder("Norway agreed.")
    # thinc offers to use it where it is installed; nothing here may.
    assert "communique.language.encoder" in sys.modules
    assert "torch" not in vars(sys.modules["communique.language.encoder"])


@pytest.mark.parametrize(
    "text", ["Kenya sent Amina  Odhiambo \n\n to Lusaka.", "on Mastodon \xa0@Accra said", "A \n B  C"]
)
def test_blanks_inside_a_name_leave_the_names_readable(nlp: Language, text: str) -> None:
    assert all(e.text.strip() for e in nlp(text).ents)
