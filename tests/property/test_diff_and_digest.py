"""`diff` says nothing exactly when the semantic digests agree: one definition of "the same"."""

from __future__ import annotations

import copy
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import builders
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from cellucid_session import semantic_digest, testing, validate
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.tools.differ import diff
from cellucid_session.wire.build import leb128
from cellucid_session.wire.runs import differing, of_elements


def taken_apart(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    """The manifest, and the payloads: values, or bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(data)
        with CellucidSessionBundle(path) as bundle:
            return bundle.manifest, [value for _, value in bundle.iter_chunks()]


def together(manifest: dict[str, Any], contents: list[Any]) -> bytes:
    stored = [builders.text(value) for value in contents]
    for entry, data in zip(manifest["chunks"], stored, strict=True):
        entry |= {"codec": "none", "storedBytes": len(data), "uncompressedBytes": len(data)}
    return builders.file(manifest, stored)


def spots(value: Any) -> list[tuple[Any, Any]]:
    """(container, key) of all that is inside."""
    found: list[tuple[Any, Any]] = []
    todo = [value]
    while todo:
        each = todo.pop()
        keys = list(each) if isinstance(each, dict) else range(len(each)) if isinstance(each, list) else ()
        for key in keys:
            found.append((each, key))
            todo.append(each[key])
    return found


VALUES = st.sampled_from([None, True, False, 0, 1, 1.0, -0.0, "", "x", [], {}])


def changed(draw: st.DrawFn, value: Any) -> None:
    """Change something in a value, or write it otherwise."""
    container, key = draw(st.sampled_from(spots(value)))
    how = draw(st.sampled_from(["set", "number", "drop", "add", "turn", "copy"]))
    inner = container[key]
    if how == "number" and isinstance(inner, int) and not isinstance(inner, bool):
        container[key] = float(inner)
    elif how == "drop":
        del container[key]
    elif how == "add" and isinstance(inner, dict):
        inner[draw(st.sampled_from(["new", "renames", "categories", "enabled"]))] = draw(VALUES)
    elif how == "turn" and isinstance(inner, list):
        inner.reverse()
    elif how == "turn" and isinstance(inner, dict):
        container[key] = dict(reversed(inner.items()))
    elif how == "copy" and isinstance(inner, list) and inner:
        inner.append(copy.deepcopy(inner[0]))
    else:
        container[key] = draw(VALUES)


def differ(one: bytes, other: bytes) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, "a"), Path(folder, "b")]
        for path, data in zip(paths, (one, other), strict=True):
            path.write_bytes(data)
        with CellucidSessionBundle(paths[0]) as before, CellucidSessionBundle(paths[1]) as after:
            return diff(before, after)


def check(one: bytes, other: bytes) -> bool:
    same = semantic_digest(one) == semantic_digest(other)
    for pair in ((one, other), (other, one)):
        told = differ(*pair)
        assert (not told) == same, told
    return same


def valid(manifest: Any, contents: list[Any]) -> bytes | None:
    """The session, when it is a valid one."""
    chunks = manifest.get("chunks")
    if not isinstance(chunks, list) or len(chunks) != len(contents):
        return None
    if not all(isinstance(entry, dict) for entry in chunks):
        return None
    data = together(manifest, contents)
    return data if validate(data).verdict == "valid" else None


@st.composite
def pairs(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A session, and one that differs from it in a few places, or is only written otherwise."""
    one = draw(testing.sessions())
    kept = taken_apart(one)
    other = together(*copy.deepcopy(kept))
    for _ in range(draw(st.integers(1, 8))):  # most changes are refused
        manifest, contents = copy.deepcopy(kept)
        jsons = [value for value in contents if isinstance(value, dict | list) and value]
        changed(draw, draw(st.sampled_from([manifest, *jsons, *jsons])))
        found = valid(manifest, contents)
        if found is not None:
            kept, other = (manifest, contents), found
    manifest, contents = kept
    if draw(st.booleans()):
        order = draw(st.permutations(range(len(contents))))
        manifest = manifest | {"chunks": [manifest["chunks"][at] for at in order]}
        other = valid(manifest, [contents[at] for at in order]) or other
    return one, other


@given(pairs())
def test_nothing_is_told_exactly_when_the_digests_agree(pair: tuple[bytes, bytes]) -> None:
    event("the same" if check(*pair) else "different")


F = builders.field("f1")
G = builders.group("g1", 3)


def made(**changes: Any) -> bytes:
    parts: dict[str, Any] = {
        "field": F,
        "overlays": {},
        "group": G,
        "meta": {},
        "codes": [0, 1] * 5,
        "cells": [1, 2, 3],
    }
    parts |= {"manifest": {}, "field_chunk": True, "group_chunk": True} | changes
    chunks = [
        builders.overlays(parts["field"], **parts["overlays"]),
        builders.meta(parts["group"], **parts["meta"]),
    ]
    if parts["field_chunk"]:
        chunks.append(
            builders.chunk(builders.CODES + "f1", builders.codes(parts["codes"], parts.get("encoding", 0)))
        )
    if parts["group_chunk"]:
        chunks.append(builders.chunk(builders.CELLS + "g1", builders.cells(parts["cells"])))
    return builders.session(*chunks, manifest=parts["manifest"])


RENAMES = {"fields": {"obs:a": "b"}, "categories": {}}
WIDE = {"codesType": "Uint16Array"}

#: two sessions, and whether they are the same
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "a key beside the renames": (
        {"overlays": {"renames": RENAMES}},
        {"overlays": {"renames": RENAMES | {"more": 1}}},
        False,
    ),
    "a key beside the renames, and a rename": (
        {"overlays": {"renames": RENAMES}},
        {"overlays": {"renames": {"fields": {}, "categories": {}, "more": 1}}},
        False,
    ),
    "a key beside the deletions": (
        {"overlays": {"deletedFields": {"deleted": [], "purged": []}}},
        {"overlays": {"deletedFields": {"deleted": [], "purged": [], "more": []}}},
        False,
    ),
    "the order of the deletions": (
        {"overlays": {"deletedFields": {"deleted": ["obs:a", "obs:b"], "purged": []}}},
        {"overlays": {"deletedFields": {"deleted": ["obs:b", "obs:a"], "purged": []}}},
        False,
    ),
    "categories of a continuous field": (
        {"field": builders.field("f1", None), "field_chunk": False},
        {"field": builders.field("f1", None) | {"categories": ["a"]}, "field_chunk": False},
        False,
    ),
    "enabled that is not there": ({}, {"group": {k: v for k, v in G.items() if k != "enabled"}}, False),
    "a type that is not there": ({}, {"group": {k: v for k, v in G.items() if k != "type"}}, False),
    "two markers": (
        {"field": F | WIDE, "codes": [0, 255] * 5, "encoding": 1},
        {"field": F | WIDE, "codes": [0, 65535] * 5, "encoding": 1},
        True,
    ),
    "two markers, as runs": (
        {"field": F | WIDE, "codes": [255] * 10, "encoding": 2},
        {"field": F | WIDE, "codes": [65535, 255] * 5, "encoding": 2},
        True,
    ),
    "a summary of null": ({}, {"manifest": {"summary": builders.ABSENT}}, True),
    "a data source of null": (
        {"manifest": {"dataSource": None}},
        {"manifest": {"dataSource": builders.ABSENT}},
        True,
    ),
    "an empty chunk of cells": (
        {"group": G | {"cellCount": 0}, "cells": []},
        {"group": G | {"cellCount": 0}, "group_chunk": False},
        False,
    ),
    "members listed twice": ({}, {"cells": [1, 1, 2, 3]}, True),
    "codes as runs": ({"codes": [1] * 10}, {"codes": [1] * 10, "encoding": 2}, True),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_the_same(case: str) -> None:
    one, other, same = CASES[case]
    files = made(**one), made(**other)
    for data in files:
        report = validate(data)
        if report.verdict != "valid":
            pytest.skip(f"no valid session says that: {report.findings[0].rule}")
    assert check(*files) == same


def test_a_rename_hides_nothing_beside_it() -> None:
    """Each of several changes is told, not the first alone."""
    old = made(overlays={"renames": RENAMES, "deletedFields": {"deleted": [], "purged": []}})
    new = made(
        field=F | {"key": "other", "newKey": 1},
        group=G | {"label": "other", "enabled": False, "newKey": 2},
        overlays={
            "renames": {"fields": {"obs:a": "c"}, "categories": {}, "more": 3},
            "deletedFields": {"deleted": ["obs:z"], "purged": [], "more": 4},
        },
    )
    told = [(change.part, change.what, change.detail) for change in differ(old, new)]
    for part, what, detail in (
        ("groups", "renamed", '"g1" -> "other"'),
        ("groups", "changed", "enabled true -> false"),
        ("groups", "added", "at /newKey: nothing -> 2"),
        ("fields", "renamed", '"f1" -> "other"'),
        ("fields", "added", "at /newKey: nothing -> 1"),
        ("renames", "changed", '"b" -> "c"'),
        ("fields", "added", "at /renames/more: nothing -> 3"),
        ("deleted", "added", "added in the list of deleted fields"),
        ("fields", "added", "at /deletedFields/more: nothing -> 4"),
    ):
        assert (part, what, detail) in told, (part, what, detail)


codes = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=30)


