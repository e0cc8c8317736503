#!/usr/bin/env python3
"""A request to the gate: what its guard lets through, h11 reads alike; what its texts say, the standard library too."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import atheris  # type: ignore[import-untyped]
import h11

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator
    import _requests

    from cellucid_session.capture import events, http_text, request_head
    from cellucid_session.capture.hosts import Hosts
    from cellucid_session.capture.refusals import Refusal

MOST = 512 << 20
PATHS = {"/_cellucid/session_bundle": ("viewerId", "requestId"), "/_cellucid/events": ("viewerId",)}
ROOT = "/user/x/proxy/1"
HOSTS = Hosts(8000, ["hub.example"], ["https://notebook.example"])
OURS = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[1-9][0-9]{0,4})?|hub\.example")
mutate = _requests.mutate


def said(text: bytes) -> h11.Request | None:
    """The request as h11 reads its head; None when it refuses."""
    connection = h11.Connection(h11.SERVER, 1 << 20)
    connection.receive_data(text + request_head.END)
    try:
        event = connection.next_event()
    except h11.RemoteProtocolError:
        return None
    return event if isinstance(event, h11.Request) else None


def one(data: bytes) -> str:
    """Judge head and body; what refuses them, in two words."""
    text, _, body = data.partition(request_head.END)
    with _harness.armed(), _harness.bounded():
        first = judged(text)
        second = event(body)
    return f"{first}; {second}"


def judged(text: bytes) -> str:
    """The reason that refuses a head, or "taken"."""
    try:
        request_head.look(text)
    except Refusal as refusal:
        return refusal.reason
    read = said(text)
    if read is None:
        return "h11"
    line, *lines = text.split(b"\r\n")
    pairs = [
        (name.lower(), value.strip(b" \t")) for name, _, value in (each.partition(b":") for each in lines)
    ]
    given = [(bytes(name), bytes(value)) for name, value in read.headers]
    _harness.need(given == pairs, "h11 sees other headers", given, pairs)
    method, target, _ = line.split(b" ")
    _harness.need((read.method, read.target) == (method, target), "h11 sees another line", read)
    try:
        return meant(target, given)
    except Refusal as refusal:
        return refusal.reason


def meant(target: bytes, given: list[tuple[bytes, bytes]]) -> str:
    """What a head means, held against the standard library. Raises Refusal."""
    headers = http_text.singles(given)
    HOSTS.check(headers, changes=True)
    named = headers[b"host"].decode("ascii").lower()
    _harness.need(OURS.fullmatch(named), "a host of somebody else", named)
    origin = headers.get(b"origin")
    if origin is not None:
        parts = urlsplit(origin.decode("ascii"))
        from_us = parts.hostname in ("127.0.0.1", "localhost", "::1", "hub.example", "notebook.example")
        _harness.need(from_us and not parts.username and not parts.path, "an origin of somebody else", origin)
    raw, _, query = target.partition(b"?")
    path = http_text.path(raw, ROOT)
    _harness.need(not {".", ".."} & set(path.split("/")) and "//" not in path, "a path that is another", path)
    values = http_text.query(query, PATHS.get(path, ()))
    _harness.need(parse_qsl(query.decode("ascii")) == list(values.items()), "a query that is another", query)
    length = http_text.body_headers(headers, b"application/octet-stream", MOST)
    _harness.need(
        str(length).encode() == headers[b"content-length"] and 0 < length <= MOST, "a length", length
    )
    _harness.need(
        not {b"transfer-encoding", b"content-encoding", b"upgrade"} & dict(given).keys(), "a trick", given
    )
    return "taken"


def event(body: bytes) -> str:
    """ "refused", or the type of the event."""
    try:
        found = events.parse(body, 64)
    except Refusal:
        return "refused"
    value: Any = json.loads(body)
    _harness.need(value["type"] == found.type and set(value) <= set(events.KEYS), "another event", value)
    for text in (found.text, found.page):
        if text is not None:
            _harness.need(text.isprintable() and len(text) <= events.TEXT + 40, "a text", text)
    if found.request_id is not None:
        _harness.need(value["requestId"] == found.request_id and len(found.request_id) == 32, "an id", value)
    return found.type


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(mutate))
