"""The families of chunks, in the order of their contributors.

Rules of this file: what every chunk of a family is, and what must come before it. `prefixed` families have many
chunks, told by what their ids begin with. Spec: 4.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of chunks.

    Attributes:
        id: the chunk's id, or what the ids begin with. payload: the schema or the grammar that reads it.
        priority: "eager", "lazy" or "either". codec: what the writer uses; readers of the first generation take every
            codec. label: the chunk's, or what labels begin with; "" for any.
        required: every session has the chunk. ids: pattern of what follows the prefix, where it is closed.
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
    required: bool = False
    ids: str = ""


FAMILIES: tuple[Family, ...] = (
    Family(
        name="field overlays",
        id="core/field-overlays",
        prefixed=False,
        contributor="field-overlays",
        kind="json",
        codec="gzip",
        priority="eager",
        dataset_dependent=True,
        payload="core-field-overlays",
        label="Field overlays",
    ),
    Family(
        name="user-defined codes",
        id="user-defined/codes/",
        prefixed=True,
        contributor="user-defined-codes",
        kind="binary",
        codec="gzip",
        priority="either",
        dataset_dependent=True,
        payload="codes",
        label="User-defined codes: ",
    ),
    Family(
        name="core state",
        id="core/state",
        prefixed=False,
        contributor="core-state",
        kind="json",
        codec="gzip",
        priority="eager",
        dataset_dependent=True,
        payload="core-state",
        label="Core state",
    ),
    Family(
        name="floating panels",
        id="ui/dockable-layout",
        prefixed=False,
        contributor="dockable-layout",
        kind="json",
        codec="gzip",
        priority="eager",
        dataset_dependent=False,
        payload="ui-dockable-layout",
        label="Floating panels",
    ),
    Family(
        name="analysis windows",
        id="analysis/windows",
        prefixed=False,
        contributor="analysis-windows",
        kind="json",
        codec="gzip",
        priority="eager",
        dataset_dependent=True,
        payload="analysis-windows",
        label="Analysis windows",
    ),
    Family(
        name="highlight metadata",
        id="highlights/meta",
        prefixed=False,
        contributor="highlights-meta",
        kind="json",
        codec="gzip",
        priority="eager",
        dataset_dependent=True,
        payload="highlights-meta",
        label="Highlight metadata",
    ),
    Family(
        name="highlight cells",
        id="highlights/cells/",
        prefixed=True,
        contributor="highlights-cells",
        kind="binary",
        codec="gzip",
        priority="lazy",
        dataset_dependent=True,
        payload="index-list",
        label="Highlight cells: ",
    ),
    Family(
        name="analysis artifacts",
        id="analysis/artifacts/bulk-gene/",
        prefixed=True,
        contributor="analysis-artifacts",
        kind="binary",
        codec="gzip",
        priority="lazy",
        dataset_dependent=True,
        payload="table",
        label="Analysis cache: ",
    ),
)

#: family -> (the chunk that comes before its chunks, rule)
FOLLOWS: dict[str, tuple[str, str]] = {
    "highlight cells": ("highlights/meta", "chunk.meta-order"),
    "user-defined codes": ("core/field-overlays", "chunk.overlays-order"),
}
