"""What a single block (line or paragraph) of a page's text looks like, taken by itself.

Zones and neighbours are weighed in `plain`; here only the block's own evidence counts: its length, how it ends, the
words of the furniture lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from communique.reading.credits import trim_credit
from communique.reading.days import find_dates
from communique.reading.words import Words, key_of, load_words

LABEL = re.compile(
    r"^[^\w(\[]{0,8}(?P<label>[^\W\d_][^:|>»·/\[\]()\n]{0,38}?)(?:\s?[:：|>»·](?!//)|\s[-–—]\s)\s*(?P<rest>.*)$"
)
CLOSERS = "\"'”’»›)]}*_ "
FINAL = ".!?…。！？"
QUOTES = re.compile(r"[\"“”«»„]|(?<!\w)['‘]\w")
BULLET = re.compile(r"^\s*(?:[*•·▪◦‣●○■►▶✓]|[-–—](?=\s))\s*")
LIST_ITEM = re.compile(r"^\s*(?:[*•·▪◦‣●○■►▶✓]|[-–—]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
PHOTO_TAIL = re.compile(
    r"(?:[(\[][^()\[\]]{0,60}(?:photo|foto|image|imagen|imagem|фото|getty|handout|courtesy|file|archivo|arquivo|archives)\b"
    r"[^()\[\]]{0,60}[)\]]"
    r"|\b[A-ZА-Я][A-ZА-Яa-z]{1,12}(?: Photo| Images)?/ ?[A-ZА-ЯÀ-Ý][\w.'’-]{1,20}(?: [A-ZА-ЯÀ-Ý][\w.'’-]{0,20}){0,4}"
    r"|\b(?:REUTERS|AFP|AP|EPA|EFE|Getty Images|Getty|Xinhua|Reuters|EPA-EFE)(?: via (?:AP|AFP|Reuters|REUTERS))?"
    r"|\b(?:via|/) ?(?:Getty Images|REUTERS|AFP|AP|EPA))[\s.)\]]*$"
)
PHOTO_SLASH = re.compile(
    r"\b[A-ZА-Я][A-ZА-Яa-z]{1,12}/ ?[A-ZА-ЯÀ-Ý]|[Pp]hoto|[Ff]oto|[Фф]ото|Getty|[Hh]andout|[Ii]magen?\b|REUTERS|EPA\b"
)
# "Lorries wait at the bridge. Photo: Ana R. / Daily.": a sentence on the picture, then who took it.
PHOTO_LABEL = re.compile(
    r"[.!?)]\s{1,3}(?:Photos?|Pictures?|Images?|Credits?|Fotos?|Fotografía|Imagen|Imagem|Crédits?|Crédito|Фото)"
    r"(?: (?:by|credit|de|por|credits))?\s?[:：/]\s?[^.!?:]{2,50}(?:\.[^.!?:]{0,40}){0,2}$",
    re.IGNORECASE,
)
POSITIONS = re.compile(
    r"\((?:L|R|C|left|right|centre|center|izq\.?|der\.?|izquierda|derecha|à gauche|à droite"
    r"|слева|справа|esq\.?|dir\.?)\)|^FILE\b"
)
CAPTION_START = re.compile(
    r"^\W{0,3}(?:FILE(?:\s(?:PHOTO|PIC|PICTURE|IMAGE))?\s?[-–—:]|File (?:photo|picture|image) of\b|\[?Photo[/:])"
)
ADDRESS_LINE = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$|^\W*\S+@\S+\.\w{2,}\W*$", re.IGNORECASE)
COPYRIGHT = re.compile(r"^\W{0,3}(?:\(c\)|©|copyright\s?(?:©|\d{4}))", re.IGNORECASE)
JOINTS = frozenset(
    [
        "and",
        "y",
        "e",
        "et",
        "и",
        "in",
        "en",
        "em",
        "à",
        "в",
        "of",
        "de",
        "del",
        "la",
        "for",
        "the",
        "da",
        "do",
        "dos",
        "van",
        "von",
        "der",
        "bin",
        "al",
        "el",
        "with",
        "con",
        "com",
        "avec",
    ]
)
# A sentence of furniture is short; a paragraph of a story may hold the same words.
NOISE_WORDS = 40
LONG_FRAGMENT = 18


class BlockKind(StrEnum):
    """What a block looks like by itself."""

    PROSE = "prose"
    FRAGMENT = "fragment"
    BULLET = "bullet"
    NOISE = "noise"
    CAPTION = "caption"
    HEADING = "heading"  # of a list of other stories, of comments and the like
    DATE = "date"
    BYLINE = "byline"
    CREDIT = "credit"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph.

    Attributes:
        text: Its words, on one line.
        kind: What it looks like.
        weak: Whether the furniture evidence holds only at the ends of a page, not amid a story.
        gap: Whether a blank line stands before it.
        words: Number of words.
    """

    text: str
    kind: BlockKind
    weak: bool = False
    gap: bool = True
    words: int = 0

    @property
    def is_story(self) -> bool:
        """Whether it looks like a part of the story."""
        return self.kind in {BlockKind.PROSE, BlockKind.POST}


