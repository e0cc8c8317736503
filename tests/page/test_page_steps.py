"""Undo and redo over everything that a person does, and rows that stay where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import Plot, Watched, around, groups, save_state, settled
from heaps import MIDDLES
from test_page_tabs import group_of

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")


def selected(page: Any) -> str:
    settled(page)
    found = page.locator("#selected")
    return found.inner_text() if found.count() else ""


def test_what_was_selected_deleted_or_loaded_over_comes_back(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    page = browser.open(show().url)
    plot = Plot(page, adata.obsm["X_umap"])
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    assert undo.is_disabled()
    page.click("#lasso")
    plot.lasso(around(*MIDDLES[0]))
    first = selected(page)
    plot.lasso(around(*MIDDLES[1]), key="Shift")
    both = selected(page)
    assert first
    assert first != both
    undo.click()
    assert selected(page) == first
    redo.click()
    assert selected(page) == both
    assert redo.is_disabled()
    page.keyboard.press("Escape")
    assert selected(page) == ""
    undo.click()
    assert selected(page) == both

    group_of(page, "NK")
    page.click("#add-page")
    group_of(page, "DC")
    page.get_by_role("button", name="Delete DC", exact=True).click()
    assert groups(page) == []
    undo.click()
    assert [name for name, _ in groups(page)] == ["DC"]
    page.get_by_role("button", name="Delete page").click()
    assert [name for name, _ in groups(page)] == ["NK"]
    undo.click()
    assert [name for name, _ in groups(page)] == ["DC"]

    saved = save_state(page, tmp_path)
    page.get_by_role("button", name="Delete DC", exact=True).click()
    group_of(page, "Mono")
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_input_files("#file", saved)
    page.get_by_role("button", name="Replace").click()
    page.get_by_text("” was loaded").wait_for()
    assert [name for name, _ in groups(page)] == ["DC"]
    undo.click()
    assert [name for name, _ in groups(page)] == ["Mono"]


def test_rows_stay_under_the_pointer_when_a_message_comes(browser: Watched, show: Any) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    group_of(page, "NK")
    row = page.get_by_role("button", name="Delete NK", exact=True)
    page.evaluate(
        "() => document.querySelector('#side').scrollTo(0, 0)"
    )  # which a click by the driver does, too
    before = row.bounding_box()
    for _ in range(4):
        viewer.get_session_bundle(timeout=20).close()
        assert row.bounding_box() == before
    while page.get_by_role("button", name="Dismiss").count():
        page.get_by_role("button", name="Dismiss").first.click()
        settled(page)
    assert row.bounding_box() == before
