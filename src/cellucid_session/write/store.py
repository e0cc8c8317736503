"""Stored bytes: payloads compressed as they come, kept in memory while they are few and on disk beyond.

Rules of this file: a gzip member has the header that the spec gives and nothing after its trailer. Spec: 9.2.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterable, Iterator

from cellucid_session.errors import ClosedError
from cellucid_session.owning import Owning

HEADER = bytes.fromhex("1f8b08 00 00000000 00 ff")  # no flags, no time, no system
MEMORY = 1 << 26  # bytes that are kept before the disk is used
PIECE = 1 << 18  # bytes read at a time
STORED_BLOCK = 0xFFFF  # bytes that a block of deflate holds as they are, at most


def gzip_member(pieces: Iterable[bytes], level: int) -> Iterator[bytes]:
    """One member of RFC 1952. level: 0 to 9, as zlib has it."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc = size = 0
    yield HEADER
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        yield deflate.compress(piece)
    yield deflate.flush() + crc.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


def plain_member(payload: bytes) -> Iterator[bytes]:
    """The one member that holds a payload as it is: blocks of STORED_BLOCK bytes, the last one with what is left."""
    view = memoryview(payload)
    yield HEADER
    for start in range(0, len(view) or 1, STORED_BLOCK):
        block = view[start : start + STORED_BLOCK]
        last = start + STORED_BLOCK >= len(view)
        yield bytes((last,)) + len(block).to_bytes(2, "little") + (len(block) ^ 0xFFFF).to_bytes(2, "little")
        yield bytes(block)
    yield zlib.crc32(view).to_bytes(4, "little") + (len(view) & 0xFFFFFFFF).to_bytes(4, "little")


def plain_member_size(size: int) -> int:
    """How many bytes `plain_member` gives for a payload of so many."""
    return len(HEADER) + 5 * max(1, -(-size // STORED_BLOCK)) + size + 8


class Store(Owning):
    """Stored bytes of chunks, one after another. Whoever uses it after it was closed gets a ClosedError."""

    HOLDS = "a temporary file, which is removed once"

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 - closed by `close`
        self._size = 0

    def keep(self, payload: Iterable[bytes], codec: str, level: int) -> tuple[int, int, int]:
        """Store a payload. Returns where its stored bytes begin, how many they are, and those of the payload."""
        taken = 0

        def counted() -> Iterator[bytes]:
            nonlocal taken
            for piece in payload:
                taken += len(piece)
                yield piece

        self._usable()
        start = self._size
        self._file.seek(start)
        try:
            for piece in gzip_member(counted(), level) if codec == "gzip" else counted():
                self._file.write(piece)
                self._size += len(piece)
        except BaseException:
            self.forget(start)
            raise
        return start, self._size - start, taken

    def pieces(self, start: int, size: int) -> Iterator[bytes]:
        """Stored bytes again."""
        end = start + size
        while start < end:
            self._usable()
            self._file.seek(start)
            piece = self._file.read(min(PIECE, end - start))
            start += len(piece)
            yield piece

    def forget(self, start: int) -> None:
        """Take back what was stored from `start` on."""
        self._size = start

    def _usable(self) -> None:
        if self.closed:
            raise ClosedError("the session writer is closed: make another one")

    def _release(self) -> None:
        self._file.close()

    def __del__(self) -> None:
        if "_file" in self.__dict__:
            self.close()
