"""pairs * (uvarint(value) uvarint(run)): runs of one value that fill a declared length exactly.

Rules of this file:

* A value is held against its limit and the running total against the length at every pair, before anything is
  added to anything else that could wrap: a block has at most 32,768 runs, each at most `length` < 2^53, and is only
  summed when the largest is below 2^46, so every sum in it is below 2^61.
* Nothing of the length is allocated: whoever expands runs does so after they have been judged.
* What numpy suspects is read again plainly, and the pair that stops the plain path is read by `_one`, which alone
  waits for bytes and makes faults.
"""

from __future__ import annotations

from cellucid_session.generated import rules as R
from cellucid_session.wire.blocks import last_end, numpy_for
from cellucid_session.wire.source import Fault
from cellucid_session.wire.uvarint import OVERLONG, Repeats, tally_overlong, uvarint, varints, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any, Protocol

    from cellucid_session.wire.source import Reading, Source

    class RunTaker(Protocol):
        def begin(self, count: int, width: int) -> None:
            """Told before the first run: how many elements there will be; width is 0."""

        def runs(self, values: Any, runs: Any, span: Callable[[int], tuple[int, int]]) -> None:
            """Take judged runs (two int64 arrays or lists of one length); span(i): bytes of the i-th value."""


STEP = 1 << 46
VALUE, RUN = "a code", "a run"
ZERO = "a run of no codes"
SAME = "a run of the same code as the one before"


class _Limits:
    """What the pairs of one payload are held against."""

    __slots__ = ("last", "length", "most", "run_rule", "same_rule", "value_rule", "zero_rule")

    def __init__(
        self, length: int, most: int, value_rule: str, run_rule: str, zero_rule: str, same_rule: str | None
    ) -> None:
        self.length = length
        self.most = most
        self.value_rule = value_rule
        self.run_rule = run_rule
        self.zero_rule = zero_rule
        self.same_rule = same_rule
        self.last = -1  # value of the pair before, where somebody asks


def runs(
    source: Source,
    pairs: int,
    length: int,
    most: int,
    value_rule: str,
    run_rule: str,
    zero_rule: str,
    opening: int,
    sink: RunTaker | None,
    repeats: Repeats,
    same_rule: str | None = None,
) -> Reading[None]:
    """Read `pairs` pairs.

    Args:
        length: what the runs add up to. most: largest value. opening: where the run-length structure begins.
        sink: gets the runs in order, block by block; runs before a fault are given to it.
        same_rule: for a value that the pair before has as well (its varint), where that is asked.

    Raises:
        Fault: value_rule (the varint of the value), run_rule (the varint of the run that goes past the length; from
            `opening` to the last byte when they fall short), uvarint.*; and what the sink raises.
    """
    limits = _Limits(length, most, value_rule, run_rule, zero_rule, same_rule)
    if sink is not None:
        sink.begin(length, 0)
    left, total = pairs, 0
    while left:
        stop = last_end(source.buffer, source.at)
        np = numpy_for(stop - source.at)
        done = _block(np, source, stop, left, total, limits, sink, repeats) if np is not None else None
        if done is None:
            done = _plain(source, stop, left, total, limits, sink, repeats)
        if not done[0]:
            done = yield from _one(source, total, limits, sink, repeats)
        left -= done[0]
        total = done[1]
    if total != length:
        detail = f"the runs add up to {total}, not to {length}"
        raise Fault(run_rule, opening, source.position, detail)


