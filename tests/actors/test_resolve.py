from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.actors.gazetteer import load_gazetteer
from communique.actors.references import Mention, MentionKind, References
from communique.actors.resolve import resolve_actors
from communique.language.document import Document
from communique.records import ActorKind, Article, Dateline

if TYPE_CHECKING:
    from spacy.language import Language

GAZETTEER = load_gazetteer()


def read(nlp: Language, text: str, dateline: Dateline | None = None) -> tuple[Document, References]:
    article = Article(id="a", text_digest="d", uri="u", language="en", text=text, dateline=dateline)
    document = Document(article, nlp(text), (), ())
    return document, resolve_actors(document, GAZETTEER)


def find(nlp: Language, text: str, words: str, *, nth: int = 0) -> Mention:
    """The nth mention that ends with these words."""
    document, references = read(nlp, text)
    fits = [m for m in references.mentions if document.doc[m.start : m.end].text.endswith(words)]
    assert len(fits) > nth, [document.doc[m.start : m.end].text for m in references.mentions]
    return fits[nth]


def states(mention: Mention) -> set[str | None]:
    return {r.state for r in mention.refs}


@pytest.mark.parametrize(
    ("text", "words", "state", "sector"),
    [
        ("Lima rejected the proposal of Quito.", "Lima", "PER", "GOV"),
        ("The Peruvian government recalled its envoy.", "government", "PER", "GOV"),
        ("Ghana's parliament approved the treaty.", "parliament", "GHA", "LEG"),
        ("The Thai navy stopped two boats.", "navy", "THA", "MIL"),
        ("The Knesset passed the bill.", "Knesset", "ISR", "LEG"),
        ("The African Union suspended Gabon.", "African Union", None, "IGO"),
        ("Al-Shabaab attacked a convoy near Baidoa.", "Al-Shabaab", "SOM", "REB"),
        ("Chile's central bank raised rates.", "central bank", "CHL", None),
        ("Polish farmers blocked the border with Ukraine.", "farmers", "POL", "AGR"),
        ("Two Norwegian journalists were expelled from Belarus.", "journalists", "NOR", "JRN"),
        ("Amnesty International criticised Qatar.", "Amnesty International", None, "NGO"),
        ("Greece's ambassador to Albania was summoned.", "to Albania", "GRC", "GOV"),
    ],
)
def test_states_and_bodies_have_state_and_sector(
    nlp: Language, text: str, words: str, state: str | None, sector: str | None
) -> None:
    mention = find(nlp, text, words)
    assert states(mention) == {state}
    assert mention.refs[0].sector == sector


@pytest.mark.parametrize(
    ("text", "name", "office", "state"),
    [
        ("Peruvian President Pedro Castillo visited Quito.", "Pedro Castillo", "President", "PER"),
        ("Ghana's Vice President Mahamudu Bawumia spoke.", "Mahamudu Bawumia", "Vice President", "GHA"),
        ("Teodoro Locsin, the Philippine foreign secretary, left.", "Teodoro Locsin", "foreign secretary", "PHL"),
        ("The Kenyan trade minister, Moses Kuria, agreed.", "Moses Kuria", "trade minister", "KEN"),
        ("Juan Mari is the interior minister of Paraguay.", "Juan Mari", "interior minister", "PRY"),
        ("Lithuania's Prime Minister Ingrida Simonyte said no.", "Ingrida Simonyte", "Prime Minister", "LTU"),
        ("The emir of Kuwait, Sheikh Mishal, arrived.", "Mishal", "emir", "KWT"),
        ("Zambian police spokesman Rae Hamoonga said so.", "Rae Hamoonga", "police spokesman", "ZMB"),
    ],
)
def test_people_are_known_by_their_office(nlp: Language, text: str, name: str, office: str, state: str) -> None:
    _, references = read(nlp, text)
    held = {(o.person.name, o.office, o.state) for o in references.offices}
    assert (name, office, state) in held


def test_a_former_office_is_marked(nlp: Language) -> None:
    _, references = read(nlp, "Former Bolivian president Evo Morales met reporters.")
    assert [(o.person.name, o.former, o.person.sector) for o in references.offices] == [("Evo Morales", True, "ELI")]


def test_surnames_and_titles_mean_the_person_named_before(nlp: Language) -> None:
    text = (
        "Chilean Foreign Minister Alberto van Klaveren met Peruvian Foreign Minister Javier González-Olaechea. "
        "Van Klaveren praised the talks. González-Olaechea thanked him. The Chilean minister then flew home."
    )
    assert find(nlp, text, "Klaveren", nth=1).refs[0].name == "Alberto van Klaveren"
    assert find(nlp, text, "González-Olaechea", nth=1).refs[0].state == "PER"
    assert find(nlp, text, "Chilean minister").refs[0].name == "Alberto van Klaveren"


