"""The gate as an ASGI application: which request is answered by what.

Rules of this file:

* A request is looked at in one order: host and origin, path, method, query, headers of the body, token and pair. What
  refuses it first is answered; a pair is taken last, so that a request refused before its body spends nothing.
* Every way out has an answer of our own. An exception is counted and logged (`log`); its text reaches no client.
* A websocket is closed before it opens.
Spec: 15.2, 15.3, 15.5.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from cellucid_session.capture import events, http_text, pages
from cellucid_session.capture.asgi import TEXT, whole
from cellucid_session.capture.captured import Captured, CaptureError, UploadRefusedError
from cellucid_session.capture.data_provider import Answer, DataRequest
from cellucid_session.capture.gate import HEALTH, JSON, PROTOCOL, Gate, accepted_bytes
from cellucid_session.capture.mailbox import WAIT_SECONDS
from cellucid_session.capture.refusals import Cut, Refusal
from cellucid_session.errors import SessionError, UsageError
from cellucid_session.generated.limits import SAFE_INTEGER
from cellucid_session.report.jsonreport import ascii_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.capture.asgi import Receive, Reply, Request
    from cellucid_session.capture.expected import Pending, Viewer
    from cellucid_session.capture.gate import Handler, T
    from cellucid_session.capture.hosts import Hosts
    from cellucid_session.capture.registry import Registry
    from cellucid_session.capture.tabs import Tab
    from cellucid_session.capture.upload import Bench, Upload
    from cellucid_session.model import Report

BASE = "/_cellucid/"
COMMANDS = "commands"
DRAFTS = "drafts"
BYTES = b"application/octet-stream"


async def accepted(upload: Upload, report: Report, size: int) -> Captured:
    """Commit an upload that was judged valid."""
    path = await upload.commit()
    assert report.sha256 is not None
    return Captured(path, report, size, report.sha256)


def proof(token: str, challenge: str) -> str:
    """What only a gate can say that knows a viewer's token: 64 hex digits, which tell nothing of it."""
    asked = b"cellucid-session health " + challenge.encode("ascii")
    return hmac.new(token.encode("ascii"), asked, "sha256").hexdigest()


