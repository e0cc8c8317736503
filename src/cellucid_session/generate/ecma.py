"""ECMA-262 patterns (with the `u` flag) as patterns of Python's `re`, and a proof that one is linear.

Rules of this file:

* A pattern is parsed into a small tree and written anew. Nothing is passed through, so a construct that
  the two languages read differently can't slip by: what is not named here is refused.
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
POSITION_LIMIT = 4_000  # characters that a pattern may have once its counts are written out
AMBIGUITY_LIMIT = 64  # ways that bounded alternatives may be read at the same time

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
ASSERTIONS = {"^": "^", "$": r"\Z", r"\b": r"\b", r"\B": r"\B"}


class PatternError(ValueError):
    """A pattern that is no pattern, is outside the supported syntax, or is not known to be linear."""


@dataclass(frozen=True)
class Chars:
    """One character out of sorted, disjoint, inclusive ranges of code points."""

    ranges: Ranges


@dataclass(frozen=True)
class Assertion:
    """A place, not a character: one of the keys of ASSERTIONS."""

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


def _outside(ranges: Ranges) -> Ranges:
    edges = [-1, *(edge for pair in ranges for edge in pair), LAST + 1]
    return tuple((a + 1, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=True) if a + 1 <= b - 1)


CLASSES = {
    "d": DIGIT, "D": _outside(DIGIT), "w": WORD, "W": _outside(WORD), "s": SPACE, "S": _outside(SPACE),
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
            return Chars(_outside(LINE_END))
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
        merged = _outside(_merged(ranges)) if negated else _merged(ranges)
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


def _char(code: int, special: str = ".^$*+?{}[]\\|()") -> str:
    char = chr(code)
    if 0x20 <= code < 0x7F:
        return "\\" + char if char in special else char
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _member(first: int, last: int) -> str:
    special = "^-[]\\&~|"  # the last three: reserved by re for set operations
    if first == last:
        return _char(first, special)
    return _char(first, special) + "-" * (last - first > 1) + _char(last, special)


def _write(node: Node) -> str:
    if isinstance(node, Assertion):
        return ASSERTIONS[node.what]
    if isinstance(node, Chars):
        if node.ranges == ((node.ranges[0][0],) * 2,):
            return _char(node.ranges[0][0])
        gaps = _outside(node.ranges)
        negated = node.ranges[0][0] == 0 and node.ranges[-1][1] == LAST and gaps
        members = "".join(_member(a, b) for a, b in (gaps if negated else node.ranges))
        return f"[{'^' if negated else ''}{members}]"
    if isinstance(node, Repeat):
        body = _write(node.body)
        if not isinstance(node.body, Chars):
            body = f"(?:{body})"
        if node.least == node.most:
            return f"{body}{{{node.least}}}"
        short = {(0, inf): "*", (1, inf): "+", (0, 1.0): "?"}.get((node.least, node.most))
        return body + (short or f"{{{node.least},{int(node.most) if node.most < inf else ''}}}")
    if isinstance(node, Choice):
        return "|".join(_write(option) for option in node.options)
    return "".join(f"(?:{_write(part)})" if isinstance(part, Choice) else _write(part) for part in node.parts)


def _options(node: Node) -> tuple[Node, ...]:
    return node.options if isinstance(node, Choice) else (node,)


def _starts(node: Node) -> bool:
    """Whether the node begins with `^`, so that it can match at the start of a text alone."""
    return isinstance(node, Sequence) and bool(node.parts) and node.parts[0] == Assertion("^")


def translate(pattern: str) -> tuple[str, bool]:
    """The same pattern for `re.compile(..., re.ASCII)`, and whether it can only match at the start.

    ASCII is for `\\b` alone: everything else is written out. With the second value true, `match` does what
    `search` does, without looking for other starts.

    Raises:
        PatternError: the pattern is malformed or uses what is not supported.
    """
    node = parse(pattern)
    return _write(node), all(_starts(option) for option in _options(node))


class _Positions:
    """Positions of a pattern (one for each character that it can read) and which may follow which."""

    def __init__(self) -> None:
        self.chars: list[Ranges] = []
        self.follow: list[set[int]] = []

    def join(self, before: set[int], after: set[int]) -> None:
        for position in before:
            if self.follow[position] & after:  # the same step in two ways: (a*)*, (a+)+
                raise PatternError("a repeated part can be read in more than one way")
            self.follow[position] |= after

    def add(self, node: Node) -> tuple[bool, set[int], set[int]]:
        """Lay out a node. Returns: whether it can be empty, its first and its last positions."""
        if isinstance(node, Assertion):
            return True, set(), set()
        if isinstance(node, Chars):
            if len(self.chars) == POSITION_LIMIT:
                raise PatternError("the pattern is too large")
            self.chars.append(node.ranges)
            self.follow.append(set())
            return False, {len(self.chars) - 1}, {len(self.chars) - 1}
        if isinstance(node, Choice):
            laid = [self.add(option) for option in node.options]
            if sum(x[0] for x in laid) > 1:
                raise PatternError("two alternatives can be empty")
            return (
                any(x[0] for x in laid),
                set().union(*(x[1] for x in laid)),
                set().union(*(x[2] for x in laid)),
            )
        if isinstance(node, Repeat):
            return self.repeat(node)
        empty, first, last = True, set[int](), set[int]()
        for part in node.parts:
            part_empty, part_first, part_last = self.add(part)
            self.join(last, part_first)
            first = first | part_first if empty else first
            last = last | part_last if part_empty else part_last
            empty = empty and part_empty
        return empty, first, last

    def repeat(self, node: Repeat) -> tuple[bool, set[int], set[int]]:
        copies = max(1, node.least if node.most == inf else int(node.most))
        empty, first, last = node.least == 0, set[int](), set[int]()
        before = set[int]()
        for copy in range(1, copies + 1):
            body_empty, body_first, body_last = self.add(node.body)
            if body_empty:
                raise PatternError("a part that can be empty is repeated")
            self.join(before, body_first)
            first = first or body_first
            if copy >= node.least:
                last |= body_last
            empty = empty or body_empty
            before = body_last
        if node.most == inf:
            self.join(body_last, body_first)
        return empty, first, last


def _clashes(positions: _Positions, successors: set[int]) -> int:
    """The most successors that can read one and the same character."""
    edges = sorted(edge for p in successors for a, b in positions.chars[p] for edge in ((a, 1), (b + 1, -1)))
    most = now = 0
    for _, step in edges:
        now += step
        most = max(most, now)
    return most


def assert_linear(pattern: str) -> None:
    """Hold that matching takes time linear in the text, by a sufficient condition.

    Each alternative begins with `^` or has no unbounded repeat; and at every place inside a repeat the next
    character says how to go on, so a backtracking matcher has nothing to come back to. Outside of repeats
    a few alternatives may begin alike (`eager|each`).

    Raises:
        PatternError: the pattern is malformed, or not known to be linear.
    """
    for option in _options(parse(pattern)):
        positions = _Positions()
        try:
            _, first, _ = positions.add(option)
        except PatternError as error:
            raise PatternError(f"{error}: {pattern!r}") from None
        looping = _looping(positions)
        if looping and not _starts(option):
            raise PatternError(f"not anchored with ^ although it has an unbounded repeat: {pattern!r}")
        ways = 1
        for at, successors in enumerate([*positions.follow, first]):
            clashes = _clashes(positions, successors)
            if clashes > 1 and at in looping:
                raise PatternError(f"a repeat and what follows it can read the same character: {pattern!r}")
            ways *= max(clashes, 1)
        if ways > AMBIGUITY_LIMIT:
            raise PatternError(f"too many alternatives begin alike: {pattern!r}")


def _looping(positions: _Positions) -> set[int]:
    """Positions that can be reached from themselves."""
    looping: set[int] = set()
    for start in range(len(positions.follow)):
        seen: set[int] = set()
        ahead = [start]
        while ahead:
            for step in positions.follow[ahead.pop()] - seen:
                seen.add(step)
                ahead.append(step)
        if start in seen:
            looping.add(start)
    return looping
