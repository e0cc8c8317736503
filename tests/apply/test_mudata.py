"""A session that was made from a MuData, on one. Spec: 10.1."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import anndata as ad
import later
import numpy as np
import pandas as pd
import pytest

from cellucid_session import (
    CellOrderError,
    DatasetMismatchError,
    apply_cellucid_session_to_anndata,
    session_provenance,
)
from cellucid_session.apply.cell_order import drawn_digest

mudata = pytest.importorskip("mudata", reason="comes with the extra mudata")

SAMPLE = later.sample("g5_mudata")


def mdata(pull: bool = False) -> Any:
    """The data set of the sample: the second modality lacks two cells, and has the others in another order."""
    said = later.DATA["g5_mudata"]
    parts = {}
    for name, part in said["modalities"].items():
        names = part["obs_names"]
        obs = pd.DataFrame(part["obs"], index=names)
        var = pd.DataFrame(index=part["var_names"])
        x = np.arange(len(obs) * len(var), dtype=np.float32).reshape(len(obs), len(var))
        parts[name] = ad.AnnData(x, obs=obs, var=var)
    parts["prot"] = parts["prot"][::-1].copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of mudata, on its next release
        mudata.set_options(pull_on_update=pull)
        made = mudata.MuData(parts)
    made = made[said["obs_names"]].copy()
    made.obsm["X_umap"] = np.random.default_rng(0).normal(size=(12, 2))
    return made


def applied(data: Any, path: Path = SAMPLE, **options: Any) -> tuple[Any, Any]:
    return apply_cellucid_session_to_anndata(
        path, data, return_summary=True, **{"dataset_mismatch": "error"} | options
    )


@pytest.mark.parametrize("pull", [False, True])
@pytest.mark.parametrize("inplace", [False, True])
def test_the_sample_applies_to_its_data_set(inplace: bool, pull: bool) -> None:
    data = mdata(pull)
    before = set(data.obs)
    made, summary = applied(data, inplace=inplace)
    assert (made is data) == inplace
    for key, group in later.expected("g5_mudata")["groups"].items():
        mask = made.obs[f"cellucid_highlight__{key}"].to_numpy()
        assert (mask.sum(), later.sha(np.flatnonzero(mask), "<u4")) == (group["count"], group["sha256"])
    prot = later.DATA["g5_mudata"]["modalities"]["prot"]["obs_names"]
    copied = {
        column.original_id: made.obs[column.name] for column in summary.columns if column.kind == "field"
    }
    for name, value in copied["p"].items():
        want = data.mod["prot"][name, "CD4"].X.item() if name in prot else np.nan
        assert np.array_equal(value, want, equal_nan=True), name
    assert copied["q"].tolist() == list(range(12))
    if not inplace:
        assert set(data.obs) == before
        assert "cellucid" not in data.uns
    record = session_provenance(made)
    assert record is not None
    assert record["fingerprint"]["varCount"] == 3


def test_what_came_is_there_after_an_update_and_in_a_file(tmp_path: Path) -> None:
    made, summary = applied(mdata())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of mudata, on its next release
        made.write(tmp_path / "d.h5mu")
        again = mudata.read_h5mu(tmp_path / "d.h5mu")
        made.update()
    for name in summary.added_obs_columns:
        # mudata makes whole numbers with gaps of a column of floats that has no others
        assert again.obs[name].astype(made.obs[name].dtype).equals(made.obs[name])
    assert session_provenance(again) == session_provenance(made)


def test_the_order_of_its_cells_is_confirmed(tmp_path: Path) -> None:
    data = mdata()
    order = later.expected("g5_mudata")["manifest"]["datasetFingerprint"]["cellOrder"]
    path = later.changed(
        "g5_mudata", tmp_path / "s", cellOrder=order | {"digest": drawn_digest(data.obsm["X_umap"])}
    )
    assert applied(data, path, cell_order="require")[1].cell_order == "confirmed"
    with pytest.raises(CellOrderError):
        applied(mdata(), SAMPLE, cell_order="require")


def _without(part: str, key: str) -> Any:
    def change(data: Any) -> Any:
        del getattr(data.mod["prot"], part)[key]
        return data

    return change


def _renamed(data: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return mudata.MuData({"rna": data.mod["rna"], "adt": data.mod["prot"]})[data.obs_names].copy()


def _fewer_genes(data: Any) -> Any:
    data.mod["prot"] = data.mod["prot"][:, ["CD3", "CD8"]].copy()
    return data


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without("obs", "clone"), "requires the obs column prot:clone"),
        (_renamed, "the MuData has no modality prot"),
        (_fewer_genes, "varCount 3 != adata.n_vars 2"),
    ],
)
def test_another_data_set_is_told_of(change: Any, told: str) -> None:
    with pytest.raises(DatasetMismatchError, match=told):
        applied(change(mdata()))


def test_a_category_that_changed_is_another_data_set() -> None:
    data = mdata()
    data.mod["prot"].obs["clone"] = data.mod["prot"].obs["clone"].to_numpy()[[1, 0, *range(2, 10)]]
    with pytest.raises(DatasetMismatchError, match="category"):
        applied(data)


def test_a_modality_that_changed_since_is_refused() -> None:
    data = mdata()
    data.mod["prot"].obs_names = data.mod["prot"].obs_names[::-1]
    with pytest.raises(TypeError, match=r"mdata\.update\(\) first"):
        applied(data)


def test_what_can_not_be_changed_in_one_step_is_refused() -> None:
    data = mdata()
    with pytest.raises(TypeError, match="is a view"):
        applied(data[:12])
    for path in (later.sample("g5_codes"), later.sample("g2_minimal")):
        with pytest.raises(TypeError, match="was not made from a MuData: pass one of its modalities"):
            applied(data, path)
    with pytest.raises(DatasetMismatchError, match="modality prot of a MuData: pass the MuData"):
        applied(data.mod["prot"], dataset_mismatch="error")


def test_a_plan_and_columns_alone_change_nothing() -> None:
    data = mdata()
    table, _ = applied(data, dry_run=True)
    (obs, var), _ = applied(data, columns_only=True)
    assert len(table)
    assert list(obs.index) == list(data.obs_names)
    assert not var.shape[1]
    assert not set(obs) & set(data.obs)
    json.dumps(table.to_dict("records"), default=str)
