"""Promises against later happenings, and people across articles."""

from __future__ import annotations

import pytest

from communique.merging import Merged, merge
from communique.merging.names import read_name, same_name
from communique.records import ActorRef, Coded, EventType, Status
from factories import make_article, make_commitment, make_event, make_quote, make_tenure, person, state

T = EventType
PROMISE_IN = make_article(
    "promise", "Kenya will send another load of maize to Malawi by the end of the year.", published="2021-03-10"
)
PROMISE = make_commitment(
    PROMISE_IN, PROMISE_IN.text, T.AID, obligor=[state("KEN")], beneficiary=[state("MWI")], due="2021-12-31"
)


def judge(
    text: str | None, *, published: str = "2021-09-01", event: EventType = T.AID, as_of: str | None = None, **who: str
) -> Merged:
    articles, records = [PROMISE_IN], [PROMISE]
    if text is not None:
        later = make_article("later", text, published=published)
        actor, recipient = state(who.get("actor", "KEN")), state(who.get("recipient", "MWI"))
        articles.append(later)
        records.append(make_event(later, text, event, actor=[actor], recipient=[recipient]))  # type: ignore[arg-type]
    return merge(articles, records, as_of=as_of)  # type: ignore[arg-type]


def test_a_promise_is_fulfilled_by_the_act_that_was_promised() -> None:
    merged = judge("A ship with maize from Kenya reached Malawi.")
    [promise] = merged.commitments
    assert promise.status is Status.FULFILLED
    assert promise.fulfilled_by == merged.happenings[0].id
    assert promise.as_of == "2021-09-01"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Kenya gave Malawi used buses.", {}),
        ("A ship with maize from Ghana reached Malawi.", {"actor": "GHA"}),
        ("A ship with maize from Kenya reached Niger.", {"recipient": "NER"}),
        ("Kenya promised maize to Malawi again.", {"event": T.AGREE}),
        ("A ship with maize from Kenya reached Malawi.", {"published": "2021-03-01"}),
    ],
    ids=["other goods", "another giver", "another taker", "only words", "before the promise"],
)
def test_other_acts_do_not_fulfil_it(text: str, options: dict[str, str]) -> None:
    [promise] = judge(text, **options, as_of="2021-10-01").commitments  # type: ignore[arg-type]
    assert (promise.status, promise.fulfilled_by) == (Status.OPEN, None)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2021-12-30", Status.OPEN),
        ("2021-12-31", Status.OPEN),
        ("2022-01-01", Status.OVERDUE),
        ("2022", Status.OVERDUE),
    ],
)
def test_a_promise_is_overdue_once_its_term_has_ended(as_of: str, status: Status) -> None:
    [promise] = judge(None, as_of=as_of).commitments
    assert (promise.status, promise.as_of) == (status, as_of)


@pytest.mark.parametrize(
    ("text", "recipient", "status"),
    [
        ("Kenya gave Malawi used buses.", "MWI", Status.OVERDUE),
        ("Kenya gave Niger used buses.", "NER", Status.OPEN),
    ],
    ids=["news of the two", "news of others"],
)
def test_among_the_news_silence_on_the_two_proves_nothing(text: str, recipient: str, status: Status) -> None:
    [promise] = judge(text, published="2022-06-01", as_of="2022-06-01", recipient=recipient).commitments
    assert promise.status is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kenya has withdrawn its offer of maize.", Status.WITHDRAWN),
        ("Nairobi said the Kenyan government will no longer send the maize.", Status.WITHDRAWN),
        ("Kenyan officials went back on their pledge to send maize.", Status.WITHDRAWN),
        ("Ghana has withdrawn its offer of maize.", Status.OPEN),
        ("Kenya has withdrawn its offer of buses.", Status.OPEN),
        ("Kenya repeated its offer of maize.", Status.OPEN),
    ],
)
def test_a_promise_that_is_taken_back_is_withdrawn(text: str, status: Status) -> None:
    [promise] = judge(text, event=T.REJECT, published="2021-09-01").commitments
    assert promise.status is status


def test_what_happened_after_the_day_of_judgement_does_not_count() -> None:
    [promise] = judge("A ship with maize from Kenya reached Malawi.", as_of="2021-08-01").commitments
    assert promise.status is Status.OPEN


def test_a_judged_promise_is_judged_anew() -> None:
    first = judge("A ship with maize from Kenya reached Malawi.")
    again = merge([PROMISE_IN], first.commitments, as_of="2022-02-01")  # type: ignore[arg-type]
    assert (again.commitments[0].status, again.commitments[0].fulfilled_by) == (Status.OVERDUE, None)


