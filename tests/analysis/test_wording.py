from __future__ import annotations

import pytest

from communique.analysis.wording import (
    find_wording,
    name_party,
    tell_event,
    tell_number,
    tell_place,
    tell_rank,
    tell_term,
    wordings,
)
from communique.coding.ontology import kinds
from communique.records import ActorRef, EventType, Modality, Number, Place
from factories_dossier import BRA, FRA, GHA, MENSAH, SILVA


def test_every_event_and_mode_of_plover_has_words() -> None:
    table = wordings()
    for event, kind in kinds().items():
        assert event.value in table
        for mode in kind.modes:
            assert find_wording(event, mode=mode, cameo=None)


def test_every_row_of_words_is_about_an_event_that_exists() -> None:
    modes = {f"{event.value}.{mode}" for event, kind in kinds().items() for mode in kind.modes}
    names = {event.value for event in EventType} | modes
    assert {key.partition("~")[0] for key in wordings() if not key.startswith("@")} <= names
    assert all("{}" in words.done and "{}" in words.to_do for words in wordings().values())


@pytest.mark.parametrize(
    ("event", "mode", "cameo", "modality", "actor", "recipient", "told"),
    [
        (EventType.CONSULT, "visit", None, Modality.ACTUAL, (SILVA,), (GHA,),
         "Foreign Minister Helena Prado of Brazil visited Ghana"),
        (EventType.CONSULT, None, None, Modality.ACTUAL, (SILVA, MENSAH), (),
         "Foreign Minister Helena Prado of Brazil and President Kwabena Asare of Ghana held talks"),
        (EventType.SUPPORT, None, "057", Modality.ACTUAL, (BRA, GHA), (), "Brazil and Ghana signed an agreement"),
        (EventType.AID, None, "073", Modality.FUTURE, (BRA,), (GHA,),
         "Brazil is expected to give humanitarian aid to Ghana"),
        (EventType.ASSAULT, None, None, Modality.NEGATED, (BRA,), (GHA,), "Brazil did not attack Ghana"),
        (EventType.AID, None, None, Modality.HYPOTHETICAL, (BRA, FRA), (GHA,),
         "Brazil and France might give aid to Ghana"),
        (EventType.COERCE, "arrest", None, Modality.ACTUAL, (), (GHA,), "An unnamed party detained Ghana"),
        # A state beside its own minister is not said twice; a default code says no more than the event.
        (EventType.SUPPORT, None, "050", Modality.ACTUAL, (BRA, SILVA), (GHA,),
         "Foreign Minister Helena Prado of Brazil backed Ghana"),
    ],
)  # fmt: skip
def test_events_read_as_sentences(
    event: EventType, mode: str | None, cameo: str | None, modality: Modality, actor: tuple[ActorRef, ...],
    recipient: tuple[ActorRef, ...], told: str,
) -> None:  # fmt: skip
    words = find_wording(event, mode=mode, cameo=cameo)
    assert tell_event(words, actor=actor, recipient=recipient, modality=modality, known=set()) == told


@pytest.mark.parametrize(
    ("event", "mode", "cameo", "trigger", "label"),
    [
        (EventType.SUPPORT, None, None, "is grateful", "thanked"),
        (EventType.SUPPORT, None, None, "Commended", "praised"),
        (EventType.AGREE, None, None, "will send", "promised"),
        (EventType.ACCUSE, None, None, "condemning", "condemned"),
        (EventType.ACCUSE, "allege", None, "condemning", "accused"),
        (EventType.SUPPORT, None, "057", "ratified", "ratified"),
        (EventType.SUPPORT, None, "057", "put their names to", "signed"),
        (EventType.AGREE, None, "0333", "will send", "promised aid"),
        (EventType.COOPERATE, None, None, "whatever", "cooperated"),
    ],
)
def test_the_words_of_the_trigger_choose_the_wording(
    event: EventType, mode: str | None, cameo: str | None, trigger: str, label: str
) -> None:
    assert find_wording(event, mode=mode, cameo=cameo, trigger=trigger).label == label


def test_the_office_is_said_the_first_time_only() -> None:
    known: set[str] = set()
    assert name_party(SILVA, known=known) == "Foreign Minister Helena Prado of Brazil"
    assert name_party(SILVA, known=known) == "Helena Prado"


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (Number(op=">", number=200), "tonne", "over 200 tonnes"),
        (Number(number=1), "tonne", "1 tonne"),
        (Number(op=">", number=85), "%", "over 85%"),
        (Number(op="~", number=6.3e9), "USD", "about USD 6.3 billion"),
        (Number(number=1234567.5), None, "1.235 million"),
        (Number(number=12500), None, "12,500"),
        (Number(number=391), "votes", "391 votes"),
        (Number(number=17), "people", "17 people"),
    ],
)
def test_numbers_keep_their_comparison_and_unit(value: Number, unit: str | None, told: str) -> None:
    assert tell_number(value, unit=unit) == told


def test_ranks_places_and_terms_are_said() -> None:
    assert tell_rank(Number(op="<=", number=10)) == "among the first 10"
    assert tell_rank(Number(number=3)) == "no. 3"
    accra = Place(name="Accra", country="GHA")
    assert tell_place(accra, said="Brazil visited Ghana") == " (Accra)"
    assert tell_place(accra, said="Brazil and Ghana held talks") == " in Accra"
    assert tell_place(Place(name="Ghana", country="GHA"), said="Brazil gave aid") == ""
    assert tell_term("2023", None) == "from 2023"
