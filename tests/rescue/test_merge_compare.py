"""Several people's sessions as one; how far two of them agree."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from rescuing import CODES, RELEASES, data, session

from cellucid_session import (
    CellOrderError,
    CellucidSessionBundle,
    DatasetMismatchError,
    UsageError,
    compare_sessions,
    merge_sessions,
    validate,
)
from cellucid_session.cli.session import main

pytestmark = pytest.mark.libraries

ADATA = data()
ANN = (("T cells", [0, 1, 2, 3]), ("B cells", [4, 5]))
BO = (("T", [0, 1, 2]), ("NK", [8, 9]))


def cells_of(source: Any) -> dict[str, dict[str, list[int]]]:
    with CellucidSessionBundle(source) as bundle:
        return {
            page.name: {group.label: group.indices.tolist() for group in page.groups} for page in bundle.pages
        }


@pytest.mark.parametrize("number", RELEASES)
@pytest.mark.parametrize("other", RELEASES)
def test_pages_stay_apart_and_are_named_by_file(number: int, other: int, tmp_path: Path) -> None:
    paths = [tmp_path / "ann.cellucid-session", tmp_path / "bo.x.cellucid-session"]
    paths[0].write_bytes(session(number, ADATA, groups=ANN))
    paths[1].write_bytes(session(other, ADATA, groups=BO, color="#112233"))
    told = merge_sessions(paths, tmp_path / "both", same_cells=True)
    assert told.names == ("ann", "bo")
    report = validate(tmp_path / "both")
    assert report.valid
    assert told.generation == (4 if number == 3 else number)  # nothing tells 3 from 4 here
    assert cells_of(tmp_path / "both") == {"Cells (ann)": dict(ANN), "Cells (bo)": dict(BO)}
    with CellucidSessionBundle(tmp_path / "both") as bundle, CellucidSessionBundle(paths[0]) as base:
        assert [page.color for page in bundle.pages] == ["#aabbcc", "#112233"]
        assert [field.key for field in bundle.fields] == ["level (ann)", "level (bo)"]
        assert bundle.dataset_fingerprint == base.dataset_fingerprint
        assert len({group.id for group in bundle.groups}) == 4
        if number > 1:
            assert bundle.read_state("core/state") == base.read_state("core/state")
    assert ("field", "level", "it is in several sessions: that of bo is level (bo)") in told.changed


def test_conflicts_are_told_and_fields_of_one_keep_their_keys() -> None:
    one = session(2, ADATA, renames={"fields": {"obs:kind": "a"}, "categories": {}}, key="x")
    two = session(2, ADATA, renames={"fields": {"obs:kind": "b"}, "categories": {}}, key="y")
    told = merge_sessions([one, two, one], names=["ann", "bo", "cy"])
    assert told.data is not None
    assert ("rename", "obs:kind", "bo says b, a session before says a") in told.dropped
    with CellucidSessionBundle(told.data) as bundle:
        assert [field.key for field in bundle.fields] == ["x (ann)", "y", "x (cy)"]
        assert bundle.renames.fields == {"obs:kind": "a"}


def other_cells() -> Any:
    changed = ADATA[::-1].copy()
    changed.obs_names = ADATA.obs_names
    return changed


def test_only_the_same_cells_are_merged_and_compared(tmp_path: Path) -> None:
    moved, here = session(3, other_cells()), session(3, ADATA)
    first = session(1, ADATA)
    other = session(3, ADATA, dataset_id="other")
    for do in (lambda a, b: merge_sessions([a, b], tmp_path / "out"), compare_sessions):
        with pytest.raises(CellOrderError, match="different orders"):
            do(here, moved)
        with pytest.raises(CellOrderError, match="same_cells"):
            do(first, here)
        with pytest.raises(DatasetMismatchError, match="datasetId"):
            do(here, other)
    assert list(tmp_path.iterdir()) == []
    for wrong in ([here], []):
        with pytest.raises(UsageError, match="two sessions"):
            merge_sessions(wrong)


@pytest.mark.parametrize("other", [1, 5])
def test_figures_of_agreement(other: int) -> None:
    told = compare_sessions(session(5, ADATA, groups=ANN), session(other, ADATA, groups=BO), same_cells=True)
    assert [(each.label, each.other_label, each.both, each.jaccard) for each in told.groups] == [
        ("T cells", "T", 3, 0.75)
    ]
    assert told.alone == ((1, "group", "B cells"), (2, "group", "NK"))
    assert not told.same
    field = told.fields[0]
    known = len([code for code in CODES if code is not None])
    assert (field.cells, field.equal, field.one, field.kappa) == (known, known, 0, 1.0)
    assert told.frame().columns.tolist()[:2] == ["page", "label"]
    assert compare_sessions(session(5, ADATA), session(other, ADATA), same_cells=True).same


def test_kappa_is_that_of_the_textbook() -> None:
    from cellucid_session.rescue.compare import _field
    from cellucid_session.rescue.labels import Coding

    def coding(categories: tuple[str, ...], places: list[int]) -> Coding:
        import numpy as np

        return Coding("f", "k", "obs", "category", categories, np.array(places), False, False, {})

    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: kappa 0.4; the second knows the names in another order
    mine = [0] * 25 + [1] * 25 + [-1, 0]
    its = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15 + [1, -1]
    told = _field(coding(("yes", "no"), mine), coding(("no", "yes"), its))
    assert told.kappa == pytest.approx(0.4)
    assert (told.cells, told.equal, told.one) == (50, 35, 2)
    assert told.table[("no", "yes")] == 10
    assert _field(coding(("a",), [0, 0]), coding(("a",), [0, 0])).kappa is None
    assert _field(coding(("a",), [-1]), coding(("a",), [0])).kappa is None


def run(folder: Path, *words: Any) -> int:
    with contextlib.chdir(folder):
        return main([os.fspath(word) for word in words])


def test_at_a_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_bytes(session(4, ADATA, groups=ANN))
    (tmp_path / "b").write_bytes(session(5, ADATA, groups=BO))
    assert run(tmp_path, "merge", "a", "b", "-o", "c", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["generation"], told["names"], told["output"]) == (4, ["a", "b"], "c")
    assert run(tmp_path, "merge", "a", "b", "-o", "b", "--force") == 2
    assert run(tmp_path, "merge", "a", "-o", "d") == 2
    capsys.readouterr()
    assert run(tmp_path, "merge", "a", "b", "c", "-o", "d") == 0
    assert capsys.readouterr().out.endswith("written: d\n")
    assert run(tmp_path, "compare", "a", "b") == 0
    assert "0.750" in capsys.readouterr().out
    assert run(tmp_path, "compare", "a", "b", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fields"][0]["kappa"] == 1.0
    assert run(tmp_path, "compare", "a", "b", "--picture", "x.txt") == 2
    assert run(tmp_path, "compare", "a", "b", "--picture", "a.svg", "--force") in (0, 2)