def _block(
    np: ModuleType,
    source: Source,
    stop: int,
    left: int,
    total: int,
    limits: _Limits,
    sink: RunTaker | None,
    repeats: Repeats,
) -> tuple[int, int] | None:
    """Read the whole pairs up to `stop`; (pairs, total), or None and nothing read on suspicion."""
    raw = np.frombuffer(source.buffer, np.uint8)[source.at : stop]
    decoded = varints(np, raw)
    if decoded is None:
        return None
    numbers, ends = decoded
    count = min(len(numbers) // 2, left)
    if not count:
        return None
    values, lengths = numbers[: 2 * count : 2], numbers[1 : 2 * count : 2]
    if int(values.max()) > limits.most or int(lengths.max()) >= STEP:
        return None
    after = total + int(lengths.sum(dtype=np.int64))
    if after > limits.length:
        return None
    size = int(ends[2 * count - 1]) + 1
    base = source.position
    ends = ends[: 2 * count]

    def span(index: int) -> tuple[int, int]:
        return base + (int(ends[2 * index - 1]) + 1 if index else 0), base + int(ends[2 * index]) + 1

    if source.buffer.find(0, source.at, source.at + size) >= 0:
        tally_overlong(np, raw[:size], ends, base, repeats)
        empty = np.flatnonzero(lengths == 0)
        if empty.size:
            first = int(empty[0])
            start = base + int(ends[2 * first]) + 1
            repeats.add(limits.zero_rule, start, base + int(ends[2 * first + 1]) + 1, ZERO, int(empty.size))
    if limits.same_rule is not None:
        again = np.flatnonzero(values[1:] == values[:-1]) + 1
        if int(values[0]) == limits.last:
            again = np.concatenate(([0], again))
        if again.size:
            repeats.add(limits.same_rule, *span(int(again[0])), SAME, int(again.size))
        limits.last = int(values[-1])
    source.at += size
    if sink is not None:
        sink.runs(values, lengths, span)
    return count, after


def _plain(
    source: Source, stop: int, left: int, total: int, limits: _Limits, sink: RunTaker | None, repeats: Repeats
) -> tuple[int, int]:
    """Read the whole pairs up to `stop` that break nothing, one by one; (pairs, total)."""
    buffer, base, at = source.buffer, source.base, source.at
    values: list[int] = []
    lengths: list[int] = []
    places: list[tuple[int, int]] = []
    while at < stop and len(values) < left:
        try:
            value, middle = (buffer[at], at + 1) if buffer[at] < 0x80 else whole(source, at, VALUE)
            if middle >= stop or value > limits.most:
                break
            run, end = (buffer[middle], middle + 1) if buffer[middle] < 0x80 else whole(source, middle, RUN)
        except Fault:
            break
        if total + run > limits.length:
            break
        if middle - at > 1 and not buffer[middle - 1]:
            repeats.add(R.UVARINT_OVERLONG, base + at, base + middle, OVERLONG)
        if not buffer[end - 1]:
            if end - middle > 1:
                repeats.add(R.UVARINT_OVERLONG, base + middle, base + end, OVERLONG)
            if not run:
                repeats.add(limits.zero_rule, base + middle, base + end, ZERO)
        if limits.same_rule is not None:
            if value == limits.last:
                repeats.add(limits.same_rule, base + at, base + middle, SAME)
            limits.last = value
        total += run
        values.append(value)
        lengths.append(run)
        places.append((base + at, base + middle))
        at = end
    source.at = at
    if sink is not None and values:
        sink.runs(values, lengths, places.__getitem__)
    return len(values), total


def _one(
    source: Source, total: int, limits: _Limits, sink: RunTaker | None, repeats: Repeats
) -> Reading[tuple[int, int]]:
    """Read one pair, waiting for its bytes, and say what it breaks: the exact path; (1, total)."""
    start = source.position
    value = yield from uvarint(source, VALUE, repeats)
    middle = source.position
    if value > limits.most:
        raise Fault(limits.value_rule, start, middle, f"{VALUE} is {value}, allowed is at most {limits.most}")
    run = yield from uvarint(source, RUN, repeats)
    if total + run > limits.length:
        raise Fault(limits.run_rule, middle, source.position, f"the runs go past {limits.length}")
    if not run:
        repeats.add(limits.zero_rule, middle, source.position, ZERO)
    if limits.same_rule is not None:
        if value == limits.last:
            repeats.add(limits.same_rule, start, middle, SAME)
        limits.last = value
    if sink is not None:
        sink.runs([value], [run], lambda index: (start, middle))
    return 1, total + run
