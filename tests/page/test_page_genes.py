"""Cells coloured by a gene that was looked up by its name, and by numbers, with ends that a few cells do not move."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import Plot, Watched, load_state, notices, save_state, settled
from test_page_correct import drawn

from cellucid_session import validate

anndata = pytest.importorskip("anndata")
sparse = pytest.importorskip("scipy.sparse")
pytest.importorskip("uvicorn")
DARK, BRIGHT = "#440154", "#fde725"  # the ends of the ramp


def title(page: Any) -> str:
    settled(page)
    return page.locator("#legend-title").inner_text()


def test_a_gene_colours_the_cells(browser: Watched, show: Any, adata: Any, tmp_path: Path) -> None:
    data = adata.copy()
    is_t = (data.obs["leiden"] == "T").to_numpy()
    values = np.zeros(data.shape, np.float32)
    values[is_t, 3] = 2
    values[np.flatnonzero(is_t)[0], 3] = 1000  # one cell far out
    data.X = sparse.csr_matrix(values)
    data.layers["counts"] = sparse.csc_matrix(values[:, ::-1])
    data.var_names = ["CD19", "MS4A1", "CD3D", "CD3E", "cd8a", "NKG7", "<b>\u202e"]
    viewer = show(data)
    page = browser.open(viewer.url)
    plot = Plot(page, data.obsm["X_umap"])
    t_cells, others = np.flatnonzero(is_t)[5:], np.flatnonzero(data.obs["leiden"] == "Mono")

    # looked up as one types
    page.fill("#gene", "cd3")
    page.wait_for_function("() => document.querySelectorAll('#genes option').length === 2")
    assert page.locator("#genes option").evaluate_all("(all) => all.map((one) => one.value)") == [
        "CD3D",
        "CD3E",
    ]
    page.fill("#gene", "cd3e")
    page.keyboard.press("Enter")
    page.locator("#scale").wait_for()
    assert title(page) == "CD3E in X"
    assert drawn(plot, t_cells, BRIGHT), "the cell far out did not take the colours from the others"
    assert drawn(plot, others, DARK)
    assert f"{is_t.sum()} cells of 600 cells above 0. Values go from 0 to 1,000" in page.inner_text("#scale")
    page.fill("#gene", "CD4")
    page.keyboard.press("Enter")
    page.get_by_text("There is no gene “CD4” in X.").wait_for()
    assert title(page) == "CD3E in X"

    # another matrix, and from Python
    page.select_option("#matrix", label="layer:counts")
    page.wait_for_function(
        "() => document.querySelector('#legend-title').textContent === 'CD3E in layer:counts'"
    )
    viewer.color_by("<b>\u202e")
    assert title(page) == "<b>\\u202e in layer:counts"
    page.select_option("#matrix", label="X")
    viewer.color_by("CD3E")
    assert title(page) == "CD3E in X"
    assert page.locator("b").count() == 0

    # it is saved, and comes back
    saved = save_state(page, tmp_path)
    assert validate(saved).findings == ()
    viewer.color_by("score")
    assert title(page) == "score"
    assert page.inner_text("#scale").startswith("600 cells of 600 cells above 0.")
    page.on("dialog", lambda dialog: dialog.accept())
    load_state(page, saved)
    page.wait_for_function("() => document.querySelector('#legend-title').textContent === 'CD3E in X'")

    # cells that are others by now get no values
    data._inplace_subset_obs(np.arange(data.n_obs)[::-1])
    browser.expected.append("404")
    page.fill("#gene", "NKG7")
    page.keyboard.press("Enter")
    page.get_by_text("The gene NKG7 could not be loaded: it is not there any more").wait_for()
    assert len(notices(page)) > 0
