"""Codes as runs: as long as they can be, in order, some at a time, however the chunk has them.

Rules of this file:

* Nothing is expanded. A run of 500 million codes is two numbers here; what was written as elements is kept as elements,
  so that noise takes no more memory than its chunk.
* A block is never empty and has at most BLOCK runs (one more, where a run of the block before ends in it).
* Lengths are summed in 64 bits; all codes of a chunk are fewer than 2^32.
"""

from __future__ import annotations

from cellucid_session.generated import limits as L

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    #: values and lengths: two arrays, shape (k,); lengths are int64 and at least 1
    Block = tuple[Any, Any]

BLOCK = 1 << 16  # runs, or elements that become runs, at a time
_FORMATS = {1: "<u1", 2: "<u2", 4: "<u4"}


class Runs:
    """The codes of a chunk: a sink for a reader of codes, and then all of them, as often as wanted.

    Attributes:
        length: how many codes there are.
    """

    __slots__ = ("_parts", "length")

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[tuple[Any, Any]] = []  # values and lengths; lengths are None for elements

    def begin(self, count: int, width: int) -> None:
        """Nothing to prepare."""

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Keep whole elements."""
        import numpy as np

        self.length += len(data) // width
        self._parts.append((np.frombuffer(bytes(data), _FORMATS[width]), None))

    def packed(self, codes: bytes, start: int, bits: int) -> None:
        """Keep codes that were packed, one a byte, as the runs that they make: so they take no more than they say."""
        import numpy as np

        self.length += len(codes)
        for values, lengths in of_elements(np.frombuffer(codes, np.uint8)):
            self._parts.append((values, lengths.astype(np.uint32)))

    def runs(self, values: Any, runs: Any, span: Any) -> None:
        """Keep runs that have been judged; those of length 0 stand for no code."""
        import numpy as np

        lengths = np.asarray(runs, dtype=np.uint32)
        there = lengths > 0
        self.length += int(lengths.sum(dtype=np.int64))
        kept = np.asarray(values)
        narrow = int(kept.max(initial=0)) < 1 << 16
        self._parts.append((kept.astype(np.uint16 if narrow else np.uint32)[there], lengths[there]))

    def blocks(self, marker: tuple[int, int] | None = None) -> Iterator[Block]:
        """The runs, as long as they can be.

        Args:
            marker: two codes that mean the same; the first is given for both.
        """
        return longest(self._pieces(marker))

    def _pieces(self, marker: tuple[int, int] | None) -> Iterator[Block]:
        import numpy as np

        for values, lengths in self._parts:
            for start in range(0, len(values), BLOCK):
                piece = values[start : start + BLOCK]
                if marker is not None and piece.dtype.itemsize > 1:
                    piece = np.where(piece == marker[1], piece.dtype.type(marker[0]), piece)
                if lengths is None:
                    yield piece, np.ones(len(piece), dtype=np.int64)
                else:
                    yield piece, lengths[start : start + BLOCK].astype(np.int64)


def of_elements(codes: Any) -> Iterator[Block]:
    """The runs of an array of codes, shape (n,)."""
    import numpy as np

    pieces = (codes[start : start + BLOCK] for start in range(0, len(codes), BLOCK))
    return longest((piece, np.ones(len(piece), dtype=np.int64)) for piece in pieces)


def longest(pieces: Iterable[Block]) -> Iterator[Block]:
    """The same codes in runs of which no two neighbours have one value."""
    import numpy as np

    open_: Block | None = None  # the last run, which may go on
    for values, lengths in pieces:
        if not len(values):
            continue
        if open_ is not None:
            values, lengths = (np.concatenate(pair) for pair in zip(open_, (values, lengths), strict=True))
        starts = np.flatnonzero(values[1:] != values[:-1]) + 1
        starts = np.concatenate((np.zeros(1, dtype=starts.dtype), starts))
        values, lengths = values[starts], np.add.reduceat(lengths, starts)
        if len(values) > 1:
            yield values[:-1], lengths[:-1]
        open_ = values[-1:], lengths[-1:]
    if open_ is not None:
        yield open_


class _Reader:
    """Reads runs as far as somebody wants. values, ends: of the runs at hand; ends count from the first code."""

    __slots__ = ("_blocks", "_done", "ends", "values")

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self._done = 0
        self.values: Any = ()
        self.ends: Any = ()

    def more(self) -> bool:
        """Have a run at hand, if there is one left."""
        while not len(self.values):
            block = next(self._blocks, None)
            if block is None:
                return False
            self.values, self.ends = block[0], self._done + block[1].cumsum()
            self._done = int(self.ends[-1])
        return True

    def drop(self, place: int) -> None:
        """Leave the runs behind that end at `place` or before."""
        count = int(self.ends.searchsorted(place, side="right"))
        self.values, self.ends = self.values[count:], self.ends[count:]


def differing(one: Iterator[Block], other: Iterator[Block]) -> int:
    """In how many places two sequences of codes differ, as far as the shorter one goes."""
    import numpy as np

    left, right = _Reader(one), _Reader(other)
    changed = begin = 0
    while left.more() and right.more():
        stop = int(min(left.ends[-1], right.ends[-1]))
        inner = [side.ends[: int(side.ends.searchsorted(stop))] for side in (left, right)]
        cuts = np.unique(np.concatenate((*inner, np.array([stop], dtype=np.int64))))
        values = [side.values[side.ends.searchsorted(cuts)] for side in (left, right)]
        sizes = np.diff(cuts, prepend=begin)
        changed += int(sizes[values[0] != values[1]].sum())
        begin = stop
        left.drop(stop)
        right.drop(stop)
    return changed


def expanded(blocks: Callable[[], Iterator[Block]], length: int) -> Any:
    """All codes, shape (length,): uint8, or uint16 where one needs it. For runs that are known to be many for it."""
    from cellucid_session.wire.sinks import CodeSink

    sink = CodeSink(L.CODES_LENGTH)
    sink.begin(length, 0)
    for values, lengths in blocks():
        sink.runs(values, lengths, lambda index: (0, 0))
    return sink.result()
