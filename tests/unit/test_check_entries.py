"""The entries of a manifest, typed: what they say of themselves, and the family that an id belongs to."""

from __future__ import annotations

from typing import Any

import builders as b
import pytest

from cellucid_session.check.entries import Entries, family_of, where, whole

RAW: dict[str, Any] = {
    "id": "highlights/cells/a/b",
    "priority": "lazy",
    "kind": "binary",
    "codec": "gzip",
    "datasetDependent": True,
    "storedBytes": 208.0,
    "uncompressedBytes": 300,
}

#: id -> name of its family, and what follows the family's prefix
FAMILIES: dict[str, tuple[str | None, str]] = {
    "core/state": ("core state", ""),
    "highlights/meta": ("highlight metadata", ""),
    "highlights/cells/g": ("highlight cells", "g"),
    "highlights/cells/": ("highlight cells", ""),
    "highlights/cells//": ("highlight cells", "/"),
    "highlights/cells/a/b": ("highlight cells", "a/b"),
    "user-defined/codes/f": ("user-defined codes", "f"),
    "analysis/artifacts/bulk-gene/a/b/c": ("analysis artifacts", "a/b/c"),
    "analysis/artifacts/bulk-gene": (None, ""),
    "analysis/artifacts/other/a/b/c": (None, ""),
    "analysis/artifacts/": (None, ""),
    "highlights/cells": (None, ""),
    "highlights//cells/g": (None, ""),
    "/highlights/cells/g": (None, ""),
    "highlights/": (None, ""),
    "core/state/": (None, ""),
    "core/state/x": (None, ""),
    "Core/state": (None, ""),
    "/": (None, ""),
    "//": (None, ""),
    "": (None, ""),
    "x": (None, ""),
}


@pytest.mark.parametrize("chunk_id", FAMILIES)
def test_an_id_belongs_to_a_family_or_to_none(chunk_id: str) -> None:
    name, rest = FAMILIES[chunk_id]
    family = family_of(chunk_id)
    assert (None if family is None else family.name) == name
    # wherever it stands
    for before in ((), ("highlights/cells/g",), ("core/state",), ("x/y",)):
        entry = Entries([{"id": each} for each in (*before, chunk_id)])[len(before)]
        assert (entry.family, entry.rest, entry.id) == (family, rest, chunk_id)


def test_an_entry_says_what_the_manifest_says() -> None:
    entries = Entries([b.chunk("x/y", b"").entry, RAW])
    assert len(entries) == 2
    for entry in (entries[1], list(entries)[1]):
        assert (entry.index, entry.raw) == (1, RAW)
        assert (entry.priority, entry.kind, entry.codec, entry.dataset_dependent) == (
            "lazy",
            "binary",
            "gzip",
            True,
        )
        assert (entry.stored, entry.inflated) == (208, 300)
        assert entry.path("id") == where(1, "id") == ("chunks", 1, "id")
    bare = Entries([{"id": "x", "datasetDependent": False}])[0]
    assert (bare.dataset_dependent, bare.stored, bare.inflated) == (False, None, None)


WHOLE: list[tuple[Any, int | None]] = [
    (0, 0), (-3, -3), (208, 208), (208.0, 208), (-0.0, 0), (1 << 70, 1 << 70), (1e300, int(1e300)), (1.5, None),
    (float("inf"), None), (float("nan"), None), (True, None), (False, None), ("5", None), (None, None), ([], None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "wanted"), WHOLE, ids=repr)
def test_a_number_is_whole_however_it_is_written(value: Any, wanted: int | None) -> None:
    found = whole(value)
    assert found == wanted
    assert type(found) is type(wanted)
