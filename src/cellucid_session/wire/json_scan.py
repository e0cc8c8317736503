"""What can be known of a JSON text without parsing it: nodes, depth, whether odd numbers may be in it.

Rules of this file:

* Nothing here judges. Node count and depth are exact by the definition in `strict_json`; `odd_numbers` may
  say yes without cause, never no.
* Every step is one call over a block of 256 KiB at the speed of C; memory is that of a block. No text makes
  it slower than linear.
"""

from __future__ import annotations

from itertools import accumulate

BLOCK = 1 << 18  # bytes
STRETCH = 1 << 12  # bytes

_ALL = bytes(range(256))
_DROPPED = _ALL.translate(None, b'"{}[],:')
#: what each byte that is not dropped does to the depth, as a signed byte
_STEPS = bytes.maketrans(b"[{]},:", b"\1\1\xff\xff\0\0")
#: digits of the largest integer that every reader keeps, and of the largest double
_INTEGER_DIGITS = 16
_FLOAT_DIGITS = 309
#: digits and + become 0, E becomes e; nothing else is kept but what stands between numbers, or in them
_SHAPES = bytes.maketrans(b"E0123456789+", b"e" + 11 * b"0")
_SHAPELESS = _ALL.translate(None, b'0123456789+-.eE,"')
FEW = 256
_GOES_ON = frozenset(bytes((byte,)) for byte in b"0123456789.eE")
_BEFORE_NUMBER = frozenset([b"", *(bytes((byte,)) for byte in b"[:, \t\n\r\v\f")])
_MINUS_ZERO = rb"-0(?![0-9.eE])(?<![^\[:,\s]-0)"  # compiled when it is needed


def _outside(block: bytes, inside: bool) -> tuple[bytes, bool]:
    """The brackets, commas and colons of a block that are outside strings, and whether the block ends inside one.

    The block must not begin in the middle of an escape. Two quotes with nothing left between them can go,
    whichever of them opens: before and after stand as many quotes, odd or even, as before.
    """
    if b"\\" in block:
        block = block.replace(b"\\\\", b"").replace(b'\\"', b"")
    left = block.translate(None, _DROPPED).replace(b'""', b"")
    if b'"' not in left:
        return (b"" if inside else left), inside
    pieces = left.split(b'"')
    return b"".join(pieces[inside::2]), inside ^ (len(pieces) % 2 == 0)


def cut(data: bytes, at: int, size: int | None = None) -> int:
    """Where the block of so many bytes (`BLOCK`) that begins at `at` ends, so that it ends in no escape."""
    end = at + (size or BLOCK)
    if end >= len(data):
        return len(data)
    block = data[at:end]
    return end - (len(block) - len(block.rstrip(b"\\"))) % 2


def _depths(outside: bytes, level: int) -> accumulate[int]:
    return accumulate(memoryview(outside.translate(_STEPS, b",:")).cast("b"), initial=level)


def measure(data: bytes, depth: int) -> tuple[int, int, tuple[int, bool, int] | None]:
    """Count what a text is made of and see how deep it goes.

    Returns:
        The nodes; the colons outside strings (in a text that the parser accepts, the members of its objects); where
        the first block begins that goes deeper than `depth` (offset, inside a string, depth), or None.
    """
    nodes, members, level, inside = 1, 0, 0, False
    too_deep = None
    at = 0
    while at < len(data):
        end = cut(data, at)
        outside, ends_inside = _outside(data[at:end], inside)
        opened = outside.count(b"{") + outside.count(b"[")
        commas, colons = outside.count(b","), outside.count(b":")
        nodes += opened + commas
        members += colons
        if too_deep is None and level + opened > depth and max(_depths(outside, level)) > depth:
            too_deep = (at, inside, level)
        level += opened - (len(outside) - commas - colons - opened)
        at, inside = end, ends_inside
    return nodes, members, too_deep


def unmatched(marked: bytes) -> bytes:
    """The brackets that have no other half among these; in a sound text those that close, then those that open."""
    left = marked.translate(None, b",")
    while len(less := left.replace(b"{}", b"").replace(b"[]", b"")) < len(left):
        left = less
    return left


def first_below(marked: bytes, level: int) -> int:
    """The number of the first mark that takes the depth, which is 0 before all of them, below `level`."""
    depths = accumulate(memoryview(marked.translate(_STEPS)).cast("b"))
    return next(number for number, depth in enumerate(depths) if depth < level)


