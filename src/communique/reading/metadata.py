"""What a web page says about itself: title, author, outlet, address, time of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.reading.credits import match_agency
from communique.reading.days import PrintedDate, read_stamp
from communique.reading.words import key_of, load_words

MAX_JSON = 400_000
MAX_FIELD = 500
MAX_NODES = 2_000
TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline")
SITES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "article:publisher",
    "twitter:app:name:iphone",
)
AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
)
RIGHTS = ("copyright", "dc.rights", "dcterms.rights", "rights")
PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "article:published",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "originalpublicationdate",
    "displaydate",
)
MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")
STORY_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "backgroundnewsarticle",
        "opinionnewsarticle",
        "blogposting",
        "liveblogposting",
        "webpage",
    ]
)
NAME_ENDS = re.compile(r"\s+(?:[|–—·•»-]|::)\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of a page; absent is None."""

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    source_url: str | None = None
    rights: str | None = None
    language: str | None = None
    published: PrintedDate | None = None
    modified: PrintedDate | None = None


def read_metadata(tree: Any) -> Metadata:
    """Read `meta` and `link` elements, JSON-LD, microdata and `time` elements of a parsed page."""
    metas = _metas(tree)
    story = _linked_data(tree)
    site = _first(metas, SITES) or _name(story.get("publisher"))
    return Metadata(
        title=_title(tree, metas, story, site),
        byline=_byline(metas, story, tree),
        publisher=site if site and not site.startswith(("http", "@")) else None,
        source_url=_address(tree, metas),
        rights=_first(metas, RIGHTS) or _clean(story.get("copyrightNotice")),
        language=_clean(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
        or _clean(story.get("inLanguage")),
        published=_stamp(story.get("datePublished")) or _first_stamp(metas, PUBLISHED) or _time_element(tree),
        modified=_stamp(story.get("dateModified")) or _first_stamp(metas, MODIFIED),
    )


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _clean(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(tree: Any) -> dict[str, Any]:
    """The object of JSON-LD that describes the story: the first of a story's type."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        text = (element.text or "").strip()
        if not text or len(text) > MAX_JSON:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            names = {str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])}
            if names & STORY_TYPES and ("datePublished" in node or "headline" in node):
                return node
    return {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    queue, seen = [data], 0
    while queue and seen < MAX_NODES:
        value = queue.pop(0)
        seen += 1
        if isinstance(value, dict):
            yield value
            queue.extend(v for v in value.values() if isinstance(v, dict | list))
        elif isinstance(value, list):
            queue.extend(v for v in value[:MAX_NODES] if isinstance(v, dict | list))


def _title(tree: Any, metas: dict[str, str], story: dict[str, Any], site: str | None) -> str | None:
    headings = [_text(h) for h in tree.iter("h1")][:5]
    headings = [h for h in headings if h and len(h.split()) >= 2]
    named = _clean(story.get("headline")) or _first(metas, TITLES)
    if named:
        for heading in headings:
            if key_of(heading) in key_of(named) or key_of(named) in key_of(heading):
                return heading
        return _without_site(named, site)
    if headings:
        return headings[0]
    element = next(iter(tree.iter("title")), None)
    return _without_site(_text(element), site) if element is not None and _text(element) else None


def _without_site(title: str, site: str | None) -> str:
    """`Ministers meet in Oslo | The Daily` without the outlet's name."""
    parts = NAME_ENDS.split(title)
    while len(parts) > 1 and (
        (site and key_of(parts[-1]) == key_of(site)) or len(parts[-1].split()) <= 3 < len(parts[0].split())
    ):
        parts.pop()
    return parts[0] if len(parts) == 1 else title[: title.rfind(parts[-1]) + len(parts[-1])]


def _byline(metas: dict[str, str], story: dict[str, Any], tree: Any) -> str | None:
    names = _names(story.get("author"))
    if names:
        return ", ".join(names)
    named = _first(metas, AUTHORS)
    if named and not named.startswith(("http", "@")):
        return named
    for element in tree.xpath('//*[@rel="author" or @itemprop="author"]')[:3]:
        text = _text(element)
        if text and len(text) < 120:
            return text
    for element in tree.xpath('//*[contains(@class,"byline") or contains(@class,"author-name")]')[:3]:
        text = _text(element)
        if text and len(text) < 120:
            return text
    return None


def _address(tree: Any, metas: dict[str, str]) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            address = _web(element.get("href"))
            if address:
                return address
    return _web(metas.get("og:url"))


def _web(address: str | None) -> str | None:
    address = (address or "").strip()
    if not re.fullmatch(r"https?://[^\s<>\"']{3,2000}", address):
        return None
    # The address of the front page stands on every page of a careless site.
    return address if re.search(r"://[^/]+/\S", address) else None


def _time_element(tree: Any) -> PrintedDate | None:
    """The first `time` of the page that is not one of other stories or comments."""
    best: PrintedDate | None = None
    for element in list(tree.iter("time"))[:20]:
        if any(
            a.tag in {"aside", "nav", "footer"} or OTHER.search(f"{a.get('class')} {a.get('id')}")
            for a in element.iterancestors()
            if isinstance(a.tag, str)
        ):
            continue
        stamp = _stamp(element.get("datetime")) or _stamp(_text(element))
        marks = f"{element.get('class')} {element.get('itemprop')} {element.get('pubdate')}".lower()
        if stamp and ("publish" in marks or element.get("pubdate") is not None):
            return stamp
        if stamp and "modif" not in marks and "updat" not in marks:
            best = best or stamp
    return best


OTHER = re.compile(
    r"(?:^|[\s_-])(?:related|comments?|sidebar|recommended|trending|latest|more)(?:[\s_-]|$)", re.IGNORECASE
)


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _first_stamp(metas: dict[str, str], names: tuple[str, ...]) -> PrintedDate | None:
    return next((stamp for name in names if (stamp := _stamp(metas.get(name)))), None)


def _stamp(value: object) -> PrintedDate | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return read_stamp(value) if isinstance(value, str) else None


def _name(value: object) -> str | None:
    names = _names(value)
    return names[0] if names else None


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:10] for name in _names(item)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    name = _clean(value)
    return [name] if name and not name.startswith("http") else []


def _clean(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(value[: MAX_FIELD * 4].split())[:MAX_FIELD] or None


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:MAX_FIELD] if element is not None else ""


def agency_of_byline(byline: str | None) -> str | None:
    """The wire that a page gives as its author (`Reuters`, `By Associated Press`)."""
    if not byline:
        return None
    first, _, rest = byline.partition(" ")
    names = [rest if rest and key_of(first) in load_words().bylines else byline, *re.split(r"[,/&|]|\sand\s", byline)]
    return next((agency for name in names if (agency := match_agency(name))), None)
