"""Plain text as scrapers leave it: the story found among menus, share buttons, captions and other headlines.

The story runs from the first paragraph of prose after the head to the last before the foot. At the ends of the text
weak evidence is enough to leave a line out; amid the story only words that no reporter writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.reading.blocks import Block, BlockKind, ends_sentence, is_list_item, make_block
from communique.reading.credits import read_credit_line, trim_credit
from communique.reading.dateline import Opening, read_credit_place, read_opening
from communique.reading.days import PrintedDate, complete_year, prefer_month_first
from communique.reading.draft import Draft, Piece
from communique.reading.headings import find_byline, find_day_elsewhere, find_published, find_publisher, find_title
from communique.reading.lines import glued_date, split_blocks
from communique.reading.posts import find_signature, has_picture
from communique.reading.words import key_of, load_words
from communique.records import Dateline, PartialDate, PartKind, Precision

# A deck is a sentence or two; what is longer before a byline is the story's first page.
DECK_WORDS = 70
DECK_BLOCKS = 4
HEAD_BLOCKS = 40
# Share of the story's words that may follow a heading of other stories before it is taken for a box amid the story.
TAIL_SHARE = 0.35
SUBHEAD_WORDS = 12
CAPTION_WORDS = 35
MAX_PASSES = 6
QUOTED = re.compile('["“”«»]')
SPEAKER = re.compile(r"^(?:Q|A|Question|Answer|Pregunta|Respuesta|Pergunta|Resposta|Réponse|Вопрос|Ответ)\s?[:.]\s")
# Whatever stands under these is by readers or about the author, however long it is.
OVER = frozenset(
    {
        *(
            "comments",
            "comment",
            "leave a comment",
            "leave a reply",
            "post a comment",
            "top comments",
            "about the author",
        ),
        *("comentarios", "deja un comentario", "comentários", "deixe um comentário"),
        *("commentaires", "laisser un commentaire", "комментарии"),
    }
)


@dataclass(frozen=True, slots=True)
class Zones:
    """Blocks of a text: before the story, decks among them, the story, after it."""

    head: tuple[Block, ...]
    summary: tuple[Block, ...]
    body: tuple[Block, ...]
    tail: tuple[Block, ...]


def read_plain(text: str) -> Draft:
    """Read a plain text file.

    Args:
        text: Decoded text with newlines.

    Returns:
        Its story as pieces, and what head and foot say about it. Pieces are empty where there is no word at all.
    """
    text, glued = glued_date(text)
    blocks = read_blocks(text)
    if len(blocks) <= 1:
        return _read_single(blocks, glued)
    zones = find_zones(blocks)
    draft = describe(zones, glued=glued)
    return replace(draft, pieces=settle(make_pieces(zones)))


def read_blocks(text: str) -> list[Block]:
    """Classified blocks of a text, with the posts put together."""
    return join_posts([make_block(line, gap=gap) for line, gap in split_blocks(text)])


def settle(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Clean until nothing changes, so that a cleaned text read again is the same text."""
    for _ in range(MAX_PASSES):
        blocks = read_blocks("\n\n".join(piece.text for piece in pieces))
        if len(blocks) <= 1:
            break
        again = make_pieces(find_zones(blocks))
        if not again or [p.text for p in again] == [p.text for p in pieces]:
            break
        known = {piece.text: piece for piece in pieces}
        pieces = tuple(known.get(piece.text, piece) for piece in again)
    return pieces


def find_zones(blocks: Sequence[Block]) -> Zones:
    """Divide the blocks into head, deck, story and foot."""
    blocks = _mark_caption(blocks)
    start = _find_start(blocks)
    if start is None:
        return _without_prose(blocks)
    start, first = _skip_deck(blocks, start)
    end = _find_end(blocks, start)
    head = tuple(blocks[:start])
    return Zones(
        head,
        _find_summary(blocks, first=first, start=start),
        tuple(_keep_story(blocks[start:end])),
        tuple(blocks[end:]),
    )


