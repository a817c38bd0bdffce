from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from statements_help import read

from communique.coding.events import code_events
from communique.coding.lexicon import load_lexicon
from communique.coding.positions import code_positions

if TYPE_CHECKING:
    from spacy.language import Language

# text, {(state of the holder, stance)}, words of the issue
POSITIONS = [
    ("Peru supports the Chilean proposal for a free trade zone.", {("PER", "support")}, "the Chilean proposal"),
    ("Estonia opposes any dialogue with Belarus on border issues.", {("EST", "oppose")}, "any dialogue with Belarus"),
    (
        "Ghana and Togo voted against the draft resolution, while Nigeria abstained.",
        {("GHA", "oppose"), ("TGO", "oppose")},
        "draft",
    ),
    ("The Finnish parliament voted in favour of NATO membership in March.", {("FIN", "support")}, "NATO membership"),
    ("Serbia does not recognize Kosovo's independence.", {("SRB", "oppose")}, "Kosovo's independence"),
    ("Morocco's autonomy plan was backed by Spain in March 2022.", {("ESP", "support")}, "autonomy plan"),
    (
        "The Polish Senate adopted a resolution condemning Russia's occupation of Abkhazia.",
        {("POL", "oppose")},
        "occupation",
    ),
    ("Malaysia voiced its support for the two-state solution.", {("MYS", "support")}, "the two-state solution"),
    ("Ethiopia objects to Egypt's demand for a binding agreement on the dam.", {("ETH", "oppose")}, "Egypt's demand"),
    (
        "Armenian Foreign Minister Ararat Mirzoyan described the checkpoint as illegal.",
        {("ARM", "oppose")},
        "the checkpoint",
    ),
    (
        "Pakistan welcomed the ruling, but India called it null and void.",
        {("PAK", "support"), ("IND", "oppose")},
        "the ruling",
    ),
    ("Greece is opposed to the maritime deal between Turkey and Libya.", {("GRC", "oppose")}, "the maritime deal"),
    ("Norway supports Kenya in defending its borders.", {("NOR", "support")}, "defending its borders"),
    ("Kenya condemned the bombing of the hotel in Mogadishu.", {("KEN", "oppose")}, "the bombing of the hotel"),
    ("Uruguay voiced concern at Paraguay's decision to dredge the river.", {("URY", "oppose")}, "to dredge the river"),
    ("Finland deplored the decision of the court to free him.", {("FIN", "oppose")}, "to free him"),
    ("Slovakia, an opponent of the migration pact, stayed away.", {("SVK", "oppose")}, "the migration pact"),
    ("Austria's backing for the gas pipeline is unchanged.", {("AUT", "support")}, "the gas pipeline"),
    ("The plan met with opposition from Slovenia.", {("SVN", "oppose")}, "The plan"),
    ("The plan has the support of Estonia.", {("EST", "support")}, "The plan"),
    ("Panama proposed a joint patrol, an idea that Ecuador welcomed.", {("ECU", "support")}, "a joint patrol"),
    ("Lithuania held drills in Nida, which Belarus branded a provocation.", {("BLR", "oppose")}, "drills"),
    (
        "Kuwait sided with Oman in the dispute over the gas field.",
        {("KWT", "support")},
        "the dispute over the gas field",
    ),
    ("Belize waved the report away as a fairy tale.", {("BLZ", "oppose")}, "the report"),
    # Sides that only the coder of events reads.
    ("Oman voiced its unhappiness with the deal between Cyprus and Malta.", {("OMN", "oppose")}, "the deal"),
    ("Nepal regretted that Bhutan had shut the border without notice.", {("NPL", "oppose")}, "had shut the border"),
    ("Russia vetoed the resolution on the lake.", {("RUS", "oppose")}, "the resolution"),
    ("The move was denounced by Chad and welcomed by Niger.", {("TCD", "oppose"), ("NER", "support")}, "The move"),
    ("Togo lodged a protest note with Benin over the arrest of two officers.", {("TGO", "oppose")}, "the arrest"),
    ("Latvia's parliament approved the border treaty with Belarus.", {("LVA", "support")}, "treaty with Belarus"),
    # Nouns of a stance that are joined, conveyed or raised by somebody.
    ("Jordan conveyed its rejection and denunciation of the raid.", {("JOR", "oppose")}, "the raid"),
    ("The plan was adopted despite objections raised by Chile.", {("CHL", "oppose")}, "The plan"),
    # Votes and stances without a verb or an object.
    (
        "Austria was in favour of the quota, Hungary against.",
        {("AUT", "support"), ("HUN", "oppose")},
        "the quota",
    ),
    (
        "Kenya proposed a canal. Uganda was in favour, but Rwanda was against.",
        {("UGA", "support"), ("RWA", "oppose")},
        "a canal",
    ),
    ("Fiji's parliament voted 31-9 to approve the loan agreement.", {("FJI", "support")}, "the loan agreement"),
    ("Palau's congress passed a resolution calling for the return of the wreck.", {("PLW", "support")}, "the return"),
    # What is upheld.
    ("Sweden stressed that Armenia's territorial integrity must be respected.", {("SWE", "support")}, "integrity"),
    ("Egypt reaffirmed the centrality of the Palestinian cause.", {("EGY", "support")}, "the centrality of"),
    ("The Bulgarian president said he did not agree with the sale of the port.", {("BGR", "oppose")}, "the sale"),
    ("The Kremlin said on Monday it was firmly against the deployment.", {("RUS", "oppose")}, "the deployment"),
    # Denied assent, support announced, and a stance on what somebody asks.
    (
        "Estonian Prime Minister M. Saar said Tallinn could not agree to the merger.",
        {("EST", "oppose")},
        "the merger",
    ),
    ("Palau will support the motion, Foreign Minister Ann Tmetuchl said.", {("PLW", "support")}, "the motion"),
    (
        "Bahrain opposes Qatar's request for a corridor, and Oman has also voiced its opposition.",
        {("BHR", "oppose"), ("OMN", "oppose")},
        "request for a corridor",
    ),
    ("The Nepali parliament on Friday approved a motion allowing the drills.", {("NPL", "support")}, "a motion"),
    # Phrases of an act belong to it, though the parse hangs them on the verb.
    ("Iran slammed the seizure of its tanker by Greece on Monday.", {("IRN", "oppose")}, "its tanker by Greece"),
    ("Malta has reservations about the mission.", {("MLT", "oppose")}, "the mission"),
    (
        "The text was adopted with Laos voting against. Cuba was among those that voted no.",
        {("LAO", "oppose"), ("CUB", "oppose")},
        "text",
    ),
    ("Denmark came out in support of the tribunal.", {("DNK", "support")}, "the tribunal"),
    ("Belarus cast the only vote against the resolution.", {("BLR", "oppose")}, "the resolution"),
    ("Tunisia protested against the arrest of its consul.", {("TUN", "oppose")}, "the arrest of its consul"),
    ("India refused to endorse the Belt and Road initiative.", {("IND", "oppose")}, "initiative"),
]


