"""What goes wrong says so, and comes back when it can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import Watched, notices, settled
from test_page_tabs import group_of

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")


def test_a_column_that_did_not_come_is_no_data_and_comes_later(browser: Watched, show: Any) -> None:
    browser.expected = ["ERR_FAILED"]
    page = browser.open("about:blank", wait=False)
    page.route("**/obs/0", lambda route: route.abort())
    url = show().url
    browser.allow(url.split("/")[2])
    page.goto(url)
    page.wait_for_selector("#place[data-drawn]", state="attached")
    page.get_by_text("The column leiden could not be loaded").wait_for()
    page.get_by_text("It could not be loaded").first.wait_for()
    assert "0 cells" not in page.inner_text("#side")
    page.wait_for_timeout(3500)
    assert len([text for text in notices(page) if "could not be loaded" in text]) == 1
    page.unroute("**/obs/0")
    page.get_by_role("button", name="Select the cells of NK").wait_for()
    group_of(page, "NK")


#: as many plots as a browser has graphics for, so that it takes them from the page's own
CROWD = """() => { window.crowd = Array.from({ length: 20 }, () => {
  const gl = document.createElement("canvas").getContext("webgl2");
  gl.clear(gl.COLOR_BUFFER_BIT);
  return gl;
}); }"""


def test_graphics_that_were_taken_away_are_asked_for_anew(browser: Watched, show: Any) -> None:
    browser.expected = ["WebGL", "context", "lost"]
    page = browser.open(show().url)
    group_of(page, "NK")
    page.locator("#plot").focus()
    settled(page)
    page.wait_for_timeout(300)
    before = page.locator("#place").screenshot(caret="initial")
    page.evaluate(CROWD)
    page.wait_for_timeout(300)
    assert page.locator("#place").screenshot(caret="initial") == before, "the picture stays"
    frames = int(page.get_attribute("#place", "data-drawn"))
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(f"#place:not([data-drawn='{frames}'])", state="attached")
    page.keyboard.press("0")
    page.wait_for_timeout(500)
    assert page.locator("#place").screenshot(caret="initial") == before, "and is drawn anew when it is moved"


def test_many_changes_are_one_picture_and_idle_graphics_are_given_back(browser: Watched, show: Any) -> None:
    page = browser.open(show().url)
    page.evaluate("""() => {
      window.contexts = 0;
      const original = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        const known = this.known ?? 0;
        const made = original.call(this, kind, ...more);
        if (kind === "webgl2" && !known) { window.contexts += 1; this.known = 1; }
        return made;
      };
    }""")
    settled(page)
    page.wait_for_timeout(300)
    before = int(page.get_attribute("#place", "data-drawn"))
    page.evaluate("""() => {
      const names = ["T", "B", "NK", "Mono", "DC"];
      const press = (name) => document.querySelector(`[aria-label="Select the cells of ${name}"]`).click();
      for (let n = 0; n < 200; n++) press(names[n % 5]);
    }""")
    page.wait_for_timeout(500)
    assert 1 <= int(page.get_attribute("#place", "data-drawn")) - before <= 3
    assert page.evaluate("() => window.contexts") == 0, (
        "the graphics are kept while there is something to draw"
    )
    page.wait_for_timeout(4500)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.contexts") == 1, "they were given back, and asked for anew"
    assert int(page.get_attribute("#place", "data-drawn")) > before + 1


def test_an_embedding_without_a_place_says_so(browser: Watched, show: Any, adata: Any) -> None:
    data = adata.copy()
    data.obsm["X_umap"] = np.full_like(data.obsm["X_umap"], np.nan)
    data.obsm["X_tsne"] = adata.obsm["X_umap"]
    page = browser.open(show(data).url, wait=False)
    page.get_by_text("No cell has a place in X_umap").wait_for()
    assert "600 cells without a place here" in page.inner_text("header")
    page.select_option("#embedding", label="X_tsne")
    page.wait_for_selector("#place[data-drawn]", state="attached")
    page.get_by_text("3 cells without a place here").wait_for()


def test_a_damaged_session_beside_the_data_is_told_in_the_page(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    from cellucid_session.capture.snapshot import SnapshotWarning

    adata.write_h5ad(tmp_path / "heaps.h5ad")
    (tmp_path / "bad.cellucid-session").write_bytes(b"CELLUCID_SESSION\n\0\0\0\0")
    (tmp_path / "state-snapshots.json").write_text(json.dumps({"states": ["bad.cellucid-session"]}))
    with pytest.warns(SnapshotWarning, match="is not used"):
        viewer = show(tmp_path / "heaps.h5ad")
    page = browser.open(viewer.url)
    page.get_by_text("Nothing was restored: state-snapshots.json beside the data").wait_for()
    assert page.locator(".warning").count() == 1


def test_a_session_beside_the_data_that_is_gone_is_no_lost_kernel(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    from test_page_browser import session

    browser.expected = ["404"]
    adata.write_h5ad(tmp_path / "heaps.h5ad")
    session(tmp_path / "one.cellucid-session", cell_names=list(adata.obs_names))
    (tmp_path / "state-snapshots.json").write_text(json.dumps({"states": ["one.cellucid-session"]}))
    viewer = show(tmp_path / "heaps.h5ad")
    (tmp_path / "one.cellucid-session").unlink()
    page = browser.open(viewer.url)
    page.get_by_text("was not loaded: it is not there any more").wait_for()
    assert page.inner_text("#alert") == ""
