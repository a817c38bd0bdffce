"""Second pass: titles, bodies, descriptions, groups and pronouns, resolved in text order from what stands before."""

from __future__ import annotations

from communique.actors.bodies import resolve_body
from communique.actors.descriptions import find_descriptions, resolve_description
from communique.actors.drafts import Draft, Drafts
from communique.actors.entities import Cast
from communique.actors.found import Scan
from communique.actors.groups import find_groups, resolve_group
from communique.actors.history import History
from communique.actors.people import People
from communique.actors.pronouns import find_pronouns, resolve_pronoun
from communique.actors.references import MentionKind
from communique.actors.roles import adopt_captive, adopt_inner
from communique.actors.titles import adopt_owner, adopt_subject, resolve_title
from communique.language.document import Document


def resolve_later(document: Document, found: Scan, cast: Cast, people: People, drafts: Drafts) -> History:
    """Give every draft its entities where the article tells them."""
    for draft in [*find_groups(found, drafts), *find_descriptions(found, drafts), *find_pronouns(found, drafts)]:
        drafts.add(draft)
    history = History(document, found, cast, drafts)
    # A pronoun goes before the phrase that it stands in ("his Cuban counterpart"): the head is what is read last.
    for draft in sorted(drafts.by_head.values(), key=lambda d: (_place(d), d.head)):
        if not draft.entities or (draft.phrase is not None and draft.phrase.word.lemma in history.counterparts):
            _resolve(history, draft, people)
        elif draft.phrase is not None and draft.phrase.possessor is not None:
            adopt_owner(history, draft)
        elif draft.phrase is not None:
            adopt_captive(history, draft)
        if draft.entities:
            adopt_subject(history, draft)
            history.enter(draft)
    for draft in history.past:
        adopt_inner(history, draft)
    return history


def _place(draft: Draft) -> int:
    return draft.phrase.core_end - 1 if draft.phrase is not None else draft.head


def _resolve(history: History, draft: Draft, people: People) -> None:
    if draft.phrase is not None and draft.phrase.is_person:
        resolve_title(history, draft, people)
    elif draft.phrase is not None:
        resolve_body(history, draft)
    elif draft.kind is MentionKind.GROUP:
        resolve_group(history, draft)
    elif draft.kind is MentionKind.DESCRIPTION:
        resolve_description(history, draft)
    elif draft.kind is MentionKind.PRONOUN:
        resolve_pronoun(history, draft)
