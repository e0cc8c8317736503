"""What a service's gate answers: one JSON shape for all that it does not take, and an id in every answer.

Rules of this file:

* A problem is told as RFC 9457 has it. Its `detail` is one of the fixed texts of `declare/gate.py`, its `reason` the id
  of that text; a report is added where there is one. Nothing of the request is ever a part of it.
* An answer that is said before the body has ended reads the rest of it and throws it away, as every gate does (`asgi`).
Spec: 15.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cellucid_session.capture.asgi import Incoming, Reply
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.refusals import RETRY
from cellucid_session.errors import SessionError
from cellucid_session.report.jsonreport import ascii_json

PROBLEM = "application/problem+json"
JSON = "application/json"
ID_HEADER = "x-request-id"
#: what a gate takes, for those that sent another type
TAKEN = ("application/octet-stream", "multipart/form-data")


class Answer(Response):
    """A whole JSON answer, behind which the rest of a body is thrown away."""

    def __init__(
        self,
        status: int,
        kind: str,
        values: Mapping[str, Any],
        headers: Mapping[str, str],
        limits: GateLimits,
        incoming: Incoming,
    ) -> None:
        super().__init__((ascii_json(values) + "\n").encode("ascii"), status, headers, kind)
        self._kind = kind
        self._more = tuple(headers.items())
        self._limits = limits
        self._incoming = incoming

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        del scope, receive  # `incoming` knows how much of the body was read
        reply = Reply(send, self._limits, self._incoming)
        await reply.bytes(self.status_code, self._kind, bytes(self.body), self._more)


class ProblemError(SessionError, HTTPException):
    """An upload that a service's gate does not take.

    Without `answer_problems` a framework says its status and sentence, in a shape of its own.

    Attributes:
        status_code: of HTTP. detail: the sentence. reason: a verdict, or the id of a refusal (15.9).
        id: of the request. values: the whole problem, as it is told.
    """

    def __init__(
        self,
        status: int,
        reason: str,
        detail: str,
        identity: str,
        limits: GateLimits,
        incoming: Incoming,
        report: dict[str, Any] | None = None,
    ) -> None:
        headers = {ID_HEADER: identity}
        if reason in RETRY:
            headers["retry-after"] = RETRY[reason]
        HTTPException.__init__(self, status, detail, headers)
        self.args = (detail,)
        self.finding = None
        self.reason = reason
        self.id = identity
        self.values: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "id": identity,
            "reason": reason,
        }
        if status == 415:
            self.values["taken"] = list(TAKEN)
            headers["accept-post"] = ", ".join(TAKEN)
        if report is not None:
            self.values["report"] = report
        self._limits = limits
        self._incoming = incoming

    def answer(self) -> Answer:
        """The answer that tells it."""
        headers = dict(self.headers or {})
        return Answer(self.status_code, PROBLEM, self.values, headers, self._limits, self._incoming)


async def _answered(request: Request, problem: Exception) -> Response:
    del request
    assert isinstance(problem, ProblemError)
    return problem.answer()


def answer_problems(app: Any) -> None:
    """Let a FastAPI or Starlette application answer what a gate's dependency raises, as problem details."""
    app.add_exception_handler(ProblemError, _answered)
