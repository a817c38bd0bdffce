from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from communique.analysis.dossier import assemble_dossier
from communique.analysis.dossier_types import Dossier
from communique.publishing.dossier_html import cut_excerpt, dossier_name, render_dossier_html, write_dossier_html
from communique.records import EventType
from factories_dossier import BRA, GHA, make_article, make_event, make_many, make_records

PAIR = ("BRA", "GHA")
HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(2)>\u202egnik {{ 7*7 }} ]]> \" ' `"
VOID = {"meta", "input", "br", "img", "link", "hr"}


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return assemble_dossier(make_records(), pair=PAIR)


@pytest.fixture(scope="module")
def page(dossier: Dossier) -> str:
    return render_dossier_html(dossier)


class Balance(HTMLParser):
    """Remembers elements that are opened and not closed, or closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def text_of(element) -> str:  # type: ignore[no-untyped-def]
    return " ".join(element.text_content().split())


def test_the_page_is_well_formed_and_its_ids_are_unique(page: str) -> None:
    balance = Balance()
    balance.feed(page)
    assert (balance.open, balance.wrong) == ([], [])
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    tree = lxml_html.document_fromstring(page)
    targets = [a.get("href")[1:] for a in tree.iter("a") if a.get("href").startswith("#")]
    assert set(targets) <= set(ids)
    labels = " ".join(e.get("aria-labelledby") for e in tree.xpath("//*[@aria-labelledby]")).split()
    assert set(labels) <= set(ids)


def test_every_happening_stands_in_the_page_with_its_sentences(page: str, dossier: Dossier) -> None:
    tree = lxml_html.document_fromstring(page)
    for line in (*dossier.happenings, *dossier.beside):
        box = tree.get_element_by_id(f"h-{line.id}")
        sentences = [text_of(s) for s in box.find_class("sentence")]
        assert len(sentences) == len(line.proofs) > 0
        for proof, shown in zip(line.proofs, sentences, strict=True):
            bare = re.sub(r" \[[^\]]+\]", "", shown)
            assert bare == " ".join(proof.sentence.split())
        assert box.findall(".//mark")
        assert line.headline in text_of(box)


def test_the_numbers_at_the_top_are_those_of_the_lists(page: str, dossier: Dossier) -> None:
    tree = lxml_html.document_fromstring(page)
    figures = {
        text_of(d.find("dt")).strip("▲▼ "): text_of(d.find("dd")) for d in tree.xpath("//dl[@class='figures']/div")
    }
    lines = tree.xpath("//section[@id='happenings']//details[contains(@class, 'happening')]")
    counted = [b for b in lines if not {"hypothetical", "future", "negated"} & set(b.get("class").split())]
    assert figures["Happenings"] == str(len(counted))
    assert figures["Cooperation"] == str(sum("cooperation" in b.get("class").split() for b in counted))
    assert figures["Conflict"] == str(sum("conflict" in b.get("class").split() for b in counted))
    assert figures["Articles"] == str(len(tree.xpath("//ul[@class='sources']/li")))
    assert dossier.summary[0] in text_of(tree.find_class("lede")[0])


def test_the_page_asks_nothing_of_the_network(page: str) -> None:
    tree = lxml_html.document_fromstring(page)
    assert not tree.xpath("//link | //img | //iframe | //object | //embed | //script[@src] | //base | //*[@ping]")
    assert not tree.xpath("//*[local-name()='image' or local-name()='use']")
    style = tree.findtext(".//style")
    assert "url(" not in style
    assert "@import" not in style
    assert "fetch" not in tree.xpath("//script")[0].text
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    # Inline styles and handlers would need a weaker policy.
    assert not tree.xpath("//*[@style]")
    assert not [a for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on")]


def test_links_lead_only_to_web_pages_and_give_nothing_away(page: str) -> None:
    tree = lxml_html.document_fromstring(page)
    outside = [a for a in tree.iter("a") if not a.get("href").startswith("#")]
    assert outside
    for a in outside:
        assert a.get("href").startswith(("http://", "https://"))
        assert a.get("rel") == "noopener noreferrer"
    assert "javascript:" not in page.split("<script>", maxsplit=1)[0]


def test_hostile_words_stay_words() -> None:
    article = make_article(
        "hostile", f"Brazil praised Ghana {HOSTILE} again.", title=HOSTILE, publisher=HOSTILE, agency=HOSTILE,
        url="https://example.org/\"><script>alert(3)</script>",
    )  # fmt: skip
    bad = replace(BRA, kind="person", name=HOSTILE, office=HOSTILE)  # type: ignore[arg-type]
    event = make_event(article, "praised", EventType.SUPPORT, (bad,), (GHA,), mode=HOSTILE, contexts=(HOSTILE,))
    dossier = assemble_dossier([article, replace(event, rule=HOSTILE)], pair=PAIR)
    assert dossier.happenings
    page = render_dossier_html(dossier)
    tree = lxml_html.document_fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img")
    assert "49" not in text_of(tree.get_element_by_id("sources"))
    balance = Balance()
    balance.feed(page)
    assert (balance.open, balance.wrong) == ([], [])
    # What turns the writing direction is shut in with the words it came with.
    for node in tree.xpath("//main//text()[contains(., '\u202e')]"):
        assert node.getparent().xpath("ancestor-or-self::bdi | ancestor-or-self::*[@dir='auto']"), node


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = [int(h) for h in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_chart_has_a_name_a_description_and_a_table(page: str) -> None:
    tree = lxml_html.document_fromstring(page)
    drawings = tree.xpath("//*[local-name()='svg']")
    assert len(drawings) == 2
    for svg in drawings:
        assert svg.get("role") == "img"
        for id_ in svg.get("aria-labelledby").split():
            assert text_of(tree.get_element_by_id(id_))
    assert tree.xpath("//figure//table/caption")
    assert tree.xpath("//html/@lang") == ["en"]
    for moment in tree.iter("time"):
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", moment.get("datetime"))


def test_an_empty_dossier_says_so_and_what_is_held() -> None:
    page = render_dossier_html(assemble_dossier(make_records(), pair=("BRA", "ITA")))
    assert "Nothing yet between Brazil and Italy" in page
    assert "<svg" not in page
    assert "article" in text_of(lxml_html.document_fromstring(page).find_class("held")[0])


def test_many_happenings_are_folded_by_year() -> None:
    tree = lxml_html.document_fromstring(render_dossier_html(assemble_dossier(make_many(300), pair=PAIR)))
    years = tree.xpath("//details[contains(@class, 'year')]")
    assert [y.get("data-year") for y in years] == ["2023", "2022", "2021", "2020", "2019", "2018"]
    assert [y.get("open") is not None for y in years] == [True] + [False] * 5
    assert len(tree.xpath("//section[@id='latest']//li")) == 5


def test_the_same_dossier_gives_the_same_page(page: str, dossier: Dossier) -> None:
    assert render_dossier_html(dossier) == page


def test_the_file_is_named_for_the_states(tmp_path: Path, dossier: Dossier) -> None:
    assert dossier_name(dossier) == "brazil-ghana"
    assert dossier_name(replace(dossier, names=("Côte d’Ivoire", "U.S."))) == "cote-d-ivoire-u-s"
    write_dossier_html(dossier, tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_excerpts_are_short_and_hold_the_trigger() -> None:
    long = "The council of the coastal towns, " * 9 + "so Brazil praised Ghana " + "for its long and patient work " * 9
    article = make_article("long", long + ".")
    event = make_event(article, "praised", EventType.SUPPORT, (BRA,), (GHA,))
    (line,) = assemble_dossier([article, event], pair=PAIR).happenings
    before, trigger, after = cut_excerpt(line)
    assert trigger.text == "praised"
    assert before.text.startswith("… ")
    assert after.text.endswith(" …")
    assert len(before.text + trigger.text + after.text) < 170
