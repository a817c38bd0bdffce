"""Title, byline, publisher and time of publication, from the head of a plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.reading.blocks import Block, BlockKind
from communique.reading.credits import match_agency
from communique.reading.days import PrintedDate, complete_year, find_dates, find_day_in_address
from communique.reading.words import Words, key_of, load_words
from communique.records import PartialDate, Precision

NAVIGATION = re.compile(r"[|>»›]|\s/\s|^\W*#")
HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?\s*(?:by\s)?(?P<name>[^\d.|,;()\n]{2,60})", re.IGNORECASE
)
RIGHT = re.compile(
    r"\W{0,3}(?:©|\(c\)|copyright)\s*(?:©\s*|\(c\)\s*)?(?P<year>\d{4})(?!\s?[-–—]\s?\d)"
    r"(?: by)?(?: the)?(?P<name>[^.|\n]{0,60})",
    re.IGNORECASE,
)
OWN_NAME = re.compile(
    r"\b(?:Times|Post|Herald|Tribune|Gazette|Daily|Weekly|Journal|Guardian|Observer|Chronicle|Telegraph|Standard"
    r"|News Agency|Press(?! release)|Diario|El País|Jornal|Folha|Le Monde|Газета|Известия|Ведомости)\b"
)

OFFICE = re.compile(
    r"(?:The )?(?:Ministry|Embassy|Department|Office|Government|Ministerio|Embajada|Minist[èe]re|Ambassade"
    r"|Minist[ée]rio|Embaixada|Министерство|Посольство)\b"
)

# So many words beside a date and a clock time leave a line a stamp and make it no headline.
STAMPED_WORDS = 6


@dataclass(frozen=True, slots=True)
class Published:
    """A candidate for the time of publication; the lower the rank, the better the evidence."""

    rank: int
    date: PrintedDate


def find_title(head: Sequence[Block], body: Sequence[Block]) -> int | None:
    """Index of the title among the blocks before the story.

    A title shares its words with the story, is longer than a section's name, and stands before byline and date.

    Args:
        head: Blocks before the story.
        body: Blocks of the story.
    """
    told = {w[:6] for block in body for w in key_of(block.text[:2000]).split() if len(w) > 3}
    best, best_score = None, 0.0
    first = True
    for index, block in enumerate(head):
        if block.kind not in {BlockKind.FRAGMENT, BlockKind.PROSE} or block.words > 40:
            continue
        words = {w[:6] for w in key_of(block.text).split() if len(w) > 3}
        score = min(block.words, 10) + 3.0 * len(words & told) - 1.5 * index - _doubts(block, head)
        # A deck shares more words with the story than its title does, but stands below it.
        score += 4 if all(b.kind is not BlockKind.FRAGMENT for b in head[:index]) else 0
        if first and block.words >= 4 and words & told and not _doubts(block, head):
            score, first = score + 5, False
        if block.words >= 2 and score > best_score:
            best, best_score = index, score
    if best is None:
        fragments = [i for i, b in enumerate(head) if b.kind is BlockKind.FRAGMENT]
        return fragments[0] if fragments else None
    return best


def _doubts(block: Block, head: Sequence[Block]) -> float:
    """What speaks against a title: a path through the site, an outlet's, wire's or office's name, a full stop."""
    doubts = 12.0 if NAVIGATION.search(block.text) else 0.0
    doubts += 8 if OWN_NAME.search(block.text) or _is_office(block.text) else 0
    doubts += 6 if block.kind is BlockKind.PROSE else 0
    doubts += 10 if match_agency(block.text) else 0
    # The tab's title repeats the headline with the outlet's name behind it.
    repeated = any(b is not block and b.words >= 3 and block.text.startswith(b.text) for b in head)
    return doubts + (10 if repeated else 0)


def _is_office(text: str) -> bool:
    """Whether a line is the name of an office and nothing more: `Ministry of Foreign Affairs`."""
    words = text.split()
    return bool(OFFICE.match(text)) and all(w[:1].isupper() or len(w) <= 3 for w in words)


def find_byline(head: Sequence[Block]) -> str | None:
    """The author's line as printed, without its date."""
    for block in head:
        if block.kind is BlockKind.BYLINE:
            text = block.text
            for found in find_dates(text)[:1]:
                text = text[: found.start]
            return text.strip(" |/*•-–—,") or None
    return None