class Marks:
    """The brackets and commas outside strings of a stretch of a text that begins in no escape.

    Attributes:
        all: the marks, as bytes. inside: the stretch ends in a string.
    """

    __slots__ = ("_blocks", "_data", "_stop", "all", "inside")

    def __init__(self, data: bytes, start: int, stop: int, inside: bool = False) -> None:
        self._data = data
        self._stop = stop
        self._blocks: list[
            tuple[int, bool, int]
        ] = []  # where each begins, whether in a string, marks before it
        found: list[bytes] = []
        count = 0
        while start < stop:
            self._blocks.append((start, inside, count))
            end = min(stop, cut(data, start, STRETCH))
            outside, inside = _outside(data[start:end], inside)
            found.append(outside.translate(None, b":"))
            count += len(found[-1])
            start = end
        self.all = b"".join(found)
        self.inside = inside

    def at(self, number: int) -> int:
        """The offset of a mark."""
        from bisect import bisect_right

        place = bisect_right(self._blocks, number, key=lambda block: block[2]) - 1
        start, inside, count = self._blocks[place]
        stop = self._blocks[place + 1][0] if place + 1 < len(self._blocks) else self._stop
        return _mark_at(self._data, start, stop, number - count, inside)


def _mark_at(data: bytes, start: int, stop: int, number: int, inside: bool) -> int:
    """The offset of a mark, by halves: each byte is looked at once or twice."""
    while stop - start > FEW:
        middle = start + (stop - start) // 2
        head = data[start:middle]
        middle += (len(head) - len(head.rstrip(b"\\"))) % 2  # an escape is never cut
        outside, ends_inside = _outside(data[start:middle], inside)
        found = outside.translate(None, b":")
        if number < len(found):
            stop = middle
        else:
            number -= len(found)
            start, inside = middle, ends_inside
    at = start
    while True:
        if data[at] == 0x5C and data[at + 1] in b'\\"':
            at += 1
        elif data[at] == 0x22:
            inside = not inside
        elif not inside and data[at] in b"{}[],":
            if not number:
                return at
            number -= 1
        at += 1


def closing(data: bytes, at: int) -> int | None:
    """The offset of the bracket that closes the container around `at`, which is outside strings, or None."""
    level, inside = 0, False
    while at < len(data):
        end = cut(data, at)
        found = Marks(data, at, end, inside)
        left = unmatched(found.all)
        closed = len(left) - len(left.lstrip(b"]}"))
        if closed > level:
            return found.at(first_below(found.all, -level))
        level += len(left) - 2 * closed
        at, inside = end, found.inside
    return None


def members(block: bytes) -> int:
    """The members of all the objects in a part of a text that begins and ends outside strings."""
    return _outside(block, False)[0].count(b":")


def bracket_beyond(data: bytes, depth: int, at: int, inside: bool, level: int) -> int:
    """The offset of the first bracket deeper than `depth`, in the block that `measure` named."""
    from bisect import bisect_left

    block = data[at : cut(data, at)]

    def passed(length: int) -> bool:
        return max(_depths(_outside(block[:length], inside)[0], level)) > depth

    return at + bisect_left(range(len(block) + 1), True, key=passed) - 1


def _minus_zero(data: bytes, start: int, stop: int) -> bool:
    """Whether a `-0` that is a whole number may begin in [start, stop); a few are looked at without importing `re`."""
    if data.count(b"-0", start, stop + 1) > FEW:
        import re

        return re.compile(_MINUS_ZERO).search(data, start, stop + 2) is not None
    at = data.find(b"-0", start, stop + 1)
    while at >= 0:
        if data[at + 2 : at + 3] not in _GOES_ON and data[max(0, at - 1) : at] in _BEFORE_NUMBER:
            return True
        at = data.find(b"-0", at + 2, stop + 1)
    return False


def odd_numbers(data: bytes) -> tuple[bool, bool]:
    """Whether the text may hold an integer that is `-0` or unsafe, and a number beyond every double."""
    integers = floats = False
    for at in range(0, len(data), BLOCK):
        shapes = data[max(0, at - _FLOAT_DIGITS) : at + BLOCK].translate(_SHAPES, _SHAPELESS)
        if not integers:
            integers = b"0" * _INTEGER_DIGITS in shapes or (
                (b"-0" in shapes or shapes.endswith(b"-")) and _minus_zero(data, at, at + BLOCK)
            )
        if b"0e0" in shapes or (integers and b"0" * _FLOAT_DIGITS in shapes):
            floats = True
        if integers and floats:
            break
    return integers, floats
