"""A viewer on a remote notebook: behind the real jupyter-server-proxy under a path, and through a tunnel."""

from __future__ import annotations

import importlib.util
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import anndata
import jupyter
import numpy as np
import pandas as pd
import pytest
from paging import Page

from cellucid_session import SessionWriter, Viewer, session_from_anndata, show_anndata
from cellucid_session.capture import UploadRefusedError
from cellucid_session.capture import show as showing

MISSING = [
    name for name in ("jupyter_server", "jupyter_server_proxy") if importlib.util.find_spec(name) is None
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (extra `test`)")

CELLS = 2000
HUB = "hub.example.org"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[jupyter.Server]:
    with jupyter.running(tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture
def adata() -> anndata.AnnData:
    return anndata.AnnData(
        obs=pd.DataFrame(
            {"picked": np.arange(CELLS) % 3 == 0}, index=[f"cell{number}" for number in range(CELLS)]
        ),
        var=pd.DataFrame(index=["g1", "g2"]),
        obsm={"X_umap": np.arange(2.0 * CELLS).reshape(CELLS, 2)},
    )


@pytest.fixture
def session(adata: anndata.AnnData) -> bytes:
    made = session_from_anndata(adata, ["picked"])
    assert made is not None
    return made


@pytest.fixture(autouse=True)
def own_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server for each test, with a folder of its own and no environment of a hub."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    for name in ("JUPYTERHUB_SERVICE_PREFIX", "CELLUCID_SESSION_BASE_URL", "CELLUCID_SESSION_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    showing.close_all()
    yield
    showing.close_all()


def through(
    notebook: jupyter.Server, viewer: Viewer, *, host: str | None = None, port: int | None = None
) -> Page:
    """The viewer's page as a browser has it that came by the notebook's address."""
    base = f"http://127.0.0.1:{port or notebook.port}{notebook.base}proxy/{viewer._server.port}"
    told = host or f"127.0.0.1:{port or notebook.port}"
    headers = {
        "Authorization": f"token {jupyter.TOKEN}",
        "Origin": f"http://{told}",
        "Sec-Fetch-Site": "same-origin",
    }
    url = viewer._server.page_url(viewer._credentials, base=base)
    return Page(url, host=told, headers=headers)


def whole_way(page: Page, viewer: Viewer, adata: anndata.AnnData, session: bytes) -> None:
    """Everything that a page does."""
    status, headers, _ = page.ask("GET", f"page/?viewerId={viewer.viewer_id}")
    assert status == 200
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert json.loads(page.get("dataset")[2])["fingerprint"]["cellCount"] == CELLS
    assert page.get("embeddings/0")[2] == adata.obsm["X_umap"].astype("<f4").tobytes()
    page.serve(session, times=2)
    assert viewer.get_session_bundle(timeout=60).path.read_bytes() == session
    applied = viewer.apply_session_to_anndata(adata, timeout=60)
    assert applied.obs["cellucid_highlight__highlight_1"].tolist() == adata.obs["picked"].tolist()


def test_a_session_comes_through_the_proxy(
    notebook: jupyter.Server, adata: anndata.AnnData, session: bytes
) -> None:
    with show_anndata(adata) as viewer:
        page = through(notebook, viewer)
        assert page.prefix == f"/user/ann/proxy/{viewer._server.port}"
        assert json.loads(page.ask("GET", "health")[2])["service"] == "cellucid-session"
        whole_way(page, viewer, adata, session)


def test_a_large_session_comes_through_the_proxy(notebook: jupyter.Server, adata: anndata.AnnData) -> None:
    with SessionWriter(n_obs=CELLS, n_vars=2, codec="none") as writer:
        writer.add(
            "other/blob",
            np.random.default_rng(0).bytes(20 << 20),
            contributor="other",
            kind="binary",
            dataset_dependent=True,
            priority="lazy",
        )
        large = writer.to_bytes()
    assert large is not None
    with show_anndata(adata) as viewer:
        through(notebook, viewer).serve(large)
        assert viewer.get_session_bundle(timeout=120).path.stat().st_size > 20 << 20


def test_refusals_come_through_as_they_are(
    notebook: jupyter.Server, adata: anndata.AnnData, session: bytes
) -> None:
    with show_anndata(adata) as viewer:
        page = through(notebook, viewer)
        answers: list[Any] = []
        thread = page.serve(lambda request: answers.append(page.send(request, session + b"x")))
        with pytest.raises(UploadRefusedError, match=r"frame\.trailing"):
            viewer.get_session_bundle(timeout=60)
        thread.join(60)
        status, body = answers[0]
        assert status == 422
        assert json.loads(body)["results"][0]["findings"][0]["rule"] == "frame.trailing"
        assert page.send("0" * 32, session) == (404, b"No pending session bundle request\n")
        page.headers["X-Cellucid-Token"] = "x" * 43
        assert page.get("dataset")[0] == 404


def test_who_may_not_use_the_notebook_does_not_reach_the_viewer(
    notebook: jupyter.Server, adata: anndata.AnnData
) -> None:
    with show_anndata(adata) as viewer:
        page = through(notebook, viewer)
        del page.headers["Authorization"]
        assert page.get("dataset")[0] in (302, 403)
        assert viewer._server.refusals() == []


def test_a_name_that_is_not_known_is_refused_and_told(
    notebook: jupyter.Server, adata: anndata.AnnData
) -> None:
    with show_anndata(adata) as viewer:
        page = through(notebook, viewer, host=HUB)
        status, _, body = page.ask("GET", "health")
        assert (status, body.decode().strip()) == (
            403,
            "This host is not served here: add it to the allowed hosts",
        )
        told = viewer.debug_connection(timeout=0.1)
        assert told["refusals"][-1]["host"] == HUB
        assert any("hosts=" in text for text in told["advice"])


NAMED = {
    "named by the caller": ({"hosts": [HUB]}, {}),
    "named in the environment": ({}, {"CELLUCID_SESSION_HOSTS": f"other.example {HUB}"}),
    "in an address that was given": ({"base_url": f"https://{HUB}/user/ann/proxy/{{port}}/"}, {}),
    "told by the hub": (
        {},
        {"JUPYTERHUB_SERVICE_PREFIX": "/user/ann/", "JUPYTERHUB_PUBLIC_URL": f"https://{HUB}/user/ann/"},
    ),
    "of a hub that does not tell it": ({}, {"JUPYTERHUB_SERVICE_PREFIX": "/user/ann/"}),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_name_that_is_known_is_taken(
    case: str,
    notebook: jupyter.Server,
    adata: anndata.AnnData,
    session: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options, environment = NAMED[case]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with show_anndata(adata, **options) as viewer:
        page = through(notebook, viewer, host=HUB)
        whole_way(page, viewer, adata, session)
        page.headers["Origin"] = "https://evil.example"
        assert page.tell("ready") == 403
        other = through(notebook, viewer, host="evil.example")
        assert other.get("dataset")[0] == (200 if case == "of a hub that does not tell it" else 403)


@contextmanager
def tunnel(port: int) -> Iterator[int]:
    """A port of this computer that leads to another one, as `ssh -L` makes it."""
    listening = socket.create_server(("127.0.0.1", 0))

    def copy(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(65536):
                other.sendall(piece)
            other.shutdown(socket.SHUT_WR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", port))
                threads = [threading.Thread(target=copy, args=pair) for pair in ((near, far), (far, near))]
                threading.Thread(target=end, args=(threads, near, far), daemon=True).start()

    def end(threads: list[threading.Thread], *ends: socket.socket) -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for each in ends:
            each.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def test_a_session_comes_through_a_tunnel_to_the_notebook(
    notebook: jupyter.Server, adata: anndata.AnnData, session: bytes
) -> None:
    with show_anndata(adata) as viewer, tunnel(notebook.port) as port:
        page = through(notebook, viewer, host=f"localhost:{port}", port=port)
        whole_way(page, viewer, adata, session)


def test_a_session_comes_through_a_tunnel_to_the_viewer_itself(
    adata: anndata.AnnData, session: bytes
) -> None:
    with show_anndata(adata) as viewer, tunnel(viewer._server.port) as port:
        url = viewer._server.page_url(viewer._credentials, base=f"http://127.0.0.1:{port}")
        page = Page(url, host=f"localhost:{port}", headers={"Origin": f"http://localhost:{port}"})
        whole_way(page, viewer, adata, session)
