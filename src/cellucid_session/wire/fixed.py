"""Bytes at fixed places: constants, small integers, the end.

Rules of this file:

* Every constant byte is compared, in order, as it arrives; the first that differs is the guilty one.
* A structure that is cut is blamed with the bytes that are there of it.
* What comes after the end is counted, never kept.
"""

from __future__ import annotations

from ..generated.recognition import LATER, LOOKALIKES, NO_NUMBER, NUMBER_DIGITS, NUMBERED
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


def one_magic(
    source: Source,
    magics: tuple[bytes, ...],
    wrong_rule: str,
    later_rule: str,
    short_rule: str,
    what: str,
) -> Reading[int]:
    """Read one of several magics, byte by byte, or one of the same form with a number that none of them has.

    Returns:
        The place of the magic among `magics`.

    Raises:
        Fault: `wrong_rule` at the first byte that no magic goes on with (that byte), `later_rule` for a number of a
            later format (the whole magic), `short_rule` when the source ends inside (the bytes that are there).
    """
    for place, magic in enumerate(magics):
        if source.buffer.startswith(magic, source.at):  # as nearly always
            source.at += len(magic)
            return place
    start = source.position
    seen = b""
    while True:
        if seen in magics:
            return magics.index(seen)
        byte = yield from some(source, 1)
        at = start + len(seen)
        if not byte:
            detail = f"{what} needs {len(magics[0])} bytes, only {len(seen)} are there"
            raise Fault(short_rule, start, at, detail)
        seen += byte
        if any(magic.startswith(seen) for magic in magics):
            continue
        number = _later(seen)
        if number is None:
            known = next((each for each in magics if each.startswith(seen[:-1])), b"")
            wanted = f", not 0x{known[len(seen) - 1]:02X}" if known else ""
            if seen in LOOKALIKES:
                wanted += f"; it may be {LOOKALIKES[seen]}"
            raise Fault(wrong_rule, at, at + 1, f"byte {len(seen) - 1} of {what} is 0x{byte[0]:02X}{wanted}")
        if number:
            raise Fault(later_rule, start, at + 1, LATER.format(number))


def _later(seen: bytes) -> int | None:
    """The number of a whole magic of a later format; 0 while it may become one; None when it can't."""
    head, digits = seen[: len(NUMBERED)], seen[len(NUMBERED) :]
    if len(digits) == 0 or head != NUMBERED or not NUMBERED.startswith(head):
        return None
    whole = digits.endswith(b"\n")
    digits = digits.removesuffix(b"\n")
    if not digits.isdigit() or digits.startswith(b"0") or len(digits) > NUMBER_DIGITS:
        return None
    if int(digits) <= NO_NUMBER and (whole or len(digits) == NUMBER_DIGITS):
        return None
    return int(digits) if whole else 0


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
