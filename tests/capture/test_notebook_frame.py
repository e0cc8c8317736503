"""The script beside a viewer's frame, in a real browser: whom it hands the page's address to, and what it says."""

from __future__ import annotations

import html
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anndata
import needed
import numpy as np
import pandas as pd
import pytest

from cellucid_session import Viewer, show_anndata
from cellucid_session.capture import display
from cellucid_session.capture import show as showing
from cellucid_session.capture.app import proof

OPEN = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
NOBODY = "This browser can't reach the viewer's server"


class Site:
    """A server of one answer, which remembers what it was asked."""

    def __init__(self, answer: Callable[[str], tuple[bytes, dict[str, str]]]) -> None:
        self.asked: list[str] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                body, headers = answer(self.path)
                self.send_response(200)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *about: Any) -> None:
                del about

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = needed.chromium()
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Viewer]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    showing.close_all()
    adata = anndata.AnnData(obs=pd.DataFrame(index=["a", "b"]), obsm={"X_umap": np.zeros((2, 2))})
    with show_anndata(adata) as shown:
        yield shown
    showing.close_all()


def looked_at(chromium: Any, markup: str, inside: Callable[[str], str] = str) -> tuple[str, str]:
    """What a page with this markup says, and the address that its frame got ("": none)."""
    notebook = Site(
        lambda _: (b"<!doctype html><body>" + inside(markup).encode(), {"Content-Type": "text/html"})
    )
    page = chromium.new_page()
    try:
        page.goto(f"http://localhost:{notebook.port}/")
        frame = page.frames[1] if inside is not str else page
        frame.wait_for_function(
            "() => { const note = document.querySelector('div > p');"
            "return note && !note.textContent.startsWith('The viewer opens'); }"
        )
        note = frame.locator("div > p").first.text_content()
        return note, frame.locator("div > iframe").first.get_attribute("src") or ""
    finally:
        page.close()
        notebook.stop()


def framed(viewer: Viewer, **more: Any) -> str:
    """The frame of a viewer, with some of its values replaced."""
    challenge = "c" * 32
    given: dict[str, Any] = {
        "viewer_id": viewer.viewer_id, "number": 1, "port": viewer._server.port, "base": None, "height": 300,
        "page": viewer._server.page_url(viewer._credentials, base="").lstrip("/"), "title": "t", "refusal": "no host",
        "named": False, "challenge": challenge, "proof": proof(viewer._credentials.token, challenge),
    }  # fmt: skip
    return display.frame_html(**given | more)


def srcdoc(markup: str) -> str:
    return f'<iframe srcdoc="{html.escape(markup, quote=True)}"></iframe>'


def sandboxed(markup: str) -> str:
    return f'<iframe sandbox="allow-scripts" srcdoc="{html.escape(markup, quote=True)}"></iframe>'


@pytest.mark.parametrize("inside", [str, srcdoc, sandboxed])
def test_the_viewers_own_server_gets_its_page(inside: Any, chromium: Any, viewer: Viewer) -> None:
    note, address = looked_at(chromium, viewer._repr_html_(), inside)
    assert note == ""
    assert address.startswith(f"http://127.0.0.1:{viewer._server.port}/_cellucid/page/")
    assert viewer._credentials.token in address


STRANGERS: dict[str, Callable[[str], bytes]] = {
    "any program": lambda path: b"<html>hello",
    "one that plays our server": lambda path: b'{"service": "cellucid-session", "protocol": 1}',
    "our server for another viewer": lambda path: json.dumps(
        {"service": "cellucid-session", "protocol": 1, "proof": proof("t" * 43, "c" * 32)}
    ).encode(),
}


@pytest.mark.parametrize("way", ["directly", "at an address that was named"])
@pytest.mark.parametrize("case", STRANGERS)
def test_a_stranger_at_the_port_gets_nothing(case: str, way: str, chromium: Any, viewer: Viewer) -> None:
    stranger = Site(lambda path: (STRANGERS[case](path), OPEN))
    try:
        named = {"base": f"http://127.0.0.1:{stranger.port}/", "named": True} if way != "directly" else {}
        note, address = looked_at(chromium, framed(viewer, port=stranger.port, **named))
        assert address == ""
        assert (NOBODY if way == "directly" else "the address that base_url names") in note
        assert stranger.asked
        assert all(path.startswith("/_cellucid/health?") for path in stranger.asked if path != "/favicon.ico")
        assert viewer._credentials.token not in "".join(stranger.asked)
    finally:
        stranger.stop()


def test_what_a_hub_said_is_not_said_to_be_the_callers(chromium: Any, viewer: Viewer) -> None:
    hub = {"base": "/user/ann/proxy/5/", "port": 9}
    for inside in (str, srcdoc, sandboxed):
        note, address = looked_at(chromium, framed(viewer, **hub), inside)
        assert address == ""
        assert note.startswith("JupyterHub says that the viewer's server is reached below /user/ann/proxy/5/")
        assert "null" not in note
        assert "that base_url names" not in note
    note, address = looked_at(
        chromium, framed(viewer, base="/user/ann/proxy/5/")
    )  # as in VS Code beside a hub
    assert address.startswith(f"http://127.0.0.1:{viewer._server.port}/")


def test_health_can_be_read_from_anywhere_and_holds_no_secret(viewer: Viewer) -> None:
    from paging import Page

    page = Page(viewer.url)
    page.headers.pop("X-Cellucid-Token")
    for origin in ("https://elsewhere.example", "null", "vscode-webview://abc"):
        status, headers, body = page.ask("GET", "health", Origin=origin)
        assert (status, headers["access-control-allow-origin"]) == (200, "*")
        assert json.loads(body) == {"service": "cellucid-session", "protocol": 1}
        assert page.ask("GET", f"viewers/{viewer.viewer_id}/dataset", Origin=origin)[0] == 403
        assert page.ask("GET", "page/", Origin=origin)[0] == 403
    query = f"health?viewerId={viewer.viewer_id}&challenge=abc"
    told = json.loads(page.ask("GET", query)[2])
    assert told["proof"] == proof(viewer._credentials.token, "abc")
    assert viewer._credentials.token not in str(told)
    assert "proof" not in json.loads(page.ask("GET", f"health?viewerId={'0' * 32}&challenge=abc")[2])
    for wrong in ("health?x=1", "health?challenge=%20", "health?challenge=a&challenge=b"):
        assert page.ask("GET", wrong)[0] == 400, wrong
    assert page.ask("GET", "health", Host="evil.example")[0] == 403


@pytest.mark.parametrize("word", ["vscode", "colab"])
def test_there_is_advice_for_programs_that_show_notebooks(word: str, viewer: Viewer) -> None:
    assert str(viewer._server.port) in framed(viewer).split(f'"{word}": "')[1].split('",')[0]
