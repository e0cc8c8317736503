"""A real browser for the page: Debian's Chromium, or its Firefox, driven by Playwright.

`CELLUCID_REQUIRE_BROWSER=1` makes its absence a failure; otherwise the tests that need it are skipped, and say so.
`CELLUCID_BROWSER=firefox` runs them in Firefox (`make page-firefox`): it has WebGL only where there is a screen, so it
wants one (xvfb will do), and its protocol is spoken by Playwright 1.58.
"""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import ARGUMENTS, DOWNLOADS, WANTED, Watched
from needed import CHROMIUM, missing, program

NAMES = {
    "chromium": CHROMIUM,
    "firefox": ("firefox-esr", "firefox"),
}
#: how each is started; Firefox draws by software without a graphics card
STARTED: dict[str, dict[str, Any]] = {
    "chromium": {"args": ARGUMENTS},
    "firefox": {
        "channel": "moz-firefox",
        "firefox_user_prefs": {
            "webgl.force-enabled": True,
            "browser.download.folderList": 2,
            "browser.download.dir": str(DOWNLOADS),
        },
    },
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, one for each worker."""
    path = program(*NAMES[WANTED], package=NAMES[WANTED][0])
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed (pip install playwright)")
    with sync_playwright() as playwright:
        browser = getattr(playwright, WANTED).launch(executable_path=path, **STARTED[WANTED])
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium: Any) -> Iterator[Watched]:
    """The browser, watched: at the end nothing was asked from elsewhere, blocked, or complained of."""
    watched = Watched(chromium)
    yield watched
    watched.close()
    assert watched.complaints == []


@pytest.fixture(scope="session")
def node() -> str:
    """Node, with the page's libraries installed."""
    return program("node", package="nodejs")


@pytest.fixture(scope="module", autouse=True)
def _server_stopped() -> Iterator[None]:
    """No viewer outlives the tests of one file."""
    yield
    shown = sys.modules.get("cellucid_session.capture.show")
    if shown is not None:
        shown.close_all()


@pytest.fixture(scope="module")
def adata() -> Any:
    """See `heaps.heaps`."""
    pytest.importorskip("anndata")
    from heaps import heaps

    return heaps()


@pytest.fixture
def show(adata: Any) -> Callable[..., Any]:
    """`show_anndata` of the data or something else; the viewers are closed when all tests of the file are done."""
    from cellucid_session.capture.show import show_anndata

    def shown(data: Any = None, **options: Any) -> Any:
        options = {"dataset_id": "heaps", "source_type": "test"} | options
        return show_anndata(adata if data is None else data, **options)

    return shown


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A page at another port that holds a viewer's page in frames, as a notebook does: addresses in, address out."""
    folder = tmp_path / "notebook"
    folder.mkdir()
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def address(*urls: str) -> str:
            frames = "".join(f'<iframe src="{url}" width="950" height="600"></iframe>' for url in urls)
            (folder / "index.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{frames}')
            return f"http://127.0.0.1:{server.server_address[1]}/"

        yield address
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *parts: object) -> None:
        """Tests are quiet."""
