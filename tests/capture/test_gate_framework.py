"""The gate as a route and as a dependency, in FastAPI and Starlette, behind uvicorn as it comes."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from gates import GOOD, Line
from prometheus_client import CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request

from cellucid_session.capture import Captured, GateLimits, SessionGate, answer_problems
from cellucid_session.capture.bodies import FORM_BYTES
from cellucid_session.errors import UsageError

BAD = b"no session at all"
BYTES = {"content-type": "application/octet-stream"}
FORM = {"content-type": "multipart/form-data; boundary=x"}
MOST = 1 << 20
QUICK = {"idle_seconds": 0.4, "grace_seconds": 0.4, "linger_seconds": 0.3, "body_bytes": MOST}


def extra(captured: Captured, request: Request) -> Any:
    """What the service adds to an answer; one of its faults, where the request asks for that."""
    wanted = request.headers.get("x-service", "")
    if wanted == "fails":
        raise KeyError("secret words of the service")
    return {"row": 17} if wanted != "no json" else {"row": {1}}


class World:
    """A FastAPI and a Starlette application with gates, and what they log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[str] = []
        self.port = 0
        options: dict[str, Any] = {
            "authorize": lambda request: request.headers.get("authorization") != "no",
            "request_id": lambda request: request.headers.get("x-request-id"),
            "limits": GateLimits(**QUICK),
        }
        self.gate = SessionGate("upload-strict", folder / "kept", on_accept=extra, **options)
        self.own = SessionGate(store=folder / "own", **options)
        self.plain = SessionGate(store=folder / "plain", **options)
        self.api = FastAPI(lifespan=self.gate.lifespan)
        self.gate.add_to(self.api, "/sessions")
        answer_problems(self.api)

        given = Depends(self.own.session)

        @self.api.post("/own", responses=self.own.responses, openapi_extra=self.own.request_body)
        async def take(session: Captured = given, fail: bool = False) -> dict[str, str]:
            if fail:
                raise HTTPException(409, "not now")
            return {"name": session.path.name}

        starlette = Starlette()
        self.plain.add_to(starlette, "/plain")
        self.api.mount("/starlette", starlette)

    def left(self, name: str = "kept") -> list[bytes]:
        """What lies in a folder of uploads, but for its lock, when no upload is under way."""
        end = time.monotonic() + 5
        while self.gate.bench.open and time.monotonic() < end:
            time.sleep(0.01)
        return [path.read_bytes() for path in (self.folder / name).iterdir() if path.suffix != ".lock"]

    def clear(self) -> None:
        for gate in (self.gate, self.own, self.plain):
            for path in Path(gate.bench.store.folder).glob("*.cellucid-session"):
                gate.bench.store.discard(path)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("framework"))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(made.api, http="h11", log_config=None, log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    made.port = listener.getsockname()[1]

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            made.lines.append(record.getMessage())

    logger = logging.getLogger("cellucid_session.capture.uploads")
    handler, level = Kept(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield made
    logger.removeHandler(handler)
    logger.setLevel(level)
    server.should_exit = True
    thread.join(10)
    listener.close()
    with pytest.raises(RuntimeError):
        made.gate.bench.pool.submit(int)  # the lifespan has closed it
    made.own.close()
    made.plain.close()


@pytest.fixture
def world(running: World) -> World:
    running.clear()
    running.lines.clear()
    return running


def ask(world: World, path: str = "/sessions", **request: Any) -> httpx.Response:
    port = world.port
    return httpx.post(f"http://127.0.0.1:{port}{path}", timeout=20, **request)


def problem(answered: httpx.Response, status: int, reason: str) -> dict[str, Any]:
    """The problem that an answer is."""
    assert answered.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answered.json()
    assert (answered.status_code, told["status"], told["reason"]) == (status, status, reason)
    assert told["id"] == answered.headers["x-request-id"]
    assert {"type", "title", "detail"} <= set(told)
    return told


def form(*parts: tuple[str, bytes], end: bytes = b"--x--\r\n") -> dict[str, Any]:
    """A form with these parts: headers and content."""
    body = b"".join(
        b"--x\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return {"content": body + end, "headers": FORM}


FILE = 'name="session"; filename="a.cellucid-session"'
TAKEN = {
    "the body": {"content": GOOD, "headers": BYTES},
    "a body without a length": {"content": (GOOD[at : at + 7] for at in range(0, len(GOOD), 7)), "headers": BYTES},
    "a client's form": {"files": {"upload": ("a.bin", GOOD)}, "data": {"note": "mine"}},
    "a form whose file has a boundary's beginning in it": form(("name=a", b"1"), (FILE, GOOD), ("name=b", b"\r\n--")),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_valid_is_taken(case: str, world: World) -> None:
    answered = ask(world, **TAKEN[case])
    assert answered.status_code == 201, answered.text
    told = answered.json()
    assert (told["verdict"], told["bytes"], told["row"]) == ("valid", len(GOOD), 17)
    assert told["id"] == answered.headers["x-request-id"]
    assert world.left() == [GOOD]


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "an invalid session": ({"content": BAD, "headers": BYTES}, 422, "invalid"),
    "an invalid session in a form": ({"files": {"upload": BAD}}, 422, "invalid"),
    "a large one": ({"content": b"x" * (MOST + 1), "headers": BYTES}, 413, "too-large"),
    "a large one in a form": ({"files": {"a": GOOD + b"\0" * (MOST + FORM_BYTES)}}, 413, "too-large"),
    "a type": ({"content": GOOD, "headers": {"content-type": "text/plain"}}, 415, "type-upload"),
    "no type": ({"content": GOOD}, 415, "type-upload"),
    "a form without a boundary": (
        {"content": GOOD, "headers": {"content-type": "multipart/form-data"}}, 415, "type-upload",
    ),
    "a packed body": ({"content": GOOD, "headers": BYTES | {"content-encoding": "gzip"}}, 415, "encoding"),
    "no body": ({"headers": BYTES}, 400, "length"),
    "no form": ({"content": GOOD, "headers": FORM}, 400, "multipart"),
    "a form without a file": (form(("name=a", b"1")), 400, "multipart"),
    "a form with two files": (form((FILE, GOOD), (FILE, GOOD)), 400, "multipart"),
    "a form without an end": (form((FILE, GOOD), end=b""), 400, "multipart"),
    "a form with a coded file": (
        form((FILE + "\r\nContent-Transfer-Encoding: base64", GOOD)), 400, "multipart",
    ),
    "a form with much beside": (form(("name=a", b"1" * FORM_BYTES), (FILE, GOOD)), 400, "multipart"),
    "a part of long headers": (form((FILE + "\r\nX: " + "y" * 9000, GOOD)), 400, "multipart"),
    "a part that is no form's": (
        {"content": b"--x\r\n\r\n" + GOOD + b"\r\n--x--\r\n", "headers": FORM}, 400, "multipart",
    ),
    "an origin": ({"content": GOOD, "headers": BYTES | {"origin": "https://evil.example"}}, 403, "origin"),
    "a person": ({"content": GOOD, "headers": BYTES | {"authorization": "no"}}, 403, "unauthorized"),
}  # fmt: skip


@pytest.mark.parametrize("path", ["/sessions", "/own", "/starlette/plain"])
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_taken_is_told_as_a_problem_and_leaves_nothing(
    case: str, path: str, world: World
) -> None:
    request, status, reason = REFUSED[case]
    told = problem(ask(world, path, **request), status, reason)
    if status == 415:
        assert told["taken"] == ["application/octet-stream", "multipart/form-data"]
    if status == 422:
        assert told["report"]["results"][0]["findings"][0]["rule"] == "frame.magic"
    assert world.left("kept") == world.left("own") == world.left("plain") == []
    (line,) = world.lines
    logged = json.loads(line)
    assert (logged["status"], logged["reason"], logged["id"]) == (status, reason, told["id"])


def test_a_refusal_reaches_a_client_that_still_sends(world: World) -> None:
    """One that waited to be told to go on too: it was told, and sends."""
    large = BAD.ljust(MOST, b"\0")
    for expect in ("", "expect: 100-continue\r\n"):
        head = (
            f"POST /sessions HTTP/1.1\r\nhost: a\r\n{expect}content-type: application/octet-stream\r\n"
            f"content-length: {len(large)}\r\n\r\n"
        ).encode()
        with Line(world.port) as line:
            line.send(head)
            time.sleep(0.2 if expect else 0)
            for at in range(0, len(large), 1 << 16):
                line.send(large[at : at + (1 << 16)])
                time.sleep(0.005)
            said = line.read()
        assert b" 422 " in said.replace(b"HTTP/1.1 100 Continue\r\n\r\n", b"")[:20]


def test_a_slow_body_is_refused(world: World) -> None:
    head = b"POST /sessions HTTP/1.1\r\nhost: a\r\ncontent-type: application/octet-stream\r\ncontent-length: 99\r\n\r\n"
    with Line(world.port) as line:
        said = line.send(head + GOOD[:9]).read()
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b'"reason": "slow"' in said or b'"reason":"slow"' in said
    assert world.left() == []


@pytest.mark.parametrize("wanted", ["fails", "no json"])
def test_a_fault_of_the_service_keeps_nothing_and_is_not_shown(wanted: str, world: World) -> None:
    told = problem(ask(world, content=GOOD, headers=BYTES | {"x-service": wanted}), 500, "internal")
    assert "secret" not in json.dumps(told)
    assert world.left() == []


def test_a_dependency_undoes_what_its_route_refuses(world: World) -> None:
    assert ask(world, "/own", content=GOOD, headers=BYTES).json()["name"].endswith(".cellucid-session")
    assert world.left("own") == [GOOD]
    world.clear()
    assert ask(world, "/own?fail=1", content=GOOD, headers=BYTES).status_code == 409
    assert world.left("own") == []


def test_the_id_is_the_services_when_it_can_be_shown(world: World) -> None:
    for given, kept in (("req-1:a", True), ("x" * 129, False), ("a b", False), ("", False)):
        answered = ask(world, content=GOOD, headers=BYTES | {"x-request-id": given})
        assert (answered.json()["id"] == given) == kept
        assert json.loads(world.lines[-1])["id"] == answered.json()["id"]


def test_openapi_shows_both_types_and_every_status(world: World) -> None:
    shown = world.api.openapi()["paths"]
    for path in ("/sessions", "/own"):
        post = shown[path]["post"]
        assert set(post["requestBody"]["content"]) == {"application/octet-stream", "multipart/form-data"}
        assert {"400", "413", "415", "422", "503"} <= set(post["responses"])
        problems = post["responses"]["413"]["content"]
        assert list(problems) == ["application/problem+json"]


def test_prometheus_is_given_the_numbers(world: World) -> None:
    registry = CollectorRegistry()
    world.gate.expose(registry)
    ask(world, content=GOOD, headers=BYTES)
    ask(world, content=GOOD)
    text = generate_latest(registry).decode()
    assert 'cellucid_session_gate_refused_total{reason="type-upload"}' in text
    assert "cellucid_session_gate_accepted_total " in text
    assert "cellucid_session_gate_uploads_open 0.0" in text


def test_wrong_arguments_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="authorize"):
        SessionGate(store=tmp_path / "a", authorize=True)  # type: ignore[arg-type]
    gate = SessionGate(store=tmp_path / "a")
    with pytest.raises(UsageError, match="FastAPI or Starlette"):
        gate.add_to(object())
    gate.close()
