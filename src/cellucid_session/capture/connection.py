"""What works and what does not between a kernel, its server and a viewer's page.

Rules of this file:

* Everything is tried, not assumed: the server is asked over its socket, the page is asked to answer.
* What it says is made safe by the gate already; nothing in it gives access (no token, no address with one).
* For each thing that does not work there is a sentence that says what to do.
Spec: 15.8.4.
"""

from __future__ import annotations

import http.client
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.capture.captured import CaptureError
from cellucid_session.errors import UsageError

if TYPE_CHECKING:
    from typing import Protocol

    from cellucid_session.capture.server import CaptureServer
    from cellucid_session.capture.server_address import Base

    class Watched(Protocol):
        """What is asked of a viewer (`capture.viewer.Viewer` is the one there is)."""

        _server: CaptureServer
        _base: Base
        _shown: int

        @property
        def viewer_id(self) -> str: ...
        @property
        def ready(self) -> bool: ...
        @property
        def closed(self) -> bool: ...
        def _ping(self, timeout: float) -> float | None: ...


EVENTS, CONSOLE, REFUSALS = 10, 20, 10
HEALTH = "/_cellucid/health"

ADVICE = {
    "closed": "the viewer was closed: make another with show_anndata",
    "server": (
        "the server of this process does not answer: make the viewer anew; a firewall here may be in the way"
    ),
    "not shown": "the viewer was not shown yet: put it last in a cell, or open viewer.url in a browser",
    "not ready": (
        "the viewer was shown and its page has not said that it is ready: look at the frame. If it is empty or shows "
        "an error of the browser, the browser can't reach the server: on a remote notebook install "
        "jupyter-server-proxy, or forward the port, or pass base_url="
    ),
    "no answer": (
        "the page was ready once and does not answer: it was closed or reloaded, or lies outside the part of the "
        "notebook that is drawn. Scroll to it, or run its cell again"
    ),
    "stale": (
        "a page asked in vain: it belongs to an earlier kernel or to a viewer that was closed (run its cell again to "
        "have a new one), or it answered too late"
    ),
    "host": "requests came by a name that is not allowed: pass it as hosts=[...] to show_anndata",
    "origin": "requests came from a page of another origin: pass base_url=, or open the notebook by the same name",
    "fine": "everything works",
}
#: words of the gate's refusals -> advice
REASONS = {
    "no-pending": "stale",
    "not-found": "stale",
    "host": "host",
    "origin": "origin",
    "cross-site": "origin",
}


class Connection(dict[str, Any]):
    """What was found: plain values under `server`, `page`, `events`, `console`, `refusals` and `advice`."""

    def __repr__(self) -> str:
        return "\n".join(_lines(self))


def look(viewer: Watched, timeout: float) -> Connection:
    """Try the connection of a viewer; the page gets `timeout` seconds to answer."""
    server = _server(viewer)
    page: dict[str, Any] = {"shown": viewer._shown > 0, "ready": viewer.ready, "seconds": None}
    events: list[Any] = []
    with suppress(UsageError, CaptureError):  # the viewer was closed, or its server stopped: `advice` says so
        page |= _page(viewer, timeout if server["answers"] else 0.0)
        events = viewer._server.events(viewer.viewer_id)
    refusals = [_plain(item) for item in viewer._server.refusals(REFUSALS)]
    found = Connection(
        version=__version__,
        server=server,
        page=page,
        events=[_event(item) for item in events if item.type != "console"][-EVENTS:],
        console=[_event(item) for item in events if item.type in ("console", "error")][-CONSOLE:],
        refusals=refusals,
    )
    found["advice"] = [ADVICE[word] for word in _words(viewer, server, page, refusals)]
    return found


def _server(viewer: Watched) -> dict[str, Any]:
    """The server, asked over its own socket."""
    server = viewer._server
    told: dict[str, Any] = {
        "url": server.url,
        "base": viewer._base.address,
        "running": server.running,
        "answers": False,
        "seconds": None,
    }
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", HEALTH)
        answer = connection.getresponse()
        told["answers"] = answer.status == 200 and b"cellucid-session" in answer.read(1000)
        told["seconds"] = round(time.monotonic() - began, 4)
    except (OSError, http.client.HTTPException) as exc:
        told["error"] = type(exc).__name__
    finally:
        connection.close()
    return told


def _page(viewer: Watched, timeout: float) -> dict[str, Any]:
    """The page, asked to answer when it said that it is there."""
    told: dict[str, Any] = {}
    ready = viewer._server.wait_event(viewer.viewer_id, "ready", 0)
    if ready is not None:
        told |= {"page": ready.page, "protocol": ready.protocol, "since": _clock(ready.at)}
        seconds = viewer._ping(timeout) if timeout > 0 else None
        told["seconds"] = None if seconds is None else round(seconds, 4)
    heard = viewer._server.last_heard(viewer.viewer_id)
    told["heard"] = None if heard is None else _clock(heard)
    return told


def _words(
    viewer: Watched, server: dict[str, Any], page: dict[str, Any], refusals: list[dict[str, Any]]
) -> list[str]:
    """Keys of `ADVICE`, the most pressing first."""
    words = []
    if viewer.closed:
        words.append("closed")
    elif not server["answers"]:
        words.append("server")
    elif not page["ready"]:
        words.append("not ready" if page["shown"] else "not shown")
    elif page["seconds"] is None:
        words.append("no answer")
    words += dict.fromkeys(REASONS[item["reason"]] for item in refusals if item["reason"] in REASONS)
    return words or ["fine"]


def _event(event: Any) -> dict[str, Any]:
    told = {"at": _clock(event.at), "type": event.type, "level": event.level, "text": event.text}
    return {key: value for key, value in told.items() if value is not None}


def _plain(refusal: Any) -> dict[str, Any]:
    return {
        "at": _clock(refusal.at),
        "status": refusal.status,
        "reason": refusal.reason,
        "host": refusal.host,
    }


def _clock(at: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(at))


def _lines(found: Connection) -> list[str]:
    """The whole as lines for people."""
    server, page = found["server"], found["page"]
    answers = f"answers in {server['seconds'] * 1000:.0f} ms" if server["answers"] else "does not answer"
    if page["seconds"] is not None:
        state = f"answers in {page['seconds'] * 1000:.0f} ms"
    elif page["ready"]:
        state = "was ready, does not answer"
    else:
        state = "shown, not ready" if page["shown"] else "not shown"
    lines = [f"server  {server['url']}: {answers}"]
    lines.append(f"page    {state}" + (f" ({page['page']})" if page.get("page") else ""))
    for title in ("events", "console", "refusals"):
        for item in found[title]:
            rest = " ".join(str(value) for key, value in item.items() if key != "at" and value is not None)
            lines.append(f"{title:<9} {item['at']}  {rest}")
    return lines + [f"- {text}" for text in found["advice"]]
