"""The list of artifacts made anew: the one chunk that every session must have, and that the others say whole.

Rules of this file: it lists the artifacts that there are, in their order. Spec: 16.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellucid_session.rescue.outline import LEVEL, SIZE, STORED, Row
from cellucid_session.write.registries import inventory_of
from cellucid_session.write.store import gzip_member
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    from cellucid_session.generation import Generation

EAGER = "eager"


def with_inventory(generation: Generation, rows: list[Row]) -> list[Row]:
    """The chunks with a list of artifacts, where their generation has one and it is not among them."""
    name = inventory_of(generation)
    if name is None or any(row.raw["id"] == name for row in rows):
        return rows
    family = generation.families.exact[name]
    listed = [
        row.raw["id"]
        for row in rows
        if (found := generation.families.of(row.raw["id"])) is not None and found.payload == "table"
    ]
    text = json_text({"artifactIds": listed})
    data = b"".join(gzip_member([text], LEVEL))
    entry = {
        "id": name,
        "contributorId": family.contributor,
        "priority": EAGER,
        "kind": family.kind,
        "codec": "gzip",
        "label": family.label,
        "datasetDependent": family.dataset_dependent,
        STORED: len(data),
        SIZE: len(text),
    }
    place = sum(row.raw["priority"] == EAGER for row in rows)  # its contributor is the last of the eager ones
    return [*rows[:place], Row(entry, 0, len(data), True, data), *rows[place:]]
