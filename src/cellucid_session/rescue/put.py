"""Labels put into a writer: registries, cells and codes.

Rules of this file: what a generation can say is decided in `put_fields` and `put_groups`. Spec: 6, 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellucid_session.rescue.put_fields import Fields
from cellucid_session.rescue.put_groups import Groups
from cellucid_session.rescue.saying import Told, closed

if TYPE_CHECKING:
    from cellucid_session.generation import Generation
    from cellucid_session.rescue.labels import Labels
    from cellucid_session.write.writer import SessionWriter

META, OVERLAYS = "highlights/meta", "core/field-overlays"


def put(writer: SessionWriter, generation: Generation, n_obs: int | None, labels: Labels, told: Told) -> None:
    """Add labels to a session of a generation.

    Args:
        n_obs: number of cells, or None. told: is told what is not as it was.
    """
    for kind, name, why in labels.missing:
        told.drop(kind, name, why)
    said, groups = Fields(generation, n_obs, told), Groups(generation, told)
    fields = said.entries(labels)
    overlays = said.registry(labels, [raw for _, raw in fields])
    meta, sets = groups.meta(labels)
    whole = closed(generation)
    parts = (*overlays["renames"].values(), *overlays["deletedFields"].values())
    if whole or fields or any(parts):
        writer.add(OVERLAYS, overlays)
    if whole or meta["pages"]:
        writer.add(META, meta)
    for field, raw in fields:
        if field.places is not None and len(field.places):
            said.codes(writer, field, raw)
    for group, raw in sets:
        if group.cells is not None and len(group.cells):
            writer.add_cells(raw["id"], group.cells, label=raw["label"])
