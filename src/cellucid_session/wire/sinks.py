"""Who takes what the kernels decode: tallies for the validator, arrays for the reader.

Rules of this file:

* A tally keeps numbers, never elements. An array sink allocates once it knows that the length is one that the caller
  allowed, and fills in place: peak memory is the output and a block.
* Small inputs are taken without numpy by the tallies; array sinks need numpy, as their result does.
"""

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.blocks import numpy_for
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Span = Callable[[int], tuple[int, int]]

_MARKERS = (L.UNASSIGNED_U8, L.UNASSIGNED_U16)
_FORMATS = {1: "<u1", 2: "<u2", 4: "<u4"}
GROW = 1 << 20  # elements that are allocated for a count that nothing bounds
EXPAND = 1 << 16  # elements that runs are expanded to at a time


class CodeTally:
    """What rules ask of codes.

    Args:
        categories: how many categories the field has, or None when nobody knows yet.
        markers: codes that mean "unassigned".

    Attributes:
        highest: greatest code that is neither 255 nor 65535; -1 when there is none.
        count: how many codes name no category and are no marker. first: span of the first of them, or None.
    """

    __slots__ = ("_categories", "_markers", "_seen", "count", "first", "highest")

    def __init__(self, categories: int | None, markers: tuple[int, ...] = ()) -> None:
        self._categories = categories
        self._markers = markers
        self._seen: set[int] = set()
        self.highest = -1
        self.count = 0
        self.first: tuple[int, int] | None = None

    @property
    def seen(self) -> tuple[int, ...]:
        """Which of 255 and 65535 occur."""
        return tuple(sorted(self._seen))

    def begin(self, count: int, width: int) -> None:
        """Nothing to prepare."""

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Tally whole elements."""
        np = numpy_for(len(data))
        values: Any
        if np is not None:
            values = np.frombuffer(data, _FORMATS[width])
        else:
            values = data if width == 1 else memoryview(data).cast("B").tolist()
            if width == 2:
                values = [low | high << 8 for low, high in zip(values[::2], values[1::2], strict=True)]
        self._take(np, values, None, lambda index: (start + index * width, start + (index + 1) * width))

    def runs(self, values: Any, runs: Any, span: Span) -> None:
        """Tally runs; those of length 0 stand for no code."""
        self._take(None if isinstance(values, list) else numpy_for(L.CODE_VALUE), values, runs, span)

    def _take(self, np: Any, values: Any, runs: Any, span: Span) -> None:
        # what occurs: few values, so everything else is asked of them first
        if np is not None:
            present = np.flatnonzero(np.bincount(values if runs is None else values[runs > 0])).tolist()
        else:
            present = (
                set(values)
                if runs is None
                else {value for value, run in zip(values, runs, strict=True) if run}
            )
        bad = set()
        for value in present:
            if value in _MARKERS:
                self._seen.add(value)
            elif value > self.highest:
                self.highest = value
            if self._categories is not None and value >= self._categories and value not in self._markers:
                bad.add(value)
        if not bad:
            return
        guilty = [
            index
            for index, value in enumerate(values.tolist() if np is not None else values)
            if value in bad and (runs is None or runs[index])
        ]
        self.count += len(guilty) if runs is None else sum(int(runs[index]) for index in guilty)
        if self.first is None:
            self.first = span(guilty[0])


class CellIndexTally:
    """Holds fixed-width cell indices to a bound. Raises Fault `rule` at the first that is not below it."""

    __slots__ = ("_bound", "_rule")

    def __init__(self, bound: int, rule: str) -> None:
        self._bound = bound
        self._rule = rule

    def begin(self, count: int, width: int) -> None:
        """Nothing to prepare."""

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Judge whole elements."""
        np = numpy_for(len(data))
        values: Any
        if np is not None:
            values = np.frombuffer(data, _FORMATS[width])
            if int(values.max()) < self._bound:
                return
            values = values.tolist()
        else:
            values = [int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)]
        for place, value in enumerate(values):
            if value >= self._bound:
                at = start + place * width
                detail = f"cell index {value}, there are {self._bound} cells"
                raise Fault(self._rule, at, at + width, detail)


class IndexSink:
    """Cell indices as an array: int64, shape (k,)."""

    def __init__(self) -> None:
        import numpy as np

        self._np = np
        self._out = np.empty(0, dtype=np.int64)
        self._size = 0

    def begin(self, count: int, cells: int | None) -> None:
        """Allocate: exactly, when the number of cells bounds the count; else by and by."""
        self._out = self._np.empty(count if cells is not None else min(count, GROW), dtype=self._np.int64)

    def __call__(self, block: Any) -> None:
        """Take a block."""
        stop = self._size + len(block)
        if stop > len(self._out):
            self._out.resize(max(stop, len(self._out) * 2), refcheck=False)
        self._out[self._size : stop] = block
        self._size = stop

    def result(self) -> Any:
        """The indices."""
        if self._size < len(self._out):
            self._out.resize(self._size, refcheck=False)
        return self._out


class MaskSink:
    """Sets a mask at the cell indices that it takes. mask: bool, shape (cells,)."""

    def __init__(self, mask: Any) -> None:
        self._mask = mask

    def begin(self, count: int, cells: int | None) -> None:
        """Nothing to prepare."""

    def __call__(self, block: Any) -> None:
        """Take a block."""
        self._mask[block] = True


class CodeSink:
    """Codes as an array: uint8 or uint16, shape (k,); runs become uint16 only when a value needs it.

    Args:
        most: how many codes may be allocated.
    """

    def __init__(self, most: int = L.INFLATED_BYTES) -> None:
        import numpy as np

        self._np = np
        self._most = most
        self._out: Any = np.empty(0, dtype=np.uint8)
        self._size = 0

    def begin(self, count: int, width: int) -> None:
        """Allocate. Raises Fault when there are more than `most`."""
        if count > self._most:
            detail = f"{count} codes are more than the {self._most} that are decoded at once"
            raise Fault(R.BUDGET_INFLATED_BYTES, 0, 0, detail)
        self._out = self._np.empty(count, dtype=self._np.uint16 if width == 2 else self._np.uint8)

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Take whole elements."""
        values = self._np.frombuffer(data, _FORMATS[width])
        self._out[self._size : self._size + len(values)] = values
        self._size += len(values)

    def runs(self, values: Any, runs: Any, span: Span) -> None:
        """Expand runs that have been judged."""
        np = self._np
        values, runs = np.asarray(values, dtype=np.uint16), np.asarray(runs, dtype=np.int64)
        if self._out.dtype == np.uint8 and int(values.max(initial=0)) > 255:
            self._out = self._out.astype(np.uint16)
        values = values.astype(self._out.dtype, copy=False)
        ends = np.cumsum(runs)
        first, done = 0, 0
        while first < len(runs):
            last = int(np.searchsorted(ends, done + EXPAND, side="right"))
            if last == first:  # one long run
                size = int(runs[first])
                self._out[self._size : self._size + size] = values[first]
                last = first + 1
            else:
                size = int(ends[last - 1]) - done
                self._out[self._size : self._size + size] = np.repeat(values[first:last], runs[first:last])
            self._size += size
            done += size
            first = last

    def result(self) -> Any:
        """The codes."""
        return self._out
