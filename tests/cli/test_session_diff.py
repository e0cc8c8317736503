"""`cellucid-session diff`: what changed, in words; 0 means that nothing did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import builders
import pytest
from session_runs import assert_safe, hostile, session

N = builders.N_OBS


def made(**changes: Any) -> bytes:
    """A session; keywords change its parts."""
    parts: dict[str, Any] = {
        "fields": [builders.field("f1")],
        "codes": [0, 1] * 5,
        "groups": [builders.group("g1", 3), builders.group("g2", 1)],
        "g1": [1, 4, 5],
        "state": {"camera": {"x": 1, "on": True}},
        "layout": {},
        "overlays": {},
        "meta": {},
        "manifest": {},
        "codec": "gzip",
        "label": "g1",
        "rows": [0, 7, 2],
    } | changes
    codec = parts["codec"]
    return builders.session(
        builders.overlays(*parts["fields"], **parts["overlays"]),
        builders.chunk("core/state", parts["state"], codec=codec),
        builders.chunk("ui/dockable-layout", parts["layout"]),
        builders.meta(*parts["groups"], **parts["meta"]),
        builders.chunk(builders.CODES + "f1", builders.codes(parts["codes"], parts.get("encoding", 0))),
        builders.chunk(builders.CELLS + "g1", builders.cells(parts["g1"]), codec=codec, label=parts["label"]),
        builders.chunk(builders.CELLS + "g2", builders.cells([2])),
        builders.chunk(builders.TABLE + "k/G/p1", builders.table(parts["rows"])),
        manifest=parts["manifest"],
    )


def renamed(**parts: Any) -> dict[str, Any]:
    return {"renames": {"fields": {}, "categories": {}} | parts}


def page(name: str, *groups: Any, **more: Any) -> dict[str, Any]:
    return {"id": "p1", "name": name, "color": "#aabbcc", "highlightedGroups": list(groups)} | more


G1, G2 = builders.group("g1", 3), builders.group("g2", 1)

#: what is changed, and a line of the page that says so
CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "the data set": (
        {
            "manifest": {
                "datasetFingerprint": {"sourceType": "a", "datasetId": "b", "cellCount": N, "varCount": 5}
            }
        },
        '  - changed: fingerprint: at /datasetId: "demo" -> "b"',
    ),
    "the data source": (
        {"manifest": {"dataSource": None}},
        "  - changed: manifest: at /dataSource: an object of 3 -> null",
    ),
    "a page's name": ({"meta": {"pages": [page("New", G1, G2)]}}, '  - renamed: page "p1": "Page" -> "New"'),
    "a page's colour": (
        {"meta": {"pages": [page("Page", G1, G2, color="#000000")]}},
        '  - changed: page "p1": colour "#aabbcc" -> "#000000"',
    ),
    "another page": (
        {"meta": {"pages": [page("Page", G1, G2), page("More") | {"id": "p2"}]}},
        '  - added: page "p2": "More", 0 groups',
    ),
    "what the views leave out": (
        {"meta": {"pages": [page("Page", G1, G2), {"name": "no id"}]}},
        "  - changed: highlights/meta: at /pages: a list of 1 -> a list of 2",
    ),
    "the active page": (
        {"meta": {"activePageName": "x"}},
        '  - changed: highlights/meta: at /activePageName: "Page" -> "x"',
    ),
    "a group more": (
        {"groups": [G1, G2, builders.group("g3", 0)]},
        '  - added: group "g3": "g3", 0 cells, on page "Page"',
    ),
    "a group less": ({"groups": [G1]}, '  - removed: group "g2": "g2", 1 cell'),
    "a label": ({"groups": [G1 | {"label": "x"}, G2]}, '  - renamed: group "g1": "g1" -> "x"'),
    "a group hidden": (
        {"groups": [G1 | {"enabled": False}, G2]},
        '  - changed: group "g1": enabled true -> false',
    ),
    "a range": (
        {"groups": [G1 | {"rangeMin": 0}, G2]},
        '  - added: group "g1": at /rangeMin: nothing -> 0',
    ),
    "the time of saving": (
        {"manifest": {"createdAt": "2030-01-01T00:00:00.000Z"}},
        '  - changed: time of saving: "2025-01-02T03:04:05.678Z" -> "2030-01-01T00:00:00Z"',
    ),
    "the order of groups": ({"groups": [G2, G1]}, "  - moved: groups: they are in another order"),
    "cells": (
        {"g1": [1, 5, 6, 7]},
        '  - changed: group "g1": 2 cells added, 1 cell removed, 4 now',
    ),
    "a field more": (
        {"fields": [builders.field("f1"), builders.field("f9", None)]},
        '  - added: field "f9": "f9", continuous of obs, 0 categories',
    ),
    "a key": ({"fields": [builders.field("f1", key="new")]}, '  - renamed: field "f1": "f1" -> "new"'),
    "a field deleted": (
        {"fields": [builders.field("f1", isDeleted=True)]},
        '  - changed: field "f1": deleted false -> true',
    ),
    "a category renamed": (
        {"fields": [builders.field("f1", ["a", "c"])]},
        '  - renamed: field "f1": category 1: "b" -> "c"',
    ),
    "a category more": (
        {"fields": [builders.field("f1", ["a", "b", "c"])]},
        '  - added: field "f1": category "c" added',
    ),
    "the order of categories": (
        {"fields": [builders.field("f1", ["b", "a"])]},
        '  - changed: field "f1": its categories are in another order, or repeated',
    ),
    "codes": ({"codes": [1, 1] * 5}, '  - changed: field "f1": 5 codes of 10 changed'),
    "a field renamed in the registry": (
        {"overlays": renamed(fields={"obs:x": "y"})},
        '  - added: field "obs:x": nothing -> "y"',
    ),
    "a category renamed in the registry": (
        {"overlays": renamed(categories={"obs:x:1": "y"})},
        '  - added: category "obs:x:1": nothing -> "y"',
    ),
    "a field deleted in the registry": (
        {"overlays": {"deletedFields": {"deleted": ["obs:x"], "purged": []}}},
        '  - added: field "obs:x": added in the list of deleted fields',
    ),
    "a value of the state": (
        {"state": {"camera": {"x": 2, "on": True}}},
        '  - changed: chunk "core/state": at /camera/x: 1 -> 2',
    ),
    "true is not 1": (
        {"state": {"camera": {"x": True, "on": True}}},
        '  - changed: chunk "core/state": at /camera/x: 1 -> true',
    ),
    "zero is not false": (
        {"state": {"camera": {"x": 1, "on": 0}}},
        '  - changed: chunk "core/state": at /camera/on: true -> 0',
    ),
    "an entry of the manifest": (
        {"label": "x"},
        f'  - changed: chunk "{builders.CELLS}g1": at /label: "g1" -> "x"',
    ),
    "an artifact": ({"rows": [0, 7, 3]}, f'  - changed: chunk "{builders.TABLE}k/G/p1": it has other bytes'),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_told(tmp_path: Path, case: str) -> None:
    changes, line = CHANGES[case]
    (tmp_path / "old").write_bytes(made())
    (tmp_path / "new").write_bytes(made(**changes))
    done = session(tmp_path, "diff", "old", "new")
    assert (done.returncode, done.stderr) == (1, b"")
    assert line in done.stdout.decode().replace("\n    ", " ").split("\n")
    assert session(tmp_path, "diff", "new", "new").returncode == 0


SAME: dict[str, dict[str, Any]] = {
    "nothing changed": {},
    "a count that the chunk says too": {"groups": [G1 | {"cellCount": 7}, G2]},
    "the time of saving written otherwise": {"manifest": {"createdAt": "2025-01-02T04:04:05.6780+01:00"}},
    "a summary of null": {"manifest": {"summary": builders.ABSENT}},
    "compressed otherwise": {"codec": "none"},
    "codes encoded otherwise": {"encoding": 2},
    "a number written otherwise": {"state": b'{"camera": {"on": true, "x": 1.0}}'},
}


@pytest.mark.parametrize("case", SAME)
def test_what_does_not_count(tmp_path: Path, case: str) -> None:
    (tmp_path / "old").write_bytes(made())
    (tmp_path / "new").write_bytes(made(**SAME[case]))
    done = session(tmp_path, "diff", "old", "new")
    assert (done.returncode, done.stdout) == (0, b"the sessions say the same\n")
    assert json.loads(session(tmp_path, "diff", "--json", "old", "new").stdout) == {
        "diff": 1,
        "same": True,
        "changes": [],
    }


def test_the_document_counts_cells(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(made())
    (tmp_path / "new").write_bytes(made(g1=[5, 6]))
    done = session(tmp_path, "diff", "--json", "old", "new")
    (change,) = json.loads(done.stdout)["changes"]
    assert done.returncode == 1
    assert {key: change[key] for key in ("part", "what", "subject", "id", "added", "removed")} == {
        "part": "groups",
        "what": "changed",
        "subject": "group",
        "id": "g1",
        "added": 1,
        "removed": 2,
    }


def test_hostile_names_are_shown_safely(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(builders.typical())
    (tmp_path / "new").write_bytes(hostile())
    for words in (["old", "new"], ["new", "old"], ["--all", "old", "new"]):
        done = session(tmp_path, "diff", *words)
        assert done.returncode == 1
        assert_safe(done)
    done = session(tmp_path, "diff", "--json", "old", "new", env={"PYTHONIOENCODING": "ascii"})
    assert_safe(done, ascii_only=True)
    assert b"</script" not in done.stdout


UNREADABLE = {
    "a file that is not there": ["good", "nope"],
    "a folder": [".", "good"],
    "a session that a safety rule refuses": ["good", "cut"],
    "a chunk that a safety rule refuses": ["index", "good"],
    "no session": ["other", "good"],
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_can_not_be_read_is_5_and_never_a_difference(tmp_path: Path, case: str) -> None:
    (tmp_path / "good").write_bytes(made())
    (tmp_path / "cut").write_bytes(made()[:-1])
    (tmp_path / "index").write_bytes(made(g1=[1, 10]))
    (tmp_path / "other").write_bytes(b"no session \x1b[2J")
    done = session(tmp_path, "diff", *UNREADABLE[case])
    assert (done.returncode, done.stdout) == (5, b"")
    assert done.stderr.startswith(b"cellucid-session: diff: ")
    assert_safe(done)
