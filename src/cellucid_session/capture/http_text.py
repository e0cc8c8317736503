"""The texts of a request that decide something: each has one spelling, and every other one is refused.

Rules of this file:

* Bytes in, a value or a `Refusal` out; no I/O. Patterns are matched whole, over ASCII, without backtracking.
* Nothing is decoded, stripped or folded into shape: two programs on the way could do that differently.
Spec: 15.2, 15.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cellucid_session.capture.refusals import Refusal

_LENGTH = re.compile(rb"[1-9][0-9]*")
_PAIR = re.compile(rb"([A-Za-z][A-Za-z0-9]{0,31})=([A-Za-z0-9_-]{1,128})")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_TAB = re.compile(r"[0-9a-f]{32}", re.ASCII)
_PATH = re.compile(rb"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*/?")
_TOKEN = re.compile(rb"[A-Za-z0-9_-]{1,128}")
_NAME = rb"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])"
_HOST = re.compile(_NAME + rb"(?::[1-9][0-9]{0,4})?")
_ORIGIN = re.compile(rb"https?://" + _NAME + rb"(?::[1-9][0-9]{0,4})?")

#: headers that decide something; none may be there twice
SINGLE = (
    b"content-encoding",
    b"content-length",
    b"content-type",
    b"expect",
    b"host",
    b"origin",
    b"sec-fetch-site",
    b"transfer-encoding",
    b"upgrade",
    b"x-cellucid-token",
)
QUERY_BYTES = 512
PATH_BYTES = 1024


def singles(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers that decide something, by their names in lower case. Raises Refusal `head` for one twice."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        low = bytes(name).lower()
        if low in SINGLE:
            if low in found:
                raise Refusal("head")
            found[low] = bytes(value)
    return found


def content_length(value: bytes | None, most: int) -> int:
    """The length of a body: a plain number from 1 to `most`, in bytes.

    Raises:
        Refusal: `length-missing`, `length`, or `too-large`.
    """
    if value is None:
        raise Refusal("length-missing")
    if not _LENGTH.fullmatch(value):
        raise Refusal("length")
    if len(value) > len(str(most)) or int(value) > most:
        raise Refusal("too-large")
    return int(value)


def query(raw: bytes, keys: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, str]:
    """The values of a query that has each of `keys` once, and of `optional` at most once; nothing else.

    Raises:
        Refusal: `query` or `ids`.
    """
    if len(raw) > QUERY_BYTES:
        raise Refusal("query")
    found: dict[str, str] = {}
    for part in raw.split(b"&") if raw else ():
        match = _PAIR.fullmatch(part)
        if match is None:
            raise Refusal("query")
        key = match[1].decode("ascii")
        if key in found:
            raise Refusal("query")
        found[key] = match[2].decode("ascii")
    if not set(keys) <= set(found) <= {*keys, *optional}:
        raise Refusal("ids")
    return found


def number(text: str, most: int) -> int:
    """A plain number from 0 to `most`. Raises Refusal `query`."""
    if not _NUMBER.fullmatch(text) or int(text) > most:
        raise Refusal("query")
    return int(text)


def tab(text: str | None) -> str | None:
    """The id of a page, or None where none is told. Raises Refusal `query`."""
    if text is not None and not _TAB.fullmatch(text):
        raise Refusal("query")
    return text


def path(raw: bytes, root: str = "") -> str:
    """A path without its prefix: segments of letters, digits, `_`, `-` and `.` (not first). Raises Refusal `path`."""
    prefix = root.rstrip("/").encode("utf-8", "replace")
    if prefix and (raw == prefix or raw.startswith(prefix + b"/")):
        raw = raw[len(prefix) :]
    if len(raw) > PATH_BYTES or not _PATH.fullmatch(raw):
        raise Refusal("path")
    return raw.decode("ascii")


def token(value: bytes | None) -> str:
    """What a request gives as its viewer's token; "" when that is none that was ever made."""
    return value.decode("ascii") if value is not None and _TOKEN.fullmatch(value) else ""


def host(value: bytes | None) -> str | None:
    """A Host header in its one spelling, or None."""
    low = value.lower() if value is not None and len(value) <= 255 else b""
    return low.decode("ascii") if _HOST.fullmatch(low) else None


def origin(value: bytes) -> str | None:
    """An Origin header in its one spelling, or None (`null` too)."""
    low = value.lower() if len(value) <= 300 else b""
    return low.decode("ascii") if _ORIGIN.fullmatch(low) else None


def content_type(value: bytes | None, wanted: bytes) -> None:
    """Refuse a body of another type; a charset of UTF-8 may stand behind it. Raises Refusal `type`, `type-json`."""
    given, _, rest = (value or b"").lower().partition(b";")
    if given.strip(b" ") != wanted or rest.strip(b" ") not in (b"", b"charset=utf-8"):
        raise Refusal("type-json" if wanted.endswith(b"/json") else "type")


def body_headers(headers: dict[bytes, bytes], wanted: bytes, most: int) -> int:
    """Look at what the headers say of a body. Returns its length in bytes. Raises Refusal."""
    if b"transfer-encoding" in headers:
        raise Refusal("transfer")
    if b"content-encoding" in headers:
        raise Refusal("encoding")
    length = content_length(headers.get(b"content-length"), most)
    content_type(headers.get(b"content-type"), wanted)
    if headers.get(b"expect", b"100-continue").lower() != b"100-continue":
        raise Refusal("expect")
    return length