def make_block(text: str, *, gap: bool) -> Block:
    """Classify a block by itself."""
    kind, weak = _classify(text)
    return Block(text, kind, weak, gap, len(text.split()))


def ends_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, brackets and quotation marks aside."""
    return text.rstrip(CLOSERS)[-1:] in FINAL and text.rstrip(CLOSERS)[-1:] != ""


def is_list_item(text: str) -> bool:
    """Whether a line is numbered or has a bullet."""
    return bool(LIST_ITEM.match(text))


def _classify(text: str) -> tuple[BlockKind, bool]:
    words = load_words()
    key = key_of(text[:600])
    count = len(text.split())
    if not key:
        return (BlockKind.DATE if is_date_line(text) else BlockKind.NOISE), False
    if COPYRIGHT.match(text) and count <= NOISE_WORDS:
        return BlockKind.NOISE, False
    if count <= 12:
        short = _classify_short(text, key, words)
        if short:
            return short, False
    sentence = _is_sentence(text, count)
    if count <= 60 and _is_caption(text, key, words, sentence=sentence):
        return BlockKind.CAPTION, False
    label = LABEL.match(text[:400])
    if label and count <= NOISE_WORDS:
        kind = _classify_label(key_of(label["label"]), label["rest"], words, sentence=sentence)
        if kind:
            return kind, False
    if count <= 20 and is_byline(text):
        return BlockKind.BYLINE, False
    if count <= 20 and is_date_line(text):
        return BlockKind.DATE, False
    strength = _furniture(text, key, words, sentence=sentence, count=count)
    if strength:
        return BlockKind.NOISE, strength == 1
    if BULLET.match(text) and count >= 3:
        return BlockKind.BULLET, False
    return (BlockKind.PROSE if sentence else BlockKind.FRAGMENT), False


def _classify_short(text: str, key: str, words: Words) -> BlockKind | None:
    if key in words.tail:
        return BlockKind.HEADING
    if key in words.whole or key in words.ends or ADDRESS_LINE.match(text):
        return BlockKind.NOISE
    if key in words.captions:
        return BlockKind.CAPTION
    if key in words.published or key in words.updated or key in words.weekdays:
        return BlockKind.DATE
    return None


def _classify_label(label: str, rest: str, words: Words, *, sentence: bool) -> BlockKind | None:
    """`Also Read | …`, `Tags: …`, `Source: Xinhua`, `Photo: Ministry`."""
    if label in words.captions:
        return BlockKind.CAPTION
    # "Sources: Ministers to meet in May" is a headline.
    if label in words.credits and len(rest.split("|", maxsplit=1)[0].split()) <= 6:
        return BlockKind.CREDIT
    if label in words.editors:
        return BlockKind.CREDIT
    if (label in words.published or label in words.updated) and not sentence and find_dates(rest):
        return BlockKind.DATE
    if label in words.labels or (label in words.tail and not sentence):
        return BlockKind.NOISE
    # "World | Africa", "News > Politics": a path through the site.
    if label in words.whole and not sentence and len(rest.split()) <= 4:
        return BlockKind.NOISE
    return None


def _is_sentence(text: str, count: int) -> bool:
    if not any(c.islower() for c in text) and any(c.isupper() for c in text):
        return ends_sentence(text) and count > 12
    if count < 2:
        # "Indeed." is a sentence, "Continue…" a button.
        return text.rstrip(CLOSERS)[-1:] in ".!?" and len(key_of(text)) > 3
    if ends_sentence(text):
        return True
    # "… in force in July. EFE": the wire's sign-off hides the end of the sentence.
    return (
        ends_sentence(trim_credit(text[-200:]).text)
        or count >= LONG_FRAGMENT
        or (text.rstrip().endswith(":") and count >= 4)
    )


def _is_caption(text: str, key: str, words: Words, *, sentence: bool) -> bool:
    if CAPTION_START.match(text):
        return True
    first = " ".join(key.split()[:2])
    if first in words.captions and not sentence and len(first.split()) == 2:
        return True
    tail = text[-100:]
    if PHOTO_TAIL.search(tail) and PHOTO_SLASH.search(tail):
        return True
    if PHOTO_LABEL.search(tail):
        return True
    # "(R)" alone is a party in American news; a picture has a left or a centre too.
    return bool(POSITIONS.search(text)) and (
        not sentence or bool(re.search(r"\((?:L|C)\).{1,200}\((?:R|C)\)|\(R\).{1,200}\((?:L|C)\)", text))
    )


def _furniture(text: str, key: str, words: Words, *, sentence: bool, count: int) -> int:
    """How surely a block asks its reader for something or speaks of the site: 2 anywhere, 1 at the ends, 0 not."""
    if count > NOISE_WORDS or (sentence and QUOTES.search(text)):
        return 0
    tokens = key.split()
    hits = sum(token in words.site for token in tokens)
    for size in (1, 2, 3, 4, 5):
        if " ".join(tokens[:size]) in words.starts and len(tokens) >= size:
            if not sentence or hits >= 2:
                return 2
            # "Privacy advocates from both countries …" begins with a word of the list, but asks nothing.
            if hits or (size > 1 and count <= 10):
                return 1
    padded = f" {key} "
    if any(f" {phrase} " in padded for phrase in words.within):
        return 2 if not sentence or hits >= 2 or tokens[0] in words.asks else 1
    if tokens and tokens[0] in words.asks and hits and (not sentence or any(token in words.you for token in tokens)):
        if not sentence:
            return 2
        return 2 if hits >= 3 and count <= 25 else (1 if count <= 14 and hits >= 2 else 0)
    return 0


def is_byline(text: str) -> bool:
    """Whether a line names its author: `By Lena Okoro`, `Por: Ana Ruiz, corresponsal`, `By AMINA K. and JOSEPH M.`"""
    words = load_words()
    body = text.strip(" |/*•-–—")
    tokens = re.findall(r"[^\W\d_][\w.'’-]*", body)
    for size in (4, 3, 2, 1):
        lead = key_of(" ".join(tokens[:size]))
        if lead in words.bylines and len(tokens) > size and len(tokens) <= size + 12:
            names = tokens[size:]
            # "By Friday the army …" has words in small letters, names have none but the joints and the office.
            small = [t for t in names if t[:1].islower() and key_of(t) not in JOINTS]
            known = " ".join(key_of(t) for t in small)
            if key_of(" ".join(names)) in words.roles or key_of(" ".join(names)) in words.date_words:
                return True
            return (
                (not small or known in words.roles)
                and key_of(names[0]) not in words.weekdays
                and key_of(names[0]) not in words.months
            )
    return False


def is_date_line(text: str) -> bool:
    """Whether a line holds a date and little else: `KYODO NEWS - Jul 16, 2024 - 19:05 | World`."""
    if len(text) > 140:
        return False
    dates = find_dates(text)
    if not dates:
        return False
    rest = text
    for found in reversed(dates):
        rest = f"{rest[: found.start]} | {rest[found.end :]}"
    words = load_words()
    labels = words.published | words.updated | words.date_words | words.weekdays | frozenset(words.months)
    left = [t for t in re.findall(r"[^\W\d_][\w'’-]*", rest) if key_of(t) not in labels]
    joined = {part for label in words.published | words.updated for part in label.split()} | words.bylines | words.whole
    left = [t for t in left if key_of(t) not in joined]
    small = [t for t in left if t[:1].islower() and len(t) > 3]
    return len(left) <= 9 and not small
