"""Events: what a page tells the gate, and what is kept of it.

Rules of this file:

* An event is one JSON object, read by the strict reader, with known keys of known types. What it says is a claim.
* Texts are made safe and shortened before they are kept; nothing else of them is.
Spec: 15.5.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.capture.refusals import Refusal
from cellucid_session.generated.limits import SAFE_INTEGER
from cellucid_session.model import Frozen
from cellucid_session.safe import safe
from cellucid_session.wire.source import Fault
from cellucid_session.wire.strict_json import parse as parse_json

HEARTBEAT, STATE, GONE, DROPPED = "heartbeat", "state", "gone", "dropped"
UNKEPT = (HEARTBEAT, STATE, GONE, DROPPED)  # what says only how things stand
TYPES = ("ready", "pong", "session_bundle", "done", "console", "error", *UNKEPT)
LEVELS = ("log", "info", "debug", "warn", "warning", "error")
CONTEXTS = ("frame", "tab")
TEXT = 2000  # characters
WORD = 100  # characters
DEPTH = 4
ID = frozenset("0123456789abcdef")


class Event(Frozen):
    """One thing that happened at a viewer's page.

    Attributes:
        type: one of `TYPES`.
        at: when it came, in seconds of `time.time()`.
        request_id: of the request that it answers, or None.
        level: of a console line, or None.
        text: what it says, safe and of at most 2,000 characters and what is said of the rest, or None.
        page: name and version of the page, safe, or None.
        protocol: version of the protocol that the page speaks, or None.
        context: "frame" or "tab": where the page is shown; or None.
        tab: the id that the page drew when it was loaded, or None.
        draft: the id of a draft that is not wanted any more, or None.
        groups, fields: how many of them the page holds; or None. empty: whether it holds no work; or None.
        touched: whether a person did something in it just now; or None.
        selected: how many cells are selected in it; or None. moment: how often its selection or work has changed.
    """

    __slots__ = (
        "at", "context", "draft", "empty", "fields", "groups", "level", "moment", "page", "protocol", "request_id",
        "selected", "tab", "text", "touched", "type",
    )  # fmt: skip
    type: str
    at: float
    request_id: str | None
    level: str | None
    text: str | None
    page: str | None
    protocol: int | None
    context: str | None
    tab: str | None
    draft: str | None
    groups: int | None
    fields: int | None
    empty: bool | None
    touched: bool | None
    selected: int | None
    moment: int | None

    def __init__(
        self,
        type: str,  # noqa: A002 - the protocol's name for it
        at: float = 0.0,
        request_id: str | None = None,
        level: str | None = None,
        text: str | None = None,
        page: str | None = None,
        protocol: int | None = None,
        context: str | None = None,
        tab: str | None = None,
        draft: str | None = None,
        groups: int | None = None,
        fields: int | None = None,
        empty: bool | None = None,
        touched: bool | None = None,
        selected: int | None = None,
        moment: int | None = None,
    ) -> None:
        self._fill(
            type=type,
            at=at,
            request_id=request_id,
            level=level,
            text=text,
            page=page,
            protocol=protocol,
            context=context,
            tab=tab,
            draft=draft,
            groups=groups,
            fields=fields,
            empty=empty,
            touched=touched,
            selected=selected,
            moment=moment,
        )


def _word(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Refusal("event")
    return str(value)


def _id(value: Any) -> str:
    if type(value) is not str or len(value) != 32 or not ID.issuperset(value):
        raise Refusal("event")
    return value


def _text(value: Any, limit: int = TEXT) -> str:
    if type(value) is not str:
        raise Refusal("event")
    return safe(value, limit)


def _number(value: Any, most: int = 1000) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise Refusal("event")
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Refusal("event")
    return value


#: key of the JSON text -> attribute, and what makes the value
KEYS: dict[str, tuple[str, Any]] = {
    "type": ("type", lambda value: _word(value, TYPES)),
    "requestId": ("request_id", _id),
    "level": ("level", lambda value: _word(value, LEVELS)),
    "text": ("text", _text),
    "page": ("page", lambda value: _text(value, WORD)),
    "protocol": ("protocol", _number),
    "context": ("context", lambda value: _word(value, CONTEXTS)),
    "tab": ("tab", _id),
    "draft": ("draft", _id),
    "groups": ("groups", lambda value: _number(value, SAFE_INTEGER)),
    "fields": ("fields", lambda value: _number(value, SAFE_INTEGER)),
    "empty": ("empty", _flag),
    "touched": ("touched", _flag),
    "selected": ("selected", lambda value: _number(value, SAFE_INTEGER)),
    "moment": ("moment", lambda value: _number(value, SAFE_INTEGER)),
}


def parse(data: bytes, nodes: int, at: float = 0.0) -> Event:
    """Read an event.

    Args:
        data: one JSON text. nodes: how many nodes it may have. at: the time that it came.

    Raises:
        Refusal: `event`.
    """
    try:
        value = parse_json(data, nodes, DEPTH)
    except Fault:
        raise Refusal("event") from None
    if type(value) is not dict or "type" not in value:
        raise Refusal("event")
    said: dict[str, Any] = {}
    for key, each in value.items():
        if key not in KEYS:
            raise Refusal("event")
        name, make = KEYS[key]
        said[name] = None if each is None and key != "type" else make(each)
    return Event(at=at, **said)
