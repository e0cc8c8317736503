"""A page that speaks the protocol over real sockets, from the page's address alone, as a browser would."""

from __future__ import annotations

import http.client
import json
import threading
import urllib.parse
from collections.abc import Callable
from typing import Any

SECONDS = 20


class GoneError(Exception):
    """The server does not know the viewer."""


class Page:
    """Speaks for the viewer whose address it is given.

    Args:
        url: of the page, with its token. host: what Host says; headers: more of them. prefix: before every path.
    """

    def __init__(self, url: str, *, host: str | None = None, headers: dict[str, str] | None = None) -> None:
        split = urllib.parse.urlsplit(url)
        self.viewer_id = urllib.parse.parse_qs(split.query)["viewerId"][0]
        self.token = urllib.parse.parse_qs(split.fragment)["token"][0]
        assert split.path.endswith("/_cellucid/page/")
        self.prefix = split.path.removesuffix("/_cellucid/page/")
        self.address = (split.hostname or "", split.port or 80)
        self.headers = {"Host": host or split.netloc, "X-Cellucid-Token": self.token} | (headers or {})
        self.seen = 0

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body of one answer."""
        connection = http.client.HTTPConnection(*self.address, timeout=SECONDS)
        try:
            told = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, f"{self.prefix}/_cellucid/{path}", body, told)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def get(self, what: str) -> tuple[int, dict[str, str], bytes]:
        """What the data of the viewer holds."""
        return self.ask("GET", f"viewers/{self.viewer_id}/{what}")

    def tell(self, kind: str, **values: Any) -> int:
        """Send an event; the status."""
        body = json.dumps({"type": kind, **values}).encode()
        path = f"events?viewerId={self.viewer_id}"
        return self.ask("POST", path, body, Content_Type="application/json")[0]

    def commands(self, wait: int = 0) -> list[dict[str, Any]]:
        """The commands that came since the last look."""
        status, _, body = self.get(f"commands?after={self.seen}&wait={wait}")
        if status == 404:
            raise GoneError
        assert status == 200, (status, body)
        told = json.loads(body)
        self.seen = told["next"]
        return list(told["commands"])

    def send(self, request_id: str, session: bytes) -> tuple[int, bytes]:
        """Upload a session for a request."""
        path = f"session_bundle?viewerId={self.viewer_id}&requestId={request_id}"
        status, _, body = self.ask("POST", path, session, Content_Type="application/octet-stream")
        return status, body

    def serve(self, session: bytes | Callable[[str], Any], times: int = 1) -> threading.Thread:
        """Be ready, and answer commands in a thread until `times` bundles were asked for."""

        def run() -> None:
            left = times
            while left:
                try:
                    commands = self.commands(wait=5)
                except (OSError, http.client.HTTPException, GoneError):
                    return  # a page would say so to the person
                for command in commands:
                    request_id = command["requestId"]
                    if command["type"] == "ping":
                        self.tell("pong", requestId=request_id)
                        continue
                    if command["type"] != "requestSessionBundle":
                        continue
                    left -= 1
                    if callable(session):
                        session(request_id)
                    else:
                        self.send(request_id, session)

        assert self.tell("ready", page="test page 1.0", protocol=1) == 204
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread
