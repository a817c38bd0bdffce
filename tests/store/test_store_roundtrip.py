"""What goes into a store comes out of it, once, in one order."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import StoreError
from communique.merging.merge import Merged, merge
from communique.records import Actor, Article, Coded, Event, EventType, Modality, Refusal, Review, from_json, to_json
from communique.store import Store
from factories import (
    CODER,
    make_article,
    make_claim,
    make_commitment,
    make_event,
    make_position,
    make_quote,
    make_tenure,
    person,
    state,
)

TEXT = (
    "Norwegian Foreign Minister Kari Vik met her Peruvian counterpart in Lima on Monday.\n"
    "“We will send two field hospitals by June,” Vik said.\n"
    "Peru opposes the tariffs on fish. Exports grew by 12 percent."
)


def sample() -> tuple[Article, list[Coded]]:
    article = make_article("lima", TEXT, title="Vik in Lima", published="2022-05-10")
    vik = person("Kari Vik", "NOR", "Foreign Minister")
    first = TEXT.split("\n", maxsplit=1)[0]
    return article, [
        make_event(article, first, EventType.CONSULT, actor=[vik], recipient=[state("PER")], start="2022-05-09"),
        make_quote(article, "“We will send two field hospitals by June,”", vik),
        make_commitment(
            article,
            "We will send two field hospitals by June",
            EventType.AID,
            obligor=[state("NOR")],
            beneficiary=[state("PER")],
            due="2022-06-30",
        ),
        make_position(article, "Peru opposes the tariffs on fish.", state("PER"), about=("NOR",)),
        make_claim(article, "Exports grew by 12 percent."),
        make_tenure(article, first, vik),
    ]


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    article, records = sample()
    assert store.put(article, records)
    found = list(store.records())
    assert found[0] == article
    assert {r.id for r in records} == {r.id for r in found[1:]}
    assert all(r in found for r in records)
    assert [from_json(to_json(r)) for r in found] == found


@given(order=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_input_in_any_order_changes_nothing(store: Store, order: random.Random) -> None:
    article, records = sample()
    store.put(article, records)
    before = list(store.records())
    order.shuffle(records)
    assert not store.put(article, records)
    assert list(store.records()) == before


def test_a_second_build_passes_by_what_the_same_coder_coded(store: Store) -> None:
    article, records = sample()
    assert not store.is_current(article.id, article.text_digest, CODER)
    store.put(article, records)
    assert store.is_current(article.id, article.text_digest, CODER)
    assert not store.is_current(article.id, article.text_digest, dataclasses.replace(CODER, lexicon="2"))
    assert not store.is_current(article.id, "another text", CODER)


def test_a_changed_text_is_a_new_version_and_the_old_one_is_kept(store: Store) -> None:
    article, records = sample()
    store.put(article, records)
    changed = make_article("lima", TEXT.replace("Monday", "Tuesday"), title="Vik in Lima")
    assert store.put(changed, (), coder=CODER)
    assert store.article(article.id).version == 2
    assert list(store.records("event")) == []
    # The older text does not come back, or two saved copies would take turns.
    assert store.is_current(article.id, article.text_digest, CODER)
    assert not store.put(article, records)
    assert store.article(article.id).text == changed.text
    assert store.check() == ["articles came in that were not merged yet; run communique build again"]


def test_the_same_page_fetched_on_another_day_changes_nothing(store: Store) -> None:
    article, records = sample()
    store.put(article, records)
    again = dataclasses.replace(article, retrieved_at="2024-01-01T00:00:00+00:00")
    assert not store.put(again, records)


def test_of_two_files_with_one_article_the_first_by_name_is_kept(store: Store) -> None:
    article, records = sample()
    copy = dataclasses.replace(article, uri="a-copy.txt")
    for order in ((article, copy), (copy, article)):
        for each in order:
            store.put(each, records)
        assert store.article(article.id).uri == "a-copy.txt"
    assert len(list(store.articles())) == 1


def test_an_interrupted_write_leaves_the_article_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    article, records = sample()
    store.put(article, records)
    before = list(store.records())

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("communique.store.writing.party_rows", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.put(make_article("lima", TEXT + " More."), records)
    with pytest.raises(KeyboardInterrupt):
        store.put(make_article("other", TEXT), [dataclasses.replace(records[0], id="1")])
    monkeypatch.undo()
    assert list(store.records()) == before
    assert store.check() == ["articles came in that were not merged yet; run communique build again"]


def test_filters_find_by_state_time_type_and_sureness(store: Store) -> None:
    store.put(*sample())
    assert len(list(store.records("event", states=["NOR", "PER"]))) == 1
    assert list(store.records("event", states=["NOR", "CHL"])) == []
    assert len(list(store.records("event", since="2022-05", until="2022-05-09"))) == 1
    assert list(store.records("event", since="2022-05-10")) == []
    assert list(store.records("event", event="AID")) == []
    assert len(list(store.records("commitment", event="AID"))) == 1
    assert len(list(store.records(modality=Modality.ACTUAL))) == 2
    assert list(store.records("quote", min_confidence=0.9)) == []
    with pytest.raises(StoreError, match="no record kind 'rumour'"):
        list(store.records("rumour"))


def test_undated_background_is_not_dated_by_its_article(store: Store) -> None:
    article, _ = sample()
    event = make_event(article, "Peru opposes", EventType.ACCUSE, actor=[state("PER")], modality=Modality.HISTORICAL)
    store.put(article, [event])
    assert list(store.records("event", since="2020")) == []
    assert list(store.records("event")) == [event]


def test_about_two_states_finds_what_concerns_both(store: Store) -> None:
    article, records = sample()
    words = "Peru opposes the tariffs on fish."
    beside = make_event(article, words, EventType.REJECT, actor=[state("PER")], recipient=[state("CHL")])
    store.put(article, [*records, beside])
    other = make_article("elsewhere", "Chile thanked Bolivia. “Fine,” said Vik.")
    store.put(
        other,
        [
            make_event(
                other, "Chile thanked Bolivia.", EventType.SUPPORT, actor=[state("CHL")], recipient=[state("BOL")]
            ),
            make_quote(other, "“Fine,”", person("Kari Vik", "NOR")),
        ],
    )
    articles = list(store.articles())
    store.put_merged(merge(articles, list(store.coded())))
    found = store.about("NOR", "PER")
    assert {a.id for a in found if isinstance(a, Article)} == {article.id}
    kinds = [r.record for r in found]
    assert kinds.count("quote") == 1
    # What one of the two does to others stands beside, where the article speaks of both.
    assert kinds.count("event") == kinds.count("happening") == 2
    assert {"claim", "commitment", "position", "tenure", "actor"} <= set(kinds)
    assert [r.record for r in store.about("NOR", "PER", until="2021")] == []
    assert store.about("NOR", "KEN") == []


@pytest.mark.parametrize(
    "query", ["hospitals", "hospital", '"field hospitals"', "LIMA", "counterpart Peruvian", "vik: (lima"]
)
def test_search_finds_words(store: Store, query: str) -> None:
    article, records = sample()
    store.put(article, records)
    [(found, place)] = store.search(query)
    assert found == article.id
    assert place


@given(query=st.text(max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_is_read_as_an_operator(store: Store, query: str) -> None:
    assert isinstance(store.search(query), list)


def test_search_follows_a_changed_text(store: Store) -> None:
    article, records = sample()
    store.put(article, records)
    store.put(make_article("lima", "Nothing happened."), ())
    assert store.search("hospitals") == []
    assert len(store.search("nothing")) == 1


def test_a_refusal_is_kept_once_until_its_source_can_be_read(store: Store) -> None:
    article, records = sample()
    refusal = Refusal(uri=article.uri, stage="reading", reason="is empty", remedy="look at it")
    assert store.refuse(refusal)
    assert not store.refuse(refusal)
    assert list(store.records("refusal")) == [refusal]
    store.put(article, records)
    assert list(store.records("refusal")) == []


def test_runs_and_reviews_are_kept(store: Store) -> None:
    run = store.begin_run(CODER)
    ended = store.finish_run(dataclasses.replace(run, read=3))
    assert list(store.records("run")) == [ended]
    assert ended.ended_at is not None
    review = Review(id="1", target="2", action="accept", by="me", at="2024-01-01T00:00:00+00:00")
    assert store.add_review(review)
    assert not store.add_review(review)
    assert store.reviews() == [review]


def test_merging_is_laid_over_what_was_coded_and_can_be_taken_back(store: Store) -> None:
    article, records = sample()
    store.put(article, records)
    assert store.needs_merging()
    merged = merge([article], records, as_of="2022-12-31")
    assert store.put_merged(merged) > 0
    assert not store.needs_merging()
    assert store.put_merged(merged) == 0
    [promise] = store.records("commitment")
    assert (promise.status, promise.as_of) == ("overdue", "2022-12-31")
    assert not store.put(article, records)
    assert store.check() == []
    assert list(store.records("happening")) == list(merged.happenings)
    assert list(store.records("actor")) == list(merged.actors)
    store.put_merged(Merged())
    assert list(store.records("happening")) == []
    assert store.check() == []


def test_merging_what_was_merged_before_changes_nothing(store: Store) -> None:
    for name, spelling in (("first", "Serguei Ivanenko"), ("second", "Sergey Ivanenko")):
        article = make_article(name, f"{spelling} flew to Kenya for talks. {name}", published="2022-05-10")
        envoy = person(spelling, "UKR", "Foreign Minister")
        words = f"{spelling} flew to Kenya for talks."
        store.put(article, [make_event(article, words, EventType.CONSULT, actor=[envoy], recipient=[state("KEN")])])
    assert store.put_merged(merge(list(store.articles()), list(store.coded()))) > 0
    # Read back, both spellings have the id of one directory entry.
    assert len({e.actor[0].id for e in store.records("event") if isinstance(e, Event)}) == 1
    assert store.put_merged(merge(list(store.articles()), list(store.coded()))) == 0
    assert {"Serguei Ivanenko", "Sergey Ivanenko"} <= {
        n for a in store.records("actor") if isinstance(a, Actor) for n in a.names
    }


def test_check_names_evidence_outside_its_text(store: Store) -> None:
    article, records = sample()
    store.put(dataclasses.replace(article, text=article.text[:90]), records)
    store.put_merged(Merged())
    assert any("lies outside its article" in problem for problem in store.check())
