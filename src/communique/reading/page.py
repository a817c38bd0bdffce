"""Web pages: the story's paragraphs out of the tree, then cleaned like any other text.

What a page declares (JSON-LD, meta elements) is taken for title, author, outlet and time; for the story itself the
words decide, as in plain text. Where no element is declared or found to hold the story, trafilatura finds it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree, html

from communique.errors import ReadingError
from communique.reading.blocks import Block, BlockKind, ends_sentence, make_block
from communique.reading.credits import read_credit_line
from communique.reading.dateline import read_opening
from communique.reading.decoding import tidy
from communique.reading.draft import Draft, Piece
from communique.reading.lines import check_count
from communique.reading.metadata import Metadata, agency_of_byline, read_metadata
from communique.reading.plain import describe, find_zones, join_posts, make_dateline, make_pieces, settle
from communique.reading.posts import ADDRESS, find_signature
from communique.reading.words import key_of
from communique.records import PartKind

# Larger pages are lists or dumps; the story stands in the first megabytes.
MAX_CHARACTERS = 4_000_000
# trafilatura compares subtrees with one another; on trees larger than this it takes minutes.
MAX_TREE = 15_000
MIN_WORDS = 30
KEPT_TAGS = frozenset({"html", "body", "article", "main"})


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages name their parts: furniture by element and class, stories by class, embedded posts by class."""

    dropped: tuple[str, ...]
    blocks: frozenset[str]
    furniture: re.Pattern[str]
    posts: re.Pattern[str]
    bodies: tuple[str, ...]
    credit_lines: str


@cache
def load_layout() -> Layout:
    """The names of `data/page.toml`, compiled."""
    table = tomllib.loads((files("communique.reading") / "data" / "page.toml").read_text(encoding="utf-8"))
    names = "|".join(table["furniture"])
    classes = (f'contains(concat(" ",normalize-space(@class)," ")," {name} ")' for name in table["bodies"])
    credit = (f'contains(@class,"{name}")' for name in table["credits"])
    return Layout(
        dropped=tuple(table["dropped"]),
        blocks=frozenset(table["blocks"]),
        furniture=re.compile(rf"(?:^|[\s_-])(?:{names})(?:[\s_-]|$)", re.IGNORECASE),
        posts=re.compile("|".join(table["posts"]), re.IGNORECASE),
        bodies=('//*[@itemprop="articleBody"]', f"//*[{' or '.join(classes)}]", "//article", "//main"),
        credit_lines=f"//*[{' or '.join(credit)}]",
    )


def read_page(text: str) -> Draft:
    """Read an HTML page.

    Args:
        text: The decoded page.

    Returns:
        The story as pieces, with what the page says about it.

    Raises:
        ReadingError: No tree can be made of it, or it holds no story.
    """
    tree = _parse(text[:MAX_CHARACTERS])
    meta = read_metadata(tree)
    credits = _credit_lines(tree)
    posts = _mark_posts(tree)
    _strip(tree)
    lines = _story_lines(tree)
    check_count(len(lines))
    blocks = _without_title(join_posts([make_block(line, gap=True) for line in lines]), meta.title)
    if not blocks:
        raise ReadingError("the page holds no story", remedy="save the page after it has loaded, or its text")
    draft = _read_blocks(blocks)
    if not draft.pieces:
        raise ReadingError("the page holds no story", remedy="save the page after it has loaded, or its text")
    return _with_metadata(draft, meta, credits=credits, posts=posts)


def _parse(text: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, recover=True)
    try:
        # lxml refuses characters with an encoding declaration, so bytes are given.
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadingError("the page is no HTML that can be parsed", remedy="save its text") from error
    return tree


def _read_blocks(blocks: list[Block]) -> Draft:
    if len(blocks) == 1:
        return Draft(pieces=(Piece(blocks[0].text),))
    zones = find_zones(blocks)
    draft = describe(zones, glued=None)
    return replace(draft, pieces=settle(make_pieces(zones)))


def _with_metadata(draft: Draft, meta: Metadata, *, credits: Sequence[str], posts: dict[str, str]) -> Draft:
    """What the page declares wins over what its lines say, except for the wire of the dateline."""
    published, precision = draft.published, draft.precision
    for stamp in (meta.published, None if published else meta.modified):
        if stamp:
            published, precision = stamp.value, stamp.precision
            break
    agency = (
        draft.agency
        or agency_of_byline(meta.byline)
        or next((a for line in credits if (a := read_credit_line(line))), None)
    )
    opening = next((o for p in draft.pieces[:3] if p.kind is PartKind.STORY and (o := read_opening(p.text))), None)
    return replace(
        draft,
        pieces=tuple(
            replace(p, uri=p.uri or posts.get(key_of(p.text)[:120])) if p.kind is PartKind.POST else p
            for p in draft.pieces
        ),
        title=meta.title or draft.title,
        byline=meta.byline or draft.byline,
        publisher=meta.publisher or draft.publisher,
        agency=agency,
        published=published,
        precision=precision,
        dateline=make_dateline(opening, published=published) or draft.dateline,
        rights=meta.rights or draft.rights,
        source_url=meta.source_url,
        language_hint=meta.language,
    )


