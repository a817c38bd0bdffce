"""Parties and modality that a clause leaves to what stands around it."""

from __future__ import annotations

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
_DONE: dict[str, tuple[Event, ...]] = {}


def code(text: str, nlp: Language) -> tuple[Event, ...]:
    if text not in _DONE:
        article = Article(
            id="a", text_digest="d", uri="a.txt", language="en", text=text, published="2023-06-15"  # type: ignore[arg-type]
        )  # fmt: skip
        document = analyse(article, nlp)
        context = Context(document=document, references=resolve_actors(document, load_gazetteer("en")), coder=CODER)
        _DONE[text] = code_events(context, load_lexicon())
    return _DONE[text]


def told(text: str, nlp: Language) -> list[str]:
    """Each event as "TYPE modality ACTORS > RECIPIENTS"."""
    return [f"{e.event} {e.modality} {states(e.actor)} > {states(e.recipient)}".strip() for e in code(text, nlp)]


def states(refs: object) -> str:
    return " ".join(sorted({r.state or r.name for r in refs}))  # type: ignore[attr-defined]


FOUND = [
    # Whose a weapon is, from where it came.
    ("Rockets fired from Lebanese soil hit farmers in the Israeli town of Metula.", "ASSAULT actual LBN > ISR"),
    ("Shells fired from Rwanda wounded six people in the town of Goma, officials said.", "ASSAULT actual RWA > COD"),
    # Left, given and gone to.
    ("India pulled its last soldiers out of the Maldives in May.", "RETREAT actual IND > MDV"),
    ("Denmark flew tents to Kathmandu.", "AID actual DNK > NPL"),
    ("Peru voiced thanks for the doctors that Cuba sent.", "SUPPORT actual PER > CUB"),
    # Passives without a doer.
    ("Cuba arrested a Spanish nun. The nun was released on Monday.", "RETREAT actual CUB > ESP"),
    ("The Bolivian ambassador was summoned to the ministry in Lima on Monday.", "ACCUSE actual PER > BOL"),
    ("Observers of the African Union were detained by Sudan.", "COERCE actual SDN > African Union"),
    # What a relative clause hangs from.
    ("Russia bombed a hospital in Ukraine, which France condemned.", "ACCUSE actual FRA > RUS"),
    ("Peru proposed a summit, a plan that Bolivia and Chile backed.", "SUPPORT actual BOL CHL > PER"),
    ('"We helped", said Kenyan President John Otieno, whom Uganda and Rwanda praised.', "SUPPORT actual RWA UGA > KEN"),
    # What provoked it; who was in the boat.
    ("Peru detained two Chileans, prompting Chile to put its army on alert.", "MOBILIZE actual CHL > PER"),
    ("Malian troops opened fire on a Nigerien patrol boat and injured two sailors.", "ASSAULT actual MLI > NER"),
    # Threats under a condition.
    ("If Ghana does not withdraw, Togo's president said, his army will march on Accra.", "THREATEN actual TGO > GHA"),
    ("Unless Peru releases the sailors, Chile would close the border, its minister said.", "THREATEN actual CHL > PER"),
    # One side's own ratification; one visit in passing; talks with a third.
    ("The Norwegian parliament ratified a treaty with Iceland.", "SUPPORT actual NOR > ISL"),
    ("Jamaica opened a hospital, its foreign minister announced during a visit to Haiti.", "CONSULT actual JAM > HTI"),
    ("Mali has released two Nigerien pilots, after weeks of mediation by Togo.", "CONSULT actual MLI NER TGO >"),
    ("Ghana thanked Togo. A naval exercise with the Kenyan navy ended on Friday.", "COOPERATE actual GHA KEN >"),
    ("Ministers of Angola, Namibia and Uganda met on Tuesday.", "CONSULT actual AGO NAM UGA >"),
    ("Together with Peru, Chile called on rich nations to phase out coal.", "REQUEST actual CHL PER >"),
    # A negation that belongs to a relative clause.
    ("Belgrade, which never has, withdrew its envoy from Ankara.", "SANCTION actual SRB > TUR"),
    # Officials may meet at a game.
    ("The presidents of Brazil and Serbia met on the day of the final match.", "CONSULT actual BRA SRB >"),
    # Evaluations.
    ("Chile called the Peruvian decision a provocation.", "ACCUSE actual CHL > PER"),
]  # fmt: skip

# Text and the beginning of what must not be told of it.
NOT_FOUND = [
    ("Chile ratified a treaty with Peru. Peru's congress has yet to do the same.", "SUPPORT actual PER"),
    ("France urged Mali and Niger to withdraw their troops; neither has done so.", "REQUEST actual MLI"),
    ("Europe should not scold Chad; it ought to send engineers to Mali.", "AID actual"),
    ("If Kenya joins the pact, we will send more doctors, the Cuban minister said.", "THREATEN"),
    ("If it rains, prices will rise, the Kenyan president warned.", "THREATEN"),
    ("Chile called the Peruvian decision a provocation.", "CONSULT"),
    ("India pulled its last soldiers out of the Maldives in May.", "COERCE"),
    ("Peru's coach accused the Chilean referee of robbing his side of a penalty.", "ACCUSE"),
    ("Brazil and Serbia met in the opening match of Group G.", "CONSULT"),
    ("A Danish brewery launched an offensive on the Polish market, cutting prices.", "ASSAULT"),
    ("A note of protest went to the Chinese embassy in Manila.", "CONSULT"),
    ("Togolese guns struck a Ghanaian village and wounded two Ghanaian farmers.", "RETREAT"),
]


@pytest.mark.parametrize(("text", "event"), FOUND)
def test_party_is_taken_from_around_the_clause(text: str, event: str, nlp: Language) -> None:
    assert event in told(text, nlp)


@pytest.mark.parametrize(("text", "start"), NOT_FOUND)
def test_nothing_is_told_that_the_text_does_not_tell(text: str, start: str, nlp: Language) -> None:
    assert not [event for event in told(text, nlp) if event.startswith(start)]


def test_attack_and_its_victims_are_one_event(nlp: Language) -> None:
    events = told("Togolese guns shelled a Ghanaian village and wounded two Ghanaian farmers.", nlp)
    assert events == ["ASSAULT actual TGO > GHA"]
