"""What rules ask of codes whose width and mark the registry says.

Rules of this file: as in `sinks`: numbers are kept, never elements. Nothing is counted by value, so that a code of 32
bits costs as much as one of 8.
"""

from __future__ import annotations

from cellucid_session.wire.blocks import numpy_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Span = Callable[[int], tuple[int, int]]

_FORMATS = {1: "<u1", 2: "<u2", 4: "<u4"}


class WideTally:
    """What rules ask of codes.

    Args:
        categories: how many categories the field has, or None when nobody knows yet.
        markers: codes that mean "no category" in the field. marks: codes that do so in some field.

    Attributes:
        highest: greatest code that is none of `marks`; -1 when there is none.
        count: how many codes name no category and are no marker. first: span of the first of them, or None.
    """

    __slots__ = ("_categories", "_markers", "_marks", "_seen", "count", "first", "highest")

    def __init__(self, categories: int | None, markers: tuple[int, ...], marks: tuple[int, ...]) -> None:
        self._categories = categories
        self._markers = markers
        self._marks = marks
        self._seen: set[int] = set()
        self.highest = -1
        self.count = 0
        self.first: tuple[int, int] | None = None

    @property
    def seen(self) -> tuple[int, ...]:
        """Which of the marks occur."""
        return tuple(sorted(self._seen))

    def begin(self, count: int, width: int) -> None:
        """Nothing to prepare."""

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Tally whole elements."""
        self._bytes(data, width, lambda index: (start + index * width, start + (index + 1) * width))

    def packed(self, codes: bytes, start: int, bits: int) -> None:
        """Tally codes that were packed, one a byte; the first lies in the byte at `start`."""
        self._bytes(codes, 1, lambda index: (start + index * bits // 8, start + index * bits // 8 + 1))

    def runs(self, values: Any, runs: Any, span: Span) -> None:
        """Tally runs; those of length 0 stand for no code."""
        if isinstance(values, list):
            self._plain(values, runs, span)
        else:
            self._many(values, runs, span)

    def _bytes(self, data: bytes, width: int, span: Span) -> None:
        np = numpy_for(len(data))
        if np is not None:
            self._many(np.frombuffer(data, _FORMATS[width]), None, span)
        elif width == 1:
            self._plain(list(data), None, span)
        else:
            numbers = [int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)]
            self._plain(numbers, None, span)

    def _plain(self, values: list[int], runs: Any, span: Span) -> None:
        for place, value in enumerate(values):
            many = 1 if runs is None else int(runs[place])
            if not many:
                continue
            if value in self._marks:
                self._seen.add(value)
            elif value > self.highest:
                self.highest = value
            if self._categories is None or value < self._categories or value in self._markers:
                continue
            self.count += many
            if self.first is None:
                self.first = span(place)

    def _many(self, values: Any, runs: Any, span: Span) -> None:
        import numpy as np

        there = None if runs is None else np.asarray(runs) > 0
        others = values if there is None else values[there]
        for mark in self._marks:
            same = others == mark
            if same.any():
                self._seen.add(mark)
                others = others[~same]
        if others.size:
            self.highest = max(self.highest, int(others.max()))
        if self._categories is None or not len(values) or int(values.max()) < self._categories:
            return
        bad = values >= self._categories
        for marker in self._markers:
            bad &= values != marker
        if there is not None:
            bad &= there
        guilty = np.flatnonzero(bad)
        if guilty.size:
            self.count += int(guilty.size) if runs is None else int(np.asarray(runs)[guilty].sum())
            if self.first is None:
                self.first = span(int(guilty[0]))
