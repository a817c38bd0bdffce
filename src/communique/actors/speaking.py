"""Who says the words between quotation marks, as far as a verb beside them tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.actors.entities import Entity
from communique.actors.history import SUBJECTS, History
from communique.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

# A speaker stands within so many words of the quotation marks.
MOST_TOKENS_BESIDE = 14
MOST_QUOTED_TOKENS = 400


def speaker_of(history: History, at: int) -> Entity | None:
    """The person, body or state whose words the quotation around a token holds; None where no verb tells."""
    first, last = _stretch(history, at)
    doc = history.doc
    behind = doc[last + 1 : last + 1 + MOST_TOKENS_BESIDE]
    before = doc[max(0, first - MOST_TOKENS_BESIDE) : first]
    for tokens in (list(behind), list(before)[::-1]):
        for token in tokens:
            if history.is_quoted[token.i] or "\n\n" in token.text:
                break
            speaker = _subject_who_says(history, token)
            if speaker is not None:
                return speaker
    return _last_speaker(history, first)


def _stretch(history: History, at: int) -> tuple[int, int]:
    quoted = history.is_quoted
    first = last = at
    while first > 0 and quoted[first - 1] and at - first < MOST_QUOTED_TOKENS:
        first -= 1
    while last + 1 < len(quoted) and quoted[last + 1] and last - at < MOST_QUOTED_TOKENS:
        last += 1
    return first, last


def _subject_who_says(history: History, token: Token) -> Entity | None:
    if token.lemma_.lower() not in history.words.sets["speech_verbs"] or token.pos_ != "VERB":
        return None
    subjects = [t for t in token.children if t.dep_ in SUBJECTS and not history.is_quoted[t.i]]
    # A parser may hang the speaker behind the verb on the words that are said: ""…," said Ivanov".
    if not subjects and token.i + 1 < len(token.doc):
        subjects = [t for t in (token.nbor(1), token.nbor(1).head) if t.pos_ in ("PROPN", "PRON", "NOUN")]
    held = (history.drafts.by_head.get(t.i) for t in subjects)
    draft = next((d for d in held if d is not None and len(d.entities) == 1), None)
    if draft is None:
        return None
    entity = draft.entities[0]
    return entity if entity.kind is not ActorKind.GROUP else None


def _last_speaker(history: History, first: int) -> Entity | None:
    """The person who acts last before a quotation that opens a sentence of its own, in the same paragraph."""
    for token in reversed(history.doc[max(0, first - 4 * MOST_TOKENS_BESIDE) : first]):
        if "\n\n" in token.text or "\n\n" in token.whitespace_:
            return None
        draft = history.drafts.by_head.get(token.i)
        if draft is not None and len(draft.entities) == 1 and history.is_subject(draft):
            is_person = draft.entities[0].kind is ActorKind.PERSON
            return draft.entities[0] if is_person else None
    return None
