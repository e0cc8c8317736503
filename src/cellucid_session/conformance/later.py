"""Bases of the later generations, and vectors that are said once for several of them.

Rules of this file:

* One content (pages, groups, fields) is put into the shape of each generation; what a generation says otherwise is
  in the tables here, written from the specification and from nothing else of the package.
* A vector names chunks by their ids and places by what lies there; offsets follow from the built file.
"""

from __future__ import annotations

import copy
from typing import Any

from cellucid_session.conformance import encode

NUMBERS = (2, 3, 4, 5)
#: generations that a reader takes for a later one unless it is told
TWINS = (3,)
CELLS, GENES = 9, 4
MAGICS = {
    2: "CELLUCID_SESSION\n",
    3: "CELLUCID_SESSION\n",
    4: "CELLUCID_SESSION\n",
    5: "CELLUCID_SESSION/2\n",
}

#: (id, contributor, kind, label, depends on the data set), by generation from which on and up to which
SINGLES = (
    ("core/field-overlays", "field-overlays", "json", "Field overlays", True, 2, 5),
    ("cinematic/camera", "cinematic-camera", "json", "Cinematic camera path", True, 2, 5),
    ("core/state", "core-state", "json", "Core state", True, 2, 5),
    ("ui/dockable-layout", "dockable-layout", "json", "Floating panels", False, 2, 5),
    ("ui/figure-export", "figure-export", "json", "Figure export", False, 5, 5),
    ("analysis/windows", "analysis-windows", "json", "Analysis windows", True, 2, 4),
    ("analysis/windows", "analysis-windows", "binary", "Analysis windows", True, 5, 5),
    ("analysis/docked", "analysis-docked", "binary", "Docked analysis", True, 5, 5),
    ("highlights/meta", "highlights-meta", "json", "Highlight metadata", True, 2, 5),
    ("analysis/cache-inventory", "analysis-artifacts", "json", "Analysis cache inventory", True, 2, 4),
)
ARTIFACT = "analysis/artifacts/bulk-gene/cache/MS4A1/page_1"

#: id, type, cells, what the type adds, how generation 5 writes it
GROUPS: tuple[tuple[str, str, list[int], dict[str, Any], str], ...] = (
    ("highlight_1", "lasso", [0, 3, 8], {}, "bits"),
    (
        "highlight_2",
        "category",
        [1, 4],
        {
            "fieldKey": "cell_type",
            "fieldIndex": 0,
            "fieldSource": "obs",
            "categoryIndex": 1,
            "categoryName": "B",
        },
        "part",
    ),
    (
        "highlight_3",
        "range",
        [2, 3, 4, 7],
        {"fieldKey": "score", "fieldIndex": 1, "fieldSource": "obs", "rangeMin": 0.5, "rangeMax": 2},
        "runs",
    ),
    ("highlight_4", "annotation", [5], {}, "steps"),
    (
        "highlight_5",
        "category",
        [1, 4, 6],
        {
            "fieldKey": "cell_type",
            "fieldIndex": 0,
            "fieldSource": "obs",
            "categoryIndex": 1,
            "categoryName": "B",
        },
        "all",
    ),
)
CATEGORY_CELLS = [1, 4, 6]

#: id, key, width, codes, uncoveredLabel, how generations 2 to 4 and 5 write it, priority
FIELDS: tuple[tuple[str, str, int, list[int], str | None, str, str, str], ...] = (
    ("f_a", "kinds", 1, [0, 1, 2, 255, 0, 1, 2, 0, 0], None, "u8", "raw", "eager"),
    ("f_b", "sides", 1, [0, 0, 0, 1, 1, 1, 0, 0, 0], "none", "runs8", "packed", "lazy"),
    ("f_c", "wide", 2, [2, 2, 2, 2, 1, 1, 65535, 65535, 0], None, "runs16", "runs", "lazy"),
    ("f_d", "plain", 2, [0, 1, 2, 0, 1, 2, 0, 1, 65535], None, "u16", "raw", "lazy"),
)
#: the field of 32 bits that generations 4 and 5 can have
WIDE_FIELD = ("f_e", "widest", 4, [0, 1, 2, 0, 1, 2, 0, 1, 4294967295], None, "u32", "raw", "lazy")
TYPES = {1: "Uint8Array", 2: "Uint16Array", 4: "Uint32Array"}
REFERENCE = {"key": "X_umap", "columns": [0, 1]}
EXPORTED = {"key": "umap_2d", "columns": None}


