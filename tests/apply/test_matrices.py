"""One column of a matrix in a store is that of the matrix in memory, however it lies there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anndata as ad
import numpy as np
import pytest
import scipy.sparse as sp

from cellucid_session.io import matrices
from cellucid_session.io.dataset import opened

pytestmark = pytest.mark.libraries


def matrix() -> Any:
    """Rows without a value among others, whose first values stand in any column."""
    random = np.random.default_rng(3)
    values = random.integers(-5, 6, size=(60, 11)).astype(np.float32)
    values[random.random(size=values.shape) < 0.7] = 0
    values[20:23] = values[-1] = 0
    return values


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
@pytest.mark.parametrize("form", [np.asarray, sp.csr_matrix, sp.csc_matrix, sp.csr_array])
def test_every_column_is_read_as_it_is(
    tmp_path: Path, form: Any, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrices, "BLOCK", block)
    values = matrix()
    adata = ad.AnnData(form(values), layers={"a": form(values * 2)})
    adata.raw = ad.AnnData(form(values * 3))
    adata.write_h5ad(tmp_path / "d.h5ad")
    with opened(str(tmp_path / "d.h5ad")) as root:
        for name, times in (("X", 1), ("layer:a", 2), ("raw", 3)):
            element = matrices.where(root, name)
            for place in range(11):
                found = matrices.column(element, place, 60)
                assert np.array_equal(found, values[:, place] * times)
            for place, rows in ((11, 60), (0, 59), (0, 61)):
                with pytest.raises(ValueError, match=r"shape|rows"):
                    matrices.column(element, place, rows)
        assert matrices.where(root, "layer:a/data") is None  # a name is no path
        assert matrices.where(root, "layer:none") is None


def test_values_that_stand_twice_at_one_place_are_added(tmp_path: Path) -> None:
    twice = sp.csr_matrix((np.array([1.0, 2.0, 4.0]), np.array([1, 1, 0]), np.array([0, 2, 3])), shape=(2, 2))
    ad.AnnData(twice).write_h5ad(tmp_path / "d.h5ad")
    with opened(str(tmp_path / "d.h5ad")) as root:
        assert matrices.column(matrices.where(root, "X"), 1, 2).tolist() == [3.0, 0.0]
        assert matrices.column(matrices.where(root, "X"), 0, 2).tolist() == [0.0, 4.0]
