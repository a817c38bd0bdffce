from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from communique.analysis.dossier import assemble_dossier
from communique.analysis.dossier_types import Dossier, Role
from communique.analysis.evidence import MISSING, safe_url
from communique.analysis.relations import Direction, Side, find_direction
from communique.records import (
    ActorRef,
    Article,
    Commitment,
    Event,
    EventType,
    Happening,
    Number,
    PartialDate,
    Position,
    Stage,
    Stance,
    Status,
    Tenure,
    make_id,
)
from factories_dossier import (
    BRA,
    CODER,
    DEAL,
    FISH,
    FRA,
    GHA,
    OWN,
    VISIT,
    make_article,
    make_event,
    make_many,
    make_records,
    person,
    sentence_of,
    state,
)

PAIR = ("BRA", "GHA")


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return assemble_dossier(make_records(), pair=PAIR)


def test_numbers_at_the_top_are_the_lengths_of_the_lists(dossier: Dossier) -> None:
    numbers = dossier.headline
    counted = [h for h in dossier.happenings if h.modality in {"actual", "historical"}]
    assert numbers.happenings == len(counted) == 13
    assert numbers.cooperation == sum(h.side is Side.COOPERATION for h in counted)
    assert numbers.conflict == sum(h.side is Side.CONFLICT for h in counted)
    assert numbers.not_counted == len(dossier.happenings) - len(counted) == 1
    assert numbers.articles == len(dossier.sources) == 5
    assert numbers.publishers == 4
    assert numbers.reprints == sum(s.reprint for s in dossier.sources) == 1
    assert numbers.promises_kept == sum(p.status is Status.FULFILLED for p in dossier.promises) == 1
    assert numbers.promises_overdue == 1
    assert numbers.refusals == 1


def test_the_summary_says_the_numbers(dossier: Dossier) -> None:
    assert dossier.summary[0] == (
        "Between 4 May 2023 and 16 March 2024, 5 articles from 4 sources report 13 happenings between Brazil and "
        "Ghana: 10 of cooperation, 3 of conflict."
    )


def test_every_line_has_a_sentence_that_stands_in_its_article(dossier: Dossier) -> None:
    texts = {a.id: a.text for a in make_records() if isinstance(a, Article)}
    proofs = [p for h in (*dossier.happenings, *dossier.beside) for p in h.proofs]
    proofs += [p for line in dossier.promises for p in line.proofs]
    proofs += [p for i in dossier.issues for h in i.holders for s in h.stands for p in s.proofs]
    proofs += [p for a in dossier.agreements for s in a.stages for p in s.proofs]
    proofs += [p for line in dossier.quotes for p in line.proofs]
    assert all(h.proofs for h in dossier.happenings)
    for proof in proofs:
        assert proof.sentence in " ".join(texts[proof.source.id].split())
        assert proof.before in " ".join(texts[proof.source.id].split()) or proof.before.startswith("…")


def test_the_trigger_is_marked_and_pronouns_are_explained(dossier: Dossier) -> None:
    met = next(h for h in dossier.happenings if h.headline.startswith("Helena Prado and"))
    (proof,) = met.proofs
    assert [p.text for p in proof.pieces if p.role is Role.TRIGGER] == ["met"]
    assert [(p.text, p.means) for p in proof.pieces if p.role is Role.ACTOR] == [("She", "Helena Prado")]


def test_happenings_are_told_newest_first_and_undated_last(dossier: Dossier) -> None:
    dates = [h.on for h in dossier.happenings]
    assert dates[-1] is None
    assert dates[:-1] == sorted(dates[:-1], reverse=True)  # type: ignore[type-var]


def test_news_without_a_day_is_dated_by_its_report(dossier: Dossier) -> None:
    accused = next(h for h in dossier.happenings if h.label == "accused")
    assert (accused.on, accused.on_is_report_day) == (FISH.published, True)


def test_events_that_no_happening_counts_are_shown_all_the_same() -> None:
    events_only = [r for r in make_records() if not isinstance(r, Happening)]
    bare = assemble_dossier(events_only, pair=PAIR)
    ways = [
        find_direction(e.event, actor=e.actor, recipient=e.recipient, pair=PAIR)
        for e in events_only
        if isinstance(e, Event)
    ]
    between = [way for way in ways if way is not Direction.BESIDE]
    assert len(bare.happenings) == len(between)


def test_what_third_parties_do_stands_apart(dossier: Dossier) -> None:
    assert [h.headline for h in dossier.beside] == ["France asked Brazil and Ghana to meet or negotiate"]
    assert all(h.direction is not Direction.BESIDE for h in dossier.happenings)


