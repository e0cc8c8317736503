"""The job that the page is for, from a gene to labels in AnnData, in one go: with few cells, and with a million."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import Watched, save_state, settled
from test_page_correct import categories

from cellucid_session import validate
from cellucid_session.apply import CellsByNameWarning

anndata = pytest.importorskip("anndata")
pd = pytest.importorskip("pandas")
sparse = pytest.importorskip("scipy.sparse")
pytest.importorskip("uvicorn")

TYPES = ("T", "B", "NK", "Mono", "DC")


def made(cells: int) -> Any:
    """Cells of five types in five places, two genes, and names in no order."""
    rng = np.random.default_rng(11)
    kind = rng.integers(0, len(TYPES), cells)
    places = np.column_stack((kind * 10.0, kind % 2 * 8.0)) + rng.normal(0, 1, (cells, 2))
    gene = np.where(rng.random(cells) < 0.02, rng.random(cells) + 1, 0).astype(np.float32)
    counts = sparse.csr_matrix(np.column_stack((gene, np.zeros(cells, np.float32))))
    obs = pd.DataFrame(
        {"cell type": pd.Categorical.from_codes(kind, TYPES)},
        index=[f"cell{name}" for name in rng.permutation(cells)],
    )
    data = anndata.AnnData(counts, obs=obs, var=pd.DataFrame(index=["CD3E", "MS4A1"]))
    data.obsm["X_umap"] = places.astype(np.float32)
    return data


@pytest.mark.parametrize("cells", [3_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_gene_two_corrected_labels_and_a_merged_one_come_back_by_names(
    browser: Watched, show: Any, tmp_path: Path, cells: int
) -> None:
    data = made(cells)
    viewer = show(data, dataset_id=f"job-{cells}")
    page = browser.open(viewer.url)
    page.set_default_timeout(120_000)

    # the cells that have a gene, as a group
    page.fill("#gene", "CD3E")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#legend-title').textContent === 'CD3E in X'")
    page.get_by_label("Least value").focus()
    page.keyboard.press("PageUp")
    settled(page)
    page.get_by_role("button", name="Select the cells in the range").click()
    settled(page)
    chosen = viewer.selection.mask
    gene = data.X[:, 0].toarray().ravel()
    assert 0 < chosen.sum() <= (gene > 0).sum()
    assert gene[chosen].min() > gene[~chosen].max()
    page.click("#new-group")
    settled(page)

    # two labels corrected, and one merged into another
    page.select_option("#colour", label="cell type")
    page.click("#copy-column")
    settled(page)
    for place, name in ((0, "T, naive"), (1, "B, memory")):
        page.get_by_label("Name of the category", exact=True).nth(place).fill(name)
        page.keyboard.press("Enter")
    page.get_by_label("Category that goes").select_option(label="Mono")
    page.get_by_label("Category that gets its cells").select_option(label="DC")
    page.get_by_role("button", name="Merge", exact=True).click()
    assert list(categories(page)) == ["T, naive", "B, memory", "NK", "DC"]

    # into the same cells in another order
    saved = save_state(page, tmp_path)
    assert validate(saved).verdict == "valid"
    order = np.random.default_rng(1).permutation(cells)
    with pytest.warns(CellsByNameWarning):
        result = viewer.apply_session_to_anndata(data[order].copy(), timeout=120, highlight_names="label")
    wanted = data.obs["cell type"].astype(object)
    wanted = wanted.replace({"T": "T, naive", "B": "B, memory", "Mono": "DC"})
    got = result.obs["cell_type_corrected"]
    assert list(got.astype(object)) == list(wanted.iloc[order])
    assert list(result.obs["cell type"]) == list(data.obs["cell type"].iloc[order])
    (group,) = [name for name in result.obs if result.obs[name].dtype == bool]
    assert np.array_equal(result.obs[group].to_numpy(), chosen[order])
