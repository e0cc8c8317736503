"""The gate inside a service: mounted in Starlette, behind uvicorn as it comes, and as an application of its own."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from gates import GOOD, QUICK, Answered, Line
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from cellucid_session import session_upload_app
from cellucid_session.capture import Captured, FolderStore, GateLimits, Metrics, QuotaError
from cellucid_session.errors import UsageError
from cellucid_session.model import DatasetFacts, Report

SIZE = len(GOOD)


def head(path: str = "/sessions/", *, length: object = SIZE, method: str = "POST", **more: str) -> bytes:
    values = {"host": "service.example", "content-type": "application/octet-stream", "content-length": length}
    values |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in values.items()), "", ""]
    return "\r\n".join(lines).encode()


@contextmanager
def serving(app: Any) -> Iterator[Callable[[bytes], Answered]]:
    """A plain uvicorn; what it gives is a function that sends bytes and reads the answer."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http="h11", log_config=None, log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)

    def ask(data: bytes) -> Answered:
        with Line(listener.getsockname()[1]) as line:
            return line.send(data).answer(hosted=True)

    try:
        yield ask
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def mounted(app: Any) -> Starlette:
    return Starlette(routes=[Route("/", lambda request: PlainTextResponse("home")), Mount("/sessions", app)])


def test_a_service_takes_what_is_valid_and_is_told(tmp_path: Path) -> None:
    accepted: list[Captured] = []
    refused: list[Report] = []
    metrics = Metrics()
    app = session_upload_app(
        store=tmp_path / "kept",
        on_accept=lambda captured, scope: accepted.append(captured),
        on_refuse=lambda report, scope: refused.append(report),
        metrics=metrics,
    )
    with serving(mounted(app)) as ask:
        answered = ask(head() + GOOD)
        assert (answered.status, json.loads(answered.body)["verdict"]) == (200, "valid")
        answered = ask(head(length=SIZE - 1) + GOOD[:-1])
        assert (answered.status, answered.rules) == (422, ["frame.chunk-truncated"])
        assert ask(head("/sessions/health", method="GET")).status == 200
        assert ask(head("/sessions/other")).status == 404
        assert ask(head(method="GET")).status == 405
    assert Path(accepted[0].path).read_bytes() == GOOD
    assert [report.verdict for report in refused] == ["invalid"]
    assert {name: count for name, count in metrics.as_dict().items() if name in ("accepted", "invalid")} == {
        "accepted": 1,
        "invalid": 1,
    }
    assert "cellucid_session_gate_accepted 1\n" in metrics.text()
    app.bench.close()
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [Path(accepted[0].path).name]


def test_an_application_of_its_own_ends_with_its_server(tmp_path: Path) -> None:
    app = session_upload_app(store=tmp_path / "kept")
    with serving(app) as ask:
        assert ask(head("/") + GOOD).status == 200
    with pytest.raises(RuntimeError):
        app.bench.pool.submit(int)
    assert not [path for path in (tmp_path / "kept").iterdir() if path.name.endswith(".lock")]


def test_the_service_says_who_may_upload(tmp_path: Path) -> None:
    asked: list[str] = []

    def authorize(scope: Any) -> Any:
        asked.append(scope["path"])
        return dict(scope["headers"]).get(b"authorization") == b"Bearer right"

    async def later(scope: Any) -> bool:
        return bool(authorize(scope))

    for function in (authorize, later):
        app = session_upload_app(store=tmp_path / function.__name__, authorize=function)
        with serving(mounted(app)) as ask:
            assert ask(head() + GOOD).status == 403
            assert ask(head(authorization="Bearer wrong") + GOOD).status == 403
            assert ask(head(authorization="Bearer right") + GOOD).status == 200
        app.bench.close()
    assert asked == ["/sessions/"] * 6


def test_a_yes_is_true_and_nothing_else(tmp_path: Path) -> None:
    app = session_upload_app(store=tmp_path / "kept", authorize=lambda scope: "yes")  # type: ignore[arg-type,return-value]
    with serving(mounted(app)) as ask:
        assert ask(head() + GOOD).status == 403
    app.bench.close()


def test_a_service_that_fails_keeps_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(captured: Captured, scope: Any) -> None:
        raise RuntimeError("secret\x1b[2J\nWARNING forged")

    app = session_upload_app(store=tmp_path / "kept", on_accept=broken)
    with serving(mounted(app)) as ask:
        answered = ask(head() + GOOD)
        assert (answered.status, answered.text) == (500, "The gate failed")
    app.bench.close()
    assert list((tmp_path / "kept").iterdir()) == []
    assert [each.split(" ")[0] for each in app.failures] == ["RuntimeError"]
    (logged,) = [record for record in caplog.records if record.name == "cellucid_session.capture"]
    told = logged.getMessage().split("\n")
    assert any(line.startswith("RuntimeError: secret\\x1b[2J") for line in told), told
    assert told[-1] == "raised by on_accept, which session_upload_app was given"
    assert any("in broken" in line for line in told)
    assert logged.getMessage().replace("\n", "").isprintable()