def find_published(
    head: Sequence[Block], tail: Sequence[Block], *, title: int | None, month_first: bool
) -> PrintedDate | None:
    """The best date of the lines around the story: published before updated, after the title before above it."""
    found: list[Published] = []
    for where, blocks in (("head", head), ("tail", tail)):
        for index, block in enumerate(blocks):
            if block.kind in {BlockKind.CAPTION, BlockKind.POST} or block.words > 45:
                continue
            before = blocks[index - 1].text if index else ""
            above = title is not None and index < title
            for date in find_dates(block.text, month_first=month_first):
                rank = _rank(block, date, before)
                if rank is None and where == "head" and index != title and _is_stamped(block, date):
                    rank = 3
                if rank is not None:
                    found.append(Published(rank + (1 if above else 0) + (6 if where == "tail" else 0), date))
    return min(found, key=lambda f: f.rank).date if found else None


def find_day_elsewhere(
    head: Sequence[Block], tail: Sequence[Block], *, filed: PartialDate | None
) -> PartialDate | None:
    """Where no line gives the day: the dateline's, with the year of a wire's copyright, else that of the address.

    `Copyright 1997 Associated Press` is of the report; a site's own line is of the year in which it was saved.

    Args:
        head: Blocks before the story.
        tail: Blocks behind it.
        filed: Day of the dateline, perhaps without a year.
    """
    if filed is not None and not filed.startswith("--"):
        return filed
    rights = [m for b in tail if (m := RIGHT.match(b.text))] if filed else []
    year = next((m["year"] for m in rights if match_agency(m["name"].strip(" ,."))), None)
    if filed is not None and year is not None:
        return complete_year(filed, near=PartialDate(year))
    return next((d for d in (find_day_in_address(b.text) for b in head) if d), None)


def find_publisher(tail: Sequence[Block], head: Sequence[Block]) -> str | None:
    """The outlet by its copyright line, or by its own name above the title."""
    for block in tail:
        holder = HOLDER.search(block.text[:200])
        if holder and block.kind is not BlockKind.PROSE:
            name = re.sub(r"^copyright\s+", "", holder["name"], flags=re.IGNORECASE)
            name = re.split(r"\s[-–—]\s|All |Todos |Tous |Все ", name)[0].strip(" -–—.")
            if (
                name
                and name[:1].isupper()
                and match_agency(name) is None
                and len(name.split()) <= 6
                and "News Services" not in name
            ):
                return name
    for block in head[:3]:
        if block.kind is BlockKind.FRAGMENT and block.words <= 5 and OWN_NAME.search(block.text):
            return block.text
    return None


def _rank(block: Block, date: PrintedDate, before: str) -> int | None:
    words = load_words()
    lead = key_of(block.text[: date.start]).split()
    label = _last_label(lead, words)
    if label is None and key_of(before) in words.published:
        label = "published"
    if label is None and key_of(before) in words.updated:
        label = "updated"
    if label == "published":
        return 0
    if label == "updated":
        return 4
    if block.kind in {BlockKind.DATE, BlockKind.BYLINE, BlockKind.CREDIT}:
        return 2
    # A title or a line of furniture may hold another date ("Summit of 3 May 2022").
    return 5 if block.kind is BlockKind.NOISE else None


def _is_stamped(block: Block, date: PrintedDate) -> bool:
    """Whether a line is hardly more than a date: `www.example.org 2006-06-12 16:32`, `Politics 12/21/2004`."""
    rest = f"{block.text[: date.start]} {block.text[date.end :]}".split()
    words = [w for w in rest if len(w) > 1 and any(c.isalnum() for c in w)]
    return len(words) <= (STAMPED_WORDS if date.precision is Precision.MINUTE else STAMPED_WORDS // 2)


def _last_label(lead: list[str], words: Words) -> str | None:
    """The label nearest before a date: `Published: May 3 | Updated: May 4` has two."""
    for start in range(len(lead) - 1, -1, -1):
        for size in (4, 3, 2, 1):
            label = " ".join(lead[start : start + size])
            if label in words.updated:
                return "updated"
            if label in words.published and label != "date":
                return "published"
    return None
