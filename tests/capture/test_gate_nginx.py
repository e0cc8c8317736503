"""The gate behind a real nginx: each upload gets the gate's own answer, however soon it was refused."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from gates import GOOD, Line
from starlette.applications import Starlette
from starlette.routing import Mount

from cellucid_session import session_upload_app
from cellucid_session.capture import GateLimits

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NEEDED = bool(os.environ.get("CELLUCID_REQUIRE_BROWSER"))
pytestmark = pytest.mark.skipif(NGINX is None and not NEEDED, reason="nginx is not installed")

LARGE = 24 << 20  # bytes; many times what sockets hold between the three
#: what is wrong with a large upload -> where its first bytes are
BAD = {"at once": b"no session at all", "in the middle": GOOD[: len(GOOD) // 2] + b"\0" * 64}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(app: Any) -> Iterator[int]:
    """A plain uvicorn. Yields its port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http="h11", log_config=None, log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def nginx(folder: Path, block: str) -> Iterator[int]:
    """nginx in front, with a `server` block in which PORT is where it listens. Yields that port."""
    assert NGINX is not None, "nginx is needed"
    port = free_port()
    folder.mkdir(exist_ok=True)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{ worker_connections 256; }} http {{ access_log off; {paths}\n{block.replace('PORT', str(port))}\n}}",
        "utf-8",
    )
    running = subprocess.Popen(
        [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)],
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            assert running.poll() is None, (folder / "error.log").read_text("utf-8")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield port
    finally:
        running.terminate()
        running.wait(10)


def post(port: int, body: bytes, path: str = "/sessions/") -> tuple[int, bytes]:
    """Send a body as a plain client does, whole before it reads. The status, and what was said."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: service.example\r\ncontent-type: application/octet-stream\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    ).encode()
    with Line(port) as line, suppress(ConnectionError):
        line.send(head.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n") + body)
        said = line.read()
        return int(said[9:12]), said.partition(b"\r\n\r\n")[2]
    return 0, b"reset"


def of_the_page() -> str:
    """The block that docs/how-to/gate.md shows."""
    (block,) = re.findall(
        r"^```nginx\n(.*?)^```$", (ROOT / "docs/how-to/gate.md").read_text("utf-8"), re.S | re.M
    )
    return (
        str(block).replace("listen 80;", "listen 127.0.0.1:PORT;").replace("127.0.0.1:8000", "127.0.0.1:GATE")
    )


AS_IT_COMES = """server {
    listen 127.0.0.1:PORT; client_max_body_size 64m;
    location / { proxy_pass http://127.0.0.1:GATE; }
}"""
BLOCKS = {"as it comes": AS_IT_COMES, "as the page says": of_the_page()}


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("bad", BAD)
def test_a_large_upload_that_is_refused_early_gets_the_gates_answer(
    block: str, bad: str, tmp_path: Path
) -> None:
    body = BAD[bad].ljust(LARGE, b"\0")
    app = session_upload_app(store=tmp_path / "kept", limits=GateLimits(body_bytes=64 << 20))
    outer = Starlette(routes=[Mount("/sessions", app)])
    with served(outer) as gate, nginx(tmp_path / "nginx", BLOCKS[block].replace("GATE", str(gate))) as port:
        got = [post(port, body)[0] for _ in range(8)]
        assert got == [422] * 8
        assert post(port, GOOD)[0] == 200
    app.bench.close()


def test_the_gate_of_the_container_behind_the_nginx_of_compose(tmp_path: Path) -> None:
    """deploy/gate.py as its Dockerfile starts it, and deploy/nginx.conf, which is what the page says."""
    block = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    said = (
        of_the_page().replace("GATE", "8000").replace("127.0.0.1:PORT", "8080").replace("127.0.0.1", "gate")
    )
    own = "        proxy_set_header X-Request-Id $request_id;\n"
    assert block.partition("\n")[2].replace(own, "") == said
    docker = (ROOT / "deploy/Dockerfile").read_text("utf-8")
    words = json.loads(re.findall("^ENTRYPOINT (.*)$", docker, re.M)[0])
    inner = free_port()
    words = [sys.executable, "-m", *words[:-6], *["--host", "127.0.0.1", "--port"], str(inner), *words[6:]]
    environment = os.environ | {"KEPT_SESSIONS": str(tmp_path / "kept" / "sessions")}
    log = tmp_path / "log"
    with log.open("wb") as told, subprocess.Popen(
        words, cwd=ROOT / "deploy", env=environment, stdout=told, stderr=subprocess.STDOUT
    ) as gate:  # fmt: skip
        try:
            end = time.monotonic() + 30
            while time.monotonic() < end:
                assert gate.poll() is None, log.read_text()
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", inner)) == 0:
                        break
                time.sleep(0.05)
            block = block.replace("gate:8000", f"127.0.0.1:{inner}").replace(
                "listen 8080", "listen 127.0.0.1:PORT"
            )
            with nginx(tmp_path / "nginx", block) as port:
                status, body = post(port, GOOD)
                assert (status, json.loads(body)["verdict"]) == (201, "valid")
                assert re.fullmatch("[0-9a-f]{32}", json.loads(body)["id"]), "what nginx drew"
                assert post(port, b"no session at all".ljust(LARGE, b"\0"))[0] == 422
        finally:
            gate.terminate()
            gate.wait(10)
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert [line["status"] for line in lines] == [201, 422]
    assert lines[0]["id"] == json.loads(body)["id"]
    (kept,) = (tmp_path / "kept" / "sessions").glob("*.cellucid-session")
    assert kept.read_bytes() == GOOD
