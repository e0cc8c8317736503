"""Values of one gene: out of every kind of matrix, and only while the cells are those that are shown."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

anndata = pytest.importorskip("anndata")
sparse = pytest.importorskip("scipy.sparse")

from cellucid_session.capture import dataset, genes, graphs  # noqa: E402
from cellucid_session.capture.data_provider import DataRequest  # noqa: E402

pytestmark = pytest.mark.libraries
CELLS, GENES = 50, 9
COUNTS = np.random.default_rng(0).poisson(0.5, (CELLS, GENES)).astype(np.float32)
KINDS: dict[str, Any] = {
    "dense": lambda values: values,
    "float64": lambda values: values.astype(np.float64),
    "integers": lambda values: values.astype(np.int64),
    "csr": sparse.csr_matrix,
    "csc": sparse.csc_matrix,
    "a sparse array": sparse.csr_array,
}


def made(kind: str = "csr") -> Any:
    """An AnnData of five genes, with a layer of twice the values, and nine in `raw`."""
    data = anndata.AnnData(KINDS[kind](COUNTS))
    data.obsm["X_umap"] = np.zeros((CELLS, 2))
    data.raw = data.copy()
    data = data[:, :5].copy()
    data.layers["twice"] = KINDS[kind](COUNTS[:, :5] * 2)
    return data


def ask(data: dataset.Dataset, path: str) -> bytes | None:
    answer = data.answer(DataRequest("v", path))
    return None if answer is None else b"".join(answer.pieces())


@pytest.mark.parametrize("way", ["memory", "backed", "path"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_gene_has_its_values(kind: str, way: str, tmp_path: Path) -> None:
    shown = made(kind)
    if way != "memory":
        shown.write_h5ad(tmp_path / "a.h5ad")
    if way == "backed":
        shown = anndata.read_h5ad(tmp_path / "a.h5ad", backed="r")
    data = dataset.of_path(str(tmp_path / "a.h5ad")) if way == "path" else dataset.of_anndata(shown)
    told = data.describe()["matrices"]
    assert [(each["key"], each["genes"]) for each in told] == [("X", 5), ("layer:twice", 5), ("raw", GENES)]
    for matrix, factor, places in ((0, 1, 5), (1, 2, 5), (2, 1, GENES)):
        assert json.loads(ask(data, f"genes/{matrix}") or "") == [str(place) for place in range(places)]
        for place in (0, places - 1):
            got = np.frombuffer(ask(data, f"genes/{matrix}/{place}") or b"", "<f4")
            assert np.array_equal(got, COUNTS[:, place] * factor)
        assert ask(data, f"genes/{matrix}/{places}") is None
    for path in (
        "genes",
        "genes/3",
        "genes/0/",
        "genes/0/1/2",
        "genes/00",
        "genes/0/01",
        "genes/x/1",
        "genes/0/-1",
    ):
        assert ask(data, path) is None, path
    if way == "backed":
        shown.file.close()


def test_values_of_other_cells_are_not_given(tmp_path: Path) -> None:
    shown = made()
    data = dataset.of_anndata(shown)
    assert ask(data, "genes/0/1") is not None
    shown._inplace_subset_obs(np.arange(CELLS)[::-1])
    assert ask(data, "genes/0/1") is None, "the rows stand in another order"
    shown._inplace_subset_obs(np.arange(10))
    assert ask(data, "genes/0/1") is None
    path = tmp_path / "a.h5ad"
    made().write_h5ad(path)
    data = dataset.of_path(str(path))
    assert ask(data, "genes/0/1") is not None
    made()[::-1].copy().write_h5ad(tmp_path / "b.h5ad")
    os.replace(tmp_path / "b.h5ad", path)
    assert ask(data, "genes/0/1") is None, "the file was written anew"


def test_what_has_no_genes_is_shown_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = anndata.AnnData(obs=made().obs, obsm={"X_umap": np.zeros((CELLS, 2))})
    assert dataset.of_anndata(bare).describe()["matrices"] == []
    monkeypatch.setattr(genes, "GENES", 6)
    data = dataset.of_anndata(made())
    assert [each["key"] for each in data.describe()["matrices"]] == ["X", "layer:twice"]
    assert data.left_out == (("genes: raw", "it has 9 genes, more than 6"),)
    monkeypatch.setattr(genes, "MATRICES", 1)
    assert len(dataset.of_anndata(made()).describe()["matrices"]) == 1


def test_a_graph_of_neighbours_is_given_as_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = made()
    graph = sparse.random(CELLS, CELLS, 0.1, random_state=1, format="csr")
    shown.obsp["distances"], shown.obsp["connectivities"] = graph.tocsc(), graph
    shown.obsp["all to all"] = np.zeros((CELLS, CELLS))
    data = dataset.of_anndata(shown)
    assert [each["key"] for each in data.describe()["graphs"]] == ["connectivities", "distances"]
    for number in (0, 1):
        starts = np.frombuffer(ask(data, f"graphs/{number}/starts") or b"", "<u4")
        neighbours = np.frombuffer(ask(data, f"graphs/{number}/neighbours") or b"", "<u4")
        assert np.array_equal(starts, graph.indptr)
        assert all(
            set(neighbours[starts[row] : starts[row + 1]]) == set(graph[[row]].indices)
            for row in range(CELLS)
        )
    for path in ("graphs/2/starts", "graphs/0", "graphs/0/", "graphs/0/weights", "graphs/x/starts"):
        assert ask(data, path) is None, path
    shown._inplace_subset_obs(np.arange(CELLS)[::-1])
    assert ask(data, "graphs/0/starts") is None, "the rows stand in another order"
    monkeypatch.setattr(graphs, "ENTRIES", 5)
    found = dataset.of_anndata(made_with(graph))
    assert found.describe()["graphs"] == []
    assert found.left_out == (("obsp: g", f"it has {graph.nnz} entries, more than 5"),)


def made_with(graph: Any) -> Any:
    data = made()
    data.obsp["g"] = graph
    return data


def test_values_that_are_no_numbers_are_none() -> None:
    shown = made("dense")
    shown.X[:3, 0] = [np.nan, np.inf, -np.inf]
    values = np.frombuffer(ask(dataset.of_anndata(shown), "genes/0/0") or b"", "<f4")
    assert np.isnan(values[:3]).all()
    assert not np.isnan(values[3:]).any()
