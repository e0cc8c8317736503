"""The gate before uploads."""

# Generated from declare/gate.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

#: allowance -> its default and its unit
LIMITS: dict[str, tuple[int, str]] = {
    "body_bytes": (536870912, "bytes"),
    "head_bytes": (32768, "bytes"),
    "head_seconds": (10, "seconds"),
    "idle_seconds": (10, "seconds"),
    "grace_seconds": (10, "seconds"),
    "floor_bytes": (16384, "bytes per second"),
    "body_seconds": (900, "seconds"),
    "answer_seconds": (30, "seconds"),
    "linger_seconds": (2, "seconds"),
    "drain_seconds": (10, "seconds"),
    "connections": (512, "connections"),
    "uploads": (256, "uploads"),
    "admitted": (1, "uploads"),
    "queue_seconds": (120, "seconds"),
    "light_json_bytes": (131072, "bytes"),
    "light_json_nodes": (10000, "nodes"),
    "light_chunks": (1000, "chunks"),
    "findings": (100, "findings"),
    "event_bytes": (65536, "bytes"),
    "event_nodes": (64, "nodes"),
    "events": (200, "events"),
    "viewers": (64, "viewers"),
    "tabs": (16, "pages"),
    "tab_seconds": (120, "seconds"),
    "pending": (16, "requests"),
    "workers": (4, "threads"),
}

#: reason -> status of HTTP, and what is said
REFUSALS: dict[str, tuple[int, str]] = {
    "no-pending": (404, "No pending session bundle request"),
    "not-found": (404, "Not found"),
    "head": (400, "The head of the request is not plain HTTP/1.1"),
    "path": (400, "The path is not spelled plainly"),
    "query": (400, "The query is not spelled plainly"),
    "ids": (400, "The query must have the ids that this path needs, each once, and nothing else"),
    "transfer": (400, "Transfer-Encoding is not taken: send the body plainly, with Content-Length"),
    "length": (400, "Content-Length must be one plain number above 0"),
    "body-longer": (400, "The body is longer than its Content-Length"),
    "body-shorter": (400, "The body is shorter than its Content-Length"),
    "event": (400, "The event is not one of this protocol"),
    "unauthorized": (403, "This upload is not allowed"),
    "host": (403, "This host is not served here: add it to the allowed hosts"),
    "origin": (403, "This origin may not use the gate: add it to the allowed origins"),
    "cross-site": (403, "Requests from other sites are not taken"),
    "method": (405, "The method is not one of this path"),
    "head-slow": (408, "The head of the request did not come in time"),
    "slow": (408, "The body did not come in time"),
    "length-missing": (411, "Content-Length is needed"),
    "too-large": (413, "The body is larger than the gate takes"),
    "encoding": (415, "Content-Encoding is not taken: send the bytes as they are"),
    "type": (415, "This Content-Type is not taken here: send the session as application/octet-stream"),
    "type-json": (415, "This Content-Type is not taken here: send JSON as application/json"),
    "expect": (417, "The only expectation that is met is 100-continue"),
    "head-large": (431, "The head of the request is too large"),
    "internal": (500, "The gate failed"),
    "busy": (503, "Too much is under way: try again soon"),
    "quota": (503, "There is no room left for uploads"),
    "stopping": (503, "The gate is closing"),
}

#: what a gate promises beside its answers
PROMISES: tuple[str, ...] = (
    "closed",
    "quiet",
    "once",
    "asked",
    "unspent",
    "judged",
    "told",
    "early",
    "bounded",
    "private",
    "whole",
    "swept",
)
