"""Labels on the cells that were shown: another order, other cells, a part of them; over real sockets."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anndata
import numpy as np
import pandas as pd
import pytest
from paging import Page

from cellucid_session import UsageError, Viewer, apply_sessions, session_from_anndata, show_anndata
from cellucid_session.apply import (
    CellsByNameWarning,
    DatasetMismatchError,
    DatasetMismatchWarning,
    session_provenance,
)
from cellucid_session.capture import show as showing

CELLS, GENES = 60, 7
GROUP = "cellucid_highlight__highlight_1"


@pytest.fixture(autouse=True)
def nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    showing.close_all()
    yield
    showing.close_all()


@pytest.fixture
def adata() -> anndata.AnnData:
    rng = np.random.default_rng(5)
    kinds = pd.Categorical(rng.choice(["a", "b", "c"], CELLS))
    return anndata.AnnData(
        X=np.arange(CELLS * GENES, dtype="f4").reshape(CELLS, GENES),
        obs=pd.DataFrame(
            {"picked": rng.random(CELLS) < 0.3, "kind": kinds},
            index=[f"cell{number}" for number in range(CELLS)],
        ),
        var=pd.DataFrame(index=[f"g{number}" for number in range(GENES)]),
        obsm={"X_umap": rng.normal(size=(CELLS, 2))},
    )


@pytest.fixture
def viewer(adata: anndata.AnnData) -> Iterator[Viewer]:
    """Shows `adata`; its page has a group of `picked` and a field of `kind`."""
    session = session_from_anndata(adata, ["picked"], ["kind"], source_type="jupyter-bridge")
    assert session is not None
    with show_anndata(adata) as shown:
        Page(shown.url).serve(session, times=9)
        yield shown


def of(adata: anndata.AnnData, names: Any) -> anndata.AnnData:
    """These cells, without the columns that the session brings."""
    part: anndata.AnnData = adata[names].copy()
    part.obs = part.obs.drop(columns=["picked", "kind"])
    return part


def right(applied: anndata.AnnData, adata: anndata.AnnData) -> None:
    """Each cell that is in both has what it had when it was shown; no other cell has anything."""
    both = applied.obs_names.intersection(adata.obs_names)
    assert applied.obs.loc[both, GROUP].tolist() == adata.obs.loc[both, "picked"].tolist()
    assert applied.obs.loc[both, "kind"].tolist() == adata.obs.loc[both, "kind"].tolist()
    others = applied.obs_names.difference(adata.obs_names)
    assert not applied.obs.loc[others, GROUP].any()
    assert applied.obs.loc[others, "kind"].isna().all()
    assert list(applied.obs["kind"].cat.categories) == ["a", "b", "c"]


def test_the_cells_that_are_shown_need_no_word(viewer: Viewer, adata: anndata.AnnData) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        applied, summary = viewer.apply_session_to_anndata(of(adata, adata.obs_names), return_summary=True)
    right(applied, adata)
    assert summary.advice == ()


@pytest.mark.parametrize("way", ["the handle", "its bundle", "a dict of bundles"])
def test_another_order_is_brought_over_by_name_and_said(
    way: str, viewer: Viewer, adata: anndata.AnnData
) -> None:
    other = of(adata, np.random.default_rng(1).permutation(adata.obs_names))
    ways: dict[str, Any] = {
        "the handle": lambda: viewer.apply_session_to_anndata(other, return_summary=True),
        "its bundle": lambda: viewer.get_session_bundle(30).apply_to_anndata(other, return_summary=True),
        "a dict of bundles": lambda: apply_sessions(
            {"": viewer.get_session_bundle(30)}, other, return_summary=True
        ),
    }
    with pytest.warns(CellsByNameWarning, match=r"cells stand in another order .* by name") as caught:
        applied, summary = ways[way]()
    summary = summary[""] if isinstance(summary, dict) else summary
    assert len(caught) == 1
    right(applied, adata)
    assert any("another order" in line for line in summary.advice)
    assert "another order" in repr(summary)
    found = session_provenance(applied)
    assert found is not None
    assert "another order" in str(found)


def test_the_names_are_those_at_the_time_of_showing(viewer: Viewer, adata: anndata.AnnData) -> None:
    """Sorted in place, or renamed, after it was shown: what the page shows is what it showed."""
    was = adata.copy()
    adata._inplace_subset_obs(np.argsort(adata.obs["kind"].to_numpy(), kind="stable"))
    adata.obs = adata.obs.drop(columns=["picked", "kind"])
    with pytest.warns(CellsByNameWarning):
        right(viewer.apply_session_to_anndata(adata), was)
    adata.obs_names = [f"other{number}" for number in range(CELLS)]
    with pytest.raises(DatasetMismatchError, match="0 of the 60 cells that were shown"):
        viewer.apply_session_to_anndata(adata, dataset_mismatch="error")


OTHERS: dict[str, Any] = {
    "as many other cells": lambda adata: renamed(adata, {f"cell{number}": f"x{number}" for number in range(9)}),
    "a subset": lambda adata: adata[5:40].copy(),
    "more cells": lambda adata: anndata.concat(
        [adata, renamed(adata[:3].copy(), {f"cell{number}": f"y{number}" for number in range(3)})]
    ),
    "no cell of them": lambda adata: renamed(adata, {name: name.upper() for name in adata.obs_names}),
    "names twice": lambda adata: renamed(adata, {"cell1": "cell0"}),
}  # fmt: skip


def renamed(adata: anndata.AnnData, names: dict[str, str]) -> anndata.AnnData:
    adata = adata.copy()
    adata.obs_names = pd.Index([names.get(name, name) for name in adata.obs_names])
    return adata


@pytest.mark.filterwarnings("ignore:Observation names are not unique")
@pytest.mark.parametrize("case", OTHERS)
def test_other_cells_are_another_data_set(case: str, viewer: Viewer, adata: anndata.AnnData) -> None:
    other = OTHERS[case](of(adata, adata.obs_names))
    with pytest.raises(DatasetMismatchError, match=r"that were shown"):
        viewer.apply_session_to_anndata(other, dataset_mismatch="error")
    with pytest.warns(DatasetMismatchWarning):
        applied, summary = viewer.apply_session_to_anndata(other, return_summary=True)
    assert list(applied.obs) == []
    assert any("that were shown" in reason for reason in summary.mismatch_reasons)
    assert list(viewer.apply_session_to_anndata(other, dataset_mismatch="skip").obs) == []


@pytest.mark.filterwarnings("ignore:Observation names are not unique")
@pytest.mark.parametrize("case", OTHERS)
def test_by_name_takes_what_is_shared_and_reports_the_rest(
    case: str, viewer: Viewer, adata: anndata.AnnData
) -> None:
    other = OTHERS[case](of(adata, adata.obs_names))
    if case in ("no cell of them", "names twice"):
        with pytest.raises(DatasetMismatchError):
            viewer.apply_session_to_anndata(other, cells="by-name", dataset_mismatch="error")
        return
    other = other[np.random.default_rng(2).permutation(other.n_obs)].copy()
    applied, summary = viewer.apply_session_to_anndata(other, cells="by-name", return_summary=True)
    right(applied, adata)
    shared = len(other.obs_names.intersection(adata.obs_names))
    assert any(f"{shared} of the 60 cells" in line for line in summary.advice)
    group = next(column for column in summary.columns if column.kind == "highlight")
    gone = int(adata.obs["picked"].sum()) - group.cells
    assert group.cells == int(applied.obs[GROUP].sum())
    assert (f"{gone} of its" in " ".join(group.notes)) == (gone > 0)
    field = next(column for column in summary.columns if column.kind == "field")
    assert (field.cells, field.missing) == (shared, other.n_obs - shared)


def test_a_file_does_not_know_its_cells(viewer: Viewer, adata: anndata.AnnData, tmp_path: Path) -> None:
    with viewer.get_session_bundle(30) as bundle:
        saved = bundle.save(tmp_path / "kept.cellucid-session")
    from cellucid_session import CellucidSessionBundle

    with CellucidSessionBundle(saved) as bundle, pytest.raises(UsageError, match="through the viewer"):
        bundle.apply_to_anndata(adata, cells="by-name")
    saved.unlink()
    with pytest.raises(UsageError, match="cells must be one of same, by-name"):
        viewer.apply_session_to_anndata(adata, cells="names")


def test_a_path_is_known_by_its_cells_too(adata: anndata.AnnData, tmp_path: Path) -> None:
    session = session_from_anndata(adata, ["picked"], ["kind"])
    assert session is not None
    adata.write_h5ad(tmp_path / "cells.h5ad")
    with show_anndata(tmp_path / "cells.h5ad") as viewer:
        Page(viewer.url).serve(session)
        with pytest.warns(CellsByNameWarning):
            right(viewer.apply_session_to_anndata(of(adata, adata.obs_names[::-1])), adata)


def test_codes_of_variables_go_to_variables_of_their_names(
    adata: anndata.AnnData, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cellucid_session import SessionWriter

    writer = SessionWriter(n_obs=CELLS, n_vars=GENES)
    field = {
        "id": "f", "key": "module", "source": "var", "kind": "category", "categories": ["x", "y"],
        "codesType": "Uint8Array", "codesLength": GENES,
    }  # fmt: skip
    overlays = {"renames": {"fields": {}, "categories": {}}, "deletedFields": {"deleted": [], "purged": []}}
    writer.add("core/field-overlays", overlays | {"userDefinedFields": [field]})
    codes = np.arange(GENES, dtype="u1") % 2
    writer.add_codes("f", codes, source="var")
    session = writer.to_bytes()
    wanted = dict(zip(adata.var_names, np.array(["x", "y"])[codes], strict=True))
    with show_anndata(adata) as viewer:
        Page(viewer.url).serve(session, times=3)
        turned = adata[:, ::-1].copy()
        with pytest.warns(CellsByNameWarning, match="the variables stand in another order"):
            applied = viewer.apply_session_to_anndata(turned)
        assert applied.var["module"].astype(str).to_dict() == wanted
        other = adata.copy()
        other.var_names = [f"h{number}" for number in range(GENES)]
        applied, summary = viewer.apply_session_to_anndata(other, return_summary=True)
        assert "module" not in applied.var
        assert any("other variables" in item.why for item in summary.skipped)


# -- what is kept of names --


def test_what_is_kept_tells_names_apart_and_keeps_none() -> None:
    from cellucid_session.io import identity

    hostile = ["a", "b\0", "b", "", "\ud800", "\ufffd", "é", "e\u0301", "A", "ab", "\udcff", "ed a080"]
    kept = identity.of(hostile)
    assert identity.place(kept, hostile).how == "positions"
    found = identity.place(kept, hostile[::-1])
    assert (found.how, found.sources is not None and found.sources.tolist()) == (
        "names",
        list(range(11, -1, -1)),
    )
    assert identity.digest(["ab", "c"]) != identity.digest(["a", "bc"]) != identity.digest(["abc"])
    assert kept.key != identity.of(hostile).key
    assert kept.unordered == identity.of(hostile[::-1]).unordered
    assert kept.ordered != identity.of(hostile[::-1]).ordered
    assert "ab" not in repr(kept)
    empty = identity.of([])
    assert identity.place(empty, []).how == "positions"
    assert (identity.place(empty, ["a"]).how, identity.place(empty, ["a"]).shared) == ("some", 0)
    assert identity.place(kept, []).shared == 0
    assert identity.place(identity.of(["a", "a"]), ["a", "b"]).how == "unknown"
    assert identity.place(identity.of(["a", "a"]), ["a", "a"]).how == "positions"
