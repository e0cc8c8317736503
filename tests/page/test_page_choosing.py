"""Cells are selected by what is known of them: category, value, gene, neighbours; and by several of these together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from browsing import Plot, Watched, around, settled
from heaps import MIDDLES, N_OBS

pytest.importorskip("anndata")
sparse = pytest.importorskip("scipy.sparse")
pytest.importorskip("uvicorn")


def test_what_is_known_of_cells_selects_them(browser: Watched, show: Any, adata: Any) -> None:
    data = adata.copy()
    chain = np.arange(N_OBS - 1)  # each cell is the neighbour of the next
    ones = np.ones(N_OBS - 1, np.float32)
    data.obsp["connectivities"] = sparse.csr_matrix((ones, (chain, chain + 1)), (N_OBS, N_OBS))
    viewer = show(data)
    page = browser.open(viewer.url)
    plot = Plot(page, data.obsm["X_umap"])

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    def selected() -> np.ndarray:
        settled(page)
        return viewer.selection.mask

    leiden, score = data.obs["leiden"].to_numpy(), data.obs["score"].to_numpy(np.float64)
    heap = plot.inside(around(*MIDDLES[0]))
    # a lasso and a category: or, and, not
    page.click("#lasso")
    plot.lasso(around(*MIDDLES[0]))
    press("Add")
    press("Select the cells of NK")
    assert np.array_equal(selected(), heap | (leiden == "NK"))
    press("Keep")
    press("Select the cells of T")
    assert np.array_equal(selected(), heap & (leiden == "T"))
    press("Invert")
    press("Remove")
    press("Select the cells of B")
    assert np.array_equal(selected(), ~(heap & (leiden == "T")) & (leiden != "B"))
    page.get_by_role("button", name="Undo", exact=True).click()
    assert np.array_equal(selected(), ~(heap & (leiden == "T")))

    # a range of numbers, from the keyboard alone
    page.select_option("#colour", label="score")
    page.get_by_label("Least value").focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    settled(page)
    least = float(page.get_by_label("Least value").get_attribute("aria-valuetext"))
    known = np.sort(score)
    low, high = known[round(0.01 * (N_OBS - 1))], known[round(0.99 * (N_OBS - 1))]
    share = int(page.get_by_label("Least value").input_value()) / 200
    assert 0.2 < share < 1
    assert np.isclose(least, low + share * (high - low), rtol=1e-3)
    inside = score >= low + share * (high - low)
    assert f"to highest: {inside.sum()} cells" in page.inner_text("#in-range")
    press("New")
    page.get_by_role("button", name="Select the cells in the range").focus()
    page.keyboard.press("Enter")
    assert np.array_equal(selected(), inside)

    # neighbours
    viewer.select(data.obs_names[[10, 11, 12, 300]])
    press("Grow")
    page.get_by_text("8 cells selected").wait_for()
    assert np.flatnonzero(selected()).tolist() == [9, 10, 11, 12, 13, 299, 300, 301]
    press("Shrink")
    page.get_by_text("4 cells selected").wait_for()
    assert np.flatnonzero(selected()).tolist() == [10, 11, 12, 300]
