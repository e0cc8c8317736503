"""Who takes what the kernels decode: tallies for the validator, arrays for the reader.

Rules of this file:

* A tally keeps numbers, never elements.
* An array is filled in place and grows with what has been decoded: the declared count is allocated when 1/256 of it
  is there, so that a file pays for what it makes a reader allocate. Peak memory is the output, 1/256 of it, and a
  block. (Growing by doubling to the end takes four times as long: every page is touched twice.)
* Tallies take small inputs without numpy; what fills an array needs numpy, as its result does.
"""

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.blocks import WIDE, numpy_for
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Span = Callable[[int], tuple[int, int]]

_MARKERS = (L.UNASSIGNED_U8, L.UNASSIGNED_U16)
_FORMATS = {1: "<u1", 2: "<u2", 4: "<u4"}
GROW = 1 << 14  # elements that are allocated at least, if so many are declared
TRUST = 256  # what is there, times this, is what may be allocated
NARROW = L.CELL_INDEX + 1  # cells at most whose indices are kept in 32 bits, as the client keeps them
EXPAND = 1 << 16  # elements that runs are expanded to, or widened, at a time


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
        values: Any = data
        if np is not None:
            values = np.frombuffer(data, _FORMATS[width])
        elif width > 1:
            values = _numbers(data, width)
        self._take(values, None, lambda index: (start + index * width, start + (index + 1) * width))

    def runs(self, values: Any, runs: Any, span: Span) -> None:
        """Tally runs; those of length 0 stand for no code."""
        self._take(values, runs, span)

    def _take(self, values: Any, runs: Any, span: Span) -> None:
        # what occurs: few values, so everything is asked of them first
        present: Any
        if isinstance(values, bytes | list):
            present = (
                set(values)
                if runs is None
                else {value for value, run in zip(values, runs, strict=True) if run}
            )
        else:
            import numpy as np

            present = np.flatnonzero(np.bincount(values if runs is None else values[runs > 0])).tolist()
        categories = self._categories
        bad = set()
        for value in present:
            if value in _MARKERS:
                self._seen.add(value)
            elif value > self.highest:
                self.highest = value
            if categories is not None and value >= categories and value not in self._markers:
                bad.add(value)
        if not bad:
            return
        if isinstance(values, bytes | list):
            guilty = [
                index for index, value in enumerate(values) if value in bad and (runs is None or runs[index])
            ]
        else:
            named = np.zeros(L.CODE_VALUE + 1, dtype=np.bool_)
            named[list(bad)] = True
            where = named[values]
            guilty = np.flatnonzero(where if runs is None else where & (runs > 0)).tolist()
        self.count += len(guilty) if runs is None else sum(int(runs[index]) for index in guilty)
        if self.first is None:
            self.first = span(guilty[0])


