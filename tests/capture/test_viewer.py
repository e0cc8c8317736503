"""The handle of a viewer, with a page that speaks the protocol over real sockets."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anndata
import numpy as np
import pandas as pd
import pytest
from paging import Page

import cellucid_session
from cellucid_session import (
    CaptureTimeoutError,
    CellucidSessionBundle,
    SessionError,
    UsageError,
    Viewer,
    session_from_anndata,
    show,
    show_anndata,
)
from cellucid_session.capture import CaptureError, UploadRefusedError
from cellucid_session.capture import show as showing

CELLS = 40


@pytest.fixture(autouse=True)
def nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Each test has a server of its own, no browser, and a folder for uploads in which nothing may stay."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("webbrowser.get", _no_browser)
    showing.close_all()
    yield tmp_path
    showing.close_all()
    assert left(tmp_path) == []


def _no_browser(*_: object) -> object:
    import webbrowser

    raise webbrowser.Error


def left(folder: Path) -> list[str]:
    """Sessions that lie below a folder, whole ones and others."""
    return sorted(path.name for path in folder.rglob("*") if path.suffix in (".partial", ".cellucid-session"))


@pytest.fixture
def adata() -> anndata.AnnData:
    return anndata.AnnData(
        obs=pd.DataFrame(
            {"picked": np.arange(CELLS) % 4 == 0, "kind": pd.Categorical(["a", "b"] * (CELLS // 2))},
            index=[f"cell{number}" for number in range(CELLS)],
        ),
        var=pd.DataFrame(index=["g1", "g2"]),
        obsm={"X_umap": np.arange(2.0 * CELLS).reshape(CELLS, 2)},
    )


@pytest.fixture
def session(adata: anndata.AnnData) -> bytes:
    made = session_from_anndata(adata, ["picked"], ["kind"], source_type="jupyter-bridge")
    assert made is not None
    return made


@pytest.fixture
def viewer(adata: anndata.AnnData) -> Iterator[Viewer]:
    with show_anndata(adata, name="forty cells") as shown:
        yield shown


# -- the way of a session --


def test_a_session_comes_from_the_page(viewer: Viewer, session: bytes, tmp_path: Path) -> None:
    Page(viewer.url).serve(session)
    bundle = viewer.get_session_bundle(timeout=20)
    assert bundle.path.read_bytes() == session
    assert [group.label for group in bundle.groups] == ["picked"]
    saved = bundle.save(tmp_path / "kept" / "mine.cellucid-session")
    viewer.close()
    assert not bundle.path.exists()
    assert saved.read_bytes() == session
    saved.unlink()


def test_a_session_is_applied_and_nothing_temporary_stays(
    viewer: Viewer, adata: anndata.AnnData, session: bytes, nothing_stays: Path
) -> None:
    Page(viewer.url).serve(session, times=2)
    applied, summary = viewer.apply_session_to_anndata(adata, return_summary=True, highlights_prefix="h_")
    assert applied.obs["h_highlight_1"].tolist() == adata.obs["picked"].tolist()
    assert summary.added_obs_columns == ["h_highlight_1", "kind__2"]
    assert "h_highlight_1" not in adata.obs
    assert left(nothing_stays) == []
    assert viewer.apply_session_to_anndata(adata, inplace=True, timeout=20) is adata
    assert "cellucid_highlight__highlight_1" in adata.obs


def test_an_error_while_applying_leaves_nothing(
    viewer: Viewer, adata: anndata.AnnData, session: bytes, nothing_stays: Path
) -> None:
    Page(viewer.url).serve(session)
    with pytest.raises(ValueError, match="column_conflict"):
        viewer.apply_session_to_anndata(adata, column_conflict="nonsense")
    assert left(nothing_stays) == []
    assert list(adata.obs) == ["picked", "kind"]


def test_a_path_is_shown_like_the_anndata_in_it(
    tmp_path: Path, adata: anndata.AnnData, session: bytes
) -> None:
    adata.write_h5ad(tmp_path / "forty.h5ad")
    with show(tmp_path / "forty.h5ad") as viewer:
        page = Page(viewer.url)
        status, headers, body = page.get("dataset")
        assert (status, headers["content-type"]) == (200, "application/json")
        assert b'"datasetId": "forty"' in body
        page.serve(session)
        assert len(viewer.get_session_bundle(20).groups) == 1
    with pytest.raises(TypeError, match="show_anndata takes an AnnData"):
        show(adata)  # type: ignore[arg-type]


def test_the_page_gets_the_data(viewer: Viewer) -> None:
    page = Page(viewer.url)
    status, headers, body = page.get("embeddings/0")
    assert (status, headers["x-cellucid-dtype"]) == (200, "float32")
    assert np.frombuffer(body, "<f4").tolist() == list(range(2 * CELLS))
    status, headers, body = page.get("obs/1")
    assert (status, headers["x-cellucid-dtype"], body) == (200, "uint8", b"\0\1" * (CELLS // 2))
    for path in ("obs/2", "obs/01", "obs/-1", "obs", "obs/", "embeddings/99999999", "snapshot", "other"):
        assert page.get(path)[0] in (400, 404), path
    page.headers["X-Cellucid-Token"] = "x" * 43
    assert page.get("dataset")[0] == page.get("commands?after=0")[0] == 404


# -- what goes wrong --


def test_what_is_no_session_is_told_at_once_with_the_report(viewer: Viewer, session: bytes) -> None:
    Page(viewer.url).serve(session[:-1] + b"xx")
    began = time.monotonic()
    with pytest.raises(UploadRefusedError, match=r"frame\.|gzip\.") as caught:
        viewer.get_session_bundle(timeout=60)
    assert time.monotonic() - began < 20
    assert caught.value.report.verdict == "invalid"
    assert isinstance(caught.value, ValueError)


def test_a_session_of_other_counts_is_refused(viewer: Viewer, adata: anndata.AnnData) -> None:
    other = session_from_anndata(adata[:7], ["picked"])
    assert other is not None
    Page(viewer.url).serve(other)
    with pytest.raises(UploadRefusedError, match=r"dataset\.cell-count"):
        viewer.get_session_bundle(timeout=20)


def test_what_the_page_says_that_it_can_not_do_is_told_at_once(viewer: Viewer) -> None:
    page = Page(viewer.url)
    page.serve(lambda request: page.tell("error", requestId=request, text="out of\x1b[2J memory"))
    with pytest.raises(CaptureError, match=r"out of\\x1b\[2J memory"):
        viewer.get_session_bundle(timeout=60)


def slow_upload(page: Page, request_id: str) -> None:
    """The head of an upload and one byte."""
    import socket

    with socket.create_connection(page.address, 20) as connection:
        connection.sendall(
            f"POST /_cellucid/session_bundle?viewerId={page.viewer_id}&requestId={request_id} HTTP/1.1\r\n"
            f"Host: {page.headers['Host']}\r\nX-Cellucid-Token: {page.token}\r\n"
            "Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nC".encode()
        )
        time.sleep(1.5)


STEPS = {
    "never opened": (None, "shown", "never opened in a browser"),
    "shown, never ready": ("shown", "ready", "never said that it is ready"),
    "ready, then silent": (lambda page, request: None, "answer", "did not begin to send"),
    "begun, never ended": (slow_upload, "upload", "began to send its session and did not finish"),
}


@pytest.mark.parametrize("case", STEPS)
def test_a_time_out_says_which_step_was_missed(case: str, viewer: Viewer) -> None:
    how, step, text = STEPS[case]
    if how == "shown":
        viewer._repr_html_()
    elif callable(how):
        page = Page(viewer.url)
        page.serve(lambda request: how(page, request))
    began = time.monotonic()
    with pytest.raises(TimeoutError, match=text) as caught:
        viewer.get_session_bundle(timeout=0.7)
    assert isinstance(caught.value, CaptureTimeoutError)
    assert isinstance(caught.value, SessionError)
    assert caught.value.step == step
    assert 0.6 < time.monotonic() - began < 5


def test_one_deadline_holds_for_ready_and_upload(viewer: Viewer) -> None:
    page = Page(viewer.url)
    threading.Timer(0.6, page.tell, ["ready"]).start()
    began = time.monotonic()
    with pytest.raises(CaptureTimeoutError) as caught:
        viewer.get_session_bundle(timeout=1)
    assert caught.value.step == "answer"
    assert time.monotonic() - began < 1.5


def test_an_upload_after_its_time_is_refused_and_not_kept(
    viewer: Viewer, session: bytes, nothing_stays: Path
) -> None:
    page = Page(viewer.url)
    asked: list[str] = []
    page.serve(asked.append)
    with pytest.raises(CaptureTimeoutError):
        viewer.get_session_bundle(timeout=0.5)
    assert page.send(asked[0], session) == (404, b"No pending session bundle request\n")
    assert left(nothing_stays) == []
    assert page.commands() == []
    page.seen = 0
    assert page.commands() == []  # a page that is loaded anew is not asked what nobody waits for


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), "1", None, True])
def test_a_timeout_is_a_number_of_seconds(viewer: Viewer, timeout: Any) -> None:
    for call in (viewer.wait_for_ready, viewer.get_session_bundle):
        with pytest.raises(UsageError, match="timeout is a number of seconds"):
            call(timeout)


def test_ready_is_waited_for_and_remembered(viewer: Viewer) -> None:
    assert not viewer.ready
    threading.Timer(0.1, Page(viewer.url).tell, ["ready"]).start()
    viewer.wait_for_ready(timeout=20)
    assert viewer.ready
    page = Page(viewer.url)
    for number in range(250):  # more than is kept of a viewer
        page.tell("console", level="log", text=str(number))
    viewer.wait_for_ready(timeout=0.01)


# -- several threads, and interrupts --


def test_several_threads_get_a_session_each(viewer: Viewer, session: bytes) -> None:
    Page(viewer.url).serve(session, times=4)
    found: list[CellucidSessionBundle] = []
    threads = [threading.Thread(target=lambda: found.append(viewer.get_session_bundle(30))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    assert len({bundle.path for bundle in found}) == 4


def test_closing_ends_the_waiting_of_another_thread(viewer: Viewer) -> None:
    Page(viewer.url).serve(lambda request: None)
    errors: list[BaseException] = []

    def wait() -> None:
        try:
            viewer.get_session_bundle(60)
        except SessionError as exc:
            errors.append(exc)

    thread = threading.Thread(target=wait)
    thread.start()
    while not viewer._server.registry.viewer(viewer.viewer_id).pending:
        time.sleep(0.01)
    viewer.close()
    thread.join(20)
    assert [type(exc) for exc in errors] == [CaptureError]
    assert "closed" in str(errors[0])


@pytest.mark.parametrize("step", ["expect_bundle", "send", "wait_event"])
def test_closing_between_two_steps_is_told_as_closing(
    step: str, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step != "wait_event":
        assert Page(viewer.url).tell("ready") == 204
        assert viewer.ready
    real = getattr(viewer._server, step)

    def closed_before(*values: Any, **more: Any) -> Any:
        viewer.close()
        return real(*values, **more)

    monkeypatch.setattr(viewer._server, step, closed_before)
    with pytest.raises(CaptureError, match="this viewer was closed"):
        viewer.get_session_bundle(timeout=20)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="this system has no signals to threads")
@pytest.mark.parametrize("moment", ["before ready", "before the upload", "during the upload"])
def test_an_interrupt_of_the_kernel_leaves_nothing_pending(
    moment: str, viewer: Viewer, session: bytes, nothing_stays: Path
) -> None:
    page = Page(viewer.url)
    if moment != "before ready":
        page.serve(
            (lambda request: slow_upload(page, request))
            if moment == "during the upload"
            else (lambda _: None)
        )
    me = threading.get_ident()
    threading.Timer(0.5, signal.pthread_kill, [me, signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        viewer.get_session_bundle(timeout=30)
    known = viewer._server.registry.viewer(viewer.viewer_id)
    assert not known.pending
    assert known.mailbox.after(0)["commands"] == []
    time.sleep(0.2)
    assert [name for name in left(nothing_stays) if name.endswith(".cellucid-session")] == []
    Page(viewer.url).serve(session)
    assert viewer.get_session_bundle(20).path.read_bytes() == session


# -- the end --


def test_closing_takes_everything_away_and_may_be_repeated(
    adata: anndata.AnnData, session: bytes, nothing_stays: Path
) -> None:
    with show_anndata(adata) as viewer:
        page = Page(viewer.url)
        page.serve(session, times=2)
        bundles = [viewer.get_session_bundle(20) for _ in range(2)]
        assert len(left(nothing_stays)) == 2
    viewer.close()
    assert left(nothing_stays) == []
    assert bundles[0].list_chunk_ids()  # what is open can still be read
    assert page.get("dataset")[0] == 404
    assert page.tell("heartbeat") == 404
    for call in (viewer.show, viewer.open, viewer.get_session_bundle, viewer.wait_for_ready):
        with pytest.raises(CaptureError, match="was closed"):
            call()
    assert (repr(viewer), viewer.closed) == ("<Viewer of 'AnnData': 40 cells, closed>", True)
    assert "closed" in viewer._repr_html_()


def test_a_closed_viewer_holds_no_data(adata: anndata.AnnData) -> None:
    shown = show_anndata(adata)
    data = weakref.ref(shown.dataset)
    shown.close()
    del shown
    gc.collect()
    assert data() is None


def test_the_oldest_of_too_many_viewers_is_closed(
    adata: anndata.AnnData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "MOST_VIEWERS", 2)
    viewers = [show_anndata(adata) for _ in range(3)]
    assert [viewer.closed for viewer in viewers] == [True, False, False]
    assert len({viewer._server.port for viewer in viewers}) == 1


def test_a_server_that_was_stopped_is_replaced(adata: anndata.AnnData) -> None:
    first = show_anndata(adata)
    first._server.stop()
    second = show_anndata(adata)
    assert first.closed
    assert Page(second.url).get("dataset")[0] == 200


HEIGHTS = [0, 99, 10_001, 600.0, "600", True]


@pytest.mark.parametrize("height", HEIGHTS)
def test_a_height_is_a_number_of_pixels(adata: anndata.AnnData, height: Any) -> None:
    with pytest.raises(UsageError, match="height is a number of pixels"):
        show_anndata(adata, height=height)


# -- in processes of their own --

PROGRAM = """
import os, socket, sys, threading, time
from pathlib import Path
sys.path.insert(0, {here!r})
import anndata, numpy as np, pandas as pd
from paging import Page
from cellucid_session import session_from_anndata, show_anndata
from cellucid_session.errors import SessionError

