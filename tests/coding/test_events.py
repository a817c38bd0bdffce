"""Events of own sentences: type, mode, modality and parties."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from communique.actors.gazetteer import load_gazetteer
from communique.actors.resolve import resolve_actors
from communique.coding.context import Context
from communique.coding.events import code_events
from communique.coding.lexicon import load_lexicon
from communique.language.analyse import analyse
from communique.records import Article, Coder, Event

if TYPE_CHECKING:
    from spacy.language import Language

CODER = Coder(program="test", model="test", lexicon="test")


def code(text: str, nlp: Language, published: str = "2023-06-15") -> tuple[Event, ...]:
    article = Article(id="a", text_digest="d", uri="a.txt", language="en", text=text, published=published)  # type: ignore[arg-type]
    document = analyse(article, nlp)
    context = Context(document=document, references=resolve_actors(document, load_gazetteer("en")), coder=CODER)
    return code_events(context, load_lexicon())


def states(refs: object) -> str:
    return " ".join(sorted({r.state or r.name for r in refs}))  # type: ignore[attr-defined]


# Sentence, event, mode, modality, states of the actor, states of the recipient.
SENTENCES = [
    ("Chile condemned the invasion of Georgia by Russia.", "ACCUSE", "disapprove", "actual", "CHL", "RUS"),
    ("Kenya imposed sanctions on Eritrea on Monday.", "SANCTION", "discontinue", "actual", "KEN", "ERI"),
    ("Peru expelled the Bolivian ambassador.", "SANCTION", "expel", "actual", "PER", "BOL"),
    ("The Bolivian ambassador was expelled by Peru.", "SANCTION", "expel", "actual", "PER", "BOL"),
    ("Ghana recalled its ambassador from Togo.", "SANCTION", "withdraw", "actual", "GHA", "TGO"),
    ("Norway broke off relations with Belarus.", "SANCTION", "discontinue", "actual", "NOR", "BLR"),
    ("Finland suspended aid to Myanmar.", "SANCTION", "discontinue", "actual", "FIN", "MMR"),
    ("Denmark thanked Morocco for its support.", "SUPPORT", None, "actual", "DNK", "MAR"),
    ("Mexico recognized Slovenia.", "SUPPORT", None, "actual", "MEX", "SVN"),
    ("Uganda praised Rwanda for its hospitality.", "SUPPORT", None, "actual", "UGA", "RWA"),
    ("Latvia and Estonia signed an agreement on fishing.", "SUPPORT", None, "actual", "EST LVA", ""),
    ("Sweden will send aid to Nepal.", "AGREE", None, "actual", "SWE", "NPL"),
    ("Austria agreed to host talks with Kosovo.", "AGREE", None, "actual", "AUT", "XKX"),
    ("Portugal promised to help Angola.", "AGREE", None, "actual", "PRT", "AGO"),
    ("Canada is ready to cooperate with Jamaica.", "AGREE", None, "actual", "CAN", "JAM"),
    ("Malaysia threatened to expel the diplomats of Brunei.", "THREATEN", "expel", "actual", "MYS", "BRN"),
    ("Egypt threatened to attack Ethiopia.", "THREATEN", "violence", "actual", "EGY", "ETH"),
    ("Namibia refused to meet Botswana.", "REJECT", "meet", "actual", "NAM", "BWA"),
    ("Greece rejected a proposal by Albania.", "REJECT", None, "actual", "GRC", "ALB"),
    ("Ireland urged Iceland to release the sailors.", "REQUEST", "yield", "actual", "IRL", "ISL"),
    ("Panama called on Honduras to withdraw its troops.", "REQUEST", "yield", "actual", "PAN", "HND"),
    ("Laos asked Thailand for help.", "REQUEST", None, "actual", "LAO", "THA"),
    ("Cyprus demanded that Malta apologize.", "REQUEST", None, "actual", "CYP", "MLT"),
    ("Sudan accused Chad of arming rebels.", "ACCUSE", "allege", "actual", "SDN", "TCD"),
    ("Tunisia summoned the Libyan ambassador.", "ACCUSE", "disapprove", "actual", "TUN", "LBY"),
    ("Qatar delivered food to Lebanon.", "AID", None, "actual", "QAT", "LBN"),
    ("Spain donated vaccines to Paraguay.", "AID", None, "actual", "ESP", "PRY"),
    ("Turkey released two Bulgarian journalists.", "RETREAT", "release", "actual", "TUR", "BGR"),
    ("Eritrea withdrew its troops from Ethiopia.", "RETREAT", "withdraw", "actual", "ERI", "ETH"),
    ("Armenia and Azerbaijan exchanged prisoners.", "RETREAT", "release", "actual", "ARM AZE", ""),
    ("Vietnam arrested a Cambodian fisherman.", "COERCE", "arrest", "actual", "VNM", "KHM"),
    ("Iran seized a Greek tanker.", "COERCE", "seize", "actual", "IRN", "GRC"),
    ("Ecuador lifted sanctions on Colombia.", "CONCEDE", None, "actual", "ECU", "COL"),
    ("Burundi deployed troops along its border with Rwanda.", "MOBILIZE", "troops", "actual", "BDI", "RWA"),
    ("Pakistan shelled Afghan villages.", "ASSAULT", "heavy-weapons", "actual", "PAK", "AFG"),
    ("Belgium shares intelligence with Luxembourg.", "COOPERATE", None, "actual", "BEL", "LUX"),
    ("If Serbia recognized Kosovo, Bosnia would follow.", "SUPPORT", None, "hypothetical", "SRB", "XKX"),
    ("Hungary has not signed an agreement with Croatia.", "SUPPORT", None, "negated", "HRV HUN", ""),
    ("In 1998 Senegal invaded Gambia.", "ASSAULT", None, "historical", "SEN", "GMB"),
]


@pytest.mark.parametrize(("text", "event", "mode", "modality", "actor", "recipient"), SENTENCES)
def test_a_sentence_is_coded(
    text: str, event: str, mode: str | None, modality: str, actor: str, recipient: str, nlp: Language
) -> None:
    found = [(e.event, e.mode, e.modality, states(e.actor), states(e.recipient)) for e in code(text, nlp)]
    if mode is None:
        found = [(e, None, m, a, r) for e, _, m, a, r in found]
    assert (event, mode, modality, actor, recipient) in found


NOTHING = [
    "The weather in Lisbon was fine.",
    "Brazil beat Norway in the final of the tournament.",
    "The minister said that the harvest had been good.",
    "Prices rose by two percent in Hungary.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_event_is_not_coded(text: str, nlp: Language) -> None:
    assert code(text, nlp) == ()


def test_a_guest_is_actor_and_a_host_recipient(nlp: Language) -> None:
    event = code("The president of Ghana met the president of Togo in Lomé on Monday.", nlp)[0]
    assert (event.event, event.mode, states(event.actor), states(event.recipient)) == ("CONSULT", "visit", "GHA", "TGO")


def test_what_is_alleged_is_hypothetical_and_says_by_whom(nlp: Language) -> None:
    events = {e.event: e for e in code("Sudan accused Chad of attacking its villages.", nlp)}
    assert events["ASSAULT"].modality == "hypothetical"
    assert events["ASSAULT"].attributed_to is not None
    assert events["ASSAULT"].attributed_to.state == "SDN"
    assert states(events["ASSAULT"].actor) == "TCD"


def test_help_named_in_thanks_is_an_event_of_its_own(nlp: Language) -> None:
    events = {e.event: e for e in code("Fiji is grateful for the help given by Japan.", nlp)}
    assert states(events["AID"].actor) == "JPN"
    assert states(events["AID"].recipient) == "FJI"
    assert events["AID"].modality == "historical"


def test_who_does_so_too_gets_an_event(nlp: Language) -> None:
    events = code("Kenya has condemned the Eritrean blockade since 2014, and Uganda has done so since 2016.", nlp)
    assert {states(e.actor) for e in events if e.event == "ACCUSE"} == {"KEN", "UGA"}


def test_the_day_is_read(nlp: Language) -> None:
    event = code("Malawi expelled the Zambian ambassador on 3 May 2023.", nlp)[0]
    assert (event.start, event.end) == ("2023-05-03", "2023-05-03")


def test_records_show_their_words_and_ids_repeat(nlp: Language) -> None:
    text = "Kenya imposed sanctions on Eritrea. Eritrea condemned the sanctions."
    first, again = code(text, nlp), code(text, nlp)
    assert first == again
    assert len({e.id for e in first}) == len(first) == 2
    for event in first:
        assert event.trigger.cut(text)
        assert event.evidence[0].cut(text).endswith(".")
        assert 0 < event.confidence <= 1


@cache
def _score(event: str) -> float:
    from communique.coding.ontology import score_of
    from communique.records import EventType

    return score_of(EventType(event))


def test_an_event_has_the_score_of_its_mode(nlp: Language) -> None:
    event = code("Peru expelled the Bolivian ambassador.", nlp)[0]
    assert event.score == -5.5 != _score("SANCTION")
    assert event.cameo == "166"


def test_who_reacts_to_a_deal_reacts_to_its_parties(nlp: Language) -> None:
    events = code("Malta and Tunisia signed a treaty on fishing on Monday. Libya welcomed the deal.", nlp)
    assert [(e.event, states(e.actor), states(e.recipient)) for e in events][-1] == ("SUPPORT", "LBY", "MLT TUN")


def test_who_refuses_refuses_whoever_asked(nlp: Language) -> None:
    events = code("Chad asked Niger to release two pilots. Niger refused.", nlp)
    assert [(e.event, states(e.actor), states(e.recipient)) for e in events][-1] == ("REJECT", "NER", "TCD")


def test_an_act_after_a_meeting_is_of_its_day(nlp: Language) -> None:
    text = (
        "The presidents of Chile and Peru met in Lima on 5 June 2023. After the talks, Chile and Peru signed a treaty."
    )
    events = code(text, nlp)
    assert [(e.event, e.start) for e in events] == [("CONSULT", "2023-06-05"), ("SUPPORT", "2023-06-05")]


def test_a_meeting_says_where_it_was(nlp: Language) -> None:
    event = code("The president of Ghana met the president of Togo in Lomé on Monday.", nlp)[0]
    assert event.place is not None
    assert event.place.country == "TGO"


def test_amounts_of_aid_are_kept(nlp: Language) -> None:
    event = code("Qatar delivered 20 tons of rice to Lebanon.", nlp)[0]
    assert [q.value.number for q in event.quantities] == [20]


def test_a_crowd_acts_for_the_country_where_it_is(nlp: Language) -> None:
    event = code("Students in Dhaka protested against the Nepali prime minister.", nlp)[0]
    assert (event.event, states(event.actor), states(event.recipient)) == ("PROTEST", "BGD", "NPL")