class CellIndexTally:
    """Holds fixed-width cell indices to a bound. Raises Fault `rule` at the first that is not below it.

    Args:
        keep: gets the bytes of the elements as well, before they are judged.
    """

    __slots__ = ("_bound", "_keep", "_rule")

    def __init__(self, bound: int, rule: str, keep: Callable[[bytes], None] | None = None) -> None:
        self._bound = bound
        self._rule = rule
        self._keep = keep

    def begin(self, count: int, width: int) -> None:
        """Nothing to prepare."""

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Judge whole elements."""
        if self._keep is not None:
            self._keep(data)
        np = numpy_for(len(data))
        if np is not None and int(np.frombuffer(data, _FORMATS[width]).max()) < self._bound:
            return
        for place, value in enumerate(_numbers(data, width)):
            if value >= self._bound:
                at = start + place * width
                detail = f"cell index {value}, there are {self._bound} cells"
                raise Fault(self._rule, at, at + width, detail)


def _numbers(data: bytes, width: int) -> list[int]:
    """Little-endian numbers, read plainly."""
    return [int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)]


def _size(there: int, need: int, most: int) -> int:
    """How long to make an array of `there` elements, when `need` have come and at most `most` will come."""
    return most if need * TRUST >= most else min(most, max(need, 2 * there, GROW))


def _longer(array: Any, used: int, size: int) -> Any:
    """A copy of an array with room for `size` elements, of which `used` are filled."""
    import numpy as np

    longer = np.empty(size, dtype=array.dtype)
    longer[:used] = array[:used]
    return longer


def _grown(array: Any, used: int, need: int, most: int) -> Any:
    """A longer copy of an array: `used` elements are filled, `need` have come, at most `most` will come."""
    return _longer(array, used, _size(len(array), need, most))


class ItemSink:
    """Items of an array as they lie in a payload, as an array of numpy. size: bytes that are said to come."""

    __slots__ = ("_np", "_out", "_size", "_used")

    def __init__(self, size: int) -> None:
        import numpy as np

        self._np = np
        self._size = size
        self._used = 0
        self._out: Any = np.empty(0, np.uint8)

    def __call__(self, piece: bytes) -> None:
        """Take the next bytes."""
        start, self._used = self._used, self._used + len(piece)
        if self._used > len(self._out):
            self._out = _grown(self._out, start, self._used, self._size)
        self._out[start : self._used] = self._np.frombuffer(piece, self._np.uint8)

    def result(self, dtype: str) -> Any:
        """The items, of a type."""
        if self._used < len(self._out):
            self._out.resize(self._used, refcheck=False)
        return self._out.view(dtype)


class IndexSink:
    """Cell indices as an array, shape (k,): uint32, or int64 when an index needs more than 32 bits.

    Args:
        hint: how many there will be, as somebody says, where their chunk does not.
        expand: told how many bytes they will take, before they are taken, where a few bytes can stand for many indices;
            may raise.
    """

    __slots__ = ("_count", "_expand", "_hint", "_np", "_out", "_size")
    wide = WIDE  # they are made in the array itself, so a large block costs no memory

    def __init__(self, hint: int = 0, expand: Callable[[int], None] = lambda size: None) -> None:
        import numpy as np

        self._np = np
        self._hint = hint
        self._expand = expand
        self._out: Any = np.empty(0, dtype=np.uint32)
        self._count: int | None  # told by `begin`
        self._size = 0

    def begin(self, count: int | None, cells: int | None) -> None:
        """Told before the first index: how many there are said to be, if that is said, and below what they are."""
        self._count = count
        if cells is not None and cells > NARROW:
            self._out = self._np.empty(0, dtype=self._np.int64)

    def room(self, size: int) -> Any:
        """Where the next `size` indices belong: shape (size,)."""
        stop = self._size + size
        if stop > len(self._out):
            if self._count is None:
                most = self._hint if stop <= self._hint else max(2 * stop, GROW)
                longer = _size(len(self._out), stop, most)
                self._expand(longer * self._out.itemsize)
                self._out = _longer(self._out, self._size, longer)
            else:
                self._out = _grown(self._out, self._size, stop, self._count)
        return self._out[self._size : stop]

    def __call__(self, block: Any) -> None:
        """Take a block, which may have been made in the room."""
        if isinstance(block, list):
            self.room(len(block))[:] = block
        self._size += len(block)

    def result(self) -> Any:
        """The indices."""
        if self._size < len(self._out):
            self._out.resize(self._size, refcheck=False)
        if self._out.dtype != self._np.uint32 and (not self._size or int(self._out[-1]) < NARROW):
            self._out = self._out.astype(self._np.uint32)
        return self._out


class MaskSink:
    """Sets a mask at the cell indices that it takes. mask: bool, shape (cells,)."""

    __slots__ = ("_mask", "_np", "_room")

    def __init__(self, mask: Any) -> None:
        import numpy as np

        self._mask = mask
        self._np = np
        self._room = np.empty(0, dtype=np.int64)

    def begin(self, count: int | None, cells: int | None) -> None:
        """Nothing to prepare."""

    def room(self, size: int) -> Any:
        """Where to put the next `size` indices: int64, shape (size,), used again for every block."""
        if size > len(self._room):
            self._room = self._np.empty(size, dtype=self._np.int64)
        return self._room[:size]

    def __call__(self, block: Any) -> None:
        """Take a block."""
        self._mask[block] = True

    def span(self, start: int, stop: int) -> None:
        """Take the indices from one to another."""
        self._mask[start:stop] = True

    def bits(self, data: bytes, first: int) -> None:
        """Take a bit for each cell from `first` on, the first in the lowest; bits behind the last cell are not set."""
        raw = self._np.frombuffer(data, self._np.uint8)
        room = self._mask[first : first + 8 * len(raw)]
        room[:] = self._np.unpackbits(raw, count=len(room), bitorder="little")


class CodeSink:
    """Codes as an array: uint8, uint16 or uint32, shape (k,); runs become wider only when a value needs it.

    Args:
        most: how many codes may be decoded.
        expand: told how many bytes runs will take, before they are expanded; may raise.
    """

    __slots__ = ("_count", "_expand", "_most", "_np", "_out", "_size", "_width")

    def __init__(
        self, most: int = L.INFLATED_BYTES, expand: Callable[[int], None] = lambda size: None
    ) -> None:
        import numpy as np

        self._np = np
        self._most = most
        self._expand = expand
        self._out: Any = np.empty(0, dtype=np.uint8)  # bytes of the codes
        self._width = 1
        self._count: int  # told by `begin`
        self._size = 0

    def begin(self, count: int, width: int) -> None:
        """Told before the first code. Raises Fault when there are more than `most`."""
        if count > self._most:
            detail = f"{count} codes are more than the {self._most} that are decoded at once"
            raise Fault(R.BUDGET_INFLATED_BYTES, 0, 0, detail)
        if not width:
            self._expand(count)
        self._count = count
        self._width = max(width, 1)

    def _codes(self) -> Any:
        return self._out.view(_FORMATS[self._width])

    def _room(self, size: int) -> Any:
        """Where the next `size` codes belong."""
        stop = self._size + size
        if stop * self._width > len(self._out):
            used, need, most = (codes * self._width for codes in (self._size, stop, self._count))
            self._out = _grown(self._out, used, need, most)
        start, self._size = self._size, stop
        return self._codes()[start:stop]

    def _widen(self, width: int) -> None:
        """Make wider codes of narrow ones, from the end on, so that no code is overwritten before it is read."""
        self._expand(width * self._count)
        self._out.resize(len(self._out) // self._width * width, refcheck=False)
        narrow, self._width = self._codes(), width
        wide = self._codes()
        for stop in range(self._size, 0, -EXPAND):
            start = max(0, stop - EXPAND)
            wide[start:stop] = narrow[start:stop].copy()

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Take whole elements."""
        values = self._np.frombuffer(data, _FORMATS[width])
        self._room(len(values))[:] = values

    def packed(self, codes: bytes, start: int, bits: int) -> None:
        """Take codes that were packed, one a byte: more bytes than their chunk has, so they are counted first."""
        if not self._size:
            self._expand(self._count)
        self._room(len(codes))[:] = self._np.frombuffer(codes, self._np.uint8)

    def runs(self, values: Any, runs: Any, span: Span) -> None:
        """Expand runs that have been judged: at most EXPAND codes at a time, a long run by itself."""
        np = self._np
        values, runs = np.asarray(values), np.asarray(runs, dtype=np.int64)
        highest = int(values.max(initial=0))
        width = next(each for each in _FORMATS if highest < 256**each)
        if width > self._width:
            self._widen(width)
        values = values.astype(_FORMATS[self._width])
        ends = np.cumsum(runs)
        first, done = 0, 0
        while first < len(runs):
            last = int(np.searchsorted(ends, done + EXPAND, side="right"))
            if last == first:
                size = int(runs[first])
                self._room(size)[:] = values[first]
                last = first + 1
            else:
                size = int(ends[last - 1]) - done
                self._room(size)[:] = np.repeat(values[first:last], runs[first:last])
            done += size
            first = last

    def result(self) -> Any:
        """The codes."""
        if self._size * self._width < len(self._out):
            self._out.resize(self._size * self._width, refcheck=False)
        return self._codes()
