"""People's decisions win over the machine, and find their record again whatever a newer coder makes of the text."""

from __future__ import annotations

import dataclasses
import json

import pytest

from communique.analysis.reviewed import read_gold
from communique.analysis.scoring import score_events
from communique.analysis.scoring_reading import read_side
from communique.building import merge_store
from communique.errors import ConfigError
from communique.records import Article, Event, EventType, Happening, Modality, Review, to_line
from communique.store import Store
from factories import CODER, make_article, make_claim, make_event, make_position, make_quote, person, state

T = EventType
NEWER = dataclasses.replace(CODER, program="0.2.0")
TEXT = (
    "Kenya condemned Malawi on Monday and expelled two of its diplomats, the ministry said. "
    "Ghana will host Togo for talks. "
    "“We regret this,” said Amina Otieno. "
    "Kenya opposes the new toll."
)
BLAME = "Kenya condemned Malawi on Monday and expelled two of its diplomats, the ministry said."
HOST = "Ghana will host Togo for talks."


def article() -> Article:
    return make_article("toll", TEXT, published="2023-03-07")


def event(words: str, sentence_of: str, kind: EventType, actor: str, recipient: str, **fields: object) -> Event:
    """An event named by some words of its sentence."""
    told = article()
    trigger, evidence = make_event(told, words, kind, actor=[]).trigger, make_event(told, sentence_of, kind, actor=[])
    made = make_event(
        told,
        words,
        kind,
        actor=[state(actor)],
        recipient=[state(recipient)],
        **({"evidence": evidence.evidence, "trigger": trigger} | fields),  # type: ignore[arg-type]
    )
    return made


def older() -> list[Event]:
    return [
        event("condemned", BLAME, T.ACCUSE, "KEN", "MWI"),
        event("expelled", BLAME, T.SANCTION, "KEN", "MWI"),
        event("host", HOST, T.CONSULT, "GHA", "TGO", modality=Modality.ACTUAL),
    ]


def newer() -> list[Event]:
    """The same text by a coder that cuts sentences, names types and reads parties in another way; no id is the same."""
    first = "Kenya condemned Malawi on Monday"
    both = f"{BLAME} {HOST}"
    minister = person("Wanjiku Mwangi", "KEN", "Foreign Minister")
    made = [
        dataclasses.replace(event("condemned Malawi", first, T.REJECT, "KEN", "MWI"), actor=(minister,)),
        event("expelled two", both, T.COERCE, "KEN", "MWI"),
        event("will host", both, T.AGREE, "GHA", "TGO", modality=Modality.FUTURE),
    ]
    return [dataclasses.replace(e, id=f"newer{n}", coder=NEWER) for n, e in enumerate(made)]


def events(store: Store) -> dict[str, Event]:
    return {e.id: e for e in store.records("event") if isinstance(e, Event)}


def test_a_rejected_record_is_gone_and_comes_back_when_accepted(store: Store) -> None:
    store.put(article(), older())
    blamed, expelled, _ = older()
    [review] = store.decide("reject", blamed.id, by="A. Desk", reason="said by others")
    assert (review.action, review.by, review.reason) == ("reject", "A. Desk", "said by others")
    assert blamed.id not in events(store)
    assert expelled.id in events(store)
    merge_store(store)
    assert store.check() == []
    assert all(blamed.id not in h.reports for h in store.records("happening") if isinstance(h, Happening))
    store.decide("accept", blamed.id, by="B. Desk")
    assert events(store)[blamed.id] == dataclasses.replace(blamed, confidence=1.0)
    assert [r.action for r in store.reviews()] == ["reject", "accept"]


def test_a_corrected_field_is_found_by_queries(store: Store) -> None:
    store.put(article(), older())
    target = older()[0].id
    store.decide("correct", target, by="me", field="recipient", value="TZA, Ana Ruiz (PER)")
    store.decide("correct", target, by="me", field="event", value="request")
    store.decide("correct", target, by="me", field="start", value="2023-03-04")
    [found] = store.records("event", states=["TZA"], event="REQUEST", since="2023-03-04", until="2023-03-04")  # type: ignore[arg-type]
    assert isinstance(found, Event)
    assert [(r.name, r.state) for r in found.recipient] == [("Tanzania", "TZA"), ("Ana Ruiz", "PER")]
    assert (found.rule, found.confidence) == ("review.person", 1.0)
    # Score and code follow from the type.
    assert found.score != older()[0].score
    assert list(store.records("event", states=["MWI"], event="REQUEST")) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("colour", "red", "'colour' of event cannot be corrected; there are actor"),
        ("id", "1", "cannot be corrected"),
        ("evidence", "[]", "cannot be corrected"),
        ("event", "DANCE", "event cannot be 'DANCE'"),
        ("actor", "ZZZ", "no state ZZZ"),
        ("quantities", "[{]", "quantities cannot be"),
    ],
)
def test_what_a_field_cannot_be_is_said_at_once(store: Store, field: str, value: str, said: str) -> None:
    store.put(article(), older())
    with pytest.raises(ConfigError, match=said):
        store.decide("correct", older()[0].id, by="me", field=field, value=value)
    assert store.reviews() == []
    assert events(store)[older()[0].id] == older()[0]


