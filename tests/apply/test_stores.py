"""An AnnData that is written whole is opened, and holds what it should, with every release of the libraries."""

from __future__ import annotations

import warnings
from pathlib import Path

import anndata as ad
import numpy as np
import pytest

from cellucid_session.tools.datasets import read, write

pytestmark = pytest.mark.libraries


@pytest.mark.parametrize("with_x", [True, False])
@pytest.mark.parametrize("name", ["x.h5ad", "x.zarr"])
def test_what_is_written_whole_is_found_in_it(tmp_path: Path, name: str, with_x: bool) -> None:
    adata = ad.AnnData(np.ones((3, 2), "f4")) if with_x else ad.AnnData(shape=(3, 2))
    adata.obs["text"] = ["a", "b", "a"]
    adata.layers["counts"] = np.ones((3, 2), "f4")
    adata.uns["nested"] = {"a": {"b": 1}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write(adata, str(tmp_path / name))
        after = read(str(tmp_path / name))
    assert after.obs["text"].tolist() == ["a", "b", "a"]
    assert (after.X is not None) == with_x
