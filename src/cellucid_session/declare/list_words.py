"""Words of the grammar for what there are many of: elements, steps, runs, columns.

Rules of this file: those of `vocabulary`. What an encoding claims to hold is compared with what is allowed before it is
read, and a sum before it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from construct import Construct, Container

from cellucid_session.declare.vocabulary import Broken, UVarint, left, lookup, note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from construct import FormatField


class Elements(Construct):  # type: ignore[misc]
    """`count` fixed-width numbers back to back. short: rule for an input that ends inside."""

    def __init__(self, count: str, item: FormatField, *, short: str) -> None:
        super().__init__()
        self.count, self.item, self.short = count, item, short
        self.width: int = item.sizeof()

    def _parse(self, stream: Any, context: Any, path: str) -> list[Any]:
        count = lookup(context, self.count)
        start, there = stream.tell(), left(stream)
        if there < count * self.width:
            raise Broken(self.short, start, start + there)
        judge = context.get("_judge_value") or _no_judge
        values = []
        for _ in range(count):
            at = stream.tell()
            value = self.item._parsereport(stream, context, path)
            judge(value, at, stream.tell())
            values.append(value)
        return values

    def _build(self, obj: list[Any], stream: Any, context: Any, path: str) -> list[Any]:
        for value in obj:
            self.item._build(value, stream, context, path)
        return obj


def _no_judge(value: int, start: int, end: int) -> None:
    """No one asked about single values."""


class Deltas(Construct):  # type: ignore[misc]
    """`count` uvarints; the first is the first index, each later one the step to the next.

    Args:
        below: every index is smaller than this, where it is known. most: and never greater than this.
        rule: what a larger one breaks.
        repeated: advice for a step of 0 after the first, left once for them all when the last index is read.
    """

    def __init__(self, count: str, below: str, most: str, *, rule: str, repeated: str) -> None:
        super().__init__()
        self.count, self.below, self.most = count, below, most
        self.rule, self.repeated = rule, repeated
        self._uvarint = UVarint()

    def _parse(self, stream: Any, context: Any, path: str) -> list[int]:
        bound = lookup(context, self.most) + 1
        known = lookup(context, self.below)
        if known is not None:
            bound = min(bound, known)
        indices: list[int] = []
        first: tuple[int, int] | None = None
        index = 0
        for place in range(lookup(context, self.count)):
            start = stream.tell()
            step = self._uvarint._parse(stream, context, path)
            index += step
            if index >= bound:
                raise Broken(self.rule, start, stream.tell())
            if place and not step and first is None:
                first = start, stream.tell()
            indices.append(index)
        if first is not None:
            note(context, self.repeated, *first)
        return indices

    def _build(self, obj: list[int], stream: Any, context: Any, path: str) -> list[int]:
        last = 0
        for index in obj:
            self._uvarint._build(index - last, stream, context, path)
            last = index
        return obj


class Pairs(Construct):  # type: ignore[misc]
    """uvarint(pairs), then (value, run) uvarint pairs whose runs add up to `length` exactly.

    Args:
        most: largest value. value_rule, run_rule, zero_rule: rules for a larger value, for runs that do not
            fill `length` exactly, for a run of 0. same_rule: for a value that the pair before has as well, or None.
    """

    def __init__(
        self,
        length: str,
        most: str | int,
        *,
        value_rule: str,
        run_rule: str,
        zero_rule: str,
        same_rule: str | None = None,
    ) -> None:
        super().__init__()
        self.length, self.most, self.same_rule = length, most, same_rule
        self.value_rule, self.run_rule, self.zero_rule = value_rule, run_rule, zero_rule
        self._uvarint = UVarint()

    def _parse(self, stream: Any, context: Any, path: str) -> list[tuple[int, int]]:
        length, most = lookup(context, self.length), lookup(context, self.most)
        judge = context.get("_judge_value") or _no_judge
        opening = stream.tell()
        total = 0
        last: int | None = None
        found: list[tuple[int, int]] = []
        for _ in range(self._uvarint._parse(stream, context, path)):
            start = stream.tell()
            value = self._uvarint._parse(stream, context, path)
            if value > most:
                raise Broken(self.value_rule, start, stream.tell())
            middle = stream.tell()
            run = self._uvarint._parse(stream, context, path)
            if total + run > length:
                raise Broken(self.run_rule, middle, stream.tell())
            total += run
            if not run:
                note(context, self.zero_rule, middle, stream.tell())
            else:
                judge(value, start, middle)
            if self.same_rule is not None and value == last:
                note(context, self.same_rule, start, middle)
            last = value
            found.append((value, run))
        if total != length:
            raise Broken(self.run_rule, opening, stream.tell())
        return found

    def _build(self, obj: list[tuple[int, int]], stream: Any, context: Any, path: str) -> Any:
        self._uvarint._build(len(obj), stream, context, path)
        for value, run in obj:
            self._uvarint._build(value, stream, context, path)
            self._uvarint._build(run, stream, context, path)
        return obj


class Columns(Construct):  # type: ignore[misc]
    """The columns of a table, back to back, in the order that its header gives.

    Args:
        known: column name -> (dtype, element, bound name or None): the columns that a table has.
        rule: a column that ends past the payload, or whose length is not rows times the item size.
        bound_rule: an element that is not below its bound.
    """

    def __init__(
        self, known: Mapping[str, tuple[str, FormatField, str | None]], *, rule: str, bound_rule: str
    ) -> None:
        super().__init__()
        self.known, self.rule, self.bound_rule = dict(known), rule, bound_rule

    def _parse(self, stream: Any, context: Any, path: str) -> Container:
        columns = Container()
        for name, length, as_rows in lookup(context, "layout"):
            column = self.known.get(name)
            if column is None or not as_rows:
                self._read(stream, length, length, None, None)
            else:
                _dtype, item, bound_name = column
                columns[name] = self._read(stream, length, item.sizeof(), item, lookup(context, bound_name))
        return columns

    def _read(
        self, stream: Any, length: int, width: int, item: FormatField | None, bound: int | None
    ) -> bytes:
        """One column; element by element where they have a bound, so that the first bad one is blamed."""
        start = stream.tell()
        piecewise = item is not None and bound is not None
        data = b""
        while len(data) < length:
            size = width if piecewise else length
            piece = stream.read(size)
            if len(piece) < size:
                raise Broken(self.rule, start, start + len(data) + len(piece))
            if item is not None and piecewise and item.parse(piece) >= bound:
                raise Broken(self.bound_rule, start + len(data), start + len(data) + size)
            data += piece
        return data

    def _build(self, obj: Any, stream: Any, context: Any, path: str) -> Any:
        for data in obj.values():
            stream.write(data)
        return obj
