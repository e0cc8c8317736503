"""A base with its edits, as bytes.

Rules of this file: everything above the level of an edit (gzip, declared sizes, frame lengths, manifest length) is made
anew and fits. The bytes are the same everywhere.
"""

from __future__ import annotations

import copy
import struct
from dataclasses import dataclass, field
from typing import Any

from cellucid_session.conformance import edits, encode

MAGIC = b"CELLUCID_SESSION\n"
SESSION = "session"
SNAPSHOTS = "state-snapshots"
SUFFIXES = {SESSION: ".cellucid-session", SNAPSHOTS: ".state-snapshots.json"}
_SIZES = ("storedBytes", "uncompressedBytes")

#: levels of edits -> the kind of base they are for
LEVELS = {
    "chunks": SESSION,
    "payload-value": SESSION,
    "payload-bytes": SESSION,
    "stored-bytes": SESSION,
    "manifest-value": SESSION,
    "manifest-text": SESSION,
    "frame-length": SESSION,
    "file-bytes": SESSION,
    "list-value": SNAPSHOTS,
    "list-text": SNAPSHOTS,
}


@dataclass(slots=True)
class Layout:
    """A built file and where its parts are (offsets before an edit of the file's bytes).

    Attributes:
        manifest: span of the manifest's text. frames: (length field, stored bytes, end) of each chunk.
        payloads: the payload of each chunk. ids: their ids. values: JSON values of chunks, by id.
        manifest_value: the manifest.
    """

    data: bytes = b""
    manifest: tuple[int, int] = (0, 0)
    frames: list[tuple[int, int, int]] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    manifest_value: Any = None


def assemble(base: dict[str, Any], changes: tuple[edits.Edit, ...] = ()) -> Layout:
    """Put a base together, with changes."""
    for edit in changes:
        if LEVELS[edit["level"]] != base["kind"]:
            raise ValueError(f"level {edit['level']} is not for a base of kind {base['kind']}")
    base = copy.deepcopy(base)
    if base["kind"] == SNAPSHOTS:
        value = base["value"]
        for edit in _at(changes, "list-value"):
            value = edits.change_value(value, edit)
        return Layout(_changed(encode.json_text(value), changes, "list-text"))
    chunks: list[dict[str, Any]] = base["chunks"]
    for edit in _at(changes, "chunks"):
        edits.change_chunks(chunks, edit)
    layout = Layout()
    stored = [_stored(layout, number, chunk, changes) for number, chunk in enumerate(chunks)]
    manifest: Any = {**base["manifest"], "chunks": [chunk["entry"] for chunk in chunks]}
    for edit in _at(changes, "manifest-value"):
        manifest = edits.change_value(manifest, edit)
    text = _changed(encode.json_text(manifest), changes, "manifest-text")
    layout.manifest_value = manifest
    layout.ids = [chunk["entry"].get("id", "") for chunk in chunks]
    data = base.get("magic", MAGIC.decode()).encode() + _length(None, len(text), changes)
    layout.manifest = (len(data), len(data) + len(text))
    data += text
    for number, each in enumerate(stored):
        start = len(data) + 4
        layout.frames.append((start - 4, start, start + len(each)))
        data += _length(number, len(each), changes) + each
    layout.data = _changed(data, changes, "file-bytes")
    return layout


def _at(changes: tuple[edits.Edit, ...], level: str, chunk: int | None = None) -> list[edits.Edit]:
    """The changes of a level; of one chunk where the level has a part for each."""
    return [
        edit
        for edit in changes
        if edit["level"] == level and (level == "chunks" or edit.get("chunk") == chunk)
    ]


def _changed(data: bytes, changes: tuple[edits.Edit, ...], level: str, chunk: int | None = None) -> bytes:
    for edit in _at(changes, level, chunk):
        data = edits.change_bytes(data, edit)
    return data


def _stored(layout: Layout, number: int, chunk: dict[str, Any], changes: tuple[edits.Edit, ...]) -> bytes:
    """The stored bytes of a chunk. Its entry gets its sizes, its payload goes into the layout."""
    ((kind, content),) = chunk["payload"].items()
    for edit in _at(changes, "payload-value", number):
        inner = {"table": "header", "typed": "json"}.get(kind)
        if inner is not None:
            content[inner] = edits.change_value(content[inner], edit)
        else:
            content = edits.change_value(content, edit)
    data = _changed(encode.PAYLOADS[kind](content), changes, "payload-bytes", number)
    layout.payloads.append(data)
    entry = chunk["entry"]
    if kind in ("json", "typed"):
        layout.values[entry.get("id", "")] = content["json"] if kind == "typed" else content
    if "member" in chunk:
        stored = bytes.fromhex(chunk["member"])
    else:
        stored = encode.gzip_member(data) if entry["codec"] == "gzip" else data
    stored = _changed(stored, changes, "stored-bytes", number)
    if chunk.get("sizes", True):
        depends = {key: entry.pop(key) for key in ("dependsOn",) if key in entry}
        entry |= dict(zip(_SIZES, (len(stored), len(data)), strict=True)) | depends
    return stored


def _length(chunk: int | None, length: int, changes: tuple[edits.Edit, ...]) -> bytes:
    for edit in _at(changes, "frame-length", chunk):
        length = edit["set"]
    return struct.pack("<I", length)
