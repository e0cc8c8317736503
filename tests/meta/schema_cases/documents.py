"""Documents for the schemas of the project: good ones, and what is found when one thing in them is changed.

Rules of this file: every document is made up. A change is (schema, path, new value or GONE, rules found there); a
space after a rule means that it is found at the object around the path, ` /key` at that key of the new value.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from schema_cases import later

GONE = object()
Place = tuple[str | int, ...]

ENTRY: dict[str, Any] = {
    "id": "highlights/meta",
    "contributorId": "highlights-meta",
    "priority": "eager",
    "kind": "json",
    "codec": "gzip",
    "label": "Highlight metadata",
    "datasetDependent": True,
    "storedBytes": 120,
    "uncompressedBytes": 233,
}
FIELD: dict[str, Any] = {
    "id": "user_cat_1700000000000_1",
    "source": "obs",
    "kind": "category",
    "key": "lineage",
    "categories": ["myeloid", "lymphoid"],
    "isDeleted": False,
    "isPurged": False,
    "codesLength": 40,
    "codesType": "Uint8Array",
    "centroidsByDim": {"2": [{"category": "myeloid", "position": [0.5, -2], "n_points": 12}]},
    "normalizedDims": [],
    "sourceField": None,
    "operation": None,
    "sourcePages": [{"pageId": "page_1", "label": "Blood"}],
    "overlapStrategy": "first",
    "overlapLabel": None,
    "intersectionLabels": {"3": "both"},
    "uncoveredLabel": "rest",
    "createdAt": 1700000000000,
}
FILTER: dict[str, Any] = {
    "kind": "category",
    "filterEnabled": True,
    "visibility": {"0": True, "1": False},
    "colors": {"1": [0.25, 0.5, 1]},
    "colormapId": None,
}
RECT = {"left": 10, "top": 20.5, "width": 300, "height": 200}
GOOD: dict[str, Any] = {
    "manifest": {
        "createdAt": "2025-03-01T08:00:00.000Z",
        "dataSource": {"sourceType": "local-demo", "datasetId": "marrow", "userPath": None},
        "datasetFingerprint": {
            "sourceType": "local-demo",
            "datasetId": "marrow",
            "cellCount": 40,
            "varCount": 7,
        },
        "summary": None,
        "chunks": [ENTRY],
    },
    "core-field-overlays": {
        "renames": {"fields": {"obs:batch": "Batch"}, "categories": {"obs:batch:0": "first"}},
        "deletedFields": {"deleted": ["var:ACTB"], "purged": []},
        "userDefinedFields": [FIELD],
    },
    "core-state": {
        "camera": {"navigationMode": "orbit"},
        "camerasLocked": True,
        "activeDimensionLevel": 2,
        "liveDimensionLevel": None,
        "uiControls": {
            "dot-size": {"type": "range", "value": "2"},
            "grid": {"type": "checkbox", "checked": True},
            "accordion:Views": {"type": "details", "open": False},
        },
        "filters": {"obs:batch": FILTER},
        "activeFields": {"activeFieldKey": "batch", "activeFieldSource": "obs", "activeVarFieldKey": None},
        "multiview": {
            "layout": {"mode": "grid", "activeId": "live", "liveViewHidden": False},
            "camerasLocked": True,
            "liveCameraState": None,
            "snapshots": [
                {
                    "id": "snap_1",
                    "label": "View 1",
                    "fieldKey": "batch",
                    "fieldKind": "category",
                    "meta": {"anything": [1]},
                    "dimensionLevel": 2,
                    "cameraState": None,
                    "activeFields": {
                        "activeFieldKey": "batch",
                        "activeVarFieldKey": None,
                        "activeFieldSource": "obs",
                    },
                    "filters": {"obs:batch": deepcopy(FILTER)},
                    "outlierThreshold": None,
                }
            ],
        },
    },
    "ui-dockable-layout": {"panels": [{"id": "Legend", "open": True, "rect": RECT, "z": 2}]},
    "analysis-windows": {
        "windows": [
            {
                "modeId": "simple",
                "rect": RECT,
                "settings": [{"free": None}],
                "headerTitle": "Quick look",
                "headerDesc": "",
                "constraints": {"minWidth": 100},
            }
        ]
    },
    "highlights-meta": {
        "pages": [
            {
                "id": "page_1",
                "name": "Blood",
                "color": "#0a1B2c",
                "highlightedGroups": [
                    {
                        "id": "highlight_1",
                        "type": "range",
                        "label": "n_counts: 5 - 9",
                        "enabled": True,
                        "fieldKey": "n_counts",
                        "fieldIndex": 0,
                        "fieldSource": "obs",
                        "categoryIndex": 1,
                        "categoryName": "x",
                        "rangeMin": 5,
                        "rangeMax": 9.5,
                        "cellCount": 11,
                    }
                ],
            }
        ],
        "activePageId": "page_1",
        "activePageName": "Blood",
    },
    "artifact-table-header": {
        "rowCount": 2,
        "columns": [
            {"name": "cellIndex", "dtype": "uint32", "encoding": "raw", "byteLength": 8},
            {"name": "value", "dtype": "float32", "encoding": "raw", "byteLength": 8},
        ],
    },
    "state-snapshots": {"states": ["first.cellucid-session", "last.cellucid-session"]},
}
GOOD |= {name: document for name, document in later.GOOD.items() if name not in GOOD}


E0 = ("chunks", 0)
F0 = ("userDefinedFields", 0)
P0 = ("pages", 0)
G0 = ("pages", 0, "highlightedGroups", 0)
V0 = ("multiview", "snapshots", 0)
Case = tuple[str, Place, Any, set[str]]  # schema, what is changed, to what, the rules found there

#: what the writer may write, or what the facts leave open
ACCEPTED: dict[str, Case] = {
    "dataSource is null": ("manifest", ("dataSource",), None, set()),
    "summary is absent": ("manifest", ("summary",), GONE, set()),
    "the fingerprint's ids are null": (
        "manifest",
        ("datasetFingerprint",),
        {"sourceType": None, "datasetId": None},
        set(),
    ),
    "names of the cells": ("manifest", ("cellNames",), {"ordered": "0a" * 32, "unordered": "9f" * 32}, set()),
    "createdAt without a fraction": ("manifest", ("createdAt",), "2025-03-01T08:00:00Z", set()),
    "createdAt with an offset": ("manifest", ("createdAt",), "2025-03-01T08:00:00.5+05:30", set()),
    "createdAt in small letters": ("manifest", ("createdAt",), "2025-03-01t08:00:00z", set()),
    "createdAt with a leap second": ("manifest", ("createdAt",), "2016-12-31T23:59:60Z", set()),
    "the largest stored chunk": ("manifest", (*E0, "storedBytes"), 512 * 2**20, set()),
    "an empty stored chunk": ("manifest", (*E0, "storedBytes"), 0, set()),
    "dependsOn nothing": ("manifest", (*E0, "dependsOn"), [], set()),
    "a priority that is unusual here": ("manifest", (*E0, "priority"), "lazy", set()),
    "no overlays at all": ("core-field-overlays", (), {}, set()),
    "registries are null": (
        "core-field-overlays",
        (),
        {"renames": None, "deletedFields": None, "userDefinedFields": []},
        set(),
    ),
    "a continuous field has no categories": (
        "core-field-overlays",
        F0,
        {
            "id": "user_obs_cont_1",
            "source": "var",
            "kind": "continuous",
            "key": "k",
            "sourceField": {"sourceKey": "g"},
        },
        set(),
    ),
    "a field with no more than it must have": (
        "core-field-overlays",
        F0,
        {"id": "i", "source": "obs", "kind": "category", "key": "k", "categories": []},
        set(),
    ),
    "the centroid of an empty category": (
        "core-field-overlays",
        (*F0, "centroidsByDim", "2", 0, "position"),
        [None, None],
        set(),
    ),
    "operations are open": ("core-field-overlays", (*F0, "operation"), {"what": ["ever"]}, set()),
    "a key with text of all scripts": ("core-field-overlays", (*F0, "key"), "CD4/CD8 \u7d30\u80de", set()),
    "no state at all": ("core-state", (), {}, set()),
    "a camera of another kind": ("core-state", ("camera",), {"orbit": "any", "x": 1}, set()),
    "a threshold that JSON can't carry": (
        "core-state",
        ("filters", "obs:batch", "outlierThreshold"),
        None,
        set(),
    ),
    "filters of a view are null": ("core-state", (*V0, "filters"), None, set()),
    "a filter of a key without a colon": ("core-state", ("filters", "batch"), {"kind": "continuous"}, set()),
    "a range that is open at one end": (
        "core-state",
        ("filters", "obs:n"),
        {"kind": "continuous", "filter": {"min": None, "max": 3}, "colorRange": None, "outlierThreshold": 1},
        set(),
    ),
    "a panel without a place in the stack": ("ui-dockable-layout", ("panels", 0, "z"), None, set()),
    "a panel of which nothing is known": ("ui-dockable-layout", ("panels", 0), {}, set()),
    "a window without settings": ("analysis-windows", ("windows", 0, "settings"), None, set()),
    "a window without constraints": ("analysis-windows", ("windows", 0, "constraints"), None, set()),
    "a group of an unheard-of type": ("highlights-meta", (*G0, "type"), "lasso", set()),
    "a group with no more than it must have": ("highlights-meta", G0, {"id": "highlight / 1"}, set()),
    "a range with an infinite bound": ("highlights-meta", (*G0, "rangeMin"), None, set()),
    "no active page": ("highlights-meta", ("activePageId",), None, set()),
    "a page without a color": ("highlights-meta", (*P0, "color"), None, set()),
    "a page without groups": ("highlights-meta", (*P0, "highlightedGroups"), [], set()),
    "a label that has a sign inside": ("highlights-meta", (*G0, "label"), "a=b", set()),
    "an empty label": ("highlights-meta", (*G0, "label"), "", set()),
    "a table without rows": ("artifact-table-header", ("rowCount",), 0, set()),
    "a list by itself": ("state-snapshots", (), ["a.cellucid-session"], set()),
    "an empty list": ("state-snapshots", (), [], set()),
}

REFUSED: dict[str, Case] = {
    "the manifest is an array": ("manifest", (), [], {"manifest.root"}),
    "no chunks": ("manifest", ("chunks",), GONE, {"manifest.chunks "}),
    "chunks are an object": ("manifest", ("chunks",), {}, {"manifest.chunks"}),
    "no fingerprint": ("manifest", ("datasetFingerprint",), GONE, {"manifest.fingerprint-missing "}),
    "the fingerprint is null": ("manifest", ("datasetFingerprint",), None, {"manifest.fingerprint"}),
    "the fingerprint has no datasetId": (
        "manifest",
        ("datasetFingerprint",),
        {"sourceType": None},
        {"manifest.fingerprint"},
    ),
    "a count is a string": ("manifest", ("datasetFingerprint", "cellCount"), "40", {"manifest.fingerprint"}),
    "a count is null": ("manifest", ("datasetFingerprint", "varCount"), None, {"manifest.fingerprint"}),
    "a count is true": ("manifest", ("datasetFingerprint", "cellCount"), True, {"manifest.fingerprint"}),
    "a count is below 0": ("manifest", ("datasetFingerprint", "cellCount"), -1, {"manifest.fingerprint"}),
    "a count has a fraction": (
        "manifest",
        ("datasetFingerprint", "cellCount"),
        1.5,
        {"manifest.fingerprint"},
    ),
    "cellNames is a text": ("manifest", ("cellNames",), "0a" * 32, {"manifest.cell-names"}),
    "cellNames without the order": (
        "manifest",
        ("cellNames",),
        {"unordered": "9f" * 32},
        {"manifest.cell-names"},
    ),
    "cellNames without the set": (
        "manifest",
        ("cellNames",),
        {"ordered": "0a" * 32},
        {"manifest.cell-names"},
    ),
    **{
        f"cellNames whose {key} is {what}": (
            "manifest",
            ("cellNames",),
            {"ordered": "0a" * 32, "unordered": "9f" * 32} | {key: value},
            {f"manifest.cell-names /{key}"},
        )
        for key in ("ordered", "unordered")
        for what, value in {
            "a number": 5,
            "too short": "0a" * 31 + "0",
            "too long": "0a" * 33,
            "in capitals": "0A" * 32,
        }.items()
    },
    "createdAt is a number": ("manifest", ("createdAt",), 1700000000, {"manifest.created-at"}),
    "createdAt is a word": ("manifest", ("createdAt",), "yesterday", {"manifest.created-at"}),
    "createdAt in month 13": ("manifest", ("createdAt",), "2025-13-01T08:00:00Z", {"manifest.created-at"}),
    "createdAt without a zone": ("manifest", ("createdAt",), "2025-03-01T08:00:00", {"manifest.created-at"}),
    "createdAt in a year of six digits": (
        "manifest",
        ("createdAt",),
        "+012025-03-01T08:00:00.000Z",
        {"manifest.created-at"},
    ),
    "createdAt in the year 0": ("manifest", ("createdAt",), "0000-03-01T08:00:00Z", {"manifest.created-at"}),
    "createdAt with other digits": (
        "manifest",
        ("createdAt",),
        "\uff12\uff10\uff12\uff15-03-01T08:00:00Z",
        {"manifest.created-at"},
    ),
    "createdAt with a line feed": (
        "manifest",
        ("createdAt",),
        "2025-03-01T08:00:00Z\n",
        {"manifest.created-at"},
    ),
    "dataSource is a string": ("manifest", ("dataSource",), "x", {"manifest.data-source"}),
    "dataSource.datasetId is a number": (
        "manifest",
        ("dataSource", "datasetId"),
        5,
        {"manifest.data-source"},
    ),
    "an entry is null": ("manifest", E0, None, {"chunk.entry"}),
    **{
        f"an entry has no {key}": ("manifest", (*E0, key), GONE, {"chunk.key-missing "})
        for key in ENTRY
        if not key.endswith("Bytes")
    },
    "an id is empty": ("manifest", (*E0, "id"), "", {"chunk.id"}),
    "a contributor is empty": ("manifest", (*E0, "contributorId"), "", {"chunk.contributor"}),
    "a priority in capitals": ("manifest", (*E0, "priority"), "Eager", {"chunk.priority"}),
    "a kind that is an array": ("manifest", (*E0, "kind"), [], {"chunk.kind"}),
    "an unknown codec": ("manifest", (*E0, "codec"), "zstd", {"chunk.codec"}),
    "a label that is null": ("manifest", (*E0, "label"), None, {"chunk.label"}),
    "datasetDependent is 1": ("manifest", (*E0, "datasetDependent"), 1, {"chunk.dataset-dependent"}),
    "storedBytes is a string": ("manifest", (*E0, "storedBytes"), "120", {"chunk.stored-bytes"}),
    "storedBytes is beyond the limit": (
        "manifest",
        (*E0, "storedBytes"),
        512 * 2**20 + 1,
        {"chunk.stored-bytes"},
    ),
    "uncompressedBytes is below 0": (
        "manifest",
        (*E0, "uncompressedBytes"),
        -1,
        {"chunk.uncompressed-bytes"},
    ),
    "uncompressedBytes is null": (
        "manifest",
        (*E0, "uncompressedBytes"),
        None,
        {"chunk.uncompressed-bytes"},
    ),
    "dependsOn is a string": ("manifest", (*E0, "dependsOn"), "core/state", {"chunk.depends-on"}),
    "overlays are an array": ("core-field-overlays", (), [], {"overlays.shape"}),
    "a new name is a number": (
        "core-field-overlays",
        ("renames", "fields", "obs:batch"),
        1,
        {"overlays.shape"},
    ),
    "fields are null": ("core-field-overlays", ("userDefinedFields",), None, {"overlays.shape"}),
    **{
        f"a field has no {key}": ("core-field-overlays", (*F0, key), GONE, {"overlays.required "})
        for key in ("id", "source", "kind", "key", "categories")
    },
    "a field's id is blank": ("core-field-overlays", (*F0, "id"), " \t\u00a0", {"overlays.required"}),
    "a field's key is empty": ("core-field-overlays", (*F0, "key"), "", {"overlays.required"}),
    "a field's key is a number": ("core-field-overlays", (*F0, "key"), 7, {"overlays.shape"}),
    "a field of another source": ("core-field-overlays", (*F0, "source"), "uns", {"overlays.shape"}),
    "a category is a number": ("core-field-overlays", (*F0, "categories", 0), 1, {"overlays.shape"}),
    "isDeleted is a string": ("core-field-overlays", (*F0, "isDeleted"), "true", {"overlays.shape"}),
    "codesLength is below 0": ("core-field-overlays", (*F0, "codesLength"), -1, {"overlays.shape"}),
    "codesType is unknown": ("core-field-overlays", (*F0, "codesType"), "Uint32Array", {"overlays.shape"}),
    "a position is text": (
        "core-field-overlays",
        (*F0, "centroidsByDim", "2", 0, "position", 1),
        "0",
        {"overlays.shape"},
    ),
    "the state is null": ("core-state", (), None, {"state.shape"}),
    "a control's value is a number": ("core-state", ("uiControls", "dot-size", "value"), 2, {"state.shape"}),
    "a color has four parts": (
        "core-state",
        ("filters", "obs:batch", "colors", "1"),
        [0, 0, 0, 1],
        {"state.shape"},
    ),
    "visibility is a number": (
        "core-state",
        ("filters", "obs:batch", "visibility", "0"),
        1,
        {"state.shape"},
    ),
    "a layout of another mode": ("core-state", ("multiview", "layout", "mode"), "rows", {"state.shape"}),
    "a view's filter is broken": (
        "core-state",
        (*V0, "filters", "obs:batch", "kind"),
        "x",
        {"state.shape"},
    ),
    "panels are an object": ("ui-dockable-layout", ("panels",), {}, {"layout.shape"}),
    "a panel's width is text": ("ui-dockable-layout", ("panels", 0, "rect", "width"), "1", {"layout.shape"}),
    "a window's mode is null": ("analysis-windows", ("windows", 0, "modeId"), None, {"windows.shape"}),
    "pages are an object": ("highlights-meta", ("pages",), {}, {"meta.shape"}),
    "a page has no id": ("highlights-meta", (*P0, "id"), GONE, {"meta.required "}),
    "a page has no groups": ("highlights-meta", (*P0, "highlightedGroups"), GONE, {"meta.required "}),
    "a page's id is blank": ("highlights-meta", (*P0, "id"), "\ufeff", {"meta.required"}),
    "a group has no id": ("highlights-meta", (*G0, "id"), GONE, {"meta.required "}),
    "a group's id is a number": ("highlights-meta", (*G0, "id"), 1, {"meta.shape"}),
    "a color with more behind it": (
        "highlights-meta",
        (*P0, "color"),
        "#ffffff;background:red",
        {"meta.color"},
    ),
    "a color with a line feed": ("highlights-meta", (*P0, "color"), "#ffffff\n", {"meta.color"}),
    "a color is a number": ("highlights-meta", (*P0, "color"), 0, {"meta.shape"}),
    "cellCount is below 0": ("highlights-meta", (*G0, "cellCount"), -1, {"meta.shape"}),
    "fieldSource is null": ("highlights-meta", (*G0, "fieldSource"), None, {"meta.shape"}),
    "a header that is null": ("artifact-table-header", (), None, {"table.header"}),
    "a header without rowCount": ("artifact-table-header", ("rowCount",), GONE, {"table.header "}),
    "a column's length is text": (
        "artifact-table-header",
        ("columns", 1, "byteLength"),
        "8",
        {"table.header"},
    ),
    "a column of another type": (
        "artifact-table-header",
        ("columns", 1, "dtype"),
        "float64",
        {"table.columns"},
    ),
    "a column without encoding": (
        "artifact-table-header",
        ("columns", 0, "encoding"),
        GONE,
        {"table.columns "},
    ),
    "one column": (
        "artifact-table-header",
        ("columns",),
        GOOD["artifact-table-header"]["columns"][:1],
        {"table.columns"},
    ),
    "the list of sessions is null": ("state-snapshots", (), None, {"snapshots.root"}),
    "an object without a list": ("state-snapshots", (), {}, {"snapshots.root"}),
    "states is null": ("state-snapshots", ("states",), None, {"snapshots.root"}),
    "an entry is a number": ("state-snapshots", ("states", 0), 5, {"snapshots.entry"}),
}

REMARKED: dict[str, Case] = {
    "no createdAt": ("manifest", ("createdAt",), GONE, {"manifest.created-at-missing "}),
    "no dataSource": ("manifest", ("dataSource",), GONE, {"manifest.data-source-missing "}),
    "a summary": ("manifest", ("summary",), {"by": "me"}, {"manifest.summary"}),
    "no entries": ("manifest", ("chunks",), [], {"manifest.no-chunks"}),
    "an unknown key of the manifest": ("manifest", ("version",), 2, {"manifest.unknown-key"}),
    "an unknown key of the names of cells": (
        "manifest",
        ("cellNames",),
        {"ordered": "0a" * 32, "unordered": "9f" * 32, "salt": 1},
        {"manifest.unknown-key /salt"},
    ),
    "an unknown key of an entry": ("manifest", (*E0, "__proto__"), {}, {"manifest.unknown-key"}),
    "an unknown key of the fingerprint": (
        "manifest",
        ("datasetFingerprint", "cellOrder"),
        {},
        {"manifest.unknown-key"},
    ),
    "a path of the sender": ("manifest", ("dataSource", "userPath"), "C:/data", {"manifest.user-path"}),
    "a datasetId with a space after it": (
        "manifest",
        ("datasetFingerprint", "datasetId"),
        "marrow ",
        {"manifest.dataset-id-odd"},
    ),
    "a datasetId with a letter that looks alike": (
        "manifest",
        ("datasetFingerprint", "datasetId"),
        "m\u0430rrow",
        {"manifest.dataset-id-odd"},
    ),
    "an empty label of an entry": ("manifest", (*E0, "label"), "", {"chunk.label-empty"}),
    "no storedBytes": ("manifest", (*E0, "storedBytes"), GONE, {"chunk.sizes-absent "}),
    "an unknown key of a field": ("core-field-overlays", (*F0, "note"), "", {"payload.unknown-key"}),
    "an unknown key of a filter": (
        "core-state",
        ("filters", "obs:batch", "x"),
        1,
        {"payload.unknown-key"},
    ),
    "an unknown key of a panel": ("ui-dockable-layout", ("panels", 0, "x"), 1, {"payload.unknown-key"}),
    "an unknown key of a window": ("analysis-windows", ("windows", 0, "x"), 1, {"payload.unknown-key"}),
    "an unknown key of a column": ("artifact-table-header", ("columns", 0, "x"), 1, {"payload.unknown-key"}),
    "a field's key like a formula": ("core-field-overlays", (*F0, "key"), "=1+1", {"text.formula"}),
    "a category like a formula": ("core-field-overlays", (*F0, "categories", 1), "-T", {"text.formula"}),
    "a category that is empty": ("core-field-overlays", (*F0, "categories", 1), "", {"text.na"}),
    "a category called NA": ("core-field-overlays", (*F0, "categories", 1), "NA", {"text.na"}),
    "a category with a space before it": ("core-field-overlays", (*F0, "categories", 1), " T", {"text.na"}),
    "a category with a line feed after it": (
        "core-field-overlays",
        (*F0, "categories", 1),
        "T\n",
        {"text.na"},
    ),
    "no pages": ("highlights-meta", ("pages",), [], {"meta.no-pages"}),
    "pages are absent": ("highlights-meta", ("pages",), GONE, {"meta.no-pages "}),
    "a label like a formula": ("highlights-meta", (*G0, "label"), "@x", {"text.formula"}),
    "a page's name after a tab": ("highlights-meta", (*P0, "name"), "\tx", {"text.formula"}),
    "an unknown key of a group": ("highlights-meta", (*G0, "x"), 1, {"payload.unknown-key"}),
    "a key beside states": ("state-snapshots", ("comment",), "x", {"snapshots.unknown-key"}),
    "an entry that is an object": (
        "state-snapshots",
        ("states", 0),
        {"url": None, "path": "a.cellucid-session"},
        {"snapshots.object-entry"},
    ),
    "files beside states": ("state-snapshots", ("files",), [], {"snapshots.alias-key"}),
}

FINDING: dict[str, Any] = {
    "rule": "gzip.crc",
    "class": "safety",
    "level": "error",
    "message": "m",
    "chunk": "core/state",
    "pointer": None,
    "span": {"start": 4, "end": 8},
    "inflated_span": None,
    "excerpt": None,
    "remedy": "r",
}
DOCUMENTS: dict[str, Any] = {
    "report": {
        "report": 1,
        "tool": {"name": "cellucid-validate", "version": "1.0"},
        "policy": {"name": "default", "sha256": None, "limits": {"chunks": 5}},
        "results": [
            {
                "path": "a.cellucid-session",
                "kind": "session",
                "verdict": "invalid",
                "generation": None,
                "bytes": 90,
                "sha256": None,
                "findings": [FINDING],
                "suppressed": 0,
                "summary": None,
            }
        ],
    },
    "policy": {
        "name": "upload",
        "limits": {"chunks": 10},
        "families": {"allow_foreign": False, "contributors": ["core-state"]},
        "levels": {"chunk.foreign": "error"},
        "waivers": [
            {
                "rule": "text.formula",
                "reason": "known",
                "owner": "me",
                "until": "2030-01-31",
                "sha256": "0" * 64,
            }
        ],
    },
    "vector": {
        "vectors": [
            {
                "id": "frame-magic-1",
                "base": "minimal",
                "edits": [{"level": "file-bytes", "at": 0, "remove": 1, "insert": "63"}],
                "expect": {"verdict": "invalid", "rule": "frame.magic", "span": {"start": 0, "end": 17}},
                "flags": ["framing"],
                "note": "The first byte is another one.",
            }
        ]
    },
}
W0 = ("waivers", 0)
BAD_DOCUMENTS: dict[str, tuple[str, Place, Any, str]] = {
    "a report of another version": ("report", ("report",), 2, "const"),
    "a report without results": ("report", ("results",), GONE, "required"),
    "a verdict that means yes in other words": ("report", ("results", 0, "verdict"), "ok", "enum"),
    "a finding of no class": ("report", ("results", 0, "findings", 0, "class"), "bad", "enum"),
    "a finding with a half span": ("report", ("results", 0, "findings", 0, "span"), {"start": 1}, "required"),
    "a digest in capitals": ("report", ("results", 0, "sha256"), "A" * 64, "pattern"),
    "a policy without a name": ("policy", ("name",), GONE, "required"),
    "a misspelt limit": ("policy", ("limits", "chunk"), 1, "additionalProperties"),
    "a limit of 0": ("policy", ("limits", "chunks"), 0, "minimum"),
    "a level that does not exist": ("policy", ("levels", "chunk.foreign"), "fatal", "enum"),
    "a waiver without an end": ("policy", (*W0, "until"), GONE, "required"),
    "a waiver with no reason": ("policy", (*W0, "reason"), "", "pattern"),
    "no vectors": ("vector", ("vectors",), [], "minItems"),
    "a vector without a note": ("vector", ("vectors", 0, "note"), GONE, "required"),
    "a vector with a flag in capitals": ("vector", ("vectors", 0, "flags", 0), "Framing", "pattern"),
}
