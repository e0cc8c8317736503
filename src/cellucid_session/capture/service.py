"""The same gate in front of any upload: an application to mount in a service.

Rules of this file:

* `POST /` takes one session; `GET /health` says that it is there. Nothing else is answered.
* Who may upload is the service's to say (`authorize`). What was judged `valid` is told to `on_accept` before the client
  is; when that fails the file goes, the answer is 500, and the exception is logged (`log`).
* A callback may be a plain function, which runs in a worker thread, or a coroutine function.
Spec: 15.7.
"""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from cellucid_session.arguments import CALL, Kind, hold
from cellucid_session.capture import http_text
from cellucid_session.capture.app import BYTES, accepted
from cellucid_session.capture.asgi import Receive, Reply, Request, Scope
from cellucid_session.capture.captured import Captured
from cellucid_session.capture.gate import HEALTH, JSON, Gate, Handler, accepted_bytes
from cellucid_session.capture.hosts import Hosts, SameOrigin
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.metrics import Metrics
from cellucid_session.capture.refusals import Refusal
from cellucid_session.capture.store import FolderStore
from cellucid_session.capture.upload import Bench
from cellucid_session.judge.policy import Policy
from cellucid_session.model import DatasetFacts, Report
from cellucid_session.report.jsonreport import ascii_json

Authorize = Callable[[Scope], bool | Awaitable[bool]]
OnAccept = Callable[[Captured, Scope], Any]
OnRefuse = Callable[[Report, Scope], Any]


class UploadGate(Gate):
    """See `session_upload_app`."""

    def __init__(
        self,
        bench: Bench,
        hosts: Hosts,
        dataset: DatasetFacts | None,
        authorize: Authorize | None,
        on_accept: OnAccept | None,
        on_refuse: OnRefuse | None,
    ) -> None:
        super().__init__(bench, hosts)
        self._dataset = dataset
        self._authorize = authorize
        self._on_accept = on_accept
        self._on_refuse = on_refuse

    def route(self, path: str) -> tuple[str, Handler]:
        """See `Gate.route`."""
        if path in ("", "/"):
            return "POST", self._upload
        if path == "/health":
            return "GET", self._health
        raise Refusal("not-found")

    async def _health(self, request: Request, receive: Receive, reply: Reply) -> None:
        await reply.bytes(200, JSON, (ascii_json(HEALTH) + "\n").encode("ascii"))

    async def _upload(self, request: Request, receive: Receive, reply: Reply) -> None:
        scope = request.scope
        if request.raw_query:
            raise Refusal("query")
        size = http_text.body_headers(request.headers, BYTES, self.bench.body_bytes)
        if self._authorize is not None and await self._call("authorize", self._authorize, scope) is not True:
            raise Refusal("unauthorized")
        captured: Captured | None = None
        with self.bench.begin(size, self._dataset) as upload:
            report = await upload.run(receive)
            if report.valid:
                captured = await accepted(upload, report, size)
        if captured is None:
            if self._on_refuse is not None:
                await self._call("on_refuse", self._on_refuse, report, scope)
            status, text = self.report_bytes(report)
            await reply.bytes(status, JSON, text)
            return
        try:
            if self._on_accept is not None:
                await self._call("on_accept", self._on_accept, captured, scope)
        except BaseException:
            self.bench.store.discard(captured.path)
            raise
        self.bench.metrics.add("accepted")
        self.bench.metrics.add("accepted_bytes", size)
        await reply.bytes(200, JSON, accepted_bytes(captured))

    async def _call(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            if inspect.iscoroutinefunction(function):
                return await function(*arguments)
            result = await asyncio.wrap_future(self.bench.submit(partial(function, *arguments)))
            return await result if inspect.isawaitable(result) else result
        except Exception as exc:
            exc.add_note(f"raised by {name}, which session_upload_app was given")
            raise


#: what the arguments of `session_upload_app` must be
ARGUMENTS = {
    "policy": Kind("a Policy, the name of one, or the path of its file", str, Policy),
    "store": Kind("a FolderStore, the path of a folder", FolderStore, str, os.PathLike).optional(),
    "authorize": CALL,
    "on_accept": CALL,
    "on_refuse": CALL,
    "dataset": Kind("a DatasetFacts", DatasetFacts).optional(),
    "limits": Kind("a GateLimits", GateLimits).optional(),
    "metrics": Kind("a Metrics", Metrics).optional(),
}


def session_upload_app(
    policy: str | Policy = "upload",
    store: FolderStore | str | os.PathLike[str] | None = None,
    *,
    authorize: Authorize | None = None,
    on_accept: OnAccept | None = None,
    on_refuse: OnRefuse | None = None,
    dataset: DatasetFacts | None = None,
    limits: GateLimits | None = None,
    metrics: Metrics | None = None,
    allowed_hosts: Iterable[str] | None = None,
    allowed_origins: Iterable[str] = (),
) -> UploadGate:
    """An ASGI application that takes sessions and hands on those that are valid.

    Args:
        policy: that uploads are judged by; a policy, its built-in name or its file.
        store: where uploads lie; a folder's path makes a store there. None: a temporary folder.
        authorize: is given the ASGI scope before the body is read; only True lets it in. None: everybody, because
            something in front of this application has decided already.
        on_accept: is given what was captured, and the scope. on_refuse: is given the report, and the scope.
        dataset: what the sessions must be made for.
        allowed_hosts: values of Host that are answered; None leaves that to the service.
        allowed_origins: origins beside the host's own.

    Returns:
        The application. Its `bench.metrics` counts; `bench.close()` ends its threads, which the server's shutdown does
        where the application has a lifespan of its own.

    Raises:
        UsageError: an argument is wrong.
    """
    hold(ARGUMENTS, locals())
    if allowed_hosts is None:
        hosts: Hosts = SameOrigin(origins=allowed_origins)
    else:
        hosts = Hosts(None, allowed_hosts, allowed_origins)
    bench = Bench(
        policy,
        store if isinstance(store, FolderStore) else FolderStore(store),
        limits if limits is not None else GateLimits(),
        metrics if metrics is not None else Metrics(),
    )
    return UploadGate(bench, hosts, dataset, authorize, on_accept, on_refuse)
