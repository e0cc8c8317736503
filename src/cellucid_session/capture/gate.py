"""What every gate does with a request: from host and origin to the answer, whatever it is that is taken.

Rules of this file:

* A request is looked at in one order: host and origin, path, method, query, headers of the body, token and pair. What
  refuses it first is answered.
* Every way out has an answer of our own. An exception is counted and logged (`log`); its text reaches no client.
* A websocket is closed before it opens.
Spec: 15.2.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from cellucid_session.capture.asgi import Incoming, Receive, Reply, Request
from cellucid_session.capture.log import failure
from cellucid_session.capture.refusals import Cut, Refusal
from cellucid_session.judge import outcomes
from cellucid_session.model import ERROR, Frozen
from cellucid_session.report.jsonreport import ascii_json, document
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.capture.asgi import Scope, Send
    from cellucid_session.capture.captured import Captured
    from cellucid_session.capture.hosts import Hosts
    from cellucid_session.capture.upload import Bench
    from cellucid_session.model import Report

PROTOCOL = 1
JSON = "application/json"
HEALTH = {"service": "cellucid-session", "protocol": PROTOCOL}
WEBSOCKET_CLOSE = {"type": "websocket.close", "code": 1008}
REFUSED = 50  # refusals that are remembered
HOST_LENGTH = 100  # characters of a host that are remembered
T = TypeVar("T")
Handler = Callable[[Request, Receive, Reply], Awaitable[None]]


async def lifespan(receive: Receive, send: Send, stop: Callable[[], object]) -> None:
    """Answer the server's start and its end."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


class Refused(Frozen):
    """A request that was refused.

    Attributes:
        at: when, in seconds of `time.time()`. status, reason: of the answer. host: what it said it called, safe.
    """

    __slots__ = ("at", "host", "reason", "status")
    at: float
    host: str
    reason: str
    status: int

    def __init__(self, at: float, status: int, reason: str, host: str) -> None:
        self._fill(at=at, status=status, reason=reason, host=host)


def request_host(scope: Scope) -> bytes:
    """The first Host of a request, whatever it is."""
    return next((bytes(value) for name, value in scope["headers"] if bytes(name).lower() == b"host"), b"")


class Gate(ABC):
    """What every gate does with a request; `route` says which one is answered by what.

    Attributes:
        failures: where the last exceptions arose, as findings say it.
        anywhere: paths that pages of any origin may ask: nothing there is a secret.
    """

    anywhere: frozenset[str] = frozenset()

    def __init__(self, bench: Bench, hosts: Hosts, root_path: str = "") -> None:
        self.bench = bench
        self.hosts = hosts
        self.root_path = root_path
        self.failures: list[str] = []
        self.refused: deque[Refused] = deque(maxlen=REFUSED)

    @abstractmethod
    def route(self, path: str) -> tuple[str, Handler]:
        """The method and the handler of a path. Raises Refusal `not-found`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server's, as ASGI has it."""
        if scope["type"] == "websocket":
            await send(WEBSOCKET_CLOSE)
        elif scope["type"] == "lifespan":
            await lifespan(receive, send, self.bench.close)
        elif scope["type"] == "http":
            incoming = Incoming(scope, receive)
            await self._http(scope, incoming, Reply(send, self.bench.limits, incoming))

    async def _http(self, scope: Scope, receive: Receive, reply: Reply) -> None:
        metrics = self.bench.metrics
        metrics.add("requests")
        headers: list[tuple[str, str]] = []
        try:
            request = Request(scope, self.root_path)
            changes = request.method not in ("GET", "HEAD")
            self.hosts.check(request.headers, changes=changes, anywhere=request.path in self.anywhere)
            method, handler = self.route(request.path)
            if request.method != method:
                headers.append(("allow", method))
                raise Refusal("method")
            await handler(request, receive, reply)
        except Refusal as refusal:
            host = safe(request_host(scope), HOST_LENGTH)
            self.refused.append(Refused(time.time(), refusal.status, refusal.reason, host))
            await self._refuse(refusal, reply, headers)
        except Cut:
            metrics.add("cut")
            with suppress(OSError, TimeoutError):
                await reply.refuse(Refusal("body-shorter"))
        except TimeoutError:
            raise  # the client does not read: the server closes the connection
        except Exception as exc:  # noqa: BLE001 - its text may hold anything
            self.failures = [*self.failures[-9:], outcomes.internal(exc).message]
            failure(exc)
            await self._refuse(Refusal("internal"), reply, [])

    async def _refuse(self, refusal: Refusal, reply: Reply, headers: list[tuple[str, str]]) -> None:
        self.bench.metrics.add(f"refused_{refusal.reason}")
        if reply.begun:
            raise ConnectionAbortedError("the answer broke off")
        await reply.refuse(refusal, headers)

    def report_bytes(self, report: Report) -> tuple[int, bytes]:
        """Status and JSON document of a report that is not `valid`."""
        self.bench.metrics.add(report.verdict)
        text = ascii_json(document([report], self.bench.policy)) + "\n"
        return (500 if report.verdict == ERROR else 422), text.encode("ascii")


def accepted_bytes(captured: Captured) -> bytes:
    """The answer to an upload that was taken."""
    said = {
        "ok": True,
        "verdict": captured.report.verdict,
        "bytes": captured.size,
        "sha256": captured.sha256,
    }
    return (ascii_json(said) + "\n").encode("ascii")
