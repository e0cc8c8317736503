"""Whether a folder is an AnnData as zarr stores it, and nothing else, so that another may take its place.

Rules of this file: a file named zarr.json makes no folder a store. What anndata or zarr did not write is somebody's,
and a store that holds it is not removed.
"""

from __future__ import annotations

import os
from typing import Any

from cellucid_session.safe import safe
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault

#: what lies at the root of a store, by version of zarr
_ROOTS = ("zarr.json", ".zgroup")
#: files that zarr keeps beside arrays
_METADATA = {*_ROOTS, ".zattrs", ".zarray", ".zmetadata"}
METADATA_BYTES = 64 << 20  # of a file of metadata; consolidated ones are long


def strange(store: str) -> str | None:
    """What makes a folder no AnnData as zarr stores it, with nothing else in it; None when it is one."""
    return foreign(store) if _is_anndata(store) else "it is no zarr store of an AnnData"


def foreign(store: str) -> str | None:
    """What is in a folder of a store, or in a store, that is not of it; None when nothing is."""
    arrays: set[str] = set()  # folders of arrays; what lies below are their chunks
    for folder, folders, names in os.walk(store):
        inside = os.path.relpath(folder, store)
        if os.path.dirname(folder) in arrays or _is_array(folder, names):
            arrays.add(folder)
            names = [name for name in names if os.path.islink(os.path.join(folder, name))]
        for name in names:
            if name not in _METADATA:
                return f"{safe(os.path.join(inside, name), 80)} in it is not of the store"
        for name in folders:
            if os.path.islink(os.path.join(folder, name)):
                return f"{safe(os.path.join(inside, name), 80)} in it is a symbolic link"
    return None


def _is_array(folder: str, names: list[str]) -> bool:
    if ".zarray" in names:
        return True
    return "zarr.json" in names and _json(os.path.join(folder, "zarr.json")).get("node_type") == "array"


def _is_anndata(store: str) -> bool:
    """Whether a folder says that it is an AnnData, or has its tables as the oldest stores do."""
    if not any(os.path.isfile(os.path.join(store, name)) for name in _ROOTS):
        return False
    told = _json(os.path.join(store, "zarr.json")).get("attributes")
    told = told if isinstance(told, dict) else _json(os.path.join(store, ".zattrs"))
    if "encoding-type" in told:
        return bool(told["encoding-type"] == "anndata")
    return all(os.path.isdir(os.path.join(store, axis)) for axis in ("obs", "var"))


def _json(path: str) -> dict[str, Any]:
    """An object in a file; an empty one where there is none."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(METADATA_BYTES)
        value = strict_json.parse(data, len(data))
    except (OSError, ValueError, Fault):
        return {}
    return value if isinstance(value, dict) else {}
