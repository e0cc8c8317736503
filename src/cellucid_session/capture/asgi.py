"""One request and its answer, in the terms of ASGI.

Rules of this file:

* A request is looked at through `Request`, which knows only what decides something.
* A body is read piece by piece, with deadlines that count the client's time alone: what the gate needs itself is not
  held against it.
* Every answer has its length, no caching, no sniffing, and closes the connection.
* What is left of a body when the answer has been said is read and thrown away, within bounds, before the connection
  closes: a proxy that still sends takes a closed one for a broken server, and the answer would be lost.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from cellucid_session.capture import http_text
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.refusals import RETRY, Cut, Refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

TEXT = "text/plain; charset=utf-8"
ALWAYS = (
    (b"cache-control", b"no-store"),
    (b"connection", b"close"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Request:
    """What the gate looks at in a request.

    Raises:
        Refusal: `head` where a header that decides something is there twice, `path` where the path is not plain.
    """

    def __init__(self, scope: Scope, root_path: str = "") -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.headers = http_text.singles(scope["headers"])
        raw = scope.get("raw_path")
        if type(raw) is not bytes:  # decoded already: what it was can't be told
            raise Refusal("path")
        self.path = http_text.path(raw, root_path or str(scope.get("root_path") or ""))
        self.raw_query: bytes = scope.get("query_string", b"")

    def query(self, *keys: str, optional: tuple[str, ...] = ()) -> dict[str, str]:
        """The values of the query. Raises Refusal `query` or `ids`."""
        return http_text.query(self.raw_query, keys, optional)

    @property
    def token(self) -> str:
        """The viewer's token, as far as it could be one."""
        return http_text.token(self.headers.get(b"x-cellucid-token"))


async def pieces(
    receive: Receive, size: int | None, limits: GateLimits, most: int = 0
) -> AsyncGenerator[bytes, None]:
    """The body of a request, of `size` bytes exactly; where that is not told (None), of at most `most`.

    Raises:
        Refusal: `slow`, `body-longer`, `too-large`. Cut: the client has gone.
    """
    come, waited, more = 0, 0.0, True
    while more:
        began = time.monotonic()
        fair = limits.grace_seconds + come / limits.floor_bytes
        left = min(limits.idle_seconds, limits.body_seconds - waited, fair - waited)
        if left <= 0:
            raise Refusal("slow")
        try:
            async with asyncio.timeout(left):
                message = await receive()
        except TimeoutError:
            raise Refusal("slow") from None
        waited += time.monotonic() - began
        if message["type"] != "http.request":
            raise Cut
        piece = message.get("body", b"")
        more = bool(message.get("more_body", False))
        come += len(piece)
        if come > (most if size is None else size):
            raise Refusal("too-large" if size is None else "body-longer")
        if piece:
            yield piece
    if size is not None and come < size:
        raise Cut


async def whole(receive: Receive, size: int, limits: GateLimits) -> bytes:
    """A small body. Raises as `pieces` does."""
    return b"".join([piece async for piece in pieces(receive, size, limits)])


class Incoming:
    """The messages of one request, with an eye on whether more of its body is to come.

    Attributes:
        ended: whether the body is whole, or the client has gone. A request without a body has nothing to come.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        names = {bytes(name).lower() for name, _ in scope["headers"]}
        # who waits to be told to go on is not: the answer has come instead; in HTTP/1.0 nobody waits for that
        waits = b"expect" in names and scope.get("http_version") != "1.0"
        self.ended = waits or not names & {b"content-length", b"transfer-encoding"}

    async def __call__(self) -> Message:
        """The next message."""
        message = await self._receive()
        # whoever waited to be told to go on has been told now, and sends
        self.ended = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def drain(self, limits: GateLimits) -> None:
        """Throw away what is still to come: no more than `body_bytes`, nor longer than `drain_seconds`."""
        left, end = limits.body_bytes, time.monotonic() + limits.drain_seconds
        while not self.ended and left > 0:
            wait = min(limits.linger_seconds, end - time.monotonic())
            if wait <= 0:
                return
            try:
                async with asyncio.timeout(wait):
                    message = await self()
            except TimeoutError:
                return
            left -= len(message.get("body", b""))


class Reply:
    """Sends one answer.

    Attributes:
        begun: whether its head has been sent.
    """

    def __init__(self, send: Send, limits: GateLimits, incoming: Incoming | None = None) -> None:
        self._send = send
        self._limits = limits
        self._seconds = limits.answer_seconds
        self._incoming = incoming
        self.begun = False

    async def _say(self, message: Message) -> None:
        async with asyncio.timeout(self._seconds):
            await self._send(message)

    async def head(
        self, status: int, kind: str, size: int | None, headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Send status and headers; a 204 has no size."""
        told = [(b"content-type", kind.encode("ascii"))] if size is not None else []
        told += [(b"content-length", str(size).encode("ascii"))] if size is not None else []
        told += [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers]
        given = {name for name, _ in told}
        told += [pair for pair in ALWAYS if pair[0] not in given]
        self.begun = True
        await self._say({"type": "http.response.start", "status": status, "headers": told})

    async def piece(self, data: bytes, more: bool) -> None:
        """Send a piece of the body."""
        await self._say({"type": "http.response.body", "body": data, "more_body": more})

    async def bytes(
        self, status: int, kind: str, data: bytes, headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Send a whole answer."""
        await self.head(status, kind, len(data) if status != 204 else None, headers)
        if self._incoming is None or self._incoming.ended:
            await self.piece(data, False)
            return
        await self.piece(data, True)  # all of it: what follows ends the answer, and with it the connection
        await self._incoming.drain(self._limits)
        await self.piece(b"", False)

    async def refuse(self, refusal: Refusal, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Send one of the fixed texts."""
        retry = [("retry-after", RETRY[refusal.reason])] if refusal.reason in RETRY else []
        await self.bytes(refusal.status, TEXT, refusal.text.encode("ascii") + b"\n", [*retry, *headers])
