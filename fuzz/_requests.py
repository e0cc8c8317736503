"""Requests to the gate: seeds, and a mutator that changes one line or one part of a line."""

from __future__ import annotations

import random
from collections.abc import Iterator

import _mutator

ID, OTHER = b"0123456789abcdef" * 2, b"f" * 32
TOKEN = b"A" * 43
BUNDLE = b"POST /_cellucid/session_bundle?viewerId=" + ID + b"&requestId=" + OTHER + b" HTTP/1.1"
EVENTS = b"POST /_cellucid/events?viewerId=" + ID + b" HTTP/1.1"
HOST = b"Host: 127.0.0.1:8000"

#: lines that a request may have; the mutator puts them anywhere
LINES = (
    HOST,
    b"host: localhost:8000",
    b"Host: [::1]:8000",
    b"Host: hub.example",
    b"Host: evil.example@127.0.0.1:8000",
    b"Origin: http://127.0.0.1:8000",
    b"Origin: https://hub.example:443",
    b"Origin: null",
    b"Sec-Fetch-Site: cross-site",
    b"X-Cellucid-Token: " + TOKEN,
    b"Content-Type: application/octet-stream",
    b"Content-Type: application/json; charset=utf-8",
    b"Content-Length: 20",
    b"Content-Length:20",
    b"Content-Length: +20",
    b"Content-Length: 020",
    b"Content-Length: 20, 20",
    b"Content-Length:  20",
    b"Content-Length: 20 ",
    b"Content-Length: 536870912",
    b"Content-Length: 99999999999999999999999",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding : chunked",
    b"Content-Encoding: gzip",
    b"Expect: 100-continue",
    b"Upgrade: websocket",
    b"Connection: keep-alive, Upgrade",
    b"Cookie: a=\xc3\xa9; b",
    b"X-Empty:",
    b" folded: line",
)
FIRST = (
    BUNDLE,
    EVENTS,
    b"GET /_cellucid/health HTTP/1.1",
    b"GET /_cellucid/page/assets/main.js HTTP/1.0",
    b"GET /user/x/proxy/1/_cellucid/viewers/" + ID + b"/embeddings/0 HTTP/1.1",
    b"POST /_cellucid%2Fsession_bundle?viewerId=a&viewerId=b HTTP/1.1",
    b"POST /_cellucid/session_bundle?viewerId=%61&requestId=+b HTTP/1.1",
    b"POST //_cellucid/./x/../y;z HTTP/1.1",
    b"POST http://127.0.0.1/ HTTP/1.1",
    b"options * HTTP/2.0",
)
BODIES = (
    b"",
    b'{"type":"ready","protocol":1,"page":"p 1"}',
    b'{"type":"pong","requestId":"' + ID + b'"}',
    b'{"type":"console","level":"error","text":"a\\u001b[2J\\u202eb"}',
    b'{"type":"error","requestId":null,"text":"no"}',
    b'{"type":"session_bundle","x":1}',
    b'{"type":"console","text":"' + b"x" * 2100 + b'"}',
    b"[]",
    b'{"type":"ready","type":"pong"}',
)


def request(first: bytes, lines: list[bytes], body: bytes = b"", end: bytes = b"\r\n") -> bytes:
    """A request, whatever its parts are."""
    return end.join([first, *lines, b"", b""]) + body


def seeds() -> Iterator[tuple[str, bytes]]:
    """A request for each first line, each other line and each body."""
    usual = [
        HOST,
        b"X-Cellucid-Token: " + TOKEN,
        b"Content-Type: application/octet-stream",
        b"Content-Length: 20",
    ]
    yield "a bundle", request(BUNDLE, usual, b"x" * 20)
    for at, first in enumerate(FIRST):
        yield f"first {at}", request(first, [HOST])
    for at, line in enumerate(LINES):
        yield f"line {at}", request(BUNDLE, [HOST, line] if at > 3 else [line], b"x" * 20)
    json = [HOST, b"X-Cellucid-Token: " + TOKEN, b"Content-Type: application/json", b"Content-Length: 20"]
    for at, body in enumerate(BODIES):
        yield f"body {at}", request(EVENTS, json, body)


def mutate(data: bytes, max_size: int, seed: int, low: _mutator.Low | None = None) -> bytes:
    """Change the body as JSON, or the head by a line, by a byte, or as libFuzzer does."""
    maker = random.Random(seed)
    low = low if low is not None else _mutator.low_level(maker)
    head, found, body = data.partition(b"\r\n\r\n")
    if not found or maker.random() < 0.15:
        return low(data, max_size)
    if maker.random() < 0.3:
        body = _mutator.mutate_json(body, max(1, max_size - len(head) - 4), maker.getrandbits(32), low)
        return (head + found + body)[:max_size]
    first, *lines = head.split(b"\r\n")
    for _ in range(maker.choice((1, 1, 2, 3))):
        step = maker.randrange(6)
        if step == 0:
            first = maker.choice(FIRST)
        elif step == 1:
            lines.insert(maker.randrange(len(lines) + 1), maker.choice(LINES))
        elif step == 2 and lines:
            lines.pop(maker.randrange(len(lines)))
        elif step == 3 and lines:
            at = maker.randrange(len(lines))
            lines[at] = low(lines[at], len(lines[at]) + 16)
        elif step == 4 and lines:
            at = maker.randrange(len(lines))
            name, colon, value = lines[at].partition(b":")
            lines[at] = (
                name
                + colon
                + maker.choice((b"", b" ", b"  ", b"\t"))
                + value.strip()
                + maker.choice((b"", b" "))
            )
        else:
            first = low(first, len(first) + 16)
    end = maker.choice((b"\r\n",) * 12 + (b"\n",))
    return request(first, lines, body, end)[:max_size]
