"""A large JSON text, read as strictly as any other and kept as its bytes: its large containers, cut into parts.

Rules of this file:

* Nothing is believed of a cut: each part is parsed by itself, in brackets of its container, and what lies between two
  parts (a comma, a key with its colon, a bracket) is read byte by byte. So a text passes only when the parser takes
  all of it. What does not pass is a `Doubt`, and is asked of `strict_json`, which knows the order of faults.
* A part has at most `WINDOW` bytes, unless one member has more and is no container, or lies below `LEVELS` large ones.
  Its values are dropped when the next one is parsed.
* A hook takes each object away as soon as it is read: all that is asked of it is how many members it has kept.
* An object's keys are told apart within a part by how many it keeps, between parts by their hashes. Two equal hashes
  are a doubt, whatever the keys.
* Linear: each byte is looked at once for each large container around it, of which there are at most `LEVELS`.
"""

from __future__ import annotations

import re
from array import array
from itertools import compress

from cellucid_session.generated.key_names import NAMES
from cellucid_session.wire import json_scan
from cellucid_session.wire.json_hooks import lone_surrogate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

WINDOW = 1 << 16  # bytes
LEVELS = 8
MANY = 1 << 17  # hashes that are looked at together

_WHITE = re.compile(rb"[ \t\n\r]*")
_KEY = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(rb'"(?:[^"\\]|\\.)*+"|[^\s,\]}"]++', re.DOTALL)
_CLOSES = {0x7B: 0x7D, 0x5B: 0x5D}  # { }, [ ]
_OPENS = b"{["


class Doubt(Exception):
    """The text may have a fault, or something that this way of reading can't settle."""


class Large:
    """A container that is not kept.

    Attributes:
        is_object: or an array. start, end: its bytes, with the brackets.
        parts: (start, end) of a part, or (key, container); the key of an array's element is None.
        count: how many members or elements it has. named: key that a rule may ask for -> its part.
    """

    __slots__ = ("count", "end", "is_object", "named", "parts", "start")

    def __init__(self, start: int, is_object: bool) -> None:
        self.start = self.end = start
        self.is_object = is_object
        self.parts: list[tuple[int, int] | tuple[str | None, Large]] = []
        self.count = 0
        self.named: dict[str, int] = {}

    def spans(self) -> dict[int, int]:
        """The start of each large container in this one, and of itself -> its end."""
        found = {self.start: self.end}
        for _, inner in self.parts:
            if isinstance(inner, Large):
                found |= inner.spans()
        return found


class _Keys:
    """Tells whether the keys of one object differ, by their hashes. Raises Doubt when two are equal."""

    __slots__ = ("_hashes",)

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, keys: Iterable[str]) -> None:
        """Take the keys of a part."""
        self._hashes.extend(map(hash, keys))

    def end(self) -> None:
        """No more will come: as many sets as are needed for each to be small, one after the other."""
        hashes = self._hashes
        sets = 1 + len(hashes) // MANY
        low = hashes.tobytes()[:: hashes.itemsize]  # a byte of each that is as good as any
        for number in range(sets):
            chosen = bytes(byte % sets == number for byte in range(256))
            if len(set(compress(hashes, low.translate(chosen)))) != low.translate(chosen).count(1):
                raise Doubt