adata = anndata.AnnData(
    obs=pd.DataFrame({{"picked": [True, False]}}, index=["a", "b"]),
    var=pd.DataFrame(index=["g"]), obsm={{"X_umap": np.zeros((2, 2))}},
)
viewer = show_anndata(adata)
Page(viewer.url).serve(session_from_anndata(adata, ["picked"]), times=9)
bundle = viewer.get_session_bundle(30)
"""


def run(code: str, folder: Path) -> tuple[str, int]:
    """What a program prints that has captured a session, and its exit code."""
    program = PROGRAM.format(here=str(Path(__file__).parent)) + textwrap.dedent(code)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning", "-c", program],
        env=os.environ | {"TMPDIR": str(folder)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.stdout.decode() + done.stderr.decode(), done.returncode


def test_a_process_that_ends_leaves_no_file(nothing_stays: Path) -> None:
    assert run("print(bundle.path.exists()); sys.exit(3)", nothing_stays) == ("True\n", 3)
    assert left(nothing_stays) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_fork_leaves_the_parents_viewer_alone(nothing_stays: Path) -> None:
    told, code = run(
        r"""
        pending = viewer._server.expect_bundle(viewer.viewer_id)
        session = session_from_anndata(adata, ["picked"])
        page = Page(viewer.url)
        line = socket.create_connection(page.address)
        line.sendall(
            f"POST /_cellucid/session_bundle?viewerId={page.viewer_id}&requestId={pending.request_id} HTTP/1.1\r\n"
            f"Host: {page.headers['Host']}\r\nX-Cellucid-Token: {page.token}\r\n"
            f"Content-Type: application/octet-stream\r\nContent-Length: {len(session)}\r\n\r\n".encode()
        )
        line.sendall(session[:-1])
        while not list(Path(os.environ["TMPDIR"]).rglob("*.partial")):
            time.sleep(0.01)
        idle = os.fork()
        if idle == 0:
            line.close()
            sys.exit(0)  # with everything that Python does at the end
        assert os.waitpid(idle, 0)[1] == 0
        line.sendall(session[-1:])  # an upload that was under way goes on
        arrived = Path(pending.wait(20).path)
        assert arrived.read_bytes() == session
        arrived.unlink()
        line.close()
        child = os.fork()
        if child == 0:
            try:
                viewer.get_session_bundle(1)
            except SessionError as exc:
                print(exc, flush=True)
            viewer.close()
            with show_anndata(adata) as own:
                print(own._server.port != viewer._server.port, Page(own.url).get("dataset")[0], flush=True)
            line.close()
            sys.exit(0)  # with everything that Python does at the end
        assert os.waitpid(child, 0)[1] == 0
        print(bundle.path.exists(), viewer.get_session_bundle(30).path.exists())
        """,
        nothing_stays,
    )
    assert told == ("this viewer belongs to the process that this one was forked from\nTrue 200\nTrue True\n")
    assert code == 0
    assert left(nothing_stays) == []


def test_what_works_is_told(viewer: Viewer, session: bytes) -> None:
    told = viewer.debug_connection(timeout=0.1)
    assert (told["server"]["answers"], told["page"]["shown"], told["page"]["ready"]) == (True, False, False)
    assert "was not shown yet" in told["advice"][0]
    viewer._repr_html_()
    assert "has not said that it is ready" in viewer.debug_connection(timeout=0.1)["advice"][0]
    page = Page(viewer.url)
    page.serve(session)
    page.tell("console", level="error", text="it \x1b[31mbroke")
    told = viewer.debug_connection(timeout=20)
    assert told["page"]["page"] == "test page 1.0"
    assert 0 < told["page"]["seconds"] < 20
    assert told["console"][0]["text"] == r"it \x1b[31mbroke"
    assert told["advice"] == ["everything works"]
    assert json.loads(json.dumps(told)) == told
    assert viewer._credentials.token not in repr(told) + json.dumps(told)
    assert "everything works" in repr(told)
    viewer.get_session_bundle(20)  # the page answers once, then nobody does
    assert "does not answer" in viewer.debug_connection(timeout=0.2)["advice"][0]


def test_a_page_of_another_kernel_is_told(viewer: Viewer) -> None:
    stale = Page(viewer.url.replace(viewer.viewer_id, "0" * 32))
    assert stale.tell("heartbeat") == 404
    told = viewer.debug_connection(timeout=0.1)
    assert told["refusals"][-1]["reason"] == "no-pending"
    assert any("earlier kernel" in text for text in told["advice"])


@pytest.mark.parametrize("how", ["closed", "its server was stopped"])
def test_a_connection_that_is_gone_is_told(how: str, viewer: Viewer) -> None:
    viewer.close() if how == "closed" else viewer._server.stop()
    told = viewer.debug_connection(timeout=0.1)
    assert told["events"] == []
    assert ("was closed" if how == "closed" else "does not answer") in told["advice"][0]


def test_public_names_are_there() -> None:
    for name in ("show", "show_anndata", "Viewer", "CaptureTimeoutError"):
        assert name in cellucid_session.__all__
        assert callable(getattr(cellucid_session, name))
