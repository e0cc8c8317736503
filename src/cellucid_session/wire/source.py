"""Bytes that arrive in pieces, and the coroutines that read them.

Rules of this file:

* Nothing here knows the format. A `Source` holds what was fed and not yet read, never more than one
  piece and a short remainder, so that memory does not grow with the input.
* A reader is a generator function. It yields (nothing) when it needs more bytes than are there, and it
  is resumed after the next `feed` or after `end`. What it sees depends on the bytes alone, never on how
  they were cut: that is what makes one verdict out of any sequence of pieces.
* What was read already can come again (`rewind`), where whoever feeds the source has it: then it comes before what
  was fed and not yet read, and its reader sees no difference.
* What can't go on raises `Fault`; what is wrong but can be read past is left with `Source.note`.
  Positions are offsets into this source: the file for framing, the inflated payload for payloads.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import Any, Protocol, TypeVar

    T = TypeVar("T")
    Reading = Generator[None, None, T]
    Note = Callable[[str, int, int, str], None]
    Buffer = bytes | bytearray | memoryview

    class Again(Protocol):
        """Has the bytes that were fed a second time (`io.twice`)."""

        def mark(self, start: int, /) -> bool: ...
        def pieces(self, stop: int, most: int, /) -> Iterator[bytes]: ...


PIECE = 65536  # bytes that are handed on at a time


class Fault(Exception):
    """A structure is broken in a way that ends its reading.

    Attributes:
        rule: id of the rule that is broken.
        start, end: the guilty bytes, as offsets into the source that was read (end exclusive).
        detail: what was found, in our words; holds no text of the file that has not gone through `safe`.
    """

    def __init__(self, rule: str, start: int, end: int, detail: str = "") -> None:
        super().__init__(rule, start, end, detail)
        self.rule = rule
        self.start = start
        self.end = end
        self.detail = detail


def _drop(rule: str, start: int, end: int, detail: str) -> None:
    """The note taker of a source whose reader wants no notes (a decoder behind a validator)."""


class Source:
    """A forward-only stream of bytes that is fed from outside.

    Args:
        note: takes (rule, start, end, detail) for findings that do not end the reading.
        base: offset of the first byte that will be fed.
        size: offset at which the input is known to end, or None; a structure that does not fit is then
            refused before its bytes come, with the same fault as at the end.

    Attributes:
        again: has the bytes a second time; None: nobody has.
    """

    __slots__ = ("again", "at", "base", "behind", "beyond", "buffer", "ended", "note", "size")

    def __init__(self, note: Note | None = None, base: int = 0, size: int | None = None) -> None:
        self.buffer: bytes = b""
        self.at = 0  # next byte to read, as an index into buffer
        self.base = base  # stream offset of buffer[0]
        self.ended = False
        self.size = size
        self.note: Note = note if note is not None else _drop
        self.again: Again | None = None
        self.behind: Iterator[bytes] | None = None  # what comes again, as far as it has not come
        self.beyond = b""  # what was fed and not read before it began to come again

    @property
    def position(self) -> int:
        """Stream offset of the next byte to read."""
        return self.base + self.at

    @property
    def ready(self) -> int:
        """How many bytes can be read without waiting."""
        return len(self.buffer) - self.at

    def feed(self, piece: bytes) -> None:
        """Add a piece. A reader leaves only a short remainder behind, so joining it on costs little."""
        rest = self.ready
        self.base += self.at
        self.buffer = self.buffer[self.at :] + piece if rest else piece
        self.at = 0

    def skip(self, size: int) -> None:
        """Pass over bytes, also ones that were not fed: the next piece then begins at `position`."""
        if size <= self.ready:
            self.at += size
        else:
            self.base += self.at + size
            self.buffer, self.at = b"", 0

    def end(self) -> None:
        """Say that no further piece will come."""
        self.ended = True

    def rewind(self, start: int) -> None:
        """Go back to where `again` was marked."""
        assert self.again is not None
        self.beyond = self.buffer[self.at :]
        self.behind = self.again.pieces(self.position, PIECE)
        self.base, self.buffer, self.at = start, b"", 0

    def refill(self) -> bool:
        """Take the next piece of what comes again, when all before it was read. Raises what `again` raises."""
        if self.behind is None:
            return False
        piece = next(self.behind, None)
        if piece is None:
            self.behind = None
            piece, self.beyond = self.beyond, b""
        self.base += self.at
        self.buffer, self.at = piece, 0
        return True

    def settle(self) -> None:
        """Have what comes again come to its end, unread. Raises what `again` raises."""
        if self.behind is not None:
            for _ in self.behind:
                pass
            self.behind = None


def some(source: Source, most: int) -> Reading[bytes]:
    """Read the next bytes, at least one and at most `most`; b"" when the source has ended."""
    while not source.ready:
        if source.refill():
            continue
        if source.ended:
            return b""
        yield
    at = source.at
    buffer = source.buffer
    stop = min(len(buffer), at + most)
    source.at = stop
    return buffer if at == 0 and stop == len(buffer) else buffer[at:stop]


def take(source: Source, size: int, rule: str, what: str) -> Reading[bytes]:
    """Read exactly `size` bytes, gathering pieces; never allocates `size` before the bytes are there.

    Raises:
        Fault: `rule`, when the source ends early; the span is what there is of the structure.
    """
    start = source.position
    _fits(source, start, size, rule, what)
    if source.ready >= size:
        at = source.at
        source.at = at + size
        return source.buffer[at : at + size]
    parts: list[bytes] = []
    missing = size
    while missing:
        part = yield from some(source, missing)
        if not part:
            raise _short(rule, start, source.position, size, what)
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def pass_on(
    source: Source, size: int, rule: str, what: str, sink: Callable[[bytes], None] | None
) -> Reading[None]:
    """Hand exactly `size` bytes to `sink` as they come, at most `PIECE` at a time.

    Without a sink the bytes are skipped unread, which needs a source that knows where it ends.

    Raises:
        Fault: `rule`, when the source ends early.
    """
    start = source.position
    _fits(source, start, size, rule, what)
    if sink is None and source.size is not None:
        source.skip(size)
        return
    missing = size
    while missing:
        part = yield from some(source, min(missing, PIECE))
        if not part:
            raise _short(rule, start, source.position, size, what)
        missing -= len(part)
        if sink is not None:
            sink(part)


def nobody(piece: bytes) -> None:
    """Takes bytes that nobody wants to see."""


def passed(source: Source, size: int, sink: Callable[[bytes], None] | None) -> bool:
    """Do what `pass_on` does if nothing has to be waited for; otherwise do nothing and say False.

    A file may have 100,000 small structures: this spares each of them a coroutine.
    """
    at = source.at
    stop = at + size
    if stop <= len(source.buffer) and size <= PIECE:
        source.at = stop
        if size and sink is not None:
            sink(source.buffer[at:stop])
        return True
    if sink is None and source.size is not None and size <= source.size - source.base - at:
        source.skip(size)
        return True
    return False


def _fits(source: Source, start: int, size: int, rule: str, what: str) -> None:
    if source.size is not None and size > source.size - start:
        raise _short(rule, start, source.size, size, what)


def _short(rule: str, start: int, end: int, size: int, what: str) -> Fault:
    return Fault(rule, start, end, f"{what} needs {size} bytes, only {end - start} are there")


class Pump:
    """Drives one coroutine over one source: push bytes in, get the result or the fault out.

    Attributes:
        done: the coroutine has returned; `result` holds what.
    """

    __slots__ = ("_reading", "done", "result", "source")

    def __init__(self, source: Source, reading: Reading[Any]) -> None:
        self.source = source
        self._reading = reading
        self.done = False
        self.result: Any = None

    def feed(self, piece: bytes) -> None:
        """Give the coroutine a piece and let it read as far as it can. Raises what it raises."""
        if piece:
            self.source.feed(piece)
            self._go()

    def end(self) -> Any:
        """Say that the bytes are over and return the coroutine's result. Raises what it raises."""
        self.source.end()
        self._go()
        return self.result

    def _go(self) -> None:
        if self.done:
            return
        try:
            next(self._reading)
        except StopIteration as stop:
            self.done = True
            self.result = stop.value
