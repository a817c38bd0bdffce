"""From bytes to clean characters: encodings, line ends, control characters, Unicode NFC."""

from __future__ import annotations

import codecs
import re
import unicodedata

from communique.errors import ReadingError

# A declaration stands in the first kilobyte of a page by the HTML standard; some pages are late.
DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY_SIGNS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\x1f\x8b", b"BZh", b"RIFF")
# Guessing looks at this many bytes: enough for the letters of a language, quick on junk.
SAMPLE_BYTES = 100_000
LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
# Soft hyphens, zero-width blanks and marks of direction are invisible and would split words; a joiner stays, for it
# holds emoji and some scripts together.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
BLANKS = re.compile(r"[^\S\n]")


def decode(content: bytes) -> str:
    """Characters of a file: by byte order mark, as declared, as UTF-8, else by the letters that come out.

    Args:
        content: The whole file.

    Returns:
        Text in NFC with newlines as the only line ends and without control characters.

    Raises:
        ReadingError: The bytes are empty, those of a picture, archive or program, or in no known encoding.
    """
    if not content.strip():
        raise ReadingError("the file is empty")
    return tidy(_decode_raw(content))


def tidy(text: str) -> str:
    """Text in NFC, `\\n` at line ends, plain blanks, no control or invisible characters."""
    text = INVISIBLE.sub("", LINE_ENDS.sub("\n", text))
    text = BLANKS.sub(" ", text)
    text = "".join(c for c in text if c == "\n" or not _is_control(c)) if _has_control(text) else text
    return unicodedata.normalize("NFC", text)


def _decode_raw(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content.startswith(BINARY_SIGNS):
        raise _binary()
    if b"\0" in content[:SAMPLE_BYTES]:
        return _decode_wide(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # One bad byte in a long UTF-8 text is a slip of the scraper, not another encoding.
        if error.start > 200 and _bad_share(content) < 0.001:
            return content.decode("utf-8", "replace").replace("\ufffd", "")
    declared = DECLARED.search(content[:4096])
    if declared:
        try:
            return content.decode(declared[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return _decode_legacy(content)


def _decode_wide(content: bytes) -> str:
    """UTF-16 without a mark has a zero in every other byte; other zeros mean a binary file."""
    sample = content[:2000]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    half = max(1, len(sample) // 2)
    for zeros, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.6 * half and other < 0.1 * half:
            return content.decode(encoding, "replace")
    raise _binary()


def _decode_legacy(content: bytes) -> str:
    """Encodings of one byte a letter: the one whose letters make sense, by charset-normalizer, then by script."""
    sample = content[:SAMPLE_BYTES]
    if sum(b < 32 and b not in b"\t\n\r\f\x1b" for b in sample) > 0.02 * len(sample):
        raise _binary()
    high = [b for b in sample if b >= 0x80]
    letters = sum(chr(b).isalpha() for b in sample if b < 0x80)
    # Russian: nearly all letters are high bytes from 0xC0 up; in Western texts they are rare. Small letters, the most
    # of any text, have the upper half of these bytes in windows-1251 and the lower in KOI8-R.
    if len(high) > letters and sum(b >= 0xC0 for b in high) > 0.85 * len(high):
        upper = sum(b >= 0xE0 for b in high)
        return content.decode("cp1251" if 2 * upper >= len(high) else "koi8-r", "replace")
    if len(high) < 0.25 * max(1, letters):
        return content.decode("cp1252", "replace").replace("\ufffd", "")
    guess = _guess(sample)
    if not guess:
        raise ReadingError("the encoding of the file is not known", remedy="save it as UTF-8")
    return content.decode(guess, "replace")


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else ""


def _bad_share(content: bytes) -> float:
    return content.decode("utf-8", "replace").count("\ufffd") / len(content)


def _has_control(text: str) -> bool:
    return any(_is_control(c) for c in set(text) if c != "\n")


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Cn"}


def _binary() -> ReadingError:
    return ReadingError("the file is no text but a binary file", remedy="give text or HTML")
