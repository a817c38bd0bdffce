"""Games and films told in words of war are told apart from news."""

import pytest

from communique.coding.article import Tools, code_articles, load_tools
from communique.coding.sport import Genre, find_genre
from communique.records import Article, Event, Modality, PartialDate

CHESS = (
    "Hungary crushed India 3-1 in the sixth round of the chess olympiad on Tuesday. Their first board, a "
    "grandmaster of 19, sacrificed a rook in the opening and attacked until his opponent surrendered after 31 "
    "moves. India retaliated on the second board, where a pawn stormed down the edge, and the captain of the team"
    " spoke of a title within reach. Ukraine invaded the Cuban queenside, took a bishop and forced a draw; Cuba "
    "threatened mate on the last board. Spectators in the hall saw Norway bombard the Peruvian king. The winner "
    "of the round leads the ranking by a point."
)
FILM = (
    "A thriller with few words, this film is the best of the festival. In its first scene the Russians arrest a "
    "Finnish spy and Finland expels an ambassador; the audience learns in a flashback why. The director lets his "
    "actress carry the plot, and the screenplay has Moscow threaten Helsinki in nearly every reel. The villain, a"
    " general, invades Estonia on a bicycle. The camera loves the harbour. At the premiere in Tampere on Friday "
    "Estonia's president said that he had laughed."
)
NEWS = (
    "Russia expelled two Finnish diplomats on Friday after Finland arrested a Russian captain. The foreign "
    "minister of Finland, who had come from the theatre to the talks, said that the match was lost. Estonia "
    "condemned the step."
)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def _code(tools: Tools, text: str) -> list[Event]:
    article = Article(id="a", text_digest="", uri="a", language="en", published=PartialDate("2021-10-13"), text=text)
    return [r for _, c in code_articles([article], tools) for r in c if isinstance(r, Event)]


@pytest.mark.parametrize(("text", "genre"), [(CHESS, Genre.GAME), (FILM, Genre.REVIEW), (NEWS, Genre.NEWS)])
def test_what_an_article_is_about(tools: Tools, text: str, genre: Genre) -> None:
    assert find_genre(tools.nlp(text)) is genre


def test_a_game_is_no_war(tools: Tools) -> None:
    assert [e for e in _code(tools, CHESS) if e.modality is Modality.ACTUAL] == []


def test_a_plot_has_not_happened(tools: Tools) -> None:
    assert [e for e in _code(tools, FILM) if e.modality is Modality.ACTUAL] == []


def test_news_with_a_word_of_either_stays_news(tools: Tools) -> None:
    assert {e.event for e in _code(tools, NEWS)} >= {"SANCTION", "COERCE", "ACCUSE"}
