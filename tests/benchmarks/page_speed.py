"""How long the viewer's page takes, on the clock: `python tests/benchmarks/page_speed.py [--cells N ...] [--write]`.

Chromium draws in software (SwiftShader), as on a machine without a graphics card and as the tests of the page run it.
Everything is what a person waits for: from the address to the cells on the screen, from a click to the cells marked,
from the end of a lasso to the number of cells, from a file to its groups. Drawn means that the graphics have given
back a pixel of it. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "page")]

from browsing import ARGUMENTS  # noqa: E402

from cellucid_session import SessionWriter  # noqa: E402

REPORT = ROOT / "docs" / "benchmarks.md"
HEADING = "## The viewer's page"
TURNS = 3
CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
#: what is measured, and the seconds to reach; None: told, no goal
GOALS = {
    "first draw": 3.0,
    "redraw after a click": 1.0,
    "lasso to count": 0.5,
    "redraw after a lasso": 1.0,
    "load a session of 1,000 groups": 3.0,
    "load a session of 50,000 groups": None,
}

#: until what was drawn is on the screen
DRAWN = """const drawn = async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
  const plot = document.querySelector('#plot');
  const gl = plot.getContext('webgl2');
  if (gl) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  else plot.getContext('2d').getImageData(0, 0, 1, 1);
};
"""
CLICK = (
    "async (name) => {"
    + DRAWN
    + """const before = document.querySelector('#selection').textContent;
  const began = performance.now();
  document.querySelector(`[aria-label="Select the cells of ${name}"]`).click();
  while (document.querySelector('#selection').textContent === before) await new Promise((done) => setTimeout(done, 1));
  await drawn();
  return (performance.now() - began) / 1000;
}"""
)
#: notes when a file was chosen
BEGAN = """() => {
  const noted = () => { window.began = performance.now(); };
  document.querySelector('#file').addEventListener('change', noted, true);
}"""
#: notes when the pointer goes up, and when the number of cells is told
WATCH = (
    "() => {"
    + DRAWN
    + """window.lassoed = new Promise((done) => {
    const before = document.querySelector('#selection').textContent;
    let began = 0;
    addEventListener('pointerup', () => { began = performance.now(); }, { capture: true, once: true });
    const watch = new MutationObserver(async () => {
      if (began === 0 || document.querySelector('#selection').textContent === before) return;
      watch.disconnect();
      const counted = (performance.now() - began) / 1000;
      await drawn();
      done([counted, (performance.now() - began) / 1000]);
    });
    watch.observe(document.querySelector('#selection'), { childList: true, subtree: true, characterData: true });
  });
}"""
)


def cells(number: int) -> Any:
    """An AnnData of so many cells in thirty clusters, as they lie in an embedding."""
    import anndata
    import pandas as pd

    rng = np.random.default_rng(3)
    middles = rng.uniform(-10, 10, (30, 2))
    cluster = rng.integers(0, 30, number)
    places = middles[cluster] + rng.normal(0, 1, (number, 2))
    names = [f"cluster {at}" for at in range(30)]
    index = pd.Index([f"cell{at}" for at in range(number)])
    obs = pd.DataFrame({"cluster": pd.Categorical.from_codes(cluster, names)}, index=index)
    made = anndata.AnnData(obs=obs, var=pd.DataFrame(index=["gene"]))
    made.obsm["X_umap"] = places.astype(np.float32)
    return made


def session(path: Path, data: Any, groups: int) -> Path:
    """A session of so many groups of ten cells each."""
    told = [
        {"id": f"g{at}", "type": "lasso", "label": f"Group {at}", "enabled": True, "cellCount": 10}
        for at in range(groups)
    ]
    page = {"id": "p", "name": "Page", "color": None, "highlightedGroups": told}
    writer = SessionWriter(
        source_type="test",
        dataset_id="speed",
        n_obs=data.n_obs,
        n_vars=data.n_vars,
        cell_names=data.obs_names,
    )
    writer.add("highlights/meta", {"pages": [page], "activePageId": "p", "activePageName": "Page"})
    for at in range(groups):
        writer.add_cells(f"g{at}", np.arange(10 * at, 10 * at + 10) % data.n_obs)
    writer.write(path)
    return path


def circle(page: Any) -> None:
    """Draw a line of a hundred corners around the middle of the plot."""
    box = page.locator("#place").bounding_box()
    x, y, r = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, min(box["width"], box["height"]) / 4
    for at, angle in enumerate(np.linspace(0, 2 * np.pi, 100, endpoint=False)):
        page.mouse.move(x + r * np.cos(angle), y + r * np.sin(angle))
        if at == 0:
            page.mouse.down()
    page.mouse.up()


def measure(browser: Any, number: int, scratch: Path, groups: list[int], turns: int) -> dict[str, float]:
    """The seconds of everything, the median of some turns, for so many cells."""
    from cellucid_session.capture.show import close_all, show_anndata

    data = cells(number)
    viewer = show_anndata(data, dataset_id="speed", source_type="test")
    found: dict[str, list[float]] = {}

    def took(what: str, seconds: float) -> None:
        print(f"{number:,} cells: {what}: {seconds:.2f} s", flush=True)
        found.setdefault(what, []).append(seconds)

    for _ in range(turns):
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        page.set_default_timeout(300_000)
        page.goto(viewer.url, wait_until="commit")
        page.wait_for_selector("#place[data-drawn]", state="attached")
        took(
            "first draw",
            page.evaluate(f"async () => {{ {DRAWN} await drawn(); return performance.now() / 1000; }}"),
        )
        page.get_by_role("button", name="Select the cells of cluster 1", exact=True).wait_for()
        for name in ("cluster 1", "cluster 2"):
            took("redraw after a click", page.evaluate(CLICK, name))
        page.keyboard.press("l")
        page.evaluate(WATCH)
        circle(page)
        counted, drawn = page.evaluate("() => window.lassoed")
        took("lasso to count", counted)
        took("redraw after a lasso", drawn)
        page.close()
    for many in groups:
        file = session(scratch / f"{many}.cellucid-session", data, many)
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        page.set_default_timeout(300_000)
        page.goto(viewer.url)
        page.wait_for_selector("#place[data-drawn]", state="attached")
        page.evaluate(
            f"async () => {{ {DRAWN} await drawn(); }}"
        )  # so that no part of the first picture is counted
        page.evaluate(BEGAN)
        page.set_input_files("#file", file)
        page.get_by_text("was loaded: ").wait_for()
        took(
            f"load a session of {many:,} groups",
            page.evaluate(
                f"async () => {{ {DRAWN} await drawn(); return (performance.now() - window.began) / 1000; }}"
            ),
        )
        page.close()
        file.unlink()
    close_all()
    return {what: statistics.median(each) for what, each in found.items()}


def table(results: dict[int, dict[str, float]], machine: str) -> str:
    """The section of docs/benchmarks.md."""
    numbers = list(results)
    rows = [["seconds until", *(f"{number:,} cells" for number in numbers), "to reach"]]
    for what, goal in GOALS.items():
        told = [f"{results[number][what]:.2f}" if what in results[number] else "" for number in numbers]
        if any(told):
            rows.append([what, *told, "" if goal is None else f"<= {goal:g}"])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    said = (
        "Written by `make page-speed`: seconds on the clock, the median of some turns, in Chromium that draws in\n"
        f"software (SwiftShader), without a graphics card. {machine}"
    )
    return "\n".join([HEADING, "", said, "", *lines, ""])


def main() -> None:
    """Measure, print, and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cells", type=int, nargs="+", default=[200_000, 1_000_000])
    parser.add_argument("--groups", type=int, nargs="*", default=[1_000, 50_000])
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--write", action="store_true", help="write the section of docs/benchmarks.md")
    asked = parser.parse_args()

    from playwright.sync_api import sync_playwright

    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("Chromium is needed (Debian: apt-get install chromium).")
    results = {}
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        machine = f"Chromium {browser.version}."
        for number in asked.cells:
            results[number] = measure(browser, number, Path(scratch), asked.groups, asked.turns)
        browser.close()
    text = table(results, machine)
    print(text)
    if asked.write:
        before = REPORT.read_text("utf-8").split(HEADING)[0].rstrip("\n")
        REPORT.write_text(f"{before}\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
