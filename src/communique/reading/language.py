"""The language of a story, as a BCP 47 tag."""

from __future__ import annotations

import re

# Enough for a sure answer; the classifier's time grows with the text.
SAMPLE_CHARACTERS = 5_000
# Below this many letters the classifier guesses by names; the hint or the default is safer.
MIN_LETTERS = 30
TAG = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}")
UNKNOWN = "und"


def detect_language(text: str, *, hint: str | None = None) -> str:
    """Detect the language of a story; a page's own claim is used for texts of a few words only.

    Pages say `lang="en"` because their template does, so the words themselves decide.

    Args:
        text: The cleaned text.
        hint: What the page says (`es-419`), or None.

    Returns:
        A tag such as `en`; `und` where there are no letters.
    """
    letters = sum(c.isalpha() for c in text[:SAMPLE_CHARACTERS])
    claimed = normalize_tag(hint)
    if letters < MIN_LETTERS:
        return claimed or ("en" if letters and text.isascii() else UNKNOWN)
    import py3langid

    code, _ = py3langid.classify(text[:SAMPLE_CHARACTERS])
    return str(code)


def normalize_tag(tag: str | None) -> str | None:
    """A language tag in the usual letters (`EN_us` is `en-US`), or None where it is none."""
    if not tag or not TAG.fullmatch(tag.strip()):
        return None
    parts = re.split("[-_]", tag.strip())
    rest = (p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p.lower() for p in parts[1:])
    return "-".join([parts[0].lower(), *rest])