def test_unknown_targets_and_nameless_reviewers_are_refused(store: Store) -> None:
    store.put(article(), older())
    with pytest.raises(ConfigError, match="no record 'nothing'"):
        store.decide("accept", "nothing", by="me")
    with pytest.raises(ConfigError, match="say who decides"):
        store.decide("accept", older()[0].id, by=" ")


def test_reviews_survive_a_newer_coder(store: Store) -> None:
    store.put(article(), older())
    blamed, expelled, host = older()
    store.decide("reject", blamed.id, by="me")
    store.decide("correct", expelled.id, by="me", field="mode", value="expel")
    store.decide("correct", expelled.id, by="me", field="recipient", value="TZA")
    store.decide("accept", host.id, by="me")
    assert store.put(article(), newer(), coder=NEWER)
    found = events(store)
    # The one that was rejected is not back under another id, type and sentence; the others are left as people said.
    assert set(found) == {"newer1", "newer2"}
    assert [r.state for r in found["newer1"].recipient] == ["TZA"]
    assert (found["newer1"].mode, found["newer1"].event) == ("expel", T.COERCE)
    assert found["newer2"].confidence == 1.0
    assert [s.found for s in store.review_states()] == [("newer0",), ("newer1",), ("newer1",), ("newer2",)]
    # And a third coder that reads as the first one did finds them as well.
    third = [dataclasses.replace(e, coder=dataclasses.replace(CODER, program="0.3.0")) for e in older()]
    store.put(article(), third)
    assert set(events(store)) == {expelled.id, host.id}


def test_a_review_waits_while_its_record_is_not_made(store: Store) -> None:
    store.put(article(), older())
    store.decide("correct", older()[2].id, by="me", field="event", value="AGREE")
    store.put(article(), older()[:2], coder=NEWER)
    assert [s.found for s in store.review_states()] == [()]
    store.put(article(), older(), coder=CODER)
    assert events(store)[older()[2].id].event is T.AGREE


def test_a_rejection_does_not_hit_another_event_of_the_sentence(store: Store) -> None:
    blamed, expelled, _ = older()
    store.put(article(), [blamed, expelled])
    store.decide("reject", blamed.id, by="me")
    # The newer coder makes only the other one, under another id.
    store.put(article(), [dataclasses.replace(expelled, id="other", coder=NEWER)])
    assert set(events(store)) == {"other"}


def test_reviews_of_other_kinds_survive_too(store: Store) -> None:
    told = article()
    opposes = make_position(told, "Kenya opposes the new toll.", state("KEN"))
    regrets = make_quote(told, "“We regret this,”", person("Amina Otieno", "KEN"))
    number = make_claim(told, "two of its diplomats", value=None)
    store.put(told, [opposes, regrets, number])
    store.decide("correct", opposes.id, by="me", field="stance", value="support")
    store.decide("correct", regrets.id, by="me", field="speaker", value="Amina Otieno (TZA)")
    store.decide("reject", number.id, by="me")
    changed = [
        dataclasses.replace(opposes, id="p", issue_id="another", coder=NEWER),
        dataclasses.replace(regrets, id="q", coder=NEWER),
        dataclasses.replace(number, id="c", measure="diplomats", coder=NEWER),
    ]
    store.put(told, changed)
    [stance], [quote] = store.records("position"), store.records("quote")
    assert stance.stance == "support"  # type: ignore[union-attr]
    assert quote.speaker.state == "TZA"  # type: ignore[union-attr]
    assert list(store.records("claim")) == []


def test_reviews_follow_their_words_into_a_changed_page(store: Store) -> None:
    store.put(article(), older())
    store.decide("reject", older()[2].id, by="me")
    store.decide("accept", older()[0].id, by="me")
    text = "CORRECTED. " + TEXT.replace("on Monday ", "on Sunday ")
    changed = make_article("toll", text, published="2023-03-07")
    moved = make_event(changed, HOST, T.CONSULT, actor=[state("GHA")], recipient=[state("TGO")])
    store.put(changed, [moved])
    assert events(store) == {}
    # The words of the other one are no longer there.
    assert [bool(s.found) for s in store.review_states()] == [True, False]


