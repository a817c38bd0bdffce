"""Who said what: words between marks, words in a that-clause, and words "according to" somebody."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding.clauses import sentences
from communique.coding.context import Context
from communique.coding.marks import Marked
from communique.coding.page import Page
from communique.coding.reported import Reported, find_reported, source_of
from communique.coding.speakers import Cue, addressee_of, find_cue, is_cue, speakers_of, words
from communique.records import ActorKind, ActorRef, Quote, QuoteKind, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words in marks below this number are a fragment: a quote only where a verb of saying or judging governs them.
FULL_WORDS = 6
FRAGMENT_WORDS = 3
# How far a reporting verb may stand from the marks, in tokens; longer ways are other sentences in disguise.
REACH = 30
# "RIGA, May 3 (LETA) -- ", "TARTU: ": where and when a story was filed is nobody's words.
_DATELINE = re.compile(
    r"\s*(?:[A-Z][^.\n()]{1,50}\([^)\n]{1,30}\)\s*[-–—]{1,2}|[A-Z][A-Z ]{2,30}(?::|\s[–—-]{1,2}))\s+"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote before its speaker is looked up: pieces of characters that one speaker says."""

    pieces: tuple[tuple[int, int], ...]
    kind: QuoteKind
    cue: Cue | None
    rule: str
    confidence: float
    # Speaker by position where no verb reports: the quote before, or the subject of the sentence before.
    carried: bool = False


def find_quotes(context: Context) -> tuple[Quote, ...]:
    """All quotes of an article in text order: direct, indirect and mixed, each with its speaker.

    "The bridge will open in May," the mayor of Narva said, adding that both banks had paid for it.
    """
    if not len(context.doc):
        return ()
    page = Page(context)
    direct = _attribute_marks(page)
    reported = _drafts_of_reported(page, direct)
    drafts = sorted((*_without_covered(direct, reported), *reported), key=lambda d: d.pieces[0])
    return tuple(_write_quotes(page, drafts))


# --- Words between marks ---------------------------------------------------------------------------------------------


def _attribute_marks(page: Page) -> list[Draft]:
    drafts: list[Draft] = []
    last: Marked | None = None
    for i, marked in enumerate(page.marked):
        before = page.marked[i - 1] if i else None
        after = page.marked[i + 1] if i + 1 < len(page.marked) else None
        joins = last is not None and before is last and bool(drafts)
        if joins and last is not None and _continues(page, last, marked, drafts[-1], after):
            drafts[-1] = _join(drafts[-1], marked)
            last = marked
            continue
        draft = _attribute(page, marked, before, after) or _uncued(page, marked, last, drafts)
        if draft is not None:
            drafts.append(draft)
            last = marked
    return drafts


def _attribute(page: Page, marked: Marked, before: Marked | None, after: Marked | None) -> Draft | None:
    size = len(page.text[marked.start : marked.end].split())
    start, _ = page.paragraph_of(marked.start)
    left = max(start, before.outer_end if before is not None else start)
    right = min(page.paragraph_of(marked.end - 1)[1], after.outer_start if after is not None else len(page.text))
    whole = _is_whole(page, marked, size)
    behind = _cue_behind(page, marked, right) if whole else None
    if behind is not None:
        return _draft(marked, behind, "quote.marks.cue_behind", 0.93)
    ahead = _cue_ahead(page, marked, left)
    if whole and ahead is not None:
        return _draft(marked, ahead, "quote.marks.cue_ahead", 0.93)
    governing = _cue_above(page, marked)
    if governing is not None and size >= FRAGMENT_WORDS and not _is_name(page, marked):
        return _draft(marked, governing, "quote.marks.fragment", 0.75)
    return None


def _draft(marked: Marked, cue: Cue, rule: str, confidence: float) -> Draft:
    return Draft(((marked.start, marked.end),), QuoteKind.DIRECT, cue, rule, confidence)


