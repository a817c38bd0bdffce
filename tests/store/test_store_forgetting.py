"""A forgotten source takes with it what only it supported, and does not come back; older texts stay readable."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from communique.building import merge_store
from communique.errors import ConfigError
from communique.records import Article, Event, EventType, Happening, Refusal
from communique.store import Store, open_store
from factories import make_article, make_event, make_quote, person, state

T = EventType


def meeting(name: str, **fields: object) -> tuple[Article, list[Event]]:
    words = f"Envoys of Fiji and Benin met in Suva to talk about zebrafish quotas, {name} wrote."
    defaults = {"published": "2022-05-10", "source_url": f"https://{name}.example/story"}
    told = make_article(name, words, **(defaults | fields))
    return told, [make_event(told, words, T.CONSULT, actor=[state("FJI"), state("BEN")], start="2022-05-09")]


def put_all(store: Store, *names: str) -> None:
    for name in names:
        store.put(*meeting(name))
    merge_store(store)


def sources(store: Store) -> list[int]:
    return [h.independent_sources for h in store.records("happening") if isinstance(h, Happening)]


@pytest.mark.parametrize("form", ["id", "uri", "source_url", "site"])
def test_a_forgotten_source_takes_only_its_own(store: Store, form: str) -> None:
    put_all(store, "herald", "courier")
    assert sources(store) == [2]
    told, made = meeting("herald")
    source = "https://herald.example/" if form == "site" else str(getattr(told, form))
    gone = store.forget_source(source)
    assert (gone.articles, gone.records, gone.reviews) == (1, 1, 0)
    merge_store(store)
    assert [a.uri for a in store.articles()] == ["courier.txt"]
    assert sources(store) == [1]
    assert store.check() == []
    assert store.record(made[0].id) is None
    # A build reads it again, and passes it by.
    assert store.is_forgotten(told)
    assert not store.put(told, made)
    assert not store.is_forgotten(meeting("courier")[0])
    assert [a.uri for a in store.articles()] == ["courier.txt"]


def test_what_nobody_else_reported_is_gone_at_once(store: Store) -> None:
    put_all(store, "herald")
    [happening] = store.records("happening")
    store.forget_source("herald.txt")
    assert list(store.records()) == []
    assert store.search("zebrafish") == []
    merge_store(store)
    assert list(store.records()) == []
    assert store.check() == []
    assert store.happening(happening.id) is None  # type: ignore[union-attr]


def test_a_site_is_no_other_site(store: Store) -> None:
    put_all(store, "herald", "herald.example.org")
    store.forget_source("https://herald.example/")
    assert [a.uri for a in store.articles()] == ["herald.example.org.txt"]
    # Signs of SQL are letters here.
    with pytest.raises(ConfigError, match="no article"):
        store.forget_source("https://%/")


def test_an_unknown_source_is_named(store: Store) -> None:
    put_all(store, "herald")
    with pytest.raises(ConfigError, match=r"there is no article 'https://nobody\.example/'"):
        store.forget_source("https://nobody.example/")
    assert sources(store) == [1]


def test_a_source_that_could_not_be_read_can_be_forgotten(store: Store) -> None:
    store.refuse(Refusal(uri="broken.html", stage="reading", reason="is empty"))
    assert store.forget_source("broken.html").articles == 0
    assert list(store.records("refusal")) == []


def test_a_file_or_folder_is_known_from_wherever_it_is_named(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        store.put(*meeting(name, uri=(tmp_path / "news" / f"{name}.txt").as_uri()))
    monkeypatch.chdir(tmp_path)
    assert store.forget_source("news/one.txt").articles == 1
    monkeypatch.chdir("/")
    assert store.forget_source(f"{tmp_path}/news/").articles == 2
    assert list(store.articles()) == []
    assert store.is_forgotten(meeting("four", uri=(tmp_path / "news" / "four.txt").as_uri())[0])


def test_reviews_of_a_forgotten_article_hold_its_words_and_go_with_it(store: Store) -> None:
    put_all(store, "herald", "courier")
    other = make_event(meeting("courier")[0], "Envoys of Fiji", T.REQUEST, actor=[state("FJI")])
    store.put(meeting("courier")[0], [*meeting("courier")[1], other])
    merge_store(store)
    first, second = (h for h in store.records("happening") if isinstance(h, Happening))
    store.decide("merge", first.id, by="me", value=second.id)
    store.decide("accept", meeting("herald")[1][0].id, by="me")
    assert store.forget_source("herald.txt").reviews == 2
    [left] = store.reviews()
    assert "herald" not in str(left)
    merge_store(store)
    assert [len(h.reports) for h in store.records("happening") if isinstance(h, Happening)] == [2]
    assert store.check() == []


def test_nothing_of_a_forgotten_text_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "relations.db"
    with open_store(path, create=True) as store:
        put_all(store, "herald")
        changed, _ = meeting("herald")
        store.put(dataclasses.replace(changed, text="Zebrafish " * 3, text_digest="2"), ())
        store.put(*meeting("courier"))
        assert b"herald wrote" in b"".join(p.read_bytes() for p in tmp_path.iterdir())
        store.forget_source("herald.txt")
        merge_store(store)
        store.wipe()
        left = b"".join(p.read_bytes() for p in tmp_path.iterdir())
        assert b"herald wrote" not in left
        assert b"courier wrote" in left


def test_an_older_text_and_its_records_stay_readable(store: Store) -> None:
    told, [met] = meeting("herald")
    spoke = make_quote(told, "zebrafish quotas", person("Sela Vaka", "FJI", "Minister"))
    store.put(told, [met, spoke])
    text = "Envoys of Fiji and Benin did not meet."
    changed = dataclasses.replace(told, text=text, text_digest="changed")
    store.put(changed, ())
    assert store.record(met.id) is None
    [old] = store.former(met.id)
    assert (old.record, old.version, old.text) == (met, 1, told.text)
    assert met.evidence[0].cut(old.text) == told.text
    assert store.article(told.id).version == 2
    assert [f.version for f in store.former(spoke.id)] == [1]
    # A third text: both older ones are there.
    again = dataclasses.replace(told, text=told.text + " More.", text_digest="third")
    store.put(again, [met])
    store.put(dataclasses.replace(told, text="None.", text_digest="fourth"), ())
    assert [f.version for f in store.former(met.id)] == [3, 1]
    assert store.forget_source(told.id).articles == 1
    assert store.former(met.id) == []
