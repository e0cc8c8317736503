"""Objects and arrays of JSON that are not kept: stand-ins, whose parts are parsed each time they are asked for.

Rules of this file:

* A stand-in is used like a dict or a list that is never changed: looked into, walked, counted, compared. It says of
  itself that it is one (`isinstance`, which the checks ask), and is none: what reaches past Python into a dict's or a
  list's memory, as `json.dumps` does, gets a TypeError and no empty answer.
* Its text was read to its end before (`json_parts`), so nothing can be wrong with a part.
* A walk parses each part once. A key that a rule may ask for is known by its part; any other is looked for in all.
"""

from __future__ import annotations

from codecs import utf_8_decode
from itertools import islice

from cellucid_session.generated.key_names import NAMES
from cellucid_session.wire.json_parts import Doubt, Large, Parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Scan = Callable[[str, int], tuple[Any, int]]

BLOCK = 1 << 18  # bytes
_NOTHING = object()


def ill_formed(data: bytes) -> int | None:
    """The offset of the first byte that belongs to no well-formed UTF-8, or None."""
    if data.isascii():
        return None
    at = 0
    while at < len(data):
        block = data[at : at + BLOCK]
        try:
            at += utf_8_decode(block, "strict", at + BLOCK >= len(data))[1]
        except UnicodeDecodeError as error:
            return at + error.start
    return None


def read(data: bytes, members: int, scanner: Callable[..., Scan], numbers: tuple[Any, Any]) -> Any:
    """Read a large text, of which nothing is kept.

    Args:
        members: the colons outside its strings. scanner, numbers: makes the parser; its hooks for numbers.

    Returns:
        A stand-in, or None where the text has to be read in the other way.
    """
    objects: list[dict[str, Any]] = []
    parts = Parts(data, scanner(objects.append, *numbers), objects)
    try:
        large = parts.read()
    except (Doubt, StopIteration, ValueError, SystemError, RecursionError):
        return None
    if parts.kept != members:
        return None
    return _stand_in(large, data, scanner(None, *numbers))


def spans(data: bytes) -> dict[int, int]:
    """The start of each large container of a text that has been read before -> its end."""
    try:
        return Parts(data).read().spans()
    except Doubt:
        return {}


def _stand_in(large: Large, data: bytes, scan: Scan) -> UnkeptObject | UnkeptArray:
    return (UnkeptObject if large.is_object else UnkeptArray)(large, data, scan)


class _Unkept:
    __slots__ = ("_data", "_large", "_scan")

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, large: Large, data: bytes, scan: Scan) -> None:
        self._large = large
        self._data = data
        self._scan = scan

    def __len__(self) -> int:
        return self._large.count

    def _values(self, start: int, stop: int) -> Any:
        around = b"{%b}" if self._large.is_object else b"[%b]"
        return self._scan((around % self._data[start:stop]).decode("utf-8"), 0)[0]

    def whole(self) -> Any:
        """The container as it is when it is kept."""
        large = self._large
        return self._scan(self._data[large.start : large.end].decode("utf-8"), 0)[0]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, dict if self._large.is_object else list):
            return False
        mine = self.whole()
        return bool(mine == other if type(other) is type(mine) else other == mine)


class UnkeptObject(_Unkept):
    """Stands for a dict."""

    __slots__ = ("_known", "_part")

    def __init__(self, large: Large, data: bytes, scan: Scan) -> None:
        super().__init__(large, data, scan)
        self._part = -1  # the part of which values are at hand
        self._known: dict[str, Any] = {}

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return dict

    def items(self) -> Iterator[tuple[str, Any]]:
        """The members, in the order of the text."""
        for first, second in self._large.parts:
            if isinstance(second, Large):
                yield str(first), _stand_in(second, self._data, self._scan)
            else:
                yield from self._values(first, second).items()  # type: ignore[arg-type]

    def keys(self) -> Iterator[str]:
        """The keys, in the order of the text."""
        for first, second in self._large.parts:
            if isinstance(second, Large):
                yield str(first)
            else:
                yield from self._values(first, second)  # type: ignore[arg-type]

    def values(self) -> Iterator[Any]:
        """The values, in the order of the text."""
        return (value for _, value in self.items())

    __iter__ = keys

    def __contains__(self, key: object) -> bool:
        return key in self._large.named if key in NAMES else any(key == each for each in self.keys())

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The value of a key."""
        if key not in NAMES:
            return next((value for each, value in self.items() if each == key), otherwise)
        number = self._large.named.get(key)
        if number is None:
            return otherwise
        first, second = self._large.parts[number]
        if isinstance(second, Large):
            return _stand_in(second, self._data, self._scan)
        if number != self._part:
            values = self._values(first, second)  # type: ignore[arg-type]
            self._known = {name: values[name] for name in NAMES.intersection(values)}
            self._part = number
        return self._known[key]

    def __getitem__(self, key: str) -> Any:
        found = self.get(key, _NOTHING)
        if found is _NOTHING:
            raise KeyError(key)
        return found


class UnkeptArray(_Unkept):
    """Stands for a list."""

    __slots__ = ()

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return list

    def __iter__(self) -> Iterator[Any]:
        for first, second in self._large.parts:
            if isinstance(second, Large):
                yield _stand_in(second, self._data, self._scan)
            else:
                yield from self._values(first, second)  # type: ignore[arg-type]

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return list(islice(self, at.start, at.stop, at.step))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return next(islice(self, at % len(self), None))
