"""What OpenAPI says of a service's gate.

Rules of this file: every status that a gate answers is here, with the shape that its answer has. Spec: 15.7.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.capture.problems import JSON, PROBLEM, TAKEN

TEXT = {"type": "string"}
BINARY = {"type": "string", "format": "binary"}

#: the shape of every answer that is no yes, as JSON Schema
SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail", "id", "reason"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": TEXT | {"description": "The name of the status."},
        "status": {"type": "integer"},
        "detail": TEXT | {"description": "A sentence for people."},
        "id": TEXT | {"description": "Of this request; the log has it too."},
        "reason": TEXT | {"description": "The verdict of the report, or the id of a refusal."},
        "taken": {"type": "array", "items": TEXT, "description": "With 415: types that are taken."},
        "report": {"type": "object", "description": "As `cellucid-validate --format json` writes it."},
    },
}
#: the shape of a yes
ACCEPTED: dict[str, Any] = {
    "type": "object",
    "title": "Accepted",
    "required": ["id", "verdict", "bytes", "sha256"],
    "properties": {
        "id": TEXT | {"description": "Of this request; the log has it too."},
        "verdict": {"type": "string", "const": "valid"},
        "bytes": {"type": "integer"},
        "sha256": TEXT,
    },
}
STATUSES = {
    400: "The body is no form, or shorter or longer than it says",
    403: "The upload is not allowed",
    408: "The body did not come in time",
    411: "The length of the body is not told",
    413: "The body is larger than the service takes",
    415: "The type of the body is not taken; `taken` lists those that are",
    422: "The session is not valid; `report` says why",
    500: "The service failed",
    503: "Too much is under way, or there is no room: try again later",
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {PROBLEM: {"schema": SCHEMA}}}
    for status, said in STATUSES.items()
}
KEPT: dict[int | str, dict[str, Any]] = {
    201: {"description": "The session is valid and kept", "content": {JSON: {"schema": ACCEPTED}}}
}
REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            TAKEN[0]: {"schema": BINARY},
            TAKEN[1]: {
                "schema": {"type": "object", "required": ["session"], "properties": {"session": BINARY}}
            },
        },
    }
}
