"""count * uvarint(delta): the first delta is the first index, each later one the step to the next.

Rules of this file:

* Every running index is below `bound`; the first that is not is the guilty one, with the span of its varint.
* Every delta is held against the bound before it is added to anything, so no sum can wrap: a block holds at
  most 65,536 deltas (BLOCK is 65,536 bytes at most), each below STEP = 2^46, and starts below 2^53, so every
  partial sum in it is below 2^62 + 2^53 < 2^63. (A block of one-byte deltas alone may hold 2^18 of them.)
* Nothing of the size `count` is ever allocated: blocks go to the sink as they are decoded.
* A block that numpy finds anything wrong with is read again plainly; that path alone makes faults.
"""

from __future__ import annotations

from itertools import accumulate

from ..generated import rules as R
from .blocks import WIDE, last_end, numpy_for
from .source import Fault
from .uvarint import OVERLONG, Repeats, cut, tally_overlong, varints, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from .source import Reading, Source

    IndexTaker = Callable[[Any], None]

STEP = 1 << 46
SEPTET = 127  # the most that a delta of one byte can be
WHAT = "a cell index"


class Deltas:
    """What was read.

    Attributes:
        count: how many indices.
        last: the last and largest of them; -1 when there is none.
        duplicates: how many of them repeat the one before.
        duplicate: span of the varint of the first that does, or None.
    """

    __slots__ = ("count", "duplicate", "duplicates", "last")

    def __init__(self) -> None:
        self.count = 0
        self.last = -1
        self.duplicates = 0
        self.duplicate: tuple[int, int] | None = None

    def repeat(self, start: int, end: int, many: int = 1) -> None:
        """Count `many` duplicates, the first of them at [start, end)."""
        self.duplicates += many
        if self.duplicate is None:
            self.duplicate = (start, end)


def deltas(
    source: Source,
    count: int,
    bound: int,
    rule: str,
    sink: IndexTaker | None = None,
    repeats: Repeats | None = None,
) -> Reading[Deltas]:
    """Read `count` deltas.

    Args:
        bound: what every index must be below.
        sink: gets the indices in order, block by block: int64, shape (k,), or a list of k ints. The block is
            the sink's only until it returns. Indices before a fault are given to it. A sink may have a method
            `room(k)` that lends an array of shape (k,), int64 or any type that holds what is below the bound;
            the block is then made in there. A sink may set `wide`: the most one-byte deltas it takes in one block.
        repeats: the tally of the payload; without one, this run of varints has its own.

    Raises:
        Fault: `rule` (the varint of the first index that is not below the bound), uvarint.truncated,
            uvarint.too-long, uvarint.range; and what the sink raises.
    """
    if repeats is None:
        with Repeats(source) as own:
            return (yield from deltas(source, count, bound, rule, sink, own))
    told = Deltas()
    while told.count < count:
        stop = last_end(source.buffer, source.at)
        if stop == source.at:
            whole(source, stop, WHAT)  # raises when there are 8 bytes without an end
            if source.ended:
                raise cut(source, WHAT)
            yield
            continue
        np = numpy_for(stop - source.at)
        if np is None or not _block(np, source, stop, count, bound, told, sink, repeats):
            _plain(source, stop, count, bound, rule, told, sink, repeats)
    return told


def _block(
    np: ModuleType,
    source: Source,
    stop: int,
    count: int,
    bound: int,
    told: Deltas,
    sink: IndexTaker | None,
    repeats: Repeats,
) -> bool:
    """Read the whole varints up to `stop`, or as many as are left; False, and nothing read, on suspicion."""
    left = count - told.count
    room = getattr(sink, "room", None)  # where the sink wants the indices, so that nothing is copied
    steps: Any
    ends: Any
    block = source.buffer[source.at : stop]
    short = block.isascii()
    if short and len(block) < (most := WIDE if sink is None else getattr(sink, "wide", 0)):
        larger = source.buffer[source.at : source.at + most]
        block = larger if larger.isascii() else block
    raw = np.frombuffer(block, np.uint8)
    if short:  # each byte is a delta below 128
        ends = None
        steps = raw[:left]
        size = len(steps)
    else:
        decoded = varints(np, raw)
        if decoded is None:
            return False
        steps, ends = decoded
        if len(ends) > left:
            steps, ends = steps[:left], ends[:left]
        size = int(ends[-1]) + 1
        if int(steps.max()) >= min(bound, STEP):
            return False
    begin = max(told.last, 0)
    indices: Any = None
    if sink is None or ends is not None or begin + SEPTET * size >= bound:
        total = begin + (_sum(np, steps) if ends is None else int(steps.sum()))
        if total >= bound:
            return False
    if sink is not None:
        indices = np.empty(len(steps), np.int64) if room is None else room(len(steps))
        indices[:] = steps  # what they add up to is below the bound, which the room can hold
        indices[0] += begin
        np.add.accumulate(indices, out=indices)
        total = int(indices[-1])
    if 0 <= block.find(0) < size:
        _zeros(np, source.position, raw, steps, ends, told, repeats)
    told.count += len(steps)
    told.last = total
    source.at += size
    if sink is not None:
        sink(indices)
    return True


