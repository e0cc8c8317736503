"""A running gate for tests, and raw sockets to speak to it byte by byte."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from builders import chunk, group, meta, session

from cellucid_session.capture import CaptureServer, Credentials, FolderStore, GateLimits, Pending

GOOD = session(meta(group("g", 0)), chunk("core/state", {}))
#: limits under which a test need not wait
QUICK = {
    "head_seconds": 0.5,
    "idle_seconds": 0.5,
    "grace_seconds": 0.5,
    "linger_seconds": 0.3,
    "queue_seconds": 5,
}
#: headers of every answer of the gate
ALWAYS = {
    "cache-control": "no-store",
    "connection": "close",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Answered(NamedTuple):
    """What came back: status, headers with names in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8").strip()

    @property
    def rules(self) -> list[str]:
        """The rules of a report."""
        return [each["rule"] for each in json.loads(self.body)["results"][0]["findings"]]


class Line:
    """One raw connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)

    def send(self, data: bytes) -> Line:
        self.socket.sendall(data)
        return self

    def read(self) -> bytes:
        """Everything until the other side ends. What a reset leaves is what had come."""
        got = bytearray()
        try:
            while piece := self.socket.recv(65536):
                got += piece
        except ConnectionResetError:
            pass
        return bytes(got)

    def answer(self, hosted: bool = False) -> Answered:
        """One answer; the connection must be closed behind it. hosted: see `answer`."""
        return answer(self.read(), hosted)

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *about: object) -> None:
        self.close()


#: what uvicorn answers to what it can't read, where it is somebody else's and asks no application
OF_UVICORN = b"Invalid HTTP request received."


def answer(data: bytes, hosted: bool = False) -> Answered:
    """The one answer that these bytes are. hosted: the server is not the gate's own, which may answer by itself."""
    while data.startswith(b"HTTP/1.1 100 "):
        data = data.partition(b"\r\n\r\n")[2]
    head, found, body = data.partition(b"\r\n\r\n")
    assert found, data
    line, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
    size = int(headers.get("content-length", len(body)))
    assert len(body) == size, "one answer, and nothing behind it"
    if hosted and body == OF_UVICORN:
        return Answered(int(line.split(" ")[1]), headers, body)
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS, (
        "whoever gives it, it says what all answers say"
    )
    assert headers.get("cross-origin-resource-policy") in ("same-origin", "cross-origin")
    return Answered(int(line.split(" ")[1]), headers, body)


class World:
    """A gate with one viewer, and a folder to look into."""

    def __init__(self, folder: Path, limits: dict[str, float] | None = None, **more: Any) -> None:
        store = FolderStore(folder / "uploads", keep=False, quota_bytes=more.pop("quota_bytes", 1 << 30))
        self.server = CaptureServer(limits=GateLimits(**(QUICK | (limits or {}))), store=store, **more)
        self.server.start()
        self.credentials: Credentials = self.server.register_viewer()

    def renew(self) -> None:
        """Forget what was: viewers, and files that were taken."""
        self.server.registry.forget_all()
        for name in self.left():
            self.server.store.discard(os.path.join(self.server.store.folder, name))
        self.credentials = self.server.register_viewer()

    def counted(self, name: str) -> int:
        """A number of the gate's metrics."""
        return self.server.metrics.as_dict().get(name, 0)

    @property
    def port(self) -> int:
        return self.server.port

    def expect(self, ttl: float = 30) -> Pending:
        return self.server.expect_bundle(self.credentials.viewer_id, ttl)

    def left(self) -> list[str]:
        """What lies in the folder beside the lock."""
        return sorted(name for name in os.listdir(self.server.store.folder) if not name.endswith(".lock"))

    def settled(self) -> list[str]:
        """The same, as soon as no upload is under way."""
        end = time.monotonic() + 10
        while self.server.app.bench.open and time.monotonic() < end:
            time.sleep(0.01)
        assert not self.server.app.bench.open
        return self.left()

    def head(
        self,
        pending: Pending | None = None,
        *,
        length: object = len(GOOD),
        target: str | None = None,
        method: str = "POST",
        drop: Iterable[str] = (),
        **headers: Any,
    ) -> bytes:
        """The head of an upload; `drop` leaves headers out, keywords set them ("content_type")."""
        if target is None:
            request = pending.request_id if pending is not None else "0" * 32
            target = f"/_cellucid/session_bundle?viewerId={self.credentials.viewer_id}&requestId={request}"
        values: dict[str, Any] = {
            "host": f"127.0.0.1:{self.port}",
            "content-type": "application/octet-stream",
            "content-length": length,
            "x-cellucid-token": self.credentials.token,
        }
        values |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{name}: {value}" for name, value in values.items() if name not in set(drop)]
        return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode("latin-1")

    def ask(self, data: bytes) -> Answered:
        """Send bytes, get the answer."""
        with Line(self.port) as line:
            return line.send(data).answer()

    def upload(self, data: bytes = GOOD, pending: Pending | None = None, **more: Any) -> Answered:
        """A plain upload."""
        pending = pending if pending is not None else self.expect()
        return self.ask(self.head(pending, length=len(data), **more) + data)

    def event(self, value: Any, **more: Any) -> Answered:
        """A plain event; bytes are sent as they are."""
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        target = more.pop("target", f"/_cellucid/events?viewerId={self.credentials.viewer_id}")
        more = {"content_type": "application/json", "length": len(data)} | more
        return self.ask(self.head(target=target, **more) + data)

    def get(self, target: str, **more: Any) -> Answered:
        """A plain GET."""
        drop = ("content-length", "content-type")
        return self.ask(self.head(target=target, method="GET", drop=drop, **more))

    def stop(self) -> None:
        self.server.stop()
        assert self.server.app.failures == [], self.server.app.failures