REFUSED: dict[str, tuple[dict[str, Any], int]] = {
    "a query": ({"path": "/sessions/?x=1"}, 400),
    "an escaped path": ({"path": "/sessions/%2e"}, 400),
    "no length": ({"length": ""}, 400),
    "a length of nothing": ({"length": 0}, 400),
    "a length above the cap": ({"length": (512 << 20) + 1}, 413),
    "a coded body": ({"content_encoding": "gzip"}, 415),
    "a form": ({"content_type": "text/plain"}, 415),
    "another site": ({"origin": "https://evil.example"}, 403),
    "an origin that is none": ({"origin": "null"}, 403),
    "what the browser says": ({"sec_fetch_site": "cross-site"}, 403),
}


def test_a_service_refuses_before_the_body(tmp_path: Path) -> None:
    app = session_upload_app(store=tmp_path / "kept", limits=GateLimits(**QUICK))
    with serving(mounted(app)) as ask:
        for case, (given, status) in REFUSED.items():
            assert ask(head(**given) + GOOD).status == status, case
        chunked = head().replace(f"content-length: {SIZE}".encode(), b"transfer-encoding: chunked")
        assert ask(chunked + b"331\r\n" + GOOD + b"\r\n0\r\n\r\n").status == 400
        assert ask(head(origin="https://service.example") + GOOD).status == 200
        assert ask(head() + GOOD[:100]).status == 408
    app.bench.close()
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_service_may_name_its_hosts_and_origins(tmp_path: Path) -> None:
    app = session_upload_app(
        store=tmp_path / "kept", allowed_hosts=["service.example"], allowed_origins=["https://app.example"]
    )
    with serving(mounted(app)) as ask:
        assert ask(head(origin="https://app.example") + GOOD).status == 200
        assert ask(head(host="other.example") + GOOD).status == 403
    app.bench.close()


def test_a_service_may_hold_uploads_to_a_data_set_and_a_policy(tmp_path: Path) -> None:
    app = session_upload_app("upload-strict", tmp_path / "kept", dataset=DatasetFacts(n_obs=9))
    with serving(mounted(app)) as ask:
        assert "dataset.cell-count" in ask(head() + GOOD).rules
    app.bench.close()
    with pytest.raises(UsageError):
        session_upload_app("no such policy", tmp_path / "kept")


def test_a_service_may_bring_its_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path / "own", quota_bytes=SIZE)
    app = session_upload_app(store=store)
    with serving(mounted(app)) as ask:
        assert ask(head() + GOOD).status == 200
        assert ask(head() + GOOD).status == 503

        def full(size: int) -> None:
            raise QuotaError("secret")

        monkeypatch.setattr(store, "begin", full)
        assert b"secret" not in ask(head() + GOOD).body
    app.bench.close()


def scope(**more: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"content-type", b"application/octet-stream"), (b"content-length", b"%d" % SIZE)],
        **more,
    }


def call(app: Any, given: dict[str, Any], messages: list[dict[str, Any]]) -> list[Any]:
    """Call the application as a server would that is none of those that we know."""
    sent: list[Any] = []

    async def hear() -> Any:
        return messages.pop(0)

    async def say(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(given, hear, say))
    return sent


BODY = {"type": "http.request", "body": GOOD, "more_body": False}
OTHERS: dict[str, tuple[dict[str, Any], list[dict[str, Any]], int]] = {
    "all is well": ({}, [BODY], 200),
    "in two pieces": (
        {},
        [{"type": "http.request", "body": GOOD[:9], "more_body": True}, BODY | {"body": GOOD[9:]}],
        200,
    ),
    "a path that was decoded already": ({"raw_path": None}, [BODY], 400),
    "a body that is longer than it says": ({}, [BODY | {"body": GOOD + b"x"}], 400),
    "a body that is shorter than it says": ({}, [BODY | {"body": GOOD[:-1]}], 400),
    "a client that goes": ({}, [{"type": "http.disconnect"}], 400),
    "two lengths": (
        {"headers": [*scope()["headers"], (b"Content-Length", b"%d" % SIZE)]},
        [BODY],
        400,
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_any_server_is_held_to_the_protocol(case: str, tmp_path: Path) -> None:
    given, messages, status = OTHERS[case]
    app = session_upload_app(store=tmp_path / "kept")
    sent = call(app, scope(**given), [dict(each) for each in messages])
    assert sent[0]["status"] == status
    app.bench.close()
    assert len(list((tmp_path / "kept").iterdir())) == (status == 200)


def test_a_gate_that_is_closed_says_so(tmp_path: Path) -> None:
    app = session_upload_app(store=tmp_path / "kept")
    app.bench.pool.shutdown()
    assert call(app, scope(), [dict(BODY)])[0]["status"] == 503
