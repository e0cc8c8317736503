"""The syntax of ECMA-262 patterns (with the `u` flag), as far as it is supported.

Rules of this file:

* A pattern becomes a small tree, from which ecma.py writes it anew. Nothing is passed through, so a
  construct that two languages read differently can't slip by: what is not named here is refused.
* Supported: literals; `.`; classes with ranges; `\\d \\D \\w \\W \\s \\S` (inside classes too) in their
  ECMA meaning; `\\t \\n \\v \\f \\r \\0 \\cX \\xHH \\uHHHH \\u{H...}`, escaped syntax characters and `\\/`;
  `^ $ \\b \\B`; groups `( )` and `(?: )`; `|`; `* + ? {n} {n,} {n,m}`, lazy or not.
* Refused: lookaround, back references, named groups, flags, `\\p`, any other escape, a bare `{ } ]`.
* `$` is the very end of the text, never the place before a last line feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
REPEAT_LIMIT = 10_000  # a larger count is a slip of the pen

DIGIT: Ranges = ((0x30, 0x39),)
WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
# WhiteSpace and LineTerminator of ECMA-262: Python's \s has 0x1C..0x1F and 0x85 as well, and lacks U+FEFF.
SPACE: Ranges = (
    (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
    (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
LINE_END: Ranges = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
SYNTAX = frozenset("^$\\.*+?()[]{}|/")
CONTROLS = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D}


class PatternError(ValueError):
    """A pattern that is no pattern, is outside the supported syntax, or is not known to be linear."""


@dataclass(frozen=True)
class Chars:
    """One character out of sorted, disjoint, inclusive ranges of code points."""

    ranges: Ranges


@dataclass(frozen=True)
class Assertion:
    """A place, not a character: `^`, `$`, `\\b` or `\\B`."""

    what: str


@dataclass(frozen=True)
class Repeat:
    """`least` to `most` times, infinite for `*` and `+`. Laziness never changes whether a text matches."""

    body: Node
    least: int
    most: float


@dataclass(frozen=True)
class Sequence:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """One of the options."""

    options: tuple[Node, ...]


Node = Chars | Assertion | Repeat | Sequence | Choice


def _merged(ranges: list[tuple[int, int]]) -> Ranges:
    out: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return tuple(out)


def outside(ranges: Ranges) -> Ranges:
    edges = [-1, *(edge for pair in ranges for edge in pair), LAST + 1]
    return tuple((a + 1, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=True) if a + 1 <= b - 1)


CLASSES = {
    "d": DIGIT, "D": outside(DIGIT), "w": WORD, "W": outside(WORD), "s": SPACE, "S": outside(SPACE),
}  # fmt: skip


class _Parser:
    """Recursive descent over one pattern; each method reads what its name says."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def error(self, why: str) -> PatternError:
        return PatternError(f"{why} at position {self.at} of pattern {self.pattern!r}")

    def peek(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def accept(self, text: str) -> bool:
        found = self.peek(text)
        self.at += len(text) * found
        return found

    def next(self) -> str:
        if self.at == len(self.pattern):
            raise self.error("the pattern ends too early")
        self.at += 1
        return self.pattern[self.at - 1]

    def whole(self) -> Node:
        node = self.choice()
        if self.at < len(self.pattern):
            raise self.error("unbalanced parenthesis")
        return node

    def choice(self) -> Node:
        options = [self.sequence()]
        while self.accept("|"):
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.pattern) and not self.peek("|") and not self.peek(")"):
            parts.append(self.repeat(self.atom()))
        return Sequence(tuple(parts))

    def atom(self) -> Node:
        char = self.next()
        if char in "^$":
            return Assertion(char)
        if char == ".":
            return Chars(outside(LINE_END))
        if char == "[":
            return self.bracket()
        if char == "(":
            if self.peek("?") and not self.accept("?:"):
                raise self.error("lookaround, named groups and flags are not supported")
            node = self.choice()
            if not self.accept(")"):
                raise self.error("a group is not closed")
            return node
        if char == "\\":
            if self.peek("b") or self.peek("B"):
                return Assertion("\\" + self.next())
            return Chars(self.escape())
        if char in "*+?{}]":
            raise self.error(f"{char!r} must be escaped here")
        return Chars(((ord(char), ord(char)),))

    def escape(self) -> Ranges:
        char = self.next()
        if char in CLASSES:
            return CLASSES[char]
        if char in CONTROLS:
            code = CONTROLS[char]
        elif char in SYNTAX:
            code = ord(char)
        elif char == "0" and not re.match("[0-9]", self.pattern[self.at :]):
            code = 0
        elif char == "c" and re.match("[A-Za-z]", self.pattern[self.at :]):
            code = ord(self.next()) % 32
        elif char == "x":
            code = self.hexadecimal("[0-9A-Fa-f]{2}")
        elif char == "u":
            code = self.code_point()
        else:
            raise self.error(f"the escape {chr(92) + char!r} is not supported")
        return ((code, code),)

    def hexadecimal(self, form: str) -> int:
        found = re.compile(form).match(self.pattern, self.at)
        if not found:
            raise self.error("malformed hexadecimal escape")
        self.at = found.end()
        return int(found[0], 16)

    def code_point(self) -> int:
        if self.accept("{"):
            code = self.hexadecimal("[0-9A-Fa-f]+")
            if code > LAST or not self.accept("}"):
                raise self.error("malformed hexadecimal escape")
            return code
        code = self.hexadecimal("[0-9A-Fa-f]{4}")
        pair = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})").match(self.pattern, self.at)
        if 0xD800 <= code < 0xDC00 and pair:
            self.at = pair.end()
            return 0x10000 + ((code - 0xD800) << 10) + (int(pair[1], 16) - 0xDC00)
        return code

    def bracket(self) -> Node:
        negated = self.accept("^")
        ranges: list[tuple[int, int]] = []
        while not self.accept("]"):
            first = self.member()
            if self.peek("-") and not self.peek("-]"):
                self.at += 1
                last = self.member()
                if (
                    len(first) != 1
                    or len(last) != 1
                    or first[0][0] != first[0][1]
                    or last[0][0] != last[0][1]
                ):
                    raise self.error("a range needs a character on either side")
                if first[0][0] > last[0][0]:
                    raise self.error("a range runs backwards")
                ranges.append((first[0][0], last[0][0]))
            else:
                ranges.extend(first)
        merged = outside(_merged(ranges)) if negated else _merged(ranges)
        if not ranges or not merged:
            raise self.error("an empty class is not supported")
        return Chars(merged)

    def member(self) -> Ranges:
        char = self.next()
        if char != "\\":
            return ((ord(char), ord(char)),)
        if self.accept("b"):
            return ((8, 8),)
        if self.accept("-"):
            return ((0x2D, 0x2D),)
        return self.escape()

    def repeat(self, body: Node) -> Node:
        counts = re.compile(r"\*|\+|\?|\{([0-9]{1,6})(,([0-9]{1,6})?)?\}").match(self.pattern, self.at)
        if not counts:
            return body
        if isinstance(body, Assertion):
            raise self.error("a place can't be repeated")
        self.at = counts.end()
        least, most = {"*": (0, inf), "+": (1, inf), "?": (0, 1.0)}.get(counts[0], (0, -1.0))
        if counts[1]:
            least = int(counts[1])
            most = float(counts[3]) if counts[3] else inf if counts[2] else float(least)
        if most < least or max(least, most if most < inf else 0) > REPEAT_LIMIT:
            raise self.error("impossible or too large a count")
        self.accept("?")
        return Repeat(body, least, most)


def parse(pattern: str) -> Node:
    """Read an ECMA-262 pattern. Raises: PatternError."""
    return _Parser(pattern).whole()
