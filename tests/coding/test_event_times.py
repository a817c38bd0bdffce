"""When events were: which of the times of a text is an event's."""

import pytest

from communique.coding.article import Tools, code_articles, load_tools
from communique.coding.timing import _time_of_setting
from communique.records import Article, Event, PartialDate


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def starts(tools: Tools, text: str, *, published: str = "2021-10-13") -> dict[str, str | None]:
    day = PartialDate(published)
    article = Article(id="a", text_digest="", uri="a", language="en", published=day, text=text)
    events = [r for _, c in code_articles([article], tools) for r in c if isinstance(r, Event)]
    return {e.rule: None if e.start is None else str(e.start) for e in events}


@pytest.mark.parametrize(
    ("text", "rule", "start"),
    [
        # What stands at the end is said of all.
        (
            "Three Malian sailors were released by Guinea and flown home to Bamako on Monday.",
            "retreat.release.v",
            "2021-10-11",
        ),
        # A report is filed on the dateline's day, and tells of another.
        ("LIMA, Oct 13 (PNA) - Peru expelled two Chilean diplomats on Monday.", "sanction.expel.v", "2021-10-11"),
        ("LIMA, Oct 13 (PNA) - Peru expelled two Chilean diplomats.", "sanction.expel.v", "2021-10-13"),
        # Counted back from the main clause.
        (
            "Peru reopened its embassy on Monday, nine years after Chile expelled the Peruvian ambassador.",
            "sanction.expel.v",
            "2012",
        ),
        (
            "Peru reopened its embassy on Monday, three days after Chile expelled the Peruvian ambassador.",
            "sanction.expel.v",
            "2021-10-08",
        ),
        # A day behind the first verb is that of what its subject did next.
        ("Ghana recalled its envoy on Monday and accused Togo of spying.", "accuse.accuse.v", "2021-10-11"),
        ("Ghana left the pact in 2014 and accused Togo of spying.", "accuse.accuse.v", None),
        # After a colon; in the noun that a clause hangs from; of what goes on.
        ("The reply came on June 25: Ghana offered to pay for the bridge in Togo.", "agree.offer.v", "2021-06-25"),
        ("A decree of 1940 by which Ghana declared war on Togo is still in force.", "assault.attack_noun.n", "1940"),
        ("Ghana has for two years opposed the embargo on Togo.", "reject.oppose.v", "2019"),
        ("Ghana imposed duties averaging 8 per cent on Togo in May 2012.", "sanction.impose.v", "2012-05"),
        # The day of the vote, and not how long it holds; of the text that speaks; of what came at once.
        (
            "Ghana on Monday agreed to prolong for two months its embargo on Togo, while allowing Togo to import rice.",
            "concede.permit.v",
            "2021-10-11",
        ),
        ("Ghana published on Monday a declaration which condemns Togo.", "accuse.condemn.v", "2021-10-11"),
        (
            "Dozens attacked the embassy of Togo on Monday before Ghana arrested two Togolese.",
            "coerce.arrest.v",
            "2021-10-11",
        ),
        # The setting of a clause.
        ("Ghana's president took part on Monday in the talks with Togo in Accra.", "consult.talks.n", "2021-10-11"),
        # A length of time inside fixes nothing.
        ("Ghana's president held talks with Togo on Monday, the first in nine years.", None, "2021-10-11"),
    ],
)
def test_an_event_has_its_own_time(tools, text, rule, start):
    found = starts(tools, text)
    assert start in ([found.get(rule)] if rule else list(found.values()))


def test_a_vote_is_one_day_for_all_who_vote(tools):
    text = (
        "The UN General Assembly voted 120 to 6 on Monday to condemn the raid on Gabon by Angola.\n\n"
        "Chad and Togo joined Angola in voting against the text. Peru and Chile voted in favor."
    )
    found = starts(tools, text)
    assert found["reject.vote_against.v"] == found["support.vote_for.v"] == "2021-10-11"


def test_a_vote_far_behind_is_forgotten(tools):
    filler = "The harvest in the hills was late, and nobody spoke of anything but the weather and the price of maize. "
    text = "The UN General Assembly voted on Monday.\n\n" + filler * 5 + "\n\nPeru and Chile voted in favor of Gabon."
    assert starts(tools, text)["support.vote_for.v"] is None


@pytest.mark.parametrize("text", ["Margins of the summit on Friday", "Sidelines: Chile, Peru", "Framework for talks"])
def test_a_headline_of_a_setting_ends_the_search_for_its_clause(tools: Tools, text: str) -> None:
    # Its noun is its own head, and was once climbed for ever.
    root = next(t for t in tools.nlp(text) if t.head.i == t.i)
    assert _time_of_setting(root, ()) is None