def test_a_counterpart_has_the_office_of_the_other(nlp: Language) -> None:
    text = "Estonian Defence Minister Hanno Pevkur received his Portuguese counterpart, Nuno Melo, in Tallinn."
    melo = find(nlp, text, "Nuno Melo").refs[0]
    assert (melo.state, melo.office) == ("PRT", "Defence Minister")
    assert find(nlp, text, "Portuguese counterpart").refs[0].key == melo.key


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Egypt and Jordan signed a treaty. The two countries will trade.", "two countries", {"EGY", "JOR"}),
        ("Egypt and Jordan signed a treaty. Both sides were pleased.", "Both sides", {"EGY", "JOR"}),
        ("Laos and Thailand met in Vientiane. They agreed on a bridge.", "They", {"LAO", "THA"}),
        ("Serbia accused Albania of spying. It expelled a diplomat.", "It", {"SRB"}),
        ("Sri Lanka thanked Norway. The island nation needs fuel.", "island nation", {"LKA"}),
        ("Nepal and Jamaica set up relations. The Caribbean country will open an embassy.", "country", {"JAM"}),
        ("Malawi and Morocco traded notes. The kingdom promised fertiliser.", "kingdom", {"MAR"}),
        ("Kenya recalled its ambassador from Khartoum.", "ambassador", {"KEN"}),
    ],
)
def test_descriptions_groups_and_pronouns_are_resolved(
    nlp: Language, text: str, words: str, expected: set[str]
) -> None:
    assert states(find(nlp, text, words)) == expected


def test_pronouns_follow_the_speaker(nlp: Language) -> None:
    text = "Romanian President Klaus Iohannis met Hungarian President Katalin Novák. He thanked her for the visit."
    assert find(nlp, text, "He").refs[0].state == "ROU"
    assert find(nlp, text, "her").refs[0].state == "HUN"


@pytest.mark.parametrize("text", ["It is clear that Peru will win.", "It rained in Oslo.", "He left early."])
def test_no_pronoun_is_guessed(nlp: Language, text: str) -> None:
    _, references = read(nlp, text)
    assert [m for m in references.mentions if m.kind is MentionKind.PRONOUN] == []


@pytest.mark.parametrize(
    ("text", "words", "is_place"),
    [
        ("The ministers met in Vienna.", "Vienna", True),
        ("She arrived in Lisbon on Monday.", "Lisbon", True),
        ("He flew to Doha.", "Doha", True),
        ("Riyadh blamed the rebels.", "Riyadh", False),
        ("The note was handed to Ankara.", "Ankara", False),
        ("TUNIS, May 3 (Reuters) - Libya closed the border.", "TUNIS", True),
    ],
)
def test_places_are_told_from_parties(nlp: Language, text: str, words: str, is_place: bool) -> None:
    assert find(nlp, text, words).in_place_role is is_place


def test_a_country_and_its_capital_share_a_key(nlp: Language) -> None:
    text = "Georgia protested. Tbilisi recalled its envoy. The Georgian government was angry."
    keys = {find(nlp, text, words).refs[0].key for words in ("Georgia", "Tbilisi", "government")}
    assert len(keys) == 1


def test_names_inside_names_are_no_states(nlp: Language) -> None:
    document, references = read(nlp, "The striker Michael Jordan and the actress Paris Hilton met in Georgia.")
    assert {s for m in references.mentions for s in states(m) if not m.in_place_role} <= {None}
    assert document.doc


def test_a_person_without_state_gets_that_of_the_sentence(nlp: Language) -> None:
    text = "In Ankara, Foreign Ministry spokesman Oncu Keceli said the note was rejected."
    assert find(nlp, text, "Oncu Keceli").refs[0].state == "TUR"


def test_the_dateline_lends_its_country(nlp: Language) -> None:
    text = "President Mario Abdo signed the law on Friday. The opposition protested."
    _, references = read(nlp, text, Dateline(place="Asunción", country="PRY"))
    assert references.offices[0].state == "PRY"


def test_the_prominent_are_those_who_are_named_most(nlp: Language) -> None:
    text = "Mongolia thanked Japan. Mongolia will buy trains. Mongolia asked Japan for loans. Peru watched."
    _, references = read(nlp, text)
    assert [r.state for r in references.prominent][:2] == ["MNG", "JPN"]


WORDS = [
    *(
        "Peru",
        "Peruvian",
        "Chile",
        "'s",
        "President",
        "the",
        "minister",
        "Ana",
        "María",
        "López",
        "his",
        "counterpart",
        ",",
    ),
    *(
        ".",
        "and",
        "of",
        "in",
        "both",
        "countries",
        "they",
        "it",
        "its",
        "Moscow",
        "blamed",
        "said",
        "Navy",
        "spokesman",
    ),
    *(
        "Captain",
        "-",
        "US-Cuba",
        "(",
        ")",
        "former",
        "leader",
        "island",
        "nation",
        "\n\n",
        "U.S.",
        "Foreign",
        "Ministry",
    ),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), max_size=40))
def test_mentions_lie_in_the_text_and_heads_are_distinct(nlp: Language, words: list[str]) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    document, references = read(nlp, text)
    heads = [m.head for m in references.mentions]
    assert len(heads) == len(set(heads))
    assert all(0 <= m.start < m.end <= len(document.doc) for m in references.mentions)
    assert all(m.start <= m.head < m.end for m in references.mentions)
    assert all(m.refs for m in references.mentions)
    assert all(
        r.span is not None and 0 <= r.span.start < r.span.end <= len(text) for m in references.mentions for r in m.refs
    )


