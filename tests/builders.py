"""Sessions for tests, put together with the grammar itself; broken ones by changing what goes in.

session(chunk("core/state", {}), n_obs=10)                 a whole file
chunk(CELLS + "g1", cells([1, 4, 5]), codec="none")        one chunk; keywords change keys of its entry
session(chunk("core/state", {}, label=ABSENT))             a key that is left out
session(..., manifest={"createdAt": "soon"})               keys of the manifest that are set
file(b"{}", [])                                            any manifest text and stored bytes
"""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Sequence
from typing import Any

from cellucid_session.check.entries import family_of
from cellucid_session.declare import grammar

CELLS = "highlights/cells/"
CODES = "user-defined/codes/"
TABLE = "analysis/artifacts/bulk-gene/"
META = "highlights/meta"
OVERLAYS = "core/field-overlays"
ABSENT: Any = object()

N_OBS = 10
N_VARS = 5


class Chunk:
    """One entry of the manifest and the stored bytes of its frame."""

    def __init__(self, entry: dict[str, Any], stored: bytes) -> None:
        self.entry = entry
        self.stored = stored


def text(value: object) -> bytes:
    """A value as a JSON text; bytes stay as they are."""
    return value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()


def changed(value: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """An object with keys set, or left out where the change is ABSENT."""
    return {key: each for key, each in (value | changes).items() if each is not ABSENT}


def chunk(
    chunk_id: str, payload: object, *, codec: str = "gzip", stored: bytes | None = None, **changes: Any
) -> Chunk:
    """A chunk as its family is, with right sizes.

    Args:
        payload: bytes, or a value that becomes a JSON text.
        stored: the stored bytes, when they are not those of the payload.
        changes: keys of the entry.
    """
    data = text(payload)
    if stored is None:
        stored = gzip.compress(data, mtime=0) if codec == "gzip" else data
    family = family_of(chunk_id)
    entry = {
        "id": chunk_id,
        "contributorId": family.contributor if family else "other",
        "priority": family.priority.replace("either", "eager") if family else "eager",
        "kind": family.kind if family else "json",
        "codec": codec,
        "label": chunk_id,
        "datasetDependent": family.dataset_dependent if family else False,
        "storedBytes": len(stored),
        "uncompressedBytes": len(data),
    }
    return Chunk(changed(entry, changes), stored)


def manifest_of(
    chunks: Sequence[Chunk], *, n_obs: int | None = N_OBS, n_vars: int | None = N_VARS
) -> dict[str, Any]:
    """The manifest for chunks; a count that is None is left out."""
    counts = {"cellCount": n_obs, "varCount": n_vars}
    fingerprint: dict[str, Any] = {"sourceType": "local-demo", "datasetId": "demo"}
    fingerprint |= {key: count for key, count in counts.items() if count is not None}
    return {
        "createdAt": "2025-01-02T03:04:05.678Z",
        "dataSource": {"sourceType": "local-demo", "datasetId": "demo", "userPath": None},
        "datasetFingerprint": fingerprint,
        "summary": None,
        "chunks": [each.entry for each in chunks],
    }


def file(manifest: object, stored: Sequence[bytes]) -> bytes:
    """A file of any manifest (a value, or bytes that stand for the text) and any frames."""
    data = text(manifest)
    frames = [{"stored_length": len(each), "stored": each} for each in stored]
    head = {"manifest_length": len(data), "manifest": data}
    built: bytes = grammar.SESSION.build({"head": head, "frames": frames, "end": None})
    return built


def session(
    *chunks: Chunk,
    n_obs: int | None = N_OBS,
    n_vars: int | None = N_VARS,
    manifest: dict[str, Any] | None = None,
) -> bytes:
    """A file of these chunks.

    Args:
        manifest: keys of the manifest to set, or to leave out where the value is ABSENT.
    """
    whole = changed(manifest_of(chunks, n_obs=n_obs, n_vars=n_vars), manifest or {})
    return file(whole, [each.stored for each in chunks])


def group(group_id: str, count: int | None = None, **changes: Any) -> dict[str, Any]:
    """A highlight group."""
    value: dict[str, Any] = {"id": group_id, "type": "lasso", "label": group_id, "enabled": True}
    if count is not None:
        value["cellCount"] = count
    return changed(value, changes)


def meta(*groups: dict[str, Any], **changes: Any) -> Chunk:
    """`highlights/meta` with one page of these groups; keywords change keys of the payload."""
    page = {"id": "p1", "name": "Page", "color": "#aabbcc", "highlightedGroups": list(groups)}
    payload = {"pages": [page], "activePageId": "p1", "activePageName": "Page"}
    return chunk(META, changed(payload, changes))


def field(field_id: str, categories: Sequence[str] | None = ("a", "b"), **changes: Any) -> dict[str, Any]:
    """A user-defined field; a continuous one when categories is None."""
    value: dict[str, Any] = {"id": field_id, "source": "obs", "kind": "continuous", "key": field_id}
    if categories is not None:
        value |= {"kind": "category", "categories": list(categories)}
    return changed(value, changes)


def overlays(*fields: dict[str, Any], **changes: Any) -> Chunk:
    """`core/field-overlays` with these user-defined fields; keywords change keys of the payload."""
    payload = {
        "renames": {"fields": {}, "categories": {}},
        "deletedFields": {"deleted": [], "purged": []},
        "userDefinedFields": list(fields),
    }
    return chunk(OVERLAYS, changed(payload, changes))


def uvarint(value: int) -> bytes:
    """LEB128."""
    built: bytes = grammar.INDEX_LIST.count.build(value)
    return built


def cells(indices: Sequence[int]) -> bytes:
    """The payload of a membership chunk; indices ascend."""
    built: bytes = grammar.INDEX_LIST.build({"count": len(indices), "indices": indices, "end": None})
    return built


def codes(values: Sequence[int], encoding: int = 0) -> bytes:
    """The payload of a codes chunk: encoding 0 (u8), 1 (u16) or 2 (runs)."""
    payload: list[Any] = list(values)
    if encoding == 2:
        payload = []
        for value in values:
            if payload and payload[-1][0] == value:
                payload[-1] = (value, payload[-1][1] + 1)
            else:
                payload.append((value, 1))
    built: bytes = grammar.CODES.build(
        {"encoding": encoding, "length": len(values), "payload": payload, "end": None}
    )
    return built


def table(indices: Sequence[int], values: Sequence[float] | None = None, *, header: object = None) -> bytes:
    """The payload of an analysis artifact. header: another header, a value or the bytes of its text."""
    values = [0.5] * len(indices) if values is None else values
    rows = len(indices)
    columns = {
        "cellIndex": struct.pack(f"<{rows}I", *indices),
        "value": struct.pack(f"<{len(values)}f", *values),
    }
    if header is None:
        header = table_header(rows)
    data = text(header)
    built: bytes = grammar.TABLE.build(
        {"header_length": len(data), "header": data, "columns": columns, "end": None}
    )
    return built


def table_header(rows: int) -> dict[str, Any]:
    """The header of an analysis artifact."""
    return {
        "rowCount": rows,
        "columns": [
            {"name": name, "dtype": dtype, "encoding": "raw", "byteLength": rows * item.sizeof()}
            for name, (dtype, item, _) in grammar.TABLE_COLUMNS.items()
        ],
    }


def typical() -> bytes:
    """A small session with a chunk of every family."""
    return session(
        overlays(field("f1"), field("f2", ["x", "y", "z"], source="var", codesType="Uint16Array")),
        chunk("core/state", {}),
        chunk("ui/dockable-layout", {}),
        chunk("analysis/windows", {}),
        meta(group("g1", 3), group("g2", 0)),
        chunk(CODES + "f1", codes([0, 1, 255, 0, 0, 1, 1, 1, 0, 0])),
        chunk(CODES + "f2", codes([2, 2, 65535, 0, 1], encoding=2), codec="none"),
        chunk(CELLS + "g1", cells([1, 4, 9])),
        chunk(CELLS + "g2", cells([]), codec="none"),
        chunk(TABLE + "key/GENE%201/p1", table([0, 7, 2])),
        chunk("other/thing", {"any": ["thing", 1, 2.5, None]}, priority="lazy"),
    )