class CaptureGate(Gate):
    """The gate of viewers: bundles that were asked for, events, data, the page."""

    anywhere = frozenset({BASE + "health"})

    def __init__(
        self, bench: Bench, hosts: Hosts, registry: Registry, framers: tuple[str, ...], root_path: str = ""
    ) -> None:
        super().__init__(bench, hosts, root_path)
        self.registry = registry
        self.pages = pages.Pages()
        self._framers = framers
        pages.policy(framers)
        self._routes: dict[str, tuple[str, Handler]] = {
            BASE + "health": ("GET", self._health),
            BASE + "session_bundle": ("POST", self._bundle),
            BASE + "events": ("POST", self._event),
            BASE + "draft": ("POST", self._draft),
        }

    def route(self, path: str) -> tuple[str, Handler]:
        """See `Gate.route`."""
        found = self._routes.get(path)
        if found is not None:
            return found
        if path.startswith(BASE + "page/"):
            return "GET", self._page
        if path.startswith(BASE + "viewers/"):
            return "GET", self._data
        raise Refusal("not-found")

    async def _health(self, request: Request, receive: Receive, reply: Reply) -> None:
        asked = request.query(optional=("viewerId", "challenge"))
        if len(asked) == 1:
            raise Refusal("ids")
        told: dict[str, object] = dict(HEALTH)
        if len(asked) == 2:
            with suppress(UsageError):  # no viewer of that id: who asks looks for the proof
                viewer = self.registry.viewer(asked["viewerId"])
                told["proof"] = proof(viewer.credentials.token, asked["challenge"])
        text = (ascii_json(told) + "\n").encode("ascii")
        open_to_all = [("cross-origin-resource-policy", "cross-origin"), ("access-control-allow-origin", "*")]
        await reply.bytes(200, JSON, text, open_to_all)

    async def _event(self, request: Request, receive: Receive, reply: Reply) -> None:
        limits = self.bench.limits
        viewer_id = request.query("viewerId")["viewerId"]
        size = http_text.body_headers(request.headers, JSON.encode("ascii"), limits.event_bytes)
        viewer = self.registry.known(viewer_id, request.token)
        event = events.parse(await whole(receive, size, limits), limits.event_nodes, time.time())
        self.bench.metrics.add("events")
        self.registry.tell(viewer, event)
        shelf = viewer.shelf
        if event.type == events.DROPPED and shelf is not None:
            await self._in_thread(lambda: shelf.drop(event.draft, event.tab))
        await reply.bytes(204, TEXT, b"")

    async def _bundle(self, request: Request, receive: Receive, reply: Reply) -> None:
        ids = request.query("viewerId", "requestId", optional=("tab",))
        size = http_text.body_headers(request.headers, BYTES, self.bench.body_bytes)
        tab = http_text.tab(ids.get("tab"))
        viewer = self.registry.known(ids["viewerId"], request.token)
        pending = self.registry.take(viewer, ids["requestId"], tab)
        try:
            upload = self.bench.begin(size, viewer.dataset)
        except BaseException:
            self.registry.release(pending)
            raise
        report: Report | None = None
        captured: Captured | None = None
        try:
            with upload:
                report = await upload.run(receive)
                if report.valid:
                    captured = await accepted(upload, report, size)
        except BaseException as exc:
            self.registry.settle(pending, error=_why(exc))
            raise
        self._tell(request, pending, report)
        if captured is None:
            self.registry.settle(pending, error=UploadRefusedError(report))
            status, text = self.report_bytes(report)
            await reply.bytes(status, JSON, text)
        elif self.registry.settle(pending, captured):
            self.bench.metrics.add("accepted")
            self.bench.metrics.add("accepted_bytes", size)
            await reply.bytes(200, JSON, accepted_bytes(captured))
        else:  # nobody waits any more
            self.bench.store.discard(captured.path)
            raise Refusal("no-pending")

    async def _draft(self, request: Request, receive: Receive, reply: Reply) -> None:
        asked = request.query("viewerId", "tab", "n")
        tab, number = str(http_text.tab(asked["tab"])), http_text.number(asked["n"], SAFE_INTEGER)
        most = min(self.bench.limits.draft_bytes, self.bench.body_bytes)
        size = http_text.body_headers(request.headers, BYTES, most)
        viewer = self.registry.known(asked["viewerId"], request.token)
        shelf = viewer.shelf
        if shelf is None:
            raise Refusal("not-found")
        with self.bench.begin(size, viewer.dataset, lambda: shelf.begin(size, tab, number)) as upload:
            report = await upload.run(receive)
            if report.valid:
                await upload.commit()
        if report.valid:
            self.bench.metrics.add("drafts")
            await reply.bytes(200, JSON, _line({"ok": True, "draft": shelf.id_of(tab)}))
        else:
            status, text = self.report_bytes(report)
            await reply.bytes(status, JSON, text)

    async def _drafts(self, viewer: Viewer, path: str, request: Request, reply: Reply) -> None:
        """The drafts that a page may take back, and one of them."""
        own = http_text.tab(request.query(optional=("tab",)).get("tab"))
        shelf = viewer.shelf
        if shelf is None:
            if path != DRAFTS:
                raise Refusal("not-found")
            none = {"protocol": PROTOCOL, "drafts": [], "withheld": 0, "limits": None}
            await reply.bytes(200, JSON, _line(none))
            return
        if path == DRAFTS:
            found, withheld = await self._in_thread(lambda: shelf.offered(self.registry.is_here, own))
            limits = shelf.limits
            told = {
                "protocol": PROTOCOL,
                "drafts": [
                    {
                        "draft": each.id,
                        "createdAt": each.created,
                        "groups": each.groups,
                        "fields": each.fields,
                        "bytes": each.size,
                    }
                    for each in found
                ],
                "withheld": withheld,
                "limits": {"bytes": limits.draft_bytes, "drafts": limits.drafts, "days": limits.draft_days},
            }
            await reply.bytes(200, JSON, _line(told))
            return
        payload = await self._in_thread(lambda: shelf.payload(path.removeprefix(DRAFTS + "/")))
        if payload is None:
            raise Refusal("not-found")
        await self._send(Answer(payload.blocks, size=payload.size), reply)

    def _tell(self, request: Request, pending: Pending, report: Report) -> None:
        """Keep that an upload came, beside what the page says itself."""
        with suppress(SessionError):
            viewer = self.registry.viewer(pending.viewer_id)
            event = events.Event(
                "session_bundle", time.time(), pending.request_id, text=f"arrived: {report.verdict}"
            )
            self.registry.tell(viewer, event)

    async def _page(self, request: Request, receive: Receive, reply: Reply) -> None:
        request.query(optional=("viewerId",))  # the page's own, which is not for us
        name = request.path.removeprefix(BASE + "page/")
        found = await self._in_thread(lambda: self.pages.read(name))
        if found is None:
            raise Refusal("not-found")
        kind, data = found
        csp = pages.policy((*self._framers, *self.hosts.origins))
        # in pieces, so that those who read slowly hold no copy of the whole
        await self._send(Answer(data, kind, [("content-security-policy", csp)]), reply)

    async def _data(self, request: Request, receive: Receive, reply: Reply) -> None:
        viewer_id, _, path = request.path.removeprefix(BASE + "viewers/").partition("/")
        viewer = self.registry.known(viewer_id, request.token)
        if path == COMMANDS:
            await self._commands(viewer, request, reply)
            return
        if path == DRAFTS or path.startswith(DRAFTS + "/"):
            await self._drafts(viewer, path, request, reply)
            return
        request.query()
        provider = viewer.provider
        asked = DataRequest(viewer_id, path)
        answer = await self._in_thread(lambda: provider(asked) if provider is not None else None)
        if answer is None:
            raise Refusal("not-found")
        await self._send(answer, reply)

    async def _commands(self, viewer: Viewer, request: Request, reply: Reply) -> None:
        asked = request.query("after", optional=("wait", "tab", "charge"))
        after = http_text.number(asked["after"], SAFE_INTEGER)
        seconds = http_text.number(asked.get("wait", str(WAIT_SECONDS)), WAIT_SECONDS)
        tab, believed = http_text.tab(asked.get("tab")), http_text.tab(asked.get("charge"))
        self.registry.in_charge(viewer, tab)

        def changed() -> bool:
            return believed is not None and _id(self.registry.in_charge(viewer)) != believed

        told = await viewer.mailbox.wait(after, seconds, tab, changed)
        told["charge"] = _plainly(self.registry.in_charge(viewer))  # not heard of: it may have gone meanwhile
        await reply.bytes(200, JSON, (ascii_json(told) + "\n").encode("ascii"))

    async def _send(self, answer: Answer, reply: Reply) -> None:
        pieces = answer.pieces()
        await reply.head(answer.status, answer.content_type, answer.size, answer.headers)
        left = answer.size
        while left > 0:
            piece = await self._in_thread(lambda: next(pieces, b""))
            left -= len(piece)
            if not piece or left < 0:
                raise ConnectionAbortedError("the answer has not the size that it says")
            await reply.piece(piece, left > 0)
        if not answer.size:
            await reply.piece(b"", False)

    async def _in_thread(self, step: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self.bench.submit(step))


def _line(told: dict[str, object]) -> bytes:
    return (ascii_json(told) + "\n").encode("ascii")


def _id(tab: Tab | None) -> str | None:
    return None if tab is None else tab.id


def _plainly(tab: Tab | None) -> dict[str, object] | None:
    """A page as another page of the viewer is told of it."""
    return (
        None
        if tab is None
        else {"tab": tab.id, "groups": tab.groups, "fields": tab.fields, "empty": tab.empty}
    )


def _why(exc: BaseException) -> CaptureError:
    """What the waiting call is told of an upload that broke off."""
    if isinstance(exc, Refusal):
        return CaptureError(f"the viewer's upload was refused: {exc.text}", exc.reason)
    if isinstance(exc, Cut):
        return CaptureError("the viewer's upload broke off before its end", "cut")
    if isinstance(exc, asyncio.CancelledError):
        return CaptureError("the gate was closed during the viewer's upload", "stopping")
    return CaptureError("the gate failed during the viewer's upload", "internal")