def _sum(np: ModuleType, steps: Any) -> int:
    """The sum of at most WIDE deltas below 128 (uint8): of two each in 8 bits, which hold them, then in 32 bits."""
    half = len(steps) // 2
    pairs = steps[:half] + steps[half : 2 * half]
    odd = int(steps[-1]) if len(steps) % 2 else 0
    return int(np.add.reduce(pairs, dtype=np.uint32)) + odd


def _zeros(
    np: ModuleType, base: int, raw: Any, steps: Any, ends: Any, told: Deltas, repeats: Repeats
) -> None:
    """Count the repeated indices and the overlong varints of a block that is otherwise sound."""
    flat = np.flatnonzero(steps == 0)
    if not told.count and flat.size and not flat[0]:
        flat = flat[1:]  # the first delta is an index, not a step
    if flat.size:
        first = int(flat[0])
        start, end = (
            (first, first) if ends is None else (int(ends[first - 1]) + 1 if first else 0, int(ends[first]))
        )
        told.repeat(base + start, base + end + 1, int(flat.size))
    if ends is not None:
        tally_overlong(np, raw, ends, base, repeats)


def _plain(
    source: Source,
    stop: int,
    count: int,
    bound: int,
    rule: str,
    told: Deltas,
    sink: IndexTaker | None,
    repeats: Repeats,
) -> None:
    """Read the whole varints up to `stop`, or as many as are left, one by one: the exact path."""
    if _ascii(source, stop, count, bound, told, sink):
        return
    buffer, base, at = source.buffer, source.base, source.at
    index = max(told.last, 0)
    found: list[int] = []
    fault: Fault | None = None
    while at < stop and told.count < count:
        try:
            delta = buffer[at]
            end = at + 1
            if delta >= 0x80:  # what there is stops with the end of a varint, so a byte follows
                more = buffer[end]
                if 0 < more < 0x80:
                    delta = delta & 0x7F | more << 7
                    end += 1
                else:
                    delta, end = whole(source, at, WHAT)
                    if not buffer[end - 1]:
                        repeats.add(R.UVARINT_OVERLONG, base + at, base + end, OVERLONG)
            if index + delta >= bound:
                detail = f"index {told.count} (counted from 0) is {index + delta}, not below {bound}"
                raise Fault(rule, base + at, base + end, detail)
        except Fault as broken:
            fault = broken
            break
        if not delta and told.count:
            told.repeat(base + at, base + end)
        index += delta
        told.count += 1
        told.last = index
        at = end
        if sink is not None:
            found.append(index)
    source.at = at
    if sink is not None and found:
        sink(found)
    if fault is not None:
        raise fault


def _ascii(source: Source, stop: int, count: int, bound: int, told: Deltas, sink: IndexTaker | None) -> bool:
    """Read a block of one-byte deltas without a zero (what nearly every small group is) at once, if it is one."""
    block = source.buffer[source.at : min(stop, source.at + count - told.count)]
    if not block.isascii() or 0 in block:
        return False
    begin = max(told.last, 0)
    total = begin + sum(block)
    if total >= bound:
        return False
    told.count += len(block)
    told.last = total
    source.at += len(block)
    if sink is not None:
        found = list(accumulate(block, initial=begin))
        del found[0]
        sink(found)
    return True
