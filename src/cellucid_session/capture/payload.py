"""Bytes on their way to a page. Rules of this file: none of them is held longer than it takes to send them."""

from __future__ import annotations

from collections.abc import Iterator


class Payload:
    """Bytes for a page, made while they are sent.

    Attributes:
        size: bytes of all blocks together, exactly.
        dtype: "float32", "uint8", "uint16" or "uint32", little-endian; None for bytes of another sort.
        blocks: the bytes, at most 1 MiB each. To be closed when not read to the end.
    """

    __slots__ = ("blocks", "dtype", "size")

    def __init__(self, size: int, dtype: str | None, blocks: Iterator[bytes]) -> None:
        self.size = size
        self.dtype = dtype
        self.blocks = blocks
