"""Gold from reviews: sentences on whose events people decided, in the form that `communique score` reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import orjson

from communique.records import ActorRef, Event

if TYPE_CHECKING:
    from communique.store import Store


def read_gold(store: Store) -> Iterator[str]:
    """One JSON line a sentence with a reviewed event, by article and place.

    All events that people left stand in it with all that they decided; those of the sentence on which nobody decided
    are optional. A rejected event is left out: who predicts it is wrong.
    """
    decided: dict[str, list[Any]] = defaultdict(list)
    for state in store.review_states():
        if state.review.anchor is not None and state.review.anchor.kind == "event":
            for record_id in state.found:
                decided[record_id].append(state.review)
    for article in store.articles():
        events = {e.id: e for e in store.records("event", article=article.id) if isinstance(e, Event)}
        places: dict[tuple[int, int], list[Event]] = defaultdict(list)
        for event in events.values():
            places[_sentence_of(event)].append(event)
        wanted = {place for place, told in places.items() if any(e.id in decided for e in told)}
        rejected = store.rejected_events(article.id)
        wanted |= {_sentence_of(e) for e in rejected}
        for start, end in sorted(wanted):
            told = [e for place, some in places.items() if place[0] < end and start < place[1] for e in some]
            judged = [e for e in rejected if _sentence_of(e) == (start, end)] + told
            yield orjson.dumps(
                {
                    "uri": PurePosixPath(article.uri).name or article.uri,
                    "sentence": article.text[start:end],
                    "events": [_event(e, core=e.id in decided) for e in told],
                    "reviews": [
                        {"by": r.by, "at": r.at, "action": r.action, "reason": r.reason}
                        for e in judged
                        for r in decided.get(e.id, ())
                    ],
                }
            ).decode()


def _sentence_of(event: Event) -> tuple[int, int]:
    """The sentence that holds the words which name the event."""
    spans = [s for s in event.evidence if s.start <= event.trigger.start < s.end] or [event.evidence[0]]
    return spans[0].start, spans[0].end


def _event(event: Event, *, core: bool) -> dict[str, object]:
    fields = {
        "event": event.event,
        "mode": event.mode,
        "modality": event.modality,
        "actor": [_party(r) for r in event.actor],
        "recipient": [_party(r) for r in event.recipient],
        "start": event.start,
        "contexts": list(event.contexts),
    }
    return fields | ({} if core else {"core": False})


def _party(ref: ActorRef) -> dict[str, object]:
    return {"name": ref.name, "state": ref.state}
