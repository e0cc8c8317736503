"""The families of chunks, in the order of their contributors.

Rules of this file: what every chunk of a family is, and what must come before it. `prefixed` families have many
chunks, told by what their ids begin with. Spec: 4.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """A family of chunks.

    Attributes:
        id: the chunk's id, or what the ids begin with. payload: the schema or the grammar that reads it.
        priority: "eager", "lazy" or "either". codec: what the writer uses; readers take every codec.
    """

    name: str
    id: str
    prefixed: bool
    contributor: str
    kind: str
    codec: str
    priority: str
    dataset_dependent: bool
    payload: str
    label: str


FAMILIES: tuple[Family, ...] = (
    Family(
        "field overlays",
        "core/field-overlays",
        False,
        "field-overlays",
        "json",
        "gzip",
        "eager",
        True,
        "core-field-overlays",
        "Field overlays",
    ),
    Family(
        "user-defined codes",
        "user-defined/codes/",
        True,
        "user-defined-codes",
        "binary",
        "gzip",
        "either",
        True,
        "codes",
        "User-defined codes: ",
    ),
    Family(
        "core state",
        "core/state",
        False,
        "core-state",
        "json",
        "gzip",
        "eager",
        True,
        "core-state",
        "Core state",
    ),
    Family(
        "floating panels",
        "ui/dockable-layout",
        False,
        "dockable-layout",
        "json",
        "gzip",
        "eager",
        False,
        "ui-dockable-layout",
        "Floating panels",
    ),
    Family(
        "analysis windows",
        "analysis/windows",
        False,
        "analysis-windows",
        "json",
        "gzip",
        "eager",
        True,
        "analysis-windows",
        "Analysis windows",
    ),
    Family(
        "highlight metadata",
        "highlights/meta",
        False,
        "highlights-meta",
        "json",
        "gzip",
        "eager",
        True,
        "highlights-meta",
        "Highlight metadata",
    ),
    Family(
        "highlight cells",
        "highlights/cells/",
        True,
        "highlights-cells",
        "binary",
        "gzip",
        "lazy",
        True,
        "index-list",
        "Highlight cells: ",
    ),
    Family(
        "analysis artifacts",
        "analysis/artifacts/bulk-gene/",
        True,
        "analysis-artifacts",
        "binary",
        "gzip",
        "lazy",
        True,
        "table",
        "Analysis cache: ",
    ),
)

#: family -> (the chunk that comes before its chunks, rule)
FOLLOWS: dict[str, tuple[str, str]] = {
    "highlight cells": ("highlights/meta", "chunk.meta-order"),
    "user-defined codes": ("core/field-overlays", "chunk.overlays-order"),
}
