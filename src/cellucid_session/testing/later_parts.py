"""Sessions of the later generations in parts: what `later_contents` draws, made bytes by the suite's encoder.

Rules of this file: entries come from the tables of the conformance suite; nothing is drawn here.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.conformance import encode, later
from cellucid_session.testing.later_contents import WIDTHS, Coded, Content, Members
from cellucid_session.testing.pieces import Chunk, Parts

#: width in bytes -> what generations 2 to 4 call raw codes and runs
EARLY = {1: ("u8", "runs8"), 2: ("u16", "runs16"), 4: ("u32", "runs32")}
ARTIFACT = "analysis/artifacts/bulk-gene/key/gene/"


def parts_of(content: Content) -> Parts:
    """The chunks of a content, each before it is stored."""
    chunks: list[Chunk] = []

    def put(
        name: str, contributor: str, kind: str, label: str, depends: bool, payload: Any, late: bool
    ) -> None:
        entry = {
            "id": name,
            "contributorId": contributor,
            "priority": "lazy" if late else "eager",
            "kind": kind,
            "codec": "gzip",
            "label": label,
            "datasetDependent": depends,
            "storedBytes": 0,
            "uncompressedBytes": 0,
        }
        chunks.append(Chunk(entry, encode.payload(payload)))

    singles = _singles(content)

    def codes(priority: str) -> None:
        for field in content.coded:
            if field.priority == priority and field.codes:
                name = f"user-defined/codes/{field.registry['id']}"
                label = f"User-defined codes: {field.registry['key']}"
                late = priority == "lazy"
                put(name, "user-defined-codes", "binary", label, True, _codes(field, content.number), late)

    for name, contributor, kind, label, depends, first, last in later.SINGLES:
        if first <= content.number <= last:
            put(name, contributor, kind, label, depends, singles[name], False)
        if name == "core/field-overlays":
            codes("eager")
    codes("lazy")
    for group in content.members:
        label = f"Highlight cells: {group.label}"
        payload = _members(group, content)
        put(f"highlights/cells/{group.id}", "highlights-cells", "binary", label, True, payload, True)
    for page, rows in content.tables:
        label = f"Analysis cache: gene ({page})"
        put(ARTIFACT + page, "analysis-artifacts", "binary", label, True, {"table": _table(rows)}, True)
    shape = (len(content.obs["cell_type"]), len(content.genes))
    magic = later.MAGICS[content.number].encode()
    return Parts(content.manifest, chunks, shape, magic)


def overlays_of(content: Content) -> dict[str, Any]:
    """The registry of fields."""
    return {
        "renames": {"fields": content.renames, "categories": {}},
        "deletedFields": {"deleted": content.deleted, "purged": []},
        "userDefinedFields": [*(field.registry for field in content.coded), *content.aliases],
    }


def _singles(content: Content) -> dict[str, Any]:
    """Chunk id -> the description of its payload."""
    typed = {
        name: {"typed": {"json": value, "arrays": arrays}} for name, (value, arrays) in content.typed.items()
    }
    return {
        "core/field-overlays": {"json": overlays_of(content)},
        "highlights/meta": {"json": {"pages": content.pages, "activePageId": content.active}},
        "analysis/cache-inventory": {
            "json": {"artifactIds": [ARTIFACT + page for page, _ in content.tables]}
        },
        **{name: {"json": value} for name, value in content.state.items()},
        **typed,
    }


def _codes(field: Coded, number: int) -> dict[str, Any]:
    width = WIDTHS[field.registry["codesType"]]
    if number < 5:
        name = EARLY[width][field.encoding == "runs"]
        return {"codes_2": {"encoding": name, "values": field.codes}}
    return {"codes_5": {"encoding": field.encoding, "width": width, "values": field.codes}}


def _members(group: Members, content: Content) -> dict[str, Any]:
    if content.number < 5:
        return {"index_list": group.cells}
    size = len(content.obs["cell_type"])
    told = {"encoding": group.encoding, "size": size, "cells": group.cells}
    return {"cell_set": told | {"category": group.category}}


def _table(rows: list[tuple[int, float]]) -> dict[str, Any]:
    columns = [("cellIndex", "uint32"), ("value", "float32")]
    described = [
        {"name": name, "dtype": dtype, "encoding": "raw", "byteLength": 4 * len(rows)}
        for name, dtype in columns
    ]
    values = [{"u32": [index for index, _ in rows]}, {"f32": [value for _, value in rows]}]
    return {"header": {"rowCount": len(rows), "columns": described}, "columns": values}


def anndata_of(content: Content) -> Any:
    """The data set of a content. Needs anndata."""
    import anndata
    import numpy as np
    import pandas as pd

    cells, genes = len(content.obs["cell_type"]), len(content.genes)
    obs = pd.DataFrame(index=[f"c{at}" for at in range(cells)])
    obs["cell_type"] = pd.Categorical(content.obs["cell_type"])
    obs["score"] = np.asarray(content.obs["score"], np.float64)
    values = np.arange(cells * genes, dtype=np.float32).reshape(cells, genes)
    made = anndata.AnnData(values, obs=obs, var=pd.DataFrame(index=content.genes))
    made.layers["counts"] = values + 1
    made.obsp["connectivities"] = np.zeros((cells, cells), np.float32)
    for key in ("X_umap", "X_pca", "velocity"):
        made.obsm[key] = np.arange(3 * cells, dtype=np.float32).reshape(cells, 3)
    return made
