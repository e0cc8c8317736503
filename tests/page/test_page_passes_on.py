"""What the page loads and saves, over every conformance vector: the page's own modules, run by Node, judged in Python.

Rules that are held here:

* Nothing is restored from a file that breaks a rule of class safety.
* Whatever was loaded, what is saved is valid.
* What the page can't show goes through load and save unchanged, payload by payload.
* What was restored is saved, also from a chunk whose fault forbids to pass it on.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cellucid_session import CellucidSessionBundle, validate
from cellucid_session.conformance.build import write
from cellucid_session.conformance.catalogue import load
from cellucid_session.read.fields import Field

PAGE = Path(__file__).resolve().parents[2] / "page"
DATASET = {"sourceType": "local-demo", "datasetId": "pbmc-6", "cellCount": 6, "varCount": 4}
SHOWN = ("highlights/", "user-defined/codes/", "core/field-overlays")  # what the page may write anew


#: what is restored from files with a fault that does no harm: (groups with cells, fields with codes)
RESTORED = {
    "uvarint.overlong.step": ([["g1", [0, 2, 3, 5]]], []),
    "cells.trailing.one": ([["g1", [0, 2, 3, 5]]], []),
    "cells.duplicate.thrice": ([["g1", [3, 5]]], []),
    "cells.orphan.no-group": ([["g2", None]], []),
    "codes.category.u8": ([], [["f1", [0, 1, -1, 1, 0, -1]]]),
    "codes.zero-run.value": ([], [["f1", [0, 0, 0, 0, 0, 0]]]),
    "meta.shape.pages-name-integer": ([["highlight_1", []], ["highlight_2", []]], []),
    "meta.shape.pages-highlighted-groups-array": ([["highlight_2", []]], []),
    "meta.shape.root-array": ([], []),
    "meta.range.greater": ([["highlight_1", []], ["highlight_2", []]], []),
    "overlays.shape.renames-fields-null": ([], [["user_cat_1", None]]),
    "overlays.shape.user-defined-fields-categories-integer": ([], []),  # a code would name another category
}


@pytest.fixture(scope="module")
def passed(node: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], Path]:
    """Every session of the vectors, with what the page answered, and the folder of what it saved."""
    folder = tmp_path_factory.mktemp("vectors")
    write(load(1), str(folder))
    cases = [
        case for case in json.loads((folder / "index.json").read_text())["files"] if case["kind"] == "session"
    ]
    listed = [{"file": str(folder / case["file"]), "dataset": {"fingerprint": DATASET}} for case in cases]
    (folder / "list.json").write_text(json.dumps(listed))
    out = tmp_path_factory.mktemp("saved")
    command = [node, "--import", "./tools/alias.mjs", "tools/passes.mjs", str(folder / "list.json"), str(out)]
    subprocess.run(command, cwd=PAGE, check=True, capture_output=True, text=True, timeout=120)
    answers = json.loads((out / "answers.json").read_text())
    return [
        case | {"path": folder / case["file"], "answer": answer, "n": n}
        for n, (case, answer) in enumerate(zip(cases, answers, strict=True))
    ], out


def test_every_saved_session_is_valid(passed: tuple[list[dict[str, Any]], Path]) -> None:
    cases, out = passed
    assert [(case["name"], case["answer"]["failed"]) for case in cases if "failed" in case["answer"]] == []
    bad = [
        (case["name"], kind, [finding.rule for finding in report.findings if finding.level == "error"])
        for case in cases
        for kind in ("session", "changed")
        if (report := validate(out / f"{case['n']}.{kind}")).verdict != "valid"
    ]
    assert bad == []
    assert len(cases) > 1000


def test_nothing_is_restored_from_what_is_unsafe(passed: tuple[list[dict[str, Any]], Path]) -> None:
    cases, _ = passed
    unsafe = 0
    for case in cases:
        classes = {finding.cls for finding in validate(case["path"]).findings}
        if "safety" in classes:
            unsafe += 1
            assert not case["answer"]["loaded"], case["name"]
            assert case["answer"]["kept"] == [], case["name"]
            assert "was not loaded" in case["answer"]["told"][0], case["name"]
    assert unsafe > 300


def test_what_is_valid_and_of_this_data_set_is_restored(passed: tuple[list[dict[str, Any]], Path]) -> None:
    cases, _ = passed
    count = 0
    for case in cases:
        if case["expect"]["verdict"] == "valid" and _fingerprint(case["path"]) == DATASET:
            count += 1
            assert case["answer"]["loaded"], case["name"]
            assert "was loaded" in case["answer"]["told"][-1], case["name"]
    assert count > 100


@pytest.mark.parametrize("name", RESTORED)
def test_what_is_right_beside_a_fault_is_restored(
    name: str, passed: tuple[list[dict[str, Any]], Path]
) -> None:
    cases, _ = passed
    (answer,) = (case["answer"] for case in cases if case["name"] == name)
    assert (answer["groups"], answer["fields"]) == RESTORED[name]
    assert answer["loaded"]


def _codes(field: Field) -> list[int]:
    """A field's codes as the page has them: -1 is no category."""
    codes = [] if field.codes is None else field.codes.tolist()
    return [code if code < len(field.categories) else -1 for code in codes]


@pytest.mark.parametrize("kind", ["session", "changed"])
def test_what_was_restored_is_saved(kind: str, passed: tuple[list[dict[str, Any]], Path]) -> None:
    cases, out = passed
    count = 0
    for case in cases:
        answer = case["answer"]
        if not answer["loaded"]:
            continue
        after = CellucidSessionBundle(out / f"{case['n']}.{kind}")
        cells = {
            group.id: set() if group.indices is None else set(group.indices.tolist())
            for group in after.groups
        }
        codes = {field.id: _codes(field) for field in after.fields}
        for group, restored in answer["groups"]:
            if restored is not None:
                assert set(restored) == cells[group.strip()], (case["name"], group)
                count += len(restored) > 0
        for field, restored in answer["fields"]:
            if restored is not None:
                assert restored == codes[field.strip()], (case["name"], field)
                count += len(restored) > 0
    assert count > 100


@pytest.mark.parametrize("kind", ["session", "changed"])
def test_what_the_page_can_not_show_stays_as_it_was(
    kind: str, passed: tuple[list[dict[str, Any]], Path]
) -> None:
    cases, out = passed
    count = 0
    for case in cases:
        if case["expect"]["verdict"] != "valid" or _fingerprint(case["path"]) != DATASET:
            continue
        before, after = (
            CellucidSessionBundle(case["path"]),
            CellucidSessionBundle(out / f"{case['n']}.{kind}"),
        )
        entries = {entry["id"]: entry for entry in after.manifest["chunks"]}
        for entry in before.manifest["chunks"]:
            colouring = kind == "changed" and entry["id"] == "core/state"  # it says what colours the cells
            if colouring or (entry["id"].startswith(SHOWN) and kind == "changed"):
                continue
            count += 1
            assert before.read_chunk_bytes(entry["id"]) == after.read_chunk_bytes(entry["id"]), (
                case["name"],
                entry["id"],
            )
            sizes = ("storedBytes", "uncompressedBytes")
            kept = {
                key: value for key, value in entries[entry["id"]].items() if key not in sizes or key in entry
            }
            if entry.get("dependsOn") == []:  # says nothing, and is not written
                del entry["dependsOn"]
            assert kept == entry, (case["name"], entry["id"])
    assert count > 20


def _fingerprint(path: Path) -> object:
    return CellucidSessionBundle(path).manifest.get("datasetFingerprint")