@given(codes, codes, st.integers(1, 7))
def test_runs_are_compared_as_their_codes_are(one: Any, other: Any, block: int) -> None:
    import numpy as np

    from cellucid_session.wire import runs

    before, runs.BLOCK = runs.BLOCK, block
    try:
        arrays = [np.repeat(*np.array(each, dtype=np.int64).reshape(-1, 2).T) for each in (one, other)]
        size = min(map(len, arrays))
        arrays = [array[:size] for array in arrays]
        assert differing(*map(of_elements, arrays)) == np.count_nonzero(arrays[0] != arrays[1])
    finally:
        runs.BLOCK = before


def test_what_runs_expand_to_is_never_made() -> None:
    """500 million codes in 2.7 KB: compared, digested, and told in numbers."""
    many = 500_000_000
    runs = [b"\2" + leb128(many) + b"\1\0" + leb128(many)]
    runs.append(b"\2" + leb128(many) + b"\2\0" + leb128(many - 7) + b"\1\7")
    sessions = [
        builders.session(
            builders.overlays(F), builders.chunk(builders.CODES + "f1", each), n_obs=many, n_vars=None
        )
        for each in runs
    ]
    tracemalloc.start()
    try:
        (change,) = differ(*sessions)
        assert (change.added, change.removed) == (7, 7)
        assert semantic_digest(sessions[0]) != semantic_digest(sessions[1])
        assert tracemalloc.get_traced_memory()[1] < 1 << 24
    finally:
        tracemalloc.stop()