def _mark_caption(blocks: Sequence[Block]) -> Sequence[Block]:
    """Before the story a sentence with the wire's name in brackets behind it is a picture's: `… in Oslo. (Kyodo)`."""
    first = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.PROSE), None)
    if first is None or blocks[first].words > CAPTION_WORDS or not trim_credit(blocks[first].text).agency:
        return blocks
    bracketed = blocks[first].text.rstrip(" .").endswith((")", "]"))
    rest = sum(b.words for b in blocks[first + 1 :] if b.kind is BlockKind.PROSE)
    if not bracketed or rest < 2 * blocks[first].words or read_opening(blocks[first].text):
        return blocks
    caption = replace(blocks[first], kind=BlockKind.CAPTION)
    return [*blocks[:first], caption, *blocks[first + 1 :]]


def make_pieces(zones: Zones) -> tuple[Piece, ...]:
    """Paragraphs of the cleaned text; the wire's closing mark comes off the last."""
    pieces = [Piece(b.text, PartKind.SUMMARY) for b in zones.summary]
    speakers = sum(bool(SPEAKER.match(b.text)) for b in zones.body)
    last = max((i for i, b in enumerate(zones.body) if b.kind is not BlockKind.POST), default=None)
    for index, block in enumerate(zones.body):
        if block.kind is BlockKind.POST:
            pieces.extend(_post_pieces(block.text))
            continue
        text = trim_credit(block.text).text if index == last and len(zones.body) > 1 else block.text
        spoken = speakers >= 4 and SPEAKER.match(text)
        if text:
            pieces.append(Piece(text, PartKind.TRANSCRIPT if spoken else PartKind.STORY))
    return tuple(pieces)


def describe(zones: Zones, *, glued: PrintedDate | None) -> Draft:
    """Title, byline, dates, dateline and credits of a text, without its pieces."""
    head, tail = zones.head, zones.tail
    opening = _find_opening(zones)
    around = "\n".join(b.text for b in (*head, *tail))[:20_000]
    filed = opening.date if opening else None
    month_first = prefer_month_first(around, filed=filed)
    fragments = [b for b in head if b not in zones.summary]
    title = find_title(fragments, zones.body)
    printed = glued or find_published(
        head, tail, title=None if title is None else head.index(fragments[title]), month_first=month_first
    )
    published, precision = (printed.value, printed.precision) if printed else (None, None)
    if published is None and (day := find_day_elsewhere(head, tail, filed=filed)):
        published, precision = day, Precision.DAY
    outlet = opening.outlet if opening else None
    return Draft(
        pieces=(),
        title=fragments[title].text if title is not None else None,
        byline=find_byline(head),
        publisher=outlet or find_publisher(tail, fragments),
        agency=_find_agency(zones, opening),
        dateline=make_dateline(opening, published=published),
        published=published,
        precision=precision,
        rights=next((b.text for b in tail if re.match(r"\W*(?:©|\(c\)|copyright\b)", b.text, re.IGNORECASE)), None),
    )


def make_dateline(opening: Opening | None, *, published: PartialDate | None) -> Dateline | None:
    """The dateline as a record; a day without a year takes it from the day of publication."""
    if opening is None or (opening.place is None and opening.date is None):
        return None
    day = complete_year(opening.date, near=published) if opening.date else None
    return Dateline(place=opening.place, country=opening.country, date=day)


def _read_single(blocks: list[Block], glued: PrintedDate | None) -> Draft:
    """A file of one line is a story, whatever it looks like."""
    if not blocks:
        return Draft(pieces=())
    text = blocks[0].text
    opening = read_opening(text)
    published, precision = (glued.value, glued.precision) if glued else (None, None)
    if published is None and opening and opening.date and not opening.date.startswith("--"):
        published, precision = opening.date, Precision.DAY
    pieces = _post_pieces(text) if find_signature(text) else [Piece(text)]
    return Draft(
        pieces=tuple(pieces) if len(pieces) == 1 else settle(tuple(pieces)),
        published=published,
        precision=precision,
        publisher=opening.outlet if opening else None,
        agency=trim_credit(text).agency or (opening.agency if opening else None),
        dateline=make_dateline(opening, published=published),
    )


def _find_start(blocks: Sequence[Block]) -> int | None:
    """First block of prose; a short sentence counts only where prose follows."""
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.POST or (block.kind is BlockKind.PROSE and block.words >= 6):
            return index
        if block.kind is BlockKind.PROSE and index + 1 < len(blocks) and blocks[index + 1].kind is BlockKind.PROSE:
            return index
    return next((i for i, b in enumerate(blocks) if b.is_story), None)


