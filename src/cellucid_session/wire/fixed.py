"""Bytes at fixed places: constants, small integers, the end.

Rules of this file:

* Every constant byte is compared, in order, as it arrives; the first that differs is the guilty one.
* A structure that is cut is blamed with the bytes that are there of it.
* What comes after the end is counted, never kept.
"""

from __future__ import annotations

from .source import Fault, some, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .source import Reading, Source


def const(source: Source, expected: bytes, rule: str, short_rule: str, what: str) -> Reading[None]:
    """Read exactly the bytes `expected`.

    Raises:
        Fault: `rule` at the first byte that differs (that byte); `short_rule` when the source ends inside
            (the bytes that are there).
    """
    start = source.position
    seen = 0
    while seen < len(expected):
        piece = yield from some(source, len(expected) - seen)
        if not piece:
            detail = f"{what} needs {len(expected)} bytes, only {seen} are there"
            raise Fault(short_rule, start, start + seen, detail)
        wanted = expected[seen : seen + len(piece)]
        if piece != wanted:
            off = next(i for i, byte in enumerate(piece) if byte != wanted[i])
            at = start + seen + off
            detail = f"byte {seen + off} of {what} is 0x{piece[off]:02X}, not 0x{wanted[off]:02X}"
            raise Fault(rule, at, at + 1, detail)
        seen += len(piece)


def at_hand(source: Source, size: int) -> int | None:
    """A number of `size` bytes, low one first, if they are all there, as nearly always; else None, nothing read.

    A file may have 100,000 of them: this spares each of them a coroutine.
    """
    at = source.at
    end = at + size
    if end > len(source.buffer):
        return None
    source.at = end
    return int.from_bytes(source.buffer[at:end], "little")


def _little(source: Source, size: int, rule: str, what: str) -> Reading[int]:
    return int.from_bytes((yield from take(source, size, rule, what)), "little")


def u8(source: Source, rule: str, what: str) -> Reading[int]:
    """One byte. Raises Fault `rule` when there is none (empty span)."""
    return _little(source, 1, rule, what)


def u16le(source: Source, rule: str, what: str) -> Reading[int]:
    """Two bytes, low one first. Raises Fault `rule` when cut (the bytes that are there)."""
    return _little(source, 2, rule, what)


def u32le(source: Source, rule: str, what: str) -> Reading[int]:
    """Four bytes, low one first. Raises Fault `rule` when cut (the bytes that are there)."""
    return _little(source, 4, rule, what)


def within(value: int, low: int, high: int, rule: str, start: int, end: int, what: str) -> None:
    """Hold a number that was read at [start, end) to low <= value <= high.

    Raises:
        Fault: `rule` with that span.
    """
    if not low <= value <= high:
        raise Fault(rule, start, end, f"{what} is {value}, allowed is {low} to {high}")


def nothing_left(source: Source, rule: str, what: str) -> Reading[int]:
    """Read to the end; whatever is there gets one note (`rule`, from the first such byte to the end).

    Returns:
        How many bytes there were.
    """
    start = source.position
    while (yield from some(source, max(1, source.ready))):
        pass
    count = source.position - start
    if count:
        source.note(rule, start, source.position, f"{count} byte{'s' * (count > 1)} after {what}")
    return count


def end_of_input(source: Source, rule: str, what: str) -> Reading[None]:
    """Expect the end.

    Raises:
        Fault: `rule` at the first byte that is there instead (that byte; nothing is read beyond it).
    """
    start = source.position
    if (yield from some(source, 1)):
        raise Fault(rule, start, start + 1, f"there are bytes after {what}")
