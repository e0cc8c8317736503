"""A viewer in a cell of a real JupyterLab, in a real browser: shown, worked in, captured, and told when it is stale.

`CELLUCID_REQUIRE_BROWSER=1` makes the absence of JupyterLab or of the browser a failure; otherwise these tests are
skipped, and say so. `CELLUCID_PICTURES=FOLDER` keeps what the notebook looked like.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupyter
import nbformat
import needed
import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
SECONDS = (
    90_000  # milliseconds; a notebook's first page takes its time on a machine that does other things too
)

SHOW = """
import anndata, numpy as np, pandas as pd
from cellucid_session import show_anndata

rng = np.random.default_rng(0)
adata = anndata.AnnData(
    obs=pd.DataFrame({"leiden": pd.Categorical(rng.choice(["a", "b"], 500))}, index=[f"c{n}" for n in range(500)]),
    var=pd.DataFrame(index=["g1", "g2"]),
    obsm={"X_umap": rng.normal(size=(500, 2))},
)
viewer = show_anndata(adata, height=500)
viewer
"""
CAPTURE = """
bundle = viewer.get_session_bundle(timeout=60)
print("groups:", [group.label for group in bundle.groups], len(bundle.groups[0].indices))
"""
APPLY = """
applied = viewer.apply_session_to_anndata(adata, inplace=False, timeout=60)
print("equal:", applied.obs["cellucid_highlight__" + bundle.groups[0].id].equals(adata.obs["leiden"] == "a"))
"""
DEBUG = "viewer.debug_connection(timeout=60)"
TWICE = "viewer"
CELLS = [SHOW, CAPTURE, APPLY, DEBUG, TWICE]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    for package in ("jupyterlab", "jupyter_server_proxy", "playwright"):
        if importlib.util.find_spec(package) is None:
            needed.missing(f"{package} is not installed (extra `test`)")
    path = needed.chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Lab:
    """A notebook that is open in JupyterLab."""

    def __init__(self, chromium: Any, server: jupyter.Server, name: str, host: str) -> None:
        self.server = server
        self.path = server.folder / f"{name}.ipynb"
        cells = [nbformat.v4.new_code_cell(code.strip()) for code in CELLS]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), self.path)
        self.outside: list[str] = []
        self.answers: list[tuple[int, str]] = []
        self.context = chromium.new_context(viewport={"width": 1300, "height": 1500})
        self.context.set_default_timeout(SECONDS)
        self.page = self.context.new_page()
        self.page.on("request", self._asked)
        self.page.on("response", lambda answer: self.answers.append((answer.status, answer.url)))
        self.page.goto(server.url(f"lab/tree/{self.path.name}").replace("127.0.0.1", host))
        self.page.get_by_text("| Idle").wait_for()

    def _asked(self, request: Any) -> None:
        if not re.match(r"(?:https?|wss?)://(?:127\.0\.0\.1|localhost)[:/]|data:|blob:", request.url):
            self.outside.append(request.url)

    def run(self, number: int) -> Any:
        """Run a cell; what it shows."""
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(number)
        cell.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Control+Enter")
        return cell.locator(".jp-OutputArea")

    @property
    def viewer(self) -> Any:
        """The frame of the viewer."""
        return self.page.frame_locator("iframe[data-cellucid]").first

    def picture(self, name: str) -> None:
        folder = os.environ.get("CELLUCID_PICTURES")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture(scope="module", params=["proxied", "direct"])
def lab(
    request: pytest.FixtureRequest, chromium: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lab]:
    """JupyterLab under a path with jupyter-server-proxy, and one without it, on this computer by its other name."""
    proxied = request.param == "proxied"
    home = tmp_path_factory.mktemp("home")
    base, host = ("/user/ann/", "127.0.0.1") if proxied else ("/", "localhost")
    with jupyter.running(home, lab=True, base=base, proxy=proxied) as server:
        opened = Lab(chromium, server, request.param, host)
        yield opened
        opened.picture(f"{request.param}-end")
        opened.context.close()
        assert opened.outside == []


@pytest.fixture(scope="module")
def captured(lab: Lab) -> Lab:
    """The whole way: shown, a group made by hand, captured, applied."""
    lab.run(0)
    lab.viewer.locator("#place[data-drawn]").wait_for(state="attached")
    lab.viewer.get_by_role("button", name="Select the cells of a", exact=True).click()
    lab.viewer.get_by_role("button", name="New group", exact=True).click()
    lab.picture(f"{lab.path.stem}-group")
    lab.run(1).get_by_text("groups:").wait_for()
    lab.run(2).get_by_text("equal:").wait_for()
    lab.run(3).get_by_text("works").wait_for()
    lab.picture(f"{lab.path.stem}-captured")
    return lab


def test_what_was_done_in_the_frame_comes_to_the_analysis(captured: Lab) -> None:
    cells = captured.page.locator(".jp-Notebook .jp-Cell")
    told = [cells.nth(number).locator(".jp-OutputArea").inner_text() for number in range(4)]
    assert re.search(r"groups: \['.+'\] 2\d\d", told[1]), told[1]
    assert "equal: True" in told[2]
    assert "everything works" in told[3]
    assert re.search(r"page +answers in \d+ ms \(cellucid-session ", told[3]), told[3]


def test_the_server_is_reached_as_the_notebook_is(captured: Lab) -> None:
    asked = {url.split("/_cellucid/")[0] for status, url in captured.answers if "/_cellucid/viewers/" in url}
    proxied = captured.path.stem == "proxied"
    form = r"http://127\.0\.0\.1:\d+/user/ann/proxy/\d+" if proxied else r"http://127\.0\.0\.1:\d+"
    assert [bool(re.fullmatch(form, base)) for base in asked] == [True], asked
    assert [answer for answer in captured.answers if answer[0] >= 400 and "/viewers/" in answer[1]] == []


def test_a_viewer_is_not_opened_twice_in_one_notebook(captured: Lab) -> None:
    captured.run(4).get_by_text("This viewer is open in this notebook already").wait_for()
    assert captured.page.locator('iframe[title^="Viewer of"]:visible').count() == 1


def test_a_saved_notebook_keeps_no_command(captured: Lab) -> None:
    captured.page.locator(".jp-Notebook .jp-Cell .jp-InputPrompt").nth(1).click()
    captured.page.keyboard.press("Control+s")
    captured.page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")
    notebook = json.loads(captured.path.read_text("utf-8"))
    for cell in notebook["cells"][1:4]:
        text = json.dumps(cell["outputs"])
        assert "groups:" in text or "equal:" in text or "works" in text
        assert "token" not in text
        assert "requestId" not in text


def test_after_a_restart_of_the_kernel_the_page_says_that_it_is_stale(captured: Lab) -> None:
    address = f"http://127.0.0.1:{captured.server.port}{captured.server.base}api/kernels"
    headers = {"Authorization": f"token {jupyter.TOKEN}"}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        (kernel,) = json.loads(answer.read())
    restart = urllib.request.Request(f"{address}/{kernel['id']}/restart", b"", headers, method="POST")
    urllib.request.urlopen(restart).close()
    try:
        captured.viewer.locator("#alert").get_by_text(re.compile("kernel|reach")).wait_for(timeout=45_000)
    finally:
        captured.picture(f"{captured.path.stem}-restarted")
