from __future__ import annotations

from typing import TYPE_CHECKING

from statements_help import read

from communique.coding.tenures import code_tenures

if TYPE_CHECKING:
    from spacy.language import Language


def test_an_office_beside_a_name_is_a_tenure_on_that_day(nlp: Language) -> None:
    (found,) = code_tenures(read(nlp, "Peru's Foreign Minister Ana Rojas arrived in Oslo."))
    assert (found.person.name, found.state) == ("Ana Rojas", "PER")
    assert found.office.endswith("Foreign Minister")
    assert (found.first_seen, found.last_seen, found.to) == ("2023-05-17", "2023-05-17", None)


def test_a_former_office_is_not_held_on_the_day(nlp: Language) -> None:
    (found,) = code_tenures(read(nlp, "Former Peruvian president Ana Rojas arrived in Oslo."))
    assert (found.first_seen, found.last_seen) == (None, None)
    assert found.to is not None


def test_the_same_office_named_twice_is_one_tenure(nlp: Language) -> None:
    text = "Peruvian President Ana Rojas arrived in Oslo. President Ana Rojas left on Friday."
    assert len(code_tenures(read(nlp, text))) == 1
