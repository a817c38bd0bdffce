"""What people decide about who is one and who is two, and what a directory then looks like."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from communique.coding.privacy import Names
from communique.merging.decisions import ActorDecision, Verdict, find_actor, make_decision, name_of, names_of
from communique.merging.merge import Merged, merge
from communique.merging.namesakes import part_namesakes
from communique.records import Actor, ActorKind, ActorRef, Coded, EventType, Quote
from factories import make_article, make_event, make_quote, person, state


def directory(people: Sequence[ActorRef], *decisions: ActorDecision, shuffle: int | None = None) -> Merged:
    records: list[Coded] = []
    articles = []
    for number, who in enumerate(people):
        article = make_article(f"p{number}", "“Yes,” was the answer.", published=f"2022-05-{number + 1:02}")
        articles.append(article)
        records.append(make_quote(article, "“Yes,”", who))
    if shuffle is not None:
        random.Random(shuffle).shuffle(articles)
        random.Random(shuffle + 1).shuffle(records)
    return merge(articles, records, decisions=decisions)


def entries(merged: Merged) -> list[set[str]]:
    return sorted((set(a.names) for a in merged.actors), key=str)


def decide(action: Verdict, one: Sequence[str], other: Sequence[str], *, day: int = 1) -> ActorDecision:
    sides = [[name_of(n, ActorKind.PERSON, "PER") for n in side] for side in (one, other)]
    return make_decision(action, *sides, by="ana", at=f"2024-01-{day:02}T00:00:00", reason="asked")


QUISPE, ALIAS, COUSIN = person("Rosa Quispe", "PER"), person("Comandante Luz", "PER"), person("R. Quispe", "PER")


def test_what_people_join_is_one() -> None:
    assert entries(directory([QUISPE, ALIAS])) == [{"Comandante Luz"}, {"Rosa Quispe"}]
    merged = directory([QUISPE, ALIAS], decide(Verdict.MERGE, ["Rosa Quispe"], ["Comandante Luz"]))
    [actor] = merged.actors
    assert set(actor.names) == {"Rosa Quispe", "Comandante Luz"}
    assert actor.rule == "actor.decision"
    assert merged.actor_ids[ALIAS.key] == actor.id == QUISPE.key


def test_what_people_part_is_two() -> None:
    assert entries(directory([QUISPE, COUSIN])) == [{"R. Quispe", "Rosa Quispe"}]
    merged = directory([QUISPE, COUSIN], decide(Verdict.SPLIT, ["Rosa Quispe"], ["R. Quispe"]))
    assert entries(merged) == [{"R. Quispe"}, {"Rosa Quispe"}]


def test_the_last_decision_counts() -> None:
    apart = decide(Verdict.SPLIT, ["Rosa Quispe"], ["R. Quispe"], day=1)
    together = decide(Verdict.MERGE, ["R. Quispe"], ["Rosa Quispe"], day=2)
    assert len(directory([QUISPE, COUSIN], together, apart).actors) == 1
    later = decide(Verdict.SPLIT, ["Rosa Quispe"], ["R. Quispe"], day=3)
    assert len(directory([QUISPE, COUSIN], apart, together, later).actors) == 2


def test_a_newer_coder_may_write_names_and_states_otherwise() -> None:
    decision = decide(Verdict.MERGE, ["Rosa Quispe"], ["Comandante Luz"])
    newer = [person("QUISPE, Rosa", "PER", "Minister"), person("Comandante Luz", None)]
    assert len(directory(newer, decision).actors) == 1
    apart = decide(Verdict.SPLIT, ["Rosa Quispe"], ["R. Quispe"])
    assert len(directory([person("Dr. Rosa Quispe", "PER"), person("R. Quispe", "PER")], apart).actors) == 2


def test_new_spellings_follow_the_one_that_was_joined() -> None:
    decision = decide(Verdict.MERGE, ["Rosa Quispe"], ["Comandante Luz"])
    merged = directory([QUISPE, ALIAS, person("Rosa Quispé", "PER")], decision)
    assert len(merged.actors) == 1


def test_others_are_left_alone() -> None:
    elsewhere = person("Comandante Luz", "BOL")
    merged = directory([QUISPE, ALIAS, elsewhere], decide(Verdict.MERGE, ["Rosa Quispe"], ["Comandante Luz"]))
    assert len(merged.actors) == 2
    assert merged.actor_ids[elsewhere.key] == elsewhere.key


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_input_is_of_no_account(seed: int) -> None:
    people = [QUISPE, ALIAS, COUSIN, person("Rosa Quispé", "PER"), person("Tomás Vela", "PER")]
    decisions = (
        decide(Verdict.MERGE, ["Rosa Quispe"], ["Comandante Luz"]),
        decide(Verdict.SPLIT, ["Rosa Quispe"], ["R. Quispe"], day=2),
    )
    assert directory(people, *decisions, shuffle=seed).actors == directory(people, *decisions).actors


def test_bodies_can_be_joined_too() -> None:
    article = make_article("bodies", "The Blue Front spoke. The Frente Azul spoke.")
    refs = [
        ActorRef(key=k, id=k, name=n, kind=ActorKind.ORGANIZATION, state="PER")
        for k, n in (("a", "Blue Front"), ("b", "Frente Azul"))
    ]
    records = [
        make_quote(article, words, ref)
        for words, ref in zip(("The Blue Front spoke.", "The Frente Azul spoke."), refs, strict=True)
    ]
    names = [name_of(r.name, r.kind, r.state) for r in refs]
    decision = make_decision(Verdict.MERGE, names[:1], names[1:], by="ana", at="2024-01-01")
    assert len(merge([article], records, decisions=[decision]).actors) == 1


def test_one_person_where_an_article_does_not_tell_the_state() -> None:
    told, untold = person("Rosa Quispe", "PER", "Health Minister"), person("Rosa Quispe", None, "Health Minister")
    assert len(directory([told, untold]).actors) == 1
    assert directory([untold, told]).actors[0].state == "PER"
    assert len(directory([told, person("Rosa Quispe", None)]).actors) == 2


def test_initials_join_no_two_people() -> None:
    people = [person(n, "PER") for n in ("Rosa Quispe", "Raúl Quispe", "R. Quispe")]
    assert len(directory(people).actors) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wolodymyr Selenskyj", "Volodymyr Zelensky"),
        ("Iouri Chtchepkine", "Yuri Shchepkin"),
        ("Хосе Руис", "José Ruis"),
    ],
)
def test_spellings_of_other_languages_join(one: str, other: str) -> None:
    assert len(directory([person(one, "UKR"), person(other, "UKR")]).actors) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Yong-su", "Kim Yong-nam"), ("Ana Ruiz", "Eva Ruiz"), ("Ali Hassan", "Ali Hussein"), ("Ruiz", "Ana Ruiz")],
)
def test_other_people_stay_apart(one: str, other: str) -> None:
    assert len(directory([person(one, "PER"), person(other, "PER")]).actors) == 2


def test_private_persons_have_an_entry_only_where_all_names_are_wanted() -> None:
    article = make_article("farm", "Police arrested Pat Miller.")
    farmer = person("Pat Miller", "USA")
    event = make_event(article, article.text, EventType.COERCE, actor=[state("USA")], recipient=[farmer])
    assert len(merge([article], [event]).actors) == 1
    assert len(merge([article], [event], names=Names.ALL).actors) == 2


def test_an_entry_is_found_by_id_alias_and_name() -> None:
    merged = directory([QUISPE, COUSIN, person("Tomás Vela", "PER")])
    actors: tuple[Actor, ...] = merged.actors
    for sought in (QUISPE.key, COUSIN.key, "rosa quispe", "R. Quispe", "QUISPE, Rosa"):
        assert [a.id for a in find_actor(actors, sought)] == [QUISPE.key]
    assert find_actor(actors, "Nobody") == []
    assert len(names_of(find_actor(actors, QUISPE.key)[0])) == 2


HASSAN = "Mohammed Hassan"


def part(*, offices: Sequence[str] = (), articles: Sequence[str] = (), day: int = 1) -> ActorDecision:
    names = [name_of(HASSAN, ActorKind.PERSON, "EGY")]
    at = f"2024-02-{day:02}"
    return make_decision(Verdict.SPLIT, names, names, by="ana", at=at, offices=offices, articles=articles)


def parted(people: Sequence[ActorRef], *decisions: ActorDecision) -> list[list[int]]:
    """Which of the people, each told in an article of his own, are one."""
    records: list[Coded] = []
    articles = []
    for number, who in enumerate(people):
        article = make_article(f"p{number}", "“Yes,” was the answer.", published=f"2022-05-{number + 1:02}")
        articles.append(article)
        records += part_namesakes([make_quote(article, "“Yes,”", who)], decisions)
    ids = merge(articles, records, decisions=decisions).actor_ids
    who_is = [ids[r.speaker.key] for r in records if isinstance(r, Quote)]
    return [[n for n, id_ in enumerate(who_is) if id_ == one] for one in dict.fromkeys(who_is)]


HEALTH, ARMS = person(HASSAN, "EGY", "Minister of Health"), person(HASSAN, "EGY", "Defence Minister")
BARE, ABROAD = person(HASSAN, "EGY"), person(HASSAN, "SDN", "Health Minister")


def test_namesakes_are_parted_by_office_or_article() -> None:
    assert parted([HEALTH, ARMS, HEALTH]) == [[0, 1, 2]]
    assert parted([HEALTH, ARMS, HEALTH], part(offices=["health minister"])) == [[0, 2], [1]]
    assert parted([ARMS, BARE, ABROAD], part(articles=[make_article("p1", "x").id])) == [[0], [1], [2]]
    assert parted([ARMS, ABROAD], part(offices=["Health Minister"])) == [[0], [1]]


def test_other_spellings_follow_one_of_parted_namesakes_and_join_them_not() -> None:
    spelled = person("Mohamed Hassan", "EGY")
    assert parted([HEALTH, ARMS, spelled], part(offices=["Health Minister"])) in ([[0, 2], [1]], [[0], [1, 2]])


def test_three_people_of_one_name_take_two_decisions() -> None:
    judge = person(HASSAN, "EGY", "judge")
    decisions = part(offices=["Health Minister"]), part(offices=["judge"], day=2)
    assert parted([HEALTH, ARMS, judge, BARE], *decisions) == [[0], [1, 3], [2]]


def test_a_mention_without_office_is_whoever_has_one_in_that_article() -> None:
    article = make_article("a", "“Yes,” was the answer. “No,” was another.")
    records = [make_quote(article, "“Yes,”", HEALTH), make_quote(article, "“No,”", BARE)]
    keys = {r.speaker.key for r in part_namesakes(records, [part(offices=["Health Minister"])]) if isinstance(r, Quote)}
    assert len(keys) == 1
    assert keys != {HEALTH.key}


def test_a_parting_that_is_gone_leaves_no_mark() -> None:
    records = [make_quote(make_article("a", "“Yes,” was the answer."), "“Yes,”", HEALTH)]
    marked = part_namesakes(records, [part(offices=["Health Minister"])])
    assert marked != records
    assert part_namesakes(marked, [part(offices=["Health Minister"])]) == marked
    assert part_namesakes(marked, []) == records