def test_what_two_promise_each_other_is_kept_by_both() -> None:
    made_in = make_article("both", "Togo and Benin agreed to meet again soon.", published="2022-01-10")
    promise = make_commitment(made_in, made_in.text, T.CONSULT, obligor=[state("TGO"), state("BEN")])
    alone_in = make_article("alone", "Togo held talks with Ghana.", published="2022-02-10")
    alone = make_event(alone_in, alone_in.text, T.CONSULT, actor=[state("TGO"), state("GHA")])
    both_in = make_article("again", "Envoys of Benin flew to Togo for talks.", published="2022-03-10")
    both = make_event(both_in, both_in.text, T.CONSULT, actor=[state("BEN")], recipient=[state("TGO")])
    [judged] = merge([made_in, alone_in], [promise, alone]).commitments
    assert judged.status is Status.OPEN
    [judged] = merge([made_in, alone_in, both_in], [promise, alone, both]).commitments
    assert judged.status is Status.FULFILLED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Serguei Ivanenko", "Sergey Ivanenko"),
        ("Sergei Ivanenko", "Sergey V. Ivanenko"),
        ("Iouri Petrossov", "Yuri Petrosov"),
        ("María Núñez", "Maria Nunez Salazar"),
        ("Mohamed El Amrani", "Mohammed Amrani"),
        ("Hossein Amirabadi", "Hosein Amir-Abadi"),
        ("Tanaka Keiko", "Keiko Tanaka"),
        ("Volodymyr Hryshko", "Volodymyr Hryshkoo"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_name(read_name(one), read_name(other))
    assert same_name(read_name(other), read_name(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivanenko", "Sergey Ivanenko"),
        ("Ivan Petrov", "Igor Petrov"),
        ("Wang Li", "Wang Yu"),
        ("Ana Ruiz", "Ana Reyes"),
        ("", ""),
    ],
)
def test_other_names(one: str, other: str) -> None:
    assert not same_name(read_name(one), read_name(other))


def directory(*people: ActorRef) -> Merged:
    records: list[Coded] = []
    articles = []
    for number, who in enumerate(people):
        article = make_article(f"p{number}", "“Yes,” was the answer.", published=f"2022-05-{number + 1:02}")
        articles.append(article)
        records.append(make_quote(article, "“Yes,”", who))
    return merge(articles, records)


def test_one_person_in_many_spellings_has_one_entry() -> None:
    spellings = [person(n, "UKR") for n in ("Serhiy Ivanenko", "Sergei Ivanenko", "Serhiy Ivanenko", "S. Ivanenko")]
    merged = directory(*spellings)
    [actor] = [a for a in merged.actors if "Serhiy Ivanenko" in a.names]
    assert actor.names[0] == "Serhiy Ivanenko"
    assert actor.id == spellings[0].key
    assert "S. Ivanenko" in actor.names
    assert merged.actor_ids[spellings[3].key] == actor.id


def test_a_name_in_another_order_is_one_person() -> None:
    assert len(directory(person("Keiko Tanaka", "JPN"), person("Tanaka Keiko", "JPN")).actors) == 1


def test_the_same_name_in_two_states_is_two_people() -> None:
    assert len(directory(person("Ana Ruiz", "PER"), person("Ana Ruiz", "CHL")).actors) == 2


def test_a_family_name_alone_joins_only_by_office() -> None:
    full = person("Ana Ruiz", "PER", "Health Minister")
    assert len(directory(full, person("Ruiz", "PER")).actors) == 2
    assert len(directory(full, person("Ruiz", "PER", "Health Minister")).actors) == 1
    cousin = person("Eva Ruiz", "PER", "Health Minister")
    assert len(directory(full, cousin, person("Ruiz", "PER", "Health Minister")).actors) == 3


def test_private_persons_get_no_entry() -> None:
    article = make_article("farm", "Police arrested Pat Miller.")
    event = make_event(article, article.text, T.COERCE, actor=[state("USA")], recipient=[person("Pat Miller", "USA")])
    assert [a.id for a in merge([article], [event]).actors] == [state("USA").key]


def test_tenures_are_in_the_directory() -> None:
    article = make_article("office", "Health Minister Ana Ruiz spoke.")
    tenure = make_tenure(article, article.text, person("Ana Ruiz", "PER", "Health Minister"))
    [actor] = merge([article], [tenure]).actors
    assert actor.tenures == (tenure.id,)