class Parts:
    """Cuts a text and reads its parts.

    Args:
        data: the text, whose nodes and depth are within their bounds and which is well-formed UTF-8.
        scan: the parser, with hooks that refuse; None: only cut, a text that has been read before.
        objects: where its hook puts each object.

    Attributes:
        kept: members that the objects have kept.
    """

    def __init__(
        self,
        data: bytes,
        scan: Callable[..., Any] | None = None,
        objects: list[dict[str, Any]] | None = None,
    ) -> None:
        self._data = data
        self._scan = scan
        self._objects = objects if objects is not None else []
        self.kept = 0

    def read(self) -> Large:
        """Read the whole text. Raises Doubt, and whatever the parser raises."""
        start = self._skip(0)
        if self._byte(start) not in _CLOSES:
            raise Doubt
        root = self._container(start, 1)
        if self._skip(root.end) != len(self._data):
            raise Doubt
        return root

    def _skip(self, at: int) -> int:
        found = _WHITE.match(self._data, at)
        assert found is not None  # it matches nothing, too
        return found.end()

    def _byte(self, at: int) -> int:
        return self._data[at] if at < len(self._data) else -1

    def _container(self, start: int, level: int) -> Large:
        """Read the container that opens at `start`."""
        data = self._data
        closes = _CLOSES[data[start]]
        made = Large(start, closes == 0x7D)
        keys = _Keys() if made.is_object and self._scan is not None else None
        at = self._skip(start + 1)
        if self._byte(at) == closes:
            made.end = at + 1
            return made
        while True:
            stop, closed = self._cut(at)
            if stop is None:
                stop = self._member(made, keys, at, level)
                closed = self._byte(stop) == closes
                if not closed and self._byte(stop) != 0x2C:
                    raise Doubt
            else:
                self._part(made, keys, at, stop)
            if closed:
                if data[stop] != closes:
                    raise Doubt
                break
            at = self._skip(stop + 1)
        if keys is not None:
            keys.end()
        made.end = stop + 1
        return made

    def _part(self, made: Large, keys: _Keys | None, start: int, stop: int) -> None:
        """Parse a part by itself."""
        if self._scan is not None:
            values = self._values(made.is_object, start, stop)
            if not values:
                raise Doubt
            made.count += len(values)
            if keys is not None:
                keys.add(values)
                for name in NAMES.intersection(values):
                    made.named[name] = len(made.parts)
        made.parts.append((start, stop))

    def _values(self, is_object: bool, start: int, stop: int) -> Any:
        inner = self._data[start:stop]
        text = (b"{%b}" if is_object else b"[%b]") % inner
        decoded = text.decode("utf-8")
        if b"\\" in inner and lone_surrogate(decoded) is not None:
            raise Doubt
        assert self._scan is not None
        values, end = self._scan(decoded, 0)
        if end != len(decoded):
            raise Doubt
        if self._objects:
            self.kept += sum(map(len, self._objects))
            values = self._objects[-1] if is_object else values
            self._objects.clear()
        return values

    def _member(self, made: Large, keys: _Keys | None, at: int, level: int) -> int:
        """Read one member that is larger than a window, with the white space behind it. Returns where that ends."""
        data = self._data
        key = None
        key_end = value = at
        if made.is_object:
            found = _KEY.match(data, at)
            if found is None:
                raise Doubt
            key_end = found.end()
            colon = self._skip(key_end)
            if self._byte(colon) != 0x3A:
                raise Doubt
            value = self._skip(colon + 1)
        if self._byte(value) not in _CLOSES or level >= LEVELS:
            end = self._past(value)
            self._part(made, keys, at, end)
            return self._skip(end)
        if keys is not None:
            key = self._values(False, at, key_end)[0]
            keys.add((key,))
            self.kept += 1
            if key in NAMES:
                made.named[key] = len(made.parts)
        inner = self._container(value, level + 1)
        made.count += 1
        made.parts.append((key, inner))
        return self._skip(inner.end)

    def _past(self, at: int) -> int:
        """The end of a value that is not cut further."""
        if self._byte(at) not in _CLOSES:
            found = _SCALAR.match(self._data, at)
            if found is None:
                raise Doubt
            return found.end()
        last = json_scan.closing(self._data, at + 1)
        if last is None:
            raise Doubt
        return last + 1

    def _cut(self, at: int) -> tuple[int | None, bool]:
        """Where the part that begins at `at` ends.

        Returns:
            The offset of the bracket that closes the container, and true; or that of the last comma of a window which
            is its own, and false; or None and false, when the window has neither.
        """
        data = self._data
        stop = json_scan.cut(data, at, WINDOW)
        marks = json_scan.Marks(data, at, stop)
        marked = marks.all
        left = json_scan.unmatched(marked)
        if left[:1] in (b"]", b"}"):
            return marks.at(json_scan.first_below(marked, 0)), True
        if stop == len(data):
            raise Doubt
        level = len(left)
        for number in range(len(marked) - 1, -1, -1):
            mark = marked[number]
            if mark == 0x2C:
                if not level:
                    return marks.at(number), False
            else:
                level += -1 if mark in _OPENS else 1
        return None, False
