"""Keys by which things that may belong together find each other: numbers that a database can index.

Two things are compared where one is put under a key that the other looks under. A key says nothing by itself: that two
meet under one by chance costs a comparison and no more.
"""

from __future__ import annotations

import hashlib
from datetime import date

# A key is a week in its upper bits, and a digest below: what comes in the order of time is put side by side.
_DIGEST_BYTES = 5
_WEEK_DAYS = 7
_ANSWER = 1 << 62


def make_key(space: str, *parts: str, week: int = 0) -> int:
    """A key of a space ("story", "person") for some words; in a week, or in all time with week 0."""
    joined = "\x1f".join((space, *parts))
    digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
    return (week << 8 * _DIGEST_BYTES) | int.from_bytes(digest, "big")


def week_of(day: date) -> int:
    """Number of the week that a day lies in."""
    return day.toordinal() // _WEEK_DAYS


def answer(key: int) -> int:
    """The key under which waits what wants to know of anything that comes under a key."""
    return key ^ _ANSWER
