"""What a table of office holders adds to people whom the text names without office or state."""

from __future__ import annotations

from communique.actors.entities import Cast
from communique.actors.holders import HolderTable
from communique.records import PartialDate

# The text itself is surer than a table that may be of another person of the same name.
SURE = 0.9


def place_known(cast: Cast, holders: HolderTable, on: PartialDate | None) -> None:
    """Give state and sector to the people of an article who are in the table; what the text says is never changed."""
    for entity in cast.people:
        if entity.state is not None and entity.sector is not None:
            continue
        standing = holders.find(entity.name, on=on, state=entity.state, office=entity.office)
        if standing is None:
            continue
        if entity.state is None and standing.state is not None:
            entity.state, entity.sure = standing.state, min(entity.sure, SURE)
        entity.sector = entity.sector or standing.sector
        entity.former = entity.former or standing.former
