"""A value of a JSON text and where it stands.

Rules of this file: offsets are offsets into the bytes of the text, end exclusive.
"""

from __future__ import annotations

from typing import Any

Span = tuple[int, int]
Path = tuple[str | int, ...]


class Node:
    """A value and its bytes.

    Attributes:
        value: dict, list, str, int, float, bool or None.
        start, end: its bytes in the text.
        keys: of an object, the bytes of each key with its quotes.
        inner: the nodes of an object by key, or of an array by index.
    """

    __slots__ = ("end", "inner", "keys", "start", "value")

    def __init__(self, value: Any, start: int, end: int) -> None:
        self.value = value
        self.start = start
        self.end = end
        is_container = isinstance(value, (dict, list))
        self.keys: dict[str | int, Span] = {} if is_container else _NO_KEYS
        self.inner: dict[str | int, Node] = {} if is_container else _NO_NODES

    def find(self, path: Path, at_key: bool = False) -> Span:
        """The bytes of the value at a path, or of its key; of the last value on it that exists."""
        node = self
        key: Span | None = None
        for step in path:
            if step not in node.inner:
                return node.start, node.end
            key = node.keys.get(step)
            node = node.inner[step]
        return key if at_key and key is not None else (node.start, node.end)


#: what all nodes without insides have in common
_NO_KEYS: dict[str | int, Span] = {}
_NO_NODES: dict[str | int, Node] = {}