def test_a_kept_promise_names_what_kept_it_and_both_amounts(dossier: Dossier) -> None:
    kept = next(p for p in dossier.promises if p.status is Status.FULFILLED)
    assert (kept.promised, kept.delivered) == (("40 buses",), ("40 buses",))
    assert kept.kept_by in {h.id for h in dossier.happenings}
    assert kept.measure == "as much as promised"
    assert dossier.promises[0].status is Status.OVERDUE


@pytest.mark.parametrize(
    ("promised", "said"), [(30, "at least as much as promised"), (50, "less than promised"), (None, None)]
)
def test_what_came_is_compared_with_what_was_promised(promised: float | None, said: str | None) -> None:
    records = [
        replace(
            r,
            quantities=tuple(replace(q, value=Number(number=promised)) for q in r.quantities if promised is not None),
        )
        if isinstance(r, Commitment)
        else r
        for r in make_records()
    ]
    [kept] = [p for p in assemble_dossier(records, pair=PAIR).promises if p.status is Status.FULFILLED]
    assert kept.measure == said


def test_positions_on_one_issue_stand_together(dossier: Dossier) -> None:
    (issue,) = dossier.issues
    assert issue.issue == "the cocoa levy of the Coastal Union"
    assert [(h.state, h.now, [s.since for s in h.stands]) for h in issue.holders] == [
        ("BRA", Stance.OPPOSE, [None]),
        ("GHA", Stance.OPPOSE, ["2019"]),
    ]
    assert issue.holders[0].stands[0].voices == ("Foreign Minister Helena Prado",)


def stand(article: Article, words: str, holder: ActorRef, stance: Stance, issue: str, *, about: str | None) -> Position:
    return Position(
        id=make_id("position", article.id, words), article=article.id, holder=holder, stance=stance, issue=issue,
        issue_id=make_id("issue", issue), about=(about,) if about else (), evidence=(sentence_of(article, words),),
        rule="test", confidence=0.7, coder=CODER,
    )  # fmt: skip


def test_an_issue_is_followed_over_articles_and_wordings() -> None:
    early = make_article("s1", "Brazil backs the Ghanaian dam. Ghana met Brazil. France opposes the dam.", "2021-01-05")
    late = make_article(
        "s2", "Brazil now opposes the dam of Ghana. Ghana met Brazil. Ghana rejects the move.", "2022-02-06"
    )
    met = [make_event(a, "met", EventType.CONSULT, (GHA, BRA)) for a in (early, late)]
    told = [
        stand(early, "Brazil backs", BRA, Stance.SUPPORT, "the Ghanaian dam", about="GHA"),
        stand(late, "now opposes", BRA, Stance.OPPOSE, "the dam of Ghana", about="GHA"),
        stand(early, "France opposes", FRA, Stance.OPPOSE, "the dam", about=None),
        stand(late, "Ghana rejects", GHA, Stance.OPPOSE, "the move", about=None),
    ]
    dam, move = assemble_dossier([early, late, *met, *told], pair=PAIR).issues
    assert [(h.state, [s.stance for s in h.stands]) for h in dam.holders] == [
        ("BRA", [Stance.SUPPORT, Stance.OPPOSE]),
        ("FRA", [Stance.OPPOSE]),
    ]
    assert (dam.of("BRA"), dam.of("GHA")) == (dam.holders[0], None)
    assert dam.others(PAIR, Stance.OPPOSE) == ("France",)
    assert (dam.articles, dam.told_in, dam.first_told, dam.last_told) == (2, None, "2021-01-05", "2022-02-06")
    assert move.told_in is not None
    assert move.told_in.id == late.id


def test_an_agreement_is_followed_through_its_stages(dossier: Dossier) -> None:
    (agreement,) = dossier.agreements
    assert [s.stage for s in agreement.stages] == [Stage.NEGOTIATING, Stage.SIGNED]
    assert agreement.parties == "Brazil and Ghana"


def test_two_offices_at_one_time_are_shown_as_a_disagreement(dossier: Dossier) -> None:
    prado = next(p for p in dossier.people if p.name == "Helena Prado")
    assert prado.other_names == ("Helena de Prado",)
    assert {o.office for o in prado.offices if o.doubts} == {"Foreign Minister", "Chief Diplomat"}


def test_reprints_of_a_quote_are_one_line_with_two_proofs(dossier: Dossier) -> None:
    (quote,) = dossier.quotes
    assert len(quote.proofs) == 2


def test_claims_about_one_measure_stand_side_by_side(dossier: Dossier) -> None:
    (group,) = dossier.claims
    assert {c.value for c in group.claims} == {"USD 1.4 billion", "USD 1.3 billion"}
    assert group.differs
    assert all(c.differs for c in group.claims)


def test_disagreements_name_who_says_what(dossier: Dossier) -> None:
    maize = next(h for h in dossier.happenings if h.disputes)
    assert dict(maize.disputes[0].values) == {"over 300 tonnes": (VISIT.title,), "280 tonnes": (OWN.title,)}


