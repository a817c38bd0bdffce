"""Posts of social networks that stand inside a story: `… pic.twitter.com/x — Name (@handle) May 6, 2022`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.reading.days import find_dates
from communique.records import PartialDate

SIGNATURE = re.compile(
    r"(?:—|–|―|--|(?<=\s)-|^-)\s?(?P<name>[^()\n—–]{1,80}?)\s?\((?P<handle>@[\w.]{1,40})\)"
    r"(?:,? (?:on|en|no|sur|via|в) (?:X|Twitter|Telegram|Facebook|Instagram|Truth Social|Threads|Bluesky|Weibo|VK)\b)?"
)
CHANNEL = re.compile(
    r"(?:—|–|―|--)\s?(?P<name>[^()\n—–]{1,80}?),? (?:on|en|no|sur|via|в) "
    r"(?P<network>X|Twitter|Telegram|Facebook|Instagram|Truth Social|Threads|Bluesky|Weibo|VK)\b"
)
SHARED = re.compile(
    r"^(?:A post shared by|A video posted by|A photo posted by) (?P<name>[^()\n]{1,80}?) \((?P<handle>@[\w.]{1,40})\)"
)
ADDRESS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter\.com|x\.com|t\.me|facebook\.com|truthsocial\.com|instagram\.com|threads\.net|bsky\.app)"
    r"/[^\s<>\"')\]]{3,200}"
)
PICTURE = re.compile(r"\bpic\.(?:twitter|x)\.com/\w{1,40}|\bhttps?://t\.co/\w{1,20}")


@dataclass(frozen=True, slots=True)
class Signature:
    """The line under a post: characters `[start, end)` of the paragraph, and what it says."""

    start: int
    end: int
    author: str
    published: PartialDate | None
    uri: str | None


def find_signature(paragraph: str) -> Signature | None:
    """Find the signature of an embedded post: a dash, a name with its handle, mostly a date.

    A name with a handle inside a sentence ("the ministry (@mfa) said") has no dash before it and is none.
    """
    if "@" not in paragraph and not any(dash in paragraph for dash in "—–―"):
        return None
    for pattern in (SIGNATURE, SHARED, CHANNEL):
        for match in pattern.finditer(paragraph):
            day, end = _day_after(paragraph, match.end())
            rest = paragraph[end:].strip(" .|·")
            # Without a date it is a signature only where nothing follows, and a channel needs its date.
            if (day is None and (rest or pattern is CHANNEL)) or not any(c.isalnum() for c in match["name"]):
                continue
            address = ADDRESS.search(paragraph)
            return Signature(match.start(), end, _author(match["name"]), day, address[0] if address else None)
    return None


def has_picture(text: str) -> bool:
    """Whether the short address of a post's picture stands in the text."""
    return bool(PICTURE.search(text))


def _author(name: str) -> str:
    return PICTURE.sub("", name).strip(" -–—,|·") or name.strip()


def _day_after(paragraph: str, at: int) -> tuple[PartialDate | None, int]:
    """The date that follows at once, without its clock time, and where it ends."""
    segment = paragraph[at : at + 60]
    for found in find_dates(segment):
        if not re.search(r"[^\W\d_]{4,}", segment[: found.start]):
            return PartialDate(found.value[:10]), at + found.end
        break
    return None, at
