"""What became of a treaty, of ties or of talks, where nobody is said to act."""

from __future__ import annotations

import pytest
from events_help import events_of


@pytest.mark.parametrize(
    ("text", "trigger", "states"),
    [
        ("Diplomatic relations between Oman and Nepal were established in 1977.", "established", {"OMN", "NPL"}),
        ("The Omani-Nepalese treaty was signed in Muscat on Sunday.", "signed", {"OMN", "NPL"}),
        ("Oman and Yemen are neighbours. Diplomatic ties were restored in 1994.", "restored", {"OMN", "YEM"}),
        (
            "The foreign ministers of Chad and Niger met in Agadez. A memorandum was signed after the talks.",
            "signed",
            {"TCD", "NER"},
        ),
    ],
)
def test_both_sides_of_a_thing_act(text: str, trigger: str, states: set[str]) -> None:
    found = [e for e in events_of(text) if trigger in e.trigger.cut(text)]
    assert [{r.state for r in (*e.actor, *e.recipient)} for e in found] == [states]


def test_a_deal_of_others_is_not_the_deal_told_before() -> None:
    text = "France and Peru met in Lima. They spoke of a climate deal clinched two years ago."
    assert not [e for e in events_of(text) if "clinched" in e.trigger.cut(text)]
