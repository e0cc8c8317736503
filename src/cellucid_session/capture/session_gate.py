"""The gate for a service made with FastAPI or Starlette: a route, or a dependency of the service's own route.

Rules of this file:

* HTTP is the framework's and its server's; what is judged, bounded and kept is the same as in every gate (`upload`).
* Every request has an id, which is in its answer and in its line of the log; every way out but a yes is a
  `ProblemError`. An exception is logged (`log`), and its text reaches no client.
* What was judged `valid` is the service's while its function runs; when that fails the file goes.
Spec: 15.7.
"""

from __future__ import annotations

import inspect
import os
import re
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from cellucid_session.arguments import CALL, Kind, hold
from cellucid_session.capture import http_text, log
from cellucid_session.capture.app import accepted
from cellucid_session.capture.asgi import Incoming
from cellucid_session.capture.captured import Captured
from cellucid_session.capture.exposition import expose
from cellucid_session.capture.hosts import SameOrigin
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.metrics import Metrics
from cellucid_session.capture.refusals import Cut, Refusal
from cellucid_session.capture.store import FolderStore
from cellucid_session.capture.upload import Bench
from cellucid_session.errors import DependencyError, UsageError
from cellucid_session.judge.policy import Policy
from cellucid_session.model import ERROR, DatasetFacts, Report
from cellucid_session.owning import Owning
from cellucid_session.report.jsonreport import document
from cellucid_session.safe import safe

try:
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from cellucid_session.capture import bodies
    from cellucid_session.capture.openapi import KEPT, REQUEST_BODY, RESPONSES
    from cellucid_session.capture.problems import ID_HEADER, JSON, Answer, ProblemError
except ImportError as missing:
    raise DependencyError(
        "a gate for services needs Starlette and python-multipart: python -m pip install 'cellucid-session[service]'"
    ) from missing

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}", re.ASCII)
RULES = 20  # ids of rules in a line of the log
TEXTS = {"invalid": "The session is not valid: the report says why",
         "inconclusive": "The session costs more to judge than this service spends: the report says of what",
         "error": "The session could not be judged"}  # fmt: skip
#: what the arguments of `SessionGate` must be
ARGUMENTS = {
    "policy": Kind("a Policy, the name of one, or the path of its file", str, Policy),
    "store": Kind("a FolderStore, the path of a folder", FolderStore, str, os.PathLike).optional(),
    "authorize": CALL,
    "on_accept": CALL,
    "request_id": CALL,
    "dataset": Kind("a DatasetFacts", DatasetFacts).optional(),
    "limits": Kind("a GateLimits", GateLimits).optional(),
    "metrics": Kind("a Metrics", Metrics).optional(),
}


