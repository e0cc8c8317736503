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

from typing import TYPE_CHECKING, Any

from construct import Construct, Container, Struct, Subconstruct

from cellucid_session.declare import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from construct import FormatField

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


__all__ = [
    "Blob",
    "Broken",
    "Choice",
    "Literal",
    "Member",
    "Nothing",
    "Number",
    "OneOf",
    "PerEntry",
    "Struct",
    "UVarint",
    "Within",
    "lookup",
]
