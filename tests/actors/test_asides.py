"""Places, "I" and "we", and people whom only "they" means again: linked, and never mentions of parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.actors.gazetteer import load_gazetteer
from communique.actors.references import Aside, AsideKind, References
from communique.actors.resolve import resolve_actors
from communique.language.document import Document
from communique.records import ActorKind, Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

GAZETTEER = load_gazetteer()


def read(nlp: Language, text: str) -> tuple[Doc, References]:
    doc = nlp(text)
    article = Article(id="a", text_digest="d", uri="u", language="en", text=text)
    return doc, resolve_actors(Document(article, doc, (), ()), GAZETTEER, asides=True)


def asides(nlp: Language, text: str, word: str) -> list[Aside]:
    """The asides headed by this word, in text order."""
    doc, references = read(nlp, text)
    return [a for a in references.asides if doc[a.head].text == word]


def test_asides_are_found_only_when_asked_for(nlp: Language) -> None:
    text = "I live in Guayaquil. We like it."
    article = Article(id="a", text_digest="d", uri="u", language="en", text=text)
    assert resolve_actors(Document(article, nlp(text), (), ()), GAZETTEER).asides == ()
    assert read(nlp, text)[1].asides


def test_a_town_is_the_same_town_again_and_no_mention(nlp: Language) -> None:
    text = "The mayor left Guayaquil on Monday. Guayaquil has three million people."
    doc, references = read(nlp, text)
    towns = [a for a in references.asides if doc[a.head].text == "Guayaquil"]
    assert [a.kind for a in towns] == [AsideKind.PLACE] * 2
    assert len({a.key for a in towns}) == 1
    assert all("Guayaquil" not in doc[m.start : m.end].text for m in references.mentions)


def test_it_of_a_town_is_not_given_to_a_state(nlp: Language) -> None:
    text = "Ecuador was silent for years. Guayaquil grew quickly. Its port is the largest of the coast."
    doc, references = read(nlp, text)
    own = next(a for a in references.asides if doc[a.head].text == "Its")
    town = next(a for a in references.asides if doc[a.head].text == "Guayaquil")
    assert own.key == town.key
    assert all(doc[m.head].text != "Its" for m in references.mentions)


@pytest.mark.parametrize(
    ("text", "word", "name", "kind"),
    [
        ('"I shall not resign," said Peruvian minister Rosa Quispe.', "I", "Rosa Quispe", ActorKind.PERSON),
        ('Polish Foreign Minister Jan Nowak said: "We will not wait."', "We", "Poland", ActorKind.STATE),
        ('Italy answered on Friday. "Our ships will stay," Foreign Minister Ada Conti said.', "Our", "Italy", None),
    ],
)
def test_in_a_quotation_i_and_we_are_the_speaker_and_his_state(
    nlp: Language, text: str, word: str, name: str, kind: ActorKind | None
) -> None:
    found = asides(nlp, text, word)[0]
    assert [r.name for r in found.refs] == [name]
    assert kind is None or found.refs[0].kind is kind


def test_the_key_of_i_is_that_of_the_speaker(nlp: Language) -> None:
    text = '"I am tired," Chilean President Ana Rojas said. "I shall go home."'
    doc, references = read(nlp, text)
    speaker = next(m for m in references.mentions if m.refs[0].name == "Ana Rojas")
    assert {a.key for a in references.asides if doc[a.head].text == "I"} == {speaker.refs[0].key}


def test_a_writer_is_one_and_those_who_talk_in_turn_are_not(nlp: Language) -> None:
    essay = "I was born in May.\n\nYears went by.\n\nI left home in June."
    assert len({a.key for a in asides(nlp, essay, "I")}) == 1
    talk = "Are you well?\n\nI am well. I sleep.\n\nDo you work?\n\nI do not know, I said."
    assert len({a.key for a in asides(nlp, talk, "I")}) == 2


def test_they_may_be_people_whom_nothing_names(nlp: Language) -> None:
    text = "Several librarians came from the north. They wanted courses."
    noun = asides(nlp, text, "librarians")[0]
    pronoun = asides(nlp, text, "They")[0]
    assert (noun.kind, pronoun.kind) == (AsideKind.NOUN, AsideKind.PRONOUN)
    assert noun.key == pronoun.key


def test_they_of_things_is_nobody(nlp: Language) -> None:
    text = "The new sanctions came on Friday. They hurt."
    assert asides(nlp, text, "They") == []


@pytest.mark.parametrize(
    ("text", "word", "facet"),
    [
        ("Peru is a state. Lima rejected the proposal.", "Lima", "Lima"),
        ("The Peruvian government recalled its envoy.", "its", "government"),
        ("Peru recalled its envoy.", "its", None),
    ],
)
def test_a_facet_tells_capital_and_government_from_the_state(
    nlp: Language, text: str, word: str, facet: str | None
) -> None:
    doc, references = read(nlp, text)
    mention = next(m for m in references.mentions if doc[m.head].text == word)
    assert (mention.refs[0].state, mention.facet) == ("PER", facet)


WORDS = st.sampled_from(
    [
        "I",
        "we",
        "our",
        "they",
        "it",
        "its",
        "Lima",
        "Guayaquil",
        "Peru",
        "said",
        '"',
        ".",
        "?",
        "\n\n",
        "workers",
        "Ana Rojas",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_no_aside_has_the_head_of_a_mention_and_keys_are_stable(nlp: Language, text: str) -> None:
    doc, references = read(nlp, text)
    heads = [a.head for a in references.asides]
    assert len(set(heads)) == len(heads)
    assert not set(heads) & {m.head for m in references.mentions}
    assert all(0 <= a.start <= a.head < a.end <= len(doc) for a in references.asides)
    assert read(nlp, text)[1].asides == references.asides
