"""Promises in the future tense: whose act it is, of which type, and what is no promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read, states

from communique.coding.commitments import code_commitments

if TYPE_CHECKING:
    from spacy.language import Language

    from communique.records import Commitment

# text, obligors, type of the promised act
PROMISES = [
    # Verbs that the lists do not know, with somebody who can be bound.
    ("Angola will relocate its trade mission to Ndola, President Teixeira Lopes announced.", {"AGO"}, "AGREE"),
    ("Thailand will take part in the naval exercise off Phuket, its defence ministry said.", {"THA"}, "COOPERATE"),
    ("Panama is to take over the secretariat from Costa Rica on 1 March.", {"PAN"}, "COOPERATE"),
    ("Kenya will lead a mission to the lake, the foreign minister of Kenya said.", {"KEN"}, "AGREE"),
    # Nameless officials speak for whom they speak of.
    ("Turkey will train two battalions in Mali, officials said.", {"TUR"}, "COOPERATE"),
    # A side and a ministry are "it".
    ("The Chilean side reiterated that it would support Peru in the vote.", {"CHL"}, "SUPPORT"),
    ("Oman and Yemen decided to reactivate the fisheries commission.", {"OMN", "YEM"}, "AGREE"),
    ("Morocco has decided to donate 400 tents to Chad.", {"MAR"}, "AID"),
    # What becomes of a state's own men, offices and measures.
    ('"Our observers will leave by October 20," Latvian Foreign Minister Janis Ozols said.', {"LVA"}, "RETREAT"),
    ("Canada's trade minister said the tariffs would remain in place until June.", {"CAN"}, "SANCTION"),
    ("The embassy will close on June 30, the Uruguayan foreign minister said.", {"URY"}, "SANCTION"),
    ("The duties will take effect on Monday, Australian Trade Minister Warren Tully said.", {"AUS"}, "SANCTION"),
    # Measures that are announced, and measures that are waived.
    ("Japan will impose tariffs on Lao coal from June 1, the Japanese trade minister said.", {"JPN"}, "SANCTION"),
    ("Nepal's attorney general said the state would not contest the suit.", {"NPL"}, "CONCEDE"),
    ("Brazil said it would not introduce tariffs of its own.", {"BRA"}, "CONCEDE"),
    # The present of a day to come.
    (
        "Poland is closing its consulate in Brest on June 30, its foreign ministry announced.",
        {"POL"},
        "SANCTION",
    ),
    ("Peru's foreign minister leaves for Quito on Friday.", {"PER"}, "CONSULT"),
    # Who speaks is known only by a guess, and the text that binds.
    ("Brazil will write off the debt, President Tadeu Moraes announced in Bissau.", {"BRA"}, "AID"),
    ("Under the deal, Jordan would recognise the council and Iraq would withdraw its troops.", {"JOR"}, "SUPPORT"),
    ("The accord commits Uganda to clearing the mines by June.", {"UGA"}, "RETREAT"),
    ("Panama offered the Canadian firms a tax holiday.", {"PAN"}, "AGREE"),
    ("Oman's offer to host the talks was accepted by Yemen.", {"OMN"}, "CONSULT"),
    ("Despite assurances from Chad that refugees would be allowed to stay, hundreds fled.", {"TCD"}, "CONCEDE"),
    # Types.
    ("Serbia is set to sign a new gas contract with Hungary in December.", {"SRB"}, "SUPPORT"),
    ("India will return the trawlers and send the crews home, the Indian navy said.", {"IND"}, "RETREAT"),
    ("The Danish premier said the grant would be released in May.", {"DNK"}, "AID"),
    ("Benin will open the border at Malanville on Sunday.", {"BEN"}, "CONCEDE"),
    ("Cyprus and Malta are to hold a joint exercise next year.", {"CYP", "MLT"}, "COOPERATE"),
]

NO_PROMISES = [
    "Perhaps Moscow will drop its veto.",
    '"We will all pay a much higher price later," the German minister said.',
    '"Norway will ride it out with them," Norwegian Foreign Minister Espen Lie told reporters.',
    "Analysts said Ghana would relocate its embassy.",
    "The parliament of Togo will vote on the budget on Tuesday.",
    "Estonia said it would agree to nothing.",
    "Cuba will worsen its reputation.",
    "Mali would prefer to settle the dispute with Niger at a table.",
    "Jordan will impose tariffs on Syria if the border stays closed, its trade minister said.",
    "Iceland said it would answer with a drill of its own.",
    "The talks will take place in Geneva.",
    "Seychelles patrols the bank on weekdays.",
    "The law fixes the end of May as its term, Malta's minister said.",
    "Spain offered the families its condolences.",
]


def _promises(nlp: Language, text: str) -> tuple[Commitment, ...]:
    return code_commitments(read(nlp, text), ())


@pytest.mark.parametrize(("text", "obligors", "event"), PROMISES)
def test_a_future_that_somebody_wills_is_promised(nlp: Language, text: str, obligors: set[str], event: str) -> None:
    found = _promises(nlp, text)
    assert [(states(c.obligor), c.event) for c in found if c.event == event] == [(obligors, event)], found


@pytest.mark.parametrize("text", NO_PROMISES)
def test_what_befalls_and_what_may_be_is_no_promise(nlp: Language, text: str) -> None:
    assert not _promises(nlp, text)


def test_an_act_in_the_past_is_no_part_of_a_joined_promise(nlp: Language) -> None:
    found = _promises(nlp, "Laos said it would submit the accord to parliament and hoped to see it signed in May.")
    assert [c.content.split()[0] for c in found] == ["submit"]