def fields_of(number: int) -> tuple[Any, ...]:
    """The category fields of a generation."""
    return (*FIELDS, WIDE_FIELD) if number >= 4 else FIELDS


def base(number: int) -> dict[str, Any]:
    """The description of a whole session of a generation, in the form of bases.json."""
    chunks: list[dict[str, Any]] = []

    def put(chunk_id: str, contributor: str, kind: str, label: str, dependent: bool, **more: Any) -> None:
        priority, payload = more.get("priority", "eager"), more["payload"]
        entry = {
            "id": chunk_id,
            "contributorId": contributor,
            "priority": priority,
            "kind": kind,
            "codec": "gzip",
            "label": label,
            "datasetDependent": dependent,
        }
        chunks.append({"entry": entry, "payload": payload})

    content = _singles(number)
    fields = fields_of(number)

    def codes(priority: str) -> None:
        for field in fields:
            if field[7] == priority:
                label = f"User-defined codes: {field[1]}"
                put(f"user-defined/codes/{field[0]}", "user-defined-codes", "binary", label, True,
                    priority=priority, payload=_codes(field, number))  # fmt: skip

    for chunk_id, contributor, kind, label, dependent, first, last in SINGLES:
        if first <= number <= last:
            put(chunk_id, contributor, kind, label, dependent, payload=content[chunk_id])
        if chunk_id == "core/field-overlays":
            codes("eager")
    codes("lazy")
    for group in GROUPS:
        put(f"highlights/cells/{group[0]}", "highlights-cells", "binary", f"Highlight cells: {group[0]}", True,
            priority="lazy", payload=_members(group, number))  # fmt: skip
    if number < 5:
        header = {
            "rowCount": 2,
            "columns": [
                {"name": "cellIndex", "dtype": "uint32", "encoding": "raw", "byteLength": 8},
                {"name": "value", "dtype": "float32", "encoding": "raw", "byteLength": 8},
            ],
        }
        table = {"table": {"header": header, "columns": [{"u32": [0, 8]}, {"f32": [1.5, 2]}]}}
        put(ARTIFACT, "analysis-artifacts", "binary", "Analysis cache: MS4A1 (page_1)", True,
            priority="lazy", payload=table)  # fmt: skip
    manifest: dict[str, Any] = {"createdAt": "2026-08-20T09:30:00.123Z", "datasetFingerprint": _print(number)}
    if number == 5:
        manifest["source"] = {"kind": "file", "name": "pbmc.h5ad", "dataset": "pbmc"}
        manifest["requires"] = {"obs": ["cell_type", "score"], "var": ["CD3D"]}
    note = f"A session of generation {number}, with groups and fields in every encoding that it has."
    described: dict[str, Any] = {
        "kind": "session",
        "generation": number,
        "magic": MAGICS[number],
        "note": note,
    }
    return described | {"manifest": unshared(manifest), "chunks": unshared(chunks)}


def unshared(value: Any) -> Any:
    """A copy in which no two places share a value, since an edit would change it in both."""
    if isinstance(value, dict):
        return {key: unshared(each) for key, each in value.items()}
    return [unshared(each) for each in value] if isinstance(value, list) else value