def _skip_deck(blocks: Sequence[Block], start: int) -> tuple[int, int]:
    """Move past a deck: prose of a sentence or two before the byline, the date or the dateline.

    Returns:
        Index of the story's first block, and of the first prose.
    """
    first = start
    words, prose = 0, 0
    for index in range(start, min(len(blocks), start + HEAD_BLOCKS)):
        block = blocks[index]
        if words > DECK_WORDS or prose > DECK_BLOCKS:
            break
        opening = read_opening(block.text) if block.kind is BlockKind.PROSE and index > start else None
        if opening and (opening.agency or opening.outlet or (opening.place or "").isupper()):
            return index, first
        if block.kind in {BlockKind.DATE, BlockKind.BYLINE, BlockKind.CREDIT} and words:
            rest = [b.words for b in blocks[index + 1 :] if b.kind is BlockKind.PROSE]
            following = _find_start(blocks[index + 1 :])
            if following is not None and sum(rest) > 1.5 * words and sum(rest) >= 12:
                return _skip_deck(blocks, index + 1 + following)[0], first
        if block.is_story:
            words += block.words
            prose += 1
    return start, first


def _find_summary(blocks: Sequence[Block], *, first: int, start: int) -> tuple[Block, ...]:
    """Bullets and decks of the head; a line without an end is a headline and stays out."""
    bullets = [b for b in blocks[:start] if b.kind is BlockKind.BULLET]
    decks = [b for b in blocks[first:start] if b.kind is BlockKind.PROSE and b.words <= DECK_WORDS]
    # The prose that the title is made of ("Ministers meet in Oslo.") stands alone in a head without a headline.
    headline = any(b.kind is BlockKind.FRAGMENT and b.words >= 3 for b in blocks[:first])
    if not headline and decks and start > first:
        decks = decks[1:]
    return tuple(b for b in blocks[:start] if any(b is other for other in (*bullets, *decks)))


def _find_end(blocks: Sequence[Block], start: int) -> int:
    """Index after the last block of the story."""
    end = len(blocks)
    told = 0
    after = sum(b.words for b in blocks[start:] if b.is_story)
    for index in range(start, len(blocks)):
        block = blocks[index]
        if block.is_story:
            told += block.words
            after -= block.words
        elif (
            block.kind is BlockKind.HEADING
            and told
            and (key_of(block.text) in OVER or (after <= TAIL_SHARE * told and not _goes_on(blocks, start, index)))
        ):
            end = index
            break
    last = max((i for i in range(start, end) if blocks[i].is_story or _is_open_end(blocks, i)), default=start)
    # "You may also be interested in:" announces what is not there any more.
    while last > start and blocks[last].text.endswith(":") and blocks[last].words <= SUBHEAD_WORDS:
        last -= 1
        while last > start and not (blocks[last].is_story or _is_open_end(blocks, last)):
            last -= 1
    return last + 1


def _is_open_end(blocks: Sequence[Block], index: int) -> bool:
    """Bullets and short sentences that directly follow the story's prose belong to it."""
    block = blocks[index]
    if block.kind is BlockKind.BULLET and index and ends_sentence(block.text):
        return blocks[index - 1].kind in {BlockKind.PROSE, BlockKind.BULLET}
    return False


def _goes_on(blocks: Sequence[Block], start: int, heading: int) -> bool:
    """Whether the prose after a heading speaks of the same people and things as the prose before it."""
    told = {w for b in blocks[start:heading] if b.is_story for w in key_of(b.text[:3000]).split() if len(w) > 5}
    for block in blocks[heading + 1 : heading + 12]:
        if block.kind is BlockKind.PROSE and block.words >= 8:
            words = {w for w in key_of(block.text[:3000]).split() if len(w) > 5}
            if len(words & told) >= 3 or (words and len(words & told) / len(words) >= 0.34):
                return True
    return False


def _keep_story(blocks: Sequence[Block]) -> list[Block]:
    """Leave out captions, boxes and headlines that stand amid a story."""
    kept: list[Block] = []
    boxed = False
    for index, block in enumerate(blocks):
        if block.is_story or block.kind is BlockKind.BULLET or (block.kind is BlockKind.NOISE and block.weak):
            kept.append(block)
            boxed = False
        elif block.kind in {BlockKind.HEADING, BlockKind.NOISE, BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.CREDIT}:
            boxed = boxed or block.kind is BlockKind.HEADING
        elif not boxed and not _is_subhead(blocks, index, kept):
            kept.append(block)
    return kept


