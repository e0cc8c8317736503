"""A session in parts: its manifest, its chunks, and the two put together.

Rules of this file: nothing is judged; sizes and lengths fit what is there. Bytes are made by the suite's encoder.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from cellucid_session.conformance import encode
from cellucid_session.conformance.assembling import MAGIC


class Chunk(NamedTuple):
    """A chunk before it is stored."""

    entry: dict[str, Any]
    payload: bytes

    def stored(self) -> bytes:
        """The stored bytes."""
        return encode.gzip_member(self.payload) if self.entry.get("codec") == "gzip" else self.payload


class Parts(NamedTuple):
    """A session before it is put together. shape: cells and genes. magic: of its generation."""

    manifest: dict[str, Any]
    chunks: list[Chunk]
    shape: tuple[int, int]
    magic: bytes = MAGIC

    def build(self) -> bytes:
        """The bytes; sizes and lengths fit."""
        stored = [chunk.stored() for chunk in self.chunks]
        return put_together(encode.json_text(self.described(stored)), stored, self.magic)

    def described(self, stored: list[bytes]) -> dict[str, Any]:
        """The manifest with its entries; where an entry tells a size, it is the right one."""
        entries = []
        for chunk, frame in zip(self.chunks, stored, strict=True):
            sizes = {"storedBytes": len(frame), "uncompressedBytes": len(chunk.payload)}
            entries.append(chunk.entry | {key: size for key, size in sizes.items() if key in chunk.entry})
        return {**self.manifest, "chunks": entries}


def put_together(text: bytes, frames: list[bytes], magic: bytes = MAGIC) -> bytes:
    """The head with the manifest's text, and the frames."""
    framed = [part for frame in frames for part in (len(frame).to_bytes(4, "little"), frame)]
    return b"".join([magic, len(text).to_bytes(4, "little"), text, *framed])
