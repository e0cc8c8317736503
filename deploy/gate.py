"""The gate as a service of its own: `POST /sessions/` takes one session, `GET /health` says that it is there.

Rules of this file: it keeps what is valid in the folder KEPT_SESSIONS, judged by POLICY, and tells nobody; who may
upload is decided in front of it. Logs are lines of JSON on standard output.
"""

import logging
import os
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cellucid_session.capture import SessionGate

logger = logging.getLogger("cellucid_session.capture")
logger.addHandler(logging.StreamHandler(sys.stdout))
logger.setLevel(logging.INFO)


async def health(request: Request) -> Response:
    """Say that the gate is there."""
    del request
    return JSONResponse({"service": "cellucid-session"})


gate = SessionGate(
    os.environ.get("POLICY", "upload-strict"),
    os.environ.get("KEPT_SESSIONS", "kept"),
    request_id=lambda request: request.headers.get("x-request-id"),  # nginx draws it
)
app = Starlette(routes=[Route("/health", health)], lifespan=gate.lifespan)
gate.add_to(app, "/sessions/")
