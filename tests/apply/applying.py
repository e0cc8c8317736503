"""AnnData objects of every kind, and comparisons that see every difference."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata as ad
import numpy as np
import pandas as pd
import scipy.sparse as sp

N_OBS, N_VARS = 10, 5  # as in builders


def dense(n_obs: int = N_OBS, n_vars: int = N_VARS) -> ad.AnnData:
    """A small AnnData with something in every part."""
    obs = pd.DataFrame(
        {
            "leiden": pd.Categorical(["0", "1"] * (n_obs // 2) + ["0"] * (n_obs % 2)),
            "score": np.arange(n_obs) / 2,
        },
        index=[f"cell{i}" for i in range(n_obs)],
    )
    var = pd.DataFrame(
        {"symbol": [f"S{i}" for i in range(n_vars)]}, index=[f"gene{i}" for i in range(n_vars)]
    )
    adata = ad.AnnData(np.arange(n_obs * n_vars, dtype="f4").reshape(n_obs, n_vars), obs=obs, var=var)
    adata.obsm["X_umap"] = np.ones((n_obs, 2))
    adata.layers["counts"] = adata.X + 1
    adata.uns["neighbors"] = {"k": 15, "nested": {"a": np.arange(3)}}
    return adata


def sparse(n_obs: int = N_OBS, n_vars: int = N_VARS) -> ad.AnnData:
    """The same, with a sparse X."""
    adata = dense(n_obs, n_vars)
    adata.X = sp.csr_matrix(adata.X)
    return adata


def duplicate_names() -> ad.AnnData:
    """All cells have one name."""
    adata = dense()
    adata.obs_names = ["same"] * N_OBS
    return adata


def view() -> ad.AnnData:
    """Ten cells, in another order, of a greater AnnData."""
    return dense(20, N_VARS)[np.arange(19, 9, -1)]


def backed(tmp_path: Path) -> ad.AnnData:
    """X stays on disk."""
    dense().write_h5ad(tmp_path / "backed.h5ad")
    return ad.read_h5ad(tmp_path / "backed.h5ad", backed="r")


def backed_view(tmp_path: Path) -> ad.AnnData:
    """A view of a backed object."""
    dense(20).write_h5ad(tmp_path / "backed-view.h5ad")
    return ad.read_h5ad(tmp_path / "backed-view.h5ad", backed="r")[5:15]


KINDS: dict[str, Callable[[Path], ad.AnnData]] = {
    "dense": lambda tmp_path: dense(),
    "sparse": lambda tmp_path: sparse(),
    "duplicate names": lambda tmp_path: duplicate_names(),
    "view": lambda tmp_path: view(),
    "backed": backed,
    "view of a backed object": backed_view,
}


def portrait(adata: ad.AnnData) -> dict[str, Any]:
    """Everything that an AnnData holds, by value: tables with their order and dtypes, matrices, uns, what it is."""

    def matrix(value: Any) -> Any:
        return pickle.dumps(value.toarray() if sp.issparse(value) else np.asarray(value))

    def table(frame: pd.DataFrame) -> Any:
        columns = [(name, str(frame[name].dtype), frame[name].tolist()) for name in frame.columns]
        return (frame.index.tolist(), frame.index.name, repr(columns), dict(frame.attrs))

    return {
        "view": adata.is_view,
        "backed": adata.isbacked,
        "obs": table(adata.obs),
        "var": table(adata.var),
        "uns": repr(dict(adata.uns)),
        "X": None if adata.isbacked else matrix(adata.X),
        "obsm": {key: matrix(value) for key, value in adata.obsm.items()},
        "layers": {key: matrix(value) for key, value in adata.layers.items()},
    }


def assert_stored(adata: ad.AnnData, folder: Path) -> None:
    """h5ad and zarr can be written, and what is read back is equal, column by column."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write, read in (
        ("x.h5ad", ad.AnnData.write_h5ad, ad.read_h5ad),
        ("x.zarr", ad.AnnData.write_zarr, ad.read_zarr),
    ):
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # anndata announces its next format, and warns of names that repeat
            write(adata, folder / name)
            back = read(folder / name)
        for axis in ("obs", "var"):
            ours, theirs = getattr(adata, axis), getattr(back, axis)
            assert list(ours.columns) == list(theirs.columns), name
            for column in ours.columns:
                a, b = ours[column], theirs[column]
                if isinstance(a.dtype, pd.CategoricalDtype):
                    assert list(a.cat.categories) == list(b.cat.categories), (name, column)
                    assert a.cat.codes.tolist() == b.cat.codes.tolist(), (name, column)
                    assert a.cat.ordered == b.cat.ordered
                else:
                    assert a.tolist() == b.tolist(), (name, column)
        assert repr(plain(adata.uns)) == repr(plain(back.uns)), name


def plain(value: Any) -> Any:
    """Nested dicts with sorted keys and Python values."""
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item() if isinstance(value, np.generic) else value
