"""Stored bytes to payload: one member of RFC 1952, read byte by byte, or the bytes as they are.

Rules of this file: zlib's raw inflate is all that is borrowed; it is fed one byte at a time, so that what
comes out before a fault is known exactly. Nothing is raised: what could be read, the fault behind it and the
notes are returned, with offsets into the stored bytes. Spec: 4.3.
"""

from __future__ import annotations

import binascii
import zlib

from cellucid_session.declare.vocabulary import Broken

MAGIC = (0x1F, 0x8B, 0x08)
FHCRC, FEXTRA, FNAME, FCOMMENT, RESERVED = 0x02, 0x04, 0x08, 0x10, 0xE0
FIXED = 10  # bytes of the header that are always there


class Opened:
    """What came out.

    Attributes:
        payload: what the stored bytes before the guilty one give, at most as many bytes as the cap.
        fault: what is wrong with the stored bytes, or None.
        notes: (rule, start, end) of what is wrong and can be read past.
    """

    def __init__(self) -> None:
        self.payload = b""
        self.fault: Broken | None = None
        self.notes: list[tuple[str, int, int]] = []


def plain(data: bytes, cap: int) -> Opened:
    """The codec none."""
    opened = Opened()
    opened.payload = data[:cap]
    if len(data) > cap:
        opened.fault = Broken("chunk.inflated-too-large", cap, cap + 1)
    return opened


def unpack(data: bytes, cap: int) -> Opened:
    """The codec gzip."""
    opened = Opened()
    try:
        start = _header(data, opened)
        end = _inflate(data, start, cap, opened)
        _trailer(data, end, opened)
    except Broken as fault:
        opened.fault = fault
    return opened


def _need(data: bytes, start: int, size: int, what: str) -> int:
    """The end of a structure; blames what there is of it when the bytes end before."""
    if len(data) < start + size:
        raise Broken("gzip.truncated", start, len(data), f"{what} is cut")
    return start + size


def _header(data: bytes, opened: Opened) -> int:
    """Read the header. Returns where the deflated data begin."""
    for at, byte in enumerate(data[:3]):
        if byte != MAGIC[at]:
            raise Broken("gzip.header", at, at + 1)
    if len(data) > 3 and data[3] & RESERVED:
        raise Broken("gzip.flags", 3, 4)
    at = _need(data, 0, FIXED, "the header")
    flags = data[3]
    if flags & FEXTRA:
        start = at
        at = _need(data, at, 2, "the length of the extra field")
        at = _need(data, at, int.from_bytes(data[start:at], "little"), "the extra field")
        opened.notes.append(("gzip.hidden", start, at))
    for flag in (FNAME, FCOMMENT):
        if flags & flag:
            start = at
            zero = data.find(b"\0", at)
            at = _need(data, at, len(data) - at + 1 if zero < 0 else zero + 1 - at, "a text of the header")
            opened.notes.append(("gzip.hidden", start, at))
    if flags & FHCRC:
        start = at
        at = _need(data, at, 2, "the header's CRC")
        if int.from_bytes(data[start:at], "little") != binascii.crc32(data[:start]) & 0xFFFF:
            raise Broken("gzip.header-crc", start, at)
    return at


def _inflate(data: bytes, start: int, cap: int, opened: Opened) -> int:
    """Inflate. Returns where the trailer begins."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    out = bytearray()
    at = start
    try:
        while not stream.eof:
            if at == len(data):
                raise Broken("gzip.truncated", start, at, "the data are cut")
            at += 1
            rest = data[at - 1 : at]
            while rest and not stream.eof:
                out += stream.decompress(rest, 1 + cap - len(out))
                rest = stream.unconsumed_tail
                if len(out) > cap:
                    raise Broken("chunk.inflated-too-large", at - 1, at)
    except zlib.error:
        raise Broken("gzip.data", at - 1, at) from None
    finally:
        opened.payload = bytes(out[:cap])
    return at


def _trailer(data: bytes, at: int, opened: Opened) -> None:
    """Hold CRC-32 and length against the payload, and see that nothing follows."""
    crc_end = _need(data, at, 4, "the CRC")
    if int.from_bytes(data[at:crc_end], "little") != binascii.crc32(opened.payload):
        raise Broken("gzip.crc", at, crc_end)
    end = _need(data, crc_end, 4, "the length")
    if int.from_bytes(data[crc_end:end], "little") != len(opened.payload) & 0xFFFFFFFF:
        raise Broken("gzip.length", crc_end, end)
    if len(data) > end:
        raise Broken("gzip.trailing", end, end + 1)


__all__ = ["Opened", "plain", "unpack"]