def _is_whole(page: Page, marked: Marked, size: int) -> bool:
    """A sentence and no fragment: it starts large or is long, and ends or hands over with a point or comma."""
    words_ = page.text[marked.start : marked.end]
    closing = words_.rstrip()[-1:] in ".,!?…—–-" or page.text[marked.outer_end : marked.outer_end + 1] in (",", ".")
    return (closing and (words_[:1].isupper() or not words_[:1].isalpha() or size >= FULL_WORDS)) or size >= 12


def _is_name(page: Page, marked: Marked) -> bool:
    """Titles of books, songs and operations: nearly every word starts large."""
    words_ = [w for w in page.text[marked.start : marked.end].split() if w[:1].isalpha() and len(w) > 3]
    return bool(words_) and all(w[0].isupper() for w in words_)


def _sentence_tokens(tokens: Iterable[Token]) -> list[Token]:
    """Tokens up to the first that ends a sentence."""
    found: list[Token] = []
    for token in tokens:
        if token.text in {".", "!", "?", ";"} or len(found) >= REACH:
            break
        found.append(token)
    return found


def _cue_behind(page: Page, marked: Marked, right: int) -> Cue | None:
    """`"…," the envoy said`: the first verb of saying after the marks."""
    gap = _sentence_tokens(page.tokens(marked.outer_end, right))
    source = next((source_of(t) for t in gap[:3] if t.lower_ in words()["according"]), None)
    if source is not None:
        return Cue(source, source)
    handed_over = page.text[marked.start : marked.end].rstrip()[-1:] in ",…—–-" or (
        page.text[marked.outer_end : right].lstrip()[:1] in (",", "—", "–", "-")
    )
    candidates = [t for t in gap if is_cue(t, "say") and page.outside(t)]
    main = [t for t in candidates if t.dep_ not in ("acl:relcl", "acl", "advcl")] or candidates
    for token in main:
        if not handed_over and not _only_reports(gap, token):
            continue
        cue = find_cue(token, outside=page.outside)
        if cue is not None and (cue.speaker.idx >= marked.outer_end or cue.speaker.lower_ == "who"):
            return cue
    return None


def _only_reports(gap: list[Token], cue: Token) -> bool:
    """`"We signed." The envoy said` and no more: what follows the verb is no content of its own."""
    rest = [t for t in gap if t.i > cue.i and not t.is_punct]
    return not any(c.dep_ in ("ccomp", "xcomp", "obj") for c in cue.children if c in rest) and len(rest) <= 10


def _cue_ahead(page: Page, marked: Marked, left: int) -> Cue | None:
    """`The envoy said: "…"`: the last verb of saying before the marks, in the same sentence."""
    gap = list(reversed(_sentence_tokens(reversed(page.tokens(left, marked.outer_start)))))
    leading = page.text[left : marked.outer_start].rstrip()
    for token in reversed(gap):
        if not is_cue(token, "say", "quoting") or not page.outside(token):
            continue
        between = [t for t in gap if t.i > token.i and not t.is_punct]
        close = leading.endswith((":", ",")) or len(between) <= 4
        if not close and not _governs(token, page.token_at(marked.start)):
            continue
        cue = find_cue(token, outside=page.outside)
        if cue is not None:
            return cue
    return None


def _governs(verb: Token, token: Token) -> bool:
    return any(a.i == verb.i for a in token.ancestors)


def _cue_above(page: Page, marked: Marked) -> Cue | None:
    """The verb that governs a fragment: `called the draft "politicized and one-sided"`."""
    inside = page.tokens(marked.start, marked.end)
    tops = [t for t in inside if not marked.start <= t.head.idx < marked.end] or inside[:1]
    for top in tops[:3]:
        for above in top.ancestors:
            if is_cue(above, "say", "judge", "think") and page.outside(above):
                return find_cue(above, outside=page.outside)
    return None