def test_resolving_twice_gives_the_same(nlp: Language) -> None:
    text = "Cambodian Prime Minister Hun Manet met his Thai counterpart in Paris. Both sides agreed. He thanked France."
    assert read(nlp, text)[1] == read(nlp, text)[1]


def test_another_georgia_is_no_state(nlp: Language) -> None:
    _, references = read(nlp, "Georgia Governor Brian Kemp signed a law in Atlanta on Friday.")
    assert "GEO" not in {s for m in references.mentions for s in states(m)}


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        (
            "Greek Prime Minister Ana Doe will visit Ankara, government spokesman Leo Vlachos said.",
            "Leo Vlachos",
            "GRC",
        ),
        ("The Chilean government welcomed President Reyes. Santiago hopes for Lima's help.", "government", "CHL"),
        ("Berlin and Rome spoke. The EU and its spokesman, Eric Maas, agreed.", "Eric Maas", None),
        ("Ugandan officials met. Ethopia sent a note.", "Ethopia", "ETH"),
        ("Israeli right-winger Dan Levi called for talks.", "Dan Levi", "ISR"),
        ("The judges of the International Court of Justice met. The judges rejected the claim.", "judges", None),
    ],
)
def test_states_of_people_come_from_the_words_around(nlp: Language, text: str, words: str, state: str | None) -> None:
    assert states(find(nlp, text, words)) == {state}


def test_names_with_small_halves_stay_whole(nlp: Language) -> None:
    names = {
        r.name
        for m in read(nlp, "South Korean envoy Lee Jun-il met Taiwan's President Tsai Ing-wen.")[1].mentions
        for r in m.refs
    }
    assert {"Lee Jun-il", "Tsai Ing-wen"} <= names


def test_arabic_articles_do_not_part_a_person(nlp: Language) -> None:
    text = "Sudanese army chief Abdel Fattah al-Burhan refused. Burhan then left for Cairo."
    assert find(nlp, text, "Burhan", nth=1).refs[0].state == "SDN"


def test_agencies_of_datelines_are_no_parties(nlp: Language) -> None:
    document, references = read(nlp, "OSLO, May 2 (Reuters) - Norway sent rice to Togo.")
    assert "Reuters" not in {document.doc[m.start : m.end].text for m in references.mentions}


def test_an_era_is_no_party(nlp: Language) -> None:
    _, references = read(nlp, "Peru and Chile agreed to talk about a Soviet-era loan.")
    assert {r.state for m in references.mentions for r in m.refs} == {"PER", "CHL"}


def test_a_name_ends_before_its_sentence_does(nlp: Language) -> None:
    text = "Peru's minister of trade, Rosa Quispe.\n\nChile thanked Minister Quispe.\n\nQuispe thanked Chile."
    _, references = read(nlp, text)
    assert not [r.name for m in references.mentions for r in m.refs if r.name.endswith(".")]


def test_a_currency_is_nobody(nlp: Language) -> None:
    _, references = read(
        nlp, "China gave Tonga 6.2 million U.S. dollars. The Saudi crown prince gave two Swiss watches."
    )
    assert {s for m in references.mentions for s in states(m)} >= {"CHN", "TON", "SAU", "CHE"}
    assert "USA" not in {s for m in references.mentions for s in states(m)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Minister of Foreign Affairs Keo Vannak flew to Peru.", "Keo Vannak"),
        ("He met Deputy Prime Minister and Minister of Foreign Affairs and Trade Keo Vannak.", "Keo Vannak"),
        ("Secretary of State for Rural Development Ana Prado spoke for Angola.", "Ana Prado"),
    ],
)
def test_what_an_office_is_for_is_no_part_of_a_name(nlp: Language, text: str, name: str) -> None:
    _, references = read(nlp, text)
    assert {r.name for m in references.mentions for r in m.refs if r.kind is ActorKind.PERSON} == {name}


def test_two_offices_before_a_name_have_one_bearer(nlp: Language) -> None:
    text = "Zambian Vice President and Minister of Commerce Mulenga Banda left for Harare."
    assert find(nlp, text, "Vice President").refs[0].key == find(nlp, text, "Mulenga Banda").refs[0].key


def test_who_owns_the_second_of_two_nouns_owns_the_first(nlp: Language) -> None:
    text = "The envoy thanked the government and people of Chad."
    assert states(find(nlp, text, "government")) == {"TCD"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("African Development Bank", "Asian Development Bank"),
        ("Group of 20", "Group of 77"),
        ("Arctic Council", "European Free Trade Association"),
        ("Reporters Without Borders", "Doctors Without Borders"),
    ],
)
def test_bodies_with_like_names_are_not_one(nlp: Language, one: str, other: str) -> None:
    first, second = (find(nlp, f"The {name} lent money to Niger.", name).refs[0] for name in (one, other))
    assert first.key != second.key
    assert first.name != second.name
