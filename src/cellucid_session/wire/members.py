"""Sets of cells that are no list of steps: bits, and runs with gaps between them.

Rules of this file:

* Members go to the sink in blocks, ascending, as from `deltas`; nothing of the number of cells is allocated here.
* Every gap and every length is held against the bound before it is added to anything: a block has at most 32,768
  numbers, each below 2^46 when it is summed, so that every sum in it is below 2^61. What numpy suspects is read again
  plainly, pair by pair; that path alone makes faults.
* Bits behind the last cell stand for cells that do not exist, and are a fault.
"""

from __future__ import annotations

from cellucid_session.wire.blocks import last_end, numpy_for
from cellucid_session.wire.source import Fault, some
from cellucid_session.wire.uvarint import Repeats, tally_overlong, uvarint, varints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from cellucid_session.wire.source import Reading, Source

STEP = 1 << 46
PIECE = 32 * 1024  # bytes of bits at a time: 2^18 cells
EXPAND = 1 << 16  # members that runs are expanded to at a time
GAP, LENGTH = "a gap", "the length of a run"
EMPTY = "a run without cells, or right behind the one before"
BIT_PLACES = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def bitset(
    source: Source, size: int | None, short_rule: str, padding_rule: str, what: str, sink: Any = None
) -> Reading[int]:
    """Read one bit for each of `size` things, the first in the lowest bit; None: as many as there are bytes.

    Returns:
        How many bits are set.

    Raises:
        Fault: `short_rule` when the source ends early (what there is of the bits), `padding_rule` for a set bit behind
            the last thing (the last byte).
    """
    start = source.position
    wanted = None if size is None else (size + 7) // 8
    done = members = 0
    while wanted is None or done < wanted:
        piece = yield from some(source, PIECE if wanted is None else min(PIECE, wanted - done))
        if not piece:
            if wanted is None:
                break
            detail = f"{what} needs {wanted} bytes, only {done} are there"
            raise Fault(short_rule, start, source.position, detail)
        done += len(piece)
        if size is not None and done == wanted and size % 8 and piece[-1] >> (size % 8):
            end = source.position
            raise Fault(padding_rule, end - 1, end, f"a bit behind the last of {size} is set")
        members += int.from_bytes(piece, "little").bit_count()
        if sink is not None:
            _give_bits(piece, 8 * (done - len(piece)), sink)
    return members


def _give_bits(piece: bytes, first: int, sink: Any) -> None:
    """Hand the places of set bits to a sink, or the bits to one that takes them; the first is of the thing `first`."""
    bits = getattr(sink, "bits", None)
    if bits is not None:
        bits(piece, first)
        return
    np = numpy_for(len(piece))
    if np is None:
        found = [first + 8 * at + bit for at, byte in enumerate(piece) if byte for bit in BIT_PLACES[byte]]
        if found:
            sink(found)
        return
    places = np.flatnonzero(np.unpackbits(np.frombuffer(piece, np.uint8), bitorder="little"))
    if places.size:
        places += first
        _give(np, places, sink)


def _give(np: ModuleType, block: Any, sink: Any) -> None:
    """Hand a block to a sink, in the room that it lends if it lends one."""
    room = getattr(sink, "room", None)
    if room is not None:
        lent = room(len(block))
        lent[:] = block
        block = lent
    sink(block)


