"""What Python does in the page: groups, labels, colours and selections; and what it is told of the page."""

from __future__ import annotations

import queue
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import Plot, Watched, around, groups, settled
from heaps import MIDDLES, N_OBS

from cellucid_session.capture import CaptureError
from cellucid_session.errors import UsageError

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")


def test_python_works_in_the_page_and_a_person_can_undo_it(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    is_t = adata.obs["leiden"] == "T"
    undo = page.get_by_role("button", name="Undo", exact=True)

    # groups: by a mask of obs, by names in any order, by a plain mask
    viewer.highlight(is_t, "T cells", page="Findings", color="#123456")
    viewer.highlight(list(adata.obs_names[[7, 3, 3]]), "two", page="Findings")
    viewer.highlight(np.arange(N_OBS) < 5, "five", page="Others")
    assert groups(page) == [("five", "5 cells")]
    page.get_by_role("button", name="Findings", exact=True).click()
    assert groups(page) == [("T cells", f"{int(is_t.sum())} cells"), ("two", "2 cells")]
    assert page.get_by_label("Colour of T cells").input_value() == "#123456"
    assert page.locator(".page").all_inner_texts() == ["Findings", "Others"], (
        "no empty page is left before them"
    )
    with pytest.raises(CaptureError, match="replace=True"):
        viewer.highlight(is_t, "two", page="Findings")
    viewer.highlight(is_t, "two", page="Findings", replace=True)
    assert groups(page)[1] == ("two", f"{int(is_t.sum())} cells")
    undo.click()
    assert groups(page)[1] == ("two", "2 cells")

    # labels and colours
    viewer.label(is_t, "T", "cell type")
    viewer.label(adata.obs_names[:3], "B", "cell type")
    viewer.label(adata.obs_names[:1], None, "cell type")
    settled(page)
    assert page.locator("#colour option:checked").inner_text() == "cell type"
    with viewer.get_session_bundle() as bundle:
        assert [(g.label, g.indices.tolist()) for g in bundle.groups][1] == ("two", [3, 7])
        labels = bundle.apply_to_anndata(adata).obs["cell_type"]
    wanted = np.where(is_t, "T", "").astype(object)
    wanted[:3], wanted[0] = "B", ""
    assert list(labels.astype(object).fillna("")) == list(wanted)
    viewer.color_by("score")
    assert page.locator("#colour option:checked").inner_text() == "score"
    with pytest.raises(CaptureError, match="nothing called “nowhere”"):
        viewer.color_by("nowhere")
    viewer.color_by(None)
    assert page.locator("#colour").input_value() == "none"

    # the selection, there and back
    told: queue.Queue[tuple[int, list[str]]] = queue.Queue()

    @viewer.on_change
    def selected(one: Any) -> None:
        found = one.selection
        told.put((len(found), list(found.obs_names)))

    viewer.select(adata.obs_names[[9, 4]])
    while told.get(timeout=20) != (2, list(adata.obs_names[[4, 9]])):
        pass
    assert page.text_content("#selected") == "2 cells selected"
    viewer.select(np.arange(N_OBS) == 4, how="remove")
    assert list(viewer.selection.positions) == [9]
    undo.click()
    settled(page)
    assert viewer.selection.mask.nonzero()[0].tolist() == [4, 9]
    page.click("#lasso")
    plot = Plot(page, adata.obsm["X_umap"])
    line = around(*MIDDLES[0])
    plot.lasso(line)
    cells = np.flatnonzero(plot.inside(line))
    while told.get(timeout=20)[1] != list(adata.obs_names[cells]):
        pass
    assert list(viewer.selection.positions) == list(cells)
    viewer.forget_change(selected)
    viewer.select([])
    assert len(viewer.selection) == 0
    assert told.empty()
    page.get_by_text("Python selected cells: 0 cells now. Undo takes it back.").first.wait_for()

    # nothing was sent of what can't be meant
    for meant, text in (
        (np.ones(N_OBS - 1, dtype=bool), f"the mask has {N_OBS - 1} values, and {N_OBS} cells are shown"),
        (["cell1", "nobody\u202e"], "1 of 2 names are not shown by this viewer: 'nobody\\u202e'"),
        (np.arange(3), "neither True and False nor names"),
        ("cell1", "a mask or names, not str"),
    ):
        with pytest.raises(UsageError) as caught:
            viewer.highlight(meant, "x")
        assert text in str(caught.value).replace("\\\\", "\\")
