"""Labels that are there already are corrected in the page, and what is saved comes back by names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import Plot, Watched, around, save_state, settled
from heaps import MIDDLES

from cellucid_session import validate
from cellucid_session.apply import CellsByNameWarning

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")


def categories(page: Any) -> dict[str, str]:
    """Names and counts of the categories of the field."""
    settled(page)
    rows = page.locator(".field .categories > li").all()
    return {row.locator(".name").input_value(): row.locator(".count").inner_text() for row in rows}


def drawn(plot: Plot, cells: np.ndarray, colour: str) -> bool:
    """Whether most of some cells come to have a colour."""
    for _ in range(40):
        if plot.colour(cells) == colour:
            return True
        plot.page.wait_for_timeout(100)
    return False


def test_a_column_is_corrected_and_comes_back_by_names(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    plot = Plot(page, adata.obsm["X_umap"])
    counts = adata.obs["leiden"].value_counts()
    page.click("#copy-column")
    settled(page)
    assert page.locator("#colour option:checked").inner_text() == "leiden corrected"
    assert categories(page)["NK"] == f"{counts['NK']} cells"

    # rename, merge and delete, each a step
    page.get_by_label("Name of the category", exact=True).nth(0).fill("T, naive")
    page.keyboard.press("Enter")
    page.get_by_label("Category that goes").select_option(label="Mono")
    page.get_by_label("Category that gets its cells").select_option(label="DC")
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_role("button", name="Delete the category B").click()
    undo = page.get_by_role("button", name="Undo", exact=True)
    assert list(categories(page)) == ["T, naive", "NK", "DC", "<img src=x onerror=alert(1)>\\u202e"]
    assert categories(page)["DC"] == f"{counts['Mono'] + counts['DC']} cells"
    undo.click()
    assert categories(page)["B"] == f"{counts['B']} cells"
    page.get_by_role("button", name="Redo", exact=True).click()

    # what is painted shows at once, in a group or not
    line = around(*MIDDLES[0])
    painted = np.flatnonzero(plot.inside(line))
    page.click("#lasso")
    plot.lasso(line)
    page.click("#new-group")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('#selected')")
    nk, t_naive = "#2f9e5b", "#3b75d1"
    assert drawn(plot, painted, t_naive)
    plot.lasso(line)
    page.get_by_role("button", name="Paint the selection NK").click()
    page.keyboard.press("Escape")
    assert drawn(plot, painted, nk)
    undo.click()  # the selection
    undo.click()
    page.keyboard.press("Escape")
    assert drawn(plot, painted, t_naive)
    plot.lasso(line)
    page.get_by_role("button", name="Paint the selection NK").click()

    # by names, into the same cells in another order
    saved = save_state(page, tmp_path)
    assert validate(saved).verdict == "valid"
    order = np.random.default_rng(1).permutation(adata.n_obs)
    wanted = adata.obs["leiden"].astype(object).replace({"T": "T, naive", "Mono": "DC", "B": None})
    wanted.iloc[painted] = "NK"
    with pytest.warns(CellsByNameWarning):
        result = viewer.apply_session_to_anndata(adata[order].copy(), timeout=20)
    got = result.obs["leiden_corrected"].astype(object)
    assert (got.where(got.notna(), None) == wanted.loc[got.index]).sum() == wanted.notna().sum()
    assert got.isna().sum() == wanted.isna().sum()
    assert list(result.obs["leiden"]) == list(adata.obs["leiden"].iloc[order]), "the column stays as it was"
