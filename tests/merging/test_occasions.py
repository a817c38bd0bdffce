"""A visit, its talks and its signing stay three happenings that belong together."""

from __future__ import annotations

import pytest

from communique.merging import merge
from communique.merging.occasions import find_companions, why_together
from communique.records import ActorRef, Article, Event, EventType, Happening, Place
from factories import make_article, make_event, person, state

T = EventType
OKORO = person("Adaeze Okoro", "NGA", "Foreign Minister")
SULE = person("Amina Sule", "NGA", "Trade Minister")
DIALLO = person("Mariam Diallo", "SEN", "President")
DAKAR = Place(name="Dakar", country="SEN")


def told(
    name: str, text: str, event: EventType, start: str | None, *, who: ActorRef = OKORO, **fields: object
) -> tuple[Article, Event]:
    article = make_article(name, text, published="2022-05-10")
    recipient = fields.pop("recipient", [DIALLO])
    words = text.split()[1]
    return article, make_event(  # type: ignore[arg-type]
        article, words, event, actor=[who], recipient=recipient, start=start, **fields
    )


def happenings(*pairs: tuple[Article, Event]) -> tuple[Happening, ...]:
    return merge([a for a, _ in pairs], [e for _, e in pairs]).happenings


VISIT = told("v", "Okoro arrived in Dakar.", T.CONSULT, "2022-05-08", recipient=[state("SEN")])
TALKS = told("t", "Okoro met Diallo in Dakar to speak of fish.", T.CONSULT, "2022-05-09")
SIGNING = told("s", "Okoro signed a treaty on visas.", T.SUPPORT, "2022-05-09")


def test_a_visit_its_talks_and_its_signing_are_three_that_belong_together() -> None:
    found = happenings(VISIT, TALKS, SIGNING)
    assert len(found) == 3
    for happening in found:
        others = {h.id for h in found if h.event is T.CONSULT or happening.event is T.CONSULT} - {happening.id}
        assert {c.happening.id for c in find_companions(happening, found)} == others
    assert why_together(found[0], found[1]) == "same people and days: Adaeze Okoro"


OTHERS = {
    "weeks later": told("o1", "Okoro signed a treaty on visas.", T.SUPPORT, "2022-06-09"),
    "another minister": told(
        "o2", "Sule signed a treaty on visas.", T.SUPPORT, "2022-05-09", who=SULE, recipient=[state("SEN")]
    ),
    "another host": told("o3", "Okoro met Keita in Bamako.", T.CONSULT, "2022-05-09", recipient=[state("MLI")]),
    "a quarrel": told("o4", "Okoro denounced Diallo over fish.", T.ACCUSE, "2022-05-09"),
    "no day, long ago": told("o5", "Okoro signed a treaty on visas.", T.SUPPORT, "2014"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_of_another_occasion_does_not(name: str) -> None:
    one, other = happenings(TALKS), happenings(OTHERS[name])
    assert why_together(one[0], other[0]) is None
    assert why_together(other[0], one[0]) is None


def test_nothing_belongs_with_itself() -> None:
    [one] = happenings(TALKS)
    assert find_companions(one, [one]) == ()


def test_the_city_ties_what_names_nobody() -> None:
    parties = {"who": state("NGA"), "recipient": [state("SEN")]}
    one = told("c1", "Nigerians met the Senegalese in Dakar.", T.CONSULT, "2022-05-09", place=DAKAR, **parties)
    other = told("c2", "Nigeria promised ten buses in Dakar.", T.AGREE, "2022-05-09", place=DAKAR, **parties)
    alone = told("c3", "Nigeria promised ten boats.", T.AGREE, "2022-05-09", **parties)
    first, second, third = (happenings(p)[0] for p in (one, other, alone))
    assert why_together(first, second) == "same place and days: Dakar"
    assert why_together(first, third) is None
