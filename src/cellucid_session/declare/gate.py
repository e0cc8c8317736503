"""The gate before uploads: its allowances, its refusals and its promises.

Rules of this file: an allowance is a default that the owner of a gate may change; `capture.GateLimits` checks how. A
refusal is a status and a fixed text. Ids of the protocol are `gate.` and a name of this file; they are no rules about
files. Spec: 15.
"""

from __future__ import annotations

from cellucid_session.declare.limits import MIB, Limit

KIB = 1024

LIMITS: tuple[Limit, ...] = (
    Limit("body_bytes", 512 * MIB, "bytes", "one upload"),
    Limit(
        "head_bytes", 32 * KIB, "bytes", "a request's line and headers; cookies of the same host come along"
    ),
    Limit("head_seconds", 10, "seconds", "from the connection to the end of the head"),
    Limit("idle_seconds", 10, "seconds", "without a byte of a body"),
    Limit("grace_seconds", 10, "seconds", "before the floor below holds"),
    Limit("floor_bytes", 16 * KIB, "bytes per second", "the least that a body comes at, on average"),
    Limit("body_seconds", 900, "seconds", "that a body may be waited for in all"),
    Limit("answer_seconds", 30, "seconds", "that a client may leave an answer unread"),
    Limit("linger_seconds", 2, "seconds", "that a closed connection is read on, so that the answer arrives"),
    Limit(
        "drain_seconds",
        10,
        "seconds",
        "that the rest of a refused body is read and thrown away, so that the answer arrives through a proxy",
    ),
    Limit(
        "connections",
        512,
        "connections",
        "open at once; beyond, the one that waits longest for its head goes",
    ),
    Limit("uploads", 256, "uploads", "open at once"),
    Limit(
        "admitted",
        1,
        "uploads",
        "judged at once with more than light budgets; JSON parsers would take turns anyway",
    ),
    Limit("queue_seconds", 120, "seconds", "that a whole upload waits to be admitted"),
    Limit("light_json_bytes", 128 * KIB, "bytes", "one JSON text of an upload that needs no admission"),
    Limit("light_json_nodes", 10000, "nodes", "the same text"),
    Limit("light_chunks", 1000, "chunks", "of an upload that needs no admission"),
    Limit("findings", 100, "findings", "kept of one upload; more are counted"),
    Limit("event_bytes", 64 * KIB, "bytes", "one event"),
    Limit("event_nodes", 64, "nodes", "one event"),
    Limit("events", 200, "events", "kept for one viewer"),
    Limit("viewers", 64, "viewers", "known at once"),
    Limit("draft_bytes", 64 * MIB, "bytes", "one draft"),
    Limit("drafts", 8, "drafts", "of one data set; the oldest goes for one more"),
    Limit("drafts_all", 64, "drafts", "of all data sets of a user; so too"),
    Limit("drafts_all_bytes", 1024 * MIB, "bytes", "of all of them; so too"),
    Limit("draft_days", 30, "days", "that a draft is kept"),
    Limit("tabs", 16, "pages", "of one viewer that are known; beyond, the one not heard of for longest goes"),
    Limit(
        "tab_seconds",
        120,
        "seconds",
        "without a word after which a page is gone; in the background browsers let it speak once a minute",
    ),
    Limit("pending", 16, "requests", "that one viewer is asked at once"),
    Limit("workers", 4, "threads", "that judge, write and read files"),
)

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
    "multipart": (400, "The form must hold one file, which is not encoded, little beside it, and an end"),
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
    "type-upload": (
        415,
        "This Content-Type is not taken here: send the session as application/octet-stream or multipart/form-data",
    ),
    "type-json": (415, "This Content-Type is not taken here: send JSON as application/json"),
    "expect": (417, "The only expectation that is met is 100-continue"),
    "head-large": (431, "The head of the request is too large"),
    "internal": (500, "The gate failed"),
    "busy": (503, "Too much is under way: try again soon"),
    "quota": (503, "There is no room left for uploads"),
    "stopping": (503, "The gate is closing"),
}

#: what a gate promises beside its answers
PROMISES: dict[str, str] = {
    "closed": "one connection carries one request",
    "quiet": "nothing of a request is shown or kept raw",
    "once": "a pair is accepted once, whoever comes first",
    "asked": "a bundle comes from the page that was asked, and from no other",
    "draft": "a draft is offered when it is valid and of the cells that are shown, and only then",
    "unspent": "a request refused before its body spends no pair",
    "judged": "what was not judged valid is handed to nobody",
    "told": "the one who waits is told at once",
    "early": "the byte that proves an upload hopeless ends it",
    "bounded": "memory is bounded, whatever is open",
    "private": "files are private, and of random names",
    "whole": "a file has its name when it is whole and valid, and not before",
    "swept": "what a killed process leaves is removed",
}
