"""Labels put into a writer: registries, cells and codes.

Rules of this file: what a generation can say is decided in `put_fields` and `put_groups`. Spec: 6, 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.rescue.put_fields import Fields
from cellucid_session.rescue.put_groups import Groups
from cellucid_session.rescue.saying import Told, closed

if TYPE_CHECKING:
    from cellucid_session.generation import Generation
    from cellucid_session.rescue.labels import Labels
    from cellucid_session.write.writer import SessionWriter

VAR = "var"  # where genes are


class Prepared:
    """What a generation can say of labels.

    Args:
        n_obs: number of cells, or None. told: is told what is not as it was.
        genes: whether the data set shows any, to which something can be bound.

    Attributes:
        bound: (source, key) of columns and genes of the data set that something is bound to.
    """

    def __init__(
        self, generation: Generation, n_obs: int | None, labels: Labels, told: Told, genes: bool = True
    ) -> None:
        for kind, name, why in (*labels.missing, *labels.besides):
            told.drop(kind, name, why)
        made = {(field.source, field.key) for field in labels.fields}

        def shown(source: str, key: str) -> bool:
            return genes or source != VAR or (source, key) in made

        self._said, groups = Fields(generation, n_obs, told, shown), Groups(generation, told, shown)
        self._fields = self._said.entries(labels)
        self._overlays = self._said.registry(labels, [raw for _, raw in self._fields])
        self._meta, self._sets = groups.meta(labels)
        for _, raw in self._fields:
            if isinstance(raw.get("sourcePages"), list):
                raw["sourcePages"] = [groups.renumbered(item) for item in raw["sourcePages"]]
        self._whole = closed(generation)
        own = {(field.source, field.key) for field, _ in self._fields}
        self.bound = (self._said.bound | groups.bound) - own

    def put(self, writer: SessionWriter) -> None:
        """Add registries, cells and codes to a session."""
        overlays = self._overlays
        parts = (*overlays["renames"].values(), *overlays["deletedFields"].values())
        if self._whole or self._fields or any(parts):
            writer.add(OVERLAYS, overlays)
        if self._whole or self._meta["pages"]:
            writer.add(META, self._meta)
        for field, raw in self._fields:
            if field.places is not None and len(field.places):
                self._said.codes(writer, field, raw)
        for group, raw in self._sets:
            if group.cells is not None and len(group.cells):
                writer.add_cells(raw["id"], group.cells, label=raw["label"])
