"""The words that the grammar is written in: strict construct classes that know their rules.

Rules of this file:

* A word reads and builds one thing, and names the rule that a reader must blame when it is broken. It knows
  nothing of generation 1; `grammar` puts the words together.
* Words are interpreted by construct for the reference engine and walked by `cellucid_session.generate` to
  write the fast one. Both see the same attributes; neither has a second source.
* Lengths and bounds are names: of an earlier field of the same structure, of a format limit (upper case), or
  of something the caller knows ("cells"). A bound that the caller does not know is None and is not checked.
* construct's own VarInt, GreedyRange and Compressed are not used: they accept overlong and endless
  input, or swallow errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from construct import Construct, Container, FormatField, Struct, Subconstruct

from cellucid_session.declare import limits

_LIMITS = {limit.name: limit.value for limit in limits.FORMAT}


class Broken(Exception):
    """A word met bytes that break its rule: rule id, span in the stream, detail."""

    def __init__(self, rule: str, start: int, end: int, detail: str = "") -> None:
        super().__init__(rule, start, end, detail)
        self.rule, self.start, self.end, self.detail = rule, start, end, detail


def lookup(context: Any, name: str | int | None) -> Any:
    """The value that a name stands for: a format limit, a field, or a fact of the caller."""
    if name is None or isinstance(name, int):
        return name
    if name in _LIMITS:
        return _own_limits(context).get(name, _LIMITS[name])
    while context is not None:
        if name in context:
            return context[name]
        context = context.get("_")
    raise KeyError(name)


def _own_limits(context: Any) -> Mapping[str, int]:
    """The limits that the generation at hand has for itself: what the outermost context has as `limits`."""
    while context is not None and "limits" not in context:
        context = context.get("_")
    found: Mapping[str, int] = {} if context is None else context["limits"]
    return found


def note(context: Any, rule: str, start: int, end: int) -> None:
    """Leave a finding that does not end the reading with the list `notes` of the outermost context."""
    lookup(context, "notes").append((rule, start, end))


def left(stream: Any) -> int:
    """Bytes from here to the end of a seekable stream."""
    here = stream.tell()
    end = stream.seek(0, 2)
    stream.seek(here)
    return int(end - here)


class Literal(Construct):  # type: ignore[misc]
    """Constant bytes, each of them compared.

    Args:
        value: the bytes.
        wrong: rule for a byte that differs. short: rule for an input that ends inside.
    """

    def __init__(self, value: bytes, *, wrong: str, short: str) -> None:
        super().__init__()
        self.value, self.wrong, self.short = value, wrong, short
        self.flagbuildnone = True

    def _parse(self, stream: Any, context: Any, path: str) -> bytes:
        start = stream.tell()
        for offset, wanted in enumerate(
            self.value
        ):  # what a byte proves is said before the next is asked for
            byte: bytes = stream.read(1)
            if not byte:
                raise Broken(self.short, start, start + offset)
            if byte[0] != wanted:
                raise Broken(self.wrong, start + offset, start + offset + 1)
        return self.value

    def _build(self, obj: Any, stream: Any, context: Any, path: str) -> bytes:
        stream.write(self.value)
        return self.value


class Number(Subconstruct):  # type: ignore[misc]
    """A fixed-width number (one of construct's). short: rule for an input that ends inside."""

    def __init__(self, subcon: FormatField, *, short: str) -> None:
        super().__init__(subcon)
        self.short = short
        self.width: int = subcon.sizeof()

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        start = stream.tell()
        data: bytes = stream.read(self.width)
        if len(data) < self.width:
            raise Broken(self.short, start, start + len(data))
        value: int = self.subcon.parse(data)
        return int(value)


class UVarint(Construct):  # type: ignore[misc]
    """LEB128, low seven bits first, at most UVARINT_BYTES bytes, value at most SAFE_INTEGER."""

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        start = stream.tell()
        value = 0
        for place in range(_LIMITS["UVARINT_BYTES"]):
            byte: bytes = stream.read(1)
            if not byte:
                raise Broken("uvarint.truncated", start, start + place)
            value |= (byte[0] & 0x7F) << (7 * place)
            if byte[0] < 0x80:
                if value > _LIMITS["SAFE_INTEGER"]:
                    raise Broken("uvarint.range", start, start + place + 1)
                if place and byte[0] == 0:
                    note(context, "uvarint.overlong", start, start + place + 1)
                return value
        raise Broken("uvarint.too-long", start, start + _LIMITS["UVARINT_BYTES"])

    def _build(self, obj: int, stream: Any, context: Any, path: str) -> int:
        value = obj
        out = bytearray()
        while value > 0x7F:
            out.append(0x80 | value & 0x7F)
            value >>= 7
        out.append(value)
        stream.write(bytes(out))
        return obj


class Within(Subconstruct):  # type: ignore[misc]
    """A number between two bounds, both included. rule: what a number outside breaks."""

    def __init__(self, subcon: Construct, low: str | int, high: str, *, rule: str) -> None:
        super().__init__(subcon)
        self.low, self.high, self.rule = low, high, rule

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        start = stream.tell()
        value: int = self.subcon._parsereport(stream, context, path)
        low, high = lookup(context, self.low), lookup(context, self.high)
        if value < low or (high is not None and value > high):
            raise Broken(self.rule, start, stream.tell())
        return value


class OneOf(Subconstruct):  # type: ignore[misc]
    """A number that the caller's collection `allowed` holds (None: anything up to `most`)."""

    def __init__(self, subcon: Construct, allowed: str, most: str, *, rule: str) -> None:
        super().__init__(subcon)
        self.allowed, self.most, self.rule = allowed, most, rule

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        start = stream.tell()
        value: int = self.subcon._parsereport(stream, context, path)
        allowed = lookup(context, self.allowed)
        if value > lookup(context, self.most) or (allowed is not None and value not in allowed):
            raise Broken(self.rule, start, stream.tell())
        return value


class Blob(Construct):  # type: ignore[misc]
    """Bytes of a length that an earlier field gives. short: rule for an input that ends inside.

    Args:
        event: what the bytes are for the caller: "manifest", "stored", "header".
        whole: the bytes are wanted in one piece; otherwise they are passed on as they come.
    """

    def __init__(self, length: str, *, short: str, event: str, whole: bool) -> None:
        super().__init__()
        self.length, self.short, self.event, self.whole = length, short, event, whole

    def _parse(self, stream: Any, context: Any, path: str) -> bytes:
        size = lookup(context, self.length)
        start = stream.tell()
        data: bytes = stream.read(size)
        if len(data) < size:
            raise Broken(self.short, start, start + len(data))
        return data

    def _build(self, obj: bytes, stream: Any, context: Any, path: str) -> bytes:
        stream.write(obj)
        return obj


class PerEntry(Subconstruct):  # type: ignore[misc]
    """One structure for each entry of the manifest, in order. The caller gives their number as `entries`."""

    def _parse(self, stream: Any, context: Any, path: str) -> list[Any]:
        return [self.subcon._parsereport(stream, context, path) for _ in range(lookup(context, "entries"))]

    def _build(self, obj: list[Any], stream: Any, context: Any, path: str) -> list[Any]:
        return [self.subcon._build(item, stream, context, path) for item in obj]


class Nothing(Construct):  # type: ignore[misc]
    """The end: no byte follows. rule: what a byte breaks; fatal: whether that ends the reading."""

    def __init__(self, *, rule: str, fatal: bool) -> None:
        super().__init__()
        self.rule, self.fatal = rule, fatal
        self.flagbuildnone = True

    def _parse(self, stream: Any, context: Any, path: str) -> None:
        start = stream.tell()
        if self.fatal:
            if stream.read(1):
                raise Broken(self.rule, start, start + 1)
            return
        rest = left(stream)
        if rest:
            note(context, self.rule, start, start + rest)

    def _build(self, obj: Any, stream: Any, context: Any, path: str) -> None:
        return None


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


class Choice(Construct):  # type: ignore[misc]
    """The structure that the value of an earlier field stands for.

    Args:
        key: name of that field; it is judged where it is read.
        arms: value -> structure.
        names: value -> what people call it.
    """

    def __init__(self, key: str, arms: Mapping[int, Construct], names: Mapping[int, str]) -> None:
        super().__init__()
        self.key, self.arms, self.names = key, dict(arms), dict(names)

    def _parse(self, stream: Any, context: Any, path: str) -> Any:
        arm = self.arms[lookup(context, self.key)]
        if not isinstance(arm, Struct):
            return arm._parsereport(stream, context, path)
        inner = Container(_=context, _judge_value=context.get("_judge_value"))
        for field in arm.subcons:
            inner[field.name] = field.subcon._parsereport(stream, inner, path)
        return inner

    def _build(self, obj: Any, stream: Any, context: Any, path: str) -> Any:
        return self.arms[lookup(context, self.key)]._build(obj, stream, context, path)


class Member(Subconstruct):  # type: ignore[misc]
    """A number that must be one of `values`. rule: what another number breaks."""

    def __init__(self, subcon: Construct, values: tuple[int, ...], *, rule: str) -> None:
        super().__init__(subcon)
        self.values, self.rule = tuple(values), rule

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        start = stream.tell()
        value: int = self.subcon._parsereport(stream, context, path)
        if value not in self.values:
            raise Broken(self.rule, start, stream.tell())
        return value


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


__all__ = [
    "Blob",
    "Broken",
    "Choice",
    "Columns",
    "Deltas",
    "Elements",
    "Literal",
    "Member",
    "Nothing",
    "Number",
    "OneOf",
    "Pairs",
    "PerEntry",
    "Struct",
    "UVarint",
    "Within",
    "lookup",
]
