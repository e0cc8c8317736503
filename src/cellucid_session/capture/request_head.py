"""The head of a request, byte by byte as it came, before anything has read it for sense.

Rules of this file:

* An HTTP library is lenient where it may be: it takes bare line feeds, joins equal lengths, trims values. What another
  program on the way could read differently is refused here, before that library sees it.
* Bytes in, nothing or a `Refusal` out. What passes is still the library's to refuse.
Spec: 15.2.
"""

from __future__ import annotations

import re

from cellucid_session.capture import http_text
from cellucid_session.capture.refusals import Refusal

END = b"\r\n\r\n"
HEADERS = 100  # in one request

_LINE = re.compile(rb"[A-Z]{1,16} [!-~]+ HTTP/1\.[01]")
#: a name, a colon, at most one space, a value without white space around it
_HEADER = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?((?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?)"
)
_NUMBER = re.compile(rb"[0-9]{1,20}")


def look(head: bytes) -> None:
    """Judge a head, without its closing empty line.

    Raises:
        Refusal: `head`, `length`, `transfer`, `head-large`.
    """
    line, *lines = head.split(b"\r\n")
    if len(lines) > HEADERS:
        raise Refusal("head-large")
    if not _LINE.fullmatch(line):
        raise Refusal("head")
    pairs: list[tuple[bytes, bytes]] = []
    for each in lines:
        match = _HEADER.fullmatch(each)
        if match is None:
            raise Refusal("length" if each[:14].lower() == b"content-length" else "head")
        pairs.append((match[1], match[2]))
    try:
        found = http_text.singles(pairs)
    except Refusal as exc:
        names = [name.lower() for name, _ in pairs]
        raise Refusal("length" if names.count(b"content-length") > 1 else exc.reason) from None
    if b"transfer-encoding" in found:
        raise Refusal("transfer")
    if b"content-length" in found and not _NUMBER.fullmatch(found[b"content-length"]):
        raise Refusal("length")
    if b"upgrade" in found or b"host" not in found:
        raise Refusal("head")
