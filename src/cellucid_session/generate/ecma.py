"""ECMA-262 patterns as patterns of Python's `re`, and a proof that matching one takes linear time.

Rules of this file:

* `$` is the very end of the text, never the place before a last line feed; `\\d`, `\\w`, `\\s` and `.` are
  written out, since Python means other characters by them.
* The proof is by a sufficient condition: a pattern that fails it may still be linear, and is to be rewritten.
"""

from __future__ import annotations

from math import inf

from cellucid_session.generate.ecma_syntax import (
    LAST,
    Assertion,
    Chars,
    Choice,
    Node,
    PatternError,
    Ranges,
    Repeat,
    Sequence,
    outside,
    parse,
)

__all__ = ["PatternError", "assert_linear", "translate"]

POSITION_LIMIT = 4_000  # characters that a pattern may have once its counts are written out
AMBIGUITY_LIMIT = 64  # ways that bounded alternatives may be read at the same time
# Python's own \B fails on the empty text.
ASSERTIONS = {"^": "^", "$": r"\Z", r"\b": r"\b", r"\B": r"(?!\b)"}


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
        gaps = outside(node.ranges)
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