def _continues(page: Page, last: Marked, marked: Marked, draft: Draft, after: Marked | None) -> bool:
    """`"…," she said. "…"` and `"…," she said, "…"`: one speech with its cue in the middle."""
    if draft.cue is None or page.paragraph_of(last.start) != page.paragraph_of(marked.start):
        return False
    if not draft.pieces[0][0] < draft.cue.token.idx < marked.outer_start or draft.cue.token.idx < last.outer_start:
        return False
    right = min(page.paragraph_of(marked.end - 1)[1], after.outer_start if after is not None else len(page.text))
    own = _cue_behind(page, marked, right)
    if own is not None and own.token.i != draft.cue.token.i and page.text[marked.end - 1] == ",":
        # `"…," the minister said. "…," her colleague added.`
        return False
    gap = page.tokens(last.outer_end, marked.outer_start)
    stops = [t for t in gap if t.text in {".", "!", "?"}]
    leading = page.text[last.outer_end : marked.outer_start].rstrip()
    return (
        len(stops) <= 1
        and leading.endswith((".", ",", "—", "–", ";", ":", "!", "?"))
        and len(gap) <= 2 * REACH
        and (not stops or stops[-1].i == gap[-1].i)
    )


def _join(draft: Draft, marked: Marked) -> Draft:
    return Draft(
        (*draft.pieces, (marked.start, marked.end)), draft.kind, draft.cue, draft.rule, draft.confidence, draft.carried
    )


def _uncued(page: Page, marked: Marked, last: Marked | None, drafts: list[Draft]) -> Draft | None:
    """Whole sentences in marks without a verb of saying: the speaker goes on, or was the one just told of."""
    size = len(page.text[marked.start : marked.end].split())
    first_char = page.text[marked.start]
    if size < FULL_WORDS - 1 or first_char.islower() or _is_name(page, marked):
        return None
    leading = page.text[page.paragraph_of(marked.start)[0] : marked.outer_start].rstrip()
    if leading and leading[-1] not in '.!?:"”»)':
        return None
    piece = ((marked.start, marked.end),)
    if leading.endswith(":") and (subject := _subject_before(page, marked)) is not None:
        # "Novak was blunter: …"
        return Draft(piece, QuoteKind.DIRECT, Cue(subject, subject), "quote.marks.person_before", 0.7, carried=True)
    if last is not None and drafts and _near(page, last, marked):
        return Draft(piece, QuoteKind.DIRECT, drafts[-1].cue, "quote.marks.continued", 0.75, carried=True)
    subject = _subject_before(page, marked)
    if subject is None:
        return None
    return Draft(piece, QuoteKind.DIRECT, Cue(subject, subject), "quote.marks.person_before", 0.6, carried=True)


def _near(page: Page, last: Marked, marked: Marked) -> bool:
    """In the same paragraph as the quote before, or in the next."""
    starts = [p[0] for p in page.paragraphs]
    a, b = (bisect_right(starts, c) for c in (last.end - 1, marked.start))
    return b - a <= 1


def _subject_before(page: Page, marked: Marked) -> Token | None:
    """A person who is the subject of the sentence before the marks: `Novak welcomed it. "A good day for all."`"""
    token = page.token_at(max(0, marked.outer_start - 1))
    for sent in reversed(sentences(page.context.doc, max(0, token.i - 2 * REACH), token.i + 1)[-2:]):
        if not any(page.outside(t) and t.is_alpha for t in sent):
            continue
        subject = next((t for t in sent if t.dep_ == "nsubj" and page.outside(t) and t.head.dep_ == "ROOT"), None)
        mention = page.context.references.headed_by(subject.i) if subject is not None else None
        known = mention is not None and mention.refs and mention.refs[0].kind is ActorKind.PERSON
        return subject if known else None
    return None


# --- Words without marks ---------------------------------------------------------------------------------------------