class SessionGate(Owning):
    """A gate for a service.

    Args:
        policy: that uploads are judged by; a policy, its built-in name or its file.
        store: where sessions are kept; a folder's path makes a store there. None: a temporary folder.
        authorize: is given the request before its body is read; only True lets it in. None: everybody, because
            something in front of the gate has decided already.
        on_accept: of `add_to`'s route: is given what was captured, and the request. A mapping that it returns goes into
            the answer, beside `id`, `verdict`, `bytes` and `sha256`.
        request_id: is given the request, and returns the id that the service has for it: 1 to 128 letters, digits and
            `_.:-`. None, or what is none: one is drawn.
        dataset: what the sessions must be made for.
        limits: the allowances of 15.9. metrics: to count in.
        allowed_origins: origins of pages that may upload, beside the host's own.

    Attributes:
        responses, request_body: for the `responses` and `openapi_extra` of a FastAPI route of one's own.

    A function may be a plain one, which runs in a worker thread, or a coroutine function.

    Raises:
        UsageError: an argument is wrong. DependencyError: the extra `service` is not installed.
    """

    HOLDS = "threads and a folder"

    def __init__(
        self,
        policy: str | Policy = "upload",
        store: FolderStore | str | os.PathLike[str] | None = None,
        *,
        authorize: Callable[[Request], bool | Awaitable[bool]] | None = None,
        on_accept: Callable[[Captured, Request], Any] | None = None,
        request_id: Callable[[Request], str | None] | None = None,
        dataset: DatasetFacts | None = None,
        limits: GateLimits | None = None,
        metrics: Metrics | None = None,
        allowed_origins: Iterable[str] = (),
    ) -> None:
        hold(ARGUMENTS, locals())
        self._hosts = SameOrigin(origins=allowed_origins)
        self.bench = Bench(
            policy,
            store if isinstance(store, FolderStore) else FolderStore(store),
            limits if limits is not None else GateLimits(),
            metrics if metrics is not None else Metrics(),
        )
        self.responses = RESPONSES
        self.request_body = REQUEST_BODY
        self._authorize = authorize
        self._on_accept = on_accept
        self._request_id = request_id
        self._dataset = dataset

    def _release(self) -> None:
        self.bench.close()

    @asynccontextmanager
    async def lifespan(self, app: object) -> AsyncIterator[None]:
        """The lifespan of an application that has no other: the gate ends with it."""
        del app
        try:
            yield
        finally:
            await run_in_threadpool(self.close)

    def expose(self, registry: CollectorRegistry | None = None) -> None:
        """Give the gate's numbers to a registry of prometheus_client; None is the one that it has itself.

        Raises:
            DependencyError: prometheus_client is not installed.
        """
        expose(self.bench.metrics, registry)

    def add_to(self, app: Any, path: str = "/sessions") -> None:
        """Add a route `POST path` that takes one session to a FastAPI or Starlette application, or an APIRouter.

        It answers 201 with a JSON object, or a problem (RFC 9457). FastAPI shows it in OpenAPI.
        """
        if hasattr(app, "add_api_route"):
            app.add_api_route(
                path,
                self.route,
                methods=["POST"],
                status_code=201,
                summary="Upload a session",
                response_model=None,
                response_class=Response,
                responses=KEPT | self.responses,
                openapi_extra=self.request_body,
            )  # fmt: skip
        elif hasattr(app, "routes"):
            app.routes.append(Route(path, self.route, methods=["POST"]))
        else:
            raise UsageError("add_to takes an application of FastAPI or Starlette")

    async def route(self, request: Request) -> Response:
        """Answer one upload: what `add_to` adds."""
        try:
            async with self._taken(request) as taken:
                told = None
                if self._on_accept is not None:
                    told = await self._called("on_accept", self._on_accept, taken.captured, request)
                values = {
                    "id": taken.id,
                    "verdict": taken.captured.report.verdict,
                    "bytes": taken.captured.size,
                    "sha256": taken.captured.sha256,
                } | dict(told if isinstance(told, Mapping) else {})
                headers = {ID_HEADER: taken.id}
                try:
                    return Answer(201, JSON, values, headers, self.bench.limits, taken.incoming)
                except (TypeError, ValueError) as exc:  # what the service adds is no JSON
                    raise _Broken(exc) from exc
        except ProblemError as problem:
            return problem.answer()

    async def session(self, request: Request, response: Response) -> AsyncGenerator[Captured, None]:
        """A dependency of FastAPI: `Annotated[Captured, Depends(gate.session)]`. Needs `answer_problems(app)`.

        When the route fails, the file that was kept goes.
        """
        async with self._taken(request) as taken:
            response.headers[ID_HEADER] = taken.id
            yield taken.captured

    @asynccontextmanager
    async def _taken(self, request: Request) -> AsyncIterator[_Taken]:
        """What one request brought, while it is the service's. Raises ProblemError."""
        began, metrics = time.monotonic(), self.bench.metrics
        metrics.add("requests")
        incoming = Incoming(request.scope, request.receive)
        identity = secrets.token_hex(16)
        told: dict[str, object] = {}

        def problem(status: int, reason: str, text: str, report: Report | None = None) -> ProblemError:
            shown = None if report is None else document([report], self.bench.policy)
            told.update(status=status, reason=reason)
            return ProblemError(status, reason, text, identity, self.bench.limits, incoming, shown)

        def refused(reason: str) -> ProblemError:
            metrics.add(f"refused_{reason}")
            refusal = Refusal(reason)
            return problem(refusal.status, reason, refusal.text)

        try:
            identity = await self._identity(request, identity)
            captured, report = await self._judged(request, incoming)
            told.update(bytes=report.bytes, sha256=report.sha256)
            told.update(rules=[finding.rule for finding in report.findings[:RULES]])
            if captured is None:
                metrics.add(report.verdict)
                raise problem(
                    500 if report.verdict == ERROR else 422, report.verdict, TEXTS[report.verdict], report
                )
            told.update(status=201, reason=report.verdict)
            try:
                yield _Taken(captured, identity, incoming)
            except BaseException:
                self.bench.store.discard(captured.path)
                told.update(status=None, reason="undone")
                raise
            metrics.add("accepted")
            metrics.add("accepted_bytes", captured.size)
        except Refusal as refusal:
            raise refused(refusal.reason) from None
        except Cut:
            metrics.add("cut")
            raise refused("body-shorter") from None
        except _Broken as exc:
            log.failure(exc.cause)
            raise refused("internal") from None
        finally:
            seconds = round(time.monotonic() - began, 6)
            client = safe(request.client.host, 60) if request.client is not None else None
            log.upload(event="upload", id=identity, client=client, seconds=seconds, **told)

    async def _judged(self, request: Request, incoming: Incoming) -> tuple[Captured | None, Report]:
        """The report on what a request brings, and the file where it is valid. Raises Refusal, Cut or _Broken."""
        headers = http_text.singles(request.scope["headers"])
        self._hosts.check(headers, changes=True)
        most, limits = self.bench.body_bytes, self.bench.limits
        _, size = bodies.announced(headers, most)
        if self._authorize is not None:
            allowed = await self._called("authorize", self._authorize, request)
            if allowed is not True:
                raise Refusal("unauthorized")
        try:
            with self.bench.begin(size or 0, self._dataset) as upload:
                report = await upload.judge(bodies.session_bytes(incoming, headers, most, limits))
                captured = await accepted(upload, report, upload.size) if report.valid else None
        except (Refusal, Cut):
            raise
        except Exception as exc:
            raise _Broken(exc) from exc
        return captured, report

    async def _identity(self, request: Request, drawn: str) -> str:
        """The id of a request: the service's, where it has one that can be shown."""
        if self._request_id is None:
            return drawn
        given = await self._called("request_id", self._request_id, request)
        return given if isinstance(given, str) and _ID.fullmatch(given) else drawn

    async def _called(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function of the service returns. Raises _Broken."""
        try:
            if inspect.iscoroutinefunction(function):
                return await function(*arguments)
            result = await run_in_threadpool(function, *arguments)
            return await result if inspect.isawaitable(result) else result
        except Exception as exc:
            exc.add_note(f"raised by {name}, which SessionGate was given")
            raise _Broken(exc) from exc


class _Taken(NamedTuple):
    captured: Captured
    id: str
    incoming: Incoming


class _Broken(Exception):
    """A function of the service, or the gate, failed."""

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.cause = cause