def _is_subhead(blocks: Sequence[Block], index: int, kept: Sequence[Block]) -> bool:
    """A short line without an end between paragraphs; items of a list and lines that a colon announces are none."""
    block = blocks[index]
    if block.kind is BlockKind.DATE or block.words > SUBHEAD_WORDS or is_list_item(block.text) or not kept:
        return False
    before = kept[-1].text.rstrip()
    bare = block.text.rstrip("\"'”’» ")
    if bare.endswith((":", ",", ";")) or (QUOTED.search(block.text) and block.words >= 6):
        return False
    follows = index + 1 < len(blocks) and blocks[index + 1].text[:1]
    if before.endswith((":", ",", ";")) or (follows and follows.islower()) or block.text[:1].islower():
        return False
    return ends_sentence(before) or before.endswith(('"', "”", "»")) or kept[-1].kind is BlockKind.POST


def _without_prose(blocks: Sequence[Block]) -> Zones:
    """A text of headlines or list items only: all that is no furniture counts as its story."""
    kinds = {BlockKind.FRAGMENT, BlockKind.BULLET}
    body = tuple(b for b in blocks if b.kind in kinds) or tuple(b for b in blocks if b.weak)
    outside = tuple(b for b in blocks if b not in body)
    return Zones(outside, (), body, ())


def join_posts(blocks: list[Block]) -> list[Block]:
    """Put a post together whose signature stands on a line of its own, and mark posts as such."""
    joined: list[Block] = []
    for block in blocks:
        signature = find_signature(block.text) if block.words <= 200 else None
        if signature is None:
            joined.append(block)
            continue
        lines = [block.text]
        alone = not any(c.isalnum() for c in block.text[: signature.start])
        near = not block.gap
        while alone and joined and len(lines) < 8 and joined[-1].kind is not BlockKind.POST:
            before = joined[-1]
            # Across a blank line only the one paragraph before the signature is the post.
            if before.words > 120 or not (near or len(lines) == 1 or (has_picture(lines[0]) and len(lines) == 2)):
                break
            near = near and not before.gap
            lines.insert(0, joined.pop().text)
            if not near and not has_picture(lines[0]):
                break
        text = " ".join(lines)
        joined.append(Block(text, BlockKind.POST, False, block.gap, len(text.split())))
    return joined


def _post_pieces(text: str) -> list[Piece]:
    """A post, and the story that goes on behind its signature in the same paragraph."""
    signature = find_signature(text)
    if signature is None:
        return [Piece(text)]
    post = Piece(text[: signature.end].strip(), PartKind.POST, signature.author, signature.published, signature.uri)
    rest = text[signature.end :].strip()
    if not any(c.isalnum() for c in rest):
        return [replace(post, text=text.strip())]
    return [post, *_post_pieces(rest)]


def _find_opening(zones: Zones) -> Opening | None:
    """The dateline: on a line of its own in the head, or at the start of the story."""
    for block in zones.head:
        own = read_credit_place(block.text)
        if own:
            return own
    for block in zones.body[:3]:
        if block.kind is BlockKind.PROSE:
            opening = read_opening(block.text)
            if opening:
                return opening
    return None


def _find_agency(zones: Zones, opening: Opening | None) -> str | None:
    """The last credit: those of the foot, then that at the story's end, then the head's and the dateline's."""
    foot = [b for b in zones.tail if b.kind not in {BlockKind.CAPTION, BlockKind.HEADING}]
    for block in foot[:12]:
        agency = read_credit_line(block.text)
        if agency:
            return agency
    prose = [b for b in zones.body if b.kind is not BlockKind.POST]
    if prose:
        closing = trim_credit(prose[-1].text).agency
        if closing:
            return closing
        if prose[-1].words <= 20 and any(phrase in key_of(prose[-1].text) for phrase in load_words().inputs):
            agency = read_credit_line(prose[-1].text)
            if agency:
                return agency
    if opening and opening.agency:
        return opening.agency
    said = {BlockKind.CREDIT, BlockKind.BYLINE, BlockKind.DATE, BlockKind.FRAGMENT, BlockKind.NOISE}
    head = (read_credit_line(b.text) for b in zones.head if b.kind in said)
    return next((agency for agency in head if agency), None)
