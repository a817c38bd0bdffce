"""Reports of one real-world event become one happening; different events stay apart."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.merging import Merged, merge
from communique.records import Article, Coded, Event, EventType, Happening, Modality, Place
from factories import make_article, make_event, make_quantity, person, state

T = EventType
OKORO = person("Adaeze Okoro", "NGA", "Foreign Minister")
OKORO_LONG = person("Adaeze N. Okoro", "NGA", "Foreign Minister")
DIALLO = person("Mariam Diallo", "SEN", "President")


def meeting(
    name: str, text: str, *, published: str, start: str | None = None, **fields: object
) -> tuple[Article, Event]:
    article = make_article(name, text, published=published)
    actor = fields.pop("actor", [OKORO])
    recipient = fields.pop("recipient", [DIALLO])
    event = make_event(article, text, T.CONSULT, actor=actor, recipient=recipient, start=start, **fields)  # type: ignore[arg-type]
    return article, event


def merge_pairs(*pairs: tuple[Article, Event]) -> Merged:
    return merge([a for a, _ in pairs], [e for _, e in pairs])


def reports_of(merged: Merged) -> set[frozenset[str]]:
    return {frozenset(h.reports) for h in merged.happenings}


FIRST = meeting(
    "a", "Okoro met Diallo in Dakar to talk about fishing rights.", published="2022-05-10", start="2022-05-09"
)
SAME = meeting(
    "b", "In Dakar, Nigeria's envoy held talks on fish with the host.", published="2022-05-11", start="2022-05-09"
)
NEXT_DAY = meeting(
    "c", "Okoro and Diallo discussed fishing rights in Dakar.", published="2022-05-11", start="2022-05-10"
)
LATER = meeting(
    "d", "Okoro met Diallo in Dakar to talk about fishing rights.", published="2022-07-10", start="2022-07-09"
)
OTHER_HOST = meeting(
    "e",
    "Okoro also met the trade minister.",
    published="2022-05-10",
    start="2022-05-09",
    recipient=[person("Awa Ndiaye", "SEN")],
)
OTHER_STATE = meeting(
    "f",
    "Okoro met Diallo in Dakar.",
    published="2022-05-10",
    start="2022-05-09",
    recipient=[person("Awa Ndiaye", "MLI")],
)


@pytest.mark.parametrize("other", [SAME, NEXT_DAY], ids=["same day", "a day apart in the same words"])
def test_reports_of_one_meeting_are_one_happening(other: tuple[Article, Event]) -> None:
    [happening] = merge_pairs(FIRST, other).happenings
    assert happening.reports == (FIRST[1].id, other[1].id)
    assert happening.sources == (FIRST[0].id, other[0].id)
    assert happening.independent_sources == 2
    assert happening.evidence == (*FIRST[1].evidence, *other[1].evidence)
    assert happening.confidence > FIRST[1].confidence
    assert happening.rule == "happening.joined"
    assert "both CONSULT" in happening.why
    assert "same parties: NGA, SEN" in happening.why


@pytest.mark.parametrize(
    "other", [LATER, OTHER_HOST, OTHER_STATE], ids=["two months later", "another host", "another state"]
)
def test_other_meetings_stay_apart(other: tuple[Article, Event]) -> None:
    merged = merge_pairs(FIRST, other)
    assert len(merged.happenings) == 2
    assert all(h.why == () and h.rule == "happening.single" for h in merged.happenings)


def test_a_happening_keeps_its_id_when_later_articles_come() -> None:
    [alone] = merge_pairs(FIRST).happenings
    assert alone.id in {h.id for h in merge_pairs(FIRST, SAME, LATER).happenings}


def test_a_recollection_joins_the_event_that_it_recalls() -> None:
    told_in, told = aid("b1", "Peru sent 40 tonnes of vaccines and tents to Fiji after the cyclone.", "2020-12-20")
    other_in, other = aid("b2", "Peru sent 40 buses to Fiji for its schools.", "2020-03-02")
    article = make_article(
        "b3", "Fiji remembers the vaccines that Peru gave after the cyclone.", published="2023-04-01"
    )
    recalled = make_event(
        article, article.text, T.AID, actor=[state("PER")], recipient=[state("FJI")], modality=Modality.HISTORICAL
    )
    merged = merge([told_in, other_in, article], [recalled, other, told])
    assert reports_of(merged) == {frozenset((told.id, recalled.id)), frozenset((other.id,))}
    joined = next(h for h in merged.happenings if len(h.reports) == 2)
    assert joined.modality is Modality.ACTUAL
    assert joined.id == merge([told_in], [told]).happenings[0].id


def aid(name: str, text: str, published: str, **fields: object) -> tuple[Article, Event]:
    article = make_article(name, text, published=published)
    return article, make_event(article, text, T.AID, actor=[state("PER")], recipient=[state("FJI")], **fields)  # type: ignore[arg-type]


def test_nothing_is_recalled_before_it_happened() -> None:
    article = make_article(
        "b4", "Fiji remembers the vaccines that Peru gave after the cyclone.", published="2019-04-01"
    )
    recalled = make_event(
        article, article.text, T.AID, actor=[state("PER")], recipient=[state("FJI")], modality=Modality.HISTORICAL
    )
    told_in, told = aid("b1", "Peru sent 40 tonnes of vaccines and tents to Fiji after the cyclone.", "2020-12-20")
    assert len(merge([told_in, article], [told, recalled]).happenings) == 2


def test_daily_strikes_are_not_chained_into_one() -> None:
    pairs = []
    for day in range(1, 8):
        article = make_article(
            f"s{day}", f"Wakanda shelled the port of Zamunda on 0{day} May.", published=f"2022-05-0{day}"
        )
        event = make_event(
            article, article.text, T.ASSAULT, actor=[state("WAK")], recipient=[state("ZAM")], start=f"2022-05-0{day}"
        )
        pairs.append((article, event))
    assert len(merge_pairs(*pairs).happenings) == 7


def test_two_acts_in_one_sentence_are_two() -> None:
    article = make_article("two", "Togo and Benin agreed to open a bridge and agreed to lower fees.")
    parties = [state("TGO"), state("BEN")]
    events = [
        make_event(article, words, T.AGREE, actor=parties, evidence=(whole(article),))
        for words in ("agreed to open", "agreed to lower")
    ]
    assert len(merge([article], events).happenings) == 2


def whole(article: Article):  # type: ignore[no-untyped-def]
    from communique.records import Span

    return Span(article=article.id, start=0, end=len(article.text))


@pytest.mark.parametrize("modality", [Modality.FUTURE, Modality.HYPOTHETICAL, Modality.NEGATED])
def test_what_did_not_happen_is_no_happening(modality: Modality) -> None:
    article, event = meeting("g", "Okoro may meet Diallo.", published="2022-05-10", modality=modality)
    assert merge([article], [event]).happenings == ()


def test_reports_that_differ_are_shown_side_by_side() -> None:
    one_in = make_article("d1", "Peru sent over 200 tonnes of vaccines to Fiji on 3 May.", published="2022-05-04")
    two_in = make_article("d2", "Peru sent 180 tonnes of vaccines to Fiji on 4 May.", published="2022-05-05")
    events = []
    for article, day, number, op, city in ((one_in, "03", 200, ">", "Suva"), (two_in, "04", 180, "=", "Nadi")):
        amount = make_quantity(article, f"{number} tonnes", number, unit="tonne", of="vaccines", op=op)
        events.append(
            make_event(
                article,
                article.text,
                T.AID,
                actor=[person("Ana Ruiz", "PER", "Health Minister" if city == "Suva" else "Defence Minister")],
                recipient=[state("FJI")],
                start=f"2022-05-{day}",
                quantities=(amount,),
                place=Place(name=city, country="FJI"),
            )
        )
    [happening] = merge([one_in, two_in], events).happenings
    found = {d.field: [v.value for v in d.values] for d in happening.disagreements}
    assert found == {
        "start": ["2022-05-03", "2022-05-04"],
        "place": ["Suva", "Nadi"],
        "quantities": ["> 200 tonne vaccines", "180 tonne vaccines"],
        "office": ["Ana Ruiz: Health Minister", "Ana Ruiz: Defence Minister"],
    }
    assert all(v.evidence for d in happening.disagreements for v in d.values)


def test_a_month_and_a_day_in_it_agree_and_so_do_more_than_100_and_120() -> None:
    one_in, _ = aid("m1", "Peru sent over 100 tonnes of vaccines to Fiji in May.", "2022-05-30")
    two_in, _ = aid("m2", "Peru sent 120 tonnes of vaccines to Fiji on 4 May.", "2022-05-05")
    events = [
        make_event(
            article,
            article.text,
            T.AID,
            actor=[state("PER")],
            recipient=[state("FJI")],
            start=start,
            quantities=(make_quantity(article, f"{number} tonnes", number, unit="tonne", of="vaccines", op=op),),
        )
        for article, start, number, op in ((one_in, "2022-05", 100, ">"), (two_in, "2022-05-04", 120, "="))
    ]
    [happening] = merge([one_in, two_in], events).happenings
    assert happening.disagreements == ()
    assert happening.start == "2022-05-04"


def test_stories_of_one_agency_are_one_source() -> None:
    words = "Okoro met Diallo in Dakar to talk about fishing rights."
    pairs = []
    for name, agency in (("x", "Tidings"), ("y", "TIDINGS"), ("z", None)):
        article = make_article(name, f"{words} Note {name}.", agency=agency, published="2022-05-10")
        pairs.append(
            (article, make_event(article, words, T.CONSULT, actor=[OKORO], recipient=[DIALLO], start="2022-05-09"))
        )
    [happening] = merge_pairs(*pairs).happenings
    assert (len(happening.sources), happening.independent_sources) == (3, 2)


def test_a_minister_stands_for_her_state_and_both_spellings_for_one_person() -> None:
    text = "Okoro visited Dakar for talks on fish."
    pairs = [
        meeting("p1", text, published="2022-05-10", start="2022-05-09", actor=[OKORO], recipient=[state("SEN")]),
        meeting("p2", text, published="2022-05-10", start="2022-05-09", actor=[OKORO_LONG], recipient=[DIALLO]),
        meeting("p3", text, published="2022-05-10", start="2022-05-09", actor=[state("NGA")], recipient=[DIALLO]),
    ]
    [happening] = merge_pairs(*pairs).happenings
    assert [r.name for r in happening.actor] in (["Adaeze Okoro"], ["Adaeze N. Okoro"])
    assert [r.name for r in happening.recipient] == ["Mariam Diallo"]


POOL: list[tuple[Article, Event]] = [FIRST, SAME, NEXT_DAY, LATER, OTHER_HOST, OTHER_STATE]


@given(order=st.randoms(use_true_random=False), count=st.integers(2, len(POOL)))
@settings(max_examples=40, deadline=None)
def test_the_order_of_articles_changes_no_happening(order: random.Random, count: int) -> None:
    pairs = POOL[:count]
    expected = merge_pairs(*pairs)
    articles: list[Article] = [a for a, _ in pairs]
    records: list[Coded] = [e for _, e in pairs]
    order.shuffle(articles)
    order.shuffle(records)
    assert merge(articles, records) == expected


_DAYS = st.sampled_from([None, "2022", "2022-05", "2022-05-01", "2022-05-02", "2022-05-03"])
_WORDS = st.lists(st.sampled_from(["cotton", "railway", "harbour", "visa", "wheat", "treaty"]), min_size=1, max_size=4)


@st.composite
def reports(draw: st.DrawFn) -> tuple[Article, Event]:
    number = draw(st.integers(0, 10**6))
    text = f"Report on {' and '.join(draw(_WORDS))}."
    article = make_article(
        f"r{number}", text, published=draw(st.sampled_from(["2022-05-02", "2022-05-04", "2023-01-01"]))
    )
    parties = draw(st.permutations(["TGO", "BEN", "GHA"]))
    event = make_event(
        article,
        text,
        draw(st.sampled_from([T.CONSULT, T.AGREE, T.SUPPORT, T.AID, T.ASSAULT])),
        actor=[state(parties[0])],
        recipient=[state(parties[1])],
        start=draw(_DAYS),
        modality=draw(st.sampled_from([Modality.ACTUAL, Modality.HISTORICAL])),
    )
    return article, event


@given(pairs=st.lists(reports(), max_size=14, unique_by=lambda p: p[0].id), order=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_every_report_is_in_one_happening_whatever_the_order(
    pairs: list[tuple[Article, Event]], order: random.Random
) -> None:
    merged = merge_pairs(*pairs)
    told = [r for h in merged.happenings for r in h.reports]
    assert sorted(told) == sorted(e.id for _, e in pairs)
    texts = {a.id: a.text for a, _ in pairs}
    assert all(s.cut(texts[s.article]) for h in merged.happenings for s in h.evidence)
    order.shuffle(pairs)
    assert merge_pairs(*pairs) == merged


def test_ids_do_not_depend_on_the_run() -> None:
    first: tuple[Happening, ...] = merge_pairs(*POOL).happenings
    assert first == merge_pairs(*POOL).happenings
    assert all(len(h.id) == 16 for h in first)
