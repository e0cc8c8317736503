"""The session in the body of a request: the body itself, or the one file of a form.

Rules of this file:

* A form is parsed by python-multipart, piece by piece. Only the file's bytes are handed on; all else of it together may
  take `FORM_BYTES`. Nothing is gathered but the headers of one part, which the parser bounds.
* A form has one file, which is not encoded, and an end. Whatever is behind, beside or missing refuses it.
Spec: 15.7.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from cellucid_session.capture import http_text
from cellucid_session.capture.asgi import Receive, pieces
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.refusals import Refusal

BYTES = b"application/octet-stream"
FORM = b"multipart/form-data"
FORM_BYTES = 64 << 10  # of a form, beside its file
PLAIN = (b"", b"binary", b"8bit", b"7bit")  # encodings of a part that leave its bytes as they are


def announced(headers: dict[bytes, bytes], most: int) -> tuple[bytes | None, int | None]:
    """What the headers say of a body.

    Args:
        headers: from `http_text.singles`. most: bytes that a session may have.

    Returns:
        The boundary of a form, or None where the body is the session itself; and the bytes of the body, if they are
        told.

    Raises:
        Refusal: `encoding`, `type-upload`, `length` or `too-large`.
    """
    if b"content-encoding" in headers:
        raise Refusal("encoding")
    kind, options = parse_options_header(headers.get(b"content-type", b"").decode("latin-1"))
    boundary = options.get(b"boundary") if kind == FORM else None
    if kind != BYTES and not boundary:
        raise Refusal("type-upload")
    length = headers.get(b"content-length")
    if length is None and b"transfer-encoding" not in headers:
        raise Refusal("length-missing")
    size = None
    if length is not None:
        size = http_text.content_length(length, most + (FORM_BYTES if boundary else 0))
    return boundary, size


class Form:
    """A form that comes in pieces, and the bytes of its file.

    Args:
        boundary: that the parts are separated by.
    """

    def __init__(self, boundary: bytes) -> None:
        self._name = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._files = 0
        self._in_file = False
        self._ended = False
        self._found: list[bytes] = []
        self._beside = 0  # bytes that are not the file's
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_part_data": self._data,
                    "on_header_field": self._field,
                    "on_header_value": self._text,
                    "on_header_end": self._header,
                    "on_headers_finished": self._known,
                    "on_end": self._end,
                },
            )
        except FormParserError:
            raise Refusal("multipart") from None

    def _begin(self) -> None:
        self._headers, self._in_file = {}, False

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _text(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        name = self._name.lower()
        if name in self._headers:
            raise Refusal("multipart")
        self._headers[name] = self._value
        self._name = self._value = b""

    def _known(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b"").decode("latin-1"))
        if kind != b"form-data":
            raise Refusal("multipart")
        if b"filename" not in options:
            return
        self._files += 1
        coded = self._headers.get(b"content-transfer-encoding", b"").lower()
        if self._files > 1 or coded not in PLAIN or b"content-encoding" in self._headers:
            raise Refusal("multipart")
        self._in_file = True

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._found.append(data[start:end])

    def _end(self) -> None:
        self._ended = True

    def take(self, piece: bytes) -> bytes:
        """The file's bytes in a piece. Raises Refusal `multipart`."""
        self._found = []
        try:
            self._parser.write(piece)
        except FormParserError:
            raise Refusal("multipart") from None
        found = b"".join(self._found)
        self._beside += len(piece) - len(found)
        if self._beside > FORM_BYTES:
            raise Refusal("multipart")
        return found

    def finish(self) -> None:
        """The form is whole. Raises Refusal `multipart` unless it is."""
        if not self._ended or self._files != 1:
            raise Refusal("multipart")


async def session_bytes(
    receive: Receive, headers: dict[bytes, bytes], most: int, limits: GateLimits
) -> AsyncGenerator[bytes, None]:
    """The bytes of the session in a body.

    Raises:
        Refusal: as `announced`, `slow`, `body-longer`, `too-large`, `multipart`. Cut: the client has gone.
    """
    boundary, size = announced(headers, most)
    if boundary is None:
        async with aclosing(pieces(receive, size, limits, most)) as body:
            async for piece in body:
                yield piece
        return
    form, come = Form(boundary), 0
    async with aclosing(pieces(receive, size, limits, most + FORM_BYTES)) as body:
        async for piece in body:
            found = form.take(piece)
            come += len(found)
            if come > most:
                raise Refusal("too-large")
            if found:
                yield found
    form.finish()
