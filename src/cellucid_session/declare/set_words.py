"""Words for sets of cells and packed numbers: bits, gaps and runs, arrays that name their own type.

Rules of this file: as in `vocabulary`, whose words these stand beside; a file of their own because the first
generation needs none of them. Bits are counted from the lowest of each byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from construct import Construct, FormatField, Subconstruct

from cellucid_session.declare.vocabulary import Broken, UVarint, left, lookup, note


class Among(Subconstruct):  # type: ignore[misc]
    """A number that the caller's collection `allowed` holds (None: any). rule: what another number breaks."""

    def __init__(self, subcon: Construct, allowed: str, *, rule: str) -> None:
        super().__init__(subcon)
        self.allowed, self.rule = allowed, rule

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        start = stream.tell()
        value: int = self.subcon._parsereport(stream, context, path)
        allowed = lookup(context, self.allowed)
        if allowed is not None and value not in allowed:
            raise Broken(self.rule, start, stream.tell())
        return value


class Same(Construct):  # type: ignore[misc]
    """No bytes: the value of an earlier field of the same structure."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field
        self.flagbuildnone = True

    def _parse(self, stream: Any, context: Any, path: str) -> Any:
        return lookup(context, self.field)

    def _build(self, obj: Any, stream: Any, context: Any, path: str) -> Any:
        return obj


class Bits(Construct):  # type: ignore[misc]
    """One bit for each of `size` things, in as few bytes as hold them; the value is how many bits are set.

    Args:
        size: how many things; where nobody knows, every byte that is left belongs to them.
        short: rule for an input that ends inside. padding: rule for a set bit behind the last thing.
    """

    def __init__(self, size: str, *, short: str, padding: str) -> None:
        super().__init__()
        self.size, self.short, self.padding = size, short, padding

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        start, there = stream.tell(), None
        size = lookup(context, self.size)
        if size is None:
            there = left(stream)
            size = 8 * there
        wanted = (size + 7) // 8
        data: bytes = stream.read(wanted)
        if len(data) < wanted:
            raise Broken(self.short, start, start + len(data))
        if size % 8 and data[-1] >> (size % 8):
            raise Broken(self.padding, start + wanted - 1, start + wanted)
        return sum(byte.bit_count() for byte in data)

    def _build(self, obj: bytes, stream: Any, context: Any, path: str) -> bytes:
        stream.write(obj)
        return obj


class Gaps(Construct):  # type: ignore[misc]
    """uvarint(runs), then (gap, length) uvarint pairs: so many things are passed over, so many are members.

    Args:
        below: every member is smaller than this, where it is known; and never greater than `most`.
        rule: what a run that ends behind it breaks. empty: rule for a gap of 0 after the first and for a length of 0.
    """

    def __init__(self, below: str, most: str, *, rule: str, empty: str) -> None:
        super().__init__()
        self.below, self.most, self.rule, self.empty = below, most, rule, empty
        self._uvarint = UVarint()

    def _parse(self, stream: Any, context: Any, path: str) -> int:
        bound = lookup(context, self.most) + 1
        known = lookup(context, self.below)
        if known is not None:
            bound = min(bound, known)
        at = members = 0
        for place in range(self._uvarint._parse(stream, context, path)):
            start = stream.tell()
            gap = self._uvarint._parse(stream, context, path)
            length = self._uvarint._parse(stream, context, path)
            at += gap + length
            if at > bound:
                raise Broken(self.rule, start, stream.tell())
            if not length or (place and not gap):
                note(context, self.empty, start, stream.tell())
            members += length
        return members

    def _build(self, obj: list[tuple[int, int]], stream: Any, context: Any, path: str) -> Any:
        self._uvarint._build(len(obj), stream, context, path)
        for gap, length in obj:
            self._uvarint._build(gap, stream, context, path)
            self._uvarint._build(length, stream, context, path)
        return obj


class Wide(Construct):  # type: ignore[misc]
    """`count` little-endian numbers of a width in bytes that the caller knows. short: as for `Elements`."""

    def __init__(self, count: str, width: str, *, short: str) -> None:
        super().__init__()
        self.count, self.width, self.short = count, width, short

    def _parse(self, stream: Any, context: Any, path: str) -> list[int]:
        count, width = lookup(context, self.count), lookup(context, self.width)
        start, there = stream.tell(), left(stream)
        if there < count * width:
            raise Broken(self.short, start, start + there)
        judge = context.get("_judge_value") or _no_judge
        values = []
        for _ in range(count):
            at = stream.tell()
            value = int.from_bytes(stream.read(width), "little")
            judge(value, at, at + width)
            values.append(value)
        return values

    def _build(self, obj: list[int], stream: Any, context: Any, path: str) -> Any:
        for value in obj:
            stream.write(value.to_bytes(lookup(context, self.width), "little"))
        return obj


def _no_judge(value: int, start: int, end: int) -> None:
    """No one asked about single values."""


class Packed(Construct):  # type: ignore[misc]
    """`count` numbers of `bits` bits each, the first in the lowest bits of the first byte.

    Args:
        short: rule for an input that ends inside. padding: rule for a set bit behind the last number (read past).
    """

    def __init__(self, count: str, bits: str, *, short: str, padding: str) -> None:
        super().__init__()
        self.count, self.bits, self.short, self.padding = count, bits, short, padding

    def _parse(self, stream: Any, context: Any, path: str) -> list[int]:
        count, bits = lookup(context, self.count), lookup(context, self.bits)
        wanted = (count * bits + 7) // 8
        start, there = stream.tell(), left(stream)
        if there < wanted:
            raise Broken(self.short, start, start + there)
        data: bytes = stream.read(wanted)
        judge = context.get("_judge_value") or _no_judge
        values = []
        for place in range(count):
            at = place * bits
            value = data[at // 8] >> (at % 8) & ((1 << bits) - 1)
            judge(value, start + at // 8, start + at // 8 + 1)
            values.append(value)
        if count * bits % 8 and data[-1] >> (count * bits % 8):
            note(context, self.padding, start + wanted - 1, start + wanted)
        return values

    def _build(self, obj: bytes, stream: Any, context: Any, path: str) -> Any:
        stream.write(obj)
        return obj


class Arrays(Construct):  # type: ignore[misc]
    """Arrays up to the end: a byte for the type, uvarint(count), the items. The value is (type, count) of each.

    Args:
        dtypes: type byte -> (name, element). rule: what another type byte breaks.
        short: rule for an input that ends inside an array.
    """

    def __init__(self, dtypes: Mapping[int, tuple[str, FormatField]], *, rule: str, short: str) -> None:
        super().__init__()
        self.dtypes, self.rule, self.short = dict(dtypes), rule, short
        self._uvarint = UVarint()

    def _parse(self, stream: Any, context: Any, path: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        while byte := stream.read(
            1
        ):  # the end is asked for when nothing else is left: a fault before it comes first
            start, kind = stream.tell() - 1, byte[0]
            if kind not in self.dtypes:
                raise Broken(self.rule, start, start + 1)
            count = self._uvarint._parse(stream, context, path)
            at, size = stream.tell(), count * self.dtypes[kind][1].sizeof()
            there = len(stream.read(size))
            if there < size:
                raise Broken(self.short, at, at + there)
            found.append((kind, count))
        return found

    def _build(self, obj: Any, stream: Any, context: Any, path: str) -> Any:
        for kind, data in obj:
            stream.write(bytes([kind]))
            self._uvarint._build(len(data) // self.dtypes[kind][1].sizeof(), stream, context, path)
            stream.write(data)
        return obj


__all__ = ["Among", "Arrays", "Bits", "Gaps", "Packed", "Same", "Wide"]