def _print(number: int) -> dict[str, Any]:
    """The fingerprint: an export in generation 3, so that both kinds of mapping are there."""
    counts = {"cellCount": CELLS, "varCount": GENES}
    digest = "0123456789abcdef"
    if number == 2:
        order: dict[str, Any] = {"dimension": 2, "digest": digest}
        return {"sourceType": "local-demo", "datasetId": "ds", **counts, "cellOrder": order}
    export = number == 3
    reference = EXPORTED if export else REFERENCE
    enabled = (
        [{"key": "pca", "columns": None}, EXPORTED]
        if export
        else [{"key": "X_pca", "columns": [0, 1, 2]}, REFERENCE]
    )
    embeddings = {"enabled": enabled, "defaults": {"1d": None, "2d": reference, "3d": None}}
    vectors = [{"field" if export else "key": "velocity", "embedding": reference}]
    mapping: dict[str, Any] = {"kind": "export" if export else "anndata", "embeddings": embeddings}
    if export:
        mapping |= {"geneNames": "index", "vectorFields": vectors}
    elif number == 4:
        mapping |= {"knn": None, "geneNames": "column:symbol", "expression": "raw", "latent": "X_pca"}
        mapping["vectorFields"] = vectors
    else:
        mapping |= {"knn": "connectivities", "geneNames": "index", "expression": "layer:counts"}
        mapping |= {"log1p": {"X": {"base": None}, "layer:counts": {"base": 2}}, "highlyVariable": None}
        mapping |= {"latent": None, "vectorFields": vectors}
    order = {"embedding": reference, "dimension": 2, "digest": digest}
    last = {"cellOrder": order, "dataMapping": mapping}
    if number == 5:
        return {"datasetId": "ds", "name": "Data set", **counts, **last}
    return {"sourceType": "local-demo", "datasetId": "ds", **counts, **last}


def _singles(number: int) -> dict[str, dict[str, Any]]:
    """Chunk id -> its payload, for families of one chunk."""
    groups = []
    for name, kind, cells, more, _ in GROUPS:
        kept = {key: value for key, value in more.items() if number < 5 or not key.endswith("Index")}
        common = {"id": name, "type": kind, "label": name, "enabled": True}
        groups.append(common | kept | {"cellCount": len(cells)})
    page = {"id": "page_1", "name": "Page 1", "color": "#12abEF", "highlightedGroups": groups}
    typed = {
        "json": {"windows": [{"values": {"$typed": 1}, "rows": {"$typed": 0}}]},
        "arrays": [["u32", [1, 2]], ["f32", [0.5]]],
    }
    return {
        "core/field-overlays": {"json": _overlays(number)},
        "cinematic/camera": {"json": {"autoplay": False, "keyframes": []}},
        "core/state": {"json": {"camera": None}},
        "ui/dockable-layout": {"json": {"panels": []}},
        "ui/figure-export": {"json": {}},
        "analysis/windows": {"typed": typed} if number == 5 else {"json": {"windows": []}},
        "analysis/docked": {"typed": {"json": None, "arrays": []}},
        "highlights/meta": {"json": {"pages": [page], "activePageId": "page_1"}},
        "analysis/cache-inventory": {"json": {"artifactIds": [ARTIFACT]}},
    }


def _overlays(number: int) -> dict[str, Any]:
    fields: list[dict[str, Any]] = []
    common = {
        "isDeleted": False,
        "isPurged": False,
        "sourceField": None,
        "operation": None,
        "createdAt": 1768469400123.5,
    }
    for name, key, width, codes, uncovered, *_ in fields_of(number):
        field = {"id": name, "source": "obs", "kind": "category", "key": key} | common
        field |= {"categories": ["A", 2.5, True], "codesLength": len(codes), "codesType": TYPES[width]}
        if number == 2:
            field |= {"centroidsByDim": {}, "normalizedDims": [1, 2]}
        field |= {"sourcePages": [], "overlapStrategy": "first", "overlapLabel": None}
        fields.append(field | {"intersectionLabels": None, "uncoveredLabel": uncovered})
    alias = {"id": "f_z", "source": "var", "kind": "continuous", "key": "alias"} | common
    fields.append(
        alias | {"sourceField": {"sourceKey": "CD3D", "sourceIndex": 2}, "operation": {"type": "copy"}}
    )
    return {
        "renames": {"fields": {"obs:old": "new"}, "categories": {}},
        "deletedFields": {"deleted": ["obs:gone"], "purged": []},
        "userDefinedFields": fields,
    }


