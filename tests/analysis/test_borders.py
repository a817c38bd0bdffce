"""What crosses a border: two states or international bodies among the parties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from communique.analysis.borders import crosses_border
from communique.analysis.dossier import assemble_dossier
from communique.analysis.selection import keep_sure
from communique.records import ActorKind, ActorRef, Article, EventType, Record
from factories import make_article, make_commitment, make_event, make_position, person, state

TEXT = "Police in Chile beat students. Chile met Peru. Peru's senate praised the UN. Peru refused. Chile aided Peru."
ARTICLE = make_article("one", TEXT)
CHL, PER = state("CHL"), state("PER")
UN = ActorRef(key="un", id="un", name="United Nations", kind=ActorKind.ORGANIZATION, sector="IGO")
RED_CROSS = replace(UN, key="rc", id="rc", name="Red Cross", sector="NGO")
STUDENTS = ActorRef(key="students", id="students", name="students", kind=ActorKind.GROUP, state="CHL")
SOMEBODY = person("Ana Rey", None)


def event(actor: list[ActorRef], recipient: list[ActorRef], words: str = "Chile met Peru.", **fields: Any) -> Any:
    return make_event(ARTICLE, words, EventType.SUPPORT, actor=actor, recipient=recipient, **fields)


@pytest.mark.parametrize(
    ("actor", "recipient", "crosses"),
    [
        ([CHL], [PER], True),
        ([CHL, PER], [], True),
        ([person("Ana Rey", "CHL")], [PER], True),
        ([PER], [UN], True),
        ([UN], [RED_CROSS], True),
        ([CHL], [STUDENTS], False),
        ([person("Ana Rey", "CHL")], [CHL], False),
        ([CHL], [SOMEBODY], False),
        ([PER], [], False),
        ([UN], [UN], False),
    ],
)
def test_events(actor: list[ActorRef], recipient: list[ActorRef], crosses: bool) -> None:
    assert crosses_border(event(actor, recipient)) is crosses
    assert crosses_border(event(recipient, actor)) is crosses


def test_promises_and_positions() -> None:
    promise = make_commitment(ARTICLE, "Chile aided Peru.", EventType.AID, obligor=[CHL], beneficiary=[PER])
    assert crosses_border(promise)
    assert not crosses_border(replace(promise, beneficiary=()))
    assert crosses_border(make_position(ARTICLE, "Peru refused.", PER, about=("CHL",)))
    assert not crosses_border(make_position(ARTICLE, "Peru refused.", PER, about=("PER",)))


def records() -> list[Record]:
    return [
        ARTICLE,
        event([CHL], [PER], "Chile met Peru."),
        event([CHL], [STUDENTS], "Police in Chile beat students."),
        event([PER], [UN], "Peru's senate praised the UN.", confidence=0.4),
    ]


def test_a_dossier_tells_what_happens_at_home_only_if_asked() -> None:
    abroad = assemble_dossier(records(), pair=("CHL", "PER"))
    assert (len(abroad.happenings), len(abroad.beside)) == (1, 1)
    both = assemble_dossier(records(), pair=("CHL", "PER"), domestic=True)
    assert (len(both.happenings), len(both.beside)) == (1, 2)
    assert {h.id for h in both.beside} > {h.id for h in abroad.beside}


def test_what_is_less_sure_is_left_out_and_articles_stay() -> None:
    kept = list(keep_sure(records(), min_confidence=0.5))
    assert len(kept) == 3
    assert any(isinstance(r, Article) for r in kept)
    assert list(keep_sure(records(), min_confidence=0.0)) == records()