def _credit_lines(tree: Any) -> list[str]:
    lines = []
    for element in tree.xpath(load_layout().credit_lines)[:40]:
        text = _line(element)
        if (
            text
            and len(text) < 120
            and not any(
                isinstance(a.tag, str) and a.tag in {"aside", "figure", "nav", "footer"}
                for a in element.iterancestors()
            )
        ):
            lines.append(text)
    return lines


def _mark_posts(tree: Any) -> dict[str, str]:
    """Turn each embedded post into one paragraph, and remember its address by its words."""
    found: dict[str, str] = {}
    for quote in list(tree.iter("blockquote"))[:200]:
        if not load_layout().posts.search(quote.get("class") or ""):
            continue
        links = [a.get("href") or "" for a in quote.iter("a")]
        text = _line(quote)
        address = next(
            (
                m[0].split("?")[0]
                for href in reversed(links)
                if (m := ADDRESS.match(href)) and "hashtag" not in href and "/status" in href
            ),
            None,
        )
        address = address or next(
            (
                m[0].split("?")[0]
                for href in [quote.get("cite") or "", quote.get("data-instgrm-permalink") or "", *links]
                if (m := ADDRESS.match(href)) and "hashtag" not in href
            ),
            None,
        )
        tail = quote.tail
        for child in list(quote):
            quote.remove(child)
        quote.attrib.pop("class", None)
        quote.text, quote.tail = text, tail
        if address and find_signature(text):
            found[key_of(text)[:120]] = address
    return found


def _strip(tree: Any) -> None:
    """Remove furniture by element, role and class, but nothing that holds most of the page's words."""
    etree.strip_elements(tree, *load_layout().dropped, with_tail=False)
    total = max(1, sum(len(p.text_content()) for p in list(tree.iter("p"))[:5000]))
    removed = 0
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in KEPT_TAGS or not _is_furniture(element):
            continue
        # A theme may call the whole story a "widget" or "photo-story".
        inside = sum(len(p.text_content()) for p in element.iter("p"))
        if inside < 0.4 * total and element.getparent() is not None:
            element.drop_tree()
            removed += 1
        if removed > MAX_TREE:
            break


def _is_furniture(element: Any) -> bool:
    if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
        return True
    if (element.get("role") or "").lower() in {
        "navigation",
        "complementary",
        "contentinfo",
        "banner",
        "search",
        "dialog",
        "alertdialog",
    }:
        return True
    if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style") or "", re.IGNORECASE):
        return True
    return bool(load_layout().furniture.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:300]))


def _story_lines(tree: Any) -> list[str]:
    """Lines of the element that holds the story: declared, or found by trafilatura, or the whole page."""
    whole = _lines(tree)
    enough = max(MIN_WORDS, int(0.3 * _prose_words(whole)))
    for path in load_layout().bodies:
        candidates = [(_prose_words(lines), lines) for element in tree.xpath(path)[:20] if (lines := _lines(element))]
        # Only the longest: the others are teasers of other stories.
        best = max(candidates, key=lambda c: c[0], default=(0, []))
        if best[0] >= enough:
            return best[1]
    extracted = _extract(tree)
    return extracted if _prose_words(extracted) >= enough else whole


def _extract(tree: Any) -> list[str]:
    """Lines that trafilatura takes for the story."""
    if sum(1 for _ in tree.iter()) > MAX_TREE:
        return []
    import trafilatura

    found = trafilatura.bare_extraction(
        html.fromstring(html.tostring(tree, encoding="unicode")),
        fast=True,
        include_comments=False,
        include_tables=False,
    )
    text = getattr(found, "text", None) or ""
    return [line for raw in tidy(text).split("\n") if (line := raw.strip())]


def _prose_words(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines if ends_sentence(line) and len(line.split()) >= 6)


def _lines(root: Any) -> list[str]:
    """Text of an element, a line for each block and line break; lines that are all link are left out."""
    lines: list[str] = []
    parts: list[str] = []
    linked = [0]
    depth_in_link = 0
    blocks = load_layout().blocks

    def flush() -> None:
        line = tidy(" ".join("".join(parts).split()))
        letters = sum(len(p.strip()) for p in parts)
        only_link = letters > 0 and linked[0] >= 0.9 * letters and not (ends_sentence(line) and len(line.split()) > 25)
        parts.clear()
        linked[0] = 0
        if line and (not only_link):
            lines.append(line)

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in blocks or tag == "br":
                flush()
            depth_in_link += tag == "a"
            if element.text and tag:
                parts.append(element.text)
                linked[0] += len(element.text.strip()) if depth_in_link else 0
        else:
            depth_in_link -= tag == "a"
            if tag in blocks:
                flush()
            if element.tail and element is not root:
                parts.append(element.tail)
                linked[0] += len(element.tail.strip()) if depth_in_link else 0
    flush()
    return lines


def _line(element: Any) -> str:
    pieces = list(element.itertext())
    return tidy(" ".join(" ".join(pieces).split()))[:2000].replace(" ,", ",")


def _without_title(blocks: list[Block], title: str | None) -> list[Block]:
    key = key_of(title or "")
    return [b for b in blocks if not key or key_of(b.text) != key or b.kind is BlockKind.POST]
