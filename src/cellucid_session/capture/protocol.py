"""Connections: uvicorn's h11 protocol behind a guard of our own.

Rules of this file:

* Nothing reaches h11 before the whole head has come in time, is small enough, and is plain (`head`).
* One connection carries one request. What comes after its body is read and thrown away.
* A closed connection is read on for a moment, so that the answer is not lost to a reset when the client still sends.
* When there are too many connections the one that waits longest for its head goes: a slow one makes room.
* uvicorn's loggers are not used: they would be told raw lines of the request.
Spec: 15.2.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from cellucid_session.capture import request_head
from cellucid_session.capture.asgi import ALWAYS, TEXT
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.metrics import Metrics
from cellucid_session.capture.refusals import RETRY, Refusal
from cellucid_session.generated.gate import REFUSALS
from cellucid_session.owning import Owning


def plain_answer(reason: str) -> bytes:
    """A whole answer with one of the fixed texts, for a request that reaches no application.

    Its headers are those of every other answer: by them a page tells the gate from a proxy that answers in its place.
    """
    status, text = REFUSALS[reason]
    headers = [(b"content-type", TEXT.encode("ascii")), (b"content-length", b"%d" % (len(text) + 1))]
    headers += [(b"retry-after", RETRY[reason].encode("ascii"))] if reason in RETRY else []
    lines = [b"HTTP/1.1 %d Refused" % status, *(b"%s: %s" % pair for pair in (*headers, *ALWAYS)), b"", b""]
    return b"\r\n".join(lines) + text.encode("ascii") + b"\n"


class Quiet:
    """A logger that says nothing."""

    level = 100

    def log(self, *about: Any, **more: Any) -> None:
        """Say nothing."""

    info = warning = error = log


class Lingering(Owning):
    """A transport whose `close` first ends our side, and the whole a moment later."""

    HOLDS = "a connection"

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._transport = transport
        self._loop = loop
        self._seconds = seconds

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Whether `close` was called, or the connection is lost."""
        return self.closed or self._transport.is_closing()

    def write(self, data: bytes) -> None:
        """Send, unless we have ended our side."""
        if not self.is_closing():
            self._transport.write(data)

    def _release(self) -> None:
        """End our side now, and the connection when the client does, or after a moment."""
        if self._transport.is_closing():
            return
        if not self._transport.can_write_eof():
            self._transport.close()
            return
        try:
            self._transport.write_eof()
            self._transport.resume_reading()
        except (OSError, RuntimeError):
            self._transport.abort()
            return
        self._loop.call_later(self._seconds, self._transport.abort)


class GateProtocol(H11Protocol):
    """One connection. Made by a class of `protocol_class`, which sets what all connections share."""

    gate_limits: GateLimits
    metrics: Metrics
    waiting: dict[GateProtocol, None]  # connections whose head has not come, the oldest first

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.logger: Any = Quiet()
        self.access_logger: Any = self.logger
        self.access_log = False
        self._head = bytearray()
        self._passed = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the head, for a time."""
        limits = self.gate_limits
        super().connection_made(Lingering(transport, self.loop, limits.linger_seconds))  # type: ignore[arg-type]
        self.metrics.add("connections_open")
        self._timer = self.loop.call_later(limits.head_seconds, self._refuse, "head-slow")
        self.waiting[self] = None
        if len(self.connections) > limits.connections:
            next(iter(self.waiting))._refuse("busy")

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._settle_head()
        self.metrics.add("connections_open", -1)
        super().connection_lost(exc)

    def eof_received(self) -> bool:  # type: ignore[override]
        """The client has ended its side: it may still wait for the answer, also to what it sent in part.

        Returns:
            Whether the connection stays open until the answer was sent.
        """
        cycle = self.cycle
        if not self._passed:
            if self._head and not self.transport.is_closing():
                self._refuse("head")
            return False
        if cycle is None or cycle.response_complete:
            return False
        cycle.more_body = (
            False  # what has come is all that there is; the application tells whether that is enough
        )
        cycle.message_event.set()
        return True

    def send_400_response(self, msg: str) -> None:
        """What h11 can't read is refused in our own words."""
        del msg
        self._refuse("head")

    def data_received(self, data: bytes) -> None:
        """Gather the head, then hand on; what comes after an answer goes nowhere."""
        if self.transport.is_closing():
            return
        if self._passed:
            super().data_received(data)
            return
        start = max(0, len(self._head) - len(request_head.END) + 1)
        self._head += data
        end = self._head.find(request_head.END, start)
        if (len(self._head) if end < 0 else end) > self.gate_limits.head_bytes:
            self._refuse("head-large")
        elif end >= 0:
            try:
                request_head.look(bytes(self._head[:end]))
            except Refusal as refusal:
                self._refuse(refusal.reason)
                return
            self._settle_head()
            self._passed = True
            held, self._head = bytes(self._head), bytearray()
            super().data_received(held)

    def _settle_head(self) -> None:
        self.waiting.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, reason: str) -> None:
        """Answer without asking the application."""
        self._settle_head()
        self.metrics.add(f"refused_{reason}")
        self.transport.write(plain_answer(reason))
        self.transport.close()
        self._head = bytearray()


def protocol_class(limits: GateLimits, metrics: Metrics) -> type[GateProtocol]:
    """The protocol of one server."""
    return type("GateProtocol", (GateProtocol,), {"gate_limits": limits, "metrics": metrics, "waiting": {}})