def _drafts_of_reported(page: Page, direct: list[Draft]) -> list[Draft]:
    """Clauses that a verb reports; one that is nothing but quoted words is left to its marks."""
    drafts = []
    for reported in find_reported(page.context, outside=page.outside):
        start, end = _trim(page, reported)
        if start >= end or not page.context.is_coded(reported.cue.token.sent):
            continue
        in_marks = sum(max(0, min(end, m.outer_end) - max(start, m.outer_start)) for m in page.marked)
        # `was quoted as saying "…" by the radio`: what follows the marks is no part of the words.
        opening = page.holder(start)
        if in_marks >= (0.5 if opening is not None and opening.start >= start - 1 else 0.8) * (end - start):
            continue
        kind = QuoteKind.MIXED if in_marks else QuoteKind.INDIRECT
        drafts.append(Draft(((start, end),), kind, reported.cue, reported.rule, reported.confidence))
    return drafts


def _trim(page: Page, reported: Reported) -> tuple[int, int]:
    doc = page.context.doc
    first, last = reported.start, reported.end - 1
    dateline = _DATELINE.match(page.text, page.paragraph_of(doc[first].idx)[0])
    if dateline is not None:
        first = min(last, max(first, page.token_at(dateline.end()).i))
    first = min(last, _after_time(page, first))
    while first < last and doc[first].text in {",", ":", ";", "-", "–", "—"}:
        first += 1
    while last > first and doc[last].text in {",", ".", ";", ":", "-", "–", "—"}:
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last].text)


def _after_time(page: Page, first: int) -> int:
    """The token behind a time that leads a clause: "said on Friday it had left" was said on Friday."""
    doc = page.context.doc
    char = doc[first].idx
    for time in page.context.document.times:
        if char <= time.start <= char + 4:
            behind = page.token_at(time.end - 1).i + 1
            told = any(t.dep_.startswith("obl") for t in doc[first:behind])
            return behind if told and behind < len(doc) and doc[behind].text not in {"'s", "’s"} else first
    return first


def _without_covered(direct: list[Draft], reported: list[Draft]) -> list[Draft]:
    """Direct fragments that a mixed quote of the same clause does not hold already."""
    wide = [d.pieces[0] for d in reported if d.kind is QuoteKind.MIXED]
    return [d for d in direct if not any(a <= d.pieces[0][0] and d.pieces[-1][1] <= b for a, b in wide)]


# --- Records ---------------------------------------------------------------------------------------------------------


def _write_quotes(page: Page, drafts: list[Draft]) -> Iterable[Quote]:
    last: tuple[ActorRef, ...] = ()
    seen: set[str] = set()
    for draft in drafts:
        speakers = _speakers(page, draft, last)
        for speaker in speakers:
            quote = _write(page, draft, speaker)
            if quote.id not in seen:
                seen.add(quote.id)
                yield quote
        if (speakers and draft.kind is not QuoteKind.INDIRECT) or (speakers and not last):
            last = speakers


def _speakers(page: Page, draft: Draft, last: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    if draft.carried and draft.rule.endswith("continued") and last:
        return last
    if draft.cue is None:
        return ()
    return speakers_of(page.context, draft.cue, before=last[0] if last else None)


def _write(page: Page, draft: Draft, speaker: ActorRef) -> Quote:
    context = page.context
    start, end = draft.pieces[0][0], draft.pieces[-1][1]
    cue = draft.cue if draft.cue is not None and not draft.carried else None
    sents = sentences(context.doc, page.token_at(start).i, page.token_at(end - 1).i + 1)
    if cue is not None:
        sents.append(cue.token.sent)
    verb = cue.token.text if cue is not None and cue.token.pos_ != "NOUN" else None
    return Quote(
        id=make_id("quote", context.article_id, start, end, speaker.key),
        article=context.article_id,
        speaker=speaker,
        addressee=addressee_of(context, cue) if cue is not None else None,
        kind=draft.kind,
        text=" ".join(page.text[a:b] for a, b in draft.pieces),
        cue=verb,
        span=context.span(start, end),
        evidence=context.evidence(sents),
        rule=draft.rule,
        confidence=draft.confidence,
        coder=context.coder,
    )
