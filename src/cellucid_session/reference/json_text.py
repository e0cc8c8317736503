"""One JSON text, byte by byte: what it says and where, or the first fault.

Rules of this file:

* It is written to be read, from RFC 8259, RFC 7493 and the Unicode table of well-formed UTF-8; it shares
  nothing with the fast parser. Offsets are offsets into the bytes, everywhere.
* When a text has several faults, the first of these counts: byte order mark, no content, UTF-8, budget of
  nodes, depth, and then what a reader meets first from left to right.
* Numbers without fraction and exponent are int, all others finite float; -0 is the float -0.0.
Spec: json-text.
"""

from __future__ import annotations

from cellucid_session.declare.vocabulary import Broken
from cellucid_session.reference.json_node import Node, Path
from cellucid_session.reference.json_reader import WHITE, Reader

#: first byte -> allowed second byte; every byte after that is 80 to BF. Table 3-7 of the Unicode standard.
SEQUENCES: tuple[tuple[int, int, int, int, int], ...] = (
    # first byte from, to; second byte from, to; length of the sequence
    (0xC2, 0xDF, 0x80, 0xBF, 2),
    (0xE0, 0xE0, 0xA0, 0xBF, 3),
    (0xE1, 0xEC, 0x80, 0xBF, 3),
    (0xED, 0xED, 0x80, 0x9F, 3),
    (0xEE, 0xEF, 0x80, 0xBF, 3),
    (0xF0, 0xF0, 0x90, 0xBF, 4),
    (0xF1, 0xF3, 0x80, 0xBF, 4),
    (0xF4, 0xF4, 0x80, 0x8F, 4),
)


def read(data: bytes, nodes: int, depth: int, safe_integer: int) -> Node:
    """Read one JSON text.

    Args:
        data: the whole text.
        nodes: how many nodes it may have: 1 and one for each `{`, `[` and `,` outside strings.
        depth: how deep containers may nest.
        safe_integer: greatest absolute value of an integer.

    Raises:
        Broken: the first fault.
    """
    if data[:3] == b"\xef\xbb\xbf":
        raise Broken("json.bom", 0, 3, "the text begins with a byte order mark")
    if all(byte in WHITE for byte in data):
        raise Broken("json.empty", 0, len(data), "there is nothing but white space")
    ill = ill_formed(data)
    if ill is not None:
        raise Broken("json.utf8", ill, ill + 1, "the text is not well-formed UTF-8")
    counted, deep = measure(data, depth)
    if counted > nodes:
        raise Broken("budget.json-nodes", 0, len(data), f"{counted} nodes, the budget is {nodes}")
    if deep is not None:
        raise Broken("json.depth", deep, deep + 1, f"containers nest deeper than {depth}")
    return Reader(data, safe_integer).text()


def ill_formed(data: bytes) -> int | None:
    """The first byte of the first ill-formed sequence of UTF-8, or None."""
    at = 0
    while at < len(data):
        first = data[at]
        if first < 0x80:
            at += 1
            continue
        row = next((row for row in SEQUENCES if row[0] <= first <= row[1]), None)
        if row is None:
            return at
        _, _, low, high, length = row
        rest = data[at + 1 : at + length]
        if (
            len(rest) < length - 1
            or not low <= rest[0] <= high
            or any(byte & 0xC0 != 0x80 for byte in rest[1:])
        ):
            return at
        at += length
    return None


def measure(data: bytes, depth: int) -> tuple[int, int | None]:
    """The number of nodes, and the first bracket that nests deeper than `depth`, or None."""
    counted, level, deep = 1, 0, None
    inside = escaped = False
    for at, byte in enumerate(data):
        if byte == 0x5C:  # backslash
            escaped = not escaped
            continue
        if byte == 0x22 and not escaped:  # quote
            inside = not inside
        elif not inside:
            if byte in b"{[":
                counted += 1
                level += 1
                if level > depth and deep is None:
                    deep = at
            elif byte in b"}]":
                level -= 1
            elif byte == 0x2C:  # comma
                counted += 1
        escaped = False
    return counted, deep


__all__ = ["Node", "Path", "ill_formed", "measure", "read"]
