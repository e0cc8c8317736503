"""uvarint = LEB128: seven bits a byte, low ones first, the high bit says that more follow.

Rules of this file:

* At most 8 bytes: an eighth byte that says "more" is the proof of `uvarint.too-long`, whatever comes or does
  not come after it. So fewer than 8 bytes, all saying "more", at the end of the source: `uvarint.truncated`.
* At most 2^53-1: judged at the last byte; only an eighth byte of 10 to 7F can break it (`uvarint.range`).
* A last byte 00 after another byte adds nothing: `uvarint.overlong`, a note, the value stands. So
  continuation bytes are never zero, and a zero byte in a run of varints is either that or a value of 0.
* Spans are those of the whole varint, as far as it was read.
* What can happen at every varint of a payload is told once: see `Repeats`.
"""

from __future__ import annotations

from cellucid_session.owning import Uncopied

from ..generated import limits as L
from ..generated import rules as R
from .source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from .source import Reading, Source

OVERLONG = "the varint is longer than its value needs"


class Repeats(Uncopied):
    """Counts what may happen at each of millions of elements and leaves one note for each rule.

    Use it as a context around everything that reads one payload. The notes are left, in the order of their
    first places, when the payload has been read or has faulted; an abandoned reading leaves none.
    """

    __slots__ = ("seen", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.seen: dict[str, list[Any]] = {}  # rule -> [start, end of the first, detail, how many]

    def add(self, rule: str, start: int, end: int, detail: str, many: int = 1) -> None:
        """Count `many` cases of `rule`, the first of them at [start, end)."""
        known = self.seen.get(rule)
        if known is None:
            self.seen[rule] = [start, end, detail, many]
        else:
            known[3] += many

    def __enter__(self) -> Repeats:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is not None and not issubclass(kind, Fault):
            return
        for rule, (start, end, detail, many) in sorted(
            self.seen.items(), key=lambda item: (item[1][0], item[0])
        ):
            self.source.note(
                rule, start, end, detail if many == 1 else f"{detail}; {many} such here, this is the first"
            )
        self.seen.clear()


def whole(source: Source, at: int, what: str) -> tuple[int, int]:
    """The varint at index `at` of the source's buffer.

    Returns:
        value and the index after its last byte; (0, 0) when it goes on past the buffer.

    Raises:
        Fault: uvarint.too-long, uvarint.range.
    """
    buffer = source.buffer
    stop = min(len(buffer), at + L.UVARINT_BYTES)
    value = shift = 0
    for index in range(at, stop):
        byte = buffer[index]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value > L.SAFE_INTEGER:
                detail = f"{what} is {value}, more than {L.SAFE_INTEGER}"
                raise Fault(R.UVARINT_RANGE, source.base + at, source.base + index + 1, detail)
            return value, index + 1
        shift += 7
    if stop - at == L.UVARINT_BYTES:
        detail = f"{what} goes on after {L.UVARINT_BYTES} bytes"
        raise Fault(R.UVARINT_TOO_LONG, source.base + at, source.base + stop, detail)
    return 0, 0


def cut(source: Source, what: str) -> Fault:
    """The fault of a source that has ended where a varint should begin or go on."""
    return Fault(R.UVARINT_TRUNCATED, source.position, source.position + source.ready, f"{what} is cut")


def uvarint(source: Source, what: str, repeats: Repeats | None = None) -> Reading[int]:
    """Read one varint; `repeats` is the tally of the payload that it belongs to, if that has one.

    Raises:
        Fault: uvarint.truncated (the bytes that are there), uvarint.too-long (8 bytes), uvarint.range.
    """
    while True:
        value, end = whole(source, source.at, what)
        if end:
            break
        if source.ended:
            raise cut(source, what)
        yield
    start = source.position
    if end - source.at > 1 and not source.buffer[end - 1]:
        if repeats is None:
            source.note(R.UVARINT_OVERLONG, start, source.base + end, OVERLONG)
        else:
            repeats.add(R.UVARINT_OVERLONG, start, source.base + end, OVERLONG)
    source.at = end
    return value


def varints(np: ModuleType, raw: Any) -> tuple[Any, Any] | None:
    """Decode a block of whole varints.

    Args:
        raw: uint8, shape (n,), 0 < n <= 65,536, the last byte below 0x80.

    Returns:
        values (int64, shape (k,)) and the index of each one's last byte (int64, shape (k,)); None when a
        varint breaks a rule (the caller then reads the block plainly, which says which one).
    """
    ends = np.flatnonzero(raw < 0x80)
    more = np.empty(
        len(ends), dtype=np.uint16
    )  # bytes in front of each last byte; a block has at most 65,536
    more[0] = ends[0]
    np.subtract(ends[1:], ends[:-1], out=more[1:], casting="unsafe")
    more[1:] -= 1
    values = raw[ends].astype(np.int64)
    most = int(more.max())
    if most >= L.UVARINT_BYTES:
        return None
    where = np.flatnonzero(more)
    for back in range(1, most + 1):
        if back > 1:
            where = where[more[where] >= back]
        # at most 8 * 7 = 56 bits: no shift can lose one
        values[where] = (values[where] << 7) | (raw[ends[where] - back] & 0x7F)
    if most == L.UVARINT_BYTES - 1 and int(values.max()) > L.SAFE_INTEGER:
        return None
    return values, ends


def tally_overlong(np: ModuleType, raw: Any, ends: Any, base: int, repeats: Repeats) -> None:
    """Count the overlong varints of a decoded block (`raw`, `ends` as `varints` has them; raw[0] is at `base`)."""
    last = ends[raw[ends] == 0]
    last = last[last > 0]
    last = last[raw[last - 1] >= 0x80]
    if last.size:
        end = int(last[0])
        start = end
        while start and raw[start - 1] >= 0x80:
            start -= 1
        repeats.add(R.UVARINT_OVERLONG, base + start, base + end + 1, OVERLONG, int(last.size))