@pytest.mark.parametrize(("text", "expected", "words"), POSITIONS)
def test_who_stands_where(nlp: Language, text: str, expected: set[tuple[str, str]], words: str) -> None:
    context = read(nlp, text)
    found = code_positions(context, code_events(context, load_lexicon("en")))
    assert {(p.holder.state, p.stance.value) for p in found} == expected
    assert all(words in p.issue for p in found)
    assert len({p.issue_id for p in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Latvia asked Germany to support its bid for the seat.",
        "If Hungary vetoed the plan, Slovakia would support it.",
        "Cyprus praised the courage of the firefighters.",
        "The judges rejected Peru's argument.",
        "Latvia said it would support the motion if Poland paid.",
        "Togo has never supported these rebels.",
        "Finland supports Estonia.",  # a state is no issue
        "Malta welcomed the Chilean president.",
        "Oman rejected the accusation that it had armed the rebels.",  # a denial
        "The coach rejected criticism of his players.",
        "Finland voiced concern at the situation in Chad.",
        # What only the words of an event seem to take a side on.
        "Mali's president will not attend the parade in Algiers.",
        "Malawi declined an invitation to the parade in Lusaka.",
        "Samoa described the plan as useful but insufficient.",
        "Tonga recognised neither the vote nor its outcome.",
        "Congo's army said it had shot down a drone over Walikale.",
    ],
)
def test_requests_conditions_and_courtesies_are_no_positions(nlp: Language, text: str) -> None:
    context = read(nlp, text)
    assert code_positions(context, code_events(context, load_lexicon("en"))) == ()


def test_times_of_one_holder_are_not_the_others(nlp: Language) -> None:
    text = (
        "The Peruvian Congress has passed a resolution condemning the blockade since 2014, "
        "while the Chilean Senate has done so since 2017."
    )
    found = {p.holder.state: p.since for p in code_positions(read(nlp, text), ())}
    assert found == {"PER": "2014", "CHL": "2017"}


def test_one_issue_in_other_words_has_one_id(nlp: Language) -> None:
    texts = ("Peru opposes the Greek embargo against Malta.", "Chile rejected the blockade of Malta by Greece.")
    first, second = (code_positions(read(nlp, t), ())[0].issue_id for t in texts)
    assert first == second


def test_a_vote_without_an_object_takes_the_text_before(nlp: Language) -> None:
    text = "Togo and Benin voted against the draft resolution. Ghana and Niger voted in favour."
    context = read(nlp, text)
    found = code_positions(context, code_events(context, load_lexicon("en")))
    assert {(p.holder.state, p.stance.value) for p in found} >= {("GHA", "support"), ("NER", "support")}
    assert len({p.issue_id for p in found}) == 1


def test_a_judging_adjective_in_somebodys_words_is_a_position(nlp: Language) -> None:
    text = 'Peru is hit by the effects of an illegal blockade by Chile," Bolivian President Luis Arce said.'
    found = code_positions(read(nlp, '"' + text), ())
    assert ("BOL", "oppose") in {(p.holder.state, p.stance.value) for p in found}


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("The sovereignty of Moldova is sacrosanct for us", "support"),
        ("This embargo is an act of war", "oppose"),
        ("The export ban is unfair and must go", "oppose"),
        ("The raid violates the law of the sea", "oppose"),
    ],
)
def test_own_words_tell_where_the_speaker_stands(nlp: Language, words: str, stance: str) -> None:
    found = code_positions(read(nlp, f'"{words}," Qatari Foreign Minister Hamad Saleh said.'), ())
    assert [(p.holder.state, p.stance.value) for p in found] == [("QAT", stance)]


def test_a_vote_after_a_condemnation_is_on_the_text(nlp: Language) -> None:
    text = "The General Assembly adopted a resolution condemning the coup in Mali. Belarus alone voted no."
    found = {p.holder.state: p.issue for p in code_positions(read(nlp, text), ())}
    assert found["BLR"].startswith("a resolution")


def test_ever_since_looks_back_to_the_time_told(nlp: Language) -> None:
    text = "The court dismissed the Kenyan claim in 2014, a ruling that Nairobi has rejected ever since."
    (found,) = code_positions(read(nlp, text), ())
    assert (found.holder.state, found.since) == ("KEN", "2014")
