"""Sessions of every generation of one data set, as their viewers would save them."""

from __future__ import annotations

from typing import Any

import anndata
import numpy as np
import pandas as pd

from cellucid_session import SessionWriter
from cellucid_session.apply.cell_order import drawn_digest

CELLS, GENES = 12, 3
CREATED = "2026-08-20T09:30:00.123Z"
GROUPS = (("T cells", [0, 1, 2]), ("B cells", [4, 5]))
CATEGORIES = ("low", "high")
#: code of each cell; None: no category
CODES = (0, 1, None, 0, 0, 1, 1, None, 0, 1, 0, 0)
STATE = ("core/state", "cinematic/camera", "ui/dockable-layout")
RELEASES = (1, 2, 3, 4, 5)


def data() -> Any:
    """The data set."""
    random = np.random.default_rng(3)
    obs = pd.DataFrame(
        {"score": np.arange(CELLS) / 4, "kind": pd.Categorical(["x", "y", "z"] * 4)},
        index=[f"cell{at}" for at in range(CELLS)],
    )
    var = pd.DataFrame(index=[f"gene{at}" for at in range(GENES)])
    adata = anndata.AnnData(np.ones((CELLS, GENES), np.float32), obs=obs, var=var)
    adata.obsm["X_umap"] = random.normal(size=(CELLS, 2))
    return adata


def head(number: int, adata: Any, dataset_id: str = "ds") -> dict[str, Any]:
    """The arguments of a writer for a session of a generation of a data set."""
    made: dict[str, Any] = {"generation": number, "dataset_id": dataset_id, "created_at": CREATED}
    made |= {"n_obs": adata.n_obs, "n_vars": adata.n_vars}
    if number < 5:
        made["source_type"] = "local-user"
    if number == 1:
        return made
    order: dict[str, Any] = {"dimension": 2, "digest": drawn_digest(adata.obsm["X_umap"])}
    if number == 2:
        return made | {"cell_order": order}
    shown = {"key": "X_umap", "columns": [0, 1]}
    mapping: dict[str, Any] = {"kind": "anndata"}
    mapping["embeddings"] = {"enabled": [shown], "defaults": {"1d": None, "2d": shown, "3d": None}}
    mapping |= {"knn": None, "geneNames": "index", "expression": "X"}
    if number == 5:
        mapping |= {"log1p": {}, "highlyVariable": None}
        made |= {"name": "Data", "requires": {"obs": ["score"], "var": []}}
    mapping |= {"latent": None, "vectorFields": []}
    return made | {"cell_order": {"embedding": shown} | order, "data_mapping": mapping}


def session(
    number: int,
    adata: Any,
    page: str = "Cells",
    color: str = "#aabbcc",
    groups: Any = GROUPS,
    key: str | None = "level",
    renames: Any = None,
    dataset_id: str = "ds",
    alias: bool = False,
    of_group: Any = None,
    of_field: Any = None,
    deleted: Any = (),
    of_head: Any = None,
) -> bytes:
    """A session with one page of groups, and a field.

    Args:
        of_group, of_field, of_head: what the groups, the field and the writer are told besides.
        deleted: what the registry lists as deleted.
    """
    with SessionWriter(**head(number, adata, dataset_id) | (of_head or {})) as writer:
        entries = [
            {
                "id": f"highlight_{at + 1}",
                "type": "lasso",
                "label": label,
                "enabled": True,
                "cellCount": len(cells),
            }
            | (of_group or {})
            for at, (label, cells) in enumerate(groups)
        ]
        pages = [{"id": "page_1", "name": page, "color": color, "highlightedGroups": entries}]
        writer.add("highlights/meta", {"pages": pages, "activePageId": "page_1"})
        fields: list[dict[str, Any]] = []
        if key is not None:
            fields.append(field(number, key) | (of_field or {}))
        if alias:
            said: dict[str, Any] = {"id": "user_con_1", "source": "obs", "kind": "continuous", "key": "s2"}
            said |= {"isDeleted": False, "isPurged": False, "sourceField": {"sourceKey": "score"}}
            fields.append(said | {"operation": {"type": "copy"}, "createdAt": None})
        overlays: dict[str, Any] = {"renames": renames or {"fields": {}, "categories": {}}}
        overlays |= {"deletedFields": {"deleted": list(deleted), "purged": []}, "userDefinedFields": fields}
        writer.add("core/field-overlays", overlays)
        if key is not None:
            writer.add_codes(
                "f1", [255 if each is None else each for each in CODES], codes_type="Uint8Array", label=key
            )
        if number > 1:
            for name in STATE:
                writer.add(name, {"of": number})
            if number < 5:
                writer.add("analysis/windows", {"windows": []})
            else:
                writer.add("ui/figure-export", {})
                writer.add("analysis/windows", {"windows": [], "values": np.arange(3, dtype="<f4")})
                writer.add("analysis/docked", {})
        for entry, (label, cells) in zip(entries, groups, strict=True):
            writer.add_cells(entry["id"], cells, label=label)
        return writer.to_bytes()


def field(number: int, key: str) -> dict[str, Any]:
    """The registry of a categorical field."""
    made: dict[str, Any] = {"id": "f1", "source": "obs", "kind": "category", "key": key}
    made |= {"isDeleted": False, "isPurged": False, "sourceField": None, "operation": None}
    made |= {"createdAt": None, "categories": list(CATEGORIES), "codesLength": CELLS}
    made |= {"codesType": "Uint8Array", "sourcePages": [], "overlapStrategy": "first"}
    made |= {"overlapLabel": None, "intersectionLabels": None, "uncoveredLabel": None}
    return made | ({"centroidsByDim": {}, "normalizedDims": []} if number <= 2 else {})
