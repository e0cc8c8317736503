"""What the page tells: names that Python would meet, cells in no group, whose cell is where, and its colour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from browsing import Plot, Watched, settled
from test_page_correct import drawn
from test_page_tabs import group_of

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")


def test_names_colours_and_cells_are_told(browser: Watched, show: Any, adata: Any) -> None:
    data = adata.copy()
    colours = ["#ff0000", "#00FF00", "#0000ffff", "#888800", "#880088", "#008888"]
    data.uns["leiden_colors"] = np.array(colours)
    data.obs_names = [f"cell{i}\u202e" if i == 7 else f"cell{i}" for i in range(data.n_obs)]
    viewer = show(data)
    page = browser.open(viewer.url)
    plot = Plot(page, data.obsm["X_umap"])
    leiden = data.obs["leiden"].to_numpy()

    # the colours of uns, and names of categories in the plot
    for name, colour in (("T", "#ff0000"), ("B", "#00ff00"), ("NK", "#0000ff")):
        assert drawn(plot, np.flatnonzero(leiden == name), colour)
    names = page.locator("#names span")
    assert names.all_inner_texts()[:3] == ["T", "B", "NK"]
    box = names.nth(1).bounding_box()
    middle = plot.pixels(np.nanmedian(data.obsm["X_umap"][leiden == "B"], axis=0))
    at = np.array([box["x"] + box["width"] / 2 - plot.left, box["y"] + box["height"] / 2 - plot.top])
    assert np.abs(at - middle).max() < 6
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(
        "left => document.querySelector('#names span:nth-child(2)').getBoundingClientRect().left !== left",
        arg=box["x"],
    )
    page.get_by_role("button", name="Fit", exact=True).click()
    page.get_by_role("button", name="Names", exact=True).click()
    settled(page)
    assert names.count() == 0

    # whose cell is under the pointer
    for cell, name in ((3, "cell3"), (7, "cell7\\u202e")):
        x, y = plot.pixels(data.obsm["X_umap"][cell]) + np.array([plot.left, plot.top])
        page.mouse.move(float(x), float(y))
        page.locator("#tip strong").get_by_text(name, exact=True).wait_for()
        told = page.locator("#tip span").inner_text()
        assert told.startswith("leiden: ")
        assert told.removeprefix("leiden: ").split("\\")[0] == str(leiden[cell]).split("\u202e")[0]
    viewer.color_by("score")
    page.mouse.move(float(x) + 1, float(y))
    page.locator("#tip span").get_by_text("score: ").wait_for()
    assert float(page.locator("#tip span").inner_text()[7:]) == pytest.approx(
        data.obs["score"].iloc[7], rel=1e-3
    )
    page.mouse.move(plot.left + 5, plot.top + 5)
    page.wait_for_function("() => !document.querySelector('#tip p')")

    # names that Python would meet
    viewer.color_by("leiden")
    group_of(page, "NK")
    assert page.locator(".groups .warn").count() == 0
    viewer.highlight(data.obs_names[:2], "NK", page="Other")
    settled(page)
    assert page.locator(".groups .warn").inner_text().startswith("Another group has this name")
    viewer.label(data.obs_names[:2], "a", "score")
    settled(page)
    assert page.locator(".field .warn").inner_text().startswith("obs has a column of this name")

    # cells that are in no group when Python asks
    viewer.select(data.obs_names[:2])
    viewer.get_session_bundle(timeout=20).close()
    page.get_by_text("Python asked for the session and got it.").first.wait_for()
    viewer.select(data.obs_names[leiden == "B"])
    viewer.get_session_bundle(timeout=20).close()
    outside = int((leiden == "B")[2:].sum())
    page.locator(".notices li").first.get_by_text(
        f"Of the selected cells {outside} cells are in no group"
    ).wait_for()
