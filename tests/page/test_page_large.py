"""Sessions of many groups and fields, and many viewers at once: the page stays as usable as with few."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import Watched, notices, settled
from heaps import N_OBS, N_VARS

from cellucid_session import SessionWriter

pytest.importorskip("anndata")
pytest.importorskip("uvicorn")

GROUPS, FIELDS, VIEWERS = 5_000, 300, 18

#: notes what a page gets to draw with
MADE = """(() => {
  globalThis.made = [];
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    const got = getContext.call(this, kind, ...more);
    if (got && kind.startsWith("webgl") && !made.includes(got)) made.push(got);
    return got;
  };
})()"""


def large(path: Path, adata: Any, *, groups: int = GROUPS, fields: int = FIELDS, more: int = 0) -> Path:
    """A session of so many groups and fields, and of so many bytes that are not the page's."""
    told = [
        {"id": f"g{at}", "type": "lasso", "label": f"Group {at}", "enabled": True, "cellCount": 1}
        for at in range(groups)
    ]
    page = {"id": "p", "name": "Page", "color": None, "highlightedGroups": told}
    labels = [
        {"id": f"f{at}", "source": "obs", "kind": "category", "key": f"field {at}", "categories": ["x"]}
        for at in range(fields)
    ]
    with SessionWriter(
        source_type="test",
        dataset_id="heaps",
        n_obs=N_OBS,
        n_vars=N_VARS,
        cell_names=adata.obs_names,
    ) as writer:
        writer.add("highlights/meta", {"pages": [page], "activePageId": "p", "activePageName": "Page"})
        if fields:
            registry = {"renames": None, "deletedFields": None, "userDefinedFields": labels}
            writer.add("core/field-overlays", registry)
        for at in range(groups):
            writer.add_cells(f"g{at}", [at % N_OBS])
        for at in range(fields):
            writer.add_codes(f"f{at}", np.zeros(N_OBS, np.int64))
        if more:
            writer.add(
                "vendor/cache",
                bytes(more),
                contributor="vendor",
                kind="binary",
                dataset_dependent=True,
                priority="lazy",
                codec="none",
            )
        writer.write(path)
    return path


def test_long_lists_hold_the_rows_in_view_and_the_rest_is_found(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    page = browser.open(show().url)
    page.set_input_files("#file", large(tmp_path / "large.cellucid-session", adata))
    page.get_by_text("“large.cellucid-session” was loaded: 5,000 groups on 1 page, 300 fields").wait_for()
    settled(page)
    assert [worker.url.rsplit("/")[-1] for worker in page.workers] == ["worker.js"]  # it was judged there
    assert page.evaluate("() => document.querySelectorAll('#side *').length") < 1500
    assert 0 < page.locator(".groups > li").count() < 30
    page.evaluate("() => { document.querySelector('.long').scrollTop = 1e9; }")
    page.get_by_label("Delete Group 4999").wait_for()
    assert page.locator(".groups > li").last.get_attribute("aria-posinset") == str(GROUPS)
    page.get_by_label("Find groups by name").fill("group 4321")
    page.get_by_label("Delete Group 4321").click()
    page.get_by_label("Find groups by name").fill("")
    page.get_by_label("groups, 4999 of them").wait_for()
    page.get_by_label("Find fields by name").fill("field 123")
    page.get_by_label("Open the field field 123").click()
    page.get_by_label("New category").fill("y")
    page.keyboard.press("Enter")
    page.get_by_label("Delete the category y").wait_for()
    assert page.locator(".field").count() == 1


def test_a_large_session_beside_the_data_is_asked_about_and_loading_it_can_be_cancelled(
    browser: Watched, show: Any, adata: Any, tmp_path: Path
) -> None:
    adata.write_h5ad(tmp_path / "heaps.h5ad")
    large(tmp_path / "large.cellucid-session", adata, groups=2, fields=0, more=9 << 20)
    (tmp_path / "state-snapshots.json").write_text(json.dumps({"states": ["large.cellucid-session"]}))
    viewer = show(tmp_path / "heaps.h5ad")
    page = browser.open(viewer.url)
    page.get_by_text("Load it now?").wait_for()
    page.get_by_role("button", name="Not now").click()
    page.get_by_text("was not loaded. Load State takes it at any time.").wait_for()
    page.get_by_text("No groups yet").wait_for()

    page.evaluate("""() => new MutationObserver(() => document.querySelector("#cancel")?.click())
      .observe(document.body, { childList: true, subtree: true })""")
    page.set_input_files("#file", large(tmp_path / "some.cellucid-session", adata, groups=2000, fields=0))
    page.get_by_text("was not loaded: you cancelled it").wait_for()
    assert page.locator(".groups > li").count() == 0
    assert page.inner_text(".busy") == ""


@pytest.mark.long
def test_of_eighteen_viewers_in_one_notebook_none_is_dead(
    browser: Watched, show: Any, notebook: Callable[..., str]
) -> None:
    browser.expected = ["WebGL", "context", "lost", "Multiple readback operations"]
    urls = [show().url for _ in range(VIEWERS)]
    for url in urls:
        browser.allow(url.split("/")[2])
    browser.before(MADE)
    page = browser.open(notebook(*urls), wait=False)
    frames = [page.frame_locator(f"iframe >> nth={at}") for at in range(VIEWERS)]
    for at, frame in enumerate(frames):
        page.locator("iframe").nth(at).scroll_into_view_if_needed()  # one out of sight is not drawn
        frame.locator("#place[data-drawn]").wait_for(state="attached")
    for frame in page.frames[1:]:  # one that rests has given its graphics back
        frame.wait_for_function(
            "() => made.length > 0 && made.every((gl) => gl.isContextLost())", polling=100
        )

    colours = """(plot) => {
      const { data } = plot.getContext("2d").getImageData(0, 0, plot.width, plot.height);
      const found = new Set();
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add(data.slice(at, at + 3).join());
      return found.size;
    }"""
    for turn in ("as they stand", "after each was moved"):
        for frame in frames:
            assert frame.locator("#plot").evaluate(colours) >= 6, turn
        for at, frame in enumerate(frames):
            if turn == "as they stand":
                page.locator("iframe").nth(at).scroll_into_view_if_needed()
                before = frame.locator("#place").get_attribute("data-drawn")
                frame.get_by_role("button", name="Zoom out").click()
                frame.locator(f"#place:not([data-drawn='{before}'])").wait_for(state="attached")
    assert not [text for frame in frames for text in frame.locator(".warning, .error").all_inner_texts()]
    assert notices(page) == []
