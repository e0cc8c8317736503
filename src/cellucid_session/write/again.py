"""A set of cells, written again in its shortest encoding as it is read.

Rules of this file:

* Members are held as runs of cells, a block at a time: nothing of the number of cells is allocated, and no run is
  expanded that is not written. A set is read twice, to measure its encodings and to write one of them.
* Of equally short encodings the first that is declared is taken, as the writer of sets does. What a session says by a
  category of the data set stays so. Spec: 13.4, 16.6.
"""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING, Any

from cellucid_session.wire.build import leb128, leb128_block, uvarint_sizes
from cellucid_session.write.encode import collect
from cellucid_session.write.payloads import ALL, BITS, GAPS, PART, SET, STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.generation import Generation

    #: gives a set to a sink; returns encoding byte, number of cells, size and digest of the category (None: none)
    Read = Callable[[Any], tuple[int, int, int | None, int | None]]


def set_again(generation: Generation, read: Read, cells: int) -> bytes:
    """The payload of a set in its shortest encoding.

    Args:
        read: reads the set from its beginning. cells: of the data set.
    """
    sizes = _Sizes()
    byte, count, size, digest = read(sizes)
    byte_of = {name: each for each, name in generation.sets.items()}
    if size is not None and digest is not None:
        part = generation.sets[byte] == PART and count < size
        if not part:
            head = (size, digest)
            return collect(generation.writers[SET], encoding=byte_of[ALL], members=head, cells=cells)
        bits = _AsTheyAre()
        read(bits)
        return b"".join((bytes((byte_of[PART],)), leb128(size), digest.to_bytes(4, "little"), *bits.parts))
    sizes.last()
    took = {
        STEPS: len(leb128(count)) + sizes.steps,
        BITS: -(-cells // 8),
        GAPS: len(leb128(sizes.runs)) + sizes.gaps,
    }
    name = min((each for each in byte_of if each in took), key=lambda each: took[each])
    made = _WRITERS[name](cells)
    read(made)
    told: bytes = made.payload(count, sizes.runs)
    return bytes((byte_of[name],)) + told


WINDOW = 1 << 18  # cells whose bits are set at a time; a multiple of 8


class _Runs(abc.ABC):
    """A sink for a reader of sets: `take` gets the runs of cells, as long as they can be, some at a time."""

    def __init__(self) -> None:
        self._start = self._stop = 0  # of the last run, which may go on; equal: there is none

    def begin(self, count: int | None, cells: int | None) -> None:  # noqa: B027 - most have nothing to prepare
        """Nothing to prepare."""

    def __call__(self, block: Any) -> None:
        """Take a block of ascending positions."""
        import numpy as np

        found = np.asarray(block, dtype=np.int64)
        if not len(found):
            return
        cuts = np.flatnonzero(found[1:] != found[:-1] + 1) + 1
        starts = found[np.concatenate((np.zeros(1, np.int64), cuts))]
        stops = found[np.concatenate((cuts - 1, np.full(1, len(found) - 1)))] + 1
        self._go_on(starts, stops)

    def span(self, start: int, stop: int) -> None:
        """Take a long run."""
        import numpy as np

        self._go_on(np.array([start], np.int64), np.array([stop], np.int64))

    def last(self) -> None:
        """Take the last run."""
        import numpy as np

        if self._stop > self._start:
            self.take(np.array([self._start], np.int64), np.array([self._stop], np.int64))
        self._start = self._stop

    @abc.abstractmethod
    def take(self, starts: Any, stops: Any) -> None:
        """Take runs that are whole. starts, stops: int64, shape (k,), k > 0."""

    def _go_on(self, starts: Any, stops: Any) -> None:
        import numpy as np

        if self._stop > self._start:
            if int(starts[0]) == self._stop:
                starts[0] = self._start
            else:
                starts, stops = np.append(self._start, starts), np.append(self._stop, stops)
        self._start, self._stop = int(starts[-1]), int(stops[-1])
        if len(starts) > 1:
            self.take(starts[:-1], stops[:-1])


class _Sizes(_Runs):
    """Measures the encodings: bytes of the steps, and of the gaps and lengths of `runs` runs, without their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = self.gaps = self.runs = self._end = 0

    def take(self, starts: Any, stops: Any) -> None:
        """Measure runs."""
        import numpy as np

        before = np.append(self._end, stops[:-1])  # the end of the run before
        last = np.maximum(before - 1, 0)  # the cell before
        lengths = stops - starts
        self.steps += int(uvarint_sizes(starts - last).sum()) + int((lengths - 1).sum())
        self.gaps += int(uvarint_sizes(starts - before).sum()) + int(uvarint_sizes(lengths).sum())
        self.runs += len(starts)
        self._end = int(stops[-1])


def _steps(starts: Any, stops: Any, last: int) -> Any:
    """The steps to the members of runs: uint64, shape (members,). last: the member before the first."""
    import numpy as np

    lengths = stops - starts
    steps = np.ones(int(lengths.sum()), np.uint64)
    if len(starts):
        steps[np.cumsum(lengths) - lengths] = starts - np.append(last, stops[:-1] - 1)
    return steps


class _Steps(_Runs):
    """Writes the first cell and the steps to the others."""

    def __init__(self, cells: int) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._last = 0

    def take(self, starts: Any, stops: Any) -> None:
        """Write the members of runs, which are few beside their bytes."""
        self._parts.append(leb128_block(_steps(starts, stops, self._last)))
        self._last = int(stops[-1]) - 1

    def payload(self, count: int, runs: int) -> bytes:
        """What follows the byte of the encoding."""
        self.last()
        return leb128(count) + b"".join(self._parts)


class _Gaps(_Runs):
    """Writes gaps and lengths."""

    def __init__(self, cells: int) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._end = 0

    def take(self, starts: Any, stops: Any) -> None:
        """Write runs."""
        import numpy as np

        pairs = np.stack((starts - np.append(self._end, stops[:-1]), stops - starts), axis=1)
        self._end = int(stops[-1])
        self._parts.append(leb128_block(pairs.ravel().astype(np.uint64)))

    def payload(self, count: int, runs: int) -> bytes:
        """What follows the byte of the encoding."""
        self.last()
        return leb128(runs) + b"".join(self._parts)


class _Bits(_Runs):
    """Writes one bit for each cell; for a set whose other encodings are longer. Takes the bytes of its payload."""

    def __init__(self, cells: int) -> None:
        super().__init__()
        import numpy as np

        self._bytes = np.zeros(-(-cells // 8), np.uint8)

    def take(self, starts: Any, stops: Any) -> None:
        """Set the bits of runs, a window of cells at a time."""
        import numpy as np

        for base in range(int(starts[0]) // WINDOW * WINDOW, int(stops[-1]), WINDOW):
            low, high = int(stops.searchsorted(base, "right")), int(starts.searchsorted(base + WINDOW))
            if low == high:
                continue
            edges = np.zeros(WINDOW + 1, np.int8)
            edges[np.maximum(starts[low:high] - base, 0)] += 1
            edges[np.minimum(stops[low:high] - base, WINDOW)] -= 1
            here = self._bytes[base // 8 : (base + WINDOW) // 8]
            here |= np.packbits(np.cumsum(edges[:-1], dtype=np.int8), bitorder="little")[: len(here)]

    def payload(self, count: int, runs: int) -> bytes:
        """What follows the byte of the encoding."""
        self.last()
        told: bytes = self._bytes.tobytes()
        return told


class _AsTheyAre:
    """Keeps bits as they come: there is one way to write them."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def begin(self, count: int | None, cells: int | None) -> None:
        """Nothing to prepare."""

    def bits(self, piece: bytes, first: int) -> None:
        """Keep bits."""
        self.parts.append(bytes(piece))


_WRITERS: dict[str, Any] = {STEPS: _Steps, BITS: _Bits, GAPS: _Gaps}