def _codes(field: Any, number: int) -> dict[str, Any]:
    _, _, width, codes, _, early, late, _ = field
    if number < 5:
        return {"codes_2": {"encoding": early, "values": codes}}
    return {"codes_5": {"encoding": late, "width": width, "values": codes}}


def _members(group: Any, number: int) -> dict[str, Any]:
    _, _, cells, _, late = group
    if number < 5:
        return {"index_list": cells}
    return {"cell_set": {"encoding": late, "size": CELLS, "cells": cells, "category": CATEGORY_CELLS}}


# -- vectors that are said once


def named_chunks(described: dict[str, Any], edit: dict[str, Any]) -> dict[str, Any]:
    """An edit with numbers for the ids of chunks: `chunk`, and steps `@ID` of a pointer into the manifest."""
    places = {chunk["entry"]["id"]: at for at, chunk in enumerate(described["chunks"])}
    made = copy.deepcopy(edit)
    for key in ("chunk", "remove", "move", "to", "insert"):
        if isinstance(made.get(key), str) and made[key] in places:
            made[key] = places[made[key]]
    for key in ("set", "remove", "insert"):
        if isinstance(made.get(key), str) and made[key].startswith("/"):
            made[key] = pointer(places, made[key])
    return made


def pointer(places: dict[str, int], text: str) -> str:
    """A pointer with numbers for the steps `@ID`, in which `~1` stands for a slash."""
    steps = text.split("/")
    return "/".join(
        str(places[step[1:].replace("~1", "/")]) if step.startswith("@") else step for step in steps
    )


def place(
    layout: Any, wanted: dict[str, Any] | None
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The bytes of a place in a built file, and in the payload of a chunk.

    Args:
        wanted: null (no bytes), {"file": [start, end]}, {"end": how many}, {"frame": ID} (its length),
            {"manifest": POINTER} (a value; with "key": true its key), {"stored": ID} (with "bytes": [start, end]
            some of them), or {"payload": ID} with "bytes" ([start, end], below 0 from the end, null: the end) or
            "pointer" (and "text", where the JSON text begins).
    """
    ids = {name: at for at, name in enumerate(layout.ids)}
    if wanted is None:
        return None, None
    if "end" in wanted:
        return (len(layout.data) - wanted["end"], len(layout.data)), None
    if "frame" in wanted:
        return layout.frames[ids[wanted["frame"]]][:2], None
    if "file" in wanted:
        start, end = wanted["file"]
        return (start, end), None
    if "manifest" in wanted:
        found = encode.places(layout.manifest_value)[
            (pointer(ids, wanted["manifest"]), wanted.get("key", False))
        ]
        start = layout.manifest[0]
        return (start + found[0], start + found[1]), None
    name = wanted.get("stored") or wanted["payload"]
    _, start, end = layout.frames[ids[name]]
    if "stored" in wanted:
        low, high = wanted.get("bytes", (0, end - start))  # below 0 from the end
        return (start + low if low >= 0 else end + low, start + high if high > 0 else end + high), None
    payload = layout.payloads[ids[name]]
    if "bytes" in wanted:
        low, high = (
            len(payload) if at is None else at + (len(payload) if at < 0 else 0) for at in wanted["bytes"]
        )
        return (start, end), (low, high)
    low, high = encode.places(layout.values[name])[(wanted["pointer"], wanted.get("key", False))]
    begin = wanted.get("text", 0)
    return (start, end), (begin + low, begin + high)
