"""Values into bytes that the earliest generation lacks: bits, gaps and runs, packed numbers, arrays with their type.

Rules of this file: as in `build`. Members come as ascending positions, each once, whatever form they are written in; a
set that does not is refused before a byte of it goes out. Spec: 5.
"""

from __future__ import annotations

from cellucid_session.errors import UsageError
from cellucid_session.wire.build import BLOCK, all_within, leb128_block, refused, uvarint, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cellucid_session.wire.build import Out


def ascending(members: Any, below: int, rule: str) -> Any:
    """Members as int64, shape (k,). Raises UsageError: one is not below `below`, or not greater than the one before."""
    import numpy as np

    found = whole(members, "members")
    if not len(found):
        return np.empty(0, np.int64)
    all_within(found, 0, below - 1, rule, "the position")
    wide = found.astype(np.int64)
    if not (wide[1:] > wide[:-1]).all():
        raise refused(rule, "the positions do not ascend")
    return wide


def bitset(out: Out, members: Any, size: int | None, rule: str) -> None:
    """One bit for each of `size` things, the first in the lowest bit. rule: for a member that is none of them."""
    import numpy as np

    if size is None:
        raise UsageError("a set of bits can't be written without the number of cells")
    found = ascending(members, size, rule)
    for start in range(0, size, BLOCK):
        low, high = found.searchsorted((start, start + BLOCK))
        there = np.zeros(min(BLOCK, size - start), np.uint8)
        there[found[low:high] - start] = 1
        out(np.packbits(there, bitorder="little").tobytes())


def runs_of(members: Any) -> tuple[Any, Any]:
    """Gaps and lengths: int64, two of shape (runs,). members: int64, shape (k,), ascending, each once."""
    import numpy as np

    cuts = np.flatnonzero(members[1:] != members[:-1] + 1) + 1
    starts = members[np.concatenate((np.zeros(min(1, len(members)), np.int64), cuts))]
    lengths = np.diff(np.concatenate((cuts, [len(members)])), prepend=0) if len(members) else starts
    ends = starts + lengths
    return np.concatenate((starts[:1], starts[1:] - ends[:-1])), lengths


def gap_runs(out: Out, members: Any, below: int, rule: str) -> None:
    """The number of runs, then a gap and a length for each. rule: for a member that is not below `below`."""
    import numpy as np

    gaps, lengths = runs_of(ascending(members, below, rule))
    uvarint(out, len(gaps), "the number of runs")
    for start in range(0, len(gaps), BLOCK):
        pairs = np.stack((gaps[start : start + BLOCK], lengths[start : start + BLOCK]), axis=1)
        out(leb128_block(pairs.ravel().astype(np.uint64)))


def packed(out: Out, values: Any, count: int, bits: int, rule: str, short_rule: str) -> None:
    """`count` numbers of `bits` bits, the first in the lowest bits of the first byte.

    Args:
        bits: 1, 2 or 4. rule, short_rule: for a number that needs more bits, for another count.
    """
    import numpy as np

    found = whole(values, "codes")
    if len(found) != count:
        raise refused(short_rule, f"there are {len(found)} elements, {count} were announced")
    places = np.arange(0, 8, bits, dtype=np.uint8)
    for start in range(0, count, BLOCK):  # a multiple of the numbers in a byte
        block = found[start : start + BLOCK]
        all_within(block, 0, (1 << bits) - 1, rule, "the code")
        filled = np.zeros(-(-len(block) // len(places)) * len(places), np.uint8)
        filled[: len(block)] = block
        out(np.bitwise_or.reduce(filled.reshape(-1, len(places)) << places, axis=1).tobytes())


def typed_arrays(out: Out, arrays: Sequence[Any], types: Mapping[int, tuple[str, int]], rule: str) -> None:
    """Arrays, each behind a byte for its type and its count.

    Args:
        arrays: of one dimension, bit for bit. types: type byte -> (name, bytes of an item). rule: for another type.
    """
    import numpy as np

    bytes_of = {name: byte for byte, (name, _) in types.items()}
    for each in arrays:
        given = np.asarray(each)
        if given.ndim != 1 or given.dtype.name not in bytes_of:
            told = f"an array of {given.dtype.name} in {given.ndim} dimensions"
            raise refused(rule, f"{told} can't be written, only {', '.join(bytes_of)} in one")
        out(bytes([bytes_of[given.dtype.name]]))
        uvarint(out, len(given), "the count")
        for start in range(0, len(given), BLOCK):
            out(given[start : start + BLOCK].astype(given.dtype.newbyteorder("<"), copy=False).tobytes())
