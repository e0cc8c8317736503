#!/usr/bin/env python3
"""Sessions applied to a small AnnData: all or nothing, and what comes out can be saved."""

from __future__ import annotations

import os
import tempfile
import warnings
import zlib
from typing import Any

import anndata
import atheris  # type: ignore[import-untyped]
import numpy as np
import pandas as pd

with atheris.instrument_imports(include=["cellucid_session"]):
    import _container
    import _harness
    import _mutator

    from cellucid_session import CellucidSessionBundle, SessionError, apply_cellucid_session_to_anndata

MOST = 40  # cells
FOLDER = "/dev/shm" if os.path.isdir("/dev/shm") else None


def blank(n_obs: int, n_vars: int) -> Any:
    """A small AnnData with something in its tables."""
    obs = pd.DataFrame(
        {"f1": np.arange(n_obs), "leiden": ["0"] * n_obs}, index=[f"c{i}" for i in range(n_obs)]
    )
    var = pd.DataFrame({"symbol": ["s"] * n_vars}, index=[f"g{i}" for i in range(n_vars)])
    return anndata.AnnData(np.zeros((n_obs, n_vars), dtype="f4"), obs=obs, var=var, uns={"mine": {"k": 1}})


def portrait(adata: Any) -> str:
    """What must be the same after a failure."""
    tables = [
        (list(map(str, each.columns)), str(each.dtypes.tolist()), each.values.tolist())
        for each in (adata.obs, adata.var)
    ]
    return repr((tables, dict(adata.uns)))


def shape(data: bytes) -> tuple[int, int]:
    """The shape that the session names, when it is small enough."""
    parts = _container.explode(data)
    told = parts.value.get("datasetFingerprint") if parts is not None else None
    counts = [told.get(key) if isinstance(told, dict) else None for key in ("cellCount", "varCount")]
    n_obs, n_vars = (count if type(count) is int and 0 <= count <= MOST else 5 for count in counts)
    return n_obs, n_vars


def one(data: bytes) -> str:
    """Apply; "applied", or the name of the error."""
    draw = zlib.crc32(data)
    adata = blank(*shape(data))
    before = portrait(adata)
    options = {
        "column_conflict": ("suffix", "overwrite", "error")[draw % 3],
        "dataset_mismatch": ("skip", "error")[draw >> 4 & 1],
        "include_deleted_user_defined_fields": bool(draw >> 5 & 1),
        "store_sender_paths": bool(draw >> 6 & 1),
    }
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = os.path.join(folder, "x.cellucid-session")
        with open(path, "wb") as stream:
            stream.write(data)
        try:
            with _harness.bounded(), CellucidSessionBundle(path) as bundle:
                read(bundle)
                apply_cellucid_session_to_anndata(bundle, adata, inplace=True, **options)
        except SessionError as error:
            _harness.need(portrait(adata) == before, "an error, and the AnnData has changed", error)
            return type(error).__name__
        _harness.need(adata.obs["f1"].shape[0] == adata.n_obs, "a column of another length")
        if draw >> 8 & 3 == 0:
            adata.write_h5ad(os.path.join(folder, "x.h5ad"))
            back = anndata.read_h5ad(os.path.join(folder, "x.h5ad"))
            for axis in ("obs", "var"):
                ours, theirs = getattr(adata, axis), getattr(back, axis)
                _harness.need(list(ours.columns) == list(theirs.columns), "columns change by being saved")
                for name in ours.columns:
                    _harness.need(
                        list(map(str, ours[name])) == list(map(str, theirs[name])), "values change", name
                    )
    return "applied"


def read(bundle: CellucidSessionBundle) -> None:
    """Everything that a bundle shows; each may refuse."""
    for view in ("pages", "groups", "fields", "renames", "deleted_fields", "artifacts"):
        try:
            getattr(bundle, view)
        except SessionError:
            continue
    for chunk_id in bundle.list_chunk_ids():
        try:
            bundle.decode_chunk(chunk_id)
        except SessionError:
            continue
    repr(bundle)


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate), _mutator.cross)
