"""What makes two reports one event, and what keeps them apart, rule by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.merging import Merged, merge
from communique.merging.likeness import compare, rules_out
from communique.merging.people import find_actors
from communique.merging.reports import read_report
from communique.records import ActorRef, Article, Event, EventType, Modality, Span
from factories import make_article, make_event, make_quantity, person, state

T = EventType
TOGO, BENIN = [state("TGO")], [state("BEN")]
Told = tuple[Article, Event]


def told(
    text: str,
    words: str,
    event: EventType,
    *,
    actor: list[ActorRef] = TOGO,
    recipient: list[ActorRef] = BENIN,
    published: str = "2022-05-04",
    start: str | None = "2022-05-03",
    **fields: object,
) -> Told:
    article = make_article(f"{text}{published}", text, published=published)
    evidence = (Span(article=article.id, start=0, end=len(text)),)
    made = make_event(
        article,
        words,
        event,
        actor=actor,
        recipient=recipient,
        start=start,
        evidence=evidence,
        **fields,  # type: ignore[arg-type]
    )
    return article, made


def merged(*pairs: Told) -> Merged:
    return merge([a for a, _ in pairs], [e for _, e in pairs])


def are_one(*pairs: Told) -> bool:
    return len(merged(*pairs).happenings) == 1


SUGAR = told("Togo signed an agreement on sugar with Benin.", "signed", T.SUPPORT)
STRIKE = told("Togo shelled a mill near Kpalime in Benin.", "shelled", T.ASSAULT)


@pytest.mark.parametrize(
    ("text", "words", "one"),
    [
        ("An accord on sugar was signed by Benin and Togo.", "signed", True),
        ("Togo signed an agreement on border patrols with Benin.", "signed", False),
        # Nothing is told that could be another matter.
        ("Togo signed with Benin.", "signed", True),
    ],
)
def test_the_matter_tells_two_acts_of_one_day_apart(text: str, words: str, one: bool) -> None:
    assert are_one(SUGAR, told(text, words, T.SUPPORT)) is one


@pytest.mark.parametrize(
    ("text", "start", "one"),
    [
        ("Guns of Togo hit a mill near Kpalime in Benin.", "2022-05-03", True),
        ("Guns of Togo hit a mill near Natitingou in Benin.", "2022-05-03", False),
        ("Guns of Togo hit a mill near Kpalime in Benin.", "2022-05-05", False),
    ],
)
def test_strikes_in_rows_are_told_by_place_and_day(text: str, start: str, one: bool) -> None:
    assert are_one(STRIKE, told(text, "hit", T.ASSAULT, start=start)) is one


@pytest.mark.parametrize(("published", "one"), [("2022-05-04", True), ("2022-05-05", False)])
def test_a_day_too_many_is_an_error_only_in_papers_of_one_day(published: str, one: bool) -> None:
    words = "Togo shelled a mill and a chapel near Kpalime in Benin"
    pairs = (
        told(f"{words}.", "shelled", T.ASSAULT),
        told(f"{words}, farmers said.", "shelled", T.ASSAULT, start="2022-05-02", published=published),
    )
    assert are_one(*pairs) is one


def test_each_side_may_say_that_the_other_began() -> None:
    mine = told("Togo fired on troops of Benin near Kpalime.", "fired", T.ASSAULT)
    theirs = told("Benin fired on troops of Togo near Kpalime.", "fired", T.ASSAULT, actor=BENIN, recipient=TOGO)
    elsewhere = told("Benin fired on troops of Togo near Lome.", "fired", T.ASSAULT, actor=BENIN, recipient=TOGO)
    [fight] = merged(mine, theirs).happenings
    assert {d.field: {v.value for v in d.values} for d in fight.disagreements} == {"actor": {"Togo", "Benin"}}
    assert not are_one(mine, elsewhere)


def test_what_one_does_is_not_what_the_other_does() -> None:
    mine = told("Togo thanked Benin for rice.", "thanked", T.SUPPORT)
    assert not are_one(mine, told("Benin thanked Togo for rice.", "thanked", T.SUPPORT, actor=BENIN, recipient=TOGO))


@pytest.mark.parametrize(
    ("text", "one"), [("Togo burned flags of Benin at a match.", True), ("Togo burned flags at a match.", False)]
)
def test_a_party_on_both_sides_leaves_open_who_is_meant(text: str, one: bool) -> None:
    sure = told("Togo burned flags of Benin at a football match.", "burned", T.ACCUSE)
    assert are_one(sure, told(text, "burned", T.ACCUSE, recipient=TOGO)) is one


def test_the_other_side_may_only_be_named_beside() -> None:
    sure = told("Togo massed tanks and guns at the border with Benin.", "massed", T.MOBILIZE)
    assert are_one(
        sure, told("Benin said that Togo moved tanks and guns to the frontier.", "moved", T.MOBILIZE, recipient=[])
    )


@pytest.mark.parametrize(("turn", "one"), [("third", True), ("fourth", False)])
def test_another_round_is_another_meeting(turn: str, one: bool) -> None:
    first = told("Togo and Benin held a third round of talks.", "held a third round of talks", T.CONSULT)
    assert are_one(first, told(f"Benin and Togo met for a {turn} round.", "met", T.CONSULT)) is one


def test_a_second_day_of_talks_is_not_the_first() -> None:
    first = told("Togo and Benin met in Kara on fish.", "met", T.CONSULT)
    assert are_one(first, told("Togo and Benin met in Kara on fish again.", "met", T.CONSULT, start="2022-05-04"))
    second = "Togo and Benin met in Kara on fish for a second day."
    assert not are_one(first, told(second, "met", T.CONSULT, start="2022-05-04"))


def test_a_line_written_anew_each_year_is_no_copy() -> None:
    line = "Togo and Benin began their yearly exercise."
    years = [
        told(line, "exercise", T.COOPERATE, published=f"{year}-05-04", start=f"{year}-05-03") for year in (2021, 2022)
    ]
    assert not are_one(*years)


def test_amounts_that_are_nearly_the_same_speak_for_one_event() -> None:
    def shipment(number: int) -> Told:
        text = f"Togo gave Benin {number} tonnes of various things that it had, and took some back, for its schools."
        article, event = told(text, "gave", T.AID, start=None)
        amount = make_quantity(article, f"{number} tonnes", number, unit="tonne", of="things")
        return article, replace(event, quantities=(amount,))

    [one] = merged(shipment(150), shipment(165)).happenings
    assert "amounts alike: 150 tonne, 165 tonne" in one.why


@pytest.mark.parametrize(("words", "one"), [("blockade", True), ("sanctions", False)])
def test_a_standing_state_is_recalled_by_its_name(words: str, one: bool) -> None:
    past = {"start": None, "modality": Modality.HISTORICAL}
    first = told("Benin has lived under an embargo of Togo.", "embargo", T.SANCTION, **past)  # type: ignore[arg-type]
    other = told(f"The {words} of Benin by Togo must end.", words, T.SANCTION, **past)  # type: ignore[arg-type]
    assert are_one(first, other) is one


def test_an_office_in_other_words_is_no_disagreement() -> None:
    pairs = [
        told(text, "thanked", T.SUPPORT, actor=[person("Adjo Mensah", "TGO", office)])
        for text, office in (
            ("Adjo Mensah thanked Benin for rice.", "premier"),
            ("Adjo Mensah thanked Benin for its rice.", "Prime Minister"),
        )
    ]
    [one] = merged(*pairs).happenings
    assert one.disagreements == ()


_TEXT = st.lists(
    st.sampled_from(["troops", "Kara", "sugar", "third round", "40", "border", "Lome", "visited", "met", "seized"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@st.composite
def reports(draw: st.DrawFn) -> Told:
    sides = st.sampled_from([TOGO, BENIN, [*TOGO, *BENIN], [state("GHA")]])
    text = f"{draw(_TEXT)} of Togo and Benin."
    return told(
        text,
        text.split(maxsplit=1)[0],
        draw(st.sampled_from([T.CONSULT, T.ASSAULT, T.SUPPORT, T.AGREE])),
        actor=draw(sides),
        recipient=draw(st.one_of(sides, st.just([]))),
        published=draw(st.sampled_from(["2022-05-04", "2022-05-05"])),
        start=draw(st.sampled_from([None, "2022-05", "2022-05-03", "2022-05-04"])),
        modality=draw(st.sampled_from([Modality.ACTUAL, Modality.HISTORICAL])),
    )


@given(one=reports(), other=reports())
def test_likeness_is_the_same_from_either_side(one: Told, other: Told) -> None:
    directory = find_actors([one[0], other[0]], [one[1], other[1]])
    a, b = (read_report(event, article, directory=directory, duplicates={}) for article, event in (one, other))
    assert rules_out(a, b) == rules_out(b, a)
    mine, theirs = compare(a, b), compare(b, a)
    assert (mine and mine.points) == (theirs and theirs.points)
    assert mine is None or not rules_out(a, b)
