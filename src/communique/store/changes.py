"""What a build changed against the last one: records that are new, gone, or say something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

# Happenings named one by one; a newer coder may change them all.
_NAMED = 20


@dataclass(slots=True)
class Changes:
    """Counts by kind, and the first happenings that changed, a line each."""

    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)

    def compare(self, kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        """Count what differs between two sets of records, id to body; another version of the coder is no difference."""
        self.added[kind] += len(new.keys() - old.keys())
        self.removed[kind] += len(old.keys() - new.keys())
        differing = {i for i in new.keys() & old.keys() if new[i] != old[i] and _plain(new[i]) != _plain(old[i])}
        self.changed[kind] += len(differing)
        if kind == "happening":
            lines = [("gone", old[i]) for i in sorted(old.keys() - new.keys())]
            lines += [("new", new[i]) for i in sorted(new.keys() - old.keys())]
            lines += [("changed", new[i]) for i in sorted(differing)]
            self.named += [_name(word, body) for word, body in lines[: _NAMED - len(self.named)]]

    def __bool__(self) -> bool:
        return any((*self.added.values(), *self.removed.values(), *self.changed.values()))

    def summary(self) -> str:
        """One line: "events +3 -1, 2 changed; happenings +1"."""
        parts = []
        for kind in dict.fromkeys((*self.added, *self.removed, *self.changed)):
            counts = [f"+{n}" if (n := self.added[kind]) else "", f"-{n}" if (n := self.removed[kind]) else ""]
            told = " ".join(c for c in counts if c)
            told += (", " if told else "") + f"{n} changed" if (n := self.changed[kind]) else ""
            if told:
                parts.append(f"{'stories' if kind == 'story' else kind + 's'} {told}")
        return "; ".join(parts)


def _plain(body: str) -> dict[str, Any]:
    fields: dict[str, Any] = orjson.loads(body)
    fields.pop("coder", None)
    return fields


def _name(word: str, body: str) -> str:
    fields = orjson.loads(body)
    parties = ", ".join(dict.fromkeys(r["name"] for r in (*fields["actor"], *fields["recipient"])))
    return f"{word}: {fields['start'] or 'undated'} {fields['event']} {parties} ({fields['id']})"
