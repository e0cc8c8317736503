"""Hypothesis strategies for sessions: valid ones, nearly valid ones, and sessions with the AnnData that they are for.

Rules of this file:

* What `sessions` draws is valid, what `near_valid` draws differs from a valid session at one level (the file, the
  manifest, an entry, a payload) and everything above that level fits again.
* Bytes are made by the encoder of the conformance suite, which shares nothing with the package's readers.
* Drawn data sets are small (at most 20 cells): a test wants many of them.

Needs hypothesis. Example::

    from hypothesis import given
    from cellucid_session import testing, validate

    @given(testing.sessions())
    def test_my_reader_takes_what_is_valid(data: bytes) -> None:
        assert validate(data).verdict == "valid"
        my_reader(data)
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from hypothesis import strategies as st

from cellucid_session.conformance import encode
from cellucid_session.conformance.build import MAGIC

__all__ = ["annotated", "binary_payloads", "ids", "manifests", "near_valid", "sessions"]

MOST_CELLS, MOST_GENES = 20, 8
_UNASSIGNED = 255
_EAGER, _LAZY = "eager", "lazy"


class _Chunk(NamedTuple):
    entry: dict[str, Any]
    payload: bytes


class _Parts(NamedTuple):
    """A session before it is put together."""

    manifest: dict[str, Any]
    chunks: list[_Chunk]
    shape: tuple[int, int]

    def build(self) -> bytes:
        """The bytes; sizes and lengths fit."""
        out: list[bytes] = []
        entries = []
        for chunk in self.chunks:
            packed = (
                encode.gzip_member(chunk.payload) if chunk.entry.get("codec") == "gzip" else chunk.payload
            )
            sizes = {"storedBytes": len(packed), "uncompressedBytes": len(chunk.payload)}
            entries.append(chunk.entry | {key: size for key, size in sizes.items() if key in chunk.entry})
            out += [len(packed).to_bytes(4, "little"), packed]
        text = encode.json_text({**self.manifest, "chunks": entries})
        return b"".join([MAGIC, len(text).to_bytes(4, "little"), text, *out])


def ids() -> st.SearchStrategy[str]:
    """Ids of groups and fields: what the viewer makes, short."""
    return st.text("abcxyz0123456789_-", min_size=1, max_size=8)


@st.composite
def manifests(draw: st.DrawFn, n_obs: int | None = None, n_vars: int | None = None) -> dict[str, Any]:
    """Manifests without chunks.

    Args:
        n_obs: number of cells; drawn when None. n_vars: number of genes; drawn when None.
    """
    n_obs = draw(st.integers(0, MOST_CELLS)) if n_obs is None else n_obs
    n_vars = draw(st.integers(0, MOST_GENES)) if n_vars is None else n_vars
    told = {"sourceType": "local-demo", "datasetId": draw(ids())}
    return {
        "createdAt": draw(st.datetimes()).replace(year=2025, microsecond=0).isoformat() + ".000Z",
        "dataSource": told | {"userPath": None},
        "datasetFingerprint": told | {"cellCount": n_obs, "varCount": n_vars},
        "summary": None,
        "chunks": [],
    }


@st.composite
def binary_payloads(draw: st.DrawFn, what: str, n_obs: int) -> bytes:
    """Payloads of a binary chunk.

    Args:
        what: "index_list" (members of a group) or "codes" (of a field with at least one category).
        n_obs: number of cells.
    """
    if what == "index_list":
        members = draw(st.sets(st.integers(0, n_obs - 1), max_size=n_obs)) if n_obs else set()
        return encode.payload({"index_list": sorted(members)})
    code = st.sampled_from([0, 0, _UNASSIGNED])
    values = draw(st.lists(code, min_size=n_obs, max_size=n_obs))
    encoding = draw(st.sampled_from(["u8", "u16", "runs"]))
    if encoding == "runs":
        return encode.payload({"codes": {"encoding": "runs", "runs": [[value, 1] for value in values]}})
    return encode.payload({"codes": {"encoding": encoding, "values": values}})


def _entry(name: str, contributor: str, priority: str, kind: str, codec: str) -> dict[str, Any]:
    return {
        "id": name,
        "contributorId": contributor,
        "priority": priority,
        "kind": kind,
        "codec": codec,
        "label": name,
        "datasetDependent": True,
        "storedBytes": 0,
        "uncompressedBytes": 0,
    }


@st.composite
def _parts(draw: st.DrawFn) -> _Parts:
    manifest = draw(manifests())
    told = manifest["datasetFingerprint"]
    n_obs = told["cellCount"]
    codecs = st.sampled_from(["gzip", "none"])
    chunks: list[_Chunk] = []

    def add(name: str, contributor: str, priority: str, kind: str, payload: bytes) -> None:
        chunks.append(_Chunk(_entry(name, contributor, priority, kind, draw(codecs)), payload))

    fields = draw(st.lists(ids(), unique=True, max_size=3))
    groups = draw(st.lists(ids(), unique=True, max_size=3))
    described = [
        {"id": name, "source": "obs", "kind": "category", "key": name, "categories": ["one", "two"]}
        for name in fields
    ]
    overlays = {
        "renames": {"fields": {}, "categories": {}},
        "deletedFields": {"deleted": [], "purged": []},
        "userDefinedFields": described,
    }
    add("core/field-overlays", "field-overlays", _EAGER, "json", encode.json_text(overlays))
    for name in fields:
        payload = draw(binary_payloads("codes", n_obs))
        add(f"user-defined/codes/{name}", "user-defined-codes", _EAGER, "binary", payload)
    listed = [{"id": name, "type": "lasso", "label": name, "enabled": True} for name in groups]
    page = {"id": "page", "name": "Page", "color": "#aabbcc", "highlightedGroups": listed}
    meta = {"pages": [page], "activePageId": "page", "activePageName": "Page"}
    add("highlights/meta", "highlights-meta", _EAGER, "json", encode.json_text(meta))
    for name in groups:
        payload = draw(binary_payloads("index_list", n_obs))
        add(f"highlights/cells/{name}", "highlights-cells", _LAZY, "binary", payload)
    return _Parts(manifest, chunks, (n_obs, told["varCount"]))


def sessions() -> st.SearchStrategy[bytes]:
    """Valid sessions: fields with codes, and groups with members."""
    return _parts().map(_Parts.build)


_ODD = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.lists(st.integers(), max_size=2)


@st.composite
def near_valid(draw: st.DrawFn) -> bytes:
    """Sessions with one change at one level; some of them are still valid."""
    parts = draw(_parts())
    level = draw(st.sampled_from(["file", "manifest", "entry", "payload"]))
    number = draw(st.integers(0, len(parts.chunks) - 1))
    chunk = parts.chunks[number]
    if level == "file":
        return _edited(draw, parts.build())
    if level == "payload":
        parts.chunks[number] = chunk._replace(payload=_edited(draw, chunk.payload))
        return parts.build()
    held = copy.deepcopy(parts.manifest if level == "manifest" else chunk.entry)
    key = draw(st.sampled_from(sorted(held)))
    if draw(st.booleans()):
        held[key] = draw(_ODD)
    else:
        del held[key]
    if level == "entry":
        parts.chunks[number] = chunk._replace(entry=held)
        return parts.build()
    return parts._replace(manifest=held).build()


def _edited(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=3)) + data[at + draw(st.integers(0, 3)) :]


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Any, bytes]:
    """An AnnData and a valid session of the same shape. Needs anndata."""
    import anndata
    import numpy as np

    parts = draw(_parts())
    return anndata.AnnData(np.zeros(parts.shape, dtype=np.float32)), parts.build()