def strikes(store: Store) -> tuple[list[Event], list[str]]:
    """Three reports: the first two are alike, the third tells of another day."""
    told, made = [], []
    for name, day in (("one", "2023-05-01"), ("two", "2023-05-01"), ("three", "2023-05-04")):
        text = f"Chad's army shelled a Niger border post with rockets, {name} soldiers fell."
        page = make_article(name, text, published="2023-05-05")
        made.append(make_event(page, text, T.ASSAULT, actor=[state("TCD")], recipient=[state("NER")], start=day))
        store.put(page, [made[-1]])
        told.append(page)
    merge_store(store)
    return made, [h.id for h in store.records("happening") if isinstance(h, Happening)]


def groups(store: Store) -> set[frozenset[str]]:
    return {frozenset(h.reports) for h in store.records("happening") if isinstance(h, Happening)}


def test_merge_and_split_win_over_likeness_and_survive_a_newer_coder(store: Store) -> None:
    (a, b, c), happenings = strikes(store)
    assert groups(store) == {frozenset((a.id, b.id)), frozenset((c.id,))}
    store.decide("merge", happenings[0], by="me", value=happenings[1], reason="it was midnight")
    merge_store(store)
    [joined] = store.records("happening")
    assert isinstance(joined, Happening)
    assert "joined by me: it was midnight" in joined.why
    # Either of the old ids leads to it.
    assert {joined.id, *joined.aliases} == set(happenings)
    assert all(store.happening(i) == joined for i in happenings)
    store.decide("split", joined.id, by="me", value=b.id)
    merge_store(store)
    assert groups(store) == {frozenset((a.id, c.id)), frozenset((b.id,))}
    renamed = {}
    for old in (a, b, c):
        renamed[old.id] = f"new-{old.id[:8]}"
        made = dataclasses.replace(old, id=renamed[old.id], event=T.COERCE, coder=NEWER)
        store.put(store.article(old.article), [made])
    merge_store(store)
    assert groups(store) == {frozenset((renamed[a.id], renamed[c.id])), frozenset((renamed[b.id],))}
    # The last word counts.
    [lone] = [h for h in store.records("happening") if isinstance(h, Happening) and len(h.reports) == 1]
    [pair] = [h for h in store.records("happening") if isinstance(h, Happening) and len(h.reports) == 2]
    store.decide("merge", lone.id, by="me", value=pair.id)
    merge_store(store)
    assert len(groups(store)) == 1
    assert store.check() == []


def test_a_split_needs_some_of_the_reports(store: Store) -> None:
    (a, b, c), [first, second] = strikes(store)
    for named in ("", c.id, f"{a.id} {b.id}"):
        with pytest.raises(ConfigError, match="some, not all, of the reports"):
            store.decide("split", first, by="me", value=named)
    for other in (first, "nothing", f"{second} {first}"):
        with pytest.raises(ConfigError, match="no other happening"):
            store.decide("merge", first, by="me", value=other)


def test_a_happening_is_reviewed_by_its_reports(store: Store) -> None:
    (a, b, c), [first, _] = strikes(store)
    assert len(store.decide("correct", first, by="me", field="start", value="2023-04-30")) == 2
    merge_store(store)
    starts = {h.start for h in store.records("happening") if isinstance(h, Happening)}
    assert starts == {"2023-04-30", "2023-05-04"}
    assert {e.start for e in events(store).values() if e.id in (a.id, b.id)} == {"2023-04-30"}
    assert events(store)[c.id] == c


def test_reviewed_sentences_are_gold_for_score(store: Store) -> None:
    store.put(article(), older())
    blamed, expelled, host = older()
    store.decide("reject", blamed.id, by="A. Desk", reason="no blame")
    store.decide("correct", host.id, by="A. Desk", field="modality", value="future")
    lines = list(read_gold(store))
    assert [json.loads(line)["sentence"] for line in lines] == [BLAME, HOST]
    gold = read_side((line.encode() for line in lines), name="gold", gold=True)
    predicted = read_side((to_line(r).encode() for r in (article(), *older())), name="records", gold=False)
    score = score_events(gold, predicted, errors=9)
    # The corrected one is wrong in its modality, the rejected one false, and the one nobody judged is optional.
    assert [(e.kind, e.fields) for e in score.errors] == [("wrong", ("modality",)), ("false", ())]
    assert score.events["and modality"].hits == 1
    [unjudged], [judged] = (json.loads(line)["events"] for line in lines)
    assert unjudged["core"] is False
    assert "core" not in judged
    assert json.loads(lines[0])["reviews"][0]["reason"] == "no blame"
    assert expelled.id in events(store)


def test_a_review_made_elsewhere_can_be_added(store: Store) -> None:
    store.put(article(), older())
    [review] = store.decide("reject", older()[0].id, by="me")
    assert not store.add_review(review)
    assert store.add_review(Review(id="r", target="t", action="accept", by="me", at="2024-01-01T00:00:00+00:00"))
    assert len(store.reviews()) == 2
