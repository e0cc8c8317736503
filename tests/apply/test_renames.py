"""Renamed fields and categories come as copies, when they are asked for. Spec: 10.2."""

from __future__ import annotations

from typing import Any

import anndata as ad
import builders as b
import numpy as np
import pandas as pd
import pytest

from cellucid_session import apply_cellucid_session_to_anndata, plan_session

pytestmark = pytest.mark.libraries


def data() -> Any:
    obs = pd.DataFrame(index=[f"c{at}" for at in range(b.N_OBS)])
    obs["kind"] = pd.Categorical(["x", "y"] * 5, categories=["y", "x", "z"], ordered=True)
    obs["score"] = np.arange(b.N_OBS) / 2
    obs["text"] = [f"t{at}" for at in range(b.N_OBS)]
    adata = ad.AnnData(np.zeros((b.N_OBS, b.N_VARS), "float32"), obs=obs)
    adata.uns["kind_colors"] = ["#000001", "#000002", "#000003"]
    return adata


def session(fields: dict[str, str], categories: dict[str, str] | None = None) -> bytes:
    return b.session(b.overlays(renames={"fields": fields, "categories": categories or {}}))


def test_a_column_comes_under_the_names_that_the_viewer_showed() -> None:
    adata = data()
    given = session({"obs:kind": "Type", "obs:score": "Depth"}, {"obs:kind:0": "why", "obs:kind:2": "zed"})
    result, told = apply_cellucid_session_to_anndata(given, adata, renames=True, return_summary=True)
    assert result.obs["Type"].tolist() == ["x", "why"] * 5
    assert result.obs["Type"].cat.categories.tolist() == ["why", "x", "zed"]
    assert result.obs["Type"].cat.ordered
    assert result.uns["Type_colors"] == adata.uns["kind_colors"]
    assert result.obs["Depth"].tolist() == adata.obs["score"].tolist()
    pd.testing.assert_frame_equal(result.obs[["kind", "score", "text"]], adata.obs)
    assert [(item.kind, item.name, item.key) for item in told.columns] == [
        ("rename", "Type", "kind"),
        ("rename", "Depth", "score"),
    ]
    assert not [item for item in told.skipped if item.kind == "rename"]


def test_without_a_new_name_the_conflict_decides() -> None:
    given = session({}, {"obs:kind:1": "y"})
    told = plan_session(given, data(), renames=True)
    assert [item.name for item in told.columns] == ["kind__2"]
    assert "to be told apart" in " ".join(told.columns[0].notes)
    replaced = apply_cellucid_session_to_anndata(given, data(), renames=True, column_conflict="overwrite")
    assert replaced.obs["kind"].tolist() == ["y__2", "y"] * 5


UNFIT = {
    "no such column": ({"obs:other": "a"}, {}, "no such column"),
    "a variable": ({"var:gene0": "a"}, {}, "no column of obs"),
    "texts": ({"obs:text": "a"}, {}, "neither categories nor numbers"),
    "a category of numbers": ({}, {"obs:score:0": "a"}, "no categories here"),
    "a place that is not there": ({"obs:kind": "a"}, {"obs:kind:3": "b"}, "none of them at the place 3"),
    "a place that is no number": ({}, {"obs:kind:-1": "b"}, "none of them at the place -1"),
    "a very large place": ({}, {"obs:kind:" + "9" * 50: "b"}, "none of them at the place 999"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_does_not_fit_is_left_out_and_told(case: str) -> None:
    fields, categories, why = UNFIT[case]
    told = plan_session(session(fields, categories), data(), renames=True)
    assert told.columns == ()
    renames = [item for item in told.skipped if item.kind == "rename"]
    assert len(renames) == len(fields) + len(categories)
    assert all(why in item.why for item in renames)