def gap_runs(
    source: Source, bound: int, rule: str, empty_rule: str, sink: Any, repeats: Repeats
) -> Reading[int]:
    """Read uvarint(runs), then that many pairs of a gap and a length.

    Args:
        bound: what every member is below. rule: a run that goes past it. empty_rule: a run without cells, or without a
            gap before it (not the first).
        sink: gets the members in order, block by block.

    Returns:
        How many members there are.

    Raises:
        Fault: `rule` (the bytes of the pair), uvarint.*.
    """
    left = yield from uvarint(source, "the number of runs", repeats)
    at = members = 0
    first = True
    plain_to = -1  # a block that was suspected is read plainly to its end, so that it is looked at twice only
    while left:
        done = None
        if source.position >= plain_to:
            stop = last_end(source.buffer, source.at)
            np = numpy_for(stop - source.at)
            if np is not None:
                done = _block(np, source, stop, left, at, bound, empty_rule, first, sink, repeats)
                plain_to = source.base + stop if done is None else -1
        if done is None:
            start = source.position
            gap = yield from uvarint(source, GAP, repeats)
            length = yield from uvarint(source, LENGTH, repeats)
            if at + gap + length > bound:
                detail = f"a run ends behind the last of {bound} cells"
                raise Fault(rule, start, source.position, detail)
            if not length or not (gap or first):
                repeats.add(empty_rule, start, source.position, EMPTY)
            at += gap + length
            if sink is not None and length:
                _give_run(at - length, at, sink)
            done = (1, at, length)
        left -= done[0]
        at = done[1]
        members += done[2]
        first = False
    return members


def _block(
    np: ModuleType,
    source: Source,
    stop: int,
    left: int,
    at: int,
    bound: int,
    empty_rule: str,
    first: bool,
    sink: Any,
    repeats: Repeats,
) -> tuple[int, int, int] | None:
    """Read the whole pairs up to `stop`; (pairs, where the last ends, members), or None and nothing read."""
    raw = np.frombuffer(source.buffer, np.uint8)[source.at : stop]
    decoded = varints(np, raw)
    if decoded is None:
        return None
    numbers, ends = decoded
    count = min(len(numbers) // 2, left)
    if not count:
        return None
    numbers = numbers[: 2 * count]
    ends = ends[: 2 * count]
    if int(numbers.max()) >= STEP:
        return None
    after = at + int(numbers.sum(dtype=np.int64))
    if after > bound:
        return None
    spans, lengths = numbers[::2], numbers[1::2]
    odd = (lengths == 0) | (spans == 0)
    if first and lengths[0]:
        odd[0] = False
    guilty = np.flatnonzero(odd)
    base = source.position
    if guilty.size:
        place = int(guilty[0])
        start = base + (int(ends[2 * place - 1]) + 1 if place else 0)
        repeats.add(empty_rule, start, base + int(ends[2 * place + 1]) + 1, EMPTY, int(guilty.size))
    size = int(ends[-1]) + 1
    tally_overlong(np, raw[:size], ends, base, repeats)
    source.at += size
    members = int(lengths.sum(dtype=np.int64))
    if sink is not None:
        places = np.cumsum(numbers) + at
        _give_runs(np, places[0::2], places[1::2], sink)
    return count, after, members


def _give_run(start: int, stop: int, sink: Any) -> None:
    """Hand one run to a sink, at most EXPAND members at a time."""
    spans = getattr(sink, "span", None)
    if spans is not None:
        spans(start, stop)
        return
    if stop - start <= 64:
        sink(list(range(start, stop)))
        return
    import numpy as np

    for low in range(start, stop, EXPAND):
        _give(np, np.arange(low, min(stop, low + EXPAND), dtype=np.int64), sink)


def _give_runs(np: ModuleType, starts: Any, stops: Any, sink: Any) -> None:
    """Hand runs to a sink, about EXPAND members at a time; a long run by itself."""
    lengths = stops - starts
    totals = np.cumsum(lengths)
    first, done = 0, 0
    while first < len(lengths):
        last = int(np.searchsorted(totals, done + EXPAND, side="right"))
        if last == first:
            _give_run(int(starts[first]), int(stops[first]), sink)
            done, first = int(totals[first]), first + 1
            continue
        part = lengths[first:last]
        size = int(totals[last - 1]) - done
        if size:
            before = np.cumsum(part) - part
            _give(np, np.repeat(starts[first:last] - before, part) + np.arange(size), sink)
        done, first = int(totals[last - 1]), last
