"""Whose an unnamed office or body is: of its owner, of a group, or of the state that the text around speaks of."""

from __future__ import annotations

from communique.actors.drafts import Draft
from communique.actors.entities import Entity
from communique.actors.groups import resolve_group
from communique.actors.history import History, best
from communique.actors.home import dateline_country
from communique.actors.phrases import Phrase
from communique.actors.references import MentionKind
from communique.actors.roles import givers, launched_from, own_of_two, people_around, said_of_own

MOST_TOKENS_ON = 8
MOST_SENTENCE_TOKENS = 300
HOME_WEIGHT = 1.0
ARTICLE_WEIGHT = 3.0
PLACE_HINT = 1.5
PLACE_OF_ACT = 2.0
SCENE_OF_CROWD = 2.0
# "Drones struck a refinery near Samara, the governor said": of the land where the town is.
LOCAL_HINT = 3.0
# "Guinean police stopped three trucks from Mali. … A customs officer was arrested": of who acted before.
ACTING_BEFORE = 0.8
PUBLIC = ("GOV", "MIL", "COP", "LEG", "JUD", "SPY")
FIRST_SUBJECT = 1.0


def owner_of(history: History, draft: Draft) -> Entity | None:
    """Whose office, body or country it is: of "his", "its" or the person named before "'s"."""
    possessor = draft.phrase.possessor if draft.phrase is not None else None
    if possessor is None:
        return None
    holder = history.drafts.by_head.get(possessor)
    if holder is None:
        holder = next((d for d, _ in history.back(draft, sentences=0) if d.start <= possessor < d.end), None)
    return holder.entities[0] if holder is not None and len(holder.entities) == 1 else None


def of_group(history: History, draft: Draft, phrase: Phrase) -> list[Entity]:
    """The states in "the defence ministers of both states", "their security chiefs"."""
    near = (history.drafts.by_head.get(t) for t in range(phrase.core_end, phrase.core_end + MOST_TOKENS_ON))
    groups = (d for d in near if d is not None and d.kind is MentionKind.GROUP and d.phrase is None and d is not draft)
    inner = next((d for d in groups if d.start <= phrase.core_end + 3), None)
    if inner is not None and history.doc[phrase.core_end].text.lower() in ("of", "in", "from"):
        if not inner.entities:
            resolve_group(history, inner)
        return [history.cast.state(e.state) for e in inner.entities if e.state]
    if phrase.possessor is not None:
        holder = history.drafts.by_head.get(phrase.possessor)
        if phrase.plural and phrase.determiner == "their" and (holder is None or not holder.entities):
            return own_of_two(history, draft)
        if holder is not None and len(holder.entities) > 1:
            return [history.cast.state(e.state) for e in holder.entities if e.state]
    return []


def state_around(history: History, draft: Draft) -> str | None:
    """The state whose people or bodies a sentence speaks of: where it happens, else what the text is about."""
    own = people_around(history, draft) or said_of_own(history, draft) or launched_from(history, draft)
    if own is not None:
        return own
    scores = history.state_scores(draft, sentences=2, article_weight=ARTICLE_WEIGHT)
    home = dateline_country(history.document, history.found)
    if home:
        scores[home] = scores.get(home, 0.0) + HOME_WEIGHT
    sentence = history.sentence_of[draft.head]
    is_local = draft.phrase is not None and draft.phrase.word.lemma in history.words.sets["local_words"]
    clause = history.clause_of(history.doc[draft.head])
    is_crowd = draft.phrase is not None and draft.phrase.sector == "CVL"
    for place in history.found.places:
        if history.sentence_of[place.start] == sentence and place.name.state:
            scores[place.name.state] = scores.get(place.name.state, 0.0) + PLACE_HINT
            if is_local:
                scores[place.name.state] += LOCAL_HINT
            if is_crowd and clause in history.doc[place.start].ancestors:
                scores[place.name.state] += SCENE_OF_CROWD
    sent = history.doc[draft.head].sent
    for head in range(sent.start, min(sent.end, sent.start + MOST_SENTENCE_TOKENS)):
        # "In Beijing, Foreign Ministry spokesman …" and "… marched in Bamako": the place of the act decides.
        earlier = history.drafts.by_head.get(head)
        code = earlier.entities[0].state if earlier is not None and earlier.in_place_role and earlier.entities else None
        if code:
            scores[code] = scores.get(code, 0.0) + PLACE_OF_ACT + is_crowd
    first = next((d for d, n in reversed(list(history.back(draft, sentences=0))) if history.is_subject(d)), None)
    if first is not None and first.entities[0].state:
        # "Cuba recognises …, the Foreign Ministry stresses": the first subject is the ministry's own.
        scores[first.entities[0].state] = scores.get(first.entities[0].state, 0.0) + FIRST_SUBJECT
    for code in _acting_before(history, draft) if first is None else ():
        scores[code] = scores.get(code, 0.0) + ACTING_BEFORE
    others = givers(history, draft)
    return best({s: v for s, v in scores.items() if s not in others})


def _acting_before(history: History, draft: Draft) -> set[str]:
    """States of those who act in the sentence before a public office or body: it is mostly theirs."""
    if draft.phrase is None or draft.phrase.sector not in PUBLIC:
        return set()
    before = (d for d, n in history.back(draft, sentences=1) if n == 1 and history.is_subject(d))
    return {e.state for d in before for e in d.entities if e.state and (e.sector is None or e.sector in PUBLIC)}