def test_the_order_of_the_records_changes_nothing() -> None:
    records = make_records()
    shuffled = records.copy()
    Random(7).shuffle(shuffled)
    assert assemble_dossier(shuffled, pair=PAIR) == assemble_dossier(records, pair=PAIR)


def test_a_term_leaves_out_what_lies_outside() -> None:
    late = assemble_dossier(make_records(), pair=PAIR, since=PartialDate("2024"))
    assert late.happenings
    assert all(h.on is not None and h.on >= "2024" for h in late.happenings)
    early = assemble_dossier(make_records(), pair=PAIR, until=PartialDate("1990"))
    assert [h.on for h in early.happenings] == ["1960"]


def test_the_pair_turned_round_turns_the_directions() -> None:
    there, back = (assemble_dossier(make_records(), pair=p) for p in (PAIR, ("GHA", "BRA")))
    turned = {Direction.FORTH: Direction.BACK, Direction.BACK: Direction.FORTH, Direction.MUTUAL: Direction.MUTUAL}
    assert {h.id: turned[h.direction] for h in there.happenings} == {h.id: h.direction for h in back.happenings}


def test_other_pairs_of_the_same_store_stay_out() -> None:
    chad, togo = state("TCD"), state("TGO")
    article = make_article("other", "Chad praised Togo. Brazil criticised Chad.")
    events = [
        make_event(article, "praised", EventType.SUPPORT, (chad,), (togo,)),
        make_event(article, "criticised", EventType.ACCUSE, (BRA,), (chad,)),
    ]
    dossier = assemble_dossier([*make_records(), article, *events], pair=PAIR)
    assert dossier == replace(assemble_dossier(make_records(), pair=PAIR), held=dossier.held)


def test_nothing_between_two_states_is_an_empty_dossier() -> None:
    empty = assemble_dossier(make_records(), pair=("BRA", "ITA"))
    assert empty.is_empty
    assert not empty.series.periods
    assert dict(empty.held)["article"] == 5
    nothing = assemble_dossier([], pair=("BRA", "ITA"), held={"article": 7, "run": 0})
    assert nothing.is_empty
    assert nothing.held == (("article", 7),)


def test_a_missing_article_is_said_to_be_missing() -> None:
    dossier = assemble_dossier([r for r in make_records() if r != DEAL], pair=PAIR)
    signed = next(h for h in dossier.happenings if h.label == "signed")
    assert [p.sentence for p in signed.proofs] == [MISSING]


def test_hundreds_of_happenings_are_all_there() -> None:
    assert len(assemble_dossier(make_many(300), pair=PAIR).happenings) == 300


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org/a?b=c", True), ("http://example.org", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("//example.org", False), ("file:///etc/passwd", False), ("https://", False),
        ("http://[", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str | None, safe: bool) -> None:
    assert (safe_url(address) is not None) == safe


@pytest.mark.parametrize(
    ("actor", "recipient", "direction"),
    [
        ((BRA,), (GHA,), Direction.FORTH),
        ((GHA,), (BRA,), Direction.BACK),
        ((BRA, GHA), (), Direction.MUTUAL),
        ((FRA,), (BRA, GHA), Direction.BESIDE),
        ((BRA,), (FRA,), Direction.BESIDE),
        ((FRA,), (), None),
    ],
)
def test_directions_follow_from_the_parties(
    actor: tuple[ActorRef, ...], recipient: tuple[ActorRef, ...], direction: Direction | None
) -> None:
    assert find_direction(EventType.ACCUSE, actor=actor, recipient=recipient, pair=PAIR) is direction


def test_common_conflict_with_others_is_no_conflict_between_the_two() -> None:
    def together(event: EventType, recipient: tuple[ActorRef, ...]) -> Direction | None:
        return find_direction(event, actor=(BRA, GHA), recipient=recipient, pair=PAIR)

    assert together(EventType.ACCUSE, (FRA,)) is Direction.BESIDE
    assert together(EventType.ASSAULT, ()) is Direction.MUTUAL
    assert together(EventType.AGREE, (FRA,)) is Direction.MUTUAL


def test_several_may_hold_a_shared_office_at_one_time() -> None:
    records = make_records()
    tenure = next(r for r in records if isinstance(r, Tenure) and r.office == "Trade Minister")
    other = person("Yaw Boadi", "GHA")
    for office, doubted in (("Deputy Minister", False), ("Minister", False), ("Trade Minister", True)):
        pair = (replace(tenure, office=office), replace(tenure, id="other", office=office, person=other))
        people = assemble_dossier([*records, *pair], pair=PAIR).people
        lines = [o for p in people if p.name in {"Yaw Boadi", "Efua Darko"} for o in p.offices if o.office == office]
        assert [bool(o.doubts) for o in lines] == [doubted, doubted]
