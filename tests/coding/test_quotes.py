from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statements_help import read

from communique.coding.context import Context
from communique.records import QuoteKind

if TYPE_CHECKING:
    from spacy.language import Language

# text, words of the quote, a word of the speaker's name, state
DIRECT = [
    (
        '"The border stays closed," Polish Interior Minister Mariusz Kaminski said on Friday.',
        "The border",
        "Kaminski",
        "POL",
    ),
    (
        "Asked about it, Portuguese Prime Minister Antonio Costa replied: “No comment today.”",
        "No comment",
        "Costa",
        "PRT",
    ),
    (
        "«We shall not sign under pressure», said the Georgian foreign minister, Ilia Darchiashvili.",
        "We shall",
        "",
        "GEO",
    ),
    (
        "‘This is our land,’ said Paraguayan president Santiago Pena. ‘We shall keep it.’",
        "This is our land, We",
        "Pena",
        "PRY",
    ),
    (
        '"If they come," Mongolian Defence Minister Gursed Saikhanbayar said, "we will meet them with courtesy."',
        "If they come, we will",
        "Saikhanbayar",
        "MNG",
    ),
    (
        '"The talks were frank", according to a Finnish diplomat who asked not to be named.',
        "The talks",
        "diplomat",
        "FIN",
    ),
    # the closing mark is lost
    (
        '"We are neighbours and we will remain neighbours, Serbian President Aleksandar Vucic said after the meeting.',
        "We are neighbours and we will remain neighbours",
        "Vucic",
        "SRB",
    ),
    # a fragment, governed by a verb of judging
    ('The Nepalese prime minister called the map "an insult to history and to our people".', "an insult", "", "NPL"),
    # the speaker goes on without a new verb of saying
    (
        'Peruvian Foreign Minister Ana Gervasi said the embassy would stay open. "We have nothing to hide," she added.',
        "We have nothing",
        "Gervasi",
        "PER",
    ),
]


@pytest.mark.parametrize(("text", "words", "name", "state"), DIRECT)
def test_words_in_marks_belong_to_their_speaker(nlp: Language, text: str, words: str, name: str, state: str) -> None:
    quotes = [q for q in read(nlp, text).quotes if q.kind is QuoteKind.DIRECT]
    assert [q.text.startswith(words) for q in quotes] == [True]
    assert name in quotes[0].speaker.name
    assert quotes[0].speaker.state == state


INDIRECT = [
    ("According to Chilean officials, the two ships collided at night.", "the two ships collided", "CHL"),
    ("The two ships collided at night, according to the Chilean navy.", "The two ships collided", "CHL"),
    ("Armenia wants peace, Prime Minister Nikol Pashinyan told parliament.", "Armenia wants peace", "ARM"),
    ("Kenyan officials, who asked not to be named, said they had not been consulted.", "they had not been", "KEN"),
    ("Reuters quoted a Turkish official as saying that the deal was dead.", "that the deal was dead", "TUR"),
    (
        "The Maritime Self-Defense Force will take part in a drill with the Philippine Navy and the U.S. 7th Fleet off "
        "Luzon next month, Chief Cabinet Secretary Yuji Hatano said at a regular news conference.",
        "The Maritime",
        "JPN",
    ),
    (
        "Tajik border guards shot two men, the State Committee for National Security said on Tuesday.",
        "Tajik border guards shot two men",
        "TJK",
    ),
    ("Canadian police said on Tuesday that two diplomats had been detained.", "that two diplomats", "CAN"),
]


@pytest.mark.parametrize(("text", "words", "state"), INDIRECT)
def test_reported_clauses_are_indirect_quotes(nlp: Language, text: str, words: str, state: str) -> None:
    (quote,) = read(nlp, text).quotes
    assert quote.kind is QuoteKind.INDIRECT
    assert quote.text.startswith(words)
    assert quote.speaker.state == state


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "ghost fleet" left the port of Riga.',
        'The film "The Bridge on the Drina" opened in Belgrade.',
        "Estonia has not said who will pay for the ferry.",
        "The fishermen's boats and the miners' union were not there.",
    ],
)
def test_scare_quotes_titles_and_silence_are_no_quotes(nlp: Language, text: str) -> None:
    assert read(nlp, text).quotes == ()


def test_a_joint_statement_is_a_quote_of_each_speaker(nlp: Language) -> None:
    text = "The dam will be finished, the Greek and Cypriot ministers said in a joint statement."
    assert {q.speaker.state for q in read(nlp, text).quotes} == {"GRC", "CYP"}


def test_the_addressee_is_kept(nlp: Language) -> None:
    (quote,) = read(nlp, "Finland will not wait, Prime Minister Petteri Orpo told reporters.").quotes
    assert quote.addressee is not None
    assert quote.addressee.name == "reporters"


def test_evidence_holds_the_words_and_the_verb(nlp: Language) -> None:
    text = 'It rained. "The ferry will sail. It is a good day," the Danish minister said. The crowd left.'
    context = read(nlp, text)
    (quote,) = context.quotes
    shown = " ".join(span.cut(text) for span in quote.evidence)
    assert "The ferry" in shown
    assert "minister said" in shown
    assert "It rained" not in shown
    assert quote.cue == "said"


def _check(context: Context) -> None:
    text = context.doc.text
    for quote in context.quotes:
        pieces = quote.span.cut(text)
        assert all(word in pieces for word in quote.text.split())
        assert quote.evidence
        assert quote.speaker.name.lower() not in {"he", "she", "they", "it", "who"}
    assert len({q.id for q in context.quotes}) == len(context.quotes)


@given(
    st.lists(st.sampled_from(['"', "“", "”", "said", "Peru", "he", ",", ".", "\n\n", "that", "war ends"]), max_size=25)
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_quotes_that_can_be_shown(nlp: Language, words: list[str]) -> None:
    _check(read(nlp, " ".join(words).strip() or "Peru"))
