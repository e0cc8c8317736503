"""What counts as saved: a file of Save State, and what Python has kept; a session that Python merely got does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import Watched
from test_page_tabs import group_of

from cellucid_session import apply_cellucid_session_to_anndata, apply_sessions, plan_session

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")

UNSAVED = "unsaved changes"
KEEPING: dict[str, Callable[[Any, Any, Path], object]] = {
    "saved": lambda bundle, adata, folder: bundle.save(folder / "kept.cellucid-session"),
    "applied by its method": lambda bundle, adata, folder: bundle.apply_to_anndata(adata),
    "applied": lambda bundle, adata, folder: apply_cellucid_session_to_anndata(bundle, adata),
    "applied with others": lambda bundle, adata, folder: apply_sessions({"": bundle}, adata),
}


@pytest.mark.parametrize("how", KEEPING)
def test_work_is_saved_when_python_has_kept_it_and_not_before(
    how: str, browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    group_of(page, "NK")
    with viewer.get_session_bundle(timeout=20) as bundle:
        page.get_by_text("Python asked for the session and got it.").wait_for()
        plan_session(bundle, adata)
        page.wait_for_timeout(500)
        assert UNSAVED in page.inner_text("header")
        KEEPING[how](bundle, adata, tmp_path)
        page.get_by_text("Python saved the session.").wait_for()
        assert UNSAVED not in page.inner_text("header")


def test_what_was_done_since_is_still_unsaved(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    viewer = show()
    page = browser.open(viewer.url)
    group_of(page, "NK")
    with viewer.get_session_bundle(timeout=20) as bundle:
        group_of(page, "DC")
        bundle.save(tmp_path / "kept.cellucid-session")
    page.get_by_text("What was done here since is not in it.").wait_for()
    assert UNSAVED in page.inner_text("header")
    viewer.apply_session_to_anndata(adata, timeout=20)
    page.get_by_text("Python saved the session.").wait_for()
    assert UNSAVED not in page.inner_text("header")
    viewer.get_session_bundle(
        timeout=20
    ).close()  # and a bundle of a viewer that was closed keeps like any other
    bundle = viewer.get_session_bundle(timeout=20)
    browser.expected = ["404"]
    page.close()
    bundle.save(tmp_path / "again.cellucid-session")
