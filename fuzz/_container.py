"""A session taken apart (framing, manifest, frames, payloads) and put together again, also when it is broken.

Rules of this file: it shares nothing with the package, reads leniently, and leaves everything as it was that nobody
changed. `Repair` says which levels above a change are made to fit again.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

MAGIC = b"CELLUCID_SESSION\n"
LATER = b"CELLUCID_SESSION/2\n"
MOST = 1 << 18  # bytes of a payload that is taken apart
LENGTH = struct.Struct("<I")


def dump(value: Any) -> bytes:
    """A value as a JSON text, also one that no JSON text can hold."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def load(text: bytes) -> Any:
    """The value of a JSON text, leniently; None when there is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def inflate(stored: bytes) -> bytes | None:
    """The payload of a gzip member that is whole, or None."""
    inflater = zlib.decompressobj(31)
    try:
        payload = inflater.decompress(stored, MOST)
    except zlib.error:
        return None
    return payload if inflater.eof else None


def member(payload: bytes, level: int = 1, flags: int = 0, crc: int | None = None) -> bytes:
    """A gzip member, with any of the optional fields."""
    head = b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\xff"
    if flags & 4:
        head += b"\x03\0abc"
    for flag in (8, 16):
        if flags & flag:
            head += b"name\0"
    if flags & 2:
        head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    data = packer.compress(payload) + packer.flush()
    crc = zlib.crc32(payload) if crc is None else crc
    return head + data + struct.pack("<II", crc & 0xFFFFFFFF, len(payload) & 0xFFFFFFFF)


class Frame:
    """One chunk: its entry, its stored bytes, and its payload when that can be had.

    Attributes:
        payload: set it to change it. stored: set it (and payload to None) to change the bytes below.
    """

    __slots__ = ("_known", "entry", "payload", "stored", "written")

    def __init__(self, entry: Any, stored: bytes, payload: bytes | None = None) -> None:
        self.entry = entry
        self.stored = stored
        if payload is None:
            codec = entry.get("codec") if isinstance(entry, dict) else None
            payload = inflate(stored) if codec == "gzip" else stored
        self.payload = self._known = payload
        self.written = len(stored)  # what the length field says

    def pack(self) -> None:
        """Make the stored bytes from a payload that was changed."""
        if self.payload is not None and self.payload != self._known:
            self.stored = member(self.payload) if self.get("codec") == "gzip" else self.payload
            self._known = self.payload

    def get(self, key: str) -> Any:
        """A key of the entry; None without one."""
        return self.entry.get(key) if isinstance(self.entry, dict) else None


class Repair:
    """Which levels are made to fit: sizes in the manifest, lengths of frames, length of the manifest."""

    __slots__ = ("frames", "manifest", "sizes")

    def __init__(self, sizes: bool = True, frames: bool = True, manifest: bool = True) -> None:
        self.sizes = sizes
        self.frames = frames
        self.manifest = manifest


class Parts:
    """A session in parts. `text` is the manifest's text when that is not to be made from `value`."""

    __slots__ = ("frames", "magic", "tail", "text", "value", "written")

    def __init__(
        self, magic: bytes, text: bytes, value: dict[str, Any], frames: list[Frame], tail: bytes
    ) -> None:
        self.magic = magic
        self.text: bytes | None = text
        self.value = value
        self.frames = frames
        self.tail = tail
        self.written = len(text)

    def changed(self) -> dict[str, Any]:
        """The manifest's value, which is about to be changed."""
        self.text = None
        return self.value

    def build(self, repair: Repair) -> bytes:
        """The bytes."""
        for frame in self.frames:
            frame.pack()
            if repair.sizes and isinstance(frame.entry, dict):
                produced = len(frame.payload) if frame.payload is not None else None
                for key, size in (("storedBytes", len(frame.stored)), ("uncompressedBytes", produced)):
                    if key in frame.entry and size is not None and frame.entry[key] != size:
                        frame.entry[key] = size
                        self.text = None
        text = self.text
        if text is None:
            text = dump(self.value)
        out = [self.magic, LENGTH.pack(len(text) if repair.manifest else self.written & 0xFFFFFFFF), text]
        for frame in self.frames:
            out += [
                LENGTH.pack(len(frame.stored) if repair.frames else frame.written & 0xFFFFFFFF),
                frame.stored,
            ]
        return b"".join([*out, self.tail])


def explode(data: bytes) -> Parts | None:
    """Take a session apart; None when not even its manifest can be found."""
    magic = LATER if data.startswith(LATER) else data[: len(MAGIC)]
    start = len(magic) + LENGTH.size
    if len(data) < start:
        return None
    (length,) = LENGTH.unpack_from(data, len(magic))
    text, written = data[start : start + length], length
    value = load(text)
    if not isinstance(value, dict) or not isinstance(value.get("chunks"), list):
        return None
    frames = []
    at = start + len(text)
    for entry in value["chunks"][:64]:
        if at + LENGTH.size > len(data):
            break
        (length,) = LENGTH.unpack_from(data, at)
        at += LENGTH.size
        frames.append(Frame(entry, data[at : at + length]))
        frames[-1].written = length
        at += length
    parts = Parts(magic, text, value, frames, data[at:])
    parts.written = written
    return parts
